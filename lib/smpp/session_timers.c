#include "smpp/session_priv.h"
#include "smpp/status.h"

#define NEVER UINT64_MAX

static msec
after(msec from, msec timer)
{
	return timer == 0 || timer > NEVER - from ? NEVER : from + timer;
}

/* 7.2, session_init_timer: at the SMSC until the bind comes; and for ours */
static msec
bind_due(const struct smpp_session *s)
{
	enum smpp_state waits = s->role == SMPP_SMSC ? SMPP_OPEN : SMPP_BINDING;

	return s->state == waits ? after(s->bind_at, s->limits.bind_timer) :
	    NEVER;
}

static msec
unbind_due(const struct smpp_session *s)
{
	return s->state == SMPP_UNBINDING ?
	    after(s->unbind_at, s->limits.response_timer) : NEVER;
}

static msec
request_due(const struct smpp_session *s)
{
	const struct sess_req *r = sess_req_oldest(s);

	return r ? after(r->at, s->limits.response_timer) : NEVER;
}

static msec
enquire_due(const struct smpp_session *s)
{
	msec idle = s->last_in > s->enquire_at ? s->last_in : s->enquire_at;

	return sess_bound(s) && !s->enquire_wait ?
	    after(idle, s->limits.enquire_timer) : NEVER;
}

static msec
enquire_response_due(const struct smpp_session *s)
{
	return sess_bound(s) && s->enquire_wait ?
	    after(s->enquire_at, s->limits.enquire_response_timer) : NEVER;
}

static msec
inactivity_due(const struct smpp_session *s)
{
	return sess_bound(s) && s->nreqs == 0 ?
	    after(s->last_op, s->limits.inactivity_timer) : NEVER;
}

static void
enquire(struct smpp_session *s)
{
	struct sess_req *r = sess_req_find(s, s->enquire_seq);
	uint32_t seq;

	if (r)
		sess_req_drop(s, r);
	seq = sess_seq(s);
	s->enquire_at = s->now;
	s->enquire_wait = s->limits.enquire_response_timer != 0;
	sess_req_add(s, seq, SMPP_ENQUIRE_LINK, NULL, 1);
	sess_put_header(s, SMPP_ENQUIRE_LINK, SMPP_ROK, seq);
}

static int
over(const struct smpp_session *s, msec due)
{
	return due != NEVER && s->now >= due;
}

void
sess_timers(struct smpp_session *s)
{
	if (over(s, bind_due(s)))
		sess_close(s, SMPP_WHY_BIND_TIMEOUT, 0,
		    s->role == SMPP_SMSC ? "the peer did not bind" :
		    "no answer to bind");
	else if (over(s, unbind_due(s)))
		sess_close(s, s->unbind_why, 0, "no answer to unbind");
	else if (over(s, enquire_response_due(s)))
		sess_close(s, SMPP_WHY_ENQUIRE_TIMEOUT, 0,
		    "no answer to enquire_link");
	else if (over(s, inactivity_due(s)))
		sess_unbind(s, SMPP_WHY_INACTIVE);
	else if (over(s, enquire_due(s)))
		enquire(s);
}

struct sess_req *
sess_overdue(const struct smpp_session *s)
{
	return over(s, request_due(s)) ? sess_req_oldest(s) : NULL;
}

void
smpp_session_tick(struct smpp_session *s, msec now)
{
	struct smpp_octets raw;

	sess_now(s, now);
	/* what lies in the input may be what is waited for, and an overdue
	   request ends before the session does: smpp_session_event() looks at
	   the timers behind both */
	if (!s->eof && !sess_overdue(s) && sess_next_pdu(s, &raw) == 0)
		sess_timers(s);
}

msec
smpp_session_deadline(const struct smpp_session *s)
{
	const msec due[] = { bind_due(s), unbind_due(s), request_due(s),
	    enquire_due(s), enquire_response_due(s), inactivity_due(s) };
	msec first = NEVER;
	size_t i;

	if (s->state == SMPP_CLOSED)
		return NEVER;
	for (i = 0; i < sizeof due / sizeof due[0]; i++)
		if (due[i] < first)
			first = due[i];
	return first;
}
