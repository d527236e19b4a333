/*
 * session - what a peer sends, as either side.  Any split of the stream gives
 * the same events and output; each request of ours ends once; the last event is
 * the end of the session.
 *
 * The first octet says which side we are, which bind and whether the rest is
 * the stream or PDUs without their command_length, each behind an octet of
 * length; the next says where the stream is split.
 */
#include "fuzz.h"

#include "base/num.h"
#include "smpp/session.h"

enum { SMSC = 1, FRAMED = 2, SMALL = 4, BIND = 0x18, ROUNDS = 8 };

/* What a session did, for comparing: all but whether a lost request was unsent,
   since that is a matter of when we write. */
struct run {
	struct smpp_session *s;
	struct buf events, output;
	unsigned out;		/* requests of ours that have not ended */
	unsigned answers;
	int closed;
};

/* In hex, for people too. */
static void
note(struct buf *b, const void *p, size_t n)
{
	char *to = buf_room(b, 2 * n);

	assert(to);
	num_hex(p, n, to);
	b->len += 2 * n;
}

/* Take the output, in two steps. */
static void
drain_output(struct run *r)
{
	const void *p;
	size_t n, half;

	while ((p = smpp_session_output(r->s, &n))) {
		assert(n > 0 && n <= SMPP_OUTPUT_MAX + SMPP_PDU_MAX);
		half = (n + 1) / 2;
		note(&r->output, p, half);
		smpp_session_sent(r->s, half);
	}
}

static void
request(struct run *r, uint32_t command)
{
	struct smpp_pdu pdu = { .command = command, .destination_addr = "1",
	    .short_message = { (const uint8_t *)"hi", 2 } };

	if (smpp_session_request(r->s, &pdu, r, NULL, 0) == 0)
		r->out++;
}

static void
answer(struct run *r, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq,
	    .message_id = "1" };

	/* some are refused, some never answered */
	if (ev->seq % 5 == 4)
		resp.status = 8;
	if (ev->seq % 7 != 6)
		smpp_session_respond(r->s, &resp, 0);
	if (ev->seq % 3 == 0)
		request(r, SMPP_DELIVER_SM);
}

static void
drain_events(struct run *r)
{
	struct smpp_event ev;

	while (smpp_session_event(r->s, &ev)) {
		assert(!r->closed);
		buf_fmt(&r->events, "\n%d %u %u %d %s ", ev.type, ev.seq,
		    ev.status, ev.why, ev.text ? ev.text : "");
		if (ev.pdu)
			note(&r->events, ev.raw.p, ev.raw.n);
		switch (ev.type) {
		case SMPP_EV_BOUND:
			request(r, SMPP_SUBMIT_SM);
			request(r, SMPP_QUERY_SM);
			break;
		case SMPP_EV_PDU:
			assert(ev.pdu && ev.pdu->seq == ev.seq);
			answer(r, &ev);
			break;
		case SMPP_EV_ANSWER:
			assert(ev.tag == r && r->out-- > 0);
			assert((ev.pdu != NULL) == (ev.why == SMPP_WHY_NONE));
			if (r->answers++ < ROUNDS)
				request(r, SMPP_SUBMIT_SM);
			break;
		case SMPP_EV_ODD:
			assert(ev.text);
			break;
		case SMPP_EV_CLOSED:
			assert(r->out == 0);
			r->closed = 1;
			break;
		}
	}
	assert(smpp_session_outstanding(r->s) == r->out);
	assert((smpp_session_state(r->s) == SMPP_CLOSED) == r->closed);
}

static void
begin(struct run *r, uint8_t how)
{
	static const uint32_t binds[] = { SMPP_BIND_TRANSCEIVER,
	    SMPP_BIND_TRANSMITTER, SMPP_BIND_RECEIVER, SMPP_BIND_TRANSCEIVER };
	struct smpp_limits limits = { .window = 3,
	    .pdu_max = how & SMALL ? 100 : 0 };
	struct smpp_pdu bind = { .command = binds[(how & BIND) / 8],
	    .system_id = "me", .interface_version = 0x34 };

	memset(r, 0, sizeof *r);
	r->s = smpp_session_new(how & SMSC ? SMPP_SMSC : SMPP_ESME, &limits, 0);
	assert(r->s);
	if (!(how & SMSC))
		assert(smpp_session_bind(r->s, &bind, 0) == 0);
	drain_output(r);
}

static void
end(struct run *r)
{
	smpp_session_eof(r->s);
	drain_events(r);
	assert(r->closed && smpp_session_deadline(r->s) == UINT64_MAX);
	drain_output(r);
	smpp_session_free(r->s);
}

/* In pieces of 1 to 16 octets, as split says, or whole. */
static void
feed(struct run *r, const struct buf *in, unsigned split)
{
	size_t at, n;
	void *piece;

	for (at = 0; at < in->len; at += n) {
		n = split ? 1 + (split = split * 31 % 251) % 16 : in->len;
		if (n > in->len - at)
			n = in->len - at;
		piece = block_of(in->p + at, n);
		assert(smpp_session_input(r->s, piece, n, 0) == 0);
		free(piece);
		drain_events(r);
		if (split % 2 == 0)
			drain_output(r);
	}
}

/* PDUs get their command_length. */
static void
frame(struct buf *in, const uint8_t *p, size_t n)
{
	while (n > 0) {
		size_t len = take(&p, &n);

		if (len > n)
			len = n;
		buf_add(in, "\0\0", 2);
		buf_ch(in, (char)((len + 4) >> 8));
		buf_ch(in, (char)(len + 4));
		buf_add(in, p, len);
		p += len;
		n -= len;
	}
}

static int
same(struct buf *whole, struct buf *pieces)
{
	if (whole->len == pieces->len && (!whole->len ||
	    memcmp(whole->p, pieces->p, whole->len) == 0))
		return 1;
	fprintf(stderr, "whole:\n%s\nin pieces:\n%s\n", buf_cstr(whole),
	    buf_cstr(pieces));
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t how = take(&p, &n);
	unsigned split = take(&p, &n) % 250 + 1;
	struct buf in = BUF_INIT;
	struct run whole, pieces;

	if (how & FRAMED)
		frame(&in, p, n);
	else
		buf_add(&in, p, n);
	begin(&whole, how);
	feed(&whole, &in, 0);
	end(&whole);
	begin(&pieces, how);
	feed(&pieces, &in, split);
	end(&pieces);
	assert(same(&whole.events, &pieces.events));
	assert(same(&whole.output, &pieces.output));
	buf_free(&whole.events);
	buf_free(&whole.output);
	buf_free(&pieces.events);
	buf_free(&pieces.output);
	buf_free(&in);
	return 0;
}
