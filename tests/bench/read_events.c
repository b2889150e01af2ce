/* read_events PROVIDER ID LOG: reads an event log file as the program does, checksums and all, and
 * counts the events of this provider with this id. Prints JSON; what the table of benchmarks
 * measures is this whole process. -x LOG: prints every event as XML instead. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log/source.h"
#include "evtx/evtx.h"
#include "peak.h"

enum answer { UNKNOWN, WANTED, OTHER };

struct counting {
	struct evtx *evtx;
	struct sv provider;
	int32_t id;
	struct evtx_record record;
	uint8_t kinds[EVTX_KINDS_MAX + 1]; /* enum answer */
	uint64_t read, found; /* read: records of which the outline did not tell enough */
};

static size_t read_source(void *data, uint64_t offset, void *buf, size_t len)
{
	return source_read(data, offset, buf, len);
}

static bool is_wanted(struct counting *c, uint64_t n)
{
	c->read++;
	return evtx_read(c->evtx, n, &c->record, NULL) && c->record.id == c->id &&
		sv_eq(c->record.provider, c->provider);
}

static void count(struct counting *c, uint64_t n)
{
	struct evtx_outline outline;
	if (!evtx_outline(c->evtx, n, &outline)) {
		c->found += is_wanted(c, n);
		return;
	}
	if (c->kinds[outline.kind] == UNKNOWN)
		c->kinds[outline.kind] = is_wanted(c, n) ? WANTED : OTHER;
	c->found += c->kinds[outline.kind] == WANTED;
}

static void print_counts(const struct counting *c)
{
	const struct evtx_stats *stats = evtx_stats(c->evtx);
	printf("{\"records\":%" PRIu64 ",\"found\":%" PRIu64 ",\"read\":%" PRIu64
		",\"bad_checksums\":%" PRIu64 ",\"bad_records\":%" PRIu64 ",\"peak_kib\":%ld}\n",
		evtx_count(c->evtx), c->found, c->read, stats->bad_checksums, stats->bad_records,
		peak_kib());
}

/* A large log is counted chunk by chunk, while the chunk is in memory. */
static void read_events(struct counting *c)
{
	uint64_t n = 0;
	bool more = true;
	evtx_record_init(&c->record);
	while (more) {
		more = evtx_step(c->evtx);
		if (!more || evtx_steady(c->evtx))
			for (; n < evtx_count(c->evtx); n++)
				count(c, n);
	}
	print_counts(c);
	evtx_record_finish(&c->record);
}

static void print_events(struct evtx *evtx)
{
	autostrbuf line;
	strbuf_init(&line, STRBUF_RECORD);
	while (evtx_step(evtx))
		;
	for (uint64_t n = 0; n < evtx_count(evtx); n++) {
		strbuf_reset(&line);
		if (evtx_xml(evtx, n, &line, NULL))
			strbuf_char(&line, '\n');
		fwrite(strbuf_sv(&line).ptr, 1, line.len, stdout);
	}
}

int main(int argc, char **argv)
{
	bool xml = argc == 3 && !strcmp(argv[1], "-x");
	struct err err = {0};
	if (argc != 4 && !xml) {
		fprintf(stderr, "usage: read_events PROVIDER ID LOG, or read_events -x LOG\n");
		return 2;
	}
	struct source *source = source_open(argv[argc - 1], &err);
	struct evtx_source from = {source, source ? source_size(source) : 0, read_source};
	struct evtx *evtx = source ? evtx_open(&from, &err) : NULL;
	if (!evtx) {
		fprintf(stderr, "read_events: %s\n", err.text);
		return 1;
	}
	struct counting counting = {.evtx = evtx};
	if (xml) {
		print_events(evtx);
	} else {
		counting.provider = sv_str(argv[1]);
		counting.id = (int32_t)strtol(argv[2], NULL, 10);
		read_events(&counting);
	}
	evtx_close(evtx);
	source_close(source);
	return 0;
}
