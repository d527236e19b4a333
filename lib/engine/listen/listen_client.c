/* smpp-listen as an ESME.  See listen.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/listen/daemon.h"
#include "engine/link.h"
#include "net/client.h"
#include "smpp/status.h"

struct receiver {
	struct daemon d;
	struct link *link;		/* its strings are the pinned config's */
	struct link *next;		/* takes its place; NULL */
	struct client *client;
	struct loop_watch *change;	/* from link to next: now, or at the latest */
	struct inbox_peer peer;
	int failed;			/* exit status of our own trouble */
};

/* Not to be taken any more: whoever sent it tries again. */
static void
turn_away(struct smpp_session *s, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq,
		.status = SMPP_RX_T_APPN };

	if (ev->pdu->command == SMPP_DELIVER_SM ||
	    ev->pdu->command == SMPP_DATA_SM)
		smpp_session_respond(s, &resp, clock_mono());
}

static void
on_event(struct receiver *r, const struct smpp_event *ev)
{
	struct conn *conn = client_conn(r->client);

	if (ev->type == SMPP_EV_PDU && conn) {
		/* some centres deliver before they have answered the bind */
		r->peer.conn = conn;
		if (r->d.stopping || r->next)
			turn_away(conn_session(conn), ev);
		else
			inbox_take(r->d.inbox, &r->peer, ev);
	} else if (ev->text) {
		diag_debug("%s: %s", client_peer(r->client), ev->text);
	}
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct receiver *r = arg;

	switch (got) {
	case CLIENT_GOT_UP:
		r->peer.conn = client_conn(c);
		diag_info("bound to %s", client_peer(c));
		break;
	case CLIENT_GOT_EVENT:
		on_event(r, ev);
		break;
	case CLIENT_GOT_ROUND:
		break;
	case CLIENT_GOT_DOWN:
		inbox_peer_gone(&r->peer);
		diag_warn(NULL, "%s%s", client_reason(c), client_status(c) ?
		    ": no SMS will come until this is mended" : "");
		break;
	case CLIENT_GOT_DONE:
		inbox_peer_gone(&r->peer);
		if (client_sysexit(c)) {
			diag_warn(NULL, "%s", client_reason(c));
			r->failed = client_sysexit(c);
			daemon_stop(&r->d);
		}
		break;
	}
	if (r->next && inbox_peer_idle(&r->peer))
		loop_timer_now(r->change);
	daemon_look(&r->d);
}

/* Let what is under way finish and be answered, then unbind. */
static void
on_stop(void *arg)
{
	struct receiver *r = arg;

	if (!r->client || client_state(r->client) == CLIENT_DONE)
		daemon_done(&r->d);
	else if ((delivery_idle(r->d.delivery) ||
	    delivery_broken(r->d.delivery)) &&
	    (!r->d.tracking || tracking_idle(r->d.tracking)))
		client_stop(r->client);
}

static void
drop_link(struct link *ln)
{
	if (ln)
		link_release(ln);
	free(ln);
}

static int
connect_by(struct receiver *r, struct link *ln)
{
	drop_link(r->link);
	r->link = ln;
	r->client = client_new(r->d.loop, &ln->params, on_client, r);
	daemon_pin(&r->d);
	return r->client ? 0 : -1;
}

/* Where the SMSC is, or how to bind to it, as the options in v say. */
static struct link *
link_new(const struct config_view *v, struct diag_err *err)
{
	struct link *ln = calloc(1, sizeof *ln);

	if (!ln) {
		diag_err(err, EX_OSERR, "out of memory");
		return NULL;
	}
	if (link_fill(ln, v, SMPP_BIND_RECEIVER, err) < 0) {
		drop_link(ln);
		return NULL;
	}
	ln->params.forever = 1;
	/* silence is what a receiver is there for */
	ln->params.limits.inactivity_timer = 0;
	return ln;
}

static int
same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static int
same_limits(const struct smpp_limits *a, const struct smpp_limits *b)
{
	return a->window == b->window && a->bind_timer == b->bind_timer &&
		a->response_timer == b->response_timer &&
		a->enquire_timer == b->enquire_timer &&
		a->enquire_response_timer == b->enquire_response_timer;
}

static int
same_link(const struct link *a, const struct link *b)
{
	const struct client_params *p = &a->params, *q = &b->params;

	/* the files may be others by now */
	return !p->tls && !q->tls && link_same_servers(a, b) &&
		p->bind.command == q->bind.command &&
		same_text(p->bind.system_id, q->bind.system_id) &&
		same_text(p->bind.password, q->bind.password) &&
		same_text(p->bind.system_type, q->bind.system_type) &&
		same_text(p->bind.address_range, q->bind.address_range) &&
		same_limits(&p->limits, &q->limits) &&
		p->refused_retry == q->refused_retry;
}

/* To the next link, once the one before has answered what it was asked. */
static void
on_change(void *arg)
{
	struct receiver *r = arg;
	struct link *next = r->next;

	if (!next || r->d.stopping)
		return;
	client_stop(r->client);
	if (client_state(r->client) != CLIENT_DONE)
		return;		/* it tells when it is */
	client_free(r->client);
	r->next = NULL;
	if (connect_by(r, next) < 0) {
		diag_warn(NULL, "out of memory");
		r->failed = EX_OSERR;
		daemon_stop(&r->d);
	}
}

static int
on_reload(void *arg, struct config *c, const struct config_view *v)
{
	struct receiver *r = arg;
	struct diag_err err;
	struct link *ln = link_new(v, &err);

	(void)c;
	if (!ln) {
		diag_warn(NULL, "%s", err.text);
		return -1;
	}
	r->peer.view = v;
	if (!r->next && same_link(r->link, ln)) {
		drop_link(ln);
		return 0;
	}
	drop_link(r->next);
	r->next = ln;
	if (inbox_peer_idle(&r->peer))
		loop_timer_now(r->change);
	else
		loop_timer_at(r->change, clock_mono() + LISTEN_STOP_BOUND);
	return 0;
}

static int
start(struct receiver *r, const struct listen_opts *o)
{
	struct diag_err err = { EX_OSERR, "out of memory" };
	struct link *ln;

	r->peer.view = r->d.view;
	r->peer.domain = o->domain;
	r->change = loop_timer(r->d.loop, on_change, r);
	ln = r->change ? link_new(r->d.view, &err) : NULL;
	if (ln && connect_by(r, ln) == 0)
		return 0;
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

int
listen_client(const struct listen_opts *o)
{
	static const struct daemon_calls calls = { .stop = on_stop,
		.reload = on_reload };
	struct receiver r = { .client = NULL };
	int rc = daemon_init(&r.d, o, REC_DELIVER, &calls, &r);

	if (!rc)
		rc = start(&r, o);
	if (!rc) {
		if (!r.d.store)
			diag_info("parts of long messages are kept in memory: "
			    "a crash loses those that were acknowledged");
		loop_run(r.d.loop);
		rc = r.failed ? r.failed : daemon_status(&r.d);
	}
	client_free(r.client);
	inbox_peer_gone(&r.peer);
	loop_watch_free(r.change);
	drop_link(r.link);
	drop_link(r.next);
	daemon_release(&r.d);
	return rc;
}
