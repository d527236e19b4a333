/* smpp/session: the timers of SMPP v3.4, 7.2. */
#include "session_kit.h"

/* Time passes; whatever is due is done, and then nothing is due any more. */
static void
at(struct smpp_session *s, msec now, const char *want)
{
	smpp_session_tick(s, now);
	gave(s, want);
	assert(smpp_session_deadline(s) > now);
}

static void
bind_timer(void)
{
	static const struct smpp_limits l = { .window = 1, .bind_timer = 500 };
	struct smpp_pdu bind = { .command = SMPP_BIND_RECEIVER };
	struct smpp_session *s = fresh(SMPP_ESME, &l);
	size_t n;

	assert(smpp_session_deadline(s) == UINT64_MAX);
	assert(smpp_session_bind(s, &bind, 1000) == 0);
	assert(smpp_session_deadline(s) == 1500);
	smpp_session_output(s, &n);
	smpp_session_sent(s, n);
	at(s, 1499, "");
	/* octets that are no answer don't help */
	feed(s, ENQUIRE("00000001"), 1499);
	gave(s, "");
	wrote(s, ENQUIRE_RESP("00000001"));
	at(s, 1500, "closed bind_timeout 0x0; ");
	wrote(s, "");
	done(s);

	s = fresh(SMPP_SMSC, &l);
	assert(smpp_session_deadline(s) == 500);
	at(s, 499, "");
	at(s, 500, "closed bind_timeout 0x0; ");
	done(s);

	/* once it came, the caller has all the time to answer */
	s = fresh(SMPP_SMSC, &l);
	feed(s, BIND_RX("00000001"), 499);
	at(s, 5000, "pdu 1/1; ");
	assert(smpp_session_deadline(s) == UINT64_MAX);
	smpp_session_free(s);

	s = bound_esme(SMPP_BIND_RECEIVER, &l);
	assert(smpp_session_deadline(s) == UINT64_MAX);
	smpp_session_free(s);
}

static void
response_timer(void)
{
	static const struct smpp_limits l = { .window = 10,
		.response_timer = 100 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);

	assert(smpp_session_deadline(s) == UINT64_MAX);
	assert(smpp_session_request(s, &hi, "a", NULL, 1000) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 1010) == 0);
	assert(smpp_session_request(s, &hi, "c", NULL, 1010) == 0);
	assert(smpp_session_request(s, &hi, "d", NULL, 1020) == 0);
	assert(smpp_session_deadline(s) == 1100);
	at(s, 1099, "");
	at(s, 1100, "timeout 2 a; ");
	assert(smpp_session_deadline(s) == 1110);
	/* an answer that lies in the input came in time; then a late one */
	feed(s, SUBMIT_RESP("00000003") SUBMIT_RESP("00000002"), 1115);
	at(s, 1115, "answer 3 0x0 b; odd 0x0; timeout 4 c; ");
	assert(smpp_session_deadline(s) == 1120);
	/* the session goes on */
	assert(smpp_session_request(s, &hi, "e", NULL, 1116) == 0);
	feed(s, SUBMIT_RESP("00000006"), 1117);
	at(s, 1117, "answer 6 0x0 e; ");
	assert(smpp_session_outstanding(s) == 1);
	/* a clock that goes back does nothing */
	at(s, 5, "");
	assert(smpp_session_request(s, &hi, "f", NULL, 5) == 0);
	at(s, 1120, "timeout 5 d; ");
	assert(smpp_session_deadline(s) == 1217);
	at(s, 1217, "timeout 7 f; ");
	assert(smpp_session_deadline(s) == UINT64_MAX);
	smpp_session_free(s);
}

static void
unbind_timer(void)
{
	static const struct smpp_limits l = { .window = 10,
		.response_timer = 100, .enquire_timer = 10,
		.inactivity_timer = 10 };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 5) == 0);
	smpp_session_unbind(s, 5);
	wrote(s, SUBMIT("00000002") SUBMIT("00000003") UNBIND("00000004"));
	assert(smpp_session_deadline(s) == 100);
	at(s, 104, "timeout 2 a; ");
	wrote(s, "");
	at(s, 105, "timeout 3 b; closed unbound 0x0; ");
	done(s);
}

