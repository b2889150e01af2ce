/* Android: SyncML messages, command by command; and what the device answered to them. */
#include "match.h"

#include <stdio.h>
#include <string.h>

#include "scep/payload.h"

static bool status_within(const struct guide_match *match, int64_t status)
{
	return match->kind == MATCH_STATUS && status >= match->status_from &&
		status <= match->status_to && status != match->status_except;
}

/* Of whatever command, could the guide take this status for a refusal? */
static bool is_refusal(const struct guide *guide, int64_t status)
{
	for (size_t i = 0; i < guide->entries_count; i++)
		for (size_t j = 0; j < guide->entries[i].matches_count; j++)
			if (status_within(&guide->entries[i].matches[j], status))
				return true;
	return false;
}

static bool status_holds(const struct guide_match *match, struct sv command, struct sv node,
	int64_t status)
{
	return status_within(match, status) &&
		match_names(match->commands, match->commands_count, command) &&
		pattern_found(match->pattern, node);
}

/* The node as it stands in the entry, with its tags where they are still there. */
static struct sv quoted_node(const struct log_entry *entry, struct sv node)
{
	struct sv raw = strbuf_sv(&entry->raw);
	size_t at = sv_find(raw, node), tag = sizeof("<LocURI>") - 1;
	if (at == SV_NPOS || !node.len)
		return node;
	bool tagged = at >= tag && sv_eq(sv_sub(raw, at - tag, tag), SV("<LocURI>"));
	return sv_sub(raw, tagged ? at - tag : at, node.len + (tagged ? 2 * tag + 1 : 0));
}

static void add_command(struct match *match, const struct guide_key_entry *key,
	const struct syncml_command *command)
{
	if (!match_admits(match, key)) /* before its place in the entry is looked for */
		return;
	struct finding *finding = match_keep(match, key, quoted_node(&match->entry,
		command->node));
	match_set_id(match, finding, command->node);
	if (key->payload)
		finding->fields = payload_read(command->data, NULL);
}

/* Only the answers to commands about a profile matter later. */
static void take_command(struct match *match, const struct syncml *message,
	const struct syncml_command *command)
{
	struct node_meaning meaning = node_memo_find(match->nodes, command->name, command->node);
	if (meaning.key)
		add_command(match, meaning.key, command);
	if (meaning.has_id && command->id.len && !match->alone &&
	    !sent_add(&match->sent, message, command))
		match->diagnosis->overflow = true;
}

static void copy(char *to, size_t size, struct sv from)
{
	snprintf(to, size, SV_FMT, SV_ARG(from));
}

static void add_status(struct match *match, const struct guide_key_entry *key, struct sv node,
	int64_t status)
{
	autostrbuf excerpt;
	strbuf_init(&excerpt, STRBUF_LINE);
	strbuf_addf(&excerpt, "Status %lld ", (long long)status);
	strbuf_add(&excerpt, node);
	struct finding *finding = match_add(match, key, strbuf_sv(&excerpt));
	if (!finding)
		return;
	match_set_id(match, finding, node);
	finding->has_code = finding->code_is_syncml = true;
	finding->code = (uint32_t)status;
}

static void find_refusal(struct match *match, struct sv command, struct sv node, int64_t status)
{
	const struct guide *guide = match->diagnosis->guide;
	struct scep_id id;
	if (!scep_id_find(node, 0, &id))
		return;
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		for (size_t j = 0; j < key->matches_count; j++) {
			if (!status_holds(&key->matches[j], command, node, status))
				continue;
			add_status(match, key, node, status);
			return;
		}
	}
}

/* A status without a target is about every item of its command. */
static void find_status(struct match *match, const struct syncml *message,
	const struct syncml_status *status)
{
	bool targeted = status->node.len > 0;
	if (targeted && status->command.len) {
		find_refusal(match, status->command, status->node, status->status);
		return;
	}
	if (match->alone) {
		match->if_sent |= is_refusal(match->diagnosis->guide, status->status);
		return;
	}
	const struct sent_command *sent = NULL;
	while ((sent = sent_next(&match->sent, message->session, status, sent))) {
		struct sv node = targeted ? status->node : sv_str(sent->node);
		struct sv name = status->command.len ? status->command : sv_str(sent->name);
		find_refusal(match, name, node, status->status);
		if (targeted)
			return;
	}
}

/* The element as it stands in the entry, with its tags. */
static struct sv quoted_session(const struct log_entry *entry)
{
	struct sv raw = strbuf_sv(&entry->raw), end = SV("</SessionID>");
	size_t from = sv_find(raw, SV("<SessionID>")), to = sv_find(raw, end);
	bool whole = from != SV_NPOS && to != SV_NPOS && to > from && to - from < 100;
	return whole ? sv_sub(raw, from, to + end.len - from) : SV("<SyncML");
}

static const struct guide_key_entry *check_in_of(const struct guide *guide)
{
	for (size_t i = 0; i < guide->entries_count; i++)
		if (guide->entries[i].check_in == CHECK_IN_MESSAGE)
			return &guide->entries[i];
	return NULL;
}

/* The first message of each session with a server. */
static void add_check_in(struct match *match, const struct syncml *message)
{
	const struct guide_key_entry *key = check_in_of(match->diagnosis->guide);
	char session[sizeof(match->session)];
	if (match->alone) {
		match->if_first |= key != NULL;
		return;
	}
	copy(session, sizeof(session), message->session);
	if (match->has_session && !strcmp(match->session, session))
		return;
	memcpy(match->session, session, sizeof(session));
	match->has_session = true;
	if (key)
		match_add(match, key, quoted_session(&match->entry));
}

/* A message of the server: what it commands, and which of it may be answered later. */
static void take_commands(struct match *match, const struct syncml *message)
{
	add_check_in(match, message);
	if (!match->alone)
		sent_forget(&match->sent, message);
	for (size_t i = 0; i < message->commands_count; i++)
		take_command(match, message, &message->commands[i]);
}

void match_syncml(struct match *match)
{
	const struct log_entry *entry = &match->entry;
	struct coverage *coverage = &match->diagnosis->logs[match->log].coverage;
	struct syncml message;
	if (!sv_has(entry->text, SV("<SyncML")))
		return;
	if (!syncml_read(entry->text, &message, NULL)) {
		coverage_syncml(coverage, SV_EMPTY, entry->time.us, false, false, true);
		return;
	}
	coverage_syncml(coverage, message.session, entry->time.us, message.from_server,
		entry->level == LEVEL_DEBUG, message.cut || entry->cut);
	if (message.from_server)
		take_commands(match, &message);
	for (size_t i = 0; !message.from_server && i < message.statuses_count; i++)
		find_status(match, &message, &message.statuses[i]);
	syncml_finish(&message);
}
