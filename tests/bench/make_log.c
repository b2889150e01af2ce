/* make_log FORM SIZE OUT [SEED]: a large made log, and what is in it as JSON: what the benchmarks are
 * held against. FORM: omadm, ios (SIZE in MB), events, events16 (SIZE events; as UTF-16). The same
 * seed gives the same bytes. Some lines are near misses: nothing of them may be found. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

#define KEY_EVERY 3300   /* lines between two that carry a profile */
#define SYNCML_EVERY 100 /* … that are a message of SyncML */
#define DECOY_EVERY 450

struct made {
	FILE *out;
	struct strbuf line;
	uint64_t random, bytes, lines, time_us;
	uint64_t keys, profiles, others; /* lines with an identity or URL; whole requests; decoys */
	bool wide;
};

static uint32_t pick(struct made *m, uint32_t below)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (uint32_t)((m->random >> 32) * below >> 32);
}

#define PICK(m, list) ((list)[pick((m), (uint32_t)ARRAY_LEN(list))])

static void add_hex(struct made *m, size_t count)
{
	for (size_t i = 0; i < count; i++)
		strbuf_char(&m->line, "0123456789abcdef"[pick(m, 16)]);
}

static void add_guid(struct made *m, char between)
{
	static const size_t parts[] = {8, 4, 4, 4, 12};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (i)
			strbuf_char(&m->line, between);
		add_hex(m, parts[i]);
	}
}

static void add_base64(struct made *m, size_t count)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < count; i++)
		strbuf_char(&m->line, letters[pick(m, 64)]);
}

static void write_wide(struct made *m)
{
	for (size_t i = 0; i < m->line.len; i++) { /* all that is made is Latin-1 at most */
		fputc((unsigned char)m->line.ptr[i], m->out);
		fputc(0, m->out);
	}
	m->bytes += 2 * m->line.len;
}

static void flush_line(struct made *m)
{
	if (m->wide) {
		write_wide(m);
	} else {
		fwrite(m->line.ptr, 1, m->line.len, m->out);
		m->bytes += m->line.len;
	}
	m->lines++;
	strbuf_reset(&m->line);
}

/* ---- Android ---- */

static void omadm_head(struct made *m, const char *level)
{
	static const char *const tags[] = {"com.microsoft.omadm.client.OMADMClientService",
		"com.microsoft.omadm.TaskScheduler", "com.microsoft.omadm.syncml.SyncmlParser",
		"com.microsoft.omadm.platforms.android.certmgr.CertStateMachine",
		"com.microsoft.intune.telemetry.EventLogger"};
	m->time_us += 200 + pick(m, 90000);
	uint64_t s = m->time_us / 1000000;
	strbuf_addf(&m->line, "2024-%02u-%02uT%02u:%02u:%02u.%06u0\t%s\tEvent\t%s\t%u\t%u\t",
		(unsigned)(1 + s / (28 * 86400) % 12), (unsigned)(1 + s / 86400 % 28),
		(unsigned)(s / 3600 % 24), (unsigned)(s / 60 % 60), (unsigned)(s % 60),
		(unsigned)(m->time_us % 1000000), level, PICK(m, tags), 4000 + pick(m, 6000),
		1 + pick(m, 60));
}

