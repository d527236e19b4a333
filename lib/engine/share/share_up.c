/* The bind to the SMSC: what goes out by it, and the answers.  See share.h. */
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/share/share_priv.h"
#include "smpp/status.h"

int
up_bound(const struct share *s)
{
	return s->client && client_session(s->client) != NULL;
}

/* ---- out ---- */

/* It cannot be sent, now or later. */
static uint32_t
refusal(int err)
{
	switch (err) {
	case SMPP_ESTATE: return SMPP_RINVBNDSTS;
	case SMPP_EFIELD: return SMPP_RINVCMDLEN;
	default: return SMPP_RSYSERR;
	}
}

/* Returns 0 when nothing more goes now. */
static int
send_next(struct share *s, struct smpp_session *up, struct request *r, msec now)
{
	int err;

	if (smpp_session_room(up) == 0)
		return 0;	/* an answer calls again */
	queue_take(&s->queue, r);
	err = smpp_session_send(up, r->octets, r->n, r, NULL, now);
	if (err) {
		local_refuse((struct local *)r->from, r->command, r->seq,
		    refusal(err));
		request_free(&s->queue, r);
		return 1;
	}
	pace_take(&s->pace, r->segments, now);
	((struct local *)r->from)->out++;
	s->out++;
	s->sent++;
	return 1;
}

void
up_pump(struct share *s)
{
	struct smpp_session *up = client_session(s->client);
	msec now = clock_mono(), due = now;
	unsigned long before = s->sent;
	struct request *r;

	while (up && (r = queue_peek(&s->queue))) {
		due = pace_due(&s->pace, now);
		if (due > now || !send_next(s, up, r, now))
			break;
	}
	if (due > now)
		loop_timer_at(s->paced, due);
	if (s->sent != before)
		conn_output(client_conn(s->client));
	r = queue_oldest(&s->queue);
	if (r)
		loop_timer_at(s->expire, r->at +
		    config_msec(s->view, SMPP_SHARE_WAIT));
}

static void
on_paced(void *arg)
{
	up_pump(arg);
}

/* Those that have waited for too long were not sent. */
static void
on_expire(void *arg)
{
	struct share *s = arg;
	msec wait = config_msec(s->view, SMPP_SHARE_WAIT), now = clock_mono();
	struct request *r;

	while ((r = queue_oldest(&s->queue)) && now >= r->at + wait) {
		queue_take(&s->queue, r);
		local_refuse((struct local *)r->from, r->command, r->seq,
		    SMPP_RTHROTTLED);
		request_free(&s->queue, r);
	}
	up_pump(s);
}

/* ---- answers ---- */

/* The SMSC has too much.  1: the same goes again later, from its old place. */
static int
throttled(struct share *s, const struct local *l, const struct smpp_event *ev)
{
	char text[SMPP_STATUS_TEXT];

	if (!ev->pdu || ev->status == SMPP_ROK ||
	    smpp_status_find(ev->status)->class != SMPP_CLASS_THROTTLED)
		return 0;
	s->throttled++;
	if (pace_throttled(&s->pace, clock_mono()))
		diag_info("%s: the bind rests: %s", client_peer(s->client),
		    smpp_status_text(smpp_status_find(ev->status), ev->status,
		    text));
	return l->conn && !s->stopping;
}

static void
answer(struct share *s, const struct smpp_event *ev)
{
	struct request *r = ev->tag;
	struct local *l = (struct local *)r->from;

	s->out--;
	l->out--;
	if (throttled(s, l, ev) || (ev->unsent && ev->why == SMPP_WHY_LOST &&
	    l->conn && !s->stopping)) {
		queue_put(&s->queue, r);
		return;
	}
	if (ev->pdu && l->conn) {
		s->answered++;
		local_answer(l, r->seq, ev->raw);
	} else if (ev->unsent && ev->why == SMPP_WHY_LOST && l->conn) {
		local_refuse(l, r->command, r->seq, SMPP_RTHROTTLED);
	} else if (ev->why == SMPP_WHY_LOST) {
		l->lost = 1;
	}
	request_free(&s->queue, r);
	local_tidy(l);
}

static struct local *
first_lost(const struct share *s)
{
	struct local *l = s->locals;

	while (l && !l->lost)
		l = l->next;
	return l;
}

/* The bind is lost, and with it the answers. */
static void
lost(struct share *s)
{
	struct local *l;

	/* closing one may be the end of all: nothing is kept in between */
	while ((l = first_lost(s))) {
		diag_info("%s: closed: answers to its requests were lost",
		    l->who);
		local_refuse_waiting(l, SMPP_RTHROTTLED);
		local_drop(l);
	}
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct share *s = arg;

	switch (got) {
	case CLIENT_GOT_UP:
		s->binds++;
		diag_info("%s%sbound to %s", client_reason(c),
		    *client_reason(c) ? "; " : "", client_peer(c));
		up_pump(s);
		break;
	case CLIENT_GOT_EVENT:
		if (ev->type == SMPP_EV_ANSWER)
			answer(s, ev);
		else if (ev->type == SMPP_EV_PDU && client_conn(c))
			deliver_take(s, ev);
		else if (ev->text)
			diag_debug("%s: %s", client_peer(c), ev->text);
		return;
	case CLIENT_GOT_ROUND:
		up_pump(s);
		break;
	case CLIENT_GOT_DOWN:
		diag_warn(NULL, "%s%s", client_reason(c), client_status(c) ?
		    ": nothing will be sent until this is mended" : "");
		lost(s);
		break;
	case CLIENT_GOT_DONE:
		lost(s);
		if (!s->leaving) {
			diag_warn(NULL, "%s", client_reason(c));
			s->failed = client_sysexit(c);
			loop_stop(s->loop);
			return;
		}
		break;
	}
	share_look(s);
}

int
up_start(struct share *s, struct diag_err *err)
{
	if (link_fill_direct(&s->link, s->view, SMPP_BIND_TRANSCEIVER, err) < 0)
		return -1;
	s->link.params.forever = 1;
	s->link.params.limits.inactivity_timer = 0;
	s->paced = loop_timer(s->loop, on_paced, s);
	s->expire = loop_timer(s->loop, on_expire, s);
	s->client = client_new(s->loop, &s->link.params, on_client, s);
	if (!s->paced || !s->expire || !s->client)
		return diag_err(err, EX_OSERR, "out of memory");
	return 0;
}
