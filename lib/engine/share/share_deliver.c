/* What comes from the SMSC, to those bound as receivers.  See share.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/share/share_priv.h"
#include "smpp/status.h"

struct delivery {
	uint64_t bind;			/* that it came by */
	uint32_t seq, command;		/* the SMSC's */
	unsigned tries;
	uint32_t tried[DELIVER_TRIES];	/* ids of locals */
	size_t n;
	uint8_t octets[];
};

static void
respond(struct share *s, uint32_t command, uint32_t seq, uint32_t status)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };
	struct conn *c = client_conn(s->client);

	if (!c)
		return;
	smpp_session_respond(conn_session(c), &resp, clock_mono());
	conn_output(c);
}

static int
was_tried(const struct delivery *d, const struct local *l)
{
	unsigned i;

	for (i = 0; i < d->tries; i++)
		if (d->tried[i] == l->id)
			return 1;
	return 0;
}

/* The receiver that has least to do, and of those the one behind who had the
   last; NULL: none, *full tells whether there would have been one. */
static struct local *
choose(const struct share *s, const struct delivery *d, int *full)
{
	struct local *l, *best = NULL;
	unsigned busy, least = 0;
	int ready, behind, best_behind = 0;

	*full = 0;
	for (l = s->locals; l; l = l->next) {
		ready = local_ready(l);
		if (ready < 0 || (d && was_tried(d, l)))
			continue;
		*full |= !ready;
		if (!ready)
			continue;
		busy = smpp_session_outstanding(conn_session(l->conn));
		/* the list begins with the newest: ids fall along it */
		behind = l->id < s->last_to;
		if (!best || busy < least ||
		    (busy == least && behind && !best_behind)) {
			best = l;
			least = busy;
			best_behind = behind;
		}
	}
	return best;
}

static void
done(struct share *s, struct delivery *d)
{
	s->deliveries--;
	s->delivery_octets -= d->n;
	free(d);
	share_look(s);
}

/* To the next receiver, which has it then.  0: there is none. */
static int
hand_on(struct share *s, struct delivery *d, int *full)
{
	struct local *to;

	*full = 0;
	while (d->tries < DELIVER_TRIES && (to = choose(s, d, full))) {
		s->last_to = to->id;
		d->tried[d->tries++] = to->id;
		if (smpp_session_send(conn_session(to->conn), d->octets, d->n,
		    d, NULL, clock_mono()) == 0) {
			conn_kick(to->conn);
			return 1;
		}
	}
	return 0;
}

static void
take_message(struct share *s, const struct smpp_event *ev)
{
	struct delivery *d = NULL;
	int full = 1;

	if (ev->raw.n <= DELIVER_OCTETS_MAX - s->delivery_octets)
		d = malloc(sizeof *d + ev->raw.n);
	if (d) {
		*d = (struct delivery){ .bind = s->binds, .seq = ev->seq,
			.command = ev->pdu->command, .n = ev->raw.n };
		memcpy(d->octets, ev->raw.p, ev->raw.n);
		if (!s->stopping && hand_on(s, d, &full)) {
			s->deliveries++;
			s->delivery_octets += d->n;
			s->delivered++;
			return;
		}
		free(d);
	}
	respond(s, ev->pdu->command, ev->seq, full && !s->stopping ?
	    SMPP_RMSGQFUL : SMPP_RX_T_APPN);
}

void
deliver_take(struct share *s, const struct smpp_event *ev)
{
	struct local *to;
	int full;

	switch (ev->pdu->command) {
	case SMPP_DELIVER_SM:
	case SMPP_DATA_SM:
		take_message(s, ev);
		break;
	case SMPP_ALERT_NOTIFICATION:
		/* has no answer, so the SMSC cannot be told that nobody is there */
		to = choose(s, NULL, &full);
		if (!to) {
			diag_info("alert_notification: no receiver");
			break;
		}
		smpp_session_send(conn_session(to->conn), ev->raw.p, ev->raw.n,
		    NULL, NULL, clock_mono());
		conn_kick(to->conn);
		break;
	}
}

void
deliver_answer(struct local *l, const struct smpp_event *ev)
{
	struct share *s = l->share;
	struct delivery *d = ev->tag;
	int full, same = d->bind == s->binds && client_conn(s->client);

	if (same && ev->pdu && ev->status == SMPP_RX_T_APPN && !s->stopping &&
	    hand_on(s, d, &full))
		return;
	if (same && ev->pdu) {
		smpp_session_pass(conn_session(client_conn(s->client)),
		    ev->raw.p, ev->raw.n, d->seq, clock_mono());
		conn_output(client_conn(s->client));
	} else if (same) {
		respond(s, d->command, d->seq, SMPP_RX_T_APPN);
	}
	done(s, d);
}
