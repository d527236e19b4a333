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
#include "engine/send/awaited.h"
#include "engine/send/send_priv.h"
#include "smpp/status.h"

enum {
	LOOK = 200,		/* ms between looks into the store */
	STATE_DELIVRD = 2,	/* v3.4, 5.2.28 */
};

/* The message centre waits to hear that a receipt is kept. */
struct waiting {
	struct waiting *next;
	struct lane *lane;
	uint32_t command, seq;
	unsigned long group;	/* of jobs */
	int undone;		/* which was not kept */
};

struct send_receipts {
	struct send *send;
	struct receipt_maker maker;
	struct waiting *waiting;
	int in_memory;		/* the store is our own, and goes with us */
	struct buf record;
	struct awaited awaited;	/* messages without an outcome */
	unsigned long failed;
	unsigned long uncounted;	/* no memory to await them */
	struct given *given;	/* what is due, and not out yet */
	struct loop_watch *look;
	msec end;		/* of waiting; 0: it has not begun */
};

/* A record that is due: taken, kept as taken, put into the sink, gone. */
struct given {
	struct given *next;
	int64_t n;		/* in store/due.h */
	int64_t message;
	unsigned long group;	/* of jobs: it was taken with; and then noted as
				   done with */
	struct buf line;
	uint64_t mark;		/* of the sink; 0: not put yet */
	int done;
	int undone;		/* taken, and that was not kept */
};

void
send_receipts_await(struct send_receipts *r, int64_t number)
{
	if (awaited_add(&r->awaited, number) < 0)
		r->uncounted++;
}

/* The message has its outcome: strike it out, once. */
static void
settle(struct send_receipts *r, int64_t number)
{
	struct store *s = r->send->jobs.store;
	struct store_message m;
	struct diag_err err;

	if (!awaited_has(&r->awaited, number) ||
	    store_message_get(s, number, &m, &err) <= 0 || !m.final)
		return;
	if (m.final != STATE_DELIVRD)
		r->failed++;
	awaited_strike(&r->awaited, number);
}

/* ---- what comes in ---- */

/* The outcome of taking one is known when its group is. */
static void
wait_for_group(struct send_receipts *r, struct lane *lane,
    const struct smpp_event *ev)
{
	struct waiting *w = calloc(1, sizeof *w);

	if (!w) {
		lane_respond(lane, ev->pdu->command, ev->seq,
		    SMPP_RMSGQFUL);
		return;
	}
	*w = (struct waiting){ .next = r->waiting, .lane = lane,
		.command = ev->pdu->command, .seq = ev->seq,
		.group = r->send->jobs.group };
	r->waiting = w;
}

int
send_receipts_take(struct send_receipts *r, struct lane *lane,
    const struct smpp_event *ev)
{
	const struct route *route = lane->route;
	struct jobs *js = &r->send->jobs;
	struct sms_incoming in;
	struct sms_context ctx = { .domain = route->domain,
		.smsc = client_peer(lane->client), .received = ident_time(),
		.view = route->via.view };
	char id[IDENT_SIZE];
	const char *why = NULL;
	struct diag_err err;
	int got = -1;

	sms_incoming_read(ev->pdu, &in);
	if (!in.receipt)
		return 0;
	ident_new(id);
	ctx.id = id;
	buf_reset(&r->record);
	sms_receipt_write(&r->record, &in, &ctx, clock_now());
	if (jobs_open(js) == 0) {
		got = receipt_take(js->store, route->via.view,
		    route->via.account, &in, &r->record, clock_now(), &why,
		    &err);
		if (got < 0)
			jobs_lose(js, &err);
	}
	if (why)
		diag_debug("receipt from %s: %s", in.from, why);
	/* one that is nobody's is somebody else's: in memory it would be lost
	   with us; the centre sends it again, and if it is ours after all, it
	   is known by then */
	if (got == STORE_RECEIPT_TOO_BIG)
		lane_respond(lane, ev->pdu->command, ev->seq,
		    SMPP_RX_P_APPN);
	else if (got < 0 || got == STORE_RECEIPT_FULL ||
	    (got == STORE_RECEIPT_HELD && r->in_memory))
		lane_respond(lane, ev->pdu->command, ev->seq,
		    SMPP_RX_T_APPN);
	else
		wait_for_group(r, lane, ev);
	return 1;
}

/* Keep what was taken, and say so. */
static void
answer(struct send_receipts *r)
{
	struct jobs *js = &r->send->jobs;
	struct waiting *w;

	jobs_commit(js);
	while ((w = r->waiting)) {
		r->waiting = w->next;
		lane_respond(w->lane, w->command, w->seq,
		    w->undone || w->group > js->kept ? SMPP_RX_T_APPN :
		    SMPP_ROK);
		free(w);
	}
}

void
send_receipts_forget(struct send_receipts *r, const struct lane *lane)
{
	struct waiting **at = &r->waiting, *w;

	while ((w = *at)) {
		if (w->lane != lane) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		free(w);
	}
}

/* ---- what goes out ---- */

