/* A secret (a token, a client secret) in memory: in pages of its own that are locked, left out of
 * core dumps, and wiped before they go. It is never in argv, the environment or a file of ours. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "err.h"
#include "sv.h"

#define SECRET_MAX (64u << 10) /* bytes; no token comes near it */

struct secret {
	char *ptr; /* NUL-terminated; NULL: none */
	size_t len;
};

/* To be called before the first secret: no core dump of this process, and no other process of the
 * same user looks into it. */
void secrets_guard(void);

/* A copy takes the place of what was there. False: larger than SECRET_MAX. */
bool secret_set(struct secret *secret, struct sv bytes);
void secret_wipe(struct secret *secret);
struct sv secret_sv(const struct secret *secret); /* "" if there is none */

/* All of a descriptor until its end, without the blanks and line ends around it. what names it in
 * the error: "--token-stdin". */
bool secret_read_fd(struct secret *secret, int fd, const char *what, struct err *err);
/* From a file that nobody but its owner can read (0600 or less), no link. */
bool secret_read_file(struct secret *secret, const char *path, struct err *err);

#endif