static void omadm_noise(struct made *m)
{
	static const char *const levels[] = {"INFO", "VERB", "VERB", "WARN", "ERR_"};
	omadm_head(m, PICK(m, levels));
	switch (pick(m, 6)) {
	case 0:
		strbuf_str(&m->line, "Running task TaskKey{uri='omadm://task/");
		add_guid(m, '-');
		strbuf_addf(&m->line, "', priority=%u} after %u ms", pick(m, 9), pick(m, 90000));
		break;
	case 1:
		strbuf_addf(&m->line, "Session %u: sending message %u to https://a.manage.example"
			"/devicegatewayproxy/AndroidHandler.ashx, %u bytes", pick(m, 9000),
			pick(m, 30), pick(m, 60000));
		break;
	case 2:
		strbuf_addf(&m->line, "ModelName lookup skipped, cache version %u is current; Model "
			"name=%s", pick(m, 100000), pick(m, 2) ? "SM-G973F" : "Pixel 4");
		break;
	case 3:
		strbuf_addf(&m->line, "NDES reachability not evaluated on network type %u; "
			"nextRetry=%u s, backoff=EXPONENTIAL", pick(m, 20), pick(m, 4000));
		break;
	case 4:
		strbuf_str(&m->line, "MAM service response: {\"Key\":\"");
		add_base64(m, 40 + pick(m, 60));
		strbuf_addf(&m->line, "\",\"NextCheckinIntervalMinutes\":%u}", pick(m, 700));
		break;
	default:
		strbuf_addf(&m->line, "SCEP scheduler idle, %u pending, next wake in %u s (jobId=%u)",
			pick(m, 3), pick(m, 90000), pick(m, 100000));
		break;
	}
}

static void omadm_decoy(struct made *m)
{
	static const char *const misses[] = {"ModelName=AD_", "modelname=ac_", "ModelName_AC_",
		"ModelName = AC_", "ModelName=AC ", "NDESUr1 https://", "NDES Url https://"};
	m->others++;
	omadm_head(m, "VERB");
	strbuf_str(&m->line, PICK(m, misses));
	add_guid(m, '-');
}

static void add_item(struct made *m, const char *verb, const char *node, size_t data)
{
	strbuf_addf(&m->line, "<%s><CmdID>%u</CmdID><Item><Target><LocURI>%s</LocURI></Target>", verb,
		2 + pick(m, 90), node);
	if (data) {
		strbuf_str(&m->line, "<Data>");
		add_base64(m, data);
		strbuf_str(&m->line, "</Data>");
	}
	strbuf_addf(&m->line, "</Item></%s>", verb);
}

static void add_request(struct made *m)
{
	m->profiles++;
	strbuf_addf(&m->line, "<Add><CmdID>%u</CmdID><Item><Target><LocURI>./Vendor/MSFT/"
		"CertificateStore/Enroll/ModelName=AC_", 2 + pick(m, 90));
	add_guid(m, '-');
	strbuf_str(&m->line, "%2FLogicalName_");
	add_guid(m, '_');
	strbuf_addf(&m->line, "%%3BHash=%u/Install</LocURI></Target><Data>&lt;CertificateRequest&gt;"
		"&lt;ConfigurationParametersDocument&gt;&amp;lt;ConfigurationParameters&amp;gt;"
		"&amp;lt;RetryCount&amp;gt;3&amp;lt;/RetryCount&amp;gt;&amp;lt;KeyUsage&amp;gt;%u&amp;lt;"
		"/KeyUsage&amp;gt;&amp;lt;NDESUrls&amp;gt;&amp;lt;NDESUrl&amp;gt;https://ndes%u.example"
		"/certsrv/mscep/mscep.dll&amp;lt;/NDESUrl&amp;gt;&amp;lt;/NDESUrls&amp;gt;&amp;lt;"
		"CAThumbprint&amp;gt;", pick(m, 2000000), pick(m, 2) ? 32u : 160u, pick(m, 40));
	add_hex(m, 40);
	strbuf_str(&m->line, "&amp;lt;/CAThumbprint&amp;gt;&amp;lt;/ConfigurationParameters&amp;gt;&lt;"
		"/ConfigurationParametersDocument&gt;&lt;RequestParameters&gt;&lt;"
		"CertificateRequestToken&gt;");
	add_base64(m, 600 + pick(m, 1400));
	strbuf_addf(&m->line, "&lt;/CertificateRequestToken&gt;&lt;SubjectName&gt;CN=user%u&lt;"
		"/SubjectName&gt;&lt;/RequestParameters&gt;&lt;/CertificateRequest&gt;</Data></Item>"
		"</Add>", pick(m, 9999));
}

