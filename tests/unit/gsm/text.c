/* gsm/text: UTF-8 to units and back. */
#include "base/num.h"
#include "base/utf8.h"
#include "gsm/text.h"
#include "tap.h"

static const struct gsm_tables plain;
static const struct gsm_tables hindi = { GSM_LANG_HINDI, GSM_LANG_HINDI };
static const struct gsm_tables turkish = { GSM_LANG_NONE, GSM_LANG_TURKISH };

/*
 * Units from python3 (iso8859_5, iso8859_8, latin-1, utf-16-be) and perl
 * (Encode::GSM0338); national ones from TS 23.038, A.2 and A.3.  brk is an
 * enum gsm_break a unit.
 */
static const struct {
	enum gsm_coding coding;
	const struct gsm_tables *t;
	const char *text;
	const char *hex;
	const char *brk;
} rows[] = {
	{ GSM_CODING_GSM7, &plain, "", "", "" },
	{ GSM_CODING_GSM7, &plain, "a b\nc", "6120620a63", "22323" },
	{ GSM_CODING_GSM7, &plain, "[a]", "1b3c611b3e", "20220" },
	{ GSM_CODING_GSM7, &plain, "{ }", "1b28201b29", "20230" },
	{ GSM_CODING_GSM7, &plain, "a\r\nb\r\r", "610d0a620d0d", "221323" },
	{ GSM_CODING_GSM7, &plain, "\n\nx", "0a0a78", "233" },
	{ GSM_CODING_GSM7, &plain, "@£\u00c7\u0394€", "000109101b65", "222220" },
	{ GSM_CODING_GSM7, &plain, "e\f", "651b0a", "220" },
	{ GSM_CODING_GSM7, &turkish, "\u015fa", "1b7361", "202" },
	/* Hindi namaste: 928 92e 938 94d 924 947 */
	{ GSM_CODING_GSM7, &hindi, "\u0928\u092e\u0938\u094d\u0924\u0947 (*)",
	    "2f424c5f275920291b0b28", "22211123202" },
	{ GSM_CODING_ASCII, &plain, "a\tb~", "6109627e", "2232" },
	{ GSM_CODING_LATIN1, &plain, "Gr\u00fc\u00dfe\u00a0\u00ff\xc2\x80",
	    "4772fcdf65a0ff80", "22222222" },
	{ GSM_CODING_CYRILLIC, &plain, "\u041f\u0440\u0438\u0432\u0435\u0442 "
	    "\u21161 \u00a7", "bfe0d8d2d5e220f03120fd", "22222223223" },
	{ GSM_CODING_HEBREW, &plain, "\u05e9\u05dc\u05d5\u05dd \u00d7\u00f7\u2017",
	    "f9ece5ed20aabadf", "22222322" },
	{ GSM_CODING_UCS2, &plain, "a\u20ac\U0001f600\u00e9",
	    "006120acd83dde0000e9", "22202" },
	{ GSM_CODING_UCS2, &plain, "e\u0301 \u0301x\U0001f1e9\U0001f1ea",
	    "00650301002003010078d83cdde9d83cddea", "212122010" },
	{ GSM_CODING_UCS2, &plain, "\u0301", "0301", "2" },
	{ GSM_CODING_UCS2, &plain, "\ufeff" "a", "feff0061", "22" },
	{ GSM_CODING_UCS2, &plain, "\u00a0x", "00a00078", "22" },
};

enum { NROWS = sizeof rows / sizeof rows[0] };

