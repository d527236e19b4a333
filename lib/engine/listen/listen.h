/*
 * listen - the engines of smpp-listen(1): as an ESME that receives, and as an
 * SMPP server that ESMEs bind to.
 */
#ifndef ENGINE_LISTEN_H
#define ENGINE_LISTEN_H

#include "config/config.h"
#include "flow/handler.h"

enum { LISTEN_STOP_BOUND = 10000 };	/* ms that SIGTERM leaves what is under way */

struct listen_opts {
	struct config *config;		/* borrowed; in use to the end */
	/* SIGHUP: read the configuration anew; what is returned is the
	   engine's to free.  NULL: no, and that was said.  Itself NULL: none */
	struct config *(*reload)(void *arg);
	void *reload_arg;
	const char *domain;		/* the operand's; a server may have none */
	const char *source, *sink;	/* -I, -O; NULL: stdio */
	const struct handler *handler;	/* argv NULL: none */
	int parallel;			/* -P: handlers at once */
	int quiet;
	const char *const *where;	/* -l: nwhere of them */
	size_t nwhere;
	int inherited;			/* descriptor 0 was a socket: it is this
					   one now; -1 */
	int inherited_listens;		/* ... that listens */
	int systemd_fds;		/* so many listening ones from 3 on */
};

/* Bind to the domain's SMSC and receive until a signal.  Returns the exit
   status: 0 after SIGTERM or SIGINT; EX_IOERR when the sink failed. */
int listen_client(const struct listen_opts *o);

/* Serve until a signal (started by inetd: until the last session ends). */
int listen_server(const struct listen_opts *o);

#endif
