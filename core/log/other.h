/* Files that people hand in for the log and that are not it: what they are by their content,
 * and what to collect instead. */
#ifndef LOG_OTHER_H
#define LOG_OTHER_H

#include "base/err.h"
#include "base/sv.h"

/* raw: the first bytes of the file (up to LOG_PROBE_MAX); text: the same as UTF-8. name: of
 * the file, for the message. True: it is one of them, and err is set (ERR_INPUT). */
bool other_tell(struct sv raw, struct sv text, const char *name, struct err *err);

/* The same for a folder or a file of Apple's log archive: with the command that reads it. */
bool other_tell_archive(const char *name, struct err *err); /* false: it is none by name */

#endif
