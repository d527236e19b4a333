/* What a handler is called with: handler_split(), arguments, environment. */
#include "flow/handler.h"

#include <sysexits.h>

#include "run.h"

static const struct {
	const char *args[8];
	int argc;		/* after the split; -1: refused */
	const char *handler[4];
} splits[] = {
	{ { "p" }, 1, { NULL } },
	{ { "p", "a", "-n" }, 3, { NULL } },
	{ { "p", "--", "cat" }, 1, { "cat" } },
	{ { "p", "-n", "x", "--", "cat", "-u" }, 3, { "cat", "-u" } },
	{ { "p", "--", "a", "--", "b" }, 1, { "a", "--", "b" } },
	{ { "p", "---", "--x" }, 3, { NULL } },
	{ { "p", "--", "7z", "1" }, 1, { "7z", "1" } },
	{ { "p", "--", "./1" }, 1, { "./1" } },
	{ { "p", "--" }, -1, { NULL } },
	{ { "p", "--", "" }, -1, { NULL } },
	{ { "p", "--", "--", "cat" }, -1, { NULL } },
	{ { "p", "--", "-oQ/tmp", "x" }, -1, { NULL } },
	{ { "p", "--", "-" }, -1, { NULL } },
	{ { "p", "--", "15551234567" }, -1, { NULL } },
	{ { "p", "--", "+15551234567" }, -1, { NULL } },
	{ { "p", "--", "15551234567@example.com" }, -1, { NULL } },
	{ { "p", "--", "root@localhost" }, -1, { NULL } },
	{ { "p", "--", "/bin/a@b" }, -1, { NULL } },
};

static void
split(void)
{
	char *argv[9];
	struct handler h;
	int argc, n, rc;
	size_t i, k;

	for (i = 0; i < sizeof splits / sizeof splits[0]; i++) {
		for (n = 0; splits[i].args[n]; n++)
			argv[n] = (char *)splits[i].args[n];
		argv[n] = NULL;
		argc = n;
		err.sysexit = 0;
		rc = handler_split(&argc, argv, &h, &err);
		if (splits[i].argc < 0) {
			assert(rc == -1 && err.sysexit == EX_USAGE && *err.text);
			assert(!h.argv && argc == n);
			continue;
		}
		assert(rc == 0 && argc == splits[i].argc && !argv[argc]);
		assert(!h.argv == !splits[i].handler[0]);
		for (k = 0; h.argv && k < 4 && splits[i].handler[k]; k++)
			assert(strcmp(h.argv[k], splits[i].handler[k]) == 0);
		assert(!h.argv || !h.argv[k]);
	}
	argc = 0;
	argv[0] = NULL;
	assert(handler_split(&argc, argv, &h, &err) == 0 && !h.argv);
}

static const char *const two[] = { "15551234567", "a@example.com" };

static void
arguments(void)
{
	struct handler h = HANDLER("sh", "-c", "for a; do echo \"[$a]\"; done",
	    "sh", "{sender}", "-f{sender}", "{recipients}", "{id}", "{other}",
	    "--", "{sender}", "{recipients}", "{id}");
	struct handler_message m = { "", 0, "s@example.com", two, 2, "id7" };
	char out[512];

	assert(strcmp(output(&h, &m, out, sizeof out), "[s@example.com]\n"
	    "[-f{sender}]\n[15551234567]\n[a@example.com]\n[id7]\n[{other}]\n"
	    "[--]\n[{sender}]\n[{recipients}]\n[{id}]\n") == 0);
	/* the null sender is an argument, no recipients are none */
	m = none;
	assert(strcmp(output(&h, &m, out, sizeof out), "[]\n[-f{sender}]\n"
	    "[]\n[{other}]\n[--]\n[{sender}]\n[{recipients}]\n[{id}]\n") == 0);
}

