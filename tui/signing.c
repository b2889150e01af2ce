#include "signing.h"

void signing_init(struct signing *s, struct loop *loop, const struct graph_options *options)
{
	*s = (struct signing){.loop = loop};
	if (options)
		s->options = *options;
}

void signing_finish(struct signing *s)
{
	signing_cancel(s);
	if (s->open)
		graph_session_close(&s->session);
	free(s->client_id);
	free(s->tenant);
	*s = (struct signing){0};
}

static const char *either(const char *typed, const char *option, const char *usual)
{
	return typed ? typed : option ? option : usual;
}

const char *signing_client_id(const struct signing *s)
{
	return either(s->client_id, s->options.client_id, "");
}

const char *signing_tenant(const struct signing *s)
{
	return either(s->tenant, s->options.tenant, "organizations");
}

static void set_text(char **text, const char *value)
{
	free(*text);
	*text = *value ? xstrdup(value) : NULL;
}

void signing_set_client_id(struct signing *s, const char *id)
{
	set_text(&s->client_id, id);
}

void signing_set_tenant(struct signing *s, const char *tenant)
{
	set_text(&s->tenant, tenant);
}

static void noticed(void *data)
{
	struct signing *s = data;
	if (s->sign_in)
		s->changed(s->data);
}

bool signing_begin(struct signing *s, sign_in_changed *changed, void *data, struct err *err)
{
	struct graph_options options = s->options;
	signing_cancel(s);
	if (s->open)
		graph_session_close(&s->session);
	s->changed = changed;
	s->data = data;
	options.client_id = *signing_client_id(s) ? signing_client_id(s) : NULL;
	options.tenant = signing_tenant(s);
	secrets_guard();
	s->open = graph_session_open(&s->session, s->loop, &options, err);
	s->sign_in = s->open ? sign_in_by_code(&s->session, noticed, s, err) : NULL;
	return s->sign_in != NULL;
}

void signing_cancel(struct signing *s)
{
	sign_in_destroy(s->sign_in);
	s->sign_in = NULL;
}

char *signing_host(const struct signing *s)
{
	const struct graph_cloud *cloud = graph_cloud_by_id(sv_str(s->options.cloud));
	return xstrdup(either(s->options.graph_url, cloud ? cloud->graph : NULL,
		graph_clouds[0].graph));
}
