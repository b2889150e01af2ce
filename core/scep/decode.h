/* What a number says of itself, before any table: the family by its upper bits, and the
 * number that family knows it by (the rules of codes.md §0 as code; Intune's 0x87D1 words
 * after the vendor's list of policy errors). */
#ifndef SCEP_DECODE_H
#define SCEP_DECODE_H

#include <stdint.h>

#include "base/sv.h"

enum family {
	FAMILY_PLAIN, /* a small number without an upper half */
	FAMILY_HRESULT,
	FAMILY_WIN32,
	FAMILY_WINHTTP,
	FAMILY_HTTP,
	FAMILY_REGISTER,
	FAMILY_ENROLL,
	FAMILY_CRYPT,
	FAMILY_CERT,
	FAMILY_SMARTCARD,
	FAMILY_TPM,
	FAMILY_CFGMGR,
	FAMILY_DM,
	FAMILY_SYNCML,
	FAMILY_OMA,
	FAMILY_IOS,
	FAMILY_POLICY,
	FAMILY_INTUNE,
};

struct decoded {
	enum family family;
	unsigned number; /* within the family: the HTTP status, the Win32 code … */
};

struct decoded decode(uint32_t value);
const char *family_name(enum family family);    /* "http" */
const char *family_meaning(enum family family); /* msgid */
/* "HTTP" in "HTTP 404"; NULL where the family has no numbers of its own. */
const char *family_prefix(enum family family);

/* A number as people quote it without its upper half (65000, 22003, 12007) to the whole
 * one; any other number as it is. */
uint32_t decode_quoted(uint32_t number);

/* A number under its family's name, as "HTTP" 404, "SyncML" 404 or "Error" 12175. False:
 * there is no such name, or its family has no such number. */
bool decode_named(struct sv name, uint32_t number, uint32_t *ret);

#endif
