#include "gateway/sms/submit.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/num.h"
#include "base/utf8.h"
#include "gateway/sms/tlvs.h"
#include "gsm/text.h"
#include "gsm/udh.h"
#include "smpp/tlv.h"

enum { SERVICE_TYPE_MAX = 5 };	/* characters; v3.4, 5.2.11 */

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

/* ---- single fields ---- */

static int
wrong(struct diag_err *err, enum record_key key, const char *why)
{
	return diag_err(err, EX_DATAERR, "%s: %s", record_key_name(key), why);
}

/* The number behind a name of an option's table.  Returns 0, or -1. */
static int
named(enum option o, const char *name, int64_t *out)
{
	const struct option_name *n;

	for (n = option_def(o)->names; n->name; n++)
		if (strcasecmp(n->name, name) == 0) {
			*out = n->value;
			return 0;
		}
	return -1;
}

/*
 * A field that is a number or one of an option's names; the option's value
 * where the field is absent.
 */
static int
name_or_int(const struct record *rec, enum record_key key,
    const struct config_view *v, enum option o, int64_t min, int64_t max,
    int64_t *out, struct diag_err *err)
{
	const struct json_value *f = rec->v[key];

	if (!f) {
		*out = config_int(v, o);
		return 0;
	}
	if (f->kind == JSON_INT)
		*out = f->i;
	else if (f->kind != JSON_STRING || (named(o, f->s, out) < 0 &&
	    num_parse(f->s, min, max, out) < 0))
		return wrong(err, key, "no such name");
	if (*out < min || *out > max)
		return wrong(err, key, "out of range");
	return 0;
}

static int
octet_field(const struct record *rec, enum record_key key, int64_t max,
    uint8_t *out, struct diag_err *err)
{
	int64_t i = record_int(rec, key, 0);

	if (i < 0 || i > max)
		return wrong(err, key, "out of range");
	*out = (uint8_t)i;
	return 0;
}

/* ---- groups of fields ---- */

static int
read_source(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	const char *from = record_str(rec, REC_FROM), *why;
	int64_t ton, npi;

	if (!from)
		from = config_item(v, SMPP_ESME_ADDRESS, 0);
	if (name_or_int(rec, REC_FROM_TON, v, SMPP_ESME_TYPE_OF_NUMBER, 0, 255,
	    &ton, err) < 0 ||
	    name_or_int(rec, REC_FROM_NPI, v, SMPP_ESME_NUMBERING_PLAN, 0, 255,
	    &npi, err) < 0)
		return -1;
	why = sms_addr_parse(from ? from : "", (uint8_t)ton, (uint8_t)npi,
	    &m->from);
	return why ? wrong(err, REC_FROM, why) : 0;
}

static int
read_destination(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	const struct json_value *to = rec->v[REC_TO], *item;
	const char *why;
	int64_t ton, npi;
	size_t n;

	if (!to)
		return wrong(err, REC_TO, "is missing");
	if (name_or_int(rec, REC_TO_TON, v, SMPP_DESTINATION_TYPE_OF_NUMBER, 0,
	    255, &ton, err) < 0 ||
	    name_or_int(rec, REC_TO_NPI, v, SMPP_DESTINATION_NUMBERING_PLAN, 0,
	    255, &npi, err) < 0)
		return -1;
	if (to->kind == JSON_LIST) {
		if (json_read(scratch, to->raw, to->rawlen, &item, &n, err) < 0)
			return -1;
		if (n != 1 || item->kind != JSON_STRING)
			return wrong(err, REC_TO, "one number a record");
		to = item;
	}
	why = sms_addr_number(to->s, (uint8_t)ton, (uint8_t)npi, &m->to);
	return why ? wrong(err, REC_TO, why) : 0;
}

