/* smpp/session: both roles from bind to unbind, scripted from octets. */
#include "session_kit.h"

/* v3.4, 3.2.2: the example of a bind_transmitter */
static const char spec_bind[] =
    "0000002F 00000002 00000000 00000001 53 4D 50 50 33 54 45 53 54 00"
    "73 65 63 72 65 74 30 38 00 53 55 42 4D 49 54 31 00 00 01 01 00";
static const struct smpp_pdu spec_bind_pdu = {
	.command = SMPP_BIND_TRANSMITTER, .system_id = "SMPP3TEST",
	.password = "secret08", .system_type = "SUBMIT1", .addr_ton = 1,
	.addr_npi = 1,
};

static void
esme_life(void)
{
	struct smpp_session *s = fresh(SMPP_ESME, &plenty);
	uint32_t seq;

	assert(smpp_session_state(s) == SMPP_OPEN);
	assert(smpp_session_request(s, &hi, NULL, NULL, 0) == SMPP_ESTATE);
	assert(smpp_session_bind(s, &hi, 0) == SMPP_ESTATE);
	assert(smpp_session_bind(s, &spec_bind_pdu, 0) == 0);
	assert(smpp_session_bind(s, &spec_bind_pdu, 0) == SMPP_ESTATE);
	assert(smpp_session_state(s) == SMPP_BINDING);
	assert(smpp_session_room(s) == 0);
	wrote(s, spec_bind);
	gave(s, "");
	/* with sc_interface_version 3.4; 5.3.2.25 */
	feed(s, "0000001a 80000002 00000000 00000001 736d736300"
	    "0210 0001 34", 0);
	gave(s, "bound; ");
	assert(smpp_session_state(s) == SMPP_BOUND_TX);
	assert(smpp_session_peer_version(s) == 0x34);

	assert(smpp_session_request(s, &hi, "a", &seq, 0) == 0 && seq == 2);
	wrote(s, SUBMIT("00000002"));
	assert(smpp_session_outstanding(s) == 1);
	assert(smpp_session_room(s) == 9);
	feed(s, SUBMIT_RESP("00000002"), 0);
	gave(s, "answer 2 0x0 a; ");
	assert(smpp_session_outstanding(s) == 0);

	smpp_session_unbind(s, 0);
	smpp_session_unbind(s, 0);
	wrote(s, UNBIND("00000003"));
	assert(smpp_session_state(s) == SMPP_UNBINDING);
	assert(smpp_session_request(s, &hi, NULL, NULL, 0) == SMPP_ESTATE);
	feed(s, UNBIND_RESP("00000003"), 0);
	gave(s, "closed unbound 0x0; ");
	done(s);
}

static void
smsc_life(void)
{
	struct smpp_session *s = fresh(SMPP_SMSC, &plenty);
	struct smpp_pdu r = { .command = SMPP_BIND_TRANSCEIVER, .seq = 7,
		.system_id = "smsc" };
	struct smpp_pdu deliver = hi;

	deliver.command = SMPP_DELIVER_SM;
	deliver.status = 99;	/* 5.1.3: NULL in a request */
	feed(s, BIND_TRX("00000007"), 0);
	gave(s, "pdu 9/7; ");
	assert(smpp_session_state(s) == SMPP_BINDING);
	assert(smpp_session_peer_version(s) == 0x34);
	assert(smpp_session_request(s, &deliver, "d", NULL, 0) == SMPP_ESTATE);
	assert(smpp_session_respond(s, &r, 0) == 0);
	assert(smpp_session_state(s) == SMPP_BOUND_TRX);
	wrote(s, BIND_TRX_RESP("00000007"));
	assert(smpp_session_respond(s, &r, 0) == SMPP_ESTATE);

	feed(s, SUBMIT("ffffffff") SUBMIT("00000000"), 0);
	gave(s, "pdu 4/ffffffff; pdu 4/0; ");
	r = (struct smpp_pdu){ .command = SMPP_SUBMIT_SM, .seq = 0xffffffff,
		.message_id = "m1" };
	assert(smpp_session_respond(s, &r, 0) == 0);
	r.seq = 0;
	r.status = 0x58;	/* 4.4.2: then there is no body */
	assert(smpp_session_respond(s, &r, 0) == 0);
	wrote(s, SUBMIT_RESP("ffffffff")
	    BARE("80000004", "00000058", "00000000"));

	assert(smpp_session_request(s, &deliver, "d", NULL, 0) == 0);
	wrote(s, DELIVER("00000001"));
	feed(s, UNBIND("00000009"), 0);
	gave(s, "lost 1 d; closed peer_unbound 0x0; ");
	wrote(s, UNBIND_RESP("00000009"));
	done(s);
}

