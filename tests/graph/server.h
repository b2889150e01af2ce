/* A server of our own on the loopback, in a thread, that does what its script says, well or badly.
 * It keeps every byte it was sent, so that a test can ask what arrived there. */
#ifndef TEST_SERVER_H
#define TEST_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;
struct wire; /* one connection */

/* Called for each request, with its head and body as they came. */
typedef void server_fn(struct wire *wire, const char *request, void *data);

/* tls: an SSL_CTX, borrowed; NULL: plain. */
struct server *server_start(server_fn *fn, void *data, void *tls);
void server_stop(struct server *server); /* joins what is still talking */
const char *server_url(const struct server *server); /* "http://127.0.0.1:40123" */
int server_port(const struct server *server);
unsigned server_requests(struct server *server);
/* How often these bytes were in what came, on all connections. */
unsigned server_saw(struct server *server, const char *bytes);

/* False: the other side is gone, or the server is to stop. */
bool wire_bytes(struct wire *wire, const void *bytes, size_t len);
bool wire_text(struct wire *wire, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
bool wire_sleep(struct wire *wire, unsigned ms);
/* A whole reply with its length; headers: further ones, each with its line end, "" for none. */
void wire_reply(struct wire *wire, int status, const char *headers, const char *json);
void wire_close(struct wire *wire); /* after this request; without it the connection is kept */
void wire_reset(struct wire *wire); /* with a RST */

#endif
