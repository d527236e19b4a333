/* A request's octets.  See post_priv.h. */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/mm7submit/post_priv.h"
#include "mm7/related.h"
#include "mm7/soap.h"

int
post_write(struct post *p, const struct mm7_msg *m, struct diag_err *err)
{
	const struct mms_content *c = &p->s.content;

	buf_reset(&p->soap);
	buf_reset(&p->type);
	buf_reset(&p->body);
	if (mm7_write(m, &p->soap, err) < 0)
		return -1;
	if (related_write(p->soap.p, p->soap.len, MMS_CONTENT_ID, c->part, c->n,
	    &c->style, m->v[MM7_TRANSACTION_ID], &p->type, &p->body) < 0)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	buf_cstr(&p->type);
	return p->type.err || p->body.err ?
		diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
}

/* Headers whose values are nobody's business: each vendor has its own name for
   a key, so any that sounds like one. */
static int
is_secret(const char *header)
{
	static const char *const words[] = { "auth", "cookie", "key", "token",
		"secret", "password", "credential", "signature" };
	size_t n = strcspn(header, ":"), at, i;

	for (at = 0; at < n; at++)
		for (i = 0; i < sizeof words / sizeof *words; i++)
			if (strncasecmp(header + at, words[i],
			    strlen(words[i])) == 0)
				return 1;
	return 0;
}

static void
show_header(struct buf *out, const char *header)
{
	if (is_secret(header))
		buf_fmt(out, "%.*s ***\r\n", (int)strcspn(header, ":") + 1,
		    header);
	else
		buf_fmt(out, "%s\r\n", header);
}

void
post_show(const struct post *p, struct buf *out)
{
	static const char *const kinds[] = {
		[HTTP_AUTH_BASIC] = "Basic", [HTTP_AUTH_DIGEST] = "Digest",
		[HTTP_AUTH_BEARER] = "Bearer",
	};
	const struct http_client_request *q = &p->peer->request;
	const char *host = strstr(q->url, "://") + 3;
	const char *path = host + strcspn(host, "/?");
	size_t i;

	buf_fmt(out, "POST %s%s HTTP/1.1\r\n", *path == '/' ? "" : "/", path);
	if (!p->peer->host.len)
		buf_fmt(out, "Host: %.*s\r\n", (int)(path - host), host);
	for (i = 0; i < q->nheaders; i++)
		show_header(out, q->headers[i]);
	if (q->auth != HTTP_AUTH_NONE)
		buf_fmt(out, "Authorization: %s ***\r\n", kinds[q->auth]);
	buf_fmt(out, "Content-Type: %s\r\n", p->type.p);
	if (q->expect)
		buf_str(out, "Expect: 100-continue\r\n");
	if (q->chunked)
		buf_str(out, "Transfer-Encoding: chunked\r\n");
	else
		buf_fmt(out, "Content-Length: %zu\r\n", p->body.len);
	buf_str(out, "\r\n");
	buf_add(out, p->body.p, p->body.len);
	buf_str(out, "\r\n");
}
