#include "mail/page.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "mail/internal.h"

enum {
	HREF_MAX = 2000,	/* octets of a link worth giving */
	BREAKS_MAX = 2,		/* line ends in a row: one empty line */
	SETTLE_MAX = BREAKS_MAX + 2,	/* octets that settle() may write */
};
#define UNSET SIZE_MAX

static int
at_start(const struct page *g)
{
	return g->out->len == g->start || g->out->p[g->out->len - 1] == '\n';
}

/* Write what is due before a character. */
static void
settle(struct page *g)
{
	if (g->out->len == g->start)
		g->breaks = 0;
	if (g->breaks)
		g->space = 0;
	for (; g->breaks > 0; g->breaks--)
		buf_ch(g->out, '\n');
	if (g->bullet)
		buf_str(g->out, "- ");
	else if (g->space && !at_start(g))
		buf_ch(g->out, ' ');
	g->bullet = g->space = 0;
}

static void
put(struct page *g, const char *p, size_t n)
{
	if (g->out->len - g->start + n + SETTLE_MAX > MAIL_TEXT_MAX) {
		g->full = 1;
		return;
	}
	settle(g);
	if (g->link == UNSET)
		g->link = g->out->len;
	buf_add(g->out, p, n);
}

void
page_block(struct page *g)
{
	if (!g->bullet && g->breaks == 0)
		g->breaks = 1;
}

void
page_break(struct page *g)
{
	g->breaks += g->breaks < BREAKS_MAX;
}

/* Fillers that make the preview line of a newsletter look empty. */
static int
is_filler(int32_t cp)
{
	return cp == 0xad || cp == 0x34f || cp == 0x200b || cp == 0x2060 ||
	    cp == 0xfeff;
}

static void
white(struct page *g, int32_t cp)
{
	if (!g->pre)
		g->space = 1;
	else if (cp == '\n' && !g->fresh)
		page_break(g);
	else if (cp != '\n')
		put(g, " ", 1);
	g->fresh = 0;
}

void
page_text(struct page *g, const char *p, size_t n)
{
	const char *end = p + n;
	char utf[UTF8_MAX];

	while (p < end && !g->full) {
		int32_t cp = utf8_next(&p, end);

		/* a character reference that means windows-1252 */
		if (cp >= 0x80 && cp <= 0x9f)
			cp = (int32_t)mail_c1((uint32_t)cp);
		if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0) {
			white(g, cp);
		} else if (cp > ' ' && cp != 0x7f && !is_filler(cp) &&
		    !(cp == 0x200c && (g->space || g->breaks || at_start(g)))) {
			put(g, utf, utf8_put(utf, (uint32_t)cp));
			g->fresh = 0;
		}
	}
}

/* ---- links */

void
page_open_link(struct page *g, const char *href)
{
	buf_reset(&g->href);
	if (!href)
		return;
	href += strspn(href, " \t\r\n");
	if (strncasecmp(href, "http://", 7) != 0 &&
	    strncasecmp(href, "https://", 8) != 0)
		return;
	for (; *href; href++) {
		if ((unsigned char)*href >= 0x80)
			buf_fmt(&g->href, "%%%02X", (unsigned char)*href);
		else if (*href > ' ' && !strchr("<>\177", *href))
			buf_ch(&g->href, *href);
	}
	if (g->href.len > HREF_MAX)
		buf_reset(&g->href);
	g->link = UNSET;
}

/* What people leave out when they write an address: `http://` and a last `/`. */
static void
bare_url(const char **p, size_t *n)
{
	size_t scheme = 0;

	while (*n > 0 && isspace((unsigned char)**p))
		(*p)++, (*n)--;
	if (*n >= 8 && strncasecmp(*p, "https://", 8) == 0)
		scheme = 8;
	else if (*n >= 7 && strncasecmp(*p, "http://", 7) == 0)
		scheme = 7;
	*p += scheme;
	*n -= scheme;
	while (*n > 0 && ((*p)[*n - 1] == '/' ||
	    isspace((unsigned char)(*p)[*n - 1])))
		(*n)--;
}

void
page_close_link(struct page *g)
{
	const char *url = g->href.p, *shown;
	size_t nurl = g->href.len, nshown;

	if (nurl == 0 || g->link == UNSET)
		return;
	shown = g->out->p + g->link;
	nshown = g->out->len - g->link;
	bare_url(&url, &nurl);
	bare_url(&shown, &nshown);
	if (nshown > 0 && (nshown != nurl ||
	    strncasecmp(shown, url, nurl) != 0) &&
	    g->out->len - g->start + g->href.len + 3 <= MAIL_TEXT_MAX) {
		buf_str(g->out, " <");
		buf_add(g->out, g->href.p, g->href.len);
		buf_ch(g->out, '>');
	}
	buf_reset(&g->href);
}
