/* make_evtx RECORDS OUT [SEED]: a made event log file of so many records, and what is in it as JSON:
 * what the benchmarks are held against. The same seed gives the same bytes. Each chunk has its
 * own templates, as Windows writes them: System in an outer one, EventData in one an event. Some
 * events are near misses: the same id of another provider. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "evtx/chunk.h"
#include "evtx/evtx.h"

#define OUR_PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define OTHER_PROVIDER "Microsoft-Windows-CertificateServicesClient-Lifecycle-User"
#define NAMES_MAX 64
#define KINDS 6

static const struct event_form {
	unsigned id, level;
	bool other; /* of another provider */
	unsigned texts, numbers; /* Message1…, HexInt1… */
	unsigned weight; /* of 1000 */
} forms[KINDS] = {
	{306, 4, false, 4, 2, 2}, {306, 4, true, 1, 1, 2}, {305, 4, false, 1, 1, 4},
	{404, 2, false, 4, 1, 192}, {813, 4, false, 4, 3, 400}, {814, 4, false, 5, 2, 400},
};

struct made {
	unsigned char chunk[2 * CHUNK_SIZE]; /* the record that does not fit may run over */
	uint32_t pos, attributes; /* attributes: where the size of the open tag's stands */
	struct {
		char text[32];
		uint32_t at;
	} names[NAMES_MAX];
	size_t names_count;
	uint32_t templates[KINDS + 1]; /* where they are defined in this chunk; 0: not yet */
	struct crc crc;
	uint64_t random, filetime, number;
	uint64_t wanted, decoys, chunks;
};

static uint32_t pick(struct made *m, uint32_t below)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (uint32_t)((m->random >> 32) * below >> 32);
}

static void put_at(struct made *m, uint32_t at, uint64_t value, unsigned len)
{
	for (unsigned i = 0; i < len; i++, value >>= 8)
		m->chunk[at + i] = (unsigned char)value;
}

static void put(struct made *m, uint64_t value, unsigned len)
{
	put_at(m, m->pos, value, len);
	m->pos += len;
}

static void put_utf16(struct made *m, const char *text)
{
	for (; *text; text++)
		put(m, (unsigned char)*text, 2);
}

/* ---- BinXML ---- */

static void put_name(struct made *m, const char *text)
{
	for (size_t i = 0; i < m->names_count; i++)
		if (!strcmp(m->names[i].text, text)) {
			put(m, m->names[i].at, 4);
			return;
		}
	m->names[m->names_count].at = m->pos + 4;
	snprintf(m->names[m->names_count].text, sizeof(m->names[0].text), "%s", text);
	m->names_count++;
	put(m, m->pos + 4, 4);
	put(m, 0, 4); /* the next name of this hash */
	put(m, 0, 2);
	put(m, strlen(text), 2);
	put_utf16(m, text);
	put(m, 0, 2);
}

static uint32_t begin_element(struct made *m, const char *name, bool attributes)
{
	put(m, attributes ? 0x41 : 0x01, 1);
	put(m, 0xffff, 2);
	put(m, 0, 4); /* its size, put when it is known */
	uint32_t at = m->pos;
	put_name(m, name);
	m->attributes = attributes ? m->pos : 0;
	if (attributes)
		put(m, 0, 4); /* their size, too */
	return at;
}

/* 2: a body follows; 3: none. */
static void end_tag(struct made *m, uint8_t token)
{
	if (m->attributes)
		put_at(m, m->attributes, m->pos - m->attributes - 4, 4);
	m->attributes = 0;
	put(m, token, 1);
}

static void end_element(struct made *m, uint32_t at, bool empty)
{
	if (empty)
		end_tag(m, 0x03);
	else
		put(m, 0x04, 1);
	put_at(m, at - 4, m->pos - at, 4);
}

static void put_slot(struct made *m, unsigned slot, enum evtx_type type)
{
	put(m, 0x0e, 1);
	put(m, slot, 2);
	put(m, type, 1);
}

static void put_attribute(struct made *m, const char *name, unsigned slot, enum evtx_type type,
	bool more)
{
	put(m, more ? 0x46 : 0x06, 1);
	put_name(m, name);
	put_slot(m, slot, type);
}

