/*
 * reassemble - the parts of long messages, kept until all are there.
 *
 * Parts come in any order, twice, and interleaved with those of other
 * messages; what ties them together is account, sender, receiver, kind and width
 * of the reference, the reference and the total.  Everything is in memory: a store
 * that survives a crash takes this place behind the same calls.
 */
#ifndef GATEWAY_SMS_REASSEMBLE_H
#define GATEWAY_SMS_REASSEMBLE_H

#include "base/clock.h"
#include "gateway/sms/incoming.h"

enum {
	REASSEMBLY_MAX = 10000,	/* messages begun at once: beyond, the peer is
				   told to come again; those delivered give way */
	REASSEMBLY_OCTETS_MAX = 16 << 20,	/* of all parts together */
	REASSEMBLY_REPEAT = 120000,	/* ms: how long what was delivered is known
				   again; a peer repeats what was lost within
				   that, and an alarm with the same text and
				   reference later is a new one */
};

struct reassembly;	/* all of them */
struct assembled;	/* one message */

struct reassembly *reassembly_new(void);	/* NULL: no memory */
void reassembly_free(struct reassembly *ra);

enum reassembly_got {
	REASSEMBLY_HELD,	/* kept (*whole is what it is a part of) or known
				   already (NULL): acknowledge it */
	REASSEMBLY_COMPLETE,	/* *whole is it; see assembled_settle() */
	REASSEMBLY_BUSY,	/* this message is complete and being delivered */
	REASSEMBLY_FULL,	/* over a limit, or out of memory: nothing kept */
};

/**
 * Take a part (in->concat.how is not SMS_CONCAT_NONE); raw is its whole PDU.
 *
 * A part that was there already is held again.  One whose number is taken by
 * other text begins a new message with an old reference: the old one is then
 * given out by reassembly_expired() as it is.
 * Parts of a message that was delivered are acknowledged for a while more
 * (`timeout`, or REASSEMBLY_REPEAT where that is less),
 * since the peer may not have seen our answer.
 */
enum reassembly_got reassembly_add(struct reassembly *ra,
	const struct sms_incoming *in, struct smpp_octets raw, msec now,
	msec timeout, struct assembled **whole);

/*
 * The next message that waited longer than its timeout, or NULL.  It is given
 * once, and is settled like a complete one.
 */
struct assembled *reassembly_expired(struct reassembly *ra, msec now);
/* When the next one will be; UINT64_MAX: none waits. */
msec reassembly_deadline(const struct reassembly *ra);

/*
 * A message that was given out: what it holds, borrowed until it is settled.
 * payload is joined; missing has the numbers of the parts that never came.
 */
struct assembled_view {
	struct smpp_octets raw;	/* the PDU of its first part */
	const uint8_t *payload;	/* NULL: out of memory; then none is missing */
	size_t n;
	unsigned parts;
	const uint8_t *missing;
	unsigned nmissing;
};
void assembled_view(struct assembled *a, struct assembled_view *v);

/*
 * The end of a message that was given out: delivered, or refused for good (it
 * is forgotten, of one that was complete all but its parts' fingerprints), or
 * to be tried again: then the part that completed it is dropped, so that the
 * peer's repetition of it completes the message once more.  An expired one,
 * which no peer repeats, is given out again after `again`.
 */
void assembled_settle(struct assembled *a, int retry, msec now, msec again);

#endif
