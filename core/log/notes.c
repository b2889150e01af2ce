#include "notes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"

static void count_unsaid(struct notes *notes)
{
	notes->unsaid++;
	snprintf(notes->more, sizeof(notes->more), P_("and %zu more that could not be read",
		"and %zu more that could not be read", (unsigned long)notes->unsaid),
		notes->unsaid);
}

void notes_add(struct notes *notes, bool minor, const char *format, ...)
{
	struct note note = {.minor = minor};
	va_list args;
	if (notes->list_count >= NOTES_MAX) {
		count_unsaid(notes);
		return;
	}
	va_start(args, format);
	if (vasprintf(&note.text, format, args) >= 0)
		vec_push(notes, list, note);
	va_end(args);
}

const char *notes_at(const struct notes *notes, size_t i, bool all)
{
	for (size_t k = 0; k < notes->list_count; k++)
		if ((all || !notes->list[k].minor) && i-- == 0)
			return notes->list[k].text;
	return i == 0 && notes->more[0] ? notes->more : NULL;
}

void notes_finish(struct notes *notes)
{
	for (size_t i = 0; i < notes->list_count; i++)
		free(notes->list[i].text);
	free(notes->list);
	*notes = (struct notes){0};
}
