/* Answers of Graph's may hold anything: whatever they say, no check is a yes of theirs without a
 * user, a device and an assignment, and what they name as ids is fit for addresses and files. The
 * input is one answer; it is given to every question. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "graph/inquiry.h"
#include "graph/refusal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct same_answer {
	struct graph_source source;
	const json_t *json;
	size_t asked;
};

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static uint64_t ask(struct graph_source *source, const struct graph_request *request,
	graph_answered *answered, void *into)
{
	struct same_answer *same = (struct same_answer *)source;
	struct graph_answer answer = {.status = GRAPH_OK, .error = "", .request_id = "",
		.client_request_id = ""};
	autostrbuf message;
	strbuf_init(&message, STRBUF_LINE);
	demand(request->path[0] == '/' && !strchr(request->path, ' ') && !strchr(request->name, '/'));
	for (const char *c = request->path; *c; c++)
		demand((unsigned char)*c > 32 && (unsigned char)*c < 127);
	answer.json = json_incref((json_t *)(uintptr_t)same->json);
	if (graph_refusal(same->json, &answer.status, &message)) {
		json_decref(answer.json);
		answer.json = NULL;
		answer.error = message.len ? message.ptr : "";
	}
	answered(into, &answer);
	json_decref(answer.json);
	return ++same->asked;
}

static void cancel(struct graph_source *source, uint64_t id)
{
	(void)source;
	(void)id;
}

static void changed(void *into)
{
	(void)into;
}

static void check(const struct graph_facts *f)
{
	size_t profile;
	demand(f->steps_count <= GRAPH_STEPS_MAX);
	for (size_t i = 0; (profile = graph_scep_profile(f, i)) != GRAPH_NONE; i++) {
		struct targeting t = graph_targeting(f, profile, true);
		const struct graph_profile *p = &f->profiles[profile];
		demand(t.outcome != TARGETING_INCLUDED || (p->assignments_count && p->assigned_complete));
		demand(strlen(p->thumbprint) == 40 || !*p->thumbprint);
		targeting_finish(&t);
	}
	demand(graph_device_of(f) == GRAPH_NONE || graph_device_of(f) < f->devices_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct graph_subject subject = {"ada@example.org", "", "PC", "", GRAPH_ANDROID};
	json_t *json = json_loadb((const char *)data, size, 0, NULL);
	struct same_answer same = {{ask, cancel, NULL, false}, json, 0};
	struct graph_facts *facts = json_is_object(json) ? graph_facts_create(&subject) : NULL;
	if (facts) {
		struct inquiry *inquiry = inquiry_create(&same.source, facts, changed, NULL);
		inquiry_start(inquiry);
		demand(inquiry_over(inquiry));
		check(facts);
		inquiry_destroy(inquiry);
	}
	graph_facts_destroy(facts);
	json_decref(json);
	return 0;
}
