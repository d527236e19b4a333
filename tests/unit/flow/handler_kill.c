/* How handlers are killed: time-outs, and signals to us. */
#include "flow/handler_priv.h"

#include <signal.h>
#include <sysexits.h>
#include <time.h>

#include "run.h"

/* Its wait status, of the last run_watched(). */
static int status;

/*
 * script with a pipe's end in its descriptor 1, which all its children have
 * too: nothing more comes out of the other end, *watch, when all are gone.
 */
static int
run_watched(const char *script, msec timeout, int *watch)
{
	struct handler h = SH((char *)script);
	int saved = dup(STDOUT_FILENO), fd[2], rc;

	assert(saved >= 0 && pipe(fd) == 0);
	fcntl(saved, F_SETFD, FD_CLOEXEC);
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	dup2(fd[1], STDOUT_FILENO);
	close(fd[1]);
	rc = handler_run(&h, &none, timeout, &status, &err);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	*watch = fd[0];
	return rc;
}

static void
times_out(const char *script)
{
	msec began = clock_mono();
	int watch;

	err.sysexit = 0;
	assert(run_watched(script, 80, &watch) == -1);
	assert(err.sysexit == EX_TEMPFAIL);
	assert(clock_mono() - began >= 80);
	assert(clock_mono() - began < HANDLER_GRACE);	/* none was used up */
	assert(all_gone(watch));
	close(watch);
}

static void
timeout(void)
{
	times_out("exec sleep 100");
	times_out("sleep 100 & sleep 100 & wait");
	/* one that ends by itself, and says nothing of the message */
	times_out("trap 'exit 75' TERM; sleep 100 & wait");
	times_out("trap 'exit 1' TERM; sleep 100 & wait");
	/* one that is gone at once and has a child that does not heed */
	times_out("(trap '' TERM; sleep 100; sleep 100) & exec sleep 100");
}

/* One that is told to end, and first finishes: that is the message's fate. */
static void
settles(void)
{
	int watch;

	assert(run_watched("trap 'exit 0' TERM; sleep 100 & wait", 500,
	    &watch) == 0);
	assert(status == 0 && all_gone(watch));
	close(watch);
	assert(run_watched("trap 'sleep 0.2; exit 69' TERM; sleep 100 & wait",
	    500, &watch) == 0);
	assert(WIFEXITED(status) && WEXITSTATUS(status) == EX_UNAVAILABLE);
	assert(all_gone(watch));
	close(watch);
	/* smpp-send: 5 s for what is in flight, 2 s to unbind */
	assert(HANDLER_GRACE > 7000);
}

static void
in_time(void)
{
	int watch;

	assert(run_watched("sleep 0.05; exit 0", SOON, &watch) == 0);
	close(watch);
	assert(run_watched("sleep 0.05; exit 0", 0, &watch) == 0);
	close(watch);
}

static int
kill_zero(void)
{
	setpgid(0, 0);
	handler_kill(0, 1);
	return 0;
}

/* 0 would be our own group.  (That 1 isn't everybody is better not tried.) */
static void
kill_nobody(void)
{
	assert(aside(kill_zero) == 0);
}

static void
kill_hard(void)
{
	struct handler h = SH("trap '' TERM; echo up; sleep 100; sleep 100");
	int fd[2], ws;
	char got[3];
	pid_t pid;

	assert(pipe(fd) == 0);
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	pid = handler_start(&h, &none, fd[1], &err);
	assert(pid > 0);
	close(fd[1]);
	assert(read(fd[0], got, 3) == 3);
	handler_kill(pid, 0);
	assert(waitpid(pid, &ws, WNOHANG) == 0);
	handler_kill(pid, 1);
	assert(waitpid(pid, &ws, 0) == pid);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGKILL);
	assert(all_gone(fd[0]));
	close(fd[0]);
}

/* How the process that runs a handler minds the signal. */
enum minds { DEFAULT, CATCHES, IGNORES };

static volatile sig_atomic_t caught;

static void
catch(int sig)
{
	caught = sig;
}

_Noreturn static void
runner(const char *script, int sig, enum minds minds, int out)
{
	struct handler h = SH((char *)script);
	int rc, ws = 0;

	signal(sig, minds == IGNORES ? SIG_IGN : minds == CATCHES ? catch :
	    SIG_DFL);
	dup2(out, STDOUT_FILENO);
	close(out);
	rc = handler_run(&h, &none, 0, &ws, &err);
	if (rc < 0)
		_exit(err.sysexit == EX_TEMPFAIL && caught == sig ? 42 : 43);
	_exit(minds == CATCHES && caught != sig ? 43 : WEXITSTATUS(ws));
}

