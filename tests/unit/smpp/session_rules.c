/* smpp/session: what is allowed when, and what is answered to what is not. */
#include "session_kit.h"

static const uint32_t binds[] = { SMPP_BIND_RECEIVER, SMPP_BIND_TRANSMITTER,
    SMPP_BIND_TRANSCEIVER };

/*
 * v3.4, 2.3, table 2-1.  A letter a state: O open, B our bind is out, R, T and
 * X bound as receiver, transmitter, transceiver.  replace_sm in X is 2.7's;
 * data_sm is sent only in the bind's direction, and taken in any; an ESME
 * takes messages before its bind_resp.
 */
static const struct {
	const char *what;
	const char *octets;	/* as a request with sequence number 0x77 */
	const char *from_smsc, *from_esme;	/* states it is taken in */
	const char *to_esme, *to_smsc;		/* states we send it in */
	const char *refusal;
} table[] = {
	{ "submit_sm", SUBMIT("00000077"), "", "TX", "", "TX",
	  BARE("80000004", "00000004", "00000077") },
	{ "deliver_sm", DELIVER("00000077"), "BRX", "", "RX", "",
	  "00000011 80000005 00000004 00000077 00" },
	{ "data_sm", DATA("00000077"), "BRTX", "RTX", "RX", "TX",
	  "00000011 80000103 00000004 00000077 00" },
	/* 4.5.1: one SME address, as the message's */
	{ "submit_multi", "00000030 00000021 00000000 00000077 00 000000"
	  "01 01 0101 313535353132333435363700"
	  "00 00 00 00 00 00 00 00 00 02 6869", "", "TX", "", "TX",
	  "00000012 80000021 00000004 00000077 00 00" },
	/* 4.8.1: message_id, source address */
	{ "query_sm", "00000016 00000003 00000000 00000077 6d3100 000000",
	  "", "TX", "", "TX",
	  "00000014 80000003 00000004 00000077 00 00 00 00" },
	/* 4.9.1: service_type, message_id, source, destination */
	{ "cancel_sm", "0000001a 00000008 00000000 00000077 00 6d3100 000000"
	  "000000", "", "TX", "", "TX",
	  BARE("80000008", "00000004", "00000077") },
	/* 4.10.1: id, source, times, registered, default id, text */
	{ "replace_sm", "0000001d 00000007 00000000 00000077 6d3100 000000"
	  "00 00 00 00 02 6869", "", "TX", "", "TX",
	  BARE("80000007", "00000004", "00000077") },
	/* 4.12.1: two addresses; no response exists */
	{ "alert_notification", "00000016 00000102 00000000 00000077 000000"
	  "000000", "BRX", "", "RX", "", "" },
	{ "outbind", "00000012 0000000b 00000000 00000077 00 00", "O", "",
	  "O", "", "" },
};
enum { ROWS = sizeof table / sizeof table[0] };

/* A session in the state of that letter. */
static struct smpp_session *
in_state(enum smpp_role role, char state)
{
	struct smpp_pdu bind = { .command = SMPP_BIND_TRANSCEIVER };
	struct smpp_session *s;
	const char *letters = "RTX", *at = strchr(letters, state);
	size_t n;

	if (at)
		return role == SMPP_ESME ?
		    bound_esme(binds[at - letters], &plenty) :
		    bound_smsc(binds[at - letters], &plenty);
	s = fresh(role, &plenty);
	if (state == 'B' && role == SMPP_ESME) {
		assert(smpp_session_bind(s, &bind, 0) == 0);
		smpp_session_output(s, &n);
		smpp_session_sent(s, n);
	} else if (state == 'B') {
		feed(s, BIND_TRX("00000001"), 0);
		gave(s, "pdu 9/1; ");
	}
	return s;
}

