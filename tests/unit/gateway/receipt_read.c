/* sms_receipt_read(): what the store is told of a receipt.  The texts are from
   SMPP v3.4, Appendix B, and ../shared/receipts where a row is named. */
#include "parts.h"

struct tlv {
	uint16_t tag;
	const char *value;
	uint16_t n;
};

#define ID(s)		{ SMPP_TLV_RECEIPTED_MESSAGE_ID, s, sizeof s }
#define STATE(s)	{ SMPP_TLV_MESSAGE_STATE, s, 1 }
#define UMR(s)		{ SMPP_TLV_USER_MESSAGE_REFERENCE, s, 2 }

#define DATES	"sub:001 dlvrd:001 submit date:2611251200 done date:2611251201 "
#define LONG_ID	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* v3.4, 5.2.28: 1 ENROUTE 2 DELIVERED 3 EXPIRED 4 DELETED 5 UNDELIVERABLE
   6 ACCEPTED 7 UNKNOWN 8 REJECTED */
static const struct {
	const char *name, *text;
	uint8_t esm;
	struct tlv tlv[3];
	const char *id[2];
	int state, final, interim;
	const char *error;
	int umr;
} rows[] = {
	{ "appendix B", "id:0123456789 " DATES "stat:DELIVRD err:000 text:hi", 4,
	  { { 0, NULL, 0 } }, { "", "0123456789" }, 2, 1, 0, "000", -1 },
	{ "both ids, as they came", "id:26 " DATES "stat:UNDELIV err:0a1", 4,
	  { ID("1A"), STATE("\5") }, { "1A", "26" }, 5, 1, 0, "0a1", -1 },
	{ "an id of 0 says nothing", "id:26 stat:DELIVRD", 4,
	  { ID("0") }, { "", "26" }, 2, 1, 0, "", -1 },
	{ "an empty one neither", "id:26 stat:DELIVRD", 4,
	  { ID("") }, { "", "26" }, 2, 1, 0, "", -1 },
	{ "parameters alone", "", 0, { ID("77AA"), STATE("\3"), UMR("\x12\x34") },
	  { "77AA", "" }, 3, 1, 0, "", 0x1234 },
	{ "user_message_reference alone", "", 4, { UMR("\xff\xff") },
	  { "", "" }, -1, 0, 0, "", 0xffff },
	{ "the parameter's state comes first", "id:1 stat:UNDELIV", 4,
	  { STATE("\2") }, { "", "1" }, 2, 1, 0, "", -1 },
	{ "a state that is none: the text's", "id:1 stat:EXPIRED", 4,
	  { STATE("\x63") }, { "", "1" }, 3, 1, 0, "", -1 },
	{ "ENROUTE", "id:1 stat:ENROUTE err:000", 4, { { 0, NULL, 0 } },
	  { "", "1" }, 1, 0, 1, "000", -1 },
	/* final in the specification; DELIVRD is seen to follow it */
	{ "ACCEPTD", "id:1 stat:ACCEPTD", 4, { { 0, NULL, 0 } },
	  { "", "1" }, 6, 0, 1, "", -1 },
	{ "DELETED", "id:1 stat:DELETED", 4, { { 0, NULL, 0 } },
	  { "", "1" }, 4, 1, 0, "", -1 },
	{ "REJECTD", "id:1 stat:REJECTD", 4, { { 0, NULL, 0 } },
	  { "", "1" }, 8, 1, 0, "", -1 },
	/* v3.4, 5.2.12: intermediate delivery notification */
	{ "esm_class says intermediate", "id:1 stat:UNDELIV", 0x20,
	  { { 0, NULL, 0 } }, { "", "1" }, 5, 0, 1, "", -1 },
	{ "a vendor's state: nobody knows", "id:1 stat:GREYLST err:9", 4,
	  { { 0, NULL, 0 } }, { "", "1" }, -1, 0, 0, "9", -1 },
	{ "nothing at all", "", 4, { { 0, NULL, 0 } },
	  { "", "" }, -1, 0, 0, "", -1 },
	{ "the longest id of the specification", "id:" LONG_ID " stat:DELIVRD",
	  4, { ID(LONG_ID) }, { LONG_ID, LONG_ID }, 2, 1, 0, "", -1 },
};

static void
read_row(size_t i, struct sms_receipt *r)
{
	struct buf tlvs = BUF_INIT;
	struct smpp_pdu pdu = { .command = SMPP_DELIVER_SM,
		.source_addr = "15551234567", .destination_addr = "12345",
		.esm_class = rows[i].esm,
		.short_message = { (const uint8_t *)rows[i].text,
			strlen(rows[i].text) } };
	struct wire w;
	size_t k;

	for (k = 0; k < 3; k++)
		if (rows[i].tlv[k].tag)
			smpp_tlv_put(&tlvs, rows[i].tlv[k].tag,
			    rows[i].tlv[k].value, rows[i].tlv[k].n);
	pdu.tlvs = (struct smpp_octets){ (uint8_t *)tlvs.p, tlvs.len };
	wire_make(&w, &pdu);
	assert(w.in.receipt);
	sms_receipt_read(&w.in, r);
	wire_free(&w);
	buf_free(&tlvs);
}

static void
test_rows(void)
{
	struct sms_receipt r;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		printf("# %s\n", rows[i].name);
		read_row(i, &r);
		assert(strcmp(r.message_id[0], rows[i].id[0]) == 0);
		assert(strcmp(r.message_id[1], rows[i].id[1]) == 0);
		assert(r.state == rows[i].state);
		assert(r.final == rows[i].final);
		assert(r.interim == rows[i].interim);
		assert(strcmp(r.error, rows[i].error) == 0);
		assert(r.umr == rows[i].umr);
	}
}

static const struct tap_test tests[] = {
	{ "ids, state, final, interim, error and reference", test_rows },
};

TAP_MAIN(tests)
