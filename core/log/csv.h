/* Records parted by commas, tabs or semicolons, RFC 4180: a field in quotes may hold
 * anything, quotes doubled. A quote within a field without quotes is a character. */
#ifndef LOG_CSV_H
#define LOG_CSV_H

#include "base/sv.h"

enum csv_end {
	CSV_ENDS,   /* behind its line feed */
	CSV_CUT,    /* the text ends, and the record may end there */
	CSV_OPEN,   /* the text ends within quotes */
	CSV_BROKEN, /* something follows a closing quote */
};

/* Where the record at the beginning of text ends; *ret_len: the bytes looked at. */
enum csv_end csv_record(struct sv text, char sep, size_t *ret_len);

/* Takes one field off a record; doubled quotes become one in the arena. False: no more. A
 * field whose quotes are broken goes to the record's end, without its outer quotes. */
bool csv_take(struct sv *rest, char sep, struct arena *arena, struct sv *ret);

#endif
