/* Windows events as XML: Event Viewer's export, wevtutil /f:xml and /f:RenderedXml, and
 * what other tools write. Each <Event> is read alone, so that a broken one costs one. */
#include "format.h"

#include <string.h>

#include "base/i18n.h"
#include "windows.h"
#include "winevent.h"

#define NAMESPACE "http://schemas.microsoft.com/win/2004/08/events"

static bool winxml_starts(struct sv head, struct sv before)
{
	(void)before;
	return sv_starts(head, SV("<Event")) && head.len > 6 &&
		memchr(" >\t\r\n", head.ptr[6], 5);
}

static bool has_event(struct sv text)
{
	size_t at;
	for (; (at = sv_find(text, SV("<Event"))) != SV_NPOS; text = sv_from(text, at + 6))
		if (winxml_starts(sv_from(text, at), SV_EMPTY))
			return true;
	return false;
}

static unsigned winxml_probe(struct sv head)
{
	bool event = has_event(head), spaced = event && sv_has(head, SV(NAMESPACE));
	/* some tools print a line in front; a text form may hold XML as well, and is surer */
	if (!sv_starts(sv_trim(head), SV("<")))
		return spaced ? 60 : 0;
	if (spaced)
		return 95;
	return event && sv_has(head, SV("<EventID")) ? 85 : 0;
}

/* The first end is the event's: if the start of the next event is broken, what is left of
 * that one follows, and must not spoil this one. */
static void winxml_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw);
	size_t len, end;
	if (winevent_read(raw, context->memo, ret, &len)) {
		ret->length = ret->raw.len = len;
		return;
	}
	end = sv_find(raw, SV("</Event>"));
	if (end != SV_NPOS)
		raw = sv_sub(raw, 0, end + sizeof("</Event>") - 1);
	ret->raw.len = raw.len;
	ret->length = raw.len;
	windows_read_xml(raw, ret);
	if (end == SV_NPOS && !ret->damaged)
		log_entry_mark_damaged(ret, _("the XML of this event breaks off or is not well-formed"));
}

static bool winxml_sketch(struct sv text, bool narrowed, void *memo, struct log_sketch *ret)
{
	return winevent_sketch(text, narrowed, memo, ret);
}

static bool winxml_brief(struct sv text, struct sv notes, bool narrowed, struct log_entry *ret,
	size_t *ret_len)
{
	return winevent_brief(text, notes, narrowed, ret, ret_len);
}

static void *winxml_memo_create(void)
{
	return winevent_memo_create();
}

static void winxml_memo_destroy(void *memo)
{
	winevent_memo_destroy(memo);
}

const struct log_format fmt_winxml = {
	.name = "event-xml",
	.title = N_("Windows events as XML"),
	.platform = LOG_WINDOWS,
	.probe = winxml_probe,
	.most = 95,
	.cue = {"<Event", 6},
	.ascii = true,
	.starts = winxml_starts,
	.decode = winxml_decode,
	.sketch = winxml_sketch,
	.brief = winxml_brief,
	.memo_create = winxml_memo_create,
	.memo_destroy = winxml_memo_destroy,
};
