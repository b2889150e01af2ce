#include "binvalue.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "bytes.h"
#include "evtx.h"

static const unsigned char *raw(struct sv bytes)
{
	return (const unsigned char *)bytes.ptr;
}

uint32_t binvalue_width(uint8_t type)
{
	static const uint8_t widths[] = {
		[EVTX_INT8] = 1, [EVTX_UINT8] = 1, [EVTX_INT16] = 2, [EVTX_UINT16] = 2,
		[EVTX_INT32] = 4, [EVTX_UINT32] = 4, [EVTX_INT64] = 8, [EVTX_UINT64] = 8,
		[EVTX_REAL32] = 4, [EVTX_REAL64] = 8, [EVTX_BOOL] = 4, [EVTX_GUID] = 16,
		[EVTX_FILETIME] = 8, [EVTX_SYSTIME] = 16, [EVTX_HEX32] = 4, [EVTX_HEX64] = 8,
	};
	return type < ARRAY_LEN(widths) ? widths[type] : 0;
}

static const char hex_digits[] = "0123456789abcdef";

/* Writes the number before end, with as many digits as it has but at least so many; gives
 * where it begins. */
__attribute__((always_inline)) static inline char *digits_before(char *end, uint64_t n, unsigned base, unsigned least)
{
	char *begin = end;
	for (; n || begin + least > end; n /= base)
		*--begin = hex_digits[n % base];
	return begin;
}

static char *decimal_before(char *end, uint64_t n)
{
	return digits_before(end, n, 10, 1);
}

static void add_between(struct strbuf *out, const char *begin, const char *end)
{
	strbuf_add(out, (struct sv){begin, (size_t)(end - begin)});
}

static void print_bytes(struct strbuf *out, struct sv bytes)
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < bytes.len; i++) {
		char pair[] = {digits[raw(bytes)[i] >> 4], digits[raw(bytes)[i] & 15]};
		strbuf_add(out, (struct sv){pair, sizeof(pair)});
	}
}

/* Nearly all text is ASCII, and most of the time of reading goes into copying it. Four
 * characters a turn: the bits that must be zero are looked at together. */
static size_t ascii_run(struct sv utf16, char *ret, size_t most)
{
	size_t len = 0, units = utf16.len / 2;
	units = units < most ? units : most;
	for (; len + 4 <= units; len += 4) {
		uint64_t four = le64(raw(utf16) + 2 * len);
		if (four & UINT64_C(0xff80ff80ff80ff80))
			break;
		four |= four >> 8;
		four = (four & 0xffff) | (four >> 16 & UINT64_C(0xffff0000));
		memcpy(ret + len, &four, 4);
	}
	for (; len < units && le16(raw(utf16) + 2 * len) < 0x80; len++)
		ret[len] = utf16.ptr[2 * len];
	return len;
}

void binvalue_text(struct strbuf *out, struct sv utf16)
{
	char run[256];
	size_t len = sizeof(run);
	while (len == sizeof(run)) {
		len = ascii_run(utf16, run, sizeof(run));
		strbuf_add(out, (struct sv){run, len});
		utf16 = sv_from(utf16, 2 * len);
	}
	if (utf16.len)
		utf8_from_utf16le(out, utf16);
}

static void print_utf16(struct strbuf *out, struct sv bytes)
{
	while (bytes.len >= 2 && !le16(raw(bytes) + bytes.len - 2))
		bytes.len -= 2;
	binvalue_text(out, bytes);
}

static void print_ansi(struct strbuf *out, struct sv bytes)
{
	while (bytes.len && !bytes.ptr[bytes.len - 1])
		bytes.len--;
	for (size_t i = 0; i < bytes.len; i++)
		utf8_from_cp1252(out, raw(bytes)[i]);
}

/* Some writers store a number in fewer or more bytes than its type has: take what is there. */
static uint64_t number(struct sv bytes)
{
	uint64_t n = 0;
	for (size_t i = bytes.len < 8 ? bytes.len : 8; i > 0; i--)
		n = n << 8 | raw(bytes)[i - 1];
	return n;
}

static int64_t number_signed(struct sv bytes)
{
	unsigned unused = bytes.len < 8 ? 64 - 8 * (unsigned)bytes.len : 0;
	return (int64_t)(number(bytes) << unused) >> unused;
}

