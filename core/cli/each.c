#include "each.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitise.h"
#include "commands.h"
#include "names.h"
#include "output.h"
#include "report/each.h"
#include "session.h"
#include "workers.h"

struct each {
	const struct args *args;
	const struct front *front;
	struct library *library;
	struct workers *workers;
	struct names names;
};

/* ---- a row ---- */

/* One line for one log, whatever its name holds. */
static void add_cell(struct strbuf *row, const char *text, int width)
{
	autostrbuf clean;
	strbuf_init(&clean, STRBUF_LINE);
	sanitise(&clean, sv_str(text && *text ? text : "-"), SANITISE_LINE);
	strbuf_addf(row, "%-*s", width, clean.ptr);
}

static void add_row(struct strbuf *row, const struct each_row *cells)
{
	add_cell(row, cells->error ? "error" : cells->outcome, 14);
	add_cell(row, cells->stage, 11);
	add_cell(row, cells->profile, 38);
	add_cell(row, cells->path, 0);
	strbuf_str(row, "  ");
	add_cell(row, cells->error ? cells->error : cells->lacks, 0);
	strbuf_char(row, '\n');
}

/* The path is in the row already. */
static const char *without_path(const char *text, const char *path)
{
	size_t len = strlen(path);
	return !strncmp(text, path, len) && !strncmp(text + len, ": ", 2) ? text + len + 2 : text;
}

static void write_row(const struct each *each, const struct each_row *row,
	const struct diagnosis *d, struct strbuf *out)
{
	if (each->args->json)
		report_each_line(row, d, each->args->reveal, out);
	else
		add_row(out, row);
}

static void write_error(const struct each *each, size_t n, const char *name, const char *why,
	struct strbuf *out)
{
	struct each_row row = {.n = n, .path = name, .error = without_path(why, name)};
	write_row(each, &row, NULL, out);
}

/* ---- in the worker ---- */

static void write_diagnosis(const struct each *each, size_t n, const char *name,
	const struct diagnosis *d, struct strbuf *out)
{
	struct each_row row = {.n = n, .path = name};
	autostrbuf lacks;
	strbuf_init(&lacks, STRBUF_LINE);
	each_row_fill(&row, d, &lacks);
	write_row(each, &row, d, out);
}

static void judge(void *data, size_t n, const char *name, FILE *to)
{
	const struct each *each = data;
	struct session session = {.library = each->library};
	struct front quiet = *each->front;
	struct err err = {0};
	enum cli_exit unused;
	char *const path = (char *)(uintptr_t)name; /* session_open() changes no path */
	char *paths[] = {path};
	autostrbuf out;
	strbuf_init(&out, WORKERS_SAYS_MAX);
	FILE *nowhere = fopen("/dev/null", "w");
	quiet.err = nowhere ? nowhere : quiet.err;
	quiet.err_terminal = false;
	if (each->names.block && each->args->files_from[0] == '-' && !strcmp(name, "-"))
		write_error(each, n, name, _("standard input holds the names"), &out);
	else if (session_open(&session, each->args, &quiet, paths, 1, &unused, &err))
		write_diagnosis(each, n, name, session.diagnosis, &out);
	else
		write_error(each, n, name, err.text, &out);
	fwrite(out.ptr, 1, out.len, to);
}

/* ---- all of them ---- */

static void print_done(const struct each *each, const struct worker_done *done)
{
	autostrbuf out, why;
	strbuf_init(&out, WORKERS_SAYS_MAX);
	strbuf_init(&why, STRBUF_LINE);
	if (done->whole && done->said.len) {
		out_bytes(each->front, strbuf_sv(&done->said));
		return;
	}
	if (done->died)
		strbuf_addf(&why, _("its reader was ended by signal %d (%s); run scepwiz check on "
			"it alone"), done->died, strsignal(done->died));
	else
		strbuf_str(&why, _("no process of its own could read it; run scepwiz check on it "
			"alone"));
	write_error(each, done->n, done->name, why.ptr, &out);
	out_bytes(each->front, strbuf_sv(&out));
}

static void print_rows(const struct each *each)
{
	struct worker_done done;
	while (workers_take(each->workers, &done)) {
		print_done(each, &done);
		free(done.name);
		strbuf_finish(&done.said);
	}
}

/* Gives the signal that ended it, or 0. */
static int work_through(struct each *each)
{
	enum names_state state = NAMES_READY;
	int came = 0;
	while (!came && !ferror(each->front->out)) {
		char *name;
		bool readable;
		while (workers_can_start(each->workers) &&
		       (state = names_take(&each->names, &name)) == NAMES_READY)
			workers_start(each->workers, name);
		print_rows(each);
		if (state == NAMES_END && workers_idle(each->workers))
			break;
		if (state == NAMES_READY && workers_can_start(each->workers))
			continue; /* their turn has come, and nothing may be left to wait for */
		bool waits = state == NAMES_WAIT && workers_can_start(each->workers);
		came = workers_wait(each->workers, waits ? each->names.fd : -1, &readable);
		if (readable)
			names_fill(&each->names);
	}
	return came;
}

static void print_head(const struct each *each)
{
	if (!each->front->out_terminal || each->args->json)
		return;
	out_textf(each->front, "%-14s%-11s%-38s%s\n", _("outcome"), _("stage"), _("profile"),
		_("log, and what is missing"));
}

static enum cli_exit run(struct each *each)
{
	struct err err = {0};
	print_head(each);
	fflush(each->front->out); /* no worker may have anything in its buffer to repeat */
	each->workers = workers_create(judge, each);
	if (!each->workers) {
		err_set(&err, ERR_INPUT, _("the workers could not be started: %s"),
			strerror(errno));
		return command_fail(each->front, &err);
	}
	int came = work_through(each);
	workers_destroy(each->workers);
	if (came)
		raise(came);
	if (ferror(each->front->out))
		err_set(&err, ERR_OUTPUT, _("the report could not be written"));
	else
		err = each->names.trouble;
	return err.kind ? command_fail(each->front, &err) : EXIT_DONE;
}

static const char *contradiction(const struct args *args)
{
	if (!args->operands_count && !args->files_from)
		return _("check --each: name the logs, or give --files-from");
	if (args->output)
		return _("check --each writes to standard output; redirect it instead of -o");
	if (args->format != REPORT_JSON && args->format != REPORT_TEXT)
		return _("check --each: rows are text or, with --json, objects");
	return NULL;
}

enum cli_exit check_each(const struct args *args, const struct front *front)
{
	struct each each = {.args = args, .front = front};
	struct err err = {0};
	enum cli_exit result;
	const char *fault = contradiction(args);
	if (fault)
		return command_usage(front, fault);
	each.library = session_library(front, &err);
	if (each.library)
		session_guide(each.library, args, &err); /* a mistake in it is no row's */
	bool ready = !err.kind && names_open(&each.names, args->operands, args->operands_count,
		args->files_from, &err);
	result = ready ? run(&each) : command_fail(front, &err);
	if (ready)
		names_close(&each.names);
	library_destroy(each.library);
	return result;
}
