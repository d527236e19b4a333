/*
 * The content of an MMS: parts and their order by RFC 2046 and 2387, SMIL by the
 * OMA's MMS conformance document, 7.1, and well-formed as xmllint sees it.
 */
#include "mms_kit.h"

#include "base/base64.h"
#include "gateway/mms/content.h"
#include "gateway/mms/name.h"
#include "gateway/mms/smil.h"
#include "mail/parts.h"

#define TOP "From: a@x.example\nTo: 1@m.example\nSubject: s\nMIME-Version: 1.0\n"
#define JPEG "/9j/4AAQ"		/* base64 of ff d8 ff e0 00 10 */
#define GIF "R0lGODlh"		/* of GIF89a */

static struct config *config;
static struct mail *mail;
static struct mms_content c;

static int
make(const char *options, const char *text)
{
	config = mms_config(options);
	assert(mail_read(text, strlen(text), &mail, &mms_err) == 0);
	return mms_content_mail(&c, mail, config_view(config, NULL, NULL, NULL),
	    &mms_err);
}

static void
done(void)
{
	mms_content_release(&c);
	mail_free(mail);
	config_free(config);
}

/* type name "text" or number of octets, a part a line */
static const char *
parts(void)
{
	static struct buf b;
	size_t i;

	buf_reset(&b);
	for (i = 0; i < c.n; i++) {
		const struct related_out *p = &c.part[i];

		buf_fmt(&b, "%s %s ", p->type, p->name);
		if (p->charset && !smil_is(p->type))
			buf_fmt(&b, "'%.*s'\n", (int)p->n, (const char *)p->data);
		else if (smil_is(p->type))
			buf_str(&b, "-\n");
		else
			buf_fmt(&b, "%zu\n", p->n);
	}
	return buf_cstr(&b);
}

static const char mixed[] = TOP "Content-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\nHell=F6\n"
    "--b\nContent-Type: image/jpeg; name=\"Foto Stra=?utf-8?q?=C3=9Fe?=.JPG\"\n"
    "Content-Transfer-Encoding: base64\n\n" JPEG "\n"
    "--b\nContent-Type: application/octet-stream; name=\"x.gif\"\n"
    "Content-Transfer-Encoding: base64\n\n" GIF "\n"
    "--b\nContent-Type: image/gif; name=\"x.gif\"\n"
    "Content-Disposition: attachment\n"
    "Content-Transfer-Encoding: base64\n\n" GIF "\n--b--\n";

