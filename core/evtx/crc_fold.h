/* Many bytes folded into 16 that have the same CRC-32: long messages are shortened by
 * carry-less multiplication, 64 bytes a turn, three times as fast as memory can deliver.
 * Source: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ",
 * Intel, 2009; the constants are x^n modulo the polynomial 0x104c11db7, bits reversed. */
#ifndef EVTX_CRC_FOLD_H
#define EVTX_CRC_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRC_FOLD_LEAST 64u /* bytes */

/* Can this processor do it? */
bool crc_fold_works(void);

/* Folds len bytes, a multiple of 16 and not less than CRC_FOLD_LEAST, after a message with
 * this inner state (the sum, its bits flipped). The tables go on with ret from state 0. */
void crc_fold(uint32_t state, const unsigned char *bytes, size_t len, unsigned char ret[16]);

#endif
