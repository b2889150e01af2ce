/* A URL in its parts, read by the same code that will connect to it: what a text looks like and
 * where it leads are two things. */
#ifndef NET_URL_H
#define NET_URL_H

#include <stdbool.h>

struct url {
	char *scheme; /* "https" or "http", lower case */
	char *host;   /* lower case; an IPv6 address in brackets */
	char *port;   /* always there */
	char *path;   /* begins with a slash */
	char *query;  /* NULL: none */
	bool has_user, has_fragment;
};

/* False: no URL, or of another scheme. Release with url_finish() in either case. */
bool url_parse(struct url *url, const char *text);
void url_finish(struct url *url);

bool url_same_origin(const struct url *a, const struct url *b); /* scheme, host and port */
bool url_is_https(const struct url *url);
/* 127.0.0.0/8, ::1, localhost: what never leaves this machine. */
bool url_is_loopback(const struct url *url);

#endif
