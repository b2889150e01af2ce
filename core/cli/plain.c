/* The plain wizard: numbered choices, one line an item, nothing repainted. What TERM=dumb, a
 * pipe or --accessible get. It drives the same diagnosis as everything else. */
#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "base/file.h"
#include "base/i18n.h"
#include "dialog.h"
#include "output.h"
#include "session.h"

#define SHOWN_AT_ONCE 40

struct plain {
	const struct args *args;
	const struct front *front;
	struct session session;
	struct dialog dialog;
};

/* ---- the steps ---- */

enum go { GO_ON, GO_BACK, GO_OUT };

static const struct guide *choose_platform(struct plain *p)
{
	const struct guide_list *guides = &p->session.library->guides;
	const struct guide *offered[16] = {NULL};
	struct choice choices[16];
	char keys[16][4];
	size_t count = 0;
	out_textf(p->front, "\n%s\n", _("Which platform is the device?"));
	for (size_t i = 0; i < guides->guides_count && count < 15; i++) {
		if (!guide_is_delivery(guides->guides[i]))
			continue;
		snprintf(keys[count], sizeof(keys[count]), "%zu", count + 1);
		choices[count] = (struct choice){keys[count],
			guide_text(guides->guides[i]->title)};
		offered[count++] = guides->guides[i];
	}
	choices[count++] = (struct choice){"q", _("quit")};
	return offered[dialog_choice(&p->dialog, choices, count)];
}

static void show_part(struct plain *p, const char *label, const char *msgid)
{
	if (msgid && *msgid)
		out_textf(p->front, "%s %s\n", label, guide_text(msgid));
}

static bool ask_time(struct plain *p, const char *prompt, int64_t *ret)
{
	char line[DIALOG_LINE_MAX];
	while (dialog_line(&p->dialog, prompt, line)) {
		struct sv typed = sv_trim(sv_str(line));
		if (!typed.len)
			return false;
		if (time_parse_rfc3339(typed, ret))
			return true;
		out_textf(p->front, _("Expected a time with its offset, as "
			"2024-08-20T09:41:00+02:00; Enter alone leaves it out.\n"));
	}
	return false;
}

/* The check-in is best given as the time the portal shows: the clock rules do the rest. */
static void ask_check_in_times(struct plain *p)
{
	struct diagnosis *d = p->session.diagnosis;
	struct case_options options = d->options;
	bool any = ask_time(p, _("When was the profile assigned or last changed? (Enter: not "
		"known)"), &options.assigned_at);
	any |= ask_time(p, _("When was the last check-in? (Enter: not known)"),
		&options.last_check_in);
	if (any)
		diagnosis_set_options(d, &options);
}

static void take_answer(struct plain *p, enum check_id id, enum check_outcome outcome)
{
	char note[DIALOG_LINE_MAX] = "";
	dialog_line(&p->dialog, _("A note, if you like (Enter: none):"), note);
	diagnosis_answer(p->session.diagnosis, id, outcome, note);
}

static void show_asked(struct plain *p, enum check_id id)
{
	const struct graph_check *asked = &p->session.diagnosis->asked[id];
	if (asked->answered)
		out_textf(p->front, "%s %s  %s\n", _("Microsoft Graph:"),
			asked->outcome == CHECK_UNKNOWN ? _("not known")
			: report_check_word(asked->outcome), asked->text);
}

static enum go ask_check(struct plain *p, enum check_id id)
{
	const struct guide_check *check = guide_check(p->session.diagnosis->guide,
		check_id_text(id));
	static const enum check_outcome outcomes[] = {CHECK_GOOD, CHECK_BAD, CHECK_UNKNOWN,
		CHECK_SKIPPED};
	const struct choice choices[] = {{"1", _("yes")}, {"2", _("no")}, {"3", _("I don't know")},
		{"4", _("skip")}, {"5", _("give the times, and let them be compared")},
		{"m", _("as Microsoft Graph says")},
		{"b", _("back")}, {"q", _("quit")}};
	out_textf(p->front, _("\nCheck %d of %d: %s\n"), (int)id + 1, CHECK_COUNT,
		guide_text(check->title));
	show_part(p, _("Why:"), check->why);
	show_part(p, _("Where:"), check->where);
	if (check->link)
		out_textf(p->front, "%s\n", check->link);
	out_textf(p->front, "%s\n", guide_text(check->question));
	show_asked(p, id);
	/* the times only help with the last check-in, Graph only if it answered */
	bool left_out[ARRAY_LEN(choices)] = {[4] = id != CHECK_LAST_CHECK_IN,
		[5] = !p->session.diagnosis->asked[id].answered};
	struct choice shown[ARRAY_LEN(choices)];
	size_t count = 0;
	for (size_t i = 0; i < ARRAY_LEN(choices); i++)
		if (!left_out[i])
			shown[count++] = choices[i];
	const char *key = shown[dialog_choice(&p->dialog, shown, count)].key;
	if (!strcmp(key, "q"))
		return GO_OUT;
	if (!strcmp(key, "b"))
		return GO_BACK;
	if (!strcmp(key, "5"))
		ask_check_in_times(p);
	else if (!strcmp(key, "m"))
		diagnosis_accept(p->session.diagnosis, id);
	else
		take_answer(p, id, outcomes[key[0] - '1']);
	return GO_ON;
}

