/*
 * Packages: what is sent to us (the list: shared/spec/mm7.md, section 8, MIME),
 * and what we send, by RFC 2046 and 2045.  Written here, after no message in
 * particular.
 */
#include "mm7/related.h"
#include "tap.h"

#include <unistd.h>

#define SOAP "<Envelope>x</Envelope>"

static struct related r;
static struct diag_err err;

static int
reads(const char *type, const char *body)
{
	related_release(&r);
	return related_read(type, body, strlen(body), &r, &err);
}

static void
part_is(size_t i, const char *type, const char *data)
{
	assert(i < r.nparts);
	assert(strcmp(r.parts[i].type, type) == 0);
	assert(r.parts[i].n == strlen(data));
	assert(memcmp(r.parts[i].data, data, r.parts[i].n) == 0);
}

static void
root_is_soap(void)
{
	assert(r.root.n == strlen(SOAP));
	assert(memcmp(r.root.data, SOAP, r.root.n) == 0);
}

/* A body of the SOAP part and one more, by whatever its Content-Type says. */
static void
t_types(void)
{
	static const char *const types[] = {
		"multipart/related; boundary=\"b c\"; type=\"text/xml\"",
		"multipart/related; boundary=b c",
		"Multipart/Related ; Type=text/xml ;\r\n\tBOUNDARY=\"b c\";",
		"multipart/related; boundary=\"b c\" start=soap charset=utf-8",
		"multipart/related; boundary=wrong",
		"multipart/related", "text/xml", NULL,
	};
	size_t i;

	for (i = 0; i < sizeof types / sizeof *types; i++) {
		assert(reads(types[i], "\r\n\r\n--b c \r\nContent-Type:text/xml"
		    "\r\nContent-Id: soap\r\n\r\n" SOAP "\r\n--b c\r\n"
		    "content-type: IMAGE/GIF; Name=a.gif\r\n\r\nGIF\r\n"
		    "--b c-- \r\nepilogue") == 0);
		root_is_soap();
		assert(r.nparts == 1 && !r.cut);
		part_is(0, "image/gif", "GIF");
		assert(strcmp(r.parts[0].name, "a.gif") == 0);
	}
	/* XML alone under a multipart's label */
	assert(reads("multipart/related", SOAP) == 0);
	root_is_soap();
	assert(r.nparts == 0);
}

static void
t_roots(void)
{
	/* not first, without an id; quoted-printable; no empty line */
	assert(reads("multipart/related; boundary=--b", "preamble\n----b\n"
	    "Content-Type: text/plain\n\ntext\n----b\nContent-Type: text/xml\n"
	    "Content-Transfer-Encoding: Quoted-Printable\n\n<Envelope>=78</=\n"
	    "Envelope>\n----b--\n") == 0);
	root_is_soap();
	part_is(0, "text/plain", "text");
	assert(reads("multipart/related; boundary===b", "--==b\nContent-Type: "
	    "text/xml\n" SOAP "\n--==b--") == 0);
	root_is_soap();
	/* no empty line, and a colon in the first tag */
	assert(reads("multipart/related; boundary=b", "--b\nContent-Type: "
	    "text/xml\n<e:Envelope/>\n--b--") == 0);
	assert(r.root.n == strlen("<e:Envelope/>"));
	/* start names another that begins alike */
	assert(reads("multipart/related; boundary=b; start=\"<ab>\"", "--b\n"
	    "Content-ID: <a>\n\n<no/>\n--b\nContent-ID: ab\n\n" SOAP "\n--b--")
	    == 0);
	root_is_soap();
	assert(r.nparts == 1 && strcmp(r.parts[0].id, "a") == 0);
	assert(reads("multipart/related; boundary=b", "--b\n\ntext\n--b--") < 0);
	assert(err.sysexit == 65);
	assert(reads(NULL, "") < 0);
}

static void
t_encodings(void)
{
	assert(reads("multipart/mixed; boundary=b", "--b\n\n" SOAP "\n--b\n"
	    "Content-Transfer-Encoding: BASE64\n\naGVs\r\n bG8=junk\n--b\n"
	    "Content-Transfer-Encoding: 8bit\n\n\xff\n--b\n"
	    "Content-Transfer-Encoding: quoted-printable\n\na=\r\nb=C3=A5=zz\n"
	    "--b\nContent-Transfer-Encoding: base64\n\naGVsbG8\n--b") == 0);
	assert(r.cut && r.nparts >= 4);
	part_is(0, "text/plain", "hello");
	part_is(1, "text/plain", "\xff");
	part_is(2, "text/plain", "ab\xc3\xa5=zz");
	part_is(3, "text/plain", "hello");
}

