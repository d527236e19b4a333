/*
 * http - what a client sends to our server.  Any split of the stream gives the
 * same requests and answers; what comes out of a head is text without control
 * characters, and the connection ends once.
 *
 * (Less `100 Continue`, which who sends the body at once is not told.)
 *
 * The first octet says what the owner does (refuses heads, takes a quiet body),
 * the next where the stream is split; the rest is the stream.  Its first header
 * line is also looked at as credentials.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "http/auth.h"
#include "http/session.h"

enum { REFUSES = 1, TAKES_QUIET = 2, BODY_MAX = 300 };

struct run {
	struct http_session *s;
	uint8_t how;
	struct buf events, output;
	int closed;
};

static int
is_plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return 0;
	return 1;
}

static void
look_at_head(struct run *r)
{
	const struct http_request *q = http_session_request(r->s);
	size_t i;

	assert(*q->method && is_plain(q->method) && !strchr(q->method, ' '));
	assert((*q->path == '/' || strcmp(q->path, "*") == 0));
	assert(is_plain(q->path) && is_plain(q->target) &&
	    (!q->query || is_plain(q->query)));
	assert(q->nheaders <= HTTP_HEADERS_MAX && q->length >= -1);
	buf_fmt(&r->events, "\n%s %s %lld", q->method, q->path, q->length);
	for (i = 0; i < q->nheaders; i++) {
		assert(*q->header[i].name && is_plain(q->header[i].name));
		assert(is_plain(q->header[i].value));
		buf_fmt(&r->events, " %s=%s", q->header[i].name,
		    q->header[i].value);
	}
}

static void
answer(struct run *r, int status)
{
	const struct http_answer a = { .status = status, .body = "ok", .n = 2 };

	http_session_answer(r->s, &a, 0);
}

static void
drain(struct run *r)
{
	const struct http_request *q = http_session_request(r->s);
	enum http_event ev;
	const char *p;
	size_t n;

	while ((ev = http_session_event(r->s)) != HTTP_EV_NONE) {
		assert(!r->closed);
		switch (ev) {
		case HTTP_EV_HEAD:
			look_at_head(r);
			if (r->how & REFUSES && q->nheaders % 2)
				answer(r, 403);
			break;
		case HTTP_EV_REQUEST:
			assert(q->n <= BODY_MAX);
			buf_fmt(&r->events, "\n%zu%d ", q->n, q->cut);
			buf_add(&r->events, q->body, q->n);
			answer(r, 200);
			break;
		case HTTP_EV_QUIET:
			if (r->how & TAKES_QUIET)
				http_session_complete(r->s);
			break;
		default:
			r->closed = 1;
		}
	}
	while ((p = http_session_output(r->s, &n))) {
		n = (n + 1) / 2;
		buf_add(&r->output, p, n);
		http_session_sent(r->s, n, 0);
	}
}

/* Whether one is said depends on whether the body is there already. */
static void
forget_continue(struct buf *b)
{
	static const char say[] = "HTTP/1.1 100 Continue\r\n\r\n";
	const char *p = buf_cstr(b);
	size_t n = sizeof say - 1, at;

	while ((p = strstr(p, say))) {
		at = (size_t)(p - b->p);
		memmove(b->p + at, p + n, b->len - at - n + 1);
		b->len -= n;
		p = b->p + at;
	}
}

static void
play(struct run *r, uint8_t how, const uint8_t *p, size_t n, size_t step)
{
	size_t at, k;
	void *copy;

	memset(r, 0, sizeof *r);
	r->how = how;
	r->s = http_session_new(BODY_MAX, 1000, 0);
	assert(r->s);
	for (at = 0; at < n; at += k) {
		k = n - at < step ? n - at : step;
		copy = block_of(p + at, k);
		http_session_input(r->s, copy, k, 0);
		free(copy);
		drain(r);
	}
	http_session_input(r->s, NULL, 0, 0);
	drain(r);
	drain(r);
	assert(r->closed);
	forget_continue(&r->output);
	assert(!r->events.err && !r->output.err);
	http_session_free(r->s);
}

static void
finish(struct run *r)
{
	buf_free(&r->events);
	buf_free(&r->output);
}

static void
credentials(const uint8_t *p, size_t n)
{
	static const uint8_t key[HTTP_NONCE_KEY];
	char *value = string_of(p, n);
	struct http_credentials c;

	value[strcspn(value, "\r\n")] = '\0';
	if (http_credentials_read(value, &c) == 0 &&
	    c.scheme == HTTP_SCHEME_DIGEST) {
		assert(c.realm && c.nonce && c.uri && c.response && *c.user);
		assert(http_digest_check(&c, "x", "POST", c.uri, key, 0) !=
		    HTTP_DIGEST_OK);
	}
	http_credentials_release(&c);
	free(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t how = take(&p, &n);
	size_t step = take(&p, &n) + 1u;
	struct run whole, split;

	credentials(p, n);
	play(&whole, how, p, n, n + 1);
	play(&split, how, p, n, step);
	assert(whole.events.len == split.events.len &&
	    memcmp(whole.events.p ? whole.events.p : "",
	    split.events.p ? split.events.p : "", whole.events.len) == 0);
	assert(whole.output.len == split.output.len &&
	    memcmp(whole.output.p ? whole.output.p : "",
	    split.output.p ? split.output.p : "", whole.output.len) == 0);
	finish(&whole);
	finish(&split);
	return 0;
}
