/*
 * receiver - one of smpp-listen's connections to an SMSC: it binds, again when
 * the connection was lost, and in another way when the options say so.
 */
#ifndef ENGINE_RECEIVER_H
#define ENGINE_RECEIVER_H

#include "engine/link.h"
#include "engine/listen/daemon.h"

struct receiver;

/* What a connection is to be: where to, how to bind, and the options for what
   comes by it. */
struct receiver_way;

/* v is borrowed: in use until receiver_change(); binding is its stanza's name,
   NULL: none; of several servers it begins with the first-th.  NULL with err
   filled: link_fill()'s, or EX_OSERR. */
struct receiver_way *receiver_way_new(const struct config_view *v,
	const char *binding, unsigned first, struct diag_err *err);
void receiver_way_free(struct receiver_way *w);	/* NULL is allowed */
const char *receiver_way_binding(const struct receiver_way *w);

/*
 * Connect and bind.  Takes w in any case.  d->arg is told of an end that is not
 * receiver_stop()'s and from which it will not come back by itself.
 * NULL: out of memory.
 */
struct receiver *receiver_new(struct daemon *d, struct receiver_way *w,
	void (*ended)(void *arg));
void receiver_free(struct receiver *r);

/* It becomes w, which is taken: at once in what concerns records only; else
   once all that came by it is answered, or after LISTEN_STOP_BOUND. */
void receiver_change(struct receiver *r, struct receiver_way *w);
/* It is wanted no more: the same, and then there is no connection.  v: the
   options for what is under way. */
void receiver_retire(struct receiver *r, const struct config_view *v);
/* Unbind, now. */
void receiver_stop(struct receiver *r);

/* Is it bound just now, and who is or was its peer? */
int receiver_bound(const struct receiver *r);
const char *receiver_peer(const struct receiver *r);

/* Nothing more comes by it, unless it is changed. */
int receiver_done(const struct receiver *r);
/* It is wanted no more, and there is nothing of it left. */
int receiver_gone(const struct receiver *r);
/* Why it ended by itself: the exit status; 0. */
int receiver_failed(const struct receiver *r);
/* Of that binding (NULL: of none), and wanted? */
int receiver_is(const struct receiver *r, const char *binding);

#endif
