/* Key entries over one log: which entries match the guide, and what they carry. Works on
 * the entries that the scan marked as hits, in the order of the log. */
#ifndef DIAGNOSIS_MATCH_H
#define DIAGNOSIS_MATCH_H

#include "diagnosis.h"

struct match;

/* diagnosis and the log with this number are borrowed and filled. */
struct match *match_create(struct diagnosis *diagnosis, size_t log);
void match_destroy(struct match *match);
bool match_step(struct match *match, int64_t until_us); /* false: done */

/* The literals a scan has to look for so that no key entry of the guide can be missed;
 * none for guides about events. Slices into the guide; gives how many. */
size_t match_literals(const struct guide *guide, struct sv out[static LOG_LITERALS_MAX]);

/* ---- for the parts of the match ---- */

/* A server command whose Status may come later. */
struct sent_command {
	char session[32], message[32], id[32], name[16];
	char *node;
};

struct match {
	struct diagnosis *diagnosis;
	size_t log;
	uint64_t cursor;
	struct log_entry entry;
	struct sent_command *sent;
	size_t sent_count, sent_cap;
	char session[32]; /* of the last message of a server */
	bool has_session;
};

/* Adds a finding for key; what the caller knows more is filled in afterwards. excerpt is
 * repaired and cut. NULL if there is no room: the diagnosis then knows of the overflow. */
struct finding *match_add(struct match *match, const struct guide_key_entry *key,
	struct sv excerpt);
/* Arrival-class records count only with an identity in them (CONTRACT, "Proof"). */
bool match_needs_id(const struct guide_key_entry *key);
void match_set_id(struct finding *finding, struct sv text); /* the first identity in text */

void match_event(struct match *match);
void match_syncml(struct match *match);
void match_text(struct match *match);

#endif
