#include "commands.h"

#include <string.h>

#include "args_graph.h"
#include "base/i18n.h"
#include "base/loop.h"
#include "base/sanitise.h"
#include "diagnosis/event.h"
#include "diagnosis/key_entries.h"
#include "diagnosis/search.h"
#include "output.h"
#include "report/lines.h"
#include "session.h"

/* ---- info ---- */

static void print_missing(const struct front *front, const struct diagnosis *d,
	const struct case_log *log)
{
	for (int what = 0; what < MISSING_COUNT; what++) {
		if (!(log->missing >> what & 1))
			continue;
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		missing_text(d, (enum missing)what, &text);
		out_textf(front, "  ? %s: %s\n", missing_id((enum missing)what), text.ptr);
	}
}

static void print_keys(const struct front *front, const struct diagnosis *d, size_t log)
{
	size_t counts[GUIDE_ENTRIES_MAX];
	diagnosis_counts(d, log, counts);
	for (size_t i = 0; i < d->guide->entries_count; i++) {
		const struct guide_key_entry *key = &d->guide->entries[i];
		if (counts[i])
			out_textf(front, "  %6zu  %-24s %s\n", counts[i], key->id,
				guide_text(key->title));
	}
	size_t unkept = diagnosis_unkept(d, log);
	if (unkept)
		out_textf(front, P_("  %zu of them is a note that was counted but is not listed "
			"elsewhere\n", "  %zu of them are notes that were counted but are not listed "
			"elsewhere\n", unkept), unkept);
}

static void print_damage(const struct front *front, const struct log *log)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t i = 0; log_damage(log, i, &text); i++) {
		out_textf(front, "  ! %s\n", text.ptr);
		strbuf_reset(&text);
	}
}

static void print_info(const struct front *front, const struct diagnosis *d, size_t i)
{
	const struct case_log *log = &d->logs[i];
	const struct log_info *info = log_info(log->log);
	out_textf(front, "%s\n", info->path);
	if (info->member)
		out_textf(front, _("  member    %s\n"), info->member);
	out_textf(front, _("  form      %s (%s, %s)\n"), info->format,
		guide_text(info->format_title), info->encoding);
	out_textf(front, _("  size      %llu bytes, %llu entries\n"),
		(unsigned long long)info->size, (unsigned long long)info->entries);
	if (info->recovered)
		out_textf(front, P_("  slack     %llu record no longer counted, never proof\n",
			"  slack     %llu records no longer counted, never proof\n",
			(unsigned long)info->recovered), (unsigned long long)info->recovered);
	out_textf(front, _("  first     %.*s\n  last      %.*s\n"), SV_ARG(info->first.text),
		SV_ARG(info->last.text));
	if (log->sha256[0])
		out_textf(front, "  sha256    %s\n", log->sha256);
	out_textf(front, P_("  %llu key entry\n", "  %llu key entries\n",
		(unsigned long)log->key_entries), (unsigned long long)log->key_entries);
	print_keys(front, d, i);
	print_damage(front, log->log);
	print_missing(front, d, log);
}

static enum cli_exit log_info_command(const struct args *args, const struct front *front,
	struct session *s)
{
	struct redactor *redactor = args->json ? report_redactor(s->diagnosis, args->reveal) : NULL;
	for (size_t i = 0; i < s->diagnosis->logs_count; i++) {
		if (args->hash)
			diagnosis_hash_log(s->diagnosis, i);
		if (!args->json) {
			print_info(front, s->diagnosis, i);
			continue;
		}
		autostrbuf line;
		strbuf_init(&line, STRBUF_REPORT);
		report_log_line(s->diagnosis, i, redactor, &line);
		out_bytes(front, strbuf_sv(&line));
	}
	redactor_destroy(redactor);
	return EXIT_DONE;
}

/* ---- entries, grep ---- */

struct printing {
	const struct args *args;
	const struct front *front;
	struct session *session;
	struct redactor *redactor;
	const char *pattern; /* NULL: every entry */
	size_t log, finding; /* finding: the next one of this log */
	size_t too_complex;  /* texts on which the pattern gave up */
	struct log_entry entry;
	struct search *search; /* of a log that is only searched … */
	struct sv texts[LOG_LITERALS_MAX]; /* … and what it is scanned for besides */
};

static struct log *log_of(const struct printing *p)
{
	return p->session->diagnosis->logs[p->log].log;
}

