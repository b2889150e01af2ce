#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <string.h>
#include <time.h>

#include "utf8.h"

/* The library's own limits count per place in the text where a match could begin, and not
 * the characters a repeat runs over: "\s+$" on a line of blanks stays below them for
 * minutes. So there is a time limit as well, looked at before each part of the pattern
 * (auto callouts). Together they end any pattern within a tenth of a second; a text of
 * megabytes gets what an honest search of it takes. */
#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 10000
#define HEAP_LIMIT_KIB 16384
#define TIME_LIMIT_US 50000
#define TIME_PER_64_KIB_US 1000
#define LOOK_EVERY_US 8000

/* Compiled for texts that are known to be UTF-8, and for any others: the library looks through a whole
 * text before it begins, slowly, unless it is told. Both find the same in the same text. */
struct parts {
	pcre2_code *valid, *any; /* NULL: not yet */
	bool icase;
	pcre2_match_context *limits;
	pcre2_match_data *data;
};

struct pattern {
	const char *text;
	size_t len;
	char *own;           /* text, if it is ours */
	struct parts *parts; /* without limits: not compiled yet */
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

/* What counts is time at work: a machine that is busy or asleep must not turn a match into
 * none. That clock is slow to read, so a coarse one says when to look at it. */
struct patience {
	int64_t look_us, worked_us, max_us; /* worked_us -1: not looked yet */
};

static int check_time(pcre2_callout_block *block, void *data)
{
	struct patience *patience = data;
	int64_t now = clock_us(CLOCK_MONOTONIC_COARSE);
	(void)block;
	if (now < patience->look_us)
		return 0;
	int64_t worked = clock_us(CLOCK_THREAD_CPUTIME_ID);
	if (patience->worked_us < 0)
		patience->worked_us = worked;
	patience->look_us = now + LOOK_EVERY_US;
	return worked - patience->worked_us > patience->max_us ? PCRE2_ERROR_CALLOUT : 0;
}

static pcre2_code *code_of(struct sv text, bool icase, uint32_t more, struct err *err)
{
	int error;
	PCRE2_SIZE at;
	uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT | more;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len,
		flags | (icase ? PCRE2_CASELESS : 0), &error, &at, NULL);
	if (!code) {
		PCRE2_UCHAR why[160] = "";
		pcre2_get_error_message(error, why, sizeof(why));
		err_set(err, ERR_USAGE, "pattern, character %zu: %s", (size_t)at + 1, (char *)why);
	}
	return code;
}

