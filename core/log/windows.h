/* What the Windows forms share: levels, times, and an event as XML. */
#ifndef LOG_WINDOWS_H
#define LOG_WINDOWS_H

#include "log.h"

enum log_level windows_level(int32_t level);      /* System/Level */
const char *windows_level_text(int32_t level);    /* "Information"; "" if unknown */
enum log_level windows_level_by_name(struct sv text);

/* SystemTime in any tool's spelling: "2024-08-20T09:41:04.1100000Z", with a blank for the T
 * and without Z (python-evtx). Always UTC. Sets us and zone; false if it is no time. */
bool windows_time(struct sv text, struct log_time *ret);

/* What Windows prints for people: local time in the order of its language, so that it is no
 * time unless the zone is given; ISO 8601 with a zone is one. Where day and month could be
 * either, none is assumed. Sets all of *ret; its text is the one given. */
void windows_local_time(const struct log_options *options, struct sv text,
	struct log_time *ret);
bool windows_is_date(struct sv text); /* looks like such a time, whatever its order */
/* Takes such a time off *rest: two words, and perhaps AM or PM. */
bool windows_take_time(struct sv *rest, struct sv *ret);

/* One line of Event Viewer's list, in all of its forms: level, time, source, id, category.
 * Told by the place of time and number, not by words. */
struct windows_row {
	struct sv level, time, source, category, rest; /* rest: behind the category */
	int32_t id;
};

#define WINDOWS_ID_MAX 65535 /* an EventID has 16 bits */
bool windows_id(struct sv text, int32_t *ret);
/* What a row says of the event; slices of its own. */
void windows_set_row(const struct log_options *options, const struct windows_row *row,
	struct log_entry *ret);

/* One <Event>…</Event>: the entry's identity, fields, and the sentence if RenderingInfo has
 * it. Broken XML sets damaged and keeps what stood before the break, except for the last
 * half kilobyte, which the parser takes in one piece. Nothing declared in it is expanded. */
void windows_read_xml(struct sv xml, struct log_entry *ret);
/* The same, always by libxml2: for tests. */
void windows_read_xml_by_library(struct sv xml, struct log_entry *ret);

#endif
