#include "syncml_reading.h"

#include <string.h>

#include "base/plainxml.h"

enum element { OTHER, ADD, ALERT, COPY, DELETE, EXEC, GET, MAP, MOVE, PUT, REPLACE, RESULTS, SEARCH,
	LAST_COMMAND = SEARCH, STATUS, SYNC_BODY, ATOMIC, SEQUENCE, SYNC, LAST_CONTAINER = SYNC,
	SYNC_HDR, SESSION_ID, MSG_ID, SOURCE, TARGET, LOC_URI, CMD_ID, ITEM, META, FORMAT, DATA,
	MSG_REF, CMD_REF, CMD, TARGET_REF };

#define NAME(text) {text, sizeof(text) - 1}

static const struct sv names[] = {
	[ADD] = NAME("Add"), [ALERT] = NAME("Alert"), [COPY] = NAME("Copy"),
	[DELETE] = NAME("Delete"), [EXEC] = NAME("Exec"), [GET] = NAME("Get"), [MAP] = NAME("Map"),
	[MOVE] = NAME("Move"), [PUT] = NAME("Put"), [REPLACE] = NAME("Replace"),
	[RESULTS] = NAME("Results"), [SEARCH] = NAME("Search"), [STATUS] = NAME("Status"),
	[SYNC_BODY] = NAME("SyncBody"), [ATOMIC] = NAME("Atomic"), [SEQUENCE] = NAME("Sequence"),
	[SYNC] = NAME("Sync"), [SYNC_HDR] = NAME("SyncHdr"), [SESSION_ID] = NAME("SessionID"),
	[MSG_ID] = NAME("MsgID"), [SOURCE] = NAME("Source"), [TARGET] = NAME("Target"),
	[LOC_URI] = NAME("LocURI"), [CMD_ID] = NAME("CmdID"), [ITEM] = NAME("Item"),
	[META] = NAME("Meta"), [FORMAT] = NAME("Format"), [DATA] = NAME("Data"),
	[MSG_REF] = NAME("MsgRef"), [CMD_REF] = NAME("CmdRef"), [CMD] = NAME("Cmd"),
	[TARGET_REF] = NAME("TargetRef"),
};

/* The names of each length, 0 at the end. */
static const uint8_t by_length[10][12] = {
	[3] = {GET, ADD, CMD, PUT, MAP},
	[4] = {ITEM, DATA, META, EXEC, COPY, MOVE, SYNC},
	[5] = {CMD_ID, MSG_ID, ALERT},
	[6] = {TARGET, LOC_URI, STATUS, CMD_REF, MSG_REF, FORMAT, SOURCE, DELETE, ATOMIC, SEARCH},
	[7] = {REPLACE, RESULTS, SYNC_HDR},
	[8] = {SYNC_BODY, SEQUENCE},
	[9] = {TARGET_REF, SESSION_ID},
};

static enum element element_of(struct sv name)
{
	if (name.len >= ARRAY_LEN(by_length))
		return OTHER;
	for (const uint8_t *at = by_length[name.len]; *at; at++)
		if (names[*at].ptr[0] == name.ptr[0] &&
		    memcmp(names[*at].ptr, name.ptr, name.len) == 0)
			return (enum element)*at;
	return OTHER;
}

static bool is_command(enum element element)
{
	return element >= ADD && element <= LAST_COMMAND;
}

static bool is_container(enum element element)
{
	return element >= SYNC_BODY && element <= LAST_CONTAINER;
}

/* The open element so many levels above the innermost; OTHER: there is none. */
static enum element above(const struct syncml_reading *r, size_t levels)
{
	return r->depth > levels ? (enum element)r->open[r->depth - 1 - levels] : OTHER;
}

static void begin_command(struct syncml_reading *r, enum element element)
{
	const struct sv blank = SV_EMPTY;
	r->command = r->depth;
	r->is_status = element == STATUS;
	r->first = r->out->commands_count;
	if (r->is_status)
		r->status = (struct syncml_status){blank, blank, blank, blank, -1};
	else
		r->whole = (struct syncml_command){names[element], blank, blank, blank, blank};
}

void syncml_start(struct syncml_reading *r, struct sv name)
{
	enum element element = element_of(name), parent = above(r, 0);
	const struct sv blank = SV_EMPTY;
	if (r->depth == SYNCML_DEPTH_MAX)
		return;
	r->open[r->depth++] = (uint8_t)element;
	if (r->command) {
		if (element == ITEM && r->depth == r->command + 1)
			r->item = (struct syncml_command){blank, blank, blank, blank, blank};
	} else if (is_container(parent) && (element == STATUS || is_command(element))) {
		begin_command(r, element);
	}
}