static void
t_nested(void)
{
	assert(reads("multipart/related; boundary=o", "--o\n\n" SOAP "\n--o\n"
	    "Content-Type: multipart/related; boundary=oo; start=\"<s>\"; "
	    "type=\"application/smil\"\nContent-ID: <c>\n\n--oo\nContent-ID: "
	    "<t>\n\ntext\n--oo\nContent-ID: <s>\nContent-Type: application/smil"
	    "\n\n<smil/>\n--oo--\n--o\nContent-Type: multipart/mixed\n\n"
	    "no boundary\n--o--\n") == 0);
	assert(r.nparts == 3 && !r.cut);
	part_is(0, "text/plain", "text");
	assert(r.parts[0].in == 1 && !r.parts[0].start);
	assert(strcmp(r.parts[1].start, "<s>") == 0);
	assert(strcmp(r.parts[1].root_type, "application/smil") == 0);
	part_is(2, "multipart/mixed", "no boundary");
	assert(r.parts[2].in == 0);
}

/*
 * WAP's binary multipart, by hand after WAP-230-WSP, 8.5: a GIF by its number
 * with a name, text in UTF-8 with an id and a location, a SMIL by its name;
 * every shorter one too.
 */
static void
t_wap(void)
{
	static const unsigned char wap[] = "\x03"
		"\x0d\x03" "\x08\x9d\x85" "a.gif\0" "\x8e" "a\0\x80" "GIF"
		"\x11\x02" "\x03\x83\x81\xea" "\xc0\"<t>\0" "\x8e" "t.txt\0"
		"hi"
		"\x17\x07" "application/smil\0" "\xc0\"<s>\0" "<smil/>";
	static const char head[] = "--b\n\n" SOAP "\n--b\nContent-Type: "
		"application/vnd.wap.multipart.related; start=\"<s>\"\n\n";
	static const char type[] = "multipart/related; boundary=b";
	struct buf b = BUF_INIT;
	size_t n;

	related_release(&r);
	for (n = 0; n < sizeof wap; n++) {
		buf_reset(&b);
		buf_add(&b, head, sizeof head - 1);
		buf_add(&b, wap, n);
		buf_str(&b, "\n--b--");
		assert(related_read(type, b.p, b.len, &r, &err) == 0);
		assert(r.nparts >= 1 && r.nparts <= 3);
		if (n < sizeof wap - 1)
			related_release(&r);
	}
	root_is_soap();
	assert(r.nparts == 3 && !r.cut);
	part_is(0, "image/gif", "GIF");
	assert(strcmp(r.parts[0].name, "a.gif") == 0);
	assert(strcmp(r.parts[0].location, "a") == 0);
	part_is(1, "text/plain", "hi");
	assert(strcmp(r.parts[1].charset, "utf-8") == 0);
	assert(related_find(&r, "cid:t") == &r.parts[1]);
	assert(related_find(&r, "T.txt") == &r.parts[1]);
	part_is(2, "application/smil", "<smil/>");
	assert(r.parts[2].start && !r.parts[0].start && r.parts[0].in == 1);
	related_release(&r);
	buf_free(&b);
	/* the label alone */
	assert(reads(type, "--b\n\n" SOAP "\n--b\nContent-Type: application/"
	    "vnd.wap.multipart.mixed\n\n\n--b--") == 0);
	part_is(0, "application/vnd.wap.multipart.mixed", "");
}

static void
t_references(void)
{
	assert(reads("multipart/related; boundary=b", "--b\n\n" SOAP "\n--b\n"
	    "Content-ID: a/b@c\nContent-Location: A.gif\n\n1\n--b\nContent-Type"
	    ": image/png; name=\"c d.png\"\n\n2\n--b--\n") == 0);
	assert(related_find(&r, "cid:a/b@c") == &r.parts[0]);
	assert(related_find(&r, "CID:A%2fb%40c") == &r.parts[0]);
	assert(related_find(&r, "<a/b@c>") == &r.parts[0]);
	assert(related_find(&r, "a.GIF") == &r.parts[0]);
	assert(related_find(&r, "c%20d.png") == &r.parts[1]);
	assert(!related_find(&r, "cid:none") && !related_find(&r, ""));
}