static enum go ask_checks(struct plain *p)
{
	for (int id = 0; p->session.diagnosis->guide->checks_count && id < CHECK_COUNT;) {
		enum go go = ask_check(p, (enum check_id)id);
		if (go == GO_OUT || (go == GO_BACK && id == 0))
			return go;
		id += go == GO_BACK ? -1 : 1;
	}
	return GO_ON;
}

static void show_steps(struct plain *p)
{
	const struct guide *guide = p->session.diagnosis->guide;
	out_textf(p->front, _("\nThe log: %s (%s)\nHow to get it:\n"),
		guide_text(guide->log_title), guide->log_name);
	for (size_t i = 0; i < guide->steps_count; i++) {
		out_textf(p->front, "  %zu. %s\n", i + 1, guide_text(guide->steps[i].text));
		if (guide->steps[i].link)
			out_textf(p->front, "     %s\n", guide->steps[i].link);
	}
}

static bool ask_log(struct plain *p)
{
	char line[DIALOG_LINE_MAX];
	struct err err = {0};
	while (dialog_line(&p->dialog, _("The log's file name (Enter: go on without a log):"), line)) {
		struct sv typed = sv_trim(sv_str(line));
		if (!typed.len)
			return false;
		autofree char *path = sv_dup(typed);
		if (!strcmp(path, "-"))
			err_set(&err, ERR_INPUT, _("-: the answers come from there already"));
		else if (session_read_log(&p->session, p->args, p->front, path,
			&err))
			return true;
		out_textf(p->front, "%s\n", err.text);
	}
	return false;
}

/* ---- the log ---- */

static void show_log(struct plain *p, size_t i)
{
	const struct case_log *log = &p->session.diagnosis->logs[i];
	const struct log_info *info = log_info(log->log);
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	out_textf(p->front, _("\n%s: %s, %llu entries, %llu of them key entries\n"),
		info->member ? info->member : info->path,
		guide_text(info->format_title), (unsigned long long)info->entries,
		(unsigned long long)log->key_entries);
	for (size_t k = 0; log_damage(log->log, k, &text); k++) {
		out_textf(p->front, "! %s\n", text.ptr);
		strbuf_reset(&text);
	}
}

static void show_finding_line(struct plain *p, size_t i)
{
	const struct finding *f = &p->session.diagnosis->findings[i];
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	diagnosis_finding_text(p->session.diagnosis, i, &text);
	out_textf(p->front, "  %zu. %s %s\n", i + 1, f->at.text ? f->at.text : "-", text.ptr);
}

static void show_value(struct plain *p, const struct value *value, unsigned indent)
{
	for (size_t i = 0; value && i < value->items_count; i++) {
		const struct value *item = value->items[i];
		out_textf(p->front, "%*s%s: ", (int)indent, "", item->name ? item->name : "-");
		if (item->kind == VALUE_INT)
			out_textf(p->front, "%lld", (long long)item->number);
		else if (item->kind == VALUE_TEXT) /* a value is one line, whatever it holds */
			out_text(p->front, sv_str(item->text));
		out_textf(p->front, "\n");
		show_value(p, item, indent + 2);
	}
}

static void show_finding(struct plain *p, size_t i)
{
	const struct finding *f = &p->session.diagnosis->findings[i];
	show_finding_line(p, i);
	if (f->evidence.excerpt)
		out_textf(p->front, "    | %s\n", f->evidence.excerpt);
	show_value(p, finding_fields(f), 4);
	if (!f->key)
		return;
	show_part(p, _("Meaning:"), f->key->meaning);
	show_part(p, _("Next:"), f->key->next);
	if (f->key->link)
		out_textf(p->front, "%s\n", f->key->link);
}

