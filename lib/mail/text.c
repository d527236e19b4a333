#include "mail/internal.h"

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

enum { PART_MAX = 8 * MAIL_TEXT_MAX };	/* octets of a part that are read */

/* What was found in a part of the mail. */
struct found {
	struct buf text;
	int html;		/* some of it was HTML */
	int hidden;		/* an encrypted part was passed over */
};

static void look(GMimeObject *o, struct found *f);

static int
is_type(GMimeObject *o, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(o),
	    type, subtype);
}

static int
is_attachment(GMimeObject *o)
{
	const char *d = g_mime_object_get_disposition(o);

	return d && strcasecmp(d, GMIME_DISPOSITION_ATTACHMENT) == 0;
}

/* GMime says application/octet-stream of a Content-Type that it can't read;
   RFC 2045, 5.2 has such a part be plain text. */
static int
is_plain(GMimeObject *o)
{
	return is_type(o, "text", "plain") || (GMIME_IS_TEXT_PART(o) &&
	    is_type(o, "application", "octet-stream"));
}

static int
is_html(GMimeObject *o)
{
	return is_type(o, "text", "html") || is_type(o, "application", "xhtml+xml");
}

static int
is_signature(GMimeObject *o)
{
	return is_type(o, "application", "pgp-signature") ||
	    is_type(o, "application", "pkcs7-signature") ||
	    is_type(o, "application", "x-pkcs7-signature");
}

/* RFC 8551, 3.2.2; a part without the parameter is most often encrypted. */
static int
is_enveloped(GMimeObject *o)
{
	const char *type;

	if (!is_type(o, "application", "pkcs7-mime") &&
	    !is_type(o, "application", "x-pkcs7-mime"))
		return 0;
	type = g_mime_object_get_content_type_parameter(o, "smime-type");
	return !type || strcasecmp(type, "enveloped-data") == 0 ||
	    strcasecmp(type, "authEnveloped-data") == 0;
}

/* ---- one part */

/* The octets of a part, out of their transfer encoding. */
static void
decode(GMimePart *part, struct buf *out)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeFilter *filter;
	GMimeStream *stream;
	ssize_t n;
	char *to;

	if (!content)
		return;
	filter = g_mime_filter_basic_new(
	    g_mime_data_wrapper_get_encoding(content), FALSE);
	stream = g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	g_mime_stream_reset(stream);
	while (out->len < PART_MAX && (to = buf_room(out, BUFSIZ)) != NULL) {
		n = g_mime_stream_read(stream, to, BUFSIZ);
		if (n <= 0)
			break;
		out->len += (size_t)n;
	}
	g_object_unref(filter);
	g_object_unref(stream);
}

static int
has_parameter(GMimeObject *o, const char *name, const char *value)
{
	const char *s = g_mime_object_get_content_type_parameter(o, name);

	return s && strcasecmp(s, value) == 0;
}

/* text/plain as it is shown. */
static int
plain_text(GMimeObject *o, const char *charset, const struct buf *raw,
    struct buf *out)
{
	struct buf utf8 = BUF_INIT, flat = BUF_INIT;
	const struct buf *b = &utf8;
	int encrypted;

	mail_to_utf8(raw->p, raw->len, charset, 0, &utf8);
	if (has_parameter(o, "format", "flowed")) {
		mail_unflow(utf8.p, utf8.len, has_parameter(o, "delsp", "yes"),
		    &flat);
		b = &flat;
	}
	encrypted = mail_drop_blocks(b->p, b->len, out);
	out->err |= utf8.err | flat.err;
	buf_free(&utf8);
	buf_free(&flat);
	return encrypted;
}

/* Put text behind what was found before, on a line of its own. */
static void
append(struct found *f, struct buf *text)
{
	mail_trim(text);
	f->text.err |= text->err;
	if (text->len == 0)
		return;
	if (f->text.len)
		buf_ch(&f->text, '\n');
	buf_add(&f->text, text->p, text->len);
}

