/* The verdict: the outcome, the chain with its evidence, what was not checked, what is missing,
 * what to do next. Lines about a record lead to it. */
#include "diagnosis/kin.h"
#include "frame.h"
#include "page.h"
#include "rail.h"
#include "report/report.h"
#include "view.h"

#define DAMAGE_SHOWN 8
#define EVIDENCE_SHOWN 5 /* findings of a stage; the log shows them all */

#define TARGET_NEXT_GUIDE (PAGE_NOWHERE - 1) /* others are findings */

struct verdict_view {
	struct view view;
	struct page page;
	struct list lines;
};

static void add_heading(struct page *page, const char *text)
{
	page_blank(page);
	page_line(page, 0, 0);
	page_add(page, LOOK_LABEL, sv_str(text));
}

static void add_outcome(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	frame_outcome(v->view.app, d->verdict.outcome, &text);
	page_line(&v->page, 0, 0);
	page_addf(&v->page, frame_outcome_role(d->verdict.outcome), " %s ", text.ptr);
	strbuf_reset(&text);
	diagnosis_summary(d, &text);
	page_line(&v->page, 0, 0);
	page_add(&v->page, LOOK_PLAIN, strbuf_sv(&text));
}

static void add_time(struct page *page, const struct diagnosis *d, const struct finding *f)
{
	autostrbuf time;
	strbuf_init(&time, STRBUF_LINE);
	frame_time(f->at.us, sv_str(f->at.text ? f->at.text : ""), true, &time);
	if (time.len)
		page_addf(page, LOOK_DIM, "%s ", time.ptr);
	if (d->logs_count > 1)
		page_addf(page, LOOK_DIM, "[%zu] ", f->evidence.log + 1);
}

/* Where a finding stands: the record, or the line. */
static void add_place(struct page *page, const struct finding *f)
{
	if (f->evidence.has_record)
		page_addf(page, LOOK_DIM, _(", record %llu"),
			(unsigned long long)f->evidence.record);
	else
		page_addf(page, LOOK_DIM, _(", line %llu"), (unsigned long long)f->evidence.line);
}

/* What its code means is told where it is evidence first. */
static void evidence_text(const struct diagnosis *d, size_t i, enum guide_stage stage,
	struct strbuf *out)
{
	bool told = false;
	for (int earlier = 0; earlier < (int)stage; earlier++)
		told |= diagnosis_speaks_of(d, i, (enum guide_stage)earlier);
	if (told)
		strbuf_str(out, guide_text(d->findings[i].key->title));
	else
		diagnosis_finding_text(d, i, out);
}

static void add_evidence(struct verdict_view *v, size_t i, enum guide_stage stage)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	const struct finding *f = &d->findings[i];
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	evidence_text(d, i, stage, &text);
	page_target(&v->page, i);
	page_line(&v->page, 4, 6);
	page_add(&v->page, LOOK_PLAIN, draw_glyph(v->view.app->term, GLYPH_TREE));
	page_add(&v->page, LOOK_PLAIN, SV(" "));
	add_time(&v->page, d, f);
	page_add(&v->page, frame_key_role(f->key->role), strbuf_sv(&text));
	add_place(&v->page, f);
	page_target(&v->page, PAGE_NOWHERE);
}

static void add_all_evidence(struct verdict_view *v, enum guide_stage stage)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	size_t shown = 0, all = 0;
	for (size_t i = 0; i < d->findings_count; i++) {
		if (!diagnosis_speaks_of(d, i, stage))
			continue;
		if (shown < EVIDENCE_SHOWN) {
			add_evidence(v, i, stage);
			shown++;
		}
		all++;
	}
	if (all > shown) {
		page_line(&v->page, 6, 6);
		page_addf(&v->page, LOOK_DIM, _("… and %zu more in the log"), all - shown);
	}
}

static void add_checks(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		diagnosis_check_text(d, (enum check_id)i, &text);
		page_line(&v->page, 4, 6);
		page_add(&v->page, LOOK_PLAIN, draw_glyph(v->view.app->term,
			frame_check_glyph(d->checks[i].outcome)));
		/* an answer is a sentence about it; what was not answered has to be named */
		if (d->checks[i].outcome == CHECK_GOOD || d->checks[i].outcome == CHECK_BAD)
			page_add(&v->page, LOOK_LABEL, SV(" "));
		else
			page_addf(&v->page, LOOK_LABEL, _(" %s: "),
				check ? guide_text(check->title) : "");
		page_add(&v->page, LOOK_PLAIN, strbuf_sv(&text));
	}
}

static void add_logs(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	for (size_t i = 0; d->logs_count > 1 && i < d->logs_count; i++) {
		page_line(&v->page, 1, 5);
		page_addf(&v->page, LOOK_DIM, "[%zu] %s", i + 1, log_info(d->logs[i].log)->path);
	}
}

