/* Android: the OMADM log of the Company Portal, and other logs of the same grammar.
 *
 *   2024-04-17T19:15:23.2350000→INFO→None→10824→    2→message
 *
 * Time, level, tag, process, thread, message, parted by tabs; the 2018 generation has a
 * literal "Event" behind the level. The time has seven decimals and no zone: it is UTC. A
 * line that does not begin like this belongs to the entry above. Copies out of documents
 * have blanks for tabs, "Time" or "<Date Time>" for the time, a "Line 12: " or "12:" in front. */
#include "format.h"

#include "base/i18n.h"
#include "base/path.h"
#include "lines.h"
#include "shape.h"

struct columns {
	struct sv time, level, tag, message;
};

static bool is_gap(char c)
{
	return c == ' ' || c == '\t';
}

/* A word up to a tab or blank, and the gap behind it. */
static struct sv take_column(struct sv *rest)
{
	size_t end = 0;
	while (end < rest->len && !is_gap(rest->ptr[end]))
		end++;
	struct sv column = sv_sub(*rest, 0, end);
	*rest = line_skip_blanks(sv_from(*rest, end));
	return column;
}

/* "2024-04-17T19:15:23.2350000" and nothing else: other programs' logs have a blank for the
 * T, fewer decimals or a zone. */
static bool is_time(struct sv text)
{
	struct civil civil;
	return text.len == 27 && text.ptr[10] == 'T' && text.ptr[19] == '.' &&
		time_take_iso(&text, &civil) && !text.len;
}

static bool take_time(struct sv *rest, struct sv *ret)
{
	static const char *const stand_ins[] = {"Time", "<Date Time>", "<Time>", "<DateTime>"};
	struct sv after = sv_from(*rest, 27);
	bool found = is_time(sv_sub(*rest, 0, 27));
	for (size_t i = 0; !found && i < ARRAY_LEN(stand_ins); i++) {
		if (!sv_starts(*rest, sv_str(stand_ins[i])))
			continue;
		after = sv_from(*rest, sv_str(stand_ins[i]).len);
		found = true;
	}
	if (!found || !after.len || !is_gap(after.ptr[0]))
		return false;
	*ret = sv_sub(*rest, 0, (size_t)(after.ptr - rest->ptr));
	*rest = line_skip_blanks(after);
	return true;
}

static const struct { char text[5]; enum log_level level; } levels[] = {
	{"VERB", LEVEL_DEBUG}, {"INFO", LEVEL_INFO}, {"WARN", LEVEL_WARNING},
	{"ERR_", LEVEL_ERROR}, {"SEVR", LEVEL_ERROR}, {"FATL", LEVEL_ERROR},
	{"DEBG", LEVEL_DEBUG},
};

static enum log_level level_of(struct sv text)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (sv_eq(text, sv_str(levels[i].text)))
			return levels[i].level;
	return LEVEL_NONE;
}

static bool is_number(struct sv word)
{
	uint64_t number;
	return sv_to_u64(word, &number);
}

/* With tabs the columns are exact. Without, the message begins behind two numbers. */
static struct sv take_message(struct sv rest)
{
	struct sv pid = take_column(&rest);
	if (!is_number(pid))
		return (struct sv){pid.ptr, rest.len ? (size_t)(rest.ptr + rest.len - pid.ptr)
						     : pid.len};
	struct sv before = rest, tid = take_column(&rest);
	return is_number(tid) ? rest : before;
}

static bool split(struct sv text, struct columns *ret)
{
	struct sv rest = line_skip_number(line_first(text));
	if (!take_time(&rest, &ret->time))
		return false;
	ret->level = take_column(&rest);
	if (level_of(ret->level) == LEVEL_NONE)
		return false;
	struct sv before = rest;
	if (!sv_eq(take_column(&rest), SV("Event")))
		rest = before;
	ret->tag = take_column(&rest);
	ret->message = line_and_below(text, take_message(rest));
	return true;
}

static bool is_entry(struct sv line)
{
	struct columns columns;
	return split(line, &columns);
}

static bool omadm_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(head);
}

typedef uint32_t four_words __attribute__((vector_size(16)));

static uint64_t any_equal(uint32_t word, const char *words)
{
	four_words known;
	uint64_t halves[2];
	memcpy(&known, words, sizeof(known));
	known = (four_words)(known == word);
	memcpy(halves, &known, sizeof(known));
	return halves[0] | halves[1];
}

/* Is it one of levels[]? Without a branch, for which one it is can't be foreseen. */
static inline bool glance_level(const char *at, bool *ret_debug)
{
	uint32_t word;
	memcpy(&word, at, 4);
	uint64_t debug = any_equal(word, "VERBDEBGVERBDEBG");
	*ret_debug = debug != 0;
	return (debug | any_equal(word, "INFOWARNERR_INFO") | any_equal(word, "SEVRFATLSEVRFATL")) != 0;
}

