/* The scanner with threads and without: the same log to the last bit. And what a form says at a
 * glance is what it says when it looks closely. */
#include "testing.h"

#include <stdio.h>
#include <string.h>

#include "log/format.h"
#include "log/scan.h"
#include "logs.h"

static uint64_t random_state = 306;

static unsigned pick(unsigned below)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(random_state >> 33) % below;
}

static const struct log_format *form(const char *name)
{
	for (size_t i = 0; log_formats[i]; i++)
		if (!strcmp(log_formats[i]->name, name))
			return log_formats[i];
	fail_msg("no form %s", name);
	return NULL;
}

/* ---- threads ---- */

#define BLOCKS 12
#define SIZE (BLOCKS * (512u << 10) + 4321)

typedef void add_fn(struct strbuf *out);

static void add_lines_below(struct strbuf *out)
{
	for (unsigned more = pick(4) ? 0 : pick(5); more; more--)
		strbuf_str(out, more == 1 ? "\tat a.b.c(SCEP cert)\n" : "\n");
}

static void add_omadm(struct strbuf *out)
{
	static const char *const levels[] = {"INFO", "WARN", "SEVERE", "ERR_"};
	strbuf_addf(out, "2024-04-17T19:15:%02u.2350000\t%s\tTag\t1\t2\t%s\n", pick(60),
		levels[pick(4)], pick(50) ? "nothing of interest, but of some length" : "ModelName=AC_");
	add_lines_below(out);
}

static void add_ios(struct strbuf *out)
{
	static unsigned hour;
	hour = pick(2000) ? hour : (hour + 5) % 24;
	strbuf_addf(out, "%s\t%02u:28:47.%06u%s-0500\tprofiled\t%s\n", pick(3) ? "info" : "Default",
		hour, pick(1000000), pick(2) ? " " : "", pick(60) ? "x" : "ModelName SCEP cert");
	add_lines_below(out);
}

static void add_winxml(struct strbuf *out)
{
	strbuf_addf(out, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
		"<EventID>%u</EventID></System><EventData>%s</EventData></Event>%s", pick(400),
		pick(30) ? "" : "ModelName=AC_", pick(2) ? "" : "\r\n");
}

static void add_wintext(struct strbuf *out)
{
	strbuf_addf(out, "Event[%u]:\n  Log Name: A/B\n  Event ID: 306\n  Level: Error\n"
		"  Description: \n%s\nEvent ID: none here\n\n", pick(9), pick(9) ? "x" : "SCEP cert");
}

static const struct sv literals[] = {{"ModelName", 9}, {"SCEP cert", 9}};

static struct scan *scanned(struct source *source, const struct log_format *format,
	const struct log_options *options, struct scan_from from)
{
	struct scan *scan = scan_create(source, format, from, options);
	while (scan_step(scan))
		;
	return scan;
}

static void assert_same_place(struct scan *a, struct scan *b, uint64_t n)
{
	struct scan_place one = {0}, other = {0};
	assert_true(scan_place(a, n, &one));
	assert_true(scan_place(b, n, &other));
	assert_int_equal(one.off, other.off);
	assert_int_equal(one.end, other.end);
	assert_int_equal(one.line, other.line);
}

static void assert_same(struct scan *a, struct scan *b)
{
	assert_int_equal(scan_count(a), scan_count(b));
	assert_int_equal(scan_lines(a), scan_lines(b));
	assert_int_equal(scan_position(a), scan_position(b));
	assert_int_equal(scan_saw_debug(a), scan_saw_debug(b));
	assert_int_equal(scan_hits(a), scan_hits(b));
	for (size_t i = 0; i < scan_hits(a); i++)
		assert_int_equal(scan_hit(a, i), scan_hit(b, i));
	for (size_t i = 0; i < scan_hits(a); i += 1 + pick(40)) { /* told by the hit, and by a walk */
		struct scan_place place = scan_hit_place(a, i);
		scan_set_near(a, scan_hit(a, i), &place);
		assert_same_place(a, b, scan_hit(a, i));
	}
	for (int i = 0; i < 200; i++) {
		uint64_t n = pick((unsigned)scan_count(a));
		assert_same_place(a, b, n);
		assert_int_equal(scan_midnights(a, n), scan_midnights(b, n));
	}
	assert_same_place(a, b, scan_count(a) - 1);
}