static void show_absent(struct plain *p)
{
	const struct diagnosis *d = p->session.diagnosis;
	size_t told = 0;
	for (size_t i = 0; i < d->guide->entries_count; i++) {
		const struct guide_key_entry *key = &d->guide->entries[i];
		if (!key->expected || diagnosis_count(d, SIZE_MAX, key))
			continue;
		if (!told++)
			out_textf(p->front, _("Expected and not seen:\n"));
		out_textf(p->front, "  [ ] %s: %s\n", guide_text(key->title),
			guide_text(key->absence));
	}
}

static enum go walk_findings(struct plain *p)
{
	const struct diagnosis *d = p->session.diagnosis;
	char line[DIALOG_LINE_MAX];
	out_textf(p->front, _("\nWhat was found:\n"));
	for (size_t i = 0; i < d->findings_count && i < SHOWN_AT_ONCE; i++)
		if (d->findings[i].key)
			show_finding_line(p, i);
	if (d->findings_count > SHOWN_AT_ONCE)
		out_textf(p->front, _("  … more are in the report\n"));
	show_absent(p);
	while (dialog_line(&p->dialog, _("A number shows the entry; Enter goes on:"), line)) {
		struct sv typed = sv_trim(sv_str(line));
		uint64_t number;
		if (!typed.len)
			return GO_ON;
		if (sv_eq(typed, SV("q")))
			return GO_OUT;
		if (sv_to_u64(typed, &number) && number >= 1 && number <= d->findings_count)
			show_finding(p, (size_t)number - 1);
		else
			out_textf(p->front, _("There is no entry with this number.\n"));
	}
	return GO_ON;
}

/* ---- verdict and report ---- */

static void show_verdict(struct plain *p)
{
	const struct diagnosis *d = p->session.diagnosis;
	autostrbuf text;
	const char *link;
	strbuf_init(&text, STRBUF_LINE);
	diagnosis_summary(d, &text);
	out_textf(p->front, "\n%s\n%s\n", report_outcome_word(d->verdict.outcome), text.ptr);
	for (int i = 0; i < STAGE_ALL; i++)
		if (d->guide->stages[i].title)
			out_textf(p->front, "  [%s] %s\n",
				report_stage_word(d->verdict.stages[i]),
				guide_text(d->guide->stages[i].title));
	out_textf(p->front, _("What to do next:\n"));
	strbuf_reset(&text);
	for (size_t i = 0; diagnosis_advice(d, i, &text, &link); i++) {
		out_textf(p->front, "  %zu. %s\n", i + 1, text.ptr);
		if (link)
			out_textf(p->front, "     %s\n", link);
		strbuf_reset(&text);
	}
}

static void save_report(struct plain *p, enum report_format format)
{
	char line[DIALOG_LINE_MAX];
	struct err err = {0};
	autostrbuf out;
	struct report_options options = {.format = format, .redacted = true,
		.reveal = p->args->reveal};
	strbuf_init(&out, STRBUF_REPORT);
	report_write(p->session.diagnosis, &options, &out);
	while (dialog_line(&p->dialog, _("File name (Enter: do not save):"), line) && line[0]) {
		if (file_write(line, strbuf_sv(&out), false, &err)) {
			out_textf(p->front, _("%s was written.\n"), line);
			return;
		}
		out_textf(p->front, "%s\n", err.text);
	}
}

static void show_report(struct plain *p)
{
	autostrbuf out;
	struct report_options options = {.format = REPORT_TEXT, .ascii = !p->front->utf8,
		.width = p->front->columns};
	strbuf_init(&out, STRBUF_REPORT);
	report_write(p->session.diagnosis, &options, &out);
	out_bytes(p->front, strbuf_sv(&out));
}

/* The guide to go on with, if that is what the user wants; NULL: the end. */
static const struct guide *offer_report(struct plain *p)
{
	static const enum report_format formats[] = {REPORT_TEXT, REPORT_MARKDOWN, REPORT_JSON,
		REPORT_HTML};
	const struct guide *next = diagnosis_next_guide(p->session.diagnosis);
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&text, _("go on with these logs: %s"), next ? guide_text(next->title) : "");
	struct choice choices[] = {{"1", _("show the report")}, {"2", _("save it as Markdown")},
		{"3", _("save it as JSON")}, {"4", _("save it as HTML")}, {"5", text.ptr},
		{"q", _("quit")}};
	size_t last = ARRAY_LEN(choices) - 1;
	if (!next)
		choices[--last] = choices[ARRAY_LEN(choices) - 1];
	for (;;) {
		out_textf(p->front, _("\nThe report (people, devices and hosts are redacted in "
			"what is saved):\n"));
		size_t chosen = dialog_choice(&p->dialog, choices, last + 1);
		if (chosen == last || p->dialog.ended)
			return NULL;
		if (chosen == ARRAY_LEN(formats))
			return next;
		if (formats[chosen] == REPORT_TEXT)
			show_report(p);
		else
			save_report(p, formats[chosen]);
	}
}

