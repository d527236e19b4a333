/*
 * delivery - what came in goes on: to the handler, once for each message, or
 * to the sink; and whoever brought it hears what became of it.
 */
#ifndef ENGINE_DELIVERY_H
#define ENGINE_DELIVERY_H

#include "base/clock.h"
#include "flow/handler.h"
#include "flow/outcome.h"
#include "flow/sink.h"
#include "net/loop.h"

enum {
	DELIVERY_QUEUE_MAX = 10000,	/* messages that wait; beyond, the peer is
					   told that we are full */
	DELIVERY_QUEUE_OCTETS = 16 << 20,	/* and their size, all together */
};

struct delivery;

/* Called once for each message that delivery_put() took, from the loop. */
typedef void delivered_cb(void *arg, enum outcome outcome);

/**
 * h->argv NULL: everything goes to the sink, else to the handler, `parallel` at
 * once.
 *
 * Whoever brought a message has begun to wait when it came, so that is when its
 * `timeout` ms (0: no bound) begin.  A message that has no place by half of them
 * is OUTCOME_BUSY, and no handler has seen it; so a handler has at least the other
 * half.  Of one that nobody waits for they begin with its handler.  At their
 * end that is killed: SIGTERM, and SIGKILL when it has ended or after
 * HANDLER_GRACE.  If it exits by itself in that time, its exit status counts as
 * ever; killed by a signal is OUTCOME_RETRY.
 *
 * h and sink are borrowed.  NULL: out of memory.
 */
struct delivery *delivery_new(struct loop *l, struct sink *sink,
	const struct handler *h, int parallel, msec timeout);
/* What is left ends as OUTCOME_RETRY; handlers that run get SIGTERM. */
void delivery_free(struct delivery *d);

/* For messages that come from now on. */
void delivery_set_timeout(struct delivery *d, msec timeout);

/* Call cb whenever the sink took something, or broke. */
void delivery_watch(struct delivery *d, void (*cb)(void *arg), void *arg);

/**
 * Take a message: record is its line, m->id and addresses are for the handler;
 * all is copied.  awaited: its peer waits for an answer.
 *
 * Returns 0, or -1: full, out of memory, or the sink is broken; then cb is not
 * called.
 */
int delivery_put(struct delivery *d, const struct handler_message *m,
	int awaited, delivered_cb *cb, void *arg);

/* For people: how many had which outcome, and how many have none yet. */
struct delivery_counts {
	unsigned long outcome[OUTCOMES];	/* by enum outcome */
	size_t under_way;
};
struct delivery_counts delivery_counts(const struct delivery *d);

/* Nothing waits and nothing runs. */
int delivery_idle(const struct delivery *d);
/* The sink failed for good: errno, else 0. */
int delivery_broken(const struct delivery *d);
/* The sink's queue moved (somebody else put something there): write. */
void delivery_flush(struct delivery *d);

#endif
