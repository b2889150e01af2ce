/* XML laid out for a person: layer by layer, as far as it is whole, without the challenge. */
#include "testing.h"

#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "base/utf8.h"
#include "scep/unwrap.h"

struct told {
	struct strbuf text; /* a line a node: a blank a level, name, "*" if a layer follows, =text */
	size_t count;
	unsigned deepest;
};

static void take(void *data, const struct unwrapped *node)
{
	struct told *told = data;
	told->count++;
	told->deepest = node->depth > told->deepest ? node->depth : told->deepest;
	strbuf_addf(&told->text, "%*s" SV_FMT "%s", (int)node->depth, "", SV_ARG(node->name),
		node->layer ? "*" : "");
	if (node->text.len)
		strbuf_addf(&told->text, "=" SV_FMT, SV_ARG(node->text));
	strbuf_char(&told->text, '\n');
}

static void told_init(struct told *told)
{
	*told = (struct told){.count = 0};
	strbuf_init(&told->text, STRBUF_REPORT);
}

#define LAYER "&lt;r&gt;&lt;s&gt;1&lt;/s&gt;&lt;/r&gt;"

static const struct {
	const char *text, *nodes, *where; /* where: the part of text that is XML */
	bool damaged;
} rows[] = {
	{"<a>1</a>", "a=1\n", "<a>1</a>", false},
	{"<a><b> x </b><c/></a>", "a\n b=x\n c\n", "<a><b> x </b><c/></a>", false},
	{"VERB 9 <?xml version=\"1.0\"?><a>1</a> and more", "a=1\n", "<a>1</a>", false},
	{"<a><Data>" LAYER "</Data><z/></a>", "a\n Data*\n  r\n   s=1\n z\n", NULL, false},
	{"<a><Data><![CDATA[<r>1</r>]]></Data></a>", "a\n Data*\n  r=1\n", NULL, false},
	{"<a>1 &lt; 2</a>", "a=1 < 2\n", NULL, false},
	{"<a>&lt;LogicalName&gt;</a>", "a=<LogicalName>\n", NULL, false},
	{"<x:a xmlns:x='urn:x'><x:b>1</x:b></x:a>", "a\n b=1\n", NULL, false},
	/* ids are printed like this where they are masked */
	{"<LogicalName> of <ModelName>: <a>1</a>", "a=1\n", "<a>1</a>", false},
	/* what is whole stays */
	{"<a><b>1</b><c>2</d><e>3</e></a>", "a\n b=1\n", NULL, true},
	{"<SyncML><SyncHdr><MsgID>7</MsgID></SyncHdr><SyncBody><Add><Cmd", "SyncML\n SyncHdr\n"
		"  MsgID=7\n SyncBody\n", NULL, true},
	{"<a><b>1</b><c>&lt;r&gt;&lt;s&gt;2&lt;/s&gt;&lt;/t&gt;&lt;/r&gt;</c><d>3</d></a>",
		"a\n b=1\n c*\n  r\n   s=2\n d=3\n", NULL, false},
	/* secrets */
	{"<a><Challenge>s3cret</Challenge><challengePassword>s3cret</challengePassword>"
		"<Challenge/></a>", "a\n Challenge=(masked)\n challengePassword=(masked)\n"
		" Challenge\n", NULL, false},
	/* named by one element, told by another */
	{"<a><LocURI>./x/Install/Challenge</LocURI><Meta/><Data>s3cret</Data><Data>2</Data></a>",
		"a\n LocURI=./x/Install/Challenge\n Meta\n Data=(masked)\n Data=2\n", NULL, false},
	{"<a><key>Challenge</key><string>s3cret</string><key>URL</key><string>u</string></a>",
		"a\n key=Challenge\n string=(masked)\n key=URL\n string=u\n", NULL, false},
	{"<a><LocURI>./x/Challenge</LocURI><LocURI>./x/KeyLength</LocURI><Data>1</Data></a>",
		"a\n LocURI=./x/Challenge\n LocURI=./x/KeyLength\n Data=1\n", NULL, false},
	/* nothing of its own making is put in */
	{"<!DOCTYPE a [<!ENTITY x \"boom\">]><a><b>1</b><c>&x;</c></a>", "a\n b=1\n", NULL, true},
	{"<a>caf\xe9</a>", "a=caf\xef\xbf\xbd\n", NULL, false},
};

