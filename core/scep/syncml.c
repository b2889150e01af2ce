#include "payload.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "walk.h"

#define TEXT_MAX (8u << 20)

struct reading {
	struct syncml *out;
	struct syncml_command item;  /* what the open item has told so far */
	struct syncml_command whole; /* what the open command says for all its items */
	struct syncml_status status;
	size_t depth;  /* length of the path of the open command or status; 0: none */
	bool is_status;
	size_t first;  /* its first item among the commands */
};

static bool listed(struct sv name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(name, sv_str(names[i])))
			return true;
	return false;
}

static bool is_command(struct sv name)
{
	static const char *const names[] = {"Add", "Alert", "Copy", "Delete", "Exec", "Get",
		"Map", "Move", "Put", "Replace", "Results", "Search"};
	return listed(name, names, ARRAY_LEN(names));
}

static bool is_container(struct sv name)
{
	static const char *const names[] = {"SyncBody", "Atomic", "Sequence", "Sync"};
	return listed(name, names, ARRAY_LEN(names));
}

/* The path's last name; *ret_parent gets the one before it. */
static struct sv last_name(struct sv path, struct sv *ret_parent)
{
	size_t end = path.len, middle, start;
	for (middle = end; middle && path.ptr[middle - 1] != '/'; middle--)
		;
	size_t parent_end = middle ? middle - 1 : 0;
	for (start = parent_end; start && path.ptr[start - 1] != '/'; start--)
		;
	*ret_parent = sv_sub(path, start, parent_end - start);
	return sv_from(path, middle);
}

static void at_start(void *data, struct walk *at)
{
	struct reading *r = data;
	struct sv parent, name = last_name(at->path, &parent);
	const struct sv blank = SV_EMPTY;
	if (r->depth) {
		if (sv_eq(sv_from(at->path, r->depth), SV("/Item")))
			r->item = (struct syncml_command){blank, blank, blank, blank, blank};
		return;
	}
	r->is_status = sv_eq(name, SV("Status"));
	if (!is_container(parent) || !(r->is_status || is_command(name)))
		return;
	r->depth = at->path.len;
	r->first = r->out->commands_count;
	r->item = r->whole = (struct syncml_command){blank, blank, blank, blank, blank};
	r->status = (struct syncml_status){blank, blank, blank, blank, -1};
	if (!r->is_status)
		r->whole.name = arena_sv(&r->out->arena, name);
}

static void keep(struct reading *r, struct sv *into, struct walk *at)
{
	if (!into->len)
		*into = arena_sv(&r->out->arena, sv_trim(at->text));
}

static void end_in_status(struct reading *r, struct walk *at, struct sv part)
{
	int64_t number;
	if (sv_eq(part, SV("/MsgRef")))
		keep(r, &r->status.message_ref, at);
	else if (sv_eq(part, SV("/CmdRef")))
		keep(r, &r->status.command_ref, at);
	else if (sv_eq(part, SV("/Cmd")))
		keep(r, &r->status.command, at);
	else if (sv_eq(part, SV("/TargetRef")))
		keep(r, &r->status.node, at);
	else if (sv_eq(part, SV("/Data")) && sv_to_i64(sv_trim(at->text), &number))
		r->status.status = number >= 0 ? number : -1;
	else if (!part.len)
		vec_push(r->out, statuses, r->status);
}

static void item_finish(struct reading *r)
{
	if (!r->item.format.len)
		r->item.format = r->whole.format;
	vec_push(r->out, commands, r->item);
}

static void command_finish(struct reading *r)
{
	if (r->out->commands_count == r->first)
		vec_push(r->out, commands, r->whole);
	for (size_t i = r->first; i < r->out->commands_count; i++) {
		r->out->commands[i].name = r->whole.name;
		r->out->commands[i].id = r->whole.id;
	}
}

/* Target is where a command goes; Results and Alert tell where they come from. */
static void end_in_command(struct reading *r, struct walk *at, struct sv part)
{
	if (sv_eq(part, SV("/CmdID")))
		keep(r, &r->whole.id, at);
	else if (sv_eq(part, SV("/Meta/Format")))
		keep(r, &r->whole.format, at);
	else if (sv_eq(part, SV("/Item/Meta/Format")))
		keep(r, &r->item.format, at);
	else if (sv_eq(part, SV("/Item/Target/LocURI")) ||
		 sv_eq(part, SV("/Item/Source/LocURI")))
		keep(r, &r->item.node, at);
	else if (sv_eq(part, SV("/Item/Data")) && !r->item.data.len)
		r->item.data = arena_sv(&r->out->arena, at->text);
	else if (sv_eq(part, SV("/Item")))
		item_finish(r);
	else if (!part.len)
		command_finish(r);
}

