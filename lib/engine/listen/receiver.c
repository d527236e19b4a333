#include "engine/listen/receiver.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "smpp/status.h"

struct receiver_way {
	const struct config_view *view;
	char *binding;			/* NULL: none */
	struct link link;		/* its strings are in text */
	char *text[3];
};

struct receiver {
	struct daemon *d;
	struct receiver_way *way;
	struct receiver_way *next;	/* takes its place; NULL */
	struct client *client;		/* NULL: it is wanted no more */
	struct loop_watch *change;	/* to next, or to nothing: now, or at the
					   latest */
	struct inbox_peer peer;
	int retired;			/* wanted no more, or soon */
	int failed;			/* exit status of our own trouble */
	void (*ended)(void *arg);
};

/* ---- the way to an SMSC ---- */

/* The configuration goes when there is a new one, and the connection stays. */
static int
keep(struct receiver_way *w, size_t i, const char **s)
{
	if (!*s)
		return 0;
	*s = w->text[i] = strdup(*s);
	return *s ? 0 : -1;
}

static int
keep_all(struct receiver_way *w)
{
	struct client_params *p = &w->link.params;

	return keep(w, 0, &p->bind.system_id) < 0 ||
		keep(w, 1, &p->bind.system_type) < 0 ||
		keep(w, 2, &p->bind.address_range) < 0 ? -1 : 0;
}

struct receiver_way *
receiver_way_new(const struct config_view *v, const char *binding,
    unsigned first, struct diag_err *err)
{
	struct receiver_way *w = calloc(1, sizeof *w);

	if (!w) {
		diag_err(err, EX_OSERR, "out of memory");
		return NULL;
	}
	w->view = v;
	if (link_fill(&w->link, v, SMPP_BIND_RECEIVER, err) < 0) {
		receiver_way_free(w);
		return NULL;
	}
	if (keep_all(w) < 0 || (binding && !(w->binding = strdup(binding)))) {
		diag_err(err, EX_OSERR, "out of memory");
		receiver_way_free(w);
		return NULL;
	}
	w->link.params.first = first % w->link.params.nservers;
	w->link.params.forever = 1;
	/* silence is what a receiver is there for */
	w->link.params.limits.inactivity_timer = 0;
	return w;
}

void
receiver_way_free(struct receiver_way *w)
{
	size_t i;

	if (!w)
		return;
	link_release(&w->link);
	for (i = 0; i < sizeof w->text / sizeof w->text[0]; i++)
		free(w->text[i]);
	free(w->binding);
	free(w);
}

const char *
receiver_way_binding(const struct receiver_way *w)
{
	return w->binding;
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

	/* the files of TLS may be others by now */
	return !p->tls && !q->tls && link_same_servers(a, b) &&
		p->bind.command == q->bind.command &&
		same_text(p->bind.system_id, q->bind.system_id) &&
		same_text(p->bind.password, q->bind.password) &&
		same_text(p->bind.system_type, q->bind.system_type) &&
		same_text(p->bind.address_range, q->bind.address_range) &&
		same_limits(&p->limits, &q->limits) &&
		p->refused_retry == q->refused_retry;
}

/* ---- what comes ---- */

/* Not to be taken any more: whoever sent it tries again. */
static void
turn_away(struct smpp_session *s, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq,
		.status = SMPP_RX_T_APPN };

	if (ev->pdu->command == SMPP_DELIVER_SM ||
	    ev->pdu->command == SMPP_DATA_SM)
		smpp_session_respond(s, &resp, clock_mono());
	else if (ev->pdu->command == SMPP_ALERT_NOTIFICATION)
		diag_warn(NULL, "alert_notification lost: we are going");
}

static int
is_leaving(const struct receiver *r)
{
	return r->next || r->retired;
}

static void
on_event(struct receiver *r, const struct smpp_event *ev)
{
	struct conn *conn = client_conn(r->client);

	if (ev->type == SMPP_EV_PDU && conn) {
		/* some centres deliver before they have answered the bind */
		r->peer.conn = conn;
		if (r->d->stopping || is_leaving(r))
			turn_away(conn_session(conn), ev);
		else
			inbox_take(r->d->inbox, &r->peer, ev);
	} else if (ev->status == SMPP_RINVMSGLEN ||
	    ev->status == SMPP_RINVCMDLEN) {
		/* what it was to be is lost, if the SMSC does not look */
		diag_warn(NULL, "%s: refused with %s: %s", client_peer(r->client),
		    smpp_status_find(ev->status)->name, ev->text ? ev->text :
		    "it cannot be read");
	} else if (ev->text) {
		diag_debug("%s: %s", client_peer(r->client), ev->text);
	}
}