static void
encodes(void)
{
	uint8_t want[64], out[64], brk[64];
	size_t i, k, cap;

	for (i = 0; i < NROWS; i++) {
		size_t unit = gsm_unit_octets(rows[i].coding);
		size_t len = strlen(rows[i].text), n = strlen(rows[i].brk);
		ssize_t octets = num_unhex(rows[i].hex, strlen(rows[i].hex), want,
		    sizeof want);

		assert((size_t)octets == n * unit);
		memset(out, 0xaa, sizeof out);
		memset(brk, 0xaa, sizeof brk);
		assert(gsm_text_encode(rows[i].coding, *rows[i].t, rows[i].text,
		    len, out, brk, n, NULL) == (ssize_t)n);
		assert(memcmp(out, want, n * unit) == 0);
		assert(out[n * unit] == 0xaa && brk[n] == 0xaa);
		for (k = 0; k < n; k++)
			assert(brk[k] == rows[i].brk[k] - '0');
		/* without places the same */
		memset(out, 0xaa, sizeof out);
		assert(gsm_text_encode(rows[i].coding, *rows[i].t, rows[i].text,
		    len, out, NULL, n, NULL) == (ssize_t)n);
		assert(memcmp(out, want, n * unit) == 0);
		for (cap = 0; cap < n; cap++) {
			memset(out, 0xaa, sizeof out);
			memset(brk, 0xaa, sizeof brk);
			assert(gsm_text_encode(rows[i].coding, *rows[i].t,
			    rows[i].text, len, out, brk, cap, NULL)
			    == GSM_ENOSPC);
			assert(out[cap * unit] == 0xaa && brk[cap] == 0xaa);
		}
	}
}

static void
decodes_what_it_encoded(void)
{
	uint8_t in[64];
	char out[256];
	size_t i, cap;

	for (i = 0; i < NROWS; i++) {
		size_t len = strlen(rows[i].text);
		ssize_t n = num_unhex(rows[i].hex, strlen(rows[i].hex), in,
		    sizeof in);
		int bom = n > 1 && in[0] == 0xfe && in[1] == 0xff;

		if (bom)
			continue;	/* its first character is taken for a BOM */
		assert(gsm_text_decode(rows[i].coding, *rows[i].t, in, (size_t)n,
		    out, len) == (ssize_t)len);
		assert(memcmp(out, rows[i].text, len) == 0);
		for (cap = 0; cap < len; cap++) {
			memset(out, 0x55, sizeof out);
			assert(gsm_text_decode(rows[i].coding, *rows[i].t, in,
			    (size_t)n, out, cap) == GSM_ENOSPC);
			assert(out[cap] == 0x55);
		}
	}
}

static const struct {
	enum gsm_coding coding;
	const char *text;
	size_t len;
	ssize_t err;
	size_t bad;
} refused[] = {
	{ GSM_CODING_GSM7, "abc\u00e7", 5, GSM_ECHAR, 3 },	/* c cedilla */
	{ GSM_CODING_GSM7, "a\u201cb", 5, GSM_ECHAR, 1 },
	{ GSM_CODING_GSM7, "a`", 2, GSM_ECHAR, 1 },
	{ GSM_CODING_GSM7, "a\0b", 3, GSM_ECHAR, 1 },
	{ GSM_CODING_GSM7, "\t", 1, GSM_ECHAR, 0 },
	{ GSM_CODING_GSM7, "\x1b", 1, GSM_ECHAR, 0 },
	{ GSM_CODING_GSM7, "{\U0001f600", 5, GSM_ECHAR, 1 },
	{ GSM_CODING_ASCII, "a\xc2\x80", 3, GSM_ECHAR, 1 },
	{ GSM_CODING_LATIN1, "\u00ff\u0100", 4, GSM_ECHAR, 2 },
	{ GSM_CODING_LATIN1, "\u20ac", 3, GSM_ECHAR, 0 },
	{ GSM_CODING_CYRILLIC, "\u040d", 2, GSM_ECHAR, 0 },
	{ GSM_CODING_CYRILLIC, "\u00bf", 2, GSM_ECHAR, 0 },
	{ GSM_CODING_HEBREW, "\u00a1", 2, GSM_ECHAR, 0 },
	{ GSM_CODING_HEBREW, "\u05b0", 2, GSM_ECHAR, 0 },
	{ GSM_CODING_HEBREW, "\ufffd", 3, GSM_ECHAR, 0 },
	/* RFC 3629: stray, overlong, surrogate, too high, cut */
	{ GSM_CODING_GSM7, "a\x80", 2, GSM_EUTF8, 1 },
	{ GSM_CODING_GSM7, "ab\xc0\x80", 4, GSM_EUTF8, 2 },
	{ GSM_CODING_GSM7, "ab\xff", 3, GSM_EUTF8, 2 },
	{ GSM_CODING_UCS2, "\xed\xa0\x80", 3, GSM_EUTF8, 0 },
	{ GSM_CODING_UCS2, "a\xf4\x90\x80\x80", 5, GSM_EUTF8, 1 },
	{ GSM_CODING_UCS2, "\U0001f600\xf0\x9f\x98", 7, GSM_EUTF8, 4 },
	{ GSM_CODING_LATIN1, "\xc3", 1, GSM_EUTF8, 0 },
	{ GSM_CODING_ASCII, "\xe2\x82", 2, GSM_EUTF8, 0 },
	{ GSM_CODING_DEFAULT, "a", 1, GSM_ERANGE, 777 },
	{ GSM_CODING_OCTETS, "a", 1, GSM_ERANGE, 777 },
};

