/* The log of IIS: W3C extended, words parted by blanks.
 *
 *   2018-02-27 05:16:14 10.0.0.4 GET /certsrv/mscep/mscep.dll operation=GetCACaps&message=ca 80 -
 *   10.0.0.9 Dalvik/2.1.0+(Linux;+U;+Android+8) - 200 0 0 186
 *
 * A "#Fields:" line names the columns, and admins paste lines without it, cut in front and wrapped.
 * So a line is told by its shape: a method, a path, a query, a port, a user, the client, its program,
 * and the first triple of status, substatus and Windows' number behind them. Times are UTC. */
#include "format.h"

#include "base/i18n.h"
#include "lines.h"
#include "windows.h"

#define WORDS_MAX 64 /* of an entry; IIS has 30 columns at most */
#define METHOD_WITHIN 8 /* columns in front of the method */

struct words {
	struct sv list[WORDS_MAX];
	size_t count, method; /* where the method stands */
};

static bool is_method(struct sv word)
{
	static const char *const methods[] = {"GET", "POST", "HEAD", "PUT", "OPTIONS"};
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (sv_eq(word, sv_str(methods[i])))
			return true;
	return false;
}

static bool take_word(struct sv *rest, struct sv *ret)
{
	size_t from = 0, to;
	while (from < rest->len && (unsigned char)rest->ptr[from] <= ' ')
		from++;
	for (to = from; to < rest->len && (unsigned char)rest->ptr[to] > ' ';)
		to++;
	*ret = sv_sub(*rest, from, to - from);
	*rest = sv_from(*rest, to);
	return ret->len > 0;
}

/* False: there is no method with a path behind it. */
static bool split(struct sv text, struct words *ret)
{
	struct sv word;
	bool found = false;
	ret->count = 0;
	while (ret->count < WORDS_MAX && take_word(&text, &word)) {
		bool path = ret->count && word.ptr[0] == '/' && ret->count <= METHOD_WITHIN &&
			is_method(ret->list[ret->count - 1]);
		if (path && !found) {
			ret->method = ret->count - 1;
			found = true;
		}
		ret->list[ret->count++] = word;
	}
	return found;
}

static struct sv word_at(const struct words *words, size_t behind_method)
{
	size_t i = words->method + behind_method;
	return i < words->count ? words->list[i] : SV_EMPTY;
}

static bool is_number_at(const struct words *words, size_t behind_method)
{
	uint64_t number;
	return sv_to_u64(word_at(words, behind_method), &number);
}

/* Where the status stands, behind the method; 0: nowhere. Port and client stand before it. */
static size_t find_status(const struct words *words)
{
	for (size_t i = 5; words->method + i + 2 < words->count; i++) {
		uint64_t status;
		struct sv word = word_at(words, i);
		bool right = word.len == 3 && sv_to_u64(word, &status) && status >= 100 &&
			status < 600;
		if (right && is_number_at(words, i + 1) && is_number_at(words, i + 2))
			return i;
	}
	return 0;
}

static bool is_header(struct sv line)
{
	return sv_starts(line, SV("#Software: Microsoft Internet Information"));
}

static bool iis_starts(struct sv head, struct sv before)
{
	struct words words;
	(void)before;
	return is_header(head) || split(line_first(head), &words);
}

/* A word that begins with a slash and is not the first. */
static bool may_hold_path(struct sv line)
{
	for (size_t at = 0, next; (next = sv_chr(sv_from(line, at), '/')) != SV_NPOS; at++) {
		at += next;
		if (at && (unsigned char)line.ptr[at - 1] <= ' ')
			return true;
	}
	return false;
}

static bool is_request(struct sv line)
{
	struct words words;
	return may_hold_path(line) && split(line, &words) && find_status(&words);
}

static unsigned iis_probe(struct sv head)
{
	if (is_header(head) || sv_has(head, SV("\n#Software: Microsoft Internet Information")))
		return 95;
	unsigned entries = lines_count_entries(head, is_request);
	return entries ? 60 + entries / 2 : 0;
}

/* "2018-02-27 05:16:14"; a time alone is of no day. */
static void set_time(const struct words *words, struct log_time *ret)
{
	struct civil civil;
	ret->zone = ZONE_UTC;
	if (words->method >= 2) {
		struct sv both = sv_span(words->list[0], words->list[1]);
		if (windows_time(both, ret)) {
			ret->text = both;
			return;
		}
	}
	struct sv clock = words->list[0];
	if (words->method && time_take_clock(&clock, &civil) && !clock.len)
		ret->text = words->list[0];
	else
		ret->zone = ZONE_UNKNOWN;
}

static enum log_level level_of(struct sv status)
{
	return !status.len ? LEVEL_NONE : status.ptr[0] == '5' ? LEVEL_ERROR
		: status.ptr[0] == '4' ? LEVEL_WARNING : LEVEL_INFO;
}

static void iis_decode(const struct log_context *context, struct log_entry *ret)
{
	static const char *const names[] = {"status", "substatus", "win32"};
	struct words words;
	struct sv raw = strbuf_sv(&ret->raw);
	(void)context;
	ret->text = raw;
	if (is_header(raw) || !split(raw, &words))
		return;
	set_time(&words, &ret->time);
	ret->origin = SV("IIS");
	log_entry_add_field(ret, SV("method"), word_at(&words, 0));
	log_entry_add_field(ret, SV("path"), word_at(&words, 1));
	log_entry_add_field(ret, SV("query"), word_at(&words, 2));
	size_t client = is_number_at(&words, 3) ? 5 : 0, status = find_status(&words);
	if (client && word_at(&words, client).len) {
		log_entry_add_field(ret, SV("client"), word_at(&words, client));
		log_entry_add_field(ret, SV("agent"), word_at(&words, client + 1));
	}
	for (size_t i = 0; status && i < ARRAY_LEN(names); i++)
		log_entry_add_field(ret, sv_str(names[i]), word_at(&words, status + i));
	ret->level = level_of(status ? word_at(&words, status) : SV_EMPTY);
}

const struct log_format fmt_iis = {
	.name = "iis-w3c",
	.title = N_("log of IIS (W3C)"),
	.platform = LOG_SERVER,
	.probe = iis_probe,
	.most = 95,
	.cue = {"\n", 1},
	.starts = iis_starts,
	.decode = iis_decode,
	.preamble_is_entry = true,
};
