#include "mail/internal.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

/*
 * GMime makes a header of every line that looks like one, in every part and in
 * every message within.  Which lines those are follows from few things: a
 * header block begins the mail, comes behind a boundary and, where the block
 * before was a message's or a digest's, behind an empty line.  What is counted
 * too much (a boundary that is none) only matters to mails that are very odd.
 */
struct state {
	int block;		/* inside a header block */
	int first;		/* it is the mail's own */
	int header;		/* the line before was (part of) a header */
	int type;		/* ... of Content-Type */
	int message;		/* the block says message/...: one more follows */
	int digest;		/* a block said multipart/digest */
	int bounded;		/* a block had a boundary parameter */
};

/* field-name ":", with white space between them as of old */
static int
is_header(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] > ' ' && p[i] < 0x7f && p[i] != ':')
		i++;
	if (i == 0)
		return 0;
	while (i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i < n && p[i] == ':';
}

int
mail_has(const char *p, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (; n >= len; p++, n--)
		if (strncasecmp(p, word, len) == 0)
			return 1;
	return 0;
}

static void
end_block(struct state *st)
{
	st->block = st->message || st->digest;
	st->message = st->first = st->header = st->type = 0;
}

static void
header_line(struct state *st, struct mail_scan *s, const char *p, size_t n,
    size_t at)
{
	static const char type[] = "content-type";

	if (st->header && (*p == ' ' || *p == '\t')) {
		;
	} else if (is_header(p, n)) {
		s->headers++;
		st->header = 1;
		st->type = n >= sizeof type - 1 &&
		    strncasecmp(p, type, sizeof type - 1) == 0;
		if (st->first)
			s->gap = 0;
	} else {
		st->header = st->type = 0;
		if (st->first && !s->gap)
			s->gap = at;
	}
	if (st->header)
		s->octets += n;
	if (st->type) {
		st->message |= mail_has(p, n, "message");
		st->digest |= mail_has(p, n, "digest");
		st->bounded |= mail_has(p, n, "boundary");
	}
}

static void
line(struct state *st, struct mail_scan *s, const char *p, size_t n, size_t at)
{
	if (n > 0 && p[n - 1] == '\r')
		n--;
	if (st->bounded && n >= 2 && p[0] == '-' && p[1] == '-') {
		s->parts++;
		end_block(st);
		st->block = 1;
	} else if (n == 0) {
		if (st->block)
			end_block(st);
	} else if (st->block) {
		header_line(st, s, p, n, at);
	}
}

int
mail_limits(const char *p, size_t n, struct mail_scan *s, struct diag_err *err)
{
	struct state st = { .block = 1, .first = 1 };
	size_t at, next;

	memset(s, 0, sizeof *s);
	if (n > MAIL_MAX)
		return diag_err(err, EX_DATAERR, "mail of more than %d octets",
		    MAIL_MAX);
	for (at = 0; at < n; at = next) {
		const char *lf = memchr(p + at, '\n', n - at);
		size_t end = lf ? (size_t)(lf - p) : n;

		next = lf ? end + 1 : n;
		line(&st, s, p + at, end - at, at);
		if (s->headers > MAIL_HEADERS_MAX)
			return diag_err(err, EX_DATAERR,
			    "mail with more than %d headers", MAIL_HEADERS_MAX);
		if (s->octets > MAIL_HEADER_OCTETS_MAX)
			return diag_err(err, EX_DATAERR,
			    "mail with headers of more than %d octets",
			    MAIL_HEADER_OCTETS_MAX);
		if (s->parts > MAIL_PARTS_MAX)
			return diag_err(err, EX_DATAERR,
			    "mail with more than %d parts", MAIL_PARTS_MAX);
	}
	if (s->headers == 0)
		return diag_err(err, EX_DATAERR, "no mail: it has no header");
	return 0;
}
