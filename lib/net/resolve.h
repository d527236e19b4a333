/*
 * resolve - the addresses of a host's name, looked up in a thread: a name
 * service that is slow or away takes many seconds, in which the connections
 * that are there must go on.
 *
 * A look-up cannot be called off.  Its thread belongs to nobody and ends by
 * itself; who is not interested any more leaves it behind (so this is not the
 * pool of threads that checks passwords, which waits for them at the end).
 */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include <netdb.h>

#include "net/loop.h"

struct resolve;

/* error: 0 or one of getaddrinfo(3), list is NULL then.  The list is the
   receiver's to free.  From the loop, once; resolve_free() may be called in
   it. */
typedef void resolve_cb(void *arg, int error, struct addrinfo *list);

/* For stream sockets.  The strings are copied.  NULL: errno tells. */
struct resolve *resolve_new(struct loop *l, const char *host, const char *port,
	resolve_cb *cb, void *arg);
void resolve_free(struct resolve *r);	/* NULL is allowed */

#endif
