#include "inquiry.h"

#define TROUBLES_MAX 3 /* so many in a row: the service is not there */

struct inquiry {
	struct graph_source *source;
	struct graph_facts *facts;
	void (*changed)(void *data);
	void *data;
	uint64_t request; /* under way; 0: none, or answered at once */
	size_t step;      /* that it is for */
	bool waiting, pumping, over;
	int troubles;
	enum graph_status trouble;
	struct strbuf path, file; /* of the request under way */
};

struct inquiry *inquiry_create(struct graph_source *source, struct graph_facts *facts,
	void (*changed)(void *data), void *data)
{
	struct inquiry *q = xcalloc(1, sizeof(*q));
	*q = (struct inquiry){.source = source, .facts = facts, .changed = changed, .data = data,
		.trouble = GRAPH_OK};
	strbuf_init(&q->path, STRBUF_LINE);
	strbuf_init(&q->file, STRBUF_LINE);
	return q;
}

static void end(struct inquiry *q)
{
	q->over = true;
	q->changed(q->data);
}

/* Is there no point in asking on? */
static bool gives_up(struct inquiry *q, enum graph_status status)
{
	if (!q->source->live) /* the next file may be fine */
		return false;
	q->troubles = status == GRAPH_TROUBLE ? q->troubles + 1 : 0;
	if (status == GRAPH_SIGN_IN || status == GRAPH_CANCELLED || q->troubles >= TROUBLES_MAX)
		q->trouble = status;
	return q->trouble != GRAPH_OK;
}

static void pump(struct inquiry *q);

static void answered(void *data, const struct graph_answer *answer)
{
	struct inquiry *q = data;
	q->waiting = false;
	q->request = 0;
	graph_facts_answer(q->facts, q->step, answer);
	if (gives_up(q, answer->status)) {
		end(q);
		return;
	}
	q->changed(q->data);
	if (!q->pumping)
		pump(q);
}

static void ask(struct inquiry *q, enum question question, const char *key)
{
	const struct question_info *info = question_info(question);
	strbuf_reset(&q->path);
	strbuf_reset(&q->file);
	question_path(q->facts, question, key, &q->path);
	question_file(question, key, &q->file);
	q->step = graph_facts_ask(q->facts, question, key);
	q->waiting = true;
	uint64_t id = q->source->ask(q->source, &(struct graph_request){.version = info->version,
		.method = "GET", .path = q->path.ptr, .eventual = info->eventual,
		.collection = info->collection, .permission = info->permission,
		.name = q->file.ptr}, answered, q);
	if (q->waiting)
		q->request = id;
}

/* A loop rather than a recursion: saved answers come while they are asked for. */
static void pump(struct inquiry *q)
{
	enum question question;
	const char *key;
	q->pumping = true;
	while (!q->waiting && !q->over) {
		if (question_next(q->facts, &question, &key))
			ask(q, question, key);
		else
			end(q);
	}
	q->pumping = false;
}

void inquiry_start(struct inquiry *q)
{
	if (!q->over && !q->waiting && !q->pumping)
		pump(q);
}

void inquiry_cancel(struct inquiry *q)
{
	if (q->over)
		return;
	if (q->request)
		q->source->cancel(q->source, q->request);
	q->request = 0;
	q->waiting = false;
	q->over = true;
	q->trouble = GRAPH_CANCELLED;
}

bool inquiry_over(const struct inquiry *q)
{
	return q->over;
}

enum graph_status inquiry_trouble(const struct inquiry *q)
{
	return q->trouble;
}

void inquiry_destroy(struct inquiry *q)
{
	if (!q)
		return;
	inquiry_cancel(q);
	strbuf_finish(&q->path);
	strbuf_finish(&q->file);
	free(q);
}
