/*
 * connector - a connected stream socket to a server: each address of its name
 * is tried in turn, and nothing waits for any of it.
 */
#ifndef NET_CONNECTOR_H
#define NET_CONNECTOR_H

#include "base/hostport.h"
#include "net/loop.h"

struct connector;

/* fd: connected, the receiver's; -1: why tells, "host:port: Connection
   refused" of the address that was tried last.  From the loop, once;
   connector_free() may be called in it, why is good until then. */
typedef void connector_cb(void *arg, int fd, const char *why);

/* to is borrowed.  patience: ms for the name, and for each address; 0: as long
   as it takes.  Begins in the next round of the loop.  NULL: out of memory. */
struct connector *connector_new(struct loop *l, const struct hostport *to,
	msec patience, connector_cb *cb, void *arg);
void connector_free(struct connector *c);	/* NULL is allowed */

#endif
