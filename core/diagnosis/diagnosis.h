/* One diagnosis: the guide, the answers, the logs, what was found in them, and the verdict.
 * Fronts change it only through the functions below and read the structs freely; revision
 * moves whenever something has changed. */
#ifndef DIAGNOSIS_H
#define DIAGNOSIS_H

#include "coverage.h"
#include "finding.h"
#include "graph/facts.h"
#include "library.h"
#include "log/log.h"
#include "verdict.h"

/* Why a log can't settle the question alone; ids of CONTRACT, logs[].missing[].what. */
enum missing { MISSING_DEBUG, MISSING_VERBOSE, MISSING_WINDOW, MISSING_CHECK_IN,
	MISSING_WRONG_LOG, MISSING_RECORDS, MISSING_ZONE, MISSING_DATE, MISSING_ASSIGNED_AT,
	MISSING_COUNT };

struct case_log {
	struct log *log;
	char sha256[65];  /* "" unless diagnosis_hash_log() was called */
	struct coverage coverage;
	unsigned missing; /* bits of enum missing */
	bool sufficient;  /* nothing is missing */
	uint64_t key_entries; /* entries; one may be several findings */
	size_t *unkept;   /* of each key entry of the guide: notes that were only counted; NULL: none */
};

struct case_check {
	enum check_outcome outcome;
	enum finding_origin origin;
	int64_t at_us;   /* the check-in it speaks of; TIME_NONE */
	char *note;      /* what the user added; NULL */
	size_t finding;  /* SIZE_MAX: nothing was said about it */
};

/* What Graph answers to a check. */
struct graph_check {
	bool answered;    /* it says something, if only why it can't tell */
	enum check_outcome outcome;
	int64_t at_us;    /* the check-in it speaks of; TIME_NONE */
	const char *text; /* in the reader's language, "" unless answered */
};

#define PROFILE_VERSIONS_MAX 16 /* an edit a version: nobody makes more within one log */

/* A row: one SCEP profile that the evidence speaks of. */
struct case_profile {
	char profile[SCEP_GUID_MAX], account[SCEP_GUID_MAX]; /* "": not printed */
	bool complete;
	bool has_hash;
	int32_t hash; /* of the latest delivery */
	int32_t versions[PROFILE_VERSIONS_MAX]; /* the different ones of all, as they came */
	size_t versions_count;
	const char *name; /* that Graph gives it; NULL: not known */
	struct profile_verdict verdict;
};

/* A profile that a log of another platform names. */
struct case_stranger {
	enum log_platform platform;
	size_t log;
	struct scep_id id;
};

struct case_options {
	int64_t assigned_at, last_check_in; /* TIME_NONE: not given */
	char profile[SCEP_GUID_MAX];        /* "": any */
	struct log_options log;             /* zone, date, platform */
};

struct diagnosis {
	const struct library *library;
	const struct guide *guide;
	struct case_options options;
	struct case_check checks[CHECK_COUNT];
	const struct graph_facts *graph;  /* what Graph said; borrowed; NULL: it was not asked */
	enum finding_origin graph_origin; /* ORIGIN_GRAPH, ORIGIN_IMPORT */
	struct graph_check asked[CHECK_COUNT];
	struct case_log *logs;
	size_t logs_count, logs_cap;
	struct finding *findings; /* of the logs by place, then of the checks, then Graph's */
	size_t findings_count, findings_cap;
	size_t notes_count;       /* those among them that decide nothing */
	struct arena texts;       /* of the findings of logs … */
	struct arena check_texts; /* … and of the others, made anew with them */
	struct arena graph_texts; /* of asked */
	char **computers;         /* names of devices that the logs mention, for redaction */
	size_t computers_count, computers_cap;
	bool overflow;            /* more findings than can be kept */
	struct case_profile *profiles;
	size_t *row_slots; /* profiles.c: rows by their id */
	size_t profiles_count, profiles_cap;
	struct case_stranger *strangers; /* each profile once */
	size_t strangers_count, strangers_cap;
	struct profile_verdict verdict; /* of the deciding profile, or of none */
	size_t deciding;                /* its row; PROFILE_NONE */
	unsigned revision;
	bool background; /* whoever steps it has more to do: it never waits for a disk */
};

#define FINDINGS_MAX 100000
#define FINDINGS_NOTES_MAX 20000 /* findings that decide nothing; more are counted, but not listed */

/* library and guide are borrowed and outlive the diagnosis. */
struct diagnosis *diagnosis_create(const struct library *library, const struct guide *guide);
void diagnosis_destroy(struct diagnosis *diagnosis);

void case_options_init(struct case_options *options);
void diagnosis_set_options(struct diagnosis *diagnosis, const struct case_options *options);
void diagnosis_answer(struct diagnosis *diagnosis, enum check_id check,
	enum check_outcome outcome, const char *note);

/* The user's answer is taken back: what Graph or the log says counts again. */
void diagnosis_accept(struct diagnosis *diagnosis, enum check_id check);

