/*
 * session_kit - what the session tests share: octets in hex, and the events as
 * a line of text.  The octets of headers are those of SMPP v3.4 issue 1.2,
 * 3.2.1 with the command_ids of 5.1.2.1 and the statuses of 5.1.3.
 */
#ifndef TESTS_SESSION_KIT_H
#define TESTS_SESSION_KIT_H

#include "base/num.h"
#include "smpp/session.h"
#include "tap.h"

/* command_length, command_id, command_status, sequence_number */
#define UNBIND(seq)		"00000010 00000006 00000000" seq
#define UNBIND_RESP(seq)	"00000010 80000006 00000000" seq
#define ENQUIRE(seq)		"00000010 00000015 00000000" seq
#define ENQUIRE_RESP(seq)	"00000010 80000015 00000000" seq
#define NACK(status, seq)	"00000010 80000000" status seq
/* error responses, and bind responses with system_id "smsc" */
#define BIND_RX_RESP(seq)	"00000015 80000001 00000000" seq "736d736300"
#define BIND_TX_RESP(seq)	"00000015 80000002 00000000" seq "736d736300"
#define BIND_TRX_RESP(seq)	"00000015 80000009 00000000" seq "736d736300"
#define BARE(command, status, seq) "00000010" command status seq
/* 4.4.2: message_id "m1" */
#define SUBMIT_RESP(seq)	"00000013 80000004 00000000" seq "6d3100"
/* 4.1.1: system_id "e", the rest empty, interface_version 0x34 */
#define BIND_TAIL		"6500 00 00 34 00 00 00"
#define BIND_RX(seq)		"00000018 00000001 00000000" seq BIND_TAIL
#define BIND_TX(seq)		"00000018 00000002 00000000" seq BIND_TAIL
#define BIND_TRX(seq)		"00000018 00000009 00000000" seq BIND_TAIL
/* 4.4.1 and 4.6.1, of one shape: to 15551234567, TON 1, NPI 1, text "hi" */
#define MESSAGE_TAIL		"00 0000 00 0101 313535353132333435363700" \
				"00 00 00 00 00 00 00 00 00 02 6869"
#define SUBMIT(seq)		"0000002e 00000004 00000000" seq MESSAGE_TAIL
#define DELIVER(seq)		"0000002e 00000005 00000000" seq MESSAGE_TAIL
/* 4.7.1: data_sm without any optional parameter */
#define DATA(seq)		"00000025 00000103 00000000" seq \
				"00 0000 00 0101 313535353132333435363700 00 00 00"

static const struct smpp_limits plenty = { .window = 10 };

static const struct smpp_pdu hi = {
	.command = SMPP_SUBMIT_SM, .dest_addr_ton = 1, .dest_addr_npi = 1,
	.destination_addr = "15551234567",
	.short_message = { (const uint8_t *)"hi", 2 },
};

static inline size_t
unhex(const char *hex, uint8_t *out, size_t cap)
{
	ssize_t n = num_unhex(hex, strlen(hex), out, cap);

	assert(n >= 0);
	return (size_t)n;
}

static inline void
feed(struct smpp_session *s, const char *hex, msec now)
{
	uint8_t b[4096];
	size_t n = unhex(hex, b, sizeof b);

	assert(smpp_session_input(s, b, n, now) == 0);
}

/* The output is exactly this; it is taken. */
static inline void
wrote(struct smpp_session *s, const char *hex)
{
	uint8_t b[4096];
	size_t want = unhex(hex, b, sizeof b), n;
	const void *p = smpp_session_output(s, &n);
	const uint8_t *o = p;
	size_t i;

	if (n != want || (n && memcmp(p, b, n))) {
		fprintf(stderr, "# output:");
		for (i = 0; i < n; i++)
			fprintf(stderr, i % 4 ? "%02x" : " %02x", o[i]);
		fprintf(stderr, "\n");
	}
	assert(n == want && (n == 0 || memcmp(p, b, n) == 0));
	assert((p == NULL) == (n == 0));
	smpp_session_sent(s, n);
}

static inline const char *
why_name(enum smpp_why why)
{
	static const char *const names[] = { "none", "timeout", "lost",
	    "refused", "bind_timeout", "enquire_timeout", "inactive", "unbound",
	    "peer_unbound", "peer_closed", "protocol", "nomem" };

	return names[why];
}

/* One event as text: `bound`, `pdu 5/7` (command/seq), `answer 3 0x58 x`
   (seq, status, tag or -), `lost 3 x`, `timeout 3 x`, `odd 0x3`,
   `closed unbound 0x0`; commands and statuses in hex */
