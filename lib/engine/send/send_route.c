/* Which connection a record goes by.  See send_priv.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/send/send_priv.h"
#include "smpp/status.h"

static void
die(struct route *r, int sysexit, const char *reason)
{
	if (r->via.dead)
		return;
	r->via.dead = 1;
	r->via.sysexit = sysexit;
	snprintf(r->via.reason, sizeof r->via.reason, "%s", reason);
}

/* The connection's trouble, in a line that an MTA can put into a bounce. */
static void
say(const struct route *r, const char *what)
{
	uint32_t status = client_status(r->client);
	const char *code = client_sysexit(r->client) == EX_CONFIG ? "4.3.5" :
		"4.4.1";

	diag_status(status ? smpp_status_find(status)->enhanced : code, "%s",
	    what);
}

/* No connection for too long: what waits for it is not sent. */
static void
on_give_up(void *arg)
{
	struct route *r = arg;
	char reason[256];

	snprintf(reason, sizeof reason, "gave up: %.200s",
	    *client_reason(r->client) ? client_reason(r->client) :
	    "no connection");
	say(r, reason);
	die(r, EX_TEMPFAIL, reason);
	client_stop(r->client);
	send_pump(r->send);
}

/* The pace lets the next one go, if throttling has not gone on too long. */
static void
on_resume(void *arg)
{
	struct route *r = arg;
	msec patience = config_msec(r->via.view, GIVE_UP);

	if (patience && r->via.throttled_since &&
	    clock_mono() - r->via.throttled_since >= patience) {
		say(r, "gave up: throttled for too long");
		die(r, EX_TEMPFAIL, "gave up: throttled for too long");
	}
	send_pump(r->send);
}

int
route_ready(struct route *r)
{
	msec due;

	if (!client_session(r->client)) {
		client_wake(r->client);
		return 0;
	}
	due = pace_due(&r->via.pace, r->send->jobs.now);
	if (due > r->send->jobs.now) {
		loop_timer_at(r->resume, due);
		return 0;
	}
	return 1;
}

void
route_respond(struct route *r, uint32_t command, uint32_t seq,
    uint32_t status)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	if (!client_session(r->client))
		return;
	smpp_session_respond(client_session(r->client), &resp, clock_mono());
	conn_output(client_conn(r->client));
}

/* A message from a phone that came to a sender: some receiver shall get it. */
static void
take_pdu(struct route *r, const struct smpp_event *ev)
{
	if (ev->pdu->command != SMPP_DELIVER_SM &&
	    ev->pdu->command != SMPP_DATA_SM)
		return;
	if (r->send->receipts && send_receipts_take(r->send->receipts, r, ev))
		r->answered = 1;
	else
		route_respond(r, ev->pdu->command, ev->seq, SMPP_RX_T_APPN);
}

static void
on_event(struct route *r, const struct smpp_event *ev)
{
	if (ev->type == SMPP_EV_ANSWER) {
		job_answer(&r->send->jobs, ev);
		r->answered = 1;
	} else if (ev->type == SMPP_EV_PDU && client_session(r->client)) {
		take_pdu(r, ev);
	} else if (ev->text) {
		diag_debug("%s: %s", client_peer(r->client), ev->text);
	}
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct route *r = arg;
	msec patience = config_msec(r->via.view, GIVE_UP);

	/* what it did to the records is said before why it ended */
	if (got == CLIENT_GOT_DOWN || got == CLIENT_GOT_DONE)
		jobs_settle(&r->send->jobs);
	switch (got) {
	case CLIENT_GOT_UP:
		r->via.peer = client_peer(c);
		loop_timer_at(r->give_up, UINT64_MAX);
		diag_debug("bound to %s", client_peer(c));
		send_refill(r->send);
		return;
	case CLIENT_GOT_EVENT:
		on_event(r, ev);
		return;
	case CLIENT_GOT_ROUND:
		if (r->answered)
			send_refill(r->send);
		r->answered = 0;
		return;
	case CLIENT_GOT_DOWN:
		if (r->send->receipts)
			send_receipts_forget(r->send->receipts, r);
		if (r->send->jobs.under_way)
			say(r, client_reason(c));
		else
			diag_debug("%s", client_reason(c));
		if (patience && r->send->jobs.under_way)
			loop_timer_at(r->give_up, clock_mono() + patience);
		break;
	case CLIENT_GOT_DONE:
		loop_timer_at(r->give_up, UINT64_MAX);
		if (client_sysexit(c)) {
			say(r, client_reason(c));
			die(r, client_sysexit(c), client_reason(c));
		}
		die(r, 0, "stopped");
		break;
	}
	send_pump(r->send);
}

