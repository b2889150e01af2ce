/* JSON of Apple's log: `log show --style ndjson` (an object a line) and `--style json` (an
 * array of objects over many lines), and what other readers of .tracev3 files write.
 *
 *   {"timezoneName":"","messageType":"Default","eventType":"logEvent",…,"timestamp":
 *    "2023-05-24 13:03:28.908085-0700","processImagePath":"…/profiled","eventMessage":"…"}
 *
 * It is a stream: an entry is one object, found by how it begins, so that a broken one costs
 * itself and nothing behind it. An object in an array begins with "{" and a name that only
 * objects of the log itself have, not those within them; quotes within texts are escaped, so
 * that no text can look like one. */
#include "format.h"

#include <jansson.h>
#include <string.h>

#include "apple.h"
#include "base/i18n.h"
#include "base/path.h"
#include "base/utf8.h"
#include "lines.h"

#define OBJECT_MAX (1u << 20)
#define DEPTH_MAX 64
#define BEGINNINGS_MAX 4096 /* braces that are looked at to tell the form */

enum extent { EXTENT_WHOLE, EXTENT_BROKEN, EXTENT_TOO_MUCH };

/* How far the object at the front of text goes, without looking into it closer. */
static enum extent extent_of(struct sv text, size_t *ret_size)
{
	size_t depth = 0;
	bool quoted = false;
	if (!text.len || text.ptr[0] != '{')
		return EXTENT_BROKEN;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (i >= OBJECT_MAX)
			return EXTENT_TOO_MUCH;
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
			*ret_size = i + 1;
			return EXTENT_WHOLE;
		}
		if (depth > DEPTH_MAX)
			return EXTENT_TOO_MUCH;
	}
	return EXTENT_BROKEN;
}

static struct sv skip_space(struct sv text)
{
	while (text.len && memchr(" \t\r\n", text.ptr[0], 4))
		text = sv_from(text, 1);
	return text;
}

/* The first name in the object at the front of text; empty if none follows. */
static struct sv first_name(struct sv text)
{
	if (!text.len || text.ptr[0] != '{')
		return SV_EMPTY;
	struct sv rest = skip_space(sv_from(text, 1));
	if (!rest.len || rest.ptr[0] != '"')
		return SV_EMPTY;
	struct sv name = sv_sub(sv_from(rest, 1), 0, sv_chr(sv_from(rest, 1), '"'));
	rest = skip_space(sv_from(rest, name.len + 2));
	return rest.len && rest.ptr[0] == ':' ? name : SV_EMPTY;
}

static bool is_event(struct sv text)
{
	static const char *const names[] = {"traceID", "eventMessage", "eventType", "source",
		"formatString", "activityIdentifier", "subsystem", "category", "threadID",
		"senderImageUUID", "backtrace", "bootUUID", "processImagePath", "timestamp",
		"senderImagePath", "machTimestamp", "messageType", "processImageUUID",
		"processID", "senderProgramCounter", "parentActivityIdentifier",
		"timezoneName", "creatorActivityID", "userID", "composedMessage",
		"thread_id", "event_type", "log_type"};
	struct sv name = first_name(text);
	for (size_t i = 0; name.len && i < ARRAY_LEN(names); i++)
		if (sv_eq(name, sv_str(names[i])))
			return true;
	return false;
}

/* ---- telling the form ---- */

static bool speaks_of_log(struct sv head)
{
	if (sv_has(head, SV("\"eventMessage\"")) || sv_has(head, SV("\"composedMessage\"")))
		return true;
	return sv_has(head, SV("\"message\"")) && sv_has(head, SV("\"log_type\""));
}

static bool is_note(struct sv line)
{
	return sv_starts(line, SV("Filtering the log data"));
}

/* The first line that says something. */
static struct sv first_line(struct sv head)
{
	struct sv line;
	while (head.len && sv_cut(&head, '\n', &line))
		if (sv_trim(line).len && !is_note(line))
			return sv_trim(line);
	return SV_EMPTY;
}

/* One object a line; the first may be longer than what there is of it, or broken. */
static unsigned ndjson_probe(struct sv head)
{
	struct sv line = first_line(head);
	bool lines = line.len && line.ptr[0] == '{' && first_name(line).len;
	return lines && speaks_of_log(head) ? 90 : 0;
}

static unsigned array_probe(struct sv head)
{
	size_t at;
	struct sv line = first_line(head);
	if (!line.len || (line.ptr[0] != '[' && line.ptr[0] != '{') || !speaks_of_log(head))
		return 0;
	for (unsigned i = 0; i < BEGINNINGS_MAX && (at = sv_chr(head, '{')) != SV_NPOS; i++) {
		head = sv_from(head, at);
		if (is_event(head))
			return 85;
		head = sv_from(head, 1);
	}
	return 0;
}

