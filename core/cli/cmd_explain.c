#include "commands.h"

#include "base/i18n.h"
#include "output.h"
#include "report/lines.h"
#include "session.h"

static void print_part(const struct front *front, const char *label, const char *msgid)
{
	if (msgid && *msgid)
		out_textf(front, "  %-9s %s\n", label, guide_text(msgid));
}

static void print_code(const struct front *front, const struct code *code)
{
	out_textf(front, "%s  %s\n", code->spelled, code->symbol);
	out_textf(front, "  %s (%s)%s\n", code->success ? _("success") : _("failure"),
		code->family, code->known ? "" : _("; not in the table"));
	print_part(front, _("text"), code->text);
	print_part(front, _("meaning"), code->meaning);
	print_part(front, _("cause"), code->cause);
	print_part(front, _("do"), code->action);
}

static void print_identity(const struct front *front, const struct scep_id *id)
{
	out_textf(front, _("SCEP profile %s%s\n"), id->profile[0] ? id->profile : "?",
		id->profile_complete ? "" : _(" (not fully printed)"));
	out_textf(front, _("  account   %s (the Intune account, the same for all profiles)\n"),
		id->account[0] ? id->account : "?");
	if (id->has_hash)
		out_textf(front, _("  version   hash %d; it changes with every edit\n"),
			(int)id->hash);
	out_textf(front, _("  do        compare the profile id with the one in the portal\n"));
}

static void explain_identity(const struct args *args, const struct front *front,
	const char *asked, const struct scep_id *id)
{
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	if (!args->json) {
		print_identity(front, id);
		return;
	}
	report_identity_line(asked, id, &line);
	out_bytes(front, strbuf_sv(&line));
}

static void explain_code(const struct args *args, const struct front *front,
	const struct library *library, const char *asked, uint32_t value)
{
	struct code code;
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	codes_explain(library->codes, value, &code);
	if (!args->json) {
		print_code(front, &code);
		return;
	}
	report_code_line(asked, &code, &line);
	out_bytes(front, strbuf_sv(&line));
}

/* An unknown word is answered, not an error: exit 0 (CONTRACT). */
static void explain_word(const struct args *args, const struct front *front,
	const struct library *library, const char *asked)
{
	struct scep_id id;
	uint32_t value;
	if (scep_id_find(sv_str(asked), 0, &id))
		explain_identity(args, front, asked, &id);
	else if (codes_parse(library->codes, sv_str(asked), &value))
		explain_code(args, front, library, asked, value);
	else if (!args->json)
		out_textf(front, _("%s: neither a code nor a profile id; expected 0x…, a decimal "
			"number, a symbol, or ModelName=…\n"), asked);
	else
		err_textf(front, _("scepwiz: %s: neither a code nor a profile id\n"), asked);
}

enum cli_exit cmd_explain(const struct args *args, const struct front *front)
{
	struct err err = {0};
	if (!args->operands_count)
		return command_usage(front, _("explain: name a code or an id, as 0x2ab0003"));
	struct library *library = session_library(front, &err);
	if (!library)
		return command_fail(front, &err);
	for (int i = 0; i < args->operands_count; i++)
		explain_word(args, front, library, args->operands[i]);
	library_destroy(library);
	return EXIT_DONE;
}
