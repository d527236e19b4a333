#include "smpp/session_priv.h"

#include <stdlib.h>

/*
 * A request's slot is its sequence number's low bits.  There are at least
 * twice as many slots as requests, and a number whose slot is taken (by an old
 * request that is still out) is skipped: finding is one look, and a number
 * that is out is never used again.
 */
int
sess_reqs_init(struct smpp_session *s)
{
	uint32_t n = 1;

	while (n < 2 * (s->limits.window + SESS_OWN_MAX))
		n *= 2;
	s->reqs = calloc(n, sizeof *s->reqs);
	if (!s->reqs)
		return SMPP_ENOMEM;
	s->mask = n - 1;
	s->head = s->tail = SESS_NONE;
	s->seq = 1;
	return 0;
}

void
sess_seq_used(struct smpp_session *s, uint32_t seq)
{
	s->seq = seq >= SESS_SEQ_MAX ? 1 : seq + 1;
}

uint32_t
sess_seq(struct smpp_session *s)
{
	while (s->reqs[s->seq & s->mask].seq)
		sess_seq_used(s, s->seq);
	return s->seq;
}

void
sess_req_add(struct smpp_session *s, uint32_t seq, uint32_t command, void *tag,
    int own)
{
	uint32_t i = seq & s->mask;
	struct sess_req *r = &s->reqs[i];

	*r = (struct sess_req){ .seq = seq, .command = command, .own = own,
	    .tag = tag, .at = s->now, .prev = s->tail, .next = SESS_NONE,
	    .end = s->written + sess_fifo_len(&s->out) };
	sess_seq_used(s, seq);
	if (own) {
		*(command == SMPP_ENQUIRE_LINK ? &s->enquire_seq :
		    &s->hand_seq) = seq;
		return;
	}
	if (s->tail == SESS_NONE)
		s->head = i;
	else
		s->reqs[s->tail].next = i;
	s->tail = i;
	s->nreqs++;
}

struct sess_req *
sess_req_find(struct smpp_session *s, uint32_t seq)
{
	struct sess_req *r = &s->reqs[seq & s->mask];

	return seq && r->seq == seq ? r : NULL;
}

struct sess_req *
sess_req_oldest(const struct smpp_session *s)
{
	return s->head == SESS_NONE ? NULL : &s->reqs[s->head];
}

struct sess_req *
sess_req_only(struct smpp_session *s)
{
	if (s->nreqs + (s->hand_seq != 0) + (s->enquire_seq != 0) != 1)
		return NULL;
	if (s->nreqs)
		return sess_req_oldest(s);
	return sess_req_find(s, s->hand_seq ? s->hand_seq : s->enquire_seq);
}

void
sess_req_drop(struct smpp_session *s, struct sess_req *r)
{
	if (r->own) {
		*(r->command == SMPP_ENQUIRE_LINK ? &s->enquire_seq :
		    &s->hand_seq) = 0;
	} else {
		if (r->prev == SESS_NONE)
			s->head = r->next;
		else
			s->reqs[r->prev].next = r->next;
		if (r->next == SESS_NONE)
			s->tail = r->prev;
		else
			s->reqs[r->next].prev = r->prev;
		s->nreqs--;
	}
	r->seq = 0;
}
