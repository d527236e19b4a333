/* The part for MM7 of an MCMT mail, with its own SOAP envelope.  See content.h. */
#include <string.h>
#include <strings.h>

#include "gateway/mms/content.h"

static int
has(const char *s, const char *word)
{
	size_t n = strlen(word);

	for (; *s; s++)
		if (strncasecmp(s, word, n) == 0)
			return 1;
	return 0;
}

/* Behind the headers; *type receives Content-Type, on one line. */
static size_t
skip_headers(const char *p, size_t n, struct buf *type)
{
	static const char name[] = "content-type:";
	size_t at = 0, len, skip;
	int ours = 0;

	for (; at < n; at += len + 1) {
		const char *lf = memchr(p + at, '\n', n - at);

		len = lf ? (size_t)(lf - p) - at : n - at;
		if (len == 0 || (len == 1 && p[at] == '\r'))
			return lf ? at + len + 1 : n;
		skip = 0;
		if (p[at] != ' ' && p[at] != '\t') {
			ours = len >= sizeof name && strncasecmp(p + at, name,
			    sizeof name - 1) == 0;
			skip = sizeof name - 1;
		}
		if (ours)
			buf_add(type, p + at + skip, len - skip -
			    (p[at + len - 1] == '\r'));
	}
	return n;
}

int
mms_package_read(const char *p, size_t n, struct related *r,
    struct diag_err *err)
{
	struct buf type = BUF_INIT;
	size_t at;
	int rc;

	/* some put an empty line before the headers */
	while (n > 0 && (*p == '\n' || *p == '\r'))
		p++, n--;
	at = skip_headers(p, n, &type);
	if (!has(buf_cstr(&type), "text/xml")) {
		buf_free(&type);
		return 0;
	}
	memset(r, 0, sizeof *r);
	rc = related_read(buf_cstr(&type), p + at, n - at, r, err);
	buf_free(&type);
	return rc < 0 ? -1 : 1;
}