static void
takes(enum smpp_role role, size_t row, char state)
{
	const char *where = role == SMPP_ESME ? table[row].from_smsc :
	    table[row].from_esme;
	struct smpp_session *s = in_state(role, state);
	enum smpp_state before = smpp_session_state(s);
	struct smpp_event ev;

	feed(s, table[row].octets, 0);
	assert(smpp_session_event(s, &ev) == 1);
	if (strchr(where, state)) {
		assert(ev.type == SMPP_EV_PDU && ev.seq == 0x77);
		assert(ev.pdu && ev.pdu->seq == 0x77);
		wrote(s, "");
	} else {
		assert(ev.type == SMPP_EV_ODD && ev.status == 4);
		assert(strstr(ev.text, "not allowed"));
		wrote(s, table[row].refusal);
	}
	assert(smpp_session_state(s) == before);
	done(s);
}

static void
taken(void)
{
	const char *state;
	size_t i;

	for (i = 0; i < ROWS; i++)
		for (state = "OBRTX"; *state; state++) {
			takes(SMPP_ESME, i, *state);
			takes(SMPP_SMSC, i, *state);
		}
}

static void
sends(enum smpp_role role, size_t row, char state)
{
	const char *where = role == SMPP_SMSC ? table[row].to_esme :
	    table[row].to_smsc;
	struct smpp_session *s = in_state(role, state);
	const struct smpp_command_def *def =
	    smpp_command_by_name(table[row].what);
	struct smpp_pdu pdu;
	uint8_t b[256];
	size_t n = unhex(table[row].octets, b, sizeof b);
	int rc;

	assert(def && smpp_pdu_decode(b, n, &pdu, NULL, NULL) == 0);
	assert(pdu.command == def->command);
	rc = smpp_session_request(s, &pdu, NULL, NULL, 0);
	assert(rc == (strchr(where, state) ? 0 : SMPP_ESTATE));
	smpp_session_output(s, &n);
	assert(n == (rc ? 0 : unhex(table[row].octets, b, sizeof b)));
	smpp_session_free(s);
}

static void
sent(void)
{
	const char *state;
	size_t i;

	for (i = 0; i < ROWS; i++)
		for (state = "OBRTX"; *state; state++) {
			sends(SMPP_ESME, i, *state);
			sends(SMPP_SMSC, i, *state);
		}
}

static void
never_sent(void)
{
	static const uint32_t no[] = { SMPP_BIND_RECEIVER, SMPP_UNBIND,
	    SMPP_BIND_TRANSMITTER, SMPP_BIND_TRANSCEIVER, SMPP_GENERIC_NACK,
	    SMPP_SUBMIT_SM | SMPP_RESP, 0, 0x1ff };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	struct smpp_session *open = fresh(SMPP_ESME, &plenty);
	struct smpp_pdu pdu = { .command = 0 };
	size_t i;

	for (i = 0; i < sizeof no / sizeof no[0]; i++) {
		pdu.command = no[i];
		assert(smpp_session_request(s, &pdu, NULL, NULL, 0) ==
		    SMPP_ESTATE);
		assert(smpp_session_request(open, &pdu, NULL, NULL, 0) ==
		    SMPP_ESTATE);
	}
	wrote(s, "");
	pdu.command = 0x1ff;
	assert(smpp_session_respond(s, &pdu, 0) == SMPP_ECOMMAND);
	pdu = (struct smpp_pdu){ .command = SMPP_BIND_RECEIVER };
	assert(smpp_session_bind(s, &pdu, 0) == SMPP_ESTATE);
	wrote(s, "");
	smpp_session_free(s);
	smpp_session_free(open);
	s = fresh(SMPP_SMSC, &plenty);
	assert(smpp_session_bind(s, &pdu, 0) == SMPP_ESTATE);
	smpp_session_free(s);
}

static void
always_answered(void)
{
	const char *state;
	enum smpp_role role;

	for (role = SMPP_ESME; role <= SMPP_SMSC; role++)
		for (state = "OBRTX"; *state; state++) {
			struct smpp_session *s = in_state(role, *state);

			feed(s, ENQUIRE("80000001"), 0);
			gave(s, "");
			wrote(s, ENQUIRE_RESP("80000001"));
			feed(s, UNBIND("00000000"), 0);
			gave(s, "closed peer_unbound 0x0; ");
			wrote(s, UNBIND_RESP("00000000"));
			done(s);
		}
}