static void
t_mails(void)
{
	static const struct { const char *options, *text, *parts; } rows[] = {
		{ "", TOP "\nHello\n", "text/plain text1.txt 'Hello'\n" },
		{ "MM7_SMIL = always", TOP "\nHello\n",
		  "application/smil smil.smil -\ntext/plain text1.txt 'Hello'\n" },
		{ "", TOP "\n\n", "" },
		{ "MM7_SMIL = never", TOP "Content-Type: multipart/mixed; "
		  "boundary=b\n\n--b\nContent-Type: image/gif\n"
		  "Content-Transfer-Encoding: base64\n\n" GIF "\n--b--\n",
		  "image/gif image1.gif 6\n" },
		/* HTML alone becomes text */
		{ "", TOP "Content-Type: text/html\n\n<p>Hi <b>you</b></p>\n",
		  "text/plain text1.txt 'Hi you'\n" },
		/* alternatives, and the picture that the page shows */
		{ "", TOP "Content-Type: multipart/alternative; boundary=b\n\n"
		  "--b\n\nplain\n--b\nContent-Type: multipart/related; boundary=r"
		  "\n\n--r\nContent-Type: text/html\n\n<img src=\"cid:2@x\">"
		  "<img src=cid:1@x>\n"
		  "--r\nContent-Type: image/gif\nContent-ID: <1@x>\n"
		  "Content-Transfer-Encoding: base64\n\n" GIF "\n"
		  "--r\nContent-Type: image/jpeg\nContent-ID: <2@x>\n"
		  "Content-Transfer-Encoding: base64\n\n" JPEG "\n"
		  "--r\nContent-Type: image/jpeg\nContent-ID: <3@x>\n"
		  "Content-Transfer-Encoding: base64\n\n" JPEG "\n--r--\n--b--\n",
		  "application/smil smil.smil -\n"
		  "text/plain text1.txt 'plain'\n"
		  "image/jpeg 2_x.jpg 6\nimage/gif 1_x.gif 6\n" },
		/* its own SMIL, which says the order */
		{ "", TOP "Content-Type: multipart/related; boundary=r; "
		  "start=\"<s>\"\n\n--r\nContent-Type: image/gif\n"
		  "Content-Location: b.gif\n"
		  "Content-Transfer-Encoding: base64\n\n" GIF "\n"
		  "--r\nContent-Type: image/gif\nContent-ID: <a>\n"
		  "Content-Transfer-Encoding: base64\n\n" GIF "\n"
		  "--r\nContent-Type: application/smil\nContent-ID: <s>\n\n"
		  "<smil><body><par><img src=\"cid:a\"/></par><par>"
		  "<img src=\"b.gif\"/></par></body></smil>\n--r--\n",
		  "application/smil s.smil -\nimage/gif a.gif 6\n"
		  "image/gif b.gif 6\n" },
		/* signed: what was signed, without the signature */
		{ "", TOP "Content-Type: multipart/signed; boundary=b; protocol="
		  "\"application/pgp-signature\"\n\n--b\n\nsigned\n--b\n"
		  "Content-Type: application/pgp-signature\n\nx\n--b--\n",
		  "text/plain text1.txt 'signed'\n" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		printf("# %zu\n", i);
		assert(make(rows[i].options, rows[i].text) == 0);
		mms_same(parts(), rows[i].parts);
		done();
	}
	assert(make("", mixed) == 0);
	mms_same(parts(), "application/smil smil.smil -\n"
	    "text/plain text1.txt 'Hell\xc3\xb6'\nimage/jpeg Foto_Stra_e.JPG 6\n"
	    "image/gif x.gif 6\nimage/gif x-2.gif 6\n");
	done();
}

static void
t_names(void)
{
	size_t i, k;

	assert(make("", mixed) == 0);
	for (i = 0; i < c.n; i++) {
		assert(c.part[i].id && c.part[i].location && c.part[i].name);
		for (k = 0; k < i; k++)
			assert(strcasecmp(c.part[i].id, c.part[k].id) != 0 &&
			    strcasecmp(c.part[i].name, c.part[k].name) != 0);
		for (k = 0; c.part[i].name[k]; k++)
			assert(c.part[i].name[k] > ' ' && c.part[i].name[k] < 0x7f);
	}
	done();
}

/* What xmllint says of a document: 0 it is well-formed, and so many par. */
static int
xmllint(const struct related_out *p, int pars)
{
	char command[200];
	FILE *f;

	snprintf(command, sizeof command, "xmllint --noout --xpath "
	    "'count(//par)=%d and count(//region[@id=\"Text\" or @id=\"Image\"])"
	    "=2' - >/tmp/mms_smil.%d", pars, (int)getpid());
	f = popen(command, "w");
	assert(f);
	fwrite(p->data, 1, p->n, f);
	if (pclose(f) != 0)
		return -1;
	snprintf(command, sizeof command, "grep -q true /tmp/mms_smil.%d; r=$?; "
	    "rm /tmp/mms_smil.%d; exit $r", (int)getpid(), (int)getpid());
	return system(command);
}

static void
t_smil(void)
{
	static const char by_id[] = "<img src=\"cid:x.gif\" region=\"Image\"/>";
	static const char by_name[] = "<img src=\"x.gif\" region=\"Image\"/>";
	struct buf refs = BUF_INIT, text = BUF_INIT;

	/* text with the first picture, and a page for each other */
	assert(make("", mixed) == 0);
	assert(xmllint(&c.part[0], 3) == 0);
	buf_add(&text, c.part[0].data, c.part[0].n);
	assert(strstr(buf_cstr(&text), by_id));
	assert(smil_read(text.p, text.len, &refs) == 4);
	mms_same(refs.p, "cid:text1.txt");
	mms_same(refs.p + strlen(refs.p) + 1, "cid:Foto_Stra_e.JPG");
	done();
	buf_reset(&text);
	assert(make("MM7_SMIL_Source = name", mixed) == 0);
	buf_add(&text, c.part[0].data, c.part[0].n);
	assert(strstr(buf_cstr(&text), by_name));
	assert(xmllint(&c.part[0], 3) == 0);
	done();
	buf_free(&refs);
	buf_free(&text);
}

static void
t_smil_read(void)
{
	static const struct { const char *text; size_t n; const char *first; }
	rows[] = {
		{ "<img src=\"a&amp;b.gif\"/>", 1, "a&b.gif" },
		{ "<img src = 'x y'/><img\nSRC=\"b\"/>", 2, "x y" },
		{ "<!-- <img src=\"a\"/> --><img src=\"b\"/>", 1, "b" },
		{ "<img src=\"never ends", 0, NULL },
		{ "<img mysrc=\"a\"/>", 0, NULL },
		{ "<!-- <img src=\"a\"/>", 0, NULL },
		{ "", 0, NULL },
	};
	struct buf refs = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_reset(&refs);
		assert(smil_read(rows[i].text, strlen(rows[i].text), &refs) ==
		    rows[i].n);
		if (rows[i].n)
			mms_same(refs.p, rows[i].first);
	}
	buf_free(&refs);
}

