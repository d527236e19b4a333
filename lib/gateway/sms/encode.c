/* Text to units, as the options say.  See submit.h. */
#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "gateway/sms/submit.h"
#include "gsm/text.h"

/* The coding that an SMSC's default alphabet option stands for. */
static enum gsm_coding
alphabet_of(const struct config_view *v)
{
	enum gsm_coding c = gsm_dcs_of_smpp((uint8_t)config_int(v,
	    SMPP_SMSC_DEFAULT_ALPHABET)).coding;

	return c == GSM_CODING_DEFAULT ? GSM_CODING_GSM7 : c;
}

struct sms_coding
sms_coding_of(const struct config_view *v)
{
	struct sms_coding c = {
		.data_coding = (int)config_int(v, SMPP_SMS_DATA_CODING),
		.alphabet = alphabet_of(v),
		.bom = !config_bool(v, SMPP_SMS_DATA_NO_BOM),
		.view = v,
		.ref = 0xffff,
	};

	if (c.alphabet == GSM_CODING_GSM7)
		c.national = (unsigned)config_int(v, SMPP_SMS_NATIONAL_TABLES);
	return c;
}

/* ours: tables that our header names; {0}: those of the record's header */
static int
encode_as(struct sms_units *u, enum gsm_coding coding,
    const struct sms_coding *c, struct gsm_tables ours, const char *text,
    size_t n, size_t *bad)
{
	size_t bom = coding == GSM_CODING_UCS2 && c->bom && n;
	int named = ours.locking || ours.single;
	ssize_t got = gsm_text_encode(coding, named ? ours : c->tables, text, n,
	    u->octets + 2 * bom, u->brk + bom, SMS_UNITS_MAX - bom, bad);

	if (got < 0)
		return (int)got;
	if (bom) {
		memcpy(u->octets, "\xfe\xff", 2);
		u->brk[0] = GSM_BREAK_CLUSTER;
		u->brk[1] = GSM_BREAK_NEVER;
	}
	u->coding = coding;
	u->tables = ours;
	u->n = (size_t)got + bom;
	return 0;
}

static const struct gsm_tables none;

enum gsm_coding
sms_narrow(const struct sms_coding *c)
{
	enum gsm_coding coding = c->data_coding == CODING_AUTO ?
		GSM_CODING_DEFAULT :
		gsm_dcs_of_smpp((uint8_t)c->data_coding).coding;

	if (c->flash && c->data_coding == CODING_AUTO)
		return GSM_CODING_GSM7;
	return coding == GSM_CODING_DEFAULT ? c->alphabet : coding;
}

/* ---- national tables ---- */

/* A way to say the text, and what it costs. */
struct way {
	enum gsm_coding coding;
	struct gsm_tables tables;
	int segments;		/* INT_MAX: more than the options allow */
	size_t octets;		/* in all of them, with their headers */
};

/* Try a way: 0, its cost filled in, or what gsm_text_encode() says. */
static int
try(struct sms_units *u, const struct sms_coding *c, struct way *w,
    const char *text, size_t n, size_t *bad)
{
	size_t ends[GSM_SEGMENTS_MAX], nudh, header;
	uint8_t udh[GSM_SM_OCTETS] = { 0 };
	int rc = encode_as(u, w->coding, c, w->tables, text, n, bad);

	if (rc < 0)
		return rc;
	w->segments = sms_segment(u, c->view, c->nudh, c->ref, ends, NULL);
	if (w->segments < 0)
		w->segments = INT_MAX;
	nudh = sms_name_tables(u, udh, sizeof udh, c->nudh);
	header = nudh;
	if (w->segments > 1 && sms_by_udh(u, c->view))
		header = (nudh ? nudh : 1) + sms_concat_octets(u, c->view, c->ref);
	w->octets = u->n * gsm_unit_octets(w->coding);
	if (w->segments < INT_MAX)
		w->octets += header * (size_t)w->segments;
	return 0;
}

/* Every combination of the tables that are allowed.  With fewer only what saves
   segments counts. */
static void
try_national(struct sms_units *u, const struct sms_coding *c,
    struct way *best, int fewer, const char *text, size_t n)
{
	unsigned allowed = c->national | 1u << GSM_LANG_NONE;
	unsigned lock, single;

	for (lock = 0; lock < GSM_LANGS; lock++) {
		if (!(allowed & 1u << lock) ||
		    (lock && !gsm_lang_locks((enum gsm_lang)lock)))
			continue;
		for (single = 0; single < GSM_LANGS; single++) {
			struct way w = { .coding = GSM_CODING_GSM7,
				.tables = { (enum gsm_lang)lock,
				    (enum gsm_lang)single } };

			if (!(allowed & 1u << single) || !(lock || single) ||
			    try(u, c, &w, text, n, NULL) < 0)
				continue;
			if (w.segments < best->segments || (!fewer &&
			    w.segments == best->segments &&
			    w.octets < best->octets))
				*best = w;
		}
	}
}

