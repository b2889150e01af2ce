/* JSON from outside, within bounds: a reply of a server, a saved file. */
#ifndef GRAPH_JSON_TEXT_H
#define GRAPH_JSON_TEXT_H

#include <jansson.h>

#include "base/err.h"
#include "base/sv.h"

#define JSON_DEPTH_MAX 64
#define JSON_VALUES_MAX 200000 /* of all kinds; "[[],[],…" would be a hundred times its size */

/* An object or array; a key that comes twice, more levels or values than these, and bytes after
 * the end are errors. what names the text in the error ("the answer", a path). The value is yours. */
json_t *json_text_read(struct sv text, const char *what, struct err *err);

/* A member that is a text; "" if it is absent or something else. Borrowed. */
const char *json_text_of(const json_t *object, const char *key);
/* A number, or a number written as a text, as some token endpoints send it. */
bool json_number_of(const json_t *object, const char *key, int64_t *ret);

#endif
