#include "scenes.h"

#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

#include "tui/view.h"

#define EVTX "tests/data/evtx/scep_ok.evtx "
#define EVTX_OLD "tests/data/evtx/old.evtx "
#define REFUSED "tests/data/negative/refused_306.evtx "
#define ANDROID "tests/data/made/android_OMADMLog_0_2024.log "
#define IOS "tests/data/made/ios_console_tab_new.txt "
#define XML "tests/data/made/win_eventviewer_export.xml "
#define COPIED "tests/data/made/win_copy_en.txt "
#define EMPTY_TIME "tests/data/source/android.log "
#define SCEP "S C E P Enter "
#define NONE "x y z z y Enter "
#define TIME "2 0 2 4 - 0 8 - 2 0 T 0 9 : 0 0 : 0 0 Z "
#define TO_COLLECT "s s s "

const struct scene scenes[] = {
	{"start", "", ""},
	{"start, in the middle", "", "Down"},
	{"start, a file", "", "Down Down Down"},
	{"start, saved ones", "", "", .before = "y n"},
	{"start, a saved one selected", "", "End", .before = "y n"},
	{"start, a diagnosis in hand", "--platform ios", "<"},
	{"start, nothing is kept", "--no-state", ""},
	{"check 1, Android", "--platform android", ""},
	{"check 1, iOS", "--platform ios", ""},
	{"check 1, Windows", "--platform windows", ""},
	{"check 1, another choice", "--platform ios", "Down Down"},
	{"check 1, the last choice", "--platform windows", "End", .scrolled = true},
	{"check 1, answered", "--platform windows", "n <"},
	{"check 1, with a note", "--platform android", "a h e Space l e f t Enter <"},
	{"check 2", "--platform windows", "y"},
	{"check 2, skipped", "--platform ios", "y s <"},
	{"check 3", "--platform android", "y u"},
	{"check 3, with times", "--platform windows", "y y t " TIME "Enter " TIME "Enter"},
	{"collect, nothing near", "--platform ios", TO_COLLECT, .folder = "tests/data/evtx"},
	{"collect, logs near", "--platform windows", TO_COLLECT, .folder = "tests/data/evtx"},
	{"collect, the last choice", "--platform windows", TO_COLLECT "Down Down Down",
		.folder = "tests/data/evtx"},
	{"collect, a log is open", EVTX, "<"},
	{"log, Windows", EVTX, ""},
	{"log, Windows XML", XML, ""},
	{"log, Windows text", COPIED, ""},
	{"log, Android", ANDROID, ""},
	{"log, iOS", IOS, ""},
	{"log, one entry", EMPTY_TIME, ""},
	{"log, the first entry", EVTX, "g"},
	{"log, the last entry", ANDROID, "G"},
	{"log, a refusal", REFUSED, ""},
	{"log, key by key", EVTX, "e e e E", .scrolled = true},
	{"log, two of them", EVTX EVTX_OLD, ""},
	{"log, the second", EVTX EVTX_OLD, "L"},
	{"log, on the entry", EVTX, "Tab"},
	{"log, on the entry, further down", ANDROID, "Tab PgDn", .scrolled = true},
	{"log, raw", ANDROID, "P"},
	{"log, raw, on the entry", EVTX, "P Tab"},
	{"log, to the side", ANDROID, "Right Right"},
	{"log, beside", EVTX, "v", .scrolled = true},
	{"log, zoomed", EVTX, "z"},
	{"log, zoomed on the entry", IOS, "Tab z"},
	{"log, another share", ANDROID, "- - -", .scrolled = true},
	{"log, the largest share", ANDROID, "+ + + + + +", .scrolled = true},
	{"log, searched", EVTX, "/ " SCEP},
	{"log, next hit", EVTX, "/ " SCEP "n"},
	{"log, searched in vain", IOS, "/ " NONE},
	{"log, filtered", EVTX, "& " SCEP},
	{"log, filtered to nothing", ANDROID, "& " NONE},
	{"log, marked", EVTX, "m Down m g"},
	{"log, followed", IOS, "F"},
	{"verdict, Windows", EVTX, ">"},
	{"verdict, Android", ANDROID, ">"},
	{"verdict, iOS", IOS, ">"},
	{"verdict, refused", REFUSED, ">"},
	{"verdict, not reached", "--platform windows", "n s s > >"},
	{"verdict, inconclusive", "--platform android", TO_COLLECT "> >"},
	{"verdict, on evidence", EVTX, "> Down Down Down Down Down Down Down Down Down",
		.scrolled = true},
	{"verdict, the last line", EVTX, "> G", .scrolled = true},
	{"report", EVTX, "r"},
	{"report, as text", ANDROID, "r Tab"},
	{"report, as JSON", IOS, "r Tab Tab"},
	{"report, as HTML", EVTX, "r Shift-Tab"},
	{"report, without a log", "--platform ios", "r"},
	{"report, further down", EVTX, "r PgDn PgDn", .scrolled = true},
	{"report, the last line", EVTX, "r G", .scrolled = true},
	{"help, start", "", "?"},
	{"help, check", "--platform windows", "?"},
	{"help, collect", "--platform windows", TO_COLLECT "?"},
	{"help, log", EVTX, "?"},
	{"help, verdict", EVTX, "> ?"},
	{"help, report", EVTX, "r ?"},
	{"help, further down", EVTX, "? Space", .scrolled = true},
	{"checklist", EVTX, "c"},
	{"checklist, the last one", ANDROID, "c End", .scrolled = true},
	{"checklist, nothing seen", EMPTY_TIME, "c"},
	{"field, a file", "", "o"},
	{"field, a file that is not there", "", "o n o w h e r e Enter"},
	{"field, an empty command", EVTX, ":"},
	{"field, a command", EVTX, ": o p e n"},
	{"field, a wrong command", EVTX, ": b e h e l d Enter"},
	{"field, a note", "--platform ios", "a s e e n"},
	{"field, a time", "--platform windows", "y y t y e s t e r d a y Enter"},
	{"field, a pattern", ANDROID, "/ e n r o l l"},
	{"field, a wrong pattern", ANDROID, "/ ( Enter"},
	{"field, a filter", ANDROID, "& e n r o l l Home"},
	{"field, what to delete", "", "End d y", .before = "y n"},
	{"field, where to save", EVTX, "r w", .writes = true},
};
const size_t scenes_count = ARRAY_LEN(scenes);

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	return ftw->level ? remove(path) : 0;
}

