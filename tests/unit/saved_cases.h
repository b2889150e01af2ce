/* For the tests of saved diagnoses: the parts of one as JSON, and when two are the same. */
#ifndef SAVED_CASES_H
#define SAVED_CASES_H

#include "test_diagnosis_case.h"

#include "diagnosis/diagnosis_file.h"

#define HEAD "{\"scepwiz-diagnosis\":1,\"saved\":\"2024-08-20T09:41:04Z\",\"guide\":\"scep-ios\","
#define OPTIONS "\"options\":{},"
#define CHECKS "\"checks\":{},"
#define LOGS "\"logs\":[\"/a\"],"
#define VIEW "\"view\":{\"log\":0,\"entry\":1}}"

static inline void same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static inline void same_options(const struct case_options *a, const struct case_options *b)
{
	assert_int_equal(a->assigned_at, b->assigned_at);
	assert_int_equal(a->last_check_in, b->last_check_in);
	assert_string_equal(a->profile, b->profile);
	assert_int_equal(a->log.platform, b->log.platform);
	assert_int_equal(a->log.has_zone, b->log.has_zone);
	assert_int_equal(a->log.zone_us, b->log.zone_us);
	assert_int_equal(a->log.has_date, b->log.has_date);
	assert_memory_equal(&a->log.date, &b->log.date, sizeof(a->log.date));
}

static inline void same_case(const struct saved_case *a, const struct saved_case *b)
{
	assert_int_equal(a->saved_us, b->saved_us);
	assert_string_equal(a->guide, b->guide);
	assert_string_equal(a->step, b->step);
	assert_string_equal(a->outcome, b->outcome);
	same_options(&a->options, &b->options);
	for (int i = 0; i < CHECK_COUNT; i++) {
		assert_int_equal(a->checks[i].given, b->checks[i].given);
		assert_int_equal(a->checks[i].outcome, b->checks[i].outcome);
		same_text(a->checks[i].note, b->checks[i].note);
	}
	assert_int_equal(a->logs_count, b->logs_count);
	for (size_t i = 0; i < a->logs_count; i++)
		assert_string_equal(a->logs[i], b->logs[i]);
	assert_int_equal(a->log, b->log);
	assert_true(a->entry == b->entry);
	same_text(a->filter, b->filter);
}

#endif
