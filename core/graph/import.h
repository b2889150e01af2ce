/* Answers that were saved elsewhere: a folder with one file for each question, named as
 * `graph --list` says. Further pages of a list are NAME.2.json, NAME.3.json … An answer that is
 * an error of Graph's counts as that error. */
#ifndef GRAPH_IMPORT_H
#define GRAPH_IMPORT_H

#include "base/err.h"
#include "source.h"

/* NULL: the folder can't be read; err says why. */
struct graph_source *graph_import_create(const char *folder, struct err *err);

#endif
