/*
 * share - the one bind that an account has, for any number of local programs.
 *
 *	smpp-send ---+                                    +--- client --- SMSC
 *	smpp-send ---+--- local ---> queue ---> pace ---> |    (the bind)
 *	smpp-listen -+--- local <--- deliver <----------- +
 *
 * What is held, and by whom:
 *
 *	local	a program that is connected to our socket: a connection with a
 *		session in the SMSC's role, its requests that wait, and how many
 *		of them are out.  It ends with its connection; while requests of
 *		it are out only the count is left, so that their answers find
 *		that nobody wants them.  (share_local.c)
 *	request	the octets of one request, with the local's sequence number.
 *		It waits in the queue, or is out: the tag of the client's
 *		session.  The real response, octet by octet, goes to the local
 *		under its own number.  (queue.h, share_up.c)
 *	delivery	the octets of a deliver_sm or data_sm of the SMSC, and its
 *		number there: the tag of the session of the local that has it.
 *		(share_deliver.c)
 *	client	the connection to the SMSC: net/client.h, which binds again
 *		with backoff when it is lost.
 *
 * Nothing is kept, and nothing is answered by us but what was not done:
 *
 *	RMSGQFUL	more waits than SMPP_Share_Queue allows, or than memory
 *	RTHROTTLED	it has waited for SMPP_Share_Wait, or we are told to stop:
 *			not sent.  Our own programs wait that much longer for
 *			responses, so that no timer of theirs runs out meanwhile
 *	RSYSERR		to a bind, while there is none to the SMSC: any ESME
 *			takes that as a temporary failure, where RBINDFAIL would
 *			mean that its account is wrong; our own know what it
 *			means (link.c) and end with 75 at once
 *	RX_T_APPN	to the SMSC: no local receives, or the one that had it
 *			went away or did not answer.  One that says so itself is
 *			not the end: the next receiver is asked
 *
 * A throttled request goes back to its place in the queue and the whole bind
 * rests (pace.h).  A request that was written when the bind was lost may or may
 * not have been taken: its local is closed without an answer, once all its
 * requests that certainly were not sent are answered RTHROTTLED.  Other locals
 * stay, and what they have waiting goes out by the next bind.  A response that
 * does not come in time is not made up: the local's own timer runs out.
 *
 * Local users are known by SO_PEERCRED and the socket's mode and group; the
 * password of their bind is not looked at.
 */
#ifndef ENGINE_SHARE_H
#define ENGINE_SHARE_H

#include "config/config.h"

enum { SHARE_STOP_BOUND = 5000 };	/* ms that SIGTERM leaves what is out */

struct share_opts {
	struct config *config;
	const char *domain;
	/* SIGHUP: read the configuration anew; what is returned is ours to free.
	   NULL: no, and that was said */
	struct config *(*reload)(void *arg);
	void *reload_arg;
};

/* Bind and serve until SIGTERM or SIGINT.  Returns the exit status: 0 then;
   EX_CONFIG; EX_TEMPFAIL (somebody serves at that socket); EX_OSERR. */
int share_run(const struct share_opts *o);

#endif
