#include "crc.h"

#include "bytes.h"
#include "crc_fold.h"

static uint32_t sum_of_byte(uint32_t byte)
{
	for (int bit = 0; bit < 8; bit++)
		byte = byte & 1 ? 0xedb88320u ^ byte >> 1 : byte >> 1;
	return byte;
}

void crc_init(struct crc *crc)
{
	crc->folds = crc_fold_works();
	for (uint32_t i = 0; i < 256; i++)
		crc->tables[0][i] = sum_of_byte(i);
	for (size_t t = 1; t < 8; t++)
		for (size_t i = 0; i < 256; i++) {
			uint32_t before = crc->tables[t - 1][i];
			crc->tables[t][i] = before >> 8 ^ crc->tables[0][before & 255];
		}
}

static uint32_t four(const uint32_t tables[4][256], uint32_t word)
{
	return tables[3][word & 255] ^ tables[2][word >> 8 & 255] ^ tables[1][word >> 16 & 255] ^
		tables[0][word >> 24];
}

/* sum is the inner state here: the sum, its bits flipped. */
static uint32_t by_tables(const struct crc *crc, uint32_t sum, const unsigned char *bytes,
	size_t len)
{
	for (; len >= 8; bytes += 8, len -= 8)
		sum = four(crc->tables + 4, le32(bytes) ^ sum) ^ four(crc->tables, le32(bytes + 4));
	for (; len; bytes++, len--)
		sum = crc->tables[0][(sum ^ *bytes) & 255] ^ sum >> 8;
	return sum;
}

uint32_t crc_add(const struct crc *crc, uint32_t sum, const unsigned char *bytes, size_t len)
{
	unsigned char folded[16];
	sum = ~sum;
	if (crc->folds && len >= CRC_FOLD_LEAST) {
		size_t most = len & ~(size_t)15;
		crc_fold(sum, bytes, most, folded);
		sum = by_tables(crc, 0, folded, sizeof(folded));
		bytes += most;
		len -= most;
	}
	return ~by_tables(crc, sum, bytes, len);
}
