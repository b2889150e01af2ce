/* A slice: bytes somebody else owns. Parsers take slices and give slices; a copy marks
 * something we keep. Slices may hold any byte, NUL included. */
#ifndef BASE_SV_H
#define BASE_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

struct sv {
	const char *ptr;
	size_t len;
};

#define SV(literal) ((struct sv){(literal), sizeof(literal) - 1})
#define SV_EMPTY ((struct sv){"", 0})
#define SV_FMT "%.*s"
#define SV_ARG(s) (int)((s).len > 65535 ? 65535 : (s).len), (s).ptr
#define SV_NPOS ((size_t)-1)

struct sv sv_str(const char *text); /* NULL gives the empty slice */
bool sv_eq(struct sv a, struct sv b);
bool sv_ieq(struct sv a, struct sv b); /* ASCII letters only, whatever the locale */
bool sv_starts(struct sv s, struct sv prefix);
bool sv_istarts(struct sv s, struct sv prefix);
bool sv_ends(struct sv s, struct sv suffix);
int sv_cmp(struct sv a, struct sv b);

size_t sv_find(struct sv hay, struct sv needle); /* SV_NPOS: not there */
size_t sv_ifind(struct sv hay, struct sv needle);
size_t sv_chr(struct sv hay, char c);
bool sv_has(struct sv hay, struct sv needle);

struct sv sv_from(struct sv s, size_t from); /* past the end: empty */
struct sv sv_sub(struct sv s, size_t from, size_t len);
struct sv sv_span(struct sv a, struct sv b); /* slices of one text, in any order, as one */
struct sv sv_trim(struct sv s); /* blanks, tabs, CR, LF at both ends */
struct sv sv_trim_end(struct sv s);

/* Takes the part of *rest before sep into *ret_part and leaves what follows. False once
 * *rest is used up. "a,b" gives a, b; "a," gives a and an empty part. */
bool sv_cut(struct sv *rest, char sep, struct sv *ret_part);
/* The same for words parted by blanks and tabs; never gives an empty one. */
bool sv_word(struct sv *rest, struct sv *ret_word);

/* Numbers from outside: the whole slice must be the number and fit, else false. */
bool sv_to_u64(struct sv s, uint64_t *ret);
bool sv_to_i64(struct sv s, int64_t *ret);
bool sv_hex_to_u64(struct sv s, uint64_t *ret); /* digits only, no 0x */
bool sv_to_number(struct sv s, uint64_t *ret);  /* 0x…, or decimal */

char *sv_dup(struct sv s); /* yours; ends at the first NUL for C readers */
struct sv arena_sv(struct arena *arena, struct sv s); /* a copy, NUL-terminated */

#endif
