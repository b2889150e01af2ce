#include "http.h"

#include <poll.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "bytes.h"
#include "libcurl.h"
#include "libssl.h"
#include "trouble.h"
#include "url.h"

#define CONNECTIONS 4
#define CA_FILE_MAX (4u << 20)

/* One request on its way, until its reply has been told. */
struct exchange {
	struct http *http;
	uint64_t id, telling; /* telling: the timer that tells the reply; 0: not there yet */
	CURL *easy;           /* NULL: done, or never begun */
	struct curl_slist *headers;
	struct bytes sent, body, head;
	char *host;
	bool overflowed;
	char words[CURL_ERROR_SIZE]; /* libcurl's */
	struct tls_fault fault;
	enum http_trouble trouble;
	long status;
	http_done *done;
	void *data;
};

struct http {
	struct loop *loop;
	CURLM *multi;
	char *ca_file, *agent;
	struct http_limits limits;
	struct debug *debug;
	uint64_t last_id, timer;
	struct exchange **exchanges;
	size_t exchanges_count, exchanges_cap;
};

/* ---- exchanges ---- */

static void wipe_headers(struct curl_slist *headers)
{
	for (struct curl_slist *h = headers; h; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(headers);
}

static void let_go(struct exchange *x)
{
	if (!x->easy)
		return;
	curl_multi_remove_handle(x->http->multi, x->easy);
	curl_easy_cleanup(x->easy);
	x->easy = NULL;
}

/* Its handle has been let go, or the multi handle is still there. */
static void exchange_destroy(struct exchange *x)
{
	let_go(x);
	wipe_headers(x->headers);
	bytes_wipe(&x->sent);
	bytes_wipe(&x->body);
	bytes_wipe(&x->head);
	free(x->host);
	free(x);
}

static void forget(struct http *http, const struct exchange *x)
{
	for (size_t i = 0; i < http->exchanges_count; i++)
		if (http->exchanges[i] == x)
			http->exchanges[i] = http->exchanges[--http->exchanges_count];
}

static struct exchange *by_easy(const struct http *http, const CURL *easy)
{
	for (size_t i = 0; i < http->exchanges_count; i++)
		if (http->exchanges[i]->easy == easy)
			return http->exchanges[i];
	return NULL;
}

/* From here on nothing of http is touched: done may have destroyed it. */
static void tell(void *data)
{
	struct exchange *x = data;
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	trouble_sentence(&why, x->trouble, x->host, x->words, &x->fault);
	struct http_reply reply = {.trouble = x->trouble, .why = why.ptr ? why.ptr : "",
		.status = (int)x->status, .body = bytes_sv(&x->body),
		.headers = bytes_sv(&x->head)};
	debug_linef(x->http->debug, "http %s: %s %d, %zu bytes; %s", x->host,
		x->trouble ? "trouble" : "status", x->trouble ? (int)x->trouble : reply.status,
		reply.body.len, x->words);
	forget(x->http, x);
	x->done(x->data, &reply);
	exchange_destroy(x);
}

static void finished(struct exchange *x, CURLcode code)
{
	long connect_status = 0;
	curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &x->status);
	curl_easy_getinfo(x->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
	x->trouble = x->overflowed ? HTTP_TOO_LARGE : trouble_of(code, connect_status);
	if (code != CURLE_OK && !x->words[0])
		snprintf(x->words, sizeof(x->words), "%s", curl_easy_strerror(code));
	let_go(x);
	x->telling = loop_timer(x->http->loop, 0, tell, x);
}

/* ---- libcurl on the loop ---- */

static void drain(struct http *http)
{
	int left;
	const CURLMsg *message;
	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct exchange *x = message->msg == CURLMSG_DONE
			? by_easy(http, message->easy_handle) : NULL;
		if (x)
			finished(x, message->data.result);
	}
}

static void act(struct http *http, curl_socket_t socket, int events)
{
	int running;
	curl_multi_socket_action(http->multi, socket, events, &running);
	drain(http);
}

static void on_socket(void *data, int fd, short revents)
{
	int events = (revents & POLLIN ? CURL_CSELECT_IN : 0) |
		(revents & POLLOUT ? CURL_CSELECT_OUT : 0) |
		(revents & (POLLERR | POLLHUP | POLLNVAL) ? CURL_CSELECT_ERR | CURL_CSELECT_IN : 0);
	act(data, fd, events);
}

