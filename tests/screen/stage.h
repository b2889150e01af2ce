/* The whole screen without a terminal: keys in, cells out. What a test needs to play it. */
#ifndef STAGE_H
#define STAGE_H

#include "tui/app.h"

#define STAGE_WORDS_MAX 32

struct stage {
	struct app app;
	struct term *term; /* NULL: nothing is open */
	struct library *library;
	struct theme theme;
	struct settings settings;
	char scratch[32];  /* a folder of its own, with its state in it; gone afterwards */
	char *words[STAGE_WORDS_MAX];
	int height, width;
};

/* Starts in the source's root; the clock stands, the zone is UTC, the language English. */
void stage_init(struct stage *stage);
void stage_finish(struct stage *stage);
/* As "scepwiz WORDS" would: logs, --platform P, --no-state, --ascii, --mono. False: err. */
bool stage_open(struct stage *stage, const char *words, struct err *err);
void stage_close(struct stage *stage);

/* Names of keys, blank-separated; all work is done before the next one. False: no such key. */
bool stage_keys(struct stage *stage, const char *names);
void stage_type(struct stage *stage, const char *text);
void stage_resize(struct stage *stage, int height, int width);
/* Settled and drawn: the rows of text, or of roles, each behind this sign. The name of the
 * scratch folder is not in it. */
void stage_screen(struct stage *stage, char sign, struct strbuf *out);

#endif
