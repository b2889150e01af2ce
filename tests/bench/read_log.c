/* read_log [-1] PATTERNS LOG: reads a log as the program does, looks for the texts
 * in the file PATTERNS (one a line) in the same pass, and prints what it counted as JSON. -1: by one
 * thread. What the table of benchmarks measures is this whole process. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "log/log.h"
#include "peak.h"

static size_t take_patterns(struct sv text, struct sv out[static LOG_LITERALS_MAX])
{
	size_t count = 0;
	struct sv line;
	while (count < LOG_LITERALS_MAX && sv_cut(&text, '\n', &line))
		if (line.len)
			out[count++] = line;
	return count;
}

static int fail(const struct err *err)
{
	fprintf(stderr, "read_log: %s\n", err->text);
	return 1;
}

static int read_log(const char *path, const struct log_options *options)
{
	struct err err = {0};
	struct source *source = source_open(path, &err);
	struct log *log = source ? log_open(source, options, &err) : NULL;
	if (!log)
		return fail(&err);
	while (log_step(log, INT64_MAX))
		;
	uint64_t cursor = 0, n, hits = 0;
	while (log_next_hit(log, &cursor, &n))
		hits++;
	printf("{\"bytes\":%llu,\"entries\":%llu,\"hits\":%llu,\"peak_kib\":%ld}\n",
		(unsigned long long)log_info(log)->size,
		(unsigned long long)log_info(log)->entries, (unsigned long long)hits, peak_kib());
	log_close(log);
	return 0;
}

int main(int argc, char **argv)
{
	struct sv texts[LOG_LITERALS_MAX];
	struct log_options options = {.literals = texts, .threads = 1};
	struct err err = {0};
	if (argc > 1 && !strcmp(argv[1], "-1")) {
		options.threads = 0;
		argv++, argc--;
	}
	if (argc != 3) {
		fprintf(stderr, "usage: read_log [-1] PATTERNS LOG\n");
		return 2;
	}
	autostrbuf patterns;
	strbuf_init(&patterns, STRBUF_RECORD);
	if (!file_read(argv[1], &patterns, &err))
		return fail(&err);
	options.literals_count = take_patterns(strbuf_sv(&patterns), texts);
	return read_log(argv[2], &options);
}