/*
 * Send sig, or with `again` one after the other, to a process that runs script
 * as its handler, once script has said "up" (3 octets).  Its wait status, when
 * its handler and all that this started are gone.
 */
static int
interrupted(const char *script, int sig, int again, enum minds minds)
{
	struct timespec nap = { 0, 50000000 };
	int fd[2], ws;
	char got[3];
	pid_t pid;

	assert(pipe(fd) == 0);
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	pid = fork();
	if (pid == 0)
		runner(script, sig, minds, fd[1]);
	close(fd[1]);
	assert(read(fd[0], got, 3) == 3);
	kill(pid, sig);
	while (again && (nanosleep(&nap, NULL), waitpid(pid, &ws, WNOHANG)) == 0)
		kill(pid, sig);
	assert(again || waitpid(pid, &ws, 0) == pid);
	assert(all_gone(fd[0]));
	close(fd[0]);
	return ws;
}

static void
signal_to_us(void)
{
	const char *tree = "sleep 100 & echo up; wait";
	int ws;

	ws = interrupted(tree, SIGTERM, 0, DEFAULT);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGTERM);
	ws = interrupted(tree, SIGINT, 0, DEFAULT);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGINT);
	ws = interrupted(tree, SIGTERM, 0, CATCHES);
	assert(WIFEXITED(ws) && WEXITSTATUS(ws) == 42);
}

/* What it says when it then exits by itself counts, where it says something:
   the signal is raised nevertheless. */
static void
signal_settles(void)
{
	static const struct { int exit, as; } want[] = {
		{ 0, 0 }, { EX_DATAERR, EX_DATAERR }, { EX_NOUSER, EX_NOUSER },
		{ EX_UNAVAILABLE, EX_UNAVAILABLE }, { EX_NOPERM, EX_NOPERM },
		{ EX_TEMPFAIL, 42 }, { EX_USAGE, 42 }, { EX_IOERR, 42 },
		{ 1, 42 }, { 127, 42 },
	};
	char script[80];
	size_t i;
	int ws;

	for (i = 0; i < sizeof want / sizeof want[0]; i++) {
		snprintf(script, sizeof script, "trap 'exit %d' TERM; "
		    "sleep 100 & echo up; wait", want[i].exit);
		ws = interrupted(script, SIGTERM, 0, CATCHES);
		assert(WIFEXITED(ws) && WEXITSTATUS(ws) == want[i].as);
	}
	ws = interrupted("trap 'exit 0' TERM; sleep 100 & echo up; wait",
	    SIGHUP, 0, CATCHES);
	assert(WIFEXITED(ws) && WEXITSTATUS(ws) == 0);
	ws = interrupted("trap 'exit 0' TERM; sleep 100 & echo up; wait",
	    SIGTERM, 0, DEFAULT);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGTERM);
}

/* A handler that does not heed has the grace; with a second signal none. */
static void
grace(void)
{
	const char *deaf = "trap '' TERM; echo up; sleep 100; sleep 100";
	msec began = clock_mono();
	int ws;

	ws = interrupted(deaf, SIGTERM, 1, DEFAULT);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGTERM);
	assert(clock_mono() - began < HANDLER_GRACE);
	handler_grace = 400;
	began = clock_mono();
	ws = interrupted(deaf, SIGTERM, 0, DEFAULT);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGTERM);
	handler_grace = HANDLER_GRACE;
	assert(clock_mono() - began >= 400);
	assert(clock_mono() - began < HANDLER_GRACE);
}

static void
ignored_signal(void)
{
	int ws = interrupted("echo up; sleep 0.2; exit 5", SIGINT, 0, IGNORES);

	assert(WIFEXITED(ws) && WEXITSTATUS(ws) == 5);
}

static const struct tap_test tests[] = {
	{ "handler: time-out kills all of the group", timeout },
	{ "handler: one that finishes when its time is over", settles },
	{ "handler: done in time", in_time },
	{ "handler: kill nobody else", kill_nobody },
	{ "handler: kill hard", kill_hard },
	{ "handler: SIGTERM and SIGINT to us", signal_to_us },
	{ "handler: one that finishes when a signal came", signal_settles },
	{ "handler: one that does not heed, and a second signal", grace },
	{ "handler: a signal that we ignore", ignored_signal },
};

TAP_MAIN(tests)
