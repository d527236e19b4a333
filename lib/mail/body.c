#include <stdint.h>
#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "mail/encode.h"

enum {
	LINE_WORST = 998,	/* RFC 5322, 2.1.1 */
	BODY_LINE = 76,		/* RFC 2045, 6.7 */
};

void
mail_put_hex(struct buf *out, char c)
{
	static const char hex[] = "0123456789ABCDEF";

	buf_ch(out, '=');
	buf_ch(out, hex[(unsigned char)c >> 4]);
	buf_ch(out, hex[(unsigned char)c & 15]);
}

void
mail_clean_text(const char *p, size_t n, struct buf *out)
{
	const char *end;
	int cr = 0;

	if (n == 0)
		return;
	for (end = p + n; p < end;) {
		char *to = buf_room(out, UTF8_MAX);
		int32_t cp = utf8_next(&p, end);

		if (!to)
			return;
		if (cp == '\0' || (cp == '\n' && cr)) {
			cr = 0;
			continue;
		}
		cr = cp == '\r';
		if (cp == UTF8_BAD)
			cp = 0xfffd;
		out->len += utf8_put(to, cr ? '\n' : (uint32_t)cp);
	}
	if (out->len && out->p[out->len - 1] != '\n')
		buf_ch(out, '\n');
}

int
mail_is_ascii(const char *p, size_t n)
{
	for (; n > 0; n--, p++)
		if ((unsigned char)*p >= 0x80)
			return 0;
	return 1;
}

/* ---- quoted-printable */

/* 1 when the octet may stand for itself: white space not at a line's end. */
static int
is_literal(const char *p, const char *end)
{
	if (*p == ' ' || *p == '\t')
		return p + 1 < end && p[1] != '\n';
	return *p > ' ' && *p < 0x7f && *p != '=';
}

void
mail_qp(const char *p, size_t n, struct buf *out)
{
	const char *end = n ? p + n : p;
	size_t col = 0;

	for (; p < end; p++) {
		size_t len = is_literal(p, end) ? 1 : 3;
		int last = p + 1 < end && p[1] == '\n';

		if (*p == '\n') {
			buf_ch(out, '\n');
			col = 0;
			continue;
		}
		/* the last column is for the `=` of a line that goes on */
		if (col + len > BODY_LINE - (last ? 0u : 1u)) {
			buf_str(out, "=\n");
			col = 0;
		}
		if (len == 1)
			buf_ch(out, *p);
		else
			mail_put_hex(out, *p);
		col += len;
	}
}

/* ---- base64 */

void
mail_base64(const char *p, size_t n, struct buf *out)
{
	struct buf crlf = BUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] == '\n')
			buf_ch(&crlf, '\r');
		buf_ch(&crlf, p[i]);
	}
	mail_base64_octets(crlf.p, crlf.len, out);
	out->err |= crlf.err;
	buf_free(&crlf);
}

void
mail_base64_octets(const void *p, size_t n, struct buf *out)
{
	base64_put_lines(out, p, n, "\n");
	if (n)
		buf_ch(out, '\n');
}

/* ---- which */

/* The octets that an encoding makes of the text, soft line ends aside. */
static size_t
encoded_len(const char *p, size_t n, enum mail_encoding e)
{
	const char *end = n ? p + n : p;
	size_t len = 0;

	if (e == MAIL_BASE64) {
		for (; p < end; p++)
			len += *p == '\n' ? 2 : 1;
		return (len + 2) / 3 * 4;
	}
	for (; p < end; p++)
		len += *p == '\n' || is_literal(p, end) ? 1 : 3;
	return len;
}

static int
fits_7bit(const char *p, size_t n)
{
	size_t i, col = 0;

	for (i = 0; i < n; i++) {
		col = p[i] == '\n' ? 0 : col + 1;
		if (col > LINE_WORST || (unsigned char)p[i] >= 0x7f ||
		    (p[i] < ' ' && p[i] != '\n' && p[i] != '\t'))
			return 0;
	}
	return 1;
}

enum mail_encoding
mail_best_encoding(const char *p, size_t n)
{
	if (fits_7bit(p, n))
		return MAIL_7BIT;
	return encoded_len(p, n, MAIL_QP) <= encoded_len(p, n, MAIL_BASE64) ?
	    MAIL_QP : MAIL_BASE64;
}