static void omadm_message(struct made *m, bool request)
{
	static const char *const nodes[] = {"./DevDetail/Ext/Microsoft/LocalTime", "./DevInfo/DevId",
		"./Vendor/MSFT/Scheduler/IntervalDurationSeconds", "./Vendor/MSFT/WiFi/Profile",
		"./Vendor/MSFT/CertificateStore/SCEP", "./Vendor/MSFT/NodeCache/SCConfigMgr"};
	omadm_head(m, "VERB");
	strbuf_addf(&m->line, "<SyncML><SyncHdr><VerDTD>1.2</VerDTD><SessionID>%u</SessionID><MsgID>%u"
		"</MsgID><Target><LocURI>imei:1</LocURI></Target><Source><LocURI>https://a.manage.example"
		"/devicegatewayproxy/AndroidHandler.ashx</LocURI></Source></SyncHdr><SyncBody>",
		(unsigned)(m->lines / 1000), pick(m, 30));
	for (unsigned items = 25 + pick(m, 35); items; items--)
		add_item(m, pick(m, 3) ? "Get" : "Replace", PICK(m, nodes), pick(m, 3) ? 0 : pick(m, 600));
	if (request)
		add_request(m);
	strbuf_str(&m->line, "<Final/></SyncBody></SyncML>");
}

static void omadm_line(struct made *m)
{
	bool key = pick(m, KEY_EVERY) == 0;
	if (key || pick(m, SYNCML_EVERY) == 0)
		omadm_message(m, key);
	else if (pick(m, DECOY_EVERY) == 0)
		omadm_decoy(m);
	else
		omadm_noise(m);
	m->keys += key;
	strbuf_char(&m->line, '\n');
}

/* ---- iOS ---- */

static void ios_line(struct made *m)
{
	static const char *const types[] = {"default", "info", "debug", "error"};
	static const char *const processes[] = {"profiled", "dmd", "mdmd", "runningboardd", "assistantd"};
	bool model = pick(m, 5500) == 0, domain = pick(m, model ? 2 : 5000) == 0;
	m->time_us += pick(m, 4000);
	uint64_t s = m->time_us / 1000000;
	strbuf_addf(&m->line, "%s\t%02u:%02u:%02u.%06u -0500\t%s\t", PICK(m, types),
		(unsigned)(s / 3600 % 24), (unsigned)(s / 60 % 60), (unsigned)(s % 60),
		(unsigned)(m->time_us % 1000000), PICK(m, processes));
	if (model) {
		strbuf_str(&m->line, "Installing dependency of ModelName=AC_");
		add_guid(m, '-');
	}
	if (domain)
		strbuf_addf(&m->line, " in domain PayloadDependencyDomainCertificate to %s",
			model ? "system" : "none");
	if (!model && !domain) {
		strbuf_str(&m->line, "Acquiring assertion targeting [xpcservice<com.example.");
		add_hex(m, 10 + pick(m, 60));
		strbuf_addf(&m->line, ">:%u] from originator", pick(m, 9999));
	}
	m->keys += model && domain;
	m->others += model != domain;
	strbuf_char(&m->line, '\n');
}

/* ---- Windows ---- */

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define RARE_EVERY 500 /* events between two of a rare kind */

/* The mix of such a log: mostly policies that are set, commands that fail and check-ins. Its sentence
 * holds the fields in their order. */
