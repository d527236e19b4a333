#include "gateway/sms/fit.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "gsm/text.h"

enum {
	WORD_MAX = 40,		/* octets given up to end with a whole word */
	CLUSTER_MAX = 64,	/* octets given up to end with a whole cluster: more
				   than any emoji has, less than stacked marks */
	WHICH_MAX = 256,	/* octets of the list of replaced characters */
};

/* Does this much of the text fit? */
static int
fits(struct sms_units *u, const struct config_view *v, const char *text,
    size_t n)
{
	size_t ends[GSM_SEGMENTS_MAX], bad;

	return sms_encode(u, sms_coding_of(v), text, n, &bad) == 0 &&
		sms_segment(u, v, 0, 0xffff, ends, NULL) > 0;
}

/* Back to the start of the character that octet n is in. */
static size_t
char_start(const char *text, size_t n)
{
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The last place at or before n where a grapheme cluster ends; n where a
   cluster is so long that it would take too much along. */
static size_t
cluster_end(const char *text, size_t n, size_t all)
{
	const char *p = text, *end = text + n, *at = text;
	int32_t prev = 0, cp;
	unsigned flags = 0;

	if (n == all)
		return n;
	/* walk from the start: what joins what depends on what came before */
	while (p < text + all) {
		const char *here = p;

		cp = utf8_next(&p, text + all);
		if (here == text || !gsm_cluster_continues((uint32_t)prev,
		    (uint32_t)cp, flags))
			at = here <= end ? here : at;
		if (here >= end)
			break;
		flags = cp >= 0x1f1e6 && cp <= 0x1f1ff ? flags + 1 : 0;
		prev = cp;
	}
	return at > text && end - at <= CLUSTER_MAX ? (size_t)(at - text) : n;
}

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of the last whole word near n, or n. */
static size_t
word_end(const char *text, size_t n, size_t all)
{
	size_t at = n;

	if (n == all || is_space(text[n]))
		return n;
	while (at && n - at < WORD_MAX && !is_space(text[at - 1]))
		at--;
	return at && is_space(text[at - 1]) ? at : n;
}

/* The most octets of the text that fit, in whole characters.  The longer the
   text, the more it takes, so halving finds it. */
static size_t
longest(struct sms_units *u, const struct config_view *v, const char *text,
    size_t n)
{
	size_t good = 0, bad = n, mid;

	if (fits(u, v, text, n))
		return n;
	while (bad - good > 1) {
		mid = char_start(text, good + (bad - good) / 2);
		if (mid <= good) {
			/* one character left: does it fit? */
			const char *p = text + good;

			utf8_next(&p, text + n);
			mid = (size_t)(p - text);
			if (mid >= bad)
				break;
		}
		if (fits(u, v, text, mid))
			good = mid;
		else
			bad = mid;
	}
	return good;
}

static void
note(struct sms_fitted *f, const char *c, size_t n)
{
	size_t i;

	f->replaced++;
	for (i = 0; i + n <= f->which.len; i++)
		if (memcmp(f->which.p + i, c, n) == 0)
			return;
	if (f->which.len + n <= WHICH_MAX)
		buf_add(&f->which, c, n);
}

/* The text with `?` for what the data coding does not have. */
static void
replace(struct buf *out, struct sms_units *u, const struct config_view *v,
    const char *text, size_t n)
{
	const char *p;
	size_t bad;

	while (n && sms_encode(u, sms_coding_of(v), text, n, &bad) ==
	    GSM_ECHAR) {
		buf_add(out, text, bad);
		buf_ch(out, '?');
		p = text + bad;
		utf8_next(&p, text + n);
		n -= (size_t)(p - text);
		text = p;
	}
	buf_add(out, text, n);
}

/* What was replaced in the n octets that are left. */
static void
note_all(struct sms_fitted *f, const char *text, const char *end,
    const char *clean, size_t n)
{
	const char *stop = clean + n, *was;

	while (clean < stop) {
		was = text;
		if (utf8_next(&text, end) != utf8_next(&clean, stop))
			note(f, was, (size_t)(text - was));
	}
}

/* Characters in n octets. */
static size_t
characters(const char *text, size_t n)
{
	const char *p = text, *end = text + n;
	size_t count = 0;

	for (; p < end; count++)
		utf8_next(&p, end);
	return count;
}

/* How many octets of the text are taken.  more: it goes on behind. */
static size_t
cut(struct sms_units *u, const struct config_view *v, const char *text,
    size_t n, int more)
{
	size_t take = longest(u, v, text, n);

	if (take == n && !more)
		return n;
	take = cluster_end(text, take, n);
	if (config_bool(v, SMPP_SMS_SEGMENT_BOUNDARY))
		take = word_end(text, take, n);
	while (take && is_space(text[take - 1]))
		take--;
	return take;
}

int
sms_fit(struct buf *out, const char *text, size_t n,
    const struct config_view *v, struct sms_fitted *f)
{
	/* no more characters than octets are allowed, and four octets each */
	size_t most = 4 * (size_t)config_int(v, SMPP_MAX_SMS_MESSAGE_SIZE);
	size_t all = n, take = 0;
	struct sms_submit m;
	struct buf clean = BUF_INIT;
	int rc;

	*f = (struct sms_fitted){ .which = BUF_INIT };
	if (n == 0)
		return 0;
	if (sms_submit_init(&m) < 0)
		return -1;
	if (most > 4 * SMS_UNITS_MAX)
		most = 4 * SMS_UNITS_MAX;
	if (n > most)
		n = char_start(text, most);
	replace(&clean, &m.units, v, text, n);
	if (!clean.err) {
		take = cut(&m.units, v, clean.p, clean.len, n < all);
		f->cut = characters(clean.p + take, clean.len - take) +
			characters(text + n, all - n);
		note_all(f, text, text + n, clean.p, take);
		buf_add(out, clean.p, take);
	}
	sms_submit_release(&m);
	rc = clean.err || out->err || f->which.err ? -1 : 0;
	buf_free(&clean);
	return rc;
}
