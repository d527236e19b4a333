/* Where a server is.  RFC 3986, 3.2.2: an IPv6 address that has a port stands in
   brackets. */
#include "tap.h"

#include "base/hostport.h"

static void
test_good(void)
{
	static const struct { const char *text, *host, *port; } good[] = {
		{ "h", "h", "2775" },
		{ "h:1", "h", "1" },
		{ "192.0.2.1:65535", "192.0.2.1", "65535" },
		{ "[2001:db8::1]:2776", "2001:db8::1", "2776" },
		{ "[2001:db8::1]", "2001:db8::1", "2775" },
		{ "2001:db8::1", "2001:db8::1", "2775" },
		{ "unix:/run/a:1", "unix:/run/a:1", "" },
	};
	struct hostport hp;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert(hostport_parse(&hp, good[i].text, 2775) == 0);
		assert(strcmp(hp.host, good[i].host) == 0);
		assert(strcmp(hp.port, good[i].port) == 0);
	}
	assert(hostport_is_unix(&hp));
	assert(strcmp(hostport_path(&hp), "/run/a:1") == 0);
}

static void
test_bad(void)
{
	static const char *const bad[] = { "", ":1", "h:", "h:0", "h:65536",
		"h:x", "h:-1", "[", "[]", "[]:1", "[::1", "[::1]1", "[::1]:",
		"[::1]:0" };
	char host[HOSTPORT_HOST_MAX + 1];
	struct hostport hp;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(hostport_parse(&hp, bad[i], 2775) == -1);
	memset(host, 'h', sizeof host);
	host[HOSTPORT_HOST_MAX] = '\0';
	assert(hostport_parse(&hp, host, 1) == -1);
	host[HOSTPORT_HOST_MAX - 1] = '\0';
	assert(hostport_parse(&hp, host, 1) == 0);
	assert(strcmp(hp.host, host) == 0);
}

static const struct tap_test tests[] = {
	{ "hosts, ports and local sockets", test_good },
	{ "what is none", test_bad },
};

TAP_MAIN(tests)
