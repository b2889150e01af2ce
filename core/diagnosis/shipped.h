/* The guides and the tables of codes and events as the build read and checked them (written by
 * shipped_make.c): what a start takes as long as the files are still those. */
#ifndef DIAGNOSIS_SHIPPED_H
#define DIAGNOSIS_SHIPPED_H

#include "base/packed.h"

extern const struct packed_set shipped;

#endif
