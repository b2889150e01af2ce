#include "copy.h"

#include "base/file.h"
#include "base/sanitise.h"
#include "report/report.h"

/* With --no-state nothing is written anywhere; then only the clipboard is left. */
static bool write_copy(struct app *app, struct sv text)
{
	struct err err = {0};
	autofree char *folder = app->options.keep ? file_state_dir() : NULL;
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	if (!folder)
		return false;
	strbuf_addf(&path, "%s/copied.txt", folder);
	if (!file_make_dir(folder, &err) || !file_write(path.ptr, text, true, &err)) {
		app_message(app, LOOK_ERROR, "%s", err.text);
		return false;
	}
	app_message(app, LOOK_MESSAGE, _("Copied, redacted, to %s"), path.ptr);
	return true;
}

void copy_text(struct app *app, struct sv text)
{
	autostrbuf redacted, clean;
	strbuf_init(&redacted, STRBUF_RECORD);
	strbuf_init(&clean, STRBUF_RECORD);
	struct redactor *redactor = report_redactor(app->wizard.diagnosis, app->options.reveal);
	redact(redactor, text, &redacted);
	redactor_destroy(redactor);
	sanitise(&clean, strbuf_sv(&redacted), SANITISE_LINES);
	strbuf_char(&clean, '\n');
	bool written = write_copy(app, strbuf_sv(&clean));
	if (app->options.settings->clipboard) {
		term_clipboard(app->term, strbuf_sv(&clean));
		if (!written)
			app_message(app, LOOK_MESSAGE, _("Copied, redacted, to the clipboard"));
	} else if (!written && !app->message[0]) {
		app_message(app, LOOK_MESSAGE, _("Nothing was copied: with --no-state only the "
			"clipboard is left, and the settings do not allow it (clipboard = yes)"));
	}
}
