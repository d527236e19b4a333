#include "engine/share/queue.h"

#include <stdlib.h>
#include <string.h>

void
queue_init(struct queue *q)
{
	size_t i;

	memset(q, 0, sizeof *q);
	for (i = 0; i < QUEUE_PRIORITIES; i++)
		q->ring[i].next = q->ring[i].prev = &q->ring[i];
}

struct request *
request_new(struct queue *q, struct queue_member *m, const void *octets,
    size_t n)
{
	struct request *r;

	if (n > QUEUE_OCTETS_MAX - q->octets)
		return NULL;
	r = malloc(sizeof *r + n);
	if (!r)
		return NULL;
	*r = (struct request){ .from = m, .number = q->arrived++, .n = n,
		.segments = 1 };
	memcpy(r->octets, octets, n);
	q->octets += n;
	return r;
}

void
request_free(struct queue *q, struct request *r)
{
	q->octets -= r->n;
	free(r);
}

/* ---- rings: a lane that has something waits for its turn ---- */

static void
ring_add(struct lane *before, struct lane *l)
{
	l->next = before;
	l->prev = before->prev;
	l->prev->next = l;
	before->prev = l;
}

static void
ring_remove(struct lane *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
	l->next = l->prev = NULL;
}

/* ---- lanes, and the list of all, both by number ---- */

static void
lane_insert(struct lane *l, struct request *r)
{
	struct request **at = &l->first;

	if (l->first && l->last->number < r->number) {
		r->next = NULL;
		l->last->next = r;
		l->last = r;
		return;
	}
	while (*at && (*at)->number < r->number)
		at = &(*at)->next;
	r->next = *at;
	*at = r;
	if (!r->next)
		l->last = r;
}

static void
age_insert(struct queue *q, struct request *r)
{
	struct request *older = q->newest, *newer;

	/* what is put back is among the oldest */
	if (older && older->number > r->number) {
		newer = q->oldest;
		while (newer->number < r->number)
			newer = newer->newer;
		older = newer->older;
	} else {
		newer = NULL;
	}
	r->older = older;
	r->newer = newer;
	*(older ? &older->newer : &q->oldest) = r;
	*(newer ? &newer->older : &q->newest) = r;
}

void
queue_put(struct queue *q, struct request *r)
{
	struct lane *l = &r->from->lane[r->priority];
	int back = q->newest && q->newest->number > r->number;
	struct lane *ring = &q->ring[r->priority];

	if (!l->first)
		ring_add(back ? ring->next : ring, l);
	lane_insert(l, r);
	age_insert(q, r);
	r->from->waiting++;
	q->waiting++;
}

struct request *
queue_peek(const struct queue *q)
{
	size_t i;

	for (i = QUEUE_PRIORITIES; i-- > 0; )
		if (q->ring[i].next != &q->ring[i])
			return q->ring[i].next->first;
	return NULL;
}

struct request *
queue_oldest(const struct queue *q)
{
	return q->oldest;
}

struct request *
queue_first(const struct queue_member *m)
{
	size_t i;

	for (i = QUEUE_PRIORITIES; i-- > 0; )
		if (m->lane[i].first)
			return m->lane[i].first;
	return NULL;
}

/* The oldest of all, and whose turn it is, is the first of its lane. */
void
queue_take(struct queue *q, struct request *r)
{
	struct lane *l = &r->from->lane[r->priority];

	l->first = r->next;
	ring_remove(l);
	if (l->first)
		ring_add(&q->ring[r->priority], l);
	*(r->older ? &r->older->newer : &q->oldest) = r->newer;
	*(r->newer ? &r->newer->older : &q->newest) = r->older;
	r->next = r->newer = r->older = NULL;
	r->from->waiting--;
	q->waiting--;
}
