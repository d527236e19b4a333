#include "gateway/sms/replace.h"

#include <string.h>

#include "base/utf8.h"
#include "gsm/text.h"
#include "gsm/translit.h"

static const char lost[] = "?";

/* Does the coding have the character, without national tables? */
static int
has(const struct sms_replacing *how, const char *c, size_t len)
{
	static const struct gsm_tables none;
	uint8_t units[4];

	return gsm_text_encode(sms_narrow(&how->coding), none, c, len, units,
	    NULL, 2, NULL) > 0;
}

/* What goes out for a character, or NULL: itself. */
static const char *
instead(const struct sms_replacing *how, struct sms_units *u, uint32_t cp,
    const char *c, size_t len)
{
	const char *to = NULL;
	size_t bad;

	if (has(how, c, len))
		return NULL;
	if (how->level != TRANSLITERATE_NONE)
		to = gsm_translit(cp, how->level == TRANSLITERATE_FULL ?
		    GSM_TRANSLIT_FULL : GSM_TRANSLIT_LOOKS);
	if (to || how->rest == SMS_KEEP)
		return to;
	if (how->rest == SMS_LOSE &&
	    sms_encode(u, how->coding, c, len, &bad) == 0)
		return NULL;
	return lost;
}

static void
note(struct sms_replaced *r, uint32_t cp, const char *to)
{
	size_t i;

	r->count++;
	r->lost += to == lost;
	for (i = 0; i < r->n; i++)
		if (r->which[i].cp == cp)
			return;
	if (r->n == SMS_REPLACED_MAX)
		return;
	r->which[r->n].cp = cp;
	r->which[r->n++].to = to;
}

size_t
sms_replace(struct buf *out, const struct sms_replacing *how,
    struct sms_units *u, const char *text, size_t n, size_t limit,
    struct sms_replaced *r)
{
	const char *p = text, *end = text + n;
	size_t at = 0;

	if (r)
		memset(r, 0, sizeof *r);
	while (p < end && at < limit) {
		const char *c = p, *to;
		uint32_t cp = (uint32_t)utf8_next(&p, end);
		size_t len = (size_t)(p - c);

		to = instead(how, u, cp, c, len);
		if (to && r)
			note(r, cp, to);
		if (r)
			r->taken++;
		if (to) {
			c = to;
			len = strlen(to);
		}
		if (out)
			buf_add(out, c, len);
		at += len;
	}
	return (size_t)(p - text);
}