/* validity and schedule: seconds, RFC 3339, or SMPP's own form. */
static int
read_time(const struct record *rec, enum record_key key, const char *dflt,
    char out[SMPP_TIME_SIZE], struct diag_err *err)
{
	const struct json_value *f = rec->v[key];
	const char *s = f ? f->s : dflt;
	int64_t ms;
	int rc;

	out[0] = '\0';
	if (f && f->kind == JSON_INT)
		rc = smpp_time_relative(f->i, out);
	else if (!s || !*s)
		rc = 0;
	else if (smpp_time_valid(s))
		rc = (strcpy(out, s), 0);
	else if (clock_parse_rfc3339(s, &ms) == 0)
		rc = smpp_time_absolute(ms, out);
	else if (num_parse(s, 0, INT32_MAX, &ms) == 0)
		rc = smpp_time_relative(ms, out);
	else
		rc = -1;
	return rc < 0 ? wrong(err, key, "is no time (seconds, RFC 3339 or "
	    "SMPP's YYMMDDhhmmsstnnp)") : 0;
}

static int
read_registered(const struct record *rec, const struct config_view *v,
    struct json_reader *scratch, uint8_t *out, struct diag_err *err)
{
	const struct json_value *f = rec->v[REC_REGISTERED_DELIVERY], *item;
	int64_t bits = 0, bit;
	size_t n, i;

	if (!f) {
		bits = config_int(v, SMPP_REGISTERED_DELIVERY);
		/* who wants to be told of receipts has to ask for them */
		if (!(bits & SMPP_REG_RECEIPT_MASK) &&
		    config_int(v, SMPP_NOTIFY_DELIVER_RECEIPT))
			bits |= SMPP_REG_RECEIPT;
	} else if (f->kind == JSON_INT) {
		bits = f->i;
	} else if (f->kind == JSON_STRING) {
		if (named(SMPP_REGISTERED_DELIVERY, f->s, &bits) < 0)
			return wrong(err, REC_REGISTERED_DELIVERY,
			    "no such name");
	} else {
		if (json_read(scratch, f->raw, f->rawlen, &item, &n, err) < 0)
			return -1;
		for (i = 0; i < n; i++) {
			if (item[i].kind != JSON_STRING || named(
			    SMPP_REGISTERED_DELIVERY, item[i].s, &bit) < 0)
				return wrong(err, REC_REGISTERED_DELIVERY,
				    "no such name");
			bits |= bit;
		}
	}
	if (bits < 0 || bits > 0xff)
		return wrong(err, REC_REGISTERED_DELIVERY, "out of range");
	*out = (uint8_t)bits;
	return 0;
}

static int
read_mode(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	int64_t mode;

	if (name_or_int(rec, REC_MESSAGE_MODE, v, SMPP_MESSAGE_MODE, 0, 3,
	    &mode, err) < 0)
		return -1;
	/* saying what the message centre does anyway is not needed */
	if (mode == config_int(v, SMPP_SMSC_DEFAULT_MESSAGE_MODE))
		mode = 0;
	m->esm_class = (uint8_t)mode;
	return 0;
}

static int
read_fields(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	const char *type = record_str(rec, REC_SERVICE_TYPE);

	if (!type)
		type = config_str(v, SMPP_ESME_SERVICE_TYPE);
	if (type && strlen(type) > SERVICE_TYPE_MAX)
		return wrong(err, REC_SERVICE_TYPE, "over 5 characters");
	strcpy(m->service_type, type ? type : "");
	if (octet_field(rec, REC_PROTOCOL_ID, 255, &m->protocol_id, err) < 0 ||
	    octet_field(rec, REC_PRIORITY, 3, &m->priority, err) < 0 ||
	    read_time(rec, REC_SCHEDULE, NULL, m->schedule, err) < 0 ||
	    read_time(rec, REC_VALIDITY, config_str(v,
	    SMPP_ESME_VALIDITY_PERIOD), m->validity, err) < 0 ||
	    read_registered(rec, v, scratch, &m->registered_delivery, err) < 0)
		return -1;
	return read_mode(m, rec, v, err);
}