static void put_literal(struct made *m, const char *text)
{
	put(m, 0x0105, 2);
	put(m, strlen(text), 2);
	put_utf16(m, text);
}

static void element_of_slot(struct made *m, const char *name, unsigned slot,
	enum evtx_type type)
{
	uint32_t at = begin_element(m, name, false);
	end_tag(m, 0x02);
	put_slot(m, slot, type);
	end_element(m, at, false);
}

static void empty_with_slots(struct made *m, const char *name, const char *first,
	unsigned slot, const char *second, unsigned other, enum evtx_type type,
	enum evtx_type other_type)
{
	uint32_t at = begin_element(m, name, true);
	put_attribute(m, first, slot, type, second != NULL);
	if (second)
		put_attribute(m, second, other, other_type, false);
	end_element(m, at, true);
}

static void define_system(struct made *m)
{
	uint32_t event = begin_element(m, "Event", true);
	put(m, 0x06, 1);
	put_name(m, "xmlns");
	put_literal(m, "http://schemas.microsoft.com/win/2004/08/events/event");
	end_tag(m, 0x02);
	uint32_t system = begin_element(m, "System", false);
	end_tag(m, 0x02);
	empty_with_slots(m, "Provider", "Name", 14, "Guid", 15, EVTX_STRING, EVTX_GUID);
	element_of_slot(m, "EventID", 3, EVTX_UINT16);
	element_of_slot(m, "Version", 11, EVTX_UINT8);
	element_of_slot(m, "Level", 0, EVTX_UINT8);
	element_of_slot(m, "Task", 2, EVTX_UINT16);
	element_of_slot(m, "Opcode", 1, EVTX_UINT8);
	element_of_slot(m, "Keywords", 5, EVTX_HEX64);
	empty_with_slots(m, "TimeCreated", "SystemTime", 6, NULL, 0, EVTX_FILETIME, EVTX_NULL);
	element_of_slot(m, "EventRecordID", 10, EVTX_UINT64);
	empty_with_slots(m, "Correlation", "ActivityID", 7, "RelatedActivityID", 13, EVTX_GUID,
		EVTX_GUID);
	empty_with_slots(m, "Execution", "ProcessID", 8, "ThreadID", 9, EVTX_UINT32, EVTX_UINT32);
	element_of_slot(m, "Channel", 16, EVTX_STRING);
	uint32_t computer = begin_element(m, "Computer", false);
	end_tag(m, 0x02);
	put_literal(m, "DESKTOP-306");
	end_element(m, computer, false);
	empty_with_slots(m, "Security", "UserID", 12, NULL, 0, EVTX_SID, EVTX_NULL);
	end_element(m, system, false);
	put_slot(m, 17, EVTX_BINXML);
	end_element(m, event, false);
}

static void define_data(struct made *m, const struct event_form *form)
{
	uint32_t data = begin_element(m, "EventData", false);
	end_tag(m, 0x02);
	for (unsigned i = 0; i < form->texts + form->numbers; i++) {
		bool text = i < form->texts;
		char name[32];
		snprintf(name, sizeof(name), "%s%u", text ? "Message" : "HexInt",
			text ? i + 1 : 2 * (i - form->texts) + 1);
		uint32_t at = begin_element(m, "Data", true);
		put(m, 0x06, 1);
		put_name(m, "Name");
		put_literal(m, name);
		end_tag(m, 0x02);
		put_slot(m, i, text ? EVTX_STRING : EVTX_HEX32);
		end_element(m, at, false);
	}
	end_element(m, data, false);
}

/* An instance of template i, which is defined here if it is new in this chunk. */
static void begin_instance(struct made *m, unsigned i)
{
	put(m, 0x0001010f, 4);
	put(m, 0x010c, 2);
	put(m, 0x3060 + i, 4);
	if (m->templates[i]) {
		put(m, m->templates[i], 4);
		return;
	}
	put(m, m->pos + 4, 4);
	uint32_t at = m->templates[i] = m->pos;
	put(m, 0, 4); /* the next template of this hash */
	for (unsigned part = 0; part < 4; part++)
		put(m, 0x3060 + i + part, 4);
	put(m, 0, 4);
	put(m, 0x0001010f, 4);
	if (i == KINDS)
		define_system(m);
	else
		define_data(m, &forms[i]);
	put(m, 0, 1);
	put_at(m, at + 20, m->pos - at - 24, 4);
}

