/* The form of a log: asking few of them chooses as asking all of them would, on every file of the
 * tests and on pieces of them in a row. */
#include "testing.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "log/encoding.h"
#include "log/format.h"

#define HEAD_MAX (64u << 10)

static const struct log_format *ask_all(struct sv head, enum log_platform platform)
{
	const struct log_format *best = NULL;
	unsigned most = 0;
	for (size_t i = 0; log_formats[i]; i++) {
		const struct log_format *format = log_formats[i];
		unsigned sure = format->probe(head);
		assert_true(sure <= format->most);
		if (platform != LOG_NO_PLATFORM && format->platform != platform)
			sure /= 4;
		if (sure > most) {
			most = sure;
			best = format;
		}
	}
	return best;
}

static size_t heads, known;
static struct strbuf before;

static void compare(struct sv head)
{
	static const enum log_platform platforms[] = {LOG_NO_PLATFORM, LOG_ANDROID, LOG_IOS,
		LOG_WINDOWS, LOG_SERVER};
	for (size_t i = 0; i < sizeof(platforms) / sizeof(platforms[0]); i++)
		assert_ptr_equal(format_choose(head, platforms[i]), ask_all(head, platforms[i]));
	heads++;
	known += format_choose(head, LOG_NO_PLATFORM) != NULL;
}

/* The file; its middle; and, after it, the beginning of the one before. */
static int compare_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct strbuf text;
	(void)at;
	if (kind != FTW_F || st->st_size > (4 << 20))
		return 0;
	strbuf_init(&text, 4u << 20);
	if (file_read(path, &text, NULL)) {
		struct sv all = strbuf_sv(&text);
		compare(sv_sub(all, 0, HEAD_MAX));
		compare(sv_sub(all, all.len / 3, HEAD_MAX));
		struct strbuf both;
		strbuf_init(&both, 4u << 20);
		strbuf_add(&both, sv_sub(all, 0, HEAD_MAX / 4));
		strbuf_add(&both, sv_sub(strbuf_sv(&before), 0, HEAD_MAX / 4));
		compare(strbuf_sv(&both));
		strbuf_finish(&both);
		strbuf_reset(&before);
		strbuf_add(&before, sv_sub(all, 0, HEAD_MAX / 4));
	}
	strbuf_finish(&text);
	return 0;
}

static void few_choose_as_all(void **state)
{
	(void)state;
	strbuf_init(&before, 4u << 20);
	assert_int_equal(nftw(TEST_DATA, compare_file, 16, FTW_PHYS), 0);
	assert_int_equal(nftw(SOURCE_ROOT "/tests/fuzz/corpus", compare_file, 16, FTW_PHYS), 0);
	strbuf_finish(&before);
	assert_true(heads > 300);
	assert_true(known > 100);
}

/* Of a head without a mark, byte by byte, as encoding_of() decides once the rest is no help. */
static void runs_of_ascii_are_passed_over(void **state)
{
	(void)state;
	char text[200];
	memset(text, 'a', sizeof(text));
	for (size_t at = 0; at < 64; at++) {
		text[at] = '\xe9';
		assert_int_equal(encoding_of((struct sv){text, 100}), ENCODING_CP1252);
		text[at] = '\0'; /* no text of one byte a character */
		text[at + 70] = '\xe9';
		assert_int_equal(encoding_of((struct sv){text, 150}), ENCODING_UTF8);
		text[at] = text[at + 70] = 'a';
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_choose_as_all),
		cmocka_unit_test(runs_of_ascii_are_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
