/* Regular expressions: what they find, what they refuse, and that none runs away. */
#include "testing.h"

#include <string.h>
#include <time.h>

#include "base/pattern.h"
#include "base/strbuf.h"

static void patterns_find(void **state)
{
	(void)state;
	struct err err = {0};
	struct pattern_match match;
	struct pattern *pattern =
		pattern_create(SV("(?<key>Hash|hash)=(-?\\d+)(x)?"), false, &err);
	assert_non_null(pattern);
	assert_true(pattern_search(pattern, SV("é;Hash=-12;hash=3"), 0, &match));
	assert_int_equal(match.from, 3);
	assert_int_equal(match.to, 11);
	assert_sv(match.group[0], "Hash=-12");
	assert_sv(match.group[pattern_group(pattern, "key")], "Hash");
	assert_sv(match.group[2], "-12");
	assert_sv(match.group[3], "");
	assert_int_equal(pattern_group(pattern, "absent"), 0);
	assert_true(pattern_search(pattern, SV("é;Hash=-12;hash=3"), match.to, &match));
	assert_sv(match.group[0], "hash=3");
	assert_false(pattern_search(pattern, SV("é;Hash=-12;hash=3"), match.to, &match));
	assert_false(match.too_complex);
	assert_false(pattern_search(pattern, SV("Hash=1"), 7, &match));
	assert_false(match.too_complex);
	assert_false(pattern_found(pattern, SV_EMPTY));
	assert_false(pattern_found(pattern, (struct sv){NULL, 0}));
	pattern_destroy(pattern);
	pattern_destroy(NULL);
}

static void patterns_know_case_and_bad_bytes(void **state)
{
	(void)state;
	struct err err = {0};
	struct pattern *pattern = pattern_create(SV("scep.É"), true, &err);
	assert_true(pattern_found(pattern, SV("xSCEP-é")));
	assert_true(pattern_found(pattern, SV("\xff\xc3SCEP-é\xff")));
	assert_false(pattern_found(pattern, SV("SCEP\xffÉ")));
	pattern_destroy(pattern);
	pattern = pattern_create(SV("a\\Kb|^$"), false, &err);
	struct pattern_match match;
	assert_true(pattern_search(pattern, SV("ab"), 0, &match));
	assert_sv(match.group[0], "b");
	assert_true(pattern_search(pattern, SV_EMPTY, 0, &match));
	pattern_destroy(pattern);
}

