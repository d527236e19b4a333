/*
 * listeners - all the sockets that a server takes connections from: those of
 * -l, and what inetd(8) or systemd(1) handed it.
 */
#ifndef ENGINE_LISTENERS_H
#define ENGINE_LISTENERS_H

#include "engine/listen/listen.h"
#include "net/listener.h"

enum { LISTENERS_MAX = 32 };

struct listeners {
	struct loop *loop;
	listener_cb *cb;
	void *arg;
	struct listener *listener[LISTENERS_MAX];
	size_t n;
	int paused;
	int from_inetd;		/* ends with its last connection */
};

/*
 * Open all that o says; cb is given inetd's connection, too, at once.
 * only_local: why those alone are served that this machine reaches, or NULL;
 * it is said of one that others reach: EX_CONFIG.
 * Returns 0, or the exit status, said.  listeners_close() in either case.
 */
int listeners_open(struct listeners *ls, struct loop *l,
	const struct listen_opts *o, const char *only_local, listener_cb *cb,
	void *arg);
void listeners_close(struct listeners *ls);

/* Is each of them reached from this machine only? */
int listeners_are_local(const struct listeners *ls);

/* Take no connections for now, or go on. */
void listeners_pause(struct listeners *ls, int on);

#endif
