/* Times: the calendar, what is printed, what is read. */
#include "testing.h"

#include "base/timefmt.h"

#define DAY_2024_08_20 (INT64_C(19955) * TIME_DAY)

static bool civil_us(int year, int month, int day, int64_t *ret)
{
	struct civil civil = {.year = year, .month = month, .day = day};
	return time_from_civil(&civil, ret);
}

static void the_calendar(void **state)
{
	(void)state;
	int64_t us;
	static const struct { int year, month, day; bool real; } rows[] = {
		{2024, 2, 29, true}, {2023, 2, 29, false}, {1900, 2, 29, false},
		{2000, 2, 29, true}, {2100, 2, 29, false}, {2024, 4, 31, false},
		{2024, 12, 31, true}, {2024, 13, 1, false}, {2024, 0, 1, false},
		{2024, 1, 0, false}, {2024, 1, 32, false}, {0, 1, 1, false}, {1, 1, 1, true},
		{9999, 12, 31, true}, {10000, 1, 1, false}, {-1, 1, 1, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(civil_us(rows[i].year, rows[i].month, rows[i].day, &us),
			rows[i].real);
	assert_true(civil_us(1970, 1, 1, &us) && us == 0);
	assert_true(civil_us(2024, 8, 20, &us) && us == DAY_2024_08_20);
	assert_true(civil_us(1601, 1, 1, &us) && us == -INT64_C(11644473600) * TIME_SECOND);
}

/* Every day of eight centuries follows the one before it by a day, and is printed back. */
static void days_follow_each_other(void **state)
{
	(void)state;
	int64_t us, expected;
	char text[TIME_TEXT_MAX];
	assert_true(civil_us(1600, 1, 1, &expected));
	for (int year = 1600; year < 2400; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day++) {
				if (!civil_us(year, month, day, &us))
					continue;
				assert_int_equal(us, expected);
				expected += TIME_DAY;
				struct civil back;
				time_rfc3339(us, text);
				assert_true(time_parse_date(sv_sub(sv_str(text), 0, 10), &back));
				assert_int_equal(back.year, year);
				assert_int_equal(back.month, month);
				assert_int_equal(back.day, day);
			}
	assert_true(civil_us(2400, 1, 1, &us) && us == expected);
}

static void the_clock(void **state)
{
	(void)state;
	static const struct { int hour, minute, second; bool real; } rows[] = {
		{0, 0, 0, true}, {23, 59, 59, true}, {23, 59, 60, true}, {24, 0, 0, false},
		{0, 60, 0, false}, {0, 0, 61, false}, {-1, 0, 0, false}, {0, -1, 0, false},
		{0, 0, -1, false},
	};
	int64_t us, leap;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct civil civil = {2024, 8, 20, rows[i].hour, rows[i].minute, rows[i].second, 0};
		assert_int_equal(time_from_civil(&civil, &us), rows[i].real);
	}
	struct civil civil = {2016, 12, 31, 23, 59, 59, 5};
	assert_true(time_from_civil(&civil, &us));
	civil.second = 60;
	assert_true(time_from_civil(&civil, &leap));
	assert_int_equal(us, leap);
}

static void filetime_counts_from_1601(void **state)
{
	(void)state;
	char text[TIME_TEXT_MAX];
	assert_string_equal(time_rfc3339(time_from_filetime(0), text), "1601-01-01T00:00:00Z");
	assert_int_equal(time_from_filetime(UINT64_C(116444736000000000)), 0);
	assert_string_equal(time_rfc3339(time_from_filetime(UINT64_C(133686204641100009)), text),
		"2024-08-20T09:41:04.11Z");
	/* no year that RFC 3339 can write: nothing is printed rather than nonsense */
	assert_string_equal(time_rfc3339(time_from_filetime(UINT64_MAX), text), "");
	assert_string_equal(time_rfc3339(INT64_MAX, text), "");
	assert_string_equal(time_rfc3339(INT64_MIN + 1, text), "");
	assert_string_equal(time_rfc3339(TIME_NONE, text), "");
}

static void rfc3339_reads(void **state)
{
	(void)state;
	int64_t us;
	static const struct { const char *text; int64_t us; } good[] = {
		{"2024-08-20T00:00:00Z", DAY_2024_08_20},
		{"2024-08-20T00:00:00z", DAY_2024_08_20},
		{"2024-08-20 00:00:00Z", DAY_2024_08_20},
		{"2024-08-20T02:00:00+02:00", DAY_2024_08_20},
		{"2024-08-20T02:00:00+0200", DAY_2024_08_20},
		{"2024-08-19T18:30:00-05:30", DAY_2024_08_20},
		{"2024-08-20T00:00:00-00:00", DAY_2024_08_20},
		{"2024-08-20T00:00:00.5Z", DAY_2024_08_20 + 500000},
		{"2024-08-20T00:00:00.1234567Z", DAY_2024_08_20 + 123456},
		{"2024-08-20T00:00:00.00000000000000000000000000000009Z", DAY_2024_08_20},
		{"2024-08-20T00:00:00.999999999Z", DAY_2024_08_20 + 999999},
	};
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		assert_true(time_parse_rfc3339(sv_str(good[i].text), &us));
		assert_int_equal(us, good[i].us);
	}
	static const char *const bad[] = {"", "2024-08-20", "2024-08-20T00:00:00",
		"2024-08-20T00:00:00.Z", "2024-08-20T00:00Z", "2024-8-20T00:00:00Z",
		"2024-08-20T00:00:00Z ", " 2024-08-20T00:00:00Z", "2024-02-30T00:00:00Z",
		"2024-08-20T24:00:00Z", "2024-08-20T00:00:00+2", "2024-08-20T00:00:00+24:00",
		"2024-08-20T00:00:00+02:60", "2024-08-20T00:00:00+02:", "+024-08-20T00:00:00Z",
		"2024-08-20T00:00:00+02:00x", "20240820T000000Z", "2024-08-20T-1:00:00Z"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(time_parse_rfc3339(sv_str(bad[i]), &us));
}

static void rfc3339_goes_round(void **state)
{
	(void)state;
	static const struct { int64_t us; const char *text; } rows[] = {
		{0, "1970-01-01T00:00:00Z"}, {-1, "1969-12-31T23:59:59.999999Z"},
		{1, "1970-01-01T00:00:00.000001Z"}, {100000, "1970-01-01T00:00:00.1Z"},
		{DAY_2024_08_20 + 120, "2024-08-20T00:00:00.00012Z"},
		{-TIME_DAY, "1969-12-31T00:00:00Z"},
		{-TIME_DAY - 1, "1969-12-30T23:59:59.999999Z"},
		{INT64_C(951782400) * TIME_SECOND, "2000-02-29T00:00:00Z"},
	};
	char text[TIME_TEXT_MAX];
	int64_t back;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(time_rfc3339(rows[i].us, text), rows[i].text);
		assert_true(time_parse_rfc3339(sv_str(text), &back));
		assert_int_equal(back, rows[i].us);
	}
	/* a step that visits every part of day and second */
	for (int64_t us = -60 * TIME_DAY; us < 60 * TIME_DAY; us += INT64_C(7919077001)) {
		assert_true(time_parse_rfc3339(sv_str(time_rfc3339(us, text)), &back));
		assert_int_equal(back, us);
	}
}

