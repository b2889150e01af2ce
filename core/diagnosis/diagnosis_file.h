/* A diagnosis on disk, so that it can be taken up again: what the user said, which logs were
 * open, and where he stood. Findings are not kept: the logs are read again. Never a token.
 *
 * One JSON file a diagnosis in $XDG_STATE_HOME/scepwiz/sessions (or ~/.local/state/…), 0600,
 * written whole or not at all. */
#ifndef DIAGNOSIS_FILE_H
#define DIAGNOSIS_FILE_H

#include "diagnosis.h"

#define SAVED_ID_MAX 40    /* of the file's name, without .json */
#define SAVED_STEP_MAX 32
#define SAVED_LOGS_MAX 64
#define SAVED_BYTES_MAX (256u << 10)
#define SAVED_LIST_MAX 200

struct saved_check {
	bool given; /* the user answered it */
	enum check_outcome outcome;
	char *note; /* or NULL */
};

struct saved_case {
	char id[SAVED_ID_MAX];
	int64_t saved_us;          /* wall clock, as microseconds since 1970 UTC */
	char *guide;               /* its id */
	char step[SAVED_STEP_MAX]; /* where the user stood, in the front's words */
	struct case_options options;
	struct saved_check checks[CHECK_COUNT];
	char **logs;               /* absolute paths */
	size_t logs_count, logs_cap;
	size_t log;                /* the one in view, its selected entry, its filter */
	uint64_t entry;
	char *filter;              /* or NULL */
	char outcome[24];          /* the verdict's id when it was saved; "" if none was due */
};

void saved_init(struct saved_case *saved);
void saved_finish(struct saved_case *saved);

/* Fills what a diagnosis knows itself: guide, options, answers, logs, outcome (as judged last;
 * "" if never); and the time. */
void saved_take(struct saved_case *saved, const struct diagnosis *diagnosis);
/* Says it all to a fresh diagnosis of the same guide, but for the logs. */
void saved_give(const struct saved_case *saved, struct diagnosis *diagnosis);

/* A new name, from the clock and the process: no other diagnosis has it. */
void saved_new_id(char ret[static SAVED_ID_MAX]);

/* The folder; yours. NULL: neither XDG_STATE_HOME nor HOME is set to an absolute path. */
char *saved_folder(void);
/* Makes the folder (0700) if need be. */
bool saved_write(const struct saved_case *saved, const char *folder, struct err *err);
/* Anything that is not as saved_write() writes it is an error that says what and where. */
bool saved_read(struct saved_case *saved, const char *folder, const char *id,
	struct err *err);
/* path is for messages only. Where reading fails, saved is empty and need not be finished. */
bool saved_parse(struct saved_case *saved, const char *path, struct sv json, struct err *err);
void saved_text(const struct saved_case *saved, struct strbuf *out); /* the JSON */
/* Its lock file goes as well. What is not there is deleted. */
bool saved_delete(const char *folder, const char *id, struct err *err);

/* The saved diagnoses of a folder, newest first; unreadable ones are left out. No folder: none. */
struct saved_list {
	struct saved_case *cases;
	size_t cases_count, cases_cap;
};
void saved_list_load(struct saved_list *list, const char *folder);
void saved_list_finish(struct saved_list *list);

/* Held while a diagnosis is open, so that two programs never write the same one: a descriptor
 * to close, or -1 if another program has it (errno EWOULDBLOCK) or the folder can't be used
 * (errno says why). */
int saved_lock(const char *folder, const char *id);

#endif