static void nodes_as_expected(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct told told;
		struct err err;
		size_t from, to;
		told_init(&told);
		assert_true(unwrap(sv_str(rows[i].text), &from, &to, take, &told, &err));
		assert_string_equal(told.text.ptr, rows[i].nodes);
		assert_int_equal(err.kind != ERR_NONE, rows[i].damaged);
		if (rows[i].where)
			assert_sv(sv_sub(sv_str(rows[i].text), from, to - from), rows[i].where);
		strbuf_finish(&told.text);
	}
}

static void no_xml_is_none(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "<", "<>", "< a>1</a>", "no XML here", "1 < 2 > 0",
		"<LogicalName> of <ModelName>", "<a>1", "</a>", "<!-- <a>", "<a>1</b>"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct told told;
		struct err err;
		size_t from, to;
		told_init(&told);
		assert_false(unwrap(sv_str(texts[i]), &from, &to, take, &told, &err));
		assert_int_equal(told.count, 0);
		strbuf_finish(&told.text);
	}
}

static void the_documented_message(void **state)
{
	(void)state;
	static const char *const parts[] = {"SyncML\n SyncHdr\n  VerDTD=1.2\n",
		("    Data*\n     CertificateRequest\n      ConfigurationParametersDocument*\n"
		"       ConfigurationParameters\n        ExpirationThreshold=20\n"),
		"        HashAlgorithms\n         HashAlgorithm=SHA-1\n         HashAlgorithm=SHA-2\n",
		"       SubjectName=CN=name\n", "  Get\n   CmdID=15\n", "\n  Final\n"};
	struct told told;
	struct err err;
	size_t from, to;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	told_init(&told);
	assert_true(file_read(TEST_DATA "/source/android.log", &text, &err));
	assert_true(unwrap(strbuf_sv(&text), &from, &to, take, &told, &err));
	assert_int_equal(err.kind, ERR_NONE);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		assert_non_null(strstr(told.text.ptr, parts[i]));
	assert_true(sv_starts(sv_from(strbuf_sv(&text), from), SV("<SyncML ")));
	assert_true(sv_ends(sv_sub(strbuf_sv(&text), 0, to), SV("</SyncML>")));
	strbuf_finish(&told.text);
}

/* The same cut at any byte: no more is told than of the whole, and never something else. */
static void cut_anywhere(void **state)
{
	(void)state;
	struct told whole, part;
	struct err err;
	size_t from, to;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	told_init(&whole);
	assert_true(file_read(TEST_DATA "/source/android.log", &text, &err));
	unwrap(strbuf_sv(&text), &from, &to, take, &whole, &err);
	for (size_t len = from + 8; len < to - 9; len += 97) {
		told_init(&part);
		assert_true(unwrap(sv_sub(strbuf_sv(&text), 0, len), &from, &to, take, &part,
			&err));
		assert_int_not_equal(err.kind, ERR_NONE);
		assert_true(sv_starts(strbuf_sv(&whole.text), strbuf_sv(&part.text)));
		strbuf_finish(&part.text);
	}
	strbuf_finish(&whole.text);
}

static void escape(struct strbuf *text)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	for (size_t i = 0; i < text->len; i++)
		if (text->ptr[i] == '<' || text->ptr[i] == '&')
			strbuf_str(&out, text->ptr[i] == '<' ? "&lt;" : "&amp;");
		else
			strbuf_char(&out, text->ptr[i]);
	strbuf_reset(text);
	strbuf_addf(text, "<a>%s</a>", out.ptr);
}

