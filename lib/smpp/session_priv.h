/*
 * session_priv - what the files of smpp/session share.  Nobody else includes
 * it, but for the tests, which set the next sequence number.
 *
 *	session.c		the calls of session.h
 *	session_in.c		what the peer sent becomes events
 *	session_out.c		PDUs into the output
 *	session_reqs.c		requests of ours that are out
 *	session_rules.c		which PDU is allowed in which state
 *	session_timers.c	the timers of v3.4, 7.2
 */
#ifndef SMPP_SESSION_PRIV_H
#define SMPP_SESSION_PRIV_H

#include "smpp/session.h"

enum {
	SESS_WINDOW_MAX = 10000,	/* as session.h says */
	SESS_OWN_MAX = 3,		/* bind, unbind, enquire_link of ours */
	SESS_ID_MAX = 256,		/* octets with NUL: v3.4 says 65, and
					   that there is one */
	SESS_KEEP = 256 * 1024,		/* octets: an emptied buffer over this
					   is given back after a burst */
};

#define SESS_SEQ_MAX 0x7fffffffu	/* sequence_number; v3.4, 3.2.1 */
#define SESS_NONE UINT32_MAX		/* no slot */

/* Octets that are added behind and taken in front, and seldom moved. */
struct sess_fifo {
	struct buf b;
	size_t off;	/* those before it are taken */
};

/* A request of ours that is out: a slot, found by seq & mask. */
struct sess_req {
	uint32_t seq;		/* 0: free */
	uint32_t command;
	uint32_t prev, next;	/* slots, by time; not of the session's own */
	int own;		/* sent by the session, not by the caller */
	void *tag;
	msec at;		/* when it was sent */
	uint64_t end;		/* octets of the output up to its end */
};

struct smpp_session {
	enum smpp_role role;
	enum smpp_state state;
	enum smpp_state mode;	/* SMPP_BOUND_*: bound or binding as */
	struct smpp_limits limits;
	uint8_t peer_version;

	msec now;		/* the latest that any call gave */
	msec bind_at;		/* bind was sent; SMSC: the connection began */
	msec unbind_at;
	msec enquire_at;
	msec last_in;		/* any octet came */
	msec last_op;		/* a PDU went or came, enquire_link aside */

	uint32_t seq;		/* to try for the next request */
	uint32_t hand_seq;	/* our bind or unbind; 0: none is out */
	uint32_t enquire_seq;	/* our enquire_link; 0: none is out */
	uint32_t peer_bind_seq;	/* the bind that the caller is to answer */
	int enquire_wait;	/* nothing came since enquire_link went out */

	struct sess_req *reqs;	/* owned; mask + 1 slots */
	uint32_t mask;
	uint32_t head, tail;	/* the caller's, oldest first */
	unsigned nreqs;		/* how many of the caller's are out */

	struct sess_fifo in, out;
	uint64_t written;	/* octets of the output that have left */
	smpp_tap *tap;		/* NULL: nobody watches */
	void *tap_arg;
	uint64_t tapped;	/* octets of the output up to the end of the
				   PDUs that it was given */
	struct smpp_pdu pdu;	/* the one handed out last; borrows from in */
	char unended_id[SESS_ID_MAX];	/* or from this */
	int framed;		/* a whole PDU came: the peer speaks SMPP */
	int eof;		/* the peer closed; the input still counts */

	/* why it was closed, or (unbind_why) is about to be */
	enum smpp_why why, unbind_why;
	uint32_t status;
	const char *text;	/* static */
	int told;		/* SMPP_EV_CLOSED was given */
};

/* session.c */
void sess_now(struct smpp_session *s, msec now);
void sess_close(struct smpp_session *s, enum smpp_why why, uint32_t status,
	const char *text);
/* Send unbind; what comes of it closes with why. */
void sess_unbind(struct smpp_session *s, enum smpp_why why);

/* session_in.c: 1 the next PDU, 0 it is not whole yet, SMPP_ELEN */
int sess_next_pdu(const struct smpp_session *s, struct smpp_octets *raw);

/* session_out.c */
/* Room for n octets behind, or NULL: the fifo is as before. */
char *sess_fifo_room(struct sess_fifo *f, size_t n);
static inline size_t
sess_fifo_len(const struct sess_fifo *f)
{
	return f->b.len - f->off;
}
/* Append a PDU with these in its header; 0 or what session_request() says. */
int sess_put(struct smpp_session *s, const struct smpp_pdu *pdu,
	uint32_t status, uint32_t seq);
/* Append the octets of a PDU, with that number. */
int sess_put_octets(struct smpp_session *s, const void *octets, size_t n,
	uint32_t seq);
/* Append a response, without its body where v3.4 leaves that out. */
int sess_put_resp(struct smpp_session *s, const struct smpp_pdu *resp);
/* A PDU that is but a header; when it can't be kept the session is closed. */
void sess_put_header(struct smpp_session *s, uint32_t command, uint32_t status,
	uint32_t seq);
/* 1: closed now, since the peer doesn't read what it is sent. */
int sess_flooded(struct smpp_session *s);

/* session_reqs.c */
int sess_reqs_init(struct smpp_session *s);
/* A sequence number that is not out; it stays the next until it is added. */
uint32_t sess_seq(struct smpp_session *s);
void sess_seq_used(struct smpp_session *s, uint32_t seq);
void sess_req_add(struct smpp_session *s, uint32_t seq, uint32_t command,
	void *tag, int own);
/* NULL: none with that number is out. */
struct sess_req *sess_req_find(struct smpp_session *s, uint32_t seq);
/* The one request that is out, or NULL when there are none or more. */
struct sess_req *sess_req_only(struct smpp_session *s);
/* The oldest of the caller's, or NULL. */
struct sess_req *sess_req_oldest(const struct smpp_session *s);
void sess_req_drop(struct smpp_session *s, struct sess_req *r);

/* session_rules.c */
int sess_may_send(const struct smpp_session *s, uint32_t command);
/* A request of v3.4, that somebody may send in some state. */
int sess_speaks(uint32_t command);
int sess_may_take(const struct smpp_session *s, uint32_t command);
int sess_bound(const struct smpp_session *s);
/* The state that a bind leads to; SMPP_OPEN: the command is none. */
enum smpp_state sess_bind_mode(uint32_t command);
/* 1: alert_notification and outbind, which have no response. */
int sess_unanswered(uint32_t command);

/* session_timers.c */
/* Do what is due, requests that wait for answers aside. */
void sess_timers(struct smpp_session *s);
/* The oldest request of the caller's if its time is over, or NULL. */
struct sess_req *sess_overdue(const struct smpp_session *s);

#endif
