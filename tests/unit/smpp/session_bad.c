/* smpp/session: streams that are no SMPP, floods, random octets. */
#include "session_kit.h"
#include "random.h"

static void
strangers(void)
{
	static const struct {
		const char *hex;
		const char *text;
	} rows[] = {
		/* RFC 9112: "HTTP/1.1 400 Bad Request", "GET / HTTP/1.1" */
		{ "485454502f312e3120343030 20426164", "the %s speaks HTTP" },
		{ "474554202f20485454502f312e310d0a", "the %s speaks HTTP" },
		{ "504f5354202f20485454502f312e310d", "the %s speaks HTTP" },
		/* RFC 8446, 5.1: handshake records, and an alert */
		{ "1603010200010001fc0303", "the %s speaks TLS" },
		{ "15030100020246", "the %s speaks TLS" },
		/* RFC 4253, 4.2: "SSH-2.0-" */
		{ "5353482d322e302d", "the %s speaks SSH" },
		/* RFC 9113, 3.4; RFC 9051, 7.1.1; RFC 1939, 3 */
		{ "505249202a20485454502f322e30", "the %s speaks HTTP" },
		{ "2a204f4b2072656164790d0a", "the %s speaks IMAP" },
		{ "2b4f4b2072656164790d0a", "the %s speaks POP3" },
		/* HAProxy's proxy-protocol.txt, 2.1 and 2.2 */
		{ "50524f585920544350342031",
		  "the %s speaks the PROXY protocol" },
		{ "0d0a0d0a000d0a515549540a",
		  "the %s speaks the PROXY protocol" },
		/* AMQP 0-9-1, 4.2.2 */
		{ "414d515000000901", "the %s speaks AMQP" },
		/* RFC 1006: TPKT, 47 octets, as probes for RDP begin */
		{ "0300002f2ae00000", "the %s speaks RDP (a probe)" },
		/* RFC 5321: "220 mx ESMTP"; "220-mx" */
		{ "323230206d782045534d5450", "the %s speaks SMTP or FTP" },
		{ "3232302d6d780d0a", "the %s speaks SMTP or FTP" },
		{ "494e464f207b7d0d0a", "the %s speaks NATS" },
		{ "00000000", "command_length is below 16" },
		{ "0000000f800000000000000000000000",
		  "command_length is below 16" },
		{ "80000000", "command_length is over the limit" },
		{ "7fffffff00000004", "command_length is over the limit" },
		{ "ffffffff", "command_length is over the limit" },
		{ "00011171", "command_length is over the limit" },
	};
	struct smpp_event ev;
	enum smpp_role role;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (role = SMPP_ESME; role <= SMPP_SMSC; role++) {
			struct smpp_session *s = fresh(role, &plenty);
			char head[9] = "", text[64];

			/* three octets tell nothing yet, the fourth does */
			memcpy(head, rows[i].hex, 6);
			feed(s, head, 0);
			gave(s, "");
			feed(s, rows[i].hex + 6, 0);
			assert(smpp_session_event(s, &ev) == 1);
			assert(ev.type == SMPP_EV_CLOSED);
			assert(ev.why == SMPP_WHY_PROTOCOL);
			snprintf(text, sizeof text, rows[i].text,
			    role == SMPP_ESME ? "port" : "peer");
			if (strcmp(ev.text, text) != 0)
				fprintf(stderr, "# %s: %s\n", rows[i].hex,
				    ev.text);
			assert(strcmp(ev.text, text) == 0);
			wrote(s, NACK("00000002", "00000000"));
			done(s);
		}
}

static void
length_limits(void)
{
	struct smpp_limits l = { .window = 1, .pdu_max = 100 };
	struct smpp_session *s = fresh(SMPP_ESME, &l);
	static uint8_t b[70001];

	/* 100 octets of an unknown response are one PDU, 101 none */
	memcpy(b, "\0\0\0\x64\x80\0\x0f\xff\0\0\0\0\0\0\0\1", 16);
	assert(smpp_session_input(s, b, 100, 0) == 0);
	gave(s, "odd 0x0; ");
	b[3] = 101;
	assert(smpp_session_input(s, b, 4, 0) == 0);
	gave(s, "closed protocol 0x2; ");
	smpp_session_free(s);

	/* 0: SMPP_PDU_MAX, 70000 */
	s = fresh(SMPP_ESME, &plenty);
	memcpy(b, "\0\x01\x11\x70", 4);
	assert(smpp_session_input(s, b, 70000, 0) == 0);
	gave(s, "odd 0x0; ");
	b[3]++;
	assert(smpp_session_input(s, b, 4, 0) == 0);
	gave(s, "closed protocol 0x2; ");
	smpp_session_free(s);
}

