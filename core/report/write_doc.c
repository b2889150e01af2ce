/* The report for people: text, Markdown and HTML from one walk over the diagnosis. */
#include "write.h"

#include <string.h>

#include "base/i18n.h"
#include "config.h"
#include "diagnosis/graph_findings.h"
#include "diagnosis/kin.h"
#include "diagnosis/request.h"
#include "document.h"

#define FINDINGS_SHOWN 40

static struct sv sv_of(const struct strbuf *buf)
{
	return strbuf_sv(buf);
}

static void write_label(struct strbuf *out, const char *word)
{
	strbuf_reset(out);
	strbuf_addf(out, "[%s]", word);
}

static void write_log(struct document *doc, const struct case_log *log)
{
	const struct log_info *info = log_info(log->log);
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&text, "%s%s%s (%s, ", info->path, info->member ? ": " : "",
		info->member ? info->member : "", guide_text(info->format_title));
	strbuf_addf(&text, P_("%llu entry", "%llu entries", (unsigned long)info->entries),
		(unsigned long long)info->entries);
	if (info->first.text.len)
		strbuf_addf(&text, ", " SV_FMT " – " SV_FMT, SV_ARG(info->first.text),
			SV_ARG(info->last.text));
	strbuf_char(&text, ')');
	document_item(doc, SV_EMPTY, sv_of(&text));
	strbuf_reset(&text);
	for (size_t i = 0; log_damage(log->log, i, &text); i++) {
		autostrbuf line;
		strbuf_init(&line, STRBUF_LINE);
		strbuf_str(&line, _("Damage: "));
		strbuf_add(&line, sv_of(&text));
		document_item(doc, SV("!"), sv_of(&line));
		strbuf_reset(&text);
	}
	for (size_t i = 0; strbuf_reset(&text), coverage_remark(&log->coverage, i, &text); i++)
		document_item(doc, SV_EMPTY, sv_of(&text));
}

static void write_stages(struct document *doc, const struct diagnosis *d)
{
	autostrbuf label;
	strbuf_init(&label, STRBUF_LINE);
	document_heading(doc, sv_str(_("The chain")));
	for (int i = 0; i < STAGE_ALL; i++) {
		enum stage_outcome outcome = d->verdict.stages[i];
		const struct guide_stage_text *stage = &d->guide->stages[i];
		if (!stage->title)
			continue;
		write_label(&label, report_stage_word(outcome));
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		strbuf_str(&text, guide_text(stage->title));
		const char *more = outcome == STAGE_BROKEN ? stage->if_broken
			: outcome == STAGE_MISSING ? stage->if_missing : NULL;
		if (more)
			strbuf_addf(&text, _(": %s"), guide_text(more));
		document_item(doc, sv_of(&label), sv_of(&text));
	}
}

static void write_checks(struct document *doc, const struct diagnosis *d)
{
	autostrbuf label, text;
	strbuf_init(&label, STRBUF_LINE);
	strbuf_init(&text, STRBUF_LINE);
	if (!d->guide->checks_count)
		return;
	document_heading(doc, sv_str(_("The checks")));
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		write_label(&label, report_check_word(d->checks[i].outcome));
		strbuf_reset(&text);
		strbuf_addf(&text, _("%s: "), check ? guide_text(check->title) : "");
		diagnosis_check_text(d, (enum check_id)i, &text);
		document_item(doc, sv_of(&label), sv_of(&text));
	}
}

static void write_value(struct strbuf *out, const struct value *value)
{
	if (value->kind == VALUE_TEXT)
		strbuf_str(out, value->text);
	else if (value->kind == VALUE_INT)
		strbuf_addf(out, "%lld", (long long)value->number);
	for (size_t i = 0; i < value->items_count; i++) {
		const struct value *item = value->items[i];
		strbuf_str(out, i ? ", " : "");
		if (item->name)
			strbuf_addf(out, "%s ", item->name);
		write_value(out, item);
	}
}

