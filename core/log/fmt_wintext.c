/* Windows events as text: wevtutil /f:text, and the details copied out of Event Viewer, in
 * part or as a whole, perhaps with the event's XML behind it.
 *
 * A block begins at "Event[0]:" or "Log Name:"; one that was copied in part begins at its
 * "Event ID:". Labels end at the first colon; the value may follow at once. A description
 * may hold such words, too: a block's beginning has a second label on the line below. */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "lines.h"
#include "windows.h"

enum label { LABEL_NONE, LABEL_EVENT, LABEL_LOG, LABEL_SOURCE, LABEL_DATE, LABEL_ID,
	LABEL_LEVEL, LABEL_USER, LABEL_COMPUTER, LABEL_DESCRIPTION, LABEL_XML, LABEL_OTHER };

#define LABEL_MAX 40 /* bytes, with the colon */

/* One row a label; further languages are further rows. */
static const struct { const char *text; enum label label; } labels[] = {
	{"Log Name", LABEL_LOG}, {"Source", LABEL_SOURCE}, {"Date", LABEL_DATE},
	{"Event ID", LABEL_ID}, {"Level", LABEL_LEVEL}, {"User", LABEL_USER},
	{"Computer", LABEL_COMPUTER}, {"Description", LABEL_DESCRIPTION},
	{"Event Xml", LABEL_XML}, {"Task Category", LABEL_OTHER}, {"Task", LABEL_OTHER},
	{"Keywords", LABEL_OTHER}, {"Keyword", LABEL_OTHER}, {"Opcode", LABEL_OTHER},
	{"User Name", LABEL_OTHER}, {"OpCode", LABEL_OTHER},
	/* French: Source, Date and Description are the same words */
	{"Nom du journal", LABEL_LOG}, {"ID de l’événement", LABEL_ID},
	{"ID de l'événement", LABEL_ID}, {"Niveau", LABEL_LEVEL}, {"Utilisateur", LABEL_USER},
	{"Ordinateur", LABEL_COMPUTER}, {"Catégorie de la tâche", LABEL_OTHER},
	{"Mots clés", LABEL_OTHER},
	/* German */
	{"Protokollname", LABEL_LOG}, {"Quelle", LABEL_SOURCE}, {"Datum", LABEL_DATE},
	{"Ereignis-ID", LABEL_ID}, {"Ebene", LABEL_LEVEL}, {"Benutzer", LABEL_USER},
	{"Beschreibung", LABEL_DESCRIPTION}, {"Aufgabenkategorie", LABEL_OTHER},
	{"Schlüsselwörter", LABEL_OTHER},
};

/* "Event[0]:", "Event[0]", "Event 6165": how wevtutil counts. */
static bool is_event_line(struct sv line)
{
	struct sv rest = sv_trim(line), number;
	uint64_t n;
	if (!sv_starts(rest, SV("Event")) || rest.len < 7)
		return false;
	char open = rest.ptr[5];
	rest = sv_from(rest, 6);
	if (open == '[') {
		size_t close = sv_chr(rest, ']');
		struct sv behind = sv_from(rest, close == SV_NPOS ? close : close + 1);
		return close != SV_NPOS && sv_to_u64(sv_sub(rest, 0, close), &n) &&
			(!behind.len || sv_eq(behind, SV(":")));
	}
	if (open != ' ')
		return false;
	number = sv_ends(rest, SV(":")) ? sv_sub(rest, 0, rest.len - 1) : rest;
	return sv_to_u64(number, &n);
}

/* French puts a no-break space before the colon, wide or narrow. */
static struct sv trim_name(struct sv name)
{
	name = sv_trim(name);
	if (sv_ends(name, SV("\xc2\xa0")))
		name.len -= 2;
	else if (sv_ends(name, SV("\xe2\x80\xaf")))
		name.len -= 3;
	return name;
}

