/* How long one piece of XML markup is. libxml2's work on one tag is quadratic in it (a tag of
 * 8 MB keeps it busy for minutes), so hostile XML is cut before it gets there. */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include "sv.h"

#define MARKUP_MAX (32u << 10) /* bytes of one tag, comment, CDATA section or instruction */

/* What comes before the first piece of markup of more than that; all of it if there is none. */
struct sv markup_bounded(struct sv xml);

#endif
