/* One <Event> of Windows as XML, read by hand where it is plain (base/plainxml.h), which nearly all are,
 * else by libxml2 (windows.h has that for a whole event, however it is written). */
#ifndef LOG_WINEVENT_H
#define LOG_WINEVENT_H

#include "base/xmlshape.h"
#include "format.h"

/* What is learnt of events while they are read. */
struct winevent_memo;
struct winevent_memo *winevent_memo_create(void);
void winevent_memo_destroy(struct winevent_memo *memo);

/* The event that raw begins with, whatever follows; *ret_len: how long it is. memo may be NULL. False:
 * it is not plain, or something in it looks like an event's start or end; *ret is as it was. */
bool winevent_read(struct sv raw, struct winevent_memo *memo, struct log_entry *ret,
	size_t *ret_len);
/* What format.h says of brief(). */
bool winevent_brief(struct sv text, struct sv notes, bool narrowed, struct log_entry *ret,
	size_t *ret_len);
/* What format.h says of a sketch. */
bool winevent_sketch(struct sv text, bool narrowed, struct winevent_memo *memo,
	struct log_sketch *ret);

#endif
