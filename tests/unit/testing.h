/* cmocka with what it wants included before it. */
#ifndef TESTING_H
#define TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/sv.h"

#define assert_sv(actual, expected)                                                           \
	do {                                                                                  \
		struct sv assert_sv_ = (actual);                                              \
		assert_int_equal(assert_sv_.len, strlen(expected));                           \
		assert_memory_equal(assert_sv_.ptr, expected, assert_sv_.len);                \
	} while (0)

#endif
