/*
 * session - a connection fed from arrays.  What is a request, and what is not,
 * is RFC 9112's word; sections are named.
 */
#include "tap.h"

#include "base/buf.h"
#include "http/session.h"

enum { MAX = 1000, IDLE = 60000 };

/* One connection: all events as text, each request answered 200 with its body. */
struct run {
	struct http_session *s;
	struct buf log, out;
	int will_do;		/* the body is complete, says the owner */
	msec now;
};

static void
answer(struct run *r, int status)
{
	const struct http_request *q = http_session_request(r->s);
	struct http_answer a = { .status = status, .type = "text/plain",
		.body = q->body, .n = q->n };
	struct http_answer refusal = { .status = status };

	http_session_answer(r->s, q->body ? &a : &refusal, r->now);
}

static void
pull(struct run *r)
{
	const struct http_request *q = http_session_request(r->s);
	enum http_event ev;
	const char *p;
	size_t n;

	while ((ev = http_session_event(r->s)) != HTTP_EV_NONE) {
		if (ev == HTTP_EV_HEAD) {
			buf_fmt(&r->log, "%s %s ", q->method, q->path);
			if (strcmp(q->path, "/refused") == 0)
				answer(r, 403);
		} else if (ev == HTTP_EV_REQUEST) {
			buf_fmt(&r->log, "[%.*s]%s ", (int)q->n, q->body,
			    q->cut ? "cut" : "");
			answer(r, 200);
		} else if (ev == HTTP_EV_QUIET) {
			buf_str(&r->log, "quiet ");
			if (r->will_do)
				http_session_complete(r->s);
		} else {
			buf_str(&r->log, "end");
			break;
		}
	}
	while ((p = http_session_output(r->s, &n))) {
		buf_add(&r->out, p, n);
		http_session_sent(r->s, n, r->now);
	}
}

static void
begin(struct run *r)
{
	memset(r, 0, sizeof *r);
	r->s = http_session_new(MAX, IDLE, 0);
	assert(r->s);
}

static void
finish(struct run *r)
{
	http_session_free(r->s);
	buf_free(&r->log);
	buf_free(&r->out);
}

/* The stream in steps, then its end.  What was written, the heads' statuses
   only. */
static void
play(const char *in, size_t n, size_t step, char log[512], char out[256])
{
	struct run r;
	size_t at, k;
	char *p;

	begin(&r);
	for (at = 0; at < n; at += k) {
		k = n - at < step ? n - at : step;
		http_session_input(r.s, in + at, k, r.now);
		pull(&r);
	}
	http_session_input(r.s, NULL, 0, r.now);
	pull(&r);
	pull(&r);
	snprintf(log, 512, "%s", buf_cstr(&r.log));
	*out = '\0';
	for (p = (char *)buf_cstr(&r.out); (p = strstr(p, "HTTP/1.1 ")); p += 9)
		snprintf(out + strlen(out), 256 - strlen(out), "%.3s%s ", p + 9,
		    strstr(p, "close\r\n\r\n") && (!strstr(p + 9, "HTTP/1.1") ||
		    strstr(p, "close\r\n\r\n") < strstr(p + 9, "HTTP/1.1")) ?
		    "c" : "");
	finish(&r);
}

