#include "timefmt.h"

#include <stdio.h>
#include <string.h>

/* Days since 1970-01-01 of a proleptic Gregorian date; the year starts in March so that
 * the leap day is its last (after H. Hinnant's public algorithm). */
static int64_t days_from_civil(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static void civil_from_days(int64_t z, struct civil *ret)
{
	z += 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	ret->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	ret->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	ret->year = (int)(yoe + era * 400 + (ret->month <= 2));
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

bool time_from_civil(const struct civil *c, int64_t *ret_us)
{
	if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 || c->day < 1 ||
	    c->day > days_in_month(c->year, c->month))
		return false;
	if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 ||
	    c->second > 60)
		return false;
	int second = c->second == 60 ? 59 : c->second;
	int64_t days = days_from_civil(c->year, c->month, c->day);
	int64_t clock = (c->hour * INT64_C(60) + c->minute) * 60 + second;
	*ret_us = days * TIME_DAY + clock * TIME_SECOND + c->micro;
	return true;
}

int64_t time_from_filetime(uint64_t filetime)
{
	return (int64_t)(filetime / 10) - INT64_C(11644473600) * TIME_SECOND;
}

static bool take_number(struct sv *rest, size_t width, int *ret)
{
	int value = 0;
	if (rest->len < width)
		return false;
	for (size_t i = 0; i < width; i++) {
		char c = rest->ptr[i];
		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (c - '0');
	}
	*ret = value;
	*rest = (struct sv){rest->ptr + width, rest->len - width};
	return true;
}

static bool take_char(struct sv *rest, char c)
{
	if (!rest->len || rest->ptr[0] != c)
		return false;
	*rest = sv_from(*rest, 1);
	return true;
}

static void take_decimals(struct sv *rest, struct civil *ret)
{
	int64_t unit = TIME_SECOND / 10;
	size_t len = 0;
	for (; len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9'; len++) {
		ret->micro += (rest->ptr[len] - '0') * unit;
		unit /= 10;
	}
	*rest = sv_from(*rest, len);
}

bool time_take_clock(struct sv *rest, struct civil *ret)
{
	struct sv s = *rest;
	ret->micro = 0;
	if (!take_number(&s, 2, &ret->hour) || !take_char(&s, ':') ||
	    !take_number(&s, 2, &ret->minute) || !take_char(&s, ':') ||
	    !take_number(&s, 2, &ret->second))
		return false;
	if (s.len > 1 && s.ptr[0] == '.' && s.ptr[1] >= '0' && s.ptr[1] <= '9') {
		s = sv_from(s, 1);
		take_decimals(&s, ret);
	}
	*rest = s;
	return true;
}

static bool take_date(struct sv *rest, struct civil *ret)
{
	struct sv s = *rest;
	if (!take_number(&s, 4, &ret->year) || !take_char(&s, '-') ||
	    !take_number(&s, 2, &ret->month) || !take_char(&s, '-') ||
	    !take_number(&s, 2, &ret->day))
		return false;
	*rest = s;
	return true;
}

bool time_take_iso(struct sv *rest, struct civil *ret)
{
	struct sv s = *rest;
	*ret = (struct civil){0};
	if (!take_date(&s, ret) || (!take_char(&s, 'T') && !take_char(&s, ' ')) ||
	    !time_take_clock(&s, ret))
		return false;
	*rest = s;
	return true;
}

bool time_take_offset(struct sv *rest, int64_t *ret_us)
{
	struct sv s = *rest;
	int hours, minutes;
	if (take_char(&s, 'Z') || take_char(&s, 'z')) {
		*ret_us = 0;
		*rest = s;
		return true;
	}
	bool minus = s.len && s.ptr[0] == '-';
	if (!take_char(&s, '+') && !take_char(&s, '-'))
		return false;
	if (!take_number(&s, 2, &hours))
		return false;
	take_char(&s, ':');
	if (!take_number(&s, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*ret_us = (hours * 60 + minutes) * 60 * TIME_SECOND * (minus ? -1 : 1);
	*rest = s;
	return true;
}

bool time_parse_rfc3339(struct sv text, int64_t *ret_us)
{
	struct civil civil;
	int64_t offset, us;
	if (!time_take_iso(&text, &civil) || !time_take_offset(&text, &offset) || text.len)
		return false;
	if (!time_from_civil(&civil, &us))
		return false;
	*ret_us = us - offset;
	return true;
}

bool time_parse_date(struct sv text, struct civil *ret)
{
	int64_t us;
	*ret = (struct civil){0};
	return take_date(&text, ret) && !text.len && time_from_civil(ret, &us);
}

/* With as many digits, and what follows them. Events are printed by the hundred thousand. */
static char *put_number(char *at, unsigned n, unsigned digits, char behind)
{
	for (unsigned i = digits; i > 0; i--, n /= 10)
		at[i - 1] = (char)('0' + n % 10);
	at[digits] = behind;
	return at + digits + 1;
}

const char *time_rfc3339(int64_t us, char buf[static TIME_TEXT_MAX])
{
	buf[0] = '\0';
	if (us == TIME_NONE)
		return buf;
	int64_t rest = us % TIME_DAY + (us % TIME_DAY < 0 ? TIME_DAY : 0);
	int64_t days = us / TIME_DAY - (us % TIME_DAY < 0); /* no time is too early to print */
	struct civil c;
	civil_from_days(days, &c);
	if (c.year < 0 || c.year > 9999)
		return buf;
	unsigned second = (unsigned)(rest / TIME_SECOND);
	char *at = put_number(buf, (unsigned)c.year, 4, '-');
	at = put_number(at, (unsigned)c.month, 2, '-');
	at = put_number(at, (unsigned)c.day, 2, 'T');
	at = put_number(at, second / 3600, 2, ':');
	at = put_number(at, second / 60 % 60, 2, ':');
	at = put_number(at, second % 60, 2, '.');
	at = put_number(at, (unsigned)(rest % TIME_SECOND), 6, '\0') - 1;
	while (at[-1] == '0')
		at--;
	if (at[-1] == '.')
		at--;
	strcpy(at, "Z");
	return buf;
}