/* In the middle of a session such octets are somebody's text. */
static void
out_of_step(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	struct smpp_event ev;

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	wrote(s, SUBMIT("00000002") SUBMIT("00000003"));
	/* what came before still counts, what is behind doesn't */
	feed(s, SUBMIT_RESP("00000002") "48545450" SUBMIT_RESP("00000003"), 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.pdu && ev.seq == 2);
	assert(smpp_session_event(s, &ev) == 1 && !ev.pdu && ev.seq == 3);
	assert(ev.why == SMPP_WHY_LOST);
	assert(smpp_session_event(s, &ev) == 1);
	assert(ev.type == SMPP_EV_CLOSED && ev.why == SMPP_WHY_PROTOCOL);
	assert(strcmp(ev.text, "command_length is over the limit") == 0);
	wrote(s, NACK("00000002", "00000000"));
	done(s);
}

/* A peer that asks and asks and never reads. */
static void
flood(const char *hex)
{
	struct smpp_session *s = bound_smsc(SMPP_BIND_TRANSCEIVER, &plenty);
	uint8_t one[64], b[6400];
	size_t n = unhex(hex, one, sizeof one), i, rounds;
	struct smpp_event ev = { .type = SMPP_EV_ODD };

	for (i = 0; i < 100; i++)
		memcpy(b + i * n, one, n);
	for (rounds = 0; rounds < 10000; rounds++) {
		assert(smpp_session_input(s, b, 100 * n, 0) == 0);
		while (smpp_session_event(s, &ev))
			if (ev.type == SMPP_EV_CLOSED)
				break;
		if (ev.type == SMPP_EV_CLOSED)
			break;
	}
	assert(ev.type == SMPP_EV_CLOSED && ev.why == SMPP_WHY_PROTOCOL);
	assert(strstr(ev.text, "does not read"));
	smpp_session_output(s, &n);
	assert(n > SMPP_OUTPUT_MAX && n < SMPP_OUTPUT_MAX + 100);
	done(s);
}

static void
floods(void)
{
	flood(ENQUIRE("00000001"));
	flood(BARE("00000200", "00000000", "00000001"));
	flood(BARE("00000004", "00000000", "00000001"));
	flood(BIND_RX("00000002"));
}

/* The same by the caller's answers. */
static void
flood_of_answers(void)
{
	struct smpp_session *s = bound_smsc(SMPP_BIND_TRANSCEIVER, &plenty);
	struct smpp_pdu r = { .command = SMPP_SUBMIT_SM, .seq = 1 };
	long i;

	for (i = 0; smpp_session_respond(s, &r, 0) == 0; i++)
		assert(i < SMPP_OUTPUT_MAX / 16);
	assert(i > SMPP_OUTPUT_MAX / 20);
	assert(smpp_session_respond(s, &r, 0) == SMPP_ESTATE);
	gave(s, "closed protocol 0x0; ");
	done(s);
}

/* Something that looks like a PDU, more or less; its size. */
static size_t
noise(uint8_t *b, size_t cap)
{
	static const uint8_t commands[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11,
	    0x15, 0x21, 0x33, 2, 3, 4, 5, 5, 5 };
	size_t n = 16 + rnd() % (rnd() % 3 ? 60 : 1), i;

	assert(n <= cap);
	for (i = 4; i < n; i++)
		b[i] = rnd() % 2 ? (uint8_t)rnd() : (uint8_t)(rnd() % 12);
	memset(b, 0, 3);
	b[3] = (uint8_t)n;
	memset(b + 4, 0, 3);
	b[4] = rnd() % 2 ? 0x80 : 0;
	b[6] = rnd() % 8 == 0;
	b[7] = commands[rnd() % sizeof commands];
	if (rnd() % 2)
		memset(b + 8, 0, 4);
	if (rnd() % 4)
		memset(b + 12, 0, 3);
	if (rnd() % 200 == 0)
		b[rnd() % n] ^= (uint8_t)(1 << rnd() % 8);
	return n;
}

/* What a session of random life must hold to, whatever comes. */
struct life {
	struct smpp_session *s;
	unsigned out;	/* requests that must give an answer */
	int closed;
	msec now;
};

