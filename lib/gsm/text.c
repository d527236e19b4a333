#include <string.h>

#include "base/utf8.h"
#include "gsm/octets.h"
#include "gsm/tables.h"
#include "gsm/text.h"

enum {
	REPLACEMENT = 0xfffd,
	COMBINING = 0x300,	/* below it only CR LF makes a cluster */
	ALPHABETS_END = 0x20,	/* alphabets are below U+2000 */
	UNIT_OCTETS_MAX = 4,	/* of one character: a surrogate pair */
};

size_t
gsm_unit_octets(enum gsm_coding coding)
{
	return coding == GSM_CODING_UCS2 ? 2 : 1;
}

/* Where the encoder is: what decides how good the place before a unit is. */
struct place {
	uint32_t prev;		/* the character before, 0 at the start */
	unsigned regional;	/* indicators that stand directly before */
};

static int
is_space(uint32_t cp)
{
	return cp == ' ' || cp == '\n' || cp == '\r' || cp == '\t';
}

/* The place before cp; pl moves behind it. */
static inline uint8_t
place_before(struct place *pl, uint32_t cp)
{
	uint32_t prev = pl->prev;
	int continues;

	pl->prev = cp;
	if (prev < COMBINING && cp < COMBINING) {
		continues = prev == '\r' && cp == '\n';
	} else {
		continues = gsm_cluster_continues(prev, cp, pl->regional);
		if (cp >= 0x1f1e6 && cp <= 0x1f1ff)
			pl->regional++;
		else
			pl->regional = 0;
	}
	if (continues)
		return GSM_BREAK_CHAR;
	return is_space(prev) ? GSM_BREAK_SPACE : GSM_BREAK_CLUSTER;
}

/* The places before what encode_plain() took: white space is all that it takes
   of what is not over a space. */
static void
places_plain(const char *p, size_t n, uint8_t *brk, struct place *pl)
{
	size_t i;

	brk[0] = place_before(pl, (uint8_t)p[0]);
	for (i = 1; i < n; i++)
		brk[i] = p[i - 1] > ' ' ? GSM_BREAK_CLUSTER : GSM_BREAK_SPACE;
	if (memchr(p, '\r', n))
		for (i = 1; i < n; i++)
			if (p[i - 1] == '\r' && p[i] == '\n')
				brk[i] = GSM_BREAK_CHAR;
	pl->prev = (uint8_t)p[n - 1];
}

/*
 * The hot path: ASCII characters that are one septet of the default alphabet.
 * Returns how many it took.
 */
static size_t
encode_plain(const char *p, size_t n, uint8_t *out, uint8_t *brk,
    struct place *pl)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t c = (uint8_t)p[i];

		if (c >= 0x80 || gsm_direct[c] >= GSM_DIRECT_ESC)
			break;
		out[i] = gsm_direct[c];
	}
	if (brk && i)
		places_plain(p, i, brk, pl);
	return i;
}

static unsigned
encode_utf16(uint32_t cp, uint8_t out[UNIT_OCTETS_MAX])
{
	if (cp >= 0x10000) {
		uint32_t high = 0xd800 + ((cp - 0x10000) >> 10);
		uint32_t low = 0xdc00 + (cp & 0x3ff);

		out[0] = (uint8_t)(high >> 8);
		out[1] = (uint8_t)high;
		out[2] = (uint8_t)(low >> 8);
		out[3] = (uint8_t)low;
		return 2;
	}
	out[0] = (uint8_t)(cp >> 8);
	out[1] = (uint8_t)cp;
	return 1;
}

/* The units of one character: how many, or 0 when the coding has it not. */
static unsigned
encode_char(enum gsm_coding coding, struct gsm_tables t, uint32_t cp,
    uint8_t out[UNIT_OCTETS_MAX])
{
	int octet;

	if (coding == GSM_CODING_GSM7)
		return gsm_char_encode(cp, t, out);
	if (coding == GSM_CODING_UCS2)
		return encode_utf16(cp, out);
	octet = gsm_octet_encode(coding, cp);
	if (octet < 0)
		return 0;
	out[0] = (uint8_t)octet;
	return 1;
}

