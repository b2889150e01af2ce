#include "theme.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/path.h"
#include "base/utf8.h"
#include "nearest.h"

#define THEME_MAX (64u << 10)
#define BASIC_COLOURS 16
#define RICH_COLOURS 256

static const char *const role_names[] = {
#define X(id, name) name,
	LOOK_ROLES(X)
#undef X
};

static const char *const colour_names[] = {"black", "red", "green", "yellow", "blue", "magenta",
	"cyan", "white", "bright-black", "bright-red", "bright-green", "bright-yellow",
	"bright-blue", "bright-magenta", "bright-cyan", "bright-white", "default"};

static const struct {
	const char *name;
	uint16_t bit;
} attributes[] = {
	{"bold", LOOK_ATTR_BOLD}, {"dim", LOOK_ATTR_DIM}, {"reverse", LOOK_ATTR_REVERSE},
	{"underline", LOOK_ATTR_UNDERLINE},
};

struct reading {
	struct theme theme;
	unsigned lines[LOOK_COUNT]; /* where each role was named; 0: not yet */
};

/* One side of the bar. */
struct side {
	const struct ini_line *line;
	unsigned colours; /* how many the terminal has */
	struct look look;
	bool front, back; /* given */
};

static const char *role_at(size_t i)
{
	return i < LOOK_COUNT ? role_names[i] : NULL;
}

/* What may stand on a side: colours, then attributes. */
static const char *word_at(size_t i)
{
	if (i < ARRAY_LEN(colour_names))
		return colour_names[i];
	i -= ARRAY_LEN(colour_names);
	return i < ARRAY_LEN(attributes) ? attributes[i].name : NULL;
}

const char *look_role_name(enum look_role role)
{
	return role_names[role];
}

const char *theme_shipped(size_t i)
{
	static const char *const shipped[] = {"default", "dark", "light", "high-contrast",
		"mono"};
	return i < ARRAY_LEN(shipped) ? shipped[i] : NULL;
}

static bool role_by_name(struct sv name, enum look_role *ret)
{
	for (size_t i = 0; i < LOOK_COUNT; i++) {
		if (!sv_eq(name, sv_str(role_names[i])))
			continue;
		*ret = (enum look_role)i;
		return true;
	}
	return false;
}

static uint16_t attribute_by_name(struct sv name)
{
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++)
		if (sv_eq(name, sv_str(attributes[i].name)))
			return attributes[i].bit;
	return 0;
}

static bool number_of_colour(const struct side *side, uint64_t number, int16_t *ret,
	struct err *err)
{
	const struct ini_line *line = side->line;
	unsigned long long n = number;
	if (number >= RICH_COLOURS)
		return err_set(err, ERR_FORMAT, _("%s:%u: there is no colour %llu; expected a "
			"number from 0 to 255"), line->path, line->line, n);
	if (number >= side->colours)
		return err_set(err, ERR_FORMAT, _("%s:%u: colour %llu is only for terminals with "
			"256; expected a name for the others, as in \"%.*s = %llu | cyan\""),
			line->path, line->line, n, SV_ARG(line->name), n);
	*ret = (int16_t)number;
	return true;
}

static bool read_colour(const struct side *side, struct sv word, int16_t *ret, struct err *err)
{
	uint64_t number;
	if (sv_to_u64(word, &number))
		return number_of_colour(side, number, ret, err);
	for (size_t i = 0; i < ARRAY_LEN(colour_names); i++) {
		if (!sv_eq(word, sv_str(colour_names[i])))
			continue;
		*ret = i < BASIC_COLOURS ? (int16_t)i : -1;
		return true;
	}
	struct sv shown = utf8_cut(word, 40);
	return err_set(err, ERR_FORMAT, _("%s:%u: unknown colour or attribute \"%.*s\"; did you "
		"mean \"%s\"?"), side->line->path, side->line->line, SV_ARG(shown),
		nearest(word, word_at));
}

static bool twice(const struct side *side, struct sv word, struct err *err)
{
	struct sv shown = utf8_cut(word, 40);
	return err_set(err, ERR_FORMAT, _("%s:%u: \"%.*s\" is one colour too many; expected "
		"\"colour on colour\""), side->line->path, side->line->line, SV_ARG(shown));
}

static bool read_back(struct side *side, struct sv *rest, struct err *err)
{
	struct sv word;
	if (!sv_word(rest, &word))
		return err_set(err, ERR_FORMAT, _("%s:%u: expected a colour behind \"on\""),
			side->line->path, side->line->line);
	if (side->back)
		return twice(side, word, err);
	side->back = true;
	return read_colour(side, word, &side->look.back, err);
}