/* A picture of n octets in a mail. */
static void
big(struct buf *out, size_t n)
{
	struct buf octets = BUF_INIT, line = BUF_INIT;
	size_t i;

	buf_add(&octets, "\xff\xd8\xff", 3);
	for (i = 3; i < n; i++)
		buf_ch(&octets, (char)(i * 7));
	base64_put(&line, octets.p, octets.len);
	buf_str(out, TOP "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
	    "text\n--b\nContent-Type: image/jpeg; name=big.jpg\n"
	    "Content-Transfer-Encoding: base64\n\n");
	for (i = 0; i < line.len; i += 76) {
		buf_add(out, line.p + i, line.len - i < 76 ? line.len - i : 76);
		buf_ch(out, '\n');
	}
	buf_str(out, "--b--\n");
	buf_free(&octets);
	buf_free(&line);
}

static void
t_size(void)
{
	struct buf text = BUF_INIT;
	struct mms_shrink s;
	const struct config_view *v;
	char less[20000] = "\xff\xd8\xff";

	big(&text, 60000);
	assert(make("MM7_Max_Size = 50000", buf_cstr(&text)) == 0);
	v = config_view(config, NULL, NULL, NULL);
	/* base64: 4 for 3, and CRLF for each 76 */
	assert(mms_content_wire(&c) > 60000u * 4 / 3 * 78 / 76);
	assert(mms_content_wire(&c) < 60000u * 4 / 3 * 78 / 76 + 3000);
	assert(mms_content_fit(&c, v, &s, &mms_err) == -1);
	assert(mms_err.sysexit == EX_DATAERR);
	printf("# %s\n", mms_err.text);
	assert(strncmp(mms_err.text, "5.3.4 ", 6) == 0);
	assert(strstr(mms_err.text, "big.jpg (image/jpeg) with 60000"));
	done();

	assert(make("MM7_Max_Size = 50000\nMM7_Shrink_Command = x",
	    buf_cstr(&text)) == 0);
	v = config_view(config, NULL, NULL, NULL);
	assert(mms_content_fit(&c, v, &s, &mms_err) == 1);
	mms_same(s.name, "big.jpg");
	printf("# budget %zu\n", s.budget);
	assert(s.budget > 30000 && s.budget < 50000u * 3 / 4);
	assert(mms_content_replace(&c, s.part, "no picture", 10, &mms_err) == -1);
	/* whoever keeps to the budget is taken */
	{
		char *as_told = calloc(1, s.budget);

		assert(as_told);
		memcpy(as_told, "\xff\xd8\xff", 3);
		assert(mms_content_replace(&c, s.part, as_told, s.budget,
		    &mms_err) == 0);
		free(as_told);
	}
	assert(mms_content_fit(&c, v, &s, &mms_err) == 0);
	assert(mms_content_wire(&c) > 48000);
	assert(mms_content_replace(&c, s.part, less, sizeof less, &mms_err) == 0);
	assert(mms_content_fit(&c, v, &s, &mms_err) == 0);
	done();
	/* nothing that can be made smaller */
	assert(make("MM7_Max_Size = 400\nMM7_Shrink_Command = x",
	    buf_cstr(&text)) == 0);
	v = config_view(config, NULL, NULL, NULL);
	assert(mms_content_fit(&c, v, &s, &mms_err) == -1);
	done();
	buf_free(&text);
}

