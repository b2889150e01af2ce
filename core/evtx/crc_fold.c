#include "crc_fold.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "base/cpu.h"

#define WITH_FOLDING __attribute__((target("pclmul,sse4.1")))

bool crc_fold_works(void)
{
	return cpu_has_pclmul();
}

WITH_FOLDING static inline __m128i load(const unsigned char *bytes)
{
	return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

/* Moves part over the distance that by stands for, and adds it to what lies there. */
WITH_FOLDING static inline __m128i moved(__m128i part, __m128i by, __m128i there)
{
	__m128i low = _mm_clmulepi64_si128(part, by, 0x00);
	__m128i high = _mm_clmulepi64_si128(part, by, 0x11);
	return _mm_xor_si128(_mm_xor_si128(low, high), there);
}

WITH_FOLDING void crc_fold(uint32_t state, const unsigned char *bytes, size_t len,
	unsigned char ret[16])
{
	const __m128i by64 = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
	const __m128i by16 = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
	__m128i a = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128((int)state));
	__m128i b = load(bytes + 16), c = load(bytes + 32), d = load(bytes + 48);
	for (bytes += 64, len -= 64; len >= 64; bytes += 64, len -= 64) {
		a = moved(a, by64, load(bytes));
		b = moved(b, by64, load(bytes + 16));
		c = moved(c, by64, load(bytes + 32));
		d = moved(d, by64, load(bytes + 48));
	}
	a = moved(moved(moved(a, by16, b), by16, c), by16, d);
	for (; len >= 16; bytes += 16, len -= 16)
		a = moved(a, by16, load(bytes));
	_mm_storeu_si128((__m128i *)(void *)ret, a);
}

#else

bool crc_fold_works(void)
{
	return false;
}

void crc_fold(uint32_t state, const unsigned char *bytes, size_t len, unsigned char ret[16])
{
	(void)state;
	(void)bytes;
	(void)len;
	(void)ret;
}

#endif