static int watch_socket(CURL *easy, curl_socket_t socket, int what, void *data, void *own)
{
	static const short events[] = {[CURL_POLL_IN] = POLLIN, [CURL_POLL_OUT] = POLLOUT,
		[CURL_POLL_INOUT] = POLLIN | POLLOUT};
	struct http *http = data;
	(void)easy;
	(void)own;
	if (what == CURL_POLL_REMOVE)
		loop_unwatch(http->loop, socket);
	else if (what > 0 && what < (int)ARRAY_LEN(events))
		loop_watch(http->loop, socket, events[what], on_socket, http);
	return 0;
}

static void on_timer(void *data)
{
	struct http *http = data;
	http->timer = 0;
	act(http, CURL_SOCKET_TIMEOUT, 0);
}

static int set_timer(CURLM *multi, long ms, void *data)
{
	struct http *http = data;
	(void)multi;
	loop_cancel_timer(http->loop, http->timer);
	http->timer = ms < 0 ? 0 : loop_timer(http->loop, ms * INT64_C(1000), on_timer, http);
	return 0;
}

static bool ca_file_is_one(const char *path, struct err *err)
{
	autostrbuf text;
	strbuf_init(&text, CA_FILE_MAX);
	if (!file_read(path, &text, err)) {
		if (err)
			err->kind = ERR_USAGE;
		return false;
	}
	return sv_has(strbuf_sv(&text), SV("-----BEGIN CERTIFICATE-----")) ||
		sv_has(strbuf_sv(&text), SV("-----BEGIN TRUSTED CERTIFICATE-----")) ||
		err_set(err, ERR_USAGE, _("%s: no certificate in PEM form (-----BEGIN "
			"CERTIFICATE-----) in it"), path);
}

struct http *http_create(struct loop *loop, const struct http_options *options, struct err *err)
{
	if (options->ca_file && !ca_file_is_one(options->ca_file, err))
		return NULL;
	if (!late_load(&libcurl_late, err) || !late_load(&libssl_late, err))
		return NULL;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	struct http *http = xcalloc(1, sizeof(*http));
	http->loop = loop;
	http->ca_file = xstrdup(options->ca_file);
	http->agent = xstrdup(options->agent);
	http->limits = options->limits;
	http->debug = options->debug;
	http->multi = curl_multi_init();
	if (!http->multi)
		abort();
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)CONNECTIONS);
	debug_linef(http->debug, "%s, %s", http->agent, curl_version());
	return http;
}

void http_destroy(struct http *http)
{
	if (!http)
		return;
	while (http->exchanges_count)
		http_cancel(http, http->exchanges[0]->id);
	curl_multi_cleanup(http->multi);
	loop_cancel_timer(http->loop, http->timer);
	free(http->exchanges);
	free(http->ca_file);
	free(http->agent);
	free(http);
	curl_global_cleanup();
}

void http_cancel(struct http *http, uint64_t id)
{
	for (size_t i = 0; i < http->exchanges_count; i++) {
		struct exchange *x = http->exchanges[i];
		if (x->id != id)
			continue;
		loop_cancel_timer(http->loop, x->telling);
		forget(http, x);
		exchange_destroy(x);
		return;
	}
}

/* ---- what comes in ---- */

static size_t take_body(char *bytes, size_t size, size_t count, void *data)
{
	struct exchange *x = data;
	struct sv piece = {bytes, size * count};
	x->overflowed = x->overflowed || !bytes_add(&x->body, piece, x->http->limits.body);
	return x->overflowed ? CURL_WRITEFUNC_ERROR : piece.len;
}

/* A new status line begins the headers anew: what was before it belonged to a "100 Continue". */
static size_t take_header(char *bytes, size_t size, size_t count, void *data)
{
	struct exchange *x = data;
	struct sv line = {bytes, size * count};
	if (sv_starts(line, SV("HTTP/")))
		bytes_reset(&x->head);
	x->overflowed = x->overflowed || !bytes_add(&x->head, line, x->http->limits.headers);
	return x->overflowed ? 0 : line.len;
}

static CURLcode watch_tls(CURL *easy, void *ssl_ctx, void *data)
{
	struct exchange *x = data;
	(void)easy;
	tls_watch(ssl_ctx, &x->fault);
	return CURLE_OK;
}

/* ---- what goes out ---- */

