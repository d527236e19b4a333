/* Mail of several parts, out.  See parts.h. */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "mail/compose_priv.h"
#include "mail/digest.h"
#include "mail/encode.h"
#include "mail/parts.h"

enum { NAME_MAX_OCTETS = 200 };	/* of a file name: three times that in a line */

int
mail_is_type(const char *s)
{
	const char *slash = strchr(s, '/');
	size_t n = strlen(s);

	return slash && slash > s && slash[1] && n < 128 &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789!#$&^_.+-/") == n && !strchr(slash + 1, '/') &&
	    strncmp(s, "multipart/", 10) != 0 && strncmp(s, "message/", 8) != 0;
}

static int
is_plain_name(const char *s)
{
	for (; *s; s++)
		if (*s < ' ' || *s > '~' || *s == '"' || *s == '\\')
			return 0;
	return 1;
}

/* A name that is no path and has no control characters, which programs would
   make files of. */
static void
clean_name(const char *s, struct buf *out)
{
	const char *end = s + strlen(s);

	while (s < end) {
		char *to = buf_room(out, UTF8_MAX);
		int32_t cp = utf8_next(&s, end);

		if (!to)
			return;
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == '/' ||
		    cp == '\\' || cp == '"')
			cp = '_';
		out->len += utf8_put(to, (uint32_t)cp);
	}
}

/* `;` and a parameter on a line of its own: quoted, or as RFC 2231 has it (what
   looks like an encoded word too, since some decode it). */
static void
put_parameter(struct buf *out, const char *name, const char *value)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = strnlen(value, NAME_MAX_OCTETS), i;

	while (n && value[n] && ((unsigned char)value[n] & 0xc0) == 0x80)
		n--;
	if (is_plain_name(value) && !strstr(value, "=?")) {
		buf_fmt(out, ";\n %s=\"%.*s\"", name, (int)n, value);
		return;
	}
	buf_fmt(out, ";\n %s*=utf-8''", name);
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c < 0x80 && (isalnum(c) || strchr("-._", c))) {
			buf_ch(out, value[i]);
		} else {
			buf_ch(out, '%');
			buf_ch(out, hex[c >> 4]);
			buf_ch(out, hex[c & 15]);
		}
	}
}

static void
put_body(struct buf *out, const struct mail_part *p, const struct buf *text,
    enum mail_encoding e)
{
	if (!p->is_text)
		mail_base64_octets(p->data, p->n, out);
	else if (e == MAIL_7BIT)
		buf_add(out, text->p, text->len);
	else if (e == MAIL_QP)
		mail_qp(text->p, text->len, out);
	else
		mail_base64(text->p, text->len, out);
}

static const char *
type_of(const struct mail_part *p)
{
	if (p->type && mail_is_type(p->type))
		return p->type;
	return p->is_text ? "text/plain" : "application/octet-stream";
}

/* Its headers, an empty line, and it. */
static void
put_part(struct buf *out, const struct mail_part *p)
{
	struct buf text = BUF_INIT, name = BUF_INIT;
	enum mail_encoding e = MAIL_BASE64;

	buf_fmt(out, "Content-Type: %s", type_of(p));
	if (p->is_text) {
		mail_clean_text((const char *)p->data, p->n, &text);
		e = mail_best_encoding(text.p, text.len);
		buf_fmt(out, "; charset=%s", mail_is_ascii(text.p, text.len) ?
		    "us-ascii" : "utf-8");
	}
	if (p->name)
		clean_name(p->name, &name);
	if (name.len)
		put_parameter(out, "name", buf_cstr(&name));
	buf_fmt(out, "\nContent-Transfer-Encoding: %s\n", e == MAIL_7BIT ?
	    "7bit" : e == MAIL_QP ? "quoted-printable" : "base64");
	mail_put_id(out, "Content-ID", p->id);
	if (p->location && is_plain_name(p->location) &&
	    !strchr(p->location, ' ') && strlen(p->location) < 900)
		buf_fmt(out, "Content-Location: %s\n", p->location);
	mail_put_field(out, "Content-Description", p->description);
	if (name.len || p->attachment) {
		buf_fmt(out, "Content-Disposition: %s", p->attachment ?
		    "attachment" : "inline");
		if (name.len)
			put_parameter(out, "filename", buf_cstr(&name));
		buf_ch(out, '\n');
	}
	buf_ch(out, '\n');
	put_body(out, p, &text, e);
	out->err |= text.err | name.err;
	buf_free(&text);
	buf_free(&name);
}

int
mail_compose_parts(const struct mail_out *m, const struct mail_part *parts,
    size_t n, int related, struct buf *out, const char **bad)
{
	const char *wrong = mail_bad_address(m);
	char boundary[MAIL_DIGEST_SIZE] = "";
	size_t i;

	if (bad)
		*bad = wrong;
	if (wrong)
		return -1;
	mail_put_headers(out, m);
	if (n == 1) {
		put_part(out, parts);
		return out->err ? -1 : 0;
	}
	/* nothing can hold the digest of what it is a part of */
	for (i = 0; i < n; i++)
		mail_digest(boundary, sizeof boundary, parts[i].data,
		    parts[i].n, boundary);
	buf_fmt(out, "Content-Type: multipart/%s", related ? "related" : "mixed");
	if (related && n)
		buf_fmt(out, "; type=\"%s\"", type_of(&parts[0]));
	buf_fmt(out, ";\n boundary=\"%s\"\n", boundary);
	for (i = 0; i < n; i++) {
		buf_fmt(out, "\n--%s\n", boundary);
		put_part(out, &parts[i]);
	}
	buf_fmt(out, "\n--%s--\n", boundary);
	return out->err ? -1 : 0;
}
