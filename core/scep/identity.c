#include "identity.h"

#include <stdio.h>
#include <string.h>

#define GUID_LEN 36
#define FILLER_MAX 96 /* how much of a masked id is looked over for its end */

/* A place in the text; each take_… moves it only when it fits. */
struct cursor {
	struct sv text;
	size_t at;
};

static struct sv here(const struct cursor *c)
{
	return sv_from(c->text, c->at);
}

static bool take(struct cursor *c, struct sv word)
{
	bool maybe = c->at < c->text.len && !((c->text.ptr[c->at] ^ word.ptr[0]) & ~0x20);
	if (!maybe || !sv_istarts(here(c), word))
		return false;
	c->at += word.len;
	return true;
}

static bool take_any(struct cursor *c, const struct sv *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (take(c, words[i]))
			return true;
	return false;
}

static bool take_slash(struct cursor *c)
{
	static const struct sv words[] = {{"%2F", 3}, {"/", 1}, {"_", 1}};
	return take_any(c, words, ARRAY_LEN(words));
}

static bool take_semicolon(struct cursor *c)
{
	static const struct sv words[] = {{"%3B", 3}, {";", 1}, {"_", 1}};
	return take_any(c, words, ARRAY_LEN(words));
}

static bool take_equals(struct cursor *c)
{
	static const struct sv words[] = {{"=", 1}, {"_", 1}, {"%3D", 3}};
	return take_any(c, words, ARRAY_LEN(words));
}