static struct sv decoded(struct syncml_reading *r, const struct syncml_text *text)
{
	if (!text->coded)
		return text->lasts ? text->text : arena_sv(&r->out->arena, text->text);
	char *bytes = arena_alloc(&r->out->arena, text->text.len + 1);
	return (struct sv){bytes, plainxml_unescape(text->text, bytes)};
}

static void keep(struct syncml_reading *r, struct sv *into, const struct syncml_text *text)
{
	if (!into->len)
		*into = sv_trim(decoded(r, text));
}

static void keep_number(struct syncml_reading *r, const struct syncml_text *text)
{
	int64_t number;
	if (sv_to_i64(sv_trim(text->coded ? decoded(r, text) : text->text), &number))
		r->status.status = number >= 0 ? number : -1;
}

static void end_in_status(struct syncml_reading *r, enum element element,
	const struct syncml_text *text)
{
	if (r->depth == r->command)
		vec_push(r->out, statuses, r->status);
	if (r->depth != r->command + 1)
		return;
	if (element == MSG_REF)
		keep(r, &r->status.message_ref, text);
	else if (element == CMD_REF)
		keep(r, &r->status.command_ref, text);
	else if (element == CMD)
		keep(r, &r->status.command, text);
	else if (element == TARGET_REF)
		keep(r, &r->status.node, text);
	else if (element == DATA)
		keep_number(r, text);
}

static void item_finish(struct syncml_reading *r)
{
	if (!r->item.format.len)
		r->item.format = r->whole.format;
	vec_push(r->out, commands, r->item);
}

static void command_finish(struct syncml_reading *r)
{
	if (r->out->commands_count == r->first)
		vec_push(r->out, commands, r->whole);
	for (size_t i = r->first; i < r->out->commands_count; i++) {
		r->out->commands[i].name = r->whole.name;
		r->out->commands[i].id = r->whole.id;
	}
}

/* Target is where a command goes; Results and Alert tell where they come from. */
static void end_in_item(struct syncml_reading *r, enum element element,
	const struct syncml_text *text)
{
	enum element parent = above(r, 1);
	size_t below = r->depth - r->command;
	if (below == 2 && element == DATA && !r->item.data.len)
		r->item.data = decoded(r, text);
	else if (below == 3 && parent == META && element == FORMAT)
		keep(r, &r->item.format, text);
	else if (below == 3 && (parent == TARGET || parent == SOURCE) && element == LOC_URI)
		keep(r, &r->item.node, text);
}

static void end_in_command(struct syncml_reading *r, enum element element,
	const struct syncml_text *text)
{
	size_t below = r->depth - r->command;
	enum element child = below ? above(r, below - 1) : OTHER; /* the command's, which it is in */
	if (!below)
		command_finish(r);
	else if (below == 1 && element == CMD_ID)
		keep(r, &r->whole.id, text);
	else if (below == 1 && element == ITEM)
		item_finish(r);
	else if (child == ITEM)
		end_in_item(r, element, text);
	else if (below == 2 && child == META && element == FORMAT)
		keep(r, &r->whole.format, text);
}

static void end_in_header(struct syncml_reading *r, enum element element,
	const struct syncml_text *text)
{
	enum element parent = above(r, 1);
	bool address = element == LOC_URI && above(r, 2) == SYNC_HDR;
	if (parent == SYNC_HDR && element == SESSION_ID)
		keep(r, &r->out->session, text);
	else if (parent == SYNC_HDR && element == MSG_ID)
		keep(r, &r->out->message, text);
	else if (parent == SOURCE && address)
		keep(r, &r->out->source, text);
	else if (parent == TARGET && address)
		keep(r, &r->out->target, text);
}

void syncml_end(struct syncml_reading *r, const struct syncml_text *text)
{
	enum element element = above(r, 0);
	if (!r->command)
		end_in_header(r, element, text);
	else if (r->is_status)
		end_in_status(r, element, text);
	else
		end_in_command(r, element, text);
	if (r->command == r->depth)
		r->command = 0;
	r->depth -= r->depth > 0;
}

bool syncml_command_begins(const struct syncml_reading *r)
{
	return r->command && r->command == r->depth && !r->is_status;
}

void syncml_command_whole(struct syncml_reading *r, const struct syncml_command *command)
{
	struct syncml_command whole = *command;
	whole.name = r->whole.name;
	vec_push(r->out, commands, whole);
	r->command = 0;
	r->depth--;
}

void syncml_drop_open(struct syncml_reading *r)
{
	if (r->command && !r->is_status)
		r->out->commands_count = r->first;
}