static const char *key_of(struct printing *p, uint64_t n)
{
	const struct diagnosis *d = p->session->diagnosis;
	while (p->finding < d->findings_count) {
		const struct finding *f = &d->findings[p->finding];
		bool before = !f->key || f->evidence.log < p->log ||
			(f->evidence.log == p->log && f->evidence.entry < n);
		if (!before)
			return f->evidence.log == p->log && f->evidence.entry == n ? f->key->id
										    : NULL;
		p->finding++;
	}
	return NULL;
}

static void print_text(struct printing *p, const struct log_entry *entry, bool key,
	struct sv text)
{
	autostrbuf clean;
	strbuf_init(&clean, STRBUF_RECORD);
	redact(p->redactor, text, &clean);
	struct sv first = strbuf_sv(&clean), line;
	sv_cut(&first, '\n', &line);
	if (entry->has_record)
		out_textf(p->front, "%8llu ", (unsigned long long)entry->record);
	else
		out_textf(p->front, "%8llu ", (unsigned long long)entry->line);
	out_textf(p->front, "%c %-28.*s %-7s ", key ? '*' : ' ', SV_ARG(entry->time.text),
		log_level_id(entry->level));
	if (entry->event_id >= 0)
		out_textf(p->front, "%5d ", (int)entry->event_id);
	out_text(p->front, sv_trim(line));
	if (entry->recovered)
		out_textf(p->front, " [%s]", _("recovered, no proof"));
	if (entry->damaged) {
		out_textf(p->front, " [!] ");
		out_text(p->front, entry->damage);
	}
	out_textf(p->front, "\n");
}

static void print_entry(struct printing *p, uint64_t n)
{
	const struct log_entry *entry = &p->entry;
	const char *key = key_of(p, n);
	if (p->args->key_only && !key)
		return;
	if (!log_read(log_of(p), n, &p->entry) && !entry->damaged)
		return;
	autostrbuf text, line;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_init(&line, STRBUF_REPORT);
	entry_sentence(p->session->library, entry, false, &text);
	if (!p->args->json) {
		print_text(p, entry, key != NULL, strbuf_sv(&text));
		return;
	}
	report_entry_line(entry, key, log_part_member(log_of(p), entry->part), strbuf_sv(&text),
		p->redactor, &line);
	out_bytes(p->front, strbuf_sv(&line));
}

static uint64_t last_of(const struct printing *p)
{
	return log_info(log_of(p))->entries + log_info(log_of(p))->recovered;
}

static void print_all(struct printing *p)
{
	uint64_t count = last_of(p);
	for (uint64_t n = 0; n < count && !ferror(p->front->out); n++)
		print_entry(p, n);
}

/* What cannot be read is told by log info, and as a comment where it would stand. */
static void print_xml(struct printing *p, struct err *err)
{
	uint64_t count = last_of(p);
	autostrbuf text, clean;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_init(&clean, STRBUF_RECORD);
	if (!log_has_xml(log_of(p), err))
		return;
	out_bytes(p->front, SV("<Events>\n"));
	for (uint64_t n = 0; n < count && !ferror(p->front->out); n++) {
		bool recovered = n >= log_info(log_of(p))->entries;
		if (p->args->key_only && !key_of(p, n))
			continue;
		strbuf_reset(&text);
		strbuf_str(&text, recovered ? "<!-- recovered, no proof -->" : "");
		if (!log_xml(log_of(p), n, &text))
			strbuf_str(&text, "<!-- a record that cannot be read -->");
		strbuf_char(&text, '\n');
		strbuf_reset(&clean);
		sanitise_xml(&clean, strbuf_sv(&text));
		out_bytes(p->front, strbuf_sv(&clean));
	}
	out_bytes(p->front, SV("</Events>\n"));
}

/* Prints while it searches: whoever pipes it on sees the first hits at once. */
static void print_hits(struct printing *p)
{
	struct search *search = search_create(p->session->library, log_of(p),
		sv_str(p->pattern), 0, NULL);
	uint64_t printed = 0;
	for (bool more = true; search && more && !ferror(p->front->out);) {
		more = search_step(search, loop_now_us() + LOOP_SLICE_US);
		for (; printed < search_count(search) && !ferror(p->front->out); printed++)
			print_entry(p, search_at(search, printed));
	}
	p->too_complex += search ? search_too_complex(search) : 0;
	search_destroy(search);
}

static void say_too_complex(const struct printing *p)
{
	if (p->too_complex)
		err_textf(p->front, P_("scepwiz: the pattern is too complex for %zu entry, which "
			"was passed over\n", "scepwiz: the pattern is too complex for %zu entries, "
			"which were passed over\n", p->too_complex), p->too_complex);
}

