/* read_payloads [-x] LOG: decodes the three levels of XML of every SCEP request in an OMADM log, as
 * the program does, and prints as JSON how many there were and what one took. -x: by libxml2's
 * xmlReadMemory() and a walk over its tree instead, which is the peer. Reading the log is not
 * timed. */
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "scep/payload.h"

#define ROUNDS 5 /* the quickest counts */

struct lines {
	char **lines;
	size_t lines_count, lines_cap;
};

static bool read_lines(const char *path, struct lines *ret)
{
	FILE *file = fopen(path, "rb");
	char *line = NULL;
	size_t size = 0;
	if (!file) {
		perror(path);
		return false;
	}
	while (getline(&line, &size, file) > 0)
		if (strstr(line, "<SyncML") && strstr(line, "NDESUrl"))
			vec_push(ret, lines, xstrdup(line));
	free(line);
	fclose(file);
	return true;
}

static void free_lines(struct lines *lines)
{
	for (size_t i = 0; i < lines->lines_count; i++)
		free(lines->lines[i]);
	free(lines->lines);
}

/* The request's key usage, from the innermost level, so that nobody can leave that out; -1. */
static long ours(const char *line)
{
	enum payload_form form;
	struct value *map = payload_find(sv_str(line), &form);
	const struct value *usage = map ? value_get(map, "key_usage") : NULL;
	const struct value *number = usage ? value_get(usage, "value") : NULL;
	long found = number ? (long)number->number : -1;
	value_destroy(map);
	return found;
}

/* ---- the peer ---- */

static xmlChar *content_of(xmlNode *node, const char *name, const char *within)
{
	for (; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		xmlChar *content = xmlStrEqual(node->name, (const xmlChar *)name)
			? xmlNodeGetContent(node) : content_of(node->children, name, within);
		if (content && strstr((const char *)content, within))
			return content;
		xmlFree(content);
	}
	return NULL;
}

static xmlChar *inner(const char *text, size_t len, const char *name, const char *within)
{
	xmlDoc *doc = xmlReadMemory(text, (int)len, NULL, NULL, XML_PARSE_NONET);
	xmlChar *found = doc ? content_of(xmlDocGetRootElement(doc), name, within) : NULL;
	xmlFreeDoc(doc);
	return found;
}

static xmlChar *inner_of(const xmlChar *text, const char *name, const char *within)
{
	return text ? inner((const char *)text, strlen((const char *)text), name, within) : NULL;
}

static long peers(const char *line)
{
	const char *begin = strstr(line, "<SyncML"), *end = strstr(line, "</SyncML>");
	if (!begin || !end)
		return -1;
	xmlChar *data = inner(begin, (size_t)(end - begin) + 9, "Data", "<CertificateRequest>");
	xmlChar *document = inner_of(data, "ConfigurationParametersDocument", "<");
	xmlChar *usage = inner_of(document, "KeyUsage", "");
	long found = usage ? strtol((const char *)usage, NULL, 10) : -1;
	xmlFree(data);
	xmlFree(document);
	xmlFree(usage);
	return found;
}

/* ---- both ---- */

static double now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	bool peer = argc > 1 && !strcmp(argv[1], "-x");
	struct lines lines = {0};
	if (argc != 2 + peer) {
		fprintf(stderr, "usage: read_payloads [-x] LOG\n");
		return 2;
	}
	if (!read_lines(argv[1 + peer], &lines))
		return 1;
	double best = 0;
	long decoded = 0, sum = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double begin = now_us();
		decoded = sum = 0;
		for (size_t i = 0; i < lines.lines_count; i++) {
			long usage = peer ? peers(lines.lines[i]) : ours(lines.lines[i]);
			decoded += usage >= 0;
			sum += usage;
		}
		double took = now_us() - begin;
		best = round && best < took ? best : took;
	}
	printf("{\"lines\":%zu,\"decoded\":%ld,\"key_usages\":%ld,\"us\":%.3f}\n", lines.lines_count,
		decoded, sum, lines.lines_count ? best / (double)lines.lines_count : 0);
	free_lines(&lines);
	return 0;
}