static void
after_round(struct client *c, void *arg)
{
	struct route *r = arg;

	(void)c;
	send_catch_up(r->send);
}

static void
route_free(struct route *r)
{
	client_free(r->client);
	link_release(&r->link);
	loop_watch_free(r->give_up);
	loop_watch_free(r->resume);
	free(r);
}

static int
connect_route(struct route *r, struct diag_err *err)
{
	struct loop *l = r->send->loop;
	msec patience = config_msec(r->via.view, GIVE_UP);

	if (link_fill(&r->link, r->via.view, r->send->receipts ?
	    SMPP_BIND_TRANSCEIVER : SMPP_BIND_TRANSMITTER, err) < 0)
		return -1;
	/* while receipts are awaited, silence is nothing to end for */
	if (r->send->receipts)
		r->link.params.limits.inactivity_timer = 0;
	r->link.params.on_demand = 1;
	r->link.params.after = after_round;
	r->give_up = loop_timer(l, on_give_up, r);
	r->resume = loop_timer(l, on_resume, r);
	r->client = client_new(l, &r->link.params, on_client, r);
	if (!r->give_up || !r->resume || !r->client)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	if (patience)
		loop_timer_at(r->give_up, clock_mono() + patience);
	return 0;
}

/* smpp-share paces all that goes to it: what remains is that it may have too
   much itself. */
static void
set_pace(struct route *r)
{
	const struct send *s = r->send;
	int64_t rate = link_share(r->via.view) ? 0 :
		config_int(r->via.view, SMPP_MAX_RATE);

	pace_init(&r->via.pace, (double)rate, config_msec(r->via.view,
	    SMPP_ESME_THROTTLED_TIMEOUT), clock_mono());
	r->via.pace.shared = rate && s->jobs.store && !s->own_store;
}

static struct route *
route_new(struct send *s, const char *domain, struct diag_err *err)
{
	struct route *r = calloc(1, sizeof *r);

	if (!r) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	r->send = s;
	r->domain = domain;
	r->via.view = config_view(s->o->config, NULL, domain, NULL);
	r->via.domain = domain;
	sms_account(r->via.view, r->via.account);
	set_pace(r);
	if (!s->o->dry_run && connect_route(r, err) < 0) {
		route_free(r);
		return NULL;
	}
	r->next = s->routes;
	s->routes = r;
	return r;
}

/* The operand decides; without one the record's domain does.  NULL: neither
   does, err is filled. */
static const char *
domain_to_use(const struct send *s, const char *domain, struct diag_err *err)
{
	const char *known;
	size_t i;

	if (s->o->domain)
		return s->o->domain;
	for (i = 0; domain && (known = config_domain(s->o->config, i)); i++)
		if (strcasecmp(known, domain) == 0)
			return known;
	if (domain)
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration", domain);
	else
		diag_err(err, EX_CONFIG, "no domain to send by: neither an "
		    "operand nor a domain in the record");
	return NULL;
}

struct job_via *
route_find(void *arg, const char *domain, struct diag_err *err)
{
	struct send *s = arg;
	const char *name = domain_to_use(s, domain, err);
	struct route *r;

	if (!name)
		return NULL;
	for (r = s->routes; r; r = r->next)
		if (r->domain == name || strcmp(r->domain, name) == 0)
			return &r->via;
	r = route_new(s, name, err);
	return r ? &r->via : NULL;
}

void
route_wake_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->client)
			client_wake(r->client);
}

void
route_stop_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->client)
			client_stop(r->client);
}

void
route_abort_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->client)
			client_abort(r->client);
}

int
route_all_done(const struct send *s)
{
	const struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->client && client_state(r->client) != CLIENT_DONE)
			return 0;
	return 1;
}

void
route_free_all(struct send *s)
{
	struct route *r, *next;

	for (r = s->routes; r; r = next) {
		next = r->next;
		route_free(r);
	}
	s->routes = NULL;
}
