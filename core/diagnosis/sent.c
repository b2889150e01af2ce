#include "sent.h"

#include <stdio.h>

static size_t bucket_of(struct sv session, struct sv message)
{
	uint32_t hash = 0;
	for (size_t i = 0; i < session.len; i++)
		hash = hash * 31 + (unsigned char)session.ptr[i];
	for (size_t i = 0; i < message.len; i++)
		hash = hash * 31 + (unsigned char)message.ptr[i];
	return hash % SENT_BUCKETS;
}

static bool is_of(const struct sent_command *command, struct sv session, struct sv message)
{
	return sv_eq(sv_str(command->session), session) && sv_eq(sv_str(command->message), message);
}

static void destroy(struct sent_command *command)
{
	free(command->node);
	free(command);
}

void sent_finish(struct sent *sent)
{
	for (size_t i = 0; i < SENT_BUCKETS; i++)
		while (sent->first[i]) {
			struct sent_command *next = sent->first[i]->next;
			destroy(sent->first[i]);
			sent->first[i] = next;
		}
}

static void copy(char *to, size_t size, struct sv from)
{
	snprintf(to, size, SV_FMT, SV_ARG(from));
}

bool sent_add(struct sent *sent, const struct syncml *message, const struct syncml_command *command)
{
	size_t bucket = bucket_of(message->session, message->message);
	if (sent->count >= SENT_MAX)
		return false;
	struct sent_command *added = xcalloc(1, sizeof(*added));
	copy(added->session, sizeof(added->session), message->session);
	copy(added->message, sizeof(added->message), message->message);
	copy(added->id, sizeof(added->id), command->id);
	copy(added->name, sizeof(added->name), command->name);
	added->node = sv_dup(command->node);
	*(sent->first[bucket] ? &sent->last[bucket]->next : &sent->first[bucket]) = added;
	sent->last[bucket] = added;
	sent->count++;
	return true;
}

void sent_forget(struct sent *sent, const struct syncml *message)
{
	size_t bucket = bucket_of(message->session, message->message);
	struct sent_command **at = &sent->first[bucket];
	sent->last[bucket] = NULL;
	while (*at) {
		struct sent_command *command = *at;
		if (is_of(command, message->session, message->message)) {
			*at = command->next;
			destroy(command);
			sent->count--;
		} else {
			sent->last[bucket] = command;
			at = &command->next;
		}
	}
}

const struct sent_command *sent_next(const struct sent *sent, struct sv session,
	const struct syncml_status *status, const struct sent_command *after)
{
	const struct sent_command *command = after ? after->next
		: sent->first[bucket_of(session, status->message_ref)];
	while (command && !(is_of(command, session, status->message_ref) &&
		sv_eq(sv_str(command->id), status->command_ref)))
		command = command->next;
	return command;
}
