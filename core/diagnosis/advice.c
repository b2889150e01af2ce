/* What to do next, and which findings decide. */
#include "diagnosis.h"

#include <string.h>

#include "base/i18n.h"
#include "graph_findings.h"

/* The row's own stage matters for what comes next; a piece of advice for any stage always
 * fits. */
static bool advice_fits(const struct diagnosis *d, const struct guide_advice *advice)
{
	if (strcmp(advice->outcome, verdict_outcome_id(d->verdict.outcome)) != 0)
		return false;
	return advice->any_stage || advice->stage == d->verdict.stage;
}

/* The guide that a piece of advice goes on with, if it is there. */
static const struct guide *next_guide(const struct diagnosis *d, const struct guide_advice *advice)
{
	return advice->guide ? guide_by_id(&d->library->guides, sv_str(advice->guide)) : NULL;
}

static bool take(size_t *i)
{
	return (*i)-- == 0;
}

static bool missing_advice(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	unsigned missing = diagnosis_missing(d);
	for (int what = 0; what < MISSING_COUNT; what++) {
		if (!(missing >> what & 1) || !take(i))
			continue;
		missing_text(d, (enum missing)what, out);
		return true;
	}
	return false;
}

static bool check_advice(const struct diagnosis *d, size_t *i, struct strbuf *out,
	const char **ret_link)
{
	for (int id = 0; id < CHECK_COUNT; id++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)id));
		if (d->checks[id].outcome != CHECK_BAD || !check || !check->if_no || !take(i))
			continue;
		strbuf_str(out, guide_text(check->if_no));
		*ret_link = check->link;
		return true;
	}
	return false;
}

/* The record that says why it stops: the refusal, or the last failure of a later stage, rather one
 * with a code. */
static const struct finding *stopping_record(const struct diagnosis *d)
{
	enum guide_stage stage = d->verdict.stage;
	bool stopped = d->verdict.rule == 1 ||
		(d->verdict.rule == 0 && d->verdict.outcome == NOT_REACHED);
	if (stopped && d->verdict.decisive < d->findings_count)
		return &d->findings[d->verdict.decisive];
	if (d->verdict.outcome != REACHED || stage == STAGE_NONE ||
	    d->verdict.stages[stage] != STAGE_BROKEN)
		return NULL;
	const struct finding *last = NULL;
	for (size_t i = d->findings_count; i-- > 0 && !(last && last->has_code);) {
		const struct finding *f = &d->findings[i];
		bool breaks = f->key && f->profile == d->deciding && f->key->breaks >> stage & 1;
		if (breaks && (!last || f->has_code))
			last = f;
	}
	return last;
}

/* What that record asks for: its code's cause and action, the key entry's next step. */
static bool record_advice(const struct diagnosis *d, size_t *i, struct strbuf *out,
	const char **ret_link)
{
	const struct finding *f = stopping_record(d);
	struct code code = {.action = "", .cause = ""};
	if (!f)
		return false;
	if (f->has_code && !f->code_is_syncml)
		codes_explain(d->library->codes, f->code, &code);
	if (*code.action && take(i)) {
		strbuf_addf(out, "%s %s %s", code.spelled,
			*code.cause ? guide_text(code.cause) : "", guide_text(code.action));
		return true;
	}
	if (f->key->next && take(i)) {
		strbuf_str(out, guide_text(f->key->next));
		*ret_link = f->key->link;
		return true;
	}
	return false;
}

/* What the causes that Graph sees ask for. */
static bool graph_advice(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	const struct finding *cause;
	const char *action;
	for (size_t k = 0; (cause = graph_cause(d, k, &action)); k++) {
		if (!action || !take(i))
			continue;
		strbuf_addf(out, "%s %s", cause->note, _(action));
		return true;
	}
	return false;
}

