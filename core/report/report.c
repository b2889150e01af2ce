#include "report.h"

#include "base/i18n.h"
#include "document.h"
#include "write.h"

static const struct {
	const char *id;
	enum report_format format;
	report_writer *write;
} forms[] = {
	{"text", REPORT_TEXT, write_doc},
	{"json", REPORT_JSON, write_json},
	{"md", REPORT_MARKDOWN, write_doc},
	{"html", REPORT_HTML, write_doc},
};

bool report_format_by_id(struct sv id, enum report_format *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (!sv_eq(id, sv_str(forms[i].id)))
			continue;
		*ret = forms[i].format;
		return true;
	}
	return false;
}

static void learn_user(struct redactor *redactor, const struct graph_user *user)
{
	redactor_learn(redactor, REDACT_USER, sv_str(user->upn));
	redactor_learn(redactor, REDACT_USER, sv_str(user->mail));
	redactor_learn(redactor, REDACT_USER, sv_str(user->name));
}

/* Whom and what Graph was asked about, and who else it named. */
static void learn_graph(struct redactor *redactor, const struct graph_facts *facts)
{
	redactor_learn(redactor, REDACT_USER, sv_str(facts->subject.user));
	redactor_learn(redactor, REDACT_DEVICE, sv_str(facts->subject.device));
	learn_user(redactor, &facts->user);
	for (size_t i = 0; i < facts->candidates_count; i++)
		learn_user(redactor, &facts->candidates[i]);
	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct graph_device *device = &facts->devices[i];
		redactor_learn(redactor, REDACT_USER, sv_str(device->upn));
		redactor_learn(redactor, REDACT_USER, sv_str(device->mail));
		redactor_learn(redactor, REDACT_DEVICE, sv_str(device->name));
		redactor_learn(redactor, REDACT_DEVICE, sv_str(device->serial));
	}
}

struct redactor *report_redactor(const struct diagnosis *d, unsigned reveal)
{
	struct redactor *redactor = redactor_create(reveal);
	for (size_t i = 0; i < d->computers_count; i++)
		redactor_learn(redactor, REDACT_DEVICE, sv_str(d->computers[i]));
	for (size_t i = 0; i < d->findings_count; i++) {
		redactor_learn_fields(redactor, finding_fields(&d->findings[i]));
		if (d->findings[i].user)
			redactor_learn(redactor, REDACT_USER, sv_str(d->findings[i].user));
	}
	if (d->graph)
		learn_graph(redactor, d->graph);
	return redactor;
}

void report_write(const struct diagnosis *d, const struct report_options *options,
	struct strbuf *out)
{
	struct redactor *redactor = report_redactor(d,
		options->redacted ? options->reveal : REVEAL_ALL);
	autostrbuf plain;
	strbuf_init(&plain, STRBUF_REPORT);
	forms[options->format].write(d, options, redactor, &plain);
	if (options->format == REPORT_TEXT)
		document_finish_text(strbuf_sv(&plain), options->colour, options->ascii, out);
	else
		strbuf_add(out, strbuf_sv(&plain));
	redactor_destroy(redactor);
}

const char *report_outcome_word(enum verdict_outcome outcome)
{
	static const char *const words[] = {N_("REACHED"), N_("INCONCLUSIVE"), N_("NOT REACHED")};
	return _(words[outcome]);
}

const char *report_stage_word(enum stage_outcome outcome)
{
	static const char *const words[] = {N_("unknown"), N_("missing"), N_("passed"),
		N_("broken")};
	return _(words[outcome]);
}

const char *report_check_word(enum check_outcome outcome)
{
	static const char *const words[] = {N_("not checked"), N_("yes"), N_("no"),
		N_("skipped")};
	return _(words[outcome]);
}
