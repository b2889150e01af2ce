/* Does a profile reach this user and device by its assignments? Intune's rules, pure:
 * - a group counts with its nested groups; all users and all devices count as what they say;
 * - an exclusion wins, but only over inclusions of the same kind: user against user, device
 *   against device. One of the other kind does not count, and Microsoft supports no such mix;
 * - a filter can only narrow; while its result is not known, neither is the assignment's;
 * - what is not known is never an inclusion. */
#ifndef GRAPH_TARGETING_H
#define GRAPH_TARGETING_H

#include "model.h"

enum side { SIDE_USER, SIDE_DEVICE, SIDE_COUNT };

enum targeting_outcome { TARGETING_UNKNOWN, TARGETING_INCLUDED, TARGETING_EXCLUDED,
	TARGETING_NOT_ASSIGNED };

struct targeting_facts {
	const struct graph_assignment *assignments;
	size_t count;
	bool complete;           /* these are all of them */
	bool absent[SIDE_COUNT]; /* there is none: a device without a user */
	const void *data;        /* for the two below */
	/* Is the user, the device, in this group? */
	enum truth (*member)(const void *data, enum side side, const char *group);
	/* Does the device match this filter's rule? */
	enum truth (*matches)(const void *data, const char *filter);
};

/* Why, in the order of the assignments. */
enum targeting_why {
	WHY_MEMBER,          /* in the assigned group */
	WHY_NOT_MEMBER,      /* neither user nor device is in it */
	WHY_MEMBER_UNKNOWN,
	WHY_ALL_USERS,
	WHY_ALL_DEVICES,
	WHY_NO_USER,         /* all users, but the device has none */
	WHY_EXCLUDED,        /* in the excluded group */
	WHY_NOT_EXCLUDED,
	WHY_EXCLUSION_UNKNOWN,
	WHY_OTHER_KIND,      /* in an excluded group that does not count: the other kind */
	WHY_FILTERED,        /* the filter keeps the device out */
	WHY_FILTER_UNKNOWN,
	WHY_COLLECTION,      /* Configuration Manager's: can't be told from here */
	WHY_REMOVE,          /* an assignment that takes the profile away */
	WHY_STRANGE,         /* a kind of assignment that we don't know */
	WHY_NOTHING,         /* assigned to nobody */
	WHY_INCOMPLETE,      /* the list of assignments may lack some */
};

struct targeting_reason {
	enum targeting_why why;
	enum side side;
	const struct graph_assignment *assignment; /* NULL: of none */
};

struct targeting {
	enum targeting_outcome outcome;
	enum truth sides[SIDE_COUNT]; /* does it reach by way of the user, of the device? */
	struct targeting_reason *reasons;
	size_t reasons_count, reasons_cap;
};

/* Release with targeting_finish(). The assignments are borrowed by the reasons. */
struct targeting targeting_of(const struct targeting_facts *facts);
void targeting_finish(struct targeting *targeting);

/* Microsoft's table: SCEP profile × its trusted root profile. They work together if both reach
 * the same user, or both the same device. */
enum matrix { MATRIX_UNKNOWN, MATRIX_WORKS, MATRIX_FAILS };
enum matrix matrix_of(const enum truth scep[SIDE_COUNT], const enum truth root[SIDE_COUNT]);

#endif
