/* What this processor can. The C library has asked it already, before the program began: asking again
 * takes a tenth of a millisecond where the machine is a virtual one. */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#if defined(__x86_64__)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define cpu_has_avx2() (CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1))
#define cpu_has_avx512_bytes()                                                                 \
	(CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512_VBMI) && CPU_FEATURE_ACTIVE(BMI1))
#define cpu_has_pclmul() (CPU_FEATURE_ACTIVE(PCLMULQDQ) && CPU_FEATURE_ACTIVE(SSE4_1))
#else
#define cpu_has_avx2() (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
#define cpu_has_avx512_bytes()                                                                 \
	(__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") &&         \
	 __builtin_cpu_supports("bmi"))
#define cpu_has_pclmul() (__builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"))
#endif
#endif

#endif
