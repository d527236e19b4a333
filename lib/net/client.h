/*
 * client - an ESME's connection: connect, bind, and again when it is lost.
 *
 * Of several servers each is tried once, in their order, until one takes the
 * bind; that is a round, and counts as one try.  A connection that broke goes
 * on at the server behind the one that it had; all other rounds begin with
 * the first.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "base/hostport.h"
#include "net/conn.h"

enum {
	CLIENT_BACKOFF_FIRST = 1000,	/* ms before the second try */
	CLIENT_BACKOFF_MAX = 60000,	/* it doubles up to this, with jitter */
};

struct client;
struct addrinfo;

/* On the way to a bind, for people who want to see it. */
enum client_step {
	CLIENT_RESOLVED,	/* the name: to these addresses */
	CLIENT_NOT_CONNECTED,	/* to that address, by why: the next one behind
				   it is tried; NULL: a local socket */
	CLIENT_CONNECTED,	/* to client_peer() */
	CLIENT_SECURED,		/* TLS is spoken: conn_tls(client_conn()) */
};

struct client_params {
	const struct hostport *servers;
	unsigned nservers;	/* at least 1 */
	unsigned first;		/* the one to begin with, counted round them */
	struct tls_context *tls;	/* NULL: in clear; client_new() takes a
					   reference of its own */
	struct smpp_pdu bind;	/* which bind, and its fields */
	struct smpp_limits limits;
	unsigned retries;	/* tries in a row after the first that failed;
				   a connection that was bound and is lost is
				   no try that failed, nor is one where the
				   account was bound already (RALYBND), which
				   is tried until the owner has enough */
	int forever;		/* never give up (a listener) */
	int on_demand;		/* a bound connection that ended comes back
				   only when client_wake() asks for it */
	msec refused_retry;	/* forever: wait after a refused bind */
	const char *system_error;	/* what it means when that peer answers a
				   bind with RSYSERR; NULL: what it says */
	/* called after CLIENT_GOT_ROUND, when what came of the round has been
	   written; NULL */
	void (*after)(struct client *c, void *arg);
	/* each step as it is taken; NULL */
	void (*step)(struct client *c, enum client_step step,
		const struct addrinfo *a, const char *why, void *arg);
};						/* all strings are borrowed */

enum client_state {
	CLIENT_DOWN,		/* no connection; a try may be due */
	CLIENT_TRYING,		/* connecting or binding */
	CLIENT_UP,		/* bound */
	CLIENT_DONE,		/* gave up, or was stopped: nothing more happens */
};

/*
 * What happened.  CLIENT_GOT_EVENT: an event of the session other than
 * SMPP_EV_BOUND and SMPP_EV_CLOSED (answers also while going down).
 * CLIENT_GOT_ROUND: the events of a round are all given, and results can be
 * written; also after CLIENT_GOT_UP.
 */
enum client_got {
	CLIENT_GOT_UP, CLIENT_GOT_EVENT, CLIENT_GOT_ROUND,
	CLIENT_GOT_DOWN,	/* tries again: client_reason() tells why */
	CLIENT_GOT_DONE,	/* the end: so does client_sysexit() */
};
typedef void client_cb(struct client *c, enum client_got got,
	const struct smpp_event *ev, void *arg);

/* p is copied, its strings not.  NULL: out of memory.  Begins in the next round
   of the loop. */
struct client *client_new(struct loop *l, const struct client_params *p,
	client_cb *cb, void *arg);
void client_free(struct client *c);

enum client_state client_state(const struct client *c);
/* The session while CLIENT_UP, else NULL. */
struct smpp_session *client_session(const struct client *c);
struct conn *client_conn(const struct client *c);
/* Who is or was the peer: "127.0.0.1:2775" */
const char *client_peer(const struct client *c);

/* Why the connection is down, in words, of each server that was tried, and the
   command_status of a refused bind (0: something else).  While CLIENT_UP: why
   the servers that were tried before would not do, or "". */
const char *client_reason(const struct client *c);
uint32_t client_status(const struct client *c);
/* The exit status that CLIENT_DONE deserves: 0 after client_stop(); EX_NOPERM
   bind refused, or with TLS one side's certificate by the other, which is like
   it in what follows; EX_PROTOCOL no SMPP or TLS there, or no TLS in common;
   EX_TEMPFAIL. */
int client_sysexit(const struct client *c);

/* There is something to send: if it is CLIENT_DOWN, try again as soon as the
   time between two tries allows. */
void client_wake(struct client *c);

/* Unbind (if bound) and be done. */
void client_stop(struct client *c);
/* The same without a word to the peer: what is unanswered ends as lost in the
   next round of the loop, then CLIENT_GOT_DONE. */
void client_abort(struct client *c);

#endif