/* What Graph said, live (ORIGIN_GRAPH) or saved (ORIGIN_IMPORT); the facts may still grow. They
 * are borrowed and outlive the diagnosis or the next call; NULL: as if it had not been asked. */
void diagnosis_set_graph(struct diagnosis *diagnosis, const struct graph_facts *facts,
	enum finding_origin origin);
/* Does Graph say the opposite of what the user answered? */
bool diagnosis_contradicted(const struct diagnosis *diagnosis, enum check_id check);
/* The platform of a guide in Graph's terms. */
enum graph_platform guide_graph_platform(const struct guide *guide);

/* Reads a log as a job of its own: diagnosis_log_step() works until until_us and gives false
 * when the log has been read. One log at a time. Findings come in while it is read, in the
 * order of the log (of a small .evtx: once all of it was seen); fronts may judge meanwhile, and a
 * proof does not count as reached before the log has been read. */
bool diagnosis_open_log(struct diagnosis *diagnosis, struct source *owned, struct err *err);
bool diagnosis_log_step(struct diagnosis *diagnosis, int64_t until_us);
/* In the background: readable when the next step will find something; -1: it does so now. */
int diagnosis_waits_for(const struct diagnosis *diagnosis);
double diagnosis_log_progress(const struct diagnosis *diagnosis); /* 0…1, never falls */
bool diagnosis_reading(const struct diagnosis *diagnosis); /* a log is at work */
/* Stops reading. What was found so far stays; the log counts as evidence that was not read to
 * its end, and damage, summary and missing say so. */
void diagnosis_cancel_log(struct diagnosis *diagnosis);

/* The file of the last log goes on: GROWN: what was appended is read on as a log is, by
 * diagnosis_log_step(), and the diagnosis becomes what reading all of it anew would give; the
 * verdict stands for nothing until it is judged again. SAME: nothing is new. OTHER: the log has to
 * be opened anew; nothing has changed here. Not while a log is being read. */
enum source_change diagnosis_grow(struct diagnosis *diagnosis);

/* Which member of a bundle or folder holds the evidence; NULL: the log's path does. joined: only
 * where the log was joined from several, so that its own member does not tell. */
const char *diagnosis_member(const struct diagnosis *diagnosis, const struct evidence *evidence,
	bool joined);

void diagnosis_hash_log(struct diagnosis *diagnosis, size_t log);

/* Brings checks, profiles and verdict up to date with everything said and read so far. */
void diagnosis_judge(struct diagnosis *diagnosis);

const char *missing_id(enum missing missing);
/* What is missing and how to get it, in the reader's language. */
void missing_text(const struct diagnosis *diagnosis, enum missing missing,
	struct strbuf *out);
/* All that is missing in the logs that should have told; bits of enum missing. */
unsigned diagnosis_missing(const struct diagnosis *diagnosis);

/* How often a key entry was found in a log; log SIZE_MAX: in all of them. */
size_t diagnosis_count(const struct diagnosis *diagnosis, size_t log,
	const struct guide_key_entry *key);
/* The same of all key entries of the guide, in its order. */
void diagnosis_counts(const struct diagnosis *diagnosis, size_t log,
	size_t ret[static GUIDE_ENTRIES_MAX]);
/* Notes of a log that were counted and are not among the findings. */
size_t diagnosis_unkept(const struct diagnosis *diagnosis, size_t log);

/* The verdict in a sentence or two, in the reader's language: the outcome, its proof, what
 * contradicts it, what was not checked. */
void diagnosis_summary(const struct diagnosis *diagnosis, struct strbuf *out);
/* What to do next, one a call; false when there is no more. link may come back NULL. */
bool diagnosis_advice(const struct diagnosis *diagnosis, size_t i, struct strbuf *out,
	const char **ret_link);
/* The same without what is missing, for whoever says that by itself. */
bool diagnosis_next(const struct diagnosis *diagnosis, size_t i, struct strbuf *out,
	const char **ret_link);
/* The guide that takes the question up where this one ends; NULL: none. */
const struct guide *diagnosis_next_guide(const struct diagnosis *diagnosis);
/* What was said or found about a check, in a sentence. */
void diagnosis_check_text(const struct diagnosis *diagnosis, enum check_id check,
	struct strbuf *out);
/* What a finding says, of a log or of a check, in the reader's language. */
void diagnosis_finding_text(const struct diagnosis *diagnosis, size_t finding,
	struct strbuf *out);
/* Is the finding evidence for this stage of the deciding profile? */
bool diagnosis_speaks_of(const struct diagnosis *diagnosis, size_t finding,
	enum guide_stage stage);
/* Which findings decide row (PROFILE_NONE: the verdict without a profile): one a call, SIZE_MAX
 * when there is no more. */
size_t diagnosis_because(const struct diagnosis *diagnosis, size_t row, size_t i);

#endif
