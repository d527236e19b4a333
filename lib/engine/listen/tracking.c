#include "engine/listen/tracking.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/receipt.h"
#include "engine/state.h"
#include "gateway/sms/account.h"
#include "store/due.h"
#include "store/message.h"

/* A receipt's sender waits to hear that it is kept. */
struct waiting {
	struct waiting *next;
	delivered_cb *cb;
	void *arg;
	enum outcome outcome;
};

/* A record in the delivery's hands. */
struct given {
	struct given *next, **at;
	struct tracking *t;
	int64_t n;		/* in store/due.h */
	unsigned tries;
};

struct tracking {
	struct store *store;
	struct delivery *delivery;
	struct config *config;
	const struct config_view *view;
	const char *domain;
	char account[SMS_ACCOUNT_MAX];
	struct waiting *waiting, **last;
	struct given *given;
	unsigned ngiven;
	int open;		/* a transaction */
	int stopped;
	struct receipt_maker maker;
	struct loop_watch *soon;	/* keep what was changed, and look */
	struct loop_watch *look;
	char said[256];			/* the store's last trouble */
};

/* ---- the transaction of a round ---- */

static int
lose(struct tracking *t, const struct diag_err *err)
{
	struct waiting *w;

	if (t->open)
		store_rollback(t->store);
	t->open = 0;
	for (w = t->waiting; w; w = w->next)
		w->outcome = OUTCOME_RETRY;
	if (strcmp(t->said, err->text) != 0)
		diag_warn(NULL, "%s", err->text);
	strcpy(t->said, err->text);
	return -1;
}

static int
open_round(struct tracking *t)
{
	struct diag_err err;

	if (t->open)
		return 0;
	if (store_begin(t->store, &err) < 0)
		return lose(t, &err);
	t->open = 1;
	loop_timer_now(t->soon);
	return 0;
}

static int
commit(struct tracking *t)
{
	struct diag_err err;

	if (!t->open)
		return 0;
	state_expire(t->store, t->config);
	if (store_commit(t->store, &err) < 0)
		return lose(t, &err);
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

/* ---- giving out ---- */

static void
given_free(struct given *g)
{
	*g->at = g->next;
	if (g->next)
		g->next->at = g->at;
	g->t->ngiven--;
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

/* The handler or the sink has it, or does not. */
static void
on_given(void *arg, enum outcome outcome)
{
	struct given *g = arg;
	struct tracking *t = g->t;
	struct diag_err err;
	int rc;

	/* while the delivery is being freed nothing is decided: it stays ours
	   until we are gone, and then is another's */
	if (!t->stopped || outcome != OUTCOME_RETRY) {
		rc = open_round(t);
		if (!rc)
			rc = outcome == OUTCOME_RETRY ?
				store_due_later(t->store, g->n, clock_now() +
				wait_for(g->tries), &err) :
				store_due_done(t->store, g->n, &err);
		if (rc < 0 && t->open)
			lose(t, &err);
	}
	given_free(g);
	loop_timer_now(t->soon);
}

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

/* A record that is in our hands goes to the delivery.  0, or -1: not now. */
static int
give(struct tracking *t, const struct store_due *d, struct diag_err *err)
{
	struct given *g = given_new(t, d);
	const char *to = t->maker.to;
	struct handler_message m;

	if (g && receipt_compose(&t->maker, t->store, d, err) == 0) {
		m = (struct handler_message){
			.input = t->maker.line.p, .n = t->maker.line.len,
			.sender = t->maker.from, .recipients = &to,
			.nrecipients = 1, .id = t->maker.id,
		};
		if (delivery_put(t->delivery, &m, on_given, g) == 0)
			return 0;
	}
	if (g)
		given_free(g);
	return store_due_later(t->store, d->n, clock_now() + TRACKING_WAIT,
	    err) < 0 ? lose(t, err) : -1;
}

/* Messages whose receipts are late become due. */
static int
find_overdue(struct tracking *t, int64_t now, struct diag_err *err)
{
	struct store_message m;
	struct buf b = BUF_INIT;
	int64_t number;
	int rc;

	while ((rc = store_message_overdue(t->store, t->account, now, &m,
	    err)) > 0) {
		number = m.n;
		buf_reset(&b);
		if (receipt_overdue(&b, &m, t->domain, now) < 0) {
			rc = diag_err(err, EX_TEMPFAIL, "out of memory");
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

static void
pump(struct tracking *t)
{
	int64_t now = clock_now();
	struct store_due d;
	struct diag_err err;
	int rc;

	if (t->stopped || delivery_broken(t->delivery) || open_round(t) < 0)
		return;
	rc = find_overdue(t, now, &err);
	while (rc >= 0 && t->ngiven < TRACKING_AT_ONCE) {
		rc = store_due_take(t->store, t->account, now, &d, &err);
		if (rc <= 0)
			break;
		if (give(t, &d, &err) < 0)
			return;
	}
	if (rc < 0)
		lose(t, &err);
}

/* What came in this round is kept and acknowledged, and then given out. */
static void
on_soon(void *arg)
{
	struct tracking *t = arg;

	commit(t);
	answer(t);
	pump(t);
	commit(t);
	loop_timer_at(t->look, clock_mono() + TRACKING_LOOK);
}

/* ---- taking ---- */

int
tracking_take(struct tracking *t, const struct sms_incoming *in,
    struct buf *record, delivered_cb *cb, void *arg)
{
	struct waiting *w = calloc(1, sizeof *w);
	const char *why = NULL;
	struct diag_err err;
	int got = -1;

	if (!w)
		return -1;
	if (open_round(t) == 0) {
		got = receipt_take(t->store, t->view, t->account, in, record,
		    clock_now(), &why, &err);
		if (got < 0)
			lose(t, &err);
	}
	if (why)
		diag_debug("receipt from %s: %s", in->from, why);
	*w = (struct waiting){ .cb = cb, .arg = arg,
		.outcome = got < 0 ? OUTCOME_RETRY : OUTCOME_DONE };
	*t->last = w;
	t->last = &w->next;
	loop_timer_now(t->soon);
	return 0;
}

void
tracking_commit(struct tracking *t)
{
	commit(t);
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
	commit(t);
	while (t->given)
		given_free(t->given);
	loop_watch_free(t->soon);
	loop_watch_free(t->look);
	receipt_maker_release(&t->maker);
	free(t);
}
