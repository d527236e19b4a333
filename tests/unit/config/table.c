/* The vendor's tables: CSV files in the shapes that Mobile Momentum's manual has
   them (status, class, reason; name, tag, type, lengths, mask, default). */
#include "config/private.h"
#include "folder.h"
#include "gather.h"

static const char *
table_path(void)
{
	return in_dir("t.csv");
}

/* A configuration that names the file; its problems, which begin with that
   option's name and the file's. */
static struct config *
load(const char *option, const char *csv, const char *problem)
{
	char text[300], expect[600];

	write_file(table_path(), csv, 0600);
	snprintf(text, sizeof text, "%s = \"%s\"\n", option, table_path());
	snprintf(expect, sizeof expect, "c:1: %s: %s%s\n", option,
	    table_path(), problem);
	return parse_expect(text, *problem ? expect : "");
}

static void
test_statuses(void)
{
	struct config *c = load("SMPP_Vendor_Command_Status_Table",
	    "\xef\xbb\xbf; ours\r\n# too\n\n"
	    "0x0401, 1, No credit; ask them\r\n"
	    "5A,0,\"Account, \"\"old\"\"\" ; seen in May\n"
	    "0x0400,0,Bad, and for good # never\n"
	    "  402 ,1\n", "");
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	const struct config_table *t = config_table(v,
	    SMPP_VENDOR_COMMAND_STATUS_TABLE);
	static const struct {
		int64_t status, class;
		const char *reason;
	} rows[] = {
		{ 0x5a, 0, "Account, \"old\"" },
		{ 0x400, 0, "Bad, and for good" },
		{ 0x401, 1, "No credit; ask them" },
		{ 0x402, 1, "" },
	};
	size_t i;

	assert(t && t->n == 4);
	for (i = 0; i < 4; i++) {
		assert(t->row[i].key == rows[i].status);
		assert(t->row[i].num[VENDOR_STATUS_CLASS] == rows[i].class);
		assert(str_is(t->row[i].cell[VENDOR_STATUS_REASON],
		    rows[i].reason));
	}
	assert(!config_table(v, SMPP_VENDOR_TLV_TABLE));
	config_free(c);
}

static void
test_tlvs(void)
{
	struct config *c = load("SMPP_Vendor_TLV_Table",
	    "billing_id,0x1501,2,1,21,2,ACME\n"
	    "route,1500,0,2,2,7,\n"
	    "blob,1502,1,0,8,2,0x0a0B\n", "");
	const struct config_table *t = config_table(config_view(c, NULL, NULL,
	    NULL), SMPP_VENDOR_TLV_TABLE);

	assert(t && t->n == 3);
	assert(t->row[0].key == 0x1500);
	assert(str_is(t->row[0].cell[VENDOR_TLV_NAME], "route"));
	assert(t->row[0].num[VENDOR_TLV_MOST] == 2);
	assert(str_is(t->row[1].cell[VENDOR_TLV_DEFAULT], "ACME"));
	config_free(c);
}

static void
test_bad(void)
{
	static const char st[] = "SMPP_Vendor_Command_Status_Table";
	static const char tl[] = "SMPP_Vendor_TLV_Table";
	static const struct {
		const char *option, *csv, *problem;
	} rows[] = {
		{ st, "0x401,1,x\n0x4g1,1,x\n", ":2: status: must be a "
		    "hexadecimal number from 0x1 to 0xffffffff" },
		{ st, "0,1,x\n", ":1: status: must be a hexadecimal number "
		    "from 0x1 to 0xffffffff" },
		{ st, "401\n", ":1: class: must be a number from 0 to 1" },
		{ st, "401,2,x\n", ":1: class: must be a number from 0 to 1" },
		{ st, "401,1,\"x\n", ":1: reason: quotes that do not fit" },
		{ st, "401,1,a\tb\n", ":1: reason: holds a control character" },
		{ st, "401,1,\xe9\n", ":1: reason: is not UTF-8" },
		{ st, "401,1,a\n402,1,b\n0x401,0,c\n",
		    ":3: status: stands already in line 1" },
		{ tl, ",1500,0,1,1,1,\n", ":1: name: is missing" },
		{ tl, "a,15000,0,1,1,1,\n", ":1: tag: must be a hexadecimal "
		    "number from 0x0 to 0xffff" },
		{ tl, "a,1500,3,1,1,1,\n", ":1: type: must be a number from 0 "
		    "to 2" },
		{ tl, "a,1500,1,3,2,1,\n", ":1: least length: is over the "
		    "most" },
		{ tl, "a,1500,0,1,5,1,\n", ":1: most length: of an integer, "
		    "1 to 4 octets" },
		{ tl, "a,1500,0,1,1,8,\n", ":1: bit mask: must be a number "
		    "from 0 to 7" },
		{ tl, "a,1500,0,1,1,2,256\n", ":1: default: is none of that "
		    "type and length" },
		{ tl, "a,1500,1,1,2,2,0x010203\n", ":1: default: is not of "
		    "that length" },
		{ tl, "a,1500,2,1,3,2,abc\n", ":1: default: is not of that "
		    "length" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		config_free(load(rows[i].option, rows[i].csv,
		    rows[i].problem));
}

static void
test_missing(void)
{
	struct config *c = config_new();
	struct diag_err err;

	config_free(parse_expect("SMPP_Vendor_TLV_Table = /no/such\n",
	    "c:1: SMPP_Vendor_TLV_Table: /no/such: No such file or directory\n"));
	assert(config_set(c, "SMPP_Vendor_TLV_Table=/no/such", &err) < 0);
	assert(err.sysexit == 64);
	config_free(c);
}

static const struct tap_test tests[] = {
	{ "statuses: comments, quotes, hex with and without 0x", test_statuses },
	{ "optional parameters", test_tlvs },
	{ "a bad line is named with its file", test_bad },
	{ "a file that is not there", test_missing },
};

int
main(void)
{
	make_dir();
	return tap_main(tests, sizeof tests / sizeof *tests);
}
