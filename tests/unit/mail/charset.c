#include "mail/internal.h"
#include "tap.h"

/* Octets by python3's codecs: "...".encode(label) and .encode("utf-8"). */
static const struct {
	const char *label, *in, *out;
} codecs[] = {
	{ "koi8-r",      "\xe4\xc1",                 "\xd0\x94\xd0\xb0" },
	{ "\"KOI8-R\"",  "\xe4\xc1",                 "\xd0\x94\xd0\xb0" },
	{ "gb2312",      "\xc1\xaa\xcd\xa8",         "\xe8\x81\x94\xe9\x80\x9a" },
	{ "Shift_JIS",   "\x93\x64\x8e\xd4",         "\xe9\x9b\xbb\xe8\xbb\x8a" },
	/* not in JIS X 0208, and written by Windows all the same: cp932 */
	{ "shift_jis",   "\x87\x40",                 "\xe2\x91\xa0" },
	{ "iso-2022-jp", "\x1b\x24\x42\x45\x45\x3c\x56\x1b\x28\x42",
	    "\xe9\x9b\xbb\xe8\xbb\x8a" },
	{ "ks_c_5601-1987", "\x8c\x63",              "\xeb\x98\xa0" },
	{ "iso-8859-15", "\xa4",                     "\xe2\x82\xac" },
	{ "iso-8859-9",  "\xf0",                     "\xc4\x9f" },
	{ "big5",        "\xa4\xa4",                 "\xe4\xb8\xad" },
	/* valid UTF-8 by chance, but the label is right */
	{ "windows-1251", "\xc5\xb8",                "\xd0\x95\xd1\x91" },
	/* cp1252 under the names of its subsets */
	{ "iso-8859-1",  "\x80 \x96 \xe9",  "\xe2\x82\xac \xe2\x80\x93 \xc3\xa9" },
	{ "us-ascii",    "\x93x\x94",       "\xe2\x80\x9cx\xe2\x80\x9d" },
	{ NULL,          "\xe9t\xe9",       "\xc3\xa9t\xc3\xa9" },
	/* UTF-8 under a wrong name, a name that is none, no name */
	{ "us-ascii",    "\xc3\xa9",        "\xc3\xa9" },
	{ "iso-8859-1",  "\xc3\xa9",        "\xc3\xa9" },
	{ "charset=us-ascii", "\xc3\xa9",   "\xc3\xa9" },
	{ "utf-8//TRANSLIT",  "\xc3\xa9",   "\xc3\xa9" },
	{ "",            "\xc3\xa9",        "\xc3\xa9" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\xc3\xa9",
	    "\xc3\xa9" },
	{ "no-such-charset", "\xe9",        "\xc3\xa9" },
	/* said to be UTF-8: another charset, or damaged */
	{ "utf-8",       "\xe9t\xe9",       "\xc3\xa9t\xc3\xa9" },
	{ "utf-8",       "\xc3\xa9\xc3\xa9\xc3", "\xc3\xa9\xc3\xa9\xef\xbf\xbd" },
	/* damaged in others: U+FFFD */
	{ "shift_jis",   "a\x93",           "a\xef\xbf\xbd" },
	{ "euc-jp",      "a\xff" "b",       "a\xef\xbf\xbd" "b" },
	/* control characters, line ends, the byte order mark */
	{ "utf-8",       "a\r\nb\rc\n\nd\x0c" "e", "a\nb\nc\n\nd\ne" },
	{ "utf-8",       "\xef\xbb\xbf" "a\x01\x1b\x7f" "b\tc", "ab\tc" },
	{ "utf-8",       "\xc2\x80",        "\xe2\x82\xac" },
	{ "utf-8",       "\xc2\x81 \xe2\x80\xa8x", " \nx" },
};

static int
is(const struct buf *b, const char *want)
{
	return b->len == strlen(want) && memcmp(b->p ? b->p : "", want, b->len) == 0;
}

static void
conversion(void)
{
	size_t i;
	int wrong = 0;

	for (i = 0; i < sizeof codecs / sizeof codecs[0]; i++) {
		struct buf out = BUF_INIT;

		mail_to_utf8(codecs[i].in, strlen(codecs[i].in), codecs[i].label, 0,
		    &out);
		if (!is(&out, codecs[i].out)) {
			printf("# case %zu: [%s]\n", i, buf_cstr(&out));
			wrong++;
		}
		buf_free(&out);
	}
	assert(wrong == 0);
}

static void
weak_label(void)
{
	struct buf out = BUF_INIT;

	mail_to_utf8("\xc3\xa9", 2, "windows-1250", 1, &out);
	assert(is(&out, "\xc3\xa9"));
	buf_reset(&out);
	mail_to_utf8("\xe4\xc1", 2, "koi8-r", 1, &out);
	assert(is(&out, "\xd0\x94\xd0\xb0"));
	buf_reset(&out);
	mail_to_utf8("\x1b\x24\x42\x45\x45\x1b\x28\x42", 8, "iso-2022-jp", 1, &out);
	assert(is(&out, "\xe9\x9b\xbb"));
	buf_reset(&out);
	mail_to_utf8(NULL, 0, "koi8-r", 0, &out);
	assert(out.len == 0);
	buf_free(&out);
}

static void
long_input(void)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	size_t i;

	/* longer than any buffer in there, and no character lost at its end */
	for (i = 0; i < 10000; i++)
		buf_str(&in, i % 2 ? "a" : "\x93\x64");
	mail_to_utf8(in.p, in.len, "shift_jis", 0, &out);
	assert(out.len == 5000 * 4);
	for (i = 0; i < out.len; i += 4)
		assert(memcmp(out.p + i, "\xe9\x9b\xbb" "a", 4) == 0);
	buf_free(&in);
	buf_free(&out);
}

static void
trim(void)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "\n \n", "" }, { "a", "a" }, { "\n\n a \n", " a" },
		{ "a  \nb\t\n\nc", "a\nb\n\nc" }, { "a\xc2\xa0 \n\xc2\xa0", "a" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = BUF_INIT;

		buf_str(&b, cases[i][0]);
		mail_trim(&b);
		assert(is(&b, cases[i][1]));
		buf_free(&b);
	}
}

static const struct tap_test tests[] = {
	{ "charsets and wrong labels", conversion },
	{ "the document's own label", weak_label },
	{ "a long text", long_input },
	{ "trimming", trim },
};
TAP_MAIN(tests)