static inline void
event_text(const struct smpp_event *ev, char *to, size_t n)
{
	const char *tag = ev->tag ? ev->tag : "-";

	switch (ev->type) {
	case SMPP_EV_BOUND:
		snprintf(to, n, "bound; ");
		break;
	case SMPP_EV_PDU:
		snprintf(to, n, "pdu %x/%x; ", ev->pdu->command, ev->seq);
		assert(ev->seq == ev->pdu->seq);
		break;
	case SMPP_EV_ANSWER:
		assert((ev->pdu != NULL) == (ev->why == SMPP_WHY_NONE));
		if (ev->pdu)
			snprintf(to, n, "answer %x 0x%x %s; ", ev->seq,
			    ev->status, tag);
		else
			snprintf(to, n, "%s %x %s; ", why_name(ev->why),
			    ev->seq, tag);
		break;
	case SMPP_EV_ODD:
		assert(ev->text);
		snprintf(to, n, "odd 0x%x; ", ev->status);
		break;
	case SMPP_EV_CLOSED:
		snprintf(to, n, "closed %s 0x%x; ", why_name(ev->why),
		    ev->status);
		break;
	}
}

/* Append all events there are. */
static inline void
events(struct smpp_session *s, char *log, size_t size)
{
	struct smpp_event ev;

	while (smpp_session_event(s, &ev)) {
		size_t n = strlen(log);

		assert(n + 64 < size);
		event_text(&ev, log + n, size - n);
	}
}

/* The events that there are, are these. */
static inline void
gave(struct smpp_session *s, const char *want)
{
	char log[4096] = "";

	events(s, log, sizeof log);
	if (strcmp(log, want) != 0)
		fprintf(stderr, "# events: %s\n# wanted: %s\n", log, want);
	assert(strcmp(log, want) == 0);
}

static inline struct smpp_session *
fresh(enum smpp_role role, const struct smpp_limits *limits)
{
	struct smpp_session *s = smpp_session_new(role, limits, 0);

	assert(s);
	return s;
}

/* An ESME that bound so (sequence_number 1) at time 0. */
static inline struct smpp_session *
bound_esme(uint32_t command, const struct smpp_limits *limits)
{
	struct smpp_session *s = fresh(SMPP_ESME, limits);
	struct smpp_pdu bind = { .command = command };
	size_t n;

	assert(smpp_session_bind(s, &bind, 0) == 0);
	assert(smpp_session_output(s, &n) != NULL);
	smpp_session_sent(s, n);
	feed(s, command == SMPP_BIND_RECEIVER ? BIND_RX_RESP("00000001") :
	    command == SMPP_BIND_TRANSMITTER ? BIND_TX_RESP("00000001") :
	    BIND_TRX_RESP("00000001"), 0);
	gave(s, "bound; ");
	return s;
}

/* An SMSC that somebody bound to so (sequence_number 1) at time 0. */
static inline struct smpp_session *
bound_smsc(uint32_t command, const struct smpp_limits *limits)
{
	struct smpp_session *s = fresh(SMPP_SMSC, limits);
	struct smpp_pdu resp = { .command = command, .seq = 1 };
	struct smpp_event ev;
	size_t n;

	feed(s, command == SMPP_BIND_RECEIVER ? BIND_RX("00000001") :
	    command == SMPP_BIND_TRANSMITTER ? BIND_TX("00000001") :
	    BIND_TRX("00000001"), 0);
	assert(smpp_session_event(s, &ev) == 1 && ev.type == SMPP_EV_PDU);
	assert(smpp_session_respond(s, &resp, 0) == 0);
	gave(s, "");
	assert(smpp_session_output(s, &n) != NULL);
	smpp_session_sent(s, n);
	return s;
}

/* A session whose story is over; nothing follows. */
static inline void
done(struct smpp_session *s)
{
	struct smpp_event ev;

	assert(smpp_session_event(s, &ev) == 0);
	if (smpp_session_state(s) == SMPP_CLOSED) {
		assert(smpp_session_deadline(s) == UINT64_MAX);
		assert(smpp_session_outstanding(s) == 0);
		assert(smpp_session_room(s) == 0);
		assert(smpp_session_request(s, &hi, NULL, NULL, 0) ==
		    SMPP_ESTATE);
		assert(smpp_session_respond(s, &hi, 0) == SMPP_ESTATE);
		assert(smpp_session_input(s, "", 1, 0) == 0);
		assert(smpp_session_event(s, &ev) == 0);
	}
	smpp_session_free(s);
}

#endif
