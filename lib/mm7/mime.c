#include "mm7/mime.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
trimmed(struct arena *a, const char *p, size_t n)
{
	while (n && is_blank(p[n - 1]))
		n--;
	while (n && is_blank(*p))
		p++, n--;
	return arena_text(a, p, n);
}

/* ---- parameters: RFC 2045, 5.1, and less */

/* A value: quoted or not; *at moves behind it. */
static const char *
value(struct arena *a, const char **at)
{
	const char *p = *at, *from;
	char *out, *to;
	size_t n;

	if (*p != '"') {
		/* some have blanks in a boundary without quotes, and some no
		   `;` in front of the next one */
		n = strcspn(p, ";");
		*at = p + n;
		return trimmed(a, p, n);
	}
	from = ++p;
	while (*p && *p != '"')
		p += *p == '\\' && p[1] ? 2 : 1;
	out = to = arena_text(a, from, (size_t)(p - from));
	*at = *p ? p + 1 : p;
	if (!out)
		return NULL;
	for (; from < p; from++) {
		if (*from == '\\' && from + 1 < p)
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return trimmed(a, out, (size_t)(to - out));
}

static void
parameter(struct mime_type *t, const char *name, size_t n, const char *v)
{
	const struct {
		const char *name;
		const char **where;
	} known[] = {
		{ "boundary", &t->boundary },
		{ "start", &t->start },
		{ "charset", &t->charset },
		{ "name", &t->name },
		{ "filename", &t->filename },
		{ "type", &t->root_type },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (strlen(known[i].name) == n && !*known[i].where &&
		    strncasecmp(known[i].name, name, n) == 0)
			*known[i].where = v;
}

void
mime_read_type(struct arena *a, const char *s, struct mime_type *t)
{
	size_t n = strcspn(s, "; \t\r\n"), i;
	char *type = arena_text(a, s, n);
	const char *name, *at = s + n;

	*t = (struct mime_type){ .type = type ? type : "" };
	for (i = 0; type && i < n; i++)
		type[i] = (char)tolower((unsigned char)type[i]);
	while (*at) {
		at += strspn(at, "; \t\r\n");
		name = at;
		at += strcspn(at, "=; \t\r\n");
		n = (size_t)(at - name);
		at += strspn(at, " \t\r\n");
		if (*at != '=')
			continue;
		at++;
		at += strspn(at, " \t\r\n");
		parameter(t, name, n, value(a, &at));
	}
}

/* Without < >, which some forget. */
static const char *
bare_id(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	if (n && *s == '<')
		s++, n--;
	if (n && s[n - 1] == '>')
		n--;
	return trimmed(a, s, n);
}

/* ---- headers */

static const char *
line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));

	return lf ? lf + 1 : end;
}

/* The length of its name; 0: that line is no header.  Of what RFC 5322, 2.2
   allows in a name only what is seen in one: `<env:Envelope` is none. */
static size_t
name_length(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && (isalnum((unsigned char)p[n]) || p[n] == '-' ||
	    p[n] == '_' || p[n] == '.'))
		n++;
	return n && p + n < end && p[n] == ':' ? n : 0;
}

static void
header(struct arena *a, const char *name, size_t n, const char *v,
    struct mime_head *h)
{
	static const char type[] = "content-type", id[] = "content-id",
		location[] = "content-location",
		encoding[] = "content-transfer-encoding",
		where[] = "content-disposition";
	struct mime_type t;

	if (!v)
		return;
	if (n == sizeof type - 1 && strncasecmp(name, type, n) == 0) {
		mime_read_type(a, v, &h->type);
		if (h->type.name)
			h->name = h->type.name;
	} else if (n == sizeof id - 1 && strncasecmp(name, id, n) == 0) {
		h->id = bare_id(a, v);
	} else if (n == sizeof location - 1 &&
	    strncasecmp(name, location, n) == 0) {
		h->location = bare_id(a, v);
	} else if (n == sizeof encoding - 1 &&
	    strncasecmp(name, encoding, n) == 0) {
		if (strncasecmp(v, "base64", 6) == 0)
			h->encoding = MIME_BASE64;
		else if (strncasecmp(v, "quoted", 6) == 0)
			h->encoding = MIME_QP;
	} else if (n == sizeof where - 1 && strncasecmp(name, where, n) == 0) {
		mime_read_type(a, v, &t);
		if (t.filename && !h->name)
			h->name = t.filename;
	}
}

const char *
mime_read_head(struct arena *a, const char *p, const char *end,
    struct mime_head *h)
{
	const char *line, *next;
	size_t name, n;
	unsigned count = 0;

	*h = (struct mime_head){ .type = { .type = "text/plain" } };
	while (p < end) {
		line = p;
		next = line_end(p, end);
		if (*p == '\n' || (*p == '\r' && p + 1 < end && p[1] == '\n'))
			return next;
		name = name_length(p, next);
		if (!name)
			return p;
		/* folded ones go on */
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		n = (size_t)(next - line) - name - 1;
		if (n <= RELATED_HEADER_MAX && ++count <= RELATED_HEADERS_MAX)
			header(a, line, name, trimmed(a, line + name + 1, n),
			    h);
		p = next;
	}
	return p;
}

/* ---- transfer encodings: RFC 2045, 6.7 and 6.8 */

/* What is none of its digits is passed over, and `=` ends it. */
static size_t
base64(const char *p, size_t n, unsigned char *to)
{
	unsigned long group = 0;
	unsigned have = 0;
	size_t len = 0, i;
	int v;

	for (i = 0; i < n && p[i] != '='; i++) {
		if ((v = base64_digit(p[i])) < 0)
			continue;
		group = group << 6 | (unsigned long)v;
		if (++have < 4)
			continue;
		to[len++] = (unsigned char)(group >> 16);
		to[len++] = (unsigned char)(group >> 8);
		to[len++] = (unsigned char)group;
		group = have = 0;
	}
	if (have >= 2)
		to[len++] = (unsigned char)(group >> (6 * have - 8));
	if (have == 3)
		to[len++] = (unsigned char)(group >> 2);
	return len;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t
quoted_printable(const char *p, size_t n, unsigned char *to)
{
	size_t len = 0, i, j;

	for (i = 0; i < n; i++) {
		if (p[i] != '=') {
			to[len++] = (unsigned char)p[i];
			continue;
		}
		for (j = i + 1; j < n && (p[j] == ' ' || p[j] == '\t' ||
		    p[j] == '\r'); j++)
			;
		if (j < n && p[j] == '\n') {
			i = j;		/* a soft line break */
		} else if (i + 2 < n && hex(p[i + 1]) >= 0 &&
		    hex(p[i + 2]) >= 0) {
			to[len++] = (unsigned char)(hex(p[i + 1]) << 4 |
			    hex(p[i + 2]));
			i += 2;
		} else {
			to[len++] = '=';
		}
	}
	return len;
}

const void *
mime_body(struct arena *a, enum mime_encoding encoding, const char *p,
    size_t n, size_t *len)
{
	unsigned char *out;

	*len = n;
	if (encoding == MIME_AS_IS)
		return p;
	out = arena_alloc(a, n + 1);
	if (!out)
		return NULL;
	*len = encoding == MIME_BASE64 ? base64(p, n, out) :
		quoted_printable(p, n, out);
	return out;
}
