/* For memfd_create(2), as in flow/handler.c. */
#define _GNU_SOURCE

#include "engine/filter/agent.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/writeall.h"

enum { CODE_SIZE = 16 };

static int held = -1;		/* what stands for stderr; -1: nothing is held */
static int real = -1;		/* stderr itself */

/* ---- the code in front of the first line */

/* RFC 3463: the class is the exit status's, subject and detail are general. */
static const char *
general_code(int sysexit)
{
	switch (sysexit) {
	case EX_USAGE: return "5.3.5";		/* configured wrongly */
	case EX_DATAERR: return "5.6.0";	/* the mail's content */
	case EX_NOUSER: return "5.1.1";		/* no such recipient */
	case EX_NOPERM: return "5.7.1";		/* not allowed */
	case EX_UNAVAILABLE: return "5.3.0";
	case EX_CONFIG: return "4.3.5";
	default: return "4.3.0";		/* our own trouble */
	}
}

/* `4.3.0`, followed by white space or the line's end: its length, or 0. */
static size_t
code_length(const char *p, size_t n)
{
	size_t i = 1, digits;
	int dots;

	if (n < 5 || (p[0] != '4' && p[0] != '5'))
		return 0;
	for (dots = 0; dots < 2; dots++) {
		if (i == n || p[i++] != '.')
			return 0;
		for (digits = 0; i < n && isdigit((unsigned char)p[i]); i++)
			digits++;
		if (digits < 1 || digits > 3)
			return 0;
	}
	return i == n || isspace((unsigned char)p[i]) ? i : 0;
}

/*
 * What stands in front of a failure's first line, n octets of it with what
 * follows: a general code, or the line's own in the class of the exit status.
 * Returns how many octets of the line it takes the place of.
 */
static size_t
make_code(int sysexit, const char *line, size_t n, char out[CODE_SIZE])
{
	const char *code = general_code(sysexit);
	size_t own = code_length(line, n);

	if (own)
		snprintf(out, CODE_SIZE, "%c%.*s", code[0], (int)own - 1,
		    line + 1);
	else
		snprintf(out, CODE_SIZE, "%s ", code);
	return own;
}

/* ---- holding stderr back */

/* stderr is itself again.  Returns the descriptor that held it, or -1. */
static int
unhold(void)
{
	int fd = held;

	if (fd < 0)
		return -1;
	held = -1;
	dup2(real, STDERR_FILENO);
	close(real);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Where the line begins that tells the reason: the first that has a code of its
   own, since a mere warning may stand before it; else the first. */
static size_t
reason_at(const char *p, size_t n)
{
	const char *end = p + n, *line = p, *lf;

	while (line < end && !code_length(line, (size_t)(end - line))) {
		lf = memchr(line, '\n', (size_t)(end - line));
		line = lf ? lf + 1 : end;
	}
	return line < end ? (size_t)(line - p) : 0;
}

/* The beginning of what a failure said: the reason first, with its code.  Where
   stderr takes no more, nobody is left to tell. */
static void
write_failure(int sysexit, const char *p, size_t n)
{
	size_t at = reason_at(p, n), skip;
	const char *lf = memchr(p + at, '\n', n - at);
	size_t end = lf ? (size_t)(lf - p) + 1 : n;
	char code[CODE_SIZE];

	skip = make_code(sysexit, p + at, end - at, code);
	write_all(STDERR_FILENO, code, strlen(code));
	write_all(STDERR_FILENO, p + at + skip, end - at - skip);
	write_all(STDERR_FILENO, p, at);
	write_all(STDERR_FILENO, p + end, n - end);
}

/* A failure's reason comes first and gets its code; sysexit 0 or 1: none. */
static void
release(int sysexit)
{
	char block[4096];
	int fd = unhold(), first = sysexit > 1;
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, block, sizeof block)) > 0) {
		if (first)
			write_failure(sysexit, block, (size_t)n);
		else
			write_all(STDERR_FILENO, block, (size_t)n);
		first = 0;
	}
	close(fd);
	if (first)
		diag_status(general_code(sysexit), "exit status %d", sysexit);
}

void
agent_let_go(void)
{
	release(0);
}

int
agent_exit(int sysexit)
{
	release(sysexit);
	return sysexit;
}

/* What exits by itself is usage, -h and -V. */
static void
at_exit(void)
{
	int fd = held;

	release(fd >= 0 && lseek(fd, 0, SEEK_END) > 0 ? EX_USAGE : 0);
}

/* No memory, or a bug that showed itself: either way the mail is not done. */
static void
on_abort(int signo)
{
	(void)signo;
	agent_exit(EX_TEMPFAIL);
	_exit(EX_TEMPFAIL);
}

void
agent_begin(void)
{
	struct sigaction sa = { .sa_handler = on_abort };
	int fd;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGABRT, &sa, NULL);
	sigaction(SIGTRAP, &sa, NULL);	/* GLib's, in some versions */
	if (isatty(STDERR_FILENO))
		return;
	/* not one of 0 to 2, should these be closed */
	real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (real < 0)
		return;
	fd = memfd_create("stderr", MFD_CLOEXEC);
	held = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (fd >= 0)
		close(fd);
	if (held < 0 || fcntl(held, F_SETFL, O_APPEND) < 0 ||
	    dup2(held, STDERR_FILENO) < 0) {
		if (held >= 0)
			close(held);
		close(real);
		held = -1;
		return;
	}
	atexit(at_exit);
}
