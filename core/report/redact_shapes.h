/* The shapes of what redaction replaces: a table, for redact.c alone. */
#ifndef REPORT_REDACT_SHAPES_H
#define REPORT_REDACT_SHAPES_H

#include "redact.h"

/* Pieces of the shapes. What XML escapes may be escaped any number of times, and what a URL
 * escapes may stand as %XX; a word may begin behind such a %XX. */
#define ESC "&(?:amp;)*"
#define BEGIN "(?:(?<![\\w.])|(?<=%[0-9A-Fa-f]{2}))"
#define NO_HALF "(?<!%)(?<!%[0-9A-Fa-f])" /* not within a %XX */
#define HEX "[0-9A-Fa-f]"
#define GUID HEX "{8}-" HEX "{4}-" HEX "{4}-" HEX "{4}-" HEX "{12}"
#define LOWER_THAN "(?:<|" ESC "lt;|%3C)"
#define GREATER_THAN "(?:>|" ESC "gt;|%3E)"
#define QUOTE "(?:\"|" ESC "quot;|%22)"
#define BLANKS "(?:\\s|%20)*"
#define COLON "(?::|%3A)"
/* The content of an element; not behind its end tag. */
#define ELEMENT(name)                                                                         \
	"(?i)((?<!/)(?<!%2F)" name "(?:(?!" ESC "[lg]t;|%3[CE])[^<>]){0,100}?" GREATER_THAN   \
	")((?:[^<&%]++|&(?!(?:amp;)*lt;)|%(?!3C))++)()"
/* name=value, "name": "value" */
#define ASSIGNED(name)                                                                        \
	"(?i)(" name "(?:" BLANKS "(?:=|%3D)" BLANKS "|" QUOTE BLANKS COLON BLANKS ")" QUOTE  \
	"?)((?:(?!&|%26|%22)[^\\s\"<>,;])+)()"
/* The value in the element after the one that names it: <key>name</key><string>value, or
 * <LocURI>…/name</LocURI>…<Data>value. */
#define NEXT_VALUE(name)                                                                      \
	"(?is)(" name LOWER_THAN "(?:/|%2F)(?:key|LocURI)" GREATER_THAN                         \
	"(?:(?!" LOWER_THAN "(?:/|%2F)?(?:Item|dict)).)*?" LOWER_THAN                      \
	"(?:string|Data)(?:(?!" ESC "gt;|%3E)[^<>]){0,100}?" GREATER_THAN                      \
	")((?:[^<&%]++|&(?!(?:amp;)*lt;)|%(?!3C))++)()"
#define LOCAL "[^\\s@\"'<>&;:,()\\[\\]{}=/\\\\|%]"
#define LABEL "(?:[a-z0-9-]|[^\\x00-\\x7F]){1,63}"
#define OCTET "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
#define GROUPS HEX "{1,4}(?:" COLON HEX "{1,4}){0,6}"
#define IPV6                                                                                  \
	"(?i)(?:(?<![\\w:])|(?<=%" HEX "{2}))()((?=(?:" HEX "|" COLON ")*\\d)(?:" GROUPS ")?"   \
	COLON COLON GROUPS ")()(?![\\w:-]|%3A)"
/* A device's number, behind its name. */
#define NUMBER(name)                                                                          \
	"(?i)(" name "(?:[\"'=:> ]|" ESC "(?:gt|quot);|%3[ADE]|%2[02]){1,4})"                  \
	"((?=[a-z-]*\\d)[a-z0-9-]{8,40})()"
/* The service's own hosts tell nothing of the customer. */
#define HOST                                                                                  \
	"(?!(?:[\\w-]+\\.)*(?:microsoft\\.com|microsoftonline\\.com|windows\\.net|"           \
	"microsoft\\.us)(?::\\d+)?(?![\\w.@:-]))"                                             \
	"(?:(?:[^\\s/@\"'<>&?#%]|%(?!2F|3F|23|26)" HEX "{2})*(?:@|%40))?"                     \
	"(?:\\[[0-9a-f:.%]+\\]|[^/\\s\"'<>&;,)\\\\:?#%\\[\\]]*[^/\\s\"'<>&;,.)\\\\:?#%\\[\\]])"

/* What is replaced by its shape. Group 1 stays in front, group 2 is the value, group 3
 * stays behind. class REDACT_CLASSES: masked always. In this order; each works on what the
 * ones before left. */
