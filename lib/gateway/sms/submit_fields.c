/* The fields of a record that are fields of the PDU.  See submit_priv.h. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/num.h"
#include "gateway/sms/submit_priv.h"

enum { SERVICE_TYPE_MAX = 5, PRIORITY_MAX = 3 };	/* v3.4, 5.2.11, 5.2.14 */

int
submit_wrong(struct diag_err *err, enum record_key key, const char *why)
{
	return diag_err(err, EX_DATAERR, "%s: %s", record_key_name(key), why);
}

/* The same of a value that is the option's where the record has no field. */
static int
wrong_value(struct diag_err *err, const struct record *rec,
    enum record_key key, enum option o, const char *why)
{
	return diag_err(err, EX_DATAERR, "%s: %s", rec->v[key] ?
	    record_key_name(key) : option_def(o)->name, why);
}

/* The number behind a name of an option's table.  Returns 0, or -1. */
static int
named(enum option o, const char *name, int64_t *out)
{
	const struct option_name *n;

	for (n = option_def(o)->names; n && n->name; n++)
		if (strcasecmp(n->name, name) == 0) {
			*out = n->value;
			return 0;
		}
	return -1;
}

/* As the option says it, where that is on the command line. */
static int
no_such_name(struct diag_err *err, enum record_key key, enum option o)
{
	char allowed[200];

	option_allowed(option_def(o), allowed, sizeof allowed);
	return diag_err(err, EX_DATAERR, "%s: no such name: it takes %s",
	    record_key_name(key), allowed);
}

static int
out_of_range(struct diag_err *err, enum record_key key, int64_t i, int64_t min,
    int64_t max)
{
	return diag_err(err, EX_DATAERR, "%s: %" PRId64 " is out of range: it "
	    "takes a number from %" PRId64 " to %" PRId64,
	    record_key_name(key), i, min, max);
}

int
submit_number(const struct record *rec, enum record_key key,
    const struct config_view *v, enum option o, int64_t min, int64_t max,
    int64_t *out, struct diag_err *err)
{
	const struct json_value *f = rec->v[key];

	if (!f)
		*out = config_int(v, o);
	else if (f->kind == JSON_INT)
		*out = f->i;
	else if (f->kind != JSON_STRING || (named(o, f->s, out) < 0 &&
	    num_parse(f->s, min, max, out) < 0))
		return no_such_name(err, key, o);
	if (*out < min || *out > max)
		return out_of_range(err, key, *out, min, max);
	return 0;
}

static int
octet(const struct record *rec, enum record_key key, int64_t max,
    uint8_t *out, struct diag_err *err)
{
	int64_t i = record_int(rec, key, 0);

	if (i < 0 || i > max)
		return out_of_range(err, key, i, 0, max);
	*out = (uint8_t)i;
	return 0;
}

/* ---- addresses ---- */

/* Ours and a phone's: whose options tell what kind of number it is. */
struct whose {
	enum option ton, npi;
};
static const struct whose ours = {
	SMPP_ESME_TYPE_OF_NUMBER, SMPP_ESME_NUMBERING_PLAN,
};
static const struct whose phones = {
	SMPP_DESTINATION_TYPE_OF_NUMBER, SMPP_DESTINATION_NUMBERING_PLAN,
};

typedef const char *parse_fn(const char *s, uint8_t ton, uint8_t npi,
	struct sms_addr *a);

static int
read_address(struct sms_addr *a, const struct record *rec,
    enum record_key key, const char *s, parse_fn *parse,
    const struct config_view *v, const struct whose *w, struct diag_err *err)
{
	enum record_key ton_key = key == REC_FROM ? REC_FROM_TON : REC_TO_TON;
	enum record_key npi_key = key == REC_FROM ? REC_FROM_NPI : REC_TO_NPI;
	const char *why;
	int64_t ton, npi;

	if (submit_number(rec, ton_key, v, w->ton, 0, 255, &ton, err) < 0 ||
	    submit_number(rec, npi_key, v, w->npi, 0, 255, &npi, err) < 0)
		return -1;
	why = parse(s, (uint8_t)ton, (uint8_t)npi, a);
	if (why)
		return wrong_value(err, rec, key, SMPP_ESME_ADDRESS, why);
	/* what the record says itself goes before what the address looks like */
	if (rec->v[ton_key])
		a->ton = (uint8_t)ton;
	if (rec->v[npi_key])
		a->npi = (uint8_t)npi;
	return 0;
}

