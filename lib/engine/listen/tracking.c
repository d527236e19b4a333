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

/* A record that is ours to give out. */
struct given {
	struct given *next, **at;
	struct tracking *t;
	int64_t n;		/* in store/due.h */
	unsigned tries;
	int ours;		/* the store has kept that it is; only then it goes
				   out: a record of a transaction that fails is
				   anybody's again */
	int ended;		/* with this outcome, which the store is to keep */
	enum outcome outcome;
	struct buf line;
	char id[SMS_MESSAGE_ID_MAX], from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];
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
	int lost;		/* the round's has failed: no other is tried in it,
				   since each may have to wait for the store */
	int stopped;
	struct receipt_maker maker;
	struct loop_watch *soon;	/* keep what was changed, and look */
	struct loop_watch *look;
	char said[256];			/* the store's last trouble */
};

/* ---- the transaction of a round ---- */

static void
given_free(struct given *g)
{
	*g->at = g->next;
	if (g->next)
		g->next->at = g->at;
	g->t->ngiven--;
	buf_free(&g->line);
	free(g);
}

static int
lose(struct tracking *t, const struct diag_err *err)
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
			given_free(g);
	}
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
	if (t->lost)
		return -1;
	if (store_begin(t->store, &err) < 0)
		return lose(t, &err);
	t->open = 1;
	return 0;
}

static int
commit(struct tracking *t)
{
	struct diag_err err;

	if (!t->open)
		return t->lost ? -1 : 0;
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

/* ---- what was given out ---- */

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
		given_free(g);
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

	if (open_round(t) < 0)
		return -1;
	rc = g->outcome == OUTCOME_RETRY ? store_due_later(t->store, g->n,
	    clock_now() + wait_for(g->tries), &err) :
	    store_due_done(t->store, g->n, &err);
	return rc < 0 ? lose(t, &err) : 0;
}

/*
 * What came in is kept, and what became of that which went out: what the store
 * did not take of the latter is noted with the next round, lest it go out again.
 */
static int
keep_round(struct tracking *t)
{
	struct given *g, *next;

	for (g = t->given; g; g = g->next)
		if (g->ended && note(t, g) < 0)
			return -1;
	if (commit(t) < 0)
		return -1;
	for (g = t->given; g; g = next) {
		next = g->next;
		if (g->ended)
			given_free(g);
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
		return lose(t, &err);
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

/* Take what is due into our hands.  0, or -1: it has failed, and is said. */
static int
take_due(struct tracking *t)
{
	int64_t now = clock_now();
	struct store_due d;
	struct diag_err err;
	int rc = store_due_any(t->store, t->account, now, &err);

	/* mostly there is none, which costs no transaction */
	if (rc <= 0)
		return rc < 0 ? lose(t, &err) : 0;
	if (open_round(t) < 0)
		return -1;
	rc = find_overdue(t, now, &err);
	while (rc >= 0 && t->ngiven < TRACKING_AT_ONCE) {
		rc = store_due_take(t->store, t->account, now, &d, &err);
		if (rc <= 0)
			break;
		if (prepare(t, &d) < 0)
			return -1;
	}
	return rc < 0 ? lose(t, &err) : commit(t);
}

static void
hand_over(struct tracking *t, struct given *g)
{
	const char *to = g->to;
	struct handler_message m = { .input = g->line.p, .n = g->line.len,
		.sender = g->from, .recipients = &to, .nrecipients = 1,
		.id = g->id };

	g->ours = 1;
	if (!g->ended && delivery_put(t->delivery, &m, on_given, g) < 0)
		end(g, OUTCOME_RETRY);
	buf_free(&g->line);
}

/* The oldest first: it is the last of the list. */
static void
hand_over_all(struct tracking *t)
{
	struct given *g, *first[TRACKING_AT_ONCE];
	unsigned n = 0;

	for (g = t->given; g && n < TRACKING_AT_ONCE; g = g->next)
		if (!g->ours)
			first[n++] = g;
	while (n)
		hand_over(t, first[--n]);
}

static void
on_soon(void *arg)
{
	struct tracking *t = arg;
	int kept = keep_round(t);

	answer(t);
	if (kept == 0 && !t->stopped && !delivery_broken(t->delivery) &&
	    t->ngiven < TRACKING_AT_ONCE && take_due(t) == 0)
		hand_over_all(t);
	t->lost = 0;
	loop_timer_at(t->look, clock_mono() + TRACKING_LOOK);
}

/* ---- taking ---- */

static enum outcome
take(struct tracking *t, const struct sms_incoming *in, struct buf *record)
{
	const char *why = NULL;
	struct diag_err err;

	if (record->len > STORE_RECORD_MAX) {
		diag_warn(NULL, "a receipt from %s is refused: its record has "
		    "more than %d octets", in->from, STORE_RECORD_MAX);
		return OUTCOME_REFUSED;
	}
	if (open_round(t) < 0)
		return OUTCOME_RETRY;
	if (receipt_take(t->store, t->view, t->account, in, record,
	    clock_now(), &why, &err) < 0) {
		lose(t, &err);
		return OUTCOME_RETRY;
	}
	if (why)
		diag_debug("receipt from %s: %s", in->from, why);
	return OUTCOME_DONE;
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
	t->lost = 0;
	keep_round(t);
	while (t->given)
		given_free(t->given);
	loop_watch_free(t->soon);
	loop_watch_free(t->look);
	receipt_maker_release(&t->maker);
	free(t);
}
