/* What a SyncML message says, element by element, whoever reads its XML: syncml.c by hand, or
 * through a walk where it is not plain. */
#ifndef SCEP_SYNCML_READING_H
#define SCEP_SYNCML_READING_H

#include "payload.h"

#define SYNCML_DEPTH_MAX 2100 /* more than the names of a walk's path can be */

struct syncml_reading {
	struct syncml *out;
	struct syncml_command item;  /* what the open item has told so far */
	struct syncml_command whole; /* what the open command says for all its items */
	struct syncml_status status;
	size_t depth;   /* of open elements */
	size_t command; /* depth of the open command or status; 0: none */
	bool is_status;
	size_t first;   /* its first item among the commands */
	uint8_t open[SYNCML_DEPTH_MAX]; /* enum element */
};

/* Text since the last tag, at an end. */
struct syncml_text {
	struct sv text;
	bool lasts; /* as long as the message's own text: it need not be copied */
	bool coded; /* its entities are still to be decoded */
};

void syncml_start(struct syncml_reading *reading, struct sv name);
void syncml_end(struct syncml_reading *reading, const struct syncml_text *text);

/* Has a command (not a Status) just begun? */
bool syncml_command_begins(const struct syncml_reading *reading);
/* All of the command that has just begun, which has one item; it ends with it. */
void syncml_command_whole(struct syncml_reading *reading, const struct syncml_command *command);
/* A command that has begun and was not finished is none. */
void syncml_drop_open(struct syncml_reading *reading);

#endif
