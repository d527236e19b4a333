#include "smpp/session_priv.h"
#include "smpp/status.h"

#include <string.h>

/* More than all fields of any PDU that have a fixed maximum, with the header. */
enum { FIXED_MAX = 512 };

char *
sess_fifo_room(struct sess_fifo *f, size_t n)
{
	size_t left = sess_fifo_len(f);
	char *p;

	if (left == 0) {
		buf_reset(&f->b);
		f->off = 0;
		if (f->b.cap > SESS_KEEP && n <= SESS_KEEP)
			buf_free(&f->b);
	} else if (n > f->b.cap - f->b.len && f->off >= left) {
		/* moves no more octets than were taken since it last did */
		memcpy(f->b.p, f->b.p + f->off, left);
		f->b.len = left;
		f->off = 0;
	}
	p = buf_room(&f->b, n);
	f->b.err = 0;	/* what lay in it is still there */
	return p;
}

static void
put_u32(char *to, uint32_t v)
{
	to[0] = (char)(v >> 24);
	to[1] = (char)(v >> 16);
	to[2] = (char)(v >> 8);
	to[3] = (char)v;
}

/* At most so many octets; 0: more than any PDU may have. */
static size_t
size_bound(const struct smpp_pdu *p)
{
	if (p->short_message.n > SMPP_PDU_MAX || p->dests.n > SMPP_PDU_MAX ||
	    p->unsuccess.n > SMPP_PDU_MAX || p->tlvs.n > SMPP_PDU_MAX ||
	    p->rest.n > SMPP_PDU_MAX)
		return 0;
	return FIXED_MAX + p->short_message.n + p->dests.n + p->unsuccess.n +
	    p->tlvs.n + p->rest.n;
}

int
sess_put(struct smpp_session *s, const struct smpp_pdu *pdu, uint32_t status,
    uint32_t seq)
{
	size_t room = size_bound(pdu);
	char *to;
	ssize_t n;

	if (room == 0)
		return SMPP_EFIELD;
	to = sess_fifo_room(&s->out, room);
	if (!to)
		return SMPP_ENOMEM;
	n = smpp_pdu_encode(pdu, (uint8_t *)to, room, NULL);
	if (n == SMPP_ENOSPC || n > SMPP_PDU_MAX)
		return SMPP_EFIELD;
	if (n < 0)
		return (int)n;
	put_u32(to + 8, status);
	put_u32(to + 12, seq);
	s->out.b.len += (size_t)n;
	return 0;
}

int
sess_put_octets(struct smpp_session *s, const void *octets, size_t n,
    uint32_t seq)
{
	char *to;

	if (n < SMPP_HEADER || n > SMPP_PDU_MAX)
		return SMPP_EFIELD;
	to = sess_fifo_room(&s->out, n);
	if (!to)
		return SMPP_ENOMEM;
	memcpy(to, octets, n);
	put_u32(to + 12, seq);
	s->out.b.len += n;
	return 0;
}

static int
put_bare(struct smpp_session *s, uint32_t command, uint32_t status,
    uint32_t seq)
{
	char *to = sess_fifo_room(&s->out, SMPP_HEADER);

	if (!to)
		return SMPP_ENOMEM;
	put_u32(to, SMPP_HEADER);
	put_u32(to + 4, command);
	put_u32(to + 8, status);
	put_u32(to + 12, seq);
	s->out.b.len += SMPP_HEADER;
	return 0;
}

int
sess_put_resp(struct smpp_session *s, const struct smpp_pdu *resp)
{
	/* v3.4, 4.1.2, 4.1.4 and 4.4.2 leave the body out; 4.1.6 says nothing
	   of bind_transceiver_resp, which is of the same kind */
	if (resp->status != SMPP_ROK)
		switch (resp->command) {
		case SMPP_BIND_RECEIVER | SMPP_RESP:
		case SMPP_BIND_TRANSMITTER | SMPP_RESP:
		case SMPP_BIND_TRANSCEIVER | SMPP_RESP:
		case SMPP_SUBMIT_SM | SMPP_RESP:
			return put_bare(s, resp->command, resp->status,
			    resp->seq);
		}
	return sess_put(s, resp, resp->status, resp->seq);
}

int
sess_flooded(struct smpp_session *s)
{
	if (sess_fifo_len(&s->out) <= SMPP_OUTPUT_MAX)
		return 0;
	sess_close(s, SMPP_WHY_PROTOCOL, SMPP_ROK,
	    "the peer does not read what it is sent");
	return 1;
}

void
sess_put_header(struct smpp_session *s, uint32_t command, uint32_t status,
    uint32_t seq)
{
	if (sess_flooded(s))
		return;
	if (put_bare(s, command, status, seq) != 0)
		sess_close(s, SMPP_WHY_NOMEM, 0, "out of memory");
}

const void *
smpp_session_output(const struct smpp_session *s, size_t *n)
{
	*n = sess_fifo_len(&s->out);
	return *n ? s->out.b.p + s->out.off : NULL;
}

/* Of the next n octets: the PDUs that begin among them. */
static void
tap_output(struct smpp_session *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s->out.b.p + s->out.off;
	size_t at = (size_t)(s->tapped - s->written);

	while (at < n) {
		ssize_t len = smpp_pdu_length(p + at, SMPP_HEADER,
		    SMPP_PDU_MAX);

		/* whoever gave us octets gave us none of a PDU */
		if (len < 0)
			len = (ssize_t)(n - at);
		s->tap(s->tap_arg, 1, p + at, (size_t)len);
		at += (size_t)len;
	}
	s->tapped = s->written + at;
}

void
smpp_session_sent(struct smpp_session *s, size_t n)
{
	size_t left = sess_fifo_len(&s->out);

	if (n > left)
		n = left;
	if (s->tap)
		tap_output(s, n);
	s->out.off += n;
	s->written += n;
}