/* 500 multiparts in each other, 10,000 parts, 10 MB: no harm, and quickly. */
static void
t_much(void)
{
	enum { BIG = 10 << 20 };
	struct buf b = BUF_INIT;
	char *p;
	int i;

	related_release(&r);
	buf_str(&b, "--b\n\n" SOAP "\n--b\n");
	for (i = 0; i < 500; i++)
		buf_fmt(&b, "Content-Type: multipart/mixed; boundary=x%d\n\n"
		    "--x%d\n", i, i);
	assert(related_read("multipart/mixed; boundary=b", b.p, b.len, &r,
	    &err) == 0);
	assert(r.nparts >= 1);
	related_release(&r);
	buf_reset(&b);
	buf_str(&b, "--b\n\n" SOAP "\n");
	for (i = 0; i < 10000; i++)
		buf_str(&b, "--b\n\nx\n");
	assert(related_read("multipart/mixed; boundary=b", b.p, b.len, &r,
	    &err) < 0 && strstr(err.text, "parts"));
	related_release(&r);
	/* what is not encoded is not copied */
	buf_reset(&b);
	buf_str(&b, "--b\n\n" SOAP "\n--b\n\n");
	p = buf_room(&b, BIG);
	assert(p);
	memset(p, '-', BIG);
	b.len += BIG;
	buf_str(&b, "\n--b--\n");
	assert(related_read("multipart/mixed; boundary=b", b.p, b.len, &r,
	    &err) == 0);
	assert(r.parts[0].n == BIG && (char *)r.parts[0].data > b.p &&
	    (char *)r.parts[0].data < b.p + b.len);
	assert(related_complete("multipart/mixed; boundary=b", b.p, b.len));
	related_release(&r);
	buf_free(&b);
}

static void
t_complete(void)
{
	static const char type[] = "multipart/mixed; boundary=b",
		body[] = "--b\n\n" SOAP "\n--b--\r\n";
	size_t n;

	for (n = 0; n < strlen(body) - 2; n++)
		assert(!related_complete(type, body, n));
	assert(related_complete(type, body, strlen(body)));
	assert(related_complete("text/xml", SOAP "\n", strlen(SOAP "\n")));
	assert(!related_complete("text/xml", SOAP, strlen(SOAP) - 1));
}

/* ---- out */

static void
t_write(void)
{
	static const char image[200] = { 1, '\r', '\n', '-', '-' };
	static const struct related_out parts[] = {
		{ "application/smil", "utf-8", "s", "s.smil", "s.smil",
		    "<smil/>", 7 },
		{ "image/gif", NULL, "i", "i.gif", "i.gif", image,
		    sizeof image },
		{ "text/plain", "utf-8", "t", "t.txt", "t.txt",
		    "\r\n--=_mm7_o_seed\r\n--=_mm7_i_seed--\r\n", 36 },
	};
	struct related_style style = { 0 };
	struct buf type = BUF_INIT, out = BUF_INIT;
	const char *line, *next;
	int binary;

	related_release(&r);
	for (binary = 0; binary < 2; binary++) {
		style.binary = binary;
		buf_reset(&type);
		buf_reset(&out);
		assert(related_write(SOAP, strlen(SOAP), "c", parts, 3, &style,
		    "seed", &type, &out) == 0);
		assert(!strpbrk(buf_cstr(&type), "\r\n"));
		assert(related_read(buf_cstr(&type), out.p, out.len, &r,
		    &err) == 0);
		root_is_soap();
		assert(r.nparts == 3 && !r.cut);
		part_is(0, "application/smil", "<smil/>");
		assert(r.parts[0].start && r.parts[1].n == sizeof image);
		assert(memcmp(r.parts[1].data, image, sizeof image) == 0);
		assert(r.parts[2].n == 36);
		assert(related_find(&r, "cid:i") == &r.parts[1]);
		assert(related_complete(buf_cstr(&type), out.p, out.len));
		related_release(&r);
	}
	style.binary = 0;
	buf_reset(&out);
	assert(related_write(SOAP, strlen(SOAP), "c", parts, 2, &style, "s",
	    &type, &out) == 0);
	/* RFC 2045, 6.8: lines of at most 76; CRLF */
	for (line = strstr(buf_cstr(&out), "base64\r\n\r\n") + 10;
	    *line != '-'; line = next + 2) {
		next = strstr(line, "\r\n");
		assert(next && next - line <= 76);
	}
	buf_free(&type);
	buf_free(&out);
}

