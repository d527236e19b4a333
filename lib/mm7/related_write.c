/* A package put together.  See related.h. */
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "mm7/related.h"

enum {
	BOUNDARY_SIZE = 71,	/* RFC 2046, 5.1.1: up to 70 characters */
	TRIES_MAX = 16,		/* boundaries that the content has: the first
				   is one too many, if nobody foresaw them */
};

static const char eol[] = "\r\n";

/* A boundary of the seed's letters and digits: the same for the same message,
   and different for the outer and the inner package. */
static void
make_boundary(const char *seed, char which, char out[BOUNDARY_SIZE])
{
	size_t n = (size_t)snprintf(out, BOUNDARY_SIZE, "=_mm7_%c_", which);

	for (; *seed && n + 1 < BOUNDARY_SIZE - 10; seed++)
		if ((*seed >= '0' && *seed <= '9') ||
		    (*seed >= 'a' && *seed <= 'z') ||
		    (*seed >= 'A' && *seed <= 'Z'))
			out[n++] = *seed;
	out[n] = '\0';
}

static int
occurs(const char *word, const char *p, size_t n)
{
	const char *end = p + n;
	size_t len = strlen(word);

	for (; (size_t)(end - p) >= len; p++) {
		p = memchr(p, *word, (size_t)(end - p) - len + 1);
		if (!p)
			return 0;
		if (memcmp(p, word, len) == 0)
			return 1;
	}
	return 0;
}

/* Until no part has it.  What is written as base64 cannot, since `_` is none of
   its digits.  0, or -1: somebody had all of them foreseen. */
static int
avoid(const char *soap, size_t nsoap, const struct related_out *parts,
    size_t n, char boundary[BOUNDARY_SIZE])
{
	size_t len = strlen(boundary), i;
	int clash, tries;

	for (tries = 0; tries < TRIES_MAX; tries++) {
		clash = occurs(boundary, soap, nsoap);
		for (i = 0; i < n && !clash; i++)
			clash = occurs(boundary, parts[i].data, parts[i].n);
		if (!clash)
			return 0;
		snprintf(boundary + len, BOUNDARY_SIZE - len, "_%d", tries);
	}
	return -1;
}

static int
is_text(const struct related_out *part)
{
	return strncmp(part->type, "text/", 5) == 0 ||
		strncmp(part->type, "application/smil", 16) == 0;
}

/* A header's value, or a parameter's: what would end it does not get in. */
static void
put_value(struct buf *out, const char *s, int quoted)
{
	for (; *s; s++) {
		if (quoted && (*s == '"' || *s == '\\'))
			buf_ch(out, '\\');
		buf_ch(out, (unsigned char)*s < 0x20 || *s == 0x7f ? '_' : *s);
	}
}

static void
put_quoted(struct buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	buf_fmt(out, "; %s=\"", name);
	put_value(out, value, 1);
	buf_ch(out, '"');
}

static void
put_header(struct buf *out, const char *name, const char *open,
    const char *value, const char *close)
{
	if (!value)
		return;
	buf_fmt(out, "%s: %s", name, open);
	put_value(out, value, 0);
	buf_fmt(out, "%s%s", close, eol);
}

static void
put_part_headers(struct buf *out, const struct related_out *part, int base64)
{
	buf_str(out, "Content-Type: ");
	put_value(out, part->type, 0);
	put_quoted(out, "charset", part->charset);
	put_quoted(out, "name", part->name);
	buf_str(out, eol);
	put_header(out, "Content-ID", "<", part->id, ">");
	put_header(out, "Content-Location", "", part->location, "");
	buf_fmt(out, "Content-Transfer-Encoding: %s%s%s",
	    base64 ? "base64" : is_text(part) ? "8bit" : "binary", eol, eol);
}

static void
put_part(struct buf *out, const struct related_out *part,
    const struct related_style *style)
{
	int base64 = !style->binary && !is_text(part);

	put_part_headers(out, part, base64);
	if (base64)
		base64_put_lines(out, part->data, part->n, eol);
	else
		buf_add(out, part->data, part->n);
	buf_str(out, eol);
}

/* The content, as the part that Content refers to. */
static void
put_content(struct buf *out, const char *id, const struct related_out *parts,
    size_t n, const struct related_style *style, const char *boundary)
{
	struct related_out alone = parts[0];
	size_t i;

	if (n == 1 && style->simple && is_text(&parts[0])) {
		alone.id = id;
		put_part(out, &alone, style);
		return;
	}
	buf_fmt(out, "Content-Type: multipart/%s",
	    style->mixed ? "mixed" : "related");
	if (!style->mixed) {
		if (parts[0].id) {
			buf_str(out, "; start=\"<");
			put_value(out, parts[0].id, 1);
			buf_str(out, ">\"");
		}
		put_quoted(out, "type", parts[0].type);
	}
	put_quoted(out, "boundary", boundary);
	buf_str(out, eol);
	put_header(out, "Content-ID", "<", id, ">");
	buf_str(out, eol);
	for (i = 0; i < n; i++) {
		buf_fmt(out, "--%s%s", boundary, eol);
		put_part(out, &parts[i], style);
	}
	buf_fmt(out, "--%s--%s", boundary, eol);
}

int
related_write(const char *soap, size_t nsoap, const char *content_id,
    const struct related_out *parts, size_t nparts,
    const struct related_style *style, const char *seed, struct buf *type,
    struct buf *out)
{
	char outer[BOUNDARY_SIZE], inner[BOUNDARY_SIZE];

	if (!nparts) {
		buf_str(type, "text/xml; charset=\"utf-8\"");
		buf_add(out, soap, nsoap);
		return out->err || type->err ? -1 : 0;
	}
	make_boundary(seed, 'o', outer);
	make_boundary(seed, 'i', inner);
	if (avoid(soap, nsoap, parts, nparts, outer) < 0 ||
	    avoid(soap, nsoap, parts, nparts, inner) < 0)
		return -1;
	buf_fmt(type, "multipart/related; boundary=\"%s\"; type=\"text/xml\"; "
	    "start=\"<mm7-soap>\"", outer);
	buf_fmt(out, "--%s%sContent-Type: text/xml; charset=\"utf-8\"%s"
	    "Content-ID: <mm7-soap>%s%s", outer, eol, eol, eol, eol);
	buf_add(out, soap, nsoap);
	buf_fmt(out, "%s--%s%s", eol, outer, eol);
	put_content(out, content_id, parts, nparts, style, inner);
	buf_fmt(out, "--%s--%s", outer, eol);
	return out->err || type->err ? -1 : 0;
}
