/* A guide: what to check for one platform, in which order, and which log entries prove
 * what. Data, read from wizards/NAME.xml; the meaning of the roles is CONTRACT, "What
 * decides". Texts are msgids: show them through guide_text().
 *
 * Most guides ask whether the profile reached the device. Others take up the way to the
 * certificate where those end: their goal is a later stage of the same chain. */
#ifndef GUIDE_H
#define GUIDE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/packed.h"
#include "base/pattern.h"
#include "base/sv.h"

/* PLATFORM_ANY: the logs of devices and servers alike; never what a device is. */
enum guide_platform { PLATFORM_NONE, PLATFORM_ANDROID, PLATFORM_IOS, PLATFORM_WINDOWS,
	PLATFORM_ANY };

/* The chain, in order. The first STAGE_COUNT are what a device can tell, and what a guide whose
 * goal is STAGE_RECEIVED names; other guides name those they speak of. */
enum guide_stage {
	STAGE_ASSIGNED,
	STAGE_RECEIVED,
	STAGE_REQUESTED,
	STAGE_ISSUED,
	STAGE_INSTALLED,
	STAGE_COUNT,
	STAGE_REPORTED = STAGE_COUNT, /* Intune knows of the certificate */
	STAGE_ALL,
	STAGE_NONE = STAGE_ALL,
};

enum guide_role {
	ROLE_PROOF,   /* the profile reached the device */
	ROLE_REFUSAL, /* it arrived and was refused */
	ROLE_REMOVAL, /* it was taken away again */
	ROLE_GOOD,    /* a later stage went well */
	ROLE_BAD,     /* something failed */
	ROLE_NOTE,    /* worth seeing, proves nothing */
};

/* A part of an entry that is highlighted: one entry, several marks. */
struct guide_mark {
	char *id, *title;
	struct pattern *pattern;
	/* Entries in which a mark with this id has the same text (its first group, if it has one)
	 * speak of one request. "profile" is the profile's id. */
	bool joins;
	bool code; /* a number found there is the entry's code, as far as it has no other */
};

enum where_op {
	WHERE_IS,       /* one of the values; numbers compare as numbers */
	WHERE_CONTAINS, /* one of the values occurs in it, letters of any case */
	WHERE_FAILURE,  /* a code with bit 31 set */
	WHERE_PRESENT,  /* the field is there and not empty */
};

struct guide_where {
	char *field; /* our name of an event's field (reference/events.xml), or EventData's */
	enum where_op op;
	bool negate;
	char **values;
	size_t values_count, values_cap;
};

enum match_kind {
	MATCH_TEXT,   /* the entry's message */
	MATCH_SYNCML, /* a command of a SyncML message from the server */
	MATCH_STATUS, /* a Status in a SyncML message from the device */
	MATCH_EVENT,  /* a Windows event */
};

struct guide_match {
	enum match_kind kind;
	/* MATCH_TEXT: every literal must occur, then the pattern (if any) must be found, then the
	 * wheres must hold; process: exact name where the log prints one, NULL for any */
	char **contains;
	size_t contains_count, contains_cap;
	struct pattern *pattern;
	char *process;
	/* MATCH_SYNCML: names such as Add, Replace; the pattern searches the target's LocURI.
	 * MATCH_STATUS: the pattern searches the node the status is about; commands as above */
	char **commands;
	size_t commands_count, commands_cap;
	int64_t status_from, status_to; /* inclusive */
	int64_t status_except;          /* -1: none */
	/* MATCH_EVENT */
	char *provider; /* full name */
	char *channel;
	int32_t *ids;
	size_t ids_count, ids_cap;
	/* MATCH_EVENT, MATCH_TEXT: conditions on the entry's fields; all must hold */
	struct guide_where *wheres;
	size_t wheres_count, wheres_cap;
};

enum guide_anchor { ANCHOR_NONE, ANCHOR_BEGIN, ANCHOR_END };
enum guide_check_in { CHECK_IN_NONE, CHECK_IN_BEGIN, CHECK_IN_END, CHECK_IN_MESSAGE };

struct guide_key_entry {
	char *id, *title;
	enum guide_stage stage;
	enum guide_role role;
	/* Bits (1u << stage) that this entry shows as passed and as broken. What the role
	 * implies is already in them: a proof passes received, a refusal breaks it, a good
	 * entry passes its own stage, a bad one breaks it. */
	unsigned passes, breaks;
	/* Entries without an id of their own belong to the profile of the next ANCHOR_END
	 * entry, else of the previous ANCHOR_BEGIN entry (CONTRACT, "What decides"). */
	enum guide_anchor anchor;
	bool neighbour; /* carries no id itself */
	enum guide_check_in check_in;
	bool payload; /* carries a SCEP request to unwrap */
	struct guide_match *matches; /* any of them; tried in order */
	size_t matches_count, matches_cap;
	struct guide_mark *marks;
	size_t marks_count, marks_cap;
	char *meaning, *absence, *next, *link; /* NULL where the guide says nothing */
	bool expected; /* belongs on the checklist of a good delivery */
	unsigned line; /* in the guide's file */
};