static void pattern_errors_name_the_place(void **state)
{
	(void)state;
	static const struct { const char *text, *place; } rows[] = {
		{"a(b", "pattern, character 4: "}, {"*", "pattern, character 1: "},
		{"ab[z", "pattern, character 5: "}, {"a\\", "pattern, character 3: "},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {0};
		assert_null(pattern_create(sv_str(rows[i].text), false, &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_true(sv_starts(sv_str(err.text), sv_str(rows[i].place)));
	}
	/* what would let a pattern lift its limits, or read half a character */
	static const char *const refused[] = {"\\C", "(?:(?:(?:a{1000}){1000}){1000}){1000}"};
	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		assert_null(pattern_create(sv_str(refused[i]), false, NULL));
}

/* Patterns known to run away, each against a text that provokes it. */
static const struct { const char *pattern, *head, *piece, *tail; } runaways[] = {
	{"(a+)+$", "", "a", "!"}, {"^(a+)+$", "", "a", "!"}, {"(a|a)*$", "", "a", "!"},
	{"(a|aa)+$", "", "a", "!"}, {"(a*)*b", "", "a", ""}, {"(a*)*$", "", "a", "!"},
	{"(.*)*x", "", "a", ""}, {"(.*a){12}", "", "a", ""}, {"(.*a){25}z", "", "a", ""},
	{"^(([a-z])+.)+[A-Z]([a-z])+$", "", "a", ""}, {"(x+x+)+y", "", "x", ""},
	{"x+x+y", "", "x", ""}, {"x*x*x*y", "", "x", ""}, {"x*y", "", "x", ""},
	{".*.*=.*", "", "x", ""}, {".*.*.*=;", "", "x", ""}, {"\\s+$", "", " ", "x"},
	{"^\\s+|\\s+$", "x", " ", "x"}, {"(\\w+\\s?)+$", "", "ab ", "!"},
	{"([a-zA-Z]+)*=", "", "a", ""}, {"(\\d+)+x", "", "1", ""}, {"(?:\\d*)*[.]", "", "1", ""},
	{"^(\\w+)*@", "", "w", ""}, {"(\"[^\"]*\"?)+z", "", "\"a", ""},
	{"(<[^>]*>?)*z", "", "<a", ""}, {"(a?){30}a{30}b", "", "a", ""},
	{"(?:a?){64}a{64}$", "", "a", "!"}, {"((a+)*)*b", "", "a", ""},
	{"(a+b?)+c", "", "ab", ""}, {"(?=(a+)+b)", "", "a", ""}, {"(?<=a)(a+)+b", "", "a", ""},
	{"(a+)\\1+b", "", "a", ""}, {"(\\w*)\\1(\\w*)\\2z", "", "w", ""},
	{"((ab)*)*c", "", "ab", ""}, {"(?:(?:a*)*)*b", "", "a", ""}, {"(.+)+\\n", "", "a", ""},
	{"(?s)(.+)+\\z(?<=b)", "", "a", ""}, {"^(?:.?){40}z", "", "a", ""},
	{"(?R)?a+b", "", "a", ""}, {"(a(?1)?)+b", "", "a", ""}, {"(?:(a)|b|(?R))+z", "", "ab", ""},
	{"([^;]*;)*=", "", "a;", ""}, {"(ModelName=[^ ]*)+;Hash", "", "ModelName=", ""},
	{"ModelName=.*Hash=\\d", "", "ModelName=", ""}, {"(\\S+\\s+)*end", "", "a ", ""},
	{"(a|b|ab)*c", "", "ab", ""}, {"(?:a|\\w)+z", "", "a", ""}, {"(.{1,40}){1,40}z", "", "a", ""},
	{"(?i)(é|É)+z", "", "é", ""}, {"(\\p{L}+)+z", "", "é", ""}, {"(\\X+)+z", "", "e\xcc\x81", ""},
	{"[\\s\\S]*[\\s\\S]*z", "", "a", ""}, {"(?>a*)*b", "", "a", ""},
};

static void fill(struct strbuf *text, size_t i, size_t size)
{
	strbuf_reset(text);
	strbuf_str(text, runaways[i].head);
	while (text->len < size)
		strbuf_str(text, runaways[i].piece);
	/* without the letters a pattern ends with, the library would not even begin */
	strbuf_str(text, *runaways[i].tail ? runaways[i].tail : "!bcxyz=;@");
}

/* Time at work: what other programs take from this machine is not the pattern's. */
static int64_t search_us(const struct pattern *pattern, struct sv text)
{
	clock_t began = clock();
	pattern_found(pattern, text);
	return (int64_t)(clock() - began) * 1000000 / CLOCKS_PER_SEC;
}

/* Sanitizers make everything several times slower; the promise is about the program. */
#if defined(__SANITIZE_ADDRESS__)
#define PATIENCE 20
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PATIENCE 20
#endif
#endif
#ifndef PATIENCE
#define PATIENCE 1
#endif

static void runaway_patterns_end(void **state)
{
	(void)state;
	static const size_t sizes[] = {30, 1000, 100000, 2000000};
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	assert_true(ARRAY_LEN(runaways) >= 50);
	for (size_t i = 0; i < ARRAY_LEN(runaways); i++) {
		struct pattern *pattern =
			pattern_create(sv_str(runaways[i].pattern), false, NULL);
		assert_non_null(pattern);
		for (size_t s = 0; s < 2 * ARRAY_LEN(sizes); s++) {
			fill(&text, i, sizes[s % ARRAY_LEN(sizes)]);
			if (s == ARRAY_LEN(sizes))
				pattern_hasten(pattern);
			int64_t took = search_us(pattern, strbuf_sv(&text));
			if (took > 100000 * PATIENCE)
				fail_msg("%s on %zu bytes: %lld us", runaways[i].pattern,
					text.len, (long long)took);
		}
		pattern_destroy(pattern);
	}
}

static void same_match(const struct pattern *a, const struct pattern *b, struct sv text)
{
	struct pattern_match one, other;
	bool found = pattern_search(a, text, 0, &one);
	if (one.too_complex || !text.len)
		return;
	if (pattern_search(b, text, 0, &other) != found)
		fail_msg("%s in \"%.*s\": %d", pattern_text(a), (int)text.len, text.ptr, found);
	assert_false(other.too_complex);
	assert_int_equal(one.from, other.from);
	assert_int_equal(one.to, other.to);
	for (size_t i = 0; i < PATTERN_GROUPS; i++)
		assert_true(sv_eq(one.group[i], other.group[i]));
}

/* What is in a hurry finds the same, in texts that are UTF-8 and in others. */
static void hasty_patterns_find_the_same(void **state)
{
	(void)state;
	static const struct sv texts[] = {{"", 0}, {"aab ab!", 7}, {"x \xff\xc3\xa9\xc3\xa9=a;", 10},
		{"ModelName=a Hash=1;Hash", 23}, {"e\xcc\x81 \xc3\xa9z \xed\xa0\x80", 11}, {"\n12x.@\"a\"<a>z", 14}};
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	for (size_t i = 0; i < ARRAY_LEN(runaways); i++) {
		struct pattern *plain = pattern_create(sv_str(runaways[i].pattern), false, NULL);
		struct pattern *hasty = pattern_create(sv_str(runaways[i].pattern), false, NULL);
		pattern_hasten(hasty);
		for (size_t t = 0; t < ARRAY_LEN(texts); t++)
			same_match(plain, hasty, texts[t]);
		fill(&text, i, 12);
		same_match(plain, hasty, strbuf_sv(&text));
		pattern_destroy(plain);
		pattern_destroy(hasty);
	}
}

static void limits_are_told(void **state)
{
	(void)state;
	struct pattern_match match;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	static const size_t provoke[] = {0, 10, 11};
	for (size_t i = 0; i < ARRAY_LEN(provoke); i++) {
		struct pattern *pattern =
			pattern_create(sv_str(runaways[provoke[i]].pattern), false, NULL);
		fill(&text, provoke[i], 2000000);
		assert_false(pattern_search(pattern, strbuf_sv(&text), 0, &match));
		assert_true(match.too_complex);
		pattern_destroy(pattern);
	}
	/* a plain pattern has all the text it wants */
	struct pattern *plain = pattern_create(SV("needle (\\d+)"), false, NULL);
	strbuf_reset(&text);
	while (text.len < 6000000)
		strbuf_str(&text, "a hay stack with a need and a needle or so. ");
	strbuf_str(&text, "needle 7");
	assert_true(pattern_search(plain, strbuf_sv(&text), 0, &match));
	assert_sv(match.group[1], "7");
	pattern_destroy(plain);
}

/* What a search of the front is sure of, a search of the whole text says; and so does one that is told
 * that the text is UTF-8. */
static void a_front_tells_no_other(void **state)
{
	(void)state;
	static const char *const texts[] = {"https?://[^\\s(),]+", "a+b?", "(a|ab)(c|bcd)?", "ab$", "a(?!b)",
		"a(?=b)", "\\bab\\b", "(?<=a)b", "b\\z", "a.*b", "a.*?b", "\\w+c", "^a|c$", "(a+)+d", "b{2,}c"};
	static const char letters[] = "aabbcd ://hts\n";
	uint64_t random = 36;
	size_t sure = 0;
	for (int round = 0; round < 20000; round++) {
		char bytes[24];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			bytes[i] = letters[(random >> 33) % (sizeof(letters) - 1)];
		}
		struct pattern *pattern = pattern_create(sv_str(texts[round % (int)ARRAY_LEN(texts)]),
			false, NULL);
		struct sv whole = {bytes, sizeof(bytes)}, front = sv_sub(whole, 0, (random >> 40) % 25);
		struct pattern_match a, b, c;
		bool found = pattern_search(pattern, whole, 0, &b);
		assert_true(found == pattern_search_utf8(pattern, whole, &c));
		if (pattern_search_front(pattern, front, &a)) {
			sure++;
			assert_true(found && a.from == b.from && a.to == b.to);
			for (int i = 0; i < PATTERN_GROUPS; i++)
				assert_true(sv_eq(a.group[i], b.group[i]) && sv_eq(c.group[i], b.group[i]));
		}
		pattern_destroy(pattern);
	}
	assert_true(sure > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_front_tells_no_other),
		cmocka_unit_test(patterns_find),
		cmocka_unit_test(patterns_know_case_and_bad_bytes),
		cmocka_unit_test(pattern_errors_name_the_place),
		cmocka_unit_test(runaway_patterns_end),
		cmocka_unit_test(hasty_patterns_find_the_same),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(a_front_tells_no_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