static bool take_dots(struct cursor *c)
{
	static const struct sv words[] = {{"\xe2\x80\xa6", 3}, {"...", 3}};
	return take_any(c, words, ARRAY_LEN(words));
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Lower case, or 0 if it is no hex digit. ASCII only: a look-alike ends the id. */
static char hex(char c)
{
	static const char as[256] = {
		['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5',
		['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b',
		['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['A'] = 'a', ['B'] = 'b',
		['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
	};
	return as[(unsigned char)c];
}

static bool word_char(char c)
{
	return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool dash_place(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

/* As much of a GUID as stands at the beginning of text; gives how many bytes that is. */
static size_t guid_part(struct sv text, char ret[static SCEP_GUID_MAX])
{
	size_t len = 0;
	for (; len < GUID_LEN && len < text.len; len++) {
		char c = text.ptr[len];
		char is = dash_place(len) ? (c == '-' || c == '_' ? '-' : '\0') : hex(c);
		if (!is)
			break;
		ret[len] = is;
	}
	if (len && dash_place(len - 1))
		len--; /* that dash belongs to what comes next */
	ret[len] = '\0';
	return len;
}

static bool take_braced(struct cursor *c, char id[static SCEP_GUID_MAX])
{
	struct sv rest = here(c);
	if (rest.len < GUID_LEN + 2 || rest.ptr[0] != '{' || rest.ptr[GUID_LEN + 1] != '}')
		return false;
	char whole[SCEP_GUID_MAX];
	if (guid_part(sv_from(rest, 1), whole) != GUID_LEN)
		return false;
	memcpy(id, whole, sizeof(whole));
	c->at += GUID_LEN + 2;
	return true;
}

/* Fills id with what is printed of it. True if that is all of it. */
static bool take_guid(struct cursor *c, char id[static SCEP_GUID_MAX])
{
	if (take_braced(c, id))
		return true;
	size_t len = guid_part(here(c), id);
	c->at += len;
	if (len < GUID_LEN)
		return false;
	struct sv rest = here(c);
	if (!rest.len || !word_char(rest.ptr[0]))
		return true;
	id[0] = '\0'; /* it runs on: no id at all */
	return false;
}

/* "<LogicalName>", "{GUID}": 0 if text does not begin with such a mask. */
static size_t mask_len(struct sv text)
{
	if (!text.len || (text.ptr[0] != '<' && text.ptr[0] != '{'))
		return 0;
	if (text.len > 1 && memchr("/!?", text.ptr[1], 3))
		return 0; /* markup that follows the id */
	char end = text.ptr[0] == '<' ? '>' : '}';
	for (size_t i = 1; i < text.len && i < 48; i++) {
		if (text.ptr[i] == end)
			return i + 1;
		if (text.ptr[i] == '\n' || text.ptr[i] == '<' || text.ptr[i] == '(')
			return 0;
	}
	return 0;
}

static bool take_filler(struct cursor *c)
{
	struct sv rest = here(c);
	size_t mask = mask_len(rest);
	if (mask) {
		c->at += mask;
		return true;
	}
	if (take_dots(c))
		return true;
	if (!rest.len || !(word_char(rest.ptr[0]) || memchr("*#?_-", rest.ptr[0], 5)))
		return false;
	c->at++;
	return true;
}

typedef bool take_fn(struct cursor *c);

static bool take_logical_name(struct cursor *c)
{
	size_t start = c->at;
	if (take_slash(c) && take(c, SV("LogicalName")) && (take(c, SV("_")) || take_equals(c)))
		return true;
	c->at = start;
	return false;
}

static bool take_hash_name(struct cursor *c)
{
	size_t start = c->at;
	if (take_semicolon(c) && take(c, SV("Hash")) && take_equals(c))
		return true;
	c->at = start;
	return false;
}

/* Over dots, masks and the rest of a masked id to the next part. If that does not follow,
 * the cursor stays behind the mask or the dots that directly follow the id. */
static bool take_past_filler(struct cursor *c, take_fn *next)
{
	size_t limit = c->at + FILLER_MAX;
	while (c->at < limit) {
		if (next(c))
			return true;
		if (!take_filler(c))
			return false;
	}
	return false;
}

static bool take_next_part(struct cursor *c, take_fn *next)
{
	struct cursor ahead = *c;
	if (take_past_filler(&ahead, next)) {
		*c = ahead;
		return true;
	}
	size_t mask = mask_len(here(c));
	if (mask)
		c->at += mask;
	else
		take_dots(c);
	return false;
}

/* False if it is cut or masked: a part of a number is another number. */
static bool take_hash(struct cursor *c, int32_t *ret)
{
	struct sv rest = here(c);
	size_t len = rest.len && rest.ptr[0] == '-';
	while (len < rest.len && len < 12 && digit(rest.ptr[len]))
		len++;
	int64_t number;
	bool whole = sv_to_i64(sv_sub(rest, 0, len), &number) && number >= INT32_MIN &&
		     number <= INT32_MAX;
	if (whole || len > 1)
		c->at += len;
	rest = here(c);
	if (take_dots(c) || (rest.len && (word_char(rest.ptr[0]) || rest.ptr[0] == '*')))
		return false;
	if (!len)
		c->at += mask_len(rest);
	*ret = whole ? (int32_t)number : 0;
	return whole;
}

/* Without the account's "AC_" only dots or a mask may stand for it. */
static bool take_account(struct cursor *c, struct scep_id *id, bool *ret_needs_name)
{
	*ret_needs_name = false;
	if (take(c, SV("AC_"))) {
		id->account_complete = take_guid(c, id->account);
		struct sv rest = here(c);
		*ret_needs_name = !id->account[0] && !mask_len(rest) &&
				  !sv_starts(rest, SV("...")) &&
				  !sv_starts(rest, SV("\xe2\x80\xa6"));
		return true;
	}
	struct sv rest = here(c);
	if (sv_starts(rest, SV("...")) || sv_starts(rest, SV("\xe2\x80\xa6")))
		return true;
	*ret_needs_name = true;
	return mask_len(rest) || (rest.len && rest.ptr[0] == '*');
}

static bool id_at(struct sv text, size_t from, struct scep_id *ret)
{
	struct cursor c = {text, from};
	bool needs_name;
	*ret = (struct scep_id){.from = from};
	if (!take(&c, SV("ModelName")) || !take_equals(&c) ||
	    !take_account(&c, ret, &needs_name))
		return false;
	bool named = take_next_part(&c, take_logical_name);
	if (named) {
		ret->profile_complete = take_guid(&c, ret->profile);
		if (take_next_part(&c, take_hash_name))
			ret->has_hash = take_hash(&c, &ret->hash);
	}
	ret->to = c.at;
	return named || !needs_name;
}

/* How far the nine bytes of "ModelName" may move on, seeing the last of them (Horspool). */
static size_t skip(char last)
{
	switch (last) {
	case 'M': case 'm':
		return 1;
	case 'A': case 'a':
		return 2;
	case 'N': case 'n':
		return 3;
	case 'L': case 'l':
		return 4;
	case 'E': case 'e':
		return 5;
	case 'D': case 'd':
		return 6;
	case 'O': case 'o':
		return 7;
	default:
		return 9;
	}
}

bool scep_id_find(struct sv text, size_t from, struct scep_id *ret)
{
	for (size_t i = from; i < text.len && text.len - i >= 9; i += skip(text.ptr[i + 8]))
		if ((text.ptr[i] == 'M' || text.ptr[i] == 'm') && id_at(text, i, ret))
			return true;
	return false;
}

static void underscored(const char *guid, char ret[static SCEP_GUID_MAX])
{
	size_t i = 0;
	for (; guid[i] && i < GUID_LEN; i++)
		ret[i] = guid[i] == '-' ? '_' : guid[i];
	ret[i] = '\0';
}

const char *scep_id_format(const struct scep_id *id, enum scep_spelling spelling,
	char buf[static SCEP_ID_TEXT_MAX])
{
	static const struct {
		const char *equals, *slash, *semicolon, *hash_equals;
	} marks[] = {
		[SPELLING_ANDROID] = {"=", "%2F", "%3B", "="},
		[SPELLING_IOS] = {"=", "/", ";", "="},
		[SPELLING_WINDOWS] = {"_", "_", "_", "_"},
	};
	char name[SCEP_GUID_MAX];
	underscored(id->profile, name);
	snprintf(buf, SCEP_ID_TEXT_MAX, "ModelName%sAC_%s%sLogicalName_%s%sHash%s%d",
		marks[spelling].equals, id->account, marks[spelling].slash, name,
		marks[spelling].semicolon, marks[spelling].hash_equals, (int)id->hash);
	return buf;
}

bool scep_guid(struct sv text, char ret[static SCEP_GUID_MAX])
{
	text = sv_trim(text);
	if (text.len == GUID_LEN + 2 && text.ptr[0] == '{' && text.ptr[GUID_LEN + 1] == '}')
		text = sv_sub(text, 1, GUID_LEN);
	return text.len == GUID_LEN && guid_part(text, ret) == GUID_LEN;
}

bool scep_prefix_fits(const char *printed, const char *full)
{
	return printed[0] && strncmp(printed, full, strlen(printed)) == 0;
}