static void write_fields(struct document *doc, const struct finding *f)
{
	const struct value *fields = f->key->payload ? finding_fields(f) : NULL;
	for (size_t i = 0; fields && i < fields->items_count; i++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		strbuf_addf(&text, "%s: ", fields->items[i]->name);
		write_value(&text, fields->items[i]);
		document_quote(doc, sv_of(&text));
	}
}

/* What is wrong or strange in the request. */
static void write_trouble(struct document *doc, const struct diagnosis *d, size_t number)
{
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	size_t count = request_check(d, number, remarks);
	for (size_t i = 0; i < count; i++)
		document_item(doc, SV("!"), sv_str(remarks[i].text));
	payload_remarks_finish(remarks, count);
}

static void write_finding(struct document *doc, const struct diagnosis *d, size_t number)
{
	const struct finding *f = &d->findings[number];
	autostrbuf label, text;
	strbuf_init(&label, STRBUF_LINE);
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&label, "f%zu", number + 1);
	if (f->at.text)
		strbuf_addf(&text, "%s  ", f->at.text);
	if (f->evidence.excerpt && f->evidence.has_record)
		strbuf_addf(&text, _("record %llu"), (unsigned long long)f->evidence.record);
	else if (f->evidence.excerpt)
		strbuf_addf(&text, _("line %llu, offset %llu"),
			(unsigned long long)f->evidence.line,
			(unsigned long long)f->evidence.offset);
	if (f->evidence.excerpt && diagnosis_member(d, &f->evidence, true))
		strbuf_addf(&text, _(" of %s"), diagnosis_member(d, &f->evidence, true));
	strbuf_str(&text, "  ");
	diagnosis_finding_text(d, number, &text);
	document_item(doc, sv_of(&label), sv_of(&text));
	if (f->evidence.excerpt)
		document_quote(doc, sv_str(f->evidence.excerpt));
	if (f->key)
		write_fields(doc, f);
	write_trouble(doc, d, number);
}

static bool decides(const struct diagnosis *d, size_t finding)
{
	size_t because;
	for (size_t i = 0; (because = diagnosis_because(d, d->deciding, i)) != SIZE_MAX; i++)
		if (because == finding)
			return true;
	return false;
}

/* The decisive ones first; then the rest, as far as a reader will follow. */
static void write_evidence(struct document *doc, const struct diagnosis *d)
{
	size_t shown = 0, finding;
	if (!d->findings_count)
		return;
	document_heading(doc, sv_str(_("What decides")));
	for (size_t i = 0; (finding = diagnosis_because(d, d->deciding, i)) != SIZE_MAX; i++) {
		write_finding(doc, d, finding);
		shown++;
	}
	if (!shown)
		document_item(doc, SV_EMPTY, sv_str(_("Nothing decides yet.")));
	document_heading(doc, sv_str(_("What else was found")));
	shown = 0;
	for (size_t i = 0; i < d->findings_count && shown < FINDINGS_SHOWN; i++) {
		if (!d->findings[i].key || decides(d, i))
			continue;
		write_finding(doc, d, i);
		shown++;
	}
	if (!shown)
		document_item(doc, SV_EMPTY, sv_str(_("Nothing else.")));
	if (d->findings_count > FINDINGS_SHOWN)
		document_item(doc, SV("…"), sv_str(_("More are in the JSON report.")));
}

static void write_rows(struct document *doc, const struct diagnosis *d)
{
	for (size_t i = 0; d->profiles_count > 1 && i < d->profiles_count; i++) {
		const struct case_profile *row = &d->profiles[i];
		autostrbuf label, text;
		strbuf_init(&label, STRBUF_LINE);
		strbuf_init(&text, STRBUF_LINE);
		write_label(&label, report_outcome_word(row->verdict.outcome));
		strbuf_str(&text, row->profile[0] ? row->profile : _("(its id is not printed)"));
		if (row->name)
			strbuf_addf(&text, "  %s", row->name);
		document_item(doc, sv_of(&label), sv_of(&text));
	}
}