/* The documented next step where nothing arrived, for the device that Graph knows. */
static bool sync_advice(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	size_t device = d->graph ? graph_device_of(d->graph) : GRAPH_NONE;
	if (d->verdict.outcome != NOT_REACHED || device == GRAPH_NONE || !take(i))
		return false;
	strbuf_addf(out, _("Ask “%s” to check in: in the portal, open the device and choose Sync; in "
		"the wizard, once signed in, :sync."), d->graph->devices[device].name);
	return true;
}

bool diagnosis_next(const struct diagnosis *d, size_t i, struct strbuf *out,
	const char **ret_link)
{
	*ret_link = NULL;
	if (check_advice(d, &i, out, ret_link) || record_advice(d, &i, out, ret_link) ||
	    graph_advice(d, &i, out))
		return true;
	for (size_t k = 0; k < d->guide->advices_count; k++) {
		const struct guide_advice *advice = &d->guide->advices[k];
		if (!advice_fits(d, advice) || !take(&i))
			continue;
		strbuf_str(out, guide_text(advice->text));
		if (next_guide(d, advice))
			strbuf_addf(out, _(" The next guide: scepwiz check --guide %s LOG…"),
				advice->guide);
		*ret_link = advice->link;
		return true;
	}
	return sync_advice(d, &i, out);
}

const struct guide *diagnosis_next_guide(const struct diagnosis *d)
{
	const struct guide *guide = NULL;
	for (size_t i = 0; !guide && i < d->guide->advices_count; i++)
		if (advice_fits(d, &d->guide->advices[i]))
			guide = next_guide(d, &d->guide->advices[i]);
	return guide;
}

bool diagnosis_advice(const struct diagnosis *d, size_t i, struct strbuf *out,
	const char **ret_link)
{
	*ret_link = NULL;
	if (d->verdict.outcome == INCONCLUSIVE && missing_advice(d, &i, out))
		return true;
	return diagnosis_next(d, i, out, ret_link);
}

/* ---- because ---- */

bool diagnosis_speaks_of(const struct diagnosis *d, size_t finding, enum guide_stage stage)
{
	const struct finding *f = &d->findings[finding];
	if (!f->key || f->key->role == ROLE_NOTE || f->profile != d->deciding)
		return false;
	return f->stage == stage || ((f->key->passes | f->key->breaks) >> stage & 1);
}

static size_t bad_check_finding(const struct diagnosis *d, size_t i)
{
	for (int id = 0; id < CHECK_COUNT; id++)
		if (d->checks[id].outcome == CHECK_BAD && d->checks[id].finding != SIZE_MAX &&
		    take(&i))
			return d->checks[id].finding;
	return SIZE_MAX;
}

/* A silence is proved by the check-in in which the delivery should have been. */
static size_t check_in_finding(const struct diagnosis *d, size_t i)
{
	for (size_t k = 0; k < d->findings_count; k++) {
		const struct finding *f = &d->findings[k];
		if (f->key && f->key->check_in != CHECK_IN_NONE && f->at.us != TIME_NONE &&
		    f->at.us >= d->options.assigned_at && take(&i))
			return k;
	}
	return SIZE_MAX;
}

size_t diagnosis_because(const struct diagnosis *d, size_t row, size_t i)
{
	const struct profile_verdict *v = row == PROFILE_NONE ? &d->verdict
		: &d->profiles[row].verdict;
	if (v->decisive != VERDICT_NO_FINDING && take(&i))
		return v->decisive;
	if (v->removal != VERDICT_NO_FINDING && take(&i))
		return v->removal;
	if (v->contrary != VERDICT_NO_FINDING && take(&i))
		return v->contrary;
	if (v->rule == 3)
		return bad_check_finding(d, i);
	if (v->rule == 4)
		return i < 8 ? check_in_finding(d, i) : SIZE_MAX;
	if (v->older_proof != VERDICT_NO_FINDING && take(&i))
		return v->older_proof;
	return SIZE_MAX;
}
