/*
 * What our server does wrong on purpose, so that clients can be tested: options
 * SMPP_Server_Fault_...  See server.h.
 *
 * The seam to the rest: a message that comes is shown to faults_status(), its
 * answer goes through faults_respond(), and faults_drop() may end a session.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/num.h"
#include "engine/server/server.h"
#include "smpp/status.h"

enum {
	BEHIND = 100,		/* ms that an answer comes behind its receipt */
	TURN_WAIT = 1000,	/* ms until answers are given that wait for more
				   to be out of order with */
};

/* An answer that is held back. */
struct fault_held {
	struct fault_held *next;
	msec due;
	struct smpp_pdu resp;
	char message_id[IDENT_SIZE];
	uint8_t unsuccess[];
};

static const enum option rows[] = {
	SMPP_SERVER_FAULT_DELAY, SMPP_SERVER_FAULT_STATUS,
	SMPP_SERVER_FAULT_DROP, SMPP_SERVER_FAULT_LOSE,
	SMPP_SERVER_FAULT_REORDER, SMPP_SERVER_FAULT_SINGLE_BIND,
	SMPP_SERVER_FAULT_RECEIPT_FIRST, SMPP_SERVER_FAULT_OCTETS,
};

/* ---- options ---- */

static int
parse_status(const char *name, uint32_t *status)
{
	const struct smpp_status_def *d = smpp_status_by_name(name);
	int64_t n;

	if (!d && num_parse(name, 1, UINT32_MAX, &n) < 0)
		return -1;
	*status = d ? d->status : (uint32_t)n;
	return *status ? 0 : -1;
}

static int
read_statuses(struct faults *f, const struct config_view *v)
{
	const char *name, *every;
	int64_t n;
	size_t i;

	for (i = 0; config_pair(v, SMPP_SERVER_FAULT_STATUS, i, &name,
	    &every); i++) {
		if (i == FAULT_STATUSES_MAX || !every ||
		    num_parse(every, 1, INT32_MAX, &n) < 0) {
			diag_warn(NULL, "SMPP_Server_Fault_Status: %s: want at "
			    "most %d pairs such as [ESME_RMSGQFUL = 10]", name,
			    FAULT_STATUSES_MAX);
			return -1;
		}
		if (parse_status(name, &f->status[i].status) < 0) {
			diag_warn(NULL, "SMPP_Server_Fault_Status: %s: no "
			    "status has that name: want one such as "
			    "ESME_RMSGQFUL, or a number", name);
			return -1;
		}
		f->status[i].every = (unsigned)n;
	}
	f->nstatuses = i;
	return 0;
}

int
faults_options(struct server *s, const struct config_view *v)
{
	struct faults f = {
		.delay = config_msec(v, SMPP_SERVER_FAULT_DELAY),
		.drop = (unsigned)config_int(v, SMPP_SERVER_FAULT_DROP),
		.lose = (unsigned)config_int(v, SMPP_SERVER_FAULT_LOSE),
		.reorder = (unsigned)config_int(v, SMPP_SERVER_FAULT_REORDER),
		.single_bind = config_bool(v, SMPP_SERVER_FAULT_SINGLE_BIND),
		.receipt_first =
			config_bool(v, SMPP_SERVER_FAULT_RECEIPT_FIRST),
		.octets = config_bool(v, SMPP_SERVER_FAULT_OCTETS),
		.messages = s->faults.messages, .answers = s->faults.answers,
		.timer = s->faults.timer,
	};

	if (read_statuses(&f, v) < 0)
		return -1;
	f.on = f.delay || f.nstatuses || f.drop || f.lose || f.reorder ||
		f.receipt_first;
	if (f.on || f.single_bind || f.octets)
		daemon_say_faults(v, rows, sizeof rows / sizeof rows[0]);
	s->faults = f;
	return 0;
}

/* ---- what comes ---- */

uint32_t
faults_status(struct session *s)
{
	struct faults *f = &s->server->faults;
	size_t i;

	f->messages++;
	s->messages++;
	for (i = 0; i < f->nstatuses; i++)
		if (f->messages % f->status[i].every == 0)
			return f->status[i].status;
	return SMPP_ROK;
}

