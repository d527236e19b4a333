/* A request's body.  Spec: RFC 9112, 6 and 7.  See session.h. */
#include <string.h>
#include <sys/types.h>

#include "http/session_priv.h"

enum { BAD = 400, TOO_LARGE = 413, HEX_DIGITS_MAX = 12 };

/* A line at raw: its length with its end; 0: not all there; -1: too long. */
static ssize_t
line_at(const struct http_session *s, size_t raw)
{
	const char *p = s->in.p + raw;
	size_t n = s->in.len - raw;
	const char *lf = n ? memchr(p, '\n', n) : NULL;

	if ((lf ? (size_t)(lf - p) : n) > HTTP_LINE_MAX)
		return -1;
	return lf ? lf - p + 1 : 0;
}

/* Hexadecimal digits, and whatever extensions.  0, or -1. */
static int
chunk_size(const char *p, size_t n, unsigned long long *size)
{
	size_t i;
	int d;

	*size = 0;
	for (i = 0; i < n; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			d = p[i] - '0';
		else if ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f')
			d = (p[i] | 0x20) - 'a' + 10;
		else
			break;
		*size = *size << 4 | (unsigned)d;
	}
	if (i == 0 || i > HEX_DIGITS_MAX)
		return -1;
	return i == n || strchr("; \t\r\n", p[i]) ? 0 : -1;
}

static int
is_empty(const char *p, size_t n)
{
	return n == 1 || (n == 2 && p[0] == '\r');
}

/* One step of a chunked body at *raw: 1 it is whole; 0 went on; -1 needs more;
   or a status. */
static int
chunk_step(struct http_session *s, size_t *raw)
{
	size_t have = s->in.len - *raw;
	const char *p = s->in.p + *raw;
	ssize_t n;

	if (s->chunk == CHUNK_DATA) {
		if (have > s->left)
			have = (size_t)s->left;
		memmove(s->in.p + s->body_end, p, have);
		s->body_end += have;
		*raw += have;
		s->left -= have;
		if (s->left)
			return -1;
		s->chunk = CHUNK_BEHIND;
		return 0;
	}
	n = line_at(s, *raw);
	if (n <= 0)
		return n < 0 ? BAD : -1;
	*raw += (size_t)n;
	switch (s->chunk) {
	case CHUNK_BEHIND:
		s->chunk = CHUNK_SIZE;
		return is_empty(p, (size_t)n) ? 0 : BAD;
	case CHUNK_SIZE:
		if (chunk_size(p, (size_t)n, &s->left) < 0 ||
		    ++s->chunks > HTTP_CHUNKS_MAX)
			return BAD;
		s->chunk = s->left ? CHUNK_DATA : CHUNK_TRAILER;
		return s->left > s->body_max || s->body_end - s->head +
			s->left > s->body_max ? TOO_LARGE : 0;
	default:
		s->trailer += (size_t)n;
		if (s->trailer > HTTP_HEAD_MAX)
			return 431;
		return is_empty(p, (size_t)n);
	}
}

/* Decoded in place: what is left of the raw form moves up behind it. */
static int
chunked(struct http_session *s)
{
	size_t raw = s->body_end;
	int rc;

	do
		rc = chunk_step(s, &raw);
	while (rc == 0);
	memmove(s->in.p + s->body_end, s->in.p + raw, s->in.len - raw);
	s->in.len -= raw - s->body_end;
	return rc < 0 ? 0 : rc;
}

int
session_body(struct http_session *s)
{
	size_t have = s->in.len - s->head;
	size_t n = s->r.length > 0 ? (size_t)s->r.length : 0;

	if (s->chunked)
		return chunked(s);
	if (n > s->body_max)
		return TOO_LARGE;
	s->body_end = s->head + (have < n ? have : n);
	return have >= n;
}
