#include "mail/mbox.h"

#include <string.h>

#include "base/clock.h"

static const char from[] = "From ";
enum { FROM_LEN = sizeof from - 1 };

static int
is_from(const char *p, size_t n)
{
	return n >= FROM_LEN && memcmp(p, from, FROM_LEN) == 0;
}

/* `>*From ` */
static int
is_quotable(const char *p, size_t n)
{
	while (n > 0 && *p == '>')
		p++, n--;
	return is_from(p, n);
}

/* The octets of the first line, its LF counted. */
static size_t
line_len(const char *p, size_t n)
{
	const char *lf = memchr(p, '\n', n);

	return lf ? (size_t)(lf - p) + 1 : n;
}

/* `From sender Mon Nov 23 09:14:07 2026`: RFC 4155, appendix A */
static void
put_from(struct buf *out, const char *sender, int64_t unix_ms)
{
	char date[CLOCK_ASCTIME_SIZE];

	if (!sender || !*sender)
		sender = "MAILER-DAEMON";
	buf_str(out, from);
	for (; *sender; sender++) {
		unsigned char c = (unsigned char)*sender;

		buf_ch(out, c <= ' ' || c == 0x7f ? '-' : *sender);
	}
	clock_asctime(unix_ms, date);
	buf_fmt(out, " %s\n", date);
}

void
mbox_put(struct buf *out, const char *sender, int64_t unix_ms, const char *msg,
    size_t n)
{
	size_t at, len;

	put_from(out, sender, unix_ms);
	for (at = 0; at < n; at += len) {
		len = line_len(msg + at, n - at);
		if (is_quotable(msg + at, len))
			buf_ch(out, '>');
		buf_add(out, msg + at, len);
	}
	if (n > 0 && msg[n - 1] != '\n')
		buf_ch(out, '\n');
	buf_ch(out, '\n');
}

int
mbox_next(const char *p, size_t n, size_t *at, struct buf *msg)
{
	size_t len, empty = 0;	/* octets of an empty line, not yet added */

	buf_reset(msg);
	if (*at >= n)
		return 0;
	if (*at == 0 && !is_from(p, n)) {
		buf_add(msg, p, n);
		*at = n;
		return 1;
	}
	len = line_len(p + *at, n - *at);
	buf_add(msg, p + *at, len);
	for (*at += len; *at < n; *at += len) {
		const char *line = p + *at;
		int quoted;

		len = line_len(line, n - *at);
		if (is_from(line, len))
			break;
		buf_add(msg, line - empty, empty);
		empty = 0;
		quoted = *line == '>' && is_quotable(line, len);
		/* the empty line before the next From_ line is the mbox's */
		if (*line == '\n' || (*line == '\r' && len == 2))
			empty = len;
		else
			buf_add(msg, line + quoted, len - (size_t)quoted);
	}
	return 1;
}
