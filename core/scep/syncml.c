#include "syncml_reading.h"

#include <string.h>

#include "base/i18n.h"
#include "base/path.h"
#include "base/plainxml.h"
#include "base/utf8.h"
#include "base/xmlrun.h"
#include "walk.h"

#define TEXT_MAX (8u << 20)

/* ---- through a walk ---- */

static void at_start(void *data, struct walk *at)
{
	syncml_start(data, path_name(at->path));
}

static void at_end(void *data, struct walk *at)
{
	syncml_end(data, &(struct syncml_text){.text = at->text});
}

/* False: err is set. What is complete is in ret either way. */
static bool read_walking(struct sv message, struct syncml *ret, struct err *err)
{
	struct syncml_reading r = {.out = ret};
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
	syncml_drop_open(&r);
	return ok;
}

/* ---- by hand ---- */

static bool take(struct sv *rest, struct sv what)
{
	if (rest->len < what.len || memcmp(rest->ptr, what.ptr, what.len) != 0)
		return false;
	*rest = (struct sv){rest->ptr + what.len, rest->len - what.len};
	return true;
}

/* Text that needs no second look. */
static bool take_text(struct sv *rest, struct sv *ret, size_t *nodes)
{
	unsigned kinds;
	*ret = (struct sv){rest->ptr, xmlrun_text(*rest, &kinds)};
	*rest = (struct sv){rest->ptr + ret->len, rest->len - ret->len};
	*nodes += ret->len > 0;
	return !kinds;
}

static bool take_name(struct sv *rest, struct sv name)
{
	return take(rest, name) && take(rest, SV(">"));
}

/* Nearly all commands are of one shape; and what it says is where it is expected. False: nothing
 * was taken, and it is to be read tag by tag. */
static bool take_command(struct plainxml *p, struct syncml_command *ret, size_t *ret_nodes)
{
	struct sv rest = p->rest;
	size_t nodes = 9;
	*ret = (struct syncml_command){SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY};
	if (p->depth + 3 > PLAINXML_DEPTH_MAX || !take(&rest, SV("<CmdID>")) ||
	    !take_text(&rest, &ret->id, &nodes) ||
	    !take(&rest, SV("</CmdID><Item><Target><LocURI>")) ||
	    !take_text(&rest, &ret->node, &nodes) || !take(&rest, SV("</LocURI></Target>")))
		return false;
	if (take(&rest, SV("<Data>"))) {
		nodes += 2;
		if (!take_text(&rest, &ret->data, &nodes) || !take(&rest, SV("</Data>")))
			return false;
	}
	if (!take(&rest, SV("</Item></")) || !take_name(&rest, p->open[p->depth - 1]))
		return false;
	ret->id = sv_trim(ret->id);
	ret->node = sv_trim(ret->node);
	p->rest = rest;
	p->depth--;
	*ret_nodes = nodes;
	return true;
}

struct by_hand {
	struct plainxml xml;
	struct syncml_reading reading;
	struct syncml_text text;
	size_t nodes;
};

static void forget_text(struct by_hand *hand)
{
	hand->text.text = SV_EMPTY;
	hand->text.coded = false;
}

static bool start(struct by_hand *hand)
{
	struct syncml_command command;
	size_t nodes;
	if (hand->xml.depth > 1 && sv_eq(hand->xml.name, SV("SyncML")))
		return false; /* its end would be taken for the message's */
	forget_text(hand);
	syncml_start(&hand->reading, hand->xml.name);
	if (syncml_command_begins(&hand->reading) && take_command(&hand->xml, &command, &nodes)) {
		hand->nodes += nodes;
		syncml_command_whole(&hand->reading, &command);
	}
	return true;
}

static void end(struct by_hand *hand)
{
	syncml_end(&hand->reading, &hand->text);
	forget_text(hand);
}

