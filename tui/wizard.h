/* The diagnosis in hand: chosen, answered, its logs read as jobs of the loop, saved after every
 * answer. Draws nothing. */
#ifndef TUI_WIZARD_H
#define TUI_WIZARD_H

#include "base/loop.h"
#include "diagnosis/diagnosis_file.h"
#include "graph/inquiry.h"

/* In the order of the documented procedure. */
enum step { STEP_START, STEP_USER, STEP_GROUP, STEP_CHECK_IN, STEP_COLLECT, STEP_LOG,
	STEP_VERDICT, STEP_REPORT, STEP_COUNT };
#define STEP_FIRST STEP_USER /* of those that need a diagnosis */

/* What a log's file looked like when it was read, to see that it has changed. */
struct watched {
	char *path;   /* absolute, or "-" */
	char *typed;  /* as the user named it; what he sees */
	uint64_t size, inode;
	int64_t changed_us;
};

/* Whom to ask, about whom, and what came of it; see wizard_graph.h. */
struct wizard_graph {
	struct graph_source *source; /* NULL: nobody */
	char *user, *device;         /* NULL: not said */
	struct graph_facts *facts;   /* of the diagnosis in hand; NULL: not asked */
	struct inquiry *inquiry;
	void (*told)(void *data, const char *text); /* what came of asking the device to check in */
	void *told_data;
};

/* A log of the bundle or folder that was opened last which was not the one to read. */
struct other_log {
	char *spelled;     /* opens it */
	char *member;
	const char *title; /* of its form, a msgid; NULL: not looked into */
	uint64_t size;
};

struct wizard {
	struct loop *loop;           /* borrowed */
	struct library *library;     /* borrowed */
	struct diagnosis *diagnosis; /* NULL: no guide chosen yet */
	struct diagnosis *fresh;     /* takes its place once its logs are read; or NULL */
	const struct saved_case *said; /* borrowed: for the first diagnosis, whatever it is; NULL */
	struct saved_case saved;     /* where the user stands; the rest is taken when saving */
	enum step step;
	char *folder;                /* of saved diagnoses; NULL: nothing is kept */
	int lock;                    /* -1: none held */
	bool kept;                   /* worth keeping: something was said */
	bool resumed;                /* saved tells where the user stood */
	uint64_t job, timer;         /* reading; following */
	struct watched *logs;        /* open, being read, or waiting for it, in their order */
	size_t logs_count, logs_cap, logs_read;
	struct other_log *others;
	size_t others_count, others_cap;
	char *others_in;             /* the bundle or folder; NULL: there are none */
	bool follow;
	bool growing;                /* what is being read was appended to a log that had been read */
	bool reread_due;             /* once what is being read has been */
	bool show_newest;            /* the user asked for a log: it is the one to look at */
	unsigned generation;         /* moves when the diagnosis is another one, or read again */
	unsigned cases;              /* moves when it is another one */
	int64_t began_us, took_us;   /* when reading began, and how long it took last time */
	int64_t now_us;              /* tests: the wall clock stands here; 0: it goes */
	void (*letting_go)(void *data); /* called before a diagnosis is destroyed; NULL */
	void *letting_go_data;
	char told[400];              /* what is worth knowing about what was opened; "" */
	struct wizard_graph graph;
	struct err trouble;          /* of the last thing that went wrong behind the scenes */
};

void wizard_init(struct wizard *wizard, struct loop *loop, struct library *library,
	bool keep);
void wizard_finish(struct wizard *wizard);

/* A fresh diagnosis of this guide, in place of the one in hand. */
void wizard_choose(struct wizard *wizard, const struct guide *guide);
/* Goes on with another guide: its diagnosis takes over the options and the logs at hand, for the
 * profile that decides here. False while a log is being read, and if one can't be read twice. */
bool wizard_go_on(struct wizard *wizard, const struct guide *guide, struct err *err);
/* Reads a log into the diagnosis; without one, the log's content chooses the guide. */
bool wizard_open(struct wizard *wizard, const char *path, struct err *err);
bool wizard_reading(const struct wizard *wizard);
/* Readable when there is more to be had of the log at work; -1: now. */
int wizard_waits_for(const struct wizard *wizard);
double wizard_progress(const struct wizard *wizard); /* 0…1 of the log at work */
void wizard_stop(struct wizard *wizard); /* reading: what was read so far stays */

/* Reads all logs again, since they or what they leave out (zone, date) have changed. */
void wizard_reread(struct wizard *wizard);
/* False: standard input is among them, which can be read only once. */
bool wizard_can_reread(const struct wizard *wizard);
void wizard_set_follow(struct wizard *wizard, bool follow);
/* What following does, several times a second: what was appended to the last log is read on; if a
 * file has changed otherwise, all is read again. */
void wizard_look(struct wizard *wizard);

void wizard_answer(struct wizard *wizard, enum check_id check, enum check_outcome outcome,
	const char *note);
/* The note of an answer that was given already. */
void wizard_set_note(struct wizard *wizard, enum check_id check, const char *note);
void wizard_set_options(struct wizard *wizard, const struct case_options *options);
/* Takes the answer back: what Graph or the log says counts again. */
void wizard_accept(struct wizard *wizard, enum check_id check);
/* The time of the assignment, or of the last check-in, as typed (RFC 3339; empty: not known). */
bool wizard_set_time(struct wizard *wizard, bool assigned, struct sv typed, struct err *err);
bool wizard_answered(const struct wizard *wizard); /* anything at all */

void wizard_go(struct wizard *wizard, enum step step);
/* Takes up a saved diagnosis. A log of it that can't be read is left out and told in err. */
bool wizard_resume(struct wizard *wizard, const char *id, struct err *err);
/* Saves, if it is worth keeping or force. Trouble goes to wizard->trouble. */
void wizard_save(struct wizard *wizard, bool force);

/* A guide without checks has no steps for them. */
bool wizard_has_step(const struct wizard *wizard, enum step step);
const char *wizard_step_id(enum step step);
/* What a step is called; "" for the start. In the reader's language. */
const char *wizard_step_title(const struct wizard *wizard, enum step step);
/* The check of a step; NULL if it is none. The guide's own words. */
const struct guide_check *wizard_check(const struct wizard *wizard, enum step step);
enum check_id wizard_check_id(enum step step);

#endif
