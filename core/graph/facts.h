/* What is known so far about one user and device: the answers, put together. A filter that Graph
 * ignored is found out here: only what is the user's, and only the device asked for, counts. */
#ifndef GRAPH_FACTS_H
#define GRAPH_FACTS_H

#include "base/strbuf.h"
#include "source.h"
#include "targeting.h"

/* Whom it is about, as the user of the program says it; "" where he does not. */
struct graph_subject {
	const char *user;     /* UPN, mail address, id or name */
	const char *device;   /* its id in Intune, or its name */
	const char *computer; /* the name a log gives: chooses among the user's devices */
	const char *profile;  /* id or name; "": all of the platform */
	enum graph_platform platform; /* NONE: not known */
};

enum question { ASK_ACCOUNT, ASK_USER, ASK_USER_SEARCH, ASK_USER_NAMES, ASK_PROFILES,
	ASK_ASSIGNMENTS, ASK_DEVICES, ASK_DEVICE_SEARCH, ASK_DEVICE, ASK_USER_GROUPS,
	ASK_ENTRA_DEVICE, ASK_DEVICE_GROUPS, ASK_GROUP, ASK_FILTER, ASK_ROOT,
	ASK_ROOT_ASSIGNMENTS, ASK_STATES, ASK_CERTIFICATES, QUESTION_COUNT };

/* A question that was asked, and how it went. */
struct graph_step {
	enum question question;
	const char *key;   /* about which one; "" */
	bool answered;
	enum graph_status status;
	bool incomplete;
	const char *error; /* "" if all went well; in the reader's language */
};

#define GRAPH_NONE SIZE_MAX
#define GRAPH_STEPS_MAX 300

struct graph_facts {
	struct arena texts;
	struct graph_subject subject; /* copied */
	char *account;                /* id of the tenant in Intune; "": not told */
	struct graph_user user;       /* id "": not known */
	struct graph_user *candidates; /* several users of that name */
	size_t candidates_count, candidates_cap;
	struct graph_profile *profiles; /* SCEP and trusted root profiles, no others */
	size_t profiles_count, profiles_cap;
	bool profiles_known, profiles_complete;
	struct graph_device *devices; /* the user's, and the one asked for */
	size_t devices_count, devices_cap;
	bool devices_known, devices_complete; /* the user's */
	size_t foreign_devices; /* rows that nobody had asked for: the filter was ignored */
	const char *entra_object; /* object id of the device in Entra; "" */
	bool entra_gone;          /* Entra does not know the device */
	struct graph_groups user_groups, device_groups;
	struct graph_groups groups; /* assigned groups, read one by one */
	struct graph_filter *filters;
	size_t filters_count, filters_cap;
	struct graph_state *states;
	size_t states_count, states_cap;
	bool states_known;
	struct graph_certificate *certificates;
	size_t certificates_count, certificates_cap;
	struct graph_step *steps;
	size_t steps_count, steps_cap;
	unsigned revision; /* moves with each answer */
};

/* Names, addresses and ids of people and devices are the same in any case. */
bool graph_same(const char *a, const char *b);

struct graph_facts *graph_facts_create(const struct graph_subject *subject);
void graph_facts_destroy(struct graph_facts *facts);

/* Notes that a question goes out; gives its step, to be answered once. */
size_t graph_facts_ask(struct graph_facts *facts, enum question question, const char *key);
void graph_facts_answer(struct graph_facts *facts, size_t step,
	const struct graph_answer *answer);
/* NULL: it was not asked. */
const struct graph_step *graph_step_of(const struct graph_facts *facts, enum question question,
	const char *key);

/* The device it is about: the one asked for, the one whose name the log gives, or the only one
 * of the platform that the user has. GRAPH_NONE: it can't be told which. */
size_t graph_device_of(const struct graph_facts *facts);
/* Is it the device by its name or id? The only one of a platform may be another than the log's. */
bool graph_device_sure(const struct graph_facts *facts);
/* Is it the subject's platform? Any is, if the subject names none. */
bool graph_fits_platform(const struct graph_facts *facts, enum graph_platform platform);
/* GRAPH_NONE: there is no such profile. */
size_t graph_profile_by_id(const struct graph_facts *facts, const char *id);
/* The i-th SCEP profile that the diagnosis is about: of the platform, and the one asked for.
 * GRAPH_NONE: no more. */
size_t graph_scep_profile(const struct graph_facts *facts, size_t i);
/* A group's or filter's name; its id where the name is not known. */
const char *graph_group_name(const struct graph_facts *facts, const char *id);
const struct graph_filter *graph_filter_of(const struct graph_facts *facts, const char *id);
/* NULL: nothing is known of it. */
const struct graph_group *graph_group_of(const struct graph_facts *facts, const char *id);

/* Does this profile reach the user and the device? sure: it is this device; else nothing is
 * known of its groups. Release with targeting_finish(). */
struct targeting graph_targeting(const struct graph_facts *facts, size_t profile, bool sure);

#endif
