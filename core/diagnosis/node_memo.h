/* What the guide makes of a server's command. That hangs on its name and its node alone, and the
 * same nodes come message after message: what was found of one is kept for the next. */
#ifndef DIAGNOSIS_NODE_MEMO_H
#define DIAGNOSIS_NODE_MEMO_H

#include "guide/guide.h"

struct node_memo;

struct node_meaning {
	const struct guide_key_entry *key; /* NULL: none of the guide's */
	bool has_id; /* there is an identity in the node */
};

/* guide is borrowed. */
struct node_memo *node_memo_create(const struct guide *guide);
void node_memo_destroy(struct node_memo *memo);

struct node_meaning node_memo_find(struct node_memo *memo, struct sv command, struct sv node);

#endif
