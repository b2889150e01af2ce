/* SyncML messages and the SCEP request within them: three layers of XML, unwrapped with
 * libxml2 under limits (RELIABILITY §4), into named fields. */
#ifndef SCEP_PAYLOAD_H
#define SCEP_PAYLOAD_H

#include "base/err.h"
#include "base/value.h"

struct syncml_command {
	struct sv name;   /* "Add", "Replace", "Get", "Delete", "Exec", … */
	struct sv id;     /* CmdID */
	struct sv node;   /* Target/LocURI of one Item; a command with two Items is two of these */
	struct sv data;   /* Item/Data, unescaped once */
	struct sv format; /* Meta/Format */
};

struct syncml_status {
	struct sv message_ref, command_ref, command; /* MsgRef, CmdRef, Cmd */
	struct sv node;                              /* TargetRef, often absent */
	int64_t status;                              /* Data, -1 if it is no number */
};

struct syncml {
	struct sv session, message, source, target; /* SyncHdr; source and target are LocURIs */
	bool from_server; /* the source is an https address: server to device */
	struct syncml_command *commands;
	size_t commands_count, commands_cap;
	struct syncml_status *statuses;
	size_t statuses_count, statuses_cap;
	bool cut; /* the text ends or breaks early; what is here was complete before that */
	struct arena arena;
};

/* text may have anything before <SyncML or the XML declaration. False: no SyncML, or
 * nothing readable; err says why. */
bool syncml_read(struct sv text, struct syncml *ret, struct err *err);
void syncml_finish(struct syncml *syncml);

/* The <Data> of an Install node (unescaped once, as syncml_command.data): the fields of
 * CONTRACT as a map, yours; NULL if it is no CertificateRequest. Fields that are absent in the
 * text are absent in the map. The challenge is always masked here, so that nobody above can
 * forget to. What could be read before damage is kept. */
struct value *payload_read(struct sv data, struct err *err);

/* Names for numbers: "keyEncipherment" … for the bits of an X.509 key usage byte; "UPN" for a
 * SAN's AltNameType 11. NULL for unknown ones. */
const char *payload_key_usage_name(unsigned bit);
const char *payload_san_type_name(int64_t type);

#endif
