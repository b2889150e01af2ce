/* For the tests of Apple's forms: one time as they print it, and an entry as JSON. */
#ifndef IOS_ROWS_H
#define IOS_ROWS_H

#include "form_rows.h"

static const struct log_options none; /* nothing is told about the times */

#define D "2024-08-20 18:30:54.638009-0500"
#define D_UTC "2024-08-20T23:30:54.638009Z"
#define EVENT(level, message) "{\"timezoneName\":\"\",\"messageType\":\"" level "\",\"traceID\":" \
	"18446744073709551615,\"backtrace\":{\"frames\":[{\"imageOffset\":1}]},\"processImagePath" \
	"\":\"\\/usr\\/libexec\\/profiled\",\"timestamp\":\"" D "\",\"eventMessage\":\"" message "\"}"

#endif
