/* UTF-8 from anywhere: the decoder is total, it never fails and never reads past the end. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "sv.h"
#include "strbuf.h"

#define UTF8_BAD UINT32_MAX

/* Takes one code point off *rest, which must not be empty. Overlong forms, surrogates and
 * stray bytes give UTF8_BAD and take one byte. */
uint32_t utf8_take(struct sv *rest);
bool utf8_is_ascii(struct sv text);
bool utf8_valid(struct sv text);
struct sv utf8_from_high(struct sv text); /* from its first byte on that is not ASCII */
/* Adds text with every bad byte as U+FFFD; for JSON and XML, which must be valid. */
void utf8_repair(struct strbuf *out, struct sv text);
/* UTF-16LE units to UTF-8; a lone surrogate becomes U+FFFD. An odd last byte is dropped. */
void utf8_from_utf16le(struct strbuf *out, struct sv bytes);
void utf8_from_cp1252(struct strbuf *out, unsigned char byte);
uint32_t utf8_cp1252(unsigned char byte); /* its code point; U+FFFD: it has none */
/* At most max bytes of the front, without splitting a code point; bytes that are no UTF-8
 * are cut anywhere. */
struct sv utf8_cut(struct sv text, size_t max);

#endif
