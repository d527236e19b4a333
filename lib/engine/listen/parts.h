/*
 * parts - the parts of long messages, in the store (store/segment.h); where
 * none is configured, in one in memory that is opened with the first part.
 *
 * What goes wrong with the store is said here, once until it works again.
 */
#ifndef ENGINE_PARTS_H
#define ENGINE_PARTS_H

#include "gateway/sms/incoming.h"
#include "net/loop.h"
#include "store/segment.h"

enum {
	PARTS_LOOK = 10000,	/* ms after which we look anew: another process may
				   have begun a message, and died; and until a
				   store that failed is tried again */
	PARTS_SCOPE = 600,	/* octets of a scope's name, with NUL */
};

struct parts;

/* s NULL: there is none.  In none of these calls, and from due on, a
   transaction may be open on it.  due is called from the loop when parts_expired() may
   have something, and after each PARTS_LOOK.  NULL: out of memory. */
struct parts *parts_new(struct loop *l, struct store *s, loop_cb *due,
	void *arg);
/* Says so when parts that were acknowledged are lost with it. */
void parts_free(struct parts *p);

/* They outlive this process. */
int parts_persist(const struct parts *p);

/* Under what name they are kept in a store that others use too, and for how
   long.  Those under the name before this one are seen to as well. */
void parts_options(struct parts *p, const char *scope, msec timeout);

/* As store_segment_add(). */
int parts_add(struct parts *p, const struct sms_incoming *in,
	struct smpp_octets raw, int64_t *whole);

/* The next message whose time is over (all: or that is not complete); 0: none.
   It is in our hands. */
int64_t parts_expired(struct parts *p, int all);

/* 0; or -1: it cannot be read now, which was said. */
int parts_view(struct parts *p, int64_t whole, struct store_whole *v);

/* A message is in our hands no longer; an expired one that is STORE_FATE_OPEN
   is tried again after `again`.  If the store fails it is told later. */
void parts_settle(struct parts *p, int64_t whole, enum store_fate fate,
	msec again);

/* What became of it, as far as is known now. */
enum store_fate parts_fate(struct parts *p, int64_t whole);

/* Nothing more expires from here on. */
void parts_stop(struct parts *p);

#endif
