#include "mail/internal.h"

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "mail/mime.h"

enum { PART_MAX = 8 * MAIL_TEXT_MAX };	/* octets of a part that are read */

/* What was found in a part of the mail. */
struct found {
	struct buf text;
	int html;		/* some of it was HTML */
	int hidden;		/* an encrypted part was passed over */
};

static void look(GMimeObject *o, struct found *f);

static int
has_parameter(GMimeObject *o, const char *name, const char *value)
{
	const char *s = g_mime_object_get_content_type_parameter(o, name);

	return s && strcasecmp(s, value) == 0;
}

int
mail_mime_plain_text(GMimeObject *o, const char *charset, const struct buf *raw,
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

	mail_mime_decode(GMIME_PART(o), PART_MAX, &raw);
	if (raw.err)
		text.err = 1;
	else if (!mail_mime_is_html(o))
		f->hidden |= mail_mime_plain_text(o, charset, &raw, &text);
	else if (mail_html_text(raw.p, raw.len, charset, &text) < 0)
		text.err = 1;
	append(f, &text);
	if (mail_mime_is_html(o) && text.len)
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
	if (mail_mime_is_signature(o))
		return 0;
	if (GMIME_IS_MULTIPART(o))
		return mail_mime_is_type(o, "multipart", "digest") ||
		    mail_mime_is_type(o, "multipart", "report");
	if (mail_mime_is_type(o, "image", "*"))
		return mail_mime_is_attachment(o);
	return GMIME_IS_MESSAGE_PART(o) || mail_mime_is_attachment(o) ||
	    g_mime_part_get_filename(GMIME_PART(o)) ||
	    !(mail_mime_is_plain(o) || mail_mime_is_html(o));
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
	if (GMIME_IS_MULTIPART_ENCRYPTED(o) || mail_mime_is_enveloped(o)) {
		f->hidden = 1;
	} else if (mail_mime_is_type(o, "multipart", "alternative") &&
	    GMIME_IS_MULTIPART(o)) {
		look_at_alternatives(GMIME_MULTIPART(o), f);
	} else if (GMIME_IS_MULTIPART(o)) {
		look_in_order(GMIME_MULTIPART(o), f);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *msg =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (msg && g_mime_message_get_mime_part(msg))
			look(g_mime_message_get_mime_part(msg), f);
	} else if (GMIME_IS_PART(o) &&
	    (mail_mime_is_plain(o) || mail_mime_is_html(o)) &&
	    !mail_mime_is_attachment(o)) {
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
	st->arena.oom |= f.text.err;
	st->m.ntext = f.text.len;
	st->m.text = mail_keep(st, f.text.p ? f.text.p : "", f.text.len);
	st->m.from_html = f.html;
	st->m.hidden = f.hidden ? "encrypted" : NULL;
	buf_free(&f.text);
}
