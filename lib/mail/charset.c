#include "mail/internal.h"
#include "mail/parts.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { LABEL_MAX = 40, REPLACEMENT = 0xfffd };

/*
 * windows-1252, 0x80..0x9f (Unicode's CP1252.TXT); 0: not assigned.  Text that
 * says ISO 8859-1 or has these as U+0080..U+009F always means them.
 */
static const uint16_t c1[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

/*
 * What mailers call a charset and what they mean by it: mostly the superset
 * that the vendor's own programs write (WHATWG Encoding Standard, 4.2).
 */
static const char utf8[] = "utf-8", latin[] = "windows-1252";
static const struct {
	const char *label;
	const char *name;	/* for iconv_open(), but for the two above */
} aliases[] = {
	{ "utf-8",             utf8 },
	{ "utf8",              utf8 },
	{ "unicode-1-1-utf-8", utf8 },
	{ "us-ascii",          latin },
	{ "ascii",             latin },
	{ "ansi_x3.4-1968",    latin },
	{ "iso646-us",         latin },
	{ "iso-8859-1",        latin },
	{ "iso8859-1",         latin },
	{ "iso_8859-1",        latin },
	{ "latin1",            latin },
	{ "windows-1252",      latin },
	{ "cp1252",            latin },
	{ "cp-1252",           latin },
	{ "x-ansi",            latin },
	{ "iso-8859-8-i",      "iso-8859-8" },
	{ "iso-8859-8-e",      "iso-8859-8" },
	{ "iso-8859-9",        "cp1254" },
	{ "iso-8859-11",       "cp874" },
	{ "tis-620",           "cp874" },
	{ "gb2312",            "gb18030" },
	{ "gbk",               "gb18030" },
	{ "x-gbk",             "gb18030" },
	{ "big5",              "big5-hkscs" },
	{ "euc-kr",            "cp949" },
	{ "ks_c_5601-1987",    "cp949" },
	{ "shift_jis",         "cp932" },
	{ "shift-jis",         "cp932" },
	{ "x-sjis",            "cp932" },
	{ "sjis",              "cp932" },
	{ "windows-31j",       "cp932" },
};

uint32_t
mail_c1(uint32_t cp)
{
	return c1[cp - 0x80];
}

/* ---- one character out */

struct writer {
	struct buf *out;
	int cr;			/* the last one was CR */
};

static void
put(struct writer *w, uint32_t cp)
{
	char *to;
	int cr = w->cr;

	w->cr = cp == '\r';
	if (cp == '\n' && cr)
		return;
	if (cp >= 0x80 && cp <= 0x9f)
		cp = c1[cp - 0x80];
	if (cp == '\r' || cp == '\v' || cp == '\f' || cp == 0x2028 ||
	    cp == 0x2029)
		cp = '\n';
	if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7f || cp == 0xfeff)
		return;
	to = buf_room(w->out, UTF8_MAX);
	if (to)
		w->out->len += utf8_put(to, cp);
}

/* ---- the ways in */

static void
from_utf8(struct writer *w, const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		int32_t cp = utf8_next(&p, end);

		put(w, cp == UTF8_BAD ? REPLACEMENT : (uint32_t)cp);
	}
}

static void
from_1252(struct writer *w, const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t i;

	for (i = 0; i < n; i++)
		put(w, u[i] >= 0x80 && u[i] <= 0x9f && !c1[u[i] - 0x80] ?
		    REPLACEMENT : u[i]);
}

/* Returns 0, or -1: iconv does not know the charset. */
static int
from_iconv(struct writer *w, const char *name, const char *p, size_t n)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char utf[4096];
	char *in = (char *)(uintptr_t)p;	/* iconv() does not write there */

	if (cd == (iconv_t)-1)
		return -1;
	while (n > 0 && !w->out->err) {
		char *to = utf;
		size_t room = sizeof utf;
		size_t rc = iconv(cd, &in, &n, &to, &room);

		from_utf8(w, utf, (size_t)(to - utf));
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		put(w, REPLACEMENT);
		in++, n--;
		if (errno == EINVAL)	/* cut off in the middle of one */
			break;
	}
	iconv_close(cd);
	return 0;
}

/*
 * Text that is said to be UTF-8 and is not: cut or damaged when most of what is
 * not ASCII is right, else in truth another charset.
 */
static int
mostly_utf8(const char *p, size_t n)
{
	const char *end = p + n;
	size_t good = 0, bad = 0;

	while (p < end) {
		int32_t cp = utf8_next(&p, end);

		bad += cp == UTF8_BAD;
		good += cp >= 0x80;
	}
	return good > bad;
}

/* The name to go by; NULL: the label is none. */
static const char *
resolve(const char *label, char name[LABEL_MAX])
{
	size_t n, i;

	if (!label)
		return NULL;
	label += strspn(label, " \t\"'");
	n = strcspn(label, " \t\"'");
	if (n == 0 || n >= LABEL_MAX)
		return NULL;
	for (i = 0; i < n; i++) {
		/* a slash would begin iconv's own options */
		if (!isalnum((unsigned char)label[i]) &&
		    !strchr("-_.:+()", label[i]))
			return NULL;
		name[i] = label[i];
	}
	name[n] = '\0';
	for (i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		if (strcasecmp(name, aliases[i].label) == 0)
			return aliases[i].name;
	return name;
}

/* ISO-2022 and HZ look like ASCII, which is valid UTF-8. */
static int
seven_bit(const char *name)
{
	return strncasecmp(name, "iso-2022", 8) == 0 ||
	    strncasecmp(name, "hz", 2) == 0;
}

void
mail_to_utf8(const char *p, size_t n, const char *label, int weak,
    struct buf *out)
{
	struct writer w = { out, 0 };
	char own[LABEL_MAX];
	const char *name = resolve(label, own);
	int valid = n > 0 && utf8_valid(p, n) == n;

	if (n == 0)
		return;
	if (valid && (!name || name == latin || (weak && !seven_bit(name))))
		name = utf8;
	if (name && name != utf8 && name != latin &&
	    from_iconv(&w, name, p, n) == 0)
		return;
	if (valid || (name == utf8 && mostly_utf8(p, n)))
		from_utf8(&w, p, n);
	else
		from_1252(&w, p, n);
}

void
mail_text_utf8(const void *p, size_t n, const char *charset, struct buf *out)
{
	const unsigned char *u = p;

	if (n >= 2 && ((u[0] == 0xfe && u[1] == 0xff) ||
	    (u[0] == 0xff && u[1] == 0xfe)))
		charset = "utf-16";
	mail_to_utf8(p, n, charset, 0, out);
}

/* ---- white space at the ends */

/* The length of n octets without the white space at their end. */
static size_t
trimmed(const char *p, size_t n)
{
	for (;;) {
		if (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
			n--;
		else if (n > 1 && memcmp(p + n - 2, "\xc2\xa0", 2) == 0)
			n -= 2;
		else
			return n;
	}
}

void
mail_trim(struct buf *text)
{
	size_t at = 0, to = 0, next, n;

	for (; at < text->len; at = next) {
		char *line = text->p + at;
		char *lf = memchr(line, '\n', text->len - at);

		next = lf ? (size_t)(lf - text->p) + 1 : text->len;
		n = trimmed(line, next - at - (lf != NULL));
		if (n == 0 && to == 0)
			continue;
		memmove(text->p + to, line, n);
		to += n;
		if (lf)
			text->p[to++] = '\n';
	}
	while (to > 0 && text->p[to - 1] == '\n')
		to--;
	text->len = to;
}
