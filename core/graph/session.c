#include "session.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "config.h"

#define BODY_MAX (8u << 20) /* a full page of devices is 3 MB */

/* A GUID, a domain, or one of the service's words: it becomes a part of a path. */
static bool is_tenant(const char *text)
{
	size_t len = strlen(text);
	return len && len <= 255 && text[0] != '.' && !strstr(text, "..") &&
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
			== len;
}

static bool is_guid(const char *text)
{
	if (strlen(text) != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
	}
	return true;
}

static bool take_cloud(struct graph_session *s, const struct graph_options *o, struct err *err)
{
	const char *id = o->cloud ? o->cloud : graph_clouds[0].id;
	const struct graph_cloud *cloud = graph_cloud_by_id(sv_str(id));
	if (!cloud)
		return err_set(err, ERR_USAGE, _("%s: \"%s\" is not understood; expected %s"),
			"--cloud", id, "global, usgov, dod, china");
	return origin_init(&s->graph, o->graph_url ? o->graph_url : cloud->graph, "--graph-url",
			err) &&
		origin_init(&s->login, o->login_url ? o->login_url : cloud->login, "--login-url",
			err);
}

static bool take_app(struct graph_session *s, const struct graph_options *o, struct err *err)
{
	const char *tenant = o->tenant ? o->tenant : "organizations", *app = o->client_id;
	if (!is_tenant(tenant))
		return err_set(err, ERR_USAGE, _("%s: \"%s\" is not understood; expected %s"),
			"--tenant", tenant, _("a tenant id or one of its domains"));
	if (app && !strcmp(app, "graph-cli"))
		app = GRAPH_CLI_CLIENT_ID;
	if (app && !is_guid(app))
		return err_set(err, ERR_USAGE, _("%s: \"%s\" is not understood; expected %s"),
			"--client-id", app, _("the application (client) id of your app, or "
			"graph-cli for Microsoft's own"));
	s->tenant = xstrdup(tenant);
	s->client_id = xstrdup(app);
	return true;
}

bool graph_session_open(struct graph_session *session, struct loop *loop,
	const struct graph_options *options, struct err *err)
{
	struct http_options http = {.ca_file = options->ca_file,
		.agent = "scepwiz/" SCEPWIZ_VERSION, .limits = HTTP_LIMITS,
		.debug = options->debug};
	http.limits.body = BODY_MAX;
	if (options->limits)
		http.limits = *options->limits;
	*session = (struct graph_session){.loop = loop, .debug = options->debug};
	token_wipe(&session->token);
	bool ok = take_cloud(session, options, err) && take_app(session, options, err) &&
		(session->http = http_create(loop, &http, err));
	if (!ok)
		graph_session_close(session);
	return ok;
}

void graph_session_close(struct graph_session *session)
{
	http_destroy(session->http);
	token_wipe(&session->token);
	origin_finish(&session->graph);
	origin_finish(&session->login);
	free(session->tenant);
	free(session->client_id);
	*session = (struct graph_session){0};
}