static void
take_all(struct life *l)
{
	struct smpp_event ev;
	struct smpp_pdu r;

	while (smpp_session_event(l->s, &ev)) {
		assert(!l->closed);
		if (ev.type == SMPP_EV_ANSWER) {
			assert(l->out > 0 && ev.tag == l);
			l->out--;
		} else if (ev.type == SMPP_EV_CLOSED) {
			assert(l->out == 0 && ev.why != SMPP_WHY_NONE);
			l->closed = 1;
		} else if (ev.type == SMPP_EV_PDU && rnd() % 2) {
			r = *ev.pdu;
			r.command |= SMPP_RESP;
			r.status = rnd() % 3 ? 0 : 8;
			r.message_id = "m";
			smpp_session_respond(l->s, &r, l->now);
		}
	}
	assert(l->out == smpp_session_outstanding(l->s));
	assert(l->closed ==
	    (smpp_session_state(l->s) == SMPP_CLOSED));
	assert(l->closed || smpp_session_deadline(l->s) > l->now);
}

static void
step(struct life *l)
{
	static const uint32_t what[] = { SMPP_SUBMIT_SM, SMPP_DELIVER_SM,
	    SMPP_DATA_SM, SMPP_BIND_TRANSCEIVER, SMPP_BIND_RECEIVER };
	struct smpp_pdu pdu = hi;
	uint8_t b[128];
	size_t n = 0, i, k;

	pdu.command = what[rnd() % 5];
	switch (rnd() % 8) {
	case 0:
		smpp_session_bind(l->s, &pdu, l->now);
		break;
	case 1:
		if (smpp_session_request(l->s, &pdu, l, NULL, l->now) == 0)
			l->out++;
		break;
	case 2:
		l->now += rnd() % 40;
		smpp_session_tick(l->s, l->now);
		break;
	case 3:
		if (rnd() % 100 == 0)
			smpp_session_unbind(l->s, l->now);
		if (rnd() % 100 == 0)
			smpp_session_eof(l->s);
		break;
	default:
		n = noise(b, sizeof b);
	}
	for (i = 0; i < n; i += k) {
		k = 1 + rnd() % (n - i);
		assert(smpp_session_input(l->s, b + i, k, l->now) == 0);
		if (rnd() % 2)
			take_all(l);
	}
	take_all(l);
	smpp_session_output(l->s, &n);
	smpp_session_sent(l->s, n ? rnd() % (n + 1) : 0);
}

static void
fuzz(void)
{
	static const struct smpp_limits limits = { .window = 3,
		.bind_timer = 2000, .response_timer = 100,
		.enquire_timer = 150, .enquire_response_timer = 80,
		.inactivity_timer = 700 };
	int bound = 0, closed = 0;
	long i, j;

	for (i = 0; i < 3000; i++) {
		struct life l = { .s = i % 5 == 0 ?
		    fresh(i & 1 ? SMPP_ESME : SMPP_SMSC, &limits) : i & 1 ?
		    bound_esme(SMPP_BIND_TRANSCEIVER, &limits) :
		    bound_smsc(SMPP_BIND_TRANSCEIVER, &limits) };

		for (j = 0; j < 300; j++) {
			step(&l);
			bound += smpp_session_state(l.s) >= SMPP_BOUND_RX &&
			    smpp_session_state(l.s) <= SMPP_BOUND_TRX;
		}
		smpp_session_eof(l.s);
		take_all(&l);
		assert(l.closed && l.out == 0);
		closed++;
		smpp_session_free(l.s);
	}
	/* the noise was no mere noise */
	assert(closed == 3000 && bound > 10000);
}

static void
plain_noise(void)
{
	uint8_t b[300];
	long i;
	size_t j;

	for (i = 0; i < 20000; i++) {
		struct life l = { .s = fresh(i & 1, &plenty) };
		size_t n = 1 + rnd() % sizeof b;

		for (j = 0; j < n; j++)
			b[j] = (uint8_t)rnd();
		if (rnd() % 2)
			memset(b, 0, 3);
		assert(smpp_session_input(l.s, b, n, 0) == 0);
		take_all(&l);
		smpp_session_free(l.s);
	}
}

static const struct tap_test tests[] = {
	{ "who speaks no SMPP is named, from four octets", strangers },
	{ "command_length at its limits", length_limits },
	{ "a stream out of step: LOST, then CLOSED", out_of_step },
	{ "a peer that floods and doesn't read is closed", floods },
	{ "so by answers of the caller's", flood_of_answers },
	{ "random PDUs, times and calls", fuzz },
	{ "random octets", plain_noise },
};

TAP_MAIN(tests)
