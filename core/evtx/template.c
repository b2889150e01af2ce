#include "template.h"

#include "binvalue.h"
#include "evtx.h"

#define SLOTS_MAX 256 /* more of them are not followed: such a template is not called sound */

enum where { NOWHERE, IN_SYSTEM, BESIDE_SYSTEM };

struct study {
	struct template *template;
	unsigned depth, deepest;
	enum where where;
	bool odd_head, odd_data; /* it is not as simple as is_head or is_data promise */
	bool in_tag, parent;     /* parent: the innermost element so far has one within it */
	struct sv root;
	uint16_t depends;        /* of the innermost element */
	bool provider, created;  /* it is Provider, or TimeCreated, of System */
	struct fact_place *element, *attribute; /* the facts they tell; NULL: none */
	bool seen[FACT_COUNT];
	uint8_t uses[SLOTS_MAX];
};

/* The fact that this element of System tells, or this attribute of it. */
static struct fact_place *wanted(struct study *study, const char *const names[FACT_COUNT],
	struct sv name)
{
	for (size_t i = 0; i < FACT_COUNT; i++) {
		struct fact_place *fact = &study->template->facts[i];
		if (!names[i] || !binvalue_is(name, names[i]))
			continue;
		if (study->seen[i])
			fact->how = FACT_MIXED;
		study->seen[i] = true;
		return fact;
	}
	return NULL;
}

static void begin_fact_element(struct study *study, struct sv name)
{
	static const char *const names[FACT_COUNT] = {[FACT_ID] = "EventID",
		[FACT_CHANNEL] = "Channel", [FACT_COMPUTER] = "Computer"};
	study->element = wanted(study, names, name);
	study->provider = binvalue_is(name, "Provider");
	study->created = binvalue_is(name, "TimeCreated");
}

static void begin_attribute(struct study *study, struct sv name)
{
	static const char *const provider[FACT_COUNT] = {[FACT_PROVIDER] = "Name",
		[FACT_GUID] = "Guid"};
	static const char *const created[FACT_COUNT] = {[FACT_TIME] = "SystemTime"};
	study->attribute = study->provider ? wanted(study, provider, name)
		: study->created           ? wanted(study, created, name)
					   : NULL;
}

/* An element that depends on another value than its own may be missing. */
static void note_fact(struct study *study, struct fact_place place)
{
	struct fact_place *fact = study->in_tag ? study->attribute : study->element;
	/* the root of data is a field itself if it has text, which depends on the values */
	study->odd_data |= study->depth == 1 && !study->in_tag;
	if (!fact)
		return;
	bool certain = study->depends == PIECE_NO_SLOT ||
		(place.how == FACT_SLOT && study->depends == place.slot);
	if (fact->how != FACT_ABSENT || !certain)
		place.how = FACT_MIXED;
	*fact = place;
}

static void note_slot(struct study *study, const struct piece *piece)
{
	struct template *template = study->template;
	if (piece->slot >= SLOTS_MAX) {
		template->sound = false;
		return;
	}
	uint16_t uses = ++study->uses[piece->slot];
	template->sound &= uses < UINT8_MAX;
	template->uses = uses > template->uses ? uses : template->uses;
	if (piece->slot >= template->slots)
		template->slots = (uint16_t)(piece->slot + 1);
	if (study->depth == 1 && !study->in_tag) {
		study->odd_head |= template->rest != PIECE_NO_SLOT;
		template->rest = piece->slot;
	}
	note_fact(study, (struct fact_place){.how = FACT_SLOT, .slot = piece->slot});
}

static void begin_part(struct study *study, const struct piece *piece)
{
	bool first = study->where == NOWHERE && binvalue_is(piece->bytes, "System");
	study->where = first ? IN_SYSTEM : BESIDE_SYSTEM;
	study->odd_head |= !first || piece->slot != PIECE_NO_SLOT;
}

static void begin_element(struct study *study, const struct piece *piece)
{
	study->depth++;
	study->deepest = study->depth > study->deepest ? study->depth : study->deepest;
	study->in_tag = true;
	study->parent = study->provider = study->created = false;
	study->element = study->attribute = NULL;
	study->depends = piece->slot;
	/* the root of a head is there whatever it depends on; that of data is not */
	study->odd_data |= piece->slot != PIECE_NO_SLOT;
	study->odd_head |= study->depth > 3;
	if (study->depth == 1)
		study->root = piece->bytes;
	else if (study->depth == 2)
		begin_part(study, piece);
	else if (study->depth == 3 && study->where == IN_SYSTEM)
		begin_fact_element(study, piece->bytes);
}

/* Leaves right below the root, or deeper: see is_leaf() in record.c. */
static void end_element(struct study *study)
{
	if (study->depth > 1 && !study->parent)
		study->template->fields++;
	study->parent = true;
	study->in_tag = false;
	study->element = study->attribute = NULL;
	study->depth--;
}

static void take(void *data, const struct piece *piece)
{
	struct study *study = data;
	switch (piece->kind) {
	case PIECE_ELEMENT:
		begin_element(study, piece);
		break;
	case PIECE_ATTRIBUTE:
		begin_attribute(study, piece->bytes);
		break;
	case PIECE_BODY:
		study->in_tag = false;
		break;
	case PIECE_VALUE:
		note_fact(study, (struct fact_place){
			.how = piece->type == EVTX_STRING ? FACT_LITERAL : FACT_MIXED,
			.literal = piece->bytes});
		break;
	case PIECE_SLOT:
		note_slot(study, piece);
		break;
	case PIECE_END:
	case PIECE_EMPTY_END:
		end_element(study);
		break;
	case PIECE_PI:
		break;
	}
}

static bool is_data_root(struct sv root)
{
	return !binvalue_is(root, "System") && !binvalue_is(root, "RenderingInfo");
}

void template_study(struct template *ret, const struct binxml *chunk, uint32_t at,
	struct binxml_names *ret_names)
{
	struct study study = {.template = ret};
	struct binxml walk = *chunk;
	*ret = (struct template){.at = at, .rest = PIECE_NO_SLOT, .uses = 1, .sound = true};
	walk.take = take;
	walk.data = &study;
	walk.names = ret_names;
	ret->sound &= binxml_draft(&walk, at, &ret->end);
	ret->text = BINXML_TEXT - walk.text;
	ret->work = BINXML_WORK - walk.work;
	ret->levels = (uint16_t)study.deepest;
	if (ret->rest != PIECE_NO_SLOT && study.uses[ret->rest] != 1)
		ret->rest = PIECE_NO_SLOT;
	ret->is_head = ret->sound && !study.odd_head && study.where == IN_SYSTEM;
	ret->is_data = ret->sound && !study.odd_data && is_data_root(study.root);
}
