#include "args_graph.h"

#include "base/i18n.h"

static bool set_text(const char **ret, const char *option, struct sv v, const char *raw,
	struct err *err)
{
	*ret = raw;
	return v.len || err_set(err, ERR_USAGE, _("%s: is empty; that would mean everybody and "
		"everything"), option);
}

bool set_graph_import(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_text(&a->graph_import, "--graph-import", v, raw, err);
}

bool set_graph_user(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_text(&a->user, "--user", v, raw, err);
}

bool set_graph_device(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_text(&a->device, "--device", v, raw, err);
}

bool set_graph_list(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)raw;
	(void)err;
	a->graph_list = true;
	return true;
}

bool args_has_graph(const struct args *a)
{
	return a->graph_import != NULL;
}

bool args_check_graph(const struct args *a, struct err *err)
{
	bool about_graph = a->command && sv_eq(sv_str(a->command), SV("graph"));
	if (a->profile_name && !args_has_graph(a) && !about_graph)
		return err_set(err, ERR_USAGE, _("--profile: \"%s\" is no profile id; a name can only be "
			"looked up with Graph, so give the id (8-4-4-4-12 hex digits)"),
			a->profile_name);
	if (a->each && args_has_graph(a))
		return err_set(err, ERR_USAGE, _("--each: Graph is asked about one device at a time; "
			"leave the Graph options out"));
	if ((a->user || a->device) && !args_has_graph(a) && !about_graph)
		return err_set(err, ERR_USAGE, _("%s says whom to ask Graph about; add --graph-import "
			"DIR"), a->user ? "--user" : "--device");
	return true;
}
