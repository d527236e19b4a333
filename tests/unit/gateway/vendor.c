/* The vendor's tables: what a status is, and defaults; SMPP v3.4, 5.1.3, 3.2.4.1. */
#include "kit.h"

#include <unistd.h>

#include "gateway/sms/vendor.h"

static char path[64];

/* A configuration whose option names a file with that text. */
static void
open_with(struct kit *k, const char *option, const char *csv)
{
	char text[160];
	FILE *f = fopen(path, "w");

	assert(f && fputs(csv, f) >= 0 && fclose(f) == 0);
	snprintf(text, sizeof text, "%s = \"%s\"\n", option, path);
	kit_open(k, text);
}

static void
test_statuses(void)
{
	static const struct {
		uint32_t status;
		enum smpp_class class;
		const char *enhanced, *what;
	} rows[] = {
		/* not in the table */
		{ 0x00, SMPP_CLASS_OK, "2.0.0", NULL },
		{ 0x0b, SMPP_CLASS_PERMANENT, "5.1.1", NULL },
		{ 0x4ff, SMPP_CLASS_PERMANENT, "5.0.0", NULL },
		/* in it */
		{ 0x401, SMPP_CLASS_TEMPORARY, "4.0.0", "later" },
		{ 0x402, SMPP_CLASS_PERMANENT, "5.0.0", NULL },
		{ 0x0a, SMPP_CLASS_TEMPORARY, "4.0.0", "soon" },
		{ 0x45, SMPP_CLASS_PERMANENT, "5.0.0", "never" },
		{ 0x0c, SMPP_CLASS_PERMANENT, "5.5.4", "gone" },
		/* throttling and the bind's trouble stay what they are */
		{ 0x58, SMPP_CLASS_THROTTLED, "4.4.5", "slow down" },
		{ 0x05, SMPP_CLASS_BIND, "4.3.2", "wait" },
	};
	struct smpp_status_def d;
	struct kit k;
	size_t i;

	open_with(&k, "SMPP_Vendor_Command_Status_Table",
	    "401,1,later\n402,0\n0a,1,soon\n45,0,never\n0c,0,gone\n"
	    "58,1,slow down\n05,1,wait\n");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		d = sms_vendor_status(k.v, rows[i].status);
		fprintf(stderr, "# 0x%x\n", (unsigned)rows[i].status);
		assert(d.class == rows[i].class);
		assert(strcmp(d.enhanced, rows[i].enhanced) == 0);
		assert(strcmp(d.what, rows[i].what ? rows[i].what :
		    smpp_status_find(rows[i].status)->what) == 0);
		d = sms_vendor_status(NULL, rows[i].status);
		assert(d.class == smpp_status_find(rows[i].status)->class);
	}
	kit_close(&k);
}

static void
test_defaults(void)
{
	struct kit k;

	open_with(&k, "SMPP_Vendor_TLV_Table",
	    "a,1500,0,1,2,2,258\nb,1501,1,1,9,2,0x00ff\nc,1502,1,1,9,6,text\n"
	    "d,1503,2,1,9,2,z\nmo,1504,0,1,1,1,1\nnone,1505,0,1,1,2,\n");
	kit_good(&k, "{\"to\":\"1\",\"text\":\"x\"}");
	assert(same_hex(kit_pdu(&k, 0)->tlvs, "150000020102" "1501000200ff"
	    "1502000474657874" "150300027a00"));
	/* the record's own go before them */
	kit_good(&k, "{\"to\":\"1\",\"text\":\"x\",\"tlv\":{\"a\":1,"
	    "\"0x1501\":\"aa\",\"d\":\"\"}}");
	assert(same_hex(kit_pdu(&k, 0)->tlvs, "150000020001" "15010001aa"
	    "1503000100" "1502000474657874"));
	/* what we deliver to an ESME is MO */
	kit_good(&k, "{\"type\":\"deliver\",\"to\":\"1\",\"from\":\"2\","
	    "\"text\":\"x\",\"tlv\":{\"mo\":7}}");
	assert(same_hex(kit_pdu(&k, 0)->tlvs, "1504000107"));
	kit_bad(&k, "{\"to\":\"1\",\"text\":\"x\",\"tlv\":{\"mo\":7}}",
	    "tlv: mo: neither");
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "class, reason and enhanced code of statuses", test_statuses },
	{ "names and defaults of parameters", test_defaults },
};

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	int fd, rc;

	snprintf(path, sizeof path, "%.40s/vendor-XXXXXX", tmp ? tmp : "/tmp");
	fd = mkstemp(path);
	assert(fd >= 0);
	close(fd);
	rc = tap_main(tests, sizeof tests / sizeof *tests);
	unlink(path);
	return rc;
}
