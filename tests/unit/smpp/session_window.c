/* smpp/session: the window, the order of answers, sequence numbers, memory. */
#include "session_kit.h"
#include "random.h"
#include "smpp/session_priv.h"

static void
answer(struct smpp_session *s, uint32_t seq)
{
	uint8_t b[19] = { 0, 0, 0, 19, 0x80, 0, 0, 4, 0, 0, 0, 0,
	    (uint8_t)(seq >> 24), (uint8_t)(seq >> 16), (uint8_t)(seq >> 8),
	    (uint8_t)seq, 'm', '1', 0 };

	assert(smpp_session_input(s, b, sizeof b, 0) == 0);
}

static void
flush(struct smpp_session *s)
{
	size_t n;

	smpp_session_output(s, &n);
	smpp_session_sent(s, n);
}

/* Fill the window, answer in a random order; every tag comes back once. */
static void
window_of(unsigned window)
{
	struct smpp_limits l = { .window = window };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	uint32_t *seqs = calloc(window, sizeof *seqs), last = 1, t;
	struct smpp_event ev;
	unsigned i, j;

	assert(seqs && smpp_session_room(s) == window);
	for (i = 0; i < window; i++) {
		assert(smpp_session_room(s) == window - i);
		assert(smpp_session_request(s, &hi, &seqs[i], &seqs[i], 0) ==
		    0);
		assert(seqs[i] == last + 1);
		last = seqs[i];
		flush(s);
	}
	assert(smpp_session_room(s) == 0);
	assert(smpp_session_outstanding(s) == window);
	assert(smpp_session_request(s, &hi, NULL, &t, 0) == SMPP_EWINDOW);
	flush(s);
	for (i = window; i > 1; i--) {
		j = rnd() % i;
		t = seqs[j], seqs[j] = seqs[i - 1], seqs[i - 1] = t;
	}
	for (i = 0; i < window; i++) {
		answer(s, seqs[i]);
		assert(smpp_session_event(s, &ev) == 1);
		assert(ev.type == SMPP_EV_ANSWER && ev.seq == seqs[i]);
		assert((uint32_t *)ev.tag == &seqs[seqs[i] - 2]);
		assert(smpp_session_room(s) == i + 1);
	}
	gave(s, "");
	answer(s, seqs[0]);
	gave(s, "odd 0x0; ");
	smpp_session_free(s);
	free(seqs);
}

static void
windows(void)
{
	window_of(1);
	window_of(2);
	window_of(10);
	window_of(1000);
	window_of(10000);
}

static void
window_limits(void)
{
	struct smpp_limits l = { .window = 0 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);

	assert(smpp_session_room(s) == 1);
	smpp_session_free(s);
	l.window = 0xffffffffu;
	s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	assert(smpp_session_room(s) == 10000);
	smpp_session_free(s);
}

/* alert_notification has no answer, and needs no place; v3.4, 4.12 */
static void
beside_the_window(void)
{
	struct smpp_limits l = { .window = 1 };
	struct smpp_session *s = bound_smsc(SMPP_BIND_RECEIVER, &l);
	struct smpp_pdu pdu = hi;

	pdu.command = SMPP_DELIVER_SM;
	assert(smpp_session_request(s, &pdu, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &pdu, "b", NULL, 0) == SMPP_EWINDOW);
	pdu = (struct smpp_pdu){ .command = SMPP_ALERT_NOTIFICATION };
	assert(smpp_session_request(s, &pdu, NULL, NULL, 0) == 0);
	assert(smpp_session_request(s, &pdu, NULL, NULL, 0) == 0);
	wrote(s, DELIVER("00000001")
	    "00000016 00000102 00000000 00000002 000000 000000"
	    "00000016 00000102 00000000 00000003 000000 000000");
	assert(smpp_session_outstanding(s) == 1);
	smpp_session_free(s);
}

