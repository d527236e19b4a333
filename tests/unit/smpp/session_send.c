/* smpp/session: requests that are encoded already, and what of the requests
   that are lost cannot have been sent. */
#include "session_kit.h"

static const char *
sent_part(const struct smpp_event *ev)
{
	assert(ev->type == SMPP_EV_ANSWER && !ev->pdu);
	return ev->unsent ? "unsent" : "perhaps";
}

/* The octets are those of a request made of the same fields. */
static void
encoded(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	uint8_t b[256];
	size_t n = unhex(SUBMIT("deadbeef"), b, sizeof b);
	uint32_t seq = 0;

	assert(smpp_session_send(s, b, n, "a", &seq, 0) == 0 && seq == 2);
	assert(smpp_session_request(s, &hi, "b", &seq, 0) == 0 && seq == 3);
	wrote(s, SUBMIT("00000002") SUBMIT("00000003"));
	feed(s, SUBMIT_RESP("00000003") SUBMIT_RESP("00000002"), 0);
	gave(s, "answer 3 0x0 b; answer 2 0x0 a; ");
	done(s);
}

static void
refused(void)
{
	struct smpp_limits one = { .window = 1 };
	struct smpp_session *s = bound_esme(SMPP_BIND_RECEIVER, &one);
	uint8_t b[256];
	size_t n = unhex(SUBMIT("00000000"), b, sizeof b);

	/* a receiver does not submit */
	assert(smpp_session_send(s, b, n, NULL, NULL, 0) == SMPP_ESTATE);
	smpp_session_free(s);
	s = bound_esme(SMPP_BIND_TRANSMITTER, &one);
	assert(smpp_session_send(s, b, 15, NULL, NULL, 0) == SMPP_EFIELD);
	assert(smpp_session_send(s, b, 0, NULL, NULL, 0) == SMPP_EFIELD);
	assert(smpp_session_send(s, b, (size_t)SMPP_PDU_MAX + 1, NULL, NULL,
	    0) == SMPP_EFIELD);
	wrote(s, "");
	assert(smpp_session_send(s, b, n, "a", NULL, 0) == 0);
	assert(smpp_session_send(s, b, n, "b", NULL, 0) == SMPP_EWINDOW);
	wrote(s, SUBMIT("00000002"));
	n = unhex(UNBIND("00000000"), b, sizeof b);
	assert(smpp_session_send(s, b, n, NULL, NULL, 0) == SMPP_ESTATE);
	n = unhex(BIND_TX("00000000"), b, sizeof b);
	assert(smpp_session_send(s, b, n, NULL, NULL, 0) == SMPP_ESTATE);
	smpp_session_free(s);
}

/* Two requests, of which so many octets leave before the connection ends. */
static void
lost_after(size_t octets, const char *first, const char *second)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	struct smpp_event ev;
	size_t n;

	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	assert(smpp_session_output(s, &n) && n == 2 * 0x2e);
	smpp_session_sent(s, octets);
	smpp_session_eof(s);
	assert(smpp_session_event(s, &ev) == 1);
	assert(strcmp(sent_part(&ev), first) == 0);
	assert(smpp_session_event(s, &ev) == 1);
	assert(strcmp(sent_part(&ev), second) == 0);
	gave(s, "closed peer_closed 0x0; ");
	done(s);
}

static void
unsent(void)
{
	lost_after(0, "unsent", "unsent");
	lost_after(1, "unsent", "unsent");
	lost_after(0x2d, "unsent", "unsent");
	lost_after(0x2e, "perhaps", "unsent");
	lost_after(0x5b, "perhaps", "unsent");
	lost_after(0x5c, "perhaps", "perhaps");
	lost_after(1000, "perhaps", "perhaps");
}

/* What else is written does not count for the request. */
static void
unsent_behind_others(void)
{
	struct smpp_session *s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	struct smpp_event ev;
	size_t n;

	feed(s, ENQUIRE("00000001"), 0);
	gave(s, "");
	assert(smpp_session_request(s, &hi, "a", NULL, 0) == 0);
	assert(smpp_session_output(s, &n) && n == 0x10 + 0x2e);
	smpp_session_sent(s, 0x2e);
	smpp_session_eof(s);
	assert(smpp_session_event(s, &ev) == 1);
	assert(strcmp(sent_part(&ev), "unsent") == 0);
	gave(s, "closed peer_closed 0x0; ");
	done(s);
}

static const struct tap_test tests[] = {
	{ "an encoded request goes out with a number of its own", encoded },
	{ "what may not go out now, or is none, is refused", refused },
	{ "lost: which requests cannot have been sent", unsent },
	{ "lost: an answer in front of the request", unsent_behind_others },
};

TAP_MAIN(tests)
