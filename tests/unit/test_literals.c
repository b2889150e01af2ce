/* What a pattern can't do without. */
#include "testing.h"

#include <string.h>

#include "base/pattern.h"
#include "diagnosis/literals.h"

static void what_is_told(void **state)
{
	(void)state;
	static const struct { const char *pattern; bool fold; const char *literals; } rows[] = {
		{"ModelName=AC_", false, "ModelName=AC_"},
		{"ModelName=AC_|NDESUrl", false, "ModelName=AC_ NDESUrl"},
		{"a\\.b\\(c", false, "a.b(c"},
		{"abc+def", false, "abc"},
		{"abcd?efg", false, "abc"},
		{"abc(?:x|y)*defg", false, "defg"},
		{"abc(x(y)z)de", false, "abc"},
		{"abcd[|]efghi", false, "efghi"},
		{"abcd[]x)]efghi", false, "efghi"},
		{"^abc$", false, "abc"},
		{"ab\\d+cde", false, "cde"},
		{"abc{0}defg", false, "defg"},
		{"abcde{2,}f", false, "abcd"},
		{"h\xc3\xa9llo\xc3\xa9*", false, "h\xc3\xa9llo"},
		{"certificate", true, "certificate"},
		{"syncml", true, "yncml"},
		{"h\xc3\xa9lloo", true, "lloo"},
		/* nothing that is always there, or too little, or more than is understood */
		{"ab", false, ""},
		{"abc|", false, ""},
		{"abc|d", false, ""},
		{"(abc)", false, ""},
		{"(?i)abc", false, ""},
		{"abc(?i)def", false, ""},
		{"abc(*SKIP)", false, ""},
		{"\\Qabc", false, ""},
		{"abc\\x41", false, ""},
		{"abc[[:alpha:]]", false, ""},
		{"", false, ""},
		{"\\", false, ""},
		{"abc(", false, ""},
		{"abc[", false, ""},
		{".*", false, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct literals literals;
		autostrbuf told;
		strbuf_init(&told, STRBUF_LINE);
		literals_of(sv_str(rows[i].pattern), rows[i].fold, &literals);
		for (size_t j = 0; j < literals.count; j++)
			strbuf_addf(&told, "%s" SV_FMT, j ? " " : "", SV_ARG(literals.texts[j]));
		strbuf_str(&told, "");
		assert_string_equal(told.ptr, rows[i].literals);
		literals_finish(&literals);
	}
}

static bool holds(struct sv text, struct sv literal, bool fold)
{
	return fold ? sv_ifind(text, literal) != SV_NPOS : sv_has(text, literal);
}

/* Random patterns on random texts: what matches holds a literal. */
static void no_match_without_a_literal(void **state)
{
	(void)state;
	static const char *const parts[] = {"abc", "k", "S", "x", ".", "?", "*", "+", "|", "(", ")",
		"[ab]", "[^a]", "\\d", "\\.", "{2}", "{0,1}", "(?:", "\xc3\xa9", "^", "$", "\\b", "yz", "abc", "abc", "abc", "abcx",
		"xyz", ".*", ".*"};
	static const char *const plain[] = {"abc", "x", "k", "|xyz", "|abc", "yz", "", "", "", "\\.", "{}"};
	static const char *const words[] = {"abc", "a", "k", "\xe2\x84\xaa", "s", "\xc5\xbf", "x", ".",
		"yz", "\xc3\x89", "1", "AB", "\n", "abc", "abc", "abcx", "xyz", "abck"};
	uint64_t random = 306;
	size_t told = 0, matched = 0, exact = 0;
	for (int round = 0; round < 60000; round++) {
		autostrbuf pattern, text;
		struct literals literals;
		strbuf_init(&pattern, STRBUF_LINE);
		strbuf_init(&text, STRBUF_LINE);
		for (int i = 0; i < 14; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			unsigned r = (unsigned)(random >> 33);
			if (i < 7)
				strbuf_str(&pattern, round % 4 ? parts[r % ARRAY_LEN(parts)]
					: plain[r % ARRAY_LEN(plain)]);
			strbuf_str(&text, words[(r >> 8) % ARRAY_LEN(words)]);
		}
		bool fold = round & 1;
		struct pattern *compiled = pattern_create(strbuf_sv(&pattern), fold, NULL);
		literals_of(strbuf_sv(&pattern), fold, &literals);
		bool matches = compiled && pattern_found(compiled, strbuf_sv(&text)), found = false;
		for (size_t i = 0; i < literals.count; i++)
			found |= holds(strbuf_sv(&text), literals.texts[i], fold);
		if (compiled && literals.count && (matches || literals.exact) && found != matches)
			fail_msg("%s misses in %s", pattern.ptr, text.ptr);
		matched += literals.count && matches;
		exact += literals.exact && matches;
		told += literals.count > 0;
		literals_finish(&literals);
		pattern_destroy(compiled);
	}
	assert_true(told > 1000 && matched > 100 && exact > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told),
		cmocka_unit_test(no_match_without_a_literal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
