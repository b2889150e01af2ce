#include "asking.h"

#include <stdio.h>

#include "base/i18n.h"
#include "graph/import.h"
#include "graph/live.h"
#include "output.h"
#include "signing.h"

static const char *text_of(const char *text)
{
	return text ? text : "";
}

/* ---- live ---- */

struct progress {
	const struct asking *asking;
	const struct front *front;
	bool shown;
};

static void show_progress(void *data)
{
	struct progress *p = data;
	const struct graph_facts *f = p->asking->facts;
	if (!p->front->err_terminal || !f->steps_count)
		return;
	fprintf(p->front->err, "\rGraph: %zu", f->steps_count);
	fflush(p->front->err);
	p->shown = true;
}

static bool open_live(struct asking *a, const struct args *args, const struct front *front,
	struct err *err)
{
	a->loop = loop_create();
	if (!signing_run(&a->session, a->loop, args, front, err))
		return false;
	a->source = graph_live_create(a->loop, &a->session);
	return true;
}

/* What ended it early is told by the last answer. */
static bool tell_trouble(const struct asking *a, struct err *err)
{
	const struct graph_facts *f = a->facts;
	if (inquiry_trouble(a->inquiry) == GRAPH_OK)
		return true;
	return err_set(err, ERR_GRAPH, "%s", f->steps_count
		? f->steps[f->steps_count - 1].error : "");
}

static bool run_live(struct asking *a, const struct front *front, struct err *err)
{
	struct progress progress = {a, front, false};
	a->inquiry = inquiry_create(a->source, a->facts, show_progress, &progress);
	inquiry_start(a->inquiry);
	while (!inquiry_over(a->inquiry))
		loop_turn(a->loop, -1);
	if (progress.shown)
		fputs("\r            \r", front->err);
	token_wipe(&a->session.token); /* there is nothing more to ask */
	return tell_trouble(a, err);
}

/* ---- saved ---- */

static void noticed(void *data)
{
	(void)data;
}

/* What was not saved is worth saying once; which, `graph --import` tells. */
static void say_unsaved(const struct asking *a, const struct args *args,
	const struct front *front)
{
	size_t unsaved = 0;
	for (size_t i = 0; i < a->facts->steps_count; i++)
		unsaved += a->facts->steps[i].status == GRAPH_NOT_ASKED;
	if (unsaved)
		err_textf(front, P_("scepwiz: %s: %zu answer of Graph's is not there; scepwiz graph "
			"--import says which\n", "scepwiz: %s: %zu answers of Graph's are not there; "
			"scepwiz graph --import says which\n", unsaved), args->graph_import, unsaved);
}

static void run_saved(struct asking *a, const struct args *args, const struct front *front)
{
	a->inquiry = inquiry_create(a->source, a->facts, noticed, NULL);
	inquiry_start(a->inquiry);
	if (!args->graph_list && args->command && sv_eq(sv_str(args->command), SV("check")))
		say_unsaved(a, args, front);
}

bool asking_run(struct asking *a, const struct args *args, const struct front *front,
	enum graph_platform platform, const char *computer, struct err *err)
{
	const char *profile = args->profile_name ? args->profile_name : args->options.profile;
	struct graph_subject subject = {text_of(args->user), text_of(args->device), computer,
		profile, platform};
	*a = (struct asking){0};
	if (args->graph.live) {
		if (!open_live(a, args, front, err))
			return false;
	} else {
		a->source = graph_import_create(args->graph_import, err);
		if (!a->source)
			return false;
	}
	a->facts = graph_facts_create(&subject);
	if (args->graph.live)
		return run_live(a, front, err);
	run_saved(a, args, front);
	return true;
}

void asking_finish(struct asking *a)
{
	inquiry_destroy(a->inquiry);
	graph_facts_destroy(a->facts);
	if (a->source)
		a->source->destroy(a->source);
	if (a->loop)
		graph_session_close(&a->session);
	loop_destroy(a->loop);
	*a = (struct asking){0};
}

/* The one profile of this name; the facts leave out all others already. */
static bool find_profile(const struct graph_facts *f, const char *name,
	char ret[static SCEP_GUID_MAX], struct err *err)
{
	size_t found = graph_scep_profile(f, 0);
	if (found == GRAPH_NONE)
		return err_set(err, ERR_USAGE, _("--profile: Graph shows no SCEP profile \"%s\" for this "
			"platform"), name);
	if (graph_scep_profile(f, 1) != GRAPH_NONE)
		return err_set(err, ERR_USAGE, _("--profile: several SCEP profiles are called \"%s\"; "
			"give the id of one"), name);
	return scep_guid(sv_str(f->profiles[found].id), ret) ||
		err_set(err, ERR_USAGE, _("--profile: the id of \"%s\" is no profile id"), name);
}

bool asking_give(const struct asking *a, const struct args *args, struct diagnosis *d,
	struct err *err)
{
	struct case_options options = d->options;
	if (args->profile_name &&
	    !find_profile(a->facts, args->profile_name, options.profile, err))
		return false;
	diagnosis_set_options(d, &options);
	diagnosis_set_graph(d, a->facts, a->source->live ? ORIGIN_GRAPH : ORIGIN_IMPORT);
	return true;
}