/* Every line counts, so that a broken one is seen; not so the last, which only counts. */
static bool ndjson_starts(struct sv head, struct sv before)
{
	struct sv line = sv_trim(line_first(head));
	(void)before;
	return line.len && !is_note(line) && !sv_eq(first_name(line), SV("count")) &&
		!sv_eq(first_name(line), SV("finished"));
}

static bool array_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_event(head);
}

/* The level stands behind a text of any length, so the scanner can't take it from the front
 * of an entry. Within a text its quotes would be escaped. */
static bool json_shows_debug(struct sv block)
{
	static const char *const marks[] = {"\"messageType\":\"Debug\"",
		"\"messageType\" : \"Debug\"", "\"messageType\": \"Debug\"",
		"\"log_type\":\"Debug\"", "\"log_type\": \"Debug\""};
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (sv_has(block, sv_str(marks[i])))
			return true;
	return false;
}

/* ---- decoding ---- */

/* The first of the names that stands for a text, as a copy of the entry's; or empty. */
static struct sv text_of(const json_t *object, struct log_entry *ret, const char *const *names)
{
	for (; *names; names++) {
		const json_t *value = json_object_get(object, *names);
		if (json_is_string(value))
			return arena_sv(&ret->arena, (struct sv){json_string_value(value),
				json_string_length(value)});
	}
	return SV_EMPTY;
}

static void set_time(const struct log_context *context, struct sv text, struct log_time *ret)
{
	struct civil civil;
	int64_t offset;
	ret->text = text;
	if (!time_take_iso(&text, &civil))
		return;
	bool zone = time_take_offset(&text, &offset);
	apple_set_time(context->options, &civil, zone ? &offset : NULL, ret);
}

static void fill(const struct log_context *context, const json_t *object,
	struct log_entry *ret)
{
	static const char *const texts[] = {"eventMessage", "composedMessage", "message", NULL};
	static const char *const levels[] = {"messageType", "log_type", NULL};
	static const char *const paths[] = {"processImagePath", "process", NULL};
	static const char *const times[] = {"timestamp", NULL};
	ret->origin = path_name(text_of(object, ret, paths));
	ret->text = text_of(object, ret, texts);
	ret->level_text = text_of(object, ret, levels);
	ret->level = apple_level(ret->level_text);
	set_time(context, text_of(object, ret, times), &ret->time);
}

static void mark_broken(struct log_entry *ret, struct sv raw, const char *why)
{
	ret->text = raw;
	log_entry_mark_damaged(ret, why);
}

static void decode_object(const struct log_context *context, struct sv text, struct sv raw,
	struct log_entry *ret)
{
	autostrbuf repaired;
	strbuf_init(&repaired, 3 * OBJECT_MAX);
	if (!utf8_valid(text)) {
		utf8_repair(&repaired, text);
		text = strbuf_sv(&repaired);
	}
	json_t *object = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL |
		JSON_DECODE_INT_AS_REAL, NULL);
	if (json_is_object(object))
		fill(context, object, ret);
	else
		mark_broken(ret, raw, _("this is no JSON object, or a broken one"));
	json_decref(object);
}

static void json_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw), text = sv_trim(raw);
	size_t size = 0;
	enum extent extent = extent_of(text, &size);
	if (extent == EXTENT_TOO_MUCH)
		mark_broken(ret, raw, _("a JSON object of more than 1 MiB or 64 levels is not "
			"read"));
	else if (extent == EXTENT_BROKEN)
		mark_broken(ret, raw, _("the JSON object is cut off or broken"));
	else
		decode_object(context, sv_sub(text, 0, size), raw, ret);
}

const struct log_format fmt_ndjson = {
	.name = "ndjson",
	.title = N_("JSON lines of log show (iOS/iPadOS)"),
	.platform = LOG_IOS,
	.probe = ndjson_probe,
	.most = 90,
	.cue = {"\n", 1},
	.starts = ndjson_starts,
	.shows_debug = json_shows_debug,
	.decode = json_decode,
	.escaped = true,
};

const struct log_format fmt_json = {
	.name = "ndjson",
	.title = N_("JSON of log show (iOS/iPadOS)"),
	.platform = LOG_IOS,
	.probe = array_probe,
	.most = 85,
	.cue = {"{", 1},
	.starts = array_starts,
	.shows_debug = json_shows_debug,
	.decode = json_decode,
	.escaped = true,
};
