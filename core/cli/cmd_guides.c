#include "commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "look/theme.h"
#include "output.h"
#include "report/lines.h"
#include "session.h"

static void print_guide(const struct front *front, const struct guide *guide)
{
	out_textf(front, "%s  %s\n  %s\n", guide->id, guide_text(guide->title),
		guide_text(guide->summary));
	for (size_t i = 0; i < guide->entries_count; i++)
		out_textf(front, "    %-8s %-24s %s\n", guide_role_id(guide->entries[i].role),
			guide->entries[i].id, guide_text(guide->entries[i].title));
}

static bool check_guide(const char *path, struct err *err)
{
	struct guide *guide = guide_load(path, err);
	guide_destroy(guide);
	return guide != NULL;
}

/* A guide is XML, a theme says so; anything else is taken for a settings file. */
static bool check_file(const char *path, struct err *err)
{
	struct settings settings;
	struct theme theme;
	autostrbuf text;
	strbuf_init(&text, SETTINGS_MAX);
	if (sv_ends(sv_str(path), SV(".xml")))
		return check_guide(path, err);
	if (!file_read(path, &text, err))
		return false;
	if (sv_ends(sv_str(path), SV(".theme")))
		return theme_read(&theme, path, strbuf_sv(&text), err);
	settings_init(&settings);
	return settings_read(&settings, path, strbuf_sv(&text), NULL, NULL, err);
}

static enum cli_exit check(const struct args *args, const struct front *front)
{
	struct err err = {0};
	if (!check_file(args->check_file, &err)) {
		err_textf(front, "%s\n", err.text);
		return EXIT_INPUT;
	}
	out_textf(front, _("%s: no fault found\n"), args->check_file);
	return EXIT_DONE;
}

enum cli_exit cmd_guides(const struct args *args, const struct front *front)
{
	struct err err = {0};
	if (args->check_file)
		return check(args, front);
	struct library *library = session_library(front, &err);
	if (!library)
		return command_fail(front, &err);
	for (size_t i = 0; i < library->guides.guides_count; i++) {
		autostrbuf line;
		strbuf_init(&line, STRBUF_LINE);
		if (!args->json) {
			print_guide(front, library->guides.guides[i]);
			continue;
		}
		report_guide_line(library->guides.guides[i], &line);
		out_bytes(front, strbuf_sv(&line));
	}
	library_destroy(library);
	return EXIT_DONE;
}

enum cli_exit cmd_completion(const struct args *args, const struct front *front)
{
	if (args->operands_count == 1 && args_completion(front, args->operands[0]))
		return EXIT_DONE;
	return command_usage(front, _("completion: expected bash, zsh or fish"));
}