static void
binds_at_the_wrong_place(void)
{
	struct smpp_session *s = bound_smsc(SMPP_BIND_RECEIVER, &plenty);

	/* 5.1.3: ESME_RALYBND */
	feed(s, BIND_TX("00000002"), 0);
	gave(s, "odd 0x5; ");
	wrote(s, BARE("80000002", "00000005", "00000002"));
	assert(smpp_session_state(s) == SMPP_BOUND_RX);
	smpp_session_free(s);

	s = bound_esme(SMPP_BIND_RECEIVER, &plenty);
	feed(s, BIND_TRX("00000002"), 0);
	gave(s, "odd 0x4; ");
	wrote(s, BARE("80000009", "00000004", "00000002"));
	smpp_session_free(s);

	/* early messages are no proof of the bind, and of its direction */
	s = in_state(SMPP_ESME, 'B');
	feed(s, DELIVER("00000001") BIND_TX_RESP("00000001")
	    BIND_TRX_RESP("00000001"), 0);
	gave(s, "pdu 5/1; odd 0x0; bound; ");
	assert(smpp_session_state(s) == SMPP_BOUND_TRX);
	smpp_session_free(s);
}

static void
cut_short(void)
{
	static const struct {
		const char *in, *events, *out;
	} rows[] = {
		/* an unknown command_id: a request, a response */
		{ BARE("00000200", "00000000", "00000021"), "odd 0x3; ",
		  NACK("00000003", "00000021") },
		{ BARE("80000200", "00000000", "00000021"), "odd 0x0; ", "" },
		/* one of v5.0 */
		{ BARE("00000111", "00000000", "00000021"), "odd 0x3; ",
		  NACK("00000003", "00000021") },
		/* no body at all; 5.1.3: ESME_RINVCMDLEN */
		{ BARE("00000005", "00000000", "00000021"), "odd 0x2; ",
		  "00000011 80000005 00000002 00000021 00" },
		{ BARE("00000103", "00000000", "00000021"), "odd 0x2; ",
		  "00000011 80000103 00000002 00000021 00" },
		/* sm_length says 3; ESME_RINVMSGLEN */
		{ "00000023 00000005 00000000 00000021 00 000000 000000"
		  "00 00 00 00 00 00 00 00 00 03 6869", "odd 0x1; ",
		  "00000011 80000005 00000001 00000021 00" },
		{ BARE("00000102", "00000000", "00000021"), "odd 0x2; ", "" },
	};
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSCEIVER, &plenty);
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		feed(s, rows[i].in, 0);
		gave(s, rows[i].events);
		wrote(s, rows[i].out);
		assert(smpp_session_state(s) == SMPP_BOUND_TRX);
	}
	smpp_session_free(s);

	s = fresh(SMPP_SMSC, &plenty);
	feed(s, BARE("00000002", "00000000", "00000021"), 0);
	gave(s, "odd 0x2; ");
	wrote(s, BARE("80000002", "00000002", "00000021"));
	assert(smpp_session_state(s) == SMPP_OPEN);
	feed(s, BIND_TX("00000022"), 0);
	gave(s, "pdu 2/22; ");
	smpp_session_free(s);
}

