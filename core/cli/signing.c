#include "signing.h"

#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "graph/sign_in.h"
#include "output.h"

/* What is in the environment is seen by every child. */
static void warn_of_environment(const struct front *front)
{
	static const char *const names[] = {"GRAPH_TOKEN", "GRAPH_ACCESS_TOKEN",
		"SCEPWIZ_TOKEN"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (getenv(names[i]))
			err_textf(front, _("scepwiz: %s is not used: an environment is no place for a "
				"token; pipe it in with --token-stdin\n"), names[i]);
}

/* Before anything is sent: who will be given the token, and through what. */
static void name_hosts(const struct graph_session *session, const struct front *front)
{
	autofree char *proxy = http_proxy_of(session->graph.base);
	err_textf(front, _("scepwiz: the token will be sent to %s and nowhere else\n"),
		session->graph.base);
	if (*proxy)
		err_textf(front, _("scepwiz: through the proxy %s\n"), proxy);
}

/* ---- a token that somebody lends ---- */

static bool borrow(struct graph_session *session, const struct cli_graph *graph,
	const struct front *front, struct err *err)
{
	struct secret text = {0};
	int fd = graph->token_stdin ? STDIN_FILENO : graph->token_fd;
	bool ok = secret_read_fd(&text, fd, graph->token_stdin ? "--token-stdin" : "--token-fd",
			err) &&
		token_borrow(&session->token, secret_sv(&text), &session->graph.url, time(NULL), err);
	secret_wipe(&text);
	const struct token_claims *claims = &session->token.claims;
	if (ok && *claims->tenant)
		err_textf(front, _("scepwiz: a token of %s, tenant %s\n"), *claims->user
			? claims->user : *claims->app ? claims->app : "?", claims->tenant);
	return ok;
}

/* ---- sign-in ---- */

struct waiting {
	const struct front *front;
	struct graph_session *session;
	struct sign_in *sign_in; /* NULL while it is being made */
};

static void show_code(const struct waiting *w)
{
	const struct device_code *code = sign_in_code(w->sign_in);
	long minutes = (long)(device_code_left_us(code, loop_now_us()) / 60000000);
	autostrbuf scopes;
	strbuf_init(&scopes, STRBUF_LINE);
	sign_in_scopes(&scopes);
	err_textf(w->front, _("\nTo sign in, open %s and enter this code:\n\n    %s\n\n"),
		code->address, code->user_code);
	err_textf(w->front, _("Enter this code only if you started this program yourself.\n"));
	err_textf(w->front, _("Tenant: %s. Asked for, to read only: %s\n"), w->session->tenant,
		scopes.ptr);
	err_textf(w->front, P_("The code expires in %ld minute. Ctrl-C cancels.\n\n",
		"The code expires in %ld minutes. Ctrl-C cancels.\n\n", (unsigned long)minutes),
		minutes);
}

static void changed(void *data)
{
	struct waiting *w = data;
	if (w->sign_in && sign_in_state(w->sign_in) == SIGN_IN_SHOWS)
		show_code(w);
}

static struct sign_in *begin(struct waiting *w, const struct cli_graph *graph, struct err *err)
{
	struct secret secret = {0};
	struct sign_in *sign_in = NULL;
	if (graph->client_cert)
		return sign_in_by_certificate(w->session, graph->client_cert, changed, w, err);
	if (!graph->client_secret && graph->client_secret_fd < 0)
		return sign_in_by_code(w->session, changed, w, err);
	if (graph->client_secret ? secret_read_file(&secret, graph->client_secret, err)
		: secret_read_fd(&secret, graph->client_secret_fd, "--client-secret-fd", err))
		sign_in = sign_in_by_secret(w->session, secret_sv(&secret), changed, w, err);
	secret_wipe(&secret);
	return sign_in;
}

static bool is_over(const struct sign_in *sign_in)
{
	return sign_in_state(sign_in) == SIGN_IN_DONE ||
		sign_in_state(sign_in) == SIGN_IN_FAILED;
}

static bool sign_in(struct graph_session *session, struct loop *loop,
	const struct cli_graph *graph, const struct front *front, struct err *err)
{
	struct waiting w = {.front = front, .session = session};
	w.sign_in = begin(&w, graph, err);
	if (!w.sign_in)
		return false;
	while (!is_over(w.sign_in))
		loop_turn(loop, -1);
	bool ok = sign_in_state(w.sign_in) == SIGN_IN_DONE;
	if (!ok)
		err_set(err, ERR_GRAPH, "%s", sign_in_why(w.sign_in));
	sign_in_destroy(w.sign_in);
	return ok;
}

static bool may_ask_person(const struct cli_graph *graph)
{
	return !graph->client_cert && !graph->client_secret && graph->client_secret_fd < 0;
}

bool signing_run(struct graph_session *session, struct loop *loop, const struct args *args,
	const struct front *front, struct err *err)
{
	const struct cli_graph *graph = &args->graph;
	struct graph_options options = {.cloud = graph->cloud, .tenant = graph->tenant,
		.client_id = graph->client_id, .graph_url = graph->graph_url,
		.login_url = graph->login_url, .ca_file = graph->ca_file, .debug = args->debug};
	secrets_guard();
	warn_of_environment(front);
	if (!graph_session_open(session, loop, &options, err))
		return false;
	name_hosts(session, front);
	if (graph->token_stdin || graph->token_fd >= 0)
		return borrow(session, graph, front, err);
	if (args->no_input && may_ask_person(graph))
		return err_set(err, ERR_GRAPH, _("signing in with a code needs a person, and "
			"--no-input says there is none; lend a token (--token-stdin), or sign in as "
			"an app (--client-secret, --client-cert)"));
	return sign_in(session, loop, graph, front, err);
}
