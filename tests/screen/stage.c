#include "stage.h"

#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "tui/view.h"

#define TEMPLATE "/tmp/scepwiz.XXXXXX"
#define NOW_US (INT64_C(1724148000) * TIME_SECOND) /* 2024-08-20T10:00:00Z */

void stage_init(struct stage *stage)
{
	struct err err = {0};
	*stage = (struct stage){.height = 24, .width = 80};
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	tzset();
	setenv("SCEPWIZ_DATA_DIR", SOURCE_ROOT, 1);
	strcpy(stage->scratch, TEMPLATE);
	if (!mkdtemp(stage->scratch) || chdir(SOURCE_ROOT) != 0)
		abort();
	setenv("XDG_STATE_HOME", stage->scratch, 1);
	setenv("HOME", stage->scratch, 1);
	settings_init(&stage->settings);
	stage->library = library_create(NULL, NULL, NULL, &err);
	if (!stage->library || !theme_load(&stage->theme, "default", &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void stage_close(struct stage *stage)
{
	if (!stage->term)
		return;
	app_finish(&stage->app);
	term_close(stage->term);
	stage->term = NULL;
	for (size_t i = 0; i < STAGE_WORDS_MAX; i++) {
		free(stage->words[i]);
		stage->words[i] = NULL;
	}
}

void stage_finish(struct stage *stage)
{
	stage_close(stage);
	library_destroy(stage->library);
	nftw(stage->scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct opening {
	struct app_options options;
	bool ascii, mono;
};

static bool take_word(struct stage *stage, struct opening *o, struct sv word, struct sv *rest)
{
	struct sv value;
	enum guide_platform platform;
	if (sv_eq(word, SV("--ascii")))
		o->ascii = true;
	else if (sv_eq(word, SV("--mono")))
		o->mono = true;
	else if (sv_eq(word, SV("--no-state")))
		o->options.keep = false;
	else if (sv_eq(word, SV("--platform"))) {
		if (!sv_word(rest, &value) || !guide_platform_by_id(value, &platform))
			return false;
		o->options.guide = guide_by_platform(&stage->library->guides, platform);
	} else if (o->options.paths_count < STAGE_WORDS_MAX) {
		stage->words[o->options.paths_count++] = sv_dup(word);
	}
	return true;
}

bool stage_open(struct stage *stage, const char *words, struct err *err)
{
	struct sv rest = sv_str(words), word;
	struct opening o = {.options = {.settings = &stage->settings,
		.library = stage->library, .keep = true, .now_us = NOW_US}};
	stage_close(stage);
	while (sv_word(&rest, &word))
		if (!take_word(stage, &o, word, &rest))
			return err_set(err, ERR_USAGE, "run: " SV_FMT, SV_ARG(word));
	o.options.paths = stage->words;
	struct term_options terminal = {.theme = &stage->theme, .colour = !o.mono,
		.ascii = o.ascii, .played = true, .height = stage->height,
		.width = stage->width};
	stage->term = term_open(&terminal, err);
	if (!stage->term)
		return false;
	app_init(&stage->app, &o.options);
	app_take_terminal(&stage->app, stage->term);
	return app_begin(&stage->app, err);
}

static void press(struct stage *stage, int key)
{
	app_key(&stage->app, key);
	app_settle(&stage->app);
	app_draw(&stage->app);
}

bool stage_keys(struct stage *stage, const char *names)
{
	struct sv rest = sv_str(names), name;
	int key;
	app_settle(&stage->app);
	app_draw(&stage->app);
	while (sv_word(&rest, &name)) {
		if (!key_by_name(name, &key))
			return false;
		press(stage, key);
	}
	return true;
}

void stage_type(struct stage *stage, const char *text)
{
	for (struct sv rest = sv_str(text); rest.len;)
		press(stage, (int)utf8_take(&rest));
}

void stage_resize(struct stage *stage, int height, int width)
{
	stage->height = height;
	stage->width = width;
	term_resize_to(stage->term, height, width);
	app_settle(&stage->app);
	app_draw(&stage->app);
}

/* The name of the scratch folder, which differs from run to run, as the template it has. */
static void hide_scratch(const struct stage *stage, struct strbuf *text)
{
	size_t len = strlen(stage->scratch);
	for (char *at = text->ptr; at && (at = strstr(at, stage->scratch)); at += len)
		memcpy(at, TEMPLATE, len);
}

void stage_screen(struct stage *stage, char sign, struct strbuf *out)
{
	struct sv line;
	autostrbuf rows;
	strbuf_init(&rows, STRBUF_RECORD);
	app_settle(&stage->app);
	app_draw(&stage->app);
	if (sign == ';')
		draw_dump_roles(stage->term, &rows);
	else
		draw_dump(stage->term, &rows);
	hide_scratch(stage, &rows);
	for (struct sv rest = strbuf_sv(&rows); rest.len && sv_cut(&rest, '\n', &line);)
		strbuf_addf(out, "%c" SV_FMT "\n", sign, SV_ARG(line));
}
