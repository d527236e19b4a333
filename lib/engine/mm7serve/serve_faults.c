/*
 * What goes wrong on purpose, so that clients can be tested: options
 * MM7_Server_Fault_...  See serve_priv.h.
 *
 * The seam to the rest: a request that comes is shown to serve_faults_status(),
 * and what is answered to one goes through serve_faults_answer().
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "engine/mm7serve/serve_priv.h"

/* An answer that is held back. */
struct fault_held {
	struct fault_held *next;
	msec due;
	struct http_exchange *x;
	struct http_answer answer;	/* its strings are in here: */
	struct http_fault fault;
	const char *header;
	struct buf type, headers, body;
};

static const enum option rows[] = {
	MM7_SERVER_FAULT_DELAY, MM7_SERVER_FAULT_STATUS,
	MM7_SERVER_FAULT_RECIPIENTS, MM7_SERVER_FAULT_NO_MESSAGE_ID,
	MM7_SERVER_FAULT_LOSE, MM7_SERVER_FAULT_CUT, MM7_SERVER_FAULT_EMPTY,
	MM7_SERVER_FAULT_CHUNKED, MM7_SERVER_FAULT_LENGTH,
};

/* ---- options ---- */

static int
read_statuses(struct serve_faults *f, const struct config_view *v)
{
	const char *code, *every;
	int64_t n[2];
	size_t i;

	for (i = 0; config_pair(v, MM7_SERVER_FAULT_STATUS, i, &code,
	    &every); i++) {
		if (i == SERVE_FAULTS_MAX ||
		    num_parse(code, 2000, 9999, &n[0]) < 0 ||
		    !every || num_parse(every, 1, INT32_MAX, &n[1]) < 0) {
			diag_warn(NULL, "MM7_Server_Fault_Status: %s: want at "
			    "most %d pairs such as [3000 = 10], of codes from "
			    "2000 to 9999", code, SERVE_FAULTS_MAX);
			return -1;
		}
		f->status[i].code = (int)n[0];
		f->status[i].every = (unsigned)n[1];
	}
	f->nstatuses = i;
	return 0;
}

int
serve_faults_options(struct serve *s, const struct config_view *v)
{
	struct serve_faults f = {
		.delay = config_msec(v, MM7_SERVER_FAULT_DELAY),
		.no_message_id = config_bool(v, MM7_SERVER_FAULT_NO_MESSAGE_ID),
		.lose = (unsigned)config_int(v, MM7_SERVER_FAULT_LOSE),
		.cut = (unsigned)config_int(v, MM7_SERVER_FAULT_CUT),
		.empty = (unsigned)config_int(v, MM7_SERVER_FAULT_EMPTY),
		.wire = {
			.chunked = config_bool(v, MM7_SERVER_FAULT_CHUNKED),
			.length = (long)config_int(v, MM7_SERVER_FAULT_LENGTH),
		},
		.requests = s->faults.requests, .answers = s->faults.answers,
		.held = s->faults.held, .timer = s->faults.timer,
	};

	if (read_statuses(&f, v) < 0)
		return -1;
	daemon_say_faults(v, rows, sizeof rows / sizeof rows[0]);
	s->faults = f;
	return 0;
}

/* ---- what comes ---- */

int
serve_faults_status(struct serve *s)
{
	struct serve_faults *f = &s->faults;
	size_t i;

	f->requests++;
	for (i = 0; i < f->nstatuses; i++)
		if (f->requests % f->status[i].every == 0)
			return f->status[i].code;
	return 0;
}

int
serve_faults_recipient(const struct serve *s, const struct mm7_addr *a)
{
	struct mm7_addr refused = { .kind = a->kind };
	size_t i;

	for (i = 0; (refused.text = config_item(s->d.view,
	    MM7_SERVER_FAULT_RECIPIENTS, i)); i++)
		if (mms_same_address(&refused, a))
			return 1;
	return 0;
}

/* ---- what goes ---- */

static int
is_turn(unsigned long n, unsigned every)
{
	return every && n % every == 0;
}

/* What is wrong with this one; a may be changed. */
static struct http_fault
spoil(struct serve_faults *f, struct http_answer *a)
{
	struct http_fault wrong = f->wire;

	f->answers++;
	if (is_turn(f->answers, f->empty)) {
		a->status = 200;
		a->type = NULL;
		a->nheaders = 0;
		a->n = 0;
	}
	wrong.lost = is_turn(f->answers, f->lose);
	wrong.cut = is_turn(f->answers, f->cut);
	return wrong;
}

static void
set_timer(struct serve_faults *f)
{
	loop_timer_at(f->timer, f->held ? f->held->due : UINT64_MAX);
}

static void
held_free(struct fault_held *h)
{
	buf_free(&h->type);
	buf_free(&h->headers);
	buf_free(&h->body);
	free(h);
}

static void
on_timer(void *arg)
{
	struct serve *s = arg;
	struct serve_faults *f = &s->faults;
	struct fault_held *h;

	while ((h = f->held) && h->due <= clock_mono()) {
		f->held = h->next;
		http_exchange_answer(h->x, &h->answer);
		held_free(h);
	}
	set_timer(f);
}

static struct fault_held *
keep(struct http_exchange *x, const struct http_answer *a,
    const struct http_fault *wrong)
{
	struct fault_held *h = calloc(1, sizeof *h);

	if (!h)
		return NULL;
	h->x = x;
	h->fault = *wrong;
	if (a->type)
		buf_str(&h->type, a->type);
	if (a->nheaders)
		buf_str(&h->headers, a->header[0]);
	buf_add(&h->body, a->body, a->n);
	h->header = buf_cstr(&h->headers);
	h->answer = *a;
	h->answer.type = a->type ? buf_cstr(&h->type) : NULL;
	h->answer.header = &h->header;
	h->answer.body = h->body.p;
	h->answer.fault = &h->fault;
	if (!h->type.err && !h->headers.err && !h->body.err)
		return h;
	held_free(h);
	return NULL;
}

void
serve_faults_answer(struct serve *s, struct http_exchange *x,
    const struct http_answer *answer)
{
	struct serve_faults *f = &s->faults;
	struct http_answer a = *answer;
	struct http_fault wrong = spoil(f, &a);
	struct fault_held *h = f->delay ? keep(x, &a, &wrong) : NULL, **at;

	if (!h) {
		a.fault = &wrong;
		http_exchange_answer(x, &a);
		return;
	}
	h->due = clock_mono() + f->delay;
	for (at = &f->held; *at && (*at)->due <= h->due; at = &(*at)->next)
		;
	h->next = *at;
	*at = h;
	set_timer(f);
}

/* ---- */

int
serve_faults_init(struct serve *s)
{
	s->faults.timer = loop_timer(s->d.loop, on_timer, s);
	return s->faults.timer ? 0 : -1;
}

void
serve_faults_free(struct serve *s)
{
	struct fault_held *h;

	while ((h = s->faults.held)) {
		s->faults.held = h->next;
		held_free(h);
	}
	loop_watch_free(s->faults.timer);
}
