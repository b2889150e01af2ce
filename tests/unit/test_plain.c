/* XML read by hand and by libxml2: the same told, to the last letter. */
#include "testing.h"

#include <stdio.h>
#include <string.h>

#include "base/xmlrun.h"
#include "scep/plain.h"

struct told {
	struct strbuf text;
	struct strbuf attr;
};

static void at_start(void *data, struct walk *at)
{
	struct told *told = data;
	strbuf_addf(&told->text, "<" SV_FMT, SV_ARG(at->path));
	if (walk_attr(at, "n", &told->attr))
		strbuf_addf(&told->text, " n=%s", told->attr.ptr);
	strbuf_str(&told->text, "\n");
}

static void at_end(void *data, struct walk *at)
{
	struct told *told = data;
	strbuf_addf(&told->text, ">" SV_FMT "[" SV_FMT "]\n", SV_ARG(at->path), SV_ARG(at->text));
}

typedef bool walk_fn(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err);

static bool tell(walk_fn *walk, struct sv xml, struct told *told, size_t nodes, size_t *ret_left)
{
	struct walk_visitor visitor = {at_start, at_end, told};
	struct walk_budget budget = WALK_BUDGET;
	budget.nodes = nodes;
	strbuf_reset(&told->text);
	bool ok = walk(xml, &budget, &visitor, NULL);
	*ret_left = budget.nodes;
	return ok;
}

static void told_init(struct told *told)
{
	strbuf_init(&told->text, STRBUF_RECORD);
	strbuf_init(&told->attr, STRBUF_LINE);
}

static void told_finish(struct told *told)
{
	strbuf_finish(&told->text);
	strbuf_finish(&told->attr);
}

/* True: it is plain. */
static bool check(struct sv xml)
{
	struct told a, b, c;
	struct walk_budget budget = WALK_BUDGET;
	size_t left, other;
	told_init(&a), told_init(&b), told_init(&c);
	struct walk_visitor visitor = {at_start, at_end, &c};
	bool plain = plain_walk(xml, &budget, &visitor);
	bool ok = tell(walk_xml, xml, &a, 20000, &left);
	assert_int_equal(ok, tell(walk_by_library, xml, &b, 20000, &other));
	if (strbuf_sv(&a.text).len != strbuf_sv(&b.text).len ||
	    !sv_eq(strbuf_sv(&a.text), strbuf_sv(&b.text)))
		fail_msg(SV_FMT ":\n" SV_FMT "---\n" SV_FMT, SV_ARG(xml),
			SV_ARG(strbuf_sv(&a.text)), SV_ARG(strbuf_sv(&b.text)));
	assert_int_equal(left, other);
	if (plain)
		assert_true(ok && sv_eq(strbuf_sv(&a.text), strbuf_sv(&c.text)));
	else
		assert_int_equal(c.text.len, 0);
	told_finish(&a), told_finish(&b), told_finish(&c);
	return plain;
}

