#include "base/base64.h"

#include <stdint.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct buf *out, const void *p, size_t n)
{
	const uint8_t *u = p;

	for (; n > 0; u += 3, n -= n < 3 ? n : 3) {
		uint32_t v = (uint32_t)u[0] << 16 |
		    (n > 1 ? (uint32_t)u[1] << 8 : 0) | (n > 2 ? u[2] : 0);

		buf_ch(out, digits[v >> 18]);
		buf_ch(out, digits[v >> 12 & 63]);
		buf_ch(out, n > 1 ? digits[v >> 6 & 63] : '=');
		buf_ch(out, n > 2 ? digits[v & 63] : '=');
	}
}

static int
value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int
base64_get(const char *s, size_t n, struct buf *out)
{
	uint32_t acc = 0;
	unsigned bits = 0;
	size_t i;

	for (i = 0; i < n && s[i] != '='; i++) {
		if (is_space(s[i]))
			continue;
		if (value(s[i]) < 0)
			return -1;
		acc = acc << 6 | (uint32_t)value(s[i]);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			buf_ch(out, (char)(acc >> bits & 0xff));
		}
	}
	for (; i < n; i++)
		if (s[i] != '=' && !is_space(s[i]))
			return -1;
	return bits == 6 || (acc & ((1u << bits) - 1)) ? -1 : 0;
}