static void
lost_in_order(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	char *tags[] = { "a", "b", "c", "d", "e" };
	size_t i;

	for (i = 0; i < 5; i++)
		assert(smpp_session_request(s, &hi, tags[i], NULL, 0) == 0);
	/* the oldest, the newest, one between */
	answer(s, 2);
	answer(s, 6);
	answer(s, 4);
	gave(s, "answer 2 0x0 a; answer 6 0x0 e; answer 4 0x0 c; ");
	smpp_session_eof(s);
	gave(s, "lost 3 b; lost 5 d; closed peer_closed 0x0; ");
	done(s);
}

static void
wrap(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	uint32_t seq;

	/* v3.4, 3.2.1: 0x00000001 to 0x7FFFFFFF */
	s->seq = 0x7ffffffe;
	assert(smpp_session_request(s, &hi, "a", &seq, 0) == 0);
	assert(seq == 0x7ffffffe);
	assert(smpp_session_request(s, &hi, "b", &seq, 0) == 0);
	assert(seq == 0x7fffffff);
	assert(smpp_session_request(s, &hi, "c", &seq, 0) == 0 && seq == 1);
	assert(smpp_session_request(s, &hi, "d", &seq, 0) == 0 && seq == 2);
	wrote(s, SUBMIT("7ffffffe") SUBMIT("7fffffff") SUBMIT("00000001")
	    SUBMIT("00000002"));
	feed(s, SUBMIT_RESP("00000001") SUBMIT_RESP("7fffffff")
	    SUBMIT_RESP("00000002") SUBMIT_RESP("7ffffffe"), 0);
	gave(s, "answer 1 0x0 c; answer 7fffffff 0x0 b; answer 2 0x0 d; "
	    "answer 7ffffffe 0x0 a; ");
	smpp_session_free(s);
}

