/* A diagnosis over logs made in the test: lines and events by the second after the
 * assignment, and what is expected in few words. */
#ifndef TEST_DIAGNOSIS_CASE_H
#define TEST_DIAGNOSIS_CASE_H

#include "testing.h"

#include <stdio.h>

#include "base/strbuf.h"
#include "diagnosis/diagnosis.h"

#define ASSIGNED (INT64_C(1724140800) * TIME_SECOND) /* 2024-08-20T08:00:00Z */

#define ACCOUNT "51bad41f-3854-4eb5-a2f2-0f7a94034ee8"
#define L1 "39907e78_e61b_4730_b9fa_d44a53e4111c" /* as logs print it */
#define P1 "39907e78-e61b-4730-b9fa-d44a53e4111c" /* as a profile's id */
#define L2 "1892fe4c_1b2c_4d3e_8f40_512634455667"
#define P2 "1892fe4c-1b2c-4d3e-8f40-512634455667"
#define L3 "39907e78_e61b_4730_b9fa_000000000003" /* begins like L1 */
#define P3 "39907e78-e61b-4730-b9fa-000000000003"

static inline int library_begin(void **state)
{
	*state = library_create(SOURCE_ROOT "/wizards", NULL, NULL, NULL);
	return *state ? 0 : -1;
}

static inline int library_end(void **state)
{
	library_destroy(*state);
	return 0;
}

static inline struct diagnosis *begin(void **state, enum guide_platform platform)
{
	const struct library *library = *state;
	const struct guide *guide = guide_by_platform(&library->guides, platform);
	assert_non_null(guide);
	return diagnosis_create(library, guide);
}

static inline void assigned(struct diagnosis *d)
{
	struct case_options options = d->options;
	options.assigned_at = ASSIGNED;
	diagnosis_set_options(d, &options);
}

static inline void only_profile(struct diagnosis *d, const char *profile)
{
	struct case_options options = d->options;
	snprintf(options.profile, sizeof(options.profile), "%s", profile);
	diagnosis_set_options(d, &options);
}

static inline void read_log(struct diagnosis *d, struct sv text)
{
	struct err err = {0};
	char *bytes = malloc(text.len + 1);
	memcpy(bytes, text.ptr, text.len);
	if (!diagnosis_open_log(d, source_memory("made", bytes, text.len), &err))
		fail_msg("%s", err.text);
	while (diagnosis_log_step(d, INT64_MAX))
		;
}

/* Reads what was written and makes room for the next log. */
static inline void read_made(struct diagnosis *d, struct strbuf *log)
{
	read_log(d, strbuf_sv(log));
	strbuf_reset(log);
}

/* Outcome (r, i, n), stage (a r q s i p, - none), rule; "r q2". words: the made log, to be
 * named where it fails. */
static inline void expect_in(struct diagnosis *d, const char *words, const char *wanted)
{
	static const char outcomes[] = "rin", stages[] = "arqsip-";
	char found[5] = {0};
	diagnosis_judge(d);
	found[0] = outcomes[d->verdict.outcome];
	found[1] = ' ';
	found[2] = stages[d->verdict.stage];
	found[3] = (char)('0' + d->verdict.rule);
	if (strcmp(found, wanted) != 0)
		fail_msg("%s: got %s, expected %s", words, found, wanted);
}

static inline void expect(struct diagnosis *d, const char *wanted)
{
	expect_in(d, "", wanted);
}

static inline void expect_row(const struct diagnosis *d, const char *profile, bool complete,
	enum verdict_outcome outcome)
{
	for (size_t i = 0; i < d->profiles_count; i++) {
		const struct case_profile *row = &d->profiles[i];
		if (strcmp(row->profile, profile) != 0 || row->complete != complete ||
		    row->verdict.outcome != outcome)
			continue;
		return;
	}
	fail_msg("no such row: %s", profile);
}

