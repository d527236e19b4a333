/*
 * Who may bind.  The hashes are of `openssl passwd -6 -salt abcdefgh secret`,
 * `openssl passwd -5 ...` and `openssl passwd -1 ...` (OpenSSL 3.0).
 */
#include <arpa/inet.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/access/users.h"
#include "tap.h"

#define SIX "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG."
#define FIVE "$5$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM."
#define ONE "$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1"

static char path[] = "/tmp/users.XXXXXX";

static struct users *
load(const char *text, mode_t mode, struct diag_err *err)
{
	struct users *u;
	int fd;
	FILE *f;

	strcpy(path, "/tmp/users.XXXXXX");
	fd = mkstemp(path);
	assert(fd >= 0);
	f = fdopen(fd, "w");
	fputs(text, f);
	fclose(f);
	assert(chmod(path, mode) == 0);
	u = users_load(path, err);
	unlink(path);
	return u;
}

/* What the server's threads do. */
static int
users_check(const struct users *u, const char *system_id, const char *password)
{
	const struct secret *secret, *decoy;
	int known = users_secret(u, system_id, &secret, &decoy);

	return known && secret_check(secret, password);
}

static struct users *
good(const char *text)
{
	struct diag_err err;
	struct users *u = load(text, 0600, &err);

	assert(u);
	return u;
}

static void
plain(void)
{
	struct users *u = good("# comment\n\na:one\r\nb:{PLAIN}{two}\nlast: x ");

	assert(users_check(u, "a", "one"));
	assert(!users_check(u, "a", "on"));
	assert(!users_check(u, "a", "one "));
	assert(!users_check(u, "a", "onf"));
	assert(!users_check(u, "a", ""));
	assert(users_check(u, "b", "{two}"));
	assert(users_check(u, "last", " x "));
	assert(!users_check(u, "A", "one"));
	assert(!users_check(u, "", "one"));
	/* an unknown one does not get in by the first one's password */
	assert(!users_check(u, "nobody", "one"));
	assert(!users_check(u, "# comment", ""));
	users_free(u);
}

static void
hashed(void)
{
	struct users *u = good(
	    "six:" SIX "\n"
	    "five:" FIVE "\n"
	    "one:{CRYPT}" ONE "\n"
	    "bad:$6$nonsense\n");
	static const char *const ids[] = { "six", "five", "one" };
	size_t i;

	for (i = 0; i < 3; i++) {
		assert(users_check(u, ids[i], "secret"));
		assert(!users_check(u, ids[i], "Secret"));
		assert(!users_check(u, ids[i], ""));
		assert(!users_check(u, ids[i], SIX));
	}
	assert(!users_check(u, "bad", "secret"));
	assert(!users_check(u, "bad", "$6$nonsense"));
	assert(!users_check(u, "nobody", "secret"));
	users_free(u);
}

/* What a check costs must not tell who is known. */
static void
decoys(void)
{
	struct users *u = good("plain:word\nsix:" SIX "\n");
	const struct secret *secret, *decoy;

	assert(users_secret(u, "six", &secret, &decoy) == 1 && !decoy);
	assert(secret_check(secret, "secret"));
	assert(users_secret(u, "plain", &secret, &decoy) == 1);
	assert(secret->scheme == SECRET_PLAIN);
	assert(decoy && strcmp(decoy->text, SIX) == 0);
	assert(users_secret(u, "nobody", &secret, &decoy) == 0 && !secret);
	assert(decoy && strcmp(decoy->text, SIX) == 0);
	users_free(u);
}

static int
from(const struct user *u, const char *addr)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr local = { .sa_family = AF_UNIX };

	if (!*addr)
		return user_from(u, &local);
	if (inet_pton(AF_INET, addr, &in.sin_addr) == 1)
		return user_from(u, (struct sockaddr *)&in);
	assert(inet_pton(AF_INET6, addr, &in6.sin6_addr) == 1);
	return user_from(u, (struct sockaddr *)&in6);
}

