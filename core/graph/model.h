/* What Graph said, as structs of ours. Texts are never NULL: what is absent, null or empty in the
 * JSON is "". They live as long as the facts they are part of. Ids are lower case. */
#ifndef GRAPH_MODEL_H
#define GRAPH_MODEL_H

#include <jansson.h>

#include "base/timefmt.h"
#include "kinds.h"

enum truth { TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES };

struct graph_user {
	const char *id, *name, *upn, *mail;
	enum truth enabled, guest, licensed; /* licensed: an Intune plan that is in force */
};

struct graph_group {
	const char *id, *name;
	bool dynamic, paused; /* its members are computed from a rule; not at the moment */
	bool hidden;          /* its members are shown to few: a list may leave it out */
	bool gone;            /* there is no such group any more */
};

/* The groups somebody is in, through nested groups as well. */
struct graph_groups {
	struct graph_group *items;
	size_t items_count, items_cap;
	bool known;    /* the list was given … */
	bool complete; /* … and nothing is missing in it */
};

struct graph_device {
	const char *id, *entra_id; /* entra_id "": not registered */
	const char *name, *system, *version;
	const char *user_id, *upn, *mail;
	const char *agent, *enrolment, *owner; /* as Graph spells them */
	const char *serial, *imei, *meid;
	enum truth resource_access; /* co-managed: the workload "Resource access" is Intune's */
	int64_t last_sync; /* TIME_NONE: not told, or never */
	bool never_synced;
	enum graph_platform platform;
	bool detailed; /* read by itself, not from a list, which leaves things out */
};

enum target_kind { TARGET_GROUP, TARGET_EXCLUDED_GROUP, TARGET_ALL_USERS, TARGET_ALL_DEVICES,
	TARGET_COLLECTION, /* of Configuration Manager */
	TARGET_UNKNOWN_KIND };
enum filter_mode { FILTER_NONE, FILTER_INCLUDE, FILTER_EXCLUDE };

struct graph_assignment {
	enum target_kind kind;
	const char *group;  /* id; "" unless it is one */
	const char *filter; /* id; "" without a filter */
	enum filter_mode filter_mode;
	bool remove;        /* the assignment takes the profile away */
};

#define SUBJECT_FORMATS_MAX 12 /* subject, and alternative names */

struct graph_profile {
	const char *id, *name;
	const struct graph_type *type;
	int64_t modified; /* TIME_NONE: not told */
	struct graph_assignment *assignments;
	size_t assignments_count, assignments_cap;
	bool assigned_known, assigned_complete; /* as for graph_groups */
	bool has_rules;   /* applicability rules of Windows */
	/* SCEP */
	const char *formats[SUBJECT_FORMATS_MAX]; /* texts with {{variables}} */
	size_t formats_count;
	const char *subject_kind; /* subjectNameFormat: commonNameAsIMEI … */
	const char *store;        /* "user", "machine", "" */
	bool plain_http;          /* a server's address does not begin with https */
	int validity_days;        /* 0: not told */
	const char *root;         /* id of its root profile; "": not told */
	bool no_root;             /* Graph says that it has none */
	/* trusted root */
	char thumbprint[41];      /* SHA-1 of the certificate, lower case; "": not told */
};

struct graph_filter {
	const char *id, *name, *rule;
};

/* How Intune says that a profile stands on a device. */
struct graph_state {
	const char *profile; /* id */
	const char *user_id, *state;
};

struct graph_certificate {
	const char *profile, *device, *state, *thumbprint;
	int64_t expires;
	int64_t error;
};

/* Readers of single objects; anything may be missing or of another type. False: not even an id.
 * Texts go to arena. */
bool graph_read_user(struct arena *arena, const json_t *json, struct graph_user *ret);
bool graph_read_group(struct arena *arena, const json_t *json, struct graph_group *ret);
bool graph_read_device(struct arena *arena, const json_t *json, struct graph_device *ret);
bool graph_read_filter(struct arena *arena, const json_t *json, struct graph_filter *ret);
bool graph_read_state(struct arena *arena, const json_t *json, struct graph_state *ret);
bool graph_read_certificate(struct arena *arena, const json_t *json,
	struct graph_certificate *ret);
/* Its assignments, too, if they were expanded; release with graph_profile_finish(). */
bool graph_read_profile(struct arena *arena, const json_t *json, struct graph_profile *ret);
void graph_profile_finish(struct graph_profile *profile);
/* value: the array of them. complete: it is all of them. */
void graph_read_assignments(struct arena *arena, const json_t *value, bool complete,
	struct graph_profile *ret);

/* A text member; "" if it is none. */
const char *graph_text(struct arena *arena, const json_t *json, const char *key);
/* An id, lower case; "" unless it is letters, digits, dash or underscore: it becomes part of
 * addresses and file names. */
const char *graph_id(struct arena *arena, const json_t *json, const char *key);

#endif