static void add_chain(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	add_heading(&v->page, _("The chain"));
	for (int i = 0; i < STAGE_ALL; i++) {
		enum stage_outcome outcome = d->verdict.stages[i];
		const struct guide_stage_text *stage = &d->guide->stages[i];
		const char *why = outcome == STAGE_BROKEN ? stage->if_broken
			: outcome == STAGE_MISSING ? stage->if_missing : NULL;
		if (!stage->title)
			continue;
		page_line(&v->page, 1, 4);
		page_add(&v->page, frame_stage_role(outcome), draw_glyph(v->view.app->term,
			frame_stage_glyph(outcome)));
		page_addf(&v->page, frame_stage_role(outcome), " %s", guide_text(stage->title));
		page_addf(&v->page, LOOK_DIM, "  [%s]", report_stage_word(outcome));
		if (why) {
			page_line(&v->page, 4, 4);
			page_add(&v->page, LOOK_PLAIN, sv_str(guide_text(why)));
		}
		if (i == STAGE_ASSIGNED)
			add_checks(v);
		add_all_evidence(v, (enum guide_stage)i);
	}
}

static void add_remark(struct verdict_view *v, size_t told, struct sv text)
{
	if (!told)
		add_heading(&v->page, _("Worth knowing"));
	page_line(&v->page, 1, 3);
	page_add(&v->page, LOOK_DIM, SV("- "));
	page_add(&v->page, LOOK_PLAIN, text);
}

/* What the profiles, and the numbers of the records, tell beside the verdict. */
static void add_remarks(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	size_t told = 0;
	for (size_t i = 0; strbuf_reset(&text), kin_remark(d, i, &text); i++)
		add_remark(v, told++, strbuf_sv(&text));
	for (size_t log = 0; log < d->logs_count; log++)
		for (size_t i = 0; strbuf_reset(&text),
		     coverage_remark(&d->logs[log].coverage, i, &text); i++)
			add_remark(v, told++, strbuf_sv(&text));
}

static void add_profiles(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	if (d->profiles_count < 2)
		return;
	add_heading(&v->page, _("All profiles in the evidence; the worst decides"));
	for (size_t i = 0; i < d->profiles_count; i++) {
		const struct case_profile *profile = &d->profiles[i];
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		frame_outcome(v->view.app, profile->verdict.outcome, &text);
		size_t because = diagnosis_because(d, i, 0);
		if (because != SIZE_MAX && d->findings[because].key)
			page_target(&v->page, because);
		page_line(&v->page, 1, 4);
		page_add(&v->page, LOOK_PLAIN, sv_str(profile->profile[0] ? profile->profile
			: _("(id not printed)")));
		page_addf(&v->page, frame_outcome_role(profile->verdict.outcome), "  %s", text.ptr);
		page_target(&v->page, PAGE_NOWHERE);
	}
}

static void add_damage(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	size_t told = 0;
	for (size_t log = 0; log < d->logs_count; log++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		for (size_t i = 0; told < DAMAGE_SHOWN && log_damage(d->logs[log].log, i, &text);
		     i++, told++) {
			if (!told)
				add_heading(&v->page, _("Damage in the log"));
			page_line(&v->page, 1, 3);
			page_add(&v->page, LOOK_STAGE_MISSING, SV("- "));
			page_add(&v->page, LOOK_PLAIN, strbuf_sv(&text));
			strbuf_reset(&text);
		}
	}
}

/* Some of it can be said right here. */
static const char *command_for(enum missing missing)
{
	switch (missing) {
	case MISSING_ASSIGNED_AT:
		return ":assigned-at 2024-08-20T09:00:00+02:00";
	case MISSING_ZONE:
		return ":zone +02:00";
	case MISSING_DATE:
		return ":date 2024-08-20";
	default:
		return NULL;
	}
}

static bool is_missing(const struct diagnosis *d, enum missing missing)
{
	return d->verdict.outcome != REACHED && (diagnosis_missing(d) & 1u << missing);
}

static void add_missing(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	if (diagnosis_missing(d) && d->verdict.outcome != REACHED)
		add_heading(&v->page, _("What is missing, and how to get it"));
	for (int i = 0; i < MISSING_COUNT; i++) {
		const char *command = command_for((enum missing)i);
		if (!is_missing(d, (enum missing)i))
			continue;
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		missing_text(d, (enum missing)i, &text);
		page_line(&v->page, 1, 3);
		page_add(&v->page, LOOK_STAGE_MISSING, SV("- "));
		page_add(&v->page, LOOK_PLAIN, strbuf_sv(&text));
		if (!command)
			continue;
		page_line(&v->page, 3, 3);
		page_addf(&v->page, LOOK_DIM, _("here: %s"), command);
	}
}

