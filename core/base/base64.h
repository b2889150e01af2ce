/* Base64, in both alphabets. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "strbuf.h"

/* Reads either alphabet, with or without padding; blanks and line ends are passed over. False:
 * something else is in it. Bytes (NUL included) are added to out. */
bool base64_decode(struct strbuf *out, struct sv text);
/* URL alphabet, no padding, as JSON web tokens have it. */
void base64url_encode(struct strbuf *out, struct sv bytes);

#endif
