#include "apple.h"

#define PROCESS_MAX 200 /* bytes of a process name with its image and number */
#define SENDER_MAX 200

enum log_level apple_level(struct sv word)
{
	static const struct { const char *text; enum log_level level; } levels[] = {
		{"debug", LEVEL_DEBUG}, {"info", LEVEL_INFO}, {"default", LEVEL_INFO},
		{"error", LEVEL_ERROR}, {"fault", LEVEL_ERROR},
		/* log show --style compact */
		{"Db", LEVEL_DEBUG}, {"Df", LEVEL_INFO}, {"I", LEVEL_INFO}, {"In", LEVEL_INFO},
		{"E", LEVEL_ERROR}, {"Er", LEVEL_ERROR}, {"F", LEVEL_ERROR},
		{"Fa", LEVEL_ERROR},
		/* syslog */
		{"notice", LEVEL_INFO}, {"warning", LEVEL_WARNING}, {"critical", LEVEL_ERROR},
		{"alert", LEVEL_ERROR}, {"emergency", LEVEL_ERROR}, {"user_action", LEVEL_INFO},
	};
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (sv_ieq(word, sv_str(levels[i].text)))
			return levels[i].level;
	return LEVEL_NONE;
}

/* "63" or "98:44cc2" */
static bool is_pid(struct sv text)
{
	uint64_t number;
	size_t colon = sv_chr(text, ':');
	struct sv thread = colon == SV_NPOS ? SV_EMPTY : sv_from(text, colon + 1);
	return sv_to_u64(sv_sub(text, 0, colon), &number) &&
		(colon == SV_NPOS || sv_hex_to_u64(thread, &number));
}

/* Without the image that spoke, "(FrontBoard)" or "{CoreFoundation}". */
static struct sv without_image(struct sv name)
{
	static const char *const pairs[] = {"()", "{}"};
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		size_t open = sv_chr(name, pairs[i][0]);
		if (open != SV_NPOS && open > 0 && name.ptr[name.len - 1] == pairs[i][1])
			return sv_sub(name, 0, open);
	}
	return name;
}

bool apple_take_process(struct sv *rest, struct sv *ret_name)
{
	struct sv near = sv_sub(*rest, 0, PROCESS_MAX);
	for (size_t from = 0, at; (at = sv_chr(sv_from(near, from), '[')) != SV_NPOS;) {
		size_t open = from + at;
		size_t size = sv_chr(sv_from(near, open), ']');
		if (size == SV_NPOS)
			return false;
		from = open + 1;
		struct sv name = sv_trim(sv_sub(near, 0, open));
		if (!name.len || !is_pid(sv_sub(near, open + 1, size - 1)))
			continue;
		*ret_name = without_image(name);
		*rest = sv_from(*rest, open + size + 1);
		return true;
	}
	return false;
}

static bool has_blank(struct sv text)
{
	return sv_chr(text, ' ') != SV_NPOS || sv_chr(text, '\t') != SV_NPOS ||
		sv_chr(text, '\n') != SV_NPOS;
}

/* "[subsystem:category] ", the subsystem a name with dots */
static struct sv skip_subsystem(struct sv message)
{
	struct sv near = sv_sub(message, 0, SENDER_MAX);
	size_t colon = sv_chr(near, ':'), end = sv_find(near, SV("] "));
	if (!near.len || near.ptr[0] != '[' || colon == SV_NPOS || end == SV_NPOS || colon > end)
		return message;
	struct sv subsystem = sv_sub(near, 1, colon - 1);
	if (has_blank(subsystem) || sv_chr(subsystem, '.') == SV_NPOS ||
	    sv_chr(sv_sub(near, 0, end), '\n') != SV_NPOS)
		return message;
	return sv_from(message, end + 2);
}

struct sv apple_message(struct sv message)
{
	struct sv near = sv_sub(message, 0, SENDER_MAX);
	size_t end = sv_find(near, SV(") "));
	if (!near.len || near.ptr[0] != '(' || end == SV_NPOS || end < 2 ||
	    has_blank(sv_sub(near, 1, end - 1)))
		return skip_subsystem(message);
	return skip_subsystem(sv_from(message, end + 2));
}

void apple_set_time(const struct log_options *options, const struct civil *civil,
	const int64_t *offset_us, struct log_time *ret)
{
	int64_t us;
	ret->zone = offset_us ? ZONE_OFFSET : ZONE_UNKNOWN;
	ret->us = TIME_NONE;
	if (!time_from_civil(civil, &us))
		return;
	if (offset_us)
		ret->us = us - *offset_us;
	else if (options->has_zone)
		ret->us = us - options->zone_us;
}
