/* gsm/pack: septets to octets and back. */
#include "base/num.h"
#include "gsm/pack.h"
#include "tap.h"

/*
 * Of python3, with strings of bits:
 *	bits = '0' * fill + ''.join(format(s, '07b')[::-1] for s in septets)
 *	bits += '0' * (-len(bits) % 8)
 *	bytes(int(bits[i:i+8][::-1], 2) for i in range(0, len(bits), 8)).hex()
 * The first two are also widely published examples of SMS PDUs.
 */
static const struct {
	const char *septets;
	size_t n;
	unsigned fillbits;
	const char *octets;	/* hex */
} cases[] = {
	{ "hellohello", 10, 0, "e8329bfd4697d9ec37" },
	{ "How are you?", 12, 0, "c8f71d14969741f977fd07" },
	{ "1234567", 7, 0, "31d98c56b3dd00" },
	{ "12345678", 8, 0, "31d98c56b3dd70" },
	{ "", 0, 0, "" },
	{ "", 0, 1, "00" },
	{ "", 0, 2, "00" },
	{ "", 0, 3, "00" },
	{ "", 0, 4, "00" },
	{ "", 0, 5, "00" },
	{ "", 0, 6, "00" },
	{ "A", 1, 0, "41" },
	{ "A", 1, 1, "82" },
	{ "A", 1, 2, "0401" },
	{ "A", 1, 3, "0802" },
	{ "A", 1, 4, "1004" },
	{ "A", 1, 5, "2008" },
	{ "A", 1, 6, "4010" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 0, "ffffffffffff01" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 1, "feffffffffff03" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 2, "fcffffffffff07" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 3, "f8ffffffffff0f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 4, "f0ffffffffff1f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 5, "e0ffffffffff3f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 7, 6, "c0ffffffffff7f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 0, "ffffffffffffff" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 1, "feffffffffffff01" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 2, "fcffffffffffff03" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 3, "f8ffffffffffff07" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 4, "f0ffffffffffff0f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 5, "e0ffffffffffff1f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 8, 6, "c0ffffffffffff3f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 0, "ffffffffffffff7f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 1, "feffffffffffffff" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 2, "fcffffffffffffff01" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 3, "f8ffffffffffffff03" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 4, "f0ffffffffffffff07" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 5, "e0ffffffffffffff0f" },
	{ "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", 9, 6, "c0ffffffffffffff1f" },
	{ "\x00", 1, 0, "00" },
	{ "\x00", 1, 1, "00" },
	{ "\x00", 1, 2, "0000" },
	{ "\x00", 1, 3, "0000" },
	{ "\x00", 1, 4, "0000" },
	{ "\x00", 1, 5, "0000" },
	{ "\x00", 1, 6, "0000" },
	{ "abcdefgh", 8, 0, "61f1985c369fd1" },
	{ "abcdefgh", 8, 1, "c2e231b96c3ea301" },
	{ "abcdefgh", 8, 2, "84c56372d97c4603" },
	{ "abcdefgh", 8, 3, "088bc7e4b2f98c06" },
	{ "abcdefgh", 8, 4, "10168fc965f3190d" },
	{ "abcdefgh", 8, 5, "202c1e93cbe6331a" },
	{ "abcdefgh", 8, 6, "40583c2697cd6734" },
	{ "The quick brown fox", 19, 0, "54741914afa7c76b9058febebb41e6371e" },
	{ "The quick brown fox", 19, 1, "a8e832285e4f8fd720b1fc7d7783cc6f3c" },
	{ "The quick brown fox", 19, 2, "50d16550bc9e1eaf4162f9fbee0699df78" },
	{ "The quick brown fox", 19, 3, "a0a2cba0783d3d5e83c4f2f7dd0d32bff1" },
	{ "The quick brown fox", 19, 4, "40459741f17a7abc0689e5efbb1b647ee301" },
	{ "The quick brown fox", 19, 5, "808a2e83e2f5f4780d12cbdf7737c8fcc603" },
	{ "The quick brown fox", 19, 6, "00155d06c5ebe9f11a2496bfef6e90f98d07" },
};

enum { NCASES = sizeof cases / sizeof cases[0] };

