/* Words on their way out. Text passes the sanitiser, whoever wrote it. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/strbuf.h"
#include "cli.h"

void out_text(const struct front *front, struct sv text);
void out_textf(const struct front *front, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* On stderr: progress, warnings, errors. */
void err_textf(const struct front *front, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Bytes that are already safe: JSON, a finished report. False: they could not be written. */
bool out_bytes(const struct front *front, struct sv bytes);

#endif
