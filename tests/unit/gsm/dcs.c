/* gsm/dcs: data coding schemes. */
#include "gsm/dcs.h"
#include "tap.h"

/*
 * Written down from SMPP v3.4, 5.2.19 (first row) and 3GPP TS 23.038, 4, a
 * letter a value: Default, 7 bit, Ascii, Latin 1, Cyrillic, Hebrew, Ucs2,
 * Octets.
 */
static const char codings[16][17] = {
	"DAOLOOCHUOOOOOOO",	/* 00: SMPP's own */
	"7777OOOOUUUUDDDD",	/* 10: general, with class */
	"7777OOOOUUUUDDDD",	/* 20: compressed */
	"7777OOOOUUUUDDDD",	/* 30: compressed, with class */
	"7777OOOOUUUUDDDD",	/* 40: automatic deletion, then as above */
	"7777OOOOUUUUDDDD",
	"7777OOOOUUUUDDDD",
	"7777OOOOUUUUDDDD",
	"DDDDDDDDDDDDDDDD",	/* 80 to b0: reserved */
	"DDDDDDDDDDDDDDDD",
	"DDDDDDDDDDDDDDDD",
	"DDDDDDDDDDDDDDDD",
	"7777777777777777",	/* c0: message waiting, discard */
	"7777777777777777",	/* d0: message waiting, store */
	"UUUUUUUUUUUUUUUU",	/* e0: message waiting, store, UCS2 */
	"7777OOOO7777OOOO",	/* f0: data coding and class; bit 3 reserved */
};

static const char letters[] = "D7ALCHUO";	/* by enum gsm_coding */

static void
reads(void)
{
	int dc;

	for (dc = 0; dc < 256; dc++) {
		struct gsm_dcs d = gsm_dcs_of_smpp((uint8_t)dc);
		int group = dc >> 4;
		int has_class = group == 1 || group == 3 || group == 5 ||
		    group == 7 || group == 15;

		assert((unsigned)d.coding < GSM_CODINGS);
		assert(letters[d.coding] == codings[group][dc & 15]);
		assert(d.message_class == (has_class ? dc & 3 : -1));
		assert(d.compressed == (group == 2 || group == 3 || group == 6 ||
		    group == 7));
		assert(d.mwi == (group >= 12 && group <= 14));
	}
}

static void
writes(void)
{
	static const int single[] = { 0, 0, 1, 3, 6, 7, 8, 4 };
	static const int classed[] = { -1, 0x10, -1, -1, -1, -1, 0x18, 0x14 };
	int c, k;

	for (c = 0; c < GSM_CODINGS; c++) {
		enum gsm_coding coding = (enum gsm_coding)c;

		assert(gsm_dcs_to_smpp(coding, -1) == single[c]);
		for (k = 0; k < 4; k++)
			assert(gsm_dcs_to_smpp(coding, k) ==
			    (classed[c] < 0 ? -1 : classed[c] + k));
		assert(gsm_dcs_to_smpp(coding, 4) == -1);
		assert(gsm_dcs_to_smpp(coding, -2) == -1);
	}
	assert(gsm_dcs_to_smpp(GSM_CODINGS, -1) == -1);
}

static const struct tap_test tests[] = {
	{ "of_smpp: all 256 values", reads },
	{ "to_smpp: every coding and class", writes },
};
TAP_MAIN(tests)
