/*
 * Properties of any text: what the encoder says is what the segments carry, what
 * they carry is the text, and no way to say it that the options allow is cheaper.
 */
#include "parts.h"
#include "random.h"

#include "base/utf8.h"
#include "gateway/sms/fit.h"
#include "gsm/text.h"

enum { ROUNDS = 1500, CHARS_MAX = 400 };

/* Characters that occur together: ranges and single ones. */
static const uint32_t pools[][12] = {
	{ 'a', 'b', 'z', 'A', 'Z', '0', ' ', '@', '$', '_', 0xe9, 0xa3 },
	{ 0x20ac, '{', '|', '}', '[', '~', '\\', '^', 'a', 'b', ' ', 0xc7 },
	{ 0x11f, 0x15f, 0x131, 0x130, 0x11e, 0x15e, 'a', 'b', ' ', 0x20ac, 0xe7, 'c' },
	{ 0xe3, 0xf5, 0xe1, 0xe2, 0xea, 0xed, 0xfa, 'a', 'o', ' ', 0x221e, 0xe7 },
	{ 0xe1, 0xed, 0xf3, 0xfa, 0xf1, 'a', 'b', 'c', 'd', 'e', ' ', 0xbf },
	{ 0x928, 0x92e, 0x938, 0x94d, 0x924, 0x947, ' ', '*', 'A', 'b', 0x964, 0x966 },
	{ 0x627, 0x628, 0x6cc, 0x645, 0x648, 0x6d4, ' ', 0x60c, '1', 'Z', 'x', 0x679 },
	{ 0x1f600, 0x200d, 0xfe0f, 0x1f1e9, 0x1f1ea, 'a', 'b', ' ', 0x4e2d, 0x301, 'e', 0x436 },
	{ 0x201c, 0x201d, 0x2019, 0x2026, 0x2013, 0xa0, 'a', 'b', 'c', 'd', ' ', 0x2022 },
	{ 0x17e, 0x165, 0x10d, 0xfd, 0xdf, 0x142, 'a', 'b', 'c', ' ', 0xbd, 0x301 },
};
enum { POOLS = sizeof pools / sizeof pools[0] };

static size_t
random_text(char *out)
{
	static const unsigned lengths[] = { 1, 5, 35, 67, 70, 80, 134, 153, 160, 161,
		200, 310, CHARS_MAX };
	const uint32_t *pool = pools[any(POOLS)];
	unsigned n = 1 + any(lengths[any(sizeof lengths / sizeof lengths[0])]);
	size_t len = 0;

	while (n-- > 0)
		len += utf8_put(out + len, pool[any(12)]);
	out[len] = '\0';
	return len;
}

static const char *const configs[] = {
	"",
	"SMPP_ESME_UDH_Segment = true\n",
	"SMPP_ESME_UDH_Segment = true\nSMPP_SMS_Segment_Boundary = true\n"
	    "SMPP_SMS_National_Tables = (turkish spanish portuguese hindi urdu)\n",
	"SMPP_ESME_UDH_Segment = true\nSMPP_CSMS_Refnum_Length = 1\n"
	    "SMPP_SMS_National_Tables = (turkish spanish portuguese hindi urdu)\n",
	"SMPP_SMS_National_Tables = (turkish portuguese)\n",
	"SMPP_SMSC_Default_Alphabet = latin1\n",
	"SMPP_SMS_Data_No_BOM = false\n",
	"SMPP_SMS_Segment_Size = 40\nSMPP_ESME_UDH_Segment = true\n"
	    "SMPP_SMS_National_Tables = turkish\n",
};
static struct kit k;
static char text[4 * CHARS_MAX + 1];
static struct buf line, joined, record;

static const char *
submit_line(size_t n, const char *udh)
{
	buf_reset(&line);
	buf_str(&line, "{\"to\":\"1\",\"text\":");
	json_str(&line, text, n);
	if (udh)
		buf_fmt(&line, ",\"udh\":\"%s\"", udh);
	buf_ch(&line, '}');
	return buf_cstr(&line);
}

/* Octets on the air: 3GPP TS 23.040, 9.2.3.24, septets behind fill bits. */
static size_t
on_air(const struct wire *w, enum gsm_coding coding)
{
	size_t udh = w->in.udh_octets.n, n = w->in.payload.n;

	if (coding == GSM_CODING_GSM7)
		return ((udh * 8 + 6) / 7 * 7 + n * 7 + 7) / 8;
	return udh + n;
}

/* The text of the record made of all segments. */
static void
goes_out_and_comes_in(size_t len)
{
	struct sms_context ctx = { .id = "i", .view = k.v };
	size_t unit = gsm_unit_octets(k.m.units.coding);
	struct json_reader *r = json_reader_new();
	struct wire first, w;
	struct record rec;
	struct diag_err err;
	unsigned i;

	buf_reset(&joined);
	for (i = 0; i < k.m.nsegments; i++) {
		struct wire *part = i ? &w : &first;

		wire_make(part, kit_pdu(&k, i));
		assert(on_air(part, k.m.units.coding) <= 140);
		assert(k.m.nsegments == 1 || k.m.ends[i] > (i ? k.m.ends[i - 1] : 0));
		buf_add(&joined, part->in.payload.p, part->in.payload.n);
		if (i)
			wire_free(part);
	}
	assert(joined.len == k.m.units.n * unit);
	buf_reset(&record);
	sms_message_write(&record, REC_DELIVER, &first.in,
	    (const uint8_t *)joined.p, joined.len, k.m.nsegments, NULL, 0, &ctx);
	assert(record_read(r, record.p, record.len, &rec, &err) == 0);
	assert(rec.v[REC_TEXT]);
	if (rec.v[REC_TEXT]->n != len || memcmp(rec.v[REC_TEXT]->s, text, len))
		fprintf(stderr, "# %s\n# not %s\n", rec.v[REC_TEXT]->s, text);
	assert(rec.v[REC_TEXT]->n == len &&
	    memcmp(rec.v[REC_TEXT]->s, text, len) == 0);
	json_reader_free(r);
	wire_free(&first);
}

