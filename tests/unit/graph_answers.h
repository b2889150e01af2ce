/* Answers of Graph's made in the test: a source that gives them by the name of their file, at once
 * or when they are let go, live or as if saved. */
#ifndef GRAPH_ANSWERS_H
#define GRAPH_ANSWERS_H

#include "testing.h"

#include "graph/inquiry.h"
#include "graph/refusal.h"

struct told { /* ends with a name of NULL */
	const char *name, *json;
};

struct answers {
	struct graph_source source;
	const struct told *told, *instead; /* instead: looked at first; NULL */
	bool held;             /* the answer waits for answers_let_go() */
	char *path, *name;     /* of the request that waits, or was the last */
	graph_answered *answered;
	void *data;
	size_t asked, cancelled;
};

static inline const char *answers_find(const struct told *told, const char *name)
{
	for (; told && told->name; told++)
		if (!strcmp(told->name, name))
			return told->json;
	return NULL;
}

static inline void answers_let_go(struct answers *a)
{
	const char *text = answers_find(a->instead, a->name);
	struct graph_answer answer = {.status = GRAPH_NOT_ASKED, .error = "", .request_id = "",
		.client_request_id = ""};
	autostrbuf error;
	strbuf_init(&error, STRBUF_LINE);
	graph_answered *answered = a->answered;
	if (!text)
		text = answers_find(a->told, a->name);
	json_t *json = text ? json_loads(text, 0, NULL) : NULL;
	if (json && !graph_refusal(json, &answer.status, &error)) {
		answer.status = GRAPH_OK;
		answer.json = json;
		answer.incomplete = json_is_string(json_object_get(json, "@odata.nextLink"));
	}
	answer.error = error.len ? error.ptr : "";
	a->answered = NULL;
	if (answered)
		answered(a->data, &answer);
	json_decref(json);
}

static inline uint64_t answers_ask(struct graph_source *source,
	const struct graph_request *request, graph_answered *answered, void *data)
{
	struct answers *a = (struct answers *)source;
	assert_string_equal(request->method, "GET");
	free(a->path);
	free(a->name);
	a->path = xstrdup(request->path);
	a->name = xstrdup(request->name);
	a->answered = answered;
	a->data = data;
	a->asked++;
	if (!a->held)
		answers_let_go(a);
	return a->asked;
}

static inline void answers_cancel(struct graph_source *source, uint64_t id)
{
	struct answers *a = (struct answers *)source;
	assert_int_equal(id, a->asked);
	a->answered = NULL;
	a->cancelled++;
}

static inline void answers_finish(struct answers *a)
{
	free(a->path);
	free(a->name);
}

static inline struct answers answers_of(const struct told *told, const struct told *instead)
{
	return (struct answers){.source = {answers_ask, answers_cancel, NULL, true}, .told = told,
		.instead = instead};
}

static inline void answers_changed(void *data)
{
	(void)data;
}

/* Asks everything there is to ask. Yours. */
static inline struct graph_facts *facts_from(struct answers *answers,
	const struct graph_subject *subject)
{
	struct graph_facts *facts = graph_facts_create(subject);
	struct inquiry *inquiry = inquiry_create(&answers->source, facts, answers_changed, NULL);
	inquiry_start(inquiry);
	assert_true(inquiry_over(inquiry));
	inquiry_destroy(inquiry);
	return facts;
}

/* ---- a small tenant: Ada, her phone, one SCEP profile with its root ---- */

#define ADA "aaaaaaaa-0000-4000-8000-000000000001"
#define PHONE "bbbbbbbb-0000-4000-8000-000000000001"
#define ENTRA "cccccccc-0000-4000-8000-000000000001"
#define OBJECT "dddddddd-0000-4000-8000-000000000001"
#define SCEP "39907e78-e61b-4730-b9fa-d44a53e4111c"
#define ROOT "eeeeeeee-0000-4000-8000-000000000001"
#define STAFF "ffffffff-0000-4000-8000-000000000001"
#define FLEET "ffffffff-0000-4000-8000-000000000002"
#define LEAVERS "ffffffff-0000-4000-8000-000000000003"
#define TENANT "51bad41f-3854-4eb5-a2f2-0f7a94034ee8"

