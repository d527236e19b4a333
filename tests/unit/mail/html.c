#include "mail/mail.h"

#include <unistd.h>

#include "base/utf8.h"
#include "tap.h"

/* What a person reads on the page; the rules are those of mail.h. */
static const struct {
	const char *html, *text;
} cases[] = {
	{ "", "" },
	{ "just text", "just text" },
	{ "<p>a</p><p>b</p>", "a\nb" },
	{ "a<br>b<br/><br>c<br><br><br><br>d", "a\nb\n\nc\n\nd" },
	{ " a \n  b\t<b> c</b> ", "a b c" },
	{ "<div><div><div>a</div></div></div>b", "a\nb" },
	{ "<pre>\n x  y\n\n  z</pre>end", " x  y\n\n  z\nend" },
	{ "<ul><li>a</li><li><p>b</p></li><li></li></ul>c", "- a\n- b\nc" },
	{ "<ol><li>a<ul><li>b</ul><li>c</ol>", "- a\n- b\n- c" },
	{ "<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>",
	    "a b\nc d" },
	/* what is not to be seen */
	{ "<head><title>t</title><style>p{}</style></head><body>x", "x" },
	{ "<script>if (a<b) document.write('</p>')</script>x", "x" },
	{ "<p style='color:red; DISPLAY : none'>a<b>b</b></p>c", "c" },
	{ "<p style='display:none!important'>a</p>c", "c" },
	{ "<p style='background:url(display:none);x-display:none'>a</p>", "a" },
	{ "<p style='display:nonesuch'>a</p>", "a" },
	{ "<p style='display'>a</p><p style=':'>b</p><p style=';;'>c</p>",
	    "a\nb\nc" },
	{ "<div hidden><div>a</div>b</div>c", "c" },
	{ "<br hidden>a<img alt=b style=display:none>", "a" },
	{ "<!-- a --><!--[if mso]>b<![endif]--><![if !mso]>c<![endif]>d", "cd" },
	{ "a<![CDATA[b>c<?php x ?>d<!foo>e", "acde" },
	{ "a&shy;b&#8203;c&#xfeff;d", "abcd" },
	/* MJML writes font-size:0 around all text, and sets it again within */
	{ "<td style='font-size:0px'><div style='font-size:13px'>a</div></td>",
	    "a" },
	/* links and pictures */
	{ "<a href='http://x.org/a?b=1&amp;c'>go</a>!", "go <http://x.org/a?b=1&c>!" },
	{ "<a href='http://x.org/'>X.org</a>", "X.org" },
	{ "<a href='http://x.org'> https://x.org/ </a>.", "https://x.org/ ." },
	{ "<li><a href='http://x.org'>x.org</a>", "- x.org" },
	{ "<a href='mailto:a@x.org'>a</a><a href='javascript:x'>b</a><a>c</a>",
	    "abc" },
	{ "<a href='http://x.org/'><img src=y></a>z", "z" },
	{ "<a href='http://x.org/'><img alt='Logo &amp; co'></a>",
	    "Logo & co <http://x.org/>" },
	{ "<a href='http://x.org/\n> a<b\xc3\xa9'>go</a>",
	    "go <http://x.org/ab%C3%A9>" },
	{ "<a href='http://x.org/'><div>a</div></a>b", "a <http://x.org/>\nb" },
	/* entities and charsets */
	{ "&lt;b&gt; &amp;amp; &euro; &#8364; &#x20AC;",
	    "<b> &amp; \xe2\x82\xac \xe2\x82\xac \xe2\x82\xac" },
	{ "&#146;&#x80;&#0;&#xd800;&#1;x", "\xe2\x80\x99\xe2\x82\xacx" },
	{ "a&nbsp;&nbsp;b\xc2\xa0", "a b" },
	{ "\xe9\x80", "\xc3\xa9\xe2\x82\xac" },
	{ "<meta charset=\"koi8-r\">\xe4\xc1", "\xd0\x94\xd0\xb0" },
	{ "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>"
	  "\xc3\xa9", "\xc3\xa9" },
	{ "<meta charset=>\xe9", "\xc3\xa9" },
	/* tags where none belongs */
	{ "</b>x", "x" },
	{ "a</p></div></body></html>b<body>c</body>", "a\nbc" },
	{ "<html><body>a</BODY></HTML>b<p>c</p>", "a\nb\nc" },
	{ "<p>a</p><html><head><title>t</title></head><body bgcolor=x>b", "a\nb" },
	{ "<?xml version='1.0'?><!DOCTYPE html><html>a</html>", "a" },
	{ "a\tb<x:y>c</x:y><o:p></o:p>", "a bc" },
	{ "<!DOCTYPE html [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>a&e;b",
	    NULL },
};

