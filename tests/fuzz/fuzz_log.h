/* What the targets of the log forms share: the bytes become a log, all of it is read, and
 * what any log promises is checked. */
#ifndef FUZZ_LOG_H
#define FUZZ_LOG_H

#include <stdint.h>
#include <stdlib.h>

#include "log/log.h"

#define FUZZ_ENTRIES 2000
#define FUZZ_DAMAGES 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_demand(bool kept)
{
	if (!kept)
		abort();
}

/* Every byte of a slice is touched, so that the sanitizer sees one that leads astray. */
static inline void fuzz_touch(struct sv text)
{
	fuzz_demand(text.len == 0 || text.ptr != NULL);
	for (size_t i = 0; i < text.len; i++)
		(void)*(const volatile char *)(text.ptr + i);
}

static inline void fuzz_check_entry(const struct log *log, const struct log_entry *entry)
{
	const struct log_info *info = log_info(log);
	fuzz_demand(entry->offset <= info->size && entry->length <= info->size - entry->offset);
	fuzz_demand(entry->event_id >= -1);
	fuzz_demand(entry->damaged == (entry->damage.len > 0));
	fuzz_demand(entry->time.us == TIME_NONE || entry->time.text.len > 0);
	const struct sv parts[] = {entry->time.text, entry->level_text, entry->origin,
		entry->provider_guid, entry->channel, entry->computer, entry->user, entry->text,
		entry->damage, strbuf_sv(&entry->raw)};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		fuzz_touch(parts[i]);
	for (size_t i = 0; i < entry->fields_count; i++) {
		fuzz_touch(entry->fields[i].name);
		fuzz_touch(entry->fields[i].value);
	}
}

/* In order, one after the other, on lines that only go up. */
static inline void fuzz_check_entries(struct log *log)
{
	struct log_entry entry, again;
	uint64_t end = 0, line = 0;
	log_entry_init(&entry);
	log_entry_init(&again);
	for (uint64_t n = 0; n < log_info(log)->entries && n < FUZZ_ENTRIES; n++) {
		fuzz_demand(log_read(log, n, &entry));
		fuzz_demand(entry.n == n && entry.offset >= end && entry.line >= line);
		fuzz_check_entry(log, &entry);
		end = entry.offset + entry.length;
		line = entry.line;
	}
	for (uint64_t n = 0; n < log_info(log)->entries; n += 97) {
		fuzz_demand(log_read(log, log_info(log)->entries - 1 - n, &again));
		fuzz_check_entry(log, &again);
	}
	fuzz_demand(!log_read(log, log_info(log)->entries, &again));
	log_entry_finish(&entry);
	log_entry_finish(&again);
}

static inline void fuzz_check_hits(struct log *log)
{
	uint64_t cursor = 0, n, before = 0;
	for (bool first = true; log_next_hit(log, &cursor, &n); first = false) {
		fuzz_demand(n < log_info(log)->entries && (first || n > before));
		before = n;
	}
}

static inline int fuzz_log(const uint8_t *data, size_t size, enum log_platform platform)
{
	static const struct sv literals[] = {{"SCEP", 4}, {"ModelName", 9}, {"\n", 1}};
	const struct log_options options = {.platform = platform, .has_zone = true,
		.zone_us = 3600 * TIME_SECOND, .has_date = true,
		.date = {.year = 2024, .month = 2, .day = 29}, .literals = literals,
		.literals_count = ARRAY_LEN(literals)};
	autostrbuf damage;
	strbuf_init(&damage, STRBUF_REPORT);
	struct sv bytes = {(const char *)data, size};
	struct log *log = log_open(source_memory("fuzz", sv_dup(bytes), size), &options, NULL);
	if (!log)
		return 0;
	while (log_step(log, 0))
		fuzz_demand(log_progress(log) <= 1.0);
	fuzz_check_entries(log);
	fuzz_check_hits(log);
	size_t damages = 0;
	while (log_damage(log, damages, &damage))
		fuzz_demand(++damages < FUZZ_DAMAGES);
	log_close(log);
	return 0;
}

#endif
