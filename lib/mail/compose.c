#include "mail/compose.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "mail/compose_priv.h"
#include "mail/encode.h"

/* ---- headers */

static void
put_address(struct mail_line *l, const char *name, const char *addr)
{
	struct buf angle = BUF_INIT;

	if (name && *name) {
		mail_put_phrase(l, name);
		buf_fmt(&angle, "<%s>", addr);
		mail_put_word(l, buf_cstr(&angle));
	} else {
		mail_put_word(l, addr);
	}
	l->out->err |= angle.err;
	buf_free(&angle);
}

void
mail_put_addresses(struct buf *out, const char *name, const char *const *addr,
    size_t n)
{
	struct mail_line l = mail_begin_header(out, name);
	size_t i;

	for (i = 0; i < n; i++) {
		put_address(&l, NULL, addr[i]);
		if (i + 1 < n) {
			buf_ch(out, ',');
			l.col++;
		}
	}
	mail_end_header(&l);
}

void
mail_put_field(struct buf *out, const char *name, const char *value)
{
	struct mail_line l;

	if (!value)
		return;
	l = mail_begin_header(out, name);
	mail_put_text(&l, value);
	mail_end_header(&l);
}

/* An id holds nothing that could end it. */
void
mail_put_id(struct buf *out, const char *name, const char *id)
{
	enum { ID_MAX = 900 };	/* with its header, a line of under 998 */
	size_t n = 0, len = 0;

	if (!id)
		return;
	for (; id[n]; n++)
		len += id[n] > ' ' && id[n] < 0x7f && id[n] != '<' && id[n] != '>';
	if (len == 0 || len > ID_MAX)
		return;
	buf_fmt(out, "%s: <", name);
	for (; *id; id++)
		if (*id > ' ' && *id < 0x7f && *id != '<' && *id != '>')
			buf_ch(out, *id);
	buf_str(out, ">\n");
}

/* Clean text in the charset that it is to be in, whose name is returned. */
static const char *
body_in(const char *text, size_t n, const char *charset, struct buf *body)
{
	struct buf other = BUF_INIT;

	mail_clean_text(text, n, body);
	if (mail_is_ascii(body->p, body->len))
		return "us-ascii";
	if (mail_transcode(body->p, body->len, charset, &other) < 0) {
		buf_free(&other);
		return "utf-8";
	}
	buf_free(body);
	*body = other;
	return charset;
}

void
mail_put_date(struct buf *out, const char *name, int64_t unix_ms)
{
	char text[CLOCK_RFC5322_SIZE];

	clock_rfc5322(unix_ms, "+0000", text);
	buf_fmt(out, "%s: %s\n", name, text);
}

static void
put_received(struct buf *out, const struct mail_out *m)
{
	struct buf value = BUF_INIT;
	char date[CLOCK_RFC5322_SIZE];

	if (!m->received)
		return;
	clock_rfc5322(m->received_at, "+0000", date);
	buf_fmt(&value, "%s; %s", m->received, date);
	mail_put_field(out, "Received", buf_cstr(&value));
	out->err |= value.err;
	buf_free(&value);
}

void
mail_put_content(struct buf *out, const char *text, size_t n,
    const char *charset)
{
	struct buf body = BUF_INIT;
	enum mail_encoding e;

	charset = body_in(text, n, charset, &body);
	e = mail_best_encoding(body.p, body.len);
	buf_fmt(out, "Content-Type: text/plain; charset=%s\n"
	    "Content-Transfer-Encoding: %s\n\n", charset,
	    e == MAIL_7BIT ? "7bit" :
	    e == MAIL_QP ? "quoted-printable" : "base64");
	switch (e) {
	case MAIL_7BIT:	buf_add(out, body.p, body.len); break;
	case MAIL_QP:	mail_qp(body.p, body.len, out); break;
	default:	mail_base64(body.p, body.len, out); break;
	}
	out->err |= body.err;
	buf_free(&body);
}

const char *
mail_bad_address(const struct mail_out *m)
{
	size_t i;

	if (m->from && !mail_address_ok(m->from))
		return m->from;
	for (i = 0; i < m->nto; i++)
		if (!mail_address_ok(m->to[i]))
			return m->to[i];
	for (i = 0; i < m->ncc; i++)
		if (!mail_address_ok(m->cc[i]))
			return m->cc[i];
	return NULL;
}

void
mail_put_headers(struct buf *out, const struct mail_out *m)
{
	size_t i;

	put_received(out, m);
	if (m->from) {
		struct mail_line l = mail_begin_header(out, "From");

		put_address(&l, m->from_name, m->from);
		mail_end_header(&l);
	}
	if (m->nto)
		mail_put_addresses(out, "To", m->to, m->nto);
	else if (m->undisclosed)
		buf_str(out, "To: undisclosed-recipients:;\n");
	if (m->ncc)
		mail_put_addresses(out, "Cc", m->cc, m->ncc);
	mail_put_field(out, "Subject", m->subject);
	mail_put_date(out, "Date", m->date);
	mail_put_id(out, "Message-ID", m->message_id);
	mail_put_id(out, "In-Reply-To", m->in_reply_to);
	mail_put_id(out, "References", m->references);
	mail_put_field(out, "Auto-Submitted", m->auto_submitted);
	for (i = 0; i < m->nextra; i++)
		mail_put_field(out, m->extra[i][0], m->extra[i][1]);
	buf_str(out, "MIME-Version: 1.0\n");
}

int
mail_compose(const struct mail_out *m, struct buf *out, const char **bad)
{
	const char *wrong = mail_bad_address(m);

	if (bad)
		*bad = wrong;
	if (wrong)
		return -1;
	mail_put_headers(out, m);
	mail_put_content(out, m->text, m->ntext, m->charset);
	return out->err ? -1 : 0;
}
