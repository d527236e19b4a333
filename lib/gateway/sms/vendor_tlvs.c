/* The optional parameters of a table.  See vendor.h; smpp-dump, which has no
   configuration, gets along with this. */
#include <string.h>

#include "base/num.h"
#include "gateway/sms/vendor.h"

const struct config_row *
sms_vendor_row(const struct config_table *t, int64_t key)
{
	size_t lo = 0, hi = t ? t->n : 0;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->row[mid].key == key)
			return &t->row[mid];
		if (t->row[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static struct smpp_tlv_def
def_of(const struct config_row *row)
{
	static const enum smpp_kind kinds[] = {
		[VENDOR_TLV_INTEGER] = SMPP_INT,
		[VENDOR_TLV_OCTETS] = SMPP_OCTETS,
		[VENDOR_TLV_CSTR] = SMPP_CSTR,
	};

	return (struct smpp_tlv_def){
		.tag = (uint16_t)row->num[VENDOR_TLV_TAG],
		.name = row->cell[VENDOR_TLV_NAME],
		.kind = kinds[row->num[VENDOR_TLV_TYPE]],
		.min = (uint16_t)row->num[VENDOR_TLV_LEAST],
		.max = (uint16_t)row->num[VENDOR_TLV_MOST],
		.spec = "vendor",
	};
}

int
sms_vendor_tlv(const struct sms_vendor_tlvs *vendor, uint16_t tag,
    struct smpp_tlv_def *def)
{
	const struct config_row *row = vendor ? sms_vendor_row(vendor->table, tag) : NULL;

	if (!row || !(row->num[VENDOR_TLV_USE] & vendor->use))
		return 0;
	*def = def_of(row);
	return 1;
}

int
sms_vendor_tlv_by_name(const struct sms_vendor_tlvs *vendor, const char *name,
    struct smpp_tlv_def *def)
{
	const struct config_table *t = vendor ? vendor->table : NULL;
	size_t i;

	for (i = 0; t && i < t->n; i++)
		if (t->row[i].num[VENDOR_TLV_USE] & vendor->use &&
		    strcmp(t->row[i].cell[VENDOR_TLV_NAME], name) == 0) {
			*def = def_of(&t->row[i]);
			return 1;
		}
	return 0;
}

/* lib/config has checked that it is of its type and length. */
static void
put_default(struct buf *tlvs, const struct smpp_tlv_def *def, const char *s)
{
	size_t n = strlen(s);
	int64_t i = 0;
	char *octets;

	if (def->kind == SMPP_INT) {
		num_parse(s, 0, UINT32_MAX, &i);
		smpp_tlv_put_int(tlvs, def->tag, (uint32_t)i, def->max);
	} else if (def->kind == SMPP_CSTR) {
		smpp_tlv_put(tlvs, def->tag, s, (uint16_t)(n + 1));
	} else if (strncmp(s, "0x", 2) == 0) {
		uint8_t head[4] = { (uint8_t)(def->tag >> 8),
			(uint8_t)def->tag, (uint8_t)((n - 2) / 2 >> 8),
			(uint8_t)((n - 2) / 2) };

		buf_add(tlvs, head, sizeof head);
		octets = buf_room(tlvs, n);
		if (octets)
			tlvs->len += (size_t)num_unhex(s + 2, n - 2,
			    (uint8_t *)octets, n);
	} else {
		smpp_tlv_put(tlvs, def->tag, s, (uint16_t)n);
	}
}

void
sms_vendor_defaults(const struct sms_vendor_tlvs *vendor, struct buf *tlvs)
{
	const struct config_table *t = vendor->table;
	struct smpp_tlv found;
	size_t i;

	if (!t || vendor->use != SMS_VENDOR_MT)
		return;
	for (i = 0; i < t->n; i++) {
		const struct config_row *row = &t->row[i];
		struct smpp_octets o = { (uint8_t *)tlvs->p, tlvs->len };

		if (*row->cell[VENDOR_TLV_DEFAULT] &&
		    row->num[VENDOR_TLV_USE] & SMS_VENDOR_MT &&
		    !smpp_tlv_find(o, (uint16_t)row->key, &found)) {
			struct smpp_tlv_def def = def_of(row);

			put_default(tlvs, &def, row->cell[VENDOR_TLV_DEFAULT]);
		}
	}
}
