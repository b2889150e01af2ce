#include "other.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/pattern.h"
#include "base/strbuf.h"

#define TEXT_MAX (16u << 10) /* of the text, what is looked at */
#define FACTS_MAX 3
#define FACT_BYTES_MAX 60

#define ARCHIVE ".logarchive"
#define ARCHIVE_PATH_MAX 120

#define ADVICE_ANDROID N_("collect OMADMLog_0.log: Company Portal > Settings > verbose logging on, " \
	"sync, \"SAVE LOGS\"")
#define ADVICE_IOS N_("record the device in Console on a Mac with info and debug messages, " \
	"select all, copy, and save that")
#define ADVICE_WINDOWS N_("save the log \"DeviceManagement-Enterprise-Diagnostics-Provider > " \
	"Admin\" in the Event Viewer as .evtx")
#define ADVICE_EVTX N_("give the .evtx file itself; it is read here as it is")
#define ADVICE_ANY N_("give the log itself as it was saved: OMADMLog_0.log (Android), a Console " \
	"copy (iOS), the Admin log as .evtx (Windows)")
#define ADVICE_UNPACK N_("unpack it and give the log that is in it")

/* One kind of file: what stands at a place, or what a pattern finds in the text, or both. */
struct other {
	size_t at;
	struct sv magic;     /* raw bytes; empty: any */
	const char *pattern; /* NULL: any */
	const char *what, *advice; /* msgids */
	const char *facts;   /* a pattern: lines worth repeating; NULL: none */
};

#define BYTES(literal) {literal, sizeof(literal) - 1}

/* The first that fits tells. */
static const struct other others[] = {
	{0, BYTES("%PDF-"), NULL, N_("this is a PDF document, not a log"), ADVICE_ANY},
	{0, BYTES("\x89PNG\r\n"), NULL, N_("this is a picture, and no log can be read from it"),
		ADVICE_ANY},
	{0, BYTES("\xff\xd8\xff"), NULL, N_("this is a picture, and no log can be read from it"),
		ADVICE_ANY},
	{4, BYTES("ftyphei"), NULL, N_("this is a picture, and no log can be read from it"),
		ADVICE_ANY},
	{0, BYTES("PK\x03\x04"), "word/|xl/|\\[Content_Types\\]",
		N_("this is an Office document, not a log"), ADVICE_ANY},
	{0, BYTES("PK\x03\x04"), NULL, N_("this is a zip archive"), ADVICE_UNPACK},
	{0, BYTES("\x1f\x8b"), NULL, N_("this is a gzip archive"), ADVICE_UNPACK},
	{0, BYTES("MSCF"), NULL, N_("this is a cabinet archive"), ADVICE_UNPACK},
	{0, BYTES("7z\xbc\xaf\x27\x1c"), NULL, N_("this is a 7-Zip archive"), ADVICE_UNPACK},
	{0, BYTES("Rar!\x1a\x07"), NULL, N_("this is a RAR archive"), ADVICE_UNPACK},
	{257, BYTES("ustar"), NULL, N_("this is a tar archive"), ADVICE_UNPACK},
	{0, BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL,
		N_("this is a message or a document of Office, not a log"), ADVICE_ANY},
	{0, BYTES("SQLite format 3"), NULL, N_("this is a database, not a log"), ADVICE_ANY},
	{0, BYTES("bplist0"), NULL, N_("this is a property list of Apple, not a log"), ADVICE_IOS},
	/* Windows */
	{4, BYTES("LfLe"), NULL, N_("this is an event log of Windows XP or 2003 (.evt), which "
		"knows nothing of Intune"), ADVICE_WINDOWS},
	{72, BYTES("\x02\x00\x01\xc0"), NULL, N_("this is a trace of Windows (.etl), which holds no "
		"events as text"), ADVICE_WINDOWS},
	{72, BYTES("\x02\x00\x02\xc0"), NULL, N_("this is a trace of Windows (.etl), which holds no "
		"events as text"), ADVICE_WINDOWS},
	{0, {"", 0}, "<MDMEnterpriseDiagnosticsReport", N_("this is MDMDiagReport.xml: the state of "
		"the device, without events"), ADVICE_WINDOWS},
	{0, {"", 0}, "(?is)\\A\\s*<(?:!doctype html|html)\\b.*MDM ?Diag", N_("this is "
		"MDMDiagReport.html: the state of the device, without events"), ADVICE_WINDOWS},
	{0, {"", 0}, "\\A\\s*(?:Windows Registry Editor Version|REGEDIT4)", N_("this is an export of "
		"the registry, without events"), ADVICE_WINDOWS},
	{0, {"", 0}, "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d, +\\w+ +(?:CBS|CSI|DISM|DPX)\\b",
		N_("this is the log of Windows updates and components (CBS, DISM)"), ADVICE_WINDOWS},
	{0, {"", 0}, "(?m)^\\[Device Install Log\\]|^>>>  \\[", N_("this is the log of driver "
		"installations (setupapi)"), ADVICE_WINDOWS},
	{0, {"", 0}, "<!\\[LOG\\[", N_("this is a log for CMTrace, such as that of the Intune "
		"management extension: apps and scripts, no profiles"), ADVICE_WINDOWS},
	{0, {"", 0}, "(?m)^\\W{0,4}evtxexport \\d|^Event number\\s+: \\d", N_("this is what evtxexport "
		"prints, in which the fields have no names"), ADVICE_EVTX},
	/* Android */
	{0, {"", 0}, "(?m)^-{5,} beginning of |^(?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3,9}"
		"(?: [+-]\\d{4})? +(?:(?:\\w+ +)?\\d+ +\\d+ +[VDIWEF] |[VDIWEF]/)",
		N_("this is logcat, the log of the whole Android system"), ADVICE_ANDROID},
	{0, {"", 0}, "(?m)^\\s*Begin [^\\n]{1,60} Information\\.", N_("this is DiagnosticsInfo.log: "
		"facts about the device, no profiles"),
		N_("collect OMADMLog_0.log besides; it lies in the same folder"),
		"(?mi)^\\s*([^:\\n]{0,40}(?:version|enroll|last (?:check|sync|updat))[^:\\n]{0,40}: "
		"[^\\r\\n]+)"},
	{0, {"", 0}, "(?i)thread_id: ?\\d+[^\\n]{0,80}correlation_id|\\bcom\\.microsoft\\.identity\\."
		"|\\bMSAL \\d", N_("this is the log of signing in (MSAL or the broker)"),
		ADVICE_ANDROID},
	{0, {"", 0}, "(?m)^[^\\n]{0,40}\\bAuditEvents?\\b", N_("this is the log of audit events of "
		"Company Portal, without profiles"), ADVICE_ANDROID},
	/* Apple */
	{0, {"", 0}, "(?m)^\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ pid=\\d|^\\w{3} \\w{3} +\\d+ "
		"\\d\\d:\\d\\d:\\d\\d \\d{4} \\[\\d+\\] <\\w+> \\(0x",
		N_("this is a side log of a sysdiagnose, without profiles"), ADVICE_IOS},
	{0, {"", 0}, "<!DOCTYPE plist", N_("this is a property list or a configuration profile of "
		"Apple, not a log"), ADVICE_IOS},
	{0, {"", 0}, "(?m)^\\W{0,8}\\d{2,4}[-/.]\\d\\d[-/.]\\d\\d[^\\n]{0,400}(?:Company ?Portal|"
		"IntuneMAM)", N_("this is the log of Company Portal, which on iOS/iPadOS has "
		"nothing about certificates"), ADVICE_IOS},
	/* anybody's */
	{0, {"", 0}, "\"@odata\\.\\w+\"", N_("this is an answer of Microsoft Graph: what the service "
		"knows, not what the device did"), ADVICE_ANY},
	{0, {"", 0}, "(?i)\\A\\s*<(?:!doctype html|html)\\b", N_("this is a web page, not a log"),
		ADVICE_ANY},
};

