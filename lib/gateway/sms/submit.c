#include "gateway/sms/submit.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/num.h"
#include "base/utf8.h"
#include "gateway/sms/submit_priv.h"
#include "gateway/sms/tlvs.h"
#include "gsm/text.h"
#include "gsm/udh.h"
#include "smpp/tlv.h"

int
sms_submit_init(struct sms_submit *m)
{
	memset(m, 0, sizeof *m);
	m->units.octets = malloc(2 * SMS_UNITS_MAX);
	m->units.brk = malloc(SMS_UNITS_MAX);
	if (m->units.octets && m->units.brk)
		return 0;
	sms_submit_release(m);
	return -1;
}

void
sms_submit_release(struct sms_submit *m)
{
	free(m->units.octets);
	free(m->units.brk);
	buf_free(&m->tlvs);
	memset(m, 0, sizeof *m);
}

/* The record's own header; *udh is all zeros where there is none. */
static int
read_udh(struct sms_submit *m, const struct record *rec, struct gsm_udh *udh,
    struct diag_err *err)
{
	const struct json_value *f = rec->v[REC_UDH];
	ssize_t n;

	m->nudh = 0;
	memset(udh, 0, sizeof *udh);
	if (!f)
		return 0;
	n = num_unhex(f->s, f->n, m->udh, sizeof m->udh);
	if (n <= 0 || gsm_udh_parse(m->udh, (size_t)n, udh) < 0 ||
	    udh->octets != (size_t)n)
		return submit_wrong(err, REC_UDH,
		    "is no user data header in hex");
	m->nudh = (size_t)n;
	m->esm_class |= SMPP_ESM_UDHI;
	return 0;
}

static int
read_tlvs(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	struct sms_vendor_tlvs vendor = sms_vendor_tlvs(v,
	    rec->type == REC_DELIVER ? SMS_VENDOR_MO : SMS_VENDOR_MT);
	struct diag_err why;

	buf_reset(&m->tlvs);
	if (rec->v[REC_TLV] && sms_tlvs_read(scratch, rec->v[REC_TLV],
	    &vendor, 1, &m->tlvs, &why) < 0)
		return diag_err(err, why.sysexit, "tlv: %s", why.text);
	sms_vendor_defaults(&vendor, &m->tlvs);
	if (m->tlvs.err)
		return diag_no_memory(err);
	if (m->tlvs.len > SMS_TLVS_MAX)
		return submit_wrong(err, REC_TLV, "over 4096 octets");
	return 0;
}

/* ---- text ---- */

/* What sms_encode() could not do, in words. */
static int
encode_failed(struct diag_err *err, int rc, const struct json_value *text,
    size_t bad, const struct sms_coding *c)
{
	const char *p;

	if (rc == GSM_EUTF8)
		return submit_wrong(err, REC_TEXT, "is not valid UTF-8");
	if (rc == GSM_ENOSPC)
		return submit_wrong(err, REC_TEXT, "does not fit 255 segments");
	if (rc == GSM_ERANGE || !text)
		return submit_wrong(err, REC_DATA_CODING, c->flash ?
		    "cannot be joined with flash" : "is none for text");
	p = text->s + bad;
	return diag_err(err, EX_DATAERR, "text: character U+%04X at octet %zu "
	    "is not in data coding %d",
	    (unsigned)utf8_next(&p, text->s + text->n), bad, c->data_coding);
}

static int
read_text(struct sms_submit *m, const struct json_value *text,
    const struct sms_coding *c, struct diag_err *err)
{
	size_t bad = 0;
	int rc = sms_encode(&m->units, *c, text ? text->s : "",
	    text ? text->n : 0, &bad);

	return rc < 0 ? encode_failed(err, rc, text, bad, c) : 0;
}

/* ---- data ---- */

/*
 * What a unit of data is: where data_coding says that it is text, that text's
 * units, which are counted and cut as such; else an octet.
 */
static enum gsm_coding
data_units(uint8_t data_coding, enum gsm_coding alphabet, const uint8_t *p,
    size_t n)
{
	struct gsm_dcs d = gsm_dcs_of_smpp(data_coding);
	enum gsm_coding c = d.coding == GSM_CODING_DEFAULT ? alphabet :
		d.coding;

	if (d.compressed)
		return GSM_CODING_OCTETS;
	if (c == GSM_CODING_UCS2)
		return n % 2 ? GSM_CODING_OCTETS : c;
	while (c == GSM_CODING_GSM7 && n-- > 0)
		if (p[n] > 0x7f)
			c = GSM_CODING_OCTETS;
	return c == GSM_CODING_GSM7 ? c : GSM_CODING_OCTETS;
}

/* Data may be cut anywhere but in an escape or surrogate pair. */
static void
mark_breaks(struct sms_units *u)
{
	const uint8_t *p = u->octets;
	size_t i;

	memset(u->brk, GSM_BREAK_CLUSTER, u->n);
	for (i = 1; i < u->n; i++)
		if (u->coding == GSM_CODING_UCS2 ? (p[2 * i] & 0xfc) == 0xdc :
		    u->coding == GSM_CODING_GSM7 && p[i - 1] == GSM_ESC &&
		    u->brk[i - 1] != GSM_BREAK_NEVER)
			u->brk[i] = GSM_BREAK_NEVER;
}