static void
bind_refused(void)
{
	static const char *const answers[] = {
		BARE("80000002", "0000000e", "00000001"),
		/* field-notes: some send one NUL, or all of the body */
		"00000011 80000002 0000000e 00000001 00",
		"00000015 80000002 0000000e 00000001 736d736300",
		NACK("0000000e", "00000001"),
		NACK("0000000e", "00000000"),
		/* of another type, but an error with its number */
		BARE("80000009", "0000000e", "00000001"),
	};
	struct smpp_session *s;
	size_t i;

	for (i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		s = fresh(SMPP_ESME, &plenty);
		assert(smpp_session_bind(s, &spec_bind_pdu, 0) == 0);
		wrote(s, spec_bind);
		feed(s, answers[i], 0);
		gave(s, "closed refused 0xe; ");
		wrote(s, "");
		done(s);
	}
}

static void
smsc_refuses_bind(void)
{
	struct smpp_session *s = fresh(SMPP_SMSC, &plenty);
	struct smpp_pdu r = { .command = SMPP_BIND_RECEIVER, .seq = 4,
		.status = 0x0d, .system_id = "left out" };

	feed(s, BIND_RX("00000004"), 0);
	gave(s, "pdu 1/4; ");
	r.seq = 5;
	assert(smpp_session_respond(s, &r, 0) == SMPP_ESTATE);
	r.seq = 4;
	assert(smpp_session_respond(s, &r, 0) == 0);
	smpp_session_unbind(s, 0);
	smpp_session_eof(s);
	gave(s, "closed refused 0xd; ");
	wrote(s, BARE("80000001", "0000000d", "00000004"));
	done(s);
}

static void
bind_field_too_long(void)
{
	struct smpp_session *s = fresh(SMPP_ESME, &plenty);
	struct smpp_pdu bind = spec_bind_pdu;

	bind.system_type = "thirteenchars";	/* 5.2.3: 13 octets with its NUL */
	assert(smpp_session_bind(s, &bind, 0) == SMPP_EFIELD);
	assert(smpp_session_state(s) == SMPP_OPEN);
	wrote(s, "");
	assert(smpp_session_bind(s, &spec_bind_pdu, 0) == 0);
	wrote(s, spec_bind);
	smpp_session_free(s);
}

static void
unbinding(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	struct smpp_pdu r = { .command = SMPP_DELIVER_SM, .seq = 0x50 };

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	smpp_session_unbind(s, 0);
	wrote(s, SUBMIT("00000002") SUBMIT("00000003") UNBIND("00000004"));
	feed(s, SUBMIT_RESP("00000002") DELIVER("00000050")
	    ENQUIRE("00000051"), 0);
	gave(s, "answer 2 0x0 a; pdu 5/50; ");
	assert(smpp_session_respond(s, &r, 0) == 0);
	/* 4.6.2: message_id is unused and NULL */
	wrote(s, ENQUIRE_RESP("00000051")
	    "00000011 80000005 00000000 00000050 00");
	feed(s, UNBIND_RESP("00000004"), 0);
	gave(s, "lost 3 b; closed unbound 0x0; ");
	done(s);

	/* both at once */
	s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	smpp_session_unbind(s, 0);
	wrote(s, UNBIND("00000002"));
	feed(s, UNBIND("00000002"), 0);
	gave(s, "closed unbound 0x0; ");
	wrote(s, UNBIND_RESP("00000002"));
	done(s);

	/* the peer just hangs up */
	s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	smpp_session_unbind(s, 0);
	smpp_session_eof(s);
	gave(s, "closed unbound 0x0; ");
	done(s);

	/* nobody is bound */
	s = fresh(SMPP_ESME, &plenty);
	smpp_session_unbind(s, 0);
	gave(s, "closed unbound 0x0; ");
	wrote(s, "");
	done(s);
}

