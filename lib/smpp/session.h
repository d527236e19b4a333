/*
 * session - one SMPP connection as a state machine without a socket.
 *
 * Spec: SMPP v3.4 issue 1.2, 2.2 (states), 7.2 (timers).
 *
 * Octets that arrived go in, octets to write come out, and what happened comes
 * out as events.  There is no socket, clock, log or global in here: the
 * caller owns those and passes the time.  lib/net drives it from libevent;
 * tests/unit/smpp/session.c drives it from arrays.
 *
 *	smpp_session_input(s, buf, n, now);	what the peer sent
 *	smpp_session_tick(s, now);		time went by
 *	while (smpp_session_event(s, &ev))	what came of it
 *		...
 *	p = smpp_session_output(s, &n);		what to write
 *	smpp_session_sent(s, wrote);
 *
 * What it does by itself: answers enquire_link in every state, sends
 * enquire_link when idle, answers unbind, answers what has an unknown
 * command_id or no body with generic_nack or the request's own response and
 * the fitting status, ignores (and reports) responses to nothing, gives
 * requests their sequence numbers and times them out.
 */
#ifndef SMPP_SESSION_H
#define SMPP_SESSION_H

#include "base/clock.h"
#include "smpp/pdu.h"

enum smpp_role {
	SMPP_ESME,	/* binds */
	SMPP_SMSC,	/* is bound to */
};

enum smpp_state {
	SMPP_OPEN,	/* nobody has bound yet */
	SMPP_BINDING,	/* bind is out, or came and waits for our answer */
	SMPP_BOUND_RX, SMPP_BOUND_TX, SMPP_BOUND_TRX,
	SMPP_UNBINDING,	/* our unbind is out: no further request of ours */
	SMPP_CLOSED,	/* write what is left of the output, then close */
};

enum {
	SMPP_OUTPUT_MAX = 4 << 20,	/* octets that wait to be written: a peer
					   that asks and never reads is closed;
					   over the half, no request is taken */
};

/* All times in milliseconds; 0: that timer is off. */
struct smpp_limits {
	unsigned window;	/* requests of ours that may be unanswered, 1..10000 */
	msec bind_timer;	/* our bind, or (SMSC) the peer's, must be done by then */
	msec response_timer;	/* for any other request of ours */
	msec enquire_timer;	/* idle time before enquire_link */
	msec enquire_response_timer;	/* then the connection is closed */
	msec inactivity_timer;	/* idle (enquire_link aside): closed with unbind */
	size_t pdu_max;		/* octets; 0: SMPP_PDU_MAX */
};

enum smpp_event_type {
	/* ESME: our bind was answered with status 0.  SMSC: never given. */
	SMPP_EV_BOUND,
	/* A request of the peer that the caller must answer with
	   smpp_session_respond(): pdu is it, seq its number.  SMSC: binds come
	   as such too.  Also alert_notification and outbind, which have no
	   response. */
	SMPP_EV_PDU,
	/* The end of a request of ours: tag is the caller's.  pdu is the
	   response (generic_nack included), status its command_status (of a
	   generic_nack never 0); it may lack what was cut short.
	   pdu NULL: none came; status is 0 and why tells */
	SMPP_EV_ANSWER,
	/* A response to nothing that is out, a PDU cut short, a nack of the
	   peer's: for the log only.  pdu may be NULL; text says what, status
	   is the response's or, of a request, what it was answered with. */
	SMPP_EV_ODD,
	/* The session is over; the last event.  All SMPP_EV_ANSWER of what
	   was out came before it. */
	SMPP_EV_CLOSED,
};

enum smpp_why {
	SMPP_WHY_NONE,
	SMPP_WHY_TIMEOUT,	/* no answer within response_timer */
	SMPP_WHY_LOST,		/* the connection ended first */
	SMPP_WHY_BIND_REFUSED,	/* status tells */
	SMPP_WHY_BIND_TIMEOUT,
	SMPP_WHY_ENQUIRE_TIMEOUT,
	SMPP_WHY_INACTIVE,	/* inactivity_timer */
	SMPP_WHY_UNBOUND,	/* unbind, ours, was answered (or timed out) */
	SMPP_WHY_PEER_UNBOUND,	/* the peer sent unbind */
	SMPP_WHY_PEER_CLOSED,	/* end of file or error, from the caller */
	SMPP_WHY_PROTOCOL,	/* the stream is out of step; see text */
	SMPP_WHY_NOMEM,
};

struct smpp_event {
	enum smpp_event_type type;
	uint32_t seq;			/* of the request it belongs to */
	uint32_t status;		/* command_status; v3.4, 5.1.3 */
	enum smpp_why why;
	int unsent;			/* SMPP_EV_ANSWER without pdu: not all
					   octets of the request were written,
					   so the peer cannot have taken it */
	const char *text;		/* for people, or NULL: "the port speaks
					   HTTP"; static */
	const struct smpp_pdu *pdu;	/* borrowed: good until the next call
					   on the session; NULL if none */
	struct smpp_octets raw;		/* pdu's octets; borrowed likewise */
	void *tag;			/* the caller's, from submit; never
					   touched or freed in here */
};

struct smpp_session;

/**
 * Make a session.  NULL: out of memory.
 * The caller owns the result and gives it back with smpp_session_free().
 */
struct smpp_session *smpp_session_new(enum smpp_role role,
	const struct smpp_limits *limits, msec now);

/**
 * Free a session and everything it handed out.  NULL is allowed.
 * Requests still unanswered give no more events: drain those first.
 */
