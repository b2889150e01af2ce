/* The verdict rule: CONTRACT, "What decides", and nothing else decides. Pure: facts in,
 * verdict out; the wizard and `check` call the same function. */
#ifndef DIAGNOSIS_VERDICT_H
#define DIAGNOSIS_VERDICT_H

#include "base/timefmt.h"
#include "guide/guide.h"

enum verdict_outcome { REACHED, INCONCLUSIVE, NOT_REACHED }; /* from best to worst */
enum check_outcome { CHECK_UNKNOWN, CHECK_GOOD, CHECK_BAD, CHECK_SKIPPED };
enum stage_outcome { STAGE_UNKNOWN, STAGE_MISSING, STAGE_PASSED, STAGE_BROKEN };
enum check_id { CHECK_TARGET_USER, CHECK_GROUP, CHECK_LAST_CHECK_IN, CHECK_COUNT };

/* One record of a log that speaks of one profile. */
struct trace {
	enum guide_role role;
	int64_t us;       /* TIME_NONE: not known */
	size_t log;       /* which log … */
	uint64_t order;   /* … and where in it */
	const char *user; /* SID; NULL: not told. A refusal is cleared by its own user's proof */
	unsigned passes, breaks; /* bits of guide_stage */
	size_t finding;   /* the caller's number for it */
	/* of a later goal: it is surely of the one device in question; nothing but its time says so */
	bool sure, by_time;
};

struct verdict_facts {
	const struct trace *traces;
	size_t traces_count;
	enum check_outcome checks[CHECK_COUNT];
	int64_t assigned_at; /* TIME_NONE: not given */
	bool covered;        /* a log could have shown a delivery: coverage is complete */
	bool shows_later;    /* a log could have shown the later stages */
	bool overflow;       /* some evidence was not read */
};

#define VERDICT_TOLERANCE (5 * 60 * TIME_SECOND) /* between the portal's clock and a device */
#define VERDICT_NO_FINDING SIZE_MAX

struct profile_verdict {
	enum verdict_outcome outcome;
	enum guide_stage stage; /* STAGE_NONE: null */
	enum stage_outcome stages[STAGE_ALL];
	int rule;               /* 1…5: which one matched; 0: the goal is a later stage */
	size_t decisive;        /* finding; VERDICT_NO_FINDING: none */
	size_t removal;         /* the finding that took the proof away */
	size_t older_proof;     /* a proof from before the assignment, quoted as a note */
	size_t contrary;        /* of a later goal: the finding that says the opposite */
};

struct profile_verdict verdict_of(const struct verdict_facts *facts);

/* The same for a guide whose goal is a stage behind the arrival: was it reached? A record that
 * passes it (or a later stage) says yes, one that breaks it (or an earlier one) says no. Of those
 * that are surely of the one device the last one counts, and the others don't; without any, yes and
 * no at once are inconclusive, and so are evidence that was not read, silence, and records that are
 * joined by nothing but their time. */
struct profile_verdict verdict_of_goal(const struct verdict_facts *facts, enum guide_stage goal);

const char *verdict_outcome_id(enum verdict_outcome outcome);
const char *check_outcome_id(enum check_outcome outcome);
const char *stage_outcome_id(enum stage_outcome outcome);
const char *check_id_text(enum check_id check);
bool check_by_id(struct sv id, enum check_id *ret);

#endif