/* False: it is no plain XML, or too much. */
static bool take_token(struct by_hand *hand)
{
	const struct plainxml *xml = &hand->xml;
	switch (plainxml_next(&hand->xml)) {
	case PLAINXML_TEXT:
		hand->text.text = xml->text;
		hand->text.coded = xml->coded;
		break;
	case PLAINXML_START:
		if (!start(hand))
			return false;
		break;
	case PLAINXML_END:
		end(hand);
		break;
	case PLAINXML_EMPTY:
		if (!xml->depth || sv_eq(xml->name, SV("SyncML")))
			return false;
		forget_text(hand);
		syncml_start(&hand->reading, xml->name);
		end(hand);
		break;
	default:
		return false;
	}
	return ++hand->nodes <= WALK_BUDGET.nodes;
}

/* Without looking for its end first, and without a copy. False: it is not plain, and nothing was
 * read. */
static bool read_by_hand(struct sv text, struct syncml *ret)
{
	struct by_hand hand = {.xml.rest = text, .reading.out = ret, .text.lasts = true};
	bool plain;
	do
		plain = take_token(&hand);
	while (plain && hand.xml.depth);
	size_t len = (size_t)(hand.xml.rest.ptr - text.ptr);
	if (plain && !hand.xml.attributes.len && len <= TEXT_MAX)
		return true;
	ret->commands_count = ret->statuses_count = 0;
	ret->session = ret->message = ret->source = ret->target = SV_EMPTY;
	arena_reset(&ret->arena);
	return false;
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

/* From its first tag on; *ret_name: what that is called, with its prefix. */
static bool message_find(struct sv text, struct sv *ret, struct sv *ret_name)
{
	const struct sv name = SV("SyncML");
	size_t at = 0, start = SV_NPOS;
	for (size_t hit; start == SV_NPOS; at += hit + name.len) {
		hit = sv_find(sv_from(text, at), name);
		if (hit == SV_NPOS)
			return false;
		start = tag_start(text, at + hit);
	}
	*ret = sv_from(text, start);
	*ret_name = sv_sub(*ret, 1, at - start - 1);
	return true;
}

/* Through its last tag, if that is there. */
static struct sv message_end(struct sv message, struct sv name, bool *ret_whole)
{
	char close[48];
	memcpy(close, "</", 2);
	memcpy(close + 2, name.ptr, name.len);
	close[2 + name.len] = '>';
	size_t end = sv_find(message, (struct sv){close, name.len + 3});
	*ret_whole = end != SV_NPOS;
	return *ret_whole ? sv_sub(message, 0, end + name.len + 3) : message;
}

static bool read_message(struct sv text, struct sv name, bool by_hand, struct syncml *ret,
	struct err *err)
{
	bool whole, ok = true;
	if (!by_hand || !read_by_hand(text, ret)) {
		struct sv message = message_end(text, name, &whole);
		ret->cut = !whole || message.len > TEXT_MAX;
		ok = read_walking(sv_sub(message, 0, TEXT_MAX), ret, err);
	}
	ret->from_server = sv_istarts(ret->source, SV("https://"));
	return ok;
}

static bool read_any(struct sv text, bool by_hand, struct syncml *ret, struct err *err)
{
	struct sv message, name;
	*ret = (struct syncml){SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY};
	arena_init(&ret->arena);
	if (!message_find(text, &message, &name))
		return err_set(err, ERR_INPUT, _("there is no SyncML message in it"));
	if (sv_has(sv_sub(text, 0, (size_t)(message.ptr - text.ptr)), SV("<!DOCTYPE")))
		return err_set(err, ERR_INPUT,
			_("the XML has a DOCTYPE, which none of these has"));
	bool ok = read_message(message, name, by_hand, ret, err);
	if (ret->commands_count || ret->statuses_count || ret->session.len || ret->source.len)
		return true;
	if (ok)
		err_set(err, ERR_INPUT, _("the SyncML message is empty"));
	syncml_finish(ret);
	return false;
}

bool syncml_read(struct sv text, struct syncml *ret, struct err *err)
{
	return read_any(text, true, ret, err);
}

bool syncml_read_walking(struct sv text, struct syncml *ret, struct err *err)
{
	return read_any(text, false, ret, err);
}

void syncml_finish(struct syncml *syncml)
{
	free(syncml->commands);
	free(syncml->statuses);
	arena_finish(&syncml->arena);
	*syncml = (struct syncml){SV_EMPTY, SV_EMPTY, SV_EMPTY, SV_EMPTY};
}