void smpp_session_free(struct smpp_session *s);

/*
 * Somebody watches: called for each PDU that came, when it is taken, and each
 * that goes, when the first of its octets is written (out is 1).  What came and
 * cannot be a PDU is given once, as far as it is there, and so is one that the
 * end of the connection cut short: smpp_pdu_length() of it is not n.  p is
 * borrowed during the call, which must not use the session.  Set before
 * anything went out.
 */
typedef void smpp_tap(void *arg, int out, const void *p, size_t n);
void smpp_session_tap(struct smpp_session *s, smpp_tap *tap, void *arg);

enum smpp_state smpp_session_state(const struct smpp_session *s);
/* The peer's interface_version (bind, sc_interface_version): 0x34; 0: unsaid. */
uint8_t smpp_session_peer_version(const struct smpp_session *s);

/**
 * Take n octets the peer sent; they are copied, and buf may be reused.
 * Any split of the stream gives the same events.
 *
 * Returns 0, or SMPP_ENOMEM: the session is closed.  A stream out of step
 * (command_length below 16 or over the limit) shows as events: generic_nack
 * goes out, then SMPP_EV_CLOSED.
 *
 * All n are kept until their events are taken: what bounds the memory is that
 * the caller takes them all before it gives more.  To slow a peer down, don't
 * call this (don't read) - for less than enquire_response_timer, since then
 * enquire_link isn't answered either, in both directions - or withhold answers.
 */
int smpp_session_input(struct smpp_session *s, const void *buf, size_t n,
	msec now);

/*
 * The peer closed the connection, or reading or writing failed.  PDUs that
 * came before still give their events, then SMPP_EV_CLOSED.
 */
void smpp_session_eof(struct smpp_session *s);

/*
 * Time went by: look at the timers.  What lies in the input counts as having
 * come in time, so take the events after it as well.
 */
void smpp_session_tick(struct smpp_session *s, msec now);

/**
 * When smpp_session_tick() is next due, or UINT64_MAX for never: the
 * response, enquire_link and inactivity timers of v3.4, 7.2.
 */
msec smpp_session_deadline(const struct smpp_session *s);

/* 1 and the next event, or 0: none now. */
int smpp_session_event(struct smpp_session *s, struct smpp_event *ev);

/**
 * ESME: send bind_receiver, bind_transmitter or bind_transceiver.  The PDU's
 * seq is filled in here.
 * Returns 0, SMPP_ESTATE, SMPP_EFIELD (a field too long) or SMPP_ENOMEM.
 */
int smpp_session_bind(struct smpp_session *s, const struct smpp_pdu *bind,
	msec now);

/**
 * Send a request; its answer comes as SMPP_EV_ANSWER with this tag.
 *
 * seq:	receives the sequence number; may be NULL
 *
 * Returns 0, or
 *	SMPP_EWINDOW	window requests are unanswered, or too much waits to be
 *			written: come again after an answer or sent()
 *	SMPP_ESTATE	not bound (in that direction), unbinding or closed;
 *			no request (bind and unbind have their own calls)
 *	SMPP_EFIELD	a field is too long, or the PDU over SMPP_PDU_MAX
 *	SMPP_ENOMEM	as all of these: nothing was sent, the session goes on
 * seq and status in pdu don't matter.  alert_notification and outbind (SMSC,
 * before a bind) have no answer and take no place in the window.
 */
int smpp_session_request(struct smpp_session *s, const struct smpp_pdu *pdu,
	void *tag, uint32_t *seq, msec now);

/* The same for a PDU that is encoded already: n octets, copied; its
   sequence_number is filled in. */
int smpp_session_send(struct smpp_session *s, const void *octets, size_t n,
	void *tag, uint32_t *seq, msec now);

/* How many more requests smpp_session_request() would take now. */
unsigned smpp_session_room(const struct smpp_session *s);
/* Requests of ours that are unanswered. */
unsigned smpp_session_outstanding(const struct smpp_session *s);

/**
 * Answer a request that came as SMPP_EV_PDU.
 *
 * resp:	command and seq are those of the request (the SMPP_RESP bit is
 *		set here), status and body the caller's.  A body is left out
 *		when the status is not 0 and v3.4 says so.
 *
 * Answering a bind with status 0 makes the session bound, with another closes
 * it once the answer is written.  Answers may be given in any order and after
 * any time.  Returns 0, SMPP_ESTATE (closed, or no bind is to be answered),
 * SMPP_ECOMMAND, SMPP_EFIELD or SMPP_ENOMEM.
 */
int smpp_session_respond(struct smpp_session *s, const struct smpp_pdu *resp,
	msec now);

/* The same for a response that is encoded already, not of a bind (a proxy
   passes on what another peer answered): n octets, copied; seq is put in.
   Returns 0, SMPP_ESTATE, SMPP_EFIELD or SMPP_ENOMEM. */
int smpp_session_pass(struct smpp_session *s, const void *octets, size_t n,
	uint32_t seq, msec now);

/**
 * Send unbind; SMPP_EV_CLOSED follows when it is answered or timed out.  Our
 * requests that are out may still be answered before.  When nobody is bound,
 * closes at once.
 */
void smpp_session_unbind(struct smpp_session *s, msec now);

/* The octets to write; NULL and *n 0 when there are none.  Borrowed until the
   next call on the session but smpp_session_sent(). */
const void *smpp_session_output(const struct smpp_session *s, size_t *n);
/* The first n of them are written (or lie in the kernel). */
void smpp_session_sent(struct smpp_session *s, size_t n);

#endif