static void
refuses(void)
{
	size_t i;

	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		char *text = malloc(refused[i].len);	/* a sanitizer sees */
		uint8_t out[32], brk[16];
		size_t bad = 777;

		assert(text);
		memcpy(text, refused[i].text, refused[i].len);
		assert(gsm_text_encode(refused[i].coding, plain, text,
		    refused[i].len, out, brk, 16, &bad) == refused[i].err);
		assert(bad == refused[i].bad);
		assert(gsm_text_encode(refused[i].coding, plain, text,
		    refused[i].len, out, brk, 16, NULL) == refused[i].err);
		free(text);
	}
}

/* FNV-1a of ''.join(map(chr, all scalar values)).encode('utf-16-be'), python3 */
static void
all_utf16(void)
{
	uint32_t h = 0x811c9dc5, cp;

	for (cp = 0; cp < 0x110000; cp++) {
		char text[UTF8_MAX], back[12];
		uint8_t out[4];
		size_t len, i;
		ssize_t n;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		len = utf8_put(text, cp);
		n = gsm_text_encode(GSM_CODING_UCS2, plain, text, len, out, NULL,
		    2, NULL);
		assert(n == (cp < 0x10000 ? 1 : 2));
		for (i = 0; i < (size_t)n * 2; i++)
			h = (h ^ out[i]) * 0x01000193;
		if (cp == 0xfeff || cp == 0xfffe)
			continue;	/* taken for a BOM */
		assert(gsm_text_decode(GSM_CODING_UCS2, plain, out, (size_t)n * 2,
		    back, sizeof back) == (ssize_t)len);
		assert(memcmp(text, back, len) == 0);
	}
	assert(h == 0xef0d95c5);
}