#define TO_GROUP(group)                                                                       \
	"{\"intent\":\"apply\",\"target\":{\"@odata.type\":"                                  \
	"\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\"" group "\"}}"
#define NOT_GROUP(group)                                                                      \
	"{\"intent\":\"apply\",\"target\":{\"@odata.type\":"                                  \
	"\"#microsoft.graph.exclusionGroupAssignmentTarget\",\"groupId\":\"" group "\"}}"
#define SCEP_PROFILE(more, assignments)                                                       \
	"{\"@odata.type\":\"#microsoft.graph.androidWorkProfileScepCertificateProfile\","     \
	"\"id\":\"" SCEP "\",\"displayName\":\"Wi-Fi certificate\","                          \
	"\"lastModifiedDateTime\":\"2024-08-20T08:00:00.1234567Z\"," more                     \
	"\"assignments\":[" assignments "]}"
#define ROOT_PROFILE(assignments)                                                             \
	"{\"@odata.type\":\"#microsoft.graph.androidWorkProfileTrustedRootCertificate\","     \
	"\"id\":\"" ROOT "\",\"displayName\":\"Root\",\"trustedRootCertificate\":\"QUJD\","   \
	"\"assignments\":[" assignments "]}"
#define PROFILES(scep, root) "{\"value\":[" scep "," root "]}"
#define PHONE_ROW                                                                             \
	"\"id\":\"" PHONE "\",\"userId\":\"" ADA "\",\"deviceName\":\"Ada's phone\","         \
	"\"operatingSystem\":\"Android\",\"osVersion\":\"14\",\"managementAgent\":\"mdm\","   \
	"\"userPrincipalName\":\"ada@example.org\",\"azureADDeviceId\":\"" ENTRA "\","        \
	"\"lastSyncDateTime\":\"2024-08-20T09:30:00Z\",\"serialNumber\":\"S1\""

static const struct told tenant[] = {
	{"account.json", "{\"intuneAccountId\":\"" TENANT "\"}"},
	{"user.json", "{\"id\":\"" ADA "\",\"displayName\":\"Ada Byron\",\"userPrincipalName\":"
		"\"ada@example.org\",\"mail\":\"ada@example.org\",\"accountEnabled\":true,"
		"\"userType\":\"Member\",\"assignedPlans\":[{\"servicePlanId\":"
		"\"c1ec4a95-1f05-45b3-a911-aa3fa01094f5\",\"capabilityStatus\":\"Enabled\"}]}"},
	{"profiles.json", PROFILES(SCEP_PROFILE("", TO_GROUP(STAFF)),
		ROOT_PROFILE(TO_GROUP(STAFF)))},
	{"devices.json", "{\"value\":[{" PHONE_ROW "}]}"},
	{"device.json", "{" PHONE_ROW ",\"imei\":\"123456789012345\"}"},
	{"user-groups.json", "{\"value\":[{\"id\":\"" STAFF "\",\"displayName\":\"Staff\"}]}"},
	{"entra-device.json", "{\"id\":\"" OBJECT "\",\"deviceId\":\"" ENTRA "\"}"},
	{"device-groups.json", "{\"value\":[{\"id\":\"" FLEET "\",\"displayName\":\"Fleet\"}]}"},
	{"group-" STAFF ".json", "{\"id\":\"" STAFF "\",\"displayName\":\"Staff\"}"},
	{"group-" FLEET ".json", "{\"id\":\"" FLEET "\",\"displayName\":\"Fleet\"}"},
	{"group-" LEAVERS ".json", "{\"id\":\"" LEAVERS "\",\"displayName\":\"Leavers\"}"},
	{"root-" SCEP ".json", ROOT_PROFILE(TO_GROUP(STAFF))},
	{"states.json", "{\"value\":[{\"id\":\"" SCEP "_3_" PHONE "\",\"state\":\"compliant\"}]}"},
	{"certificates-" SCEP ".json", "{\"value\":[]}"},
	{NULL, NULL},
};

static const struct graph_subject of_ada = {"ada@example.org", "Ada's phone", "", "",
	GRAPH_ANDROID};

#endif