/* What nearly all lines are: "2024-04-17T19:15:23.2350000→INFO→". */
static enum glance omadm_glance(const char *at, struct log_glance *ret)
{
	if (!(shape_is(at, "0000-00-00T00:00") && shape_is(at + 12, "0:00:00.0000000\t")) ||
	    is_gap(at[28]))
		return GLANCE_UNSURE;
	if (!glance_level(at + 28, &ret->debug))
		return GLANCE_NONE;
	return at[32] == '\t' ? GLANCE_ENTRY : GLANCE_UNSURE;
}

static unsigned omadm_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 80 + entries / 2 : 0;
}

/* Each of the two apps writes several logs of this grammar, and says at its start which:
 * "Initialized logging to file pattern: /data/…/files/CloudExtension_%g.log". */
static struct sv own_name(struct sv head)
{
	static const struct sv says = {"Initialized logging to file pattern: ", 37};
	size_t at = sv_find(head, says);
	return at == SV_NPOS ? SV_EMPTY : path_name(line_first(sv_from(head, at + says.len)));
}

static unsigned cloud_probe(struct sv head)
{
	bool own = sv_istarts(own_name(head), SV("CloudExtension"));
	return own && omadm_probe(head) ? 99 : 0;
}

static unsigned other_probe(struct sv head)
{
	struct sv name = own_name(head);
	bool own = name.len && !sv_istarts(name, SV("OMADMLog"));
	return own && omadm_probe(head) ? 98 : 0;
}

static void omadm_head(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us)
{
	struct columns columns;
	*ret_clock_us = -1;
	*ret_level = split(head, &columns) ? level_of(columns.level) : LEVEL_NONE;
}

static void omadm_decode(const struct log_context *context, struct log_entry *ret)
{
	struct columns columns;
	struct civil civil;
	struct sv raw = strbuf_sv(&ret->raw);
	(void)context;
	if (!split(raw, &columns)) {
		ret->text = raw;
		return;
	}
	ret->time.text = columns.time;
	ret->time.zone = ZONE_UTC;
	ret->level_text = columns.level;
	ret->level = level_of(columns.level);
	ret->origin = columns.tag;
	ret->text = columns.message;
	struct sv time = columns.time;
	if (!time_take_iso(&time, &civil) || !time_from_civil(&civil, &ret->time.us))
		ret->time.us = TIME_NONE;
	if (ret->time.us == TIME_NONE)
		ret->time.zone = ZONE_UNKNOWN;
}

/* Not as the app writes them: quoted, numbered by a search, with blanks for tabs. */
static bool is_copied(struct sv line)
{
	struct columns columns;
	struct sv text = line_first(line);
	if (text.len > 27 && text.ptr[27] == '\t' && is_time(sv_sub(text, 0, 27)))
		return false;
	return split(text, &columns) && (columns.time.ptr != text.ptr ||
		columns.time.ptr[columns.time.len] != '\t');
}

/* What somebody took out of a log is not all of it, and its silence shows nothing. */
static unsigned copy_probe(struct sv head)
{
	return lines_count_entries(head, is_copied) ? omadm_probe(head) + 1 : 0;
}

#define GRAMMAR .name = "omadm", .platform = LOG_ANDROID, .cue = {"\n", 1},                      \
	.starts = omadm_starts, .glance = omadm_glance, .head = omadm_head,                     \
	.decode = omadm_decode,                                                                  \
	.preamble_is_entry = true

const struct log_format fmt_omadm = {
	GRAMMAR,
	.title = N_("OMADM log (Android)"),
	.probe = omadm_probe,
	.most = 90,
};

const struct log_format fmt_omadm_copy = {
	GRAMMAR,
	.title = N_("lines copied out of an OMADM log (Android)"),
	.probe = copy_probe,
	.most = 91,
	.partial = true,
};

/* The Microsoft Intune app of corporate-owned devices; what it leaves out is not known. */
const struct log_format fmt_cloud_extension = {
	GRAMMAR,
	.title = N_("log of the Microsoft Intune app (CloudExtension, Android)"),
	.probe = cloud_probe,
	.most = 99,
	.partial = true,
};

/* CompanyPortal_0.log, Msal_0.log … of the same app, which do not show profiles. */
const struct log_format fmt_android_other = {
	GRAMMAR,
	.title = N_("another log of Company Portal, not the OMADM log (Android)"),
	.probe = other_probe,
	.most = 98,
	.partial = true,
};
