/*
 * Who may bind.  The hashes are of `openssl passwd -6 -salt abcdefgh secret`,
 * `openssl passwd -5 ...` and `openssl passwd -1 ...` (OpenSSL 3.0).
 */
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/server/users.h"
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
	struct users *u = good("# comment\n\na:one\r\nb:two:three\nlast: x ");

	assert(users_check(u, "a", "one"));
	assert(!users_check(u, "a", "on"));
	assert(!users_check(u, "a", "one "));
	assert(!users_check(u, "a", "onf"));
	assert(!users_check(u, "a", ""));
	assert(users_check(u, "b", "two:three"));
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
	    "one:" ONE "\n"
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
	};
	struct diag_err err;
	char line[2000];
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
	{ "nobody at all", empty },
	{ "files that are refused", refused },
};
TAP_MAIN(tests)
