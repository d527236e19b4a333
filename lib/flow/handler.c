/* For memfd_create(2): a full disk must not stop an alarm, as it would if the
   handler's input went through a temporary file. */
#define _GNU_SOURCE

#include "base/writeall.h"
#include "flow/handler_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "flow/call.h"
#include "flow/outcome.h"

enum { LOOK_AGAIN = 60 * 1000 };	/* ms: the longest single wait for a signal */

msec handler_grace = HANDLER_GRACE;

static int
is_number(const char *s)
{
	if (*s == '+')
		s++;
	return *s && s[strspn(s, "0123456789")] == '\0';
}

int
handler_split(int *argc, char **argv, struct handler *h, struct diag_err *err)
{
	const char *name;
	int i;

	h->argv = NULL;
	for (i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++)
		;
	if (i >= *argc)
		return 0;
	name = argv[i + 1];
	if (!name || !*name)
		return diag_err(err, EX_USAGE, "no command after --");
	if (*name == '-')
		return diag_err(err, EX_USAGE, "'%s' after -- begins with a dash:"
		    " a command is expected there", name);
	if (strchr(name, '@') || is_number(name))
		return diag_err(err, EX_USAGE, "'%s' after -- looks like a "
		    "recipient: a command is expected there", name);
	argv[i] = NULL;
	*argc = i;
	h->argv = argv + i + 1;
	return 0;
}

static int
os_err(struct diag_err *err, const char *what)
{
	int passes = errno == EAGAIN || errno == ENOMEM || errno == ENOSPC ||
		errno == EMFILE || errno == ENFILE;

	return diag_err(err, passes ? EX_TEMPFAIL : EX_OSERR, "handler: %s: %s",
	    what, strerror(errno));
}

/* A descriptor, not one of 0 to 2, that reads m's input; -1: err filled. */
static int
input_open(const struct handler_message *m, struct diag_err *err)
{
	int fd, high;

	if (m->n > HANDLER_INPUT_MAX)
		return diag_err(err, EX_DATAERR, "%zu octets are too many for a "
		    "handler", m->n);
	fd = memfd_create("handler-input", MFD_CLOEXEC);
	if (fd < 0)
		return os_err(err, "memfd_create");
	if (fd <= STDERR_FILENO) {
		high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		if (high < 0)
			os_err(err, "dup");
		close(fd);
		if (high < 0)
			return -1;
		fd = high;
	}
	if (write_all(fd, m->input, m->n) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		os_err(err, "input");
		close(fd);
		return -1;
	}
	return fd;
}

/* Say why on stderr with what may be called between fork and exec, and end. */
_Noreturn static void
child_fail(const char *name, int why)
{
	const char *text = why == ENOENT ? "not found" :
		why == EACCES ? "permission denied" :
		why == E2BIG ? "too many arguments" : "cannot be executed";
	const char *part[] = { diag_prog(), ": handler: ", name, ": ", text, "\n" };
	struct iovec iov[sizeof part / sizeof part[0]];
	size_t i;

	for (i = 0; i < sizeof part / sizeof part[0]; i++) {
		iov[i].iov_base = (void *)part[i];
		iov[i].iov_len = strlen(part[i]);
	}
	if (writev(STDERR_FILENO, iov, (int)i) < 0)
		why = why ? why : EIO;	/* nobody is left to tell */
	_exit(why == ENOENT || why == ENOTDIR ? 127 : 126);
}

_Noreturn static void
child(const struct call *c, int in_fd, int out_fd)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	sigset_t none;
	int sig;

	setpgid(0, 0);
	for (sig = 1; sig < NSIG; sig++)
		sigaction(sig, &sa, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* out first: it may be descriptor 0 */
	if ((out_fd >= 0 && dup2(out_fd, STDOUT_FILENO) < 0) ||
	    dup2(in_fd, STDIN_FILENO) < 0)
		child_fail("its descriptors", errno);
	environ = c->envp;
	execvp(c->argv[0], c->argv);
	child_fail(c->argv[0], errno);
}

pid_t
handler_start(const struct handler *h, const struct handler_message *m,
    int out_fd, struct diag_err *err)
{
	struct call c = CALL_INIT;
	sigset_t all, old;
	pid_t pid = -1;
	int in_fd = -1;

	if (call_make(&c, h, m, err) < 0)
		goto out;
	in_fd = input_open(m, err);
	if (in_fd < 0)
		goto out;
	/* our own signal handlers must not run in the child */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	pid = fork();
	if (pid == 0)
		child(&c, in_fd, out_fd);
	if (pid < 0)
		os_err(err, "fork");
	else
		setpgid(pid, pid);	/* here too: whoever comes first */
	sigprocmask(SIG_SETMASK, &old, NULL);
out:
	if (in_fd >= 0)
		close(in_fd);
	call_free(&c);
	return pid;
}

