/* A request's head.  Spec: RFC 9112, 2 to 6.  See session.h. */
#include <string.h>
#include <strings.h>

#include "http/session_priv.h"

enum { BAD = 400, TOO_LONG = 414, TOO_MUCH = 431, NO_EXPECT = 417,
	NO_CODING = 501, NO_VERSION = 505 };

/* RFC 9110, 5.6.2 */
static int
is_token(const char *s, size_t n)
{
	static const char more[] = "!#$%&'*+-.^_`|~";
	size_t i;

	for (i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= 'A' && s[i] <= 'Z') ||
		    (s[i] >= '0' && s[i] <= '9') ||
		    (s[i] && strchr(more, s[i]))))
			return 0;
	return n > 0;
}

/* Put a NUL at the end of the line and its CR; where the next one begins. */
static char *
end_line(char *line, const char *end, size_t *n)
{
	char *lf = memchr(line, '\n', (size_t)(end - line));
	char *next = lf ? lf + 1 : line + (end - line);

	if (!lf)
		lf = next;
	if (lf > line && lf[-1] == '\r')
		lf--;
	*lf = '\0';
	*n = (size_t)(lf - line);
	return next;
}

/* The target's path and query, copied behind the head's own text: room for
   twice the head was made. */
static int
set_path(struct http_session *s, const char *target)
{
	const char *path = target, *slashes = strstr(target, "://");
	char *copy, *mark;
	size_t n;

	if (*target != '/' && slashes) {
		path = strchr(slashes + 3, '/');
		path = path ? path : "/";
	}
	if (*path != '/' && strcmp(path, "*") != 0)
		return BAD;
	n = strlen(path) + 1;
	copy = buf_room(&s->text, n);
	if (!copy)
		return 503;
	memcpy(copy, path, n);
	s->text.len += n;
	copy[strcspn(copy, "#")] = '\0';
	mark = strchr(copy, '?');
	if (mark)
		*mark++ = '\0';
	s->r.path = copy;
	s->r.query = mark;
	return 0;
}

static int
request_line(struct http_session *s, char *line, size_t n)
{
	char *target = memchr(line, ' ', n), *version;
	const unsigned char *p;

	if (n > HTTP_LINE_MAX)
		return TOO_LONG;
	if (strlen(line) != n || !target || *line < 'A')
		return BAD;
	*target++ = '\0';
	version = strchr(target, ' ');
	if (!version || !is_token(line, (size_t)(target - line - 1)))
		return BAD;
	*version++ = '\0';
	for (p = (unsigned char *)target; *p > ' ' && *p != 0x7f; p++)
		;
	if (*p || !*target)
		return BAD;
	s->r.method = line;
	s->r.target = target;
	if (strcmp(version, "HTTP/1.1") == 0)
		s->r.minor = 1;
	else if (strcmp(version, "HTTP/1.0") != 0)
		return strncmp(version, "HTTP/", 5) == 0 ? NO_VERSION : BAD;
	return set_path(s, target);
}

/* No blanks around, a tab is a blank; 0: a control character is in it. */
static int
clean(char *value, size_t n)
{
	unsigned char *p = (unsigned char *)value;

	while (n && (value[n - 1] == ' ' || value[n - 1] == '\t'))
		value[--n] = '\0';
	for (; n; n--, p++) {
		if (*p == '\t')
			*p = ' ';
		if (*p < ' ' || *p == 0x7f)
			return 0;
	}
	return 1;
}

/* A line that begins with a blank belongs to the value before it: RFC 9112,
   5.2.  The value moves up to it. */
static int
fold(struct http_session *s, char *line)
{
	struct http_header *h = s->header + s->r.nheaders;
	char *value;
	size_t n;

	if (h == s->header)
		return BAD;
	h--;
	n = strlen(h->value);
	if (n + 1 + strlen(line) > HTTP_LINE_MAX)
		return TOO_MUCH;
	/* in front of the line there are at least LF or CRLF and what is left
	   of the value: so it fits */
	value = line - n;
	memmove(value, h->value, n);
	if (n == 0)
		while (*value == ' ')
			value++;
	h->value = value;
	return 0;
}

