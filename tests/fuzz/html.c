/*
 * html - a page, in the charset that the first octet says.  Its text is UTF-8
 * without control characters, and what stands before it stays.
 */
#include "fuzz.h"

#include "mail/mail.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const charsets[] = { NULL, "utf-8", "iso-8859-1",
	    "windows-1252", "utf-16", "utf-7", "koi8-r", "shift_jis", "bogus" };
	const char *charset = charsets[take(&p, &n) %
	    (sizeof charsets / sizeof charsets[0])];
	struct buf out = BUF_INIT;
	size_t i;

	buf_str(&out, "before");
	assert(mail_html_text((const char *)p, n, charset, &out) == 0);
	assert(!out.err && out.len >= 6 && memcmp(out.p, "before", 6) == 0);
	assert(out.len <= 6 + MAIL_TEXT_MAX && is_utf8(out.p, out.len));
	for (i = 0; i < out.len; i++)
		assert((unsigned char)out.p[i] >= 0x20 || out.p[i] == '\n' ||
		    out.p[i] == '\t');
	buf_free(&out);
	return 0;
}