/* What others make of it: python's email package. */
static const char python[] =
	"import email, email.policy, sys\n"
	"m = email.message_from_bytes(sys.stdin.buffer.read(),\n"
	"    policy=email.policy.default)\n"
	"def show(p, depth):\n"
	"    print(depth, p.get_content_type(), p['Content-ID'],\n"
	"        p['Content-Location'], p.get_param('name'),\n"
	"        p.get_content_charset(), [type(d).__name__ for d in p.defects])\n"
	"    if p.is_multipart():\n"
	"        print(p.get_param('start'), p.get_param('type'))\n"
	"        for q in p.iter_parts(): show(q, depth + 1)\n"
	"    else:\n"
	"        print(p.get_payload(decode=True))\n"
	"show(m, 0)\n";

static const char python_says[] =
	"0 multipart/related None None None None []\n"
	"<mm7-soap> text/xml\n"
	"1 text/xml <mm7-soap> None None utf-8 []\n"
	"b'" SOAP "'\n"
	"1 multipart/related <c> None None None []\n"
	"<s> application/smil\n"
	"2 application/smil <s> s.smil s.smil utf-8 []\n"
	"b'<smil/>'\n"
	"2 image/gif <i> i.gif a\"b\\c.gif None []\n"
	"b'\\x01\\r\\n--\\x00'\n"
	"2 text/plain <t_> t.txt_X: y t.txt utf-8 []\n"
	"b'\\xc3\\xa5'\n";

static void
python_reads(const struct buf *type, const struct buf *out)
{
	char path[] = "/tmp/mm7-related.XXXXXX", command[100], said[2000];
	int fd = mkstemp(path);
	FILE *f;
	size_t n;

	assert(fd >= 0);
	f = fdopen(fd, "w");
	assert(f);
	fprintf(f, "Content-Type: %.*s\r\n\r\n", (int)type->len, type->p);
	fwrite(out->p, 1, out->len, f);
	assert(fclose(f) == 0);
	snprintf(command, sizeof command, "python3 -c \"$PYTHON\" <%s", path);
	setenv("PYTHON", python, 1);
	f = popen(command, "r");
	assert(f);
	n = fread(said, 1, sizeof said - 1, f);
	said[n] = '\0';
	assert(pclose(f) == 0);
	unlink(path);
	if (strcmp(said, python_says) != 0)
		fprintf(stderr, "%s", said);
	assert(strcmp(said, python_says) == 0);
}

/* Names that would end their header among them. */
static void
t_python(void)
{
	static const struct related_out parts[] = {
		{ "application/smil", "utf-8", "s", "s.smil", "s.smil",
		    "<smil/>", 7 },
		{ "image/gif", NULL, "i", "i.gif", "a\"b\\c.gif",
		    "\x01\r\n--", 6 },
		{ "text/plain", "utf-8", "t\n", "t.txt\nX: y", "t.txt",
		    "\xc3\xa5", 2 },
	};
	struct related_style style = { 0 };
	struct buf type = BUF_INIT, out = BUF_INIT;

	if (system("python3 -c 'import email' 2>/dev/null") != 0) {
		tap_skip("no python3");
		return;
	}
	for (style.binary = 0; style.binary < 2; style.binary++) {
		buf_reset(&type);
		buf_reset(&out);
		assert(related_write(SOAP, strlen(SOAP), "c", parts, 3, &style,
		    "seed", &type, &out) == 0);
		python_reads(&type, &out);
	}
	buf_free(&type);
	buf_free(&out);
}

static const struct tap_test tests[] = {
	{ "what HTTP's Content-Type may look like", t_types },
	{ "the root is found", t_roots },
	{ "transfer encodings, well and badly done", t_encodings },
	{ "multiparts in each other, and what only says so", t_nested },
	{ "WAP's binary multipart", t_wap },
	{ "references", t_references },
	{ "very deep, very many, very big", t_much },
	{ "the end is seen, and not before", t_complete },
	{ "what is written is read again", t_write },
	{ "what is written is read by python", t_python },
};
TAP_MAIN(tests)
