#include "engine/access/guests.h"

#include <string.h>

#include "engine/access/users.h"

enum { V6_PREFIX = 8 };		/* octets of a /64 */

struct guest_key
guest_key(const struct sockaddr *sa)
{
	struct guest_key key = { { 0 } };
	struct in6_addr a;

	if (user_address(sa, &a) < 0)
		return key;
	key.octets[0] = 1;
	memcpy(key.octets + 1, &a, IN6_IS_ADDR_V4MAPPED(&a) ?
	    sizeof a : V6_PREFIX);
	return key;
}

int
guest_same(const struct guest_key *a, const struct guest_key *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static const struct guest *
find(const struct guests *g, const struct guest_key *key)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (guest_same(&g->guest[i].key, key))
			return &g->guest[i];
	return NULL;
}

static int
is_old(const struct guest *guest, msec now)
{
	return now - guest->last >= GUEST_FORGET;
}

int
guests_known(const struct guests *g, const struct guest_key *key, msec now)
{
	const struct guest *guest = find(g, key);

	return guest && !is_old(guest, now);
}

/* A place for one more: a new one, or the oldest's. */
static struct guest *
place(struct guests *g, const struct guest_key *key)
{
	struct guest *guest = (struct guest *)find(g, key);
	size_t i;

	if (guest)
		return guest;
	if (g->n < GUESTS_MAX) {
		guest = &g->guest[g->n++];
	} else {
		guest = &g->guest[0];
		for (i = 1; i < g->n; i++)
			if (g->guest[i].last < guest->last)
				guest = &g->guest[i];
	}
	*guest = (struct guest){ .key = *key };
	return guest;
}

msec
guests_failed(struct guests *g, const struct guest_key *key, msec now)
{
	struct guest *guest = place(g, key);
	msec wait = GUEST_WAIT;
	unsigned i;

	if (is_old(guest, now))
		guest->failures = 0;
	for (i = 0; i < guest->failures && wait < GUEST_WAIT_MAX; i++)
		wait *= 2;
	guest->failures++;
	guest->last = now;
	return wait < GUEST_WAIT_MAX ? wait : GUEST_WAIT_MAX;
}
