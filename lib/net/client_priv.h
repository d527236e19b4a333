/*
 * What the files of client share.  See client.h.
 *
 *	client.c	connections: servers, binds, and again
 *	client_why.c	why one ended
 */
#ifndef NET_CLIENT_PRIV_H
#define NET_CLIENT_PRIV_H

#include "net/client.h"
#include "net/connector.h"

struct client {
	struct loop *loop;
	struct client_params p;
	client_cb *cb;
	void *arg;
	enum client_state state;
	struct conn *conn;
	struct connector *connector;
	struct loop_watch *timer;
	unsigned next;			/* the server that a round begins with */
	unsigned server;		/* the one that is or was tried */
	unsigned tried;			/* how many in this round */
	int worst;			/* what became of them: a sysexits code */
	int busy;			/* one said that the account is bound */
	unsigned rounds;		/* in a row that failed */
	unsigned failed;		/* those of them that count as tries */
	msec not_before;		/* CLIENT_DOWN: when to try again */
	int stopped;
	int secured;			/* CLIENT_SECURED was told */
	char peer[CONN_NAME_SIZE];
	char reason[512];
	uint32_t status;
	int sysexit;
};

/* client_why.c */
/* Append to what is wrong: of several servers each has its words. */
void client_say(struct client *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Say why the session ended; the exit status. */
int client_why_session(struct client *c, const struct smpp_event *ev);
/* The same of TLS that failed: whom we don't trust, or who doesn't trust us, is
   as good as one that refuses the bind; it will not be better in a second. */
int client_why_tls(struct client *c);

#endif
