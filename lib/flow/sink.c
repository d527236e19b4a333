/* Writing to a descriptor, the only kind of sink so far. */
#include "flow/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"

enum {
	KEEP = 64 << 10,	/* octets of memory kept when nothing waits */
};

enum kind {
	ALWAYS,		/* a plain file, /dev/null: takes all at once */
	SOCKET,
	PIPE,		/* or a terminal */
};

struct sink {
	int fd;
	enum kind kind;
	int broken;		/* 0, or the errno that ended it */
	struct buf q;
	size_t off;		/* octets of q that have left */
	uint64_t put, written;	/* octets since the beginning */
};

struct sink *
sink_open(const char *spec, struct diag_err *err)
{
	struct sink *s;
	int flags;

	if (spec && strcmp(spec, "-") != 0) {
		diag_err(err, EX_USAGE, "unknown sink '%s' (only - is known)",
		    spec);
		return NULL;
	}
	flags = fcntl(STDOUT_FILENO, F_GETFL);
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
		diag_err(err, EX_CANTCREAT, "stdout: %s",
		    flags < 0 ? strerror(errno) : "not open for writing");
		return NULL;
	}
	s = sink_fd_open(STDOUT_FILENO);
	if (!s)
		diag_err(err, EX_OSERR, "stdout: %s", strerror(errno));
	return s;
}

static enum kind
kind_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return ALWAYS;	/* write(2) will say what is wrong */
	if (S_ISSOCK(st.st_mode))
		return SOCKET;
	if (S_ISFIFO(st.st_mode) || (S_ISCHR(st.st_mode) && isatty(fd)))
		return PIPE;
	return ALWAYS;
}

struct sink *
sink_fd_open(int fd)
{
	struct sink *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->fd = fd;
	s->kind = kind_of(fd);
	return s;
}

void
sink_free(struct sink *s)
{
	if (!s)
		return;
	buf_free(&s->q);
	free(s);
}

static size_t
waiting(const struct sink *s)
{
	return s->q.len - s->off;
}

uint64_t
sink_put(struct sink *s, const void *p, size_t n)
{
	if (s->broken) {
		errno = s->broken;
		return 0;
	}
	/* no more is moved than has left, so the cost stays linear */
	if (n > s->q.cap - s->q.len && s->off >= waiting(s)) {
		buf_drop(&s->q, s->off);
		s->off = 0;
	}
	buf_add(&s->q, p, n);
	if (s->q.err) {
		s->q.err = 0;	/* what waited is still there */
		errno = ENOMEM;
		return 0;
	}
	return s->put += n;
}

uint64_t
sink_written(const struct sink *s)
{
	return s->written;
}

int
sink_full(const struct sink *s)
{
	return waiting(s) > SINK_FULL;
}

int
sink_pending(const struct sink *s)
{
	return waiting(s) > 0;
}

int
sink_fd(const struct sink *s)
{
	return s->kind == ALWAYS ? -1 : s->fd;
}

static void
drained(struct sink *s)
{
	s->off = 0;
	buf_reset(&s->q);
	if (s->q.cap > KEEP)
		buf_free(&s->q);
}

/*
 * How much of n octets goes into one write to a pipe: what poll(2) promises
 * room for, up to the last line end in it, so that the lines of several
 * writers to one pipe are not mixed.
 */
static size_t
pipeful(const char *p, size_t n)
{
	size_t i;

	if (n <= PIPE_BUF)
		return n;
	for (i = PIPE_BUF; i > 0; i--)
		if (p[i - 1] == '\n')
			return i;
	return PIPE_BUF;
}

static ssize_t
write_some(const struct sink *s)
{
	const char *p = s->q.p + s->off;
	size_t n = waiting(s);

	switch (s->kind) {
	case SOCKET:
		return send(s->fd, p, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	case PIPE:
		return write(s->fd, p, pipeful(p, n));
	case ALWAYS:
		break;
	}
	return write(s->fd, p, n);
}

/* 1: a write would not wait.  0: it would, or a signal came. */
static int
ready(const struct sink *s, int wait)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLOUT };

	/* POLLERR and POLLNVAL too: the write then says what is wrong */
	return s->kind == ALWAYS || poll(&pfd, 1, wait ? -1 : 0) > 0;
}

static int
broke(struct sink *s, int why)
{
	s->broken = why;
	drained(s);
	errno = why;
	return -1;
}

int
sink_flush(struct sink *s, int wait)
{
	ssize_t n;

	if (s->broken) {
		errno = s->broken;
		return -1;
	}
	while (sink_pending(s)) {
		if (!ready(s, wait)) {
			if (!wait)
				return 0;
			continue;
		}
		n = write_some(s);
		if (n > 0) {
			s->off += (size_t)n;
			s->written += (uint64_t)n;
			continue;
		}
		if (n == 0)
			return broke(s, EIO);
		if (errno == EINTR)
			continue;
		if (s->kind == ALWAYS || (errno != EAGAIN && errno != EWOULDBLOCK))
			return broke(s, errno);
		if (!wait)
			return 0;
	}
	drained(s);
	return 0;
}
