/* A guide as the program keeps it ready (base/packed.h): all that guide.h says of one. */
#include "guide_pack.h"

#include <string.h>

static void pack_pattern(struct packed *p, struct pattern **pattern)
{
	char *text = p->fields && *pattern ? (char *)(uintptr_t)pattern_text(*pattern) : NULL;
	packed_text(p, &text);
	if (!p->fields)
		*pattern = text ? pattern_known(text) : NULL;
}

static void pack_where(struct packed *p, void *item)
{
	struct guide_where *where = item;
	packed_text(p, &where->field);
	packed_value(p, where->op);
	packed_value(p, where->negate);
	packed_list(p, where, values, packed_text_item);
}

static void pack_id(struct packed *p, void *item)
{
	packed_bytes(p, item, sizeof(int32_t));
}

static void pack_match(struct packed *p, void *item)
{
	struct guide_match *match = item;
	packed_value(p, match->kind);
	packed_list(p, match, contains, packed_text_item);
	pack_pattern(p, &match->pattern);
	packed_text(p, &match->process);
	packed_list(p, match, commands, packed_text_item);
	packed_value(p, match->status_from);
	packed_value(p, match->status_to);
	packed_value(p, match->status_except);
	packed_text(p, &match->provider);
	packed_text(p, &match->channel);
	packed_list(p, match, ids, pack_id);
	packed_list(p, match, wheres, pack_where);
}

static void pack_mark(struct packed *p, void *item)
{
	struct guide_mark *mark = item;
	packed_text(p, &mark->id);
	packed_text(p, &mark->title);
	pack_pattern(p, &mark->pattern);
	packed_value(p, mark->joins);
	packed_value(p, mark->code);
}

static void pack_entry(struct packed *p, void *item)
{
	struct guide_key_entry *entry = item;
	packed_text(p, &entry->id);
	packed_text(p, &entry->title);
	packed_value(p, entry->stage);
	packed_value(p, entry->role);
	packed_value(p, entry->passes);
	packed_value(p, entry->breaks);
	packed_value(p, entry->anchor);
	packed_value(p, entry->neighbour);
	packed_value(p, entry->check_in);
	packed_value(p, entry->payload);
	packed_list(p, entry, matches, pack_match);
	packed_list(p, entry, marks, pack_mark);
	packed_text(p, &entry->meaning);
	packed_text(p, &entry->absence);
	packed_text(p, &entry->next);
	packed_text(p, &entry->link);
	packed_value(p, entry->expected);
	packed_value(p, entry->line);
}

static void pack_check(struct packed *p, void *item)
{
	struct guide_check *check = item;
	packed_text(p, &check->id);
	packed_text(p, &check->title);
	packed_text(p, &check->question);
	packed_text(p, &check->why);
	packed_text(p, &check->where);
	packed_text(p, &check->if_no);
	packed_text(p, &check->link);
	packed_value(p, check->stage);
}

static void pack_step(struct packed *p, void *item)
{
	struct guide_step *step = item;
	packed_text(p, &step->text);
	packed_text(p, &step->link);
}

static void pack_recipe(struct packed *p, void *item)
{
	struct guide_recipe *recipe = item;
	packed_text(p, &recipe->what);
	packed_text(p, &recipe->text);
}

static void pack_advice(struct packed *p, void *item)
{
	struct guide_advice *advice = item;
	packed_text(p, &advice->outcome);
	packed_value(p, advice->stage);
	packed_value(p, advice->any_stage);
	packed_text(p, &advice->text);
	packed_text(p, &advice->link);
	packed_text(p, &advice->guide);
}

static void pack_stages(struct packed *p, struct guide *guide)
{
	for (int i = 0; i < STAGE_ALL; i++) {
		packed_text(p, &guide->stages[i].title);
		packed_text(p, &guide->stages[i].if_missing);
		packed_text(p, &guide->stages[i].if_broken);
	}
}

void guide_pack(struct packed *p, struct guide *guide)
{
	packed_text(p, &guide->id);
	packed_value(p, guide->platform);
	packed_text(p, &guide->title);
	packed_text(p, &guide->summary);
	packed_text(p, &guide->link);
	packed_value(p, guide->goal);
	pack_stages(p, guide);
	packed_list(p, guide, checks, pack_check);
	packed_text(p, &guide->log_title);
	packed_text(p, &guide->log_name);
	packed_list(p, guide, steps, pack_step);
	packed_list(p, guide, recipes, pack_recipe);
	packed_list(p, guide, entries, pack_entry);
	packed_list(p, guide, advices, pack_advice);
}

struct guide *guide_unpack(const struct packed_set *set, const char *name, const char *path)
{
	struct packed p;
	struct guide *guide = xcalloc(1, sizeof(*guide));
	if (!packed_open(set, name, &guide->arena, &p)) {
		free(guide);
		return NULL;
	}
	guide->ready = true;
	guide->path = xstrdup(path);
	guide_pack(&p, guide);
	return guide;
}