static enum cli_exit print_entries(struct printing *p)
{
	const struct diagnosis *d = p->session->diagnosis;
	log_entry_init(&p->entry);
	p->redactor = report_redactor(d, p->args->json ? p->args->reveal : REVEAL_ALL);
	struct err err = {0};
	for (p->log = 0; p->log < d->logs_count && !err.kind; p->log++) {
		if (p->args->xml)
			print_xml(p, &err);
		else if (p->pattern)
			print_hits(p);
		else
			print_all(p);
	}
	say_too_complex(p);
	redactor_destroy(p->redactor);
	log_entry_finish(&p->entry);
	return err.kind ? command_fail(p->front, &err) : EXIT_DONE;
}

/* ---- grep, where nothing but the hits is printed ---- */

static bool open_searched(void *data, struct source *owned, struct err *err)
{
	struct printing *p = data;
	const struct diagnosis *d = p->session->diagnosis;
	if (!p->redactor)
		p->redactor = report_redactor(d, REVEAL_ALL);
	struct log_options options = d->options.log;
	enum log_platform content = LOG_NO_PLATFORM;
	log_sniff(owned, &content, NULL);
	options.literals = p->texts;
	options.literals_count = key_entries_texts(d->guide, content, p->texts);
	p->search = search_open(d->library, owned, &options, sv_str(p->pattern), err);
	return p->search != NULL;
}

static void print_hit(struct printing *p, struct key_entries *keys)
{
	const struct log_entry *entry = search_entry(p->search);
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	entry_sentence(p->session->library, entry, false, &text);
	print_text(p, entry, key_entries_has(keys, entry), strbuf_sv(&text));
}

/* Step by step, each of which looks at one entry at most: it is still there to be printed. */
static void read_searched(void *data)
{
	struct printing *p = data;
	const struct diagnosis *d = p->session->diagnosis;
	struct key_entries *keys = key_entries_create(d->library, d->guide,
		search_log(p->search));
	uint64_t printed = 0;
	for (bool more = true; more && !ferror(p->front->out);) {
		more = search_step(p->search, 0);
		if (search_count(p->search) == printed)
			continue;
		printed++;
		print_hit(p, keys);
	}
	p->too_complex += search_too_complex(p->search);
	key_entries_destroy(keys);
	search_destroy(p->search);
}

/* Which of them are key entries is all that is told of a diagnosis, so none is made: the log is
 * gone through once, and printed from while it is read. */
static enum cli_exit search_only(const struct args *args, const struct front *front,
	const char *pattern, char **paths, int count)
{
	struct session session = {0};
	struct printing p = {.args = args, .front = front, .session = &session,
		.pattern = pattern};
	struct session_reading reading = {open_searched, read_searched, &p};
	struct err err = {0};
	enum cli_exit result = EXIT_DONE;
	session.reading = &reading;
	bool opened = session_open(&session, args, front, paths, count, &result, &err);
	say_too_complex(&p);
	if (!opened)
		err_textf(front, "scepwiz: %s\n", err.text);
	redactor_destroy(p.redactor);
	session_close(&session);
	return opened ? EXIT_DONE : result;
}

/* ---- the command ---- */

static enum cli_exit run(const struct args *args, const struct front *front, const char *verb,
	const char *pattern, char **paths, int count)
{
	struct session session = {0};
	struct err err = {0};
	enum cli_exit result;
	if (args->xml && strcmp(verb, "entries") != 0)
		return command_usage(front, _("--xml belongs to log entries"));
	if (count < 1)
		return command_usage(front, _("log: name the log, or - for standard input"));
	if (pattern && !args->json && !args->key_only && !args_has_graph(args))
		return search_only(args, front, pattern, paths, count);
	if (session_open(&session, args, front, paths, count, &result, &err)) {
		struct printing p = {.args = args, .front = front, .session = &session,
			.pattern = pattern};
		result = !strcmp(verb, "info") ? log_info_command(args, front, &session)
			: print_entries(&p);
	} else {
		err_textf(front, "scepwiz: %s\n", err.text);
	}
	session_close(&session);
	return result;
}

enum cli_exit cmd_log(const struct args *args, const struct front *front)
{
	const char *verb = args->operands_count ? args->operands[0] : "";
	char **rest = args->operands + 1;
	int count = args->operands_count - 1;
	struct err err = {0};
	if (!strcmp(verb, "info") || !strcmp(verb, "entries"))
		return run(args, front, verb, NULL, rest, count);
	if (strcmp(verb, "grep") != 0 || count < 1)
		return command_usage(front, _("log: expected info LOG…, entries LOG… or grep "
			"PATTERN LOG…"));
	if (!search_check(sv_str(rest[0]), &err))
		return command_fail(front, &err);
	return run(args, front, verb, rest[0], rest + 1, count - 1);
}