/* Two submits, 2 "a" and 3 "b", are out; one PDU comes. */
static void
answers(void)
{
	static const struct {
		const char *in, *events;
		unsigned out;
	} rows[] = {
		{ SUBMIT_RESP("00000003"), "answer 3 0x0 b; ", 1 },
		/* without its id, and with one that has no NUL: it is sent */
		{ BARE("80000004", "00000000", "00000003"),
		  "answer 3 0x0 b; ", 1 },
		{ "00000012 80000004 00000000 00000003 6d31",
		  "answer 3 0x0 b; ", 1 },
		{ BARE("80000004", "00000058", "00000002"),
		  "answer 2 0x58 a; ", 1 },
		/* another's type: an error counts, no error doesn't */
		{ BARE("80000005", "00000058", "00000002"),
		  "answer 2 0x58 a; ", 1 },
		{ BARE("80000103", "00000000", "00000002"), "odd 0x0; ", 2 },
		{ BARE("80000200", "00000003", "00000002"),
		  "answer 2 0x3 a; ", 1 },
		{ NACK("00000014", "00000003"), "answer 3 0x14 b; ", 1 },
		/* no error, but no yes; 5.1.3: ESME_RUNKNOWNERR */
		{ NACK("00000000", "00000003"), "answer 3 0xff b; ", 1 },
		/* whose? */
		{ NACK("00000014", "00000000"), "odd 0x14; ", 2 },
		{ NACK("00000014", "00000004"), "odd 0x14; ", 2 },
		{ SUBMIT_RESP("00000001"), "odd 0x0; ", 2 },
		{ SUBMIT_RESP("80000002"), "odd 0x0; ", 2 },
		{ SUBMIT_RESP("00000000"), "odd 0x0; ", 2 },
		{ ENQUIRE_RESP("00000007"), "odd 0x0; ", 2 },
		{ UNBIND_RESP("00000007"), "odd 0x0; ", 2 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER,
		    &plenty);

		assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
		assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
		wrote(s, SUBMIT("00000002") SUBMIT("00000003"));
		feed(s, rows[i].in, 0);
		gave(s, rows[i].events);
		assert(smpp_session_outstanding(s) == rows[i].out);
		wrote(s, "");
		/* and twice is odd */
		feed(s, rows[i].in, 0);
		assert(smpp_session_state(s) == SMPP_BOUND_TX);
		smpp_session_free(s);
	}
}

static void
nack_zero(void)
{
	static const struct smpp_limits l = { .window = 10,
		.enquire_timer = 100 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);

	feed(s, NACK("00000014", "00000000"), 0);
	gave(s, "odd 0x14; ");
	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	feed(s, NACK("00000014", "00000000"), 0);
	gave(s, "answer 2 0x14 a; ");
	feed(s, NACK("00000014", "00000000") SUBMIT_RESP("00000002"), 0);
	gave(s, "odd 0x14; odd 0x0; ");
	wrote(s, SUBMIT("00000002"));

	/* together with an enquire_link, it could be either's */
	smpp_session_tick(s, 100);
	wrote(s, ENQUIRE("00000003"));
	assert(smpp_session_request(s, &hi, "b", NULL, 100) == 0);
	feed(s, NACK("00000014", "00000000"), 100);
	gave(s, "odd 0x14; ");
	assert(smpp_session_outstanding(s) == 1);
	feed(s, SUBMIT_RESP("00000004") NACK("00000003", "00000000"), 100);
	gave(s, "answer 4 0x0 b; odd 0x3; ");
	/* that was the enquire_link's */
	feed(s, ENQUIRE_RESP("00000003"), 100);
	gave(s, "odd 0x0; ");
	wrote(s, SUBMIT("00000004"));

	/* together with our unbind it could be either's; then the unbind's */
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	smpp_session_unbind(s, 0);
	feed(s, NACK("00000003", "00000000") SUBMIT_RESP("00000005")
	    NACK("00000003", "00000000"), 0);
	gave(s, "odd 0x3; answer 5 0x0 b; closed unbound 0x3; ");
	done(s);
}

static const struct tap_test tests[] = {
	{ "table 2-1: what is taken in which state", taken },
	{ "table 2-1: what is sent in which state", sent },
	{ "what is no request of the caller's is refused", never_sent },
	{ "enquire_link and unbind are answered in every state", always_answered },
	{ "binds at the wrong place, messages before the bind_resp",
	  binds_at_the_wrong_place },
	{ "unknown command_ids and bodies cut short", cut_short },
	{ "responses of all kinds", answers },
	{ "generic_nack with sequence number 0", nack_zero },
};

TAP_MAIN(tests)
