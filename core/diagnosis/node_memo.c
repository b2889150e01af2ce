#include "node_memo.h"

#include <string.h>

#include "match.h"
#include "scep/identity.h"

#define SLOTS 256
#define COMMAND_MAX 16
#define NODE_MAX 160 /* bytes; what is longer is looked at each time */

struct slot { /* the last command with this hash */
	uint64_t hash;
	struct node_meaning meaning;
	uint8_t command_len, node_len;
	bool used;
	char command[COMMAND_MAX], node[NODE_MAX];
};

struct node_memo {
	const struct guide *guide;
	struct slot slots[SLOTS];
};

struct node_memo *node_memo_create(const struct guide *guide)
{
	struct node_memo *memo = xcalloc(1, sizeof(*memo));
	memo->guide = guide;
	return memo;
}

void node_memo_destroy(struct node_memo *memo)
{
	free(memo);
}

/* ---- what the guide says ---- */

static bool holds(const struct guide_match *match, struct sv command, struct sv node)
{
	return match->kind == MATCH_SYNCML &&
		match_names(match->commands, match->commands_count, command) &&
		pattern_found(match->pattern, node);
}

static struct node_meaning look_up(const struct guide *guide, struct sv command, struct sv node)
{
	struct scep_id id;
	struct node_meaning meaning = {NULL, scep_id_find(node, 0, &id)};
	for (size_t i = 0; !meaning.key && i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		bool counts = meaning.has_id || !match_needs_id(key);
		for (size_t j = 0; counts && !meaning.key && j < key->matches_count; j++)
			if (holds(&key->matches[j], command, node))
				meaning.key = key;
	}
	return meaning;
}

/* ---- what is kept of it ---- */

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 29;
}

static uint64_t add_text(uint64_t hash, struct sv text)
{
	uint64_t word = 0;
	size_t i = 0;
	for (; i + 8 <= text.len; i += 8) {
		memcpy(&word, text.ptr + i, 8);
		hash = mix(hash, word);
	}
	for (word = text.len; i < text.len; i++)
		word = word << 8 | (unsigned char)text.ptr[i];
	return mix(hash, word);
}

static bool is_kept(const struct slot *slot, uint64_t hash, struct sv command, struct sv node)
{
	return slot->used && slot->hash == hash &&
		sv_eq((struct sv){slot->command, slot->command_len}, command) &&
		sv_eq((struct sv){slot->node, slot->node_len}, node);
}

static void keep(struct slot *slot, struct sv command, struct sv node)
{
	memcpy(slot->command, command.ptr, command.len);
	memcpy(slot->node, node.ptr, node.len);
	slot->command_len = (uint8_t)command.len;
	slot->node_len = (uint8_t)node.len;
	slot->used = true;
}

struct node_meaning node_memo_find(struct node_memo *memo, struct sv command, struct sv node)
{
	if (command.len > COMMAND_MAX || node.len > NODE_MAX)
		return look_up(memo->guide, command, node);
	uint64_t hash = add_text(add_text(0, command), node);
	struct slot *slot = &memo->slots[hash % SLOTS];
	if (!is_kept(slot, hash, command, node)) {
		slot->hash = hash;
		slot->meaning = look_up(memo->guide, command, node);
		keep(slot, command, node);
	}
	return slot->meaning;
}
