/* UTF-8 from anywhere, and the sanitiser in front of the terminal. */
#include "testing.h"

#include <utf8proc.h>

#include "base/sanitise.h"
#include "base/utf8.h"

#define LAST_CODE_POINT 0x10ffffu
#define BYTES(literal) {(literal), sizeof(literal) - 1} /* SV, where a table wants a constant */

/* ---- the decoder ---- */

#define BAD UTF8_BAD

static const struct {
	struct sv bytes;
	uint32_t code_points[8];
	size_t count;
} stress[] = {
	{BYTES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), {'a', 0xe9, 0x20ac, 0x1f600}, 4},
	/* first and last of each length */
	{BYTES("\0\x7f"), {0, 0x7f}, 2},
	{BYTES("\xc2\x80\xdf\xbf"), {0x80, 0x7ff}, 2},
	{BYTES("\xe0\xa0\x80\xef\xbf\xbf"), {0x800, 0xffff}, 2},
	{BYTES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), {0x10000, 0x10ffff}, 2},
	{BYTES("\xed\x9f\xbf\xee\x80\x80"), {0xd7ff, 0xe000}, 2},
	/* beyond the last */
	{BYTES("\xf4\x90\x80\x80"), {BAD, BAD, BAD, BAD}, 4},
	{BYTES("\xf8\x88\x80\x80\x80"), {BAD, BAD, BAD, BAD, BAD}, 5},
	{BYTES("\xfe\xff"), {BAD, BAD}, 2},
	/* stray continuations, lonely starts */
	{BYTES("\x80" "a\xbf"), {BAD, 'a', BAD}, 3},
	{BYTES("\xc3 \xe2 \xf0 "), {BAD, ' ', BAD, ' ', BAD, ' '}, 6},
	{BYTES("\xc3"), {BAD}, 1},
	{BYTES("\xe2\x82"), {BAD, BAD}, 2},
	{BYTES("\xe2\x82" "a"), {BAD, BAD, 'a'}, 3},
	{BYTES("\xf0\x9f\x98"), {BAD, BAD, BAD}, 3},
	{BYTES("\xe2\xc3\xa9"), {BAD, 0xe9}, 2},
	/* overlong: "/" and NUL in two to four bytes, and the largest of each */
	{BYTES("\xc0\xaf"), {BAD, BAD}, 2},
	{BYTES("\xe0\x80\xaf"), {BAD, BAD, BAD}, 3},
	{BYTES("\xf0\x80\x80\xaf"), {BAD, BAD, BAD, BAD}, 4},
	{BYTES("\xc0\x80"), {BAD, BAD}, 2},
	{BYTES("\xc1\xbf\xe0\x9f\xbf"), {BAD, BAD, BAD, BAD, BAD}, 5},
	{BYTES("\xf0\x8f\xbf\xbf"), {BAD, BAD, BAD, BAD}, 4},
	/* surrogates, alone and in pairs */
	{BYTES("\xed\xa0\x80"), {BAD, BAD, BAD}, 3},
	{BYTES("\xed\xbf\xbf"), {BAD, BAD, BAD}, 3},
	{BYTES("\xed\xa0\x80\xed\xb0\x80"), {BAD, BAD, BAD, BAD, BAD, BAD}, 6},
};

static void the_decoder_is_strict(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stress); i++) {
		struct sv rest = stress[i].bytes;
		bool valid = true;
		for (size_t n = 0; n < stress[i].count; n++) {
			assert_true(rest.len > 0);
			assert_int_equal(utf8_take(&rest), stress[i].code_points[n]);
			valid = valid && stress[i].code_points[n] != BAD;
		}
		assert_int_equal(rest.len, 0);
		assert_int_equal(utf8_valid(stress[i].bytes), valid);
	}
}