/* GSM 7 bit with whatever tables are allowed; with wide, or UCS2. */
static int
encode_gsm7(struct sms_units *u, const struct sms_coding *c, int wide,
    const char *text, size_t n, size_t *bad)
{
	struct way best = { .coding = GSM_CODING_GSM7 };
	int rc = try(u, c, &best, text, n, bad);

	/* one segment: no phone is without this alphabet */
	if ((rc < 0 && rc != GSM_ECHAR) || (rc == 0 && best.segments == 1))
		return rc;
	if (rc == 0) {
		try_national(u, c, &best, 1, text, n);
	} else {
		best = (struct way){ .coding = GSM_CODING_UCS2,
			.segments = INT_MAX, .octets = SIZE_MAX };
		if (wide && try(u, c, &best, text, n, NULL) == 0)
			rc = 0;
		try_national(u, c, &best, 0, text, n);
		if (best.coding == GSM_CODING_UCS2 && rc < 0)
			return rc;	/* as it was without them */
	}
	return encode_as(u, best.coding, c, best.tables, text, n, NULL);
}

/* ---- what was asked for ---- */

/* One narrow coding, and with wide UCS2 where it lacks a character.  A narrow
   unit is never more than a wide one, and a character is never more than two of
   GSM 7 bit, so that only what has a header needs to be counted. */
static int
encode_narrow(struct sms_units *u, enum gsm_coding narrow,
    const struct sms_coding *c, int wide, const char *text, size_t n,
    size_t *bad)
{
	int rc;

	if (c->national && narrow == GSM_CODING_GSM7)
		rc = encode_gsm7(u, c, wide, text, n, bad);
	else
		rc = encode_as(u, narrow, c, none, text, n, bad);
	if (rc == GSM_ECHAR && wide)
		rc = encode_as(u, GSM_CODING_UCS2, c, none, text, n, bad);
	u->lacking = rc == 0 && u->coding != narrow ? narrow :
		GSM_CODING_DEFAULT;
	return rc;
}

/* Returns its data_coding.  Message classes are known with GSM 7 bit and UCS2
   only. */
static int
encode_auto(struct sms_units *u, const struct sms_coding *c,
    const char *text, size_t n, size_t *bad)
{
	int rc = encode_narrow(u, sms_narrow(c), c, 1, text, n, bad);

	if (rc < 0)
		return rc;
	if (!c->flash && u->coding == c->alphabet)
		return 0;
	return gsm_dcs_to_smpp(u->coding, c->flash ? 0 : -1);
}

static int
encode_given(struct sms_units *u, const struct sms_coding *c,
    const char *text, size_t n, size_t *bad)
{
	struct gsm_dcs d = gsm_dcs_of_smpp((uint8_t)c->data_coding);
	int rc, dc = c->data_coding;

	d.coding = sms_narrow(c);
	if (c->flash && d.message_class != 0)
		dc = gsm_dcs_to_smpp(d.coding, 0);
	if (d.coding == GSM_CODING_OCTETS || d.compressed || dc < 0)
		return GSM_ERANGE;
	rc = encode_narrow(u, d.coding, c, 0, text, n, bad);
	return rc < 0 ? rc : dc;
}

int
sms_encode(struct sms_units *u, struct sms_coding c, const char *text,
    size_t n, size_t *bad)
{
	int dc = c.data_coding == CODING_AUTO ?
		encode_auto(u, &c, text, n, bad) :
		encode_given(u, &c, text, n, bad);

	if (dc < 0)
		return dc;
	u->data_coding = (uint8_t)dc;
	return 0;
}

/* ---- why UCS2 ---- */

/* Is the character among those at p[0..n)?  UTF-8 is never found out of step. */
static int
listed(const char *p, size_t n, const char *c, size_t len)
{
	size_t i;

	for (i = 0; i + len <= n; i++)
		if (memcmp(p + i, c, len) == 0)
			return 1;
	return 0;
}

void
sms_lacking(struct buf *out, const struct sms_units *u)
{
	size_t start = out->len, i = u->n > 1 && u->brk[1] == GSM_BREAK_NEVER &&
		memcmp(u->octets, "\xfe\xff", 2) == 0, k, len;
	uint8_t units[4];
	char c[UTF8_MAX];

	for (; u->lacking != GSM_CODING_DEFAULT && i < u->n; i += k) {
		k = i + 1 < u->n && u->brk[i + 1] == GSM_BREAK_NEVER ? 2 : 1;
		len = (size_t)gsm_text_decode(GSM_CODING_UCS2, none,
		    u->octets + 2 * i, 2 * k, c, sizeof c);
		if (gsm_text_encode(u->lacking, none, c, len, units, NULL, 2,
		    NULL) > 0 || listed(out->p + start, out->len - start, c, len))
			continue;
		if (out->len - start + len > SMS_LACKING_MAX)
			break;
		buf_add(out, c, len);
	}
}
