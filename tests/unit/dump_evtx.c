/* Prints every event of a log as XML, one a line, and on stderr what is to be said about
 * the file: for comparing with other readers. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evtx/evtx.h"

static size_t read_at(void *data, uint64_t offset, void *buf, size_t len)
{
	size_t done = 0;
	ssize_t got = 1;
	for (; done < len && got > 0; done += got > 0 ? (size_t)got : 0)
		got = pread(*(int *)data, (char *)buf + done, len - done, (off_t)(offset + done));
	return done;
}

static uint64_t print_events(struct evtx *evtx)
{
	uint64_t unreadable = 0;
	autostrbuf line;
	strbuf_init(&line, STRBUF_RECORD);
	for (uint64_t n = 0; n < evtx_count(evtx); n++) {
		struct err err = {0};
		strbuf_reset(&line);
		bool readable = evtx_xml(evtx, n, &line, &err);
		fprintf(readable ? stdout : stderr, "%s\n", readable ? line.ptr : err.text);
		unreadable += !readable;
	}
	return unreadable;
}

static void print_stats(const struct evtx *evtx, uint64_t unreadable)
{
	const struct evtx_stats *s = evtx_stats(evtx);
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t i = 0; strbuf_reset(&line), evtx_damage(evtx, i, &line); i++)
		fprintf(stderr, "%s\n", line.ptr);
	fprintf(stderr, "v%u.%u dirty=%d records=%" PRIu64 " unreadable=%" PRIu64, s->major,
		s->minor, s->dirty, evtx_count(evtx), unreadable);
	fprintf(stderr, " chunks=%" PRIu64 "/%" PRIu64 " bad_chunks=%" PRIu64, s->chunks,
		s->chunks_claimed, s->bad_chunks);
	fprintf(stderr, " bad_checksums=%" PRIu64 " bad_records=%" PRIu64 " partial=%" PRIu64,
		s->bad_checksums, s->bad_records, s->partial_records);
	fprintf(stderr, " lost=%" PRIu64 " cut=%" PRIu64 " gaps=%" PRIu64 " missing=%" PRIu64 "\n",
		s->lost_bytes, s->cut_bytes, s->gaps, s->missing);
}

int main(int argc, char **argv)
{
	struct err err = {0};
	struct stat stat;
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0 || fstat(fd, &stat)) {
		fprintf(stderr, "usage: dump_evtx FILE\n");
		return 2;
	}
	struct evtx_source source = {&fd, (uint64_t)stat.st_size, read_at};
	struct evtx *evtx = evtx_open(&source, &err);
	if (!evtx) {
		fprintf(stderr, "%s: %s\n", argv[1], err.text);
		return 1;
	}
	while (evtx_step(evtx))
		;
	print_stats(evtx, print_events(evtx));
	evtx_close(evtx);
	return close(fd);
}
