/* Windows events with all of their labels on one line, as other tools and forums print them:
 *
 *   Event ID: 32 Task Category: None Level: Error User: S-1-5-18 Description: SCEP: …
 *
 * A value ends where the next label begins; the description takes the rest, and the lines
 * below. */
#include "format.h"

#include "base/i18n.h"
#include "lines.h"
#include "winlabels.h"

#define LABELS_MIN 3

static bool is_entry(struct sv line)
{
	size_t at, value;
	unsigned labels = 0, seen = 0;
	enum label label;
	while ((label = label_within(line, &at, &value)) != LABEL_NONE) {
		labels++;
		seen |= 1u << label;
		if (label == LABEL_DESCRIPTION)
			break;
		line = sv_from(line, value);
	}
	return labels >= LABELS_MIN && (seen >> LABEL_ID & 1);
}

static bool winline_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(line_first(head));
}

static unsigned winline_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 72 + entries / 2 : 0;
}

static void winline_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw), line = line_first(raw);
	size_t at, value;
	enum label now = LABEL_NONE, next;
	ret->text = raw;
	do {
		next = label_within(line, &at, &value);
		struct sv part = sv_trim(sv_sub(line, 0, next == LABEL_NONE ? line.len : at));
		label_set(context->options, now, part, ret);
		line = next == LABEL_NONE ? SV_EMPTY : sv_from(line, value);
		now = next;
	} while (now != LABEL_NONE && now != LABEL_DESCRIPTION);
	if (now == LABEL_DESCRIPTION)
		ret->text = sv_trim(sv_from(raw, (size_t)(line.ptr - raw.ptr)));
}

const struct log_format fmt_winline = {
	.name = "event-text",
	.title = N_("Windows events as text, one a line"),
	.platform = LOG_WINDOWS,
	.probe = winline_probe,
	.most = 82,
	.cue = {"\n", 1},
	.starts = winline_starts,
	.decode = winline_decode,
	.preamble_is_entry = true,
};
