#include "gateway/mms/arrange.h"

#include <string.h>
#include <strings.h>

#include "gateway/mms/smil.h"
#include "mail/parts.h"

static int
has(const struct mms_arranged *a, const struct related_part *p)
{
	size_t i;

	for (i = 0; i < a->n && a->part[i] != p; i++)
		;
	return i < a->n || p == a->smil;
}

static void
add(struct mms_arranged *a, const struct related_part *p)
{
	if (!has(a, p) && a->n < RELATED_PARTS_MAX)
		a->part[a->n++] = p;
}

/* A page elsewhere, or a place in this one: nothing that a message carries. */
static int
is_elsewhere(const char *ref)
{
	return !*ref || *ref == '#' || strncasecmp(ref, "http:", 5) == 0 ||
	    strncasecmp(ref, "https:", 6) == 0 ||
	    strncasecmp(ref, "data:", 5) == 0;
}

static int
is_noted(const struct mms_arranged *a, const char *ref)
{
	const char *p = a->missing.p;
	size_t i;

	for (i = 0; i < a->nmissing; i++, p += strlen(p) + 1)
		if (strcmp(p, ref) == 0)
			return 1;
	return 0;
}

static void
follow(struct mms_arranged *a, const struct related *r)
{
	struct buf text = BUF_INIT, refs = BUF_INIT;
	const char *ref;
	size_t n, i;

	mail_text_utf8(a->smil->data, a->smil->n, a->smil->charset, &text);
	n = smil_read(text.p ? text.p : "", text.len, &refs);
	a->oom |= text.err | refs.err;
	for (i = 0, ref = refs.p; !a->oom && i < n; i++, ref += strlen(ref) + 1) {
		const struct related_part *p = related_find(r, ref);

		if (p && p != a->smil) {
			add(a, p);
		} else if (!p && !is_elsewhere(ref) && !is_noted(a, ref)) {
			buf_add(&a->missing, ref, strlen(ref) + 1);
			a->nmissing++;
		}
	}
	buf_free(&refs);
	buf_free(&text);
}

void
mms_arrange(struct mms_arranged *a, const struct related *r)
{
	size_t i;

	memset(a, 0, sizeof *a);
	for (i = 0; i < r->nparts && !a->smil; i++)
		if (smil_is(r->parts[i].type))
			a->smil = &r->parts[i];
	if (a->smil)
		follow(a, r);
	for (i = 0; i < r->nparts; i++)
		add(a, &r->parts[i]);
	a->oom |= a->missing.err;
}

void
mms_arranged_release(struct mms_arranged *a)
{
	buf_free(&a->missing);
}