struct guide_stage_text {
	char *title, *if_missing, *if_broken;
};

struct guide_check {
	char *id; /* target-user, group-membership, last-check-in */
	char *title, *question, *why, *where, *if_no, *link;
	enum guide_stage stage;
};

/* How to get a piece of evidence that is missing: what is one of the words of CONTRACT,
 * logs[].missing[].what. */
struct guide_recipe {
	char *what, *text;
};

/* Advice for an outcome ("reached", "not-reached", "inconclusive") and a stage
 * (STAGE_NONE: whatever the stage, or none). In the order of the file. */
struct guide_advice {
	char *outcome;
	enum guide_stage stage;
	bool any_stage;
	char *text, *link;
	char *guide; /* id of the guide to go on with; NULL: none */
};

struct guide_step { /* how to collect the log */
	char *text, *link;
};

struct guide {
	char *id, *path;
	enum guide_platform platform;
	char *title, *summary, *link;
	enum guide_stage goal; /* what the verdict is about */
	struct guide_stage_text stages[STAGE_ALL]; /* without title: not one of this guide's */
	struct guide_check *checks; /* none, or all three */
	size_t checks_count, checks_cap;
	char *log_title, *log_name; /* "OMADM log", "OMADMLog_0.log" */
	struct guide_step *steps;
	size_t steps_count, steps_cap;
	struct guide_recipe *recipes;
	size_t recipes_count, recipes_cap;
	/* the order matters: for one event, one SyncML command, one line of text, the first
	 * entry with a match is the one that counts */
	struct guide_key_entry *entries;
	size_t entries_count, entries_cap;
	struct guide_advice *advices;
	size_t advices_count, advices_cap;
	bool ready; /* built in: its texts are the program's, its lists the arena's */
	struct arena arena;
};

#define GUIDE_ENTRIES_MAX 32 /* a guide error beyond; the scanner counts on it */
#define GUIDE_LITERALS_MAX 31 /* different texts to look for; likewise */

/* Reads and checks a guide: our plain rules first, then guide.rng, which lies beside the
 * guide or, for a guide elsewhere, in the shipped folder. XInclude is followed only inside
 * the folder the guide is in; nothing is fetched. A mistake gives NULL and "file:line: what,
 * and what was expected". */
struct guide *guide_load(const char *path, struct err *err);
void guide_destroy(struct guide *guide);

/* The guides of a folder, in the order of their ids; a faulty one is left out and its
 * error given through complain (may be NULL). known: guides that are built in, taken
 * instead as long as all files of this folder that they came from are the same; may be NULL. */
struct guide_list {
	struct guide **guides;
	size_t guides_count, guides_cap;
};
void guide_list_load(struct guide_list *list, const char *folder, const struct packed_set *known,
	void (*complain)(void *data, const struct err *err), void *data);
void guide_list_finish(struct guide_list *list);
const struct guide *guide_by_id(const struct guide_list *list, struct sv id);
/* The platform's own guide is scep-PLATFORM; without it, the first one for the platform, else the
 * first one for any. */
const struct guide *guide_by_platform(const struct guide_list *list,
	enum guide_platform platform);

/* Does it ask whether the profile reached the device, rather than about a later stage? */
bool guide_is_delivery(const struct guide *guide);
const struct guide_key_entry *guide_entry(const struct guide *guide, const char *id);
const struct guide_check *guide_check(const struct guide *guide, const char *id);
/* The texts one of which occurs in every entry that a text match can fit: what a log is scanned
 * for. 0: any entry might fit. Slices into the guide. */
size_t guide_literals(const struct guide *guide, struct sv out[static GUIDE_LITERALS_MAX]);
const char *guide_recipe(const struct guide *guide, const char *what); /* msgid or NULL */

const char *guide_text(const char *msgid); /* in the reader's language; NULL gives "" */
const char *guide_stage_id(enum guide_stage stage);
bool guide_stage_by_id(struct sv id, enum guide_stage *ret);
const char *guide_role_id(enum guide_role role);
const char *guide_platform_id(enum guide_platform platform);
const char *guide_platform_title(enum guide_platform platform); /* "iOS/iPadOS" */
bool guide_platform_by_id(struct sv id, enum guide_platform *ret);

#endif
