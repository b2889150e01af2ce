/* A log that is open, for the files that read it (log.c, pass.c); for nobody else. */
#ifndef LOG_OPENED_H
#define LOG_OPENED_H

#include "encoding.h"
#include "format.h"
#include "scan.h"
#include "wide.h"

struct log {
	struct source *source;
	struct converted *converted; /* a text that is not UTF-8; NULL: it is read as it is */
	struct wide wide;            /* a large text in UTF-16; no source: it is none */
	struct source *text;         /* what is read: the source, converted's, or wide's */
	const struct log_format *format;
	enum encoding encoding;
	struct log_options options;
	struct scan *scan; /* text forms */
	void *memo;        /* of the form; NULL: none yet */
	struct scan_from start;
	void *state;       /* record forms */
	uint64_t steps;
	bool done;
	unsigned stopped_percent;
	struct log_info info;
	struct arena arena; /* of info */
};

#endif
