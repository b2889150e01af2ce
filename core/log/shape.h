/* Text of a fixed shape, told eight bytes at once: what makes a glance at a line cheap. */
#ifndef LOG_SHAPE_H
#define LOG_SHAPE_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SHAPE_BYTE(shape, i, digit, other)                                                    \
	((uint64_t)(unsigned char)((shape)[i] == '0' ? (digit) : (other)) << 8 * (i))
#define SHAPE_WORD(shape, digit, other)                                                       \
	(SHAPE_BYTE(shape, 0, digit, (other)[0]) | SHAPE_BYTE(shape, 1, digit, (other)[1]) |  \
	 SHAPE_BYTE(shape, 2, digit, (other)[2]) | SHAPE_BYTE(shape, 3, digit, (other)[3]) |  \
	 SHAPE_BYTE(shape, 4, digit, (other)[4]) | SHAPE_BYTE(shape, 5, digit, (other)[5]) |  \
	 SHAPE_BYTE(shape, 6, digit, (other)[6]) | SHAPE_BYTE(shape, 7, digit, (other)[7]))

/* Are these eight bytes those of the shape (a literal), where 0 stands for any digit? A digit is
 * 0x30…0x39: its high half is 3, and still is when 6 was added. */
__attribute__((always_inline)) static inline bool shape_is(const char *at, const char *shape)
{
	const uint64_t mask = SHAPE_WORD(shape, 0xf0, "\xff\xff\xff\xff\xff\xff\xff\xff");
	const uint64_t want = SHAPE_WORD(shape, 0x30, shape);
	const uint64_t six = SHAPE_WORD(shape, 0x06, "\0\0\0\0\0\0\0");
	uint64_t bytes;
	memcpy(&bytes, at, 8);
	bytes = le64toh(bytes);
	return (bytes & mask) == want && ((bytes + six) & mask) == want;
}

/* Two digits, known to be such. */
static inline int shape_two(const char *at)
{
	return (at[0] - '0') * 10 + (at[1] - '0');
}

#endif
