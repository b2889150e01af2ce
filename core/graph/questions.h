/* What a diagnosis asks Graph: one table. The same rows are asked live, printed for use elsewhere
 * (`graph --list`) and looked for among saved answers. All of them only read. */
#ifndef GRAPH_QUESTIONS_H
#define GRAPH_QUESTIONS_H

#include "facts.h"

struct question_info {
	const char *id;         /* the file of a saved answer is ID.json, or ID-KEY.json */
	const char *version;
	/* {} stands for the key, {quoted} for it within quotes, {root} and {type} for the types
	 * of the profile with this id */
	const char *path;
	const char *permission; /* the least that suffices, delegated and application alike */
	const char *purpose;    /* msgid */
	const char *about;      /* what the key is, as printed: "PROFILE"; NULL: there is none */
	bool keyed;             /* asked for each of several things */
	bool collection, eventual;
};

const struct question_info *question_info(enum question question);

/* The i-th thing this question has to be asked about, as far as the facts tell; NULL: no more.
 * Borrowed. */
const char *question_key(const struct graph_facts *facts, enum question question, size_t i);

/* The next question that the facts call for and that was not asked; false: none is left. */
bool question_next(const struct graph_facts *facts, enum question *ret, const char **ret_key);

/* The address behind the version, percent-encoded. key NULL: with a word in its place, for
 * people. */
void question_path(const struct graph_facts *facts, enum question question, const char *key,
	struct strbuf *out);
/* "groups.json", "root-39907e78-….json". key NULL: likewise. */
void question_file(enum question question, const char *key, struct strbuf *out);

/* Asks the device to check in: the only thing that does more than read. */
#define SYNC_PATH "/deviceManagement/managedDevices/%s/syncDevice"
#define SYNC_PERMISSION "DeviceManagementManagedDevices.PrivilegedOperations.All"

/* A text as part of an address; '/' is encoded, too. */
void graph_encode(struct strbuf *out, struct sv text);

#endif
