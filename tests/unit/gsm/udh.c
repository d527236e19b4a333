/* gsm/udh: the user data header. */
#include "base/num.h"
#include "gsm/alphabet.h"
#include "gsm/pack.h"
#include "gsm/udh.h"
#include "tap.h"

/* Layouts of TS 23.040, 9.2.3.24; the numbers were put in by hand. */
static const struct {
	const char *what;
	const char *hex;
	struct gsm_udh want;
} good[] = {
	{ "no element", "00", { .octets = 1 } },
	{ "8 bit reference (.1)", "050003cc0201",
	    { 6, 8, 0xcc, 2, 1, 0, 0, 0, 0, 0 } },
	{ "16 bit reference (.8)", "060804abcdff02",
	    { 7, 16, 0xabcd, 255, 2, 0, 0, 0, 0, 0 } },
	{ "WAP push: ports 2948, 9200 (.4)", "0605040b8423f0",
	    { 7, 0, 0, 0, 0, 1, 2948, 9200, 0, 0 } },
	{ "8 bit ports (.3)", "040402f0f1",
	    { 5, 0, 0, 0, 0, 1, 240, 241, 0, 0 } },
	{ "WAP push in three parts", "0b05040b8423f00003070302",
	    { 12, 8, 7, 3, 2, 1, 2948, 9200, 0, 0 } },
	{ "Turkish single shift (.15)", "03240101",
	    { 4, 0, 0, 0, 0, 0, 0, 0, 1, 0 } },
	{ "Hindi both (.15, .16)", "06240106250106",
	    { 7, 0, 0, 0, 0, 0, 0, 0, 6, 6 } },
	{ "reserved language 14, and 0", "0624010e250100", { .octets = 7 } },
	{ "unknown element, then a known one", "09700201020003010201",
	    { 10, 8, 1, 2, 1, 0, 0, 0, 0, 0 } },
	{ "the last of a kind wins", "0a00030102010003020302",
	    { 11, 8, 2, 3, 2, 0, 0, 0, 0, 0 } },
	{ "of 8 and 16 bits the last wins", "0b0804000102010003020302",
	    { 12, 8, 2, 3, 2, 0, 0, 0, 0, 0 } },
	{ "sequence 0", "050003cc0200", { .octets = 6 } },
	{ "sequence over total", "050003cc0203", { .octets = 6 } },
	{ "total 0", "050003cc0000", { .octets = 6 } },
	{ "a bad one does not undo a good one", "0a00030102010003020300",
	    { 11, 8, 1, 2, 1, 0, 0, 0, 0, 0 } },
	{ "wrong lengths", "1000020102080301020304010525020006",
	    { .octets = 17 } },
};

static const char *const bad[] = {
	"",				/* nothing */
	"01",				/* UDHL reaches past the end */
	"05" "0003cc02",
	"01" "00",			/* an identifier without a length */
	"05" "0004cc020103",		/* an element past UDHL */
	"04" "0003cc0201",
	"04" "0003cc02",
	"05" "05040b8423",
	"06" "0003cc020100" "aa",	/* one octet left behind an element */
	"ff" "00",
};

static void
same(const struct gsm_udh *a, const struct gsm_udh *b)
{
	assert(a->octets == b->octets);
	assert(a->concat_width == b->concat_width);
	assert(a->concat_ref == b->concat_ref);
	assert(a->concat_total == b->concat_total);
	assert(a->concat_seq == b->concat_seq);
	assert(a->has_ports == b->has_ports);
	assert(a->dst_port == b->dst_port && a->src_port == b->src_port);
	assert(a->single == b->single && a->locking == b->locking);
}

/* A copy in a block of just its size, so that a sanitizer sees overruns. */
static uint8_t *
unhex(const char *hex, size_t *n)
{
	uint8_t *p;

	*n = strlen(hex) / 2;
	p = malloc(*n ? *n : 1);
	assert(p && num_unhex(hex, strlen(hex), p, *n) == (ssize_t)*n);
	return p;
}

static void
parses(void)
{
	size_t i, n, cut;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		uint8_t *p = unhex(good[i].hex, &n);
		struct gsm_udh udh;

		memset(&udh, 0x55, sizeof udh);
		assert(gsm_udh_parse(p, n, &udh) == 0);
		same(&udh, &good[i].want);
		free(p);
		for (cut = 0; cut < n; cut++) {	/* text cut off the air */
			const struct gsm_udh none = { 0 };
			uint8_t *shorter = unhex(good[i].hex, &n);

			shorter = realloc(shorter, cut ? cut : 1);
			assert(shorter);
			assert(gsm_udh_parse(shorter, cut, &udh) == GSM_ERANGE);
			same(&udh, &none);
			free(shorter);
		}
	}
}

static void
text_behind(void)
{
	static const uint8_t p[] = { 5, 0, 3, 1, 2, 1, 0x24, 1, 6 };
	struct gsm_udh udh;

	assert(gsm_udh_parse(p, sizeof p, &udh) == 0);
	assert(udh.octets == 6 && udh.concat_seq == 1 && udh.single == 0);
}

