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

bool set_graph_live(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)raw;
	(void)err;
	a->graph.live = true;
	return true;
}

bool set_token_stdin(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)raw;
	(void)err;
	a->graph.token_stdin = true;
	return true;
}

static bool set_fd(int *ret, const char *option, struct sv v, const char *raw, struct err *err)
{
	uint64_t number;
	if (!sv_to_u64(v, &number) || number > 1023)
		return err_set(err, ERR_USAGE, _("%s: \"%s\" is not understood; expected %s"), option,
			raw, _("the number of an open descriptor"));
	*ret = (int)number;
	return true;
}

bool set_token_fd(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_fd(&a->graph.token_fd, "--token-fd", v, raw, err);
}

bool set_client_secret_fd(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_fd(&a->graph.client_secret_fd, "--client-secret-fd", v, raw, err);
}

/* What is wrong with a value is said where it is used (graph/session.h), before anything is sent. */
#define TEXT_OPTION(name, member)                                                             \
	bool name(struct args *a, struct sv v, const char *raw, struct err *err)              \
	{                                                                                     \
		(void)v;                                                                      \
		(void)err;                                                                    \
		a->graph.member = raw;                                                        \
		return true;                                                                  \
	}
TEXT_OPTION(set_cloud, cloud)
TEXT_OPTION(set_tenant, tenant)
TEXT_OPTION(set_client_id, client_id)
TEXT_OPTION(set_client_secret, client_secret)
TEXT_OPTION(set_client_cert, client_cert)
TEXT_OPTION(set_cacert, ca_file)
TEXT_OPTION(set_graph_url, graph_url)
TEXT_OPTION(set_login_url, login_url)

/* The first option that is about asking live; NULL: none was given. */
static const char *live_option(const struct cli_graph *g)
{
	const struct { bool given; const char *name; } options[] = {
		{g->token_stdin, "--token-stdin"}, {g->token_fd >= 0, "--token-fd"},
		{g->client_secret, "--client-secret"},
		{g->client_secret_fd >= 0, "--client-secret-fd"},
		{g->client_cert, "--client-cert"}, {g->client_id, "--client-id"},
		{g->tenant, "--tenant"}, {g->cloud, "--cloud"}, {g->graph_url, "--graph-url"},
		{g->login_url, "--login-url"}, {g->ca_file, "--cacert"},
	};
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (options[i].given)
			return options[i].name;
	return NULL;
}

static bool reads_input(const struct args *a)
{
	for (int i = 0; i < a->operands_count; i++)
		if (sv_eq(sv_str(a->operands[i]), SV("-")))
			return true;
	return false;
}

static bool check_live(const struct args *a, struct err *err)
{
	const struct cli_graph *g = &a->graph;
	int tokens = g->token_stdin + (g->token_fd >= 0);
	int proofs = (g->client_secret != NULL) + (g->client_secret_fd >= 0) +
		(g->client_cert != NULL);
	bool wizard = !a->command;
	if (!g->live && !wizard && live_option(g))
		return err_set(err, ERR_USAGE, _("%s is about asking Microsoft Graph; add --graph"),
			live_option(g));
	if (g->live && a->graph_import)
		return err_set(err, ERR_USAGE, _("--graph and --graph-import exclude each other: "
			"answers are asked for, or read"));
	if (tokens + proofs > 1)
		return err_set(err, ERR_USAGE, _("give one of --token-stdin, --token-fd, "
			"--client-secret, --client-secret-fd, --client-cert: one way to sign in"));
	if (g->token_stdin && reads_input(a))
		return err_set(err, ERR_USAGE, _("--token-stdin: standard input can't be the token "
			"and a log; use --token-fd for the token"));
	if (wizard && tokens + proofs)
		return err_set(err, ERR_USAGE, _("%s: the wizard signs in with a code; for another "
			"way use scepwiz check --graph"), live_option(g));
	return true;
}

bool args_has_graph(const struct args *a)
{
	return a->graph_import != NULL || a->graph.live;
}

bool args_check_graph(const struct args *a, struct err *err)
{
	if (!check_live(a, err))
		return false;
	bool about_graph = a->command && sv_eq(sv_str(a->command), SV("graph"));
	if (a->profile_name && !args_has_graph(a) && !about_graph)
		return err_set(err, ERR_USAGE, _("--profile: \"%s\" is no profile id; a name can only be "
			"looked up with Graph, so give the id (8-4-4-4-12 hex digits)"),
			a->profile_name);
	if (a->each && args_has_graph(a))
		return err_set(err, ERR_USAGE, _("--each: Graph is asked about one device at a time; "
			"leave the Graph options out"));
	if ((a->user || a->device) && !args_has_graph(a) && a->command && !about_graph)
		return err_set(err, ERR_USAGE, _("%s says whom to ask Graph about; add --graph or "
			"--graph-import DIR"), a->user ? "--user" : "--device");
	return true;
}
