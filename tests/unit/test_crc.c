/* Checksums of event logs: both ways of counting them agree with each other and with zlib's. */
#include "testing.h"

#include "evtx/crc.h"

#define MOST 70000

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void test_known(void **state)
{
	static const struct {
		const char *text;
		uint32_t sum;
	} known[] = {
		{"", 0}, {"a", 0xe8b7be43}, {"123456789", 0xcbf43926},
		{"1234567890123456789012345678901234567890123456789012345678901234567890", 0x9683b504},
		{"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
			0x7ca94a72},
	};
	struct crc crc;
	(void)state;
	crc_init(&crc);
	for (int way = 0; way < 2; way++, crc.folds = false)
		for (size_t i = 0; i < ARRAY_LEN(known); i++)
			assert_int_equal(known[i].sum, crc_add(&crc, 0,
				(const unsigned char *)known[i].text, strlen(known[i].text)));
}

static void test_ways_agree(void **state)
{
	autofree unsigned char *bytes = xmalloc(MOST);
	struct crc fast, slow;
	uint64_t random = 306;
	(void)state;
	crc_init(&fast);
	crc_init(&slow);
	slow.folds = false;
	for (size_t i = 0; i < MOST; i++)
		bytes[i] = (unsigned char)next_random(&random);
	for (size_t i = 0; i < 3000; i++) {
		size_t from = next_random(&random) % 64, len = i < 300 ? i
			: next_random(&random) % (MOST - 64);
		uint32_t sum = (uint32_t)next_random(&random);
		size_t cut = len ? next_random(&random) % len : 0;
		uint32_t whole = crc_add(&fast, sum, bytes + from, len);
		assert_int_equal(whole, crc_add(&slow, sum, bytes + from, len));
		assert_int_equal(whole, crc_add(&fast, crc_add(&fast, sum, bytes + from, cut),
			bytes + from + cut, len - cut));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_ways_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
