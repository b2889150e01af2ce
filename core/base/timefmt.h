/* Times as microseconds since 1970 UTC. What a log does not print is not invented: a time
 * without zone or date stays TIME_NONE. */
#ifndef BASE_TIMEFMT_H
#define BASE_TIMEFMT_H

#include "sv.h"

#define TIME_NONE INT64_MIN
#define TIME_SECOND INT64_C(1000000)
#define TIME_DAY (INT64_C(86400) * TIME_SECOND)

enum time_zone { ZONE_UNKNOWN, ZONE_UTC, ZONE_OFFSET };

struct civil {
	int year, month, day, hour, minute, second;
	int64_t micro;
};

/* False if a part is out of range; second 60 is taken as 59. */
bool time_from_civil(const struct civil *civil, int64_t *ret_us);
int64_t time_from_filetime(uint64_t filetime); /* 100 ns since 1601 */

/* "2024-08-20T09:41:04", a blank for the T, any number of decimals. *rest is left behind
 * the time. */
bool time_take_iso(struct sv *rest, struct civil *ret);
bool time_take_clock(struct sv *rest, struct civil *ret); /* HH:MM:SS[.ffffff] */
/* "Z", "+0100", "-05:00": *ret_us is what to subtract to get UTC. */
bool time_take_offset(struct sv *rest, int64_t *ret_us);

bool time_parse_rfc3339(struct sv text, int64_t *ret_us); /* the offset is required */
bool time_parse_date(struct sv text, struct civil *ret);  /* YYYY-MM-DD */

#define TIME_TEXT_MAX 40
/* "2024-08-20T09:41:04.11Z" in UTC; "" for TIME_NONE and for years RFC 3339 cannot write.
 * Gives buf. */
const char *time_rfc3339(int64_t us, char buf[static TIME_TEXT_MAX]);

#endif
