/*
 * What is written is valid: each operation, in each release there is a schema
 * of in ../shared/mm7/xsd (reconstructed from the 3GPP's by its README), and
 * read again it says the same.
 */
#include "mm7/soap.h"
#include "tap.h"

#include <libxml/xmlschemas.h>

static const char ns_base[] =
	"http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/";
static const char *const releases[] = { "REL-5-MM7-1-0", "REL-5-MM7-1-2",
	"REL-5-MM7-1-3", "REL-6-MM7-1-4" };
enum { RELEASES = 4 };

static struct mm7_addr addrs[] = {
	{ MM7_NUMBER, "+4799999999", 0, NULL, NULL },
	{ MM7_SHORT_CODE, "1234", 1, "encrypted", NULL },
	{ MM7_RFC2822, "a&b@example.com", 0, NULL, NULL },
};

/* Values by the schema's types: dates, positive integers, enumerations. */
static void
fill(struct mm7_msg *m)
{
	static const char *const values[MM7_FIELDS] = {
		[MM7_RELAY_SERVER_ID] = "relay", [MM7_VASPID] = "vasp",
		[MM7_VASID] = "vas", [MM7_SERVICE_CODE] = "code",
		[MM7_LINKED_ID] = "linked", [MM7_MESSAGE_ID] = "m-1",
		[MM7_MESSAGE_CLASS] = "Personal",
		[MM7_TIME_STAMP] = "2009-05-07T08:04:05Z",
		[MM7_EARLIEST_DELIVERY_TIME] = "2009-05-07T08:04:05+02:00",
		[MM7_EXPIRY_DATE] = "P1D", [MM7_DELIVERY_REPORT] = "true",
		[MM7_READ_REPLY] = "false", [MM7_PRIORITY] = "High",
		[MM7_SUBJECT] = "<&> \"\xc3\xa5\"",
		[MM7_REPLY_CHARGING] = "true", [MM7_REPLY_CHARGING_SIZE] = "10",
		[MM7_REPLY_DEADLINE] = "P2D", [MM7_REPLY_CHARGING_ID] = "rc",
		[MM7_CHARGED_PARTY] = "Sender", [MM7_CHARGED_PARTY_ID] = "47",
		[MM7_DISTRIBUTION_INDICATOR] = "true",
		[MM7_DELIVERY_CONDITION] = "1 2", [MM7_APPLIC_ID] = "app",
		[MM7_REPLY_APPLIC_ID] = "rapp", [MM7_AUX_APPLIC_INFO] = "aux",
		[MM7_CONTENT_CLASS] = "text", [MM7_DRM_CONTENT] = "true",
		[MM7_SENDER_SPI] = "s", [MM7_RECIPIENT_SPI] = "r",
		[MM7_UA_PROF] = "http://example.com/ua",
		[MM7_PREVIOUSLY_SENT_BY] = "+4799999998",
		[MM7_PREVIOUSLY_SENT_TIME] = "2009-05-06T08:04:05Z",
		[MM7_MM_STATUS_EXTENSION] = NULL,
		[MM7_CONTENT_HREF] = "cid:c", [MM7_ALLOW_ADAPTATIONS] = "true",
		[MM7_DETAILS] = "why",
	};
	int f;

	for (f = 0; f < MM7_FIELDS; f++)
		if (values[f])
			m->v[f] = values[f];
	m->third_party = addrs[0];
	m->recipients[MM7_CC] = m->recipients[MM7_BCC] =
		(struct mm7_addrs){ addrs, 3 };
}

/* With what the operation must have, and maybe with all that is. */
static void
make(struct mm7_msg *m, enum mm7_op op, const char *release, int all)
{
	static char ns[200];
	int six = strncmp(release, "REL-6", 5) == 0;

	snprintf(ns, sizeof ns, "%s%s", ns_base, release);
	*m = (struct mm7_msg){ .op = op, .sender = addrs[0],
		.recipient = addrs[1] };
	m->fault = op == MM7_RS_ERROR_RSP || op == MM7_VASP_ERROR_RSP;
	m->dialect = (struct mm7_dialect){ .ns = ns, .env_prefix = "env",
		.prefix = "mm7", .prefix_children = all,
		.version = six ? "6.8.0" : "5.3.0", .plmn = all };
	m->v[MM7_TRANSACTION_ID] = "t-1";
	m->v[MM7_MESSAGE_ID] = "m-1";
	m->v[MM7_TIME_STAMP] = "2009-05-07T08:04:05Z";
	m->v[MM7_MM_STATUS] = op == MM7_READ_REPLY_REQ ? "Read" : "Retrieved";
	m->v[MM7_STATUS_CODE] = "1000";
	m->v[MM7_STATUS_TEXT] = "ok";
	m->recipients[MM7_TO] = (struct mm7_addrs){ addrs, all ? 3 : 1 };
	if (all)
		fill(m);
}

static xmlNode *
find(xmlNode *node, const char *name)
{
	xmlNode *found;

	for (; node; node = node->next) {
		if (node->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)node->name, name) == 0)
			return node;
		if ((found = find(node->children, name)))
			return found;
	}
	return NULL;
}

