/* Units to segments, as the options say.  See submit.h. */
#include <sysexits.h>

#include "gateway/sms/submit.h"
#include "gsm/text.h"
#include "gsm/udh.h"

enum {
	/* an element: 5 octets with an 8 bit reference, 6 with 16 */
	CONCAT8_OCTETS = 5,
	CONCAT16_OCTETS = 6,
	TABLE_OCTETS = 3,
	UDHL_OCTETS = 1,
};

int
sms_by_udh(const struct sms_units *u, const struct config_view *v)
{
	/* one header for all: not every message centre adds to ours what the
	   SAR parameters say */
	return u->tables.locking || u->tables.single ||
		config_bool(v, SMPP_ESME_UDH_SEGMENT);
}

unsigned
sms_concat_octets(const struct sms_units *u, const struct config_view *v,
    uint16_t ref)
{
	int64_t width = config_int(v, SMPP_CSMS_REFNUM_LENGTH);

	/* SAR parameters: the message centre makes an 8 bit reference of them */
	if (!sms_by_udh(u, v) || width == 1 || (width == 0 && ref <= 0xff))
		return CONCAT8_OCTETS;
	return CONCAT16_OCTETS;
}

size_t
sms_name_tables(const struct sms_units *u, uint8_t *udh, size_t size,
    size_t nudh)
{
	uint8_t lang = (uint8_t)u->tables.single;
	ssize_t n = (ssize_t)nudh;

	if (lang && n >= 0)
		n = gsm_udh_add(udh, size, (size_t)n, GSM_IEI_SINGLE_SHIFT,
		    &lang, 1);
	lang = (uint8_t)u->tables.locking;
	if (lang && n >= 0)
		n = gsm_udh_add(udh, size, (size_t)n, GSM_IEI_LOCKING_SHIFT,
		    &lang, 1);
	return n < 0 ? nudh : (size_t)n;
}

/* Octets of a header that has the record's own elements and our tables. */
static size_t
header_octets(const struct sms_units *u, size_t nudh)
{
	size_t n = nudh;

	if (u->tables.single)
		n += TABLE_OCTETS + (n ? 0 : UDHL_OCTETS);
	if (u->tables.locking)
		n += TABLE_OCTETS + (n ? 0 : UDHL_OCTETS);
	return n;
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
	size_t header = header_octets(u, nudh), room;
	ssize_t n;

	if (u->n * unit > total)
		return diag_err(err, EX_DATAERR, "text: %zu octets, "
		    "SMPP_Max_SMS_Message_Size allows %zu", u->n * unit, total);
	room = at_most(gsm_segment_room(u->coding, header), segment / unit);
	if (u->n <= room) {
		ends[0] = u->n;
		return 1;
	}
	if (total <= segment)
		return diag_err(err, EX_DATAERR, "text: %zu units, one message "
		    "takes %zu, and SMPP_Max_SMS_Message_Size (%zu) is not over "
		    "SMPP_SMS_Segment_Size (%zu), so that it may not be split",
		    u->n, room, total, segment);
	header = (header ? header : UDHL_OCTETS) +
	    sms_concat_octets(u, v, ref);
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
