#include "base/num.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int
num_parse(const char *s, int64_t min, int64_t max, int64_t *out)
{
	const char *digits = s + (*s == '-' || *s == '+');
	int base = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X') ?
		16 : 10;
	long long v;
	char *end;

	/* strtoll would also take leading blanks and a second sign */
	if (!strchr("0123456789", digits[0]) || !digits[0])
		return -1;
	errno = 0;
	v = strtoll(s, &end, base);
	if (errno || *end || end == s || v < min || v > max)
		return -1;
	*out = v;
	return 0;
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

ssize_t
num_unhex(const char *hex, size_t n, uint8_t *out, size_t cap)
{
	size_t i, o = 0;

	for (i = 0; i < n; i++) {
		int hi, lo;

		if (hex[i] == ' ' || hex[i] == '\t')
			continue;
		hi = digit(hex[i]);
		lo = i + 1 < n ? digit(hex[i + 1]) : -1;
		if (hi < 0 || lo < 0 || o == cap)
			return -1;
		out[o++] = (uint8_t)(hi << 4 | lo);
		i++;
	}
	return (ssize_t)o;
}

void
num_hex(const uint8_t *in, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digits[in[i] >> 4];
		out[2 * i + 1] = digits[in[i] & 15];
	}
}
