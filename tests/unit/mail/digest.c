/* Expected values: python3,
   hashlib.sha256(struct.pack('<Q', len(a)) + a + b).hexdigest()[:32] */
#include "tap.h"

#include "mail/digest.h"

static void
digests(void)
{
	static const struct {
		const char *a;
		size_t na;
		const char *b;
		const char *want;
	} cases[] = {
		{ "", 0, "", "af5570f5a1810b7af78caf4bc70a660f" },
		{ "one@disneyworld.com", 19, "15551234567@example.com",
		  "8de62552cb0f8afb38db83303bdba09c" },
		{ "ab", 2, "c", "6d38234db36d6dcc6ff6702b434e13bc" },
		{ "a", 1, "bc", "22a5c7045bc36a32e64f063ff4e7946d" },
	};
	char out[MAIL_DIGEST_SIZE + 1];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		memset(out, '~', sizeof out);
		mail_digest(cases[i].a, cases[i].na, cases[i].b,
		    strlen(cases[i].b), out);
		assert(strcmp(out, cases[i].want) == 0);
		assert(out[MAIL_DIGEST_SIZE] == '~');
	}
}

static void
octets(void)
{
	char in[100000], out[MAIL_DIGEST_SIZE];
	size_t i;

	for (i = 0; i < 2000; i++)
		in[i] = i % 2 ? '\xff' : '\0';
	mail_digest(in, 2000, "x", 1, out);
	assert(strcmp(out, "96e5998e8beab015b0a2c8cb73250c1f") == 0);
	memset(in, 'a', sizeof in);
	mail_digest(in, sizeof in, "", 0, out);
	assert(strcmp(out, "47584b001348add196c94f97b44cf40b") == 0);
}

static const struct tap_test tests[] = {
	{ "two pieces, told apart", digests },
	{ "any octets, many of them", octets },
};
TAP_MAIN(tests)
