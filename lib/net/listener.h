/*
 * listener - where a server's connections come from: `-l [addr]:port`,
 * `-l unix:path`, or descriptor 0 from inetd(8) or systemd(1).
 */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include "base/diag.h"
#include "net/loop.h"

struct listener;

/* A new connection; fd is the receiver's. */
typedef void listener_cb(int fd, void *arg);

/**
 * Listen at `port`, `:port`, `addr:port`, `[addr]:port` (no address: all of
 * them) or `unix:path` (an old socket there that nobody listens at is
 * removed).  Port 0 lets the system choose.  name receives what it is:
 * "127.0.0.1:41234".  NULL with err filled: EX_USAGE, EX_OSERR, EX_TEMPFAIL
 * (the address is in use).
 */
struct listener *listener_open(struct loop *l, const char *where,
	listener_cb *cb, void *arg, char name[128], struct diag_err *err);

/* A listening descriptor that somebody handed us; the listener's from now on
   unless it fails (NULL). */
struct listener *listener_adopt(struct loop *l, int fd, listener_cb *cb,
	void *arg);
void listener_free(struct listener *ln);

/* Its descriptor, still the listener's. */
int listener_descriptor(const struct listener *ln);

/* Is this socket (anybody's) reached from this machine only? */
int listener_is_local(int fd);

/* Stop taking connections for now (too many are open), or go on. */
void listener_pause(struct listener *ln, int on);

enum listener_kind {
	LISTENER_NONE,		/* descriptor 0 is no socket */
	LISTENER_CONNECTED,	/* inetd nowait: a connection */
	LISTENER_LISTENING,	/* inetd wait: a listening socket */
};
/*
 * Is descriptor 0 a socket that somebody connected to, or can?  If so it is
 * moved away (*fd) and descriptors that are the same socket (0, 1 and 2 under
 * inetd) become /dev/null, so that no message to people lands in the protocol;
 * *gone has bit 1 << n for each such descriptor n.
 * One end of a socketpair(2), which shells and service managers use as a pipe,
 * is none.
 */
enum listener_kind listener_inherited(int *fd, unsigned *gone);

/* systemd's socket activation: LISTEN_PID and LISTEN_FDS name descriptors from
   3 on.  Their number (0: none); unsets the variables. */
int listener_systemd(void);

#endif
