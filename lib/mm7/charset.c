#include "mm7/charset.h"

#include <iconv.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { LABEL_MAX = 40, DECLARATION_MAX = 200 };

/* By iconv(3) into out; lenient: U+FFFD for an octet that has no meaning.  0, or
   -1: not valid in it, or it is not known. */
static int
convert(const char *from, int lenient, const char *p, size_t n, struct buf *out)
{
	/* `/' begins what iconv(3) is to do instead of failing: //TRANSLIT */
	iconv_t cd = strchr(from, '/') ? (iconv_t)-1 :
		iconv_open("UTF-8", from);
	char chunk[4096], *in = (char *)p, *to;	/* iconv(3) writes to none of it */
	size_t left, start = out->len, rc = 0;

	if (cd == (iconv_t)-1)
		return -1;
	while (n) {
		to = chunk;
		left = sizeof chunk;
		rc = iconv(cd, &in, &n, &to, &left);
		buf_add(out, chunk, sizeof chunk - left);
		if (rc != (size_t)-1 || errno == E2BIG)
			continue;
		if (!lenient)
			break;
		buf_str(out, "\xef\xbf\xbd");
		in++, n--;
	}
	iconv_close(cd);
	if (n == 0)
		return 0;
	out->len = start;
	return -1;
}

/* UTF-16 of which not all is valid: as far as it goes. */
static void
convert_utf16(const char *p, size_t n, int big, struct buf *out)
{
	const unsigned char *s = (const unsigned char *)p;
	char c[UTF8_MAX];
	uint32_t cp, low;
	size_t i;

	for (i = 0; i + 1 < n; i += 2) {
		cp = big ? s[i] << 8 | s[i + 1] : s[i + 1] << 8 | s[i];
		if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < n) {
			low = big ? s[i + 2] << 8 | s[i + 3] :
				s[i + 3] << 8 | s[i + 2];
			if (low >= 0xdc00 && low < 0xe000) {
				cp = 0x10000 + ((cp - 0xd800) << 10) +
					(low - 0xdc00);
				i += 2;
			}
		}
		buf_add(out, c, utf8_put(c, cp));
	}
}

/* 1: it was UTF-16 by its own octets. */
static int
try_utf16(const char *p, size_t n, struct buf *out)
{
	const unsigned char *s = (const unsigned char *)p;

	if (n < 4)
		return 0;
	if (s[0] == 0xfe && s[1] == 0xff)
		convert_utf16(p + 2, n - 2, 1, out);
	else if (s[0] == 0xff && s[1] == 0xfe)
		convert_utf16(p + 2, n - 2, 0, out);
	else if (s[0] == 0 && s[1] && s[2] == 0)
		convert_utf16(p, n, 1, out);
	else if (s[1] == 0 && s[0] && s[3] == 0)
		convert_utf16(p, n, 0, out);
	else
		return 0;
	return 1;
}

/* The encoding of the XML declaration; "" if none. */
static void
declared(const char *p, size_t n, char label[LABEL_MAX])
{
	char head[DECLARATION_MAX + 1], *at, quote;
	size_t len;

	label[0] = '\0';
	len = n < DECLARATION_MAX ? n : DECLARATION_MAX;
	memcpy(head, p, len);
	head[len] = '\0';
	if (!(at = strstr(head, "<?xml")) || !(at = strstr(at, "encoding")))
		return;
	at += strcspn(at, "'\"");
	quote = *at;
	if (!quote)
		return;
	at++;
	len = strcspn(at, quote == '"' ? "\"" : "'");
	if (len < LABEL_MAX) {
		memcpy(label, at, len);
		label[len] = '\0';
	}
}

/* UTF-16 and its like: it would have been known by its zeros, and any octets
   have some meaning in it. */
static int
is_unicode(const char *label)
{
	return strncasecmp(label, "utf", 3) == 0 ||
		strncasecmp(label, "ucs", 3) == 0 ||
		strncasecmp(label, "iso-10646", 9) == 0 ||
		strncasecmp(label, "unicode", 7) == 0;
}

/* What Chinese and Korean senders mean by their labels: the superset. */
static const char *
meant(const char *label)
{
	if (strncasecmp(label, "gb", 2) == 0)
		return "GB18030";
	if (strcasecmp(label, "euc-kr") == 0)
		return "CP949";
	return label;
}

/* GB2312 without a word of it: octets of 0xa1 and up, and only in pairs, which
   the accents of Latin letters hardly ever are. */
static int
looks_chinese(const char *p, size_t n)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 0x80 && (s[i] < 0xa1 || ++i == n || s[i] < 0xa1))
			return 0;
	return 1;
}

void
mm7_to_utf8(const char *p, size_t n, const char *label, struct buf *out)
{
	char said[LABEL_MAX];

	if (try_utf16(p, n, out))
		return;
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3, n -= 3;
	if (utf8_valid(p, n) == n) {
		buf_add(out, p, n);
		return;
	}
	declared(p, n, said);
	if (label && !is_unicode(label) &&
	    convert(meant(label), 0, p, n, out) == 0)
		return;
	if (*said && !is_unicode(said) && convert(meant(said), 0, p, n, out) == 0)
		return;
	/* GBK under the name of UTF-8 is seen from China */
	if (looks_chinese(p, n) && convert("GB18030", 0, p, n, out) == 0)
		return;
	convert("CP1252", 1, p, n, out);
}
