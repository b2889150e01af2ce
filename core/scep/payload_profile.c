/* The request as Apple's devices get it: the dictionary of a com.apple.security.scep payload in a
 * profile, which is a property list in XML. */
#include "payload.h"

#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "walk.h"

#define DEPTH_MAX 16
#define KEY_MAX 64

struct plist {
	char keys[DEPTH_MAX][KEY_MAX]; /* the last key of each open dictionary */
	bool scep[DEPTH_MAX];          /* its PayloadType says so */
	unsigned depth;
	struct value *map;             /* of the last PayloadContent, until its payload is known */
	struct value *found;
	struct strbuf subject;
};

static bool in_content(const struct plist *p)
{
	return p->depth >= 2 && p->depth <= DEPTH_MAX &&
	       !strcmp(p->keys[p->depth - 2], "PayloadContent");
}

static bool in_alternative_names(const struct plist *p)
{
	return p->depth >= 3 && p->depth <= DEPTH_MAX &&
	       !strcmp(p->keys[p->depth - 2], "SubjectAltName") &&
	       !strcmp(p->keys[p->depth - 3], "PayloadContent");
}

static void at_start(void *data, struct walk *at)
{
	struct plist *p = data;
	if (!sv_eq(path_name(at->path), SV("dict")))
		return;
	if (p->depth < DEPTH_MAX) {
		p->keys[p->depth][0] = '\0';
		p->scep[p->depth] = false;
	}
	p->depth++;
	if (in_content(p)) {
		value_destroy(p->map);
		p->map = value_map();
		strbuf_reset(&p->subject);
	}
}

static int base64_digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* Bytes in base64 as hex digits: how thumbprints are written elsewhere. */
static void put_bytes(struct value *map, const char *field, struct sv text)
{
	autostrbuf hex;
	unsigned bits = 0, count = 0;
	strbuf_init(&hex, STRBUF_LINE);
	for (size_t i = 0; i < text.len; i++) {
		int digit = base64_digit(text.ptr[i]);
		if (digit < 0)
			continue;
		bits = bits << 6 | (unsigned)digit;
		count += 6;
		if (count >= 8) {
			count -= 8;
			strbuf_addf(&hex, "%02X", bits >> count & 0xff);
		}
	}
	payload_put_text(map, field, strbuf_sv(&hex));
}

/* Bits of Apple's own, not those of X.509. */
static void put_usage(struct value *map, struct sv text)
{
	int64_t number;
	if (value_get(map, "key_usage") || !sv_to_i64(text, &number))
		return;
	struct value *usage = payload_own(map, "key_usage", VALUE_MAP);
	value_add_int(usage, "value", number);
	struct value *names = payload_own(usage, "names", VALUE_LIST);
	if (number & 1)
		value_add_text(names, NULL, SV("digitalSignature"));
	if (number & 4)
		value_add_text(names, NULL, SV("keyEncipherment"));
}

static const struct {
	const char *key, *field;
	enum { KEY_TEXT, KEY_NUMBER, KEY_USAGE, KEY_URL, KEY_SECRET, KEY_BYTES } kind;
} keys[] = {
	{"URL", "ndes_urls", KEY_URL},
	{"Name", "ca_name", KEY_TEXT},
	{"Challenge", "challenge", KEY_SECRET},
	{"Keysize", "key_length", KEY_NUMBER},
	{"Key Type", "key_type", KEY_TEXT},
	{"Key Usage", "key_usage", KEY_USAGE},
	{"CAFingerprint", "ca_thumbprint", KEY_BYTES},
	{"Retries", "retry_count", KEY_NUMBER},
	{"RetryDelay", "retry_delay_seconds", KEY_NUMBER},
};

static void put_key(struct value *map, size_t which, struct sv text)
{
	const char *field = keys[which].field;
	switch (keys[which].kind) {
	case KEY_TEXT:
		payload_put_text(map, field, text);
		break;
	case KEY_NUMBER:
		payload_put_number(map, field, text);
		break;
	case KEY_USAGE:
		put_usage(map, text);
		break;
	case KEY_URL:
		payload_put_in_list(map, field, text);
		break;
	case KEY_SECRET:
		payload_put_text(map, field, SV("(masked)"));
		break;
	case KEY_BYTES:
		put_bytes(map, field, text);
		break;
	}
}

static void put_alternative_name(struct value *map, const char *key, struct sv text)
{
	static const struct {
		const char *key;
		int64_t type;
	} types[] = {{"rfc822Name", 2}, {"dNSName", 3}, {"uniformResourceIdentifier", 7},
		{"ntPrincipalName", 11}};
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (!strcmp(key, types[i].key))
			payload_put_san(map, types[i].type, text);
}