int
faults_drop(const struct session *s)
{
	unsigned drop = s->server->faults.drop;

	return drop && s->messages >= drop;
}

/* ---- what goes ---- */

static struct fault_held *
keep(const struct smpp_pdu *resp)
{
	struct fault_held *h = malloc(sizeof *h + resp->unsuccess.n);

	if (!h)
		return NULL;
	h->next = NULL;
	h->resp = *resp;
	if (resp->message_id) {
		snprintf(h->message_id, sizeof h->message_id, "%s",
		    resp->message_id);
		h->resp.message_id = h->message_id;
	}
	if (resp->unsuccess.n)
		memcpy(h->unsuccess, resp->unsuccess.p, resp->unsuccess.n);
	h->resp.unsuccess.p = h->unsuccess;
	return h;
}

static void
give(struct session *s, struct fault_held *h)
{
	smpp_session_respond(conn_session(s->peer.conn), &h->resp,
	    clock_mono());
	conn_kick(s->peer.conn);
	free(h);
}

/* Now, or after the delay. */
static void
give_late(struct session *s, struct fault_held *h)
{
	const struct faults *f = &s->server->faults;
	msec wait = f->delay + (f->receipt_first ? BEHIND : 0);

	if (!wait) {
		give(s, h);
		return;
	}
	h->due = clock_mono() + wait;
	h->next = NULL;
	if (s->held)
		s->held_last->next = h;
	else
		s->held = h;
	s->held_last = h;
}

static void
give_turned(struct session *s)
{
	struct fault_held *h;

	while ((h = s->turned)) {
		s->turned = h->next;
		give_late(s, h);
	}
	s->nturned = 0;
}

/* The first that is due, of all sessions. */
static void
set_timer(struct server *server)
{
	const struct session *s;
	msec first = UINT64_MAX;

	for (s = server->sessions; s; s = s->next) {
		if (s->held && s->held->due < first)
			first = s->held->due;
		if (s->turned && s->turned_due < first)
			first = s->turned_due;
	}
	loop_timer_at(server->faults.timer, first);
}

static void
on_timer(void *arg)
{
	struct server *server = arg;
	struct fault_held *h;
	struct session *s;
	msec now = clock_mono();

	for (s = server->sessions; s; s = s->next) {
		if (s->turned && s->turned_due <= now)
			give_turned(s);
		while ((h = s->held) && h->due <= now) {
			s->held = h->next;
			give(s, h);
		}
	}
	set_timer(server);
}

void
faults_respond(struct session *s, const struct smpp_pdu *resp)
{
	struct faults *f = &s->server->faults;
	struct fault_held *h;

	f->answers++;
	if (f->lose && f->answers % f->lose == 0) {
		diag_debug("%s: an answer is lost on purpose",
		    conn_peer(s->peer.conn));
		return;
	}
	h = keep(resp);
	if (!h)
		return;
	if (!f->reorder) {
		give_late(s, h);
	} else {
		if (!s->turned)
			s->turned_due = clock_mono() + TURN_WAIT;
		h->next = s->turned;
		s->turned = h;
		if (++s->nturned >= f->reorder)
			give_turned(s);
	}
	set_timer(s->server);
}

void
faults_release(struct session *s)
{
	struct fault_held *h;

	while ((h = s->held)) {
		s->held = h->next;
		give(s, h);
	}
	while ((h = s->turned)) {
		s->turned = h->next;
		give(s, h);
	}
	s->nturned = 0;
}

static void
forget(struct fault_held *h)
{
	struct fault_held *next;

	for (; h; h = next) {
		next = h->next;
		free(h);
	}
}

void
faults_forget(struct session *s)
{
	forget(s->held);
	forget(s->turned);
	s->held = s->turned = NULL;
}

int
faults_init(struct server *s)
{
	s->faults.timer = loop_timer(s->d.loop, on_timer, s);
	return s->faults.timer ? 0 : -1;
}
