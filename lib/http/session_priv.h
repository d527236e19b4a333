/* What the files of session share.  See session.h. */
#ifndef HTTP_SESSION_PRIV_H
#define HTTP_SESSION_PRIV_H

#include "http/session.h"

enum session_state {
	AT_HEAD,		/* between requests, or within a head */
	AT_HEAD_TOLD,		/* its owner may answer before the body */
	AT_BODY,
	AT_ANSWER,		/* it is the owner's turn */
	AT_END,			/* nothing more will come of it */
};

enum chunk_state { CHUNK_SIZE, CHUNK_DATA, CHUNK_BEHIND, CHUNK_TRAILER };

struct http_session {
	enum session_state state;
	size_t body_max;
	msec idle;
	struct buf in;			/* head, body as far as it is decoded,
					   what came behind */
	int begun;			/* a request's first octet came */
	size_t seen;			/* of a head: where no end was found */
	size_t head, body_end;		/* octets in `in` */
	struct buf out;
	size_t written;			/* of out */

	/* the request, from its head to its answer */
	struct http_request r;
	struct http_header header[HTTP_HEADERS_MAX];
	struct buf text;		/* what they point into */
	int chunked, expects;
	int keep;			/* the peer would send another */
	enum chunk_state chunk;
	unsigned long long left;	/* of a chunk */
	size_t trailer, chunks;

	msec since;			/* idle, or the head, or the body began */
	msec last;			/* octets came */
	msec taken;			/* output was, or began to wait */
	size_t asked;			/* body_end of the last QUIET */
	int quiet, eof, eof_told, finishing, end_told;
};

/* session_head.c: take the head apart, s->head octets.  0, or the status that
   it is answered with. */
int session_parse_head(struct http_session *s);

/* session_body.c */
/* 1: the body is whole; 0: more is needed; or the status that it is answered
   with. */
int session_body(struct http_session *s);

/* session_answer.c */
void session_write(struct http_session *s, const struct http_answer *a,
	int keep, msec now);
/* Answer what can't be served, and end. */
void session_fail(struct http_session *s, int status);

#endif
