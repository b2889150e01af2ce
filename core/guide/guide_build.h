/* From a tree whose form is right to a guide: the values are checked here. */
#ifndef GUIDE_BUILD_H
#define GUIDE_BUILD_H

#include "guide.h"
#include "guide_doc.h"

struct guide_build {
	const struct guide_doc *doc;
	struct guide *guide;
	struct err *err;
	char *provider, *channel; /* the log's, for events that name none */
};

/* The guide is yours; NULL with the first mistake. */
struct guide *guide_build(const struct guide_doc *doc, struct err *err);

/* Matches and marks of a key entry (guide_match.c). */
bool guide_build_matches(
	struct guide_build *build, const xmlNode *node, struct guide_key_entry *entry);
bool guide_build_marks(
	struct guide_build *build, const xmlNode *node, struct guide_key_entry *entry);

/* One word out of names (ends with NULL): its index, or a message: unknown WHAT "word";
 * expected …. No such attribute: *ret stays. */
bool guide_build_word(struct guide_build *build, const xmlNode *node, const char *attribute,
	const char *what, const char *const *names, int *ret);
/* "yes" or "no"; no such attribute: *ret is false. */
bool guide_build_flag(
	struct guide_build *build, const xmlNode *node, const char *attribute, bool *ret);
/* Ids are what scripts see: small letters, digits, dashes. */
bool guide_build_id(struct guide_build *build, const xmlNode *node, char **ret);

#endif