/* An old request keeps its number for itself, all around the wrap. */
static void
never_twice(void)
{
	struct smpp_limits l = { .window = 2 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	uint32_t old, seq, before = 0;
	int i;

	assert(smpp_session_request(s, &hi, "old", &old, 0) == 0);
	assert(old == 2);
	for (i = 0; i < 100; i++) {
		if (i == 50)
			s->seq = 0x7ffffff0;
		if (i == 80)
			s->seq = old;
		assert(smpp_session_request(s, &hi, "x", &seq, 0) == 0);
		assert(seq != old && seq != before && seq >= 1);
		assert(seq <= 0x7fffffff);
		before = seq;
		answer(s, seq);
		flush(s);
		assert(smpp_session_outstanding(s) == 2);
		smpp_session_room(s);
		{
			struct smpp_event ev;

			assert(smpp_session_event(s, &ev) == 1);
			assert(ev.seq == seq && strcmp(ev.tag, "x") == 0);
		}
	}
	answer(s, old);
	gave(s, "answer 2 0x0 old; ");
	smpp_session_free(s);
}

/* A million requests in bursts, partly written: the memory stays. */
static void
million(void)
{
	struct smpp_limits l = { .window = 100 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	uint32_t first = 2, next = 2, seq;
	struct smpp_event ev;
	size_t n, in = 0, out = 0;
	long i;

	for (i = 0; i < 1000000; ) {
		while (smpp_session_room(s)) {
			assert(smpp_session_request(s, &hi, NULL, &seq, 0) ==
			    0);
			assert(seq == next++);
			i++;
		}
		smpp_session_output(s, &n);
		smpp_session_sent(s, n - n / 7);
		for (n = 1 + rnd() % 100; n--; )
			answer(s, first++);
		while (smpp_session_event(s, &ev))
			assert(ev.type == SMPP_EV_ANSWER);
		if (i < 10000) {
			in = s->in.b.cap;
			out = s->out.b.cap;
		}
	}
	assert(s->in.b.cap <= 2 * in && s->out.b.cap <= 2 * out);
	assert(in <= 16384 && out <= 32768);
	smpp_session_free(s);
}

/* A burst's memory is given back. */
static void
burst(void)
{
	struct smpp_limits l = { .window = 10000 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	uint32_t seq;
	int i;

	for (i = 0; i < 10000; i++)
		assert(smpp_session_request(s, &hi, NULL, &seq, 0) == 0);
	assert(s->out.b.cap > SESS_KEEP);
	flush(s);
	for (i = 0; i < 10000; i++) {
		struct smpp_event ev;

		answer(s, seq - 9999 + (uint32_t)i);
		assert(smpp_session_event(s, &ev) == 1);
	}
	assert(smpp_session_request(s, &hi, NULL, &seq, 0) == 0);
	assert(s->out.b.cap <= SESS_KEEP);
	smpp_session_free(s);
}

/* Octets written one by one, and more than there are. */
static void
written_in_pieces(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	uint8_t want[92], got[92];
	const uint8_t *p;
	size_t n, i;

	assert(unhex(SUBMIT("00000002") SUBMIT("00000003"), want, 92) == 92);
	assert(smpp_session_request(s, &hi, NULL, NULL, 0) == 0);
	for (i = 0; i < 92; i++) {
		if (i == 40)
			assert(smpp_session_request(s, &hi, NULL, NULL, 0) ==
			    0);
		p = smpp_session_output(s, &n);
		assert(n == (i < 40 ? 46 : 92) - i);
		got[i] = *p;
		smpp_session_sent(s, 1);
	}
	assert(memcmp(got, want, 92) == 0);
	assert(smpp_session_output(s, &n) == NULL && n == 0);
	smpp_session_sent(s, 5);
	wrote(s, "");
	assert(smpp_session_request(s, &hi, NULL, NULL, 0) == 0);
	smpp_session_sent(s, 5000);
	wrote(s, "");
	smpp_session_free(s);
}

/* Messages of 64 KiB: what can't be written can't be added without end. */
static void
big_messages(void)
{
	struct smpp_limits l = { .window = 1000 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	static uint8_t tlvs[SMPP_PDU_MAX] = { 0x04, 0x24, 0xff, 0xff };
	struct smpp_pdu big = hi;
	unsigned i;
	size_t n;
	int rc;

	big.short_message.n = 0;
	big.tlvs = (struct smpp_octets){ tlvs, 4 + 65535 };
	for (i = 0; (rc = smpp_session_request(s, &big, NULL, NULL, 0)) == 0; )
		i++;
	assert(rc == SMPP_EWINDOW && i >= 32 && i < 40);
	assert(smpp_session_room(s) == 0);
	smpp_session_output(s, &n);
	assert(n <= SMPP_OUTPUT_MAX / 2 + SMPP_PDU_MAX);
	smpp_session_sent(s, n);
	assert(smpp_session_room(s) == 1000 - i);

	/* and no PDU is longer than what the peer may take; behind it are
	   TLVs of 4 octets */
	big.tlvs.n = SMPP_PDU_MAX - 1;
	assert(smpp_session_request(s, &big, NULL, NULL, 0) == SMPP_EFIELD);
	big.tlvs.n = SIZE_MAX;
	assert(smpp_session_request(s, &big, NULL, NULL, 0) == SMPP_EFIELD);
	big = hi;
	big.destination_addr = "123456789012345678901";	/* 5.2.9: 21 */
	assert(smpp_session_request(s, &big, NULL, NULL, 0) == SMPP_EFIELD);
	wrote(s, "");
	assert(smpp_session_outstanding(s) == i);
	smpp_session_free(s);
}

static const struct tap_test tests[] = {
	{ "windows of 1, 2, 10, 1000, 10000; answers out of order", windows },
	{ "a window out of range becomes the nearest", window_limits },
	{ "alert_notification takes no place in the window",
	  beside_the_window },
	{ "what is out ends in order of time", lost_in_order },
	{ "sequence numbers wrap to 1", wrap },
	{ "a number that is out is not used again", never_twice },
	{ "a million messages don't grow the memory", million },
	{ "a burst's memory is given back", burst },
	{ "output written octet by octet", written_in_pieces },
	{ "output is bounded; PDUs that can't be sent", big_messages },
};

TAP_MAIN(tests)
