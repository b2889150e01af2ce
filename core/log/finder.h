/* Many short texts, and the line feeds, found in one pass over a block of bytes.
 *
 * How it works. Of each text the three bytes in a row that are rarest in the log itself are its
 * window. Texts are dealt into eight buckets, one bit each. A table of 16 bytes tells for a low
 * half byte which buckets want it at the window's first place, another for the high half; so for
 * the second and the third place. One shuffle instruction looks up 32 bytes at once: six of them
 * and five ANDs leave a byte of bucket bits for each of 32 places, nearly always zero (the
 * algorithm is known as Teddy). Where it is not, eight bytes are compared with those of each text
 * in the bucket, and then all of them. Line feeds cost one comparison more in the same pass.
 *
 * Why so. Measured on 1 GB of OMADM log, 20 texts: memmem for each of them 1.8 s, PCRE2's JIT
 * 1.9 s, vectorscan 0.36 s, this 0.07 s, which is about what moving the bytes costs. What matters
 * is which three bytes: the texts' first ones 0.35 s, the rarest ones of a sample 0.06 s. Wider
 * registers (AVX-512) gain nothing: memory is the limit. Without AVX2 one table lookup a byte and
 * place does the same, about eight times slower, and is what the other is tested against. */
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

/* For tests: never use what only some processors have. */
void finder_plain(struct finder *finder);

#endif
