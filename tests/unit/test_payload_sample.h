/* The documented log of Android, which holds a message and its request. */
#ifndef TEST_PAYLOAD_SAMPLE_H
#define TEST_PAYLOAD_SAMPLE_H

#include "testing.h"

#include "base/file.h"

static inline void sample(struct strbuf *text)
{
	strbuf_init(text, STRBUF_RECORD);
	assert_true(file_read(TEST_DATA "/source/android.log", text, NULL));
}

#endif