static void add_advice(struct verdict_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	const char *link;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	add_heading(&v->page, _("What to do next"));
	for (size_t i = 0; diagnosis_next(d, i, &text, &link); i++) {
		page_line(&v->page, 1, 4);
		page_addf(&v->page, LOOK_LABEL, "%zu. ", i + 1);
		page_add(&v->page, LOOK_PLAIN, strbuf_sv(&text));
		if (link) {
			page_line(&v->page, 4, 4);
			page_add(&v->page, LOOK_LINK, sv_str(link));
		}
		strbuf_reset(&text);
	}
}

/* Where the way goes on: a line to open, as the records are. */
static void add_next_guide(struct verdict_view *v)
{
	const struct guide *guide = diagnosis_next_guide(v->view.app->wizard.diagnosis);
	if (!guide)
		return;
	add_heading(&v->page, _("Go on"));
	page_target(&v->page, TARGET_NEXT_GUIDE);
	page_line(&v->page, 1, 4);
	page_add(&v->page, LOOK_HEADING, sv_str(guide_text(guide->title)));
	page_target(&v->page, PAGE_NOWHERE);
	page_line(&v->page, 4, 4);
	page_add(&v->page, LOOK_PLAIN, sv_str(guide_text(guide->summary)));
}

static void fill(struct verdict_view *v, int width)
{
	page_clear(&v->page, width - 1, app_ascii(v->view.app));
	if (wizard_reading(&v->view.app->wizard)) {
		page_line(&v->page, 0, 0);
		page_add(&v->page, LOOK_PLAIN, sv_str(_("The log is still being read; the verdict "
			"follows.")));
		return;
	}
	add_outcome(v);
	add_logs(v);
	add_chain(v);
	add_profiles(v);
	add_damage(v);
	add_missing(v);
	add_remarks(v);
	add_advice(v);
	add_next_guide(v);
}

static void verdict_draw(struct view *view, struct canvas canvas)
{
	struct verdict_view *v = (struct verdict_view *)view;
	struct canvas body = rail_draw(view->app, canvas);
	fill(v, body.width);
	page_draw(&v->page, body, &v->lines, true);
}

static uint64_t target(const struct verdict_view *v)
{
	return page_target_at(&v->page, v->lines.selected);
}

static bool verdict_can(struct view *view, enum action action)
{
	struct verdict_view *v = (struct verdict_view *)view;
	if (action == ACTION_OPEN)
		return target(v) != PAGE_NOWHERE || app_can(view->app, ACTION_NEXT_STEP);
	return list_can(&v->lines, action);
}

static void go_on(struct app *app)
{
	struct err err = {0};
	const struct guide *guide = diagnosis_next_guide(app->wizard.diagnosis);
	if (guide && wizard_go_on(&app->wizard, guide, &err))
		app_go(app, STEP_COLLECT);
	else if (guide)
		app_message(app, LOOK_ERROR, "%s", err.text);
}

/* Enter on evidence goes to its record, on the next guide to that; anywhere else it goes on. */
static void verdict_act(struct view *view, enum action action)
{
	struct verdict_view *v = (struct verdict_view *)view;
	struct app *app = view->app;
	if (action != ACTION_OPEN) {
		list_act(&v->lines, action);
	} else if (target(v) == TARGET_NEXT_GUIDE) {
		go_on(app);
	} else if (target(v) != PAGE_NOWHERE) {
		const struct finding *f = &app->wizard.diagnosis->findings[target(v)];
		view_log_show(app, f->evidence.log, f->evidence.entry);
	} else {
		app_act(app, ACTION_NEXT_STEP);
	}
}

static void verdict_destroy(struct view *view)
{
	struct verdict_view *v = (struct verdict_view *)view;
	page_finish(&v->page);
	free(v);
}

static const enum action verdict_hints[] = {ACTION_OPEN, ACTION_REPORT, ACTION_BACK,
	ACTION_DOWN, ACTION_PAGE_DOWN, ACTION_COMMAND, ACTION_NONE};
static const struct view_ops verdict_ops = {
	.name = "verdict",
	.about = N_("What the evidence says, stage by stage. Enter on a record goes to it in the log; "
		"elsewhere it goes on to the report."),
	.place = PLACE_VERDICT,
	.hints = verdict_hints,
	.draw = verdict_draw,
	.can = verdict_can,
	.act = verdict_act,
	.destroy = verdict_destroy,
};

struct view *view_verdict_create(struct app *app)
{
	struct verdict_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&verdict_ops, app};
	page_init(&v->page);
	return &v->view;
}
