#include "mm7/wap.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	LENGTH_QUOTE = 31,	/* a uintvar follows, 8.4.2.2 */
	QUOTE = 127,		/* in front of text that begins above it */
	CHARSET = 0x01, NAME = 0x05, FILENAME = 0x06,	/* table 38 */
	NAME_14 = 0x17, FILENAME_14 = 0x18,
	CONTENT_LOCATION = 0x0e, CONTENT_ID = 0x40,	/* table 39 */
};

/* Table 40, of what a message may hold. */
static const struct {
	uint8_t code;
	const char *type;
} types[] = {
	{ 0x02, "text/html" },
	{ 0x03, "text/plain" },
	{ 0x06, "text/x-vcalendar" },
	{ 0x07, "text/x-vcard" },
	{ 0x08, "text/vnd.wap.wml" },
	{ 0x1d, "image/gif" },
	{ 0x1e, "image/jpeg" },
	{ 0x1f, "image/tiff" },
	{ 0x20, "image/png" },
	{ 0x21, "image/vnd.wap.wbmp" },
	{ 0x23, "application/vnd.wap.multipart.mixed" },
	{ 0x26, "application/vnd.wap.multipart.alternative" },
	{ 0x27, "application/xml" },
	{ 0x28, "text/xml" },
	{ 0x33, "application/vnd.wap.multipart.related" },
};

/* IANA's MIBenum, table 42. */
static const struct {
	unsigned long mib;
	const char *name;
} charsets[] = {
	{ 3, "us-ascii" }, { 4, "iso-8859-1" }, { 5, "iso-8859-2" },
	{ 17, "shift_jis" }, { 38, "euc-kr" }, { 106, "utf-8" },
	{ 113, "gbk" }, { 1000, "utf-16be" }, { 1013, "utf-16be" },
	{ 1014, "utf-16le" }, { 1015, "utf-16" }, { 2025, "gb2312" },
	{ 2026, "big5" },
};

/* ---- values: nothing is read behind end; what is cut ends there */

struct octets {
	const uint8_t *p, *end;
};

static unsigned long
uintvar(struct octets *o)
{
	unsigned long v = 0;
	int i;

	/* 8.1.2: up to 32 bits in five octets */
	for (i = 0; i < 5 && o->p < o->end; i++) {
		v = v << 7 | (*o->p & 0x7f);
		if (!(*o->p++ & 0x80))
			return v;
	}
	o->p = o->end;
	return 0;
}

static char *
text(struct arena *a, struct octets *o)
{
	const uint8_t *from = o->p;
	const uint8_t *nul = memchr(from, '\0', (size_t)(o->end - from));
	size_t n = (size_t)((nul ? nul : o->end) - from);

	o->p = nul ? nul + 1 : o->end;
	/* Quoted-string begins with a quote and has none at its end */
	if (n && (*from == '"' || *from == QUOTE))
		from++, n--;
	return arena_text(a, (const char *)from, n);
}

/* What a length in front says, or a text or one octet as it stands. */
static struct octets
value(struct octets *o)
{
	struct octets v = { o->p, o->end };
	const uint8_t *nul;
	unsigned long n = 1;

	if (o->p >= o->end)
		return v;
	if (*o->p <= LENGTH_QUOTE) {
		n = *o->p++;
		if (n == LENGTH_QUOTE)
			n = uintvar(o);
		v.p = o->p;
	} else if (*o->p < 0x80) {
		nul = memchr(o->p, '\0', (size_t)(o->end - o->p));
		n = (size_t)((nul ? nul + 1 : o->end) - o->p);
	}
	if (n < (size_t)(v.end - v.p))
		v.end = v.p + n;
	o->p = v.end;
	return v;
}

/* Integer-value: an octet with its high bit, or a length and so many octets. */
static unsigned long
integer(struct octets *o)
{
	struct octets v = value(o);
	unsigned long n = 0;

	if (v.end - v.p == 1 && *v.p & 0x80)
		return *v.p & 0x7f;
	for (; v.p < v.end; v.p++)
		n = n << 8 | *v.p;
	return n & 0xffffffff;
}

