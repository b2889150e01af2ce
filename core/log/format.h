/* What must be written to add a log format: one of these, and a row in formats.c.
 *
 * Text forms give cue and starts, and share the scanner; record forms (.evtx) bring an
 * index of their own through open, step, count, read and close. */
#ifndef LOG_FORMAT_H
#define LOG_FORMAT_H

#include "log.h"

/* What a decoder may ask for besides the bytes. */
struct log_context {
	const struct log_options *options;
	unsigned midnights; /* how often the clock went back before this entry (iOS) */
	void *memo;         /* of the form; may be NULL */
};

/* What the scanner wants to know of every entry. */
struct log_glance {
	bool debug;       /* level debug or below */
	int64_t clock_us; /* as head() says; -1 */
};
#define LOG_GLANCE 64
enum glance { GLANCE_UNSURE, GLANCE_ENTRY, GLANCE_NONE };

/* What makes a kind of entries (log.h, log_outline): names, number, number of fields. */
struct log_kind {
	struct sv names[4]; /* origin, GUID, channel, computer */
	int32_t event_id;
	uint32_t fields;
};

/* An entry known without being decoded. */
struct log_sketch {
	size_t len;
	uint64_t record;
	int64_t us;
	struct log_kind kind;
	struct sv notes; /* what brief() can use; of the memo, until its next sketch */
};

struct log_format {
	const char *name;  /* CONTRACT, logs[].format */
	const char *title; /* msgid */
	enum log_platform platform;

	/* How sure the first bytes (up to 64 KiB, without byte order mark) make us: 0 no,
	 * 100 certainly. The highest of all formats wins. */
	unsigned (*probe)(struct sv head);
	unsigned most; /* never surer than that */

	/* Text forms. An entry can only start where cue stands ("\n": after a line feed, else
	 * at the cue itself) and starts() says yes. head: the bytes there, up to LOG_HEAD_MAX,
	 * with the lines below if they fit; before: the beginning of the line above (lines
	 * only). The scanner is certain to call starts() for the first byte, too. */
	struct sv cue;
	bool (*starts)(struct sv head, struct sv before);
	/* May be NULL. The common shapes at a glance, of LOG_GLANCE bytes. What it says is what
	 * starts() would, and in *ret what head() would. */
	enum glance (*glance)(const char *at, struct log_glance *ret);
	/* starts() does look at `before`, so that the log has to be scanned in order. */
	bool looks_above;
	/* Level and, if the form has a clock without date, the time of day (else -1). Called
	 * for every entry while scanning: it must be quick. */
	void (*head)(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us);
	/* Fills *ret from ret->raw. Total: it makes the best of any bytes. */
	void (*decode)(const struct log_context *context, struct log_entry *ret);
	/* Text before the first entry start is an entry of its own (a log cut in front), but for
	 * the lines that only head a log (is_heading may be NULL). */
	bool preamble_is_entry;
	bool (*is_heading)(struct sv line);
	/* Instead of a level from head: does an entry of debug level show in these bytes? May be
	 * NULL. Looks at overlapping pieces of the whole log until it says yes. */
	bool (*shows_debug)(struct sv block);
	/* starts(), head() and decode() of what is not ASCII never depends on which letter it is, so
	 * that a large text in UTF-16 can be scanned as if it were ASCII (wide.h). */
	bool ascii;
	/* May be NULL; not of a form of lines. The entry that starts at text, at one look: false if
	 * decode() would call it damaged or not exact, or it has no time or record, or is more
	 * than this understands. All else is what decode() would say; no other entry starts within
	 * its len bytes. narrowed: the text is (wide.h). */
	bool (*sketch)(struct sv text, bool narrowed, void *memo, struct log_sketch *ret);
	/* May be NULL. Of an entry that was sketched, what log_brief() gives besides its place and what
	 * the sketch tells: out of its text, which stays where it is, and what sketch() noted of it.
	 * *ret_len: how long it is. False: it has to be read. */
	bool (*brief)(struct sv text, struct sv notes, bool narrowed, struct log_entry *ret,
		size_t *ret_len);
	/* May be NULL. What makes sketching and decoding quicker the more it has seen, but never
	 * other. One is used by one thread at a time. */
	void *(*memo_create)(void);
	void (*memo_destroy)(void *memo);
	/* The text stands in the file with escapes, so that only plain literals find it. */
	bool escaped;
	/* By its grammar it could show that nothing happened, but not what it is the log of. */
	bool partial;

	/* Record forms; all or none, but damage, wholeness. state is what open gave. source is
	 * the text as UTF-8, perhaps with its mark, unless the form is binary. */
	bool binary;
	void *(*open)(struct source *source, const struct log_options *options,
		struct err *err);
	bool (*step)(void *state);
	size_t stride; /* bytes a step takes, about; for the progress */
	uint64_t (*count)(const void *state);
	bool (*read)(void *state, uint64_t n, struct log_entry *ret);
	/* May be NULL: entries of log_info.recovered, and log_xml(). */
	uint64_t (*recovered)(const void *state);
	bool (*xml)(void *state, uint64_t n, struct strbuf *out);
	/* May be NULL: see log_outline(), and steady of log_info. */
	bool (*outline)(void *state, uint64_t n, struct log_outline *ret);
	bool (*steady)(const void *state);
	/* Of a text form, too: what the form itself has lost; its state is NULL. */
	bool (*damage)(const void *state, size_t i, struct strbuf *out);
	/* Sets gaps, missing and unplaced_damage of *ret. */
	void (*wholeness)(const void *state, struct log_info *ret);
	void (*close)(void *state);
};

#define LOG_HEAD_MAX 512
#define LOG_BEFORE_MAX 64

extern const struct log_format *const log_formats[]; /* ends with NULL */
/* The surest, of equally sure ones the first; for another platform than one that is asked for, each
 * is a quarter as sure. NULL: none. */
const struct log_format *format_choose(struct sv head, enum log_platform platform);

/* For decoders: adds a field; name and value are borrowed, put copies in entry->arena. */
void log_entry_add_field(struct log_entry *entry, struct sv name, struct sv value);
/* Empties it, to be filled as entry n. */
void log_entry_reset(struct log_entry *entry, uint64_t n);
/* Its raw text is the one given, which stands at offset and is whole bytes long there. */
void log_entry_set_raw(struct log_entry *entry, struct sv text, uint64_t offset, uint64_t whole);
/* Reads the bytes from offset to end as the entry's raw text, without the blanks and line ends
 * behind it; sets offset, length and cut. False: the source is shorter by now. */
bool log_entry_read_raw(struct log_entry *entry, struct source *source, uint64_t offset,
	uint64_t end);
void log_entry_mark_damaged(struct log_entry *entry, const char *why);
/* That the source is shorter than it was, or can't be read any more. */
void log_entry_mark_short(struct log_entry *entry, const struct source *source);

#endif
