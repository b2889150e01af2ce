/* Part of the build: reads the guides and tables that ship with the program, checks them as ever
 * (a faulty one ends the build) and writes them out as C, to be taken ready (base/packed.h).
 *
 *     shipped_make FOLDER NAME…   to standard output */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "guide/guide_pack.h"
#include "scep/reference_pack.h"

#define PACKED_MAX (16u << 20)

struct making {
	const char *folder;
	struct packed packed;
	struct strbuf fields, texts, parts;
};

static bool fail(const struct err *err)
{
	fprintf(stderr, "%s\n", err->text);
	return false;
}

static char *path_of(const struct making *m, const char *name)
{
	struct strbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", m->folder, name);
	return strbuf_steal(&path);
}

static bool add_guide(struct making *m, const char *path)
{
	struct err err = {0};
	struct guide *guide = guide_load(path, &err);
	if (!guide)
		return fail(&err);
	guide_pack(&m->packed, guide);
	guide_destroy(guide);
	return true;
}

static bool add_codes(struct making *m, const char *path)
{
	struct err err = {0};
	struct codes *codes = codes_load(path, &err);
	if (!codes)
		return fail(&err);
	codes_pack(&m->packed, codes);
	codes_destroy(codes);
	return true;
}

static bool add_events(struct making *m, const char *path)
{
	struct err err = {0};
	autofree char *more = path_of(m, "reference/events-more.xml");
	struct events *events = events_load(path, &err);
	bool ok = (events && events_add(events, more, &err)) || fail(&err);
	if (ok)
		events_pack(&m->packed, events);
	events_destroy(events);
	return ok;
}

/* What stands in a folder of its own, and the grammar, only count as parts of others. */
static bool add_content(struct making *m, const char *name, const char *path)
{
	if (!strcmp(name, "reference/codes.xml"))
		return add_codes(m, path);
	if (!strcmp(name, "reference/events.xml"))
		return add_events(m, path);
	bool guide = !strchr(name, '/') && sv_ends(sv_str(name), SV(".xml"));
	return !guide || add_guide(m, path);
}

static bool add_file(struct making *m, const char *name)
{
	autofree char *path = path_of(m, name);
	size_t at = m->fields.len;
	uint64_t print;
	if (!packed_print(path, &print) || !add_content(m, name, path))
		return false;
	strbuf_addf(&m->parts, "\t{\"%s\", UINT64_C(0x%llx), ", name, (unsigned long long)print);
	if (m->fields.len == at)
		strbuf_str(&m->parts, "PACKED_NONE},\n");
	else
		strbuf_addf(&m->parts, "%zu},\n", at);
	return true;
}

static void print_bytes(const char *name, const struct strbuf *bytes)
{
	printf("static const unsigned char %s[] = {", name);
	for (size_t i = 0; i < bytes->len; i++)
		printf("%s%u,", i % 24 ? "" : "\n", (unsigned char)bytes->ptr[i]);
	printf("\n};\n\n");
}

static void print_all(const struct making *m)
{
	printf("#include \"diagnosis/shipped.h\"\n\n");
	print_bytes("fields", &m->fields);
	print_bytes("texts", &m->texts);
	printf("static const struct packed_part parts[] = {\n%s};\n\n", m->parts.ptr);
	printf("const struct packed_set shipped = {parts, ARRAY_LEN(parts), (const char *)fields,\n"
	       "\t(const char *)texts};\n");
}

int main(int argc, char **argv)
{
	struct making m = {.folder = argc > 1 ? argv[1] : "."};
	bool ok = argc > 2;
	strbuf_init(&m.fields, PACKED_MAX);
	strbuf_init(&m.texts, PACKED_MAX);
	strbuf_init(&m.parts, PACKED_MAX);
	m.packed = (struct packed){.fields = &m.fields, .texts = &m.texts};
	for (int i = 2; ok && i < argc; i++)
		ok = add_file(&m, argv[i]);
	if (ok)
		print_all(&m);
	strbuf_finish(&m.fields);
	strbuf_finish(&m.texts);
	strbuf_finish(&m.parts);
	return ok && fflush(stdout) == 0 ? 0 : 1;
}
