#include "mail/internal.h"
#include "tap.h"

static int
is(const struct buf *b, const char *want)
{
	if (b->len == strlen(want) && memcmp(b->p ? b->p : "", want, b->len) == 0)
		return 1;
	printf("# got [%.*s]\n", (int)b->len, b->p ? b->p : "");
	return 0;
}

/* What RFC 3676 says, section by section. */
static const struct {
	const char *in;
	int delsp;
	const char *out;
} flowed[] = {
	{ "", 0, "" },
	{ "a \nb\nc", 0, "a b\nc\n" },			/* 4.1 */
	{ "a \nb\n", 1, "ab\n" },			/* 4.1: DelSp */
	{ " From here \n  deep", 0, "From here  deep\n" },	/* 4.4 */
	{ "a \n-- \nsig", 0, "a \n-- \nsig\n" },	/* 4.3 */
	{ "> a \n> b\n>> c \n> d", 0, "> a b\n>> c \n> d\n" },	/* 4.5 */
	{ "a \n\nb", 0, "a \nb\n" },			/* a flowed line, ended */
	{ ">> \n>", 0, ">> \n> \n" },
	{ "a ", 0, "a " },
};

static void
unflow(void)
{
	size_t i;

	for (i = 0; i < sizeof flowed / sizeof flowed[0]; i++) {
		struct buf out = BUF_INIT;

		mail_unflow(flowed[i].in, strlen(flowed[i].in), flowed[i].delsp,
		    &out);
		if (!is(&out, flowed[i].out)) {
			printf("# case %zu\n", i);
			assert(!"flowed");
		}
		buf_free(&out);
	}
}

static const struct {
	const char *in, *out;
	int encrypted;
} blocks[] = {
	{ "", "", 0 },
	{ "a\n\nb", "a\n\nb\n", 0 },
	/* printf Cat | uuencode cat.txt (POSIX's own example is this form) */
	{ "see\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye", "see\nbye\n", 0 },
	{ "begin 644 a\n#0V%T\nbegin 644 b\n#0V%T\n`\nend", "", 0 },
	{ "begin 644 cat.txt\n#0V%T", "", 0 },		/* cut off */
	{ "begin 644 then\nlower case", "begin 644 then\nlower case\n", 0 },
	{ "begin 1998 well\n#0V%T", "begin 1998 well\n#0V%T\n", 0 },
	{ "begin the day", "begin the day\n", 0 },
	{ "begin 644 x", "begin 644 x\n", 0 },
	{ "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhi\n- -- x\n"
	  "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\nps",
	  "hi\n-- x\nps\n", 0 },
	{ "a\n-----BEGIN PGP MESSAGE-----\nx\n-----END PGP MESSAGE-----  \nb",
	  "a\nb\n", 1 },
	{ "a\n-----BEGIN PGP MESSAGE-----\nx\n", "a\n", 1 },
	{ "-----BEGIN PGP MESSAGE----- no\n- x\n--\n-",
	  "-----BEGIN PGP MESSAGE----- no\n- x\n--\n-\n", 0 },
};

static void
drop_blocks(void)
{
	size_t i;

	for (i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		struct buf out = BUF_INIT;

		int encrypted = mail_drop_blocks(blocks[i].in,
		    strlen(blocks[i].in), &out);
		if (!is(&out, blocks[i].out) || encrypted != blocks[i].encrypted) {
			printf("# case %zu\n", i);
			assert(!"blocks");
		}
		buf_free(&out);
	}
}

static void
stubs(void)
{
	static const struct {
		const char *s;
		int stub;
	} cases[] = {
		{ "", 0 },
		{ "To view the message, please use an HTML compatible email viewer!",
		    1 },	/* PHPMailer's own */
		{ "Your client cannot show HTML", 1 },
		{ "The parcel is here", 0 },
		{ "I learn HTML now", 0 },
	};
	char big[1000];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert(mail_is_stub(cases[i].s, strlen(cases[i].s)) == cases[i].stub);
	memset(big, 'x', sizeof big);
	memcpy(big, "html client", 11);
	assert(!mail_is_stub(big, sizeof big));
}

static const struct tap_test tests[] = {
	{ "format=flowed", unflow },
	{ "blocks that are no text", drop_blocks },
	{ "stubs", stubs },
};
TAP_MAIN(tests)
