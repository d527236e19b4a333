/* States and network errors as RFC 3464's actions and RFC 3463's codes. */
#include <string.h>

#include "base/num.h"
#include "gateway/sms/notify_priv.h"
#include "smpp/status.h"

enum { NO_STATE = -1, SKIPPED = 9 };

static const char undelivered[] = "Not delivered";
static const char was_not[] = "was not delivered";

/*
 * message_state: SMPP v3.4, 5.2.28 and appendix B; SKIPPED: v5.0, 4.7.15.
 * ends: no other state follows, so where a receipt says final:false it was one
 * attempt, and there is nothing to tell yet.  Action: RFC 3464, 2.3.3.
 *
 * DELIVRD	2.0.0, all is well: RFC 3463, 2.
 * EXPIRED	x.4.7 delivery time expired; class 4, since a passing condition
 *		"has caused abandonment": RFC 3463, 2 and 3.5.
 * DELETED	x.3.0, other mail system status: the message centre's doing,
 *		and nothing is said of the number: 3.4.
 * UNDELIV	x.0.0, undefined, where no error code says more: 3.1.
 * ACCEPTD	`relayed`: into an environment that may never say more.
 *		`delivered` would claim that the phone has it.
 * UNKNOWN	and what is the vendor's own: nobody knows, and nobody tries on.
 *		RFC 3464 has no action for that; `failed` makes programs look,
 *		the words say how it is.  x.0.0, of class 5, since by itself no
 *		program shall send again what may have arrived.
 * REJECTD	x.7.1, delivery not authorized, message refused: 3.8.
 * SKIPPED	asked for as UNDELIV, for the option has no such name.
 *
 * SCHEDULED and ENROUTE cannot be asked for.
 */
static const struct row {
	int state, asked, ends;
	struct notify_outcome what;
} rows[] = {
	{ 2, 2, 1, { "delivered", "2.0.0", "Delivered", "was delivered" } },
	{ 3, 3, 1, { "failed", "4.4.7", undelivered,
	    "was not delivered before its time was over" } },
	{ 4, 4, 1, { "failed", "5.3.0", undelivered,
	    "was deleted before it was delivered" } },
	{ 5, 5, 1, { "failed", "5.0.0", undelivered, was_not } },
	{ 6, 6, 0, { "relayed", "2.0.0", "Accepted",
	    "was accepted by the network; whether the phone has it is not "
	    "known" } },
	{ 7, 7, 0, { "failed", "5.0.0", "Not known",
	    "may or may not have been delivered: the message centre does not "
	    "know" } },
	{ 8, 8, 1, { "failed", "5.7.1", undelivered,
	    "was refused by the network" } },
	{ SKIPPED, 5, 1, { "failed", "5.3.0", undelivered, was_not } },
	{ NO_STATE, 7, 0, { "failed", "5.0.0", "Not known",
	    "may or may not have been delivered: the message centre gives a "
	    "state of its own" } },
};

struct notify_outcome
notify_of_state(const char *state, int final, int64_t asked)
{
	static const struct notify_outcome nothing = { NULL, NULL, NULL, NULL };
	int number = smpp_message_state_parse(state);
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].state == number)
			break;
	if (i == sizeof rows / sizeof rows[0] || (rows[i].ends && !final) ||
	    !(asked & INT64_C(1) << rows[i].asked))
		return nothing;
	return rows[i].what;
}

int
notify_state_failed(const char *state)
{
	int number = smpp_message_state_parse(state);

	return number >= 0 && number != 2 &&
	    smpp_message_state_final((uint8_t)number);
}

/*
 * network_error_code: an octet for the network, 3: GSM, and two for the error
 * (SMPP v3.4, 5.3.2.31), there one of MAP's user errors (3GPP TS 29.002,
 * 17.6.6).  What ends the try, but may be over tomorrow, is class 4.
 */
static const struct {
	unsigned error;
	const char *code;
} gsm[] = {
	{ 1, "5.1.1" },		/* unknownSubscriber */
	{ 5, "5.1.1" },		/* unidentifiedSubscriber */
	{ 6, "4.4.1" },		/* absentSubscriberSM: no answer from host */
	{ 9, "5.2.1" },		/* illegalSubscriber: accepts no messages */
	{ 11, "5.2.1" },	/* teleserviceNotProvisioned */
	{ 12, "5.2.1" },	/* illegalEquipment */
	{ 13, "5.7.1" },	/* callBarred */
	{ 21, "5.3.3" },	/* facilityNotSupported */
	{ 27, "4.4.1" },	/* absentSubscriber */
	{ 31, "4.3.2" },	/* subscriberBusyForMT-SMS: accepts none now */
	{ 32, "4.2.0" },	/* sm-DeliveryFailure: the phone's, undefined */
	{ 33, "4.3.1" },	/* messageWaitingListFull */
	{ 34, "4.3.0" },	/* systemFailure */
};

const char *
notify_network_code(const char *hex)
{
	enum { GSM = 3 };
	uint8_t p[8];	/* 3, but some send more */
	ssize_t n = num_unhex(hex, strlen(hex), p, sizeof p);
	size_t i;

	if (n < 3 || p[0] != GSM)
		return NULL;
	for (i = 0; i < sizeof gsm / sizeof gsm[0]; i++)
		if (gsm[i].error == (unsigned)(p[1] << 8 | p[2]))
			return gsm[i].code;
	return NULL;
}
