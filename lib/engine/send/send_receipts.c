/*
 * smpp-send -r: receipts for what was sent are taken off the message centre,
 * or out of the store where another process has put them, and waited for.
 * See send_priv.h.
 */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/receipt.h"
#include "engine/send/send_priv.h"
#include "smpp/status.h"

enum {
	LOOK = 200,		/* ms between looks into the store */
	STATE_DELIVRD = 2,	/* v3.4, 5.2.28 */
};

/* The message centre waits to hear that a receipt is kept. */
struct waiting {
	struct waiting *next;
	struct route *route;
	uint32_t command, seq;
	unsigned long group;	/* of jobs */
};

struct receipts {
	struct send *send;
	struct receipt_maker maker;
	struct waiting *waiting;
	struct buf record;
	int64_t *awaited;	/* messages without an outcome, ascending */
	size_t n, room;
	unsigned long delivered, failed;
	struct loop_watch *look;
	msec end;		/* of waiting; 0: it has not begun */
};

/* ---- which are awaited ---- */

/* Where number stands, or would. */
static size_t
place(const struct receipts *r, int64_t number)
{
	size_t low = 0, high = r->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->awaited[mid] < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
receipts_await(struct receipts *r, int64_t number)
{
	size_t at = place(r, number), room = r->room ? 2 * r->room : 64;
	int64_t *more;

	if (r->n == r->room) {
		more = realloc(r->awaited, room * sizeof *more);
		if (!more) {
			diag_warn(NULL, "no memory to wait for a receipt");
			return;
		}
		r->awaited = more;
		r->room = room;
	}
	if (at < r->n && r->awaited[at] == number)
		return;
	memmove(r->awaited + at + 1, r->awaited + at,
	    (r->n - at) * sizeof *r->awaited);
	r->awaited[at] = number;
	r->n++;
}

/* The message has its outcome: count it, once. */
static void
settle(struct receipts *r, int64_t number)
{
	struct store *s = r->send->jobs.store;
	size_t at = place(r, number);
	struct store_message m;
	struct diag_err err;

	if (at == r->n || r->awaited[at] != number ||
	    store_message_get(s, number, &m, &err) <= 0 || !m.final)
		return;
	if (m.final == STATE_DELIVRD)
		r->delivered++;
	else
		r->failed++;
	memmove(r->awaited + at, r->awaited + at + 1,
	    (r->n - at - 1) * sizeof *r->awaited);
	r->n--;
}

/* ---- what comes in ---- */

/* The outcome of taking one is known when its group is. */
static void
wait_for_group(struct receipts *r, struct route *route,
    const struct smpp_event *ev)
{
	struct waiting *w = calloc(1, sizeof *w);

	if (!w) {
		route_respond(route, ev->pdu->command, ev->seq,
		    SMPP_RMSGQFUL);
		return;
	}
	*w = (struct waiting){ .next = r->waiting, .route = route,
		.command = ev->pdu->command, .seq = ev->seq,
		.group = r->send->jobs.group };
	r->waiting = w;
}

int
receipts_take(struct receipts *r, struct route *route,
    const struct smpp_event *ev)
{
	struct jobs *js = &r->send->jobs;
	struct sms_incoming in;
	struct sms_context ctx = { .domain = route->domain,
		.smsc = client_peer(route->client), .received = ident_time(),
		.view = route->via.view };
	char id[IDENT_SIZE];
	const char *why = NULL;
	struct diag_err err;

	sms_incoming_read(ev->pdu, &in);
	if (!in.receipt)
		return 0;
	ident_new(id);
	ctx.id = id;
	buf_reset(&r->record);
	sms_receipt_write(&r->record, &in, &ctx, clock_now());
	if (jobs_open(js) < 0 || receipt_take(js->store, route->via.view,
	    route->via.account, &in, &r->record, clock_now(), &why,
	    &err) < 0) {
		route_respond(route, ev->pdu->command, ev->seq,
		    SMPP_RX_T_APPN);
		return 1;
	}
	if (why)
		diag_debug("receipt from %s: %s", in.from, why);
	wait_for_group(r, route, ev);
	return 1;
}

void
receipts_answer(struct receipts *r)
{
	struct jobs *js = &r->send->jobs;
	struct waiting *w;

	jobs_commit(js);
	while ((w = r->waiting)) {
		r->waiting = w->next;
		route_respond(w->route, w->command, w->seq,
		    w->group <= js->kept ? SMPP_ROK : SMPP_RX_T_APPN);
		free(w);
	}
}

void
receipts_forget(struct receipts *r, const struct route *route)
{
	struct waiting **at = &r->waiting, *w;

	while ((w = *at)) {
		if (w->route != route) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		free(w);
	}
}

/* ---- what goes out ---- */

/* One record that is due goes to the sink.  1, 0: none is there; or -1. */
static int
give(struct receipts *r, struct diag_err *err)
{
	struct send *s = r->send;
	struct store_due d;
	int64_t n, message;
	int rc;

	if (jobs_open(&s->jobs) < 0)
		return 0;
	rc = store_due_take(s->jobs.store, NULL, clock_now(), &d, err);
	if (rc <= 0)
		return rc;
	n = d.n;
	message = d.message;
	if (receipt_compose(&r->maker, s->jobs.store, &d, err) < 0)
		return -1;
	if (s->jobs.sink && !sink_put(s->jobs.sink, r->maker.line.p,
	    r->maker.line.len))
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	settle(r, message);
	return store_due_done(s->jobs.store, n, err) < 0 ? -1 : 1;
}

void
receipts_give(struct receipts *r)
{
	struct diag_err err;
	int rc = 1;

	while (rc > 0 && !sink_full(r->send->sink) && !r->send->broken)
		rc = give(r, &err);
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	receipts_answer(r);
}

static void
on_look(void *arg)
{
	struct receipts *r = arg;

	loop_timer_at(r->look, clock_mono() + LOOK);
	/* a connection that was lost comes back for them */
	if (r->n)
		route_wake_all(r->send);
	send_pump(r->send);
}

int
receipts_done(struct receipts *r)
{
	if (r->send->stopping || r->send->broken)
		return 1;
	if (!r->end)
		r->end = clock_mono() + r->send->o->wait;
	return r->n == 0 || clock_mono() >= r->end;
}

void
receipts_tally(const struct receipts *r, struct outcome_tally *tally)
{
	unsigned long i;

	if (r->n)
		diag_status("5.4.7", "no receipt came for %zu messages: they "
		    "were sent", r->n);
	if (r->failed)
		diag_status("5.0.0", "%lu messages were not delivered",
		    r->failed);
	for (i = 0; i < r->n + r->failed && tally->done; i++) {
		tally->done--;
		if (i < r->failed)
			outcome_permanent(tally, EX_UNAVAILABLE);
		else
			outcome_temporary(tally, EX_UNAVAILABLE);
	}
}

struct receipts *
receipts_new(struct send *s)
{
	struct receipts *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->send = s;
	r->look = loop_timer(s->loop, on_look, r);
	if (!r->look || receipt_maker_init(&r->maker) < 0) {
		receipts_free(r);
		return NULL;
	}
	loop_timer_at(r->look, clock_mono() + LOOK);
	return r;
}

void
receipts_free(struct receipts *r)
{
	struct waiting *w;

	if (!r)
		return;
	while ((w = r->waiting)) {
		r->waiting = w->next;
		free(w);
	}
	loop_watch_free(r->look);
	receipt_maker_release(&r->maker);
	buf_free(&r->record);
	free(r->awaited);
	free(r);
}
