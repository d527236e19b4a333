/*
 * guests - from which addresses binds have failed of late.
 *
 * Each failure's answer comes later than the one before, and only so many binds
 * of an address that failed are looked at at a time: together that bounds how
 * fast passwords are tried.  No address is shut out for longer: whoever has the
 * right password there is let in as soon as his bind is looked at.
 */
#ifndef ENGINE_GUESTS_H
#define ENGINE_GUESTS_H

#include <sys/socket.h>

#include "base/clock.h"

enum {
	GUESTS_MAX = 1024,	/* addresses; the oldest gives way */
	GUEST_WAIT = 100,	/* ms that the first failure's answer waits; it
				   doubles up to */
	GUEST_WAIT_MAX = 5000,
	GUEST_FORGET = 60000,	/* ms after its last failure */
	GUEST_PENDING = 4,	/* binds of one that failed, at a time */
	GUEST_KEY = 17,		/* octets: the family and an address */
};

/* Where somebody comes from: the address, of IPv6 its /64, since that is what
   one customer has; all Unix sockets are one. */
struct guest_key {
	unsigned char octets[GUEST_KEY];
};
struct guest_key guest_key(const struct sockaddr *sa);
int guest_same(const struct guest_key *a, const struct guest_key *b);

struct guest {
	struct guest_key key;
	unsigned failures;
	msec last;
};

struct guests {
	struct guest guest[GUESTS_MAX];
	size_t n;
};

/* Has one failed from there of late? */
int guests_known(const struct guests *g, const struct guest_key *key,
	msec now);
/* One failed: how many ms its answer is to wait. */
msec guests_failed(struct guests *g, const struct guest_key *key, msec now);

#endif
