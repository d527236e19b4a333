/* What is due goes out.  See tracking.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/listen/tracking_priv.h"
#include "store/message.h"

/* ---- what was given out ---- */

void
tracking_given_free(struct given *g)
{
	*g->at = g->next;
	if (g->next)
		g->next->at = g->at;
	g->t->ngiven--;
	buf_free(&g->line);
	free(g);
}

static int64_t
wait_for(unsigned tries)
{
	int64_t wait = TRACKING_WAIT;

	while (tries-- && wait < TRACKING_WAIT_MAX)
		wait *= 2;
	return wait < TRACKING_WAIT_MAX ? wait : TRACKING_WAIT_MAX;
}

static void
end(struct given *g, enum outcome outcome)
{
	g->ended = 1;
	g->outcome = outcome;
}

/* The handler or the sink has it, or does not. */
static void
on_given(void *arg, enum outcome outcome)
{
	struct given *g = arg;
	struct tracking *t = g->t;

	/* while the delivery is being freed nothing is decided: it stays ours
	   until we are gone, and then is another's */
	if (t->stopped && outcome == OUTCOME_RETRY) {
		tracking_given_free(g);
		return;
	}
	end(g, outcome);
	loop_timer_now(t->soon);
}

static int
note(struct tracking *t, const struct given *g)
{
	struct diag_err err;
	int rc;

	if (tracking_open(t) < 0)
		return -1;
	rc = g->outcome == OUTCOME_RETRY ? store_due_later(t->store, g->n,
	    clock_now() + wait_for(g->tries), &err) :
	    store_due_done(t->store, g->n, &err);
	return rc < 0 ? tracking_lose(t, &err) : 0;
}

/*
 * What came in is kept, and what became of that which went out: what the store
 * did not take of the latter is noted with the next round, lest it go out again.
 */
int
tracking_keep(struct tracking *t)
{
	struct given *g, *next;

	for (g = t->given; g; g = g->next)
		if (g->ended && note(t, g) < 0)
			return -1;
	if (tracking_commit(t) < 0)
		return -1;
	for (g = t->given; g; g = next) {
		next = g->next;
		if (g->ended)
			tracking_given_free(g);
	}
	return 0;
}

/* ---- giving out ---- */

static struct given *
given_new(struct tracking *t, const struct store_due *d)
{
	struct given *g = calloc(1, sizeof *g);

	if (!g)
		return NULL;
	*g = (struct given){ .t = t, .n = d->n, .tries = d->tries,
		.next = t->given, .at = &t->given };
	if (g->next)
		g->next->at = &g->next;
	t->given = g;
	t->ngiven++;
	return g;
}

/* A record that is due is made whole. */
static int
prepare(struct tracking *t, const struct store_due *d)
{
	struct given *g = given_new(t, d);
	struct diag_err err;

	if (!g) {
		diag_err(&err, EX_TEMPFAIL, "out of memory");
		return tracking_lose(t, &err);
	}
	if (receipt_compose(&t->maker, t->store, d, &err) < 0) {
		diag_warn(NULL, "%s", err.text);
		end(g, OUTCOME_RETRY);
		return 0;
	}
	g->line = t->maker.line;
	t->maker.line = (struct buf)BUF_INIT;
	strcpy(g->id, t->maker.id);
	strcpy(g->from, t->maker.from);
	strcpy(g->to, t->maker.to);
	return 0;
}

/* Messages whose receipts are late become due. */
static int
find_overdue(struct tracking *t, int64_t now, struct diag_err *err)
{
	struct store_message m;
	struct buf b = BUF_INIT;
	int64_t number;
	int rc = 1, n;

	for (n = 0; n < TRACKING_AT_ONCE; n++) {
		rc = store_message_overdue(t->store, t->account, now, &m, err);
		if (rc <= 0)
			break;
		number = m.n;
		buf_reset(&b);
		if (receipt_overdue(&b, &m, t->domain, now) < 0) {
			rc = diag_no_memory(err);
			break;
		}
		diag_info("%s: no receipt came in time", m.id);
		if (store_event_put(t->store, m.id, now, "overdue", NULL,
		    err) < 0 || store_due_put(t->store, t->account, number,
		    buf_cstr(&b), now, now, err) < 0) {
			rc = -1;
			break;
		}
	}
	buf_free(&b);
	return rc < 0 ? -1 : 0;
}

/* Take what is due into our hands.  0, or -1: it has failed, and is said. */
int
tracking_take_due(struct tracking *t)
{
	int64_t now = clock_now();
	struct store_due d;
	struct diag_err err;
	int rc = store_due_any(t->store, t->account, now, &err);

	/* mostly there is none, which costs no transaction */
	if (rc <= 0)
		return rc < 0 ? tracking_lose(t, &err) : 0;
	if (tracking_open(t) < 0)
		return -1;
	rc = find_overdue(t, now, &err);
	while (rc >= 0 && t->ngiven < TRACKING_AT_ONCE) {
		rc = store_due_take(t->store, t->account, now, &d, &err);
		if (rc <= 0)
			break;
		if (prepare(t, &d) < 0)
			return -1;
	}
	return rc < 0 ? tracking_lose(t, &err) : tracking_commit(t);
}

static void
hand_over(struct tracking *t, struct given *g)
{
	const char *to = g->to;
	struct handler_message m = { .input = g->line.p, .n = g->line.len,
		.sender = g->from, .recipients = &to, .nrecipients = 1,
		.id = g->id };

	g->ours = 1;
	if (!g->ended && delivery_put(t->delivery, &m, 0, on_given, g) < 0)
		end(g, OUTCOME_RETRY);
	buf_free(&g->line);
}

/* The oldest first: it is the last of the list. */
void
tracking_hand_over(struct tracking *t)
{
	struct given *g, *first[TRACKING_AT_ONCE];
	unsigned n = 0;

	for (g = t->given; g && n < TRACKING_AT_ONCE; g = g->next)
		if (!g->ours)
			first[n++] = g;
	while (n)
		hand_over(t, first[--n]);
}
