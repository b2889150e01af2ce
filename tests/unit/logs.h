/* For the tests of logs: a log out of memory, read to its end. */
#ifndef LOGS_H
#define LOGS_H

#include "base/file.h"
#include "base/loop.h"
#include "log/log.h"

static inline struct log *log_from(struct sv text, const struct log_options *options,
	struct err *err)
{
	static const struct log_options none;
	struct source *source = source_memory("a.log", sv_dup(text), text.len);
	struct log *log = log_open(source, options ? options : &none, err);
	while (log && log_step(log, 0))
		;
	return log;
}

/* The whole of a file of tests/data into buf, which must be initialised. */
static inline struct sv test_file(const char *name, struct strbuf *buf)
{
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_addf(&path, "%s/%s", TEST_DATA, name);
	strbuf_reset(buf);
	if (!file_read(path.ptr, buf, NULL))
		fail_msg("%s cannot be read", path.ptr);
	return strbuf_sv(buf);
}

#endif
