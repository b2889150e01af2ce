#include "probe.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "net/http.h"
#include "net/url.h"

#define URL_MAX 2000

struct probe {
	struct http *http;
	char *url;
	enum probe_question asked; /* PROBE_QUESTIONS: done */
	struct probe_answer answers[PROBE_QUESTIONS];
	struct ca_list certificates;
};

static const struct { const char *id, *query; } questions[PROBE_QUESTIONS] = {
	[PROBE_PAGE] = {"page", ""},
	[PROBE_CAPS] = {"GetCACaps", "?operation=GetCACaps&message=ca"},
	[PROBE_CERTS] = {"GetCACert", "?operation=GetCACert&message=ca"},
};

const char *probe_question_id(enum probe_question question)
{
	return questions[question].id;
}

/* ---- the answers ---- */

/* RFC 8894, 3.5.2, and what NDES says besides. */
static bool is_ability(struct sv word)
{
	static const char *const known[] = {"AES", "DES3", "GetNextCACert", "POSTPKIOperation",
		"Renewal", "SHA-1", "SHA-256", "SHA-512", "SCEPStandard", "Update"};
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (sv_ieq(word, sv_str(known[i])))
			return true;
	return false;
}

/* False: none of the words is one. An empty list is an answer, too (RFC 8894). */
static bool read_abilities(struct sv body, char ret[static 400])
{
	size_t used = 0;
	struct sv line;
	bool any = !sv_trim(body).len;
	while (sv_cut(&body, '\n', &line)) {
		struct sv word = sv_trim(line);
		if (!is_ability(word) || used + word.len + 2 > 400)
			continue;
		any = true;
		if (used)
			ret[used++] = ' ';
		memcpy(ret + used, word.ptr, word.len);
		used += word.len;
	}
	ret[used] = '\0';
	return any;
}

static bool read_body(struct probe *probe, struct probe_answer *answer, struct sv body)
{
	if (probe->asked == PROBE_CAPS)
		return read_abilities(body, answer->abilities);
	return probe->asked == PROBE_CERTS && ca_read(&probe->certificates, body);
}

static void ask(struct probe *probe);

static void keep_answer(void *data, const struct http_reply *reply)
{
	struct probe *probe = data;
	struct probe_answer *answer = &probe->answers[probe->asked];
	if (reply->trouble != HTTP_FINE) {
		answer->why = xstrdup(reply->why);
		probe->asked = PROBE_QUESTIONS; /* the others would end likewise, after as long */
		return;
	}
	bool known = reply->status == 200 && read_body(probe, answer, reply->body);
	answer->status = reply->status;
	answer->meaning = probe_meaning(probe->asked, reply->status, reply->body, known);
	probe->asked++;
	if (probe->asked < PROBE_QUESTIONS)
		ask(probe);
}

static void ask(struct probe *probe)
{
	autostrbuf url;
	strbuf_init(&url, STRBUF_LINE);
	strbuf_addf(&url, "%s%s", probe->url, questions[probe->asked].query);
	struct http_request request = {.method = "GET", .url = url.ptr, .plain = true};
	http_send(probe->http, &request, keep_answer, probe);
}

/* ---- the address ---- */

static char *address_of(const char *text, struct err *err)
{
	struct url url = {0};
	struct strbuf out;
	bool right = strlen(text) <= URL_MAX && url_parse(&url, text) && !url.has_user;
	if (!right) {
		err_set(err, ERR_USAGE, _("--probe: \"%.80s\" is no address to ask; expected "
			"https://SERVER/certsrv/mscep/mscep.dll"), text);
		url_finish(&url);
		return NULL;
	}
	struct sv path = sv_str(url.path), behind = SV("/pkiclient.exe");
	if (sv_ends(path, behind))
		path.len -= behind.len;
	strbuf_init(&out, STRBUF_LINE);
	strbuf_addf(&out, "%s://%s:%s" SV_FMT, url.scheme, url.host, url.port, SV_ARG(path));
	url_finish(&url);
	return strbuf_steal(&out);
}

struct probe *probe_create(struct loop *loop, const struct probe_options *options, const char *url,
	struct err *err)
{
	struct http_options http = {.ca_file = options->ca_file, .agent = options->agent,
		.limits = HTTP_LIMITS};
	char *address = address_of(url, err);
	if (!address)
		return NULL;
	struct probe *probe = xcalloc(1, sizeof(*probe));
	probe->url = address;
	http.limits.body = CA_BYTES_MAX;
	probe->http = http_create(loop, &http, err);
	if (!probe->http) {
		probe_destroy(probe);
		return NULL;
	}
	ask(probe);
	return probe;
}

void probe_destroy(struct probe *probe)
{
	if (!probe)
		return;
	http_destroy(probe->http);
	for (int i = 0; i < PROBE_QUESTIONS; i++)
		free(probe->answers[i].why);
	free(probe->url);
	free(probe);
}

/* ---- what comes of it ---- */

bool probe_done(const struct probe *probe)
{
	return probe->asked == PROBE_QUESTIONS;
}

const char *probe_url(const struct probe *probe)
{
	return probe->url;
}

const struct probe_answer *probe_answer(const struct probe *probe, enum probe_question question)
{
	return &probe->answers[question];
}

const struct ca_list *probe_certificates(const struct probe *probe)
{
	return &probe->certificates;
}

enum probe_health probe_health(const struct probe *probe)
{
	enum probe_health health = PROBE_HEALTHY;
	for (int i = 0; i < PROBE_QUESTIONS; i++) {
		const struct probe_meaning *meaning = probe->answers[i].meaning;
		if (!meaning && i == 0)
			return PROBE_UNREACHABLE;
		if (!meaning || meaning->outcome == PROBE_BAD)
			health = PROBE_BROKEN;
	}
	return health;
}

bool probe_has(const struct probe *probe, const char *thumbprint)
{
	for (size_t i = 0; i < probe->certificates.count; i++)
		if (thumbprint_same(sv_str(probe->certificates.list[i].thumbprint),
			sv_str(thumbprint)))
			return true;
	return false;
}
