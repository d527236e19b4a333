/*
 * session - the server's end of one HTTP connection, as a state machine
 * without a socket.
 *
 * Spec: RFC 9110, RFC 9112.  HTTP/1.0 and 1.1; Content-Length and chunked;
 * keep-alive, pipelining, Expect: 100-continue.  What is ambiguous, and what
 * two programs in a row might frame differently, is refused and the connection
 * closed.  Lenient where peers are known to be careless: bare LF, folded
 * headers, no Host.
 *
 *	http_session_input(s, buf, n, now);	what the peer sent
 *	http_session_tick(s, now);		time went by
 *	while ((ev = http_session_event(s)) != HTTP_EV_NONE)
 *		...
 *	p = http_session_output(s, &n);		what to write
 *	http_session_sent(s, wrote, now);
 *
 * One request at a time: the next one is looked at when this one was answered,
 * so that answers are in order and a peer cannot pile up work.
 */
#ifndef HTTP_SESSION_H
#define HTTP_SESSION_H

#include <stddef.h>

#include "base/buf.h"
#include "base/clock.h"

enum {				/* of what a peer sends */
	HTTP_LINE_MAX = 8192,	/* octets of the request line, a header field, a
				   chunk's size or a trailer field */
	HTTP_HEAD_MAX = 32768,	/* and of all of them: what nginx takes */
	HTTP_HEADERS_MAX = 100,
	HTTP_HEAD_TIME = 15000,	/* ms for the head, from its first octet on */
	HTTP_STUCK = 30000,	/* ms without an octet within a request, or with
				   none taken of an answer */
	HTTP_BODY_GRACE = 60000,	/* ms for any body, */
	HTTP_BODY_RATE = 1024,	/* and octets a second on the whole after that:
				   slower ones only hold a place */
	HTTP_QUIET = 1000,	/* ms after which a body that does not grow may
				   be complete, whatever its length says */
	HTTP_CHUNKS_MAX = 1 << 20,	/* chunks of one body */
};

struct http_header {
	const char *name, *value;	/* value: unfolded, no blanks around */
};

/* A request; all is borrowed until it was answered.  Strings hold no control
   characters. */
struct http_request {
	const char *method;
	const char *target;	/* as it came: "/path?query" */
	const char *path;	/* without query and authority; percent escapes
				   as they are */
	const char *query;	/* behind the ?; NULL: none */
	int minor;		/* HTTP/1.minor: 0 or 1 */
	const struct http_header *header;
	size_t nheaders;
	const char *body;
	size_t n;
	long long length;	/* Content-Length; -1: none, or chunked */
	int cut;		/* the body is less than its length, but the
				   owner said that it is complete */
};

/* The first header of that name, any case; NULL: none. */
const char *http_header(const struct http_request *r, const char *name);

enum http_event {
	HTTP_EV_NONE,
	HTTP_EV_HEAD,		/* the head is there: go on, or answer already */
	HTTP_EV_QUIET,		/* the body has not grown for a while, or the
				   peer sends no more: http_session_complete()
				   if it will do */
	HTTP_EV_REQUEST,	/* all is there: http_session_answer(), any time */
	HTTP_EV_CLOSED,		/* nothing more will come of it: write what is
				   there and close */
};

/* What is wrong with an answer on purpose, for tests of clients. */
struct http_fault {
	int chunked;		/* in chunks, and not by Content-Length */
	long length;		/* Content-Length is so many octets off */
	int cut;		/* only its first half is sent, */
	int lost;		/* or nothing, and then the end */
};

struct http_answer {
	int status;
	const char *type;	/* Content-Type; NULL: none */
	const char *const *header;	/* "Name: value" */
	size_t nheaders;
	const void *body;
	size_t n;
	int close;		/* no more requests after this one */
	const char *date;	/* Date; NULL: none.  server.c sets it */
	const struct http_fault *fault;	/* NULL: none */
};

struct http_session;

/* idle: ms that a connection may be without a request, 0: any.  NULL: out of
   memory. */
struct http_session *http_session_new(size_t body_max, msec idle, msec now);
void http_session_free(struct http_session *s);

/* n octets, copied.  n 0: the peer will send no more. */
void http_session_input(struct http_session *s, const void *p, size_t n,
	msec now);
/* Room to read into, at least HTTP_ROOM octets: instead of input, then
   http_session_filled().  NULL: out of memory. */
enum { HTTP_ROOM = 16384 };
char *http_session_room(struct http_session *s, size_t *n);
void http_session_filled(struct http_session *s, size_t n, msec now);

void http_session_tick(struct http_session *s, msec now);
msec http_session_deadline(const struct http_session *s);

/*
 * What came of it.  Each event once.  After HEAD, http_session_answer() refuses
 * the request before its body (if one comes, the connection is closed then);
 * asking for the next event goes on with the body.  Bad requests and time-outs
 * are answered in here (400, 408, 413, 414, 417, 431, 501, 505) and end as
 * CLOSED.
 */
enum http_event http_session_event(struct http_session *s);
/* From HEAD until the answer. */
const struct http_request *http_session_request(const struct http_session *s);
/* After QUIET: take the body as it is.  REQUEST follows, and no further one. */
void http_session_complete(struct http_session *s);

/* 1: input is of use; 0: it would only pile up, don't read. */
int http_session_wants(const struct http_session *s);
/* Octets held for the request that is coming in or not answered. */
size_t http_session_held(const struct http_session *s);

/* After HEAD or REQUEST; all is copied.  HEAD's answer has no body. */
void http_session_answer(struct http_session *s, const struct http_answer *a,
	msec now);
/* No further requests: one that has begun is served, then CLOSED. */
void http_session_finish(struct http_session *s);

const char *http_session_output(struct http_session *s, size_t *n);
void http_session_sent(struct http_session *s, size_t n, msec now);

/* "Not Found" */
const char *http_reason(int status);

#endif
