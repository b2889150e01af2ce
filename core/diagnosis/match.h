/* Key entries over one log: which entries match the guide, and what they carry. Works on
 * the entries that the scan marked as hits, in the order of the log. */
#ifndef DIAGNOSIS_MATCH_H
#define DIAGNOSIS_MATCH_H

#include "diagnosis.h"
#include "mark_needs.h"
#include "node_memo.h"
#include "sent.h"

struct match;

/* diagnosis and the log with this number are borrowed and filled. */
struct match *match_create(struct diagnosis *diagnosis, size_t log);
/* As it stands, with an entry of its own; without a standing. */
struct match *match_copy(const struct match *match);
void match_destroy(struct match *match);
/* How it stood before the first entry that may still change; the caller's from then on. Before
 * there was any: how it stands now. */
struct standing *match_take_standing(struct match *match);
/* Works on the hits the log has so far. False: no more of them just now. */
bool match_step(struct match *match, int64_t until_us);
double match_progress(const struct match *match); /* 0…1 of a log that has been indexed */

/* The literals a scan has to look for so that no key entry of the guide can be missed in a log of
 * this platform; none where every entry is looked at. Slices into the guide; gives how many. */
size_t match_literals(const struct guide *guide, enum log_platform platform,
	struct sv out[static LOG_LITERALS_MAX]);

/* ---- for the parts of the match ---- */

/* What is known of a kind of entries, from the first of them. A dull one cannot match, whatever its
 * fields hold; all that counts then is when it was, and whether it is ours. */
struct kind_known {
	enum { DULL_UNKNOWN, DULL_OURS, DULL_FOREIGN, DULL_NOT } dullness;
	uint32_t keys; /* a bit for each key entry of the guide that it can be */
	bool settled;  /* info is the event, whatever the text */
	const struct event_info *info;
};

#define MATCH_QUOTED 256

struct match {
	struct diagnosis *diagnosis;
	size_t log;
	bool strange; /* of another platform than the guide's: only identities are looked for */
	uint64_t cursor;
	struct log_entry entry;
	bool brief;             /* of it only what log_brief() tells */
	struct log_entry whole; /* the same in full, where its raw text is needed */
	struct strbuf excerpt; /* of an event: used again */
	const char *quoted[MATCH_QUOTED]; /* excerpts kept lately; NULL: none */
	uint64_t last_counted; /* entry among the log's key entries, if any was */
	bool counted;
	const char *time_text; /* of the entry, kept for its findings; NULL: not kept yet */
	struct node_memo *nodes; /* Android */
	struct sent sent;
	char session[32]; /* of the last message of a server */
	bool has_session;
	struct kind_known kinds[LOG_KINDS_MAX + 1]; /* Windows */
	struct mark_needs *needs; /* what marks can't do without */
	struct standing *standing; /* NULL: all entries so far stay as they are */
	/* of match_tell() */
	bool tells;  /* nothing is added: all that is asked is whether an entry is a key entry */
	bool alone;  /* … and the entries before it are not known */
	bool found, if_first, if_sent;
};

/* Findings of checks stand behind those of the logs, so they make way for a new one; the next
 * diagnosis_judge() makes them anew. */
void diagnosis_drop_checks(struct diagnosis *diagnosis);
/* All but the first ones. */
void diagnosis_drop_findings(struct diagnosis *diagnosis, size_t keep);

/* Adds a finding for key; what the caller knows more is filled in afterwards. excerpt is
 * repaired and cut. NULL if there is no room: the diagnosis then knows of the overflow, or has
 * only counted a note. */
struct finding *match_add(struct match *match, const struct guide_key_entry *key,
	struct sv excerpt);
/* The same in two steps: is there room (false: the diagnosis knows that there was none, or has only
 * counted a note), and then the finding. */
bool match_admits(struct match *match, const struct guide_key_entry *key);
struct finding *match_keep(struct match *match, const struct guide_key_entry *key,
	struct sv excerpt);
/* Is name in the list, or does the list name none? */
bool match_names(char *const *list, size_t count, struct sv name);
/* Arrival-class records count only with an identity in them (CONTRACT, "Proof"). */
bool match_needs_id(const struct guide_key_entry *key);
/* The first identity in text. */
void match_set_id(struct match *match, struct finding *finding, struct sv text);
void match_keep_id(struct match *match, struct finding *finding, const struct scep_id *id);

/* Does a field's value fulfil the condition? */
bool match_where(const struct library *library, const struct guide_where *where, struct sv value);

enum match_told {
	TOLD_NO,
	TOLD_KEY,
	TOLD_IF_FIRST, /* if it is the first message of a session */
	TOLD_IF_SENT,  /* if it answers a command that was sent before */
};
/* Is this a key entry? Nothing is added to the diagnosis, and by a match that was asked this once
 * nothing ever is. alone: by itself, out of its order, and the entries before it may decide; else
 * those that it was asked about before are the ones before it. */
enum match_told match_tell(struct match *match, const struct log_entry *entry, bool alone);
/* Of the last message of a server. */
bool match_has_session(const struct match *match);
void match_forget_session(struct match *match);

void match_event(struct match *match);
/* Is entry n of a kind that no key entry of the guide can be? Then it is done with, unread. */
bool match_event_dull(struct match *match, uint64_t n);
/* Is it of a kind of which all is known that its message could tell? */
bool match_event_settled(struct match *match, uint64_t n);
void match_syncml(struct match *match);
void match_text(struct match *match);

#endif