/* The subject is a list of lists of pairs: its texts are name, value, name, value. */
static void put_subject(struct plist *p, struct sv text)
{
	size_t count = 0;
	for (size_t i = 0; i < p->subject.len; i++)
		count += p->subject.ptr[i] == '\1';
	strbuf_str(&p->subject, !count ? "" : count % 2 ? "=" : ", ");
	strbuf_add(&p->subject, text);
	strbuf_char(&p->subject, '\1');
}

static void keep_subject(struct plist *p)
{
	autostrbuf tidy;
	strbuf_init(&tidy, STRBUF_LINE);
	for (size_t i = 0; i < p->subject.len; i++)
		if (p->subject.ptr[i] != '\1')
			strbuf_char(&tidy, p->subject.ptr[i]);
	if (p->map && tidy.len)
		payload_put_text(p->map, "subject_name", strbuf_sv(&tidy));
	strbuf_reset(&p->subject);
}

static void take_value(struct plist *p, struct sv text)
{
	const char *key = p->keys[p->depth - 1];
	if (!strcmp(key, "PayloadType"))
		p->scep[p->depth - 1] = sv_eq(text, SV("com.apple.security.scep"));
	if (!p->map)
		return;
	if (in_alternative_names(p)) {
		put_alternative_name(p->map, key, text);
		return;
	}
	if (!in_content(p))
		return;
	if (!strcmp(key, "Subject"))
		put_subject(p, text);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (!strcmp(key, keys[i].key))
			put_key(p->map, i, text);
}

/* The dictionary that ends was a payload: is it one of SCEP? */
static void end_dictionary(struct plist *p)
{
	p->depth--;
	if (p->depth >= DEPTH_MAX || !p->scep[p->depth] || p->found || !p->map)
		return;
	p->found = p->map;
	p->map = NULL;
}

static void at_end(void *data, struct walk *at)
{
	struct plist *p = data;
	struct sv name = path_name(at->path), text = sv_trim(at->text);
	if (sv_eq(name, SV("dict"))) {
		if (in_content(p))
			keep_subject(p);
		if (p->depth)
			end_dictionary(p);
	} else if (!p->depth || p->depth > DEPTH_MAX) {
		return;
	} else if (sv_eq(name, SV("key"))) {
		struct sv key = sv_sub(text, 0, KEY_MAX - 1);
		memcpy(p->keys[p->depth - 1], key.ptr, key.len);
		p->keys[p->depth - 1][key.len] = '\0';
	} else if (sv_eq(name, SV("string")) || sv_eq(name, SV("integer")) ||
		   sv_eq(name, SV("data"))) {
		take_value(p, text);
	}
}

/* From the list's own tag on, so that its DOCTYPE, which every one has, is not met. */
struct value *payload_of_profile(struct sv text)
{
	size_t from = sv_find(text, SV("<plist"));
	struct walk_budget budget = WALK_BUDGET;
	struct plist p = {.depth = 0};
	struct walk_visitor visitor = {at_start, at_end, &p};
	if (from == SV_NPOS || !sv_has(text, SV("com.apple.security.scep")))
		return NULL;
	strbuf_init(&p.subject, STRBUF_LINE);
	size_t end = sv_find(sv_from(text, from), SV("</plist>"));
	struct sv list = sv_sub(text, from, end == SV_NPOS ? text.len : end + 8);
	if (utf8_valid(list))
		walk_xml(list, &budget, &visitor, NULL);
	strbuf_finish(&p.subject);
	value_destroy(p.map);
	return p.found;
}

static struct value *of_message(struct sv text, enum payload_form *ret)
{
	struct syncml message;
	struct value *map = NULL;
	if (!sv_has(text, SV("SyncML")) || !syncml_read(text, &message, NULL))
		return NULL;
	*ret = PAYLOAD_ANDROID;
	for (size_t i = 0; !map && i < message.commands_count; i++)
		if (message.commands[i].data.len &&
		    sv_has(message.commands[i].node, SV("CertificateStore/Enroll/")))
			map = payload_read(message.commands[i].data, NULL);
	if (!map) {
		*ret = PAYLOAD_WINDOWS;
		map = payload_of_nodes(&message);
	}
	syncml_finish(&message);
	return map;
}

struct value *payload_find(struct sv text, enum payload_form *ret)
{
	struct value *map = of_message(text, ret);
	if (map)
		return map;
	*ret = PAYLOAD_APPLE;
	return payload_of_profile(text);
}