static void set_bounds(const struct exchange *x)
{
	const struct http_limits *limits = &x->http->limits;
	curl_easy_setopt(x->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_ms);
	curl_easy_setopt(x->easy, CURLOPT_TIMEOUT_MS, (long)limits->total_ms);
	curl_easy_setopt(x->easy, CURLOPT_LOW_SPEED_LIMIT, (long)limits->slow_bytes);
	curl_easy_setopt(x->easy, CURLOPT_LOW_SPEED_TIME, (long)limits->slow_s);
	curl_easy_setopt(x->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)limits->body);
	curl_easy_setopt(x->easy, CURLOPT_QUICK_EXIT, 1L); /* cancel waits for no name server */
}

static void set_trust(struct exchange *x, bool loopback)
{
	curl_easy_setopt(x->easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(x->easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(x->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(x->easy, CURLOPT_SSL_CTX_FUNCTION, watch_tls);
	curl_easy_setopt(x->easy, CURLOPT_SSL_CTX_DATA, x);
	curl_easy_setopt(x->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(x->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(x->easy, CURLOPT_PROXYAUTH, (long)CURLAUTH_ANYSAFE | CURLAUTH_BASIC);
	if (x->http->ca_file)
		curl_easy_setopt(x->easy, CURLOPT_CAINFO, x->http->ca_file);
	if (loopback)
		curl_easy_setopt(x->easy, CURLOPT_PROXY, "");
}

static void set_sinks(struct exchange *x)
{
	curl_easy_setopt(x->easy, CURLOPT_ERRORBUFFER, x->words);
	curl_easy_setopt(x->easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(x->easy, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(x->easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(x->easy, CURLOPT_HEADERDATA, x);
}

static void set_request(struct exchange *x, const struct http_request *request)
{
	curl_easy_setopt(x->easy, CURLOPT_URL, request->url);
	curl_easy_setopt(x->easy, CURLOPT_PROTOCOLS_STR, "http,https"); /* which: allowed() */
	curl_easy_setopt(x->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(x->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	curl_easy_setopt(x->easy, CURLOPT_USERAGENT, x->http->agent);
	if (request->fresh)
		curl_easy_setopt(x->easy, CURLOPT_FRESH_CONNECT, 1L);
	if (request->body.ptr) {
		bytes_add(&x->sent, request->body, SIZE_MAX);
		curl_easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)x->sent.len);
		curl_easy_setopt(x->easy, CURLOPT_POSTFIELDS, x->sent.ptr);
		x->headers = curl_slist_append(x->headers, "Expect:");
	}
	curl_easy_setopt(x->easy, CURLOPT_CUSTOMREQUEST, request->method);
	for (size_t i = 0; i < request->headers_count; i++)
		x->headers = curl_slist_append(x->headers, request->headers[i]);
	curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->headers);
}

static bool allowed(const struct url *url, bool plain)
{
	return !url->has_user && (url_is_https(url) || plain || url_is_loopback(url));
}

static void refuse(struct exchange *x, const char *why)
{
	x->trouble = HTTP_REFUSED;
	snprintf(x->words, sizeof(x->words), "%s", why);
	x->telling = loop_timer(x->http->loop, 0, tell, x);
}

static void begin(struct exchange *x, const struct http_request *request, bool loopback)
{
	x->easy = curl_easy_init();
	if (!x->easy)
		abort();
	set_request(x, request);
	set_trust(x, loopback);
	set_bounds(x);
	set_sinks(x);
	curl_multi_add_handle(x->http->multi, x->easy);
}

uint64_t http_send(struct http *http, const struct http_request *request, http_done *done,
	void *data)
{
	struct url url;
	struct exchange *x = xcalloc(1, sizeof(*x));
	bool is_url = url_parse(&url, request->url);
	*x = (struct exchange){.http = http, .id = ++http->last_id, .done = done, .data = data,
		.host = xstrdup(is_url ? url.host : request->url)};
	vec_push(http, exchanges, x);
	debug_linef(http->debug, "http %s %s", request->method, request->url);
	if (is_url && allowed(&url, request->plain))
		begin(x, request, url_is_loopback(&url));
	else
		refuse(x, is_url ? "not https" : "no URL");
	uint64_t id = x->id;
	url_finish(&url);
	return id;
}

/* ---- reading a reply ---- */

struct sv http_header(const struct http_reply *reply, const char *name)
{
	struct sv rest = reply->headers, line;
	while (sv_cut(&rest, '\n', &line)) {
		struct sv value = line, key;
		if (sv_cut(&value, ':', &key) && value.ptr && sv_ieq(key, sv_str(name)))
			return sv_trim(value);
	}
	return SV_EMPTY;
}
