/* smpp-listen as an ESME.  See listen.h. */
#include <sysexits.h>

#include "base/diag.h"
#include "engine/daemon.h"
#include "engine/link.h"
#include "net/client.h"
#include "smpp/status.h"

struct receiver {
	struct daemon d;
	struct link link;
	struct client *client;
	struct inbox_peer peer;
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
		if (r->d.stopping)
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
		if (client_sysexit(c))
			diag_warn(NULL, "%s", client_reason(c));
		break;
	}
	daemon_look(&r->d);
}

/* Let what is under way finish and be answered, then unbind. */
static void
on_stop(void *arg)
{
	struct receiver *r = arg;

	if (client_state(r->client) == CLIENT_DONE)
		daemon_done(&r->d);
	else if (delivery_idle(r->d.delivery) ||
	    delivery_broken(r->d.delivery))
		client_stop(r->client);
}

int
listen_client(const struct listen_opts *o)
{
	struct receiver r = { .client = NULL };
	struct diag_err err = { EX_OSERR, "out of memory" };
	int rc = daemon_init(&r.d, o, REC_DELIVER, NULL, on_stop, &r);

	if (rc)
		goto out;
	r.peer.view = r.d.view;
	r.peer.domain = o->domain;
	if (link_fill(&r.link, r.d.view, SMPP_BIND_RECEIVER, &err) == 0) {
		r.link.params.forever = 1;
		/* silence is what a receiver is there for */
		r.link.params.limits.inactivity_timer = 0;
		r.client = client_new(r.d.loop, &r.link.params, on_client, &r);
	}
	if (!r.client) {
		diag_warn(NULL, "%s", err.text);
		rc = err.sysexit;
		goto out;
	}
	diag_debug("parts of long messages are kept in memory: a crash loses "
	    "those that were acknowledged");
	loop_run(r.d.loop);
	rc = daemon_status(&r.d);
out:
	client_free(r.client);
	inbox_peer_gone(&r.peer);
	daemon_release(&r.d);
	return rc;
}
