/* Which connection a record goes by.  See send_priv.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/send_priv.h"
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

/* No connection for too long: what waits for it is not sent. */
static void
on_give_up(void *arg)
{
	struct route *r = arg;
	char reason[256];

	snprintf(reason, sizeof reason, "gave up: %.200s",
	    *client_reason(r->client) ? client_reason(r->client) :
	    "no connection");
	diag_warn(NULL, "%s", reason);
	die(r, EX_TEMPFAIL, reason);
	client_stop(r->client);
	send_pump(r->send);
}

/* A message for a phone that came to a sender: some receiver shall get it. */
static void
refuse(struct route *r, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq,
		.status = SMPP_RX_T_APPN };

	if (ev->pdu->command != SMPP_DELIVER_SM &&
	    ev->pdu->command != SMPP_DATA_SM)
		return;
	smpp_session_respond(client_session(r->client), &resp, clock_mono());
}

static void
on_event(struct route *r, const struct smpp_event *ev)
{
	if (ev->type == SMPP_EV_ANSWER)
		job_answer(&r->send->jobs, ev);
	else if (ev->type == SMPP_EV_PDU && client_session(r->client))
		refuse(r, ev);
	else if (ev->text)
		diag_debug("%s: %s", client_peer(r->client), ev->text);
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct route *r = arg;
	msec patience = config_msec(r->via.view, GIVE_UP);

	switch (got) {
	case CLIENT_GOT_UP:
		r->via.peer = client_peer(c);
		loop_timer_at(r->give_up, UINT64_MAX);
		diag_debug("bound to %s", client_peer(c));
		break;
	case CLIENT_GOT_EVENT:
		on_event(r, ev);
		return;
	case CLIENT_GOT_ROUND:
		break;
	case CLIENT_GOT_DOWN:
		diag_warn(NULL, "%s", client_reason(c));
		if (patience)
			loop_timer_at(r->give_up, clock_mono() + patience);
		break;
	case CLIENT_GOT_DONE:
		loop_timer_at(r->give_up, UINT64_MAX);
		if (client_sysexit(c)) {
			diag_warn(NULL, "%s", client_reason(c));
			die(r, client_sysexit(c), client_reason(c));
		}
		die(r, 0, "stopped");
		break;
	}
	send_pump(r->send);
}

static struct route *
route_new(struct send *s, const char *domain, struct diag_err *err)
{
	const struct config_view *v = config_view(s->o->config, NULL, domain,
	    NULL);
	msec patience = config_msec(v, GIVE_UP);
	struct route *r = calloc(1, sizeof *r);

	if (!r) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	r->send = s;
	r->domain = domain;
	r->via.view = v;
	if (!s->o->dry_run) {
		if (link_fill(&r->link, v, SMPP_BIND_TRANSMITTER, err) < 0) {
			free(r);
			return NULL;
		}
		r->give_up = loop_timer(s->loop, on_give_up, r);
		r->client = client_new(s->loop, &r->link.params, on_client, r);
		if (patience)
			loop_timer_at(r->give_up, clock_mono() + patience);
	}
	r->next = s->routes;
	s->routes = r;
	return r;
}

struct job_via *
route_find(void *arg, const char *domain, struct diag_err *err)
{
	struct send *s = arg;
	const char *name = s->o->domain, *known;
	struct route *r;
	size_t i;

	/* the operand decides; without one the record's domain does */
	for (i = 0; !name && domain && (known = config_domain(s->o->config, i));
	    i++)
		if (strcasecmp(known, domain) == 0)
			name = known;
	if (!name && domain) {
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration", domain);
		return NULL;
	}
	if (!name) {
		diag_err(err, EX_CONFIG, "no domain to send by: neither an "
		    "operand nor a domain in the record");
		return NULL;
	}
	for (r = s->routes; r; r = r->next)
		if (strcmp(r->domain, name) == 0)
			return &r->via;
	r = route_new(s, name, err);
	return r ? &r->via : NULL;
}

void
route_stop_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->client)
			client_stop(r->client);
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
		client_free(r->client);
		loop_watch_free(r->give_up);
		free(r);
	}
	s->routes = NULL;
}
