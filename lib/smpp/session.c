#include "smpp/session_priv.h"
#include "smpp/status.h"

#include <stdlib.h>

struct smpp_session *
smpp_session_new(enum smpp_role role, const struct smpp_limits *limits,
    msec now)
{
	struct smpp_session *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->role = role;
	s->state = SMPP_OPEN;
	s->limits = *limits;
	if (s->limits.window < 1)
		s->limits.window = 1;
	if (s->limits.window > SESS_WINDOW_MAX)
		s->limits.window = SESS_WINDOW_MAX;
	if (s->limits.pdu_max == 0)
		s->limits.pdu_max = SMPP_PDU_MAX;
	s->now = s->bind_at = s->enquire_at = s->last_in = s->last_op = now;
	if (sess_reqs_init(s) != 0) {
		free(s);
		return NULL;
	}
	return s;
}

void
smpp_session_free(struct smpp_session *s)
{
	if (!s)
		return;
	buf_free(&s->in.b);
	buf_free(&s->out.b);
	free(s->reqs);
	free(s);
}

void
smpp_session_tap(struct smpp_session *s, smpp_tap *tap, void *arg)
{
	s->tap = tap;
	s->tap_arg = arg;
}

enum smpp_state
smpp_session_state(const struct smpp_session *s)
{
	return s->state;
}

uint8_t
smpp_session_peer_version(const struct smpp_session *s)
{
	return s->peer_version;
}

unsigned
smpp_session_outstanding(const struct smpp_session *s)
{
	return s->nreqs;
}

unsigned
smpp_session_room(const struct smpp_session *s)
{
	if (!sess_bound(s) || s->eof ||
	    sess_fifo_len(&s->out) > SMPP_OUTPUT_MAX / 2)
		return 0;
	return s->limits.window - s->nreqs;
}

void
sess_now(struct smpp_session *s, msec now)
{
	if (now > s->now)
		s->now = now;
}

void
sess_close(struct smpp_session *s, enum smpp_why why, uint32_t status,
    const char *text)
{
	if (s->state == SMPP_CLOSED)
		return;
	s->state = SMPP_CLOSED;
	s->why = why;
	s->status = status;
	s->text = text;
}

void
smpp_session_eof(struct smpp_session *s)
{
	s->eof = 1;
}

int
smpp_session_bind(struct smpp_session *s, const struct smpp_pdu *bind,
    msec now)
{
	enum smpp_state mode = sess_bind_mode(bind->command);
	uint32_t seq;
	int err;

	sess_now(s, now);
	if (mode == SMPP_OPEN || s->eof || !sess_may_send(s, bind->command))
		return SMPP_ESTATE;
	seq = sess_seq(s);
	err = sess_put(s, bind, SMPP_ROK, seq);
	if (err)
		return err;
	sess_req_add(s, seq, bind->command, NULL, 1);
	s->bind_at = s->now;
	s->mode = mode;
	s->state = SMPP_BINDING;
	return 0;
}

/* May a request go out now?  Returns 0, SMPP_ESTATE or SMPP_EWINDOW. */
static int
may_request(struct smpp_session *s, uint32_t command, msec now)
{
	sess_now(s, now);
	if (s->eof || sess_bind_mode(command) != SMPP_OPEN ||
	    !sess_may_send(s, command))
		return SMPP_ESTATE;
	if (sess_fifo_len(&s->out) > SMPP_OUTPUT_MAX / 2 ||
	    (!sess_unanswered(command) && s->nreqs >= s->limits.window))
		return SMPP_EWINDOW;
	return 0;
}

/* It is in the output. */
static void
requested(struct smpp_session *s, uint32_t command, uint32_t n, void *tag,
    uint32_t *seq)
{
	if (sess_unanswered(command))
		sess_seq_used(s, n);
	else
		sess_req_add(s, n, command, tag, 0);
	if (command != SMPP_ENQUIRE_LINK)
		s->last_op = s->now;
	if (seq)
		*seq = n;
}

int
smpp_session_request(struct smpp_session *s, const struct smpp_pdu *pdu,
    void *tag, uint32_t *seq, msec now)
{
	int err = may_request(s, pdu->command, now);
	uint32_t n;

	if (err)
		return err;
	n = sess_seq(s);
	err = sess_put(s, pdu, SMPP_ROK, n);
	if (err)
		return err;
	requested(s, pdu->command, n, tag, seq);
	return 0;
}

int
smpp_session_send(struct smpp_session *s, const void *octets, size_t n,
    void *tag, uint32_t *seq, msec now)
{
	const uint8_t *p = octets;
	uint32_t command, number;
	int err;

	if (n < SMPP_HEADER)
		return SMPP_EFIELD;
	command = (uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 |
		(uint32_t)p[6] << 8 | p[7];
	err = may_request(s, command, now);
	if (err)
		return err;
	number = sess_seq(s);
	err = sess_put_octets(s, octets, n, number);
	if (err)
		return err;
	requested(s, command, number, tag, seq);
	return 0;
}

/* The caller has answered the peer's bind. */
static void
bind_answered(struct smpp_session *s, const struct smpp_pdu *resp)
{
	if (resp->command == SMPP_GENERIC_NACK || resp->status != SMPP_ROK)
		sess_close(s, SMPP_WHY_BIND_REFUSED, resp->status,
		    "the bind was refused");
	else
		s->state = s->mode;
}

int
smpp_session_respond(struct smpp_session *s, const struct smpp_pdu *resp,
    msec now)
{
	struct smpp_pdu r = *resp;
	int bind = sess_bind_mode(r.command & ~SMPP_RESP) != SMPP_OPEN;
	int binding = s->role == SMPP_SMSC && s->state == SMPP_BINDING &&
	    r.seq == s->peer_bind_seq;
	int err;

	sess_now(s, now);
	if (s->state == SMPP_CLOSED || (bind && !binding) || sess_flooded(s))
		return SMPP_ESTATE;
	r.command |= SMPP_RESP;
	err = sess_put_resp(s, &r);
	if (err)
		return err;
	s->last_op = s->now;
	if (binding && (bind || r.command == SMPP_GENERIC_NACK))
		bind_answered(s, &r);
	return 0;
}

int
smpp_session_pass(struct smpp_session *s, const void *octets, size_t n,
    uint32_t seq, msec now)
{
	int err;

	sess_now(s, now);
	if (s->state == SMPP_CLOSED || sess_flooded(s))
		return SMPP_ESTATE;
	err = sess_put_octets(s, octets, n, seq);
	if (!err)
		s->last_op = s->now;
	return err;
}

void
sess_unbind(struct smpp_session *s, enum smpp_why why)
{
	uint32_t seq = sess_seq(s);

	sess_put_header(s, SMPP_UNBIND, SMPP_ROK, seq);
	if (s->state == SMPP_CLOSED)
		return;
	sess_req_add(s, seq, SMPP_UNBIND, NULL, 1);
	s->unbind_at = s->now;
	s->unbind_why = why;
	s->state = SMPP_UNBINDING;
}

void
smpp_session_unbind(struct smpp_session *s, msec now)
{
	sess_now(s, now);
	if (sess_bound(s))
		sess_unbind(s, SMPP_WHY_UNBOUND);
	else if (s->state != SMPP_UNBINDING)
		sess_close(s, SMPP_WHY_UNBOUND, 0, NULL);
}