void
handler_kill(pid_t pid, int hard)
{
	if (pid > 1)	/* -1 would be everybody */
		kill(-pid, hard ? SIGKILL : SIGTERM);
}

/*
 * Wait, with the signals of set blocked, until pid has ended (it is not reaped
 * yet, so that its group's number stays taken).  Returns 0 then, the number of
 * a signal of set but SIGCHLD, or -1 at the deadline (0: none).
 */
static int
watch(pid_t pid, const sigset_t *set, msec deadline)
{
	struct timespec ts;
	siginfo_t si;
	msec now, left;
	int sig;

	for (;;) {
		si.si_pid = 0;
		if (waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) < 0
		    || si.si_pid == pid)
			return 0;
		left = LOOK_AGAIN;
		if (deadline) {
			now = clock_mono();
			if (now >= deadline)
				return -1;
			if (deadline - now < left)
				left = deadline - now;
		}
		ts.tv_sec = (time_t)(left / 1000);
		ts.tv_nsec = (long)(left % 1000) * 1000000;
		sig = sigtimedwait(set, NULL, &ts);
		if (sig > 0 && sig != SIGCHLD)
			return sig;
	}
}

static void
nothing(int sig)
{
	(void)sig;
}

/*
 * The signals that handler_run() waits for, blocked: SIGCHLD, and those that
 * end us unless we were started with them ignored (nohup).  A blocked signal
 * is only sure to be kept when it has a handler.
 */
static void
signals_take(sigset_t *set, sigset_t *oldset, struct sigaction *oldchld)
{
	static const int deadly[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction sa = { .sa_handler = nothing };
	size_t i;

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaction(SIGCHLD, &sa, oldchld);
	for (i = 0; i < sizeof deadly / sizeof deadly[0]; i++)
		if (sigaction(deadly[i], NULL, &sa) == 0 &&
		    sa.sa_handler != SIG_IGN)
			sigaddset(set, deadly[i]);
	sigprocmask(SIG_BLOCK, set, oldset);
}

/* Wait for the started handler, or kill it.  Returns as watch(). */
static int
attend(pid_t pid, const sigset_t *set, msec timeout)
{
	int why = watch(pid, set, timeout ? clock_mono() + timeout : 0);

	if (why == 0)
		return 0;
	handler_kill(pid, 0);
	watch(pid, set, clock_mono() + handler_grace);
	handler_kill(pid, 1);	/* and what its children did not heed */
	return why;
}

/*
 * Has a handler that was told to end said what became of the message?  Only in
 * a way that a delivery agent hands on: all else may be from not being done.
 */
static int
settled(int wstatus)
{
	return WIFEXITED(wstatus) && outcome_delivery_agent(
	    WEXITSTATUS(wstatus)) == WEXITSTATUS(wstatus) &&
	    WEXITSTATUS(wstatus) != EX_TEMPFAIL;
}

/* Why the handler was told to end; as watch(). */
static int
told_err(struct diag_err *err, const char *name, int why, msec timeout)
{
	if (why < 0)
		return diag_err(err, EX_TEMPFAIL, "handler: %s: killed, not done "
		    "after %llu ms", name, (unsigned long long)timeout);
	return diag_err(err, EX_TEMPFAIL, "handler: %s: killed, since signal %d "
	    "(%s) came", name, why, strsignal(why));
}

int
handler_run(const struct handler *h, const struct handler_message *m,
    msec timeout, int *wstatus, struct diag_err *err)
{
	struct sigaction oldchld;
	sigset_t set, oldset;
	int why, rc = -1;
	pid_t pid, got;

	signals_take(&set, &oldset, &oldchld);
	pid = handler_start(h, m, -1, err);
	if (pid < 0)
		goto out;
	why = attend(pid, &set, timeout);
	while ((got = waitpid(pid, wstatus, 0)) < 0 && errno == EINTR)
		;
	if (got < 0)
		os_err(err, "wait");
	else if (why && !settled(*wstatus))
		told_err(err, h->argv[0], why, timeout);
	else
		rc = 0;
	if (why > 0)
		raise(why);	/* blocked until the caller's mask is back */
out:
	sigaction(SIGCHLD, &oldchld, NULL);
	sigprocmask(SIG_SETMASK, &oldset, NULL);
	return rc;
}
