#include "candidate.h"

#include <string.h>

#include "encoding.h"

#define ADMIN_CHANNEL "DeviceManagement-Enterprise-Diagnostics-Provider/Admin"
#define ADMIN_WIDE_MAX 2 * sizeof(ADMIN_CHANNEL)

/* Bundles made on Windows may have either slash. */
static size_t folder_len(struct sv name)
{
	size_t len = name.len;
	while (len && name.ptr[len - 1] != '/' && name.ptr[len - 1] != '\\')
		len--;
	return len;
}

struct sv candidate_folder(const char *name)
{
	return sv_sub(sv_str(name), 0, folder_len(sv_str(name)));
}

static struct sv base_of(const char *name)
{
	return sv_from(sv_str(name), folder_len(sv_str(name)));
}

static const struct { enum candidate_family family; struct sv stem; } families[] = {
	{FAMILY_OMADM, {"OMADMLog", 8}}, {FAMILY_CLOUD_EXTENSION, {"CloudExtension", 14}},
};

/* "_3.log", "_3", ".log" or nothing. */
static int number_of(struct sv rest)
{
	uint64_t number;
	if (rest.len >= 4 && sv_ieq(sv_from(rest, rest.len - 4), SV(".log")))
		rest.len -= 4;
	if (!rest.len)
		return -1;
	bool numbered = rest.ptr[0] == '_' && rest.len <= 3 &&
		sv_to_u64(sv_from(rest, 1), &number);
	return numbered ? (int)number : CANDIDATE_NO_NUMBER;
}

static void judge_name(struct candidate *c)
{
	struct sv base = base_of(c->name);
	c->family = FAMILY_OTHER;
	c->number = CANDIDATE_NO_NUMBER;
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		if (!sv_istarts(base, families[i].stem))
			continue;
		c->family = families[i].family;
		c->number = number_of(sv_from(base, families[i].stem.len));
	}
}

/* Event logs spell their channel in UTF-16. */
static bool names_admin_channel(struct sv head)
{
	char wide[ADMIN_WIDE_MAX] = {0};
	struct sv channel = SV(ADMIN_CHANNEL);
	for (size_t i = 0; i < channel.len; i++)
		wide[2 * i] = channel.ptr[i];
	return sv_has(head, channel) || sv_has(head, (struct sv){wide, 2 * channel.len - 1});
}

/* "microsoft-windows-devicemanagement-enterprise-diagnostics-provider-admin.evtx", also with
 * "%4Admin"; an empty log has nothing but its name. */
static bool is_admin_name(struct sv base)
{
	return sv_ifind(base, SV("devicemanagement-enterprise-diagnostics-provider")) !=
		SV_NPOS && sv_ifind(base, SV("admin.")) != SV_NPOS;
}

static unsigned rank_of(const struct candidate *c, struct sv head)
{
	unsigned exact = sv_starts(head, SV("ElfFile")) ? 1 : 0;
	if (c->platform == LOG_ANDROID)
		return 10 * c->family;
	if (c->platform != LOG_WINDOWS)
		return 0;
	if (names_admin_channel(head))
		return 20 + exact;
	return (is_admin_name(base_of(c->name)) ? 10 : 0) + exact;
}

bool candidate_judge(struct candidate *c, const char *name, struct sv head)
{
	char *copy = xmalloc(head.len + 1);
	memcpy(copy, head.ptr, head.len);
	struct source *source = source_memory(name, copy, head.len);
	c->name = xstrdup(name);
	c->title = log_sniff_title(source, &c->platform);
	c->plain = encoding_is_utf8(encoding_of(head));
	source_close(source);
	judge_name(c);
	c->rank = rank_of(c, head);
	return c->title != NULL;
}

bool candidate_has_name(const struct candidate *c)
{
	struct sv name = sv_str(c->name);
	return c->family != FAMILY_OTHER ||
		(name.len > 5 && sv_ieq(sv_from(name, name.len - 5), SV(".evtx")));
}

void candidate_finish(struct candidate *c)
{
	free(c->name);
	*c = (struct candidate){0};
}

bool candidate_same_set(const struct candidate *a, const struct candidate *b)
{
	return a->platform == LOG_ANDROID && b->platform == LOG_ANDROID && a->plain &&
		b->plain && a->family == b->family && a->family != FAMILY_OTHER &&
		a->number != CANDIDATE_NO_NUMBER && b->number != CANDIDATE_NO_NUMBER &&
		sv_eq(candidate_folder(a->name), candidate_folder(b->name));
}

char *candidate_set_name(const struct candidate *c)
{
	struct strbuf name;
	struct sv folder = candidate_folder(c->name);
	strbuf_init(&name, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		if (families[i].family == c->family)
			strbuf_addf(&name, SV_FMT SV_FMT "_*", SV_ARG(folder),
				SV_ARG(families[i].stem));
	return strbuf_steal(&name);
}