static const struct {
	const char *what, *in, *log, *out;
} cases[] = {
	{ "one with a length",
	    "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi",
	    "POST /a [hi] end", "200 " },
	{ "two in a row, bare LF, no blank behind the colon",
	    "POST /a?b=c HTTP/1.1\nContent-Length:1\n\nx"
	    "GET http://h:1/b HTTP/1.1\n\n",
	    "POST /a [x] GET /b [] end", "200 200 " },
	{ "chunked, with extension and trailer (7.1)",
	    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\nGET /n HTTP/1.1\r\n\r\n",
	    "POST / [hello] GET /n [] end", "200 200 " },
	{ "Expect: 100-continue (RFC 9110, 10.1.1)",
	    "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
	    "Connection: close\r\n\r\n", "POST / quiet end", "100 400c " },
	{ "HTTP/1.0 closes, and does not with keep-alive",
	    "GET /k HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
	    "GET /c HTTP/1.0\r\n\r\nGET /no HTTP/1.0\r\n\r\n",
	    "GET /k [] GET /c [] end", "200 200c " },
	{ "Connection: close", "GET / HTTP/1.1\r\nConnection: a, Close\r\n\r\n"
	    "GET /no HTTP/1.1\r\n\r\n", "GET / [] end", "200c " },
	{ "empty lines before a request (2.2)",
	    "\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\n", "GET / [] end", "200 " },
	{ "refused before its body: nothing behind it is a request",
	    "POST /refused HTTP/1.1\r\nContent-Length: 5\r\n\r\n"
	    "GET /no HTTP/1.1\r\n\r\n", "POST /refused end", "403c " },
	{ "what is behind too short a length is no request",
	    "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi</Envelope>\r\n\r\n",
	    "POST / [hi] end", "200 400c " },
	{ "a length and chunked: refused (6.1)",
	    "POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n0\r\n\r\n", "end", "400c " },
	{ "two lengths that differ (6.3)",
	    "POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
	    "end", "400c " },
	{ "two that do not",
	    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-length: 1\r\n\r\nx",
	    "POST / [x] end", "200 " },
	{ "a length with a sign", "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\nx",
	    "end", "400c " },
	{ "a length of 20 digits",
	    "POST / HTTP/1.1\r\nContent-Length: 18446744073709551617\r\n\r\nx",
	    "end", "400c " },
	{ "another coding (6.1)",
	    "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
	    "end", "501c " },
	{ "a blank before the colon (5.1)",
	    "POST / HTTP/1.1\r\nContent-Length : 1\r\n\r\nx", "end", "400c " },
	{ "a header that is folded (5.2)",
	    "POST / HTTP/1.1\r\nX: a\r\n\t b\r\nContent-Length:\r\n 1\r\n\r\nx",
	    "POST / [x] end", "200 " },
	{ "a fold before any header", "GET / HTTP/1.1\r\n a: b\r\n\r\n", "end",
	    "400c " },
	{ "CR in a value", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", "end", "400c " },
	{ "a control character in a target", "GET /\1 HTTP/1.1\r\n\r\n", "end",
	    "400c " },
	{ "no version", "GET /\r\n\r\n", "end", "400c " },
	{ "another version", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "end", "505c " },
	{ "TLS", "\x16\x03\x01\x02", "end", "400c " },
	{ "too large", "POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n",
	    "POST / end", "413c " },
	{ "too large, in chunks", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n3e8\r\n", "POST / quiet end", "400c " },
	{ "and one more", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n3e9\r\n", "POST / end", "413c " },
	{ "a chunk of 2^64", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n10000000000000000\r\n", "POST / end", "400c " },
	{ "no size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n;\r\n", "POST / end", "400c " },
	{ "a chunk that is longer than it says", "POST / HTTP/1.1\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
	    "POST / end", "400c " },
	{ "an expectation", "POST / HTTP/1.1\r\nExpect: x\r\n\r\n", "end",
	    "417c " },
	{ "HEAD has no body", "HEAD / HTTP/1.1\r\n\r\n", "HEAD / [] end",
	    "200 " },
	{ "nothing", "", "end", "" },
	{ "half a head", "POST / HT", "end", "400c " },
	{ "half a body", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nhi",
	    "POST / quiet end", "400c " },
};

static void
test_streams(void)
{
	char log[512], out[256];
	size_t i, step, n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		n = strlen(cases[i].in);
		for (step = 1; step <= n + 1; step++) {
			play(cases[i].in, n, step, log, out);
			if (strcmp(log, cases[i].log) || strcmp(out,
			    cases[i].out))
				printf("# %s, in steps of %zu: %s -> %s\n",
				    cases[i].what, step, log, out);
			assert(strcmp(log, cases[i].log) == 0);
			assert(strcmp(out, cases[i].out) == 0);
		}
	}
}

static void
feed(struct run *r, const char *in)
{
	http_session_input(r->s, in, strlen(in), r->now);
	pull(r);
}

static void
wait_until(struct run *r, msec now)
{
	r->now = now;
	http_session_tick(r->s, now);
	pull(r);
}

#define IS(b, text) assert(strcmp(buf_cstr(&(b)), text) == 0)
#define HAS(b, text) assert(strstr(buf_cstr(&(b)), text))

static void
test_quiet(void)
{
	struct run r;

	begin(&r);
	r.will_do = 1;
	feed(&r, "POST / HTTP/1.1\r\nContent-Length: 454\r\n\r\nhi");
	assert(http_session_deadline(r.s) == HTTP_QUIET);
	wait_until(&r, HTTP_QUIET - 1);
	IS(r.log, "POST / ");
	wait_until(&r, HTTP_QUIET);
	IS(r.log, "POST / quiet [hi]cut end");
	HAS(r.out, "200 OK");
	HAS(r.out, "Connection: close");
	finish(&r);
}

static void
test_quiet_asks_once(void)
{
	struct run r;

	begin(&r);
	feed(&r, "POST / HTTP/1.1\r\nContent-Length: 454\r\n\r\nhi");
	wait_until(&r, HTTP_QUIET);
	wait_until(&r, 2 * HTTP_QUIET);
	IS(r.log, "POST / quiet ");
	feed(&r, "!");
	wait_until(&r, 3 * HTTP_QUIET);
	IS(r.log, "POST / quiet quiet ");
	wait_until(&r, 2 * HTTP_QUIET + HTTP_STUCK);
	IS(r.log, "POST / quiet quiet end");
	HAS(r.out, "408 ");
	finish(&r);
}

static void
test_slow_body(void)
{
	struct run r;
	int i;

	begin(&r);
	feed(&r, "POST / HTTP/1.1\r\nContent-Length: 454\r\n\r\n");
	/* an octet every 900 ms is never quiet, and never done */
	for (i = 0; i < 66; i++) {
		wait_until(&r, r.now + 900);
		feed(&r, "x");
	}
	IS(r.log, "POST / ");
	for (; i < 70; i++) {
		wait_until(&r, r.now + 900);
		feed(&r, "x");
	}
	IS(r.log, "POST / end");
	HAS(r.out, "408 ");
	finish(&r);
}

static void
test_slow_head(void)
{
	struct run r;

	begin(&r);
	wait_until(&r, 50000);
	feed(&r, "\r\nPOST / ");
	wait_until(&r, 50000 + HTTP_HEAD_TIME - 1);
	feed(&r, "H");
	IS(r.log, "");
	wait_until(&r, 50000 + HTTP_HEAD_TIME);
	IS(r.log, "end");
	HAS(r.out, "408 ");
	finish(&r);
}

static void
test_idle(void)
{
	struct run r;

	begin(&r);
	feed(&r, "GET / HTTP/1.1\r\n\r\n");
	/* empty lines do not make it busy */
	wait_until(&r, IDLE - 1);
	feed(&r, "\r\n");
	assert(!strstr(buf_cstr(&r.log), "end"));
	wait_until(&r, IDLE);
	HAS(r.log, "end");
	assert(!strstr(buf_cstr(&r.out), "408"));
	finish(&r);
}

static void
test_never_idle(void)
{
	struct http_session *s = http_session_new(MAX, 0, 5);

	assert(s && http_session_deadline(s) > UINT64_MAX / 4);
	http_session_tick(s, (msec)1 << 50);
	assert(http_session_event(s) == HTTP_EV_NONE);
	http_session_free(s);
}

static void
test_output_is_not_taken(void)
{
	struct run r;
	size_t n;

	begin(&r);
	http_session_input(r.s, "GET / HTTP/1.1\r\n\r\n", 18, 0);
	assert(http_session_event(r.s) == HTTP_EV_HEAD);
	assert(http_session_event(r.s) == HTTP_EV_REQUEST);
	assert(!http_session_wants(r.s));
	assert(http_session_deadline(r.s) == UINT64_MAX);
	answer(&r, 200);
	assert(http_session_output(r.s, &n));
	http_session_tick(r.s, HTTP_STUCK);
	assert(http_session_event(r.s) == HTTP_EV_CLOSED);
	assert(!http_session_output(r.s, &n));
	assert(http_session_event(r.s) == HTTP_EV_NONE);
	finish(&r);
}

static void
test_finish(void)
{
	struct run r;

	begin(&r);
	feed(&r, "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nh");
	http_session_finish(r.s);
	pull(&r);
	feed(&r, "iGET /no HTTP/1.1\r\n\r\n");
	IS(r.log, "POST / [hi] end");
	HAS(r.out, "Connection: close");
	finish(&r);
	begin(&r);
	http_session_finish(r.s);
	pull(&r);
	IS(r.log, "end");
	finish(&r);
}

static void
test_limits_of_head(void)
{
	struct run r;
	int i;

	begin(&r);
	feed(&r, "GET / HTTP/1.1\r\n");
	for (i = 0; i < HTTP_HEADERS_MAX; i++)
		feed(&r, "A: b\r\n");
	feed(&r, "\r\n");
	IS(r.log, "GET / [] ");
	feed(&r, "GET / HTTP/1.1\r\n");
	for (i = 0; i <= HTTP_HEADERS_MAX; i++)
		feed(&r, "A: b\r\n");
	feed(&r, "\r\n");
	IS(r.log, "GET / [] end");
	HAS(r.out, "431 ");
	finish(&r);
	begin(&r);
	feed(&r, "GET / HTTP/1.1\r\nA:");
	for (i = 0; i < HTTP_LINE_MAX; i++)
		feed(&r, " x");
	IS(r.log, "");
	while (r.log.len == 0 && i++ < HTTP_HEAD_MAX)
		feed(&r, "x");
	IS(r.log, "end");
	HAS(r.out, "431 ");
	finish(&r);
}

static void
test_header_values(void)
{
	static const char in[] = "POST /x%20y?a HTTP/1.1\r\n"
	    "Content-Type:multipart/related;\r\n\tboundary=\"x\"; \r\n"
	    "SOAPAction: \"\"\r\n\r\n";
	struct run r;
	const struct http_request *q;

	begin(&r);
	http_session_input(r.s, in, strlen(in), 0);
	assert(http_session_event(r.s) == HTTP_EV_HEAD);
	q = http_session_request(r.s);
	assert(strcmp(http_header(q, "content-type"),
	    "multipart/related; boundary=\"x\";") == 0);
	assert(strcmp(http_header(q, "SOAPaction"), "\"\"") == 0);
	assert(!http_header(q, "SOAPActio"));
	assert(strcmp(q->path, "/x%20y") == 0 && strcmp(q->query, "a") == 0);
	assert(q->minor == 1 && q->length == -1);
	finish(&r);
}

static const struct tap_test tests[] = {
	{ "RFC 9112: streams in steps of any size", test_streams },
	{ "a body shorter than its length is taken when its owner says so",
	    test_quiet },
	{ "and asked for once, then it is stuck", test_quiet_asks_once },
	{ "octet after octet does not hold a place for ever", test_slow_body },
	{ "a head has its time", test_slow_head },
	{ "idle connections end silently", test_idle },
	{ "or never", test_never_idle },
	{ "an answer that nobody takes ends the connection",
	    test_output_is_not_taken },
	{ "finish: what has begun is served", test_finish },
	{ "heads have limits", test_limits_of_head },
	{ "header values", test_header_values },
};
TAP_MAIN(tests)
