/* A diagnosis from the command line's words: library, guide by content, logs read. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "args.h"

struct session {
	struct library *library;
	struct diagnosis *diagnosis;
	int unreadable; /* logs that could not be opened; each was named on stderr */
};

/* Opens and reads every log; one that can't be is named on stderr and left out. False: none
 * could be read, or the options contradict; *ret_exit and err say what to end with. progress:
 * say on stderr how far it is, once it takes long. */
bool session_open(struct session *session, const struct args *args, const struct front *front,
	char **paths, int count, enum cli_exit *ret_exit, struct err *err);
void session_close(struct session *session);

/* One log more into an open session (the plain wizard). */
bool session_read_log(struct session *session, const struct front *front, const char *path,
	struct err *err);

struct library *session_library(const struct front *front, struct err *err);

#endif
