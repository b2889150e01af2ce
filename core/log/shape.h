/* Text of a fixed shape, told sixteen bytes at once: what makes a glance at a line cheap. */
#ifndef LOG_SHAPE_H
#define LOG_SHAPE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SHAPE_SIZE 16
typedef unsigned char shape_bytes __attribute__((vector_size(SHAPE_SIZE)));

/* Are these sixteen bytes those of the shape (a literal of that length), where 0 stands for any
 * digit and ? for any byte? What differs from '0' by no more than 9 is a digit, since the low half
 * of '0' is zero; from all else nothing may differ. */
__attribute__((always_inline)) static inline bool shape_is(const char *at, const char *shape)
{
	shape_bytes bytes, want;
	uint64_t wrong[2];
	memcpy(&bytes, at, SHAPE_SIZE);
	memcpy(&want, shape, SHAPE_SIZE);
	shape_bytes may_differ = ((shape_bytes)(want == '0') & 9) | (shape_bytes)(want == '?');
	shape_bytes differs = (shape_bytes)((bytes ^ want) > may_differ);
	memcpy(wrong, &differs, SHAPE_SIZE);
	return !(wrong[0] | wrong[1]);
}

/* Two digits, known to be such. */
static inline int shape_two(const char *at)
{
	return (at[0] - '0') * 10 + (at[1] - '0');
}

#endif
