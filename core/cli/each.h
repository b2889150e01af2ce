/* check --each: a row for each log, for whoever has many devices. Every path is a diagnosis of
 * its own, in a process of its own, as many at a time as there are cores; a log that kills its
 * reader costs its row and no other. */
#ifndef CLI_EACH_H
#define CLI_EACH_H

#include "args.h"

/* Rows in the order of the names: outcome, stage, profile, path, and what is missing first or
 * what is wrong; with --json one object a line (scepwiz-each.schema.json). EXIT_DONE: every
 * name got its row. Ended by INT, TERM or HUP, it ends its workers and then itself by that
 * signal. */
enum cli_exit check_each(const struct args *args, const struct front *front);

#endif
