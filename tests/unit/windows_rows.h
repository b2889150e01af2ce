/* For the tests of the Windows forms: an entry as a row of a table. */
#ifndef WINDOWS_ROWS_H
#define WINDOWS_ROWS_H

#include <stdio.h>

#include "logs.h"

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define CHANNEL PROVIDER "/Admin"
#define NS "http://schemas.microsoft.com/win/2004/08/events/event"

struct row {
	const char *text; /* the file */
	uint64_t count, n;
	int32_t id;
	const char *time_text, *time, *level_text;
	enum log_level level;
	const char *origin, *channel, *user, *computer;
	const char *fields; /* "name=value;" */
	const char *message;
	bool exact, damaged;
	uint64_t record; /* 0: none */
};

static inline void list_fields(const struct log_entry *entry, struct strbuf *out)
{
	for (size_t i = 0; i < entry->fields_count; i++)
		strbuf_addf(out, SV_FMT "=" SV_FMT ";", SV_ARG(entry->fields[i].name),
			SV_ARG(entry->fields[i].value));
}

static struct sv known(const char *text)
{
	return text ? sv_str(text) : SV_EMPTY;
}

/* Of a broken event there may be less, but nothing else. */
static inline void check_text(struct sv actual, const char *expected, bool damaged)
{
	if (!damaged || actual.len)
		assert_sv(actual, known(expected).ptr);
}

static inline void check_identity(const struct row *row, const struct log_entry *entry)
{
	char time[TIME_TEXT_MAX];
	check_text(entry->time.text, row->time_text, row->damaged);
	check_text(sv_str(time_rfc3339(entry->time.us, time)), row->time, row->damaged);
	check_text(entry->level_text, row->level_text, row->damaged);
	check_text(entry->origin, row->origin, row->damaged);
	check_text(entry->channel, row->channel, row->damaged);
	check_text(entry->user, row->user, row->damaged);
	check_text(entry->computer, row->computer, row->damaged);
	if (!row->damaged || entry->event_id >= 0)
		assert_int_equal(entry->event_id, row->id);
	if (!row->damaged || entry->level != LEVEL_NONE)
		assert_int_equal(entry->level, row->level);
	if (!row->damaged || entry->has_record)
		assert_int_equal(entry->record, row->record);
}

static inline void check_entry(const struct row *row, const struct log_entry *entry)
{
	autostrbuf fields;
	strbuf_init(&fields, STRBUF_RECORD);
	list_fields(entry, &fields);
	if (row->damaged)
		assert_true(sv_starts(known(row->fields), strbuf_sv(&fields)));
	else
		assert_sv(strbuf_sv(&fields), known(row->fields).ptr);
	assert_sv(entry->text, known(row->message).ptr);
	assert_int_equal(entry->exact, row->exact);
	assert_int_equal(entry->damaged, row->damaged);
	assert_int_equal(entry->damage.len > 0, row->damaged);
	assert_int_equal(entry->has_record, entry->record != 0);
	check_identity(row, entry);
}

static inline void check_row(const struct row *row, const char *format,
	const struct log_options *options)
{
	struct log_entry entry;
	struct err err = {0};
	struct log *log = log_from(sv_str(row->text), options, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(log_info(log)->format, format);
	assert_int_equal(log_info(log)->entries, row->count);
	log_entry_init(&entry);
	assert_true(log_read(log, row->n, &entry));
	check_entry(row, &entry);
	log_entry_finish(&entry);
	log_close(log);
}

#define SYSTEM                                                                                \
	"<System><Provider Name='" PROVIDER "' Guid='{3da494e4}'/><EventID>306</EventID>"     \
	"<Version>0</Version><Level>4</Level>"                                                \
	"<TimeCreated SystemTime='2024-08-20T09:41:04.1100000Z'/>"                            \
	"<EventRecordID>3</EventRecordID><Execution ProcessID='2248' ThreadID='1972'/>"       \
	"<Channel>" CHANNEL "</Channel><Computer>PC</Computer><Security UserID='S-1-5-18'/>"  \
	"</System>"
#define EVENT(rest) "<Event xmlns='" NS "'>" SYSTEM rest "</Event>"
#define KNOWN                                                                                 \
	.id = 306, .time_text = "2024-08-20T09:41:04.1100000Z",                               \
	.time = "2024-08-20T09:41:04.11Z", .level_text = "Information", .level = LEVEL_INFO,  \
	.origin = PROVIDER, .channel = CHANNEL, .user = "S-1-5-18", .computer = "PC",         \
	.exact = true, .record = 3

#endif