#define MCMT(kind, part) TOP "Content-Type: multipart/vnd.msys.mcmt; " \
	"boundary=m\n\n--m\nContent-Type: message/rfc822\n\nSubject: e\n\n" \
	"the mail\n--m\nContent-Type: " kind "\n\n" part "\n--m\n" \
	"Content-Type: message/vnd.msys.smpp\n\nthe SMS\n--m--\n"
#define INNER "Content-Type: multipart/mixed;\n boundary=\"i\"\n\n--i\n" \
	"Content-Type: text/plain\n\nthe MMS\n--i\nContent-Type: image/gif\n" \
	"Content-Transfer-Encoding: base64\n\n" GIF "\n--i--\n"
#define SOAP "<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/" \
	"envelope/\"><env:Body><SubmitReq><ServiceCode>gold</ServiceCode>" \
	"<Content href=\"cid:c\"/></SubmitReq></env:Body></env:Envelope>"

/* The forms of momentum.md, 2: with and without an envelope, and the type with
   its headers inside. */
static void
t_mcmt(void)
{
	static const char *const mails[] = {
		MCMT("message/vnd.msys.mm7", INNER),
		MCMT("multipart/vnd.msys.mm7", INNER),
		MCMT("message/vnd.msys.mm7", "Content-Type: multipart/related; "
		    "type=\"text/xml\"; start=\"<e>\"; boundary=o\n\n--o\n"
		    "Content-Type: text/xml\nContent-ID: <e>\n\n" SOAP "\n--o\n"
		    "Content-ID: <c>\n" INNER "\n--o--\n"),
	};
	size_t i;

	for (i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		printf("# %zu\n", i);
		assert(make("", mails[i]) == 0);
		mms_same(parts(), "application/smil smil.smil -\n"
		    "text/plain text1.txt 'the MMS'\nimage/gif image2.gif 6\n");
		done();
		assert(make("MCMT_Reception = reject", mails[i]) == -1);
		assert(strncmp(mms_err.text, "5.7.1 ", 6) == 0);
		done();
	}
	assert(make("", TOP "Content-Type: multipart/vnd.msys.mcmt; boundary=m\n\n"
	    "--m\nContent-Type: message/rfc822\n\nSubject: e\n\nthe mail\n"
	    "--m--\n") == 0);
	mms_same(parts(), "text/plain text1.txt 'the mail'\n");
	done();
}

static void
t_refused(void)
{
	struct buf text = BUF_INIT;
	size_t i;

	assert(make("", TOP "Content-Type: application/pkcs7-mime\n\nx\n") == -1);
	assert(mms_err.sysexit == EX_DATAERR);
	done();
	buf_str(&text, TOP "Content-Type: multipart/mixed; boundary=b\n\n");
	for (i = 0; i < MMS_PARTS_MAX + 1; i++)
		buf_str(&text, "--b\n\nx\n");
	buf_str(&text, "--b--\n");
	assert(make("", buf_cstr(&text)) == -1);
	assert(mms_err.sysexit == EX_DATAERR);
	done();
	buf_free(&text);
}

static const struct tap_test tests[] = {
	{ "mms: the parts of a mail", t_mails },
	{ "mms: ids and names are unique, and ASCII", t_names },
	{ "mms: SMIL, as xmllint sees it", t_smil },
	{ "mms: SMIL that others wrote", t_smil_read },
	{ "mms: MM7_Max_Size, MM7_Shrink_Command", t_size },
	{ "mms: MCMT", t_mcmt },
	{ "mms: content that is refused", t_refused },
};

TAP_MAIN(tests)
