/* Traces of .NET services (.svclog), such as CertificateRegistrationPoint and NDESConnector of the
 * connector: one <E2ETraceEvent> after the other, without a root, mostly without line feeds. A
 * broken one costs one: nothing is parsed but what is looked for. */
#include "format.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "windows.h"

#define OPENS SV("<E2ETraceEvent")
#define ENTITY_MAX 10

static bool svclog_starts(struct sv head, struct sv before)
{
	(void)before;
	struct sv next = sv_sub(head, OPENS.len, 1);
	return sv_starts(head, OPENS) && next.len && (next.ptr[0] == '>' ||
		(unsigned char)next.ptr[0] <= ' ');
}

static unsigned svclog_probe(struct sv head)
{
	size_t at = sv_find(head, OPENS);
	return at != SV_NPOS && svclog_starts(sv_from(head, at), SV_EMPTY) ? 94 : 0;
}

/* The value of an attribute behind the first place of element, in either kind of quotes. */
static struct sv attribute(struct sv xml, struct sv element, struct sv name)
{
	size_t at = sv_find(xml, element);
	if (at == SV_NPOS)
		return SV_EMPTY;
	struct sv tag = sv_sub(sv_from(xml, at), 0, sv_chr(sv_from(xml, at), '>')), value;
	at = sv_find(tag, name);
	struct sv rest = at == SV_NPOS ? SV_EMPTY : sv_from(tag, at + name.len);
	if (!rest.len || (rest.ptr[0] != '"' && rest.ptr[0] != '\''))
		return SV_EMPTY;
	char quote = rest.ptr[0];
	rest = sv_from(rest, 1);
	return sv_cut(&rest, quote, &value) ? value : SV_EMPTY;
}

/* What stands between a tag and its end; to the end of the text if that is cut off. */
static struct sv inner(struct sv xml, struct sv opens, struct sv closes)
{
	size_t at = sv_find(xml, opens);
	struct sv rest = at == SV_NPOS ? SV_EMPTY : sv_from(xml, at + opens.len);
	return sv_sub(rest, 0, sv_find(rest, closes));
}

static void add_number(struct sv digits, struct sv whole, struct strbuf *out)
{
	uint64_t code;
	bool hex = digits.len && (digits.ptr[0] | 0x20) == 'x';
	bool right = hex ? sv_hex_to_u64(sv_from(digits, 1), &code) : sv_to_u64(digits, &code);
	if (right && code >= ' ' && code < 0x7f)
		strbuf_char(out, (char)code);
	else
		strbuf_add(out, whole);
}

/* "&lt;" at the beginning of text; gives how much of it was used. Others stay as they stand. */
static size_t add_entity(struct sv text, struct strbuf *out)
{
	static const struct { struct sv name; char c; } entities[] = {{{"&lt;", 4}, '<'},
		{{"&gt;", 4}, '>'}, {{"&amp;", 5}, '&'}, {{"&quot;", 6}, '"'}, {{"&apos;", 6}, '\''}};
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (sv_starts(text, entities[i].name)) {
			strbuf_char(out, entities[i].c);
			return entities[i].name.len;
		}
	size_t end = sv_chr(sv_sub(text, 0, ENTITY_MAX), ';');
	if (!sv_starts(text, SV("&#")) || end == SV_NPOS) {
		strbuf_char(out, '&');
		return 1;
	}
	add_number(sv_sub(text, 2, end - 2), sv_sub(text, 0, end + 1), out);
	return end + 1;
}

static struct sv without_entities(struct sv text, struct arena *arena)
{
	autostrbuf out;
	size_t at;
	strbuf_init(&out, LOG_ENTRY_MAX);
	while ((at = sv_chr(text, '&')) != SV_NPOS) {
		strbuf_add(&out, sv_sub(text, 0, at));
		text = sv_from(text, at);
		text = sv_from(text, add_entity(text, &out));
	}
	if (!out.len)
		return text;
	strbuf_add(&out, text);
	return arena_sv(arena, strbuf_sv(&out));
}

static void svclog_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw);
	(void)context;
	ret->text = raw;
	if (!sv_starts(raw, OPENS))
		return;
	ret->text = sv_trim(without_entities(inner(raw, SV("<ApplicationData>"),
		SV("</ApplicationData>")), &ret->arena));
	ret->time.text = attribute(raw, SV("<TimeCreated"), SV("SystemTime="));
	if (!windows_time(ret->time.text, &ret->time))
		ret->time.us = TIME_NONE;
	ret->level_text = attribute(raw, SV("<SubType"), SV("Name="));
	ret->level = windows_level_by_name(ret->level_text);
	ret->origin = attribute(raw, SV("<Source"), SV("Name="));
	ret->computer = inner(raw, SV("<Computer>"), SV("</Computer>"));
	struct sv activity = attribute(raw, SV("<Correlation"), SV("ActivityID="));
	if (activity.len)
		log_entry_add_field(ret, SV("activity"), activity);
}

const struct log_format fmt_svclog = {
	.name = "svclog",
	.title = N_("trace of the connector's services (.svclog)"),
	.platform = LOG_SERVER,
	.probe = svclog_probe,
	.most = 94,
	.cue = {"<E2ETraceEvent", 14},
	.starts = svclog_starts,
	.decode = svclog_decode,
	.escaped = true,
};
