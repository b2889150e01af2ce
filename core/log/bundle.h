/* What people send instead of a log: a zip, cab, tar or gzipped tar ("Collect diagnostics" of
 * Intune, mdmdiagnosticstool, a zipped folder). Its members are read as a stream into memory,
 * by their place in the bundle, and never written anywhere: a name in it is only something to
 * show. Only regular files are looked at.
 *
 * All work is bounded, since a bundle of some KB may claim to hold anything: the constants
 * below. What was refused or passed over is a note, a sentence that names the member. */
#ifndef LOG_BUNDLE_H
#define LOG_BUNDLE_H

#include "source.h"

#define BUNDLE_MEMBER_MAX (48u << 20) /* bytes of one member that is read */
#define BUNDLE_TOTAL_MAX (128u << 20) /* of all that are in memory at a time */
#define BUNDLE_MEMBERS_MAX 10000
#define BUNDLE_DEPTH_MAX 2            /* a cab inside a zip */
#define BUNDLE_RATIO_MAX 200          /* more bytes out of one byte are worth a note */
#define BUNDLE_WORK_MAX (2ull << 30)  /* bytes unpacked in one pass over it */
#define BUNDLE_NAME_MAX 1024          /* longer names are cut */

struct bundle;

struct bundle_member {
	const char *name;    /* as it stands there, but for control characters ("?"); in a
	                      * bundle of the bundle "OUTER/INNER" */
	uint64_t size;       /* 0: not told */
	int64_t changed_us;  /* wall clock; 0: not told */
	size_t place[BUNDLE_DEPTH_MAX]; /* what bundle_load() goes by */
	unsigned depth;      /* 1: directly in the bundle */
};

/* Do these first bytes (512 are enough) begin a bundle? */
bool bundle_is(struct sv head);

/* The source is borrowed and outlives the bundle. */
struct bundle *bundle_open(struct source *source);
void bundle_close(struct bundle *bundle);

/* Called for each regular file with its first bytes (up to LOG_PROBE_MAX), in the order of the
 * bundle; bundles in it are gone through, not given. Not readable: all that is asked is whether
 * it would be of use (there may be no head to tell by); then the reason is worth a note even
 * if all else goes well. */
typedef bool bundle_seen_fn(void *data, const struct bundle_member *member, struct sv head,
	bool readable);
/* False: it is no bundle that can be read at all. */
bool bundle_list(struct bundle *bundle, bundle_seen_fn *seen, void *data, struct err *err);

size_t bundle_members(const struct bundle *bundle); /* that were seen */
/* The sentences about what was refused, cut off or passed over; NULL: no more. all: also those
 * about members that are of no use. */
const char *bundle_note(const struct bundle *bundle, size_t i, bool all);

/* A whole member, in memory: yours. NULL: refused or damaged; err names it and says why. */
struct source *bundle_load(struct bundle *bundle, const struct bundle_member *member,
	struct err *err);

#endif
