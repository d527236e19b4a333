/* One connection of a route.  See send_priv.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/send/send_priv.h"
#include "smpp/status.h"

struct smpp_session *
lane_session(const struct lane *l)
{
	return l->client ? client_session(l->client) : NULL;
}

void
lane_say(const struct lane *l, const char *what)
{
	uint32_t status = l->client ? client_status(l->client) : 0;
	const char *code = l->client && client_sysexit(l->client) ==
		EX_CONFIG ? "4.3.5" : "4.4.1";

	diag_status(status ? smpp_status_find(status)->enhanced : code, "%s",
	    what);
}

void
lane_respond(struct lane *l, uint32_t command, uint32_t seq, uint32_t status)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	if (!lane_session(l))
		return;
	smpp_session_respond(lane_session(l), &resp, clock_mono());
	conn_output(client_conn(l->client));
}

/* A message from a phone that came to a sender: some receiver shall get it. */
static void
take_pdu(struct lane *l, const struct smpp_event *ev)
{
	struct send *s = l->route->send;

	if (ev->pdu->command != SMPP_DELIVER_SM &&
	    ev->pdu->command != SMPP_DATA_SM)
		return;
	if (s->receipts && send_receipts_take(s->receipts, l, ev))
		l->answered = 1;
	else
		lane_respond(l, ev->pdu->command, ev->seq, SMPP_RX_T_APPN);
}

static void
on_event(struct lane *l, const struct smpp_event *ev)
{
	if (ev->type == SMPP_EV_ANSWER) {
		l->route->via.peer = client_peer(l->client);
		job_answer(&l->route->send->jobs, ev);
		l->answered = 1;
	} else if (ev->type == SMPP_EV_PDU && lane_session(l)) {
		take_pdu(l, ev);
	} else if (ev->text) {
		diag_debug("%s: %s", client_peer(l->client), ev->text);
	}
}

/* To another server than was asked or had before is news. */
static void
on_up(struct lane *l)
{
	const char *peer = client_peer(l->client);

	l->route->via.peer = peer;
	if (*client_reason(l->client))
		diag_info("%s; bound to %s", client_reason(l->client), peer);
	else if (*l->had && strcmp(l->had, peer) != 0)
		diag_info("bound to %s, no longer to %s", peer, l->had);
	else
		diag_debug("bound to %s", peer);
	snprintf(l->had, sizeof l->had, "%s", peer);
	l->said[0] = '\0';
	send_refill(l->route->send);
}

/* The same trouble at the next try, and at the last, is no news. */
static void
say_once(struct lane *l)
{
	const char *why = client_reason(l->client);

	if (strncmp(l->said, why, sizeof l->said - 1) == 0)
		return;
	lane_say(l, why);
	snprintf(l->said, sizeof l->said, "%s", why);
}

/* While others are up, an account that has no more binds is no trouble. */
static void
on_down(struct lane *l)
{
	struct route *r = l->route;
	int refused = client_status(l->client) && route_is_up(r);

	if (r->send->receipts)
		send_receipts_forget(r->send->receipts, l);
	if (!r->send->jobs.under_way || (refused && r->refused))
		diag_debug("%s", client_reason(l->client));
	else
		say_once(l);
	r->refused |= refused;
}

/* The last of them decides what becomes of the route. */
static void
on_done(struct lane *l)
{
	struct route *r = l->route;
	int sysexit = client_sysexit(l->client);
	unsigned i;

	if (r->send->receipts)
		send_receipts_forget(r->send->receipts, l);
	for (i = 0; i < r->nlanes; i++)
		if (r->lanes[i].client &&
		    client_state(r->lanes[i].client) != CLIENT_DONE) {
			if (sysexit && !r->refused)
				lane_say(l, client_reason(l->client));
			r->refused |= sysexit != 0;
			return;
		}
	if (sysexit && !r->via.dead)
		say_once(l);
	route_die(r, sysexit, sysexit ? client_reason(l->client) : "stopped");
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct lane *l = arg;
	struct send *s = l->route->send;

	(void)c;
	/* what it did to the records is said before why it ended */
	if (got == CLIENT_GOT_DOWN || got == CLIENT_GOT_DONE)
		jobs_settle(&s->jobs);
	switch (got) {
	case CLIENT_GOT_UP:
		on_up(l);
		return;
	case CLIENT_GOT_EVENT:
		on_event(l, ev);
		return;
	case CLIENT_GOT_ROUND:
		if (l->answered)
			send_refill(s);
		l->answered = 0;
		return;
	case CLIENT_GOT_DOWN:
		on_down(l);
		break;
	case CLIENT_GOT_DONE:
		on_done(l);
		break;
	}
	send_pump(s);
}

static void
after_round(struct client *c, void *arg)
{
	struct lane *l = arg;

	(void)c;
	send_catch_up(l->route->send);
}

/* What it is to be made by: that of a lane with the same view, or its own. */
static int
find_link(struct route *r, struct lane *l, uint32_t bind,
    struct diag_err *err)
{
	struct lane *other;

	for (other = r->lanes; other < l; other++)
		if (other->view == l->view && other->link) {
			l->link = other->link;
			return 0;
		}
	l->link = calloc(1, sizeof *l->link);
	if (!l->link)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	l->owns_link = 1;
	return link_fill(l->link, l->view, bind, err);
}

int
lane_begin(struct route *r, unsigned i, struct diag_err *err)
{
	struct send *s = r->send;
	struct lane *l = &r->lanes[i];
	uint32_t bind = s->receipts ? SMPP_BIND_TRANSCEIVER :
		SMPP_BIND_TRANSMITTER;
	struct client_params p;
	const char *name;

	l->route = r;
	l->view = link_connection(s->o->config, r->domain, bind, i, &name);
	if (!l->view)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	if (find_link(r, l, bind, err) < 0)
		return -1;
	p = l->link->params;
	p.first = i % p.nservers;
	/* while receipts are awaited, silence is nothing to end for */
	if (s->receipts)
		p.limits.inactivity_timer = 0;
	p.on_demand = 1;
	p.after = after_round;
	l->client = client_new(s->loop, &p, on_client, l);
	return l->client ? 0 : diag_err(err, EX_TEMPFAIL, "out of memory");
}

void
lane_free(struct lane *l)
{
	client_free(l->client);
	if (l->owns_link)
		link_release(l->link);
	if (l->owns_link)
		free(l->link);
}
