/* Wait statuses here are real ones, of children that ended so; which exit
   status means what is DESIGN's table and sysexits.h. */
#include "flow/outcome.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static int
status_of(int code, int sig)
{
	pid_t pid = fork();
	int ws;

	if (pid == 0) {
		if (sig)
			raise(sig);
		_exit(code);
	}
	assert(waitpid(pid, &ws, 0) == pid);
	return ws;
}

static void
every_exit_status(void)
{
	enum outcome want;
	int code, ws;

	for (code = 0; code < 256; code++) {
		want = code == 0 ? OUTCOME_DONE :
			code == 65 || code == 67 || code == 77 ?
			OUTCOME_REFUSED : OUTCOME_RETRY;
		ws = status_of(code, 0);
		assert(outcome_of_wait(ws) == want);
		assert(outcome_sysexit(ws) == code);
	}
}

static void
signals(void)
{
	int ws = status_of(0, SIGKILL);

	assert(outcome_of_wait(ws) == OUTCOME_RETRY);
	assert(outcome_sysexit(ws) == 75);
	ws = status_of(0, SIGTERM);
	assert(outcome_of_wait(ws) == OUTCOME_RETRY);
}

static void
texts(void)
{
	char out[64];
	unsigned cap;

	assert(outcome_text(status_of(75, 0), out, sizeof out) == out);
	assert(strcmp(out, "exit status 75") == 0);
	outcome_text(status_of(0, SIGKILL), out, sizeof out);
	assert(strcmp(out, "killed by signal 9 (Killed)") == 0);
	for (cap = 1; cap < sizeof "killed by signal 9 (Killed)"; cap++) {
		memset(out, 0x5a, sizeof out);
		outcome_text(status_of(0, SIGKILL), out, cap);
		assert(strlen(out) == cap - 1);
		assert(out[cap] == 0x5a);
	}
}

/*
 * What happened to the records of a run, in order: d done, t temporary (75),
 * u unknown held (69), n no such number (67), b bad data (65).
 */
static const struct {
	const char *run;
	int status;
} runs[] = {
	{ "",    0 },
	{ "d",   0 },
	{ "ddd", 0 },
	{ "t",  75 },
	{ "tt", 75 },
	{ "n",  67 },
	{ "nb", 67 },
	{ "bn", 65 },
	{ "nt", 75 },
	{ "tn", 75 },
	{ "u",  69 },
	{ "uu", 69 },
	{ "un", 69 },
	{ "nu", 69 },
	/* 75 would have the unknown one sent again */
	{ "ut", 69 },
	{ "tu", 69 },
	{ "ttunt", 69 },
	{ "dt",  1 },
	{ "td",  1 },
	{ "dn",  1 },
	{ "nd",  1 },
	{ "du",  1 },
	{ "ud",  1 },
	{ "tnud", 1 },
};

static void
runs_of_many(void)
{
	struct outcome_tally t;
	const char *p;
	size_t i;

	for (i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		memset(&t, 0, sizeof t);
		for (p = runs[i].run; *p; p++)
			switch (*p) {
			case 'd': outcome_done(&t); break;
			case 't': outcome_temporary(&t, 75); break;
			case 'u': outcome_temporary(&t, 69); break;
			case 'n': outcome_permanent(&t, 67); break;
			case 'b': outcome_permanent(&t, 65); break;
			}
		assert(t.done + t.temporary + t.permanent == strlen(runs[i].run));
		assert(outcome_status(&t) == runs[i].status);
	}
}

static void
never_zero_for_a_failure(void)
{
	struct outcome_tally t = { 0 }, p = { 0 };

	outcome_temporary(&t, 0);
	assert(outcome_status(&t) == 75);
	outcome_permanent(&p, 0);
	assert(outcome_status(&p) == 69);
}

static void
delivery_agent(void)
{
	int code;

	for (code = 0; code < 256; code++)
		assert(outcome_delivery_agent(code) == (code == 0 || code == 65 ||
		    code == 67 || code == 69 || code == 77 ? code : 75));
}

static const struct tap_test tests[] = {
	{ "outcome: each exit status", every_exit_status },
	{ "outcome: a signal means try again", signals },
	{ "outcome: text, in every buffer", texts },
	{ "outcome: the status of a run of many", runs_of_many },
	{ "outcome: a failure is never 0", never_zero_for_a_failure },
	{ "outcome: what a delivery agent may say", delivery_agent },
};

TAP_MAIN(tests)
