/* Answers.  Spec: RFC 9112, 4.  See session.h. */
#include <string.h>

#include "http/session_priv.h"

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" }, { 202, "Accepted" }, { 204, "No Content" },
	{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" },
	{ 404, "Not Found" }, { 405, "Method Not Allowed" },
	{ 408, "Request Timeout" }, { 411, "Length Required" },
	{ 413, "Content Too Large" }, { 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" }, { 417, "Expectation Failed" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" }, { 501, "Not Implemented" },
	{ 502, "Bad Gateway" }, { 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

const char *
http_reason(int status)
{
	size_t i;

	for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

/* How long the body is, as far as that is said, which may be a lie. */
static void
put_length(struct buf *b, const struct http_answer *a)
{
	int64_t n = (int64_t)a->n;

	if (a->fault && a->fault->chunked) {
		buf_str(b, "\r\nTransfer-Encoding: chunked");
		return;
	}
	if (a->fault)
		n += a->fault->length;
	buf_str(b, "\r\nContent-Length: ");
	buf_uint(b, n > 0 ? (uint64_t)n : 0);
}

enum { CHUNK = 100 };		/* octets: a small answer has several */

static void
put_body(struct buf *b, const struct http_answer *a)
{
	size_t n = a->fault && a->fault->cut ? a->n / 2 : a->n, at, len;

	if (!a->fault || !a->fault->chunked) {
		if (n)
			buf_add(b, a->body, n);
		return;
	}
	for (at = 0; at < n; at += len) {
		len = n - at < CHUNK ? n - at : CHUNK;
		buf_fmt(b, "%zx\r\n", len);
		buf_add(b, (const char *)a->body + at, len);
		buf_str(b, "\r\n");
	}
	if (!a->fault->cut)
		buf_str(b, "0\r\n\r\n");
}

void
session_write(struct http_session *s, const struct http_answer *a, int keep,
    msec now)
{
	int head_only = s->r.method && strcmp(s->r.method, "HEAD") == 0;
	struct buf *b = &s->out;
	size_t i;

	if (s->written == b->len)
		s->taken = now;
	buf_str(b, "HTTP/1.1 ");
	buf_uint(b, (uint64_t)a->status);
	buf_ch(b, ' ');
	buf_str(b, http_reason(a->status));
	if (a->date) {
		buf_str(b, "\r\nDate: ");
		buf_str(b, a->date);
	}
	if (a->type) {
		buf_str(b, "\r\nContent-Type: ");
		buf_str(b, a->type);
	}
	for (i = 0; i < a->nheaders; i++) {
		buf_str(b, "\r\n");
		buf_str(b, a->header[i]);
	}
	if (a->status != 204)
		put_length(b, a);
	if (!keep)
		buf_str(b, "\r\nConnection: close");
	else if (s->r.minor == 0)
		buf_str(b, "\r\nConnection: keep-alive");
	buf_str(b, "\r\n\r\n");
	if (!head_only && a->status != 204)
		put_body(b, a);
}

void
session_fail(struct http_session *s, int status)
{
	struct buf text = BUF_INIT;
	struct http_answer a = { .status = status, .type = "text/plain" };

	buf_str(&text, http_reason(status));
	buf_ch(&text, '\n');
	a.body = text.p;
	a.n = text.len;
	session_write(s, &a, 0, s->last);
	buf_free(&text);
	s->state = AT_END;
}