static void layers_end_somewhere(void **state)
{
	(void)state;
	struct told told;
	struct err err;
	size_t from, to;
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	told_init(&told);
	strbuf_str(&text, "<a>1</a>");
	for (int i = 0; i < 9; i++)
		escape(&text);
	assert_true(unwrap(strbuf_sv(&text), &from, &to, take, &told, &err));
	assert_in_range(told.count, 2, 5);
	assert_in_range(told.deepest, 1, 4);
	strbuf_finish(&told.text);
}

static void long_names_fit(void **state)
{
	(void)state;
	struct told told;
	struct err err;
	size_t from, to;
	char name[301], text[1000];
	memset(name, 'n', 300);
	name[300] = '\0';
	snprintf(text, sizeof(text), "<%s><b>1</b></%s>", name, name);
	told_init(&told);
	assert_true(unwrap(sv_str(text), &from, &to, take, &told, &err));
	assert_int_equal(told.count, 2);
	assert_true(sv_starts(sv_str(name), sv_sub(strbuf_sv(&told.text), 0,
		sv_chr(strbuf_sv(&told.text), '\n'))));
	strbuf_finish(&told.text);
}

/* ---- made to hurt: the work is capped ---- */

static void repeat(struct strbuf *out, const char *head, const char *unit, size_t bytes,
	const char *tail)
{
	strbuf_init(out, STRBUF_REPORT);
	strbuf_str(out, head);
	while (out->len < bytes)
		strbuf_str(out, unit);
	strbuf_str(out, tail);
}

static const struct {
	const char *head, *unit, *tail;
} hostile[] = {
	{"", "<a", ""}, {"", "<a>", ""}, {"", "<a>", "</a>"}, {"<a>", "</a", ""},
	{"<a>", "</a>", ""}, {"", "<SyncML", ""}, {"", "<SyncML>", "</SyncML>"},
	{"<a>", "&lt;b", "</a>"}, {"<a>", "&lt;b&gt;&lt;/b&gt;", "</a>"},
	{"<a>", "<b>&lt;c&gt;&lt;/c&gt;</b>", "</a>"}, {"<a ", "x='1' ", "/></a>"},
	{"<a>", "<![CDATA[<b>]]>", "</a>"}, {"<a>", "<!-- -->", "</a>"}, {"", "<a></b>", ""},
	{"<a b='", "<", "'></a>"}, {"<a>", "\xc3", "</a>"},
};

/* Sanitizers look at every byte of every search. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SECONDS_MAX 30.0
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SECONDS_MAX 30.0
#endif
#ifndef SECONDS_MAX
#define SECONDS_MAX 1.0
#endif

static void work_is_capped(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct told told;
		struct err err;
		size_t from, to;
		autostrbuf text;
		repeat(&text, hostile[i].head, hostile[i].unit, 1u << 20, hostile[i].tail);
		told_init(&told);
		clock_t began = clock();
		unwrap(strbuf_sv(&text), &from, &to, take, &told, &err);
		assert_true((double)(clock() - began) / CLOCKS_PER_SEC < SECONDS_MAX);
		assert_in_range(told.count, 0, 20000);
		strbuf_finish(&told.text);
	}
}

static void ten_thousand_elements(void **state)
{
	(void)state;
	struct told told;
	struct err err;
	size_t from, to;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_str(&text, "<r>");
	for (int i = 0; i < 10000; i++)
		strbuf_str(&text, "<e/>");
	strbuf_str(&text, "</r>");
	told_init(&told);
	assert_true(unwrap(strbuf_sv(&text), &from, &to, take, &told, &err));
	assert_int_equal(err.kind, ERR_NONE);
	assert_int_equal(told.count, 10001);
	strbuf_finish(&told.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_as_expected),
		cmocka_unit_test(no_xml_is_none),
		cmocka_unit_test(the_documented_message),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(layers_end_somewhere),
		cmocka_unit_test(long_names_fit),
		cmocka_unit_test(work_is_capped),
		cmocka_unit_test(ten_thousand_elements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
