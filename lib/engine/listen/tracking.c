/* Receipts come in, and rounds are kept.  See tracking.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/listen/tracking_priv.h"
#include "engine/state.h"

/* ---- the transaction of a round ---- */

int
tracking_lose(struct tracking *t, const struct diag_err *err)
{
	struct given *g, *next;
	struct waiting *w;

	if (t->open)
		store_rollback(t->store);
	t->open = 0;
	t->lost = 1;
	for (w = t->waiting; w; w = w->next)
		if (w->outcome == OUTCOME_DONE)
			w->outcome = OUTCOME_RETRY;
	for (g = t->given; g; g = next) {
		next = g->next;
		if (!g->ours)
			tracking_given_free(g);
	}
	if (strcmp(t->said, err->text) != 0)
		diag_warn(NULL, "%s", err->text);
	strcpy(t->said, err->text);
	return -1;
}

int
tracking_open(struct tracking *t)
{
	struct diag_err err;

	if (t->open)
		return 0;
	if (t->lost)
		return -1;
	if (store_begin(t->store, &err) < 0)
		return tracking_lose(t, &err);
	t->open = 1;
	return 0;
}

int
tracking_commit(struct tracking *t)
{
	struct diag_err err;

	if (!t->open)
		return t->lost ? -1 : 0;
	state_expire(t->store, t->config);
	if (store_commit(t->store, &err) < 0)
		return tracking_lose(t, &err);
	t->open = 0;
	t->said[0] = '\0';
	return 0;
}

/* Those who wait hear what became of it. */
static void
answer(struct tracking *t)
{
	struct waiting *w, *next;

	w = t->waiting;
	t->waiting = NULL;
	t->last = &t->waiting;
	for (; w; w = next) {
		next = w->next;
		w->cb(w->arg, w->outcome);
		free(w);
	}
}

static void
on_soon(void *arg)
{
	struct tracking *t = arg;
	int kept = tracking_keep(t);

	answer(t);
	if (kept == 0 && !t->stopped && !delivery_broken(t->delivery) &&
	    t->ngiven < TRACKING_AT_ONCE && tracking_take_due(t) == 0)
		tracking_hand_over(t);
	t->lost = 0;
	loop_timer_at(t->look, clock_mono() + TRACKING_LOOK);
}

/* ---- taking ---- */

static enum outcome
take(struct tracking *t, const struct sms_incoming *in, struct buf *record)
{
	const char *why = NULL;
	struct diag_err err;
	int got;

	if (tracking_open(t) < 0)
		return OUTCOME_RETRY;
	got = receipt_take(t->store, t->view, t->account, in, record,
	    clock_now(), &why, &err);
	if (got < 0) {
		tracking_lose(t, &err);
		return OUTCOME_RETRY;
	}
	/* a peer that is told to come again does: said once */
	if (got == STORE_RECEIPT_TOO_BIG ||
	    (got == STORE_RECEIPT_FULL && !t->full))
		diag_warn(NULL, "a receipt from %s is refused: %s", in->from,
		    why);
	else if (why)
		diag_debug("receipt from %s: %s", in->from, why);
	if (got == STORE_RECEIPT_FULL || got == STORE_RECEIPT_HELD)
		t->full = got == STORE_RECEIPT_FULL;
	return got == STORE_RECEIPT_FULL ? OUTCOME_RETRY :
		got == STORE_RECEIPT_TOO_BIG ? OUTCOME_REFUSED : OUTCOME_DONE;
}

int
tracking_take(struct tracking *t, const struct sms_incoming *in,
    struct buf *record, delivered_cb *cb, void *arg)
{
	struct waiting *w = calloc(1, sizeof *w);

	if (!w)
		return -1;
	*w = (struct waiting){ .cb = cb, .arg = arg,
		.outcome = take(t, in, record) };
	*t->last = w;
	t->last = &w->next;
	loop_timer_now(t->soon);
	return 0;
}

void
tracking_stop(struct tracking *t)
{
	t->stopped = 1;
}

int
tracking_idle(const struct tracking *t)
{
	return !t->waiting;
}

void
tracking_options(struct tracking *t, struct config *c,
    const struct config_view *v, const char *domain)
{
	t->config = c;
	t->view = v;
	t->domain = domain;
	sms_account(v, t->account);
	loop_timer_now(t->soon);
}

struct tracking *
tracking_new(struct loop *l, struct store *s, struct delivery *d)
{
	struct tracking *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->store = s;
	t->delivery = d;
	t->last = &t->waiting;
	t->soon = loop_timer(l, on_soon, t);
	t->look = loop_timer(l, on_soon, t);
	if (receipt_maker_init(&t->maker) < 0 || !t->soon || !t->look) {
		tracking_free(t);
		return NULL;
	}
	return t;
}

void
tracking_free(struct tracking *t)
{
	if (!t)
		return;
	t->lost = 0;
	tracking_keep(t);
	while (t->given)
		tracking_given_free(t->given);
	loop_watch_free(t->soon);
	loop_watch_free(t->look);
	receipt_maker_release(&t->maker);
	free(t);
}
