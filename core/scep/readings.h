/* What a word can mean that somebody asks about: a code, an event, an object identifier. One word
 * can be several things: 404 is an HTTP status, a SyncML status and an event of Windows. */
#ifndef SCEP_READINGS_H
#define SCEP_READINGS_H

#include "codes.h"
#include "events.h"

struct reading {
	bool is_event;
	struct code code;               /* unless it is an event */
	const struct event_info *event; /* its newest wording */
};

#define READINGS_MAX 8

/* The likeliest first; 0: nothing that anybody here knows. A number is always something: then
 * its family is told, and known is false. */
size_t readings_of(const struct codes *codes, const struct events *events, struct sv text,
	struct reading ret[static READINGS_MAX]);

/* What stands for a code in a heading: its number as its family writes it. */
const char *reading_head(const struct code *code);
bool reading_is_oid(const struct code *code);

/* The next code in running text at or after from: 0x…, a negative decimal, AADSTS…, a named
 * number such as "failInfo=2", "MCSCEPErrorDomain 22013" or "Received '403", an OID that the table has. Only what
 * the table knows: a log is full of numbers. *ret_from and *ret_to: where it stands. */
bool readings_next(const struct codes *codes, struct sv text, size_t from, struct code *ret,
	size_t *ret_from, size_t *ret_to);

#endif
