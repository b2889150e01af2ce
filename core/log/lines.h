/* What copies out of documents and editors put around a log's lines. */
#ifndef LOG_LINES_H
#define LOG_LINES_H

#include "base/sv.h"

struct sv line_first(struct sv text); /* up to its line feed, without CR */
/* What follows the first line's part `from` (a slice of it, perhaps empty) to the end of
 * text: the message of an entry of several lines. */
struct sv line_and_below(struct sv text, struct sv from);

struct sv line_skip_blanks(struct sv line);

/* Leading blanks, the "> " of a quotation, and the "Line 390870: " or "390870:" that the results
 * of a search carry. */
struct sv line_skip_number(struct sv line);

/* How many of the first lines satisfy is_entry, counted up to 20: for probes. */
unsigned lines_count_entries(struct sv head, bool (*is_entry)(struct sv line));

#endif
