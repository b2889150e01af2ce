/* Slices, buffers, memory, values and the settings format. */
#include "testing.h"

#include "base/ini.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/value.h"

/* ---- sv ---- */

static void sv_compares(void **state)
{
	(void)state;
	assert_true(sv_eq(SV("ab"), SV("ab")));
	assert_false(sv_eq(SV("ab"), SV("abc")));
	assert_true(sv_eq(SV_EMPTY, (struct sv){NULL, 0}));
	assert_true(sv_eq(SV("a\0b"), SV("a\0b")));
	assert_false(sv_eq(SV("a\0b"), SV("a\0c")));
	assert_true(sv_ieq(SV("ModelName"), SV("MODELNAME")));
	assert_false(sv_ieq(SV("\xc3\x89"), SV("\xc3\xa9"))); /* ASCII letters only */
	assert_false(sv_ieq(SV("@"), SV("`")));
	assert_true(sv_starts(SV("abc"), SV_EMPTY));
	assert_false(sv_starts(SV("ab"), SV("abc")));
	assert_true(sv_istarts(SV("EVENT id"), SV("event")));
	assert_true(sv_ends(SV("abc"), SV("bc")));
	assert_false(sv_ends(SV("bc"), SV("abc")));
	assert_true(sv_cmp(SV("a"), SV("b")) < 0);
	assert_true(sv_cmp(SV("ab"), SV("a")) > 0);
	assert_true(sv_cmp(SV("\xff"), SV("a")) > 0);
	assert_int_equal(sv_cmp(SV_EMPTY, SV_EMPTY), 0);
	assert_sv(sv_str(NULL), "");
}

static void sv_finds(void **state)
{
	(void)state;
	assert_int_equal(sv_find(SV("abcabc"), SV("ca")), 2);
	assert_int_equal(sv_find(SV("abc"), SV_EMPTY), 0);
	assert_true(sv_find(SV("ab"), SV("abc")) == SV_NPOS);
	assert_int_equal(sv_find(SV("a\0bc"), SV("\0b")), 1);
	assert_int_equal(sv_ifind(SV("xxHash"), SV("hASH")), 2);
	assert_true(sv_ifind(SV("Has"), SV("hash")) == SV_NPOS);
	assert_int_equal(sv_chr(SV("ab\0c"), '\0'), 2);
	assert_true(sv_chr(SV_EMPTY, 'a') == SV_NPOS);
	assert_true(sv_has(SV("abc"), SV("bc")));
}

static void sv_parts(void **state)
{
	(void)state;
	assert_sv(sv_from(SV("abc"), 1), "bc");
	assert_sv(sv_from(SV("abc"), 3), "");
	assert_sv(sv_from(SV("abc"), SV_NPOS), "");
	assert_sv(sv_sub(SV("abc"), 1, 1), "b");
	assert_sv(sv_sub(SV("abc"), 1, SV_NPOS), "bc");
	assert_sv(sv_sub(SV("abc"), 9, 1), "");
	assert_sv(sv_trim(SV(" \t\r\nab c\n ")), "ab c");
	assert_sv(sv_trim(SV(" \n")), "");
}

static void sv_spans(void **state)
{
	(void)state;
	struct sv text = SV("date=1 time=2 zone"), date = sv_sub(text, 0, 6), time = sv_sub(text, 7, 6);
	assert_sv(sv_span(date, time), "date=1 time=2");
	assert_sv(sv_span(time, date), "date=1 time=2");
	assert_sv(sv_span(text, time), "date=1 time=2 zone");
}

static void sv_cuts(void **state)
{
	(void)state;
	struct sv rest = SV("a,,b,"), part;
	static const char *const parts[] = {"a", "", "b", ""};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		assert_true(sv_cut(&rest, ',', &part));
		assert_sv(part, parts[i]);
	}
	assert_false(sv_cut(&rest, ',', &part));
	rest = SV("  one\ttwo \r\n three ");
	static const char *const words[] = {"one", "two", "three"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		assert_true(sv_word(&rest, &part));
		assert_sv(part, words[i]);
	}
	assert_false(sv_word(&rest, &part));
}