static const struct smpp_limits idle = { .window = 10, .enquire_timer = 300,
	.enquire_response_timer = 50 };

static void
enquire_timer(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_RECEIVER, &idle);

	assert(smpp_session_deadline(s) == 300);
	at(s, 299, "");
	wrote(s, "");
	at(s, 300, "");
	wrote(s, ENQUIRE("00000002"));
	assert(smpp_session_deadline(s) == 350);
	feed(s, ENQUIRE_RESP("00000002"), 340);
	at(s, 340, "");
	assert(smpp_session_deadline(s) == 640);
	/* any octet is life, a piece of a PDU too */
	feed(s, "00", 400);
	at(s, 640, "");
	wrote(s, "");
	assert(smpp_session_deadline(s) == 700);
	at(s, 700, "");
	wrote(s, ENQUIRE("00000003"));
	feed(s, "0000", 749);
	at(s, 750, "");
	assert(smpp_session_deadline(s) == 1049);
	at(s, 1049, "");
	wrote(s, ENQUIRE("00000004"));
	/* the answer to the one before is too late to matter: odd, but life */
	feed(s, "10 80000015 00000000 00000003", 1090);
	at(s, 1100, "odd 0x0; ");
	at(s, 1390, "");
	wrote(s, ENQUIRE("00000005"));
	at(s, 1439, "");
	at(s, 1440, "closed enquire_timeout 0x0; ");
	wrote(s, "");
	done(s);
}

static void
enquire_late_in_the_input(void)
{
	struct smpp_session *s = bound_smsc(SMPP_BIND_RECEIVER, &idle);
	struct smpp_pdu deliver = hi;

	deliver.command = SMPP_DELIVER_SM;
	assert(smpp_session_request(s, &deliver, "a", NULL, 0) == 0);
	wrote(s, DELIVER("00000001"));
	at(s, 310, "");
	wrote(s, ENQUIRE("00000002"));
	/* the program slept; the answer was there all the time */
	feed(s, ENQUIRE_RESP("00000002"), 5000);
	at(s, 5000, "");
	/* a nack for enquire_link is life as well */
	at(s, 5300, "");
	wrote(s, ENQUIRE("00000003"));
	feed(s, NACK("00000003", "00000003"), 5301);
	at(s, 5301, "odd 0x3; ");
	assert(smpp_session_outstanding(s) == 1);
	/* LOST comes before CLOSED */
	at(s, 5601, "");
	wrote(s, ENQUIRE("00000004"));
	at(s, 5651, "lost 1 a; closed enquire_timeout 0x0; ");
	done(s);
}

static void
enquire_for_nat(void)
{
	/* no response timer: it only keeps the link warm */
	static const struct smpp_limits l = { .window = 1,
		.enquire_timer = 300 };
	struct smpp_session *s = bound_esme(SMPP_BIND_RECEIVER, &l);

	at(s, 300, "");
	wrote(s, ENQUIRE("00000002"));
	assert(smpp_session_deadline(s) == 600);
	at(s, 600, "");
	wrote(s, ENQUIRE("00000003"));
	smpp_session_free(s);

	/* nobody is bound: none is sent */
	s = fresh(SMPP_ESME, &l);
	at(s, 1000, "");
	wrote(s, "");
	smpp_session_free(s);
}