static int
header_line(struct http_session *s, char *line, size_t n)
{
	struct http_header *h = &s->header[s->r.nheaders];
	char *colon = memchr(line, ':', n);
	size_t name;

	if (n > HTTP_LINE_MAX)
		return TOO_MUCH;
	if (strlen(line) != n)
		return BAD;
	if (*line == ' ' || *line == '\t')
		return clean(line, n) ? fold(s, line) : BAD;
	if (s->r.nheaders == HTTP_HEADERS_MAX)
		return TOO_MUCH;
	/* a blank before the colon is what request smugglers hide behind */
	name = colon ? (size_t)(colon - line) : 0;
	if (!colon || !is_token(line, name))
		return BAD;
	*colon++ = '\0';
	while (*colon == ' ' || *colon == '\t')
		colon++;
	if (!clean(colon, n - (size_t)(colon - line)))
		return BAD;
	h->name = line;
	h->value = colon;
	s->r.nheaders++;
	return 0;
}

const char *
http_header(const struct http_request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nheaders; i++)
		if (strcasecmp(r->header[i].name, name) == 0)
			return r->header[i].value;
	return NULL;
}

/* Is the word in a list with commas?  All headers of that name count. */
static int
lists(const struct http_request *r, const char *name, const char *word)
{
	size_t i, n, len = strlen(word);
	const char *p;

	for (i = 0; i < r->nheaders; i++) {
		if (strcasecmp(r->header[i].name, name) != 0)
			continue;
		for (p = r->header[i].value; *p; p += n) {
			p += strspn(p, ", ");
			n = strcspn(p, ", ");
			if (n == len && strncasecmp(p, word, len) == 0)
				return 1;
		}
	}
	return 0;
}

/* All Content-Length headers say the same, or it is ambiguous. */
static int
set_length(struct http_request *r)
{
	long long n;
	const char *p;
	size_t i;

	r->length = -1;
	for (i = 0; i < r->nheaders; i++) {
		if (strcasecmp(r->header[i].name, "Content-Length") != 0)
			continue;
		n = 0;
		p = r->header[i].value;
		if (!*p || strlen(p) > 15)
			return BAD;
		for (; *p >= '0' && *p <= '9'; p++)
			n = n * 10 + (*p - '0');
		if (*p || (r->length >= 0 && r->length != n))
			return BAD;
		r->length = n;
	}
	return 0;
}

/* RFC 9112, 6.1 and 6.3. */
static int
set_coding(struct http_session *s)
{
	const struct http_request *r = &s->r;
	size_t i, codings = 0;

	for (i = 0; i < r->nheaders; i++) {
		if (strcasecmp(r->header[i].name, "Transfer-Encoding") != 0)
			continue;
		if (strcasecmp(r->header[i].value, "chunked") != 0)
			return NO_CODING;
		codings++;
	}
	if (codings && (codings > 1 || r->length >= 0 || r->minor == 0))
		return BAD;
	s->chunked = codings > 0;
	return 0;
}

static int
set_framing(struct http_session *s)
{
	const char *expect = http_header(&s->r, "Expect");
	int rc = set_length(&s->r);

	if (!rc)
		rc = set_coding(s);
	if (rc)
		return rc;
	s->keep = s->r.minor ? !lists(&s->r, "Connection", "close") :
		lists(&s->r, "Connection", "keep-alive");
	if (expect && strcasecmp(expect, "100-continue") != 0)
		return NO_EXPECT;
	s->expects = expect && s->r.minor;
	return 0;
}

int
session_parse_head(struct http_session *s)
{
	char *line, *next, *end;
	size_t n;
	int rc = 0;

	memset(&s->r, 0, sizeof s->r);
	s->r.header = s->header;
	s->chunked = s->expects = s->keep = 0;
	buf_reset(&s->text);
	line = buf_room(&s->text, 2 * s->head + 2);
	if (!line)
		return 503;
	memcpy(line, s->in.p, s->head);
	s->text.len = s->head + 1;
	end = line + s->head;
	*end = '\0';
	next = end_line(line, end, &n);
	rc = request_line(s, line, n);
	for (line = next; !rc && line < end; line = next) {
		next = end_line(line, end, &n);
		if (n)
			rc = header_line(s, line, n);
	}
	return rc ? rc : set_framing(s);
}
