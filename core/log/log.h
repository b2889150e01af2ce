/* A log of any form: which form it is, how many entries it has, and each of them decoded
 * on demand. Memory does not grow with the log (DESIGN §3): the index is sparse. */
#ifndef LOG_H
#define LOG_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/timefmt.h"
#include "source.h"

struct log;

/* LOG_SERVER: what servers write in forms of their own; their event logs are Windows'. */
enum log_platform { LOG_NO_PLATFORM, LOG_ANDROID, LOG_IOS, LOG_WINDOWS, LOG_SERVER };

/* What the entries' levels tell in all forms alike. */
enum log_level { LEVEL_NONE, LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

struct log_time {
	int64_t us;     /* TIME_NONE where zone or date is missing and was not given */
	struct sv text; /* as printed; empty where nothing is printed */
	enum time_zone zone;
};

struct log_field {
	struct sv name, value;
};

/* One entry, decoded. Slices stay valid until the entry is read into again or finished. */
struct log_entry {
	uint64_t n, offset, length; /* offset and length in raw bytes of the file */
	uint64_t line;              /* 1…; 0 where the form has no lines */
	uint64_t record;            /* EventRecordID */
	bool has_record;
	size_t part;                /* of a joined source; offset and line are within it */
	struct log_time time;
	struct sv level_text;
	enum log_level level;
	struct sv origin; /* Android tag, iOS process, Windows provider */
	struct sv provider_guid, channel, computer, user;
	int32_t event_id;       /* -1: none */
	struct sv text;         /* the message; empty for a Windows event without sentence */
	bool exact;             /* fields are the event's own data, not read out of text */
	struct log_field *fields; /* EventData, UserData */
	size_t fields_count, fields_cap;
	struct strbuf raw;      /* the entry as it stands (text forms); converted: as UTF-8 */
	struct sv there;        /* the same, where the log has it, and UTF-8; only of log_brief() */
	struct sv front;        /* else the beginning of it, perhaps */
	bool cut;               /* the entry is longer than the cap; the rest is not shown */
	bool damaged;           /* not readable, or only in part; what is here is true */
	struct sv damage;       /* why */
	bool recovered;         /* from the unused room of the file: shown, but never evidence */
	struct arena arena;
};

void log_entry_init(struct log_entry *entry);
void log_entry_finish(struct log_entry *entry);
struct sv log_entry_field(const struct log_entry *entry, struct sv name); /* or empty */

#define LOG_ENTRY_MAX (16u << 20) /* bytes of one entry that are decoded */

struct log_options {
	enum log_platform platform; /* LOG_NO_PLATFORM: as the content tells */
	bool has_zone;
	int64_t zone_us;            /* what a local time is ahead of UTC */
	bool has_date;
	struct civil date;          /* of the first entry */
	bool recover;               /* entries, too, that the file no longer counts (evtx) */
	/* What a pass over the log looks for (text forms): an entry is a hit if one of these
	 * occurs in it. Borrowed. Without any, every entry is a hit. */
	const struct sv *literals;
	size_t literals_count;
	bool fold_literals; /* their ASCII letters match whatever their case */
	/* Text forms are scanned ahead by so many threads; log_step() works along with them or, in
	 * the background, only takes what they found. */
	unsigned threads;
	bool background;
};

#define LOG_LITERALS_MAX 32
#define LOG_LITERAL_WHOLE 64 /* bytes; of a longer text only the beginning is looked for */

/* How many threads a log is worth that nobody looks at while it is read. */
unsigned log_spare_threads(void);

/* Which platform the content speaks of, without opening the log: to choose a guide by. */
bool log_sniff(struct source *source, enum log_platform *ret, struct err *err);
/* The same, and the form's title (msgid); NULL: no form we know. */
const char *log_sniff_title(struct source *source, enum log_platform *ret);
#define LOG_PROBE_MAX (64u << 10) /* bytes that tell the form */

/* Tells the form from the content. NULL: unreadable or no form we know; err says what was
 * found and what is expected. Takes the source over in any case. */
struct log *log_open(struct source *owned, const struct log_options *options,
	struct err *err);
void log_close(struct log *log);

/* Indexing, as a job: works until loop_now_us() passes until_us. False: done. */
bool log_step(struct log *log, int64_t until_us);
/* In the background: readable when the next step will find something; -1: it does so now. */
int log_waits_for(const struct log *log);
double log_progress(const struct log *log); /* 0…1 */
/* Ends the reading where it stands, at this part (0…1) of the work. What was read stays; the
 * rest is evidence that was not read: overflow, and a sentence among the damage. */
void log_stop(struct log *log, double part);

/* The file under a log that has been read goes on (text forms, in UTF-8): GROWN: log_step() reads
 * on, and gives what reading it anew would. SAME: there's nothing new. OTHER: it has to be opened
 * anew, and nothing has changed here. */
enum source_change log_grow(struct log *log);
/* Entries before this one stay as they are even if the log grows. */
uint64_t log_settled(const struct log *log);

struct log_info {
	const char *path, *format, *format_title, *encoding;
	const char *member; /* source_member() */
	enum log_platform platform;
	bool partial; /* the platform, but another log of it: it can never show a silence */
	uint64_t size;
	bool steady; /* entries keep their numbers while the log is still being read */
	uint64_t entries; /* while it is being read: the complete ones so far, if steady */
	uint64_t recovered; /* entries that can be read behind those; never hits */
	struct log_time first, last; /* of the first and the last entry that has a time */
	bool saw_debug;              /* an entry of debug or verbose level is there */
	uint64_t gaps, missing;      /* record numbers (evtx, XML) */
	bool overflow;               /* evidence is incomplete: too many hits, or stopped */
	bool stopped;                /* log_stop() was called */
	unsigned growths;            /* how often log_grow() took something in */
	bool unplaced_damage;        /* damage that could be anywhere: checksums, lost chunks */
};
/* Final once log_step() gave false, until the log grows. Borrowed until it is closed. */
const struct log_info *log_info(const struct log *log);
/* The damage, one sentence a call; false when there is no more. */
bool log_damage(const struct log *log, size_t i, struct strbuf *out);

/* False: there is no such entry, or it can't be read at all (entry->damage says why). */
bool log_read(struct log *log, uint64_t n, struct log_entry *ret);

/* What can be had of an entry without copying it, if it has just been indexed and was known at once:
 * all but its message, level and raw. Its slices may be of the log, until the next step. False: it has
 * to be read. */
bool log_brief(struct log *log, uint64_t n, struct log_entry *ret);

/* Can entries be had as XML? So they can where they are kept as a tree (evtx). */
bool log_has_xml(const struct log *log, struct err *err);
/* The entry as XML in one line. False: it can't be read. */
bool log_xml(struct log *log, uint64_t n, struct strbuf *out);

/* What is known of an entry without reading it. Entries of one kind agree in origin, GUID,
 * channel, computer, event_id and number of fields; they are exact and not damaged. */
struct log_outline {
	uint64_t record;
	int64_t us;
	uint32_t kind; /* 1 … LOG_KINDS_MAX */
};
#define LOG_KINDS_MAX 1023
/* False: only log_read() can tell. Quick where the log has just been indexed. */
bool log_outline(struct log *log, uint64_t n, struct log_outline *ret);

/* Hits in the order of the log: *cursor starts at 0. False: no further one so far. While the
 * log is being read, only entries that info counts already. */
bool log_next_hit(const struct log *log, uint64_t *cursor, uint64_t *ret_n);
/* Which of the texts the hit at a cursor holds, a bit each; all, where they were not looked for. */
uint32_t log_hit_texts(const struct log *log, uint64_t cursor);

/* The member of the bundle or folder that a part of the log is; NULL: path is the log. */
const char *log_part_member(const struct log *log, size_t part);

/* SHA-256 of the raw bytes (of joined parts: one after the other) as 64 hex digits. Reads the
 * whole log. */
void log_hash(struct log *log, char ret[65]);

const char *log_platform_id(enum log_platform platform);
const char *log_level_id(enum log_level level); /* "debug", "info", … "" */

#endif
