#include "i18n.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* gettext ignores LANGUAGE in the C locale, so a wish for a language needs some other
 * one; C.UTF-8 is always there on Debian. Numbers stay in the C locale: JSON and XML
 * must not see a decimal comma. */
void i18n_init(const char *lang, const char *locale_dir)
{
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (lang) {
		const char *now = setlocale(LC_MESSAGES, NULL);
		if (!now || !strcmp(now, "C") || !strcmp(now, "POSIX"))
			setlocale(LC_MESSAGES, "C.UTF-8");
		setenv("LANGUAGE", lang, 1);
	}
	bindtextdomain("scepwiz", locale_dir);
	bind_textdomain_codeset("scepwiz", "UTF-8");
	textdomain("scepwiz");
}
