#include "document.h"

#include <string.h>

#include "base/sanitise.h"
#include "base/wrap.h"

#define QUOTE_INDENT 6
#define ITEM_INDENT 4
#define TONE_MARK 1 /* … 4, one a tone */
#define TONE_END 5

/* Everything that goes in is redacted, then made safe to show. */
static void prepare(struct document *doc, struct sv text, struct strbuf *out)
{
	autostrbuf redacted;
	strbuf_init(&redacted, STRBUF_REPORT);
	redact(doc->redactor, text, &redacted);
	sanitise(out, strbuf_sv(&redacted), SANITISE_LINE);
}

static void add_html(struct strbuf *out, struct sv text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&':
			strbuf_str(out, "&amp;");
			break;
		case '<':
			strbuf_str(out, "&lt;");
			break;
		case '>':
			strbuf_str(out, "&gt;");
			break;
		case '"':
			strbuf_str(out, "&quot;");
			break;
		default:
			strbuf_char(out, text.ptr[i]);
		}
	}
}

/* What could start markup in Markdown gets a backslash. */
static void add_markdown(struct strbuf *out, struct sv text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] && strchr("\\`*_{}[]<>#|~!&", text.ptr[i]))
			strbuf_char(out, '\\');
		strbuf_char(out, text.ptr[i]);
	}
}

static void add_wrapped(struct document *doc, struct sv text, unsigned indent, size_t column)
{
	wrap(doc->out, text, column, indent, doc->width);
	strbuf_char(doc->out, '\n');
}

static void close_list(struct document *doc)
{
	if (doc->in_list && doc->format == REPORT_HTML)
		strbuf_str(doc->out, "</ul>\n");
	doc->in_list = false;
}

static void open_list(struct document *doc)
{
	if (!doc->in_list && doc->format == REPORT_HTML)
		strbuf_str(doc->out, "<ul>\n");
	else if (!doc->in_list && doc->format == REPORT_MARKDOWN)
		strbuf_char(doc->out, '\n');
	doc->in_list = true;
}

static void add_element(struct document *doc, const char *open, struct sv text,
	const char *close)
{
	strbuf_str(doc->out, open);
	add_html(doc->out, text);
	strbuf_str(doc->out, close);
}