static void every_pair_of_bytes(void **state)
{
	(void)state;
	for (unsigned pair = 0; pair < 65536; pair++) {
		char bytes[2] = {(char)(pair >> 8), (char)pair};
		unsigned a = pair >> 8, b = pair & 0xff;
		struct sv rest = {bytes, 2};
		uint32_t c = utf8_take(&rest);
		bool two = a >= 0xc2 && a <= 0xdf && b >= 0x80 && b <= 0xbf;
		assert_int_equal(c, two ? (a & 0x1f) << 6 | (b & 0x3f) : a < 0x80 ? a : BAD);
		assert_int_equal(rest.len, two ? 0 : 1);
	}
}

/* Whatever follows a lead byte, only the form that Unicode gives a code point is one. */
static void longer_sequences(void **state)
{
	(void)state;
	autostrbuf form;
	strbuf_init(&form, 16);
	for (unsigned n = 0; n < 0x200000; n++) {
		char bytes[4] = {(char)(0xe0 | n >> 16), (char)(n >> 8), (char)n, (char)0xbf};
		struct sv rest = {bytes, sizeof(bytes)};
		uint32_t c = utf8_take(&rest);
		size_t took = sizeof(bytes) - rest.len;
		assert_true(took == 1 || c != BAD);
		if (c == BAD)
			continue;
		strbuf_reset(&form);
		strbuf_utf8(&form, c);
		assert_int_equal(form.len, took);
		assert_memory_equal(form.ptr, bytes, took);
	}
}

static bool is_surrogate(uint32_t c)
{
	return c >= 0xd800 && c <= 0xdfff;
}

static void every_code_point_goes_round(void **state)
{
	(void)state;
	autostrbuf form;
	strbuf_init(&form, 16);
	for (uint32_t c = 0; c <= LAST_CODE_POINT; c++) {
		strbuf_reset(&form);
		strbuf_utf8(&form, c);
		struct sv rest = strbuf_sv(&form);
		uint32_t back = utf8_take(&rest);
		assert_true(is_surrogate(c) ? back == BAD : back == c && !rest.len);
	}
}

static void bad_bytes_are_replaced(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	utf8_repair(&out, SV("a\xff\xc3\xa9\xe2\x82z"));
	assert_sv(strbuf_sv(&out), "a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbdz");
	for (size_t i = 0; i < ARRAY_LEN(stress); i++) {
		strbuf_reset(&out);
		utf8_repair(&out, stress[i].bytes);
		assert_true(utf8_valid(strbuf_sv(&out)));
	}
}

static void other_encodings(void **state)
{
	(void)state;
	static const struct { struct sv bytes; const char *text; } rows[] = {
		{BYTES("a\0\xe9\0\xac\x20"), "a\xc3\xa9\xe2\x82\xac"},
		{BYTES("\x3d\xd8\x00\xde"), "\xf0\x9f\x98\x80"},
		{BYTES("\x3d\xd8"), "\xef\xbf\xbd"},
		{BYTES("\x3d\xd8\x61"), "\xef\xbf\xbd"},
		{BYTES("\x3d\xd8" "a\0"), "\xef\xbf\xbd" "a"},
		{BYTES("\x00\xde\x3d\xd8"), "\xef\xbf\xbd\xef\xbf\xbd"},
		{BYTES("\x3d\xd8\x3d\xd8\x00\xde"), "\xef\xbf\xbd\xf0\x9f\x98\x80"},
		{BYTES("a"), ""},
		{BYTES(""), ""},
	};
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		strbuf_reset(&out);
		utf8_from_utf16le(&out, rows[i].bytes);
		assert_sv(strbuf_sv(&out), rows[i].text);
	}
	strbuf_reset(&out);
	static const unsigned char quotes[] = {0x93, 'x', 0x94, 0x80, 0xe9, 0x81};
	for (size_t i = 0; i < sizeof(quotes); i++)
		utf8_from_cp1252(&out, quotes[i]);
	assert_sv(strbuf_sv(&out), "“x”€é\xef\xbf\xbd");
}