static void
end_of_file(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	struct smpp_event ev;

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	/* what came before it still counts */
	feed(s, SUBMIT_RESP("00000002") "00000010 80", 0);
	smpp_session_eof(s);
	assert(smpp_session_request(s, &hi, "c", NULL, 0) == SMPP_ESTATE);
	assert(smpp_session_room(s) == 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.seq == 2 && ev.pdu);
	assert(strcmp(ev.pdu->message_id, "m1") == 0);
	assert(ev.raw.n == 0x13 && ev.raw.p[15] == 2);
	assert(smpp_session_event(s, &ev) == 1 && ev.seq == 3 && !ev.pdu);
	assert(ev.why == SMPP_WHY_LOST && strcmp(ev.tag, "b") == 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.type == SMPP_EV_CLOSED);
	assert(ev.why == SMPP_WHY_PEER_CLOSED && strstr(ev.text, "within"));
	done(s);

	s = fresh(SMPP_SMSC, &plenty);
	smpp_session_eof(s);
	gave(s, "closed peer_closed 0x0; ");
	done(s);
	smpp_session_free(NULL);
}

static void
outbind(void)
{
	struct smpp_session *s = fresh(SMPP_SMSC, &plenty);
	struct smpp_pdu out = { .command = SMPP_OUTBIND, .system_id = "s" };

	/* v3.4, 2.2.1; 4.1.7.1: system_id and password */
	assert(smpp_session_request(s, &out, NULL, NULL, 0) == 0);
	wrote(s, "00000013 0000000b 00000000 00000001 7300 00");
	assert(smpp_session_outstanding(s) == 0);
	feed(s, BIND_RX("00000001"), 0);
	gave(s, "pdu 1/1; ");
	smpp_session_free(s);

	s = fresh(SMPP_ESME, &plenty);
	feed(s, "00000013 0000000b 00000000 00000001 7300 00", 0);
	gave(s, "pdu b/1; ");
	assert(smpp_session_bind(s, &spec_bind_pdu, 0) == 0);
	wrote(s, spec_bind);
	smpp_session_free(s);
}

/* Every step of 1..n octets gives the same events and the same output. */
static void
split(int role, const char *hex, const char *want, const char *answers)
{
	struct smpp_session *s;
	uint8_t b[4096];
	size_t n = unhex(hex, b, sizeof b), step, i;
	char log[4096];

	for (step = 1; step <= n; step++) {
		s = role == SMPP_ESME ?
		    bound_esme(SMPP_BIND_TRANSCEIVER, &plenty) :
		    bound_smsc(SMPP_BIND_TRANSCEIVER, &plenty);
		log[0] = '\0';
		if (role == SMPP_ESME) {
			assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
			assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
			wrote(s, SUBMIT("00000002") SUBMIT("00000003"));
		}
		for (i = 0; i < n; i += step) {
			assert(smpp_session_input(s, b + i,
			    n - i < step ? n - i : step, 0) == 0);
			events(s, log, sizeof log);
		}
		assert(strcmp(log, want) == 0);
		wrote(s, answers);
		smpp_session_free(s);
	}
}

static void
splits(void)
{
	split(SMPP_ESME, ENQUIRE("00000001") SUBMIT_RESP("00000003")
	    DELIVER("00000002") NACK("00000058", "00000002")
	    SUBMIT_RESP("00000009") ENQUIRE("00000003") UNBIND("00000004"),
	    "answer 3 0x0 b; pdu 5/2; answer 2 0x58 a; odd 0x0; "
	    "closed peer_unbound 0x0; ",
	    ENQUIRE_RESP("00000001") ENQUIRE_RESP("00000003")
	    UNBIND_RESP("00000004"));
	/* 0x1ff is no command_id; then the stream is lost */
	split(SMPP_SMSC, SUBMIT("00000002") BARE("000001ff", "00000000",
	    "00000003") DELIVER("00000004") SUBMIT("00000005") "0000000f 0000",
	    "pdu 4/2; odd 0x3; odd 0x4; pdu 4/5; closed protocol 0x2; ",
	    NACK("00000003", "00000003")
	    "00000011 80000005 00000004 00000004 00"
	    NACK("00000002", "00000000"));
}