/* a0..ff as python3 decodes them with errors='replace', in UTF-8 */
static const struct {
	enum gsm_coding coding;
	const char *hex;
} upper[] = {
	{ GSM_CODING_CYRILLIC,
	    "c2a0d081d082d083d084d085d086d087d088d089d08ad08bd08cc2add08ed08f"
	    "d090d091d092d093d094d095d096d097d098d099d09ad09bd09cd09dd09ed09f"
	    "d0a0d0a1d0a2d0a3d0a4d0a5d0a6d0a7d0a8d0a9d0aad0abd0acd0add0aed0af"
	    "d0b0d0b1d0b2d0b3d0b4d0b5d0b6d0b7d0b8d0b9d0bad0bbd0bcd0bdd0bed0bf"
	    "d180d181d182d183d184d185d186d187d188d189d18ad18bd18cd18dd18ed18f"
	    "e28496d191d192d193d194d195d196d197d198d199d19ad19bd19cc2a7d19ed1"
	    "9f" },
	{ GSM_CODING_HEBREW,
	    "c2a0efbfbdc2a2c2a3c2a4c2a5c2a6c2a7c2a8c2a9c397c2abc2acc2adc2aec2"
	    "afc2b0c2b1c2b2c2b3c2b4c2b5c2b6c2b7c2b8c2b9c3b7c2bbc2bcc2bdc2beef"
	    "bfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbd"
	    "efbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbf"
	    "bdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbdefbfbde2"
	    "8097d790d791d792d793d794d795d796d797d798d799d79ad79bd79cd79dd79e"
	    "d79fd7a0d7a1d7a2d7a3d7a4d7a5d7a6d7a7d7a8d7a9d7aaefbfbdefbfbde280"
	    "8ee2808fefbfbd" },
	{ GSM_CODING_LATIN1,
	    "c2a0c2a1c2a2c2a3c2a4c2a5c2a6c2a7c2a8c2a9c2aac2abc2acc2adc2aec2af"
	    "c2b0c2b1c2b2c2b3c2b4c2b5c2b6c2b7c2b8c2b9c2bac2bbc2bcc2bdc2bec2bf"
	    "c380c381c382c383c384c385c386c387c388c389c38ac38bc38cc38dc38ec38f"
	    "c390c391c392c393c394c395c396c397c398c399c39ac39bc39cc39dc39ec39f"
	    "c3a0c3a1c3a2c3a3c3a4c3a5c3a6c3a7c3a8c3a9c3aac3abc3acc3adc3aec3af"
	    "c3b0c3b1c3b2c3b3c3b4c3b5c3b6c3b7c3b8c3b9c3bac3bbc3bcc3bdc3bec3bf" },
};

static void
upper_halves(void)
{
	size_t i, k;

	for (i = 0; i < sizeof upper / sizeof upper[0]; i++) {
		uint8_t in[96], want[288], back[2];
		char out[288];
		ssize_t n = num_unhex(upper[i].hex, strlen(upper[i].hex), want,
		    sizeof want);

		for (k = 0; k < sizeof in; k++)
			in[k] = (uint8_t)(0xa0 + k);
		assert(gsm_text_decode(upper[i].coding, plain, in, sizeof in, out,
		    sizeof out) == n);
		assert(memcmp(out, want, (size_t)n) == 0);
		for (k = 0; k < 256; k++) {
			in[0] = (uint8_t)k;
			n = gsm_text_decode(upper[i].coding, plain, in, 1, out, 3);
			assert(n > 0);
			if (n == 3 && memcmp(out, "\ufffd", 3) == 0)
				continue;
			assert(k >= 0xa0 || n == (k < 0x80 ? 1 : 2));
			assert(gsm_text_encode(upper[i].coding, plain, out,
			    (size_t)n, back, NULL, 1, NULL) == 1);
			assert(back[0] == k);
		}
	}
}

/* The UCS2 ones as python3's utf-16-be and -le with errors='replace'. */
static const struct {
	enum gsm_coding coding;
	const char *in, *out;	/* hex */
} received[] = {
	{ GSM_CODING_UCS2, "d8000041", "efbfbd41" },
	{ GSM_CODING_UCS2, "dc000041", "efbfbd41" },
	{ GSM_CODING_UCS2, "d800", "efbfbd" },
	{ GSM_CODING_UCS2, "d83dde00", "f09f9880" },
	{ GSM_CODING_UCS2, "d83d", "efbfbd" },
	{ GSM_CODING_UCS2, "d83dd83dde00", "efbfbdf09f9880" },
	{ GSM_CODING_UCS2, "dc00dc00", "efbfbdefbfbd" },
	{ GSM_CODING_UCS2, "d800d800dc00", "efbfbdf0908080" },
	{ GSM_CODING_UCS2, "dfff", "efbfbd" },
	{ GSM_CODING_UCS2, "dbffdfff", "f48fbfbf" },
	{ GSM_CODING_UCS2, "41", "efbfbd" },
	{ GSM_CODING_UCS2, "feff0041", "41" },
	{ GSM_CODING_UCS2, "fffe4100", "41" },
	{ GSM_CODING_UCS2, "fffe3dd800de", "f09f9880" },
	{ GSM_CODING_UCS2, "fffe41", "efbfbd" },
	{ GSM_CODING_UCS2, "0041d8", "41efbfbd" },
	{ GSM_CODING_UCS2, "0041feff", "41efbbbf" },
	{ GSM_CODING_UCS2, "", "" },
	{ GSM_CODING_UCS2, "ff", "efbfbd" },
	{ GSM_CODING_UCS2, "feff", "" },
	{ GSM_CODING_UCS2, "fffe", "" },
	{ GSM_CODING_UCS2, "fffefeff", "efbfbe" },
	{ GSM_CODING_UCS2, "ffff", "efbfbf" },
	{ GSM_CODING_UCS2, "0000", "00" },
	{ GSM_CODING_ASCII, "00417f80ff", "00417fefbfbdefbfbd" },
	{ GSM_CODING_OCTETS, "4100", "efbfbdefbfbd" },
	{ GSM_CODING_GSM7, "1b", "20" },
	{ GSM_CODING_GSM7, "1b1b41", "2041" },
	{ GSM_CODING_GSM7, "1b65", "e282ac" },
	{ GSM_CODING_GSM7, "8041", "efbfbd41" },
	{ GSM_CODING_DEFAULT, "0041", "4041" },
};

