/* Templates that a chunk before had as well: Windows writes the same ones into each chunk. They
 * are compared, which costs a tenth of studying them anew. What may differ is where the names
 * lie that they point to, and the links within the chunk's own tables. */
#ifndef EVTX_FAMILIAR_H
#define EVTX_FAMILIAR_H

#include "template.h"

#define FAMILIAR_MAX 128u       /* templates that are kept */
#define FAMILIAR_SIZE_MAX 4096u /* bytes of one's definition, and of its names */

struct familiar_name {
	uint32_t at;        /* of the reference, from the definition's begin on */
	bool here;          /* the name itself stands behind it, in the definition */
	uint32_t text, len; /* else, among the texts: UTF-16LE */
};

struct familiar {
	unsigned char *bytes; /* the definition, then the texts of names elsewhere */
	uint32_t size;
	struct familiar_name *names;
	size_t names_count;
	struct template template; /* literals: into bytes */
};

struct familiars {
	struct familiar items[FAMILIAR_MAX];
	size_t count;
};

/* Fills *ret if the definition at this place of the chunk is a familiar one. */
bool familiars_find(const struct familiars *familiars, const struct binxml *chunk, uint32_t at,
	struct template *ret);
/* Keeps a sound template of this chunk, if there is room. names: where its definition refers
 * to them. */
void familiars_keep(struct familiars *familiars, const struct binxml *chunk,
	const struct template *template, const struct binxml_names *names);
void familiars_finish(struct familiars *familiars);

#endif
