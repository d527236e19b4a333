#include "gateway/sms/tlvs.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/num.h"
#include "base/utf8.h"

enum { VALUE_MAX = 65535 };	/* octets; the length field has 16 bits */

/* ---- JSON to octets */

struct job {
	struct json_reader *list, *hex;	/* for what lies deeper; NULL: not yet */
	struct buf *out;
	struct diag_err *err;
	int guess;			/* how wide an integer is */
	const struct sms_vendor_tlvs *vendor;
	const char *name;		/* of the member at work */
	uint16_t tag;
	const struct smpp_tlv_def *def;	/* NULL: unknown */
	struct smpp_tlv_def own;	/* def is it where it is the vendor's */
};

static int
bad(const struct job *j, const char *why)
{
	return diag_err(j->err, EX_DATAERR, "%s: %s", j->name, why);
}

/* Take a list or object apart; its members' number, or -1. */
static int
deeper(const struct job *j, struct json_reader **r,
    const struct json_value *from, const struct json_value **v)
{
	size_t n;

	if (!*r && !(*r = json_reader_new()))
		return diag_err(j->err, EX_TEMPFAIL, "out of memory");
	if (json_read(*r, from->raw, from->rawlen, v, &n, j->err) < 0)
		return -1;
	return (int)n;
}

static int
put_int(const struct job *j, int64_t i)
{
	unsigned len = i <= 0xff ? 1 : i <= 0xffff ? 2 : 4;
	int64_t max = UINT32_MAX;

	if (j->def) {
		len = j->def->max;
		max = ((int64_t)1 << 8 * len) - 1;
	}
	if (i < 0 || i > max)
		return diag_err(j->err, EX_DATAERR, "%s: must be an integer "
		    "from 0 to %u", j->name, (unsigned)max);
	smpp_tlv_put_int(j->out, j->tag, (uint32_t)i, len);
	return 0;
}

/* The vendor says how long its parameters may be; the standard's are left to who
   knows better. */
static int
check_length(const struct job *j, size_t n)
{
	if (j->def != &j->own || (n >= j->def->min && n <= j->def->max))
		return 0;
	return diag_err(j->err, EX_DATAERR, "%s: must have %u to %u octets",
	    j->name, j->def->min, j->def->max);
}

static int
put_hex(const struct job *j, const struct json_value *v)
{
	struct buf octets = BUF_INIT;
	size_t cap = v->kind == JSON_STRING ? v->n / 2 : 0;
	char *room = buf_room(&octets, cap + 1);
	ssize_t n = -1;

	if (room && v->kind == JSON_STRING)
		n = num_unhex(v->s, v->n, (uint8_t *)room, cap);
	if (n >= 0 && n <= VALUE_MAX)
		smpp_tlv_put(j->out, j->tag, room, (uint16_t)n);
	buf_free(&octets);
	if (!room)
		return diag_err(j->err, EX_TEMPFAIL, "out of memory");
	return n < 0 ? bad(j, "must be octets in hex") :
		n > VALUE_MAX ? bad(j, "is longer than 65535 octets") : 0;
}

static int
put_text(const struct job *j, const struct json_value *v)
{
	if (memchr(v->s, 0, v->n))
		return bad(j, "a NUL cannot be within it");
	if (v->n >= VALUE_MAX)
		return bad(j, "is longer than 65535 octets");
	if (check_length(j, v->n + 1) < 0)
		return -1;
	smpp_tlv_put(j->out, j->tag, v->s, (uint16_t)(v->n + 1));
	return 0;
}

/* One value that is no list. */
static int
put_value(struct job *j, const struct json_value *v)
{
	enum smpp_kind kind = j->def ? j->def->kind : SMPP_OCTETS;
	const struct json_value *m;
	int n;

	if (v->kind == JSON_OBJECT) {
		n = deeper(j, &j->hex, v, &m);
		if (n < 0)
			return -1;
		if (n != 1 || strcmp(m->name, "hex") != 0)
			return bad(j, "must be a string or {\"hex\":\"...\"}");
		return put_hex(j, m);
	}
	if (v->kind == JSON_INT && (j->def ? kind == SMPP_INT : j->guess))
		return put_int(j, v->i);
	if (kind == SMPP_INT)
		return bad(j, "must be an integer or {\"hex\":\"...\"}");
	if (kind == SMPP_CSTR && v->kind == JSON_STRING)
		return put_text(j, v);
	if (v->kind == JSON_STRING && check_length(j, v->n / 2) < 0)
		return -1;
	return put_hex(j, v);
}

