/* Windows events as a table of records: Event Viewer's "Save as CSV" and "as Text", and
 * PowerShell's Export-Csv.
 *
 *   Information,8/20/2024 9:41:04 AM,Source,306,None,"message over
 *   several lines"
 *
 * Event Viewer's header has five names for six fields, in the language of Windows: it is
 * passed over, and a record told by the place of time and number. Export-Csv names its columns.
 *
 * Records may hold lines that look like records, so quotes are followed from the start, and
 * where a quote is not closed the next line that looks like a record is one. */
#include "format.h"

#include "base/i18n.h"
#include "csv.h"
#include "lines.h"
#include "windows.h"
#include "winprops.h"

#define BLOCK (1u << 20) /* and no record is longer; Windows keeps an event below 64 KiB */
#define HEAD 1024        /* of a line, tells whether it is a record */
#define PROBE_LINES 50
#define COLUMNS_MAX 64
#define LOST_MAX (16u << 20) /* read again after quotes that led astray; then none is trusted */

struct dialect {
	char sep;
	bool named;
	enum winprop columns[COLUMNS_MAX];
	size_t columns_count;
	size_t header; /* where the line of names begins */
};

struct state {
	struct source *source;
	const struct log_options *options;
	struct dialect dialect;
	char *buf;
	uint64_t at, line;
	bool within;  /* at is within a line */
	bool seeking; /* the next record is one that looks like it */
	bool quoted;  /* the line before ends with a quote */
	bool header;  /* the names are behind us */
	uint64_t lost;
	uint64_t *records; /* where each begins */
	size_t records_count, records_cap;
	uint32_t *lines;
	size_t lines_count, lines_cap;
	struct arena arena;
};

/* ---- what a record is ---- */

static bool take_row(struct sv text, char sep, struct arena *arena, struct windows_row *ret)
{
	struct sv id;
	struct sv *fields[] = {&ret->level, &ret->time, &ret->source, &id, &ret->category};
	*ret = (struct windows_row){.rest = SV_EMPTY};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (!csv_take(&text, sep, arena, fields[i]))
			return false;
	if (text.ptr)
		ret->rest = text;
	return windows_is_date(ret->time) && windows_id(id, &ret->id) && ret->source.len;
}

static bool is_row(struct sv line, char sep, struct arena *arena)
{
	struct windows_row row;
	arena_reset(arena);
	return take_row(sv_sub(line, 0, HEAD), sep, arena, &row) &&
		(sep != '\t' || row.rest.len);
}

static bool read_names(struct sv line, char sep, struct arena *arena, struct dialect *ret)
{
	unsigned seen = 0;
	struct sv name;
	ret->columns_count = 0;
	while (ret->columns_count < COLUMNS_MAX && csv_take(&line, sep, arena, &name)) {
		enum winprop property = winprop_of(name);
		seen |= 1u << property;
		ret->columns[ret->columns_count++] = property;
	}
	return winprops_tell(seen);
}

static bool read_dialect(struct sv line, struct arena *arena, struct dialect *ret)
{
	for (const char *sep = ",\t;"; *sep; sep++) {
		if (sv_chr(line, *sep) == SV_NPOS) /* one name, or field, is too few */
			continue;
		ret->sep = *sep;
		ret->named = read_names(line, *sep, arena, ret);
		if (ret->named || is_row(line, *sep, arena))
			return true;
	}
	return false;
}

static bool find_dialect(struct sv head, struct dialect *ret)
{
	struct arena arena;
	struct sv rest = head, line;
	bool found = false;
	arena_init(&arena);
	for (int i = 0; !found && i < PROBE_LINES && rest.len; i++) {
		ret->header = (size_t)(rest.ptr - head.ptr);
		sv_cut(&rest, '\n', &line);
		found = read_dialect(sv_sub(sv_trim(line), 0, HEAD), &arena, ret);
	}
	arena_finish(&arena);
	return found;
}

static unsigned wincsv_probe(struct sv head)
{
	struct dialect dialect;
	return find_dialect(head, &dialect) ? 90 : 0;
}

/* ---- the index ---- */

static void pass(struct state *s, struct sv *text, size_t len)
{
	struct sv passed = sv_trim(sv_sub(*text, len > 4 ? len - 4 : 0, len > 4 ? 4 : len));
	if (passed.len)
		s->quoted = sv_ends(passed, SV("\""));
	for (size_t i = 0; i < len; i++)
		s->line += text->ptr[i] == '\n';
	*text = sv_from(*text, len);
	s->at += len;
}

/* The rest of a line, as far as it is there. */
static void pass_line(struct state *s, struct sv *text)
{
	size_t feed = sv_chr(*text, '\n');
	s->within = feed == SV_NPOS;
	pass(s, text, s->within ? text->len : feed + 1);
}

static bool looks_new(struct state *s, struct sv text)
{
	if (!s->dialect.named)
		return is_row(sv_sub(text, 0, HEAD), s->dialect.sep, &s->arena);
	return s->quoted && text.ptr[0] == '"';
}

static void keep_record(struct state *s)
{
	vec_push(s, records, s->at);
	vec_push(s, lines, s->line < UINT32_MAX ? (uint32_t)s->line : UINT32_MAX);
}

