/*
 * conn - a connected socket and the SMPP session that speaks over it.
 *
 * It reads the socket into the session, calls the owner when there may be
 * events, and writes the session's output: once a round, so that what a round
 * of the loop gave is one write(2).  With conn_secure() all of it goes through
 * TLS.
 */
#ifndef NET_CONN_H
#define NET_CONN_H

#include "base/diag.h"
#include "net/loop.h"
#include "net/tls.h"
#include "smpp/session.h"

struct conn;

/*
 * The owner pulls the events with smpp_session_event() until there are none;
 * it may use the session as it likes.  After SMPP_EV_CLOSED it calls
 * conn_free(), at once or later; what is left to write is written first.
 */
typedef void conn_cb(struct conn *c, void *arg);

/* Takes over fd (made non-blocking, TCP_NODELAY) and the session, also when it
   fails: NULL, out of memory.  peer: a name for people, copied. */
struct conn *conn_new(struct loop *l, int fd, struct smpp_session *s,
	const char *peer, conn_cb *cb, void *arg);

/*
 * Speak TLS, and nothing in clear: call it at once after conn_new().  t is
 * taken over.  The session's output waits for the end of the handshake, which
 * its bind_timer bounds: that timer began with the connection.  A handshake
 * that fails ends the session as a peer that closed does.
 */
void conn_secure(struct conn *c, struct tls *t);
/* Why TLS failed or did not come about, and the kind of it (NULL: it did not
   fail); see tls_problem(). */
const char *conn_tls_problem(const struct conn *c);
enum tls_fault conn_tls_fault(const struct conn *c);
/* NULL: in clear. */
const struct tls *conn_tls(const struct conn *c);

/* Call this too, after each time that cb was called and what came of it was
   written: for work that the peer need not wait for. */
void conn_after(struct conn *c, conn_cb *after);

/*
 * Close.  What the session still has to say (an unbind_resp, a nack) is
 * written as far as the socket takes it at once.
 */
void conn_free(struct conn *c);

struct smpp_session *conn_session(const struct conn *c);
const char *conn_peer(const struct conn *c);

/* The session was used outside the callback: look after its output, its
   events and its timers in this round of the loop. */
void conn_kick(struct conn *c);

/* Requests were put into the session: see that they are written, in this round
   too. */
void conn_output(struct conn *c);

/* For tests of peers: at most n octets by one write(2); 0: all. */
void conn_chop(struct conn *c, size_t n);

/*
 * For people who watch: each connection that is made from now on, of the whole
 * program, tells cb of its PDUs as smpp_session_tap() says.  NULL: no more do.
 */
typedef void conn_trace_cb(const struct conn *c, int out, const void *p,
	size_t n, void *arg);
void conn_trace(conn_trace_cb *cb, void *arg);
/* Which one of the program's it is, from 1. */
unsigned long conn_number(const struct conn *c);

/* "127.0.0.1:2775", "[::1]:2775", "unix:/path" of a socket's peer, or with
   local != 0 of its own end. */
enum { CONN_NAME_SIZE = 128 };
void conn_name(int fd, int local, char out[CONN_NAME_SIZE]);

#endif
