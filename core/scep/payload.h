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

/* text may have anything before <SyncML or the XML declaration, and lasts as long as what was read.
 * False: no SyncML, or nothing readable; err says why. */
bool syncml_read(struct sv text, struct syncml *ret, struct err *err);
/* The same, never by hand: for tests. */
bool syncml_read_walking(struct sv text, struct syncml *ret, struct err *err);
void syncml_finish(struct syncml *syncml);

/* The <Data> of an Install node (unescaped once, as syncml_command.data): the fields of
 * CONTRACT as a map, yours; NULL if it is no CertificateRequest. Fields that are absent in the
 * text are absent in the map. The challenge is always masked here, so that nobody above can
 * forget to. What could be read before damage is kept. */
struct value *payload_read(struct sv data, struct err *err);
/* The same, never told while it is read: for tests. */
struct value *payload_read_walking(struct sv data, struct err *err);

/* Where a request comes from: the three forms in which one is delivered. */
enum payload_form { PAYLOAD_ANDROID, PAYLOAD_WINDOWS, PAYLOAD_APPLE };

/* The request that a text holds, in whatever form: a SyncML message with a CertificateRequest, one
 * with the nodes of the Windows CSP, or an Apple profile with a com.apple.security.scep payload.
 * The fields are named alike; yours. NULL: there is none. */
struct value *payload_find(struct sv text, enum payload_form *ret);
/* The Windows nodes of a message alone (the first profile in it), and an Apple profile alone. */
struct value *payload_of_nodes(const struct syncml *message);
struct value *payload_of_profile(struct sv text);

/* The thumbprint in the node of a trusted root certificate, of Android or Windows:
 * "…/CertificateStore/Root/{40 hex digits}/EncodedCertificate". False: no such node. */
bool payload_root(struct sv node, struct sv *ret_thumbprint);

/* Names for numbers: "keyEncipherment" … for the bits of an X.509 key usage byte; "UPN" for a
 * SAN's AltNameType 11. NULL for unknown ones. */
const char *payload_key_usage_name(unsigned bit);
const char *payload_san_type_name(int64_t type);

/* For the readers of the forms: into the map, unless the name is there already; as a number if
 * it is one; the key usage with its names. */
void payload_put_text(struct value *map, const char *name, struct sv text);
void payload_put_number(struct value *map, const char *name, struct sv text);
void payload_put_in_list(struct value *map, const char *name, struct sv text);
void payload_put_key_usage(struct value *map, struct sv text);
void payload_put_san(struct value *map, int64_t type, struct sv value);
struct value *payload_own(struct value *map, const char *name, enum value_kind kind);

#endif