/* One record that is due.  1, 0: there is none; or -1. */
static int
take_due(struct send_receipts *r, struct diag_err *err)
{
	struct jobs *js = &r->send->jobs;
	struct given *g;
	struct store_due d;
	int rc = store_due_take(js->store, NULL, clock_now(), &d, err);

	if (rc <= 0)
		return rc;
	g = calloc(1, sizeof *g);
	if (!g)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	*g = (struct given){ .next = r->given, .n = d.n, .message = d.message,
		.group = js->group, .line = BUF_INIT };
	r->given = g;
	if (receipt_compose(&r->maker, js->store, &d, err) < 0)
		return -1;
	g->line = r->maker.line;
	r->maker.line = (struct buf)BUF_INIT;
	return 1;
}

/* Those go that are not ours after all, or are out and noted as done. */
static void
tidy(struct send_receipts *r)
{
	struct given **at = &r->given, *g;

	while ((g = *at)) {
		if (!g->undone &&
		    !(g->done && g->group <= r->send->jobs.kept)) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		buf_free(&g->line);
		free(g);
	}
}

void
send_receipts_undone(struct send_receipts *r)
{
	unsigned long group = r->send->jobs.group;
	struct waiting *w;
	struct given *g;

	for (w = r->waiting; w; w = w->next)
		w->undone |= w->group == group;
	for (g = r->given; g; g = g->next) {
		if (g->group != group)
			continue;
		/* what is out is noted with another group */
		g->undone = !g->done;
		g->done = 0;
	}
}

/* What is ours for certain goes into the sink. */
static void
put_all(struct send_receipts *r)
{
	struct sink *sink = r->send->jobs.sink;
	struct given *g;

	for (g = r->given; g; g = g->next) {
		if (g->mark)
			continue;
		g->mark = sink ? sink_put(sink, g->line.p, g->line.len) : 1;
		buf_free(&g->line);
		if (!g->mark)
			r->send->jobs.failed = EX_IOERR;
		settle(r, g->message);
	}
}

void
send_receipts_give(struct send_receipts *r)
{
	struct jobs *js = &r->send->jobs;
	struct diag_err err;
	int rc = 1;

	if (store_due_any(js->store, NULL, clock_now(), &err) > 0 &&
	    !sink_full(r->send->sink) && !r->send->broken &&
	    jobs_open(js) == 0) {
		while (rc > 0)
			rc = take_due(r, &err);
		if (rc < 0)
			jobs_lose(js, &err);
	}
	answer(r);
	tidy(r);
	put_all(r);
}

void
send_receipts_gone_out(struct send_receipts *r)
{
	struct send *s = r->send;
	struct given *g;
	struct diag_err err;

	for (g = r->given; g; g = g->next) {
		if (!g->mark || g->done || (s->jobs.sink &&
		    (s->broken || sink_written(s->sink) < g->mark)))
			continue;
		if (jobs_open(&s->jobs) < 0)
			break;
		if (store_due_done(s->jobs.store, g->n, &err) < 0) {
			jobs_lose(&s->jobs, &err);
			break;
		}
		g->done = 1;
		g->group = s->jobs.group;
	}
	jobs_commit(&s->jobs);
	tidy(r);
}

static void
on_look(void *arg)
{
	struct send_receipts *r = arg;

	loop_timer_at(r->look, clock_mono() + LOOK);
	/* a connection that was lost comes back for them */
	if (r->awaited.left)
		route_wake_all(r->send);
	send_pump(r->send);
}

int
send_receipts_done(struct send_receipts *r)
{
	if (r->send->stopping || r->send->broken)
		return 1;
	if (!r->end)
		r->end = clock_mono() + r->send->o->wait;
	return (r->awaited.left == 0 && !r->given) || clock_mono() >= r->end;
}

void
send_receipts_tally(const struct send_receipts *r, struct outcome_tally *tally)
{
	unsigned long missing = r->awaited.left + r->uncounted, i;

	if (missing)
		diag_status("5.4.7", "no receipt came in time for %lu of what "
		    "was sent", missing);
	if (r->failed)
		diag_status("5.0.0", "%lu of what was sent was not delivered",
		    r->failed);
	for (i = 0; i < missing + r->failed && tally->done; i++) {
		tally->done--;
		if (i < r->failed)
			outcome_permanent(tally, EX_UNAVAILABLE);
		else
			outcome_temporary(tally, EX_UNAVAILABLE);
	}
}

struct send_receipts *
send_receipts_new(struct send *s)
{
	struct send_receipts *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->send = s;
	r->in_memory = s->own_store;
	r->look = loop_timer(s->loop, on_look, r);
	if (!r->look || receipt_maker_init(&r->maker) < 0) {
		send_receipts_free(r);
		return NULL;
	}
	loop_timer_at(r->look, clock_mono() + LOOK);
	return r;
}

void
send_receipts_free(struct send_receipts *r)
{
	struct waiting *w;
	struct given *g;

	if (!r)
		return;
	while ((g = r->given)) {
		r->given = g->next;
		buf_free(&g->line);
		free(g);
	}
	while ((w = r->waiting)) {
		r->waiting = w->next;
		free(w);
	}
	loop_watch_free(r->look);
	receipt_maker_release(&r->maker);
	buf_free(&r->record);
	awaited_release(&r->awaited);
	free(r);
}