static void
options(void)
{
	struct users *u = good("any:x\n"
	    "full:x:sessions=2 window=10\trate=50 from=10.0.0.0/9,::1,unix "
	    "bind=tx,trx number=2000,+1555* url=http://[::1]:8080/mm7\n"
	    "six:x:from=2001:db8:4000::/34 number=155*,1*\nnone:x:\n");
	const struct user *any = users_find(u, "any");
	const struct user *full = users_find(u, "full");
	const struct user *six = users_find(u, "six");

	assert(any && full && six && users_find(u, "none"));
	assert(any->limits.binds == (USER_TX | USER_RX | USER_TRX));
	assert(!any->limits.sessions && !any->limits.window &&
	    !any->limits.rate);
	assert(full->limits.binds == (USER_TX | USER_TRX));
	assert(strcmp(full->url, "http://[::1]:8080/mm7") == 0 && !any->url);
	assert(full->limits.sessions == 2 && full->limits.window == 10 &&
	    full->limits.rate == 50);

	assert(from(any, "192.0.2.1") && from(any, ""));
	assert(from(full, "10.127.255.255") && !from(full, "10.128.0.0"));
	assert(from(full, "::ffff:10.1.2.3") && !from(full, "::ffff:11.1.2.3"));
	assert(from(full, "::1") && !from(full, "::2") && from(full, ""));
	assert(from(six, "2001:db8:7fff::1") && !from(six, "2001:db8:8000::1"));
	assert(!from(six, "10.0.0.1") && !from(six, ""));

	/* the longest that fits */
	assert(users_of_number(u, "2000") == full);
	assert(users_of_number(u, "+2000") == full);
	assert(!users_of_number(u, "20001"));
	assert(users_of_number(u, "15559") == full);
	assert(users_of_number(u, "15519") == six);
	assert(users_of_number(u, "+1") == six);
	assert(!users_of_number(u, ""));
	users_free(u);
}

static void
empty(void)
{
	struct users *u = good("");

	assert(!users_check(u, "a", "one"));
	assert(!users_check(u, "", ""));
	users_free(u);
	users_free(NULL);
}

static void
refused(void)
{
	static const struct {
		const char *text, *what;
		mode_t mode;
	} bad[] = {
		{ "a:one\n", "chmod 640", 0644 },
		{ "a:one\n", "chmod 640", 0602 },
		{ "a:one\nnonsense\n", ":2:", 0600 },
		{ ":one\n", ":1:", 0600 },
		{ "a:\n", ":1:", 0600 },
		{ "a:b\n\na:c\n", "twice", 0600 },
		{ "a:{HA1}0123\n", "{CRYPT}", 0600 },
		{ "a:{PLAIN}\n", ":1:", 0600 },
		{ "a:{CRYPT}*\n", "crypt(3)", 0600 },
		{ "a:$0$x\n", "crypt(3)", 0600 },
		{ "a:b:c\n", "second colon", 0600 },
		{ "a:b:rates=5\n", "second colon", 0600 },
		{ "a:b:=5\n", "second colon", 0600 },
		{ "a:b:rate=0\n", "number", 0600 },
		{ "a:b:rate=\n", "number", 0600 },
		{ "a:b:window=x\n", "number", 0600 },
		{ "a:b:bind=\n", "bind=", 0600 },
		{ "a:b:bind=tx,x\n", "bind=", 0600 },
		{ "a:b:from=10.0.0.0/33\n", "from=", 0600 },
		{ "a:b:from=10.0.0\n", "from=", 0600 },
		{ "a:b:from=::/129\n", "from=", 0600 },
		{ "a:b:from=\n", "from=", 0600 },
		{ "a:b:number=12a\n", "number=", 0600 },
		{ "a:b:number=1*2\n", "number=", 0600 },
		{ "a:b:url=ftp://x/\n", "url=", 0600 },
	};
	struct diag_err err;
	char line[3000];
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert(!load(bad[i].text, bad[i].mode, &err));
		assert(err.sysexit == EX_CONFIG);
		assert(strstr(err.text, bad[i].what));
	}
	memset(line, 'x', sizeof line);
	line[1] = ':';
	line[sizeof line - 1] = '\0';
	assert(!load(line, 0600, &err) && err.sysexit == EX_CONFIG);
	assert(!users_load("/nonexistent/users", &err));
	assert(err.sysexit == EX_NOINPUT);
}

static const struct tap_test tests[] = {
	{ "plain passwords", plain },
	{ "hashes", hashed },
	{ "all checks cost the same", decoys },
	{ "options", options },
	{ "nobody at all", empty },
	{ "files that are refused", refused },
};
TAP_MAIN(tests)
