/* Could this log have shown a delivery? CONTRACT, "Coverage" and "A finished check-in".
 * Facts are noted while the log is read once; the answer follows from them for any time of
 * assignment, since the user may give one later. */
#ifndef DIAGNOSIS_COVERAGE_H
#define DIAGNOSIS_COVERAGE_H

#include "base/timefmt.h"
#include "log/log.h"

struct check_in { /* one session of the device with the service */
	int64_t begin_us, end_us; /* TIME_NONE where the log does not tell */
	bool finished;
	bool closed;              /* another began after it, or it said that it is over */
	bool answered;            /* Android: the server sent a message */
	char session[32];         /* Android: SessionID */
};

struct breach { /* somewhere between these times the log is not whole */
	int64_t after_us, before_us; /* TIME_NONE: no bound on that side */
};

struct record_gap {
	uint64_t from, to; /* the first and the last that is missing */
};

struct coverage {
	enum log_platform platform;
	bool exact_form;  /* .evtx or XML, or OMADM: forms that can prove a silence */
	bool saw_entries; /* of the right kind: our channel, SyncML */
	bool wrong_channel; /* Windows: entries of another channel or provider were seen */
	struct check_in *check_ins;
	size_t check_ins_count, check_ins_cap;
	struct breach *breaches;
	size_t breaches_count, breaches_cap;
	struct record_gap *gaps; /* Windows: records that are not there; the first ones */
	size_t gaps_count, gaps_cap;
	uint64_t first_record; /* Windows; with has_record */
	bool broken;      /* damage without a place, or too much to keep */
	int64_t first_us, last_us;
	bool saw_debug;
	/* while reading */
	uint64_t last_record;
	bool has_record, open_breach;
	int64_t known_us;
};

void coverage_init(struct coverage *coverage);
void coverage_finish(struct coverage *coverage);

/* How it stands while the log is being read, to go back to. Borrows nothing. */
struct coverage_mark {
	struct coverage then; /* its vectors only by their counts … */
	struct check_in check_in; /* … and their last ones, which may change */
	struct breach breach;
};
struct coverage_mark coverage_mark(const struct coverage *coverage);
void coverage_go_back(struct coverage *coverage, const struct coverage_mark *mark);

/* Each entry of a Windows log, in order. */
void coverage_windows_entry(struct coverage *coverage, const struct log_entry *entry,
	bool ours);
/* The same for an entry that is not damaged and has a record number. */
void coverage_windows_record(struct coverage *coverage, uint64_t record, int64_t us, bool ours);
void coverage_windows_begin(struct coverage *coverage, int64_t us); /* 208 */
void coverage_windows_end(struct coverage *coverage, int64_t us);   /* 209, status 0 */

/* Each SyncML message of an Android log, in order. verbose: its entry's level. */
void coverage_syncml(struct coverage *coverage, struct sv session, int64_t us,
	bool from_server, bool verbose, bool cut);

/* Once the log has been read, or has grown and been read on. */
void coverage_close(struct coverage *coverage, const struct log_info *info);

/* The finished check-in that lies after the assignment, or NULL. */
const struct check_in *coverage_check_in(const struct coverage *coverage,
	int64_t assigned_at);
bool coverage_whole(const struct coverage *coverage, int64_t from_us, int64_t to_us);
bool coverage_complete(const struct coverage *coverage, int64_t assigned_at);

/* What the numbers of the records tell: gaps, and that the log does not begin with its first
 * record. One sentence a call, in the reader's language; false when there is no more. */
bool coverage_remark(const struct coverage *coverage, size_t i, struct strbuf *out);

/* The last finished check-in the log shows, and whether it counts as *the* last one: only
 * if the log goes on after the assignment, whole. TIME_NONE: none. */
int64_t coverage_last_check_in(const struct coverage *coverage, int64_t assigned_at);

#endif
