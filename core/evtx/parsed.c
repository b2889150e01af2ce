#include "parsed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bytes.h"

static struct sv text_of(const struct look *look, const struct instance *head, size_t i)
{
	const struct fact_place *place = &head->of->template.facts[i];
	const struct span *span = &head->of->layout.texts[i];
	if (place->how == FACT_LITERAL)
		return place->literal;
	return (struct sv){(const char *)look->bytes + head->values + span->at, span->len};
}

static bool same_text(const struct sv *a, const struct sv *b)
{
	return a->len == b->len && (a->ptr == b->ptr || !memcmp(a->ptr, b->ptr, a->len));
}

static bool same_texts(const struct kind *a, const struct kind *b)
{
	for (size_t i = 0; i < KIND_TEXTS; i++)
		if (!same_text(&a->texts[i], &b->texts[i]))
			return false;
	return true;
}

/* Events of one template mostly have the same names around them as the last one. */
static uint16_t kind_of(const struct look *look, const struct instance *head,
	const struct instance *data, struct kinds *kinds)
{
	struct known_template *memo = data->of;
	struct kind kind = {le16(look->bytes + head->values + head->of->layout.id),
		data->of->template.fields, {{0}}};
	for (size_t i = 0; i < KIND_TEXTS; i++)
		kind.texts[i] = text_of(look, head, i);
	if (memo->head == head->of && memo->last.id == kind.id && same_texts(&memo->last, &kind))
		return memo->last_kind;
	memo->head = head->of;
	memo->last = kind;
	return memo->last_kind = kinds_number(kinds, &kind);
}

static void look_at(struct look look, struct kinds *kinds, struct parsed_record *record)
{
	struct instance head, data;
	uint32_t pos = record->at.pos + RECORD_HEAD, end = record->at.pos + record->at.len - 4;
	if (record->at.torn || !instance_take(&look, pos, end, &head))
		return;
	record->whole = !head.nested || instance_take_nested(&look, &head, &data);
	if (!record->whole || !head.nested || !head.of->layout.facts_known ||
	    !data.of->template.is_data)
		return;
	record->kind = kind_of(&look, &head, &data, kinds);
	record->created = le64(look.bytes + head.values + head.of->layout.created);
}

void parsed_fill(struct parsed *parsed, uint32_t limit, struct kinds *kinds,
	struct familiars *familiars)
{
	struct look look = {.templates = &parsed->templates, .familiars = familiars,
		.bytes = parsed->chunk.bytes, .len = parsed->chunk.len};
	struct chunk_cursor cursor = chunk_start(limit);
	struct parsed_record record = {0};
	parsed->records_count = parsed->templates.count = 0;
	while (chunk_next(&parsed->chunk, &cursor, &record.at)) {
		vec_push(parsed, records, record);
		look_at(look, kinds, &parsed->records[parsed->records_count - 1]);
	}
	parsed->lost_end = record.at.lost;
}

void parsed_finish(struct parsed *parsed)
{
	free(parsed->records);
	parsed->records = NULL;
	parsed->records_count = parsed->records_cap = 0;
}
