/* What is known of a record without reading it is what reading it says, whatever the file holds. */
#include "test_evtx_image.h"

#include "evtx_agree.h"

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static uint64_t check_all(struct image *image)
{
	struct evtx *evtx = indexed(image);
	struct agreement *agreement = agreement_create();
	for (uint64_t n = 0; n < evtx_count(evtx); n++) {
		const char *wrong = agreement_check(agreement, evtx, n);
		if (wrong)
			fail_msg("record %llu: %s", (unsigned long long)n, wrong);
	}
	uint64_t outlined = agreement->outlined;
	agreement_destroy(agreement);
	evtx_close(evtx);
	return outlined;
}

static void test_sound(void **state)
{
	struct image image = load("scep_ok.evtx");
	(void)state;
	assert_int_equal(check_all(&image), RECORDS);
	add_chunk(&image, 100);
	assert_int_equal(check_all(&image), 2 * RECORDS);
	free(image.bytes);
}

/* Half of the damage hits the records' own bytes, half the templates and names anywhere. */
static void damage(struct image *image, uint64_t *random)
{
	for (uint64_t left = 1 + next_random(random) % 6; left; left--) {
		size_t at = HEAD + next_random(random) % (image->size - HEAD);
		if (next_random(random) % 2)
			at = FIRST + next_random(random) % 8000;
		static const unsigned char values[] = {0, 1, 2, 4, 0x0c, 0x0e, 0x21, 0x81, 0xff};
		image->bytes[at] = next_random(random) % 2
			? values[next_random(random) % sizeof(values)]
			: (unsigned char)(image->bytes[at] ^ 1u << next_random(random) % 8);
	}
}

static void test_damaged(void **state)
{
	struct image sound = load("scep_ok.evtx"), image = load("scep_ok.evtx");
	uint64_t random = 306, outlined = 0;
	(void)state;
	add_chunk(&sound, 8);
	image.size = sound.size;
	for (int variant = 0; variant < 600; variant++) {
		memcpy(image.bytes, sound.bytes, sound.size);
		damage(&image, &random);
		outlined += check_all(&image);
	}
	assert_true(outlined > 300 * RECORDS); /* else nothing was tested */
	free(sound.bytes);
	free(image.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
