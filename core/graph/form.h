/* The body of a form (application/x-www-form-urlencoded). */
#ifndef GRAPH_FORM_H
#define GRAPH_FORM_H

#include "net/bytes.h"

void form_add(struct bytes *form, const char *name, struct sv value);

#endif
