/* Libraries that are opened at first use: none of them comes with the program, each has all that
 * its table names, and one that can't be had is told. */
#include "testing.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/late.h"
#include "base/libcrypto.h"
#include "base/libxml2.h"
#include "base/mem.h"
#include "base/sv.h"
#include "log/libarchive.h"
#include "net/libcurl.h"
#include "net/libssl.h"

static struct late *const all[] = {&libarchive_late, &libcrypto_late, &libcurl_late, &libssl_late,
	&libxml2_late};

static void none_comes_with_the_program(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		assert_null(dlopen(all[i]->file, RTLD_LAZY | RTLD_NOLOAD));
}

static void each_has_what_its_table_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct err err = {0};
		assert_true(late_load(all[i], &err));
		assert_int_equal(err.kind, ERR_NONE);
		assert_ptr_equal(late_need(all[i]), all[i]->table);
	}
	assert_true(sv_starts(sv_str(curl_version()), SV("libcurl/")));
}

static const char *const known[] = {"xmlFreeDoc"}, *const unknown[] = {"xmlFreeDoc", "no_such"};

static void what_cannot_be_had_is_told(void **state)
{
	(void)state;
	void *table[2];
	struct err err = {0};
	struct late missing = {"libnosuch.so.0", known, 1, table, false};
	assert_false(late_load(&missing, &err));
	assert_true(sv_has(sv_str(err.text), SV("libnosuch.so.0")));
	struct late poorer = {libxml2_late.file, unknown, 2, table, false};
	assert_false(late_load(&poorer, &err));
	assert_true(sv_has(sv_str(err.text), SV("no_such")));
	struct late fine = {libxml2_late.file, known, 1, table, false};
	assert_true(late_load(&fine, &err));
}

static void what_cannot_do_without_ends(void **state)
{
	(void)state;
	void *table[1];
	struct late missing = {"libnosuch.so.0", known, 1, table, false};
	int status;
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		late_need(&missing);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 127);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_comes_with_the_program),
		cmocka_unit_test(each_has_what_its_table_names),
		cmocka_unit_test(what_cannot_be_had_is_told),
		cmocka_unit_test(what_cannot_do_without_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