/* All of them, and what they have to do with each other. */
static void write_profiles(struct document *doc, const struct diagnosis *d)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	bool remarks = kin_remark(d, 0, &text);
	if (d->profiles_count < 2 && !remarks)
		return;
	document_heading(doc, sv_str(_("The profiles")));
	write_rows(doc, d);
	for (size_t i = 0; strbuf_reset(&text), kin_remark(d, i, &text); i++)
		document_item(doc, SV_EMPTY, sv_of(&text));
}

/* In its own section: it is the service's word, not the log's. */
static void write_graph(struct document *doc, const struct diagnosis *d)
{
	static const char *const marks[] = {"+", "!", " "};
	if (!d->graph)
		return;
	document_heading(doc, sv_str(_("What Microsoft Graph says")));
	size_t shown = 0;
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (!finding_of_graph(f))
			continue;
		document_item(doc, sv_str(marks[f->outcome]), sv_str(f->note));
		shown++;
	}
	if (!shown)
		document_item(doc, SV_EMPTY, sv_str(_("Nothing.")));
}

static void write_next(struct document *doc, const struct diagnosis *d)
{
	const char *link;
	autostrbuf text, label;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&label, STRBUF_LINE);
	document_heading(doc, sv_str(_("What to do next")));
	for (size_t i = 0; diagnosis_advice(d, i, &text, &link); i++) {
		strbuf_reset(&label);
		strbuf_addf(&label, "%zu.", i + 1);
		document_item(doc, sv_of(&label), sv_of(&text));
		if (link)
			document_link(doc, sv_str(link));
		strbuf_reset(&text);
	}
}

static enum tone tone_of(enum verdict_outcome outcome)
{
	return outcome == REACHED ? TONE_GOOD : outcome == NOT_REACHED ? TONE_BAD : TONE_UNSURE;
}

static void write_head(struct document *doc, const struct diagnosis *d)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&text, "scepwiz %s – %s", SCEPWIZ_VERSION, guide_text(d->guide->title));
	document_begin(doc, sv_of(&text));
	for (size_t i = 0; i < d->logs_count; i++)
		write_log(doc, &d->logs[i]);
}

static void write_hidden(struct document *doc, const struct report_options *options)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	if (!options->redacted)
		return;
	strbuf_str(&text, options->reveal == REVEAL_ALL ? _("Nothing is redacted but the "
		"challenge.") : _("Redacted: the same name stands for the same value. Shown all "
		"the same:"));
	for (unsigned i = 0; i < REDACT_CLASSES && options->reveal != REVEAL_ALL; i++)
		if (options->reveal >> i & 1)
			strbuf_addf(&text, " %s", redact_class_id((enum redact_class)i));
	if (!options->reveal)
		strbuf_str(&text, _(" nothing"));
	document_heading(doc, sv_str(_("About this report")));
	document_paragraph(doc, sv_of(&text));
	document_paragraph(doc, sv_str(_("It judges what the log says; a log that was forged "
		"without a flaw would deceive it.")));
}

void write_doc(const struct diagnosis *d, const struct report_options *options,
	struct redactor *redactor, struct strbuf *out)
{
	struct document doc = {.format = options->format, .width = options->width, .redactor = redactor, .out = out};
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	write_head(&doc, d);
	document_banner(&doc, sv_str(report_outcome_word(d->verdict.outcome)),
		tone_of(d->verdict.outcome));
	diagnosis_summary(d, &text);
	document_paragraph(&doc, strbuf_sv(&text));
	write_stages(&doc, d);
	write_checks(&doc, d);
	write_profiles(&doc, d);
	write_graph(&doc, d);
	write_evidence(&doc, d);
	write_next(&doc, d);
	write_hidden(&doc, options);
	document_end(&doc);
}