static void
inactivity_timer(void)
{
	static const struct smpp_limits l = { .window = 1,
		.inactivity_timer = 1000, .response_timer = 100,
		.enquire_timer = 300, .enquire_response_timer = 200 };
	struct smpp_session *s = bound_smsc(SMPP_BIND_TRANSMITTER, &l);
	struct smpp_pdu r = { .command = SMPP_SUBMIT_SM, .seq = 9,
		.message_id = "m1" };

	at(s, 300, "");
	wrote(s, ENQUIRE("00000001"));
	feed(s, ENQUIRE_RESP("00000001") SUBMIT("00000009"), 400);
	at(s, 400, "pdu 4/9; ");
	assert(smpp_session_respond(s, &r, 500) == 0);
	wrote(s, SUBMIT_RESP("00000009"));
	at(s, 700, "");
	wrote(s, ENQUIRE("00000002"));
	/* the peer's enquire_links keep the link alive, not the session */
	feed(s, ENQUIRE("0000000a"), 750);
	at(s, 750, "");
	wrote(s, ENQUIRE_RESP("0000000a"));
	feed(s, ENQUIRE("0000000b"), 1499);
	at(s, 1499, "");
	wrote(s, ENQUIRE_RESP("0000000b"));
	assert(smpp_session_deadline(s) == 1500);
	at(s, 1500, "");
	wrote(s, UNBIND("00000003"));
	assert(smpp_session_state(s) == SMPP_UNBINDING);
	feed(s, UNBIND_RESP("00000003"), 1510);
	at(s, 1510, "closed inactive 0x0; ");
	done(s);

	/* not while a request of ours is out; and without an answer */
	s = bound_esme(SMPP_BIND_TRANSMITTER, &l);
	feed(s, ENQUIRE_RESP("00000007"), 950);
	at(s, 950, "odd 0x0; ");
	assert(smpp_session_request(s, &hi, "a", NULL, 950) == 0);
	feed(s, ENQUIRE_RESP("00000007"), 1001);
	at(s, 1001, "odd 0x0; ");
	wrote(s, SUBMIT("00000002"));
	feed(s, SUBMIT_RESP("00000002"), 1040);
	at(s, 1040, "answer 2 0x0 a; ");
	feed(s, ENQUIRE_RESP("00000007"), 2039);
	at(s, 2039, "odd 0x0; ");
	at(s, 2040, "");
	wrote(s, UNBIND("00000003"));
	at(s, 2140, "closed inactive 0x0; ");
	done(s);
}

/* What counts as activity, one by one: each puts the end off. */
static void
activity(void)
{
	static const struct smpp_limits l = { .window = 1,
		.inactivity_timer = 1000 };
	struct smpp_session *s = bound_smsc(SMPP_BIND_TRANSCEIVER, &l);
	struct smpp_pdu deliver = hi;

	deliver.command = SMPP_DELIVER_SM;
	feed(s, SUBMIT("00000009"), 100);
	gave(s, "pdu 4/9; ");
	assert(smpp_session_deadline(s) == 1100);
	feed(s, BARE("00000200", "00000000", "0000000a"), 200);
	gave(s, "odd 0x3; ");
	assert(smpp_session_deadline(s) == 1200);
	/* a transaction is open, for as long as it takes */
	assert(smpp_session_request(s, &deliver, "a", NULL, 300) == 0);
	assert(smpp_session_deadline(s) == UINT64_MAX);
	at(s, 5000, "");
	assert(smpp_session_state(s) == SMPP_BOUND_TRX);
	feed(s, "00000011 80000005 00000000 00000001 00", 5000);
	gave(s, "answer 1 0x0 a; ");
	assert(smpp_session_deadline(s) == 6000);
	smpp_session_free(s);
}

static void
huge_times(void)
{
	static const struct smpp_limits l = { .window = 1,
		.bind_timer = UINT64_MAX, .response_timer = UINT64_MAX - 5,
		.enquire_timer = UINT64_MAX - 1, .inactivity_timer = UINT64_MAX };
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &l);

	assert(smpp_session_request(s, &hi, "a", NULL, 10) == 0);
	wrote(s, SUBMIT("00000002"));
	smpp_session_tick(s, UINT64_MAX - 2);
	gave(s, "");
	wrote(s, "");
	smpp_session_free(s);
}

static const struct tap_test tests[] = {
	{ "the bind timer, both roles", bind_timer },
	{ "the response timer; late answers", response_timer },
	{ "unbind that is not answered", unbind_timer },
	{ "enquire_link: when idle, answered, not answered", enquire_timer },
	{ "enquire_link: an answer that lies in the input, a nack",
	  enquire_late_in_the_input },
	{ "enquire_link without a response timer, or a bind", enquire_for_nat },
	{ "the inactivity timer", inactivity_timer },
	{ "what counts as activity", activity },
	{ "times that overflow never come", huge_times },
};

TAP_MAIN(tests)
