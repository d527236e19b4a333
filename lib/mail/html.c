#include "mail/internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "mail/page.h"

/*
 * libxml2 searches its stack of open elements for each end tag that closes
 * nothing, and all attributes of a tag for each new one.  No honest page has
 * many of either; where one has, the text ends.
 */
enum {
	CHUNK = 4096,		/* octets fed at once */
	TAG_PIECES_MAX = 1024,	/* blanks and quotes in a tag over a chunk */
	WORK_MAX = 100 << 20,	/* elements searched for stray end tags */
};

/* What an element does to the text.  Sorted by name. */
enum kind { BLOCK, BREAK, CELL, IMAGE, ITEM, LINK, PRE, SKIP };
static const struct element {
	const char *name;
	enum kind kind;
} elements[] = {
	{ "a", LINK },         { "address", BLOCK },  { "article", BLOCK },
	{ "aside", BLOCK },    { "blockquote", BLOCK }, { "body", BLOCK },
	{ "br", BREAK },       { "caption", BLOCK },  { "center", BLOCK },
	{ "dd", BLOCK },       { "dir", BLOCK },      { "div", BLOCK },
	{ "dl", BLOCK },       { "dt", BLOCK },       { "fieldset", BLOCK },
	{ "figcaption", BLOCK }, { "figure", BLOCK }, { "footer", BLOCK },
	{ "form", BLOCK },     { "h1", BLOCK },       { "h2", BLOCK },
	{ "h3", BLOCK },       { "h4", BLOCK },       { "h5", BLOCK },
	{ "h6", BLOCK },       { "header", BLOCK },   { "hr", BLOCK },
	{ "iframe", SKIP },    { "img", IMAGE },      { "legend", BLOCK },
	{ "li", ITEM },        { "main", BLOCK },     { "menu", BLOCK },
	{ "nav", BLOCK },      { "object", SKIP },    { "ol", BLOCK },
	{ "p", BLOCK },        { "pre", PRE },        { "script", SKIP },
	{ "section", BLOCK },  { "select", SKIP },    { "style", SKIP },
	{ "svg", SKIP },       { "table", BLOCK },    { "tbody", BLOCK },
	{ "td", CELL },        { "template", SKIP },  { "tfoot", BLOCK },
	{ "th", CELL },        { "thead", BLOCK },    { "title", SKIP },
	{ "tr", BLOCK },       { "ul", BLOCK },       { "xml", SKIP },
};

struct document {
	struct page page;
	htmlParserCtxtPtr parser;
	size_t depth;		/* open elements */
	size_t hidden;		/* the depth that is hidden, and all within; 0 */
	size_t work;
};

/* ---- elements */

static int
by_name(const void *name, const void *e)
{
	return strcmp(name, ((const struct element *)e)->name);
}

static const struct element *
find(const xmlChar *name)
{
	return bsearch(name, elements, sizeof elements / sizeof elements[0],
	    sizeof elements[0], by_name);
}

static const char *
attribute(const xmlChar **atts, const char *name)
{
	for (; atts && atts[0]; atts += 2)
		if (strcmp((const char *)atts[0], name) == 0)
			return atts[1] ? (const char *)atts[1] : "";
	return NULL;
}

/* 1 when the style says `display: none`. */
static int
undisplayed(const char *style)
{
	static const char display[] = "display";

	while (*style) {
		size_t n;

		style += strspn(style, " \t\r\n;");
		n = strcspn(style, ":;");
		if (strncasecmp(style, display, sizeof display - 1) == 0 &&
		    style[n] == ':' &&
		    strspn(style + sizeof display - 1, " \t\r\n") ==
		    n - (sizeof display - 1)) {
			style += n + 1;
			style += strspn(style, " \t\r\n");
			if (strncasecmp(style, "none", 4) == 0 &&
			    strchr(" \t\r\n;!", style[4]))
				return 1;
		}
		style += strcspn(style, ";");
	}
	return 0;
}

static int
is_hidden(const struct element *e, const xmlChar **atts)
{
	const char *style = attribute(atts, "style");

	return (e && e->kind == SKIP) || attribute(atts, "hidden") ||
	    (style && undisplayed(style));
}

static void
open_element(struct page *g, enum kind kind, const xmlChar **atts)
{
	const char *alt;

	switch (kind) {
	case BREAK:
		page_break(g);
		break;
	case CELL:
		g->space = 1;
		break;
	case IMAGE:
		alt = attribute(atts, "alt");
		if (alt)
			page_text(g, alt, strlen(alt));
		break;
	case ITEM:
		page_block(g);
		g->bullet = 1;
		break;
	case LINK:
		page_open_link(g, attribute(atts, "href"));
		break;
	case PRE:
		g->fresh = 1;
		g->pre++;
		page_block(g);
		break;
	case BLOCK:
		page_block(g);
		break;
	case SKIP:
		break;
	}
}

static void
close_element(struct page *g, enum kind kind)
{
	if (kind == LINK)
		page_close_link(g);
	if (kind == PRE && g->pre > 0)
		g->pre--;
	if (kind == ITEM)
		g->bullet = 0;
	if (kind == BLOCK || kind == PRE || kind == ITEM)
		page_block(g);
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar **atts)
{
	struct document *d = ctx;
	const struct element *e = find(name);

	d->depth++;
	if (!d->hidden && is_hidden(e, atts))
		d->hidden = d->depth;
	if (!d->hidden && e)
		open_element(&d->page, e->kind, atts);
}

