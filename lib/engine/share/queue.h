/*
 * queue - requests of local clients on their way to the SMSC: by priority_flag,
 * and where that is the same one of each client in turn.
 *
 * A request belongs to the queue while it waits, to whoever took it after.  It
 * is a copy of the client's octets.  Within a client and a priority the order
 * is that of arrival, also for one that is put back.
 */
#ifndef ENGINE_QUEUE_H
#define ENGINE_QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

enum {
	QUEUE_PRIORITIES = 4,	/* v3.4, 5.2.14: 0..3; above is 3 */
	QUEUE_OCTETS_MAX = 32 << 20,	/* of all that wait or are out: a client
					   may ask with 64 KiB each time */
};

struct queue_member;

struct request {
	struct request *next;		/* in its lane */
	struct request *newer, *older;	/* of all that wait */
	struct queue_member *from;	/* NULL: its client is gone */
	uint64_t number;		/* of arrival, of all */
	msec at;			/* of arrival */
	uint32_t seq, command;		/* the client's */
	unsigned segments;
	uint8_t priority;		/* 0..QUEUE_PRIORITIES - 1 */
	size_t n;
	uint8_t octets[];
};

/* One client's requests of one priority. */
struct lane {
	struct request *first, *last;
	struct lane *next, *prev;	/* in its ring; NULL: empty */
};

struct queue_member {
	struct lane lane[QUEUE_PRIORITIES];
	size_t waiting;			/* in all of them */
};

struct queue {
	struct lane ring[QUEUE_PRIORITIES];	/* heads; next has its turn */
	struct request *oldest, *newest;
	uint64_t arrived;
	size_t waiting;
	size_t octets;			/* of all requests that exist */
};

void queue_init(struct queue *q);

/* A request of m's, a copy of these octets, not in the queue yet: the caller
   fills in what it knows.  NULL: out of memory, or QUEUE_OCTETS_MAX reached. */
struct request *request_new(struct queue *q, struct queue_member *m,
	const void *octets, size_t n);
void request_free(struct queue *q, struct request *r);

/* Let it wait; one that was taken goes back to where it was. */
void queue_put(struct queue *q, struct request *r);
/* Whose turn it is; it stays. NULL: none waits. */
struct request *queue_peek(const struct queue *q);
/* Take out the one that queue_peek() or queue_oldest() gave; in its lane the
   next client has its turn. */
void queue_take(struct queue *q, struct request *r);
/* The one that has waited longest. */
struct request *queue_oldest(const struct queue *q);
/* The member's first, of any priority; NULL. */
struct request *queue_first(const struct queue_member *m);

#endif
