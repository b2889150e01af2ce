#include "entry_words.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "diagnosis/event.h"
#include "diagnosis/request.h"
#include "scep/readings.h"

#define TEXT_READ (64u << 10) /* of an entry, when codes are looked for in it */
#define CODES_SHOWN 4

/* ---- codes ---- */

void words_labelled(struct page *page, int indent, const char *label, struct sv text)
{
	page_line(page, indent, indent + 2);
	page_addf(page, LOOK_LABEL, "%s ", label);
	page_add(page, LOOK_PLAIN, text);
}

static void add_code_part(struct page *page, const char *label, const char *msgid)
{
	if (msgid && *msgid)
		words_labelled(page, 4, label, sv_str(guide_text(msgid)));
}

/* What the number is, wherever it stands. */
static void add_code(struct page *page, const struct code *code)
{
	page_line(page, 2, 4);
	page_addf(page, code->success ? LOOK_KEY_GOOD : LOOK_KEY_BAD, "%s %s", reading_head(code),
		code->symbol);
	page_addf(page, LOOK_DIM, "  %s (%s)", code->success ? _("success") : _("failure"),
		code->family);
	add_code_part(page, _("text:"), code->text);
}

void words_code(struct page *page, const struct code *code)
{
	add_code(page, code);
	add_code_part(page, _("meaning:"), code->meaning);
	if (!code->success)
		add_code_part(page, _("cause:"), code->cause);
	if (code->value) /* of 0 there is nothing to do */
		add_code_part(page, _("do:"), code->action);
}

static bool seen(const struct code *codes, size_t count, const struct code *code)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(reading_head(&codes[i]), reading_head(code)))
			return true;
	return false;
}

/* An event of another provider: its numbers say nothing of a profile. */
static bool is_foreign(const struct library *library, const struct log_entry *entry)
{
	struct event event;
	if (entry->event_id < 0)
		return false;
	event_of(library, entry, &event);
	return !event.info;
}

void words_codes_in(const struct library *library, const struct log_entry *entry,
	struct page *page)
{
	void (*add)(struct page *, const struct code *) = is_foreign(library, entry) ? add_code
		: words_code;
	struct code told[CODES_SHOWN], code;
	size_t count = 0, from, to = 0;
	autostrbuf canonical;
	strbuf_init(&canonical, STRBUF_RECORD);
	if (entry->fields_count)
		entry_canonical(entry, &canonical);
	struct sv text = utf8_cut(entry->fields_count ? strbuf_sv(&canonical) : entry->text,
		TEXT_READ);
	while (count < CODES_SHOWN &&
	       readings_next(library->codes, text, to, &code, &from, &to)) {
		if (reading_is_oid(&code) || seen(told, count, &code))
			continue;
		add(page, &code);
		told[count++] = code;
	}
}

/* ---- events ---- */

void words_meaning(const struct library *library, const struct log_entry *entry,
	struct page *page)
{
	struct event event;
	event_of(library, entry, &event);
	if (!event.info || !event.info->meaning[0])
		return;
	page_line(page, 2, 2);
	page_add(page, LOOK_DIM, sv_str(guide_text(event.info->meaning)));
}

static void add_event_field(struct page *page, const struct codes *codes,
	const struct event_field *field, struct sv value)
{
	int64_t number;
	const char *label = NULL;
	autostrbuf words;
	strbuf_init(&words, STRBUF_LINE);
	page_line(page, 2, 4);
	page_addf(page, LOOK_LABEL, "%s: ", field->as ? field->as : field->name);
	page_add(page, LOOK_PLAIN, value);
	if (event_field_number(field, value, &number))
		label = event_field_label(field, number);
	if (label && !sv_eq(sv_str(label), value))
		page_addf(page, LOOK_DIM, "  %s", label);
	else if (field->as && field_words(codes, field->as, value, &words))
		page_addf(page, LOOK_DIM, "  %s", words.ptr);
}

/* A field without a name in any manifest has its place only. */
static struct sv value_at(const struct event *event, size_t i)
{
	const char *name = event->info->fields[i].name;
	if (*name)
		return event_value_of(event, name);
	return i < event->count ? event->values[i].value : SV_EMPTY;
}

bool words_event(const struct library *library, const struct log_entry *entry,
	struct page *page)
{
	struct event event;
	event_of(library, entry, &event);
	if (!event.info || !event.count)
		return false;
	for (size_t i = 0; i < event.info->fields_count; i++)
		add_event_field(page, library->codes, &event.info->fields[i],
			value_at(&event, i));
	return true;
}

/* ---- requests ---- */

static void add_line(void *data, const char *label, struct sv text)
{
	struct page *page = data;
	page_line(page, 2, 4);
	page_addf(page, LOOK_LABEL, "%s: ", label);
	page_add(page, LOOK_PLAIN, text);
}

static void add_remarks(struct page *page, struct payload_remark *remarks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		page_line(page, 2, 4);
		page_addf(page, remarks[i].kind == REMARK_BAD ? LOOK_KEY_BAD : LOOK_DIM, "! %s",
			remarks[i].text);
	}
	payload_remarks_finish(remarks, count);
}

bool words_request(const struct diagnosis *d, size_t finding, struct page *page)
{
	const struct finding *f = &d->findings[finding];
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	if (!f->key || !f->key->payload || !finding_fields(f))
		return false;
	payload_lines(finding_fields(f), PAYLOAD_ANDROID, d->library->codes, add_line, page);
	add_remarks(page, remarks, request_check(d, finding, remarks));
	return true;
}

bool words_found_request(const struct library *library, struct sv text, struct page *page)
{
	struct payload_context context = {0};
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	struct value *fields = payload_find(text, &context.form);
	if (!fields)
		return false;
	payload_lines(fields, context.form, library->codes, add_line, page);
	add_remarks(page, remarks, payload_check(fields, &context, remarks));
	value_destroy(fields);
	return true;
}
