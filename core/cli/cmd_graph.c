/* The requests of a diagnosis, for use elsewhere; and their saved answers, read back. */
#include "commands.h"

#include "asking.h"
#include "base/i18n.h"
#include "diagnosis/graph_findings.h"
#include "graph/cloud.h"
#include "output.h"
#include "report/lines.h"
#include "session.h"

/* ---- requests ---- */

static void print_request(const struct args *args, const struct front *front,
	const struct graph_facts *f, enum question question, const char *key)
{
	const struct question_info *info = question_info(question);
	autostrbuf path, file, url, line;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_init(&file, STRBUF_LINE);
	strbuf_init(&url, STRBUF_LINE);
	strbuf_init(&line, STRBUF_LINE);
	question_path(f, question, key, &path);
	question_file(question, key, &file);
	strbuf_addf(&url, "%s/%s%s", graph_clouds[0].graph, info->version, path.ptr);
	if (args->json) {
		report_request_line(&(struct report_request){file.ptr, "GET", url.ptr,
			info->permission, _(info->purpose), info->eventual}, &line);
		out_bytes(front, strbuf_sv(&line));
		return;
	}
	out_textf(front, "%s\n  GET %s\n", file.ptr, url.ptr);
	if (info->eventual)
		out_textf(front, "  ConsistencyLevel: eventual\n");
	out_textf(front, "  %s\n  %s\n\n", info->permission, _(info->purpose));
}

/* Each question once for each thing that is known to ask about; where nothing is, with a word in
 * its place. */
static enum cli_exit list(const struct args *args, const struct front *front,
	const struct graph_facts *f)
{
	if (!args->json)
		out_textf(front, "%s\n\n", _("These requests only read. Save each answer as it came, "
			"under the name that stands first; further pages (@odata.nextLink) as "
			"NAME.2.json, NAME.3.json. Words in capitals stand for ids that earlier "
			"answers give: scepwiz graph --import DIR fills them in."));
	for (int q = 0; q < QUESTION_COUNT; q++) {
		enum question question = (enum question)q;
		const char *key;
		size_t count = 0;
		for (; (key = question_key(f, question, count)); count++)
			print_request(args, front, f, question, key);
		if (!count)
			print_request(args, front, f, question, NULL);
	}
	return EXIT_DONE;
}

/* ---- answers ---- */

static const char *status_word(const struct graph_step *step)
{
	static const char *const words[] = {[GRAPH_OK] = N_("read"),
		[GRAPH_NOT_FOUND] = N_("Graph says: there is none"),
		[GRAPH_DENIED] = N_("Graph refused"), [GRAPH_SIGN_IN] = N_("not signed in"),
		[GRAPH_REFUSED] = N_("Graph did not take the request"),
		[GRAPH_TROUBLE] = N_("cannot be read"), [GRAPH_CANCELLED] = N_("cancelled"),
		[GRAPH_NOT_ASKED] = N_("not there")};
	return step->status == GRAPH_OK && step->incomplete ? _("read, but pages are missing")
		: _(words[step->status]);
}

static void print_steps(const struct front *front, const struct graph_facts *f)
{
	for (size_t i = 0; i < f->steps_count; i++) {
		const struct graph_step *step = &f->steps[i];
		autostrbuf file;
		strbuf_init(&file, STRBUF_LINE);
		question_file(step->question, step->key, &file);
		out_textf(front, "  %s: %s\n", file.ptr, status_word(step));
		if (*step->error)
			out_textf(front, "    %s\n", step->error);
	}
}

static void print_left(const struct args *args, const struct front *front,
	const struct graph_facts *f)
{
	bool any = false;
	for (size_t i = 0; i < f->steps_count; i++) {
		if (f->steps[i].status != GRAPH_NOT_ASKED)
			continue;
		if (!any && !args->json)
			out_textf(front, "\n%s\n\n", _("Still to ask, and to save under these names:"));
		any = true;
		print_request(args, front, f, f->steps[i].question, f->steps[i].key);
	}
}

/* What a diagnosis would take from the answers, without a log. */
static void print_checks(const struct front *front, struct diagnosis *d)
{
	out_textf(front, "\n");
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		out_textf(front, "%s\n  [%s] %s\n", check ? guide_text(check->title) : "",
			d->asked[i].outcome == CHECK_UNKNOWN ? _("not known")
			: report_check_word(d->asked[i].outcome), d->asked[i].answered
			? d->asked[i].text : _("Graph does not tell."));
	}
	for (size_t i = 0; i < d->findings_count; i++)
		if (finding_of_graph(&d->findings[i]))
			out_textf(front, "- %s\n", d->findings[i].note);
}

/* The platform that was named, else the one of the device. */
static const struct guide *guide_for(struct library *library, const struct args *args,
	const struct graph_facts *f)
{
	struct err err = {0};
	const struct guide *guide = session_guide(library, args, &err);
	size_t device = graph_device_of(f);
	for (size_t i = 0; !guide && device != GRAPH_NONE && i < library->guides.guides_count; i++)
		if (guide_graph_platform(library->guides.guides[i]) == f->devices[device].platform)
			guide = guide_by_platform(&library->guides,
				library->guides.guides[i]->platform);
	return guide;
}

static void print_answers(const struct args *args, const struct front *front,
	struct library *library, const struct asking *asking)
{
	const struct guide *guide = guide_for(library, args, asking->facts);
	if (!guide) {
		out_textf(front, "\n%s\n", _("What the answers mean depends on the platform: add "
			"--platform, or --user and --device."));
		return;
	}
	struct diagnosis *d = diagnosis_create(library, guide);
	diagnosis_set_graph(d, asking->facts, ORIGIN_IMPORT);
	diagnosis_judge(d);
	print_checks(front, d);
	diagnosis_destroy(d);
}

static enum cli_exit read_back(const struct args *args, const struct front *front,
	struct library *library, const struct asking *asking)
{
	if (args->json) {
		print_left(args, front, asking->facts);
		return EXIT_DONE;
	}
	out_textf(front, "%s\n", args->graph_import);
	print_steps(front, asking->facts);
	print_answers(args, front, library, asking);
	print_left(args, front, asking->facts);
	return EXIT_DONE;
}

static enum cli_exit answer(const struct args *args, const struct front *front,
	struct library *library)
{
	struct err err = {0};
	struct asking asking;
	const struct guide *guide = session_guide(library, args, &err);
	if (err.kind)
		return command_fail(front, &err);
	if (!asking_run(&asking, args, front,
	    guide ? guide_graph_platform(guide) : GRAPH_PLATFORM_NONE, "", &err)) {
		asking_finish(&asking);
		return command_fail(front, &err);
	}
	enum cli_exit result = args->graph_list ? list(args, front, asking.facts)
		: read_back(args, front, library, &asking);
	asking_finish(&asking);
	return result;
}

enum cli_exit cmd_graph(const struct args *args, const struct front *front)
{
	struct err err = {0};
	if (args->operands_count || (!args->graph_list && !args->graph_import))
		return command_usage(front, _("graph: --list prints the requests of a diagnosis; "
			"--import DIR reads their saved answers"));
	if (!args->graph_import) {
		struct graph_facts *facts = graph_facts_create(&(struct graph_subject){
			args->user ? args->user : "", args->device ? args->device : "", "", "",
			GRAPH_PLATFORM_NONE});
		enum cli_exit result = list(args, front, facts);
		graph_facts_destroy(facts);
		return result;
	}
	struct library *library = session_library(front, &err);
	if (!library)
		return command_fail(front, &err);
	enum cli_exit result = answer(args, front, library);
	library_destroy(library);
	return result;
}
