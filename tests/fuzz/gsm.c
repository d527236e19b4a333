/*
 * gsm - text in every coding and table.  What was encoded reads back as it was;
 * of what came, what was read can be written and reads the same; no segment
 * ends inside a character.
 *
 * The first octets are the coding, the tables, the room of a segment and
 * whether it is cut at spaces, and the fill bits.
 */
#include "fuzz.h"

#include "gsm/pack.h"
#include "gsm/segment.h"
#include "gsm/text.h"

struct how {
	enum gsm_coding coding;
	struct gsm_tables tables;
	size_t room;
	int at_space;
	unsigned fill;
};

/* Decodes octets; the caller frees the text. */
static char *
decode(const struct how *h, const uint8_t *p, size_t n, size_t *len)
{
	char *most = block(3 * n), *exact;
	ssize_t got = gsm_text_decode(h->coding, h->tables, p, n, most, 3 * n);

	assert(got >= 0 && is_utf8(most, (size_t)got));
	*len = (size_t)got;
	exact = block(*len);
	assert(gsm_text_decode(h->coding, h->tables, p, n, exact, *len) == got);
	assert(*len == 0 || memcmp(exact, most, *len) == 0);
	if (*len)
		assert(gsm_text_decode(h->coding, h->tables, p, n, most,
		    *len - 1) == GSM_ENOSPC);
	free(most);
	return exact;
}

/* Unit i is the second of a character: behind an escape, or a low surrogate. */
static int
is_second(const struct how *h, const uint8_t *units, size_t i)
{
	if (h->coding == GSM_CODING_GSM7)
		return i > 0 && units[i - 1] == GSM_ESC;
	return h->coding == GSM_CODING_UCS2 && (units[2 * i] & 0xfc) == 0xdc;
}

/* A segment holds room units at most and whole characters; nothing is lost. */
static void
segments(const struct how *h, const uint8_t *units, const uint8_t *brk,
    size_t n)
{
	size_t *ends = block((n + 1) * sizeof *ends), start = 0;
	ssize_t got = gsm_segment(brk, n, h->room, h->at_space, ends, n + 1), i;

	if (got < 0) {
		/* a room of 1 for characters of 2 */
		assert(got == GSM_ERANGE && h->room < 2);
		free(ends);
		return;
	}
	for (i = 0; i < got; i++) {
		assert(ends[i] - start <= h->room);
		assert(ends[i] > start || (n == 0 && got == 1));
		assert(ends[i] == n || !is_second(h, units, ends[i]));
		start = ends[i];
	}
	assert(start == n);
	assert(gsm_segment(brk, n, h->room, h->at_space, ends,
	    (size_t)got - 1) == GSM_ESEGMENTS);
	free(ends);
}

static void
septets(const uint8_t *units, size_t n, unsigned fill)
{
	size_t octets = (n * 7 + fill + 7) / 8;
	uint8_t *packed = block(octets), *back = block(n);

	assert(gsm_pack(units, n, fill, packed, octets) == (ssize_t)octets);
	assert(gsm_unpack(packed, octets, fill, n, back, n) == (ssize_t)n);
	assert(n == 0 || memcmp(units, back, n) == 0);
	if (octets)
		assert(gsm_pack(units, n, fill, packed, octets - 1) ==
		    GSM_ENOSPC);
	free(packed);
	free(back);
}

/* U+FEFF or U+FFFE in front reads back as a byte order mark. */
static int
begins_with_bom(const struct how *h, const uint8_t *units, size_t n)
{
	return h->coding == GSM_CODING_UCS2 && n > 0 &&
		((units[0] == 0xfe && units[1] == 0xff) ||
		(units[0] == 0xff && units[1] == 0xfe));
}

static void
reads_back(const struct how *h, const char *text, size_t n,
    const uint8_t *units, size_t nunits)
{
	size_t len;
	char *got = decode(h, units, nunits * gsm_unit_octets(h->coding), &len);

	if (!begins_with_bom(h, units, nunits))
		assert(len == n && (n == 0 || memcmp(got, text, n) == 0));
	free(got);
}

/* What cannot be encoded begins at bad; all before it can. */
static void
refused(const struct how *h, const char *text, size_t n, size_t bad,
    ssize_t why)
{
	size_t cap = 2 * n;
	uint8_t *units = block(2 * cap);

	assert(why == GSM_ECHAR || why == GSM_EUTF8);
	assert(bad < n && is_utf8(text, bad));
	assert(gsm_text_encode(h->coding, h->tables, text, bad, units, NULL,
	    cap, NULL) >= 0);
	free(units);
}

static void
encode(const struct how *h, const char *text, size_t n)
{
	size_t cap = h->coding == GSM_CODING_GSM7 ? 2 * n : n, bad = n + 1, i;
	size_t unit = gsm_unit_octets(h->coding);
	uint8_t *units = block(cap * unit), *brk = block(cap), *exact;
	ssize_t got = gsm_text_encode(h->coding, h->tables, text, n, units, brk,
	    cap, &bad);

	if (h->coding == GSM_CODING_DEFAULT || h->coding == GSM_CODING_OCTETS) {
		assert(got == GSM_ERANGE);
	} else if (got < 0) {
		refused(h, text, n, bad, got);
	} else {
		exact = block((size_t)got * unit);
		assert(gsm_text_encode(h->coding, h->tables, text, n, exact,
		    NULL, (size_t)got, NULL) == got);
		assert(!got || memcmp(exact, units, (size_t)got * unit) == 0);
		if (got)
			assert(gsm_text_encode(h->coding, h->tables, text, n,
			    exact, NULL, (size_t)got - 1, NULL) == GSM_ENOSPC);
		for (i = 0; i < (size_t)got; i++)
			assert((brk[i] == GSM_BREAK_NEVER) ==
			    is_second(h, units, i));
		assert(!got || brk[0] == GSM_BREAK_CLUSTER);
		reads_back(h, text, n, units, (size_t)got);
		segments(h, units, brk, (size_t)got);
		if (h->coding == GSM_CODING_GSM7)
			septets(units, (size_t)got, h->fill);
		free(exact);
	}
	free(units);
	free(brk);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct how h;
	char *text;
	size_t len;

	h.coding = take(&p, &n) % GSM_CODINGS;
	h.tables.locking = take(&p, &n) % (GSM_LANGS + 1);
	h.tables.single = take(&p, &n) % (GSM_LANGS + 1);
	h.room = take(&p, &n);
	h.at_space = (h.room & 0x80) != 0;
	h.room = 1 + h.room % 0x80;
	h.fill = take(&p, &n) % 7;
	encode(&h, (const char *)p, n);
	text = decode(&h, p, n, &len);
	encode(&h, text, len);
	free(text);
	return 0;
}
