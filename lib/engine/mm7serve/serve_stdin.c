/*
 * As an MMSC: what comes on standard input, to go to VASPs.  deliver records, a
 * line each, or mails, as an mbox or one by itself.  See serve_priv.h.
 *
 * The end of it is no end of the server.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_priv.h"
#include "flow/source.h"
#include "mail/mail.h"
#include "mail/mbox.h"

enum { PIECE = 65536 };		/* octets of mail read at a time */

struct serve_stdin {
	struct serve *serve;
	struct source *source;		/* of records; NULL: mail */
	struct loop_watch *readable;	/* NULL: it always is */
	struct loop_watch *soon;
	struct buf in, mail;
	size_t looked;			/* so much of in has no second From_ */
	int ended;
};

static void
end(struct serve_stdin *i, int failed)
{
	/* EIO: a terminal that is not ours, in the background */
	if (failed && errno != EIO)
		diag_warn(NULL, "stdin: %s", strerror(errno));
	i->ended = 1;
}

/* ---- records ---- */

/* Returns 1 when more is to be had by waiting. */
static int
take_records(struct serve_stdin *i)
{
	struct source_item item;
	enum source_got got;

	while (!serve_deliver_full(i->serve)) {
		got = source_next(i->source, &item);
		if (got == SOURCE_WAIT)
			return 1;
		if (got != SOURCE_ITEM) {
			end(i, got == SOURCE_ERROR);
			return 0;
		}
		serve_deliver_record(i->serve, &item);
	}
	return 0;
}

/* ---- mail ---- */

/* Is there the From_ line of a second mail?  Then the first is all there. */
static int
has_second(struct serve_stdin *i)
{
	static const char mark[] = "\nFrom ";
	const size_t n = sizeof mark - 1;
	const char *p = i->in.p;
	size_t at;

	for (at = i->looked; at + n <= i->in.len; at++) {
		const char *hit = memchr(p + at, '\n', i->in.len - n - at + 1);

		if (!hit)
			break;
		at = (size_t)(hit - p);
		if (memcmp(hit, mark, n) == 0) {
			i->looked = at;
			return 1;
		}
	}
	i->looked = i->in.len < n ? 0 : i->in.len - n + 1;
	return 0;
}

static void
take_mail(struct serve_stdin *i)
{
	size_t at = 0;

	if (mbox_next(i->in.p, i->in.len, &at, &i->mail) && !i->mail.err)
		serve_deliver_mail(i->serve, i->mail.p, i->mail.len);
	else
		diag_warn(NULL, "stdin: out of memory");
	buf_drop(&i->in, at);
	i->looked = 0;
}

/* 1: some came, 0: none is there, or no more will come. */
static int
read_piece(struct serve_stdin *i)
{
	char *room = buf_room(&i->in, PIECE);
	ssize_t n;

	if (!room || i->in.len > MAIL_MAX) {
		errno = room ? EFBIG : ENOMEM;
		end(i, 1);
		buf_reset(&i->in);
		return 0;
	}
	n = read(STDIN_FILENO, room, PIECE);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		end(i, n < 0);
	else
		i->in.len += (size_t)n;
	return n > 0;
}

/* Readable: read once, so that it never waits.  Returns as take_records(). */
static int
take_mails(struct serve_stdin *i, int readable)
{
	if (readable && !i->ended)
		read_piece(i);
	while (!serve_deliver_full(i->serve)) {
		if (has_second(i) || (i->ended && i->in.len))
			take_mail(i);
		else
			return !i->ended;
	}
	return 0;
}

/* ---- */

static void
take(struct serve_stdin *i, int readable)
{
	int more = 0;

	if (i->serve->d.stopping)
		i->ended = 1;
	else if (!i->ended || i->in.len)
		more = i->source ? take_records(i) : take_mails(i, readable);
	if (i->readable)
		loop_watch_on(i->readable, more);
	else if (more)
		loop_timer_now(i->soon);
}

static void
on_readable(void *arg)
{
	take(arg, 1);
}

static void
on_soon(void *arg)
{
	struct serve_stdin *i = arg;

	take(i, !i->readable);
}

void
serve_stdin_go_on(struct serve_stdin *i)
{
	if (i && (!i->ended || i->in.len))
		loop_timer_now(i->soon);
}

int
serve_stdin_open(struct serve *s)
{
	const struct listen_opts *o = &s->o->listen;
	struct serve_stdin *i = calloc(1, sizeof *i);
	struct diag_err err = { EX_OSERR, "out of memory" };
	int fd = source_fd_waits(STDIN_FILENO) ? STDIN_FILENO : -1;

	s->in = i;
	if (!i || !(i->soon = loop_timer(s->d.loop, on_soon, i)))
		goto fail;
	i->serve = s;
	/* in the background of a terminal: an error, not a stop */
	signal(SIGTTIN, SIG_IGN);
	if (s->o->json) {
		i->source = source_open(o->source, &err);
		if (!i->source)
			goto fail;
	}
	if (fd >= 0)
		i->readable = loop_fd(s->d.loop, fd, LOOP_READ, on_readable, i);
	if (fd >= 0 && !i->readable)
		end(i, 1);
	loop_timer_now(i->soon);
	return 0;
fail:
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

void
serve_stdin_free(struct serve_stdin *i)
{
	if (!i)
		return;
	if (i->in.len)
		diag_warn(NULL, "stdin: %zu octets of mail were not sent: we "
		    "were told to stop", i->in.len);
	loop_watch_free(i->readable);
	loop_watch_free(i->soon);
	source_free(i->source);
	buf_free(&i->in);
	buf_free(&i->mail);
	free(i);
}