/* "pp?mb" for the deciding profile: passed, unknown, missing, broken. */
static inline void expect_stages(const struct diagnosis *d, const char *wanted)
{
	char found[STAGE_COUNT + 1] = "";
	for (int i = 0; i < STAGE_COUNT; i++)
		found[i] = "?mpb"[d->verdict.stages[i]];
	assert_string_equal(found, wanted);
}

/* Ids in the order of enum missing, parted by blanks. */
static inline void expect_missing_in(const struct diagnosis *d, size_t log, const char *words,
	const char *wanted)
{
	char found[200] = "";
	for (int i = 0; i < MISSING_COUNT; i++) {
		if (!(d->logs[log].missing >> i & 1))
			continue;
		strcat(found, *found ? " " : "");
		strcat(found, missing_id((enum missing)i));
	}
	if (strcmp(found, wanted) != 0)
		fail_msg("%s: missing \"%s\", expected \"%s\"", words, found, wanted);
	assert_int_equal(d->logs[log].sufficient, !*wanted);
}

static inline void expect_missing(const struct diagnosis *d, size_t log, const char *wanted)
{
	expect_missing_in(d, log, "", wanted);
}

static inline size_t count_key(const struct diagnosis *d, const char *key)
{
	size_t count = 0;
	for (size_t i = 0; i < d->findings_count; i++)
		count += d->findings[i].key && !strcmp(d->findings[i].key->id, key);
	return count;
}

static inline const struct finding *find_key(const struct diagnosis *d, const char *key)
{
	for (size_t i = 0; i < d->findings_count; i++)
		if (d->findings[i].key && !strcmp(d->findings[i].key->id, key))
			return &d->findings[i];
	fail_msg("no finding %s", key);
	return NULL;
}

static inline bool summary_has(const struct diagnosis *d, const char *text)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	diagnosis_summary(d, &out);
	return sv_has(strbuf_sv(&out), sv_str(text));
}

/* ---- times ---- */

static inline const char *clock_text(int seconds, char buf[static TIME_TEXT_MAX])
{
	time_rfc3339(ASSIGNED + seconds * TIME_SECOND, buf);
	return buf;
}

/* ---- Android ---- */

#define MODEL(L, hash) "ModelName=AC_" ACCOUNT "%2FLogicalName_" L "%3BHash=" hash
#define MODEL_PLAIN(L, hash) "ModelName=AC_" ACCOUNT "%2FLogicalName_" L ";Hash=" hash
#define NODE(L, hash) "./Vendor/MSFT/CertificateStore/Enroll/" MODEL(L, hash) "/Install"
#define COMMAND(name, id, node)                                                               \
	"<" name "><CmdID>" id "</CmdID><Item><Target><LocURI>" node                          \
	"</LocURI></Target><Data>x</Data></Item></" name ">"
#define STATUS(id, message, command, name, extra, data)                                       \
	"<Status><CmdID>" id "</CmdID><MsgRef>" message "</MsgRef><CmdRef>" command           \
	"</CmdRef><Cmd>" name "</Cmd>" extra "<Data>" data "</Data></Status>"

static inline void add_line(struct strbuf *log, int seconds, const char *level,
	const char *text)
{
	char at[TIME_TEXT_MAX];
	strbuf_addf(log, "%.19s.0000000\t%s\tcom.microsoft.omadm.Some\t 9595\t    9\t%s\n",
		clock_text(seconds, at), level, text);
}

static inline void add_syncml(struct strbuf *log, int seconds, const char *level,
	const char *source, const char *session, const char *message, const char *body)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_addf(&text, "<?xml version=\"1.0\" encoding=\"utf-8\"?><SyncML xmlns=\""
		"SYNCML:SYNCML1.2\"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>"
		"<SessionID>%s</SessionID><MsgID>%s</MsgID><Target><LocURI>t</LocURI></Target>"
		"<Source><LocURI>%s</LocURI></Source></SyncHdr><SyncBody>%s<Final/></SyncBody>"
		"</SyncML>", session, message, source, body);
	add_line(log, seconds, level, text.ptr);
}

