#include "asking.h"

#include <stdio.h>

#include "base/i18n.h"
#include "graph/import.h"
#include "output.h"

static const char *text_of(const char *text)
{
	return text ? text : "";
}

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

bool asking_run(struct asking *a, const struct args *args, const struct front *front,
	enum graph_platform platform, const char *computer, struct err *err)
{
	const char *profile = args->profile_name ? args->profile_name : args->options.profile;
	struct graph_subject subject = {text_of(args->user), text_of(args->device), computer,
		profile, platform};
	*a = (struct asking){0};
	a->source = graph_import_create(args->graph_import, err);
	if (!a->source)
		return false;
	a->facts = graph_facts_create(&subject);
	a->inquiry = inquiry_create(a->source, a->facts, noticed, NULL);
	inquiry_start(a->inquiry);
	if (!args->graph_list && args->command && sv_eq(sv_str(args->command), SV("check")))
		say_unsaved(a, args, front);
	return true;
}

void asking_finish(struct asking *a)
{
	inquiry_destroy(a->inquiry);
	graph_facts_destroy(a->facts);
	if (a->source)
		a->source->destroy(a->source);
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