static void
decodes(void)
{
	size_t i, cap;

	for (i = 0; i < sizeof received / sizeof received[0]; i++) {
		size_t len = strlen(received[i].in) / 2;
		uint8_t *in = malloc(len ? len : 1), want[32];
		char out[33];
		ssize_t n = num_unhex(received[i].out, strlen(received[i].out),
		    want, sizeof want);

		assert(in);
		num_unhex(received[i].in, len * 2, in, len);
		assert((size_t)n <= 3 * len);
		assert(gsm_text_decode(received[i].coding, plain, in, len, out,
		    (size_t)n) == n);
		assert(memcmp(out, want, (size_t)n) == 0);
		for (cap = 0; cap < (size_t)n; cap++) {
			memset(out, 0x55, sizeof out);
			assert(gsm_text_decode(received[i].coding, plain, in, len,
			    out, cap) == GSM_ENOSPC);
			assert(out[cap] == 0x55);
		}
		free(in);
	}
}

/* python3's utf-16-le (swapped) and utf-16-be. */
static const struct {
	const char *text, *hex;
	int swapped;
} orders[] = {
	{ "hello",
	  "680065006c006c006f00", 1 },
	{ "OK!",
	  "4f004b002100", 1 },
	{ "Da steht: 5 \u20ac\n",
	  "440061002000730074006500680074003a00200035002000ac200a00", 1 },
	{ "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430?",
	  "1f04400438043204350442042c0020003a0430043a042000340435043b04"
	  "30043f00", 1 },
	{ "\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1 \u03ba\u03cc\u03c3\u03bc\u03b5",
	  "9a03b103bb03b703bc03ad03c103b1032000ba03cc03c303bc03b503", 1 },
	{ "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
	  "e905dc05d505dd052000e205d505dc05dd05", 1 },
	{ "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
	  "450631062d062806270620002806270644063906270644064506", 1 },
	{ "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
	  "28092e0938094d092409470920002609410928093f092f093e09", 1 },
	{ "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
	  "2a0e270e310e2a0e140e350e", 1 },
	{ "a\U0001f600bc",
	  "61003dd800de62006300", 1 },
	{ "Gr\u00fc\u00dfe, \u00e9t\u00e9",
	  "47007200fc00df0065002c002000e9007400e900", 1 },
	{ "OK",
	  "004f004b", 0 },
	{ "hello",
	  "00680065006c006c006f", 0 },
	{ "\u4e00\u5200",
	  "4e005200", 0 },
	{ "\u4e00\u4e0b",
	  "4e004e0b", 0 },
	{ "\u4e00\u4e2a\u4eba\u4e00\u4e0b\u5b50\u5c31\u597d\u4e86",
	  "4e004e2a4eba4e004e0b5b505c31597d4e86", 0 },
	{ "\u4fdd\u4fee\u5358\u6f22\u5b57",
	  "4fdd4fee53586f225b57", 0 },
	{ "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430?",
	  "041f04400438043204350442002c0020043a0430043a002004340435043b"
	  "0430003f", 0 },
	{ "\u092e\u0930\u093e\u0920\u0940",
	  "092e0930093e09200940", 0 },
	{ "\u4e2d\u6587 abc",
	  "4e2d65870020006100620063", 0 },
	{ "\U0001f600\U0001f525",
	  "d83dde00d83ddd25", 0 },
	{ "\U0001f600\U0001f600\u0301\u200d",
	  "d83dde00d83dde000301200d", 0 },
	{ "",
	  "", 0 },
	{ "a",
	  "0061", 0 },
	{ "\ud55c\uad6d\uc5b4 \ubb38\uc790",
	  "d55cad6dc5b40020bb38c790", 0 },
	{ "\u0105\u0119\u015b\u0107\u017c\u017a\u0144\u00f3\u0142",
	  "01050119015b0107017c017a014400f30142", 0 },
	/* too little to know: taken as it stands */
	{ "\u041f\u0420\u0418\u0412\u0415\u0422",
	  "1f0420041804120415042204", 0 },
	{ "OK",
	  "4f004b00", 0 },
	{ "A",
	  "4100", 0 },
};

