#include "kin.h"

#include <string.h>

#include "base/i18n.h"

#define STRANGERS_MAX 1000 /* as many as profiles */
#define PROFILES_TOLD 8

bool kin_of(const char *account, const char *other)
{
	return strlen(account) == SCEP_GUID_MAX - 1 && !strcmp(account, other);
}

void kin_note(struct diagnosis *d, size_t log, const struct scep_id *id)
{
	enum log_platform platform = log_info(d->logs[log].log)->platform;
	if (!id->profile[0] || d->strangers_count >= STRANGERS_MAX)
		return;
	for (size_t i = 0; i < d->strangers_count; i++)
		if (d->strangers[i].platform == platform &&
		    !strcmp(d->strangers[i].id.profile, id->profile))
			return;
	vec_push(d, strangers, ((struct case_stranger){platform, log, *id}));
}

/* ---- sentences ---- */

static bool take(size_t *i)
{
	return (*i)-- == 0;
}

static bool versions_remark(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	for (size_t row = 0; row < d->profiles_count; row++) {
		const struct case_profile *p = &d->profiles[row];
		if (p->versions_count < 2 || !p->profile[0] || !take(i))
			continue;
		strbuf_addf(out, P_("Profile %s came in %zu version (hash ",
			"Profile %s came in %zu versions (hash ", p->versions_count),
			p->profile, p->versions_count);
		for (size_t k = 0; k < p->versions_count; k++)
			strbuf_addf(out, "%s%d", k ? ", " : "", (int)p->versions[k]);
		strbuf_str(out, _("): it was changed or renewed, and is still the same profile."));
		return true;
	}
	return false;
}

/* Delivered, still there, and printed in full: prefixes could be the same profile twice. */
static bool stands(const struct case_profile *row)
{
	return row->complete && row->verdict.removal == VERDICT_NO_FINDING &&
		(row->verdict.outcome == REACHED ||
		 row->verdict.older_proof != VERDICT_NO_FINDING);
}

static bool several_remark(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	size_t count = 0;
	for (size_t row = 0; row < d->profiles_count; row++)
		count += stands(&d->profiles[row]);
	if (count < 2 || !take(i))
		return false;
	strbuf_addf(out, P_("%zu SCEP profile is on this device at once:",
		"%zu SCEP profiles are on this device at once:", count), count);
	for (size_t row = 0, shown = 0; row < d->profiles_count && shown < PROFILES_TOLD; row++)
		if (stands(&d->profiles[row]))
			strbuf_addf(out, "%s %s", shown++ ? "," : "", d->profiles[row].profile);
	strbuf_str(out, _(". Each asks for a certificate of its own, and they can be in each "
		"other's way. Is one of them left over from earlier? Then unassign it."));
	return true;
}

/* Its last delivery is older than the assignment, while another profile came after it. */
static bool leftover_remark(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	bool fresh = false;
	for (size_t row = 0; row < d->profiles_count; row++)
		fresh = fresh || (d->profiles[row].verdict.outcome == REACHED &&
			d->options.assigned_at != TIME_NONE);
	for (size_t row = 0; fresh && row < d->profiles_count; row++) {
		const struct case_profile *p = &d->profiles[row];
		if (!p->complete || p->verdict.older_proof == VERDICT_NO_FINDING || !take(i))
			continue;
		strbuf_addf(out, _("Profile %s was last delivered before the assignment, and "
			"another one after it: it may be left over from earlier."), p->profile);
		return true;
	}
	return false;
}

/* Two accounts in one case: logs of two tenants, or one device that changed its tenant. */
static bool accounts_remark(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	const char *first = NULL;
	for (size_t row = 0; row < d->profiles_count; row++) {
		const char *account = d->profiles[row].account;
		if (strlen(account) != SCEP_GUID_MAX - 1)
			continue;
		if (!first)
			first = account;
		if (kin_of(first, account) || !take(i))
			continue;
		strbuf_addf(out, _("These profiles belong to different Intune accounts (%s and %s): "
			"a log of another tenant is among them, or the device changed its tenant."),
			first, account);
		return true;
	}
	return false;
}

static const char *platform_name(enum log_platform platform)
{
	static const char *const names[] = {[LOG_NO_PLATFORM] = "?", [LOG_ANDROID] = "Android",
		[LOG_IOS] = "iOS/iPadOS", [LOG_WINDOWS] = "Windows"};
	return (size_t)platform < ARRAY_LEN(names) ? names[platform] : "?";
}

static bool has_kin(const struct diagnosis *d, const struct case_stranger *stranger)
{
	for (size_t row = 0; row < d->profiles_count; row++)
		if (kin_of(d->profiles[row].account, stranger->id.account))
			return true;
	return false;
}

/* A profile is made for one platform: on another it is another one, whatever it is called. */
static bool stranger_remark(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	for (size_t k = 0; k < d->strangers_count; k++) {
		const struct case_stranger *stranger = &d->strangers[k];
		if (!take(i))
			continue;
		strbuf_addf(out, has_kin(d, stranger)
			? _("The log of the other platform (%s) names profile %s of the same "
			    "Intune account: the profile for that platform, judged with its own log.")
			: _("The log of the other platform (%s) names profile %s; that its account "
			    "is the same cannot be seen."),
			platform_name(stranger->platform), stranger->id.profile);
		return true;
	}
	return false;
}

bool kin_remark(const struct diagnosis *d, size_t i, struct strbuf *out)
{
	return versions_remark(d, &i, out) || several_remark(d, &i, out) ||
		leftover_remark(d, &i, out) || accounts_remark(d, &i, out) ||
		stranger_remark(d, &i, out);
}