static int
read_source(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	const char *from = record_str(rec, REC_FROM);

	if (!from && rec->type != REC_DELIVER)
		from = config_item(v, SMPP_ESME_ADDRESS, 0);
	return read_address(&m->from, rec, REC_FROM, from ? from : "",
	    sms_addr_parse, v, rec->type == REC_DELIVER ? &phones : &ours, err);
}

/* The name of a distribution list; v3.4, 4.5.1.2: 20 characters. */
static int
read_list_name(struct sms_addr *a, const char *s, struct diag_err *err)
{
	size_t n = strlen(s), i;

	if (n == 0 || n > SMS_ADDR_MAX)
		return submit_wrong(err, REC_TO, "the name of a distribution "
		    "list has 1 to 20 characters");
	for (i = 0; i < n; i++)
		if (s[i] < 0x20 || s[i] > 0x7e)
			return submit_wrong(err, REC_TO, "the name of a "
			    "distribution list is printable ASCII");
	memcpy(a->addr, s, n + 1);
	a->ton = a->npi = 0;
	return 0;
}

static int
read_destination(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	const struct json_value *to = rec->v[REC_TO], *item;
	int64_t flag = SMPP_DEST_SME;
	size_t n;

	if (rec->type == REC_SUBMIT && submit_number(rec, REC_DESTINATION_FLAG,
	    v, SMPP_DESTINATION_FLAG, SMPP_DEST_SME, SMPP_DEST_LIST, &flag,
	    err) < 0)
		return -1;
	m->dest_flag = (uint8_t)flag;
	if (!to)
		return submit_wrong(err, REC_TO, "is missing");
	if (to->kind == JSON_LIST) {
		if (json_read(scratch, to->raw, to->rawlen, &item, &n, err) < 0)
			return -1;
		if (n != 1 || item->kind != JSON_STRING)
			return submit_wrong(err, REC_TO, "one number a record");
		to = item;
	}
	if (flag == SMPP_DEST_LIST)
		return read_list_name(&m->to, to->s, err);
	return read_address(&m->to, rec, REC_TO, to->s, sms_addr_number, v,
	    rec->type == REC_DELIVER ? &ours : &phones, err);
}

/* ---- times ---- */

/* Seconds, RFC 3339, or SMPP's own form.  Returns 0, or -1. */
static int
parse_time(const char *s, char out[SMPP_TIME_SIZE])
{
	int64_t n;

	if (smpp_time_valid(s)) {
		strcpy(out, s);
		return 0;
	}
	if (clock_parse_rfc3339(s, &n) == 0)
		return smpp_time_absolute(n, out);
	return num_parse(s, 0, INT32_MAX, &n) < 0 ? -1 :
		smpp_time_relative(n, out);
}

/* dflt: the option's value; an empty string asks for no time at all. */
static int
read_time(const struct record *rec, enum record_key key, enum option o,
    const char *dflt, char out[SMPP_TIME_SIZE], struct diag_err *err)
{
	const struct json_value *f = rec->v[key];
	const char *s = f ? f->s : dflt;
	int rc = 0;

	out[0] = '\0';
	if (f && f->kind == JSON_INT)
		rc = smpp_time_relative(f->i, out);
	else if (s && *s)
		rc = parse_time(s, out);
	return rc < 0 ? wrong_value(err, rec, key, o, "is no time (seconds, "
	    "RFC 3339 or YYMMDDhhmmsstnnp), or out of SMPP's range") : 0;
}

/* ---- flags ---- */

static int
read_names(const struct json_value *list, struct json_reader *scratch,
    int64_t *bits, struct diag_err *err)
{
	const struct json_value *item;
	int64_t bit;
	size_t n, i;

	if (json_read(scratch, list->raw, list->rawlen, &item, &n, err) < 0)
		return -1;
	*bits = 0;
	for (i = 0; i < n; i++) {
		if (item[i].kind != JSON_STRING ||
		    named(SMPP_REGISTERED_DELIVERY, item[i].s, &bit) < 0)
			return submit_wrong(err, REC_REGISTERED_DELIVERY,
			    "no such name");
		*bits |= bit;
	}
	if ((*bits & SMPP_REG_RECEIPT_MASK) == SMPP_REG_RECEIPT_MASK)
		return submit_wrong(err, REC_REGISTERED_DELIVERY,
		    "SMSC_Delivery and SMSC_Delivery_Failure exclude each other");
	return 0;
}

