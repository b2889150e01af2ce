#include "habits.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/ini.h"

#define HABITS_MAX (4u << 10)

static const char *const layouts[] = {"auto", "stacked", "beside"};

void habits_init(struct habits *habits)
{
	*habits = (struct habits){.layout = LAYOUT_AUTO, .ratio = 60};
}

static bool take(void *data, const struct ini_line *line, struct err *err)
{
	struct habits *habits = data;
	uint64_t ratio;
	(void)err;
	if (sv_eq(line->name, SV("ratio")) && sv_to_u64(line->value, &ratio) &&
	    ratio >= RATIO_MIN && ratio <= RATIO_MAX)
		habits->ratio = (unsigned)ratio;
	else if (sv_eq(line->name, SV("raw")))
		habits->raw = sv_eq(line->value, SV("yes"));
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++)
		if (sv_eq(line->name, SV("layout")) && sv_eq(line->value, sv_str(layouts[i])))
			habits->layout = (enum habit_layout)i;
	return true;
}

void habits_read(struct habits *habits, struct sv text)
{
	struct habits read;
	habits_init(&read);
	if (!ini_read("screen", text, take, &read, NULL))
		habits_init(&read);
	*habits = read;
}

/* False: the environment names no place. */
static bool habits_path(struct strbuf *path, struct strbuf *folder)
{
	autofree char *state = file_state_dir();
	strbuf_init(path, PATH_MAX);
	strbuf_init(folder, PATH_MAX);
	if (!state)
		return false;
	strbuf_str(folder, state);
	strbuf_addf(path, "%s/screen", state);
	return !path->full;
}

void habits_load(struct habits *habits)
{
	autostrbuf path, folder, text;
	habits_init(habits);
	strbuf_init(&text, HABITS_MAX);
	if (habits_path(&path, &folder) && file_read(path.ptr, &text, NULL))
		habits_read(habits, strbuf_sv(&text));
}

void habits_save(const struct habits *habits)
{
	autostrbuf path, folder, text;
	strbuf_init(&text, HABITS_MAX);
	strbuf_addf(&text, "layout = %s\nratio = %u\nraw = %s\n", layouts[habits->layout],
		habits->ratio, habits->raw ? "yes" : "no");
	if (habits_path(&path, &folder) && file_make_dir(folder.ptr, NULL))
		file_write(path.ptr, strbuf_sv(&text), true, NULL);
}
