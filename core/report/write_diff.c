/* What changed between two diagnoses, for people and for programs. */
#include "difference.h"

#include <jansson.h>
#include <string.h>

#include "base/i18n.h"
#include "json.h"

/* ---- for programs ---- */

static json_t *document_json(const struct told *told, const char *name,
	struct redactor *redactor)
{
	json_t *json = json_object();
	json_object_set_new(json, "path", report_redacted(redactor, sv_str(name), NULL));
	json_object_set_new(json, "kind", json_string(told->saved ? "saved" : "report"));
	json_object_set_new(json, "guide", report_text_or_null(told->guide));
	return json;
}

static json_t *value_or_null(const struct told_fact *fact, struct redactor *redactor)
{
	return fact ? report_redacted(redactor, sv_str(fact->value), NULL) : json_null();
}

static json_t *change_json(const struct change *change, struct redactor *redactor)
{
	const struct told_fact *latest = change->after ? change->after : change->before;
	json_t *json = json_object();
	json_object_set_new(json, "what", json_string(told_what_id(change->what)));
	json_object_set_new(json, "change", json_string(!change->before ? "new"
		: !change->after ? "gone" : "changed"));
	json_object_set_new(json, "id", report_redacted(redactor, sv_str(latest->id), NULL));
	json_object_set_new(json, "before", value_or_null(change->before, redactor));
	json_object_set_new(json, "after", value_or_null(change->after, redactor));
	json_object_set_new(json, "text", *latest->text
		? report_redacted(redactor, sv_str(latest->text), NULL) : json_null());
	return json;
}

void difference_json(const struct difference *d, const struct told told[static 2],
	char *const names[static 2], struct redactor *redactor, struct strbuf *out)
{
	json_t *json = json_object(), *compared = json_array(), *changes = json_array();
	for (unsigned what = 0; what < TOLD_WHATS; what++)
		if (d->compared >> what & 1)
			json_array_append_new(compared,
				json_string(told_what_id((enum told_what)what)));
	for (size_t i = 0; i < d->changes_count; i++)
		json_array_append_new(changes, change_json(&d->changes[i], redactor));
	json_object_set_new(json, "schema", json_string("scepwiz-diff"));
	json_object_set_new(json, "version", json_integer(1));
	json_object_set_new(json, "before", document_json(&told[0], names[0], redactor));
	json_object_set_new(json, "after", document_json(&told[1], names[1], redactor));
	json_object_set_new(json, "compared", compared);
	json_object_set_new(json, "changes", changes);
	report_dump(json, JSON_INDENT(1), out);
}

/* ---- for people ---- */

static const char *title_of(enum told_what what)
{
	static const char *const titles[] = {N_("The verdict"), N_("The chain"),
		N_("The checks"), N_("What was said"), N_("The profiles"),
		N_("Versions of the profiles"), N_("The logs"), N_("The findings")};
	return _(titles[what]);
}

static const char *shown(const char *value)
{
	return *value ? value : "–";
}

/* What is only there, and says no more, is shown by its sign alone. */
static void add_change(const struct change *change, struct strbuf *out)
{
	const struct told_fact *a = change->before, *b = change->after, *latest = b ? b : a;
	strbuf_addf(out, "  %s %s", !a ? "+" : !b ? "-" : "~", latest->id);
	if (a && b)
		strbuf_addf(out, ": %s → %s", shown(a->value), shown(b->value));
	else if (*latest->value)
		strbuf_addf(out, ": %s", latest->value);
	if (change->what == TOLD_HASH && a && b)
		strbuf_addf(out, " (%s)", _("another version of this profile"));
	strbuf_char(out, '\n');
	if (*latest->text && change->what != TOLD_STAGE)
		strbuf_addf(out, "      %s\n", latest->text);
}

static void add_not_compared(const struct difference *d, const struct told told[static 2],
	struct strbuf *out)
{
	unsigned left = (told[0].whats | told[1].whats) & ~d->compared;
	bool any = false;
	for (unsigned what = 0; what < TOLD_WHATS; what++) {
		if (!(left >> what & 1))
			continue;
		strbuf_addf(out, "%s%s", any ? ", " : _("Told by one of them only, and not "
			"compared: "), title_of((enum told_what)what));
		any = true;
	}
	if (any)
		strbuf_char(out, '\n');
}

void difference_text(const struct difference *d, const struct told told[static 2],
	char *const names[static 2], struct strbuf *out)
{
	strbuf_addf(out, _("From %s to %s:\n"), names[0], names[1]);
	if (strcmp(told[0].guide, told[1].guide) != 0)
		strbuf_addf(out, _("These are diagnoses of different guides (%s, %s).\n"),
			told[0].guide, told[1].guide);
	for (size_t i = 0; i < d->changes_count; i++) {
		if (!i || d->changes[i].what != d->changes[i - 1].what)
			strbuf_addf(out, "%s\n", title_of(d->changes[i].what));
		add_change(&d->changes[i], out);
	}
	if (!d->changes_count)
		strbuf_addf(out, "%s\n", _("Nothing changed."));
	add_not_compared(d, told, out);
}