static bool finds(const char *pattern, struct sv text, size_t from, struct pattern_match *ret)
{
	struct pattern *compiled = pattern_create(sv_str(pattern), false, NULL);
	bool found = compiled && pattern_search(compiled, text, from, ret);
	pattern_destroy(compiled);
	return found;
}

static bool fits(const struct other *other, struct sv raw, struct sv text)
{
	struct pattern_match match;
	if (!sv_starts(sv_from(raw, other->at), other->magic))
		return false;
	/* what has a magic is not converted, and its text may be anywhere in the bytes */
	return !other->pattern ||
		finds(other->pattern, other->magic.len ? raw : text, 0, &match);
}

/* " (Company Portal version: 5.0; Last check-in: 17.04.2024)" */
static void add_facts(const char *pattern, struct sv text, struct strbuf *out)
{
	struct pattern_match match = {0};
	unsigned count = 0;
	for (size_t from = 0; count < FACTS_MAX && finds(pattern, text, from, &match); count++) {
		struct sv fact = sv_trim(match.group[1]);
		strbuf_str(out, count ? "; " : " (");
		strbuf_add(out, sv_sub(fact, 0, FACT_BYTES_MAX));
		from = match.to;
	}
	if (count)
		strbuf_char(out, ')');
}

/* The archive that name is or lies in, if a shell reads it as it stands; else the name that
 * it has in every sysdiagnose. */
static struct sv archive_of(struct sv name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		"/._-+";
	size_t end = sv_find(name, SV(ARCHIVE));
	struct sv archive = sv_sub(name, 0, end == SV_NPOS ? 0 : end + strlen(ARCHIVE));
	for (size_t i = 0; i < archive.len; i++)
		if (!memchr(plain, archive.ptr[i], sizeof(plain) - 1) || archive.ptr[0] == '-')
			return SV("system_logs" ARCHIVE);
	return archive.len && archive.len < ARCHIVE_PATH_MAX ? archive
							     : SV("system_logs" ARCHIVE);
}

static void set_archive(const char *name, struct err *err)
{
	struct sv archive = archive_of(sv_str(name));
	err_set(err, ERR_INPUT, _("%s: this belongs to a log archive of Apple, which only a Mac "
		"reads: log show --archive " SV_FMT " --info --debug --predicate 'process == "
		"\"profiled\"' > profiled.txt"), name, SV_ARG(archive));
}

bool other_tell_archive(const char *name, struct err *err)
{
	struct sv whole = sv_str(name);
	if (!sv_has(whole, SV(ARCHIVE)) && !sv_ends(whole, SV(".tracev3")))
		return false;
	set_archive(name, err);
	return true;
}

static void set(const struct other *other, struct sv text, const char *name, struct err *err)
{
	autostrbuf what;
	strbuf_init(&what, STRBUF_LINE);
	strbuf_str(&what, _(other->what));
	if (other->facts)
		add_facts(other->facts, text, &what);
	err_set(err, ERR_INPUT, "%s: %s; %s", name, what.ptr, _(other->advice));
}

bool other_tell(struct sv raw, struct sv text, const char *name, struct err *err)
{
	text = sv_sub(text, 0, TEXT_MAX);
	if (sv_starts(raw, SV("\x00\x10\x00\x00\x11\x00\x00\x00"))) { /* .tracev3 */
		set_archive(name, err);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (fits(&others[i], raw, text)) {
			set(&others[i], text, name, err);
			return true;
		}
	return false;
}
