/* Any number to its meaning: the decode rules first (HRESULT families, Intune's signed
 * decimals, HTTP, SyncML, iOS), then the table in wizards/reference/codes.xml. Texts are
 * msgids: show them through gettext. */
#ifndef SCEP_CODES_H
#define SCEP_CODES_H

#include "base/err.h"
#include "base/strbuf.h"

struct codes;

struct code {
	uint32_t value;     /* as an unsigned 32-bit number */
	const char *family; /* "hresult", "win32", "winhttp", "http", "dm", "cfgmgr", "syncml",
			     * "intune", "ios", "policy", … */
	char number[24];    /* what the family calls it: "HTTP 404", "iOS 22003"; or "" */
	char symbol[80];    /* "DM_S_ACCEPTED_FOR_PROCESSING"; "" if it has none */
	char spelled[24];   /* canonical: 0x2ab0003, as Windows prints it, no leading zeros */
	bool success;       /* bit 31 clear, and nothing that the table calls a failure */
	bool known;         /* the table has it; else only the family could be told */
	const char *text;   /* msgid: what Windows or Intune says; "" if unknown */
	const char *meaning, *cause, *action; /* msgids; "" where nothing is to be said */
	const char *log_text; /* the untranslated sentence a Windows log prints; "" if none */
};

struct codes *codes_load(const char *path, struct err *err);
void codes_destroy(struct codes *codes);

/* A number in any spelling: 0x2ab0003, 0X02AB0003, -2016281112, 65000,
 * "Unknown Win32 Error code: 0x2ab0003", the sentence Windows prints for a known code (in
 * English, French or German, with or without its final dot), a symbol or another name of the table's, "HTTP 404",
 * "SyncML(404)". Signed decimals are taken modulo 2^32. */
bool codes_parse(const struct codes *codes, struct sv text, uint32_t *ret);

/* Always fills *ret; known tells whether the table had it. */
void codes_explain(const struct codes *codes, uint32_t value, struct code *ret);

/* Numbers that mean something only under their name: SyncML status 404, failInfo 2. */
enum vocabulary { VOCABULARY_CODE, VOCABULARY_SYNCML, VOCABULARY_AADSTS, VOCABULARY_FAIL_INFO,
	VOCABULARY_PKI_STATUS, VOCABULARY_INSTALL_STATUS, VOCABULARY_OID, VOCABULARIES };

void codes_explain_in(const struct codes *codes, enum vocabulary vocabulary, int64_t number,
	struct code *ret);
const char *vocabulary_name(enum vocabulary vocabulary); /* "failInfo"; NULL: plain codes */

/* SyncML status numbers in <Status><Data> (200, 418, 500 …). */
void codes_explain_syncml(const struct codes *codes, int64_t status, struct code *ret);
/* "1.3.6.1.5.5.7.3.2". False: the table does not have it, and ret is as it was. */
bool codes_explain_oid(const struct codes *codes, struct sv oid, struct code *ret);

/* A number or a name under the name of its vocabulary: "AADSTS53003", "failInfo=2",
 * "FailInfo(2)", "pkiStatus=FAILURE", "Install Status : (0x10)", an OID; and the names that only
 * one of them has ("SCEPFailBadRequest"). False: nothing of the kind. */
bool codes_parse_named(const struct codes *codes, struct sv text, struct code *ret);

/* For listing and tests. */
size_t codes_count(const struct codes *codes);
void codes_at(const struct codes *codes, size_t i, struct code *ret);

#endif
