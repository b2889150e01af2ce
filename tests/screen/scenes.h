/* Every view in the states that matter: what the tests of keys and of sizes walk over. */
#ifndef SCENES_H
#define SCENES_H

#include "stage.h"

struct scene {
	const char *name;
	const char *words, *keys;      /* as typed; see stage_open(), stage_keys() */
	const char *before;            /* keys of a run before, that leaves a saved diagnosis */
	const char *folder;            /* where it starts, within the source; NULL: its root */
	bool writes;                   /* its keys may write a file: it ends in the scratch folder */
	bool scrolled;                 /* how it looks depends on the size the keys met */
};

extern const struct scene scenes[];
extern const size_t scenes_count;

/* Plays a scene from a clean state: nothing saved, no habits. */
void scene_open(struct stage *stage, const struct scene *scene);

/* All that a key could change: the cells with their roles, the cursor, the step, the field. */
void scene_print(struct stage *stage, struct strbuf *out);

/* The row of the line between the panes; 0: there is one pane, or they are side by side. */
int scene_rule(struct stage *stage);

#endif