static void cuts_are_between_code_points(void **state)
{
	(void)state;
	struct sv text = SV("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	static const size_t lengths[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
	for (size_t max = 0; max < ARRAY_LEN(lengths); max++)
		assert_int_equal(utf8_cut(text, max).len, lengths[max]);
	/* no character is longer than four bytes: rubbish does not eat what stands before it */
	struct sv rubbish = SV("abcdefgh\x80\x80\x80\x80\x80\x80\x80\x80");
	assert_int_equal(utf8_cut(rubbish, 15).len, 15);
	assert_int_equal(utf8_cut(sv_from(rubbish, 8), 4).len, 4);
}

/* ---- the sanitiser ---- */

static const struct {
	struct sv bytes;
	const char *shown, *ascii;
} vectors[] = {
	{BYTES("plain text {[~]}"), "plain text {[~]}", "plain text {[~]}"},
	{BYTES("\x1b]52;c;cm0gLXJm\x07"), "^[]52;c;cm0gLXJm^G", "^[]52;c;cm0gLXJm^G"}, /* OSC 52 */
	{BYTES("\x1b]0;title\x1b\\"), "^[]0;title^[\\", "^[]0;title^[\\"},             /* OSC 0 */
	{BYTES("\x1b]8;;http://x\x1b\\y"), "^[]8;;http://x^[\\y", "^[]8;;http://x^[\\y"},
	{BYTES("\x1b[6n"), "^[[6n", "^[[6n"},       /* DSR */
	{BYTES("\x1b[c\x05"), "^[[c^E", "^[[c^E"},  /* DA, ENQ */
	{BYTES("\x1b" "c"), "^[c", "^[c"},          /* RIS */
	{BYTES("\x1b#8"), "^[#8", "^[#8"},          /* DECALN */
	{BYTES("\x1bP$q\"p\x1b\\"), "^[P$q\"p^[\\", "^[P$q\"p^[\\"}, /* DECRQSS */
	{BYTES("\x1bGQ\n"), "^[GQ^J", "^[GQ^J"},
	{BYTES("\x9b" "31m\x9d" "0;x\x9c"), "‹9B›31m‹9D›0;x‹9C›", "<9B>31m<9D>0;x<9C>"}, /* C1 */
	{BYTES("\xc2\x9b" "31m\xc2\x85"), "‹9B›31m‹85›", "<9B>31m<85>"},
	{BYTES("Result: 0x80070005\rResult: success"), "Result: 0x80070005^MResult: success",
		"Result: 0x80070005^MResult: success"},
	{BYTES("bad\b\b\bgood"), "bad^H^H^Hgood", "bad^H^H^Hgood"},
	{BYTES("a\tb\nc\vd\fe\x7f"), "a^Ib^Jc^Kd^Le^?", "a^Ib^Jc^Kd^Le^?"},
	{BYTES("a\0b"), "a^@b", "a^@b"},
	{BYTES("\x0e\x0f"), "^N^O", "^N^O"}, /* the other character set */
	{BYTES("\xe2\x80\xaegnp.exe"), "‹U+202E›gnp.exe", "<U+202E>gnp.exe"}, /* bidi */
	{BYTES("\xe2\x81\xa6x\xe2\x81\xa9"), "‹U+2066›x‹U+2069›", "<U+2066>x<U+2069>"},
	{BYTES("\xd8\x9c\xe2\x80\x8f"), "‹U+061C›‹U+200F›", "<U+061C><U+200F>"},
	{BYTES("a\xe2\x80\x8b" "b\xe2\x80\x8d"), "a‹U+200B›b‹U+200D›", "a<U+200B>b<U+200D>"},
	{BYTES("\xf3\xa0\x81\xa1"), "‹U+E0061›", "<U+E0061>"},               /* tag */
	{BYTES("\xef\xbb\xbf" "a"), "‹U+FEFF›a", "<U+FEFF>a"},               /* BOM */
	{BYTES("a\xc2\xad" "b"), "a‹AD›b", "a<AD>b"},                        /* SHY */
	{BYTES("a\xc2\xa0" "b\xe3\x80\x80" "c"), "a b c", "a b c"},           /* blanks */
	{BYTES("\xe2\x80\xa8\xe2\x80\xa9"), "‹U+2028›‹U+2029›", "<U+2028><U+2029>"},
	{BYTES("\xee\x80\x80\xcd\xb8"), "‹U+E000›‹U+0378›", "<U+E000><U+0378>"},
	{BYTES("\xef\xb8\x8f\xcd\x8f"), "‹U+FE0F›‹U+034F›", "<U+FE0F><U+034F>"},
	{BYTES("\xe1\xa0\x8b\xe1\x9e\xb4"), "‹U+180B›‹U+17B4›", "<U+180B><U+17B4>"},
	{BYTES("\xe3\x85\xa4\xe2\xa0\x80"), "‹U+3164›‹U+2800›", "<U+3164><U+2800>"},
	{BYTES("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "b"),
		"a\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "b", "ab"},
	{BYTES("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81" "b"),
		"a\xcc\x81\xcc\x81\xcc\x81\xcc\x81…b", "a...b"},
	{BYTES("\xc0\xaf\xe0\x80\xaf"), "‹C0›‹AF›‹E0›‹80›‹AF›", "<C0><AF><E0><80><AF>"},
	{BYTES("\xed\xa0\x80\xff"), "‹ED›‹A0›‹80›‹FF›", "<ED><A0><80><FF>"},
	{BYTES("\xc3"), "‹C3›", "<C3>"},
	{BYTES("h\0i\0"), "h^@i^@", "h^@i^@"}, /* UTF-16 */
	{BYTES("é→…“x” \xf0\x9f\x98\x80"), "é→…“x” \xf0\x9f\x98\x80", "e->...\"x\" <U+1F600>"},
	{BYTES("[PASS] ─ 日本"), "[PASS] ─ 日本", "[PASS] <U+2500> <U+65E5><U+672C>"},
};

static void hostile_vectors_are_shown(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		strbuf_reset(&out);
		sanitise(&out, vectors[i].bytes, SANITISE_LINE);
		assert_string_equal(out.ptr, vectors[i].shown);
		strbuf_reset(&out);
		sanitise(&out, vectors[i].bytes, SANITISE_ASCII);
		assert_string_equal(out.ptr, vectors[i].ascii);
	}
	strbuf_reset(&out);
	sanitise(&out, SV("a\nb\r\n\tc"), SANITISE_LINES);
	assert_string_equal(out.ptr, "a\nb^M\n^Ic");
}

/* What is plain is passed in runs; the same comes out as of one byte after the other. */
static void runs_change_nothing(void **state)
{
	(void)state;
	static const char *const parts[] = {"a", "bcd", "plain text of some length", " ", "~", "\x7f", "\x1f",
		"\n", "\t", "\x80", "\xff", "\xc3\xa9", "\xcc\x81", "\xe2\x80\xae", "\xc2\xa0", "0123456"};
	uint64_t random = 306;
	for (int round = 0; round < 20000; round++) {
		autostrbuf text, whole, pieces;
		strbuf_init(&text, STRBUF_LINE), strbuf_init(&whole, STRBUF_LINE);
		strbuf_init(&pieces, STRBUF_LINE);
		for (int i = 0; i < 8; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			strbuf_str(&text, parts[(random >> 33) % ARRAY_LEN(parts)]);
		}
		sanitise(&whole, strbuf_sv(&text), SANITISE_LINES);
		for (size_t i = 0, len; i < text.len; i += len) {
			for (len = 0; i + len < text.len && (text.ptr[i + len] & 0x80); len++)
				;
			len += len == 0; /* an ASCII character by itself, or all between two */
			sanitise(&pieces, sv_sub(strbuf_sv(&text), i, len), SANITISE_LINES);
		}
		assert_string_equal(whole.ptr, pieces.ptr);
	}
}

/* Code points that draw nothing, as Unicode lists them (Default_Ignorable_Code_Point). */
static bool draws_nothing(uint32_t c)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c}, {0x115f, 0x1160},
		{0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x202a, 0x202e},
		{0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
		{0xe0000, 0xe0fff},
	};
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static bool may_leave(uint32_t c)
{
	if (c == UTF8_BAD || c < 0x20 || (c >= 0x7f && c < 0xa0) || draws_nothing(c))
		return false;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return true;
	}
}

