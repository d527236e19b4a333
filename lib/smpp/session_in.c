#include "smpp/session_priv.h"
#include "smpp/foreign.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

#include <string.h>

int
smpp_session_input(struct smpp_session *s, const void *buf, size_t n, msec now)
{
	char *to;

	sess_now(s, now);
	if (s->state == SMPP_CLOSED || n == 0)
		return 0;
	to = sess_fifo_room(&s->in, n);
	if (!to) {
		sess_close(s, SMPP_WHY_NOMEM, 0, "out of memory");
		return SMPP_ENOMEM;
	}
	memcpy(to, buf, n);
	s->in.b.len += n;
	s->last_in = s->now;
	s->enquire_wait = 0;
	return 0;
}

int
sess_next_pdu(const struct smpp_session *s, struct smpp_octets *raw)
{
	size_t n = sess_fifo_len(&s->in);
	ssize_t len;

	if (n == 0)
		return 0;
	raw->p = (const uint8_t *)s->in.b.p + s->in.off;
	len = smpp_pdu_length(raw->p, n, s->limits.pdu_max);
	if (len < 0)
		return SMPP_ELEN;
	raw->n = (size_t)len;
	return len > 0 && raw->n <= n;
}

/* What is left in the input is no whole PDU. */
static void
tap_rest(const struct smpp_session *s)
{
	if (s->tap && sess_fifo_len(&s->in))
		s->tap(s->tap_arg, 0, s->in.b.p + s->in.off,
		    sess_fifo_len(&s->in));
}

/* The stream is out of step, or never was SMPP. */
static void
lose_framing(struct smpp_session *s, const uint8_t *p)
{
	/* later, such octets would be somebody's text */
	const char *text = s->framed ? NULL : smpp_foreign(s->role, p, 4);

	tap_rest(s);
	if (!text)
		text = p[0] || p[1] || p[2] || p[3] >= SMPP_HEADER ?
			"command_length is over the limit" :
			"command_length is below 16";
	/* v3.4, 4.3.1: sequence_number is NULL where it can't be read */
	sess_put_header(s, SMPP_GENERIC_NACK, SMPP_RINVCMDLEN, 0);
	sess_close(s, SMPP_WHY_PROTOCOL, SMPP_RINVCMDLEN, text);
}

static int
odd(struct smpp_event *ev, uint32_t status, const char *text)
{
	ev->type = SMPP_EV_ODD;
	ev->status = status;
	ev->text = text;
	return 1;
}

/* Answer a request by ourselves; v3.4, 2.8. */
static int
refuse(struct smpp_session *s, struct smpp_event *ev, uint32_t status,
    const char *text)
{
	struct smpp_pdu resp = { .command = s->pdu.command | SMPP_RESP,
	    .status = status, .seq = s->pdu.seq };

	if (!sess_unanswered(s->pdu.command) && !sess_flooded(s) &&
	    sess_put_resp(s, &resp) != 0)
		sess_close(s, SMPP_WHY_NOMEM, 0, "out of memory");
	return odd(ev, status, text);
}

static int
refuse_state(struct smpp_session *s, struct smpp_event *ev)
{
	if (s->role == SMPP_SMSC && sess_bind_mode(s->pdu.command) != SMPP_OPEN)
		return refuse(s, ev, SMPP_RALYBND, "a second bind");
	return refuse(s, ev, SMPP_RINVBNDSTS, "not allowed in this state");
}

static int
refuse_body(struct smpp_session *s, struct smpp_event *ev, const char *bad)
{
	if (bad && strcmp(bad, "short_message") == 0)
		return refuse(s, ev, SMPP_RINVMSGLEN,
		    "short_message is cut short");
	return refuse(s, ev, SMPP_RINVCMDLEN, "its body is cut short");
}

static void
peer_unbinds(struct smpp_session *s)
{
	int crossed = s->state == SMPP_UNBINDING;

	sess_put_header(s, SMPP_UNBIND | SMPP_RESP, SMPP_ROK, s->pdu.seq);
	sess_close(s, crossed ? s->unbind_why : SMPP_WHY_PEER_UNBOUND, 0, NULL);
}

static int
take_request(struct smpp_session *s, int err, const char *bad,
    struct smpp_event *ev)
{
	enum smpp_state mode = sess_bind_mode(s->pdu.command);

	if (s->pdu.command == SMPP_ENQUIRE_LINK) {
		sess_put_header(s, SMPP_ENQUIRE_LINK | SMPP_RESP, SMPP_ROK,
		    s->pdu.seq);
		return 0;
	}
	s->last_op = s->now;
	if (s->pdu.command == SMPP_UNBIND) {
		peer_unbinds(s);
		return 0;
	}
	if (err == SMPP_ECOMMAND || !sess_speaks(s->pdu.command)) {
		sess_put_header(s, SMPP_GENERIC_NACK, SMPP_RINVCMDID,
		    s->pdu.seq);
		return odd(ev, SMPP_RINVCMDID, "unknown command_id");
	}
	if (!sess_may_take(s, s->pdu.command))
		return refuse_state(s, ev);
	if (err)
		return refuse_body(s, ev, bad);
	if (mode != SMPP_OPEN) {
		s->state = SMPP_BINDING;
		s->mode = mode;
		s->peer_bind_seq = s->pdu.seq;
		s->peer_version = s->pdu.interface_version;
	}
	ev->type = SMPP_EV_PDU;
	return 1;
}

static int
bind_answer(struct smpp_session *s, struct smpp_event *ev)
{
	uint32_t version;

	if (ev->status != SMPP_ROK) {
		sess_close(s, SMPP_WHY_BIND_REFUSED, ev->status,
		    "the bind was refused");
		return 0;
	}
	if (smpp_tlv_int(s->pdu.tlvs, SMPP_TLV_SC_INTERFACE_VERSION, &version))
		s->peer_version = (uint8_t)version;
	s->state = s->mode;
	ev->type = SMPP_EV_BOUND;
	return 1;
}