/* ---- the whole ---- */

/* The paths of the logs at hand, each as it can be opened again; count of them are yours. */
static char **take_paths(const struct diagnosis *d)
{
	char **paths = xcalloc(d->logs_count, sizeof(*paths));
	for (size_t i = 0; i < d->logs_count; i++) {
		const struct log_info *info = log_info(d->logs[i].log);
		autostrbuf path;
		strbuf_init(&path, STRBUF_LINE);
		strbuf_str(&path, info->path);
		if (info->member)
			strbuf_addf(&path, "/%s", info->member);
		paths[i] = strbuf_steal(&path);
	}
	return paths;
}

static void read_again(struct plain *p, char **paths, size_t count)
{
	struct err err = {0};
	for (size_t i = 0; i < count; i++) {
		if (!session_read_log(&p->session, p->args, p->front, paths[i], &err))
			out_textf(p->front, "%s\n", err.text);
		free(paths[i]);
	}
	free(paths);
}

/* Another guide, with the same logs. */
static void go_on(struct plain *p, const struct guide *guide)
{
	size_t count = p->session.diagnosis->logs_count;
	char **paths = take_paths(p->session.diagnosis);
	diagnosis_destroy(p->session.diagnosis);
	p->session.diagnosis = diagnosis_create(p->session.library, guide);
	session_say(p->session.diagnosis, p->args);
	out_textf(p->front, "\n%s\n%s\n", guide_text(guide->title), guide_text(guide->summary));
	read_again(p, paths, count);
	show_steps(p);
	ask_log(p);
}

/* Gives the guide to go on with; NULL: the user left. */
static const struct guide *conclude_one(struct plain *p)
{
	for (size_t i = 0; i < p->session.diagnosis->logs_count; i++)
		show_log(p, i);
	diagnosis_judge(p->session.diagnosis);
	if (p->session.diagnosis->logs_count && walk_findings(p) == GO_OUT)
		return NULL;
	show_verdict(p);
	return offer_report(p);
}

static void conclude(struct plain *p)
{
	const struct guide *next;
	while ((next = conclude_one(p)) != NULL)
		go_on(p, next);
}

/* False: the guide that was asked for is not there. */
static bool guide_through(struct plain *p, struct err *err)
{
	const struct guide *given = session_guide(p->session.library, p->args, err), *guide;
	if (err->kind)
		return false;
	while ((guide = given ? given : choose_platform(p)) != NULL) {
		p->session.diagnosis = diagnosis_create(p->session.library, guide);
		session_say(p->session.diagnosis, p->args);
		out_textf(p->front, "\n%s\n%s\n", guide_text(guide->title),
			guide_text(guide->summary));
		if (!session_ask_graph(&p->session, p->args, p->front, err))
			return false;
		diagnosis_judge(p->session.diagnosis);
		enum go go = ask_checks(p);
		if (go == GO_ON) {
			show_steps(p);
			ask_log(p);
			conclude(p);
		}
		if (go != GO_BACK || given)
			break;
		diagnosis_destroy(p->session.diagnosis);
		p->session.diagnosis = NULL;
	}
	return true;
}

enum cli_exit plain_wizard(const struct args *args, const struct front *front)
{
	struct front wrapping = *front;
	struct plain p = {.args = args, .front = &wrapping,
		.dialog = {.front = &wrapping}};
	struct err err = {0};
	enum cli_exit result = EXIT_DONE;
	wrapping.wrap = true;
	for (int i = 0; i < args->operands_count; i++)
		if (!strcmp(args->operands[i], "-"))
			return command_usage(front, _("-: the plain wizard reads its answers from "
				"standard input; use scepwiz check -"));
	out_textf(&wrapping, "%s\n", _("scepwiz: did the SCEP certificate profile reach this device, "
		"and if not, why?"));
	if (args->operands_count) {
		if (session_open(&p.session, args, front, args->operands, args->operands_count,
			&result, &err)) {
			result = EXIT_DONE;
			conclude(&p);
		} else {
			err_textf(front, "scepwiz: %s\n", err.text);
		}
	} else {
		p.session.library = session_library(front, &err);
		if (!p.session.library)
			return command_fail(front, &err);
		if (!guide_through(&p, &err))
			result = command_fail(front, &err);
	}
	session_close(&p.session);
	return result;
}
