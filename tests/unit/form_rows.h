/* For the tests of text forms: a log in a string, and one of its entries. */
#ifndef FORM_ROWS_H
#define FORM_ROWS_H

#include "logs.h"

struct form_row {
	const char *text;     /* the file */
	uint64_t count, n;    /* its entries, and the one that is looked at */
	const char *time_text, *time; /* as printed; RFC 3339, "" if unknown */
	const char *level_text;
	enum log_level level;
	const char *origin, *message;
};

static inline void form_entry(const struct log_entry *entry, const struct form_row *row)
{
	char time[TIME_TEXT_MAX];
	assert_sv(entry->text, row->message);
	assert_sv(entry->origin, row->origin);
	assert_sv(entry->level_text, row->level_text);
	assert_int_equal(entry->level, row->level);
	assert_sv(entry->time.text, row->time_text);
	assert_string_equal(time_rfc3339(entry->time.us, time), row->time);
	assert_int_equal(entry->event_id, -1);
	assert_false(entry->exact || entry->damaged || entry->cut || entry->has_record);
}

static inline void form_row(const struct form_row *row, const struct log_options *options,
	const char *format)
{
	struct log_entry entry;
	struct err err = {0};
	struct log *log = log_from(sv_str(row->text), options, &err);
	if (!log)
		fail_msg("%s: %s", row->text, err.text);
	assert_string_equal(log_info(log)->format, format);
	assert_int_equal(log_info(log)->entries, row->count);
	assert_int_equal(log_info(log)->saw_debug, row->level == LEVEL_DEBUG);
	log_entry_init(&entry);
	assert_true(log_read(log, row->n, &entry));
	form_entry(&entry, row);
	log_entry_finish(&entry);
	log_close(log);
}

static inline void form_rows(const struct form_row *rows, size_t count,
	const struct log_options *options, const char *format)
{
	for (size_t i = 0; i < count; i++)
		form_row(&rows[i], options, format);
}

#endif