static void every_code_point_is_harmless(void **state)
{
	(void)state;
	autostrbuf in, out;
	strbuf_init(&in, 16);
	strbuf_init(&out, STRBUF_LINE);
	for (uint32_t c = 0; c <= LAST_CODE_POINT; c++) {
		strbuf_reset(&in);
		strbuf_utf8(&in, c);
		strbuf_char(&in, 'a');
		strbuf_reset(&out);
		sanitise(&out, strbuf_sv(&in), SANITISE_LINE);
		for (struct sv rest = strbuf_sv(&out); rest.len;)
			assert_true(may_leave(utf8_take(&rest)));
		assert_int_equal(out.ptr[out.len - 1], 'a');
		strbuf_reset(&out);
		sanitise(&out, strbuf_sv(&in), SANITISE_ASCII);
		for (size_t i = 0; i < out.len; i++)
			assert_true(out.ptr[i] >= 0x20 && out.ptr[i] <= 0x7e);
	}
}

static void every_byte_pair_is_harmless(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	for (unsigned pair = 0; pair < 65536; pair++) {
		char bytes[2] = {(char)(pair >> 8), (char)pair};
		strbuf_reset(&out);
		sanitise(&out, (struct sv){bytes, 2}, SANITISE_LINE);
		assert_true(out.len > 0);
		for (struct sv rest = strbuf_sv(&out); rest.len;)
			assert_true(may_leave(utf8_take(&rest)));
	}
}

