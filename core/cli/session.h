/* A diagnosis from the command line's words: library, guide by content, logs read. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "asking.h"

/* What is done with each log instead of having it diagnosed. */
struct session_reading {
	/* Takes the source over in any case. False: err says why it can't be read. */
	bool (*open)(void *data, struct source *owned, struct err *err);
	void (*read)(void *data);
	void *data;
};

struct session {
	struct library *library;
	struct diagnosis *diagnosis;
	struct asking asking; /* what Graph said; empty if it was not asked */
	int unreadable; /* logs that could not be opened; each was named on stderr */
	bool shared;    /* the library is somebody else's */
	size_t opened;  /* logs */
	const struct session_reading *reading; /* borrowed; NULL: the diagnosis reads them */
};

/* Opens and reads every log; of a bundle or folder the one it is about (log/gather.h), and parts
 * of one rotated log as one. What was read, what not, and what was refused is told on stderr; a
 * log that can't be read is named there and left out. False: none could be, or the options
 * contradict; *ret_exit and err say what to end with. A library that is in the session already
 * is used (shared). */
bool session_open(struct session *session, const struct args *args, const struct front *front,
	char **paths, int count, enum cli_exit *ret_exit, struct err *err);
void session_close(struct session *session);

/* Asks Graph about the diagnosis, if the command line says where to; not judged yet. The logs may
 * name the device, so they are read before. False: err says why it could not be asked. */
bool session_ask_graph(struct session *session, const struct args *args,
	const struct front *front, struct err *err);

/* One path more into an open session (the plain wizard). */
bool session_read_log(struct session *session, const struct args *args,
	const struct front *front, const char *path, struct err *err);

/* The guide that --guide or --platform asks for. NULL: neither was given, or err says what is
 * wrong. */
const struct guide *session_guide(struct library *library, const struct args *args,
	struct err *err);

/* Says options and answers of the command line to a diagnosis. */
void session_say(struct diagnosis *diagnosis, const struct args *args);

struct library *session_library(const struct front *front, struct err *err);

#endif
