/* A package taken apart.  See related.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "mm7/mime.h"
#include "mm7/wap.h"

enum {
	SNIFF = 2048,		/* octets of a part that are looked at for XML */
	TAIL = 4096,		/* the last ones, where the last boundary is, and
				   the first, where the first is: so that asking
				   at each read costs little */
};

struct reading {
	struct arena *a;
	struct related *r;
	struct diag_err *err;
	unsigned depth;
	unsigned multiparts;	/* outermost ones of the content, so far */
	size_t room;		/* in r->parts */
};

/* ---- what octets are */

/* XML from its first character on, in UTF-8 or UTF-16. */
static int
is_xml(const char *p, size_t n)
{
	const unsigned char *s = (const unsigned char *)p;

	if (n >= 2 && ((s[0] == 0xfe && s[1] == 0xff) ||
	    (s[0] == 0xff && s[1] == 0xfe)))
		return 1;
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3, n -= 3;
	while (n && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n' ||
	    *p == '\0'))
		p++, n--;
	return n && *p == '<';
}

/* Does a word of ASCII stand there, maybe in UTF-16? */
static int
has_word(const char *p, size_t n, const char *word)
{
	size_t len = strlen(word), i, j, at;

	for (i = 0; i + len <= n; i++) {
		for (j = 0, at = i; j < len && at < n; j++, at++) {
			while (j && at < n && p[at] == '\0')
				at++;
			if (at >= n || p[at] != word[j])
				break;
		}
		if (j == len)
			return 1;
	}
	return 0;
}

static int
is_soap(const struct related_part *part)
{
	const char *p = (const char *)part->data;
	size_t n = part->n < SNIFF ? part->n : SNIFF;

	return is_xml(p, n) && has_word(p, n, "Envelope");
}

/* ---- boundaries */

/*
 * The next line that is the boundary, from p on: its beginning, *behind where the
 * line after it begins, *last whether it is the last one.  NULL: none.
 */
static const char *
next_boundary(const char *p, const char *end, const char *boundary, size_t len,
    const char **behind, int *last)
{
	const char *line, *lf;

	for (line = p; line < end; line = lf ? lf + 1 : end) {
		lf = memchr(line, '\n', (size_t)(end - line));
		if ((size_t)(end - line) < len + 2 || line[0] != '-' ||
		    line[1] != '-' || memcmp(line + 2, boundary, len) != 0)
			continue;
		p = line + 2 + len;
		*last = end - p >= 2 && p[0] == '-' && p[1] == '-';
		p += *last ? 2 : 0;
		while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
			p++;
		/* a longer boundary that begins like this one is another */
		if (p < end && *p != '\n' && !*last)
			continue;
		*behind = p < end && *p == '\n' ? p + 1 : p;
		return line;
	}
	return NULL;
}

/* What stands in front of a boundary, less the line end that belongs to it. */
static const char *
before_boundary(const char *from, const char *line)
{
	if (line > from && line[-1] == '\n')
		line--;
	if (line > from && line[-1] == '\r')
		line--;
	return line;
}

/* The boundary by the first line that could be one; NULL. */
static const char *
guess_boundary(struct arena *a, const char *p, const char *end)
{
	const char *lf;
	size_t n;

	for (; p < end; p = lf ? lf + 1 : end) {
		lf = memchr(p, '\n', (size_t)(end - p));
		n = (size_t)((lf ? lf : end) - p);
		while (n && (p[n - 1] == '\r' || p[n - 1] == ' '))
			n--;
		if (n > 2 && n <= 2 + 200 && p[0] == '-' && p[1] == '-')
			return arena_text(a, p + 2, n - 2);
	}
	return NULL;
}

/* ---- parts */

static struct related_part *
add_part(struct reading *rd)
{
	struct related_part *more;

	if (rd->r->nparts == RELATED_PARTS_MAX) {
		diag_err(rd->err, EX_DATAERR, "more than %d parts",
		    RELATED_PARTS_MAX);
		return NULL;
	}
	if (rd->r->nparts == rd->room) {
		rd->room = rd->room ? 2 * rd->room : 8;
		more = realloc(rd->r->parts, rd->room * sizeof *more);
		if (!more) {
			diag_err(rd->err, EX_TEMPFAIL, "out of memory");
			return NULL;
		}
		rd->r->parts = more;
	}
	return &rd->r->parts[rd->r->nparts++];
}

