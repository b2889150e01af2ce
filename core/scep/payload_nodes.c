/* The request as Windows gets it: a node a value, all of them in one message. */
#include "payload.h"

#define CSP "ClientCertificateInstall/SCEP/"

static const struct {
	const char *node, *field;
	enum { NODE_TEXT, NODE_NUMBER, NODE_KEY_USAGE, NODE_URLS, NODE_HASHES, NODE_EKUS, NODE_SANS,
		NODE_SECRET, NODE_VALIDITY_UNIT, NODE_VALIDITY } kind;
} nodes[] = {
	{"ServerURL", "ndes_urls", NODE_URLS},
	{"Challenge", "challenge", NODE_SECRET},
	{"EKUMapping", "extended_key_usages", NODE_EKUS},
	{"KeyUsage", "key_usage", NODE_KEY_USAGE},
	{"SubjectName", "subject_name", NODE_TEXT},
	{"KeyProtection", "key_storage_provider", NODE_NUMBER},
	{"RetryDelay", "retry_delay_minutes", NODE_NUMBER},
	{"RetryCount", "retry_count", NODE_NUMBER},
	{"TemplateName", "template_name", NODE_TEXT},
	{"KeyLength", "key_length", NODE_NUMBER},
	{"HashAlgorithm", "hash_algorithms", NODE_HASHES},
	{"CAThumbprint", "ca_thumbprint", NODE_TEXT},
	{"SubjectAlternativeNames", "sans", NODE_SANS},
	{"ValidPeriod", "validity", NODE_VALIDITY_UNIT},
	{"ValidPeriodUnits", "validity", NODE_VALIDITY},
	{"ContainerName", "container_name", NODE_TEXT},
	{"CustomTextToShowInPrompt", "prompt", NODE_TEXT},
};

static void put_parts(struct value *map, const char *field, struct sv text, char sep)
{
	struct sv part;
	while (sv_cut(&text, sep, &part))
		if (sv_trim(part).len)
			payload_put_in_list(map, field, sv_trim(part));
}

static void put_ekus(struct value *map, struct sv text)
{
	struct sv oid;
	while (sv_cut(&text, '+', &oid)) {
		struct value *eku = value_map();
		value_add_text(eku, "oid", sv_trim(oid));
		value_add(payload_own(map, "extended_key_usages", VALUE_LIST), NULL, eku);
	}
}

/* "11+user@domain.com;3+host" */
static void put_sans(struct value *map, struct sv text)
{
	struct sv part, type;
	int64_t number;
	while (sv_cut(&text, ';', &part)) {
		if (!sv_trim(part).len)
			continue;
		sv_cut(&part, '+', &type);
		if (sv_to_i64(sv_trim(type), &number))
			payload_put_san(map, number, part.ptr ? sv_trim(part) : SV_EMPTY);
	}
}

static void put_node(struct value *map, size_t which, struct sv text)
{
	const char *field = nodes[which].field;
	switch (nodes[which].kind) {
	case NODE_TEXT:
		payload_put_text(map, field, text);
		break;
	case NODE_NUMBER:
		payload_put_number(map, field, text);
		break;
	case NODE_KEY_USAGE:
		payload_put_key_usage(map, text);
		break;
	case NODE_URLS:
		put_parts(map, field, text, ';');
		break;
	case NODE_HASHES: /* the reference joins with +, Intune was seen joining with ; */
		put_parts(map, field, text, sv_chr(text, ';') != SV_NPOS ? ';' : '+');
		break;
	case NODE_EKUS:
		put_ekus(map, text);
		break;
	case NODE_SANS:
		put_sans(map, text);
		break;
	case NODE_SECRET:
		payload_put_text(map, field, SV("(masked)"));
		break;
	case NODE_VALIDITY_UNIT:
		payload_put_text(payload_own(map, "validity", VALUE_MAP), "unit", text);
		break;
	case NODE_VALIDITY:
		payload_put_number(payload_own(map, "validity", VALUE_MAP), "value", text);
		break;
	}
}

/* "./User/…/SCEP/{id}/Install/{name}" to id and name. */
static bool split_node(struct sv node, struct sv *ret_id, struct sv *ret_name)
{
	size_t at = sv_ifind(node, SV(CSP));
	struct sv rest = at == SV_NPOS ? SV_EMPTY : sv_from(node, at + sizeof(CSP) - 1), install;
	return sv_cut(&rest, '/', ret_id) && sv_cut(&rest, '/', &install) &&
	       sv_ieq(install, SV("Install")) && sv_cut(&rest, '/', ret_name) && !rest.ptr;
}

struct value *payload_of_nodes(const struct syncml *message)
{
	struct value *map = NULL;
	struct sv first = SV_EMPTY, id, name;
	for (size_t i = 0; i < message->commands_count; i++) {
		const struct syncml_command *command = &message->commands[i];
		bool sets = sv_eq(command->name, SV("Add")) || sv_eq(command->name, SV("Replace"));
		if (!sets || !split_node(command->node, &id, &name) ||
		    (first.len && !sv_eq(first, id)))
			continue;
		for (size_t k = 0; k < ARRAY_LEN(nodes); k++) {
			if (!sv_ieq(name, sv_str(nodes[k].node)))
				continue;
			map = map ? map : value_map();
			first = id;
			put_node(map, k, sv_trim(command->data));
		}
	}
	return map;
}

bool payload_root(struct sv node, struct sv *ret_thumbprint)
{
	static const struct sv before[] = {{"CertificateStore/Root/", 22},
		{"RootCATrustedCertificates/Root/", 31}};
	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		size_t at = sv_find(node, before[i]);
		if (at == SV_NPOS)
			continue;
		struct sv rest = sv_from(node, at + before[i].len);
		return sv_cut(&rest, '/', ret_thumbprint) && sv_starts(rest, SV("EncodedCertificate"));
	}
	return false;
}