/* snprintf writes the decimal sign of the user's language; XML has the point. */
static void print_decimal(struct strbuf *out, const char *text)
{
	for (bool sign = false; *text; text++) {
		bool plain = strchr("0123456789+-e", *text) != NULL;
		if (plain || !sign)
			strbuf_char(out, plain ? *text : '.');
		sign = !plain;
	}
}

/* The shortest text that reads back as the same number. */
static void print_real(struct strbuf *out, double value, bool wide)
{
	char text[40] = "";
	if (isnan(value) || isinf(value)) {
		strbuf_str(out, isnan(value) ? "NaN" : value < 0 ? "-INF" : "INF");
		return;
	}
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (wide ? strtod(text, NULL) == value : strtof(text, NULL) == (float)value)
			break;
	}
	print_decimal(out, text);
}

static void print_real32(struct strbuf *out, struct sv bytes)
{
	float value;
	memcpy(&value, bytes.ptr, sizeof(value));
	print_real(out, (double)value, false);
}

static void print_real64(struct strbuf *out, struct sv bytes)
{
	double value;
	memcpy(&value, bytes.ptr, sizeof(value));
	print_real(out, value, true);
}

static void print_guid(struct strbuf *out, struct sv bytes)
{
	static const int8_t order[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12,
		13, 14, 15};
	char text[38] = "{", *at = text + 1;
	for (size_t i = 0; i < sizeof(order); i++) {
		if (order[i] < 0) {
			*at++ = '-';
			continue;
		}
		*at++ = hex_digits[raw(bytes)[order[i]] >> 4];
		*at++ = hex_digits[raw(bytes)[order[i]] & 15];
	}
	*at++ = '}';
	add_between(out, text, at);
}

/* Years that no calendar of ours knows are printed as the number. */
static void print_filetime(struct strbuf *out, struct sv bytes)
{
	uint64_t ticks = le64(raw(bytes));
	char text[TIME_TEXT_MAX], fraction[8], *end = fraction + sizeof(fraction);
	uint64_t second = ticks / 10000000;
	time_rfc3339(time_from_filetime(second * 10000000), text);
	if (!text[0] || second > UINT64_C(265046774399)) {
		strbuf_addf(out, "%" PRIu64, ticks);
		return;
	}
	end[-1] = 'Z';
	strbuf_add(out, (struct sv){text, sizeof("2020-01-30T00:00:20") - 1});
	strbuf_char(out, '.');
	add_between(out, digits_before(end - 1, ticks % 10000000, 10, 7), end);
}

static void print_systime(struct strbuf *out, struct sv bytes)
{
	const unsigned char *b = raw(bytes);
	strbuf_addf(out, "%04u-%02u-%02uT%02u:%02u:%02u.%03u0000Z", le16(b), le16(b + 2),
		le16(b + 6), le16(b + 8), le16(b + 10), le16(b + 12), le16(b + 14));
}

static size_t sid_size(struct sv bytes)
{
	return bytes.len >= 8 ? 8 + 4 * (size_t)raw(bytes)[1] : SIZE_MAX;
}

static void print_sid(struct strbuf *out, struct sv bytes)
{
	const unsigned char *b = raw(bytes);
	char text[24], *end = text + sizeof(text);
	uint64_t authority = 0;
	for (size_t i = 2; i < 8; i++)
		authority = authority << 8 | b[i];
	strbuf_str(out, "S-");
	add_between(out, decimal_before(end, b[0]), end);
	strbuf_char(out, '-');
	add_between(out, decimal_before(end, authority), end);
	for (size_t i = 0; i < b[1]; i++) {
		char *begin = decimal_before(end, le32(b + 8 + 4 * i));
		*--begin = '-';
		add_between(out, begin, end);
	}
}

static void print_bool(struct strbuf *out, struct sv bytes)
{
	strbuf_str(out, number(bytes) ? "true" : "false");
}

static void print_signed(struct strbuf *out, struct sv bytes)
{
	int64_t n = number_signed(bytes);
	char text[24], *end = text + sizeof(text);
	char *begin = decimal_before(end, n < 0 ? -(uint64_t)n : (uint64_t)n);
	if (n < 0)
		*--begin = '-';
	add_between(out, begin, end);
}

