/* RFC 4648, 10: test vectors. */
#include "base/base64.h"
#include "tap.h"

static void
t_vectors(void)
{
	static const struct { const char *plain, *coded; } rows[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
	};
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_reset(&b);
		base64_put(&b, rows[i].plain, strlen(rows[i].plain));
		assert(strcmp(buf_cstr(&b), rows[i].coded) == 0);
		buf_reset(&b);
		assert(base64_get(rows[i].coded, strlen(rows[i].coded), &b) == 0);
		assert(strcmp(buf_cstr(&b), rows[i].plain) == 0);
	}
	buf_free(&b);
}

static void
t_wrong(void)
{
	/* 3.3 other characters, 3.5 bits left over; white space is ours */
	static const char *const wrong[] = { "Zg%=", "Z", "Zh==", "Zg=a", "Zm9=" };
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert(base64_get(wrong[i], strlen(wrong[i]), &b) == -1);
	buf_reset(&b);
	assert(base64_get("Zm 9v\r\nYg", 9, &b) == 0);
	assert(strcmp(buf_cstr(&b), "foob") == 0);
	buf_free(&b);
}

/* Python's base64.encodebytes(bytes(range(60))), but for its last line end. */
static void
t_lines(void)
{
	static const char lines[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"
	    "Hh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4\r\nOTo7";
	unsigned char octets[60];
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof octets; i++)
		octets[i] = (unsigned char)i;
	base64_put_lines(&b, octets, sizeof octets, "\r\n");
	assert(strcmp(buf_cstr(&b), lines) == 0);
	buf_reset(&b);
	base64_put_lines(&b, octets, 57, "\r\n");
	assert(b.len == 76);
	base64_put_lines(&b, octets, 0, "\r\n");
	assert(b.len == 76 && memcmp(b.p, lines, 76) == 0);
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "base64: RFC 4648's vectors", t_vectors },
	{ "base64: what is none", t_wrong },
	{ "base64: lines", t_lines },
};

TAP_MAIN(tests)
