#include "gateway/mms/smil.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

int
smil_is(const char *type)
{
	return type && (strcasecmp(type, "application/smil") == 0 ||
	    strcasecmp(type, "application/smil+xml") == 0);
}

/* ---- out */

enum kind { OTHER, TEXT, IMAGE, VIDEO, AUDIO };

static enum kind
kind_of(const struct related_out *p)
{
	if (strcmp(p->type, "text/plain") == 0)
		return TEXT;
	if (strncmp(p->type, "image/", 6) == 0)
		return IMAGE;
	if (strncmp(p->type, "video/", 6) == 0)
		return VIDEO;
	return strncmp(p->type, "audio/", 6) == 0 ? AUDIO : OTHER;
}

static void
put_attribute(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (*s == '&')
			buf_str(out, "&amp;");
		else if (*s == '<')
			buf_str(out, "&lt;");
		else if (*s == '"')
			buf_str(out, "&quot;");
		else
			buf_ch(out, *s);
}

static void
put_media(struct buf *out, const struct related_out *p, int by_name)
{
	static const char *const element[] = {
		[TEXT] = "text", [IMAGE] = "img", [VIDEO] = "video",
		[AUDIO] = "audio",
	};
	enum kind k = kind_of(p);

	buf_fmt(out, "<%s src=\"", element[k]);
	if (!by_name)
		buf_str(out, "cid:");
	put_attribute(out, by_name ? p->location : p->id);
	buf_ch(out, '"');
	if (k != AUDIO)
		buf_fmt(out, " region=\"%s\"", k == TEXT ? "Text" : "Image");
	buf_str(out, "/>");
}

/* May a part of that kind join a page that has those already?  A page has one
   text and one picture or video; sound goes with a picture or text. */
static int
may_join(unsigned has, enum kind k)
{
	unsigned seen = 1u << IMAGE | 1u << VIDEO;

	if (has & 1u << k)
		return 0;
	if (k == VIDEO)
		return !(has & (seen | 1u << AUDIO));
	if (k == IMAGE)
		return !(has & seen);
	return k == TEXT || !(has & 1u << VIDEO);
}

void
smil_write(struct buf *out, const struct related_out *parts, size_t n,
    int by_name)
{
	unsigned has = 0;
	size_t i;

	buf_str(out, "<smil><head><layout><root-layout/>"
	    "<region id=\"Image\" top=\"0%\" left=\"0%\" height=\"70%\" "
	    "width=\"100%\" fit=\"meet\"/>"
	    "<region id=\"Text\" top=\"70%\" left=\"0%\" height=\"30%\" "
	    "width=\"100%\" fit=\"scroll\"/>"
	    "</layout></head><body>");
	for (i = 0; i < n; i++) {
		enum kind k = kind_of(&parts[i]);

		if (k == OTHER)
			continue;
		if (has && !may_join(has, k)) {
			buf_str(out, "</par>");
			has = 0;
		}
		if (!has)
			buf_fmt(out, "<par dur=\"%dms\">", SMIL_PAGE_MS);
		has |= 1u << k;
		put_media(out, &parts[i], by_name);
	}
	if (has)
		buf_str(out, "</par>");
	buf_str(out, "</body></smil>\n");
}

/* ---- in */

/* A value up to its quote, entities undone. */
static void
put_value(struct buf *out, const char *p, const char *end)
{
	static const struct { const char *name; char c; } entities[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' },
	};
	size_t i, n;

	while (p < end && isspace((unsigned char)*p))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	while (p < end) {
		n = 0;
		for (i = 0; *p == '&' && !n &&
		    i < sizeof entities / sizeof entities[0]; i++) {
			size_t len = strlen(entities[i].name);

			if ((size_t)(end - p) >= len &&
			    memcmp(p, entities[i].name, len) == 0) {
				buf_ch(out, entities[i].c);
				n = len;
			}
		}
		if (!n) {
			if (*p)
				buf_ch(out, *p);
			n = 1;
		}
		p += n;
	}
	buf_ch(out, '\0');
}

/* Where the comment that begins at p ends, or p itself: it is none. */
static const char *
skip_comment(const char *p, const char *end)
{
	if (end - p < 4 || memcmp(p, "<!--", 4) != 0)
		return p;
	for (p += 4; end - p >= 3; p++)
		if (memcmp(p, "-->", 3) == 0)
			return p + 3;
	return end;
}

/* ` src = "` at p: where the value begins and *close its quote; NULL: no. */
static const char *
source_at(const char *p, const char *end, const char **close)
{
	const char *q = p + 4;

	if (end - p < 7 || !isspace((unsigned char)*p) ||
	    strncasecmp(p + 1, "src", 3) != 0)
		return NULL;
	while (q < end && isspace((unsigned char)*q))
		q++;
	if (q == end || *q++ != '=')
		return NULL;
	while (q < end && isspace((unsigned char)*q))
		q++;
	if (q == end || (*q != '"' && *q != '\''))
		return NULL;
	*close = memchr(q + 1, *q, (size_t)(end - q - 1));
	return *close ? q + 1 : NULL;
}

size_t
smil_read(const char *p, size_t n, struct buf *out)
{
	const char *end = p + n, *value, *close, *skip;
	size_t found = 0;

	while (p < end && found < SMIL_SRC_MAX) {
		if ((skip = skip_comment(p, end)) != p) {
			p = skip;
		} else if ((value = source_at(p, end, &close)) != NULL) {
			put_value(out, value, close);
			found++;
			p = close;
		} else {
			p++;
		}
	}
	return found;
}
