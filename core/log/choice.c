#include "choice.h"

#include <string.h>

#include "candidate.h"
#include "folder.h"

static void add_part(struct gather *g, struct gather_log *log, size_t part)
{
	const struct candidate *c = &g->candidates[part];
	vec_push(log, parts, part);
	log->size += c->size;
	if (c->changed_us > log->changed_us)
		log->changed_us = c->changed_us;
}

static bool is_taken(const struct gather *g, size_t candidate)
{
	for (size_t i = 0; i < g->logs_count; i++)
		for (size_t k = 0; k < g->logs[i].parts_count; k++)
			if (g->logs[i].parts[k] == candidate)
				return true;
	return false;
}

/* The part of c's set that has this number and is in no log yet; SIZE_MAX: none. */
static size_t find_part(const struct gather *g, const struct candidate *c, int number)
{
	for (size_t i = 0; i < g->candidates_count; i++)
		if (g->candidates[i].number == number &&
		    candidate_same_set(&g->candidates[i], c) && !is_taken(g, i))
			return i;
	return SIZE_MAX;
}

/* The parts from the newest up to the first that is not there: across a gap the log must not
 * look whole. */
static void add_set(struct gather *g, struct gather_log *log, const struct candidate *c)
{
	int number = c->number;
	for (size_t i = 0; i < g->candidates_count; i++)
		if (g->candidates[i].number < number && !is_taken(g, i) &&
		    candidate_same_set(&g->candidates[i], c))
			number = g->candidates[i].number;
	size_t part = find_part(g, c, number);
	for (; part != SIZE_MAX; part = find_part(g, c, ++number)) {
		add_part(g, log, part);
		if (number == -1 && find_part(g, c, 0) == SIZE_MAX)
			number = 0; /* "OMADMLog.log" stands for number 0 */
	}
}

static char *spell(const struct gather *g, const struct gather_log *log)
{
	const struct candidate *c = &g->candidates[log->parts[0]];
	autofree char *set = log->parts_count > 1 ? candidate_set_name(c) : NULL;
	return folder_path(g->path, set ? set : c->name);
}

static char *member_of(const struct gather *g, const struct gather_log *log)
{
	struct strbuf names;
	strbuf_init(&names, STRBUF_LINE);
	for (size_t i = log->parts_count; i-- > 0;)
		strbuf_addf(&names, "%s%s", g->candidates[log->parts[i]].name,
			i ? " + " : "");
	return strbuf_steal(&names);
}

static void add_log(struct gather *g, size_t candidate)
{
	const struct candidate *c = &g->candidates[candidate];
	struct gather_log log = {.platform = c->platform, .title = c->title, .rank = c->rank};
	bool asked = g->asked && !strcmp(g->asked, c->name);
	if (c->number != CANDIDATE_NO_NUMBER && !asked)
		add_set(g, &log, c);
	bool mine = false;
	for (size_t i = 0; i < log.parts_count; i++)
		mine |= log.parts[i] == candidate;
	if (!mine && c->number != CANDIDATE_NO_NUMBER && !asked)
		log.rank--; /* beyond a gap: however new the file, its entries are old */
	if (!mine) { /* no set, or beyond a gap in it */
		log.parts_count = 0;
		log.size = 0;
		log.changed_us = 0;
		add_part(g, &log, candidate);
	}
	log.spelled = spell(g, &log);
	log.member = member_of(g, &log);
	vec_push(g, logs, log);
}

static int better_first(const void *left, const void *right)
{
	const struct gather_log *a = left, *b = right;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->changed_us != b->changed_us)
		return a->changed_us > b->changed_us ? -1 : 1;
	return strcmp(a->spelled, b->spelled);
}

static enum candidate_family family_of(const struct gather *g, size_t log)
{
	return g->candidates[g->logs[log].parts[0]].family;
}

/* Moves a log up to where the chosen ones end. */
static void choose(struct gather *g, size_t at)
{
	struct gather_log log = g->logs[at];
	log.chosen = true;
	memmove(&g->logs[g->chosen + 1], &g->logs[g->chosen],
		(at - g->chosen) * sizeof(log));
	g->logs[g->chosen++] = log;
}

static void choose_logs(struct gather *g)
{
	choose(g, 0);
	if (family_of(g, 0) != FAMILY_OMADM)
		return;
	for (size_t i = 1; i < g->logs_count; i++) {
		if (family_of(g, i) != FAMILY_CLOUD_EXTENSION)
			continue;
		choose(g, i);
		return;
	}
}

#define WANTED 1000 /* weighs more than any rank */

void choice_form(struct gather *g, enum log_platform want)
{
	for (size_t i = 0; i < g->candidates_count; i++)
		if (g->asked && !strcmp(g->asked, g->candidates[i].name) && !g->logs_count)
			add_log(g, i); /* alone, though it may be part of a set */
	for (size_t i = 0; i < g->candidates_count; i++)
		if (!is_taken(g, i))
			add_log(g, i);
	for (size_t i = 0; i < g->logs_count; i++)
		if (g->logs[i].platform == want)
			g->logs[i].rank += WANTED;
	if (!g->logs_count)
		return;
	qsort(g->logs, g->logs_count, sizeof(*g->logs), better_first);
	choose_logs(g);
}

bool choice_pick(struct gather *g, const char *spelled)
{
	size_t kept = 0;
	while (kept < g->logs_count && strcmp(g->logs[kept].spelled, spelled) != 0)
		kept++;
	if (kept == g->logs_count)
		return false;
	for (size_t i = 0; i < g->logs_count; i++)
		g->logs[i].chosen = false;
	g->chosen = 0;
	g->picked = true;
	choose(g, kept);
	return true;
}
