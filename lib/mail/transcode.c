/* Text in another charset than UTF-8.  See compose.h and encode.h. */
#include <ctype.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "mail/compose.h"
#include "mail/encode.h"

enum { NAME_MAX_OCTETS = 40 };

/* All of it, or -1: a character that the charset does not have. */
static int
convert(iconv_t cd, const char *p, size_t n, struct buf *out)
{
	char *in = (char *)(uintptr_t)p;	/* iconv() does not write there */
	size_t room = 4 * n + 16;		/* shifts of ISO 2022 and all */
	char *to = buf_room(out, room), *begin = to;

	if (!to || iconv(cd, &in, &n, &to, &room) != 0 ||
	    iconv(cd, NULL, NULL, &to, &room) != 0)
		return -1;
	out->len += (size_t)(to - begin);
	return 0;
}

/* Mail's lines are ASCII: a charset in which that is something else is none for
   us (RFC 2046, 4.1.2: of UTF-16, for one). */
static int
keeps_ascii(iconv_t cd)
{
	struct buf b = BUF_INIT;
	char ascii[0x80 - 0x20 + 1];
	size_t n = 0;
	int ok, c;

	ascii[n++] = '\n';
	for (c = 0x20; c < 0x7f; c++)
		ascii[n++] = (char)c;
	ok = convert(cd, ascii, n, &b) == 0 && b.len == n &&
		memcmp(b.p, ascii, n) == 0;
	buf_free(&b);
	return ok;
}

static iconv_t
open_charset(const char *name)
{
	iconv_t cd;
	size_t i;

	/* it stands in a header; and a slash would begin iconv's own options */
	for (i = 0; name[i]; i++)
		if (i == NAME_MAX_OCTETS || (!isalnum((unsigned char)name[i]) &&
		    !strchr("-_.:+", name[i])))
			return (iconv_t)-1;
	cd = i ? iconv_open(name, "UTF-8") : (iconv_t)-1;
	if (cd != (iconv_t)-1 && !keeps_ascii(cd)) {
		iconv_close(cd);
		return (iconv_t)-1;
	}
	return cd;
}

static int
is_utf8(const char *name)
{
	return !name || strcasecmp(name, "utf-8") == 0;
}

int
mail_charset_ok(const char *name)
{
	iconv_t cd;

	if (is_utf8(name))
		return 1;
	cd = open_charset(name);
	if (cd == (iconv_t)-1)
		return 0;
	iconv_close(cd);
	return 1;
}

int
mail_transcode(const char *p, size_t n, const char *charset, struct buf *out)
{
	iconv_t cd;
	int rc;

	if (is_utf8(charset) || (cd = open_charset(charset)) == (iconv_t)-1)
		return -1;
	rc = convert(cd, p, n, out);
	iconv_close(cd);
	return rc;
}
