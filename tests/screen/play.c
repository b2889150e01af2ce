/* Plays screen scripts: text files with keys in them and the screens that follow, as a person
 * would see them. What a script prints is the script itself with the screens of today; a
 * script that prints itself passes.
 *
 *   play FILE…            compares, shows what differs
 *   play --update FILE…   writes the screens of today into the files; then read the diff
 *
 *   run WORDS             starts it, as "scepwiz WORDS"; again: leaves it and starts anew
 *   size 80x24            before run: the screen's size; later: a resize
 *   key NAMES             keys, blank-separated (e Tab Ctrl-L PgDn Space)
 *   type TEXT             characters
 *   copy FILE [NAME]      a file of the source into the scratch folder
 *   cd DIR                "scratch", or a folder of the source
 *   screen                the rows follow, each behind "|"
 *   roles                 the same cells by their roles, each behind ";" (letters: roles.txt)
 *   cursor                where the hardware cursor rests
 *   # …                   a comment
 */
#include "stage.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"

struct play {
	struct stage stage;
	struct strbuf out;
	struct err err;
};

static bool do_size(struct play *p, const char *arg)
{
	int height, width;
	if (sscanf(arg, "%dx%d", &width, &height) != 2)
		return err_set(&p->err, ERR_USAGE, "size: expected 80x24");
	p->stage.height = height;
	p->stage.width = width;
	if (p->stage.term)
		stage_resize(&p->stage, height, width);
	return true;
}

static bool do_copy(struct play *p, const char *arg)
{
	struct sv rest = sv_str(arg), from, to;
	autostrbuf source, target, bytes;
	strbuf_init(&source, STRBUF_LINE);
	strbuf_init(&target, STRBUF_LINE);
	strbuf_init(&bytes, STRBUF_REPORT);
	sv_word(&rest, &from);
	if (!sv_word(&rest, &to))
		to = path_name(from);
	strbuf_addf(&source, "%s/" SV_FMT, SOURCE_ROOT, SV_ARG(from));
	strbuf_addf(&target, "%s/" SV_FMT, p->stage.scratch, SV_ARG(to));
	return file_read(source.ptr, &bytes, &p->err) &&
		file_write(target.ptr, strbuf_sv(&bytes), true, &p->err);
}

static bool do_cd(struct play *p, const char *arg)
{
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	if (strcmp(arg, "scratch") != 0)
		strbuf_addf(&path, "%s/%s", SOURCE_ROOT, arg);
	else
		strbuf_str(&path, p->stage.scratch);
	return chdir(path.ptr) == 0 || err_set(&p->err, ERR_INPUT, "cd: %s", arg);
}

static void do_cursor(struct play *p)
{
	int y, x;
	draw_dump_cursor(p->stage.term, &y, &x);
	strbuf_addf(&p->out, "|%d,%d\n", y, x);
}

static bool needs_run(struct play *p, const char *word)
{
	return p->stage.term || err_set(&p->err, ERR_USAGE, "%s: nothing runs", word);
}

static bool do_line(struct play *p, const char *line)
{
	struct sv rest = sv_str(line), word;
	if (!sv_word(&rest, &word) || word.ptr[0] == '#')
		return true;
	autofree char *arg = sv_dup(sv_trim(rest));
	if (sv_eq(word, SV("run")))
		return stage_open(&p->stage, arg, &p->err) && stage_keys(&p->stage, "");
	if (sv_eq(word, SV("size")))
		return do_size(p, arg);
	if (sv_eq(word, SV("copy")))
		return do_copy(p, arg);
	if (sv_eq(word, SV("cd")))
		return do_cd(p, arg);
	if (!needs_run(p, line))
		return false;
	if (sv_eq(word, SV("key")))
		return stage_keys(&p->stage, arg) || err_set(&p->err, ERR_USAGE, "%s", line);
	if (sv_eq(word, SV("type")))
		stage_type(&p->stage, arg);
	else if (sv_eq(word, SV("screen")))
		stage_screen(&p->stage, '|', &p->out);
	else if (sv_eq(word, SV("roles")))
		stage_screen(&p->stage, ';', &p->out);
	else if (sv_eq(word, SV("cursor")))
		do_cursor(p);
	else
		return err_set(&p->err, ERR_USAGE, "unknown: %s", line);
	return true;
}

static bool is_output(struct sv line)
{
	return line.len && (line.ptr[0] == '|' || line.ptr[0] == ';');
}

static bool play_script(struct play *p, struct sv script)
{
	struct sv line;
	while (script.len && sv_cut(&script, '\n', &line)) {
		if (is_output(line))
			continue;
		strbuf_add(&p->out, line);
		strbuf_char(&p->out, '\n');
		autofree char *text = sv_dup(line);
		if (!do_line(p, text))
			return false;
	}
	return true;
}

static void show_difference(struct sv expected, struct sv got)
{
	struct sv a = SV_EMPTY, b = SV_EMPTY;
	unsigned line = 0, shown = 0;
	while ((expected.len || got.len) && shown < 60) {
		bool more_a = sv_cut(&expected, '\n', &a), more_b = sv_cut(&got, '\n', &b);
		line++;
		if (more_a && more_b && sv_eq(a, b))
			continue;
		printf("%u\n-" SV_FMT "\n+" SV_FMT "\n", line, SV_ARG(a), SV_ARG(b));
		shown++;
	}
}

static bool play_file(const char *path, bool update)
{
	struct play p = {.err = {0}};
	autostrbuf script;
	strbuf_init(&script, STRBUF_RECORD);
	strbuf_init(&p.out, STRBUF_RECORD);
	bool ok = file_read(path, &script, &p.err);
	stage_init(&p.stage);
	ok = ok && play_script(&p, strbuf_sv(&script));
	if (!ok)
		printf("%s: %s\n", path, p.err.text);
	bool same = ok && sv_eq(strbuf_sv(&script), strbuf_sv(&p.out));
	if (ok && !same && update)
		same = file_write(path, strbuf_sv(&p.out), true, &p.err);
	else if (ok && !same) {
		printf("%s: other screens than expected\n", path);
		show_difference(strbuf_sv(&script), strbuf_sv(&p.out));
	}
	stage_finish(&p.stage);
	strbuf_finish(&p.out);
	return same;
}

int main(int argc, char **argv)
{
	bool update = argc > 1 && !strcmp(argv[1], "--update"), ok = true;
	int first = update ? 2 : 1;
	char here[PATH_MAX];
	ok = getcwd(here, sizeof(here)) != NULL;
	for (int i = first; ok && i < argc; i++) {
		ok = chdir(here) == 0; /* a script may have gone elsewhere */
		autofree char *path = realpath(argv[i], NULL);
		if (!path)
			printf("%s: no such script\n", argv[i]);
		ok = path && play_file(path, update) && ok;
	}
	return ok && argc > first ? 0 : 1;
}
