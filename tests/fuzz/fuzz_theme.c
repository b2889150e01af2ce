/* Files a user writes or is given: a theme ("t" and its text) or settings ("s" and theirs).
 * Whatever they say, there is a message with a place or a result within its bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "look/settings.h"
#include "look/theme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

/* "own:LINE: …" */
static void check_message(const struct err *err)
{
	char *end = NULL;
	require(err->kind == ERR_FORMAT && strncmp(err->text, "own:", 4) == 0);
	require(strtoul(err->text + 4, &end, 10) > 0 && *end == ':');
}

static void check_look(struct look look, int colours)
{
	require(look.front >= -1 && look.front < colours);
	require(look.back >= -1 && look.back < colours);
	require(look.attributes < 2 * LOOK_ATTR_UNDERLINE);
}

static void fuzz_theme(struct sv text)
{
	struct theme theme;
	struct err err = {0};
	if (!theme_read(&theme, "own", text, &err)) {
		check_message(&err);
		return;
	}
	for (int role = 0; role < LOOK_COUNT; role++) {
		check_look(theme.rich[role], 256);
		check_look(theme.basic[role], 16);
	}
}

static void take_warning(void *data, const struct err *err)
{
	(void)data;
	check_message(err);
}

static void fuzz_settings(struct sv text)
{
	struct settings settings;
	struct err err = {0};
	enum action a, b;
	settings_init(&settings);
	if (!settings_read(&settings, "own", text, take_warning, NULL, &err)) {
		check_message(&err);
		return;
	}
	require(strnlen(settings.theme, sizeof(settings.theme)) < sizeof(settings.theme));
	require(!keymap_conflict(&settings.keymap, &a, &b));
	for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		require(settings.keymap.keys[action][0] != K_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = {(const char *)data, size};
	if (sv_starts(text, SV("s")))
		fuzz_settings(sv_from(text, 1));
	else
		fuzz_theme(sv_from(text, 1));
	return 0;
}
