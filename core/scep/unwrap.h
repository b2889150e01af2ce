/* XML as a person wants to read it: element by element, and where a text is itself XML, that
 * too, layer by layer (limits as in walk.h). */
#ifndef SCEP_UNWRAP_H
#define SCEP_UNWRAP_H

#include "base/err.h"
#include "base/sv.h"

struct unwrapped {
	unsigned depth;
	struct sv name; /* of the element */
	struct sv text; /* what is in it, unescaped; empty if elements are */
	bool layer;     /* its text was XML, which follows one deeper */
};

typedef void unwrap_fn(void *data, const struct unwrapped *node);

/* Finds the XML in text: from its first element to the end of the same. False: there is none.
 * *ret_from and *ret_to: where it stands. What is complete before damage is told; err says what
 * the damage is (ERR_NONE: none). The challenge of a request is masked. */
bool unwrap(struct sv text, size_t *ret_from, size_t *ret_to, unwrap_fn *fn, void *data,
	struct err *err);

#endif
