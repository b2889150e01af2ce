/* Which encoding a text log is in, by evidence in its first bytes. */
#ifndef LOG_ENCODING_H
#define LOG_ENCODING_H

#include "base/sv.h"

enum encoding {
	ENCODING_UTF8, ENCODING_UTF8_BOM,
	/* from here on a text is converted before it is read */
	ENCODING_CP1252, ENCODING_CP850, /* bytes that are no UTF-8; Windows, its console */
	ENCODING_UTF16LE, ENCODING_UTF16LE_BOM, ENCODING_UTF16BE, ENCODING_UTF16BE_BOM,
	ENCODING_RTF, ENCODING_RTF_BODY, /* TextEdit's file; its lines pasted elsewhere */
};

/* Bytes that are no text at all count as UTF-8. */
enum encoding encoding_of(struct sv head);
const char *encoding_name(enum encoding encoding); /* as the user reads it */
size_t encoding_mark_size(enum encoding encoding); /* bytes of its byte order mark */
bool encoding_is_utf8(enum encoding encoding);
bool encoding_is_8bit(enum encoding encoding);
bool encoding_is_utf16(enum encoding encoding);
uint32_t encoding_8bit(enum encoding encoding, unsigned char byte); /* as a code point */

#endif
