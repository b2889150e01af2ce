/* Windows events as the table that PowerShell prints by default:
 *
 *      ProviderName: Microsoft-Windows-DSC
 *
 *   TimeCreated                     Id LevelDisplayName Message
 *   -----------                     -- ---------------- -------
 *   11/17/2014 10:27:23 PM        4102 Information      Job {02C38626-D95A-47F1-9DA2-C1D4…
 *
 * The columns are told by their names, the rows by time and number. Messages are cut at the
 * window's width, and the log says so. A form with an index, since the provider of a row stands
 * above its table. */
#include "format.h"

#include "base/i18n.h"
#include "walker.h"
#include "windows.h"
#include "winprops.h"

#define PROBE_LINES 200
#define COLUMNS_MAX 12

struct table {
	uint64_t first_row, provider, names; /* the lines above it, plus 1; 0: none */
};

struct state {
	struct walker walker;
	const struct log_options *options;
	uint64_t provider, names; /* of the table to come, as in struct table */
	bool cut;                 /* a message was */
	struct columns {
		enum winprop items[COLUMNS_MAX];
		size_t count;
	} columns;
	struct table *tables;
	size_t tables_count, tables_cap;
};

/* ---- lines ---- */

static bool read_columns(struct sv line, struct columns *ret)
{
	struct sv word;
	unsigned seen = 0;
	ret->count = 0;
	while (sv_word(&line, &word)) {
		enum winprop property = winprop_of(word);
		if (property == WINPROP_NONE || ret->count == COLUMNS_MAX)
			return false;
		seen |= 1u << property;
		ret->items[ret->count++] = property;
	}
	return (seen >> WINPROP_ID & 1) && (seen >> WINPROP_MESSAGE & 1);
}

static bool is_rule(struct sv line)
{
	struct sv rest = sv_trim(line);
	for (size_t i = 0; i < rest.len; i++)
		if (rest.ptr[i] != '-' && rest.ptr[i] != ' ')
			return false;
	return rest.len > 1;
}

static bool take_provider(struct sv line, struct sv *ret)
{
	struct sv rest = sv_trim(line);
	if (!sv_istarts(rest, SV("ProviderName: ")))
		return false;
	*ret = sv_trim(sv_from(rest, 14));
	return ret->len > 0;
}

/* Reads a row; ret NULL: only whether it is one. */
static bool take_row(const struct log_options *options, const struct columns *columns,
	struct sv line, struct log_entry *ret)
{
	for (size_t i = 0; i < columns->count; i++) {
		enum winprop property = columns->items[i];
		struct sv value = SV_EMPTY;
		int32_t id;
		if (property == WINPROP_TIME && !windows_take_time(&line, &value))
			return false;
		if (property == WINPROP_MESSAGE && i + 1 == columns->count)
			value = line;
		else if (property != WINPROP_TIME)
			sv_word(&line, &value);
		if (property == WINPROP_ID && !windows_id(value, &id))
			return false;
		if (ret)
			winprop_set(options, property, value, ret);
	}
	return true;
}

static bool is_cut(struct sv line)
{
	line = sv_trim(line);
	return sv_ends(line, SV("...")) || sv_ends(line, SV("…"));
}

static unsigned wintable_probe(struct sv head)
{
	struct sv line;
	struct columns columns;
	bool named = false;
	for (int i = 0; i < PROBE_LINES && head.len && sv_cut(&head, '\n', &line); i++) {
		if (named && is_rule(line))
			return 89;
		named = read_columns(sv_sub(line, 0, WALKER_LINE), &columns);
	}
	return 0;
}

/* ---- the index ---- */

static void look_at(void *data, struct sv line)
{
	struct state *s = data;
	struct columns columns;
	struct sv provider;
	if (s->names && is_rule(line)) {
		vec_push(s, tables, ((struct table){s->walker.entries_count, s->provider,
			s->names}));
		s->names = 0;
	} else if (take_provider(line, &provider)) {
		s->provider = s->walker.at + 1;
	} else if (read_columns(line, &columns)) {
		s->columns = columns;
		s->names = s->walker.at + 1;
	} else if (s->tables_count && take_row(s->options, &s->columns, line, NULL)) {
		walker_keep(&s->walker);
		s->cut |= is_cut(line);
	}
}

static bool wintable_step(void *data)
{
	struct state *s = data;
	return walker_step(&s->walker, look_at, s);
}

static void *wintable_open(struct source *source, const struct log_options *options,
	struct err *err)
{
	struct state *s = xcalloc(1, sizeof(*s));
	(void)err;
	s->options = options;
	walker_init(&s->walker, source);
	return s;
}

static void wintable_close(void *data)
{
	struct state *s = data;
	walker_finish(&s->walker);
	free(s->tables);
	free(s);
}

static uint64_t wintable_count(const void *data)
{
	return ((const struct state *)data)->walker.entries_count;
}

static bool wintable_damage(const void *data, size_t i, struct strbuf *out)
{
	if (i || !((const struct state *)data)->cut)
		return false;
	strbuf_str(out, _("PowerShell has cut the messages of this table; print the events with "
		"\"| Format-List\", or save the log as .evtx"));
	return true;
}

/* ---- one row ---- */

static const struct table *table_of(const struct state *s, uint64_t row)
{
	size_t low = 0, high = s->tables_count; /* the last table not behind the row */
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (s->tables[middle].first_row <= row)
			low = middle;
		else
			high = middle;
	}
	return &s->tables[low];
}

/* Not what stands behind the table's last row. */
static bool read_raw(const struct state *s, uint64_t n, struct log_entry *ret)
{
	bool complete = walker_read(&s->walker, n, ret);
	struct sv text = strbuf_sv(&ret->raw);
	size_t blank = sv_find(text, SV("\n\n")), crlf = sv_find(text, SV("\r\n\r\n"));
	text = sv_trim_end(sv_sub(text, 0, blank < crlf ? blank : crlf));
	ret->raw.len = ret->length = text.len;
	return complete;
}

static bool wintable_read(void *data, uint64_t n, struct log_entry *ret)
{
	struct state *s = data;
	struct columns columns;
	struct sv provider;
	if (n >= s->walker.entries_count)
		return false;
	const struct table *table = table_of(s, n);
	struct sv names = walker_line(&s->walker, table->names - 1, &ret->arena);
	if (read_raw(s, n, ret) && read_columns(names, &columns)) {
		take_row(s->options, &columns, strbuf_sv(&ret->raw), ret);
		if (table->provider && take_provider(walker_line(&s->walker,
		    table->provider - 1, &ret->arena), &provider))
			ret->origin = provider;
		ret->cut = is_cut(strbuf_sv(&ret->raw));
		return true;
	}
	log_entry_mark_short(ret, s->walker.source);
	return true;
}

const struct log_format fmt_wintable = {
	.name = "event-table",
	.title = N_("Windows events, a table of PowerShell"),
	.platform = LOG_WINDOWS,
	.probe = wintable_probe,
	.most = 89,
	.open = wintable_open,
	.step = wintable_step,
	.stride = WALKER_BLOCK,
	.count = wintable_count,
	.read = wintable_read,
	.damage = wintable_damage,
	.close = wintable_close,
};
