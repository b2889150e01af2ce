/* What Graph says of the log: its tenant, its profiles, their assignments and their roots. */
#include "graph_telling.h"

#include <string.h>

#include "base/i18n.h"
#include "base/thumbprint.h"
#include "graph_words.h"
#include "profiles.h"

void tell_account(struct telling *t)
{
	for (size_t i = 0; *t->f->account && i < t->d->profiles_count; i++) {
		const char *printed = t->d->profiles[i].account;
		if (!*printed)
			continue;
		bool fits = !strcmp(printed, t->f->account) ||
			scep_prefix_fits(printed, t->f->account);
		if (fits)
			strbuf_str(&t->text, _("The log is from this tenant: it names the same Intune "
				"account."));
		else
			strbuf_addf(&t->text, _("The log is from another tenant: it names the Intune "
				"account %s, and this one is %s."), printed, t->f->account);
		tell(t, TOPIC_ACCOUNT, fits ? FINDING_GOOD : FINDING_BAD, i);
	}
}

void tell_gone(struct telling *t)
{
	for (size_t i = 0; t->f->profiles_complete && i < t->d->profiles_count; i++) {
		const struct case_profile *row = &t->d->profiles[i];
		if (!row->complete || profiles_in_graph(t->d, row) != GRAPH_NONE)
			continue;
		strbuf_addf(&t->text, _("Graph shows no SCEP profile with the id %s: deleted, or not "
			"shown to this administrator."), row->profile);
		tell(t, TOPIC_GONE, FINDING_NOTE, i);
	}
}

void tell_changed(struct telling *t)
{
	const struct graph_profile *p;
	char time[TIME_TEXT_MAX], sync[TIME_TEXT_MAX];
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		if (p->modified == TIME_NONE)
			continue;
		time_rfc3339(p->modified, time);
		bool before = t->sure && t->device->last_sync != TIME_NONE &&
			t->device->last_sync < p->modified;
		strbuf_addf(&t->text, _("“%s” was last changed at %s; it was assigned then or at "
			"another time. If that is what counts, say so: --assigned-at %s."), tell_name(p),
			time, time);
		if (before)
			strbuf_addf(&t->text, _(" The device has not checked in since: its last "
				"check-in was at %s."), time_rfc3339(t->device->last_sync, sync));
		struct finding *finding = tell(t, TOPIC_CHANGED, before ? FINDING_BAD : FINDING_NOTE,
			tell_row(t, p->id));
		finding->at = (struct moment){p->modified,
			arena_sv(&t->d->check_texts, sv_str(time)).ptr, ZONE_UTC};
	}
}

/* Delivered, and assigned no more; assigned, and never seen. */
void tell_assigned(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		size_t row = tell_row(t, p->id);
		struct targeting targeting = tell_targeting(t, p);
		bool reached = row != PROFILE_NONE && t->d->profiles[row].verdict.outcome == REACHED;
		if (reached && (targeting.outcome == TARGETING_EXCLUDED ||
		    targeting.outcome == TARGETING_NOT_ASSIGNED)) {
			strbuf_addf(&t->text, _("“%s” was delivered, but is no longer assigned to this "
				"user or device. "), tell_name(p));
			graph_reasons(t->f, &targeting, &t->text);
			tell(t, TOPIC_NOT_ASSIGNED, FINDING_BAD, row);
		} else if (row == PROFILE_NONE && targeting.outcome == TARGETING_INCLUDED) {
			strbuf_addf(&t->text, _("“%s” is assigned, and the log does not mention it."),
				tell_name(p));
			tell(t, TOPIC_NOT_SEEN, FINDING_NOTE, row);
		}
		targeting_finish(&targeting);
	}
}

void tell_several(struct telling *t)
{
	const struct graph_profile *p;
	size_t count = 0;
	autostrbuf names;
	strbuf_init(&names, STRBUF_LINE);
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		struct targeting targeting = tell_targeting(t, p);
		if (targeting.outcome == TARGETING_INCLUDED)
			strbuf_addf(&names, "%s“%s”", count++ ? ", " : "", tell_name(p));
		targeting_finish(&targeting);
	}
	if (count < 2)
		return;
	strbuf_addf(&t->text, _("Several SCEP profiles reach this user or device: %s. Two that ask for "
		"the same certificate get in each other's way."), names.ptr);
	tell(t, TOPIC_SEVERAL, FINDING_NOTE, PROFILE_NONE);
}

/* ---- the trusted root ---- */

static void tell_matrix_of(struct telling *t, const struct graph_profile *p)
{
	size_t root = graph_profile_by_id(t->f, p->root);
	struct targeting scep = tell_targeting(t, p);
	if (p->no_root) {
		strbuf_addf(&t->text, _("“%s” has no trusted root profile."), tell_name(p));
		tell(t, TOPIC_MATRIX, FINDING_BAD, tell_row(t, p->id));
	} else if (root != GRAPH_NONE && scep.outcome == TARGETING_INCLUDED) {
		const struct graph_profile *r = &t->f->profiles[root];
		struct targeting targeting = tell_targeting(t, r);
		enum matrix cell = matrix_of(scep.sides, targeting.sides);
		static const char *const texts[] = {
			N_("Whether the trusted root profile “%s” reaches the same user or device as "
				"“%s” is not known."),
			N_("The trusted root profile “%s” reaches the same user or device as “%s”."),
			N_("The trusted root profile “%s” does not reach the same user or device as "
				"“%s”: the SCEP profile stays pending."),
		};
		graph_sentence(&t->text, _(texts[cell]), tell_name(r), tell_name(p));
		strbuf_char(&t->text, ' ');
		graph_reasons(t->f, &targeting, &t->text);
		tell(t, TOPIC_MATRIX, cell == MATRIX_FAILS ? FINDING_BAD : cell == MATRIX_WORKS
			? FINDING_GOOD : FINDING_NOTE, tell_row(t, p->id));
		targeting_finish(&targeting);
	}
	targeting_finish(&scep);
}

void tell_matrix(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; (p = tell_about(t, i)); i++)
		tell_matrix_of(t, p);
}

/* What the request that reached the device says of its CA, if it is not masked; ends with NUL. */
static struct sv thumbprint_in_log(const struct diagnosis *d, size_t row)
{
	for (size_t i = d->findings_count; i-- > 0;) {
		struct sv print = d->findings[i].key && d->findings[i].profile == row
			? value_get_text(finding_fields(&d->findings[i]), "ca_thumbprint") : SV_EMPTY;
		if (thumbprint_is(print))
			return print;
	}
	return SV_EMPTY;
}

void tell_thumbprint(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		size_t row = tell_row(t, p->id), root = graph_profile_by_id(t->f, p->root);
		struct sv print = row == PROFILE_NONE ? SV_EMPTY : thumbprint_in_log(t->d, row);
		if (root == GRAPH_NONE || !print.len || !*t->f->profiles[root].thumbprint)
			continue;
		const struct graph_profile *r = &t->f->profiles[root];
		bool same = thumbprint_same(sv_str(r->thumbprint), print);
		if (same)
			strbuf_addf(&t->text, _("The root certificate in “%s” is the one that the device "
				"was told to expect."), tell_name(r));
		else
			strbuf_addf(&t->text, _("The device was told to expect a CA with the thumbprint "
				"%s, and the certificate in “%s” has %s."), print.ptr, tell_name(r),
				r->thumbprint);
		tell(t, TOPIC_THUMBPRINT, same ? FINDING_GOOD : FINDING_BAD, row);
	}
}

