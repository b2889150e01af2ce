/* A folder, a session and a loop for one test, and a live question asked until its answer. */
#ifndef TEST_RIG_H
#define TEST_RIG_H

#include "graph/live.h"

#define CANARY "eyJhbGciOiJub25lIn0.eyJhdWQiOiJjYW5hcnkifQ.Y2FuYXJ5LXRva2Vu"

struct rig {
	struct loop *loop;
	struct graph_session session;
	struct graph_source *source;
};

/* A live source towards graph_url with the canary as its token; waits are milliseconds. ca: NULL,
 * or a PEM file. */
void rig_init(struct rig *rig, const char *graph_url, const char *login_url, const char *ca);
/* The same for a service that may be as slow as a real one. */
void rig_init_patient(struct rig *rig, const char *graph_url, const char *ca);
void rig_finish(struct rig *rig);

struct rig_answer {
	bool came;
	unsigned times;
	enum graph_status status;
	bool incomplete;
	json_t *json; /* rig_answer_finish() lets go of it */
	char error[1024], request_id[80], client_request_id[40];
	int64_t took_us;
};

/* Asks, and turns the loop until the answer or until timeout_ms. */
void rig_ask(struct rig *rig, const struct graph_request *request, struct rig_answer *ret,
	unsigned timeout_ms);
void rig_answer_finish(struct rig_answer *answer);
void rig_keep(void *data, const struct graph_answer *answer); /* a graph_answered */

#define RIG_GET(a_path)                                                                       \
	(&(struct graph_request){.version = "v1.0", .method = "GET", .path = (a_path)})
#define RIG_LIST(a_path)                                                                      \
	(&(struct graph_request){.version = "v1.0", .method = "GET", .path = (a_path),        \
		.collection = true})

#endif