static int
convert(const char *html, size_t n, const char *charset, struct buf *out)
{
	char *copy = malloc(n ? n : 1);
	int rc;

	assert(copy);
	memcpy(copy, html, n);
	rc = mail_html_text(copy, n, charset, out);
	free(copy);
	return rc;
}

static void
pages(void)
{
	size_t i;
	int wrong = 0;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out = BUF_INIT;

		assert(convert(cases[i].html, strlen(cases[i].html), NULL, &out)
		    == 0);
		if (cases[i].text && strcmp(buf_cstr(&out), cases[i].text) != 0) {
			printf("# %s\n# gave [%s]\n", cases[i].html, out.p);
			wrong++;
		}
		assert(!strstr(buf_cstr(&out), "root:"));
		buf_free(&out);
	}
	assert(wrong == 0);
}

static void
label(void)
{
	struct buf out = BUF_INIT;

	buf_str(&out, "before:");
	assert(convert("<meta charset=utf-8>\xe4\xc1", 22, "koi8-r", &out) == 0);
	assert(strcmp(buf_cstr(&out), "before:\xd0\x94\xd0\xb0") == 0);
	buf_free(&out);
}

static void
cut_anywhere(void)
{
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (n = 0; n <= strlen(cases[i].html); n++) {
			struct buf out = BUF_INIT;

			assert(convert(cases[i].html, n, NULL, &out) == 0);
			if (out.len)
				assert(utf8_valid(out.p, out.len) == out.len);
			buf_free(&out);
		}
}

/* Pages that mean harm: they end in time, and within MAIL_TEXT_MAX. */
static const struct {
	const char *head, *again, *tail;	/* a # counts */
	size_t n;
	const char *text;	/* NULL: whatever */
} harm[] = {
	{ "", "<div>", "deep", 100000, "deep" },
	{ "", "<b>", "deep", 1000000, "deep" },
	{ "", "<", "", 2000000, NULL },
	{ "", "<a ", "", 1000000, NULL },
	{ "<a ", "b# ", ">c", 300000, NULL },
	{ "", "<!--", "", 500000, "" },
	{ "<!--", "x>", "", 1000000, "" },
	{ "", "&", "", 2000000, NULL },
	{ "&#", "9", ";", 1000000, NULL },
	{ "", "</b>", "x", 500000, "x" },
	{ "", "<b></i>", "x", 300000, NULL },
	{ "", "<ul><li>", "", 200000, NULL },
	{ "<style>", "</", "", 500000, "" },
	{ "", "x ", "", 2000000, NULL },
	{ "", "<br>", "x", 500000, "x" },
	{ "<pre>", "\n", "x", 500000, "x" },
	{ "<a href='http://x.org/", "x", "'>y</a>", 100000, "y" },
	{ "a<img alt=b src='data:image/png;base64,", "QUJD", "'>c", 500000, "abc" },
	{ "", "\xe6\xbc\xa2", "", 300000, NULL },
};

static void
hostile(void)
{
	size_t i, k;

	alarm(30);	/* each takes a part of a second */
	for (i = 0; i < sizeof harm / sizeof harm[0]; i++) {
		struct buf in = BUF_INIT, out = BUF_INIT;

		buf_str(&in, harm[i].head);
		for (k = 0; k < harm[i].n; k++) {
			size_t mark = strcspn(harm[i].again, "#");

			buf_add(&in, harm[i].again, mark);
			if (harm[i].again[mark]) {
				buf_uint(&in, k);
				buf_str(&in, harm[i].again + mark + 1);
			}
		}
		buf_str(&in, harm[i].tail);
		assert(convert(in.p, in.len, NULL, &out) == 0);
		if (harm[i].text && strcmp(buf_cstr(&out), harm[i].text) != 0) {
			printf("# case %zu: [%.60s]\n", i, out.p);
			assert(!"text");
		}
		assert(out.len <= MAIL_TEXT_MAX);
		buf_free(&in);
		buf_free(&out);
	}
	alarm(0);
}

/* A character is never cut in two where the parser is fed. */
static void
chunks(void)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	size_t shift, i;

	for (shift = 0; shift < 4; shift++) {
		buf_reset(&in);
		buf_reset(&out);
		for (i = 0; i < shift; i++)
			buf_ch(&in, 'x');
		for (i = 0; i < 20000; i++)
			buf_str(&in, "\xe6\xbc\xa2");
		assert(convert(in.p, in.len, "utf-8", &out) == 0);
		assert(out.len == in.len && memcmp(out.p, in.p, in.len) == 0);
	}
	buf_free(&in);
	buf_free(&out);
}

static const struct tap_test tests[] = {
	{ "pages", pages },
	{ "the label goes before the document's", label },
	{ "a page cut anywhere", cut_anywhere },
	{ "pages that mean harm", hostile },
	{ "characters at the edges of chunks", chunks },
};
TAP_MAIN(tests)
