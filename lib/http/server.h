/*
 * server - HTTP connections in the event loop, each with its session.
 *
 * No listening here: descriptors come from net/listener.h.  Plain HTTP; TLS is
 * for the front (nginx, stunnel).
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <sys/socket.h>

#include "http/session.h"
#include "net/loop.h"

struct http_server;
struct http_exchange;		/* a request, from its head to its answer */

enum {
	HTTP_LINGER = 2000,	/* ms, and */
	HTTP_LINGER_MAX = 4 << 20,	/* octets, that a peer may go on sending
				   what was refused: closing at once could take
				   the answer from him */
};

enum http_verdict {
	HTTP_GO_ON,		/* read the body */
	HTTP_ANSWERED,		/* it is answered already */
	HTTP_LATER,		/* it will be; it is handed over as it is */
};

/*
 * What the owner does.  x is his until http_exchange_answer(), which each
 * request must get, now or later; what a peer that went away would have been
 * answered is dropped.
 */
struct http_server_calls {
	/* The head is there: whether its body is to be read. */
	enum http_verdict (*head)(void *arg, struct http_exchange *x);
	/* The body does not grow: 1: it is complete all the same. */
	int (*complete)(void *arg, struct http_exchange *x);	/* NULL: never */
	void (*request)(void *arg, struct http_exchange *x);
	/* A connection ended, or a request was answered: see
	   http_server_connections(), _busy().  NULL */
	void (*changed)(void *arg);
};

struct http_server_limits {
	size_t body_max;	/* octets of a request */
	size_t held_max;	/* octets of all requests at once: beyond, new
				   ones are told 503 */
	unsigned connections;	/* at once: beyond, listening is paused */
	unsigned per_address;	/* of one peer address: beyond, closed at once;
				   0: any.  Unix sockets do not count */
	msec idle;		/* without a request; 0: any */
};

/* calls are borrowed.  NULL: out of memory. */
struct http_server *http_server_new(struct loop *l,
	const struct http_server_limits *limits,
	const struct http_server_calls *calls, void *arg);
/* Closes all; requests that are not answered yet are gone. */
void http_server_free(struct http_server *s);
/* For connections and requests to come. */
void http_server_set_limits(struct http_server *s,
	const struct http_server_limits *limits);

/* A connection, the server's from now on. */
void http_server_add(struct http_server *s, int fd);
/* 1: as many as there may be; changed tells when there are fewer. */
int http_server_full(const struct http_server *s);
size_t http_server_connections(const struct http_server *s);
/* Requests that were handed over and are not answered. */
size_t http_server_busy(const struct http_server *s);
/* Take no more requests; connections end as theirs are answered. */
void http_server_finish(struct http_server *s);

const struct http_request *http_exchange_request(const struct http_exchange *x);
/* The peer of the socket. */
const struct sockaddr *http_exchange_address(const struct http_exchange *x);
const char *http_exchange_peer(const struct http_exchange *x);
void http_exchange_answer(struct http_exchange *x, const struct http_answer *a);

#endif