static enum label label_of(struct sv line, struct sv *ret_value)
{
	struct sv rest = line_skip_blanks(line);
	*ret_value = SV_EMPTY;
	if (is_event_line(rest))
		return LABEL_EVENT;
	size_t colon = sv_chr(sv_sub(rest, 0, LABEL_MAX), ':');
	if (colon == SV_NPOS)
		return LABEL_NONE;
	struct sv name = trim_name(sv_sub(rest, 0, colon));
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		if (!sv_eq(name, sv_str(labels[i].text)))
			continue;
		*ret_value = sv_trim(sv_from(rest, colon + 1));
		return labels[i].label;
	}
	return LABEL_NONE;
}

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

/* Windows puts marks of direction between the parts, and narrow blanks before AM. */
static bool ascii_of(struct sv text, char *buf, size_t size)
{
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.ptr[i] >= 0x80)
			continue;
		if (len + 1 >= size)
			return false;
		buf[len++] = text.ptr[i];
	}
	buf[len] = '\0';
	return true;
}

static bool to_24_hours(struct sv half, int *hour)
{
	bool morning = sv_ieq(half, SV("AM")), afternoon = sv_ieq(half, SV("PM"));
	if ((!morning && !afternoon) || *hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (afternoon ? 12 : 0);
	return true;
}

/* "8/20/2024 9:41:01 AM" is month first; "20.08.2024 …" and a first number above 12 are day
 * first. "08/09/2024 16:00:00" could be either: then nothing is assumed. */
static bool parse_local(struct sv text, struct civil *ret)
{
	char buf[64], half[4] = "", sep[2] = "";
	int a, b, got;
	*ret = (struct civil){0};
	if (!ascii_of(text, buf, sizeof(buf)))
		return false;
	got = sscanf(buf, "%2d%1[./]%2d%*1[./]%4d %2d:%2d:%2d %3s", &a, sep, &b, &ret->year,
		&ret->hour, &ret->minute, &ret->second, half);
	bool twelve = got == 8;
	if (got < 7 || ret->year < 1970 || (twelve && !to_24_hours(sv_str(half), &ret->hour)))
		return false;
	bool day_first = sep[0] == '.' || a > 12;
	if (!day_first && !twelve && b <= 12 && a != b)
		return false;
	ret->day = day_first ? a : b;
	ret->month = day_first ? b : a;
	return true;
}

static void set_time(const struct log_options *options, struct sv text, struct log_time *ret)
{
	struct civil civil;
	struct sv rest = text;
	int64_t offset, us;
	*ret = (struct log_time){.us = TIME_NONE, .text = text}; /* of a second Date, too */
	bool iso = time_take_iso(&rest, &civil);
	if (!iso && !parse_local(text, &civil))
		return;
	if (!time_from_civil(&civil, &us))
		return;
	if (iso && time_take_offset(&rest, &offset)) {
		ret->us = us - offset;
		ret->zone = ZONE_UTC;
	} else if (options->has_zone) {
		ret->us = us - options->zone_us;
		ret->zone = ZONE_OFFSET;
	}
}

static void set_field(const struct log_context *context, struct log_entry *ret,
	enum label label, struct sv value)
{
	uint64_t id;
	switch (label) {
	case LABEL_LOG:
		ret->channel = value;
		break;
	case LABEL_SOURCE:
		ret->origin = value;
		break;
	case LABEL_DATE:
		set_time(context->options, value, &ret->time);
		break;
	case LABEL_ID:
		ret->event_id = sv_to_u64(value, &id) && id <= INT32_MAX ? (int32_t)id : -1;
		break;
	case LABEL_LEVEL:
		ret->level_text = value;
		ret->level = windows_level_by_name(value);
		break;
	case LABEL_USER:
		ret->user = value;
		break;
	case LABEL_COMPUTER:
		ret->computer = value;
		break;
	default:
		break;
	}
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
		set_field(context, ret, label, value);
	}
}

const struct log_format fmt_wintext = {
	.name = "event-text",
	.title = N_("Windows events as text"),
	.platform = LOG_WINDOWS,
	.probe = wintext_probe,
	.cue = {"\n", 1},
	.starts = wintext_starts,
	.decode = wintext_decode,
	.preamble_is_entry = true,
};