void document_begin(struct document *doc, struct sv title)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	prepare(doc, title, &text);
	if (!doc->width)
		doc->width = 80;
	if (doc->format == REPORT_HTML) {
		strbuf_str(doc->out, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n");
		add_element(doc, "<title>", strbuf_sv(&text), "</title>\n");
		strbuf_str(doc->out, "<style>body{font:16px/1.5 sans-serif;max-width:50em;"
			"margin:2em auto;padding:0 1em}code{display:block;white-space:pre-wrap;"
			"overflow-wrap:anywhere;border-left:3px solid #888;padding-left:.7em}"
			".banner{font-weight:bold;font-size:1.2em}</style>\n</head>\n<body>\n");
		add_element(doc, "<h1>", strbuf_sv(&text), "</h1>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_str(doc->out, "# ");
		add_markdown(doc->out, strbuf_sv(&text));
		strbuf_char(doc->out, '\n');
	} else {
		add_wrapped(doc, strbuf_sv(&text), 0, 0);
	}
}

void document_end(struct document *doc)
{
	close_list(doc);
	if (doc->format == REPORT_HTML)
		strbuf_str(doc->out, "</body>\n</html>\n");
}

/* Tones are marked with control characters of our own, which no text that passed the
 * sanitiser can hold; document_finish_text() turns them into colours or nothing. */
static void add_toned(struct document *doc, struct sv text, enum tone tone)
{
	strbuf_char(doc->out, (char)(TONE_MARK + tone));
	strbuf_add(doc->out, text);
	strbuf_char(doc->out, TONE_END);
	strbuf_char(doc->out, '\n');
}

void document_heading(struct document *doc, struct sv text)
{
	close_list(doc);
	if (doc->format == REPORT_HTML) {
		add_element(doc, "<h2>", text, "</h2>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_str(doc->out, "\n## ");
		add_markdown(doc->out, text);
		strbuf_char(doc->out, '\n');
	} else {
		strbuf_char(doc->out, '\n');
		add_toned(doc, text, TONE_PLAIN);
	}
}

void document_banner(struct document *doc, struct sv text, enum tone tone)
{
	close_list(doc);
	if (doc->format == REPORT_HTML) {
		add_element(doc, "<p class=\"banner\">", text, "</p>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_str(doc->out, "\n**");
		add_markdown(doc->out, text);
		strbuf_str(doc->out, "**\n");
	} else {
		strbuf_char(doc->out, '\n');
		add_toned(doc, text, tone);
	}
}

void document_paragraph(struct document *doc, struct sv raw)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	prepare(doc, raw, &text);
	close_list(doc);
	if (doc->format == REPORT_HTML) {
		add_element(doc, "<p>", strbuf_sv(&text), "</p>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_char(doc->out, '\n');
		add_markdown(doc->out, strbuf_sv(&text));
		strbuf_char(doc->out, '\n');
	} else {
		add_wrapped(doc, strbuf_sv(&text), 0, 0);
	}
}

static void add_text_item(struct document *doc, struct sv label, struct sv text)
{
	strbuf_str(doc->out, "  ");
	strbuf_add(doc->out, label);
	if (label.len && text.len)
		strbuf_char(doc->out, ' ');
	add_wrapped(doc, text, ITEM_INDENT, 2 + columns_of(label) + (label.len ? 1 : 0));
}

void document_item(struct document *doc, struct sv label, struct sv raw)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	prepare(doc, raw, &text);
	open_list(doc);
	if (doc->format == REPORT_HTML) {
		strbuf_str(doc->out, "<li>");
		if (label.len)
			add_element(doc, "<b>", label, "</b> ");
		add_element(doc, "", strbuf_sv(&text), "</li>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_str(doc->out, "- ");
		add_markdown(doc->out, label);
		strbuf_str(doc->out, label.len ? " " : "");
		add_markdown(doc->out, strbuf_sv(&text));
		strbuf_char(doc->out, '\n');
	} else {
		add_text_item(doc, label, strbuf_sv(&text));
	}
}

/* A gutter on every row, so that no text of a log can pretend to be us. */
static void add_guttered(struct document *doc, struct sv text)
{
	do {
		size_t cut = bytes_of_columns(text, doc->width - QUOTE_INDENT);
		strbuf_str(doc->out, "    | ");
		strbuf_add(doc->out, sv_sub(text, 0, cut));
		strbuf_char(doc->out, '\n');
		text = sv_from(text, cut);
	} while (text.len);
}

static void quote_line(struct document *doc, struct sv raw)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	sanitise(&text, raw, SANITISE_LINE);
	if (doc->format == REPORT_HTML) {
		add_html(doc->out, strbuf_sv(&text));
		strbuf_char(doc->out, '\n');
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_str(doc->out, "  > ");
		add_markdown(doc->out, strbuf_sv(&text));
		strbuf_char(doc->out, '\n');
	} else {
		add_guttered(doc, strbuf_sv(&text));
	}
}

void document_quote(struct document *doc, struct sv raw)
{
	autostrbuf text;
	struct sv rest, line;
	strbuf_init(&text, STRBUF_REPORT);
	redact(doc->redactor, raw, &text);
	if (doc->format == REPORT_HTML)
		strbuf_str(doc->out, "<li><code>");
	for (rest = strbuf_sv(&text); sv_cut(&rest, '\n', &line);)
		quote_line(doc, line);
	if (doc->format == REPORT_HTML)
		strbuf_str(doc->out, "</code></li>\n");
}

void document_link(struct document *doc, struct sv url)
{
	if (doc->format == REPORT_HTML) {
		add_element(doc, "<li><a href=\"", url, "\">");
		add_element(doc, "", url, "</a></li>\n");
	} else if (doc->format == REPORT_MARKDOWN) {
		strbuf_addf(doc->out, "  <" SV_FMT ">\n", SV_ARG(url));
	} else {
		strbuf_addf(doc->out, "    " SV_FMT "\n", SV_ARG(url));
	}
}

/* Cyan and reversed red tell apart for every eye, and the words say the same. */
static const char *colour_of(char mark)
{
	static const char *const codes[] = {"\033[1m", "\033[1;36m", "\033[1;7;31m",
		"\033[1;33m", "\033[0m"};
	return codes[mark - TONE_MARK];
}

void document_finish_text(struct sv text, bool colour, bool ascii, struct strbuf *out)
{
	unsigned mode = SANITISE_LINES | (ascii ? SANITISE_ASCII : 0);
	while (text.len) {
		size_t end = 0;
		while (end < text.len && (text.ptr[end] < TONE_MARK || text.ptr[end] > TONE_END))
			end++;
		sanitise(out, sv_sub(text, 0, end), mode);
		if (end < text.len && colour)
			strbuf_str(out, colour_of(text.ptr[end]));
		text = sv_from(text, end + 1);
	}
}
