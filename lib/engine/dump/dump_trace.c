#include "engine/dump/dump_trace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/types.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "engine/dump/dump.h"
#include "net/conn.h"

/* The whole program's, as conn_trace() is. */
static struct {
	int fd;
	const char *path;
	struct buf line;
	int cut;		/* the last line is not whole */
	int said;		/* that lines are missing */
} to;

static void
missing(int why)
{
	if (!to.said)
		diag_warn(NULL, "%s: %s: the trace has gaps", to.path,
		    strerror(why));
	to.said = 1;
}

/* In one write(2), so that lines of several programs do not mix. */
static void
put_line(void)
{
	ssize_t n;

	if (to.line.err) {
		buf_reset(&to.line);
		missing(ENOMEM);
		return;
	}
	do
		n = write(to.fd, to.line.p, to.line.len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		missing(errno);
	else if ((size_t)n < to.line.len)
		missing(ENOSPC);
	if (n > 0)
		to.cut = (size_t)n < to.line.len;
}

static void
on_pdu(const struct conn *c, int out, const void *p, size_t n, void *arg)
{
	struct dump_leg leg = { .time = clock_now(), .pid = (long)getpid(),
		.connection = conn_number(c), .peer = conn_peer(c),
		.out = out };
	struct dump_place at = { .leg = &leg };
	int saved = errno;

	(void)arg;
	buf_reset(&to.line);
	if (to.cut)
		buf_ch(&to.line, '\n');
	dump_octets(&to.line, p, n, &at, 0, NULL);
	put_line();
	errno = saved;
}

/* A socket cannot be opened by its name in /dev. */
static int
open_at(const char *path)
{
	if (strcmp(path, "-") == 0)
		return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (strcmp(path, "/dev/stderr") == 0)
		return fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	/* what nobody reads is an error now, not a wait */
	return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
	    O_NONBLOCK | O_NOCTTY, 0600);
}

int
dump_trace(const char *path, struct diag_err *err)
{
	to.path = path;
	to.fd = open_at(path);
	if (to.fd < 0)
		return diag_err(err, EX_CANTCREAT, "%s: %s", path,
		    strerror(errno));
	conn_trace(on_pdu, NULL);
	return 0;
}

void
dump_trace_args(const struct args *a, int records)
{
	struct diag_err err;

	if (!a->trace || a->check)
		return;
	if (strcmp(a->trace, "-") == 0 && records &&
	    (!a->sink || strcmp(a->sink, "-") == 0))
		args_usage(a, "--trace -: the standard output is for records");
	if (dump_trace(a->trace, &err) < 0)
		diag_die(err.sysexit, NULL, "%s", err.text);
}
