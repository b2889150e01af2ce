/* Asking Graph from the command line: questions, progress, and the answers for a diagnosis. */
#ifndef CLI_ASKING_H
#define CLI_ASKING_H

#include "args.h"
#include "graph/inquiry.h"
#include "graph/session.h"

struct asking {
	struct loop *loop; /* NULL: the answers were saved */
	struct graph_session session;
	struct graph_source *source;
	struct graph_facts *facts;
	struct inquiry *inquiry;
};

/* Asks everything, after signing in if it is asked live; computer: the device's name in the log, ""; platform as far as it is known.
 * False: the answers can't be had; err says why. */
bool asking_run(struct asking *asking, const struct args *args, const struct front *front,
	enum graph_platform platform, const char *computer, struct err *err);
void asking_finish(struct asking *asking);

/* Gives the answers to the diagnosis, and looks up the profile if it was named. Not judged yet.
 * False: there is no such profile, or there are several. */
bool asking_give(const struct asking *asking, const struct args *args,
	struct diagnosis *diagnosis, struct err *err);

#endif
