#include "args.h"

#include <string.h>

#include "args_table.h"
#include "base/i18n.h"
#include "base/wrap.h"
#include "output.h"

#define HELP_COLUMN 28

static void help_line(const struct front *front, const char *left, const char *right)
{
	int width = HELP_COLUMN - (int)columns_of(sv_str(left));
	if (width < 1)
		out_textf(front, "  %s\n  %*s %s\n", left, HELP_COLUMN, "", _(right));
	else
		out_textf(front, "  %s%*s %s\n", left, width, "", _(right));
}

/* It has to fit on a screen of 80 by 24: what every command knows, but for what is set once and
 * for all, and the most used ones of check. */
static bool in_short_help(const struct option *option)
{
	static const char *const shown[] = {"-o", "--json", "--assigned-at"};
	static const char *const hidden[] = {"--color", "--theme", "--no-state", "--debug"};
	for (size_t i = 0; i < ARRAY_LEN(shown); i++)
		if (!strcmp(option->name, shown[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (!strcmp(option->name, hidden[i]))
			return false;
	return *option->commands == '\0';
}

void args_help(const struct front *front, bool all)
{
	out_textf(front, "%s\n\n", _("scepwiz: did the SCEP certificate profile reach this device, "
		"and if not, why?"));
	for (size_t i = 0; i < args_commands_count; i++)
		if (all || !args_commands[i].rare)
			help_line(front, args_commands[i].words, args_commands[i].help);
	out_textf(front, "\n");
	for (size_t i = 0; i < args_options_count; i++) {
		autostrbuf left;
		strbuf_init(&left, STRBUF_LINE);
		strbuf_addf(&left, "%s %s", args_options[i].name,
			args_options[i].value ? args_options[i].value : "");
		if (all || in_short_help(&args_options[i]))
			help_line(front, left.ptr, args_options[i].help);
	}
	out_textf(front, "\n%s\n  scepwiz check --json Admin.evtx\n  scepwiz check --assigned-at "
		"2024-08-20T09:00:00+02:00 OMADMLog_0.log\n", _("Examples:"));
}

bool args_completion(const struct front *front, const char *shell)
{
	bool fish = !strcmp(shell, "fish"), zsh = !strcmp(shell, "zsh");
	if (!fish && !zsh && strcmp(shell, "bash") != 0)
		return false;
	autostrbuf words;
	strbuf_init(&words, STRBUF_LINE);
	for (const char *const *name = args_command_names; *name; name++)
		strbuf_addf(&words, "%s ", *name);
	for (size_t i = 0; !fish && i < args_options_count; i++)
		strbuf_addf(&words, "%s ", args_options[i].name);
	if (fish) {
		out_textf(front, "complete -c scepwiz -n __fish_use_subcommand -a '%s'\n", words.ptr);
		for (size_t i = 0; i < args_options_count; i++)
			out_textf(front, "complete -c scepwiz %s %s%s\n",
				args_options[i].name[1] == '-' ? "-l" : "-s",
				args_options[i].name + (args_options[i].name[1] == '-' ? 2 : 1),
				args_options[i].value ? " -r" : "");
		return true;
	}
	if (zsh)
		out_textf(front, "autoload -Uz bashcompinit && bashcompinit\n");
	out_textf(front, "_scepwiz() { COMPREPLY=($(compgen -f -W '%s' -- "
		"\"${COMP_WORDS[COMP_CWORD]}\")); }\ncomplete -o filenames -F _scepwiz scepwiz\n",
		words.ptr);
	return true;
}
