/* What makes sure that the terminal is usable again, whatever ends the program: handlers for
 * fatal signals in the process with the screen, and a small parent that gives the terminal
 * back if that process dies by any signal, SIGKILL included. If the parent is killed, the
 * child is told (SIGTERM), gives the terminal back and ends. Both killed at once is excluded. */
#ifndef TUI_GUARDIAN_H
#define TUI_GUARDIAN_H

#include <stdbool.h>

/* Call before anything of curses. Forks: the child returns and goes on; the parent stays, and
 * never returns: it ends as the child ended (exit code; 70 for a fault of ours; else 128 + the
 * signal). terminal: the descriptor of the terminal. */
void guardian_start(int terminal);

/* In the child: what to write so that the terminal is usable (curses's own strings, captured
 * by term_open()), and whether the screen is taken at the moment. */
void guardian_set_restore(const char *bytes, unsigned len);
void guardian_screen(bool taken);

#endif
