/* The wizard: on a screen where there is one, else with numbers. */
#include "commands.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "output.h"

/* ACCESSIBLE is what other programs go by, too; a screen reader can't be found out over SSH. */
static bool wants_plain(const struct args *args)
{
	const char *accessible = getenv("ACCESSIBLE");
	return args->settings.accessible || (accessible && *accessible);
}

static enum cli_exit print_keys(const struct args *args, const struct front *front)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	keymap_print(&args->settings.keymap, &text);
	out_textf(front, "%s", text.ptr);
	return EXIT_DONE;
}

enum cli_exit cmd_wizard(const struct args *args, const struct front *front)
{
	int result;
	if (args->keys)
		return print_keys(args, front);
	if (args->no_input)
		return command_usage(front, _("the wizard asks; with --no-input use scepwiz check"));
	if (front->screen && !wants_plain(args) && front->screen(args, front, &result))
		return (enum cli_exit)result;
	return plain_wizard(args, front);
}
