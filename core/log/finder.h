/* Many short texts, and the line feeds, found in one pass over a block of bytes.
 *
 * How it works. Of each text the three bytes in a row that are rarest in the log itself are its
 * window. Texts are dealt into eight buckets, one bit each, those that are seldom wanted together,
 * as the log's own bytes tell. A table says for a byte, or for each half of it, which buckets want
 * it at the window's first place; so for the second and the third place. One instruction looks up
 * 32 or 64 bytes at once; what is common to all places leaves a byte of bucket bits for each of
 * them, nearly always zero (the algorithm is known as Teddy). Where it is not, eight bytes are
 * compared with those of each text in the bucket, and then all of them. Line feeds cost one
 * comparison more in the same pass.
 *
 * Why so. Measured on 1 GB of OMADM log, 20 texts: memmem for each of them 1.8 s, PCRE2's JIT
 * 1.9 s, vectorscan 0.36 s, this 0.07 s, which is about what moving the bytes costs. What matters
 * is which three bytes: the texts' first ones 0.35 s, the rarest ones of a sample 0.06 s; and how
 * they are dealt: by the log's bytes and the costliest first is a quarter less for iOS logs than by
 * the tables' bits. There are three ways to look up: a table of 256 (any processor, about eight
 * times slower); AVX2 with a table of 16 for each half of a byte: 51 instructions for 64 bytes; and
 * AVX-512, which looks up six bits at once: 14 instructions for 64 bytes, a tenth of the whole
 * reading faster where memory was not already the limit. One test holds all three equal. */
#ifndef LOG_FINDER_H
#define LOG_FINDER_H

#include "base/sv.h"

struct finder;

#define FINDER_MAX 40      /* texts */
#define FINDER_TEXT_MAX 64 /* of longer texts the beginning is looked for */
#define FINDER_BEHIND (FINDER_TEXT_MAX + 8) /* bytes to give behind the last place asked for */

/* A place in the block, times two, plus one if one of the texts begins there; even: a line
 * feed stands there. */
typedef uint32_t finder_mark;
#define FINDER_MARKS 4096 /* that fit into the array of a sweep */

/* fold: ASCII letters match whatever their case. sample: bytes like those that will be looked
 * at; may be empty. first_as_it_is: the window of the first text is its beginning, so that its
 * marks come before those of whatever begins behind it. Empty texts are never found. */
struct finder *finder_create(const struct sv *texts, size_t count, bool fold, struct sv sample,
	bool first_as_it_is);
void finder_destroy(struct finder *finder);

/* Looks on from *at (0 at first) for line feeds and beginnings before `to`, until all were found
 * or marks is nearly full; *at is then where to go on. Gives how many. Line feeds come in order (and
 * a few from behind `to`), and a text that holds none comes between those around it; a place where
 * several texts begin may come more than once. */
size_t finder_sweep(const struct finder *finder, struct sv block, size_t to, size_t *at,
	finder_mark marks[static FINDER_MARKS]);
bool finder_done(const struct finder *finder, struct sv block, size_t to, size_t at);

/* Which texts begin there: a bit each. */
uint64_t finder_at(const struct finder *finder, struct sv block, size_t at);

/* How it looks: made to go the widest way that the processor can. For tests, which hold all ways
 * equal; false: this processor can't. */
enum finder_way { FINDER_PLAIN, FINDER_AVX2, FINDER_AVX512 };
bool finder_go(struct finder *finder, enum finder_way way);

#endif
