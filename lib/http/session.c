/* The state machine.  See session.h. */
#include "http/session_priv.h"

#include <stdlib.h>
#include <string.h>

enum {
	OUT_MAX = 64 << 10,	/* octets of answers that wait: then no further
				   request is looked at */
	KEEP_MAX = 64 << 10,	/* memory that a connection keeps between
				   requests */
	AHEAD_MAX = 256 << 10,	/* octets made room for because a peer says that
				   they will come */
};

static const msec NEVER = UINT64_MAX / 2;

struct http_session *
http_session_new(size_t body_max, msec idle, msec now)
{
	struct http_session *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->body_max = body_max;
	s->idle = idle ? idle : NEVER;
	s->since = s->last = s->taken = now;
	return s;
}

void
http_session_free(struct http_session *s)
{
	if (!s)
		return;
	buf_free(&s->in);
	buf_free(&s->out);
	buf_free(&s->text);
	free(s);
}

/* ---- octets and time come in ---- */

char *
http_session_room(struct http_session *s, size_t *n)
{
	char *p = buf_room(&s->in, HTTP_ROOM);

	*n = p ? s->in.cap - s->in.len : 0;
	return p;
}

void
http_session_filled(struct http_session *s, size_t n, msec now)
{
	if (s->state == AT_END)
		return;
	if (n == 0)
		s->eof = 1;
	s->in.len += n;
	s->last = now;
}

void
http_session_input(struct http_session *s, const void *p, size_t n, msec now)
{
	char *to = n ? buf_room(&s->in, n) : NULL;

	if (n && !to) {
		s->state = AT_END;
		return;
	}
	if (n)
		memcpy(to, p, n);
	http_session_filled(s, n, now);
}

static msec
body_time(const struct http_session *s)
{
	return HTTP_BODY_GRACE +
		(msec)(s->body_end - s->head) * 1000 / HTTP_BODY_RATE;
}

/* When the next thing is due in what comes in. */
static msec
input_deadline(const struct http_session *s)
{
	msec a, b;

	switch (s->state) {
	case AT_HEAD:
		return s->since + (s->begun ? (msec)HTTP_HEAD_TIME : s->idle);
	case AT_BODY:
		a = s->last + (s->asked == s->body_end ? HTTP_STUCK :
		    HTTP_QUIET);
		b = s->since + body_time(s);
		return a < b ? a : b;
	default:
		return UINT64_MAX;
	}
}

msec
http_session_deadline(const struct http_session *s)
{
	msec in = input_deadline(s);
	msec out = s->written < s->out.len ? s->taken + HTTP_STUCK :
		UINT64_MAX;

	return in < out ? in : out;
}

static void
end(struct http_session *s)
{
	s->state = AT_END;
	buf_reset(&s->out);
	s->written = 0;
}

void
http_session_tick(struct http_session *s, msec now)
{
	if (s->written < s->out.len && now >= s->taken + HTTP_STUCK) {
		end(s);
		return;
	}
	if (now < input_deadline(s))
		return;
	if (s->state == AT_BODY && s->asked != s->body_end &&
	    now < s->since + body_time(s)) {
		s->asked = s->body_end;
		s->quiet = 1;
	} else if (s->state == AT_HEAD && !s->begun) {
		s->state = AT_END;
	} else {
		s->last = now;
		session_fail(s, 408);
	}
}

/* ---- and events out ---- */

/* Empty lines before a request are some clients' bad habit: RFC 9112, 2.2. */
static void
skip_empty_lines(struct http_session *s)
{
	size_t n = 0;

	while (n < s->in.len && (s->in.p[n] == '\r' || s->in.p[n] == '\n'))
		n++;
	if (s->begun)
		return;
	buf_drop(&s->in, n);
	s->begun = s->in.len > 0;
	if (s->begun)
		s->since = s->last;
}

/* Length of the head with the empty line behind it; 0: not all there. */
static size_t
find_head(struct http_session *s)
{
	const char *p = s->in.p, *lf;
	size_t at = s->seen, n = s->in.len;

	while (at < n && (lf = memchr(p + at, '\n', n - at))) {
		at = (size_t)(lf - p) + 1;
		if (at < n && p[at] == '\n')
			return at + 1;
		if (at + 1 < n && p[at] == '\r' && p[at + 1] == '\n')
			return at + 2;
		if (n - at < 2) {	/* look at this line's end again */
			s->seen = at - 1;
			return 0;
		}
	}
	s->seen = n;
	return 0;
}

