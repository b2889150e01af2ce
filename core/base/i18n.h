/* Text for people. Source strings are English; core/po holds the other languages.
 * N_() only marks a string that a table keeps and _() translates when it is shown. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)
#define P_(one, many, count) ngettext(one, many, count)

/* lang "en", "fr", or NULL for the environment's choice. locale_dir: where the .mo files
 * are. Text is UTF-8 inside the program, whatever the terminal speaks. */
void i18n_init(const char *lang, const char *locale_dir);

#endif
