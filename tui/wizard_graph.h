/* Microsoft Graph in the wizard: asked about the diagnosis in hand, step by step, and its answers
 * given to it. Where it came from, live or saved, makes no difference here. */
#ifndef TUI_WIZARD_GRAPH_H
#define TUI_WIZARD_GRAPH_H

#include "wizard.h"

/* From here on this is where answers come from, and whom they are about ("": not said); asks if
 * there is a diagnosis. The source is taken over; NULL: as if there were no Graph. */
void wizard_graph_use(struct wizard *wizard, struct graph_source *owned, const char *user,
	const char *device);
/* Another user or device (NULL: as before): asks anew. */
void wizard_graph_about(struct wizard *wizard, const char *user, const char *device);

/* For the diagnosis: a new one has begun; its log has been read, and may name the device. */
void wizard_graph_begin(struct wizard *wizard);
void wizard_graph_log_read(struct wizard *wizard);
/* The answers so far, to a diagnosis that is made or read again. */
void wizard_graph_give(const struct wizard *wizard, struct diagnosis *diagnosis);

/* Moves with each answer. */
unsigned wizard_graph_revision(const struct wizard *wizard);
bool wizard_graph_asking(const struct wizard *wizard);
/* The question under way; NULL: none. */
const struct graph_step *wizard_graph_step(const struct wizard *wizard);
void wizard_graph_stop(struct wizard *wizard); /* what was answered stays */
void wizard_graph_finish(struct wizard *wizard);

/* Asks the device to check in now, which the user has confirmed. told: with a sentence for the
 * user, at once or later. False: Graph can't be asked; err says how else. */
bool wizard_graph_sync(struct wizard *wizard, void (*told)(void *data, const char *text),
	void *data, struct err *err);
/* False: err says how the device can be asked without Graph. */
bool wizard_graph_can_sync(const struct wizard *wizard, struct err *err);
/* The device's name; NULL: it is not known which one. */
const char *wizard_graph_device(const struct wizard *wizard);

#endif