static enum http_event
at_head(struct http_session *s)
{
	int rc;

	if (s->out.len - s->written > OUT_MAX)
		return HTTP_EV_NONE;
	skip_empty_lines(s);
	s->head = s->in.len ? find_head(s) : 0;
	if (s->head == 0) {
		memset(&s->r, 0, sizeof s->r);
		if (s->in.len > HTTP_HEAD_MAX)
			session_fail(s, 431);
		else if (s->in.len && (unsigned char)s->in.p[0] < 'A')
			session_fail(s, 400);	/* TLS, perhaps */
		else if (s->in.len && s->eof)
			session_fail(s, 400);
		else if (s->eof || s->finishing)
			s->state = AT_END;
		return HTTP_EV_NONE;
	}
	rc = s->head > HTTP_HEAD_MAX ? 431 : session_parse_head(s);
	if (rc) {
		session_fail(s, rc);
		return HTTP_EV_NONE;
	}
	s->state = AT_HEAD_TOLD;
	s->body_end = s->head;
	return HTTP_EV_HEAD;
}

static void
begin_body(struct http_session *s)
{
	size_t ahead = s->r.length > AHEAD_MAX ? (size_t)AHEAD_MAX :
		s->r.length > 0 ? (size_t)s->r.length : 0;
	size_t have = s->in.len - s->head;

	s->state = AT_BODY;
	s->body_end = s->head;
	s->asked = SIZE_MAX;
	s->since = s->last;
	s->chunk = CHUNK_SIZE;
	s->trailer = s->chunks = 0;
	s->quiet = s->eof_told = 0;
	if (have < ahead)
		buf_room(&s->in, ahead - have);
	if (s->expects && have == 0 && (s->chunked || s->r.length > 0) &&
	    s->r.length <= (long long)s->body_max)
		buf_str(&s->out, "HTTP/1.1 100 Continue\r\n\r\n");
}

static enum http_event
whole(struct http_session *s)
{
	s->r.body = s->in.p + s->head;
	s->r.n = s->body_end - s->head;
	s->state = AT_ANSWER;
	return HTTP_EV_REQUEST;
}

static enum http_event
at_body(struct http_session *s)
{
	int rc = s->r.cut ? 1 : session_body(s);

	if (rc == 1)
		return whole(s);
	if (rc) {
		session_fail(s, rc);
	} else if (s->quiet || (s->eof && !s->eof_told)) {
		s->quiet = 0;
		s->eof_told = s->eof;
		s->r.body = s->in.p + s->head;
		s->r.n = s->body_end - s->head;
		return HTTP_EV_QUIET;
	} else if (s->eof) {
		session_fail(s, 400);
	}
	return HTTP_EV_NONE;
}

enum http_event
http_session_event(struct http_session *s)
{
	enum http_event ev = HTTP_EV_NONE;

	if (s->in.err || s->out.err)
		end(s);
	if (s->state == AT_HEAD)
		ev = at_head(s);
	else if (s->state == AT_HEAD_TOLD)
		begin_body(s);
	if (s->state == AT_BODY)
		ev = at_body(s);
	if (s->state == AT_END && !s->end_told) {
		s->end_told = 1;
		return HTTP_EV_CLOSED;
	}
	return ev;
}

const struct http_request *
http_session_request(const struct http_session *s)
{
	return &s->r;
}

void
http_session_complete(struct http_session *s)
{
	if (s->state == AT_BODY)
		s->r.cut = 1;
}

int
http_session_wants(const struct http_session *s)
{
	return !s->eof && (s->state == AT_BODY || (s->state == AT_HEAD &&
	    s->out.len - s->written <= OUT_MAX));
}

size_t
http_session_held(const struct http_session *s)
{
	return s->in.len + s->out.len;
}

/* The request is done with: what came behind it is next. */
static void
next(struct http_session *s, msec now)
{
	struct buf rest = BUF_INIT;

	if (s->in.cap > KEEP_MAX && s->in.len - s->body_end < KEEP_MAX) {
		buf_add(&rest, s->in.p + s->body_end, s->in.len - s->body_end);
		buf_free(&s->in);
		s->in = rest;
	} else {
		buf_drop(&s->in, s->body_end);
	}
	s->state = AT_HEAD;
	s->begun = 0;
	s->seen = 0;
	s->since = s->last = now;
}

void
http_session_answer(struct http_session *s, const struct http_answer *a,
    msec now)
{
	int bare = !s->chunked && s->r.length <= 0;	/* no body comes */
	int keep;

	if (s->state != AT_HEAD_TOLD && s->state != AT_ANSWER)
		return;
	keep = s->keep && (s->state == AT_ANSWER || bare) && !s->r.cut &&
		!s->finishing && !a->close &&
		!(a->fault && (a->fault->cut || a->fault->lost));
	if (!a->fault || !a->fault->lost)
		session_write(s, a, keep, now);
	if (keep)
		next(s, now);
	else
		s->state = AT_END;
}

void
http_session_finish(struct http_session *s)
{
	s->finishing = 1;
}

const char *
http_session_output(struct http_session *s, size_t *n)
{
	*n = s->out.len - s->written;
	return *n ? s->out.p + s->written : NULL;
}

void
http_session_sent(struct http_session *s, size_t n, msec now)
{
	s->written += n;
	s->taken = now;
	if (s->written < s->out.len)
		return;
	if (s->out.cap > KEEP_MAX)
		buf_free(&s->out);
	buf_reset(&s->out);
	s->written = 0;
}
