#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define SEEN_MAX (4u << 20)
#define TALKS_MAX 4096

struct server {
	int listener, port;
	char url[64];
	server_fn *fn;
	void *data;
	SSL_CTX *tls;
	pthread_t thread;
	pthread_mutex_t lock; /* all below */
	bool stopping;
	unsigned requests;
	char *seen;
	size_t seen_len;
	pthread_t talks[TALKS_MAX];
	size_t talks_count;
};

struct wire {
	struct server *server;
	int fd;
	SSL *ssl;
	bool closing;
};

static bool stopping(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	bool stop = s->stopping;
	pthread_mutex_unlock(&s->lock);
	return stop;
}

static void keep(struct server *s, const char *bytes, size_t len)
{
	pthread_mutex_lock(&s->lock);
	if (s->seen_len + len <= SEEN_MAX) {
		memcpy(s->seen + s->seen_len, bytes, len);
		s->seen_len += len;
	}
	pthread_mutex_unlock(&s->lock);
}

/* ---- a connection ---- */

static bool readable(struct wire *w)
{
	while (!stopping(w->server)) {
		struct pollfd fd = {.fd = w->fd, .events = POLLIN};
		if ((w->ssl && SSL_pending(w->ssl)) || poll(&fd, 1, 20) > 0)
			return true;
	}
	return false;
}

static int receive(struct wire *w, char *into, size_t room)
{
	int got = !readable(w) ? -1 : w->ssl ? SSL_read(w->ssl, into, (int)room)
		: (int)recv(w->fd, into, room, 0);
	if (got > 0)
		keep(w->server, into, (size_t)got);
	return got;
}

bool wire_bytes(struct wire *w, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len && !stopping(w->server)) {
		struct pollfd fd = {.fd = w->fd, .events = POLLOUT};
		if (poll(&fd, 1, 20) <= 0)
			continue;
		size_t piece = len > 65536 ? 65536 : len;
		int put = w->ssl ? SSL_write(w->ssl, at, (int)piece)
			: (int)send(w->fd, at, piece, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (put < 0 && !w->ssl && errno == EAGAIN)
			continue;
		if (put <= 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return !len;
}

bool wire_text(struct wire *w, const char *format, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, format);
	int len = vasprintf(&text, format, args);
	va_end(args);
	bool ok = len >= 0 && wire_bytes(w, text, (size_t)len);
	free(text);
	return ok;
}

bool wire_sleep(struct wire *w, unsigned ms)
{
	for (unsigned left = ms; left && !stopping(w->server);) {
		unsigned step = left > 20 ? 20 : left;
		usleep(step * 1000);
		left -= step;
	}
	return !stopping(w->server);
}

void wire_reply(struct wire *w, int status, const char *headers, const char *json)
{
	wire_text(w, "HTTP/1.1 %d Word\r\nContent-Type: application/json;odata.metadata=minimal;"
		"charset=utf-8\r\nContent-Length: %zu\r\n%s\r\n%s", status, strlen(json), headers,
		json);
}

void wire_close(struct wire *w)
{
	w->closing = true;
}

void wire_reset(struct wire *w)
{
	struct linger now = {1, 0};
	setsockopt(w->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	w->closing = true;
}

static size_t body_length(const char *head)
{
	const char *at = strcasestr(head, "\r\ncontent-length:");
	return at ? strtoul(at + 17, NULL, 10) : 0;
}

/* One request, head and body; NULL: no more. */
static char *read_request(struct wire *w)
{
	size_t room = 256 << 10, len = 0;
	char *text = calloc(1, room);
	for (;;) {
		char *end = strstr(text, "\r\n\r\n");
		if (end && len >= (size_t)(end + 4 - text) + body_length(text))
			return text;
		int got = len + 1 < room ? receive(w, text + len, room - len - 1) : -1;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	free(text);
	return NULL;
}

static void *talk(void *data)
{
	struct wire *w = data;
	char *request;
	sigset_t pipe; /* the client hanging up is no end for us; for the client's own code it would be */
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe, NULL);
	if (!w->server->tls || ((w->ssl = SSL_new(w->server->tls)) && SSL_set_fd(w->ssl, w->fd) &&
		readable(w) && SSL_accept(w->ssl) == 1)) {
		while (!w->closing && (request = read_request(w))) {
			pthread_mutex_lock(&w->server->lock);
			w->server->requests++;
			pthread_mutex_unlock(&w->server->lock);
			w->server->fn(w, request, w->server->data);
			free(request);
		}
	}
	SSL_free(w->ssl);
	close(w->fd);
	free(w);
	return NULL;
}

/* ---- the server ---- */

static void begin_talk(struct server *s, int fd)
{
	struct wire *w = calloc(1, sizeof(*w));
	int one = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*w = (struct wire){.server = s, .fd = fd};
	pthread_mutex_lock(&s->lock);
	if (s->talks_count == TALKS_MAX || pthread_create(&s->talks[s->talks_count], NULL, talk, w))
		abort();
	s->talks_count++;
	pthread_mutex_unlock(&s->lock);
}

static void *serve(void *data)
{
	struct server *s = data;
	while (!stopping(s)) {
		struct pollfd fd = {.fd = s->listener, .events = POLLIN};
		if (poll(&fd, 1, 20) <= 0)
			continue;
		int taken = accept(s->listener, NULL, NULL);
		if (taken >= 0)
			begin_talk(s, taken);
	}
	return NULL;
}

struct server *server_start(server_fn *fn, void *data, void *tls)
{
	struct server *s = calloc(1, sizeof(*s));
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(s->listener, (struct sockaddr *)&at, sizeof(at)) || listen(s->listener, 64) ||
	    getsockname(s->listener, (struct sockaddr *)&at, &len))
		abort();
	s->port = ntohs(at.sin_port);
	s->fn = fn;
	s->data = data;
	s->tls = tls;
	s->seen = malloc(SEEN_MAX);
	snprintf(s->url, sizeof(s->url), "http%s://127.0.0.1:%d", tls ? "s" : "", s->port);
	pthread_mutex_init(&s->lock, NULL);
	if (pthread_create(&s->thread, NULL, serve, s))
		abort();
	return s;
}

void server_stop(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	for (size_t i = 0; i < s->talks_count; i++)
		pthread_join(s->talks[i], NULL);
	close(s->listener);
	pthread_mutex_destroy(&s->lock);
	free(s->seen);
	free(s);
}

const char *server_url(const struct server *s)
{
	return s->url;
}

int server_port(const struct server *s)
{
	return s->port;
}

unsigned server_requests(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	unsigned count = s->requests;
	pthread_mutex_unlock(&s->lock);
	return count;
}

unsigned server_saw(struct server *s, const char *bytes)
{
	unsigned count = 0;
	size_t len = strlen(bytes);
	pthread_mutex_lock(&s->lock);
	for (size_t at = 0; at + len <= s->seen_len; at++)
		count += !memcmp(s->seen + at, bytes, len);
	pthread_mutex_unlock(&s->lock);
	return count;
}
