/* A handler's input, exit status, signals and descriptors.  What 126 and 127
   mean to a shell is POSIX, XCU 2.8.2. */
#include "flow/handler.h"

#include <signal.h>
#include <sysexits.h>

#include "flow/outcome.h"
#include "run.h"

static void
input(void)
{
	/* NULs come through, and it is a file of its own with an end */
	struct handler h = SH("od -An -tx1 | tr -d ' \\n'; cat");
	struct handler_message m = { "a\0b\n", 4, "", NULL, 0, "" };
	char out[64];

	assert(strcmp(output(&h, &m, out, sizeof out), "6100620a") == 0);
	m.n = 0;
	assert(strcmp(output(&h, &m, out, sizeof out), "") == 0);
}

static void
big_input(void)
{
	enum { BIG = 4 << 20 };
	struct handler all = SH("cksum"), little = SH("head -c 1 >/dev/null");
	struct handler nothing = HANDLER("true");
	struct handler_message m = { calloc(1, BIG), BIG, "", NULL, 0, "" };
	char out[64];
	int ws;

	/* of 4 MiB of NULs, by `head -c 4194304 /dev/zero | cksum` */
	assert(m.input);
	assert(strcmp(output(&all, &m, out, sizeof out),
	    "3413741448 4194304\n") == 0);
	assert(handler_run(&little, &m, SOON, &ws, &err) == 0 && ws == 0);
	assert(handler_run(&nothing, &m, SOON, &ws, &err) == 0 && ws == 0);
	m.n = (size_t)HANDLER_INPUT_MAX + 1;	/* never looked at */
	assert(handler_start(&nothing, &m, -1, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	free((void *)m.input);
}

static void
statuses(void)
{
	int ws;

	ws = run("exit 0");
	assert(outcome_of_wait(ws) == OUTCOME_DONE);
	ws = run("exit 67");
	assert(outcome_of_wait(ws) == OUTCOME_REFUSED);
	ws = run("exit 75");
	assert(WIFEXITED(ws) && WEXITSTATUS(ws) == 75);
	assert(outcome_of_wait(ws) == OUTCOME_RETRY);
	ws = run("kill -9 $$");
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGKILL);
	assert(outcome_of_wait(ws) == OUTCOME_RETRY);
}

/* What is said on stderr while h runs; its exit status in *code. */
static char *
complaint(const struct handler *h, int *code, char *out, size_t outsz)
{
	int saved = dup(STDERR_FILENO), fd[2], ws;

	assert(saved >= 0 && pipe(fd) == 0);
	dup2(fd[1], STDERR_FILENO);
	close(fd[1]);
	assert(handler_run(h, &none, SOON, &ws, &err) == 0);
	dup2(saved, STDERR_FILENO);
	close(saved);
	assert(WIFEXITED(ws));
	*code = WEXITSTATUS(ws);
	slurp(fd[0], out, outsz);
	close(fd[0]);
	return out;
}

static void
no_such_command(void)
{
	struct handler missing = HANDLER("no-such-command-here", "x");
	struct handler path = HANDLER("/no/such/command");
	struct handler folder = HANDLER("/");
	struct handler plain = HANDLER("./Makefile");
	char out[256];
	int code;

	diag_init("prog");
	assert(strcmp(complaint(&missing, &code, out, sizeof out),
	    "prog: handler: no-such-command-here: not found\n") == 0);
	assert(code == 127);
	complaint(&path, &code, out, sizeof out);
	assert(code == 127 && strstr(out, "/no/such/command"));
	complaint(&folder, &code, out, sizeof out);
	assert(code == 126 && strstr(out, "permission denied"));
	complaint(&plain, &code, out, sizeof out);
	assert(code == 126 && strstr(out, "./Makefile"));
}

static void
group_and_signals(void)
{
	sigset_t set, old, now;
	struct sigaction chld;

	/* a signal to group $$ reaches it: it leads one */
	assert(run("kill -0 -$$") == 0);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	assert(WTERMSIG(run("kill -PIPE $$; exit 1")) == SIGPIPE);
	assert(WTERMSIG(run("kill -USR1 $$; exit 1")) == SIGUSR1);

	/* and ours are as they were */
	sigprocmask(SIG_SETMASK, &old, &now);
	assert(sigismember(&now, SIGUSR1) == 1);
	assert(sigismember(&now, SIGCHLD) == 0);
	assert(sigismember(&now, SIGTERM) == 0);
	assert(sigaction(SIGCHLD, NULL, &chld) == 0);
	assert(chld.sa_handler == SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
}

static void
children_ignored(void)
{
	signal(SIGCHLD, SIG_IGN);
	assert(WEXITSTATUS(run("exit 3")) == 3);
	assert(signal(SIGCHLD, SIG_DFL) == SIG_IGN);
}

static int
without_stdio(void)
{
	struct handler h = SH("read x && test \"$x\" = hello");
	struct handler_message m = { "hello\n", 6, "", NULL, 0, "" };
	int ws;

	close(0);
	close(1);
	return handler_run(&h, &m, SOON, &ws, &err) < 0 ? 9 : WEXITSTATUS(ws);
}

static int
output_on_zero(void)
{
	struct handler h = SH("cat");
	struct handler_message m = { "hello\n", 6, "", NULL, 0, "" };
	char got[16];
	int fd[2], ws;
	pid_t pid;

	if (pipe(fd) < 0 || dup2(fd[1], 0) < 0)
		return 9;
	close(fd[1]);
	pid = handler_start(&h, &m, 0, &err);
	close(0);
	if (pid < 0 || waitpid(pid, &ws, 0) != pid || ws != 0)
		return 8;
	return strcmp(slurp(fd[0], got, sizeof got), "hello\n") != 0;
}

static void
odd_descriptors(void)
{
	assert(aside(without_stdio) == 0);
	assert(aside(output_on_zero) == 0);
}

static const struct tap_test tests[] = {
	{ "handler: its input", input },
	{ "handler: big input, read or not", big_input },
	{ "handler: exit statuses", statuses },
	{ "handler: commands that can't be executed", no_such_command },
	{ "handler: its group and signals", group_and_signals },
	{ "handler: SIGCHLD ignored by whoever started us", children_ignored },
	{ "handler: odd descriptors", odd_descriptors },
};

TAP_MAIN(tests)