static void
look_at_text(GMimeObject *o, struct found *f)
{
	const char *charset =
	    g_mime_object_get_content_type_parameter(o, "charset");
	struct buf raw = BUF_INIT, text = BUF_INIT;

	decode(GMIME_PART(o), &raw);
	if (raw.err)
		text.err = 1;
	else if (!is_html(o))
		f->hidden |= plain_text(o, charset, &raw, &text);
	else if (mail_html_text(raw.p, raw.len, charset, &text) < 0)
		text.err = 1;
	append(f, &text);
	if (is_html(o) && text.len)
		f->html = 1;
	buf_free(&raw);
	buf_free(&text);
}

/* ---- parts of parts */

/* How good a text is as one of the alternatives. */
static int
rank(const struct found *f)
{
	if (f->text.len == 0)
		return 0;
	if (f->html)
		return 2;
	return mail_is_stub(f->text.p, f->text.len) ? 1 : 3;
}

static void
look_at_alternatives(GMimeMultipart *mp, struct found *f)
{
	int i, n = g_mime_multipart_get_count(mp);
	struct found best = { .html = 0 };

	for (i = 0; i < n && rank(&best) < 3; i++) {
		struct found g = { .html = 0 };

		look(g_mime_multipart_get_part(mp, i), &g);
		f->hidden |= g.hidden;
		f->text.err |= g.text.err;
		if (rank(&g) > rank(&best)) {
			buf_free(&best.text);
			best = g;
		} else {
			buf_free(&g.text);
		}
	}
	append(f, &best.text);
	f->html |= best.html;
	buf_free(&best.text);
}

/* 1 when the text that was found ends before this part. */
static int
ends_text(GMimeObject *o)
{
	if (is_signature(o))
		return 0;
	if (GMIME_IS_MULTIPART(o))
		return is_type(o, "multipart", "digest") ||
		    is_type(o, "multipart", "report");
	if (is_type(o, "image", "*"))
		return is_attachment(o);
	return GMIME_IS_MESSAGE_PART(o) || is_attachment(o) ||
	    g_mime_part_get_filename(GMIME_PART(o)) ||
	    !(is_plain(o) || is_html(o));
}

/* multipart/mixed, related, signed and all others. */
static void
look_in_order(GMimeMultipart *mp, struct found *f)
{
	int i, n = g_mime_multipart_get_count(mp);

	for (i = 0; i < n; i++) {
		GMimeObject *o = g_mime_multipart_get_part(mp, i);

		if (f->text.len && (ends_text(o) || f->text.len >= MAIL_TEXT_MAX))
			return;
		look(o, f);
	}
	if (n == 0) {		/* no boundary anywhere: it stands in front */
		const char *s = g_mime_multipart_get_prologue(mp);
		struct buf text = BUF_INIT;

		if (s)
			mail_to_utf8(s, strlen(s), NULL, 0, &text);
		append(f, &text);
		buf_free(&text);
	}
}

static void
look(GMimeObject *o, struct found *f)
{
	if (GMIME_IS_MULTIPART_ENCRYPTED(o) || is_enveloped(o)) {
		f->hidden = 1;
	} else if (is_type(o, "multipart", "alternative") &&
	    GMIME_IS_MULTIPART(o)) {
		look_at_alternatives(GMIME_MULTIPART(o), f);
	} else if (GMIME_IS_MULTIPART(o)) {
		look_in_order(GMIME_MULTIPART(o), f);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *msg =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (msg && g_mime_message_get_mime_part(msg))
			look(g_mime_message_get_mime_part(msg), f);
	} else if (GMIME_IS_PART(o) && (is_plain(o) || is_html(o)) &&
	    !is_attachment(o)) {
		look_at_text(o, f);
	}
}

/* At most max octets, not cutting a character. */
static size_t
cut(const struct buf *text, size_t max)
{
	size_t n = text->len;

	if (n <= max)
		return n;
	for (n = max; n > 0 && (text->p[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

void
mail_choose_text(struct mail_store *st, GMimeMessage *msg)
{
	struct found f = { .html = 0 };
	GMimeObject *o = g_mime_message_get_mime_part(msg);

	if (o)
		look(o, &f);
	f.text.len = cut(&f.text, MAIL_TEXT_MAX);
	st->oom |= f.text.err;
	st->m.ntext = f.text.len;
	st->m.text = mail_keep(st, f.text.p ? f.text.p : "", f.text.len);
	st->m.from_html = f.html;
	st->m.hidden = f.hidden ? "encrypted" : NULL;
	buf_free(&f.text);
}
