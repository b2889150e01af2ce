/* What numbers, fields and requests within an entry mean, as parts of its page. */
#ifndef TUI_ENTRY_WORDS_H
#define TUI_ENTRY_WORDS_H

#include "diagnosis/diagnosis.h"
#include "page.h"

void words_labelled(struct page *page, int indent, const char *label, struct sv text);
void words_code(struct page *page, const struct code *code);
/* The codes in what the entry says; each once. */
void words_codes_in(const struct library *library, const struct log_entry *entry,
	struct page *page);

/* What the event is about, where no key entry of the guide says more. */
void words_meaning(const struct library *library, const struct log_entry *entry,
	struct page *page);
/* Its fields by name, with what their numbers mean. False: not an event that we know. */
bool words_event(const struct library *library, const struct log_entry *entry,
	struct page *page);

/* The request of a finding, every value explained, and what is wrong with it. False: none. */
bool words_request(const struct diagnosis *diagnosis, size_t finding, struct page *page);
/* The same for a request that stands in any text: nodes of Windows, a profile of Apple's. */
bool words_found_request(const struct library *library, struct sv text, struct page *page);

#endif