static int
read_udh(struct sms_submit *m, const struct record *rec, struct diag_err *err)
{
	const struct json_value *f = rec->v[REC_UDH];
	struct gsm_udh udh;
	ssize_t n;

	m->nudh = 0;
	if (!f)
		return 0;
	n = num_unhex(f->s, f->n, m->udh, sizeof m->udh);
	if (n <= 0 || gsm_udh_parse(m->udh, (size_t)n, &udh) < 0 ||
	    udh.octets != (size_t)n)
		return wrong(err, REC_UDH, "is no user data header in hex");
	m->nudh = (size_t)n;
	m->esm_class |= SMPP_ESM_UDHI;
	return 0;
}

/* ---- text and data ---- */

/* What sms_encode() could not do, in words. */
static int
encode_failed(struct diag_err *err, int rc, const char *text, size_t n,
    size_t bad, const struct sms_coding *c)
{
	const char *p = text + bad;

	if (rc == GSM_EUTF8)
		return wrong(err, REC_TEXT, "is not valid UTF-8");
	if (rc == GSM_ENOSPC)
		return wrong(err, REC_TEXT, "does not fit 255 segments");
	if (rc == GSM_ERANGE)
		return wrong(err, REC_DATA_CODING, c->flash ?
		    "cannot be joined with flash" : "is none for text");
	return diag_err(err, EX_DATAERR, "text: character U+%04X at octet %zu "
	    "is not in data coding %d", (unsigned)utf8_next(&p, text + n), bad,
	    c->data_coding);
}

static int
read_text(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	const struct json_value *text = rec->v[REC_TEXT];
	const struct json_value *flash = rec->v[REC_FLASH];
	struct sms_coding c = sms_coding_of(v);
	int64_t dc;
	size_t bad = 0;
	int rc;

	if (name_or_int(rec, REC_DATA_CODING, v, SMPP_SMS_DATA_CODING,
	    CODING_AUTO, 255, &dc, err) < 0)
		return -1;
	c.data_coding = (int)dc;
	c.flash = flash && flash->i;
	rc = sms_encode(&m->units, c, text ? text->s : "", text ? text->n : 0,
	    &bad);
	return rc < 0 ? encode_failed(err, rc, text->s, text->n, bad, &c) : 0;
}

static int
read_data(struct sms_submit *m, const struct record *rec, struct diag_err *err)
{
	const struct json_value *data = rec->v[REC_DATA];
	const struct json_value *dc = rec->v[REC_DATA_CODING];
	const struct json_value *flash = rec->v[REC_FLASH];
	int coding = gsm_dcs_to_smpp(GSM_CODING_OCTETS,
	    flash && flash->i ? 0 : -1);
	int64_t n = coding;
	ssize_t got = num_unhex(data->s, data->n, m->units.octets,
	    SMS_UNITS_MAX);

	if (got < 0)
		return wrong(err, REC_DATA, "is no hex, or too long");
	if (dc && dc->kind == JSON_INT)
		n = dc->i;
	else if (dc && named(SMPP_SMS_DATA_CODING, dc->s, &n) < 0)
		return wrong(err, REC_DATA_CODING, "no such name");
	if (n < 0 || n > 255)
		return wrong(err, REC_DATA_CODING, "out of range");
	m->units.coding = GSM_CODING_OCTETS;
	m->units.n = (size_t)got;
	m->units.data_coding = (uint8_t)n;
	/* data may be cut anywhere */
	memset(m->units.brk, GSM_BREAK_CLUSTER, m->units.n);
	return 0;
}

int
sms_submit_read(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, uint16_t ref,
    struct json_reader *scratch, struct diag_err *err)
{
	int n;

