/* Text to units and segments, as the options say.  See submit.h. */
#include <string.h>
#include <sysexits.h>

#include "gateway/sms/submit.h"
#include "gsm/text.h"
#include "gsm/udh.h"

enum {
	/* UDHL and an element: 5 octets with an 8 bit reference, 6 with 16 */
	CONCAT8_OCTETS = 5,
	CONCAT16_OCTETS = 6,
	UDHL_OCTETS = 1,
};

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
	return (struct sms_coding){
		.data_coding = (int)config_int(v, SMPP_SMS_DATA_CODING),
		.alphabet = alphabet_of(v),
		.bom = !config_bool(v, SMPP_SMS_DATA_NO_BOM),
	};
}

static int
encode_as(struct sms_units *u, enum gsm_coding coding,
    const struct sms_coding *c, const char *text, size_t n, size_t *bad)
{
	size_t bom = coding == GSM_CODING_UCS2 && c->bom && n;
	ssize_t got = gsm_text_encode(coding, c->tables, text, n,
	    u->octets + 2 * bom, u->brk + bom, SMS_UNITS_MAX - bom, bad);

	if (got < 0)
		return (int)got;
	if (bom) {
		memcpy(u->octets, "\xfe\xff", 2);
		u->brk[0] = GSM_BREAK_CLUSTER;
		u->brk[1] = GSM_BREAK_NEVER;
	}
	u->coding = coding;
	u->n = (size_t)got + bom;
	return 0;
}

/* The cheapest that loses nothing; returns its data_coding.  Message classes
   are known with GSM 7 bit and UCS2 only. */
static int
encode_auto(struct sms_units *u, const struct sms_coding *c,
    const char *text, size_t n, size_t *bad)
{
	enum gsm_coding first = c->flash ? GSM_CODING_GSM7 : c->alphabet;
	int rc = encode_as(u, first, c, text, n, bad);

	if (rc == GSM_ECHAR)
		rc = encode_as(u, GSM_CODING_UCS2, c, text, n, bad);
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

	if (d.coding == GSM_CODING_DEFAULT)
		d.coding = c->alphabet;
	if (c->flash && d.message_class != 0)
		dc = gsm_dcs_to_smpp(d.coding, 0);
	if (d.coding == GSM_CODING_OCTETS || d.compressed || dc < 0)
		return GSM_ERANGE;
	rc = encode_as(u, d.coding, c, text, n, bad);
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

unsigned
sms_concat_octets(const struct config_view *v, uint16_t ref)
{
	int64_t width = config_int(v, SMPP_CSMS_REFNUM_LENGTH);

	/* SAR parameters: the message centre makes an 8 bit reference of them */
	if (!config_bool(v, SMPP_ESME_UDH_SEGMENT) || width == 1 ||
	    (width == 0 && ref <= 0xff))
		return CONCAT8_OCTETS;
	return CONCAT16_OCTETS;
}

static size_t
at_most(size_t a, size_t b)
{
	return a < b ? a : b;
}

int
sms_segment(const struct sms_units *u, const struct config_view *v,
    size_t nudh, uint16_t ref, size_t *ends, struct diag_err *err)
{
	size_t unit = gsm_unit_octets(u->coding);
	size_t total = (size_t)config_int(v, SMPP_MAX_SMS_MESSAGE_SIZE);
	size_t segment = (size_t)config_int(v, SMPP_SMS_SEGMENT_SIZE);
	size_t most = (size_t)config_int(v, SMPP_ESME_MAX_SEGMENTS);
	size_t header, room;
	ssize_t n;

	if (u->n * unit > total)
		return diag_err(err, EX_DATAERR, "text: %zu octets, "
		    "SMPP_Max_SMS_Message_Size allows %zu", u->n * unit, total);
	room = at_most(gsm_segment_room(u->coding, nudh), segment / unit);
	if (u->n <= room) {
		ends[0] = u->n;
		return 1;
	}
	if (total <= segment)
		return diag_err(err, EX_DATAERR, "text: %zu units, one message "
		    "takes %zu, and SMPP_Max_SMS_Message_Size (%zu) is not over "
		    "SMPP_SMS_Segment_Size (%zu), so that it may not be split",
		    u->n, room, total, segment);
	header = (nudh ? nudh : UDHL_OCTETS) + sms_concat_octets(v, ref);
	room = at_most(gsm_segment_room(u->coding, header), segment / unit);
	n = gsm_segment(u->brk, u->n, room,
	    config_bool(v, SMPP_SMS_SEGMENT_BOUNDARY), ends,
	    at_most(most, GSM_SEGMENTS_MAX));
	if (n == GSM_ESEGMENTS)
		return diag_err(err, EX_DATAERR, "text: more than %zu segments, "
		    "the most that SMPP_ESME_Max_Segments allows",
		    at_most(most, GSM_SEGMENTS_MAX));
	if (n < 0)
		return diag_err(err, EX_DATAERR, "text: segments of %zu units "
		    "are too small (SMPP_SMS_Segment_Size, udh)", room);
	return (int)n;
}
