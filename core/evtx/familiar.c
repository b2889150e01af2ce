#include "familiar.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bytes.h"

#define AT_GUID 4u  /* behind the link to the next template */
#define AT_SIZE 20u
#define NAME_HEAD 8u /* link, hash, length */

struct name {
	uint32_t at;
	bool here;
	const unsigned char *text;
	uint32_t len;
};

/* The name that is referred to at this place of the definition. False: it lies outside. */
static bool name_at(const struct binxml *chunk, uint32_t definition, uint32_t at,
	struct name *ret)
{
	uint32_t name = le32(chunk->bytes + definition + at);
	if (chunk->len < NAME_HEAD || name > chunk->len - NAME_HEAD)
		return false;
	*ret = (struct name){at, name == definition + at + 4, chunk->bytes + name + NAME_HEAD,
		2u * le16(chunk->bytes + name + 6)};
	return ret->len <= chunk->len - NAME_HEAD - name;
}

/* The same bytes up to here, and the same name? *from is moved behind the reference, and behind
 * the link in front of a name that follows; the rest of that is compared with what follows. */
static bool same_name(const struct familiar *familiar, const struct familiar_name *known,
	const struct binxml *chunk, uint32_t definition, uint32_t *from)
{
	struct name name;
	if (memcmp(familiar->bytes + *from, chunk->bytes + definition + *from, known->at - *from))
		return false;
	*from = known->at + 4;
	if (!name_at(chunk, definition, known->at, &name) || name.here != known->here)
		return false;
	if (name.here) {
		*from += 4;
		return true;
	}
	return name.len == known->len &&
		!memcmp(name.text, familiar->bytes + known->text, name.len);
}

static bool is_same(const struct familiar *familiar, const struct binxml *chunk, uint32_t at)
{
	uint32_t from = AT_GUID;
	if (familiar->size > chunk->len - at)
		return false;
	for (size_t i = 0; i < familiar->names_count; i++)
		if (!same_name(familiar, &familiar->names[i], chunk, at, &from))
			return false;
	return !memcmp(familiar->bytes + from, chunk->bytes + at + from, familiar->size - from);
}

/* Literals are moved from one copy of the definition to the other. */
static void move_literals(struct template *template, const unsigned char *from,
	const unsigned char *to)
{
	for (size_t i = 0; i < FACT_COUNT; i++) {
		struct fact_place *place = &template->facts[i];
		if (place->how == FACT_LITERAL)
			place->literal.ptr = (const char *)to +
				((const unsigned char *)place->literal.ptr - from);
	}
}

bool familiars_find(const struct familiars *familiars, const struct binxml *chunk, uint32_t at,
	struct template *ret)
{
	if (chunk->len < AT_SIZE + 4 || at > chunk->len - AT_SIZE - 4)
		return false;
	for (size_t i = 0; i < familiars->count; i++) {
		const struct familiar *familiar = &familiars->items[i];
		if (memcmp(familiar->bytes + AT_GUID, chunk->bytes + at + AT_GUID, 20) ||
		    !is_same(familiar, chunk, at))
			continue;
		*ret = familiar->template;
		ret->at = at;
		ret->end = at + familiar->size;
		move_literals(ret, familiar->bytes, chunk->bytes + at);
		return true;
	}
	return false;
}

static bool lies_within(const struct template *template, const struct binxml *chunk)
{
	const char *begin = (const char *)chunk->bytes + template->at;
	const char *end = (const char *)chunk->bytes + template->end;
	for (size_t i = 0; i < FACT_COUNT; i++) {
		const struct fact_place *place = &template->facts[i];
		if (place->how == FACT_LITERAL && (place->literal.ptr < begin ||
		    place->literal.ptr + place->literal.len > end))
			return false;
	}
	return true;
}

/* Takes over the names. False: one is odd, or they are too large together. */
static bool take_names(struct familiar *familiar, const struct binxml *chunk,
	const struct binxml_names *names, uint32_t definition)
{
	uint32_t used = familiar->size;
	familiar->names = xcalloc(names->count + 1, sizeof(*familiar->names));
	for (size_t i = 0; i < names->count; i++) {
		struct name name;
		if (names->at[i] < definition + AT_SIZE + 4 ||
		    names->at[i] + 4 > definition + familiar->size ||
		    !name_at(chunk, definition, names->at[i] - definition, &name))
			return false;
		familiar->names[familiar->names_count++] = (struct familiar_name){name.at,
			name.here, used, name.len};
		if (name.here)
			continue;
		if (name.len > 2 * FAMILIAR_SIZE_MAX - used)
			return false;
		memcpy(familiar->bytes + used, name.text, name.len);
		used += name.len;
	}
	return true;
}

static void finish(struct familiar *familiar)
{
	free(familiar->bytes);
	free(familiar->names);
	*familiar = (struct familiar){0};
}

void familiars_keep(struct familiars *familiars, const struct binxml *chunk,
	const struct template *template, const struct binxml_names *names)
{
	uint32_t size = template->end - template->at;
	if (familiars->count == FAMILIAR_MAX || size > FAMILIAR_SIZE_MAX || names->many ||
	    !template->sound || !lies_within(template, chunk))
		return;
	struct familiar *familiar = &familiars->items[familiars->count];
	familiar->size = size;
	familiar->bytes = xcalloc(1, 2 * FAMILIAR_SIZE_MAX);
	memcpy(familiar->bytes, chunk->bytes + template->at, size);
	familiar->template = *template;
	move_literals(&familiar->template, chunk->bytes + template->at, familiar->bytes);
	if (take_names(familiar, chunk, names, template->at))
		familiars->count++;
	else
		finish(familiar);
}

void familiars_finish(struct familiars *familiars)
{
	while (familiars->count)
		finish(&familiars->items[--familiars->count]);
}