static void
packs(void)
{
	uint8_t want[32], out[32];
	size_t i;

	for (i = 0; i < NCASES; i++) {
		const uint8_t *in = (const uint8_t *)cases[i].septets;
		ssize_t n = num_unhex(cases[i].octets, strlen(cases[i].octets),
		    want, sizeof want);
		size_t cap;

		memset(out, 0xaa, sizeof out);
		assert(gsm_pack(in, cases[i].n, cases[i].fillbits, out,
		    (size_t)n) == n);
		assert(memcmp(out, want, (size_t)n) == 0);
		assert(out[n] == 0xaa);
		assert((size_t)n ==
		    (cases[i].n * 7 + cases[i].fillbits + 7) / 8);
		for (cap = 0; cap < (size_t)n; cap++) {
			memset(out, 0xaa, sizeof out);
			assert(gsm_pack(in, cases[i].n, cases[i].fillbits, out,
			    cap) == GSM_ENOSPC);
			assert(out[cap] == 0xaa);
		}
	}
}

static void
unpacks(void)
{
	uint8_t in[32], out[32];
	size_t i, cap;

	for (i = 0; i < NCASES; i++) {
		size_t n = cases[i].n;
		ssize_t noctets = num_unhex(cases[i].octets,
		    strlen(cases[i].octets), in, sizeof in);

		memset(out, 0xaa, sizeof out);
		assert(gsm_unpack(in, (size_t)noctets, cases[i].fillbits, n, out,
		    n) == (ssize_t)n);
		assert(memcmp(out, cases[i].septets, n) == 0);
		assert(out[n] == 0xaa);
		for (cap = 0; cap < n; cap++) {
			memset(out, 0xaa, sizeof out);
			assert(gsm_unpack(in, (size_t)noctets, cases[i].fillbits,
			    n, out, cap) == GSM_ENOSPC);
			assert(out[cap] == 0xaa);
		}
	}
}

/* Every shorter input, in a block of its own so that a sanitizer sees. */
static void
unpack_short(void)
{
	uint8_t out[32];
	size_t i, len;

	for (i = 0; i < NCASES; i++) {
		size_t noctets = strlen(cases[i].octets) / 2;

		for (len = 0; len < noctets; len++) {
			uint8_t *in = calloc(len ? len : 1, 1);

			assert(in);
			assert(gsm_unpack(in, len, cases[i].fillbits, cases[i].n,
			    out, sizeof out) == GSM_ERANGE);
			free(in);
		}
	}
}

static void
out_of_range(void)
{
	uint8_t in[3] = { 'a', 0x80, 'b' }, out[8];

	assert(gsm_pack(in, 3, 0, out, sizeof out) == GSM_ERANGE);
	assert(gsm_pack(in, 1, 7, out, sizeof out) == GSM_ERANGE);
	assert(gsm_pack(in, 0, 7, out, sizeof out) == GSM_ERANGE);
	assert(gsm_unpack(in, 3, 7, 1, out, sizeof out) == GSM_ERANGE);
	assert(gsm_pack(in, 1, 6, out, sizeof out) == 2);
}

/* 140 octets hold 160 septets: the last octet is full. */
static void
whole_message(void)
{
	uint8_t in[160], octets[140], out[160];
	size_t i;

	for (i = 0; i < sizeof in; i++)
		in[i] = (uint8_t)(i * 37 & 0x7f);
	assert(gsm_pack(in, 160, 0, octets, 140) == 140);
	assert(gsm_unpack(octets, 140, 0, 160, out, 160) == 160);
	assert(memcmp(in, out, 160) == 0);
	assert(gsm_unpack(octets, 140, 1, 160, out, 160) == GSM_ERANGE);
	/* behind a header of six octets: one fill bit and 153 septets */
	assert(gsm_pack(in, 153, 1, octets, 134) == 134);
	assert(gsm_unpack(octets, 134, 1, 153, out, 160) == 153);
	assert(memcmp(in, out, 153) == 0);
}

static const struct tap_test tests[] = {
	{ "pack: as a string of bits says, all fill bits", packs },
	{ "unpack: the same back", unpacks },
	{ "unpack: too few octets are refused", unpack_short },
	{ "pack: what is no septet, seven fill bits", out_of_range },
	{ "pack: a full message", whole_message },
};
TAP_MAIN(tests)