static void
refuses(void)
{
	const struct gsm_udh none = { 0 };
	size_t i, n;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		uint8_t *p = unhex(bad[i], &n);
		struct gsm_udh udh;

		memset(&udh, 0x55, sizeof udh);
		assert(gsm_udh_parse(p, n, &udh) == GSM_ERANGE);
		same(&udh, &none);
		free(p);
	}
}

static void
walks(void)
{
	static const uint8_t p[] = {
		0x0b, 0x70, 0x00, 0x00, 0x03, 9, 2, 1, 0x71, 2, 0xaa, 0xbb,
	};
	static const uint8_t bad_element[] = { 4, 0, 3, 1, 2 };
	struct gsm_udh_ie ie;
	size_t at = 0;

	assert(gsm_udh_next(p, sizeof p, &at, &ie) == 1);
	assert(ie.id == 0x70 && ie.len == 0);
	assert(gsm_udh_next(p, sizeof p, &at, &ie) == 1);
	assert(ie.id == 0 && ie.len == 3 && ie.value == p + 5);
	assert(gsm_udh_next(p, sizeof p, &at, &ie) == 1);
	assert(ie.id == 0x71 && ie.len == 2 && ie.value[1] == 0xbb);
	assert(gsm_udh_next(p, sizeof p, &at, &ie) == 0);
	assert(gsm_udh_next(p, sizeof p, &at, &ie) == 0);
	/* even of a header that was not taken nothing outside it */
	at = 0;
	assert(gsm_udh_next(bad_element, 5, &at, &ie) == 0);
	at = 0;
	assert(gsm_udh_next(p, sizeof p - 1, &at, &ie) == 0);
	at = 0;
	assert(gsm_udh_next(p, 0, &at, &ie) == 0);
}

static void
builds(void)
{
	static const uint8_t want[] = {
		0x0b, 0x05, 4, 0x0b, 0x84, 0x23, 0xf0, 0x00, 3, 7, 3, 2,
	};
	uint8_t out[16];
	size_t cap;

	for (cap = 0; cap <= sizeof want; cap++) {
		ssize_t n;

		memset(out, 0xaa, sizeof out);
		n = gsm_udh_add(out, cap, 0, GSM_IEI_PORTS16, want + 3, 4);
		assert(n == (cap < 7 ? GSM_ENOSPC : 7));
		if (n < 0) {
			assert(out[0] == 0xaa && out[cap] == 0xaa);
			continue;
		}
		assert(out[0] == 6);
		n = gsm_udh_add(out, cap, (size_t)n, GSM_IEI_CONCAT8, want + 9, 3);
		assert(n == (cap < sizeof want ? GSM_ENOSPC : 12));
		assert(out[0] == (n < 0 ? 6 : 11) && out[cap] == 0xaa);
	}
	assert(memcmp(out, want, sizeof want) == 0);
}

static void
builds_to_the_limit(void)
{
	uint8_t out[300], value[255] = { 0 };

	assert(gsm_udh_add(out, sizeof out, 0, 1, value, 137) == 140);
	assert(out[0] == 139);
	assert(gsm_udh_add(out, sizeof out, 0, 1, value, 138) == GSM_ENOSPC);
	assert(gsm_udh_add(out, sizeof out, 0, 1, value, 255) == GSM_ENOSPC);
	assert(gsm_udh_add(out, sizeof out, 0, 1, value, 135) == 138);
	assert(gsm_udh_add(out, sizeof out, 138, 2, NULL, 0) == 140);
	assert(gsm_udh_add(out, sizeof out, 140, 2, NULL, 0) == GSM_ENOSPC);
	assert(gsm_udh_add(out, sizeof out, 300, 2, NULL, 0) == GSM_ENOSPC);
}

/* Random octets: what is taken covers exactly the header. */
static void
random_octets(void)
{
	uint32_t seed = 1;
	unsigned taken = 0;
	int i;

	for (i = 0; i < 200000; i++) {
		uint8_t p[24];
		struct gsm_udh udh;
		struct gsm_udh_ie ie;
		size_t n, j, at = 0;

		for (j = 0; j < sizeof p; j++) {
			seed = seed * 1664525 + 1013904223;
			p[j] = (seed >> 24) % 12;
		}
		n = (seed >> 8) % (sizeof p + 1);
		if (gsm_udh_parse(p, n, &udh) < 0)
			continue;
		taken++;
		assert(udh.octets == (size_t)p[0] + 1 && udh.octets <= n);
		while (gsm_udh_next(p, n, &at, &ie))
			assert(ie.value + ie.len <= p + udh.octets);
		assert(at == udh.octets);
		assert((udh.concat_width == 0) == (udh.concat_seq == 0));
		assert(udh.concat_seq <= udh.concat_total);
		assert(udh.single < GSM_LANGS && udh.locking < GSM_LANGS);
	}
	assert(taken > 1000);
}

static const struct tap_test tests[] = {
	{ "parse: the elements of TS 23.040, whole and cut", parses },
	{ "parse: text behind the header is not looked at", text_behind },
	{ "parse: what is no header", refuses },
	{ "next: all elements in order, known or not", walks },
	{ "add: two elements, every smaller buffer", builds },
	{ "add: up to 140 octets", builds_to_the_limit },
	{ "parse: random octets", random_octets },
};
TAP_MAIN(tests)