static void
byte_order(void)
{
	uint8_t in[100];
	size_t i;

	for (i = 0; i < sizeof orders / sizeof orders[0]; i++) {
		ssize_t n = num_unhex(orders[i].hex, strlen(orders[i].hex), in,
		    sizeof in);

		assert(n >= 0);
		if (gsm_ucs2_is_swapped(in, (size_t)n) != orders[i].swapped)
			printf("# %s\n", orders[i].text);
		assert(gsm_ucs2_is_swapped(in, (size_t)n) == orders[i].swapped);
	}
	/* a BOM says it */
	assert(!gsm_ucs2_is_swapped((const uint8_t *)"\xff\xfe" "a\0b\0c\0", 8));
}

/* Whatever comes in, valid UTF-8 of at most three times the length goes out. */
static void
random_octets(void)
{
	uint32_t seed = 7;
	int i;

	for (i = 0; i < 200000; i++) {
		struct gsm_tables t;
		enum gsm_coding coding;
		uint8_t in[24];
		char out[sizeof in * 3];
		size_t n, k;
		ssize_t len;

		for (k = 0; k < sizeof in; k++) {
			seed = seed * 1664525 + 1013904223;
			in[k] = (uint8_t)(seed >> 24);
			if (seed & 0x10000)	/* surrogates, escapes */
				in[k] = seed & 0x20000 ? 0x1b :
				    (uint8_t)(0xd8 | in[k]);
		}
		n = (seed >> 9) % (sizeof in + 1);
		coding = (enum gsm_coding)((seed >> 20) % GSM_CODINGS);
		t.locking = (enum gsm_lang)((seed >> 14) % (GSM_LANGS + 1));
		t.single = (enum gsm_lang)((seed >> 17) % (GSM_LANGS + 1));
		len = gsm_text_decode(coding, t, in, n, out, 3 * n);
		assert(len >= 0);
		assert(utf8_valid(out, (size_t)len) == (size_t)len);
	}
}

static const struct tap_test tests[] = {
	{ "encode: rows, and every smaller buffer", encodes },
	{ "decode: the same back, and every smaller buffer", decodes_what_it_encoded },
	{ "encode: what cannot be said, and where", refuses },
	{ "UCS2: all of Unicode, as python has it", all_utf16 },
	{ "ISO 8859: the upper halves, as python has them", upper_halves },
	{ "decode: odd input", decodes },
	{ "decode: UCS2 in the wrong order", byte_order },
	{ "decode: random octets give valid UTF-8", random_octets },
};
TAP_MAIN(tests)
