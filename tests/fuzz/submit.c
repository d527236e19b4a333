/*
 * submit - a record from anybody's jq becomes PDUs that can be encoded and
 * decoded, or it is said why not.
 */
#include "fuzz.h"

#include "gateway/sms/result.h"
#include "gateway/sms/submit.h"

enum { PDU_MAX = 8192 };

static struct config *config;
static const struct config_view *view;
static struct json_reader *reader, *scratch;
static struct sms_submit m;
static struct buf octets;

static void
open_all(void)
{
	static const char text[] = "SMPP_Max_SMS_Message_Size = 65535\n"
		"SMPP_ESME_Max_Segments = 255";

	config = config_new();
	assert(config && config_parse(config, "c", text, sizeof text - 1, NULL,
	    NULL) == 0);
	view = config_view(config, NULL, NULL, NULL);
	reader = json_reader_new();
	scratch = json_reader_new();
	assert(view && reader && scratch && sms_submit_init(&m) == 0);
}

static void
write_pdus(uint32_t command)
{
	static uint8_t out[PDU_MAX];
	struct smpp_pdu pdu, back;
	const char *bad = NULL;
	unsigned i;
	ssize_t n;

	assert(m.nsegments >= 1 && m.nsegments <= GSM_SEGMENTS_MAX);
	assert(m.ends[m.nsegments - 1] == m.units.n);
	for (i = 0; i < m.nsegments; i++) {
		assert(sms_submit_pdu(&m, i, command, &pdu, &octets) == 0);
		n = smpp_pdu_encode(&pdu, out, sizeof out, &bad);
		if (n < 0)
			fprintf(stderr, "%s\n", bad ? bad : "no space");
		assert(n > 0);
		assert(smpp_pdu_decode(out, (size_t)n, &back, NULL, NULL) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct diag_err err = { 0, "" };
	struct sms_before before;
	struct record rec;

	if (!reader)
		open_all();
	if (record_read(reader, (const char *)p, n, &rec, &err) < 0)
		return 0;
	assert(sms_before_read(&rec, scratch, &before) == 0);
	sms_before_release(&before);
	if (sms_submit_read(&m, &rec, view, 1, scratch, &err) == 0)
		write_pdus(rec.type == REC_DELIVER ? SMPP_DELIVER_SM :
		    SMPP_SUBMIT_SM);
	else
		assert(err.sysexit == 65 && *err.text);
	return 0;
}