/* ---- records ---- */

static void put_descriptor(struct made *m, size_t size, enum evtx_type type)
{
	put(m, size, 2);
	put(m, type, 2);
}

static void make_text(struct made *m, const struct event_form *form, unsigned i, char ret[400])
{
	unsigned a = pick(m, 0xffffffff), b = pick(m, 0xffff), c = pick(m, 0xffff);
	if (form->id == 306 && !form->other && i == 0)
		snprintf(ret, 400, "ModelName_AC_%08x-%04x-4a2d-8c1e-3060%08x_LogicalName_%08x_%04x_"
			"4b7f_9d2a_0306%08x_Hash_%d", a, b, c, pick(m, 0xffffffff), c, b, (int)a);
	else if (i == 3)
		snprintf(ret, 400, "./Device/Vendor/MSFT/Policy/Config/Area%u/Name%u", b % 90, c % 400);
	else if (i == 0)
		snprintf(ret, 400, "%08X-%04X-4A2D-8C1E-3060%08X", a, b, c);
	else
		snprintf(ret, 400, "Policy%u &<%04x>", b % 400, c);
}

static uint32_t put_data(struct made *m, unsigned kind)
{
	const struct event_form *form = &forms[kind];
	static char texts[8][400];
	uint32_t begin = m->pos;
	begin_instance(m, kind);
	put(m, form->texts + form->numbers, 4);
	for (unsigned i = 0; i < form->texts; i++) {
		make_text(m, form, i, texts[i]);
		put_descriptor(m, 2 * strlen(texts[i]), EVTX_STRING);
	}
	for (unsigned i = 0; i < form->numbers; i++)
		put_descriptor(m, 4, EVTX_HEX32);
	for (unsigned i = 0; i < form->texts; i++)
		put_utf16(m, texts[i]);
	for (unsigned i = 0; i < form->numbers; i++)
		put(m, pick(m, 4) ? 0x2ab0003 : 0x80070000 + pick(m, 99), 4);
	put(m, 0, 1);
	return m->pos - begin;
}

static void put_system_values(struct made *m, const struct event_form *form)
{
	const char *provider = form->other ? OTHER_PROVIDER : OUR_PROVIDER;
	static const unsigned char types[17] = {4, 4, 6, 6, 0, 0x15, 0x11, 0, 8, 8, 0x0a, 4, 0x13, 0,
		1, 0x0f, 1}, sizes[17] = {1, 1, 2, 2, 0, 8, 8, 0, 4, 4, 8, 1, 12, 0, 0, 16, 0};
	static const unsigned char system_user[12] = {1, 1, 0, 0, 0, 0, 0, 5, 18};
	for (unsigned i = 0; i < 17; i++)
		put_descriptor(m, i == 14 ? 2 * strlen(provider) : i == 16
			? 2 * strlen(OUR_PROVIDER "/Admin") : sizes[i], (enum evtx_type)types[i]);
	put_descriptor(m, 0, EVTX_BINXML);
	put(m, form->level, 1);
	put(m, 0, 3);
	put(m, form->id, 2);
	put(m, UINT64_C(0x8000000000000000), 8);
	put(m, m->filetime, 8);
	put(m, 4 * pick(m, 3000), 4);
	put(m, 4 * pick(m, 3000), 4);
	put(m, m->number, 8);
	put(m, 0, 1);
	for (unsigned i = 0; i < sizeof(system_user); i++)
		put(m, system_user[i], 1);
	put_utf16(m, provider);
	put(m, UINT64_C(0x415c0fe23da494e4), 8);
	put(m, UINT64_C(0x3bc8c56552fb95b8), 8);
	put_utf16(m, OUR_PROVIDER "/Admin");
}

static unsigned pick_kind(struct made *m)
{
	unsigned at = pick(m, 1000), kind = 0;
	while (at >= forms[kind].weight)
		at -= forms[kind++].weight;
	return kind;
}

