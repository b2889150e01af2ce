/* Asks everything that a diagnosis may ask of the service at this address, over TLS that must
 * prove itself: an inquiry for each platform, then each question that was not among them.
 * ask_all GRAPH_URL CA_FILE; prints how many there were and how they were answered. */
#include <stdio.h>
#include <stdlib.h>

#include "graph/inquiry.h"
#include "rig.h"

static unsigned counts[GRAPH_NOT_ASKED + 1];
static bool asked[QUESTION_COUNT];

static void unnoticed(void *data)
{
	(void)data;
}

static struct graph_facts *inquire(struct rig *rig, const struct graph_subject *subject)
{
	struct graph_facts *facts = graph_facts_create(subject);
	struct inquiry *inquiry = inquiry_create(rig->source, facts, unnoticed, NULL);
	inquiry_start(inquiry);
	while (!inquiry_over(inquiry))
		loop_turn(rig->loop, -1);
	for (size_t i = 0; i < facts->steps_count; i++) {
		asked[facts->steps[i].question] = true;
		counts[facts->steps[i].status]++;
		if (facts->steps[i].status != GRAPH_OK)
			printf("%s: %s\n", question_info(facts->steps[i].question)->id,
				facts->steps[i].error);
	}
	inquiry_destroy(inquiry);
	return facts;
}

/* What the facts did not call for, about anything. */
static void ask_rest(struct rig *rig, const struct graph_facts *facts)
{
	for (int q = 0; q < QUESTION_COUNT; q++) {
		const struct question_info *info = question_info((enum question)q);
		const char *key = question_key(facts, (enum question)q, 0);
		struct rig_answer answer;
		autostrbuf path;
		strbuf_init(&path, STRBUF_LINE);
		question_path(facts, (enum question)q,
			key ? key : "39907e78-e61b-4730-b9fa-d44a53e4111c", &path);
		if (asked[q] || sv_has(strbuf_sv(&path), SV("-TYPE"))) /* a word for people */
			continue;
		rig_ask(rig, &(struct graph_request){.version = info->version, .method = "GET",
			.path = path.ptr, .eventual = info->eventual,
			.collection = info->collection}, &answer, 30000);
		asked[q] = true;
		counts[answer.status]++;
		if (answer.status != GRAPH_OK)
			printf("%s: %s: %s\n", info->id, path.ptr, answer.error);
		rig_answer_finish(&answer);
	}
}

int main(int argc, char **argv)
{
	static const char *const devices[] = {"AdeleV_AndroidForWork_2/10/2025_1:37 AM",
		"DESKTOP-7Q2K1", "iPhone d'Adèle"};
	static const enum graph_platform platforms[] = {GRAPH_ANDROID, GRAPH_WINDOWS, GRAPH_IOS};
	struct rig rig;
	unsigned total = 0, kinds = 0;
	if (argc != 3)
		return 2;
	rig_init_patient(&rig, argv[1], argv[2]);
	for (size_t i = 0; i < ARRAY_LEN(devices); i++) {
		struct graph_facts *facts = inquire(&rig, &(struct graph_subject){
			"AdeleV@contoso.onmicrosoft.com", devices[i], "", "", platforms[i]});
		if (i + 1 == ARRAY_LEN(devices))
			ask_rest(&rig, facts);
		graph_facts_destroy(facts);
	}
	rig_finish(&rig);
	for (int i = 0; i <= GRAPH_NOT_ASKED; i++)
		total += counts[i];
	for (int q = 0; q < QUESTION_COUNT; q++)
		kinds += asked[q];
	printf("%u requests, %u answered, %u kinds of %d\n", total, counts[GRAPH_OK], kinds,
		QUESTION_COUNT);
	return 0;
}