static void sv_numbers(void **state)
{
	(void)state;
	uint64_t u = 7;
	int64_t i = 7;
	assert_true(sv_to_u64(SV("18446744073709551615"), &u) && u == UINT64_MAX);
	static const char *const no_number[] = {"", "18446744073709551616",
		"99999999999999999999", "1 ", " 1", "+1", "-1", "1a", "0x1", "\xd9\xa1"};
	for (size_t n = 0; n < ARRAY_LEN(no_number); n++)
		assert_false(sv_to_u64(sv_str(no_number[n]), &u));
	assert_false(sv_to_u64(SV("1\0"), &u));
	assert_true(sv_to_i64(SV("-9223372036854775808"), &i) && i == INT64_MIN);
	assert_true(sv_to_i64(SV("9223372036854775807"), &i) && i == INT64_MAX);
	assert_true(sv_to_i64(SV("-0"), &i) && i == 0);
	assert_false(sv_to_i64(SV("9223372036854775808"), &i));
	assert_false(sv_to_i64(SV("-9223372036854775809"), &i));
	assert_false(sv_to_i64(SV("-"), &i));
	assert_false(sv_to_i64(SV("--1"), &i));
	assert_true(sv_hex_to_u64(SV("fFfFfFfFfFfFfFfF"), &u) && u == UINT64_MAX);
	assert_false(sv_hex_to_u64(SV("10000000000000000"), &u));
	assert_false(sv_hex_to_u64(SV("0x1"), &u));
	assert_true(sv_to_number(SV("0X02ab0003"), &u) && u == 0x2ab0003);
	assert_true(sv_to_number(SV("44761091"), &u) && u == 0x2ab0003);
	assert_false(sv_to_number(SV("0x"), &u));
	assert_false(sv_to_number(SV("2ab0003"), &u));
}

/* ---- strbuf ---- */

static void strbuf_grows_to_its_maximum(void **state)
{
	(void)state;
	autostrbuf buf;
	strbuf_init(&buf, 10);
	assert_sv(strbuf_sv(&buf), "");
	strbuf_str(&buf, "12345");
	strbuf_addf(&buf, "%d", 678);
	assert_false(buf.full);
	strbuf_char(&buf, '9');
	strbuf_char(&buf, '0');
	assert_false(buf.full);
	strbuf_char(&buf, 'x');
	assert_true(buf.full);
	assert_sv(strbuf_sv(&buf), "1234567890");
	assert_int_equal(buf.ptr[buf.len], '\0');
	strbuf_reset(&buf);
	assert_false(buf.full);
	strbuf_str(&buf, "01234567890123456789");
	assert_sv(strbuf_sv(&buf), "0123456789");
}

/* What is left out is left out from there on: no later piece slips into the gap. */
static void strbuf_full_stays_full(void **state)
{
	(void)state;
	for (size_t max = 0; max < 12; max++) {
		autostrbuf buf;
		strbuf_init(&buf, max);
		for (int i = 0; i < 4; i++) {
			strbuf_str(&buf, "\xe2\x80\xb9");
			strbuf_utf8(&buf, 0x1f600);
			strbuf_char(&buf, 'a');
		}
		assert_true(buf.full);
		assert_true(buf.len <= max);
		assert_true(utf8_valid(strbuf_sv(&buf)));
		struct sv whole = SV("\xe2\x80\xb9\xf0\x9f\x98\x80" "a\xe2\x80\xb9\xf0\x9f\x98\x80");
		assert_true(sv_starts(whole, strbuf_sv(&buf)));
	}
}

static void strbuf_holds_any_byte(void **state)
{
	(void)state;
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_LINE);
	strbuf_add(&buf, SV("a\0\xff"));
	strbuf_add(&buf, (struct sv){NULL, 0});
	assert_int_equal(buf.len, 3);
	assert_memory_equal(buf.ptr, "a\0\xff", 4);
	autofree char *stolen = strbuf_steal(&buf);
	assert_memory_equal(stolen, "a\0\xff", 4);
	assert_int_equal(buf.len, 0);
	autofree char *nothing = strbuf_steal(&buf);
	assert_string_equal(nothing, "");
	strbuf_str(&buf, "again");
	assert_sv(strbuf_sv(&buf), "again");
}

/* ---- memory ---- */

static void arena_gives_zeroed_aligned_pieces(void **state)
{
	(void)state;
	struct arena arena;
	static const size_t sizes[] = {1, 0, 3, 16, 4095, 4096, 100000, 1};
	arena_init(&arena);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
			unsigned char *piece = arena_alloc(&arena, sizes[i]);
			assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
			for (size_t at = 0; at < sizes[i]; at++)
				assert_int_equal(piece[at], 0);
			memset(piece, 0xa5, sizes[i]);
		}
		arena_reset(&arena);
	}
	struct sv copy = arena_sv(&arena, SV("a\0b"));
	assert_memory_equal(copy.ptr, "a\0b", 4);
	assert_sv(arena_sv(&arena, SV_EMPTY), "");
	arena_finish(&arena);
	arena_reset(&arena);
	arena_finish(&arena);
}

