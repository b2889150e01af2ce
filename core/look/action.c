#include "action.h"

static const struct action_info infos[ACTION_COUNT] = {
	[ACTION_NONE] = {"", 0, "", "", ""},
#define X(id, name, scope, keys, hint, help) [ACTION_##id] = {name, scope, keys, hint, help},
	ACTIONS(X)
#undef X
};

const struct action_info *action_info(enum action action)
{
	return &infos[action];
}

bool action_by_name(struct sv name, enum action *ret)
{
	for (size_t i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		if (!sv_eq(name, sv_str(infos[i].name)))
			continue;
		*ret = (enum action)i;
		return true;
	}
	return false;
}

const char *action_name(size_t i)
{
	return i < ACTION_COUNT - 1 ? infos[i + 1].name : NULL;
}
