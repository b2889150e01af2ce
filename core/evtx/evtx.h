/* Windows event log files (.evtx), read without Windows and without trusting the file:
 * chunks, records, BinXML. Knows no provider; sentences are made elsewhere.
 *
 * Damage costs what is damaged: a broken record is one record, a broken chunk is searched
 * for records that still stand. What the headers claim is compared, never believed. */
#ifndef EVTX_H
#define EVTX_H

#include "base/err.h"
#include "base/strbuf.h"

struct evtx;

/* Where the bytes come from. read gives how many bytes it could put into buf, fewer than
 * len only at the end of what there is now (a log may shrink while it is read). */
struct evtx_source {
	void *data;
	uint64_t size;
	size_t (*read)(void *data, uint64_t offset, void *buf, size_t len);
};

/* Needs the ElfFile magic; everything after it may be wrong. The source is copied, what it
 * points to must outlive the reader. */
struct evtx *evtx_open(const struct evtx_source *source, struct err *err);
void evtx_close(struct evtx *evtx);
bool evtx_probe(struct sv head); /* do these first bytes look like a file of ours? */

/* Indexing: looks at one more chunk. False once the whole file has been seen. Records are
 * numbered 0… over chunks in the order of their first record number, since a full log
 * starts over at its front. */
bool evtx_step(struct evtx *evtx);
uint64_t evtx_count(const struct evtx *evtx);
/* Do records keep their numbers while indexing goes on? The chunks of a large log are numbered
 * in the order in which they are looked at: from the oldest on, as it is found by bisection,
 * so that the first of them can be read at once. One that is out of line is not moved then.
 * A small log is numbered anew when all of it is known. */
bool evtx_steady(const struct evtx *evtx);

/* Looks for records in the unused room of the chunks, too. Before the first step only. They are
 * not counted by evtx_count(), but can be read, as n from there on, once all is indexed. */
void evtx_recover(struct evtx *evtx);
uint64_t evtx_recovered(const struct evtx *evtx);

struct evtx_stats {
	unsigned major, minor;  /* 3.1 or 3.2 */
	bool dirty;             /* the header's own flag */
	uint64_t chunks;        /* with the ElfChnk magic, or searched without it */
	uint64_t chunks_claimed; /* the header's count, for comparison only */
	uint64_t bad_chunks;    /* magic or header unusable, searched for records */
	uint64_t bad_checksums; /* headers and record areas; none where flag 4 says no sums */
	uint64_t bad_records;   /* marked as records, but not readable */
	uint64_t partial_records; /* readable as far as the event's id, not to their end */
	uint64_t lost_bytes;    /* among the records of a good chunk, but no record */
	uint64_t cut_bytes;     /* missing at the end: the last chunk is not all there */
	uint64_t gaps;          /* places where record numbers are missing */
	uint64_t missing;       /* how many record numbers are missing in all */
};
const struct evtx_stats *evtx_stats(const struct evtx *evtx);

/* The damage as sentences for people, in the language of the program, one a call from i = 0
 * on; false when there are no more. */
bool evtx_damage(const struct evtx *evtx, size_t i, struct strbuf *out);

enum evtx_type { /* the value types of BinXML */
	EVTX_NULL = 0x00, EVTX_STRING = 0x01, EVTX_ANSI = 0x02, EVTX_INT8 = 0x03,
	EVTX_UINT8 = 0x04, EVTX_INT16 = 0x05, EVTX_UINT16 = 0x06, EVTX_INT32 = 0x07,
	EVTX_UINT32 = 0x08, EVTX_INT64 = 0x09, EVTX_UINT64 = 0x0a, EVTX_REAL32 = 0x0b,
	EVTX_REAL64 = 0x0c, EVTX_BOOL = 0x0d, EVTX_BINARY = 0x0e, EVTX_GUID = 0x0f,
	EVTX_SIZE = 0x10, EVTX_FILETIME = 0x11, EVTX_SYSTIME = 0x12, EVTX_SID = 0x13,
	EVTX_HEX32 = 0x14, EVTX_HEX64 = 0x15, EVTX_BINXML = 0x21, EVTX_ARRAY = 0x80,
};

/* One name with its value as Windows prints it in XML: hex as 0x2ab0003, GUID in braces and
 * upper or lower case as in the file's own bytes lower case, time as RFC 3339 with 7
 * decimals and Z, SID as S-1-…. An element that holds an array is there once for each item;
 * elsewhere an array's items are parted by ", ". UTF-8, repaired. */
struct evtx_field {
	struct sv name;
	struct sv value;
};

struct evtx_record {
	uint64_t offset; /* in the file */
	uint32_t length; /* bytes of the record in the file */
	uint64_t number; /* EventRecordID of the record header */
	uint64_t filetime; /* written, 100 ns since 1601 */
	/* of System; empty or -1 where the event does not say. All slices are valid until the
	 * record is read into again or finished. */
	struct sv provider, provider_guid, channel, computer, user;
	int32_t id, version, level;
	struct sv time; /* TimeCreated as printed */
	/* EventData's Data (a Data without Name is called Data1, Data2, …), or the leaves of
	 * UserData by element name. */
	struct evtx_field *data;
	size_t data_count;
	bool partial; /* something in it could not be read: what is here is still true */
	struct arena arena;
};

void evtx_record_init(struct evtx_record *record);
void evtx_record_finish(struct evtx_record *record);

/* Reads record n. False: it is damaged beyond reading; err says where and why, and
 * offset, length, number and filetime are still filled in. */
bool evtx_read(struct evtx *evtx, uint64_t n, struct evtx_record *ret, struct err *err);

/* What is known of a record without reading it. Records of one kind agree in provider, GUID,
 * channel, computer, id and number of fields. They are whole. */
struct evtx_outline {
	uint64_t number;  /* as in evtx_record */
	uint64_t created; /* TimeCreated, 100 ns since 1601 */
	uint32_t kind;    /* 1 … EVTX_KINDS_MAX, small numbers first */
};
#define EVTX_KINDS_MAX 1023
/* False: only evtx_read() can tell. */
bool evtx_outline(struct evtx *evtx, uint64_t n, struct evtx_outline *ret);

/* The whole event as XML text, one line, as `wevtutil qe /f:xml` would print it. */
bool evtx_xml(struct evtx *evtx, uint64_t n, struct strbuf *out, struct err *err);

#endif