static ssize_t
fail(size_t *bad, size_t offset, enum gsm_err err)
{
	if (bad)
		*bad = offset;
	return err;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

ssize_t
gsm_text_encode(enum gsm_coding coding, struct gsm_tables t,
    const char *utf8, size_t n, uint8_t *out, uint8_t *brk, size_t cap,
    size_t *bad)
{
	size_t unit = gsm_unit_octets(coding);
	int plain = coding == GSM_CODING_GSM7 &&
	    gsm_main_table(t) == gsm_locking_tables[GSM_LANG_NONE];
	struct place pl = { 0, 0 };
	size_t i = 0, o = 0;		/* octets taken, units given */

	if (coding == GSM_CODING_DEFAULT || coding == GSM_CODING_OCTETS)
		return GSM_ERANGE;
	for (;;) {
		uint8_t one[UNIT_OCTETS_MAX];
		const char *p;
		int32_t cp;
		unsigned k;

		if (plain) {
			size_t run = encode_plain(utf8 + i, smaller(n - i, cap - o),
			    out + o, brk ? brk + o : NULL, &pl);

			i += run;
			o += run;
		}
		if (i == n)
			return (ssize_t)o;
		p = utf8 + i;
		cp = utf8_next(&p, utf8 + n);
		if (cp == UTF8_BAD)
			return fail(bad, i, GSM_EUTF8);
		k = encode_char(coding, t, (uint32_t)cp, one);
		if (k == 0)
			return fail(bad, i, GSM_ECHAR);
		if (k > cap - o)
			return GSM_ENOSPC;
		memcpy(out + o * unit, one, k * unit);
		if (brk) {
			brk[o] = place_before(&pl, (uint32_t)cp);
			if (k == 2)
				brk[o + 1] = GSM_BREAK_NEVER;
		}
		i = (size_t)(p - utf8);
		o += k;
	}
}

/* A unit of UTF-16 at in[0..1]; order is 0 for big-endian, 1 for little. */
static uint32_t
utf16_unit(const uint8_t *in, unsigned order)
{
	return (uint32_t)in[order] << 8 | in[1 - order];
}

/* The character at in[0..n): returns how many octets it took. */
static size_t
decode_utf16(const uint8_t *in, size_t n, unsigned order, uint32_t *cp)
{
	uint32_t high, low;

	*cp = REPLACEMENT;
	if (n < 2)
		return n;
	high = utf16_unit(in, order);
	if (high < 0xd800 || high > 0xdfff) {
		*cp = high;
		return 2;
	}
	if (high > 0xdbff || n < 4)
		return 2;
	low = utf16_unit(in + 2, order);
	if (low < 0xdc00 || low > 0xdfff)
		return 2;
	*cp = 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
	return 4;
}

/* The octets of a byte order mark at the start, and the order. */
static size_t
decode_bom(const uint8_t *in, size_t n, unsigned *order)
{
	*order = n >= 2 && in[0] == 0xff && in[1] == 0xfe;
	return *order || (n >= 2 && in[0] == 0xfe && in[1] == 0xff) ? 2 : 0;
}

int
gsm_ucs2_is_swapped(const uint8_t *in, size_t noctets)
{
	size_t block[ALPHABETS_END] = { 0 }, most = 0, little = 0, i;
	size_t units = noctets / 2;
	unsigned order;

	if (decode_bom(in, noctets, &order))
		return 0;
	for (i = 0; i + 1 < noctets; i += 2) {
		uint8_t a = in[i], b = in[i + 1];

		if (i + 3 < noctets && (b & 0xfc) == 0xd8 &&
		    (in[i + 3] & 0xfc) == 0xdc) {	/* a pair, so read */
			units -= 2;
			i += 2;
		} else if (i + 3 < noctets && (a & 0xfc) == 0xd8 &&
		    (in[i + 2] & 0xfc) == 0xdc) {	/* one as it stands */
			units -= 2;
			i += 2;
		} else if (a < ALPHABETS_END && b >= ALPHABETS_END) {
			return 0;
		} else if (b < ALPHABETS_END && a >= ALPHABETS_END) {
			block[b]++;
			little++;
		}
	}
	for (i = 1; i < ALPHABETS_END; i++)
		if (block[i] > most)
			most = block[i];
	return little >= 3 && 2 * little >= units && block[0] + most == little;
}

/* The hot path: septets that are ASCII characters.  How many it took. */
static size_t
decode_plain(const uint16_t *table, const uint8_t *in, size_t n, char *out)
{
	size_t i;

	for (i = 0; i < n && in[i] < 0x80 && in[i] != GSM_ESC; i++) {
		uint16_t cp = table[in[i]];

		if (cp == 0 || cp >= 0x80)
			break;
		out[i] = (char)cp;
	}
	return i;
}

ssize_t
gsm_text_decode(enum gsm_coding coding, struct gsm_tables t,
    const uint8_t *in, size_t noctets, char *out, size_t outsz)
{
	int septets = coding == GSM_CODING_GSM7 || coding == GSM_CODING_DEFAULT;
	unsigned order = 0;
	size_t i = 0, o = 0;

	if (coding == GSM_CODING_UCS2)
		i = decode_bom(in, noctets, &order);
	while (i < noctets) {
		char one[UTF8_MAX];
		uint32_t cp;
		size_t k;

		if (septets) {
			k = decode_plain(gsm_main_table(t), in + i,
			    smaller(noctets - i, outsz - o), out + o);
			i += k;
			o += k;
			if (i == noctets)
				break;
			i += gsm_char_decode(in + i, noctets - i, t, &cp);
		} else if (coding == GSM_CODING_UCS2) {
			i += decode_utf16(in + i, noctets - i, order, &cp);
		} else {
			cp = gsm_octet_decode(coding, in[i++]);
		}
		k = utf8_put(one, cp);
		if (k > outsz - o)
			return GSM_ENOSPC;
		memcpy(out + o, one, k);
		o += k;
	}
	return (ssize_t)o;
}
