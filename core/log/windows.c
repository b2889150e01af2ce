#include "windows.h"

#include <string.h>

const char *windows_level_text(int32_t level)
{
	static const char *const texts[] = {"Information", "Critical", "Error", "Warning",
		"Information", "Verbose"};
	return level >= 0 && (size_t)level < ARRAY_LEN(texts) ? texts[level] : "";
}

enum log_level windows_level(int32_t level)
{
	static const enum log_level levels[] = {LEVEL_INFO, LEVEL_ERROR, LEVEL_ERROR,
		LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG};
	return level >= 0 && (size_t)level < ARRAY_LEN(levels) ? levels[level] : LEVEL_NONE;
}

enum log_level windows_level_by_name(struct sv text)
{
	static const struct { const char *text; enum log_level level; } others[] = {
		{"Erreur", LEVEL_ERROR}, {"Avertissement", LEVEL_WARNING},
		{"Informations", LEVEL_INFO}, {"Fehler", LEVEL_ERROR},
		{"Warnung", LEVEL_WARNING}, {"Informationen", LEVEL_INFO},
		{"Critique", LEVEL_ERROR}, {"Kritisch", LEVEL_ERROR},
		{"Détails", LEVEL_DEBUG}, {"Commentaires", LEVEL_DEBUG},
		{"Ausführlich", LEVEL_DEBUG},
	};
	for (int32_t level = 0; level < 6; level++)
		if (sv_ieq(text, sv_str(windows_level_text(level))))
			return windows_level(level);
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (sv_ieq(text, sv_str(others[i].text)))
			return others[i].level;
	return LEVEL_NONE;
}

bool windows_time(struct sv text, struct log_time *ret)
{
	struct civil civil;
	int64_t us;
	if (!time_take_iso(&text, &civil) || !time_from_civil(&civil, &us))
		return false;
	ret->us = us;
	ret->zone = ZONE_UTC;
	return true;
}

/* ---- what is printed for people ---- */

#define DATE_MAX 63

/* Windows puts marks of direction between the parts, and narrow blanks before AM. */
static struct sv ascii_of(struct sv text, char buf[static DATE_MAX + 1])
{
	size_t len = 0;
	for (size_t i = 0; i < text.len && len < DATE_MAX; i++)
		if ((unsigned char)text.ptr[i] < 0x80)
			buf[len++] = text.ptr[i];
	buf[len] = '\0';
	return sv_trim((struct sv){buf, len});
}