static void
on_done(struct receiver *r)
{
	inbox_peer_gone(&r->peer);
	r->failed = client_sysexit(r->client);
	if (!r->failed)
		return;
	diag_warn(NULL, "%s", client_reason(r->client));
	r->ended(r->d->arg);
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct receiver *r = arg;
	const char *binding = r->way->binding;

	switch (got) {
	case CLIENT_GOT_UP:
		r->peer.conn = client_conn(c);
		diag_info("%s%sbound to %s%s%s", client_reason(c),
		    *client_reason(c) ? "; " : "", client_peer(c), binding ?
		    ", binding " : "", binding ? binding : "");
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
		on_done(r);
		break;
	}
	if (is_leaving(r) && inbox_peer_idle(&r->peer))
		loop_timer_now(r->change);
	daemon_look(r->d);
}

/* ---- its life ---- */

static int
connect_by(struct receiver *r, struct receiver_way *w)
{
	receiver_way_free(r->way);
	r->way = w;
	r->failed = 0;
	r->client = client_new(r->d->loop, &w->link.params, on_client, r);
	return r->client ? 0 : -1;
}

/* To what it is to be, once it has answered what it was asked. */
static void
on_change(void *arg)
{
	struct receiver *r = arg;
	struct receiver_way *next = r->next;

	if (!is_leaving(r) || r->d->stopping)
		return;
	receiver_stop(r);
	if (!receiver_done(r))
		return;		/* it tells when it is */
	client_free(r->client);
	r->client = NULL;
	r->next = NULL;
	if (r->retired || connect_by(r, next) == 0)
		return;
	diag_warn(NULL, "out of memory");
	r->failed = EX_OSERR;
	r->ended(r->d->arg);
}

struct receiver *
receiver_new(struct daemon *d, struct receiver_way *w, void (*ended)(void *arg))
{
	struct receiver *r = calloc(1, sizeof *r);

	if (!r) {
		receiver_way_free(w);
		return NULL;
	}
	*r = (struct receiver){ .d = d, .ended = ended, .peer = {
		.view = w->view, .domain = d->o->domain } };
	r->change = loop_timer(d->loop, on_change, r);
	if (connect_by(r, w) < 0 || !r->change) {
		receiver_free(r);
		return NULL;
	}
	return r;
}

void
receiver_free(struct receiver *r)
{
	if (!r)
		return;
	client_free(r->client);
	inbox_peer_gone(&r->peer);
	loop_watch_free(r->change);
	receiver_way_free(r->way);
	receiver_way_free(r->next);
	free(r);
}

static void
leave(struct receiver *r)
{
	if (inbox_peer_idle(&r->peer))
		loop_timer_now(r->change);
	else
		loop_timer_at(r->change, clock_mono() + LISTEN_STOP_BOUND);
}

void
receiver_change(struct receiver *r, struct receiver_way *w)
{
	r->peer.view = w->view;
	if (!r->next && !r->failed && same_link(&r->way->link, &w->link)) {
		r->way->view = w->view;
		receiver_way_free(w);
		return;
	}
	receiver_way_free(r->next);
	r->next = w;
	leave(r);
}

void
receiver_retire(struct receiver *r, const struct config_view *v)
{
	r->peer.view = v;
	r->retired = 1;
	receiver_way_free(r->next);
	r->next = NULL;
	leave(r);
}

void
receiver_stop(struct receiver *r)
{
	if (!receiver_done(r))
		client_stop(r->client);
}

int
receiver_bound(const struct receiver *r)
{
	return r->client && client_session(r->client) != NULL;
}

const char *
receiver_peer(const struct receiver *r)
{
	return r->client ? client_peer(r->client) :
		r->way->link.servers[0].host;
}

int
receiver_done(const struct receiver *r)
{
	return !r->client || client_state(r->client) == CLIENT_DONE;
}

int
receiver_gone(const struct receiver *r)
{
	return r->retired && !r->client;
}

int
receiver_failed(const struct receiver *r)
{
	return r->failed;
}

int
receiver_is(const struct receiver *r, const char *binding)
{
	return !r->retired && same_text(r->way->binding, binding);
}