static int
add_leaf(struct reading *rd, const struct mime_head *h, const char *p,
    const char *end)
{
	struct related_part *part = add_part(rd);

	if (!part)
		return -1;
	*part = (struct related_part){
		.type = h->type.type, .charset = h->type.charset, .id = h->id,
		.location = h->location, .name = h->name,
		.in = rd->depth > 1 ? rd->multiparts : 0,
	};
	part->data = mime_body(rd->a, h->encoding, p, (size_t)(end - p),
	    &part->n);
	return part->data ? 0 : diag_err(rd->err, EX_TEMPFAIL, "out of memory");
}

static void mark_root(struct reading *rd, const struct mime_type *type,
	size_t first);

/* A leaf that is a multipart of its own kind: its entries, if it has any. */
static int
add_wap(struct reading *rd, const struct mime_head *h, const char *p,
    const char *end)
{
	size_t first = rd->r->nparts, n;
	const void *data = mime_body(rd->a, h->encoding, p, (size_t)(end - p),
	    &n);
	struct related_part entry, *part;
	struct wap_cursor c;

	if (!data)
		return diag_err(rd->err, EX_TEMPFAIL, "out of memory");
	if (wap_open(&c, data, n) < 0 || wap_next(rd->a, &c, &entry) == 0)
		return add_leaf(rd, h, p, end);
	rd->multiparts += rd->depth == 1;
	do {
		if (!(part = add_part(rd)))
			return -1;
		*part = entry;
		part->in = rd->multiparts;
	} while (wap_next(rd->a, &c, &entry));
	rd->r->cut |= c.left != 0;
	mark_root(rd, &h->type, first);
	return 0;
}

static int read_multipart(struct reading *rd, const struct mime_type *type,
	const char *p, const char *end);

/* A label alone makes no multipart: what has no boundary in it is a leaf. */
static int
has_boundary(struct reading *rd, const struct mime_type *type, const char *p,
    const char *end)
{
	const char *behind;
	int last;

	return (type->boundary && *type->boundary && next_boundary(p, end,
	    type->boundary, strlen(type->boundary), &behind, &last)) ||
		guess_boundary(rd->a, p, end);
}

static int
read_part(struct reading *rd, const char *p, const char *end)
{
	struct mime_head h;
	int rc;

	p = mime_read_head(rd->a, p, end, &h);
	if (wap_is_multipart(h.type.type))
		return add_wap(rd, &h, p, end);
	if (strncmp(h.type.type, "multipart/", 10) != 0 ||
	    rd->depth == RELATED_DEPTH_MAX || is_xml(p, (size_t)(end - p)) ||
	    !has_boundary(rd, &h.type, p, end))
		return add_leaf(rd, &h, p, end);
	if (rd->depth == 1)
		rd->multiparts++;
	rd->depth++;
	rc = read_multipart(rd, &h.type, p, end);
	rd->depth--;
	return rc;
}

/* Does start name that part?  Some leave out < >. */
static int
names(const char *start, const char *id)
{
	size_t n;

	if (!start || !id || !*id)
		return 0;
	start += *start == '<';
	n = strlen(id);
	return strncmp(start, id, n) == 0 && (!start[n] || start[n] == '>');
}

/* Which of the parts from first on is the multipart's root, and whose it is. */
static void
mark_root(struct reading *rd, const struct mime_type *type, size_t first)
{
	struct related *r = rd->r;
	size_t i, root = first;

	if (first >= r->nparts)
		return;
	for (i = first; i < r->nparts; i++)
		if (names(type->start, r->parts[i].id)) {
			root = i;
			break;
		}
	r->parts[root].start = type->start ? type->start : "";
	r->parts[root].root_type = type->root_type ? type->root_type : "";
}

