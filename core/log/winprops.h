/* The properties of an event as PowerShell names them (Get-WinEvent, Get-EventLog), whatever
 * the language of Windows: columns of Export-Csv, labels of Format-List. */
#ifndef LOG_WINPROPS_H
#define LOG_WINPROPS_H

#include "log.h"

enum winprop { WINPROP_NONE, WINPROP_ID, WINPROP_TIME, WINPROP_PROVIDER, WINPROP_PROVIDER_ID,
	WINPROP_LEVEL, WINPROP_LEVEL_NAME, WINPROP_LOG, WINPROP_COMPUTER, WINPROP_USER,
	WINPROP_RECORD, WINPROP_MESSAGE, WINPROP_OTHER };

enum winprop winprop_of(struct sv name); /* WINPROP_NONE: no property of an event */
/* Borrows value. What is empty says nothing. */
void winprop_set(const struct log_options *options, enum winprop property, struct sv value,
	struct log_entry *ret);

/* Of a set of properties (bits): enough to tell that events are printed here? */
bool winprops_tell(unsigned seen);

#endif