static void takers_leave_the_rest(void **state)
{
	(void)state;
	struct civil civil;
	int64_t offset;
	struct sv rest = SV("2024-04-17T19:15:23.2350000\tINFO");
	assert_true(time_take_iso(&rest, &civil));
	assert_sv(rest, "\tINFO");
	assert_int_equal(civil.micro, 235000);
	rest = SV("18:30:54.638009 -0500");
	assert_true(time_take_clock(&rest, &civil));
	assert_sv(rest, " -0500");
	assert_int_equal(civil.second, 54);
	rest = SV("-05:30 x");
	assert_true(time_take_offset(&rest, &offset));
	assert_sv(rest, " x");
	assert_int_equal(offset, -(5 * 60 + 30) * 60 * TIME_SECOND);
	static const char *const bad[] = {"", "2024", "2024-04-17", "2024-04-17T", "-05", "+", "x"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		rest = sv_str(bad[i]);
		assert_false(time_take_iso(&rest, &civil));
		assert_false(time_take_clock(&rest, &civil));
		assert_false(time_take_offset(&rest, &offset));
		assert_sv(rest, bad[i]);
	}
	assert_true(time_parse_date(SV("2024-02-29"), &civil));
	assert_false(time_parse_date(SV("2023-02-29"), &civil));
	assert_false(time_parse_date(SV("2024-02-29 "), &civil));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_calendar),
		cmocka_unit_test(days_follow_each_other),
		cmocka_unit_test(the_clock),
		cmocka_unit_test(filetime_counts_from_1601),
		cmocka_unit_test(rfc3339_reads),
		cmocka_unit_test(rfc3339_goes_round),
		cmocka_unit_test(takers_leave_the_rest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
