/*
 * client - HTTP requests to others, from the event loop: libcurl's multi
 * interface behind our own.
 *
 * HTTP/1.1; TLS 1.2 or newer, verified.  Connections are kept and used again.
 * No redirects, no cookies, no netrc.  A request is never sent a second time
 * here, but for the answer to a 401 or 407: whether it may be is the caller's.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <stddef.h>

#include "base/clock.h"
#include "net/loop.h"

struct http_client;
struct http_call;		/* a request under way */

enum http_auth {
	HTTP_AUTH_NONE, HTTP_AUTH_BASIC, HTTP_AUTH_DIGEST,
	HTTP_AUTH_BEARER,	/* password is the token */
};

/* The same for all requests of a client.  Borrowed until it is freed. */
struct http_client_options {
	unsigned parallel;	/* requests at once; the others wait.  0: one */
	msec connect_timeout;	/* of one attempt; 0: 10 s */
	msec response_timeout;	/* from the request's start on, connecting and
				   sending included; 0: none */
	size_t body_max;	/* octets of an answer; 0: 1 MiB */
	const char *ca_file;	/* PEM; NULL: what the system trusts */
	const char *certificate, *key;	/* ours, PEM; key NULL: in certificate */
	int insecure;		/* trust anybody */
	const char *proxy;	/* URL; NULL: as http_proxy, https_proxy and
				   no_proxy say; "": none */
};

struct http_client_request {	/* what it points to is borrowed until the
				   answer */
	const char *method;	/* NULL: POST */
	const char *url;	/* http:// or https:// */
	const char *type;	/* Content-Type; NULL: none */
	const char *const *headers;	/* "Name: value", nheaders of them */
	size_t nheaders;
	const void *body;
	size_t n;
	enum http_auth auth;
	const char *user, *password;
	int chunked;		/* else Content-Length */
	int expect;		/* wait for 100 Continue, a second */
};

struct http_client_answer {	/* borrowed until the callback returns */
	int status;		/* 200; 0: there was none that can be read */
	const char *type;	/* Content-Type as it came; NULL */
	long retry_after;	/* seconds from now on, of either form, at most a
				   day; -1: not said */
	const char *body;
	size_t n;
	int sent;		/* the request had been sent to its end: it may
				   have been taken, whatever error says */
	int fresh;		/* it was the first request of its connection,
				   so that nothing else can have been answered */
	int cut;		/* the answer ended too early or was too long:
				   what there is of it is in body */
	const char *error;	/* for people; NULL: a whole answer came */
	const char *peer;	/* address that it went to, or "" */
};

typedef void http_client_cb(void *arg, const struct http_client_answer *a);

/* NULL: out of memory, or libcurl is not usable. */
struct http_client *http_client_new(struct loop *l,
	const struct http_client_options *o);
/* Ends what is under way; their callbacks are not called. */
void http_client_free(struct http_client *c);

/**
 * Send a request; cb is called once, from the loop, never before this returns.
 * NULL: out of memory, and cb is not called.
 */
struct http_call *http_client_send(struct http_client *c,
	const struct http_client_request *r, http_client_cb *cb, void *arg);
/* Give up; cb is not called. */
void http_call_cancel(struct http_call *call);

/* Requests that wait or are under way. */
size_t http_client_busy(const struct http_client *c);

/* The value of a Retry-After header at `now` (Unix seconds): seconds, or -1. */
long http_retry_after(const char *value, long long now);

#endif