static void trust_no_quote(struct state *s, size_t lost)
{
	s->lost += lost;
	s->seeking = true;
}

/* False: the record goes on behind the block, and must be read again from its start. */
static bool take_record(struct state *s, struct sv *text, bool last)
{
	size_t len = 0;
	enum csv_end end = CSV_BROKEN;
	if (s->lost <= LOST_MAX)
		end = csv_record(*text, s->dialect.sep, &len);
	bool goes_on = end == CSV_OPEN || end == CSV_CUT;
	if (goes_on && !last && text->len < BLOCK)
		return false;
	if (s->header)
		keep_record(s);
	s->header = true;
	s->seeking = !s->dialect.named;
	if (end == CSV_ENDS || (end == CSV_CUT && last)) {
		pass(s, text, len);
		return true;
	}
	trust_no_quote(s, len);
	pass_line(s, text);
	return true;
}

/* One line or one record. False: more must be read first. */
static bool take_next(struct state *s, struct sv *text, bool last)
{
	struct sv head = sv_sub(*text, 0, HEAD);
	if (s->within) {
		pass_line(s, text);
		return true;
	}
	if (!last && head.len < HEAD && text->len < BLOCK)
		return false;
	struct sv line = line_first(head);
	if (!sv_trim(line).len && line.len < HEAD) {
		pass_line(s, text);
		return true;
	}
	if (s->seeking && !looks_new(s, *text)) {
		pass_line(s, text);
		return true;
	}
	return take_record(s, text, last);
}

static bool wincsv_step(void *data)
{
	struct state *s = data;
	uint64_t from = s->at;
	struct sv text = {s->buf, source_read(s->source, s->at, s->buf, BLOCK)};
	bool last = text.len < BLOCK;
	while (text.len && take_next(s, &text, last))
		;
	return !last && s->at > from;
}

static void *wincsv_open(struct source *source, const struct log_options *options,
	struct err *err)
{
	struct state *s = xcalloc(1, sizeof(*s));
	s->source = source;
	s->options = options;
	s->buf = xmalloc(BLOCK);
	s->line = 1;
	struct sv head = {s->buf, source_read(source, 0, s->buf, LOG_PROBE_MAX)};
	size_t mark = source_mark_size(source);
	(void)err;
	find_dialect(sv_from(head, mark), &s->dialect);
	arena_init(&s->arena);
	pass(s, &head, mark + s->dialect.header);
	s->seeking = !s->dialect.named;
	s->header = !s->dialect.named;
	return s;
}

static void wincsv_close(void *data)
{
	struct state *s = data;
	free(s->buf);
	free(s->records);
	free(s->lines);
	arena_finish(&s->arena);
	free(s);
}

static uint64_t wincsv_count(const void *data)
{
	return ((const struct state *)data)->records_count;
}

/* ---- one record ---- */

static void decode_named(const struct state *s, struct sv record, struct log_entry *ret)
{
	struct sv value;
	for (size_t i = 0; i < s->dialect.columns_count; i++) {
		if (!csv_take(&record, s->dialect.sep, &ret->arena, &value))
			break;
		winprop_set(s->options, s->dialect.columns[i], value, ret);
	}
}

/* The message is all that follows: one without quotes may hold commas, and go on. */
static void decode_row(const struct state *s, struct sv record, struct log_entry *ret)
{
	struct windows_row row;
	if (!take_row(record, s->dialect.sep, &ret->arena, &row)) {
		ret->text = record;
		return;
	}
	windows_set_row(s->options, &row, ret);
	ret->text = row.rest.len ? row.rest : line_and_below(record, SV_EMPTY);
	if (row.rest.len && row.rest.ptr[0] == '"')
		csv_take(&row.rest, s->dialect.sep, &ret->arena, &ret->text);
	ret->text = sv_trim(ret->text);
}

/* A record that was ended by the next one, because its own quote does not close. */
static void note_broken(const struct state *s, struct sv record, struct log_entry *ret)
{
	size_t len;
	enum csv_end end = csv_record(record, s->dialect.sep, &len);
	bool closes = sv_ends(record, SV("\""));
	if (end != CSV_OPEN && (end != CSV_BROKEN || closes))
		return;
	log_entry_mark_damaged(ret, _("a quote in this record is not closed"));
}

static bool wincsv_read(void *data, uint64_t n, struct log_entry *ret)
{
	struct state *s = data;
	if (n >= s->records_count)
		return false;
	uint64_t end = n + 1 < s->records_count ? s->records[n + 1] : s->at;
	bool complete = log_entry_read_raw(ret, s->source, s->records[n], end);
	struct sv record = strbuf_sv(&ret->raw);
	ret->line = s->lines[n];
	if (s->dialect.named)
		decode_named(s, record, ret);
	else
		decode_row(s, record, ret);
	note_broken(s, record, ret);
	if (!complete)
		log_entry_mark_short(ret, s->source);
	return true;
}

const struct log_format fmt_wincsv = {
	.name = "event-csv",
	.title = N_("Windows events as CSV"),
	.platform = LOG_WINDOWS,
	.probe = wincsv_probe,
	.most = 90,
	.open = wincsv_open,
	.step = wincsv_step,
	.stride = BLOCK,
	.count = wincsv_count,
	.read = wincsv_read,
	.close = wincsv_close,
};
