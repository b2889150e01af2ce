/* check --probe: what an NDES server answers, in words. */
#include "commands.h"

#include "base/i18n.h"
#include "base/loop.h"
#include "base/thumbprint.h"
#include "output.h"
#include "probe/probe.h"

#define WAIT_US 1000000

static const char *const words[] = {N_("[good]"), N_("[bad]"), N_("[note]")};

static void show_answer(const struct front *front, const struct probe *probe,
	enum probe_question question)
{
	const struct probe_answer *answer = probe_answer(probe, question);
	const char *name = question == PROBE_PAGE ? _("the page") : probe_question_id(question);
	if (answer->why) {
		out_textf(front, _("  %s %s: no answer. %s\n"), _(words[PROBE_BAD]), name, answer->why);
		return;
	}
	if (!answer->meaning)
		return;
	out_textf(front, _("  %s %s: HTTP %d. %s\n"), _(words[answer->meaning->outcome]), name,
		answer->status, _(answer->meaning->text));
	if (answer->abilities[0])
		out_textf(front, "      %s\n", answer->abilities);
	if (answer->meaning->next)
		out_textf(front, "      %s\n", _(answer->meaning->next));
}

static void show_certificates(const struct front *front, const struct probe *probe)
{
	const struct ca_list *all = probe_certificates(probe);
	for (size_t i = 0; i < all->count; i++) {
		const struct ca_certificate *own = &all->list[i];
		out_textf(front, "      %s  %s%s%s\n", own->thumbprint, own->subject,
			own->authority ? _(" (CA)") : "", own->expired ? _(" (expired)") : "");
	}
	if (all->cut)
		out_textf(front, _("      … and more\n"));
}

/* The CA certificate that the profile in the evidence names; "": none is told, or it is masked. */
static const char *thumbprint_of_case(const struct diagnosis *d)
{
	for (size_t i = 0; d && i < d->findings_count; i++) {
		const struct value *fields = finding_fields(&d->findings[i]),
			*value = fields ? value_get(fields, "ca_thumbprint") : NULL;
		if (value && value->kind == VALUE_TEXT && thumbprint_is(sv_str(value->text)))
			return value->text;
	}
	return "";
}

static bool show_thumbprint(const struct front *front, const struct probe *probe,
	const char *wanted)
{
	if (!*wanted || !probe_certificates(probe)->count)
		return true;
	bool there = probe_has(probe, wanted);
	if (there)
		out_textf(front, _("  %s CAThumbprint: the certificate that the profile names is among "
			"them.\n"), _(words[PROBE_GOOD]));
	else
		out_textf(front, _("  %s CAThumbprint: the profile names %s, which is none of them. "
			"Devices refuse the server (0x80091007, 22003): choose the root of the issuing "
			"CA in the trusted certificate profile.\n"), _(words[PROBE_BAD]), wanted);
	return there;
}

static enum cli_exit show(const struct args *args, const struct front *front,
	const struct probe *probe, const struct diagnosis *diagnosis)
{
	static const enum cli_exit exits[] = {EXIT_DONE, EXIT_NOT_REACHED, EXIT_INCONCLUSIVE};
	enum probe_health health = probe_health(probe);
	out_textf(front, _("\nThe NDES server, asked from here: %s\n"), probe_url(probe));
	for (int i = 0; i < PROBE_QUESTIONS; i++)
		show_answer(front, probe, (enum probe_question)i);
	show_certificates(front, probe);
	if (!show_thumbprint(front, probe, args->ca_thumbprint ? args->ca_thumbprint
		: thumbprint_of_case(diagnosis)))
		health = PROBE_BROKEN;
	if (health == PROBE_UNREACHABLE)
		out_textf(front, _("  From here the server can't be reached; that says nothing about the "
			"device's network.\n"));
	return exits[health];
}

enum cli_exit probe_and_show(const struct args *args, const struct front *front,
	const struct diagnosis *diagnosis)
{
	struct err err = {0};
	struct front wrapping = *front;
	struct loop *loop = loop_create();
	struct probe_options options = {.agent = "scepwiz"};
	struct probe *probe = probe_create(loop, &options, args->probe, &err);
	enum cli_exit result;
	wrapping.wrap = true;
	while (probe && !probe_done(probe))
		loop_turn(loop, WAIT_US);
	result = probe ? show(args, &wrapping, probe, diagnosis) : command_fail(front, &err);
	probe_destroy(probe);
	loop_destroy(loop);
	return result;
}
