/*
 * Mail as its parts: RFC 2046, 2183, 2231, 2387; and written: RFC 2045, 2231,
 * read again.  MDN: RFC 8098, appendix and 3.1.
 */
#include "mail/mdn.h"
#include "mail/parts.h"
#include "tap.h"

#include <sysexits.h>

#define TOP "From: a@x.example\nMIME-Version: 1.0\n"

static struct mail *m;
static struct mail_parts parts;
static struct diag_err err;

static void
read_mail(const char *text, size_t n)
{
	assert(mail_read(text, n, &m, &err) == 0);
	assert(mail_parts(m, &parts, &err) == 0);
}

static void
t_fields(void)
{
	static const char text[] = TOP
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\nContent-Type: image/gif; name=old.gif\nContent-ID: <i@x>\n"
	    "Content-Location: l.gif\nContent-Description: a\n picture\n"
	    "Content-Disposition: attachment;\n"
	    " filename*=utf-8''..%2Fgr%C3%BC%C3%9Fe.gif\n"
	    "Content-Transfer-Encoding: base64\n\nR0lG\nODlh\n"
	    "--b\nContent-Type: text/csv; charset=iso-8859-1\n"
	    "Content-Transfer-Encoding: 8bit\n\n\xf6;1\n"
	    "--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n"
	    "<p>x\n--b\n\n\n--b--\n";

	read_mail(text, sizeof text - 1);
	assert(parts.n == 3 && !parts.hidden && !parts.altered);
	assert(strcmp(parts.part[0].type, "image/gif") == 0);
	assert(strcmp(parts.part[0].id, "i@x") == 0);
	assert(strcmp(parts.part[0].location, "l.gif") == 0);
	assert(strcmp(parts.part[0].name, "gr\xc3\xbc\xc3\x9f" "e.gif") == 0);
	assert(strcmp(parts.part[0].description, "a picture") == 0);
	assert(parts.part[0].attachment && !parts.part[0].is_text);
	assert(parts.part[0].n == 6 &&
	    memcmp(parts.part[0].data, "GIF89a", 6) == 0);
	assert(strcmp(parts.part[1].type, "text/csv") == 0);
	assert(parts.part[1].is_text &&
	    memcmp(parts.part[1].data, "\xc3\xb6;1", 4) == 0);
	/* HTML that is a file stays one */
	assert(strcmp(parts.part[2].type, "text/html") == 0);
	assert(!parts.part[2].is_text);
	mail_free(m);
}

static void
t_headers(void)
{
	static const char text[] = TOP "Received: one\nReceived: two\n two\n"
	    "Expires: Tue, 25 Nov 2025 16:00:00 +0100\n"
	    "Cc: Bob <bob@y.example>, g: c@y.example, bob@Y.example;\n\nx\n";
	const char *addr[4];
	int64_t ms;

	read_mail(text, sizeof text - 1);
	assert(strcmp(mail_header(m, "received", 0), "one") == 0);
	assert(strcmp(mail_header(m, "Received", 1), "two two") == 0);
	assert(!mail_header(m, "Received", 2) && !mail_header(m, "X", 0));
	/* date -ud @1764082800 */
	assert(mail_header_date(m, "Expires", &ms) == 0 &&
	    ms == INT64_C(1764082800000));
	assert(mail_header_date(m, "Received", &ms) == -1);
	assert(mail_header_addresses(m, "Cc", addr, 4) == 2);
	assert(strcmp(addr[1], "c@y.example") == 0);
	assert(mail_header_addresses(m, "Cc", addr, 1) == 1);
	assert(mail_header_addresses(m, "To", addr, 4) == 0);
	mail_free(m);
}

static void
t_hidden(void)
{
	static const char text[] = TOP "Content-Type: multipart/encrypted; "
	    "boundary=b; protocol=\"application/pgp-encrypted\"\n\n--b\n"
	    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
	    "Content-Type: application/octet-stream\n\nx\n--b--\n";

	read_mail(text, sizeof text - 1);
	assert(parts.n == 0 && strcmp(parts.hidden, "encrypted") == 0);
	mail_free(m);
}

/* Deeper than any mail, and it ends. */
static void
t_deep(void)
{
	struct buf b = BUF_INIT;
	int i;

	buf_str(&b, TOP);
	for (i = 0; i < 500; i++)
		buf_fmt(&b, "Content-Type: multipart/%s; boundary=b%d\n\n--b%d\n",
		    i % 2 ? "alternative" : "related", i, i);
	buf_str(&b, "\nx\n");
	read_mail(b.p, b.len);
	assert(parts.n <= 1);
	mail_free(m);
	buf_free(&b);
}