static xmlDoc *
parse(const struct buf *xml)
{
	return xmlReadMemory(xml->p, (int)xml->len, NULL, NULL,
	    XML_PARSE_NONET);
}

static void
validate(xmlSchemaValidCtxt *v, const char *what, const char *name,
    const struct buf *xml)
{
	xmlDoc *doc = parse(xml);
	xmlNode *node;

	assert(doc);
	node = find(xmlDocGetRootElement(doc), name);
	assert(node);
	if (xmlSchemaValidateOneElement(v, node) != 0) {
		fprintf(stderr, "%s: %.*s\n", what, (int)xml->len, xml->p);
		assert(!"valid");
	}
	xmlFreeDoc(doc);
}

static xmlSchema *
schema_of(const char *release)
{
	const char *shared = getenv("MOBUTILS_SHARED");
	xmlSchemaParserCtxt *p;
	xmlSchema *schema;
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/mm7/xsd/reconstructed-%s.xsd",
	    shared ? shared : "../shared", release);
	if (!(f = fopen(path, "r")))
		return NULL;
	fclose(f);
	p = xmlSchemaNewParserCtxt(path);
	schema = xmlSchemaParse(p);
	xmlSchemaFreeParserCtxt(p);
	assert(schema);
	return schema;
}

static void
write_one(xmlSchema *schema, enum mm7_op op, const char *release, int all)
{
	xmlSchemaValidCtxt *v = xmlSchemaNewValidCtxt(schema);
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m;

	make(&m, op, release, all);
	assert(mm7_write(&m, &out, &err) == 0);
	validate(v, release, mm7_op_name(op), &out);
	validate(v, release, "TransactionID", &out);
	xmlSchemaFreeValidCtxt(v);
	buf_free(&out);
}

static void
t_valid(void)
{
	xmlSchema *schema;
	int r, op;

	for (r = 0; r < RELEASES; r++) {
		if (!(schema = schema_of(releases[r]))) {
			tap_skip("no shared/mm7");
			return;
		}
		for (op = MM7_NONE + 1; op < MM7_OPS; op++) {
			write_one(schema, op, releases[r], 0);
			write_one(schema, op, releases[r], 1);
		}
		xmlSchemaFree(schema);
	}
}

/* Each way to write prefixes is namespaces in XML, and read as it was. */
static void
t_dialects(void)
{
	static const struct mm7_dialect ways[] = {
		{ "urn:mm7", "SOAP-ENV", "mm7", 1, "5.3.0", 1 },
		{ "urn:mm7", "soap", "mm7", 0, "5.3.0", 0 },
		{ "urn:mm7", "env", "", 0, "6.8.0", 0 },
		{ "", "env", "", 0, "6.8.0", 0 },
		{ "", "env", "mm7", 1, "6.8.0", 0 },	/* not declared */
		{ "urn:mm7", "env", "env", 1, "6.8.0", 0 },	/* SOAP's */
	};
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m, back;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < sizeof ways / sizeof *ways; i++) {
		make(&m, MM7_SUBMIT_REQ, releases[3], 1);
		m.dialect = ways[i];
		buf_reset(&out);
		assert(mm7_write(&m, &out, &err) == 0);
		doc = parse(&out);
		assert(doc);
		assert(find(xmlDocGetRootElement(doc), "SubmitReq"));
		xmlFreeDoc(doc);
		assert(mm7_read(out.p, out.len, NULL, &back, &err) == 0);
		assert(strcmp(back.dialect.ns, ways[i].ns) == 0);
		assert(strcmp(back.v[MM7_SUBJECT], m.v[MM7_SUBJECT]) == 0);
		assert(strcmp(back.v[MM7_DELIVERY_CONDITION], "1 2") == 0);
		assert(strcmp(back.sender.text, "+4799999999") == 0);
		assert(back.recipients[MM7_TO].n == 3);
		assert(back.recipients[MM7_CC].a[1].display_only);
		assert(back.recipients[MM7_TO].a[2].kind == MM7_RFC2822);
		mm7_release(&back);
	}
	buf_free(&out);
}

/* The grammar (zxid's, in ../shared/mm7/xsd) has these in Release 6 alone. */
static void
t_releases(void)
{
	static const char *const six[] = { "ChargedPartyID", "ThirdPartyPayer",
		"DeliveryCondition", "ApplicID", "ReplyApplicID",
		"AuxApplicInfo", "ContentClass", "DRMContent" };
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m;
	char tag[40];
	size_t i;
	int r;

	for (r = 0; r < RELEASES; r++) {
		make(&m, MM7_SUBMIT_REQ, releases[r], 1);
		buf_reset(&out);
		assert(mm7_write(&m, &out, &err) == 0);
		for (i = 0; i < sizeof six / sizeof *six; i++) {
			snprintf(tag, sizeof tag, "<mm7:%s>", six[i]);
			assert(!strstr(buf_cstr(&out), tag) == (r < 3));
		}
		assert(strstr(buf_cstr(&out), "<mm7:LinkedID>linked<"));
	}
	buf_free(&out);
}