static inline void add_server(struct strbuf *log, int seconds, const char *session,
	const char *message, const char *body)
{
	add_syncml(log, seconds, "VERB", "https://a.manage.microsoft.com/AndroidHandler.ashx",
		session, message, body);
}

static inline void add_device(struct strbuf *log, int seconds, const char *session,
	const char *message, const char *body)
{
	add_syncml(log, seconds, "VERB", "urn:uuid:0A1B2C3D-0000-1111-2222-333344445555",
		session, message, body);
}

/* ---- Windows ---- */

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define CHANNEL PROVIDER "/Admin"
#define UNIQUE(L, hash) "ModelName_AC_" ACCOUNT "_LogicalName_" L "_Hash_" hash
#define USER1 "S-1-12-1-1111111111-1222222222-1333333333-1444444444"
#define USER2 "S-1-12-1-2111111111-2222222222-2333333333-2444444444"
#define OK306 "0x2ab0003"

/* data: "Name=value" parts, divided by |. */
static inline void add_event_of(struct strbuf *log, const char *provider, const char *channel,
	int id, int record, int seconds, const char *data)
{
	char at[TIME_TEXT_MAX];
	struct sv rest = sv_str(data), part;
	strbuf_addf(log, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
		"<System><Provider Name='%s'/><EventID>%d</EventID><Level>4</Level>"
		"<TimeCreated SystemTime='%s'/><EventRecordID>%d</EventRecordID>"
		"<Channel>%s</Channel><Computer>DESKTOP-7Q2K1LM</Computer>"
		"<Security UserID='S-1-5-18'/></System><EventData>", provider, id,
		clock_text(seconds, at), record, channel);
	while (rest.len && sv_cut(&rest, '|', &part)) {
		size_t equals = sv_chr(part, '=');
		struct sv value = sv_from(part, equals + 1);
		strbuf_addf(log, "<Data Name='%.*s'>" SV_FMT "</Data>", (int)equals, part.ptr,
			SV_ARG(value));
	}
	strbuf_str(log, "</EventData></Event>\n");
}

static inline void add_event(struct strbuf *log, int id, int record, int seconds,
	const char *data)
{
	add_event_of(log, PROVIDER, CHANNEL, id, record, seconds, data);
}

static inline void add_306(struct strbuf *log, int record, int seconds, const char *unique,
	const char *user, const char *result)
{
	char data[500];
	snprintf(data, sizeof(data), "Message1=%s|Message2=%s|Message3=user|"
		"Message4=clientinstall|HexInt1=0x2|HexInt3=%s", unique, user, result);
	add_event(log, 306, record, seconds, data);
}

static inline void add_309(struct strbuf *log, int record, int seconds, const char *unique,
	const char *status, const char *result)
{
	char data[500];
	snprintf(data, sizeof(data), "Message1={0A}|Message2=%s|Message3=61327876|"
		"Message4=https://ndes.contoso.com/p|HexInt1=%s|HexInt2=0x1|HexInt3=%s", unique,
		status, result);
	add_event(log, 309, record, seconds, data);
}

static inline void add_208(struct strbuf *log, int record, int seconds)
{
	add_event(log, 208, record, seconds, "Message1=0A1B|Message2=https://r.manage."
		"microsoft.com/x|Message3=4.0|Message4=1.2|HexInt1=0xd|HexInt2=0x1|HexInt3=0x2|"
		"HexInt4=0x82|UInt1=3|UInt2=0");
}

static inline void add_209(struct strbuf *log, int record, int seconds, const char *status)
{
	char data[60];
	snprintf(data, sizeof(data), "HRESULT=%s", status);
	add_event(log, 209, record, seconds, data);
}

#endif
