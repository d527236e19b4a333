#include "record/json_text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Eight octets at once: some are below 0x20, over 0x7f or a backslash (exact
   for any). */
static int
unusual(const char *p)
{
	const uint64_t ones = UINT64_MAX / 0xff;
	const uint64_t tops = ones * 0x80;
	uint64_t w, backslash;

	memcpy(&w, p, sizeof w);
	backslash = w ^ ones * '\\';
	return (((w - ones * 0x20) | w | (backslash - ones)) & tops) != 0;
}

size_t
json_text_valid(const char *text, size_t n, int *plain)
{
	const char *p = text, *end = text + n;

	*plain = 1;
	while (p < end) {
		const char *at = p;
		int32_t cp;

		if (end - p >= 8 && !unusual(p)) {
			p += 8;
			continue;
		}
		if (n >= 8 && end - p < 8 && !unusual(end - 8))
			break;
		cp = utf8_next(&p, end);
		if (cp == UTF8_BAD || (cp < 0x20 && cp != '\t' && cp != '\n' &&
		    cp != '\r'))
			return (size_t)(at - text);
		*plain &= cp >= 0x20 && cp != '\\';
	}
	return n;
}

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;
	int i;

	for (i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' :
			(p[i] | 0x20) - 'a' + 10);
	return v;
}

/* The character that the escape behind a backslash at *p means; *p moves on. */
static uint32_t
escaped(const char **p, const char *end)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *s = *p, *e;
	uint32_t cp, low;

	if (*s != 'u') {
		*p += 1;
		e = strchr(from, *s);
		return (unsigned char)(e ? to[e - from] : *s);
	}
	cp = hex4(s + 1);
	*p += 5;
	if ((cp & 0xfc00) != 0xd800 || end - *p < 6 || s[5] != '\\' ||
	    s[6] != 'u')
		return cp;
	low = hex4(s + 7);
	if ((low & 0xfc00) != 0xdc00)
		return cp;
	*p += 6;
	return 0x10000 + ((cp & 0x3ff) << 10) + (low & 0x3ff);
}

size_t
json_text_unescape(const char *s, size_t n, char *out)
{
	const char *end = s + n, *backslash;
	char *o = out;

	while ((backslash = memchr(s, '\\', (size_t)(end - s)))) {
		memcpy(o, s, (size_t)(backslash - s));
		o += backslash - s;
		s = backslash + 1;
		o += utf8_put(o, escaped(&s, end));
	}
	memcpy(o, s, (size_t)(end - s));
	o += end - s;
	return (size_t)(o - out);
}