/* Carry up to max octets over; 1: there were some. */
static int
carry(struct smpp_session *from, struct smpp_session *to, size_t max)
{
	size_t n;
	const void *p = smpp_session_output(from, &n);

	if (n > max)
		n = max;
	if (n == 0)
		return 0;
	assert(smpp_session_input(to, p, n, 0) == 0);
	smpp_session_sent(from, n);
	return 1;
}

/* The SMSC's side: answer all. */
static void
serve(struct smpp_session *s, char *log, size_t size)
{
	struct smpp_event ev;
	struct smpp_pdu r;

	while (smpp_session_event(s, &ev)) {
		size_t n = strlen(log);

		event_text(&ev, log + n, size - n);
		if (ev.type != SMPP_EV_PDU)
			continue;
		r = (struct smpp_pdu){ .command = ev.pdu->command,
			.seq = ev.seq, .message_id = "m" };
		assert(smpp_session_respond(s, &r, 0) == 0);
	}
}

static void
back_to_back(void)
{
	struct smpp_session *e, *s;
	struct smpp_pdu bind = { .command = SMPP_BIND_TRANSMITTER };
	char elog[4096], slog[4096];
	size_t step;
	int more;

	for (step = 1; step < 100; step++) {
		e = fresh(SMPP_ESME, &plenty);
		s = fresh(SMPP_SMSC, &plenty);
		elog[0] = slog[0] = '\0';
		assert(smpp_session_bind(e, &bind, 0) == 0);
		do {
			more = carry(e, s, step);
			serve(s, slog, sizeof slog);
			more |= carry(s, e, step);
			events(e, elog, sizeof elog);
			if (more)
				continue;
			if (smpp_session_state(e) != SMPP_BOUND_TX)
				break;
			if (strlen(elog) > 30)
				smpp_session_unbind(e, 0);
			else
				assert(smpp_session_request(e, &hi, "x", NULL,
				    0) == 0);
			more = 1;
		} while (more);
		assert(strcmp(elog, "bound; answer 2 0x0 x; answer 3 0x0 x; "
		    "closed unbound 0x0; ") == 0);
		assert(strcmp(slog, "pdu 2/1; pdu 4/2; pdu 4/3; "
		    "closed peer_unbound 0x0; ") == 0);
		done(e);
		done(s);
	}
}

/* The octets of an id are there, its NUL (2.7.3) is not: an SMSC that forgets it
   writes that id into its receipts all the same. */
static void
unended_id(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	struct smpp_event ev;

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	feed(s, "00000012 80000004 00000000 00000002 6d31"
	    SUBMIT_RESP("00000003"), 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.seq == 2 && ev.pdu);
	assert(ev.pdu->message_id && strcmp(ev.pdu->message_id, "m1") == 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.seq == 3);
	assert(strcmp(ev.pdu->message_id, "m1") == 0);
	smpp_session_free(s);
}

static const struct tap_test tests[] = {
	{ "ESME: bind (3.2.2), submit, unbind", esme_life },
	{ "SMSC: bind, submit, deliver, the peer's unbind", smsc_life },
	{ "ESME: the bind is refused, in every form", bind_refused },
	{ "SMSC: refuses a bind, and closes", smsc_refuses_bind },
	{ "a bind that can't be sent changes nothing", bind_field_too_long },
	{ "unbind: what is out may still be answered", unbinding },
	{ "end of file: what came before still counts", end_of_file },
	{ "an id without its NUL is the id", unended_id },
	{ "outbind, both sides", outbind },
	{ "every split of the stream gives the same", splits },
	{ "two sessions back to back, every step", back_to_back },
};

TAP_MAIN(tests)
