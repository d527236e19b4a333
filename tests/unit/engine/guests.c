/* Addresses that binds failed from. */
#include <arpa/inet.h>

#include "engine/access/guests.h"
#include "tap.h"

static struct guest_key
key(const char *addr)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, addr, &in.sin_addr) == 1)
		return guest_key((struct sockaddr *)&in);
	assert(inet_pton(AF_INET6, addr, &in6.sin6_addr) == 1);
	return guest_key((struct sockaddr *)&in6);
}

static void
keys(void)
{
	struct guest_key a = key("192.0.2.1"), b = key("192.0.2.2");
	struct guest_key c = key("::ffff:192.0.2.1");
	struct guest_key d = key("2001:db8::1"), e = key("2001:db8::2:0:0:1");
	struct guest_key f = key("2001:db8:0:1::1");

	assert(!guest_same(&a, &b) && guest_same(&a, &c));
	assert(guest_same(&d, &e) && !guest_same(&d, &f));
}

static void
waits(void)
{
	static struct guests g;
	static const msec want[] = { 100, 200, 400, 800, 1600, 3200, 5000,
		5000 };
	struct guest_key a = key("192.0.2.1"), b = key("192.0.2.2");
	size_t i;

	assert(!guests_known(&g, &a, 1000));
	for (i = 0; i < sizeof want / sizeof want[0]; i++)
		assert(guests_failed(&g, &a, 1000 + i) == want[i]);
	assert(guests_known(&g, &a, 1008) && !guests_known(&g, &b, 1008));
	assert(guests_failed(&g, &b, 1000) == 100);
	assert(!guests_known(&g, &a, 1007 + GUEST_FORGET));
	assert(guests_failed(&g, &a, 1007 + GUEST_FORGET) == 100);
}

/* Whoever has many addresses takes no more memory, nor the newest ones' place. */
static void
full(void)
{
	static struct guests g;
	struct guest_key k = key("192.0.2.1");
	unsigned i;

	for (i = 0; i < 3 * GUESTS_MAX; i++) {
		k.octets[1] = (unsigned char)(i >> 8);
		k.octets[2] = (unsigned char)i;
		assert(guests_failed(&g, &k, 1000 + i) == 100);
	}
	assert(guests_known(&g, &k, 1000 + i));
	k.octets[1] = k.octets[2] = 0;
	assert(!guests_known(&g, &k, 1000 + i));
}

static const struct tap_test tests[] = {
	{ "which addresses are the same", keys },
	{ "each answer waits longer", waits },
	{ "many addresses", full },
};
TAP_MAIN(tests)
