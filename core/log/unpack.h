/* An archive over a source, member by member as a stream: what libarchive is used for, within
 * the limits of bundle.h. Nothing is seen of the library outside. */
#ifndef LOG_UNPACK_H
#define LOG_UNPACK_H

#include "bundle.h"

/* Of a bundle and those in it, kept by the caller across all its archives. */
struct unpack_cost {
	uint64_t work; /* bytes unpacked in this pass; counted here, reset by the caller */
	uint64_t held; /* bytes of members that are in memory; counted by the caller */
};

/* What a member is. */
struct item {
	struct bundle_member member; /* its name is the one below; no place, no depth */
	bool has_size, regular, folder, encrypted;
	char name[BUNDLE_NAME_MAX];
};

struct unpack;

/* Source and cost are borrowed and outlive it. Never NULL: what can't be opened has no members
 * and says why. */
struct unpack *unpack_open(struct source *source, struct unpack_cost *cost);
void unpack_close(struct unpack *unpack);

/* The next member; prefix: "" or the name of the bundle it is in. False: no more (*ret_why is
 * NULL), or the rest can't be read. Reasons are lent until the next call. */
bool unpack_next(struct unpack *unpack, const char *prefix, struct item *ret,
	const char **ret_why);
/* The reason why the last call failed. */
const char *unpack_why(const struct unpack *unpack);
/* The reason of unpack_next() where there was not even one member, in words that help. */
const char *unpack_why_nothing(const struct unpack *unpack, const char *why);

/* How many bytes come out of each byte of the archive, by what the member says. */
uint64_t unpack_ratio(const struct unpack *unpack, const struct item *item);
/* May a member of this size be taken into memory? False: err says why not. */
bool unpack_fits(const struct unpack *unpack, const struct item *item, struct err *err);

/* Of the member at hand: bytes until buf is full or the member ends (*ret_got < len). False:
 * damaged. */
bool unpack_bytes(struct unpack *unpack, char *buf, size_t len, size_t *ret_got);
/* All of it: head, which was read before, and the rest; yours. NULL: err says why. */
char *unpack_whole(struct unpack *unpack, const struct item *item, struct sv head,
	size_t *ret_len, struct err *err);
/* Leaves its rest. Only in a zip can what is not wanted be skipped unread; else it is unpacked,
 * and counted as work. False: there was too much of it. */
bool unpack_pass_over(struct unpack *unpack, const struct item *item);

#endif