static const struct kind {
	unsigned id, level;
	const char *sentence;
	const char *fields; /* one letter each, see field() */
} kinds[] = {
	{306, 4, "SCEP : CspExecute pour UniqueId", "cshr"}, {305, 4, "SCEP : \xe9tat de la requ\xeate", "cr"},
	{308, 4, "SCEP : CspGetValue", "cr"}, {36, 4, "SCEP : requ\xeate g\xe9n\xe9r\xe9" "e", "eugxx"},
	{404, 2, "MDM ConfigurationManager : \xe9" "chec de la commande", "gnpux"},
	{454, 3, "MDM ConfigurationManager : \xe9" "chec de la commande", "gnpux"},
	{813, 4, "MDM PolicyManager : strat\xe9gie, entier", "npgdxxx"},
	{814, 4, "MDM PolicyManager : strat\xe9gie, cha\xeene", "npgdtxx"},
	{209, 4, "Session MDM : message OMA-DM envoy\xe9", "x"},
};
enum { RARE = 4 }; /* the first ones */

static void add_value(struct made *m, char field)
{
	switch (field) {
	case 'c': /* an identity */
		strbuf_str(&m->line, "ModelName_AC_");
		add_guid(m, '-');
		strbuf_str(&m->line, "_LogicalName_");
		add_guid(m, '_');
		strbuf_addf(&m->line, "_Hash_%u", pick(m, 2000000000));
		break;
	case 's':
		strbuf_addf(&m->line, "S-1-12-1-%u-%u", pick(m, 2000000000), pick(m, 2000000000));
		break;
	case 'g':
		add_guid(m, '-');
		break;
	case 'n':
		strbuf_addf(&m->line, "Microsoft-Defender%u", pick(m, 90));
		break;
	case 'p':
		strbuf_addf(&m->line, "Policy%u", pick(m, 400));
		break;
	case 'u':
		strbuf_addf(&m->line, "./Device/Vendor/MSFT/Policy/Config/Area%u/Name%u", pick(m, 90),
			pick(m, 400));
		break;
	case 'd':
		strbuf_str(&m->line, pick(m, 2) ? "device" : "user");
		break;
	case 'e':
		strbuf_str(&m->line, "1.3.6.1.5.5.7.3.2");
		break;
	default: /* a text; now and then one that is markup itself */
		strbuf_str(&m->line, "&lt;enabled/&gt;");
		if (!pick(m, 40)) {
			strbuf_str(&m->line, "&lt;data value=\"");
			add_base64(m, 400 + pick(m, 4200));
			strbuf_str(&m->line, "\"/&gt;");
		}
		break;
	}
}

static void add_number(struct made *m, char field)
{
	strbuf_addf(&m->line, "0x%x", field == 'r' ? 0x2ab0003u : 1u << pick(m, 4));
}

static bool is_number(char field)
{
	return field == 'x' || field == 'h' || field == 'r';
}

static void add_data(struct made *m, const struct kind *kind)
{
	unsigned texts = 0, numbers = 0;
	for (const char *field = kind->fields; *field; field++) {
		if (is_number(*field))
			strbuf_addf(&m->line, "<Data Name='HexInt%u'>", *field == 'r' ? 3 : ++numbers);
		else
			strbuf_addf(&m->line, "<Data Name='Message%u'>", ++texts);
		(is_number(*field) ? add_number : add_value)(m, *field);
		strbuf_str(&m->line, "</Data>");
	}
}

static void add_sentence(struct made *m, const struct kind *kind)
{
	strbuf_str(&m->line, kind->sentence);
	for (const char *field = kind->fields; *field; field++) {
		strbuf_str(&m->line, ", valeur : (");
		(is_number(*field) ? add_number : add_value)(m, *field);
		strbuf_str(&m->line, ")");
	}
}