static const struct shape {
	enum redact_class class;
	const char *need; /* a literal that must be there, so that most texts cost nothing */
	const char *pattern;
	unsigned need_at; /* where need stands in every match, from 1 on; 0: that varies */
} shapes[] = {
	{REDACT_CLASSES, "RequestToken", ELEMENT("CertificateRequestToken"), 12},
	{REDACT_CLASSES, "RequestToken", ASSIGNED("CertificateRequestToken"), 12},
	{REDACT_CLASSES, "challenge", ELEMENT("Challenge(?:Password)?"), 1},
	{REDACT_CLASSES, "challenge", NEXT_VALUE("Challenge"), 1},
	{REDACT_CLASSES, "challenge", ASSIGNED("challenge\\w{0,20}"), 1},
	{REDACT_CLASSES, "challenge", "(?i)(challenge\\w{0,20}\\s*:\\s*\\(?)"
		"(?!0x|\\()(?=[^\\s]{0,80}\\d)([^\\s\"<>,;)&]{8,})()", 1},
	{REDACT_CLASSES, "eyJ", "()(eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)()", 1},
	{REDACT_CLASSES, "bearer", "(?i)(bearer\\s+)([a-z0-9._~+/-]{16,}=*)()", 1},
	{REDACT_USER, "@", "(?i)" NO_HALF "()(" LOCAL "(?:" LOCAL "|%2[BDE7]|%5F|'|" ESC
		"(?:apos|#39);){0,63}@" LABEL "(?:\\." LABEL ")+)()"},
	{REDACT_USER, "%40", "(?i)" NO_HALF "()(" LOCAL "(?:" LOCAL "|%2[BDE7]|%5F){0,63}%40"
		LABEL "(?:\\." LABEL ")+)()"},
	{REDACT_USER, "S-1-", "(?i)()(S-1-(?:5-21|12-1)(?:-\\d{1,10})+)()"},
	{REDACT_USER, "home", "(?i)(" BEGIN "(?:/home/|%2Fhome%2F))([^/\\s%\"'<>&]+)()"},
	{REDACT_USER, "Users", "(" BEGIN "(?:/Users/|%2FUsers%2F))([^/\\s%\"'<>&]+)()"},
	{REDACT_USER, "Users", "(?i)((?:\\\\|%5C)+Users(?:\\\\|%5C)+)"
		"((?:[^\\\\/\\s\"'<>|:*?%&]|%20|'(?=\\w)| (?=[^\\\\/\\r\\n\"<>|:]*\\\\))+)()"},
	{REDACT_TENANT, "onmicrosoft", "(?i)" NO_HALF
		"()([a-z0-9-]+(?:\\.mail)?\\.onmicrosoft\\.(?:com|us|de|cn))()"},
	{REDACT_TENANT, "-", "(?i)(tenant[ _-]?id\\W{0,6}|login\\.microsoftonline\\.com/|"
		"sts\\.windows\\.net/)(" GUID ")()"},
	{REDACT_NETWORK, "://", "(?i)(://)(" HOST ")()"},
	{REDACT_NETWORK, "%2F%2F", "(?i)(%3A%2F%2F)(" HOST ")()"},
	{REDACT_NETWORK, ".", "(?i)" BEGIN "(?<!ersion[ =:(>])(?<!ersion: )(?<!ersion \\()"
		"(?<!ersion: \\()(?<!ersion=\")(?<!ersion&gt;)(?!2\\.5\\.(?:4|29)\\.|1\\.3\\.6\\.1\\b)"
		"()(" OCTET "(?:\\." OCTET "){3})()(?!\\w|\\.\\d)"},
	{REDACT_NETWORK, "::", IPV6},
	{REDACT_NETWORK, "%3A%3A", IPV6},
	{REDACT_NETWORK, ":", "(?i)(?<![\\w:.-])()(" HEX "{2}(?::" HEX "{2}){5}|" HEX "{1,4}(?::" HEX
		"{1,4}){7})()(?![\\w:-])"},
	{REDACT_NETWORK, "%3A", "(?i)(?:(?<!\\w)|(?<=%" HEX "{2}))()(" HEX "{2}(?:%3A" HEX "{2}){5}|"
		HEX "{1,4}(?:%3A" HEX "{1,4}){7})()(?!\\w|%3A)"},
	{REDACT_NETWORK, "-", "(?i)(?:(?<![\\w-])|(?<=%" HEX "{2}))()(" HEX "{2}(?:-" HEX
		"{2}){5})()(?![\\w-])"},
	{REDACT_DEVICE, "uuid", "(?i)(urn" COLON "uuid" COLON ")([0-9a-f-]{8,})()"},
	{REDACT_DEVICE, "MEI", NUMBER("(?:IMEI|MEID)")},
	{REDACT_DEVICE, "UDID", NUMBER("UDID")},
	{REDACT_DEVICE, "serial", NUMBER("Serial ?Number")},
	{REDACT_SUBJECT, "SAN", ELEMENT(LOWER_THAN "SAN(?=[\\s>&%])")},
	{REDACT_SUBJECT, "SubjectName", ELEMENT(LOWER_THAN "SubjectName(?=[\\s>&%])")},
	{REDACT_SUBJECT, "CN=", "(?i)((?:(?<![a-z0-9])|(?<=%" HEX "{2}))CN=)("
		"(?:\\\\.|'(?=\\w)|" ESC "(?:apos|#39);(?=\\w)|&(?:amp;)+(?!(?:lt|gt|quot|apos|#\\d+);)|"
		"&(?![a-z#]+;)|\\([a-z .'-]{1,40}\\)|[/+](?![a-z]{1,6}=)|"
		"[^,;<>&\"'\\]\\[\\\\()\\r\\n\\t/+])+)()"},
	{REDACT_SUBJECT, "CN%3D", "(?i)(CN%3D)((?:[\\w.~+-]|%(?:2[06789]|40|5C%2C|[89A-F]" HEX
		"))+)()"},
};

/* Base64 of this length is a key, a certificate or a request: nobody reads it. A path is
 * none, and the digits of a SHA-2 stay. */
#define BASE64_MIN 64
#define BASE64_PATTERN                                                                        \
	"(?:https?://[^\\s\"'<>&?#]+|\\./[A-Za-z][\\w./%=;{}~-]*)(*SKIP)(*F)|"                 \
	"(?<![A-Za-z0-9+/])(?!(?:" HEX "{64}|" HEX "{96}|" HEX "{128})(?![A-Za-z0-9+/]))"      \
	"[A-Za-z0-9+/]{64,}={0,2}"

#endif
