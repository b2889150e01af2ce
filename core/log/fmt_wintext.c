/* Windows events as text: wevtutil /f:text, and the details copied out of Event Viewer, in
 * part or as a whole, perhaps with the event's XML behind it.
 *
 * A block begins at "Event[0]:" or "Log Name:"; one that was copied in part begins at its
 * "Event ID:". Labels end at the first colon; the value may follow at once. A description
 * may hold such words, too: a block's beginning has a second label on the line below. */
#include "format.h"

#include "base/i18n.h"
#include "lines.h"
#include "windows.h"
#include "winlabels.h"

static bool wintext_starts(struct sv head, struct sv before)
{
	struct sv value, line = line_first(head);
	enum label label = label_of(line, &value);
	if (label == LABEL_NONE)
		return false;
	struct sv next = line_first(line_and_below(head, SV_EMPTY));
	enum label above = label_of(before, &value), below = label_of(next, &value);
	bool in_head = above >= LABEL_EVENT && above <= LABEL_DATE;
	if (below == LABEL_NONE || below == LABEL_EVENT)
		return false;
	if (label == LABEL_EVENT)
		return true;
	if (label == LABEL_LOG || label == LABEL_ID)
		return !in_head;
	if (label == LABEL_SOURCE || label == LABEL_DATE)
		return sv_trim(before).len == 0;
	return false;
}

static unsigned wintext_probe(struct sv head)
{
	struct sv line, value;
	unsigned seen = 0;
	for (unsigned i = 0; i < 2000 && head.len && sv_cut(&head, '\n', &line); i++)
		seen |= 1u << label_of(line, &value);
	if (!(seen & 1u << LABEL_ID))
		return 0;
	unsigned others = 0;
	for (unsigned label = LABEL_EVENT; label < LABEL_OTHER; label++)
		others += (seen >> label & 1) && label != LABEL_ID;
	return others >= 2 ? 70 + others : 0;
}

/* The copied XML is the event itself: exact fields, UTC time, record number. The sentence
 * stays the one that was copied. */
static void read_copied_xml(struct sv xml, struct log_entry *ret)
{
	struct sv text = ret->text;
	size_t from = sv_find(xml, SV("<Event")), to = sv_find(xml, SV("</Event>"));
	if (from == SV_NPOS || to == SV_NPOS || to < from)
		return;
	windows_read_xml(sv_sub(xml, from, to + sizeof("</Event>") - 1 - from), ret);
	if (text.len)
		ret->text = text;
}

/* The label is in the language of Windows, the XML is not. */
static bool begins_xml(struct sv line)
{
	struct sv ignored;
	return label_of(line, &ignored) == LABEL_XML ||
		sv_starts(line_skip_blanks(line), SV("<Event xmlns="));
}

static void take_description(struct sv value, struct sv rest, struct log_entry *ret)
{
	struct sv line, body = rest.ptr ? rest : SV_EMPTY, scan = body;
	size_t end = body.len;
	while (scan.len) {
		struct sv before = scan;
		sv_cut(&scan, '\n', &line);
		if (!begins_xml(line))
			continue;
		end = (size_t)(before.ptr - body.ptr);
		break;
	}
	struct sv text = sv_sub(body, 0, end);
	if (value.len) /* the text begins on the label's own line */
		text = (struct sv){value.ptr, text.len ? (size_t)(text.ptr + text.len - value.ptr)
						       : value.len};
	ret->text = sv_trim(text);
	if (end < body.len)
		read_copied_xml(sv_from(body, end), ret);
}

static void wintext_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv rest = strbuf_sv(&ret->raw), line, value;
	while (rest.len && sv_cut(&rest, '\n', &line)) {
		enum label label = label_of(line, &value);
		if (label == LABEL_DESCRIPTION) {
			take_description(value, rest, ret);
			return;
		}
		label_set(context->options, label, value, ret);
	}
}

const struct log_format fmt_wintext = {
	.name = "event-text",
	.title = N_("Windows events as text"),
	.platform = LOG_WINDOWS,
	.probe = wintext_probe,
	.most = 80,
	.cue = {"\n", 1},
	.starts = wintext_starts,
	.looks_above = true,
	.decode = wintext_decode,
	.preamble_is_entry = true,
};
