#include "engine/listen/delivery.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "engine/decision.h"

#define NEVER	UINT64_MAX

/* A message: waiting, at a handler, or on its way out of the sink. */
struct item {
	struct item *next;
	delivered_cb *cb;
	void *arg;
	uint64_t mark;			/* of the sink */
	pid_t pid;			/* of its handler */
	msec started_by;		/* or it is told that we are busy */
	msec deadline;			/* then its handler is killed */
	msec began;
	int killed;			/* SIGTERM was sent */
	struct handler_message m;	/* strings behind this struct */
	const char *recipients[];	/* and behind them the strings */
};

struct queue {
	struct item *first, **last;
};

struct delivery {
	struct loop *loop;
	struct sink *sink;
	const struct handler *handler;
	unsigned parallel, running;
	msec timeout;
	struct queue waiting;		/* for a handler, or for the sink */
	struct item *active;		/* their handlers run */
	size_t n, octets;
	unsigned long outcome[OUTCOMES];
	int broken;
	void (*moved)(void *arg);	/* the sink did, or broke; NULL */
	void *moved_arg;
	struct loop_watch *writable, *child, *timer, *soon;
};

static void
push(struct queue *q, struct item *it)
{
	it->next = NULL;
	*q->last = it;
	q->last = &it->next;
}

static struct item *
take_out(struct queue *q, struct item **at)
{
	struct item *it = *at;

	*at = it->next;
	if (!*at)
		q->last = at;
	return it;
}

static struct item *
pop(struct queue *q)
{
	return take_out(q, &q->first);
}

static void
end(struct delivery *d, struct item *it, enum outcome outcome)
{
	d->n--;
	d->octets -= it->m.n;
	d->outcome[outcome]++;
	if (decision_wanted())
		decision_handled(&it->m, d->handler->argv ?
		    d->handler->argv[0] : NULL, outcome, it->began);
	it->cb(it->arg, outcome);
	free(it);
}

/* ---- the sink ---- */

static void
flush(void *arg)
{
	struct delivery *d = arg;
	uint64_t before = sink_written(d->sink);
	int was = d->broken;

	if (!d->broken && sink_flush(d->sink, 0) < 0) {
		d->broken = errno;
		diag_warn(NULL, "writing records: %s", strerror(errno));
	}
	if (d->moved && (d->broken != was || sink_written(d->sink) != before))
		d->moved(d->moved_arg);
	loop_watch_on(d->writable, !d->broken && sink_pending(d->sink));
	if (d->handler->argv)
		return;
	while (d->waiting.first && (d->broken ||
	    d->waiting.first->mark <= sink_written(d->sink)))
		end(d, pop(&d->waiting), d->broken ? OUTCOME_RETRY :
		    OUTCOME_DONE);
}

/* ---- handlers ---- */

/* The first that somebody waits for; they came in order.  Where it hangs. */
static struct item **
first_awaited(struct delivery *d)
{
	struct item **at = &d->waiting.first;

	while (*at && (*at)->started_by == NEVER)
		at = &(*at)->next;
	return at;
}

static void
set_timer(struct delivery *d)
{
	const struct item *it = *first_awaited(d);
	msec next = it ? it->started_by : NEVER;

	for (it = d->active; it; it = it->next)
		if (it->deadline < next)
			next = it->deadline;
	loop_timer_at(d->timer, NEVER);
	loop_timer_at(d->timer, next);
}

/* What has waited for too long: whoever sent it would take it for lost, and
   repeat it while our handler has it. */
static void
turn_away(struct delivery *d)
{
	struct item **at;
	size_t n = 0;
	msec now = clock_mono();

	while (*(at = first_awaited(d)) && (*at)->started_by <= now) {
		end(d, take_out(&d->waiting, at), OUTCOME_BUSY);
		n++;
	}
	if (n)
		diag_warn(NULL, "%zu messages not taken: no handler was free in "
		    "half of Handler_Timeout; see -P", n);
}

/* Start handlers while there are messages and places. */
static void
start(void *arg)
{
	struct delivery *d = arg;
	struct diag_err err;
	struct item *it;

	while (d->waiting.first && d->running < d->parallel) {
		it = pop(&d->waiting);
		it->pid = handler_start(d->handler, &it->m, -1, &err);
		if (it->pid < 0) {
			diag_warn(NULL, "%s: %s", it->m.id, err.text);
			end(d, it, outcome_of_sysexit(err.sysexit));
			continue;
		}
		if (it->deadline == NEVER && d->timeout)
			it->deadline = clock_mono() + d->timeout;
		it->next = d->active;
		d->active = it;
		d->running++;
	}
	set_timer(d);
}

/* Has its handler ended?  Then it is reaped, and what a killed one left behind
   in its group goes too, while that number is still its own. */
static int
ended(const struct item *it, int *ws)
{
	siginfo_t si = { .si_pid = 0 };

	if (waitid(P_PID, (id_t)it->pid, &si, WEXITED | WNOHANG | WNOWAIT) < 0
	    || si.si_pid != it->pid)
		return 0;
	if (it->killed)
		handler_kill(it->pid, 1);
	return waitpid(it->pid, ws, WNOHANG) == it->pid;
}