static int
read_multipart(struct reading *rd, const struct mime_type *type, const char *p,
    const char *end)
{
	const char *boundary = type->boundary, *line, *behind = p, *from = NULL;
	size_t len = boundary ? strlen(boundary) : 0, first = rd->r->nparts;
	int last = 0;

	if (!len || !(line = next_boundary(p, end, boundary, len, &behind,
	    &last))) {
		boundary = guess_boundary(rd->a, p, end);
		len = boundary ? strlen(boundary) : 0;
		line = len ? next_boundary(p, end, boundary, len, &behind,
		    &last) : NULL;
	}
	while (line && !last) {
		from = behind;
		line = next_boundary(from, end, boundary, len, &behind, &last);
		/* the rest, where it was cut */
		if (read_part(rd, from, line ? before_boundary(from, line) :
		    end) < 0)
			return -1;
	}
	rd->r->cut |= !last;
	if (rd->depth > 1)
		mark_root(rd, type, first);
	return 0;
}

/* ---- the whole */

/* The SOAP part leaves r->parts. */
static int
take_root(struct reading *rd, const struct mime_type *type)
{
	struct related *r = rd->r;
	size_t i, root = r->nparts;

	for (i = 0; root == r->nparts && i < r->nparts; i++)
		if (names(type->start, r->parts[i].id) &&
		    is_xml((const char *)r->parts[i].data, r->parts[i].n))
			root = i;
	for (i = 0; root == r->nparts && i < r->nparts; i++)
		if (is_soap(&r->parts[i]))
			root = i;
	if (root == r->nparts)
		return diag_err(rd->err, EX_DATAERR, "no part of it is SOAP");
	r->root = r->parts[root];
	r->nparts--;
	memmove(&r->parts[root], &r->parts[root + 1],
	    (r->nparts - root) * sizeof *r->parts);
	return 0;
}

static int
read_body(struct reading *rd, const char *type, const char *p, size_t n)
{
	struct mime_type t;

	mime_read_type(rd->a, type ? type : "", &t);
	if (is_xml(p, n)) {
		rd->r->root = (struct related_part){ .type = "text/xml",
			.charset = t.charset, .data = (const uint8_t *)p,
			.n = n };
		return 0;
	}
	rd->depth = 1;
	if (read_multipart(rd, &t, p, p + n) < 0)
		return -1;
	return take_root(rd, &t);
}

int
related_read(const char *type, const void *body, size_t n, struct related *r,
    struct diag_err *err)
{
	struct arena *a = calloc(1, sizeof *a);
	struct reading rd = { .a = a, .r = r, .err = err };
	int rc;

	*r = (struct related){ .own = a };
	if (!a)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	rc = read_body(&rd, type, body, n);
	if (a->oom)
		rc = diag_err(err, EX_TEMPFAIL, "out of memory");
	return rc;
}

void
related_release(struct related *r)
{
	if (r->own)
		arena_free(r->own);
	free(r->own);
	free(r->parts);
	*r = (struct related){ .own = NULL };
}

int
related_complete(const char *type, const void *body, size_t n)
{
	const char *p = body, *end = p + n, *behind = p, *boundary;
	size_t head = n < TAIL ? n : TAIL;
	struct arena a = { .blocks = NULL };
	struct mime_type t;
	int last = 0, rc = 0;

	mime_read_type(&a, type ? type : "", &t);
	if (is_xml(p, head)) {
		while (p + n > end - head && isspace((unsigned char)p[n - 1]))
			n--;
		rc = n > 9 && memcmp(p + n - 9, "Envelope>", 9) == 0;
	} else {
		boundary = t.boundary ? t.boundary : guess_boundary(&a, p,
		    p + head);
		if (n > TAIL)
			for (behind = end - TAIL; behind < end &&
			    behind[-1] != '\n'; behind++)
				;
		while (boundary && *boundary && !last && next_boundary(behind,
		    end, boundary, strlen(boundary), &behind, &last))
			;
		rc = last;
	}
	arena_free(&a);
	return rc;
}