/* What was written is read as it was; all octets, any name. */
static void
t_out(void)
{
	struct mail_part p[3];
	struct mail_out o = { .from = "a@x.example", .undisclosed = 1 };
	uint8_t all[1000];
	struct buf out = BUF_INIT;
	size_t i, n;

	for (i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)(i * 31 + i / 256);
	memset(p, 0, sizeof p);
	p[0] = (struct mail_part){ .type = "text/plain", .is_text = 1,
		.data = (const uint8_t *)"gr\xc3\xbc\xc3\x9f" "e", .n = 7 };
	p[1] = (struct mail_part){ .type = "image/gif", .id = "i@x",
		.location = "l.gif", .name = "a \"b\" \xc3\xbc.gif",
		.data = all, .n = sizeof all };
	p[2] = (struct mail_part){ .type = "no type", .attachment = 1,
		.name = "a/b\r\nX: 1", .data = all, .n = 1 };
	for (n = 1; n <= 3; n++) {
		buf_reset(&out);
		assert(mail_compose_parts(&o, p, n, 0, &out, NULL) == 0);
		read_mail(out.p, out.len);
		assert(parts.n == n);
		assert(strcmp(mail_header(m, "To", 0),
		    "undisclosed-recipients:;") == 0);
		assert(!mail_header(m, "X", 0));
		assert(parts.part[0].n == 7);
		if (n > 1) {
			assert(parts.part[1].n == sizeof all &&
			    memcmp(parts.part[1].data, all, sizeof all) == 0);
			assert(strcmp(parts.part[1].id, "i@x") == 0);
			assert(strcmp(parts.part[1].name,
			    "a _b_ \xc3\xbc.gif") == 0);
		}
		if (n > 2) {
			assert(strcmp(parts.part[2].type,
			    "application/octet-stream") == 0);
			assert(strcmp(parts.part[2].name, "a_b__X: 1") == 0);
		}
		mail_free(m);
	}
	for (i = 0; i < 8; i++) {	/* each rest of base64 */
		buf_reset(&out);
		p[1].n = i + 56;
		assert(mail_compose_parts(&o, p + 1, 1, 0, &out, NULL) == 0);
		read_mail(out.p, out.len);
		assert(parts.n == 1 && parts.part[0].n == i + 56 &&
		    memcmp(parts.part[0].data, all, i + 56) == 0);
		mail_free(m);
	}
	buf_free(&out);
}

static void
t_mdn(void)
{
	static const char *const to[] = { "ann@x.example" };
	struct mail_out o = { .from = "MAILER-DAEMON@x.example", .to = to,
		.nto = 1, .text = "It was.", .ntext = 7 };
	struct mail_mdn d = { .reporting_ua = "gw.example; mobutils",
		.recipient = "1555@x.example", .disposition = "displayed",
		.original = { .message_id = "m1@x.example" } };
	struct buf out = BUF_INIT;
	const char *bad = NULL;

	assert(mail_mdn(&o, &d, &out, &bad) == 0);
	assert(strstr(buf_cstr(&out), "Content-Type: multipart/report; "
	    "report-type=disposition-notification;\n"));
	/* RFC 8098, 3.1: the fields and their order */
	assert(strstr(buf_cstr(&out),
	    "Content-Type: message/disposition-notification\n\n"
	    "Reporting-UA: gw.example; mobutils\n"
	    "Original-Recipient: rfc822; 1555@x.example\n"
	    "Final-Recipient: rfc822; 1555@x.example\n"
	    "Original-Message-ID: <m1@x.example>\n"
	    "Disposition: manual-action/MDN-sent-automatically; displayed\n"));
	d.recipient = "no address";
	assert(mail_mdn(&o, &d, &out, &bad) == -1);
	assert(strcmp(bad, "no address") == 0);
	buf_free(&out);
}

static const struct tap_test tests[] = {
	{ "parts: types, ids, names, charsets", t_fields },
	{ "parts: headers that mail.h leaves out", t_headers },
	{ "parts: nothing of an encrypted mail", t_hidden },
	{ "parts: 500 multiparts in each other", t_deep },
	{ "parts: written and read again", t_out },
	{ "mdn: RFC 8098", t_mdn },
};

TAP_MAIN(tests)
