/*
 * cost - run a command, then tell what it took.
 *
 *	cost fd command [arg...]
 *
 * On the descriptor, in one line: nanoseconds from its start to its end,
 * microseconds of CPU time (user and system), and the most KiB of memory that
 * it had at once.  The exit status is the command's, or 128 and the signal's
 * number.
 *
 * It is a program and no function of scripts/bench because the kernel counts
 * what a process had before exec(2) too: a child of an interpreter is as big as
 * that.  SIGTERM and SIGINT are for the command alone, and it does not outlive
 * us.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

static void
usage(void)
{
	fprintf(stderr, "usage: cost fd command [arg...]\n");
	exit(64);
}

static long long
nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long
microseconds(struct timeval t)
{
	return t.tv_sec * 1000000LL + t.tv_usec;
}

int
main(int argc, char *argv[])
{
	struct rusage r;
	long long start;
	pid_t pid;
	int fd, ws;

	if (argc < 3)
		usage();
	fd = (int)number(argv[1], 3, usage);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	start = nanoseconds();
	pid = fork();
	if (pid < 0)
		fail("cost: fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(fd);
		execv(argv[2], argv + 2);
		fail(argv[2]);
	}
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	if (waitpid(pid, &ws, 0) < 0 || getrusage(RUSAGE_CHILDREN, &r) < 0)
		fail("cost: wait");
	dprintf(fd, "%lld %lld %ld\n", nanoseconds() - start,
	    microseconds(r.ru_utime) + microseconds(r.ru_stime), r.ru_maxrss);
	return WIFSIGNALED(ws) ? 128 + WTERMSIG(ws) : WEXITSTATUS(ws);
}
