#include "base/base64.h"

enum { LINE_OCTETS = 57 };	/* are 76 characters */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct buf *out, const void *p, size_t n)
{
	const uint8_t *u = p;
	char *to = buf_room(out, (n + 2) / 3 * 4), *from = to;

	if (!to)
		return;
	for (; n > 0; u += 3, n -= n < 3 ? n : 3) {
		uint32_t v = (uint32_t)u[0] << 16 |
		    (n > 1 ? (uint32_t)u[1] << 8 : 0) | (n > 2 ? u[2] : 0);

		*to++ = digits[v >> 18];
		*to++ = digits[v >> 12 & 63];
		*to++ = n > 1 ? digits[v >> 6 & 63] : '=';
		*to++ = n > 2 ? digits[v & 63] : '=';
	}
	out->len += (size_t)(to - from);
}

void
base64_put_lines(struct buf *out, const void *p, size_t n, const char *eol)
{
	const uint8_t *u = p;
	size_t left;

	for (; n > 0; u += left, n -= left) {
		left = n < LINE_OCTETS ? n : LINE_OCTETS;
		base64_put(out, u, left);
		if (n > left)
			buf_str(out, eol);
	}
}

int
base64_digit(char c)
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
		if (base64_digit(s[i]) < 0)
			return -1;
		acc = acc << 6 | (uint32_t)base64_digit(s[i]);
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