static void print_unsigned(struct strbuf *out, struct sv bytes)
{
	char text[24], *end = text + sizeof(text);
	add_between(out, decimal_before(end, number(bytes)), end);
}

static void print_hex(struct strbuf *out, struct sv bytes)
{
	char text[24], *end = text + sizeof(text);
	char *begin = digits_before(end, number(bytes), 16, 1);
	*--begin = 'x';
	*--begin = '0';
	add_between(out, begin, end);
}

static const struct {
	void (*print)(struct strbuf *out, struct sv bytes);
	uint8_t least; /* with fewer bytes there is nothing to print but the bytes */
} kinds[] = {
	[EVTX_STRING] = {print_utf16, 0}, [EVTX_ANSI] = {print_ansi, 0},
	[EVTX_INT8] = {print_signed, 1}, [EVTX_UINT8] = {print_unsigned, 1},
	[EVTX_INT16] = {print_signed, 1}, [EVTX_UINT16] = {print_unsigned, 1},
	[EVTX_INT32] = {print_signed, 1}, [EVTX_UINT32] = {print_unsigned, 1},
	[EVTX_INT64] = {print_signed, 1}, [EVTX_UINT64] = {print_unsigned, 1},
	[EVTX_REAL32] = {print_real32, 4}, [EVTX_REAL64] = {print_real64, 8},
	[EVTX_BOOL] = {print_bool, 1}, [EVTX_BINARY] = {print_bytes, 0},
	[EVTX_GUID] = {print_guid, 16}, [EVTX_SIZE] = {print_hex, 1},
	[EVTX_FILETIME] = {print_filetime, 8}, [EVTX_SYSTIME] = {print_systime, 16},
	[EVTX_SID] = {print_sid, 8}, [EVTX_HEX32] = {print_hex, 1}, [EVTX_HEX64] = {print_hex, 1},
};

static void print_one(struct strbuf *out, uint8_t type, struct sv bytes)
{
	bool known = type < ARRAY_LEN(kinds) && kinds[type].print && bytes.len >= kinds[type].least;
	uint32_t width = binvalue_width(type);
	if (type == EVTX_SID && known)
		known = sid_size(bytes) <= bytes.len;
	if (!known)
		print_bytes(out, bytes);
	else
		kinds[type].print(out, width && bytes.len > width ? sv_sub(bytes, 0, width) : bytes);
}

static size_t string_size(struct sv bytes, size_t unit)
{
	size_t i = 0;
	while (i + unit <= bytes.len && memcmp(bytes.ptr + i, "\0", unit))
		i += unit;
	return i + unit;
}

/* Items of an array lie one behind the other; strings end with NUL, SIDs know their size. */
static size_t item_size(uint8_t type, struct sv bytes)
{
	size_t size = type == EVTX_STRING ? string_size(bytes, 2)
		: type == EVTX_ANSI       ? string_size(bytes, 1)
		: type == EVTX_SID        ? sid_size(bytes)
		: type == EVTX_SIZE       ? (bytes.len % 8 ? 4 : 8)
					  : binvalue_width(type);
	return size && size < bytes.len ? size : bytes.len;
}

bool binvalue_item(uint8_t type, struct sv *rest, struct sv *ret_item)
{
	if (!rest->len)
		return false;
	size_t size = item_size(type & (uint8_t)~EVTX_ARRAY, *rest);
	*ret_item = sv_sub(*rest, 0, size);
	*rest = sv_from(*rest, size);
	return true;
}

void binvalue_print(struct strbuf *out, uint8_t type, struct sv bytes)
{
	struct sv item;
	const char *between = "";
	if (!(type & EVTX_ARRAY)) {
		print_one(out, type, bytes);
		return;
	}
	for (; !out->full && binvalue_item(type, &bytes, &item); between = ", ") {
		strbuf_str(out, between);
		print_one(out, type & (uint8_t)~EVTX_ARRAY, item);
	}
}

bool binvalue_is(struct sv utf16, const char *ascii)
{
	size_t i = 0;
	for (; ascii[i]; i++)
		if (2 * i + 1 >= utf16.len || utf16.ptr[2 * i] != ascii[i] || utf16.ptr[2 * i + 1])
			return false;
	return 2 * i == utf16.len;
}
