#include "winlabels.h"

#include "lines.h"
#include "windows.h"

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

enum label label_of(struct sv line, struct sv *ret_value)
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

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Behind the colon of this label, if it stands at the beginning of text; else 0. */
static size_t behind_label(struct sv text, struct sv name)
{
	if (!sv_starts(text, name))
		return 0;
	struct sv rest = sv_sub(text, name.len, 4);
	size_t colon = sv_chr(rest, ':');
	return colon == SV_NPOS || trim_name(sv_sub(rest, 0, colon)).len ? 0
		: name.len + colon + 1;
}

enum label label_within(struct sv line, size_t *ret_at, size_t *ret_value)
{
	for (size_t at = 0; at < line.len; at++) {
		if (at && !is_blank(line.ptr[at - 1]))
			continue;
		for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
			if (line.ptr[at] != labels[i].text[0])
				continue;
			size_t behind = behind_label(sv_from(line, at), sv_str(labels[i].text));
			if (!behind)
				continue;
			*ret_at = at;
			*ret_value = at + behind;
			return labels[i].label;
		}
	}
	return LABEL_NONE;
}

void label_set(const struct log_options *options, enum label label, struct sv value,
	struct log_entry *ret)
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
		windows_local_time(options, value, &ret->time);
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
