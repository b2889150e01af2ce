/* Any text: its SyncML, the request within, and the ids in it. A place an id is found at lies
 * in the text, a command of a cut message was complete, and no secret leaves a request. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scep/identity.h"
#include "scep/payload_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_request(struct sv data)
{
	struct err err = {0};
	struct value *map = payload_read(data, &err);
	const struct value *challenge = value_get(map, "challenge");
	if (challenge && strcmp(challenge->text, "(masked)") != 0)
		abort();
	if (!map && err.kind == ERR_NONE)
		abort();
	value_destroy(map);
}

static bool same(const struct syncml_command *a, const struct syncml_command *b)
{
	return sv_eq(a->name, b->name) && sv_eq(a->id, b->id) && sv_eq(a->node, b->node) &&
		sv_eq(a->data, b->data) && sv_eq(a->format, b->format);
}

/* By hand, or through a walk: the same is read. */
static void check_both(struct sv text)
{
	struct syncml a, b;
	bool read = syncml_read(text, &a, NULL);
	if (read != syncml_read_walking(text, &b, NULL))
		abort();
	if (!read)
		return;
	if (a.commands_count != b.commands_count || a.statuses_count != b.statuses_count ||
	    a.cut != b.cut || !sv_eq(a.session, b.session) || !sv_eq(a.source, b.source))
		abort();
	for (size_t i = 0; i < a.commands_count; i++)
		if (!same(&a.commands[i], &b.commands[i]))
			abort();
	syncml_finish(&a);
	syncml_finish(&b);
}

static void check_message(struct sv text)
{
	struct syncml syncml;
	struct err err = {0};
	check_both(text);
	if (!syncml_read(text, &syncml, &err)) {
		if (err.kind == ERR_NONE)
			abort();
		return;
	}
	for (size_t i = 0; i < syncml.commands_count; i++) {
		if (!syncml.commands[i].name.len)
			abort();
		check_request(syncml.commands[i].data);
	}
	syncml_finish(&syncml);
}

/* A request in any form: no secret leaves it, and whatever is in it can be checked and told. */
static void tell(void *data, const char *label, struct sv text)
{
	(void)data;
	if (!*label || !text.len)
		abort();
}

static void check_found(struct sv text)
{
	static struct codes *codes;
	struct payload_context context = {.roots_known = true};
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	struct value *map = payload_find(text, &context.form);
	const struct value *challenge = map ? value_get(map, "challenge") : NULL;
	if (!codes)
		codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", NULL);
	if (!codes || (challenge && strcmp(challenge->text, "(masked)") != 0))
		abort();
	if (!map)
		return;
	payload_remarks_finish(remarks, payload_check(map, &context, remarks));
	payload_lines(map, context.form, codes, tell, NULL);
	value_destroy(map);
}

static void check_ids(struct sv text)
{
	struct scep_id id = {0};
	while (scep_id_find(text, id.to, &id)) {
		if (id.from >= id.to || id.to > text.len)
			abort();
		if (strlen(id.account) > 36 || strlen(id.profile) > 36)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = {(const char *)data, size};
	check_message(text);
	check_request(text);
	check_found(text);
	check_ids(text);
	return 0;
}
