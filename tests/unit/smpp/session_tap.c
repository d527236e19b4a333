/* smpp/session: who watches is given each PDU, once, in both directions. */
#include "session_kit.h"

/* What the tap was given, in hex: `<' in, `>' out. */
static char seen[8192];

static void
tap(void *arg, int out, const void *p, size_t n)
{
	size_t at = strlen(seen);

	assert(arg == seen && at + 2 * n + 2 < sizeof seen);
	seen[at++] = out ? '>' : '<';
	num_hex(p, n, seen + at);
	seen[at + 2 * n] = '\0';
}

/* It was given this, a `<' or `>' before each. */
static void
saw(const char *want)
{
	char packed[4096];
	size_t n = 0;

	for (; *want; want++)
		if (*want != ' ')
			packed[n++] = *want;
	packed[n] = '\0';
	if (strcmp(packed, seen) != 0)
		fprintf(stderr, "# saw:    %s\n# wanted: %s\n", seen, packed);
	assert(strcmp(packed, seen) == 0);
	*seen = '\0';
}

static struct smpp_session *
watched(enum smpp_role role)
{
	struct smpp_session *s = fresh(role, &plenty);

	smpp_session_tap(s, tap, seen);
	return s;
}

/* What the session does by itself, too, and however the stream is cut. */
static void
both_ways(size_t step)
{
	struct smpp_session *s = watched(SMPP_SMSC);
	struct smpp_pdu resp = { .command = SMPP_BIND_TRANSMITTER, .seq = 1 };
	struct smpp_event ev;
	uint8_t b[256];
	size_t n = unhex(BIND_TX("00000001"), b, sizeof b), i, left;

	for (i = 0; i < n; i += step)
		smpp_session_input(s, b + i, n - i < step ? n - i : step, 0);
	assert(smpp_session_event(s, &ev) == 1);
	saw("<" BIND_TX("00000001"));
	assert(smpp_session_respond(s, &resp, 0) == 0);
	feed(s, ENQUIRE("00000002") UNBIND("00000003"), 0);
	gave(s, "closed peer_unbound 0x0; ");
	saw("<" ENQUIRE("00000002") "<" UNBIND("00000003"));
	/* each when it begins to leave, and no earlier */
	while (smpp_session_output(s, &left) && left) {
		smpp_session_sent(s, left < step ? left : step);
		assert(*seen || step < 17);
	}
	saw(">" "00000011 80000002 00000000 00000001 00"
	    ">" ENQUIRE_RESP("00000002") ">" UNBIND_RESP("00000003"));
	smpp_session_free(s);
}

static void
not_written(void)
{
	struct smpp_session *s = watched(SMPP_ESME);
	struct smpp_pdu bind = { .command = SMPP_BIND_RECEIVER,
		.system_id = "e", .interface_version = 0x34 };

	assert(smpp_session_bind(s, &bind, 0) == 0);
	saw("");
	smpp_session_sent(s, 1);
	saw(">" BIND_RX("00000001"));
	smpp_session_sent(s, 1);
	saw("");
	smpp_session_free(s);
}

/* What is no PDU is given once, as far as it is there. */
static void
no_pdu(void)
{
	struct smpp_session *s = watched(SMPP_SMSC);

	feed(s, "474554202f0d0a", 0);		/* GET / */
	gave(s, "closed protocol 0x2; ");
	saw("<474554202f0d0a");
	smpp_session_free(s);
	s = watched(SMPP_SMSC);
	feed(s, "00000020 00000002 0000", 0);
	smpp_session_eof(s);
	gave(s, "closed peer_closed 0x0; ");
	saw("<00000020 00000002 0000");
	smpp_session_free(s);
}

static void
at_any_split(void)
{
	both_ways(1);
	both_ways(7);
	both_ways(1000);
}

static const struct tap_test tests[] = {
	{ "tap: each PDU, both ways, once, at any split", at_any_split },
	{ "tap: what goes, when it begins to", not_written },
	{ "tap: octets that are no PDU", no_pdu },
};

TAP_MAIN(tests)
