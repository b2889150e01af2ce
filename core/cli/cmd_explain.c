#include "commands.h"

#include <string.h>

#include "base/i18n.h"
#include "output.h"
#include "report/lines.h"
#include "scep/readings.h"
#include "session.h"

static void print_part(const struct front *front, const char *label, const char *msgid)
{
	if (msgid && *msgid)
		out_textf(front, "  %-9s %s\n", label, guide_text(msgid));
}

/* What else the number is written as: signed, as portals do, and as its family knows it. */
static void print_also(const struct front *front, const struct code *code)
{
	autostrbuf also;
	strbuf_init(&also, STRBUF_LINE);
	strbuf_str(&also, "");
	if (code->value & 0x80000000)
		strbuf_addf(&also, "%d", (int)(int32_t)code->value);
	if (code->number[0] && strcmp(code->number, reading_head(code)) != 0)
		strbuf_addf(&also, "%s%s", also.len ? ", " : "", code->number);
	if (also.len)
		out_textf(front, "  %-9s %s\n", _("also"), also.ptr);
}

static void print_code(const struct front *front, const struct code *code)
{
	out_textf(front, "%s  %s\n", reading_head(code), code->symbol);
	out_textf(front, "  %s (%s)%s\n", code->success ? _("success") : _("failure"),
		code->family, code->known ? "" : _("; not in the table"));
	print_also(front, code);
	print_part(front, _("text"), code->text);
	print_part(front, _("meaning"), code->meaning);
	print_part(front, _("cause"), code->cause);
	print_part(front, _("do"), code->action);
}

static void print_oid(const struct front *front, const char *asked, const struct code *code)
{
	out_textf(front, _("OID %s%s\n"), code->known ? code->symbol : asked,
		code->known ? "" : _("; not in the table"));
	print_part(front, _("text"), code->text);
	print_part(front, _("meaning"), code->meaning);
}

/* "Message1 (unique_id), HexInt3 (result)"; fields of which nobody knows the names are left out. */
static void print_fields(const struct front *front, const struct event_info *event)
{
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t i = 0; i < event->fields_count; i++) {
		const struct event_field *field = &event->fields[i];
		if (!field->name[0])
			continue;
		strbuf_addf(&line, "%s%s", line.len ? ", " : "", field->name);
		if (field->as)
			strbuf_addf(&line, " (%s)", field->as);
	}
	if (line.len)
		out_textf(front, "  %-9s %s\n", _("fields"), line.ptr);
}

static void print_event(const struct front *front, const struct event_info *event)
{
	out_textf(front, _("event %d  %s\n"), (int)event->id, event->provider);
	if (event->level)
		out_textf(front, "  %-9s %s\n", _("level"), event_level_name(event->level));
	if (event->by_family && event->sentence[0])
		out_textf(front, "  %-9s %s\n", _("text"), event->sentence);
	else
		print_part(front, _("text"), event->sentence);
	print_part(front, _("meaning"), event->meaning);
	print_fields(front, event);
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

static void explain_reading(const struct args *args, const struct front *front,
	const char *asked, const struct reading *reading)
{
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	if (args->json) {
		report_reading_line(asked, reading, &line);
		out_bytes(front, strbuf_sv(&line));
	} else if (reading->is_event) {
		print_event(front, reading->event);
	} else if (reading_is_oid(&reading->code)) {
		print_oid(front, asked, &reading->code);
	} else {
		print_code(front, &reading->code);
	}
}

static size_t explain_readings(const struct args *args, const struct front *front,
	const struct library *library, const char *asked)
{
	struct reading readings[READINGS_MAX];
	size_t count = readings_of(library->codes, library->events, sv_str(asked), readings);
	for (size_t i = 0; i < count; i++)
		explain_reading(args, front, asked, &readings[i]);
	return count;
}

/* An unknown word is answered, not an error: exit 0 (CONTRACT). */
static void explain_word(const struct args *args, const struct front *front,
	const struct library *library, const char *asked)
{
	struct scep_id id;
	if (scep_id_find(sv_str(asked), 0, &id))
		explain_identity(args, front, asked, &id);
	else if (explain_readings(args, front, library, asked))
		return;
	else if (!args->json)
		out_textf(front, _("%s: neither a code nor a profile id; expected 0x…, a decimal "
			"number, a symbol, a sentence of Windows, HTTP 404, SyncML 507, "
			"AADSTS53003, iOS 22013, failInfo 2, event 306, an OID, or "
			"ModelName=…\n"), asked);
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