/* He who said no version is answered with his release's usual one: mm7.md, 1. */
static void
t_version(void)
{
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m;
	int r;

	for (r = 0; r < RELEASES; r++) {
		make(&m, MM7_DELIVER_RSP, releases[r], 0);
		m.dialect.version = NULL;
		buf_reset(&out);
		assert(mm7_write(&m, &out, &err) == 0);
		assert(strstr(buf_cstr(&out), r < 3 ? "<MM7Version>5.3.0<" :
		    "<MM7Version>6.8.0<"));
	}
	buf_free(&out);
}

/* Who was refused, and why, stays with him. */
static void
t_partly(void)
{
	struct mm7_failed failed[] = {
		{ { MM7_NUMBER, "+471", 0, NULL, NULL }, "2003", "not found" },
		{ { MM7_RFC2822, "a@b", 0, NULL, NULL }, NULL, NULL },
		{ { MM7_NUMBER, "+472", 0, NULL, NULL }, "3500", NULL },
	};
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m, back;

	make(&m, MM7_SUBMIT_RSP, releases[3], 0);
	m.v[MM7_STATUS_CODE] = "1100";
	m.failed = failed;
	m.nfailed = 3;
	assert(mm7_write(&m, &out, &err) == 0);
	assert(mm7_read(out.p, out.len, NULL, &back, &err) == 0);
	assert(back.nfailed == 3);
	assert(strcmp(back.v[MM7_STATUS_CODE], "1100") == 0);
	assert(strcmp(back.failed[0].addr.text, "+471") == 0);
	assert(strcmp(back.failed[0].status_code, "2003") == 0);
	assert(strcmp(back.failed[0].status_text, "not found") == 0);
	assert(back.failed[1].addr.kind == MM7_RFC2822);
	assert(!back.failed[1].status_code && !back.failed[1].status_text);
	assert(strcmp(back.failed[2].status_code, "3500") == 0);
	mm7_release(&back);
	buf_free(&out);
}

/* SOAP 1.1, 4.4: faultcode, faultstring, detail. */
static void
t_fault(void)
{
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m, back;

	make(&m, MM7_VASP_ERROR_RSP, releases[3], 0);
	m.v[MM7_STATUS_CODE] = "3000";
	assert(mm7_write(&m, &out, &err) == 0);
	assert(strstr(buf_cstr(&out), "<faultcode>env:Server</faultcode>"
	    "<faultstring>ok</faultstring><detail><mm7:VASPErrorRsp"));
	assert(mm7_read(out.p, out.len, NULL, &back, &err) == 0);
	assert(back.fault && back.op == MM7_VASP_ERROR_RSP);
	assert(strcmp(back.v[MM7_STATUS_CODE], "3000") == 0);
	mm7_release(&back);
	buf_free(&out);
}

static void
t_refused(void)
{
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m;

	make(&m, MM7_SUBMIT_REQ, releases[0], 0);
	m.recipients[MM7_TO].n = 0;
	buf_str(&out, "before");
	assert(mm7_write(&m, &out, &err) < 0);
	assert(strcmp(buf_cstr(&out), "before") == 0);
	assert(strstr(err.text, "Recipients is missing"));
	make(&m, MM7_CANCEL_REQ, releases[0], 0);
	m.v[MM7_MESSAGE_ID] = NULL;
	assert(mm7_write(&m, &out, &err) < 0);
	make(&m, MM7_CANCEL_REQ, releases[0], 0);
	m.extra = "<a>";
	assert(mm7_write(&m, &out, &err) < 0);
	m.extra = "</x><x>";	/* closes what it does not open */
	assert(mm7_write(&m, &out, &err) < 0);
	m.extra = "<a b='c'/>";
	buf_reset(&out);
	assert(mm7_write(&m, &out, &err) == 0);
	assert(strstr(buf_cstr(&out), "<a b='c'/></mm7:CancelReq>"));
	buf_free(&out);
}

/* XML 1.0, 2.2: most control characters are none of it. */
static void
t_controls(void)
{
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	struct mm7_msg m;

	make(&m, MM7_SUBMIT_REQ, releases[0], 0);
	m.v[MM7_SUBJECT] = "a\x01" "b\xff";
	assert(mm7_write(&m, &out, &err) == 0);
	assert(strstr(buf_cstr(&out), "a\xef\xbf\xbd" "b\xef\xbf\xbd<"));
	buf_free(&out);
}

static const struct tap_test tests[] = {
	{ "each operation in each release is valid", t_valid },
	{ "each way to write prefixes reads back", t_dialects },
	{ "what only Release 6 has is left out before it", t_releases },
	{ "a version is never missing", t_version },
	{ "each who was refused keeps his status", t_partly },
	{ "an error goes in a Fault", t_fault },
	{ "what is missing, or no XML, is refused", t_refused },
	{ "characters that XML has not become U+FFFD", t_controls },
};
TAP_MAIN(tests)
