#include "wizard_graph.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "graph/inquiry.h"

static void give_answers(const struct wizard *w, struct diagnosis *d)
{
	const struct wizard_graph *g = &w->graph;
	diagnosis_set_graph(d, g->facts, !g->facts ? ORIGIN_NONE
		: g->source->live ? ORIGIN_GRAPH : ORIGIN_IMPORT);
}

void wizard_graph_give(const struct wizard *w, struct diagnosis *d)
{
	if (w->graph.facts)
		give_answers(w, d);
}

static void give_all(struct wizard *w)
{
	if (w->diagnosis)
		give_answers(w, w->diagnosis);
	if (w->fresh)
		give_answers(w, w->fresh);
	if (w->diagnosis && !w->job)
		diagnosis_judge(w->diagnosis);
}

static void answered(void *data)
{
	give_all(data);
}

/* The answers are of the diagnosis before: nothing may point to them any more. */
static void drop(struct wizard *w)
{
	struct wizard_graph *g = &w->graph;
	struct graph_facts *facts = g->facts;
	inquiry_destroy(g->inquiry);
	g->inquiry = NULL;
	g->facts = NULL;
	if (facts)
		give_all(w);
	graph_facts_destroy(facts);
}

static const char *computer_of(const struct diagnosis *d)
{
	return d->computers_count == 1 ? d->computers[0] : "";
}

void wizard_graph_begin(struct wizard *w)
{
	struct wizard_graph *g = &w->graph;
	drop(w);
	if (!g->source || !w->diagnosis)
		return;
	struct graph_subject subject = {g->user, g->device, computer_of(w->diagnosis),
		w->diagnosis->options.profile, guide_graph_platform(w->diagnosis->guide)};
	g->facts = graph_facts_create(&subject);
	g->inquiry = inquiry_create(g->source, g->facts, answered, w);
	inquiry_start(g->inquiry);
}

void wizard_graph_log_read(struct wizard *w)
{
	const char *computer = w->diagnosis ? computer_of(w->diagnosis) : "";
	if (w->graph.facts && *computer && !*w->graph.facts->subject.computer)
		wizard_graph_begin(w);
}

static void set_text(char **text, const char *value)
{
	free(*text);
	*text = xstrdup(value);
}

void wizard_graph_about(struct wizard *w, const char *user, const char *device)
{
	if (user)
		set_text(&w->graph.user, user);
	if (device)
		set_text(&w->graph.device, device);
	wizard_graph_begin(w);
}

void wizard_graph_use(struct wizard *w, struct graph_source *owned, const char *user,
	const char *device)
{
	drop(w);
	if (w->graph.source)
		w->graph.source->destroy(w->graph.source);
	w->graph.source = owned;
	wizard_graph_about(w, user, device);
}

unsigned wizard_graph_revision(const struct wizard *w)
{
	return w->graph.facts ? w->graph.facts->revision : 0;
}

bool wizard_graph_asking(const struct wizard *w)
{
	return w->graph.inquiry && !inquiry_over(w->graph.inquiry);
}

const struct graph_step *wizard_graph_step(const struct wizard *w)
{
	const struct graph_facts *f = w->graph.facts;
	return wizard_graph_asking(w) && f->steps_count ? &f->steps[f->steps_count - 1] : NULL;
}

void wizard_graph_stop(struct wizard *w)
{
	if (w->graph.inquiry)
		inquiry_cancel(w->graph.inquiry);
}

void wizard_graph_finish(struct wizard *w)
{
	struct wizard_graph *g = &w->graph;
	inquiry_destroy(g->inquiry);
	graph_facts_destroy(g->facts);
	if (g->source)
		g->source->destroy(g->source);
	free(g->user);
	free(g->device);
	*g = (struct wizard_graph){0};
}

/* ---- the device is asked to check in ---- */

static const struct graph_device *device_of(const struct wizard *w)
{
	size_t i = w->graph.facts ? graph_device_of(w->graph.facts) : GRAPH_NONE;
	return i == GRAPH_NONE ? NULL : &w->graph.facts->devices[i];
}

const char *wizard_graph_device(const struct wizard *w)
{
	const struct graph_device *device = device_of(w);
	return device ? device->name : NULL;
}

static void synced(void *data, const struct graph_answer *answer)
{
	struct wizard_graph *g = &((struct wizard *)data)->graph;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	if (answer->status == GRAPH_OK)
		strbuf_str(&text, _("Intune will ask the device to check in; it takes minutes until "
			"its log shows it."));
	else
		strbuf_addf(&text, _("The device was not asked to check in; it takes the permission %s. "
			"%s"), SYNC_PERMISSION, answer->error);
	g->told(g->told_data, text.ptr);
}

bool wizard_graph_can_sync(const struct wizard *w, struct err *err)
{
	const struct graph_device *device = device_of(w);
	if (!device)
		return err_set(err, ERR_USAGE, _("Which device it is, is not known; on the device itself, "
			"sync in the Company Portal app or the settings."));
	if (!w->graph.source->live)
		return err_set(err, ERR_USAGE, _("These answers were saved: ask the device in the portal, "
			"Devices > %s > Sync."), device->name);
	return true;
}

bool wizard_graph_sync(struct wizard *w, void (*told)(void *data, const char *text), void *data,
	struct err *err)
{
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	if (!wizard_graph_can_sync(w, err))
		return false;
	strbuf_addf(&path, SYNC_PATH, device_of(w)->id); /* letters, digits, dashes */
	w->graph.told = told;
	w->graph.told_data = data;
	w->graph.source->ask(w->graph.source, &(struct graph_request){.version = "v1.0",
		.method = "POST", .path = path.ptr, .permission = SYNC_PERMISSION}, synced, w);
	return true;
}