static void end_in_header(struct reading *r, struct walk *at)
{
	struct syncml *out = r->out;
	if (walk_ends(at, "SyncHdr/SessionID"))
		keep(r, &out->session, at);
	else if (walk_ends(at, "SyncHdr/MsgID"))
		keep(r, &out->message, at);
	else if (walk_ends(at, "SyncHdr/Source/LocURI"))
		keep(r, &out->source, at);
	else if (walk_ends(at, "SyncHdr/Target/LocURI"))
		keep(r, &out->target, at);
}

static void at_end(void *data, struct walk *at)
{
	struct reading *r = data;
	struct sv part = sv_from(at->path, r->depth);
	if (!r->depth)
		end_in_header(r, at);
	else if (r->is_status)
		end_in_status(r, at, part);
	else
		end_in_command(r, at, part);
	if (r->depth == at->path.len)
		r->depth = 0;
}

/* ---- where the message is in the text ---- */

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

/* Where "<SyncML" or "<prefix:SyncML" begins, if "SyncML" at text[at] is its end. */
static size_t tag_start(struct sv text, size_t at)
{
	size_t i = at;
	if (i && text.ptr[i - 1] == ':')
		for (i--; i && at - i < 32 && name_char(text.ptr[i - 1]);)
			i--;
	bool ends = at + 6 < text.len && memchr(" \t\r\n/>", text.ptr[at + 6], 6);
	return ends && i && text.ptr[i - 1] == '<' ? i - 1 : SV_NPOS;
}

/* From its first tag through its last. *ret_whole: the last one is there. */
static bool message_find(struct sv text, struct sv *ret, bool *ret_whole)
{
	const struct sv name = SV("SyncML");
	size_t at = 0, start = SV_NPOS;
	for (size_t hit; start == SV_NPOS; at += hit + name.len) {
		hit = sv_find(sv_from(text, at), name);
		if (hit == SV_NPOS)
			return false;
		start = tag_start(text, at + hit);
	}
	struct sv message = sv_from(text, start);
	char close[48];
	size_t name_len = at - start - 1;
	memcpy(close, "</", 2);
	memcpy(close + 2, message.ptr + 1, name_len);
	close[2 + name_len] = '>';
	size_t end = sv_find(message, (struct sv){close, name_len + 3});
	*ret_whole = end != SV_NPOS;
	*ret = *ret_whole ? sv_sub(message, 0, end + name_len + 3) : message;
	return true;
}

/* False: err is set. What is complete is in ret either way. */
static bool read_message(struct sv message, struct syncml *ret, struct err *err)
{
	struct reading r = {.out = ret};
	struct walk_visitor visitor = {at_start, at_end, &r};
	struct walk_budget budget = WALK_BUDGET;
	autostrbuf repaired;
	strbuf_init(&repaired, STRBUF_RECORD);
	if (!utf8_valid(message)) {
		utf8_repair(&repaired, message);
		message = strbuf_sv(&repaired);
	}
	bool ok = walk_xml(message, &budget, &visitor, err);
	ret->cut = ret->cut || !ok || repaired.full;
	if (r.depth && !r.is_status)
		ret->commands_count = r.first; /* it was not finished */
	ret->from_server = sv_istarts(ret->source, SV("https://"));
	return ok;
}

bool syncml_read(struct sv text, struct syncml *ret, struct err *err)
{
	bool whole;
	struct sv message;
	*ret = (struct syncml){SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY};
	arena_init(&ret->arena);
	if (!message_find(text, &message, &whole))
		return err_set(err, ERR_INPUT, _("there is no SyncML message in it"));
	if (sv_has(sv_sub(text, 0, (size_t)(message.ptr - text.ptr)), SV("<!DOCTYPE")))
		return err_set(err, ERR_INPUT,
			_("the XML has a DOCTYPE, which none of these has"));
	ret->cut = !whole || message.len > TEXT_MAX;
	bool ok = read_message(sv_sub(message, 0, TEXT_MAX), ret, err);
	if (ret->commands_count || ret->statuses_count || ret->session.len || ret->source.len)
		return true;
	if (ok)
		err_set(err, ERR_INPUT, _("the SyncML message is empty"));
	syncml_finish(ret);
	return false;
}

void syncml_finish(struct syncml *syncml)
{
	free(syncml->commands);
	free(syncml->statuses);
	arena_finish(&syncml->arena);
	*syncml = (struct syncml){SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY};
}
