/* Kinds of entries, numbered in the order in which they are met. */
#ifndef LOG_KINDSET_H
#define LOG_KINDSET_H

#include "format.h"

struct kindset;

struct kindset *kindset_create(void);
void kindset_destroy(struct kindset *kinds); /* NULL is fine */
void kindset_reset(struct kindset *kinds);   /* forgets all */

/* From 1 on; what it has not met is copied and gets the next one. 0: there are LOG_KINDS_MAX. */
uint32_t kindset_number(struct kindset *kinds, const struct log_kind *kind);
uint32_t kindset_count(const struct kindset *kinds);
const struct log_kind *kindset_at(const struct kindset *kinds, uint32_t number);

#endif
