/*
 * The octets are by hand: qmail's mbox(5), "HOW A MESSAGE IS DELIVERED" and
 * "QUOTING", and RFC 4155, appendix A.
 */
#include "mail/mbox.h"
#include "tap.h"

static int
is(struct buf *b, const char *want)
{
	if (strcmp(buf_cstr(b), want) == 0)
		return 1;
	printf("# got [%s]\n", buf_cstr(b));
	return 0;
}

static const struct {
	const char *sender;
	int64_t ms;
	const char *msg, *entry;
} puts_[] = {
	{ "a@example.com", INT64_C(1795425247000), "Subject: x\n\nhi\n",
	    "From a@example.com Mon Nov 23 09:14:07 2026\nSubject: x\n\nhi\n\n" },
	{ "", 0, "x", "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\nx\n\n" },
	{ "a b\n\tc", 999, "", "From a-b--c Thu Jan  1 00:00:00 1970\n\n" },
	{ "a", 0, "From x\n>From y\n>>From z\n From\nfrom q\nFrom\n> From w\n",
	    "From a Thu Jan  1 00:00:00 1970\n>From x\n>>From y\n>>>From z\n From\n"
	    "from q\nFrom\n> From w\n\n" },
	{ "a", 0, "a\r\nFrom b\r\n",
	    "From a Thu Jan  1 00:00:00 1970\na\r\n>From b\r\n\n" },
	{ "a", 0, "\n\nx\n\n", "From a Thu Jan  1 00:00:00 1970\n\n\nx\n\n\n" },
};

static void
put(void)
{
	size_t i;

	for (i = 0; i < sizeof puts_ / sizeof puts_[0]; i++) {
		struct buf out = BUF_INIT;

		mbox_put(&out, puts_[i].sender, puts_[i].ms, puts_[i].msg,
		    strlen(puts_[i].msg));
		assert(is(&out, puts_[i].entry));
		buf_free(&out);
	}
}

/* All entries one behind the other come out as they went in. */
static void
next(void)
{
	struct buf box = BUF_INIT, msg = BUF_INIT, want = BUF_INIT;
	size_t i, at = 0, n = sizeof puts_ / sizeof puts_[0];

	for (i = 0; i < n; i++)
		buf_str(&box, puts_[i].entry);
	for (i = 0; i < n; i++) {
		size_t line = strcspn(puts_[i].entry, "\n") + 1;

		assert(mbox_next(box.p, box.len, &at, &msg) == 1);
		buf_reset(&want);
		buf_add(&want, puts_[i].entry, line);
		buf_str(&want, puts_[i].msg);
		if (*puts_[i].msg && want.p[want.len - 1] != '\n')
			buf_ch(&want, '\n');
		assert(is(&msg, buf_cstr(&want)));
	}
	assert(mbox_next(box.p, box.len, &at, &msg) == 0);
	buf_free(&box);
	buf_free(&msg);
	buf_free(&want);
}

static void
odd_streams(void)
{
	static const struct {
		const char *in, *first, *second;
	} cases[] = {
		{ "", NULL, NULL },
		{ "Subject: x\n\n>From y\nFrom z\n", "Subject: x\n\n>From y\nFrom z\n",
		    NULL },
		{ "From a", "From a", NULL },
		{ "From a\n", "From a\n", NULL },
		{ "From a\nFrom b\nx", "From a\n", "From b\nx" },
		{ "From a\nx\nFrom b\n\n", "From a\nx\n", "From b\n" },
		{ "From a\r\nx\r\n\r\nFrom b\r\n", "From a\r\nx\r\n", "From b\r\n" },
		{ "From a\nx\n\n\nFrom b\n\nx\n", "From a\nx\n\n", "From b\n\nx\n" },
		{ "From a\n>From", "From a\n>From", NULL },
		{ "\nFrom a\n", "\nFrom a\n", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf msg = BUF_INIT;
		size_t at = 0, n = strlen(cases[i].in);

		assert(mbox_next(cases[i].in, n, &at, &msg) == !!cases[i].first);
		if (cases[i].first)
			assert(is(&msg, cases[i].first));
		assert(mbox_next(cases[i].in, n, &at, &msg) == !!cases[i].second);
		if (cases[i].second)
			assert(is(&msg, cases[i].second));
		assert(mbox_next(cases[i].in, n, &at, &msg) == 0);
		buf_free(&msg);
	}
}

static const struct tap_test tests[] = {
	{ "an entry", put },
	{ "entries out of a stream", next },
	{ "streams that are odd", odd_streams },
};
TAP_MAIN(tests)
