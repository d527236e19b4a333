/*
 * run - what the tests of handlers have in common.  Every handler in them is a
 * real process.
 */
#ifndef TESTS_FLOW_RUN_H
#define TESTS_FLOW_RUN_H

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flow/handler.h"
#include "tap.h"

static struct diag_err err;

/* The longest that anything here may take, where nothing is asleep. */
enum { SOON = 20000 };

#define HANDLER(...) { (char *const[]){ __VA_ARGS__, NULL } }
#define SH(script) HANDLER("sh", "-c", script)

static const struct handler_message none = { .input = "" };

/* Run script to its end; its wait status. */
static inline int
run(const char *script)
{
	struct handler h = SH((char *)script);
	int ws = -1;

	assert(handler_run(&h, &none, SOON, &ws, &err) == 0);
	return ws;
}

/* Read fd to its end, as a string. */
static inline char *
slurp(int fd, char *out, size_t outsz)
{
	size_t n = 0;
	ssize_t r;

	while ((r = read(fd, out + n, outsz - 1 - n)) > 0)
		n += (size_t)r;
	out[n] = '\0';
	return out;
}

/* What h prints for m. */
static inline char *
output(const struct handler *h, const struct handler_message *m, char *out,
    size_t outsz)
{
	int fd[2], ws;
	pid_t pid;

	assert(pipe(fd) == 0);
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	pid = handler_start(h, m, fd[1], &err);
	assert(pid > 0);
	close(fd[1]);
	slurp(fd[0], out, outsz);
	close(fd[0]);
	assert(waitpid(pid, &ws, 0) == pid && ws == 0);
	return out;
}

/* 1 when the other end of the pipe is closed by all in time. */
static inline int
all_gone(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char c;

	return poll(&p, 1, SOON) == 1 && read(fd, &c, 1) == 0;
}

/* Run f in a process of its own; its wait status. */
static inline int
aside(int (*f)(void))
{
	pid_t pid = fork();
	int ws;

	if (pid == 0)
		_exit(f());
	assert(waitpid(pid, &ws, 0) == pid);
	return ws;
}

#endif