static void
on_end(void *ctx, const xmlChar *name)
{
	struct document *d = ctx;
	const struct element *e = find(name);

	if (!d->hidden && e)
		close_element(&d->page, e->kind);
	if (d->hidden == d->depth)
		d->hidden = 0;
	if (d->depth > 0)
		d->depth--;
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
	struct document *d = ctx;

	if (!d->hidden)
		page_text(&d->page, (const char *)p, (size_t)n);
	if (d->page.full)
		xmlStopParser(d->parser);
}

/* Every error may have cost a search of the whole stack. */
static void
on_error(void *ctx, const char *fmt, ...)
{
	struct document *d = ctx;

	(void)fmt;
	d->work += d->depth;
	if (d->work > WORK_MAX)
		xmlStopParser(d->parser);
}

/* ---- the document */

/* The charset that the document names near its beginning, or NULL. */
static const char *
own_charset(const char *p, size_t n, char *name, size_t size)
{
	static const char word[] = "charset=";
	size_t i, len;

	for (i = 0; i + sizeof word < n && i < CHUNK; i++) {
		if (strncasecmp(p + i, word, sizeof word - 1) != 0)
			continue;
		i += sizeof word - 1;
		while (i < n && (p[i] == '"' || p[i] == '\''))
			i++;
		for (len = 0; i + len < n && len + 1 < size &&
		    (isalnum((unsigned char)p[i + len]) ||
		    strchr("-_.:+", p[i + len])) && p[i + len]; len++)
			name[len] = p[i + len];
		name[len] = '\0';
		return len ? name : NULL;
	}
	return NULL;
}

/* The tag whose end the parser still waits for. */
struct tag {
	size_t at;		/* where it begins */
	size_t seen;		/* how far its pieces were counted */
	size_t pieces;		/* blanks, quotes: no fewer than attributes */
};

/* 1 when the tag is no honest one; fed: the octets given to the parser. */
static int
endless_tag(struct tag *t, htmlParserCtxtPtr parser, const char *p, size_t fed)
{
	long used = xmlByteConsumed(parser);

	if (used < 0 || (size_t)used + CHUNK > fed || p[used] != '<' ||
	    !isalpha((unsigned char)p[used + 1]))
		return 0;
	if (t->at != (size_t)used || t->seen == 0)
		*t = (struct tag){ (size_t)used, (size_t)used, 0 };
	for (; t->seen < fed; t->seen++)
		t->pieces += strchr(" \t\r\n\"'/", p[t->seen]) != NULL;
	return t->pieces > TAG_PIECES_MAX;
}

/*
 * Where libxml2 reads a page otherwise than browsers do.  It takes `<![if ...]>`
 * and the like for text; as processing instructions both drop them.  It ends
 * at `</body>` and `</html>`, behind which list servers and scanners put their
 * lines; there a rule will do.
 */
static void
mend(char *p, size_t n)
{
	size_t i;

	for (i = 0; i + 6 < n; i++) {
		if (p[i] != '<')
			continue;
		if (p[i + 1] == '!' && !strchr("-dD", p[i + 2]) &&
		    (unsigned char)p[i + 2] < 0x80) {
			p[i + 1] = '?';
			if (!isalpha((unsigned char)p[i + 2]) && p[i + 2] != '>')
				p[i + 2] = 'x';
		} else if (strncasecmp(p + i, "</body", 6) == 0 ||
		    strncasecmp(p + i, "</html", 6) == 0) {
			memcpy(p + i, "<hr   ", 6);
		}
	}
}

static void
parse(struct document *d, const char *p, size_t n)
{
	struct tag tag = { .at = 0 };
	size_t at = 0, step;

	while (at < n && !d->page.full && !d->page.out->err) {
		step = n - at < CHUNK ? n - at : CHUNK;
		while (at + step < n && (p[at + step] & 0xc0) == 0x80)
			step--;		/* no character is cut in two */
		htmlParseChunk(d->parser, p + at, (int)step, 0);
		at += step;
		if (endless_tag(&tag, d->parser, p, at)) {
			xmlStopParser(d->parser);
			break;
		}
	}
	htmlParseChunk(d->parser, NULL, 0, 1);
}

int
mail_html_text(const char *html, size_t n, const char *charset,
    struct buf *out)
{
	htmlSAXHandler sax = {
		.initialized = 1,	/* without XML_SAX2_MAGIC: no serror */
		.startElement = on_start, .endElement = on_end,
		.characters = on_text, .ignorableWhitespace = on_text,
		.cdataBlock = on_text, .error = on_error,
	};
	struct document d = { .page = { .out = out, .start = out->len } };
	struct buf utf8 = BUF_INIT;
	char name[64];
	int rc = -1;

	/* else libxml2 ends at an end tag that comes first */
	buf_str(&utf8, "<body>");
	mail_to_utf8(html, n, charset ? charset :
	    own_charset(html, n, name, sizeof name), !charset, &utf8);
	d.parser = htmlCreatePushParserCtxt(&sax, &d, NULL, 0, NULL,
	    XML_CHAR_ENCODING_UTF8);
	if (!d.parser || utf8.err)
		goto out;
	htmlCtxtUseOptions(d.parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET |
	    HTML_PARSE_IGNORE_ENC);
	mend(utf8.p, utf8.len);
	parse(&d, utf8.p, utf8.len);
	rc = out->err || d.page.href.err ? -1 : 0;
out:
	htmlFreeParserCtxt(d.parser);
	buf_free(&d.page.href);
	buf_free(&utf8);
	return rc;
}
