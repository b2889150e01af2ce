#include "rig.h"

#include <stdio.h>

#define PACE ((struct live_pace){2000, 20000, 2000000})

static void init(struct rig *rig, const struct graph_options *options)
{
	struct err err = {0};
	rig->loop = loop_create();
	if (!graph_session_open(&rig->session, rig->loop, options, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	token_take(&rig->session.token, SV(CANARY), 3600);
	rig->source = graph_live_create_at(rig->loop, &rig->session, PACE);
}

void rig_init(struct rig *rig, const char *graph_url, const char *login_url, const char *ca)
{
	struct http_limits limits = {.body = 8u << 20, .headers = 64u << 10, .connect_ms = 1000,
		.total_ms = 700, .slow_bytes = 64, .slow_s = 1};
	init(rig, &(struct graph_options){.graph_url = graph_url,
		.login_url = login_url ? login_url : graph_url, .ca_file = ca,
		.limits = &limits, .client_id = "11111111-2222-3333-4444-555555555555"});
}

void rig_init_patient(struct rig *rig, const char *graph_url, const char *ca)
{
	init(rig, &(struct graph_options){.graph_url = graph_url, .login_url = graph_url,
		.ca_file = ca});
}

void rig_finish(struct rig *rig)
{
	rig->source->destroy(rig->source);
	graph_session_close(&rig->session);
	loop_destroy(rig->loop);
}

void rig_keep(void *data, const struct graph_answer *answer)
{
	struct rig_answer *a = data;
	a->came = true;
	a->times++;
	a->status = answer->status;
	a->incomplete = answer->incomplete;
	json_decref(a->json);
	a->json = json_incref(answer->json);
	snprintf(a->error, sizeof(a->error), "%s", answer->error);
	snprintf(a->request_id, sizeof(a->request_id), "%s", answer->request_id);
	snprintf(a->client_request_id, sizeof(a->client_request_id), "%s",
		answer->client_request_id);
}

void rig_ask(struct rig *rig, const struct graph_request *request, struct rig_answer *ret,
	unsigned timeout_ms)
{
	int64_t begun = loop_now_us(), until = begun + timeout_ms * INT64_C(1000);
	*ret = (struct rig_answer){0};
	uint64_t id = rig->source->ask(rig->source, request, rig_keep, ret);
	while (!ret->came && loop_now_us() < until)
		loop_turn(rig->loop, 20000);
	if (!ret->came)
		rig->source->cancel(rig->source, id);
	ret->took_us = loop_now_us() - begun;
}

void rig_answer_finish(struct rig_answer *answer)
{
	json_decref(answer->json);
	answer->json = NULL;
}