static void vectors_grow(void **state)
{
	(void)state;
	struct { int *items; size_t items_count, items_cap; } owner = {0};
	for (int i = 0; i < 1000; i++)
		vec_push(&owner, items, i);
	assert_int_equal(owner.items_count, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(owner.items[i], i);
	free(owner.items);
	assert_null(xstrdup(NULL));
	free(xmalloc(0));
	free(xcalloc(0, 8));
}

/* ---- values ---- */

static void values_make_a_tree(void **state)
{
	(void)state;
	struct value *map = value_map();
	value_add_text(map, "name", SV("one"));
	value_add_int(map, "number", -3);
	struct value *list = value_add(map, "list", value_list());
	value_add_text(list, NULL, SV("a"));
	value_add_text(list, NULL, SV_EMPTY);
	struct value *copy = value_clone(map);
	value_destroy(map);
	assert_sv(value_get_text(copy, "name"), "one");
	assert_sv(value_get_text(copy, "number"), "");
	assert_sv(value_get_text(copy, "absent"), "");
	assert_int_equal(value_get(copy, "number")->number, -3);
	const struct value *items = value_get(copy, "list");
	assert_int_equal(items->kind, VALUE_LIST);
	assert_int_equal(items->items_count, 2);
	assert_string_equal(items->items[0]->text, "a");
	assert_null(items->items[0]->name);
	assert_null(value_get(copy, "absent"));
	assert_null(value_get(NULL, "name"));
	value_destroy(copy);
	value_destroy(NULL);
	assert_null(value_clone(NULL));
}

/* ---- ini ---- */

static bool write_pair(void *data, const struct ini_line *line, struct err *err)
{
	strbuf_addf(data, "%u[" SV_FMT "]" SV_FMT "=" SV_FMT ";", line->line,
		SV_ARG(line->section), SV_ARG(line->name), SV_ARG(line->value));
	if (!sv_eq(line->name, SV("bad")))
		return true;
	return err_set(err, ERR_FORMAT, "%s:%u: bad", line->path, line->line);
}

static bool read_ini(struct sv text, struct strbuf *out, struct err *err)
{
	strbuf_reset(out);
	*err = (struct err){0};
	return ini_read("f.ini", text, write_pair, out, err);
}

static void ini_gives_pairs(void **state)
{
	(void)state;
	struct err err;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	assert_true(read_ini(SV("# c\n; c\n\n a = b = c \r\n[ one ]\nx=\n[]\ny = # z"), &out,
		&err));
	assert_sv(strbuf_sv(&out), "4[]a=b = c;6[one]x=;8[]y=# z;");
	assert_true(read_ini(SV_EMPTY, &out, &err));
	assert_sv(strbuf_sv(&out), "");
	assert_true(read_ini(SV("\xef\xbb\xbf" "a = 1\n"), &out, &err)); /* Notepad's mark */
	assert_sv(strbuf_sv(&out), "1[]a=1;");
}

static void ini_names_the_line_at_fault(void **state)
{
	(void)state;
	static const struct { const char *text, *place; } rows[] = {
		{"a = 1\nb\n", "f.ini:2: "}, {"= 1", "f.ini:1: "}, {"\n\n[one", "f.ini:3: "},
		{"[", "f.ini:1: "}, {"a=1\nbad = 2\nc", "f.ini:2: bad"},
	};
	struct err err;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_false(read_ini(sv_str(rows[i].text), &out, &err));
		assert_int_equal(err.kind, ERR_FORMAT);
		assert_true(sv_starts(sv_str(err.text), sv_str(rows[i].place)));
	}
}

static void errors_fit_or_are_cut(void **state)
{
	(void)state;
	struct err err = {0};
	assert_false(err_set(NULL, ERR_INPUT, "%s", "nobody listens"));
	assert_false(err_set(&err, ERR_INPUT, "%0600d", 1));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

/* Sixteen places at once, or one after the other: the same first place. */
static void finding_in_any_case(void **state)
{
	(void)state;
	static const char letters[] = "aAbB-@`[{";
	char hay[70], needle[5];
	uint64_t random = 306;
	size_t found = 0;
	for (int round = 0; round < 100000; round++) {
		for (size_t i = 0; i < sizeof(hay) + sizeof(needle); i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			char c = letters[(random >> 33) % (sizeof(letters) - 1)];
			*(i < sizeof(hay) ? &hay[i] : &needle[i - sizeof(hay)]) = c;
		}
		struct sv text = {hay, (random >> 40) % sizeof(hay)};
		struct sv wanted = {needle, (random >> 50) % (sizeof(needle) + 1)};
		size_t at = 0;
		while (at + wanted.len <= text.len && !sv_istarts(sv_from(text, at), wanted))
			at++;
		at = at + wanted.len <= text.len ? at : SV_NPOS;
		assert_true(sv_ifind(text, wanted) == at);
		found += at != SV_NPOS && at > 16;
	}
	assert_true(found > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finding_in_any_case),
		cmocka_unit_test(sv_compares),
		cmocka_unit_test(sv_finds),
		cmocka_unit_test(sv_parts),
		cmocka_unit_test(sv_cuts),
		cmocka_unit_test(sv_spans),
		cmocka_unit_test(sv_numbers),
		cmocka_unit_test(strbuf_grows_to_its_maximum),
		cmocka_unit_test(strbuf_full_stays_full),
		cmocka_unit_test(strbuf_holds_any_byte),
		cmocka_unit_test(arena_gives_zeroed_aligned_pieces),
		cmocka_unit_test(vectors_grow),
		cmocka_unit_test(values_make_a_tree),
		cmocka_unit_test(ini_gives_pairs),
		cmocka_unit_test(ini_names_the_line_at_fault),
		cmocka_unit_test(errors_fit_or_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
