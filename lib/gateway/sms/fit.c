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

/* ---- with and without replacements ---- */

/* A way to say the text: how much is left of it, and what that costs. */
struct version {
	struct sms_replacing how;
	struct buf text;	/* with its replacements: as much as may fit */
	int more;		/* it goes on behind */
	size_t take;		/* octets of it that fit */
	struct sms_replaced replaced;	/* in these */
	int segments;
};

/* Replace; what then is not in the coding is lost, as little of it as can be. */
static void
say(struct version *w, struct sms_units *u, const struct config_view *v,
    const char *text, size_t n)
{
	/* no more characters than octets are allowed, and four octets each */
	size_t most = 4 * (size_t)config_int(v, SMPP_MAX_SMS_MESSAGE_SIZE);
	size_t bad;

	if (most > 4 * SMS_UNITS_MAX)
		most = 4 * SMS_UNITS_MAX;
	for (w->how.rest = SMS_KEEP;; w->how.rest++) {
		buf_reset(&w->text);
		w->more = sms_replace(&w->text, &w->how, u, text, n, most,
		    NULL) < n;
		if (w->how.rest == SMS_LOSE_ALL || sms_encode(u, w->how.coding,
		    w->text.p, w->text.len, &bad) != GSM_ECHAR)
			return;
	}
}

/* Does all of the text fit? */
static int
is_whole(const struct version *w)
{
	return !w->more && w->take == w->text.len;
}

static void
make_version(struct version *w, int level, struct sms_units *u,
    const struct config_view *v, const char *text, size_t n)
{
	size_t ends[GSM_SEGMENTS_MAX], bad;

	w->how = (struct sms_replacing){ .level = level,
		.coding = sms_coding_of(v) };
	say(w, u, v, text, n);
	w->take = w->text.err ? 0 :
		cut(u, v, w->text.p, w->text.len, w->more);
	sms_replace(NULL, &w->how, u, text, n, is_whole(w) ? SIZE_MAX :
	    w->take, &w->replaced);
	/* last, so that u is of this text */
	w->segments = w->text.err || sms_encode(u, w->how.coding, w->text.p,
	    w->take, &bad) < 0 ? 0 : sms_segment(u, v, 0, 0xffff, ends, NULL);
}

/* Is b, whose units are u, better than a, which replaces less? */
static int
is_better(const struct version *b, const struct sms_units *u,
    const struct version *a)
{
	if (u->coding == GSM_CODING_UCS2)
		return 0;
	if (b->replaced.lost != a->replaced.lost)
		return b->replaced.lost < a->replaced.lost;
	if (b->replaced.taken != a->replaced.taken)
		return b->replaced.taken > a->replaced.taken;
	return b->segments < a->segments;
}

/* The best version into w[0]. */
static void
choose(struct version w[2], struct sms_units *u, const struct config_view *v,
    const char *text, size_t n)
{
	int level = TRANSLITERATE_NONE;
	int most = (int)config_int(v, SMPP_SMS_TRANSLITERATE);
	struct version better;

	make_version(&w[0], level, u, v, text, n);
	while (level++ < most && (!is_whole(&w[0]) || w[0].replaced.lost ||
	    w[0].segments > 1)) {
		make_version(&w[1], level, u, v, text, n);
		if (!is_better(&w[1], u, &w[0]))
			continue;
		better = w[1];
		w[1] = w[0];
		w[0] = better;
	}
}

/* Append what was chosen, and say what became of it. */
static void
tell(struct buf *out, const struct version *w, struct sms_units *u,
    const char *text, size_t n, struct sms_fitted *f)
{
	size_t bad;

	f->replaced = w->replaced;
	f->cut = characters(text, n) - w->replaced.taken;
	buf_add(out, w->text.p, w->take);
	if (w->take && sms_encode(u, w->how.coding, w->text.p, w->take,
	    &bad) == 0)
		sms_lacking(&f->lacking, u);
}

int
sms_fit(struct buf *out, const char *text, size_t n,
    const struct config_view *v, struct sms_fitted *f)
{
	struct version w[2] = { { .text = BUF_INIT }, { .text = BUF_INIT } };
	struct sms_submit m;
	int rc;

	*f = (struct sms_fitted){ .lacking = BUF_INIT };
	if (n == 0)
		return 0;
	if (sms_submit_init(&m) < 0)
		return -1;
	choose(w, &m.units, v, text, n);
	if (!w[0].text.err)
		tell(out, &w[0], &m.units, text, n, f);
	rc = w[0].text.err || w[1].text.err || out->err || f->lacking.err ?
		-1 : 0;
	buf_free(&w[0].text);
	buf_free(&w[1].text);
	sms_submit_release(&m);
	return rc;
}
