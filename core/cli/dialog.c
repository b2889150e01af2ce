#include "dialog.h"

#include <string.h>

#include "base/i18n.h"
#include "output.h"

static bool read_line(struct dialog *d, char line[static DIALOG_LINE_MAX])
{
	fflush(d->front->out);
	if (d->ended || !fgets(line, DIALOG_LINE_MAX, d->front->in)) {
		d->ended = true;
		return false;
	}
	size_t len = strcspn(line, "\r\n");
	if (!line[len]) /* the rest of a line that is too long */
		for (int c = 0; c != '\n' && c != EOF;)
			c = fgetc(d->front->in);
	line[len] = '\0';
	return true;
}

bool dialog_line(struct dialog *d, const char *prompt, char line[static DIALOG_LINE_MAX])
{
	out_textf(d->front, "%s ", prompt);
	return read_line(d, line);
}

/* Does a word of the text begin so? */
static bool has_word(struct sv text, struct sv typed)
{
	struct sv word;
	while (text.len && sv_cut(&text, ' ', &word))
		if (sv_ieq(typed, sv_sub(word, 0, typed.len)))
			return true;
	return false;
}

/* Which one is typed: its key, or a word that no other one has, as "yes" or "windows". count:
 * none. */
static size_t find_choice(const struct choice *choices, size_t count, struct sv typed)
{
	size_t found = count, fitting = 0;
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(typed, sv_str(choices[i].key)))
			return i;
	for (size_t i = 0; i < count && typed.len; i++)
		if (has_word(sv_str(choices[i].text), typed)) {
			found = i;
			fitting++;
		}
	return fitting == 1 ? found : count;
}

size_t dialog_choice(struct dialog *d, const struct choice *choices, size_t count)
{
	char line[DIALOG_LINE_MAX];
	for (size_t i = 0; i < count; i++)
		out_textf(d->front, "  %s. %s\n", choices[i].key, choices[i].text);
	while (dialog_line(d, _("Your choice:"), line)) {
		size_t typed = find_choice(choices, count, sv_trim(sv_str(line)));
		if (typed < count)
			return typed;
		out_textf(d->front, _("Please type one of the numbers or letters above.\n"));
	}
	return count - 1;
}