static void what_is_plain(void **state)
{
	(void)state;
	static const struct { const char *xml; bool plain; } rows[] = {
		{"<a/>", true}, {"<a></a>", true}, {" <a> </a>\n", true}, {"<a>x</a>", true},
		{"<a>x<b/>y</a>", true}, {"<a><b>1</b> <b>&lt;&amp;lt;</b></a>", true},
		{"<a n=\"1\" m='2'>x</a>", true}, {"<a xmlns=\"syncml:metinf\">x</a>", true},
		{"<a n=\"1\" n=\"2\"/>", false}, {"<a n=\"&lt;\"/>", false}, {"<a n=\"1\"m=\"2\"/>", false},
		{"<a>", false}, {"</a>", false}, {"<a></b>", false}, {"<a/><b/>", false},
		{"x<a/>", false}, {"<a/>x", false}, {"", false}, {"<a>&x;</a>", false},
		{"<a>&#65;</a>", false}, {"<a>]]></a>", false}, {"<a>]]&gt;></a>", true},
		{"<a><!-- --></a>", false}, {"<?x?><a/>", false}, {"<a><![CDATA[x]]></a>", false},
		{"<p:a xmlns:p='u'/>", false}, {"<a xml:space='preserve'> </a>", false},
		{"<a>\xc3\xa9</a>", true}, {"<a>\xc3</a>", false}, {"<a>\xef\xbf\xbf</a>", false}, {"<a>\r</a>", true}, {"<a\r\n>x\r\ny\r</a>", true}, {"<a>\x01</a>", false},
		{"<1a/>", false}, {"<a / >", false}, {"<a>x</a >", true}, {"< a/>", false}, {"<a", false},
		{"<a>&lt</a>", false}, {"<a n='>'/>", false}, {"<a n=1/>", false}, {"<a n/>", false},
		{"<a ></a>", true}, {"<a\n/>", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (check(sv_str(rows[i].xml)) != rows[i].plain)
			fail_msg("%s: plain is not %d", rows[i].xml, rows[i].plain);
}

static void the_same_on_random_xml(void **state)
{
	(void)state;
	static const char *const parts[] = {"<a>", "<b>", "</a>", "</b>", "<a/>", "<b n=\"1\">", " ", "x",
		"&lt;", "&amp;", "]]", ">", "<c m='2' n='3'/>", "\n", "y z", "<a>", "</a>", "<b>t</b>",
		"<b>t</b>", "<c n=\"q\"/>", "&#9;", "\xc3\xa9", "<!--x-->", "\"", "'", "=", "/"};
	uint64_t random = 306;
	size_t plain = 0;
	for (int round = 0; round < 40000; round++) {
		autostrbuf xml;
		strbuf_init(&xml, STRBUF_LINE);
		strbuf_str(&xml, "<r>");
		for (int i = 0; i < 10; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			strbuf_str(&xml, parts[(random >> 33) % (i < 7 ? 20 : ARRAY_LEN(parts))]);
		}
		strbuf_str(&xml, "</r>");
		plain += check(strbuf_sv(&xml));
	}
	assert_true(plain > 200);
}

/* Sixteen bytes at once, or one: the same runs, at any place and of any length. */
static void runs_are_the_same(void **state)
{
	(void)state;
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCZ0189-._<>&;:/@[`{ \t\n\r\x1a\x1f"
		"\x7f\x80\xc3\xff\"'";
	char bytes[80];
	uint64_t random = 306;
	size_t long_names = 0;
	for (int round = 0; round < 200000; round++) {
		size_t len = 0, plain = (random >> 40) % 60, choice;
		for (; len < sizeof(bytes); len++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			choice = len < plain ? 39 : sizeof(letters) - 1;
			bytes[len] = letters[(random >> 33) % choice];
		}
		struct sv text = {bytes, (random >> 50) % sizeof(bytes)};
		unsigned kinds, slow_kinds;
		assert_int_equal(xmlrun_text(text, &kinds), xmlrun_text_slowly(text, &slow_kinds));
		assert_int_equal(kinds, slow_kinds);
		assert_int_equal(xmlrun_entity(text), xmlrun_entity_slowly(text));
		size_t name = xmlrun_name(text, 65);
		assert_int_equal(name, xmlrun_name_slowly(text, 65));
		assert_int_equal(xmlrun_name(text, 7), xmlrun_name_slowly(text, 7));
		long_names += name > 20;
		assert_int_equal(xmlrun_value(text, '"'), xmlrun_value_slowly(text, '"'));
		assert_int_equal(xmlrun_value(text, '\''), xmlrun_value_slowly(text, '\''));
	}
	assert_true(long_names > 1000);
}

static void budgets_hold(void **state)
{
	(void)state;
	struct told told;
	size_t left;
	told_init(&told);
	assert_true(tell(walk_xml, SV("<a><b>x</b></a>"), &told, 5, &left));
	assert_int_equal(left, 0);
	assert_false(tell(walk_xml, SV("<a><b>x</b></a>"), &told, 4, &left));
	told_finish(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_plain),
		cmocka_unit_test(the_same_on_random_xml),
		cmocka_unit_test(runs_are_the_same),
		cmocka_unit_test(budgets_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