static void check_threads(const char *name, add_fn *add)
{
	struct strbuf text;
	struct log_options alone = {.literals = literals, .literals_count = ARRAY_LEN(literals)};
	struct log_options helped = alone, behind = alone;
	struct scan_from start = {0}, from;
	helped.threads = 2;
	behind.threads = 1;
	behind.background = true;
	strbuf_init(&text, 2 * SIZE);
	while (text.len < SIZE)
		add(&text);
	struct source *source = source_memory("a.log", sv_dup(strbuf_sv(&text)), text.len);
	const struct log_format *format = form(name);
	struct scan *a = scanned(source, format, &alone, start);
	struct scan *b = scanned(source, format, &helped, start);
	struct scan *c = scanned(source, format, &behind, start);
	assert_true(scan_count(a) > 1000 && scan_hits(a) > 100);
	assert_same(a, b);
	assert_same(b, c);
	/* from a place in the middle on, the entries keep their numbers */
	assert_true(scan_before(a, scan_count(a) / 3, &from));
	struct scan *d = scanned(source, format, &helped, from);
	assert_int_equal(scan_count(d), scan_count(a));
	size_t behind_it = scan_hits(a) - scan_hits(d);
	assert_true(scan_hits(d) && behind_it && scan_hit(a, behind_it) >= from.entry);
	for (size_t i = 0; i < scan_hits(d); i++)
		assert_int_equal(scan_hit(d, i), scan_hit(a, behind_it + i));
	assert_same_place(a, d, scan_hit(d, 0));
	scan_destroy(a);
	scan_destroy(b);
	scan_destroy(c);
	scan_destroy(d);
	source_close(source);
	strbuf_finish(&text);
}

static void threads_change_nothing(void **state)
{
	(void)state;
	check_threads("omadm", add_omadm);
	check_threads("ios-console", add_ios);
	check_threads("event-xml", add_winxml);
	check_threads("event-text", add_wintext);
}

/* Destroyed while its threads are at work, at any moment. */
static void can_be_dropped_at_any_time(void **state)
{
	(void)state;
	struct strbuf text;
	struct log_options options = {.threads = 2};
	strbuf_init(&text, 2 * SIZE);
	while (text.len < SIZE)
		add_omadm(&text);
	struct source *source = source_memory("a.log", sv_dup(strbuf_sv(&text)), text.len);
	for (int steps = 0; steps < 2 * BLOCKS; steps++) {
		struct scan *scan = scan_create(source, form("omadm"), (struct scan_from){0}, &options);
		options.background = steps & 1;
		for (int i = 0; i < steps; i++)
			scan_step(scan);
		scan_destroy(scan);
	}
	source_close(source);
	strbuf_finish(&text);
}

/* ---- at a glance ---- */

static void check_glance(const struct log_format *format, struct sv line)
{
	struct log_glance seen = {.clock_us = -1};
	enum log_level level = LEVEL_NONE;
	int64_t clock = -1;
	char bytes[LOG_HEAD_MAX];
	assert_true(line.len < sizeof(bytes) - LOG_GLANCE);
	memset(bytes, 'x', sizeof(bytes));
	memcpy(bytes, line.ptr, line.len);
	struct sv head = {bytes, sizeof(bytes)};
	enum glance glance = format->glance(bytes, &seen);
	if (glance == GLANCE_UNSURE)
		return;
	assert_int_equal(glance == GLANCE_ENTRY, format->starts(head, SV_EMPTY));
	if (glance != GLANCE_ENTRY)
		return;
	format->head(head, &level, &clock);
	assert_int_equal(seen.debug, level == LEVEL_DEBUG);
	assert_int_equal(seen.clock_us, clock);
}

static void a_glance_says_what_a_look_does(void **state)
{
	(void)state;
	static const struct { const char *form, *line; } lines[] = {
		{"omadm", "2024-04-17T19:15:23.2350000\tINFO\tTag\t10824\t2\tmessage\n"},
		{"omadm", "2024-04-17T19:15:23.2350000\tVERB\tEvent\tTag\t10824\t2\tmessage\n"},
		{"ios-console", "debug\t18:30:54.638009-0500\tprofiled\tmessage\n"},
		{"ios-console", "fault\t23:59:60.638009 +0145\tdmd\tmessage\n"},
	};
	static const char other[] = "\t\t\t 09:-T.xXIDebug\n\r\\\xff";
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		const struct log_format *format = form(lines[i].form);
		struct log_glance seen;
		size_t len = strlen(lines[i].line);
		char line[300];
		memset(line, ' ', sizeof(line));
		memcpy(line, lines[i].line, len);
		assert_int_equal(format->glance(line, &seen), i == 3 ? GLANCE_UNSURE : GLANCE_ENTRY);
		for (int round = 0; round < 60000; round++) {
			memcpy(line, lines[i].line, len);
			for (unsigned changes = 1 + pick(3); changes; changes--)
				line[pick(40)] = other[pick(sizeof(other) - 1)];
			check_glance(format, (struct sv){line, len});
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(can_be_dropped_at_any_time),
		cmocka_unit_test(a_glance_says_what_a_look_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