static void play(struct stage *stage, const char *words, const char *keys)
{
	struct err err = {0};
	if (!stage_open(stage, words, &err) || !stage_keys(stage, keys)) {
		fprintf(stderr, "%s %s: %s\n", words, keys, err.text);
		abort();
	}
}

void scene_open(struct stage *stage, const struct scene *scene)
{
	autostrbuf folder;
	strbuf_init(&folder, STRBUF_LINE);
	strbuf_addf(&folder, "%s/%s", SOURCE_ROOT, scene->folder ? scene->folder : "");
	stage_close(stage);
	nftw(stage->scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (chdir(SOURCE_ROOT) != 0)
		abort();
	if (scene->before)
		play(stage, "--platform windows", scene->before);
	if (chdir(folder.ptr) != 0)
		abort();
	play(stage, scene->words, scene->keys);
	if (scene->writes && chdir(stage->scratch) != 0)
		abort();
}

void scene_print(struct stage *stage, struct strbuf *out)
{
	struct app *app = &stage->app;
	int y, x;
	app_settle(app);
	app_draw(app);
	draw_dump(stage->term, out);
	draw_dump_roles(stage->term, out);
	draw_dump_cursor(stage->term, &y, &x);
	strbuf_addf(out, "cursor %d,%d\n", y, x);
	strbuf_addf(out, "step %s, view %s\n", wizard_step_id(app->wizard.step),
		app_view(app)->ops->name);
	strbuf_addf(out, "field %d \"%s\" at %zu\n", app->field.open,
		app->field.open ? app->field.edit.text : "",
		app->field.open ? app->field.edit.cursor : 0);
	strbuf_addf(out, "message \"%s\"\n", app->message);
	strbuf_addf(out, "leaving %d %d\n", app->leaving, app->exit_code);
}

int scene_rule(struct stage *stage)
{
	autostrbuf screen;
	struct sv line;
	strbuf_init(&screen, STRBUF_RECORD);
	stage_screen(stage, '|', &screen);
	struct sv rest = strbuf_sv(&screen);
	for (int row = 0; rest.len && sv_cut(&rest, '\n', &line); row++)
		if (sv_starts(line, SV("|──")))
			return row;
	return 0;
}