static int
read_registered(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	const struct json_value *f = rec->v[REC_REGISTERED_DELIVERY];
	int64_t bits = 0;

	if (f && f->kind == JSON_LIST) {
		if (read_names(f, scratch, &bits, err) < 0)
			return -1;
	} else if (f || rec->type != REC_DELIVER) {
		if (submit_number(rec, REC_REGISTERED_DELIVERY, v,
		    SMPP_REGISTERED_DELIVERY, 0, 255, &bits, err) < 0)
			return -1;
		/* who wants to be told of receipts has to ask for them */
		if (!f && !(bits & SMPP_REG_RECEIPT_MASK) &&
		    config_int(v, SMPP_NOTIFY_DELIVER_RECEIPT))
			bits |= SMPP_REG_RECEIPT;
	}
	m->registered_delivery = (uint8_t)bits;
	return 0;
}

static int
read_mode(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	int64_t mode;

	m->esm_class = 0;
	if (rec->type == REC_DELIVER)
		return 0;
	if (submit_number(rec, REC_MESSAGE_MODE, v, SMPP_MESSAGE_MODE, 0, 3,
	    &mode, err) < 0)
		return -1;
	/* saying what the message centre does anyway is not needed */
	if (mode != config_int(v, SMPP_SMSC_DEFAULT_MESSAGE_MODE))
		m->esm_class = (uint8_t)mode;
	return 0;
}

/* A deliver_sm has no times; v3.4, 4.6.1. */
static int
read_times(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	m->schedule[0] = m->validity[0] = '\0';
	if (rec->type == REC_DELIVER)
		return 0;
	if (read_time(rec, REC_SCHEDULE, OPTIONS, NULL, m->schedule, err) < 0)
		return -1;
	return read_time(rec, REC_VALIDITY, SMPP_ESME_VALIDITY_PERIOD,
	    config_str(v, SMPP_ESME_VALIDITY_PERIOD), m->validity, err);
}

static int
read_service_type(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	const char *type = record_str(rec, REC_SERVICE_TYPE);

	if (!type)
		type = config_str(v, SMPP_ESME_SERVICE_TYPE);
	if (type && strlen(type) > SERVICE_TYPE_MAX)
		return wrong_value(err, rec, REC_SERVICE_TYPE,
		    SMPP_ESME_SERVICE_TYPE, "is over 5 characters");
	strcpy(m->service_type, type ? type : "");
	return 0;
}

int
submit_fields(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	if (read_source(m, rec, v, err) < 0 ||
	    read_destination(m, rec, v, scratch, err) < 0 ||
	    read_service_type(m, rec, v, err) < 0 ||
	    octet(rec, REC_PROTOCOL_ID, 255, &m->protocol_id, err) < 0 ||
	    octet(rec, REC_PRIORITY, PRIORITY_MAX, &m->priority, err) < 0 ||
	    read_times(m, rec, v, err) < 0 ||
	    read_registered(m, rec, v, scratch, err) < 0)
		return -1;
	return read_mode(m, rec, v, err);
}

int
submit_request_fields(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	const char *type = record_str(rec, REC_SERVICE_TYPE);

	memset(&m->to, 0, sizeof m->to);
	m->schedule[0] = m->validity[0] = '\0';
	m->registered_delivery = 0;
	if (type && strlen(type) > SERVICE_TYPE_MAX)
		return submit_wrong(err, REC_SERVICE_TYPE,
		    "is over 5 characters");
	/* by its id a message is named well enough; v3.4, 4.9.1 */
	strcpy(m->service_type, type ? type : "");
	if (read_source(m, rec, v, err) < 0 ||
	    (rec->v[REC_TO] && read_destination(m, rec, v, scratch, err) < 0))
		return -1;
	if (rec->type != REC_REPLACE)
		return 0;
	return read_times(m, rec, v, err) < 0 ||
		read_registered(m, rec, v, scratch, err) < 0 ? -1 : 0;
}