/* A buffer that is full ends between characters: half of one could be a C1 byte. */
static void a_full_buffer_is_harmless(void **state)
{
	(void)state;
	for (size_t max = 0; max < 40; max++) {
		autostrbuf out;
		strbuf_init(&out, max);
		sanitise(&out, SV("\xc2\x9b\xe2\x80\xae\xf0\x9f\x98\x80\xff\x1b[6n日本…"), 0);
		for (struct sv rest = strbuf_sv(&out); rest.len;)
			assert_true(may_leave(utf8_take(&rest)));
	}
}

static void json_hides_what_terminals_obey(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	sanitise_json(&out, SV("{\n\"a\": \"\xc2\x9b\x7f\xe2\x80\xae\xf3\xa0\x81\xa1é\xff\"}"));
	assert_sv(strbuf_sv(&out),
		"{\n\"a\": \"\\u009b\\u007f\\u202e\\udb40\\udc61é\\ufffd\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_decoder_is_strict),
		cmocka_unit_test(every_pair_of_bytes),
		cmocka_unit_test(longer_sequences),
		cmocka_unit_test(every_code_point_goes_round),
		cmocka_unit_test(bad_bytes_are_replaced),
		cmocka_unit_test(other_encodings),
		cmocka_unit_test(cuts_are_between_code_points),
		cmocka_unit_test(hostile_vectors_are_shown),
		cmocka_unit_test(runs_change_nothing),
		cmocka_unit_test(every_code_point_is_harmless),
		cmocka_unit_test(every_byte_pair_is_harmless),
		cmocka_unit_test(a_full_buffer_is_harmless),
		cmocka_unit_test(json_hides_what_terminals_obey),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
