/* UTF-8; RFC 3629.  python3's codec is the second opinion, where it is there. */
#include "tap.h"

#include "base/utf8.h"

static void
test_all(void)
{
	char s[UTF8_MAX + 1];
	uint32_t cp;
	size_t n, want;

	for (cp = 0; cp <= 0x110000; cp++) {
		const char *p = s;
		int scalar = cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);

		memset(s, 0x55, sizeof s);
		n = utf8_put(s, cp);
		want = !scalar ? 3 : cp < 0x80 ? 1 : cp < 0x800 ? 2 :
			cp < 0x10000 ? 3 : 4;
		assert(n == want && s[n] == 0x55);
		assert(utf8_next(&p, s + n) == (int32_t)(scalar ? cp : 0xfffd));
		assert(p == s + n && utf8_valid(s, n) == n);
	}
	assert(utf8_put(s, UINT32_MAX) == 3);
}

/* RFC 3629, 3 and 10, and each form at its ends. */
static void
test_bad(void)
{
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
		"\xfe", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3(",
		"\xe2(\x82", "\xe2\x82(", "\xf0(\x9f\x98", "\xf0\x9f\x98(",
		"\xed\xa0\xbd\xed\xb8\x80" };
	size_t i, n;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char text[16] = "ok\xc3\xa9";
		const char *p;

		n = strlen(bad[i]);
		strcat(text, bad[i]);
		p = text + 4;
		assert(utf8_next(&p, text + 4 + n) == UTF8_BAD && p == text + 5);
		assert(utf8_valid(text, 4 + n) == 4);
	}
	assert(utf8_valid("", 0) == 0);
	assert(utf8_valid("a\0b", 3) == 3);
}

/* All pairs of octets, and three and four of the interesting ones: written to
   python3, which says which are valid. */
static unsigned long
count(FILE *to)
{
	static const unsigned char some[] = { 0, 0x41, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
		0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };
	enum { N = sizeof some };
	unsigned long valid = 0;
	unsigned i;
	char s[4];

	for (i = 0; i < 65536; i++) {
		s[0] = (char)(i >> 8);
		s[1] = (char)i;
		valid += utf8_valid(s, 2) == 2;
		if (to)
			fwrite("\2", 1, 1, to), fwrite(s, 1, 2, to);
	}
	for (i = 0; i < N * N * N * N; i++) {
		s[0] = (char)some[i / (N * N * N)];
		s[1] = (char)some[i / (N * N) % N];
		s[2] = (char)some[i / N % N];
		s[3] = (char)some[i % N];
		valid += utf8_valid(s, 4) == 4;
		if (to)
			fwrite("\4", 1, 1, to), fwrite(s, 1, 4, to);
	}
	return valid;
}

static void
test_python(void)
{
	static const char script[] =
	    "python3 -c 'import sys\n"
	    "d = sys.stdin.buffer.read(); i = n = 0\n"
	    "while i < len(d):\n"
	    "    k = d[i]\n"
	    "    try: d[i+1:i+1+k].decode(\"utf-8\"); n += 1\n"
	    "    except UnicodeDecodeError: pass\n"
	    "    i += 1 + k\n"
	    "print(n)' <%s";
	char path[] = "/tmp/utf8-test-XXXXXX", command[sizeof script + 40];
	unsigned long theirs = 0;
	int fd = mkstemp(path), got;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w"), *python;
	unsigned long ours;

	assert(f);
	ours = count(f);
	assert(fclose(f) == 0);
	snprintf(command, sizeof command, script, path);
	python = popen(command, "r");
	got = python ? fscanf(python, "%lu", &theirs) : 0;
	if (python)
		pclose(python);
	remove(path);
	if (got != 1) {
		tap_skip("no python3");
		return;
	}
	fprintf(stderr, "# %lu, python3 %lu\n", ours, theirs);
	assert(ours == theirs);
}

static const struct tap_test tests[] = {
	{ "every code point", test_all },
	{ "what is none", test_bad },
	{ "as python3 sees it", test_python },
};

TAP_MAIN(tests)