static bool read_front(struct side *side, struct sv word, struct err *err)
{
	if (!read_colour(side, word, &side->look.front, err))
		return false;
	if (side->front || side->back)
		return twice(side, word, err);
	side->front = true;
	return true;
}

/* "white on blue bold" */
static bool read_side(struct side *side, struct sv text, struct err *err)
{
	struct sv word;
	side->look = (struct look){.front = -1, .back = -1};
	while (sv_word(&text, &word)) {
		uint16_t bit = attribute_by_name(word);
		side->look.attributes |= bit;
		if (bit)
			continue;
		bool ok = sv_eq(word, SV("on")) ? read_back(side, &text, err) :
			read_front(side, word, err);
		if (!ok)
			return false;
	}
	return true;
}

static bool read_look(struct theme *theme, enum look_role role, const struct ini_line *line,
	struct err *err)
{
	struct sv rest = line->value, left = SV_EMPTY;
	sv_cut(&rest, '|', &left);
	bool bar = left.len < line->value.len;
	struct side rich = {line, bar ? RICH_COLOURS : BASIC_COLOURS};
	struct side basic = {line, BASIC_COLOURS};
	if (bar && sv_chr(rest, '|') != SV_NPOS)
		return err_set(err, ERR_FORMAT, _("%s:%u: expected one bar: left of it what is "
			"for 256 colours, right of it what is for 8 or 16"), line->path,
			line->line);
	if (!read_side(&rich, left, err) || !read_side(&basic, bar ? rest : left, err))
		return false;
	theme->rich[role] = rich.look;
	theme->basic[role] = basic.look;
	return true;
}

static bool take(void *data, const struct ini_line *line, struct err *err)
{
	struct reading *r = data;
	enum look_role role;
	struct sv shown = utf8_cut(line->name, 40);
	if (line->section.len)
		return err_set(err, ERR_FORMAT, _("%s:%u: a theme has no sections; expected "
			"\"role = colours\" from the first line on"), line->path, line->line);
	if (!role_by_name(line->name, &role))
		return err_set(err, ERR_FORMAT, _("%s:%u: unknown role \"%.*s\"; did you mean "
			"\"%s\"?"), line->path, line->line, SV_ARG(shown),
			nearest(line->name, role_at));
	if (r->lines[role])
		return err_set(err, ERR_FORMAT, _("%s:%u: \"%s\" has its colours from line %u; "
			"expected each role once"), line->path, line->line, role_names[role],
			r->lines[role]);
	r->lines[role] = line->line;
	return read_look(&r->theme, role, line, err);
}

/* "themes/dark.theme" is "dark". */
static void name_theme(struct theme *theme, const char *path)
{
	struct sv name = path_name(sv_str(path));
	if (sv_ends(name, SV(".theme")))
		name.len -= strlen(".theme");
	name = utf8_cut(name, sizeof(theme->name) - 1);
	memcpy(theme->name, name.ptr, name.len);
}

bool theme_read(struct theme *theme, const char *path, struct sv text, struct err *err)
{
	struct reading reading = {0};
	for (size_t i = 0; i < LOOK_COUNT; i++) {
		reading.theme.rich[i] = (struct look){.front = -1, .back = -1};
		reading.theme.basic[i] = reading.theme.rich[i];
	}
	if (!ini_read(path, text, take, &reading, err))
		return false;
	name_theme(&reading.theme, path);
	*theme = reading.theme;
	return true;
}

bool theme_is_shipped(struct sv name)
{
	for (size_t i = 0; theme_shipped(i); i++)
		if (sv_eq(name, sv_str(theme_shipped(i))))
			return true;
	return false;
}

/* A name with a slash in it is a path. */
static bool find_theme(const char *name, struct strbuf *path, struct err *err)
{
	autofree char *folder = file_data_dir("themes");
	autofree char *file = path_expand(sv_str(name));
	if (strchr(name, '/'))
		strbuf_str(path, file);
	else if (theme_is_shipped(sv_str(name)))
		strbuf_addf(path, "%s/%s.theme", folder, name);
	else
		return err_set(err, ERR_USAGE, _("there is no theme \"%.60s\"; expected default, "
			"dark, light, high-contrast, mono, or the path of a file"), name);
	return !path->full || err_set(err, ERR_USAGE, _("%.60s…: the path is too long"),
		path->ptr);
}

bool theme_load(struct theme *theme, const char *name, struct err *err)
{
	autostrbuf path, text;
	strbuf_init(&path, PATH_MAX);
	strbuf_init(&text, THEME_MAX);
	return find_theme(name, &path, err) && file_read(path.ptr, &text, err) &&
		theme_read(theme, path.ptr, strbuf_sv(&text), err);
}