	if (rec->wrong)
		return diag_err(err, EX_DATAERR, "%s: %s", rec->wrong,
		    rec->wrong_why);
	if (rec->v[REC_TEXT] && rec->v[REC_DATA])
		return wrong(err, REC_TEXT, "and data: only one of them");
	if (read_source(m, rec, v, err) < 0 ||
	    read_destination(m, rec, v, scratch, err) < 0 ||
	    read_fields(m, rec, v, scratch, err) < 0 ||
	    read_udh(m, rec, err) < 0 ||
	    (rec->v[REC_DATA] ? read_data(m, rec, err) :
	    read_text(m, rec, v, err)) < 0)
		return -1;
	buf_reset(&m->tlvs);
	if (rec->v[REC_TLV] && sms_tlvs_read(scratch, rec->v[REC_TLV],
	    &m->tlvs, err) < 0)
		return -1;
	if (m->tlvs.len > SMS_TLVS_MAX)
		return wrong(err, REC_TLV, "over 4096 octets");
	m->use_udh = config_bool(v, SMPP_ESME_UDH_SEGMENT);
	m->ref_octets = sms_concat_octets(v, ref) == 5 ? 1 : 2;
	m->ref = m->ref_octets == 1 ? ref & 0xff : ref;
	n = sms_segment(&m->units, v, m->nudh, m->ref, m->ends, err);
	if (n < 0)
		return -1;
	m->nsegments = (unsigned)n;
	return 0;
}

/* ---- PDUs ---- */

/* The segment's own header: the record's elements and the concatenation. */
static ssize_t
segment_udh(const struct sms_submit *m, unsigned i, uint8_t *udh, size_t size)
{
	uint8_t ie[4];
	size_t n = 0;

	memcpy(udh, m->udh, m->nudh);
	if (m->nsegments == 1 || !m->use_udh)
		return (ssize_t)m->nudh;
	if (m->ref_octets == 2)
		ie[n++] = (uint8_t)(m->ref >> 8);
	ie[n++] = (uint8_t)m->ref;
	ie[n++] = (uint8_t)m->nsegments;
	ie[n++] = (uint8_t)(i + 1);
	return gsm_udh_add(udh, size, m->nudh, m->ref_octets == 2 ?
	    GSM_IEI_CONCAT16 : GSM_IEI_CONCAT8, ie, (uint8_t)n);
}

static void
put_sar(struct buf *b, const struct sms_submit *m, unsigned i)
{
	smpp_tlv_put_int(b, SMPP_TLV_SAR_MSG_REF_NUM, m->ref, 2);
	smpp_tlv_put_int(b, SMPP_TLV_SAR_TOTAL_SEGMENTS, m->nsegments, 1);
	smpp_tlv_put_int(b, SMPP_TLV_SAR_SEGMENT_SEQNUM, i + 1, 1);
}

int
sms_submit_pdu(const struct sms_submit *m, unsigned i, uint32_t command,
    struct smpp_pdu *pdu, struct buf *scratch)
{
	size_t unit = gsm_unit_octets(m->units.coding);
	size_t from = i ? m->ends[i - 1] : 0, nsm;
	uint8_t udh[GSM_UDH_MAX];
	ssize_t nudh = segment_udh(m, i, udh, sizeof udh);

	if (nudh < 0)
		return -1;
	buf_reset(scratch);
	buf_add(scratch, udh, (size_t)nudh);
	buf_add(scratch, m->units.octets + from * unit,
	    (m->ends[i] - from) * unit);
	nsm = scratch->len;
	buf_add(scratch, m->tlvs.p, m->tlvs.len);
	if (m->nsegments > 1 && !m->use_udh)
		put_sar(scratch, m, i);
	if (scratch->err)
		return -1;
	*pdu = (struct smpp_pdu){
		.command = command,
		.service_type = m->service_type,
		.source_addr = m->from.addr,
		.source_addr_ton = m->from.ton,
		.source_addr_npi = m->from.npi,
		.destination_addr = m->to.addr,
		.dest_addr_ton = m->to.ton,
		.dest_addr_npi = m->to.npi,
		.esm_class = (uint8_t)(m->esm_class |
		    (nudh ? SMPP_ESM_UDHI : 0)),
		.protocol_id = m->protocol_id,
		.priority_flag = m->priority,
		.schedule_delivery_time = m->schedule,
		.validity_period = m->validity,
		.registered_delivery = m->registered_delivery,
		.data_coding = m->units.data_coding,
		.short_message = { (uint8_t *)scratch->p, nsm },
		.tlvs = { (uint8_t *)scratch->p + nsm, scratch->len - nsm },
	};
	return 0;
}