static int
read_data(struct sms_submit *m, const struct json_value *data,
    const struct sms_coding *c, struct diag_err *err)
{
	struct sms_units *u = &m->units;
	int dc = c->data_coding == CODING_AUTO ?
		gsm_dcs_to_smpp(GSM_CODING_OCTETS, c->flash ? 0 : -1) :
		c->data_coding;
	ssize_t n = num_unhex(data->s, data->n, u->octets, SMS_UNITS_MAX);

	if (n < 0)
		return submit_wrong(err, REC_DATA, "is no hex, or too long");
	if (c->flash && gsm_dcs_of_smpp((uint8_t)dc).message_class != 0)
		return submit_wrong(err, REC_DATA_CODING,
		    "cannot be joined with flash");
	u->data_coding = (uint8_t)dc;
	u->coding = data_units(u->data_coding, c->alphabet, u->octets,
	    (size_t)n);
	u->n = (size_t)n / gsm_unit_octets(u->coding);
	u->tables = (struct gsm_tables){ GSM_LANG_NONE, GSM_LANG_NONE };
	u->lacking = GSM_CODING_DEFAULT;
	mark_breaks(u);
	return 0;
}

int
submit_content(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, uint16_t ref, const struct gsm_udh *udh,
    struct diag_err *err)
{
	const struct json_value *flash = rec->v[REC_FLASH];
	const struct json_value *data = rec->v[REC_DATA];
	struct sms_coding c = sms_coding_of(v);
	int64_t dc = CODING_AUTO;

	if (rec->v[REC_TEXT] && data)
		return submit_wrong(err, REC_TEXT, "and data: only one of them");
	/* a field misspelt must not become an empty SMS, which costs as much */
	if (!rec->v[REC_TEXT] && !data && !rec->v[REC_UDH] &&
	    !rec->v[REC_TLV])
		return submit_wrong(err, REC_TEXT, "is missing");
	/* the option is about text */
	if ((!data || rec->v[REC_DATA_CODING]) && submit_number(rec,
	    REC_DATA_CODING, v, SMPP_SMS_DATA_CODING, CODING_AUTO, 255, &dc,
	    err) < 0)
		return -1;
	if (rec->type == REC_REPLACE && dc == CODING_AUTO)
		dc = 0;
	c.data_coding = (int)dc;
	c.flash = flash && flash->i;
	c.tables = (struct gsm_tables){ udh->locking, udh->single };
	/* a replacement has no header to name them in */
	if (udh->locking || udh->single || rec->type == REC_REPLACE)
		c.national = 0;
	c.nudh = m->nudh;
	c.ref = ref;
	m->packed = !data && config_bool(v, SMPP_SMSC_PACKED);
	return data ? read_data(m, data, &c, err) :
		read_text(m, rec->v[REC_TEXT], &c, err);
}

/* ---- segments ---- */

static int
cut(struct sms_submit *m, const struct config_view *v, uint16_t ref,
    const struct gsm_udh *udh, struct diag_err *err)
{
	struct smpp_octets tlvs = { (uint8_t *)m->tlvs.p, m->tlvs.len };
	struct smpp_tlv t;
	int n;

	m->use_udh = sms_by_udh(&m->units, v);
	m->ref_octets = sms_concat_octets(&m->units, v, ref) == 5 ? 1 : 2;
	m->ref = m->use_udh && m->ref_octets == 1 ? ref & 0xff : ref;
	n = sms_segment(&m->units, v, m->nudh, m->ref, m->ends, err);
	if (n < 0)
		return -1;
	m->nsegments = (unsigned)n;
	m->nudh = sms_name_tables(&m->units, m->udh, sizeof m->udh, m->nudh);
	if (n > 1 && (udh->concat_width ||
	    smpp_tlv_find(tlvs, SMPP_TLV_SAR_MSG_REF_NUM, &t)))
		return diag_err(err, EX_DATAERR, "%s: numbers segments, but "
		    "the message needs %d of them itself",
		    udh->concat_width ? "udh" : "tlv", n);
	return 0;
}

int
sms_submit_read(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, uint16_t ref,
    struct json_reader *scratch, struct diag_err *err)
{
	struct gsm_udh udh;

	m->umr = -1;
	if (rec->wrong)
		return diag_err(err, EX_DATAERR, "%s: %s", rec->wrong,
		    rec->wrong_why);
	if (submit_fields(m, rec, v, scratch, err) < 0 ||
	    read_udh(m, rec, &udh, err) < 0 ||
	    submit_content(m, rec, v, ref, &udh, err) < 0 ||
	    read_tlvs(m, rec, v, scratch, err) < 0)
		return -1;
	if (cut(m, v, ref, &udh, err) < 0)
		return -1;
	return submit_payload(m, rec, v, err);
}