/* ---- the head of an entry */

static const char *
media_type(struct arena *a, struct octets *o)
{
	unsigned long code;
	size_t i;
	char *s, *c;

	if (o->p < o->end && *o->p >= ' ' && *o->p < 0x80) {
		s = text(a, o);
		for (c = s; c && *c; c++)
			*c = (char)tolower((unsigned char)*c);
		return s ? s : "";
	}
	code = integer(o);
	for (i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].code == code)
			return types[i].type;
	return "application/octet-stream";
}

static void
parameter(struct arena *a, struct octets *o, struct related_part *part)
{
	unsigned long code, mib;
	const char *name;
	size_t i;

	if (*o->p >= ' ' && *o->p < 0x80) {	/* by its name */
		name = text(a, o);
		if (name && o->p < o->end && *o->p >= ' ' && *o->p < 0x80 &&
		    strcasecmp(name, "name") == 0)
			part->name = text(a, o);
		else
			value(o);
		return;
	}
	code = integer(o);
	if (code == NAME || code == NAME_14) {
		part->name = text(a, o);
	} else if ((code == FILENAME || code == FILENAME_14) && !part->name) {
		part->name = text(a, o);
	} else if (code == CHARSET) {
		mib = integer(o);
		for (i = 0; i < sizeof charsets / sizeof *charsets; i++)
			if (charsets[i].mib == mib)
				part->charset = charsets[i].name;
	} else {
		value(o);
	}
}

static void
content_type(struct arena *a, struct octets *o, struct related_part *part)
{
	struct octets v;

	if (o->p >= o->end || *o->p > LENGTH_QUOTE) {
		part->type = media_type(a, o);
		return;
	}
	v = value(o);
	part->type = media_type(a, &v);
	while (v.p < v.end)
		parameter(a, &v, part);
}

/* Content-ID has its < >, as in mail. */
static const char *
bare(struct arena *a, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (n && *s == '<')
		s++, n--;
	if (n && s[n - 1] == '>')
		n--;
	return s ? arena_text(a, s, n) : NULL;
}

static void
header(struct arena *a, struct octets *o, struct related_part *part)
{
	unsigned code = *o->p & 0x7f;
	struct octets v;

	if (*o->p < 0x80) {
		text(a, o);		/* its name: none that we need */
		value(o);
		return;
	}
	o->p++;
	v = value(o);
	if (code == CONTENT_ID)
		part->id = bare(a, text(a, &v));
	else if (code == CONTENT_LOCATION)
		part->location = text(a, &v);
}

/* ---- the whole */

int
wap_is_multipart(const char *type)
{
	static const char prefix[] = "application/vnd.wap.multipart.";

	return strncmp(type, prefix, sizeof prefix - 1) == 0;
}

int
wap_open(struct wap_cursor *c, const void *p, size_t n)
{
	struct octets o = { p, (const uint8_t *)p + n };

	c->left = uintvar(&o);
	c->p = o.p;
	c->end = o.end;
	return c->left && c->p < c->end ? 0 : -1;
}

int
wap_next(struct arena *a, struct wap_cursor *c, struct related_part *part)
{
	struct octets o = { c->p, c->end }, head;
	unsigned long nhead, ndata;

	if (!c->left)
		return 0;
	nhead = uintvar(&o);
	ndata = uintvar(&o);
	if (!nhead || nhead > (size_t)(o.end - o.p))
		return 0;
	head = (struct octets){ o.p, o.p + nhead };
	*part = (struct related_part){ .type = NULL };
	content_type(a, &head, part);
	while (head.p < head.end)
		header(a, &head, part);
	part->data = head.end;
	part->n = (size_t)(c->end - head.end);
	if (ndata < part->n)
		part->n = ndata;
	c->p = part->data + part->n;
	c->left--;
	return 1;
}