static void add_system(struct made *m, const struct kind *kind, bool other, uint64_t record)
{
	const char *provider = other ? "Microsoft-Windows-Another-Provider" : PROVIDER;
	m->time_us += pick(m, 30000000);
	uint64_t s = m->time_us / 1000000;
	strbuf_addf(&m->line, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
		"<System><Provider Name='%s' Guid='{3da494e4-0fe2-415c-b895-fb5265c5c83b}'/><EventID>%u"
		"</EventID><Version>0</Version><Level>%u</Level><Task>0</Task><Opcode>0</Opcode>"
		"<Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2024-01-%02uT%02u:%02u:"
		"%02u.%09uZ'/><EventRecordID>%" PRIu64 "</EventRecordID><Correlation/><Execution "
		"ProcessID='%u' ThreadID='%u'/><Channel>%s/Admin</Channel><Computer>PC-7.example"
		"</Computer><Security UserID='S-1-5-18'/></System><EventData>", provider, kind->id,
		kind->level, (unsigned)(1 + s / 86400 % 28), (unsigned)(s / 3600 % 24),
		(unsigned)(s / 60 % 60), (unsigned)(s % 60), (unsigned)(m->time_us % 1000000) * 1000,
		record, pick(m, 9000), pick(m, 9000), provider);
}

/* 306 of the provider counts; 306 of another one does not, nor another event of this one. */
static void event(struct made *m, uint64_t record)
{
	bool rare = pick(m, RARE_EVERY) < RARE + 1, other = false;
	unsigned at = rare ? pick(m, RARE + 1) : RARE + pick(m, (unsigned)ARRAY_LEN(kinds) - RARE);
	if (rare && at == RARE) {
		other = true;
		at = 0;
	}
	const struct kind *kind = &kinds[at];
	add_system(m, kind, other, record);
	add_data(m, kind);
	strbuf_str(&m->line, "</EventData><RenderingInfo Culture='fr-FR'><Message>");
	add_sentence(m, kind);
	strbuf_str(&m->line, "</Message><Level>Information</Level><Task></Task><Opcode>Informations"
		"</Opcode><Channel>Admin</Channel><Provider>" PROVIDER "</Provider><Keywords></Keywords>"
		"</RenderingInfo></Event>");
	m->keys += kind->id == 306 && !other;
	m->others += other;
}

/* What is Latin-1 so far, as UTF-8. */
static void to_utf8(struct made *m)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	for (size_t i = 0; i < m->line.len; i++)
		strbuf_utf8(&text, (unsigned char)m->line.ptr[i]);
	strbuf_reset(&m->line);
	strbuf_add(&m->line, strbuf_sv(&text));
}

static void events(struct made *m, uint64_t count)
{
	if (m->wide)
		m->bytes += fwrite("\xff\xfe", 1, 2, m->out);
	strbuf_str(&m->line, "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?><Events>");
	flush_line(m);
	for (uint64_t i = 0; i < count; i++) {
		event(m, 1000 + i);
		if (!m->wide)
			to_utf8(m);
		flush_line(m);
	}
	strbuf_str(&m->line, "</Events>");
	flush_line(m);
}

static void lines(struct made *m, uint64_t size, void (*line)(struct made *m))
{
	while (m->bytes < size) {
		line(m);
		flush_line(m);
	}
}

int main(int argc, char **argv)
{
	struct made m = {0};
	if (argc < 4) {
		fprintf(stderr, "usage: make_log omadm|ios|events|events16 SIZE OUT [SEED]\n");
		return 2;
	}
	uint64_t size = strtoull(argv[2], NULL, 10);
	m.random = UINT64_C(0x9e3779b97f4a7c15) ^ strtoull(argc > 4 ? argv[4] : "306", NULL, 10);
	m.wide = !strcmp(argv[1], "events16");
	m.out = fopen(argv[3], "wb");
	if (!m.out) {
		perror(argv[3]);
		return 1;
	}
	strbuf_init(&m.line, STRBUF_RECORD);
	if (!strncmp(argv[1], "events", 6))
		events(&m, size);
	else
		lines(&m, size * 1000000, strcmp(argv[1], "ios") ? omadm_line : ios_line);
	printf("{\"bytes\":%" PRIu64 ",\"lines\":%" PRIu64 ",\"keys\":%" PRIu64 ",\"profiles\":%" PRIu64
		",\"others\":%" PRIu64 "}\n", m.bytes, m.lines, m.keys, m.profiles, m.others);
	strbuf_finish(&m.line);
	return fclose(m.out) ? 1 : 0;
}