/* Naming the tables by hand is never cheaper. */
static void
is_cheapest(size_t len)
{
	static const unsigned langs[] = { 0, 1, 2, 3, 6, 13 };
	unsigned allowed = (unsigned)config_int(k.v, SMPP_SMS_NATIONAL_TABLES);
	unsigned n = k.m.nsegments, i, j;
	enum gsm_coding coding = k.m.units.coding;
	char udh[40];

	for (i = 0; i < 6; i++)
		for (j = 0; j < 6; j++) {
			unsigned lock = langs[i], single = langs[j];

			if ((lock && !(allowed & 1u << lock)) ||
			    (single && !(allowed & 1u << single)) ||
			    !(lock || single))
				continue;
			if (lock && single)
				snprintf(udh, sizeof udh, "062401%02x2501%02x",
				    single, lock);
			else
				snprintf(udh, sizeof udh, "03%s01%02x",
				    lock ? "25" : "24", lock | single);
			if (kit_read(&k, submit_line(len, udh), 0x1234) < 0 ||
			    k.m.units.coding == GSM_CODING_UCS2)
				continue;
			if (k.m.nsegments < n)
				fprintf(stderr, "# %s is cheaper than %u of %u: %s\n",
				    udh, n, coding, text);
			assert(k.m.nsegments >= n);
		}
}

static void
test_properties(void)
{
	char config[400];
	size_t c, len;
	int i;

	for (c = 0; c < sizeof configs / sizeof configs[0]; c++) {
		snprintf(config, sizeof config,
		    "SMPP_Max_SMS_Message_Size = 65535\n%s", configs[c]);
		kit_open(&k, config);
		for (i = 0; i < ROUNDS; i++) {
			len = random_text(text);
			kit_good(&k, submit_line(len, NULL));
			goes_out_and_comes_in(len);
			if (strstr(configs[c], "UDH_Segment"))
				is_cheapest(len);
		}
		kit_close(&k);
	}
}

/* What mail2sms makes of it: the text, with what it says was replaced, cut where
   it says; and with replacements never more is lost than without. */
static void
fits(const struct kit *kit, size_t len, size_t *taken, size_t *lost)
{
	const char *p = text, *end = text + len;
	struct buf out = BUF_INIT, want = BUF_INIT;
	struct sms_fitted f;
	size_t i, chars = 0;

	assert(sms_fit(&out, text, len, kit->v, &f) == 0);
	for (; p < end && chars < f.replaced.taken; chars++) {
		const char *at = p;
		uint32_t cp = (uint32_t)utf8_next(&p, end);

		for (i = 0; i < f.replaced.n && f.replaced.which[i].cp != cp; i++)
			;
		if (i < f.replaced.n)
			buf_str(&want, f.replaced.which[i].to);
		else
			buf_add(&want, at, (size_t)(p - at));
	}
	while (p < end) {
		utf8_next(&p, end);
		chars++;
	}
	assert(chars == f.replaced.taken + f.cut);
	assert(out.len <= want.len && (!out.len ||
	    memcmp(out.p, want.p, out.len) == 0));
	assert(f.cut || out.len == want.len);
	assert(!(f.replaced.count && f.lacking.len));
	*taken = f.replaced.taken;
	*lost = f.replaced.lost;
	buf_free(&out);
	buf_free(&want);
	buf_free(&f.lacking);
}

static void
test_fit(void)
{
	static const char *const more[] = { "",
		"SMPP_Max_SMS_Message_Size = 400\n", "SMPP_SMS_Data_Coding = default\n",
		"SMPP_SMS_Data_Coding = ascii\nSMPP_SMS_Segment_Boundary = true\n",
		"SMPP_SMS_National_Tables = (turkish hindi)\n",
		"SMPP_SMS_Data_Coding = default\nSMPP_SMS_National_Tables = turkish\n" };
	static const char *const levels[] = { "none", "typographic", "full" };
	struct kit kits[3];
	size_t c, l, len, taken[3], lost[3];
	char config[400];
	int i;

	for (c = 0; c < sizeof more / sizeof more[0]; c++) {
		for (l = 0; l < 3; l++) {
			snprintf(config, sizeof config,
			    "SMPP_SMS_Transliterate = %s\n%s", levels[l], more[c]);
			kit_open(&kits[l], config);
		}
		for (i = 0; i < ROUNDS / 10; i++) {
			len = random_text(text);
			for (l = 0; l < 3; l++) {
				fits(&kits[l], len, &taken[l], &lost[l]);
				assert(l == 0 || lost[l] < lost[l - 1] ||
				    (lost[l] == lost[l - 1] &&
				    taken[l] >= taken[l - 1]));
			}
		}
		for (l = 0; l < 3; l++)
			kit_close(&kits[l]);
	}
}

static void
test_end(void)
{
	buf_free(&line);
	buf_free(&joined);
	buf_free(&record);
}

static const struct tap_test tests[] = {
	{ "random texts: the cost is what is sent, and they come back", test_properties },
	{ "random texts, fitted: nothing is lost unsaid", test_fit },
	{ "memory is given back", test_end },
};
TAP_MAIN(tests)