static unsigned put_record(struct made *m)
{
	uint32_t begin = m->pos;
	unsigned kind = pick_kind(m);
	m->filetime += 10000 * (1 + pick(m, 60000));
	put(m, 0x2a2a, 8);
	put(m, m->number, 8);
	put(m, m->filetime, 8);
	begin_instance(m, KINDS);
	put(m, 18, 4);
	uint32_t nested = m->pos + 17 * 4;
	put_system_values(m, &forms[kind]);
	put_at(m, nested, put_data(m, kind), 2);
	do
		put(m, 0, 1);
	while ((m->pos - begin + 4) % 8);
	put_at(m, begin + 4, m->pos - begin + 4, 4);
	put(m, m->pos - begin + 4, 4);
	return kind;
}

/* ---- chunks ---- */

/* Fills a chunk up to the record that does not fit, which is made anew in the next one. */
static void make_chunk(struct made *m, uint64_t records)
{
	uint64_t first = m->number;
	uint32_t last = 0, free = CHUNK_HEAD;
	memset(m->chunk, 0, sizeof(m->chunk));
	memset(m->templates, 0, sizeof(m->templates));
	m->names_count = 0;
	m->pos = CHUNK_HEAD;
	while (m->number <= records) {
		uint64_t random = m->random, filetime = m->filetime;
		unsigned kind = put_record(m);
		if (m->pos > CHUNK_SIZE) {
			m->random = random;
			m->filetime = filetime;
			break;
		}
		last = free;
		free = m->pos;
		m->number++;
		m->wanted += kind == 0;
		m->decoys += kind == 1;
	}
	memset(m->chunk + free, 0, sizeof(m->chunk) - free);
	memcpy(m->chunk, "ElfChnk", 8);
	for (uint32_t at = 8; at < 40; at += 16) {
		put_at(m, at, first, 8);
		put_at(m, at + 8, m->number - 1, 8);
	}
	put_at(m, 40, 128, 4);
	put_at(m, 44, last, 4);
	put_at(m, 48, free, 4);
	put_at(m, 52, crc_add(&m->crc, 0, m->chunk + CHUNK_HEAD, free - CHUNK_HEAD), 4);
	put_at(m, 124, crc_add(&m->crc, crc_add(&m->crc, 0, m->chunk, 120), m->chunk + 128, 384), 4);
	m->chunks++;
}

static void make_head(struct made *m)
{
	uint64_t claimed = m->chunks < 65535 ? m->chunks : 65535;
	memset(m->chunk, 0, 4096);
	memcpy(m->chunk, "ElfFile", 8);
	put_at(m, 16, claimed - 1, 8);
	put_at(m, 24, m->number, 8);
	put_at(m, 32, 128, 4);
	put_at(m, 36, 0x00030001, 4);
	put_at(m, 40, 4096, 2);
	put_at(m, 42, claimed, 2);
	put_at(m, 124, crc_add(&m->crc, 0, m->chunk, 120), 4);
}

int main(int argc, char **argv)
{
	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: make_evtx RECORDS OUT [SEED]\n");
		return 2;
	}
	FILE *out = fopen(argv[2], "wb");
	if (!out) {
		perror(argv[2]);
		return 1;
	}
	struct made *m = xcalloc(1, sizeof(*m));
	uint64_t records = strtoull(argv[1], NULL, 10);
	m->random = argc == 4 ? strtoull(argv[3], NULL, 10) + 1 : 306;
	m->filetime = UINT64_C(132248160000000000);
	m->number = 1;
	crc_init(&m->crc);
	fseek(out, 4096, SEEK_SET);
	do {
		make_chunk(m, records);
		fwrite(m->chunk, 1, CHUNK_SIZE, out);
	} while (m->number <= records);
	make_head(m);
	rewind(out);
	fwrite(m->chunk, 1, 4096, out);
	bool written = !ferror(out) && !fclose(out);
	printf("{\"bytes\":%" PRIu64 ",\"records\":%" PRIu64 ",\"chunks\":%" PRIu64 ",\"wanted\":%"
		PRIu64 ",\"decoys\":%" PRIu64 "}\n", 4096 + m->chunks * CHUNK_SIZE, m->number - 1,
		m->chunks, m->wanted, m->decoys);
	free(m);
	return !written;
}