/* Which parameter is it?  0, or -1. */
static int
find_def(struct job *j, const char *name)
{
	const struct smpp_tlv_def *def = smpp_tlv_by_name(name);
	int64_t tag;

	j->name = name;
	j->def = &j->own;
	if (sms_vendor_tlv_by_name(j->vendor, name, &j->own)) {
		j->tag = j->own.tag;
		return 0;
	}
	if (!def && num_parse(name, 0, 0xffff, &tag) < 0)
		return bad(j, "neither an optional parameter nor a number");
	j->tag = def ? def->tag : (uint16_t)tag;
	if (!sms_vendor_tlv(j->vendor, j->tag, &j->own))
		j->def = smpp_tlv_def(j->tag);
	return 0;
}

static int
put_member(struct job *j, const struct json_value *v)
{
	const struct json_value *item;
	int n, i;

	if (find_def(j, v->name) < 0)
		return -1;
	if (v->kind != JSON_LIST)
		return put_value(j, v);
	n = deeper(j, &j->list, v, &item);
	for (i = 0; i < n; i++)
		if (put_value(j, &item[i]) < 0)
			return -1;
	return n < 0 ? -1 : 0;
}

int
sms_tlvs_read(struct json_reader *r, const struct json_value *object,
    const struct sms_vendor_tlvs *vendor, int guess, struct buf *out, struct diag_err *err)
{
	struct job j = { .out = out, .err = err, .guess = guess,
		.vendor = vendor };
	const struct json_value *v;
	size_t n, i;
	int rc = 0;

	if (json_read(r, object->raw, object->rawlen, &v, &n, err) < 0)
		return -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = put_member(&j, &v[i]);
	json_reader_free(j.list);
	json_reader_free(j.hex);
	if (rc == 0 && out->err)
		return diag_no_memory(err);
	return rc;
}

/* ---- octets to JSON */

static void
write_value(struct buf *out, const struct smpp_tlv_def *def,
    const struct smpp_tlv *t)
{
	uint32_t v = 0;
	unsigned i;

	if (!def || def->kind == SMPP_OCTETS) {
		json_hex(out, t->value, t->len);
	} else if (def->kind == SMPP_INT && t->len == def->max) {
		for (i = 0; i < t->len; i++)
			v = v << 8 | t->value[i];
		json_int(out, v);
	} else if (def->kind == SMPP_CSTR && t->len > 0 &&
	    memchr(t->value, 0, t->len) == t->value + t->len - 1 &&
	    utf8_valid((const char *)t->value, t->len) == t->len) {
		json_str(out, (const char *)t->value, t->len - 1u);
	} else {
		json_open(out, '{');
		json_key(out, "hex");
		json_hex(out, t->value, t->len);
		json_close(out, '}');
	}
}

/* All parameters of t's tag, from it on, as a list. */
static void
write_list(struct buf *out, struct smpp_octets tlvs, size_t at,
    struct smpp_tlv t, const struct smpp_tlv_def *def)
{
	uint16_t tag = t.tag;

	json_open(out, '[');
	do {
		if (t.tag == tag)
			write_value(out, def, &t);
	} while (smpp_tlv_next(tlvs, &at, &t) > 0);
	json_close(out, ']');
}

/* A set of tags: a PDU may hold thousands. */
struct tags {
	uint8_t bit[65536 / 8];
};

static int
has(const struct tags *set, uint16_t tag)
{
	return set->bit[tag / 8] >> tag % 8 & 1;
}

static void
add(struct tags *set, uint16_t tag)
{
	set->bit[tag / 8] |= (uint8_t)(1 << tag % 8);
}

void
sms_tlvs_write(struct buf *out, const struct sms_vendor_tlvs *vendor,
    struct smpp_octets tlvs)
{
	struct tags seen = { { 0 } }, twice = { { 0 } }, done = { { 0 } };
	struct smpp_tlv_def own;
	struct smpp_tlv t;
	size_t at;

	json_open(out, '{');
	for (at = 0; smpp_tlv_next(tlvs, &at, &t) > 0; add(&seen, t.tag))
		if (has(&seen, t.tag))
			add(&twice, t.tag);
	for (at = 0; smpp_tlv_next(tlvs, &at, &t) > 0; add(&done, t.tag)) {
		const struct smpp_tlv_def *def =
			sms_vendor_tlv(vendor, t.tag, &own) ? &own :
			smpp_tlv_def(t.tag);
		char number[sizeof "0x0000"];

		if (has(&done, t.tag))
			continue;
		snprintf(number, sizeof number, "0x%04x", t.tag);
		json_key_any(out, def ? def->name : number);
		if (has(&twice, t.tag))
			write_list(out, tlvs, at, t, def);
		else
			write_value(out, def, &t);
	}
	json_close(out, '}');
}