/* The answer to a request that the session sent by itself. */
static int
own_answer(struct smpp_session *s, uint32_t command, struct smpp_event *ev)
{
	switch (command) {
	case SMPP_ENQUIRE_LINK:
		if (ev->status == SMPP_ROK)
			return 0;
		return odd(ev, ev->status, "an error for enquire_link");
	case SMPP_UNBIND:
		sess_close(s, s->unbind_why, ev->status, NULL);
		return 0;
	default:
		return bind_answer(s, ev);
	}
}

static struct sess_req *
answered(struct smpp_session *s)
{
	struct sess_req *r = sess_req_find(s, s->pdu.seq);
	int nack = s->pdu.command == SMPP_GENERIC_NACK;

	if (nack && s->pdu.seq == 0)
		return sess_req_only(s);
	if (r && s->pdu.command != (r->command | SMPP_RESP) && !nack &&
	    s->pdu.status == SMPP_ROK)
		return NULL;
	return r;
}

static int
take_answer(struct smpp_session *s, struct smpp_event *ev)
{
	struct sess_req *r = answered(s);
	struct sess_req was;

	if (!r)
		return odd(ev, ev->status, "a response to nothing that is out");
	/* whoever sends one without an error still means no */
	if (s->pdu.command == SMPP_GENERIC_NACK && ev->status == SMPP_ROK)
		ev->status = SMPP_RUNKNOWNERR;
	was = *r;
	sess_req_drop(s, r);
	ev->seq = was.seq;
	if (was.command != SMPP_ENQUIRE_LINK)
		s->last_op = s->now;
	if (was.own)
		return own_answer(s, was.command, ev);
	ev->type = SMPP_EV_ANSWER;
	ev->tag = was.tag;
	return 1;
}

/* An id that its PDU ends before its NUL: it is the id all the same, and what a
   receipt will have.  No optional parameter would be without a NUL. */
static void
take_unended_id(struct smpp_session *s, struct smpp_octets raw)
{
	const uint8_t *id = raw.p + SMPP_HEADER;
	size_t n = raw.n - SMPP_HEADER;

	if ((s->pdu.command != (SMPP_SUBMIT_SM | SMPP_RESP) &&
	    s->pdu.command != (SMPP_DATA_SM | SMPP_RESP)) || s->pdu.message_id ||
	    n == 0 || n >= sizeof s->unended_id || memchr(id, '\0', n))
		return;
	memcpy(s->unended_id, id, n);
	s->unended_id[n] = '\0';
	s->pdu.message_id = s->unended_id;
}

/* 1: it gave an event */
static int
take_pdu(struct smpp_session *s, struct smpp_octets raw, struct smpp_event *ev)
{
	const char *bad = NULL;
	int err = smpp_pdu_decode(raw.p, raw.n, &s->pdu, &bad, NULL);

	s->in.off += raw.n;
	s->framed = 1;
	if (s->tap)
		s->tap(s->tap_arg, 0, raw.p, raw.n);
	ev->seq = s->pdu.seq;
	ev->status = s->pdu.status;
	ev->pdu = &s->pdu;
	ev->raw = raw;
	if (err && (s->pdu.command & SMPP_RESP))
		take_unended_id(s, raw);
	if (s->pdu.command & SMPP_RESP)
		return take_answer(s, ev);
	return take_request(s, err, bad, ev);
}

/* A request of the caller's ends without an answer. */
static int
unanswered(struct smpp_session *s, struct sess_req *r, enum smpp_why why,
    struct smpp_event *ev)
{
	ev->type = SMPP_EV_ANSWER;
	ev->why = why;
	ev->unsent = r->end > s->written;
	ev->seq = r->seq;
	ev->tag = r->tag;
	sess_req_drop(s, r);
	return 1;
}

static int
closing_event(struct smpp_session *s, struct smpp_event *ev)
{
	struct sess_req *r = sess_req_oldest(s);

	if (r)
		return unanswered(s, r, SMPP_WHY_LOST, ev);
	if (s->told)
		return 0;
	s->told = 1;
	ev->type = SMPP_EV_CLOSED;
	ev->why = s->why;
	ev->status = s->status;
	ev->text = s->text;
	return 1;
}

/* There is no whole PDU in the input: what else happened? */
static int
quiet_event(struct smpp_session *s, struct smpp_event *ev)
{
	struct sess_req *r;

	if (s->eof) {
		tap_rest(s);
		if (s->state == SMPP_UNBINDING)
			sess_close(s, s->unbind_why, 0,
			    "closed without an answer to unbind");
		else
			sess_close(s, SMPP_WHY_PEER_CLOSED, 0,
			    sess_fifo_len(&s->in) ? "closed within a PDU" :
			    NULL);
		return 0;
	}
	r = sess_overdue(s);
	if (r)
		return unanswered(s, r, SMPP_WHY_TIMEOUT, ev);
	sess_timers(s);
	return 0;
}

int
smpp_session_event(struct smpp_session *s, struct smpp_event *ev)
{
	struct smpp_octets raw;

	for (;;) {
		memset(ev, 0, sizeof *ev);
		if (s->state == SMPP_CLOSED)
			return closing_event(s, ev);
		switch (sess_next_pdu(s, &raw)) {
		case 1:
			if (take_pdu(s, raw, ev))
				return 1;
			break;
		case 0:
			if (quiet_event(s, ev))
				return 1;
			if (s->state != SMPP_CLOSED)
				return 0;
			break;
		default:
			lose_framing(s, raw.p);
		}
	}
}