static bool take_digits(struct sv *rest, size_t max, int *ret)
{
	size_t len = 0;
	uint64_t value;
	while (len < rest->len && len < max && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
		len++;
	if (!sv_to_u64(sv_sub(*rest, 0, len), &value))
		return false;
	*ret = (int)value;
	*rest = sv_from(*rest, len);
	return true;
}

static bool take_one_of(struct sv *rest, const char *chars, char *ret)
{
	if (!rest->len || !rest->ptr[0] || !strchr(chars, rest->ptr[0]))
		return false;
	*ret = rest->ptr[0];
	*rest = sv_from(*rest, 1);
	return true;
}

/* The three numbers of a date in their order. */
struct parts {
	int a, b, c;
	char sep;
};

static bool take_parts(struct sv *rest, struct parts *ret)
{
	char second;
	if (!take_digits(rest, 4, &ret->a) || !take_one_of(rest, "./-", &ret->sep))
		return false;
	*rest = sv_trim(*rest); /* "20. 8. 2024" */
	if (!take_digits(rest, 2, &ret->b) || !take_one_of(rest, "./-", &second))
		return false;
	*rest = sv_trim(*rest);
	return second == ret->sep && take_digits(rest, 4, &ret->c);
}

static bool take_hours(struct sv *rest, struct civil *ret)
{
	char sep;
	if (!take_one_of(rest, " \tT", &sep))
		return false;
	*rest = sv_trim(*rest);
	if (!take_digits(rest, 2, &ret->hour) || !take_one_of(rest, ":", &sep) ||
	    !take_digits(rest, 2, &ret->minute))
		return false;
	return !take_one_of(rest, ":", &sep) || take_digits(rest, 2, &ret->second);
}

static bool is_half(struct sv word)
{
	return sv_ieq(word, SV("AM")) || sv_ieq(word, SV("PM"));
}

static bool to_24_hours(struct sv half, int *hour)
{
	if (!is_half(half) || *hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (sv_ieq(half, SV("PM")) ? 12 : 0);
	return true;
}

/* "8/20/2024 9:41:01 AM" is month first; "20.08.2024 …" and a first number above 12 are day
 * first. "08/09/2024 16:00:00" could be either. */
static bool order(const struct parts *parts, bool twelve, struct civil *ret)
{
	if (parts->a >= 1000) {
		ret->year = parts->a;
		ret->month = parts->b;
		ret->day = parts->c;
		return true;
	}
	bool day_first = parts->sep == '.' || parts->a > 12;
	bool month_first = parts->b > 12 || (parts->sep == '/' && twelve);
	if (!day_first && !month_first && parts->a != parts->b)
		return false;
	ret->year = parts->c;
	ret->day = day_first ? parts->a : parts->b;
	ret->month = day_first ? parts->b : parts->a;
	return ret->year >= 1970;
}

static bool parse_local(struct sv text, struct civil *ret)
{
	char buf[DATE_MAX + 1];
	struct parts parts;
	struct sv rest = ascii_of(text, buf);
	*ret = (struct civil){0};
	if (!take_parts(&rest, &parts) || !take_hours(&rest, ret))
		return false;
	rest = sv_trim(rest);
	if (rest.len && !to_24_hours(rest, &ret->hour))
		return false;
	return order(&parts, rest.len > 0, ret);
}

void windows_local_time(const struct log_options *options, struct sv text,
	struct log_time *ret)
{
	struct civil civil;
	struct sv rest = text;
	int64_t offset, us;
	*ret = (struct log_time){.us = TIME_NONE, .text = text};
	bool iso = time_take_iso(&rest, &civil);
	if (!iso && !parse_local(text, &civil))
		return;
	if (!time_from_civil(&civil, &us))
		return;
	if (iso && time_take_offset(&rest, &offset)) {
		ret->us = us - offset;
		ret->zone = ZONE_UTC;
	} else if (options->has_zone) {
		ret->us = us - options->zone_us;
		ret->zone = ZONE_OFFSET;
	}
}

bool windows_is_date(struct sv text)
{
	char buf[DATE_MAX + 1];
	struct parts parts;
	struct civil civil;
	struct sv rest = ascii_of(text, buf);
	return text.len <= DATE_MAX && take_parts(&rest, &parts) && take_hours(&rest, &civil);
}

bool windows_take_time(struct sv *rest, struct sv *ret)
{
	struct sv behind = *rest, date, time, half;
	if (!sv_word(&behind, &date) || !sv_word(&behind, &time))
		return false;
	struct sv further = behind;
	if (sv_word(&further, &half) && is_half(half)) {
		time = half;
		behind = further;
	}
	*ret = sv_span(date, time);
	if (!windows_is_date(*ret))
		return false;
	*rest = behind;
	return true;
}

bool windows_id(struct sv text, int32_t *ret)
{
	uint64_t id;
	if (!sv_to_u64(sv_trim(text), &id) || id > WINDOWS_ID_MAX)
		return false;
	*ret = (int32_t)id;
	return true;
}

void windows_set_row(const struct log_options *options, const struct windows_row *row,
	struct log_entry *ret)
{
	windows_local_time(options, row->time, &ret->time);
	ret->level_text = row->level;
	ret->level = windows_level_by_name(row->level);
	ret->origin = row->source;
	ret->event_id = row->id;
}
