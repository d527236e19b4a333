/*
 * connector - a connected stream socket to a server: each address of its name
 * is tried in turn, and nothing waits for any of it.
 */
#ifndef NET_CONNECTOR_H
#define NET_CONNECTOR_H

#include "base/hostport.h"
#include "net/loop.h"

struct addrinfo;
struct connector;

/* fd: connected, the receiver's; -1: why tells, "host:port: Connection
   refused" of the address that was tried last.  From the loop, once;
   connector_free() may be called in it, why is good until then. */
typedef void connector_cb(void *arg, int fd, const char *why);

/* to is borrowed.  patience: ms for the name, and for each address; 0: as long
   as it takes.  Begins in the next round of the loop.  NULL: out of memory. */
struct connector *connector_new(struct loop *l, const struct hostport *to,
	msec patience, connector_cb *cb, void *arg);
/* For people who watch: why NULL, the name gave this address and those behind
   it; else this one failed (NULL: a local socket, or the name did).  arg is that
   of connector_new(). */
void connector_watch(struct connector *c, void (*watch)(void *arg,
	const struct addrinfo *a, const char *why));
void connector_free(struct connector *c);	/* NULL is allowed */

#endif
