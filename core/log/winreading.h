/* What the parts of an <Event> of Windows mean for the entry that is made of it, whoever reads them: by
 * hand or by libxml2 (winevent.c, and nobody else). */
#ifndef LOG_WINREADING_H
#define LOG_WINREADING_H

#include "base/libxml2.h"
#include "base/plainxml.h"
#include "base/xmlshape.h"
#include "format.h"

#define WINREADING_FIELDS_MAX 1000

enum section { SECTION_NONE, SECTION_SYSTEM, SECTION_DATA, SECTION_USER, SECTION_RENDERING };

/* What a slot of an event's shape means (base/xmlshape.h). */
enum meaning {
	MEANS_NOTHING, MEANS_ORIGIN, MEANS_GUID, MEANS_TIME, MEANS_USER, MEANS_ID, MEANS_LEVEL,
	MEANS_RECORD, MEANS_CHANNEL, MEANS_COMPUTER, MEANS_MESSAGE, MEANS_DATA_NAME, MEANS_DATA,
};

/* Read by hand, an entry's slices are the event's own bytes, or decoded in its arena. */
struct reading {
	xmlTextReaderPtr reader; /* NULL: it is read by hand */
	struct plainxml plain;   /* then */
	struct xmlshape_path *path; /* NULL: its shape is not learnt */
	struct log_entry *entry;
	enum section section;
	struct sv element; /* the innermost open one */
	struct sv data_name;
	struct strbuf text; /* of the innermost open element, by the library */
	unsigned unnamed, told; /* told: a bit for each meaning that has been */
	bool leaf;
	bool sketch, unsure; /* only what a sketch tells; and whether it can't be sure of that */
};

/* Where an element begins, at this depth (of the root: 0). */
void winreading_open(struct reading *r, struct sv name, int depth);
/* … and ends; text: what stands before its end. */
void winreading_close(struct reading *r, struct sv name, int depth, struct sv text);
/* text means this of the entry; as it stands in the event, where it is read by hand. */
void winreading_set(struct reading *r, enum meaning meaning, struct sv text);

#endif
