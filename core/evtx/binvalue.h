/* Values of BinXML as Windows prints them in XML. */
#ifndef EVTX_BINVALUE_H
#define EVTX_BINVALUE_H

#include "base/strbuf.h"

/* How many bytes a value of this type takes; 0: the value itself says, or unknown. */
uint32_t binvalue_width(uint8_t type);

/* UTF-8, repaired, without the NULs behind strings. What does not have the size its type
 * wants is printed as the bytes it is made of. type is an enum evtx_type, maybe with
 * EVTX_ARRAY. */
void binvalue_print(struct strbuf *out, uint8_t type, struct sv bytes);

/* Takes the first item off an array's bytes. False when there are no more. */
bool binvalue_item(uint8_t type, struct sv *rest, struct sv *ret_item);

void binvalue_text(struct strbuf *out, struct sv utf16); /* to UTF-8, repaired */
bool binvalue_is(struct sv utf16, const char *ascii);

#endif
