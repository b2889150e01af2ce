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

/* One <Event>…</Event>: the entry's identity, fields, and the sentence if RenderingInfo has
 * it. Broken XML sets damaged and keeps what stood before the break, except for the last
 * half kilobyte, which the parser takes in one piece. Nothing declared in it is expanded. */
void windows_read_xml(struct sv xml, struct log_entry *ret);

#endif
