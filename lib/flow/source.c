/* Lines of a descriptor, the only kind of source so far. */
#include "flow/source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	BLOCK = 256 << 10,	/* octets asked of a read; the buffer's size
				   until a line is longer than that */
};

struct source {
	int fd;
	int waits;		/* 0: always ready, as plain files are */
	int skipping;		/* inside the rest of a line that was too long */
	int ended;
	struct diag_pos pos;	/* of the last line taken */
	char *p;		/* the buffer; p[start..end) is unread */
	size_t cap, start, end;
	size_t max;		/* octets of a line */
	size_t seen;		/* octets from start on that have no line feed */
};

struct source *
source_open(const char *spec, struct diag_err *err)
{
	struct source *s;
	struct stat st;

	if (spec && strcmp(spec, "-") != 0) {
		diag_err(err, EX_USAGE, "unknown source '%s' (only - is known)",
		    spec);
		return NULL;
	}
	if (fstat(STDIN_FILENO, &st) < 0) {
		diag_err(err, EX_NOINPUT, "stdin: %s", strerror(errno));
		return NULL;
	}
	s = source_fd_open(STDIN_FILENO, "stdin");
	if (!s)
		diag_err(err, EX_OSERR, "stdin: %s", strerror(errno));
	return s;
}

/* Devices other than terminals are the likes of /dev/null. */
int
source_fd_waits(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return 0;	/* read(2) will say what is wrong */
	if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode))
		return 0;
	return !S_ISCHR(st.st_mode) || isatty(fd);
}

struct source *
source_fd_open(int fd, const char *name)
{
	struct source *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->p = malloc(BLOCK);
	if (!s->p) {
		free(s);
		return NULL;
	}
	s->cap = BLOCK;
	s->max = SOURCE_LINE_MAX;
	s->fd = fd;
	s->waits = source_fd_waits(fd);
	s->pos.file = name;
	return s;
}

void
source_free(struct source *s)
{
	if (!s)
		return;
	/* a free descriptor 0 would be given to whatever is opened next */
	if (s->fd != STDIN_FILENO)
		close(s->fd);
	free(s->p);
	free(s);
}

void
source_set_max(struct source *s, size_t max)
{
	s->max = max;
}

int
source_fd(const struct source *s)
{
	return s->waits ? s->fd : -1;
}

/* Drop n octets from the front of what is unread. */
static void
consume(struct source *s, size_t n)
{
	s->start += n;
	s->seen = 0;
	if (s->start == s->end)
		s->start = s->end = 0;
}

/*
 * Hand out the n octets at the front as a line and consume `drop` octets.
 * Returns 0 when the line is empty.
 */
static int
hand_out(struct source *s, struct source_item *item, size_t n, size_t drop)
{
	const char *p = s->p + s->start;

	s->pos.line++;
	consume(s, drop);
	if (n > 0 && p[n - 1] == '\r')
		n--;
	if (n == 0)
		return 0;
	item->p = p;
	item->n = n > s->max ? s->max : n;
	item->pos = s->pos;
	item->too_long = n > s->max;
	return 1;
}

/* Take a line out of the buffer.  Returns 0 when none is whole there. */
static int
take(struct source *s, struct source_item *item)
{
	const char *from, *lf;
	size_t have, n;

	while ((have = s->end - s->start) > 0) {
		from = s->p + s->start;
		lf = memchr(from + s->seen, '\n', have - s->seen);
		n = lf ? (size_t)(lf - from) : have;
		if (s->skipping) {
			consume(s, lf ? n + 1 : n);
			s->skipping = !lf;
			continue;
		}
		if (lf) {
			if (hand_out(s, item, n, n + 1))
				return 1;
			continue;
		}
		/* one more could still be the CR of a line that fits */
		if (have > s->max + 1) {
			s->skipping = 1;
			return hand_out(s, item, have, have);
		}
		s->seen = have;
		return 0;
	}
	return 0;
}

/* Make room behind end.  Returns 0, or -1: out of memory. */
static int
make_room(struct source *s)
{
	char *p;

	if (s->end < s->cap)
		return 0;
	if (s->start > 0) {
		memmove(s->p, s->p + s->start, s->end - s->start);
		s->end -= s->start;
		s->start = 0;
		return 0;
	}
	/* take() leaves no more than max + 1 octets in it */
	p = realloc(s->p, s->cap * 2);
	if (!p)
		return -1;
	s->p = p;
	s->cap *= 2;
	return 0;
}

/*
 * Read one block.  Without O_NONBLOCK, which a shell would find set on its own
 * standard input afterwards, poll(2) must be asked before each read.
 *
 * Returns SOURCE_ITEM: something came; or WAIT, END, ERROR as source_next().
 */
static enum source_got
fill(struct source *s)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	if (make_room(s) < 0)
		return SOURCE_ERROR;
	if (s->waits && poll(&pfd, 1, 0) <= 0)
		return SOURCE_WAIT;
	do
		n = read(s->fd, s->p + s->end, s->cap - s->end);
	while (n < 0 && errno == EINTR);
	if (n < 0 && s->waits && (errno == EAGAIN || errno == EWOULDBLOCK))
		return SOURCE_WAIT;	/* another reader was faster */
	if (n < 0)
		return SOURCE_ERROR;
	if (n == 0)
		return SOURCE_END;
	s->end += (size_t)n;
	return SOURCE_ITEM;
}

/* No more will come: what take() left, if anything, is the last line. */
static enum source_got
finish(struct source *s, struct source_item *item)
{
	size_t n = s->end - s->start;

	s->ended = 1;
	if (n > 0 && hand_out(s, item, n, n))
		return SOURCE_ITEM;
	return SOURCE_END;
}

enum source_got
source_next(struct source *s, struct source_item *item)
{
	enum source_got got;

	if (s->ended)
		return SOURCE_END;
	if (take(s, item))
		return SOURCE_ITEM;
	for (;;) {
		got = fill(s);
		if (got == SOURCE_END)
			return finish(s, item);
		if (got == SOURCE_ERROR)
			s->ended = 1;
		if (got != SOURCE_ITEM)
			return got;
		if (take(s, item))
			return SOURCE_ITEM;
		if (s->waits)
			return SOURCE_WAIT;
	}
}