static void
many_recipients(void)
{
	const char *to[HANDLER_RECIPIENTS_MAX + 1];
	struct handler h = HANDLER("sh", "-c", "echo $#", "sh", "{recipients}",
	    "{recipients}");
	struct handler_message m = { "", 0, "", to, HANDLER_RECIPIENTS_MAX, "" };
	char out[64], name[300];
	size_t i;

	for (i = 0; i <= HANDLER_RECIPIENTS_MAX; i++)
		to[i] = "15551234567";
	assert(strcmp(output(&h, &m, out, sizeof out), "2000\n") == 0);
	m.nrecipients++;
	assert(handler_start(&h, &m, -1, &err) == -1);
	assert(err.sysexit == EX_DATAERR);

	/* 1,000 times 200 octets: exec(2) would refuse that RECIPIENT */
	memset(name, 'x', 200);
	name[200] = '\0';
	for (i = 0; i < HANDLER_RECIPIENTS_MAX; i++)
		to[i] = name;
	m.nrecipients = HANDLER_RECIPIENTS_MAX;
	assert(handler_start(&h, &m, -1, &err) == -1);
	assert(err.sysexit == EX_DATAERR && strstr(err.text, "RECIPIENT"));
}

/* The longest variable that the kernel takes, and one octet more. */
static void
longest_variable(void)
{
	static char to[(128 << 10) + 1];
	const char *one = to;
	struct handler h = SH("test ${#RECIPIENT} -gt 100000");
	struct handler_message m = { "", 0, "", &one, 1, "" };
	int ws;

	memset(to, 'x', sizeof to - 1);
	to[(128 << 10) - sizeof "RECIPIENT="] = '\0';
	assert(handler_run(&h, &m, SOON, &ws, &err) == 0 && ws == 0);
	to[(128 << 10) - sizeof "RECIPIENT="] = 'x';
	to[(128 << 10) - sizeof "RECIPIENT=" + 1] = '\0';
	assert(handler_run(&h, &m, SOON, &ws, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
}

static void
environment(void)
{
	struct handler h = SH("echo \"$SENDER|$RECIPIENT|$MOBUTILS_ID|$KEPT|"
	    "$SENDERS\"");
	struct handler env = HANDLER("env");
	struct handler_message m = { "", 0, "s@example.com", two, 2, "id7" };
	static char out[512], all[1 << 20];

	setenv("SENDER", "forged", 1);
	setenv("RECIPIENT", "forged", 1);
	setenv("KEPT", "k", 1);
	setenv("SENDERS", "other", 1);
	assert(strcmp(output(&h, &m, out, sizeof out), "s@example.com|"
	    "15551234567 a@example.com|id7|k|other\n") == 0);
	m = none;
	assert(strcmp(output(&h, &m, out, sizeof out), "|||k|other\n") == 0);
	assert(strcmp(getenv("SENDER"), "forged") == 0);	/* ours stays */

	/* a shell would hide that a variable is there twice */
	assert(!strstr(output(&env, &m, all, sizeof all), "forged"));
	unsetenv("SENDER");
	unsetenv("RECIPIENT");
}

static void
dashes(void)
{
	static const char *const bad[] = { "15551234567", "-oQ/tmp@example.com" };
	struct handler h = HANDLER("false");
	struct handler_message m = { "", 0, "", bad, 1, "" };
	int ws;

	assert(handler_run(&h, &m, SOON, &ws, &err) == 0);
	m.nrecipients = 2;
	assert(handler_run(&h, &m, SOON, &ws, &err) == -1);
	assert(err.sysexit == EX_DATAERR && strstr(err.text, "-oQ/tmp"));
	m.nrecipients = 1;
	m.sender = "-C/dev/null";
	assert(handler_start(&h, &m, -1, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	m.sender = "";
	m.id = "-x";
	assert(handler_start(&h, &m, -1, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
}

static const struct tap_test tests[] = {
	{ "handler: splitting argv", split },
	{ "handler: arguments replaced", arguments },
	{ "handler: many recipients", many_recipients },
	{ "handler: the longest variable", longest_variable },
	{ "handler: environment", environment },
	{ "handler: addresses that begin with a dash", dashes },
};

TAP_MAIN(tests)
