/* The text of an RTF file, as TextEdit and WordPad save it: groups, escapes and control words
 * resolved, tables of fonts, colours and styles left out. Total: any bytes give some text.
 * Source: Microsoft's Rich Text Format Specification 1.9.1. */
#ifndef LOG_RTF_H
#define LOG_RTF_H

#include "base/sv.h"
#include "conversion.h"

/* body: lines of such a file without what stands in front of them, pasted somewhere; their
 * braces are their own, and a control word that only text could hold stays. */
void rtf_read(struct sv raw, bool body, struct conversion *out);

#endif
