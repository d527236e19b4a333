#include "gateway/sms/tlvs.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/num.h"
#include "base/utf8.h"

enum { VALUE_MAX = 65535 };	/* octets; the length field has 16 bits */

/* A key to its tag and row (NULL: unknown tag).  Returns 0, or -1. */
static int
tag_of(const char *key, uint16_t *tag, const struct smpp_tlv_def **def)
{
	int64_t n;

	*def = smpp_tlv_by_name(key);
	if (*def) {
		*tag = (*def)->tag;
		return 0;
	}
	if (num_parse(key, 0, 0xffff, &n) < 0)
		return -1;
	*tag = (uint16_t)n;
	*def = smpp_tlv_def(*tag);
	return 0;
}

static int
put_int(struct buf *out, uint16_t tag, const struct smpp_tlv_def *def,
    int64_t i)
{
	unsigned len = i <= 0xff ? 1 : i <= 0xffff ? 2 : 4;

	if (def && def->kind == SMPP_INT && def->max > len)
		len = def->max;
	if (i < 0 || i > 0xffffffff || (def && len > def->max))
		return -1;
	smpp_tlv_put_int(out, tag, (uint32_t)i, len);
	return 0;
}

static int
put_hex(struct buf *out, uint16_t tag, const char *hex, size_t n)
{
	struct buf octets = BUF_INIT;
	char *room = buf_room(&octets, n / 2 + 1);
	ssize_t len = room ? num_unhex(hex, n, (uint8_t *)room, n / 2 + 1) : -1;

	if (len >= 0 && len <= VALUE_MAX)
		smpp_tlv_put(out, tag, room, (uint16_t)len);
	buf_free(&octets);
	return len < 0 || len > VALUE_MAX ? -1 : 0;
}

/* One value that is no list.  Returns 0, or -1: not of this parameter. */
static int
put_value(struct buf *out, uint16_t tag, const struct smpp_tlv_def *def,
    const struct json_value *v)
{
	if (v->kind == JSON_INT && (!def || def->kind == SMPP_INT))
		return put_int(out, tag, def, v->i);
	if (v->kind != JSON_STRING)
		return -1;
	if (!def || def->kind != SMPP_CSTR)
		return put_hex(out, tag, v->s, v->n);
	if (v->n >= VALUE_MAX || memchr(v->s, 0, v->n))
		return -1;
	smpp_tlv_put(out, tag, v->s, (uint16_t)(v->n + 1));
	return 0;
}

static int
put_list(struct json_reader *r, struct buf *out, uint16_t tag,
    const struct smpp_tlv_def *def, const struct json_value *list)
{
	const struct json_value *v;
	size_t n, i;

	if (json_read(r, list->raw, list->rawlen, &v, &n, NULL) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (put_value(out, tag, def, &v[i]) < 0)
			return -1;
	return 0;
}

int
sms_tlvs_read(struct json_reader *r, const struct json_value *object,
    struct buf *out, struct diag_err *err)
{
	struct json_reader *inner = NULL;
	const struct smpp_tlv_def *def;
	const struct json_value *v;
	size_t n, i;
	uint16_t tag;
	int rc = 0;

	if (json_read(r, object->raw, object->rawlen, &v, &n, err) < 0)
		return -1;
	for (i = 0; i < n && rc == 0; i++) {
		if (tag_of(v[i].name, &tag, &def) < 0) {
			rc = diag_err(err, EX_DATAERR,
			    "tlv: no parameter is called %s", v[i].name);
			break;
		}
		if (v[i].kind == JSON_LIST) {
			if (!inner && !(inner = json_reader_new()))
				rc = -1;
			else
				rc = put_list(inner, out, tag, def, &v[i]);
		} else {
			rc = put_value(out, tag, def, &v[i]);
		}
		if (rc < 0)
			diag_err(err, EX_DATAERR, "tlv: %s: not a value of "
			    "this parameter", v[i].name);
	}
	json_reader_free(inner);
	return rc;
}

static void
write_value(struct buf *out, const struct smpp_tlv_def *def,
    const struct smpp_tlv *t)
{
	uint32_t v = 0;
	size_t i, n = t->len;

	if (def && def->kind == SMPP_INT && (n == 1 || n == 2 || n == 4)) {
		for (i = 0; i < n; i++)
			v = v << 8 | t->value[i];
		json_int(out, v);
		return;
	}
	if (def && def->kind == SMPP_CSTR) {
		if (n && t->value[n - 1] == 0)
			n--;
		if (!memchr(t->value, 0, n) &&
		    utf8_valid((const char *)t->value, n) == n) {
			json_str(out, (const char *)t->value, n);
			return;
		}
		n = t->len;
	}
	json_hex(out, t->value, n);
}

/* How often the tag stands before offset `end`, and from there on. */
static unsigned
count_tag(struct smpp_octets tlvs, uint16_t tag, size_t end, unsigned *before)
{
	struct smpp_tlv t;
	unsigned all = 0;
	size_t at = 0;

	*before = 0;
	while (smpp_tlv_next(tlvs, &at, &t) == 1) {
		if (t.tag != tag)
			continue;
		all++;
		if (at < end)
			++*before;
	}
	return all;
}

static void
write_all_of(struct buf *out, struct smpp_octets tlvs, uint16_t tag,
    const struct smpp_tlv_def *def)
{
	struct smpp_tlv t;
	size_t at = 0;

	json_open(out, '[');
	while (smpp_tlv_next(tlvs, &at, &t) == 1)
		if (t.tag == tag)
			write_value(out, def, &t);
	json_close(out, ']');
}

void
sms_tlvs_write(struct buf *out, struct smpp_octets tlvs)
{
	struct smpp_tlv t;
	size_t at = 0;

	json_open(out, '{');
	while (smpp_tlv_next(tlvs, &at, &t) == 1) {
		const struct smpp_tlv_def *def = smpp_tlv_def(t.tag);
		unsigned before, all = count_tag(tlvs, t.tag, at, &before);
		char key[8];

		if (before)
			continue;
		snprintf(key, sizeof key, "0x%04x", t.tag);
		json_key(out, def ? def->name : key);
		if (all > 1)
			write_all_of(out, tlvs, t.tag, def);
		else
			write_value(out, def, &t);
	}
	json_close(out, '}');
}
