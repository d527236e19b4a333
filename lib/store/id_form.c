#include "store/id_form.h"

#include <string.h>

enum {
	/* 128 hexadecimal digits make 155 decimal ones */
	CONVERTED_SIZE = ID_FORM_DIGITS_MAX * 5 / 4 + 2,
};

/* An id without the blanks around it, or without the zeros in front either. */
struct view {
	const char *p;
	size_t n;
};

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct view
trimmed(const char *id)
{
	struct view v = { id, strlen(id) };

	while (v.n && is_blank(v.p[v.n - 1]))
		v.n--;
	for (; v.n && is_blank(*v.p); v.n--)
		v.p++;
	return v;
}

static struct view
stripped(struct view v)
{
	for (; v.n > 1 && *v.p == '0'; v.n--)
		v.p++;
	return v;
}

static int
same_folded(struct view a, struct view b)
{
	size_t i;

	if (a.n != b.n)
		return 0;
	for (i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return 0;
	return 1;
}

/* ---- numbers ---- */

/* -1: not one of that base. */
static int
digit(char c, unsigned base)
{
	int l = lower(c);

	if (l >= '0' && l <= '9')
		return l - '0';
	return base == 16 && l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/* The whole of it, and not too long to be converted. */
static int
is_number(struct view v, unsigned base)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (digit(v.p[i], base) < 0)
			return 0;
	return v.n > 0 && v.n <= ID_FORM_DIGITS_MAX;
}

/* A number of one base in the other, lower case, without zeros in front. */
static struct view
convert(struct view v, unsigned from, unsigned to, char out[CONVERTED_SIZE])
{
	unsigned char value[CONVERTED_SIZE] = { 0 };	/* lowest digit first */
	struct view r = { out, 1 };
	unsigned carry;
	size_t i, k;

	for (i = 0; i < v.n; i++) {
		carry = (unsigned)digit(v.p[i], from);
		for (k = 0; k < r.n || carry; k++) {
			carry += value[k] * from;
			value[k] = (unsigned char)(carry % to);
			carry /= to;
		}
		r.n = k;
	}
	for (i = 0; i < r.n; i++)
		out[i] = "0123456789abcdef"[value[r.n - 1 - i]];
	return r;
}

static int
same_number(struct view hex, struct view decimal)
{
	char out[CONVERTED_SIZE];

	return is_number(hex, 16) && is_number(decimal, 10) &&
		same_folded(convert(decimal, 10, 16, out), hex);
}

/* ---- matching ---- */

enum { AS_WRITTEN = 1, HEX = 2, DECIMAL = 4 };

/* By the forms of the response and of the receipt. */
static const unsigned allowed[3][3] = {
	[STORE_ID_ANY] = {
		[STORE_ID_ANY]		= AS_WRITTEN | HEX | DECIMAL,
		[STORE_ID_DECIMAL]	= AS_WRITTEN | HEX,
		[STORE_ID_HEX]		= AS_WRITTEN | DECIMAL,
	},
	[STORE_ID_DECIMAL] = {
		[STORE_ID_ANY]		= AS_WRITTEN | DECIMAL,
		[STORE_ID_DECIMAL]	= AS_WRITTEN,
		[STORE_ID_HEX]		= DECIMAL,
	},
	[STORE_ID_HEX] = {
		[STORE_ID_ANY]		= AS_WRITTEN | HEX,
		[STORE_ID_DECIMAL]	= HEX,
		[STORE_ID_HEX]		= AS_WRITTEN,
	},
};

/* What is no number at all is compared as it is written, whatever the form. */
static unsigned
allowed_for(struct view a, struct view b, enum store_id_form response_form,
    enum store_id_form receipt_form)
{
	unsigned may = allowed[response_form][receipt_form];

	if (((may & HEX) && !(is_number(a, 16) && is_number(b, 10))) ||
	    ((may & DECIMAL) && !(is_number(a, 10) && is_number(b, 16))))
		may |= AS_WRITTEN;
	return may;
}

enum id_form
id_form_match(const char *response, const char *receipt,
    enum store_id_form response_form, enum store_id_form receipt_form)
{
	struct view a = trimmed(response), b = trimmed(receipt);
	struct view sa = stripped(a), sb = stripped(b);
	unsigned may = allowed_for(sa, sb, response_form, receipt_form);

	if (!a.n || !b.n)
		return ID_FORM_NONE;
	if ((may & AS_WRITTEN) && a.n == b.n && memcmp(a.p, b.p, a.n) == 0)
		return ID_FORM_EXACT;
	if ((may & AS_WRITTEN) && same_folded(sa, sb))
		return ID_FORM_FOLDED;
	if ((may & HEX) && same_number(sa, sb))
		return ID_FORM_HEX;
	if ((may & DECIMAL) && same_number(sb, sa))
		return ID_FORM_DECIMAL;
	return ID_FORM_NONE;
}

/* ---- keys ---- */

/*
 * Numbers keep their order, so that ids which count up stand side by side in
 * an index and cost no page each; other texts are hashed (FNV-1a).  Who makes
 * two ids collide gains nothing, as both are compared then.
 */
static uint64_t
value(struct view v)
{
	unsigned base = is_number(v, 10) ? 10 : is_number(v, 16) ? 16 : 0;
	uint64_t h = base ? 0 : 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < v.n; i++)
		h = base ? h * base + (uint64_t)digit(v.p[i], base) :
			(h ^ (uint64_t)lower(v.p[i])) * 0x100000001b3u;
	return h;
}

static int64_t
key(int64_t account, struct view v)
{
	/* far from those of other accounts */
	uint64_t k = value(v) + (uint64_t)account * 0x9e3779b97f4a7c15u;

	k &= INT64_MAX;
	return k ? (int64_t)k : 1;
}

int64_t
id_form_key(int64_t account, const char *id)
{
	struct view v = stripped(trimmed(id));

	return v.n ? key(account, v) : 0;
}

/* Mostly a number has the same key in both of its forms. */
static unsigned
add_key(int64_t keys[ID_FORM_KEYS], unsigned n, int64_t k)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (keys[i] == k)
			return n;
	keys[n] = k;
	return n + 1;
}

unsigned
id_form_keys(int64_t account, const char *id, int64_t keys[ID_FORM_KEYS])
{
	struct view v = stripped(trimmed(id));
	char out[CONVERTED_SIZE];
	unsigned n = 0;

	if (v.n)
		n = add_key(keys, n, key(account, v));
	if (is_number(v, 10))
		n = add_key(keys, n, key(account, convert(v, 10, 16, out)));
	if (is_number(v, 16))
		n = add_key(keys, n, key(account, convert(v, 16, 10, out)));
	return n;
}
