/* sax2 FILE: events 306 of the provider in an XML export, by libxml2's fastest interface: what reading
 * Windows events as XML costs whoever does it with a general parser. */
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"

struct seen {
	bool ours, in_id;
	char id[16];
	size_t id_len;
	unsigned long count;
};

static void start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int namespaces, const xmlChar **spaces, int attributes, int defaulted, const xmlChar **values)
{
	struct seen *seen = data;
	(void)prefix, (void)uri, (void)namespaces, (void)spaces, (void)defaulted;
	if (!strcmp((const char *)name, "Provider")) {
		for (int i = 0; i < attributes; i++, values += 5)
			if (!strcmp((const char *)values[0], "Name"))
				seen->ours = (size_t)(values[4] - values[3]) == strlen(PROVIDER) &&
					!memcmp(values[3], PROVIDER, strlen(PROVIDER));
	} else if (!strcmp((const char *)name, "EventID")) {
		seen->in_id = true;
		seen->id_len = 0;
	}
}

static void text(void *data, const xmlChar *chars, int len)
{
	struct seen *seen = data;
	for (int i = 0; seen->in_id && i < len && seen->id_len < sizeof(seen->id); i++)
		seen->id[seen->id_len++] = (char)chars[i];
}

static void end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct seen *seen = data;
	(void)prefix, (void)uri;
	if (strcmp((const char *)name, "EventID") != 0)
		return;
	seen->in_id = false;
	seen->count += seen->ours && seen->id_len == 3 && !memcmp(seen->id, "306", 3);
}

int main(int argc, char **argv)
{
	static char buf[64 << 10];
	struct seen seen = {0};
	xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC, .startElementNs = start,
		.endElementNs = end, .characters = text};
	FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t got = in ? fread(buf, 1, 4, in) : 0;
	if (!got)
		return 2;
	xmlParserCtxt *parser = xmlCreatePushParserCtxt(&handler, &seen, buf, (int)got, NULL);
	while ((got = fread(buf, 1, sizeof(buf), in)) > 0)
		xmlParseChunk(parser, buf, (int)got, 0);
	xmlParseChunk(parser, buf, 0, 1);
	printf("%lu\n", seen.count);
	xmlFreeParserCtxt(parser);
	fclose(in);
	return 0;
}