static void
say(const struct delivery *d, const struct item *it, int ws)
{
	const char *name = d->handler->argv[0];
	char text[128];

	if (it->killed || ws)
		diag_warn(NULL, "%s: handler %s: %s%s", it->m.id, name,
		    outcome_text(ws, text, sizeof text), it->killed ?
		    ", told to end after Handler_Timeout" : "");
}

static void
on_child(void *arg)
{
	struct delivery *d = arg;
	struct item **at = &d->active, *it;
	int ws;

	while ((it = *at)) {
		if (!ended(it, &ws)) {
			at = &it->next;
			continue;
		}
		*at = it->next;
		d->running--;
		say(d, it, ws);
		end(d, it, outcome_of_wait(ws));
	}
	start(d);
}

static void
on_timer(void *arg)
{
	struct delivery *d = arg;
	msec now = clock_mono();
	struct item *it;

	for (it = d->active; it; it = it->next) {
		if (it->deadline > now)
			continue;
		handler_kill(it->pid, it->killed);
		it->killed = 1;
		it->deadline = now + HANDLER_GRACE;
	}
	turn_away(d);
	set_timer(d);
}

/* ---- */

struct delivery *
delivery_new(struct loop *l, struct sink *sink, const struct handler *h,
    int parallel, msec timeout)
{
	struct delivery *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	*d = (struct delivery){ .loop = l, .sink = sink, .handler = h,
		.parallel = (unsigned)parallel, .timeout = timeout };
	d->waiting.last = &d->waiting.first;
	if (sink_fd(sink) >= 0)
		d->writable = loop_fd(l, sink_fd(sink), LOOP_WRITE, flush, d);
	d->child = loop_signal(l, SIGCHLD, on_child, d);
	d->timer = loop_timer(l, on_timer, d);
	d->soon = loop_timer(l, h->argv ? start : flush, d);
	if (!d->child || !d->timer || !d->soon) {
		delivery_free(d);
		return NULL;
	}
	return d;
}

void
delivery_free(struct delivery *d)
{
	struct item *it;

	if (!d)
		return;
	while ((it = d->active)) {
		d->active = it->next;
		handler_kill(it->pid, 0);
		end(d, it, OUTCOME_RETRY);
	}
	while (d->waiting.first)
		end(d, pop(&d->waiting), OUTCOME_RETRY);
	loop_watch_free(d->writable);
	loop_watch_free(d->child);
	loop_watch_free(d->timer);
	loop_watch_free(d->soon);
	free(d);
}

void
delivery_set_timeout(struct delivery *d, msec timeout)
{
	d->timeout = timeout;
}

void
delivery_watch(struct delivery *d, void (*cb)(void *arg), void *arg)
{
	d->moved = cb;
	d->moved_arg = arg;
}

/* Append a string to an item's data; where it stands. */
static const char *
keep(char **at, const char *s)
{
	const char *begin = *at;

	strcpy(*at, s ? s : "");
	*at += strlen(*at) + 1;
	return begin;
}

static struct item *
item_new(const struct handler_message *m)
{
	size_t n = m->n + strlen(m->sender) + strlen(m->id) + 2, i;
	struct item *it;
	char *at;

	for (i = 0; i < m->nrecipients; i++)
		n += strlen(m->recipients[i]) + 1;
	it = malloc(sizeof *it + m->nrecipients * sizeof it->recipients[0] + n);
	if (!it)
		return NULL;
	*it = (struct item){ .m = *m };
	at = (char *)(it->recipients + m->nrecipients);
	it->m.sender = keep(&at, m->sender);
	for (i = 0; i < m->nrecipients; i++)
		it->recipients[i] = keep(&at, m->recipients[i]);
	it->m.recipients = it->recipients;
	it->m.id = keep(&at, m->id);
	it->m.input = memcpy(at, m->input, m->n);
	return it;
}

int
delivery_put(struct delivery *d, const struct handler_message *m, int awaited,
    delivered_cb *cb, void *arg)
{
	struct item *it;
	uint64_t mark = 0;

	if (d->broken || d->n >= DELIVERY_QUEUE_MAX ||
	    d->octets + m->n > DELIVERY_QUEUE_OCTETS)
		return -1;
	it = item_new(m);
	if (it && !d->handler->argv)
		mark = sink_put(d->sink, m->input, m->n);
	if (!it || (!d->handler->argv && !mark)) {
		free(it);
		return -1;
	}
	it->cb = cb;
	it->arg = arg;
	it->mark = mark;
	it->started_by = it->deadline = NEVER;
	if (d->timeout && awaited) {
		it->started_by = clock_mono() + d->timeout / 2;
		it->deadline = clock_mono() + d->timeout;
	}
	it->began = decision_wanted() ? clock_mono() : 0;
	d->n++;
	d->octets += m->n;
	push(&d->waiting, it);
	/* in the next round, so that what comes together goes together */
	loop_timer_now(d->soon);
	return 0;
}

struct delivery_counts
delivery_counts(const struct delivery *d)
{
	struct delivery_counts c = { .under_way = d->n };

	memcpy(c.outcome, d->outcome, sizeof c.outcome);
	return c;
}

int
delivery_idle(const struct delivery *d)
{
	return d->n == 0 && (d->broken || !sink_pending(d->sink));
}

int
delivery_broken(const struct delivery *d)
{
	return d->broken;
}

void
delivery_flush(struct delivery *d)
{
	flush(d);
}
