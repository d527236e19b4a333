/*
 * What the files of the server share.  See server.h.
 *
 * server.c		all connections, and how many there may be
 * server_conn.c	one of them: octets in and out, its end
 * server_request.c	its request: taken, handed over, answered
 */
#ifndef HTTP_SERVER_PRIV_H
#define HTTP_SERVER_PRIV_H

#include "base/clock.h"
#include "http/server.h"
#include "net/conn.h"

/* A connection, and the request that it has: one at a time. */
struct http_exchange {
	struct http_exchange *next, **at;
	struct http_server *server;
	struct http_session *s;
	int fd;			/* -1: gone, and x waits for its answer */
	struct loop_watch *in, *out, *timer;
	struct sockaddr_storage address;
	char peer[CONN_NAME_SIZE];
	int busy;		/* handed over, not answered */
	int bodyless;		/* ... before its body was read */
	int inside;		/* in http_exchange_run() */
	int ending;		/* write what is left, and */
	int lingering;		/* then read on for a while */
	size_t lingered;
};

struct http_server {
	struct loop *loop;
	struct http_server_limits limits;
	const struct http_server_calls *calls;
	void *arg;
	struct http_exchange *list;
	struct loop_watch *changed;
	size_t n, busy, held;
	int finishing;
	int64_t date_at;		/* s */
	char date[CLOCK_RFC5322_SIZE];
};

/* server_conn.c */
/* Begin with a connection that is in the server's list: 0, or -1: out of
   memory. */
int http_exchange_open(struct http_exchange *x);
/* Pull all events, write all output, look to what comes next. */
void http_exchange_run(struct http_exchange *x);
/* The connection is over; x stays while its owner has the request. */
void http_exchange_hang_up(struct http_exchange *x);
void http_exchange_free(struct http_exchange *x);

/* server_request.c */
/* 1: the session may have more to tell. */
int http_exchange_event(struct http_exchange *x, enum http_event ev);

#endif
