#include "meaning.h"

#include "base/i18n.h"

#define PAGE (1u << PROBE_PAGE)
#define CAPS (1u << PROBE_CAPS)
#define CERTS (1u << PROBE_CERTS)
#define ANY (PAGE | CAPS | CERTS)

enum needs { NEEDS_NOTHING, NEEDS_KNOWN, NEEDS_NDES_PAGE };

static const struct row {
	unsigned questions; /* bits */
	int from, to;       /* of the status */
	enum needs needs;
	struct probe_meaning meaning;
} rows[] = {
	{PAGE, 403, 403, NEEDS_NOTHING, {PROBE_GOOD, N_("403 is what a healthy NDES server with the "
		"policy module of the connector answers to a browser."), NULL}},
	{PAGE, 200, 200, NEEDS_NDES_PAGE, {PROBE_BAD, N_("NDES shows its own page: the policy module of "
		"the connector is not at work."), N_("SetupMsi.log of the connector must say "
		"\"Installation success or error status: 0\". Install the connector again, or "
		"iisreset.")}},
	{PAGE, 200, 200, NEEDS_NOTHING, {PROBE_BAD, N_("A web page answers that is not that of NDES: a "
		"wrong URL, a sign-in page, or a proxy."), N_("Compare the URL with the external URL of "
		"the application proxy: https://NAME.msappproxy.net/certsrv/mscep/mscep.dll, with "
		"pre-authentication \"Passthrough\".")}},
	{CAPS, 200, 200, NEEDS_KNOWN, {PROBE_GOOD, N_("The server says what it can do."), NULL}},
	{CERTS, 200, 200, NEEDS_KNOWN, {PROBE_GOOD, N_("The server sends its certificates."), NULL}},
	{CAPS | CERTS, 200, 200, NEEDS_NOTHING, {PROBE_BAD, N_("Something answers, but not SCEP: a page of "
		"a proxy or of a sign-in, perhaps."), N_("Open the URL in a browser from outside; the "
		"application proxy must not ask for a sign-in (\"Passthrough\").")}},
	{ANY, 300, 399, NEEDS_NOTHING, {PROBE_BAD, N_("The server sends the device to another address, and "
		"devices do not follow."), N_("Give the profile the address where it leads, or switch the "
		"pre-authentication of the application proxy to \"Passthrough\".")}},
	{CAPS | CERTS, 401, 401, NEEDS_NOTHING, {PROBE_BAD, N_("The server asks for a name and a password, which "
		"devices do not have."), N_("IIS, CertSrv/mscep: Anonymous Authentication on, Windows "
		"Authentication off.")}},
	{CAPS | CERTS, 403, 403, NEEDS_NOTHING, {PROBE_BAD, N_("The server refuses a SCEP question, although "
		"no certificate is needed for it: a firewall for web applications, perhaps, or a URL without "
		"mscep.dll."), N_("The IIS log of the server: is the question there at all?")}},
	{CAPS | CERTS, 404, 404, NEEDS_NOTHING, {PROBE_BAD, N_("Nothing is at this address, or the request filtering "
		"of IIS refuses its length."), N_("The URL ends in /certsrv/mscep/mscep.dll. The IIS log "
		"tells by the substatus: 14 and 15 are a length.")}},
	{CAPS | CERTS, 414, 414, NEEDS_NOTHING, {PROBE_BAD, N_("The server finds the address too long; certificate "
		"requests are longer than this question."), N_("Request filtering: 65534 for the length of "
		"the URL and of the query string; MaxFieldLength and MaxRequestBytes 65534 for HTTP; "
		"restart the server.")}},
	{CAPS | CERTS, 500, 500, NEEDS_NOTHING, {PROBE_BAD, N_("NDES failed inside. The account of the service may be "
		"locked, its RA certificates expired, or IIS_IUSRS lacks the right to impersonate a client."),
		N_("secpol.msc, User Rights Assignment: give IIS_IUSRS \"Impersonate a client after "
		"authentication\". Then the service account and the CEP certificates.")}},
	{CAPS | CERTS, 502, 502, NEEDS_NOTHING, {PROBE_BAD, N_("A proxy answers and does not get through to NDES."),
		N_("Start the service of the application proxy's connector, and set it to start "
		"automatically.")}},
	{CAPS | CERTS, 503, 503, NEEDS_NOTHING, {PROBE_BAD, N_("The application pool \"SCEP\" is stopped or "
		"crashes."), N_("Start the pool. Application event 1000 (w3wp.exe) says whether it crashed: "
		"an intermediate certificate in the trusted root store, a revocation list that can't be "
		"reached, or an expired client certificate of the policy module.")}},
	{CAPS | CERTS, 504, 504, NEEDS_NOTHING, {PROBE_BAD, N_("A proxy answers and does not get through to NDES."),
		N_("Start the service of the application proxy's connector, and set it to start "
		"automatically.")}},
	/* other SCEP servers have no page, and say so in many ways */
	{PAGE, 0, 999, NEEDS_NOTHING, {PROBE_NOTE, N_("NDES with the policy module would answer 403 here; "
		"another SCEP server may answer anything."), NULL}},
	{ANY, 0, 999, NEEDS_NOTHING, {PROBE_BAD, N_("The server did not answer the question."), N_("The "
		"status, and the IIS log of the server.")}},
};

static bool is_ndes_page(struct sv body)
{
	return sv_ifind(body, SV("Network Device Enrollment Service")) != SV_NPOS;
}

static bool fits(const struct row *row, enum probe_question question, int status, struct sv body,
	bool known)
{
	if (!(row->questions >> question & 1) || status < row->from || status > row->to)
		return false;
	return row->needs == NEEDS_NOTHING || (row->needs == NEEDS_KNOWN && known) ||
		(row->needs == NEEDS_NDES_PAGE && is_ndes_page(body));
}

const struct probe_meaning *probe_meaning(enum probe_question question, int status, struct sv body,
	bool known)
{
	size_t i = 0;
	while (i + 1 < ARRAY_LEN(rows) && !fits(&rows[i], question, status, body, known))
		i++;
	return &rows[i].meaning;
}