static bool compile(struct parts *parts, struct sv text, bool icase, struct err *err)
{
	pcre2_code *code = code_of(text, icase, 0, err);
	if (!code)
		return false;
	*parts = (struct parts){.valid = code, .icase = icase,
		.limits = pcre2_match_context_create(NULL),
		.data = pcre2_match_data_create(PATTERN_GROUPS, NULL)};
	if (!parts->limits || !parts->data)
		abort();
	pcre2_set_match_limit(parts->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(parts->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(parts->limits, HEAP_LIMIT_KIB);
	return true;
}

static struct pattern *create(const char *text, size_t len, char *own)
{
	struct pattern *pattern = xcalloc(1, sizeof(*pattern));
	*pattern = (struct pattern){text, len, own, xcalloc(1, sizeof(*pattern->parts))};
	return pattern;
}

struct pattern *pattern_create(struct sv text, bool icase, struct err *err)
{
	char *own = sv_dup(text);
	struct pattern *pattern = create(own, text.len, own);
	if (compile(pattern->parts, text, icase, err))
		return pattern;
	pattern_destroy(pattern);
	return NULL;
}

struct pattern *pattern_known(const char *text)
{
	return create(text, strlen(text), NULL);
}

const char *pattern_text(const struct pattern *pattern)
{
	return pattern->text;
}

static struct parts *compiled(const struct pattern *pattern)
{
	struct parts *parts = pattern->parts;
	if (!parts->limits && !compile(parts, sv_str(pattern->text), false, NULL))
		abort();
	return parts;
}

static const pcre2_code *code_for(const struct pattern *pattern, bool valid)
{
	struct parts *parts = compiled(pattern);
	if (valid)
		return parts->valid;
	if (parts->any)
		return parts->any;
	parts->any = code_of((struct sv){pattern->text, pattern->len}, parts->icase,
		PCRE2_MATCH_INVALID_UTF, NULL);
	if (!parts->any)
		abort();
	return parts->any;
}

/* Only for what is UTF-8: at the end of other texts the library's machine code finds what the rest of
 * it does not ("(a|a)*$" before half a character). Where the system lets no program make code, all
 * stays as it was. */
void pattern_hasten(struct pattern *pattern)
{
	pcre2_jit_compile(compiled(pattern)->valid, PCRE2_JIT_COMPLETE);
}

void pattern_destroy(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->parts->valid);
	pcre2_code_free(pattern->parts->any);
	pcre2_match_context_free(pattern->parts->limits);
	pcre2_match_data_free(pattern->parts->data);
	free(pattern->parts);
	free(pattern->own);
	free(pattern);
}

static struct sv group_at(struct sv text, const PCRE2_SIZE *at)
{
	if (at[0] == PCRE2_UNSET || at[1] < at[0])
		return SV_EMPTY;
	return sv_sub(text, at[0], at[1] - at[0]);
}

/* valid: options of a text that is UTF-8; 0: perhaps it is not. */
static bool search(const struct pattern *pattern, struct sv text, size_t from, uint32_t valid,
	struct pattern_match *ret)
{
	struct parts *parts = compiled(pattern);
	*ret = (struct pattern_match){0};
	struct patience patience = {clock_us(CLOCK_MONOTONIC_COARSE) + LOOK_EVERY_US, -1,
		TIME_LIMIT_US + (int64_t)(text.len >> 16) * TIME_PER_64_KIB_US};
	if (from > text.len)
		return false;
	pcre2_set_callout(parts->limits, check_time, &patience);
	const pcre2_code *code = code_for(pattern, valid);
	int count = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, from, valid, parts->data,
		parts->limits);
	if (count == PCRE2_ERROR_JIT_STACKLIMIT) /* the other way has more room */
		count = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, from,
			valid | PCRE2_NO_JIT, parts->data, parts->limits);
	if (count < 0) {
		ret->too_complex = count != PCRE2_ERROR_NOMATCH;
		return false;
	}
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(parts->data);
	if (at[1] < at[0])
		return false;
	for (int i = 0; i < PATTERN_GROUPS; i++)
		ret->group[i] = i < (count ? count : PATTERN_GROUPS) ? group_at(text, at + 2 * i)
								     : SV_EMPTY;
	ret->from = at[0];
	ret->to = at[1];
	return true;
}

bool pattern_search(const struct pattern *pattern, struct sv text, size_t from,
	struct pattern_match *ret)
{
	bool valid = from == 0 && utf8_valid(text);
	return search(pattern, text, from, valid ? PCRE2_NO_UTF_CHECK : 0, ret);
}

bool pattern_search_utf8(const struct pattern *pattern, struct sv text, struct pattern_match *ret)
{
	return search(pattern, text, 0, PCRE2_NO_UTF_CHECK, ret);
}

/* The library gives up (a partial match) as soon as it would look behind the end. */
bool pattern_search_front(const struct pattern *pattern, struct sv front,
	struct pattern_match *ret)
{
	return search(pattern, front, 0, PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD, ret);
}

bool pattern_found(const struct pattern *pattern, struct sv text)
{
	struct pattern_match match;
	return pattern_search(pattern, text, 0, &match);
}

unsigned pattern_group(const struct pattern *pattern, const char *name)
{
	int number = pcre2_substring_number_from_name(compiled(pattern)->valid, (PCRE2_SPTR)name);
	return number > 0 && number < PATTERN_GROUPS ? (unsigned)number : 0;
}
