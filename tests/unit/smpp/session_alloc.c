/*
 * smpp/session: a failed allocation at every point.  The sources are taken in
 * here with allocators that can be told to fail; of the libraries only the
 * codecs are linked.
 */
#include <stdio.h>
#include <stdlib.h>

static long calls;		/* so far */
static long fail_from, fail_to;	/* those fail */

static int
fails(void)
{
	calls++;
	return calls >= fail_from && calls < fail_to;
}

static void *
test_calloc(size_t n, size_t size)
{
	return fails() ? NULL : calloc(n, size);
}

static void *
test_realloc(void *p, size_t n)
{
	return fails() ? NULL : realloc(p, n);
}

#define calloc test_calloc
#define realloc test_realloc
#include "base/buf.c"
#include "smpp/session.c"
#include "smpp/session_in.c"
#include "smpp/session_out.c"
#include "smpp/session_reqs.c"
#include "smpp/session_rules.c"
#include "smpp/session_timers.c"
#undef calloc
#undef realloc

#include "session_kit.h"

/* message_payload of 4000 octets; v3.4, 5.3.2.32 */
static uint8_t tlv[4004] = { 0x04, 0x24, 0x0f, 0xa0 };
static unsigned out, answers, closed;

static void
drain(struct smpp_session *s, msec now)
{
	struct smpp_event ev;
	struct smpp_pdu r;

	while (smpp_session_event(s, &ev)) {
		assert(!closed);
		if (ev.type == SMPP_EV_ANSWER) {
			assert(strcmp(ev.tag, "x") == 0);
			answers++;
		} else if (ev.type == SMPP_EV_CLOSED) {
			closed = 1;
		} else if (ev.type == SMPP_EV_PDU) {
			r = (struct smpp_pdu){ .command = ev.pdu->command,
				.seq = ev.seq };
			if (smpp_session_respond(s, &r, now) == SMPP_ENOMEM)
				assert(smpp_session_respond(s, &r, now) <= 0);
		}
	}
}

static int
input(struct smpp_session *s, const char *hex, msec now)
{
	uint8_t b[4096];
	int rc = smpp_session_input(s, b, unhex(hex, b, sizeof b), now);

	assert(rc == 0 || rc == SMPP_ENOMEM);
	assert(rc == 0 || smpp_session_state(s) == SMPP_CLOSED);
	return rc;
}

static void
request(struct smpp_session *s, const struct smpp_pdu *pdu, msec now)
{
	unsigned before = smpp_session_outstanding(s);
	size_t n, m;
	int rc;

	smpp_session_output(s, &n);
	rc = smpp_session_request(s, pdu, "x", NULL, now);
	smpp_session_output(s, &m);
	if (rc == 0)
		out++;
	assert(smpp_session_outstanding(s) == before + (rc == 0));
	assert((rc == 0) == (m > n));
	assert(rc == 0 || rc == SMPP_ENOMEM || rc == SMPP_ESTATE);
}

/* A life with all that allocates; 0 when not even the session was made. */
static int
live(void)
{
	static const struct smpp_limits l = { .window = 100,
		.response_timer = 1000, .enquire_timer = 100 };
	struct smpp_pdu bind = { .command = SMPP_BIND_TRANSCEIVER }, big = hi;
	struct smpp_session *s = smpp_session_new(SMPP_ESME, &l, 0);
	int i;

	out = answers = closed = 0;
	if (!s)
		return 0;
	big.tlvs = (struct smpp_octets){ tlv, sizeof tlv };
	if (smpp_session_bind(s, &bind, 0) == SMPP_ENOMEM)
		assert(smpp_session_state(s) == SMPP_OPEN);
	input(s, BIND_TRX_RESP("00000001") ENQUIRE("00000001"), 0);
	drain(s, 0);
	for (i = 0; i < 20; i++)
		request(s, i & 1 ? &big : &hi, 10);
	for (i = 0; i < 20; i++)
		input(s, DELIVER("00000001") BARE("00000200", "00000000",
		    "00000002") BARE("00000005", "00000000", "00000003"), 20);
	drain(s, 20);
	input(s, SUBMIT_RESP("00000002"), 30);
	drain(s, 30);
	smpp_session_tick(s, 200);
	drain(s, 200);
	smpp_session_unbind(s, 300);
	drain(s, 300);
	input(s, "00000000", 300);
	drain(s, 300);
	assert(closed && answers == out);
	assert(smpp_session_outstanding(s) == 0);
	smpp_session_free(s);
	return 1;
}

static void
run(long from, long to)
{
	calls = 0;
	fail_from = from;
	fail_to = to;
	live();
}

static void
once(void)
{
	long i, total;

	run(0, 0);
	total = calls;
	assert(total > 8 && out == 20);
	for (i = 1; i <= total; i++)
		run(i, i + 1);
}

static void
from_then_on(void)
{
	long i, total;

	run(0, 0);
	total = calls;
	for (i = 1; i <= total; i++)
		run(i, 1000000);
}

/* A request that found no memory is as if it had not been. */
static void
goes_on(void)
{
	struct smpp_pdu big = hi;
	struct smpp_session *s;

	calls = fail_from = fail_to = 0;
	s = bound_esme(SMPP_BIND_TRANSMITTER, &plenty);
	fail_to = 100;
	buf_free(&s->out.b);
	s->out.off = 0;
	assert(smpp_session_request(s, &hi, "a", NULL, 0) == SMPP_ENOMEM);
	fail_to = 0;
	wrote(s, "");
	assert(smpp_session_request(s, &hi, "b", NULL, 0) == 0);
	/* the same with something still to be written */
	fail_to = 100;
	big.tlvs = (struct smpp_octets){ tlv, sizeof tlv };
	assert(smpp_session_request(s, &big, "c", NULL, 0) == SMPP_ENOMEM);
	fail_to = 0;
	assert(smpp_session_request(s, &hi, "d", NULL, 0) == 0);
	wrote(s, SUBMIT("00000002") SUBMIT("00000003"));
	fail_to = 100;
	buf_free(&s->in.b);
	s->in.off = 0;
	assert(smpp_session_input(s, "\0\0\0", 3, 0) == SMPP_ENOMEM);
	gave(s, "lost 2 b; lost 3 d; closed nomem 0x0; ");
	fail_to = 0;
	done(s);
}

static const struct tap_test tests[] = {
	{ "one allocation fails, each in turn", once },
	{ "all fail from one on", from_then_on },
	{ "a request that failed changes nothing; LOST needs no memory",
	  goes_on },
};

TAP_MAIN(tests)
