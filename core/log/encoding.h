/* Which encoding a text log is in, by evidence in its first bytes. */
#ifndef LOG_ENCODING_H
#define LOG_ENCODING_H

#include "base/sv.h"

enum encoding { ENCODING_UTF8, ENCODING_UTF8_BOM, ENCODING_8BIT, ENCODING_UTF16LE,
	ENCODING_UTF16BE };

enum encoding encoding_of(struct sv head);
const char *encoding_name(enum encoding encoding);
size_t encoding_mark_size(enum encoding encoding); /* bytes of its byte order mark */

#endif
