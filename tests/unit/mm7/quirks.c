/*
 * What is sent to us and is none of the specification.  The list of quirks and
 * of what is to be made of each: shared/spec/mm7.md, section 8; of an address
 * section 5.  Written here, after no message in particular.
 */
#include "mm7/soap.h"
#include "tap.h"


static struct mm7_msg m;
static struct diag_err err;

static int
reads(const char *xml, size_t n, const char *charset)
{
	mm7_release(&m);
	return mm7_read(xml, n, charset, &m, &err);
}

static void
has(enum mm7_field f, const char *value)
{
	if (!m.v[f] || strcmp(m.v[f], value) != 0) {
		fprintf(stderr, "%s is %s, not %s\n", mm7_field_name(f),
		    m.v[f] ? m.v[f] : "missing", value);
		assert(!"the value");
	}
}

static void
deliver(const char *inside)
{
	char xml[8192];
	int n = snprintf(xml, sizeof xml, "<e:Envelope xmlns:e=\"http://schemas"
	    ".xmlsoap.org/soap/envelope/\"><e:Header><TransactionID xmlns=\"u\">"
	    " t-1\r\n</TransactionID></e:Header><e:Body><DeliverReq xmlns=\"u\">"
	    "%s</DeliverReq></e:Body></e:Envelope>", inside);

	assert(reads(xml, (size_t)n, NULL) == 0);
	assert(m.op == MM7_DELIVER_REQ);
	has(MM7_TRANSACTION_ID, "t-1");
}

static void
body(const char *xml, enum mm7_op op)
{
	assert(reads(xml, strlen(xml), NULL) == 0);
	assert(m.op == op);
}

/* ---- XML */

static void
t_names(void)
{
	/* no namespace, urn:mm7, releases mixed, broken over a line */
	body("<Envelope><Body><SubmitRsp><MessageID>m</MessageID></SubmitRsp>"
	    "</Body></Envelope>", MM7_SUBMIT_RSP);
	has(MM7_MESSAGE_ID, "m");
	assert(strcmp(m.dialect.ns, "") == 0);
	body("<e:Envelope xmlns:e='x'><e:Body><SubmitRsp xmlns='http://a/\n"
	    "  b'><MessageID xmlns='urn:mm7'>m</MessageID></SubmitRsp></e:Body>"
	    "</e:Envelope>", MM7_SUBMIT_RSP);
	has(MM7_MESSAGE_ID, "m");
	/* a prefix that nobody declared; two colons */
	body("<s:Envelope><s::Header/><s:Body><m:SubmitRsp><m:MessageID>m"
	    "</m:MessageID></m:SubmitRsp></s:Body></s:Envelope>",
	    MM7_SUBMIT_RSP);
	has(MM7_MESSAGE_ID, "m");
	/* in front of it all, and between */
	body("\r\n<?xml version='1.0'?><!-- c --><Envelope><Body><!-- c -->"
	    "<MM7VASPErrorRsp><Status><StatusCode> 4004 </StatusCode></Status>"
	    "</MM7VASPErrorRsp></Body></Envelope>", MM7_VASP_ERROR_RSP);
	has(MM7_STATUS_CODE, "4004");
	assert(!m.fault);
}

/* Prefixes that an answer could not be written with. */
static void
t_prefixes(void)
{
	body("<e:Envelope><xmlns:SubmitRsp/></e:Envelope>", MM7_SUBMIT_RSP);
	assert(strcmp(m.dialect.prefix, "") == 0);
	body("<e:Envelope><1:SubmitRsp/><SubmitRsp/></e:Envelope>",
	    MM7_SUBMIT_RSP);
	assert(strcmp(m.dialect.prefix, "") == 0);
}

static void
t_markup(void)
{
	deliver("<Subject>Tom & Jerry</Subject>");
	assert(strstr(m.v[MM7_SUBJECT], "Tom") &&
	    strstr(m.v[MM7_SUBJECT], "Jerry"));
	deliver("<Subject>1 < 2</Subject><Priority>high</Priority>");
	has(MM7_PRIORITY, "High");
	deliver("<Subject>\xe2\x80\x9cquoted\xe2\x80\x9d</Subject>");
	has(MM7_SUBJECT, "\xe2\x80\x9cquoted\xe2\x80\x9d");
	deliver("<Odd><Odder/></Odd><Subject><![CDATA[a<b]]></Subject>");
	has(MM7_SUBJECT, "a<b");
	deliver("<Subject>two\r\n  lines\x09x</Subject>");
	has(MM7_SUBJECT, "two lines x");
}

/* XML 1.0, 2.2: NUL is no character.  What stands behind it is not dropped. */
static void
t_nul(void)
{
	static const char xml[] = "<Envelope><SubmitRsp><MessageID>1\0002"
		"</MessageID></SubmitRsp></Envelope>";

	assert(reads(xml, sizeof xml - 1, NULL) < 0 && err.sysexit == 65);
	/* at the end it is a string's of C */
	deliver("<Subject>x</Subject>");
	assert(reads("<Envelope><SubmitRsp/></Envelope>\0", 34, NULL) == 0);
}

static void
refused(const char *xml, size_t n, const char *charset)
{
	assert(reads(xml, n, charset) < 0);
	assert(err.sysexit == 65);
	assert(strstr(err.text, "document type"));
}

/* SOAP 1.1, 3: no DTD, under whatever octets it hides. */
static void
t_dtd(void)
{
	static const char xml[] = "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY"
		" a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><Envelope><SubmitRsp>"
		"<MessageID>&b;</MessageID></SubmitRsp></Envelope>";
	static const char outside[] = "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"
		"<Envelope><SubmitRsp/></Envelope>";
	static const char junk[] = "\r\n-- \x01 junk <!-- c --><?x y?><!DOCTYPE "
		"x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'>%p;]><Envelope>"
		"<SubmitRsp/></Envelope>";
	char wide[2 * sizeof xml + 2];
	size_t i, n = sizeof xml - 1;

	refused(xml, n, NULL);
	refused(outside, sizeof outside - 1, NULL);
	refused(junk, sizeof junk - 1, NULL);
	for (i = 0; i < n; i++) {
		wide[2 * i] = '\0';
		wide[2 * i + 1] = xml[i];
	}
	refused(wide, 2 * n, "utf-8");
	for (i = 0; i < n; i++) {
		wide[2 * i + 2] = xml[i];
		wide[2 * i + 3] = '\0';
	}
	memcpy(wide, "\xff\xfe", 2);
	refused(wide, 2 * n + 2, NULL);
}

/* ---- charsets */

static void
subject_is(const char *declared, const char *label, const char *octets,
    const char *value)
{
	char xml[512];

	snprintf(xml, sizeof xml, "<?xml version=\"1.0\" encoding=\"%s\"?>"
	    "<Envelope><DeliverReq><Subject>%s</Subject></DeliverReq>"
	    "</Envelope>", declared, octets);
	assert(reads(xml, strlen(xml), label) == 0);
	has(MM7_SUBJECT, value);
}

/* Octets by python3: "中文".encode("gbk"), "한글".encode("euc-kr"). */
static void
t_charsets(void)
{
	static const char zh[] = "\xe4\xb8\xad\xe6\x96\x87",
		ko[] = "\xed\x95\x9c\xea\xb8\x80";

	subject_is("utf-16", NULL, zh, zh);
	subject_is("GB2312", "utf-8", zh, zh);
	subject_is("euc-kr", NULL, ko, ko);
	subject_is("GB2312", "utf-8", "\xd6\xd0\xce\xc4", zh);
	subject_is("euc-kr", NULL, "\xc7\xd1\xb1\xdb", ko);
	subject_is("utf-8", NULL, "\xd6\xd0\xce\xc4", zh);
	/* and what no Chinese would write: windows-1252 */
	subject_is("utf-8", NULL, "M\xfcller \x80", "M\xc3\xbcller \xe2\x82\xac");
	/* says utf-16, and has an even number of octets as that has */
	subject_is("utf-16", "utf-16", "\xd6\xd0", "\xe4\xb8\xad");
	subject_is("utf-16", "utf-16", "\xd6\xd0x", "\xe4\xb8\xadx");
	/* curly quotes */
	subject_is("utf-8", NULL, "\x93" "a\x94", "\xe2\x80\x9c" "a\xe2\x80"
	    "\x9d");
	subject_is("none-such", "nor-this", "\xe9t\xe9", "\xc3\xa9t\xc3\xa9");
}

static void
t_utf16(void)
{
	static const char xml[] = "<?xml version='1.0' encoding='utf-8'?>"
		"<Envelope><DeliverReq><Subject>hi</Subject></DeliverReq>"
		"</Envelope>";
	char wide[2 * sizeof xml];
	size_t i, n = sizeof xml - 1;
	int big;

	for (big = 0; big < 2; big++) {
		memset(wide, 0, sizeof wide);
		for (i = 0; i < n; i++)
			wide[2 * i + (size_t)big] = xml[i];
		assert(reads(wide, 2 * n, NULL) == 0);
		has(MM7_SUBJECT, "hi");
	}
}

/* ---- values and addresses */

static void
t_values(void)
{
	/* XML Schema 2, 3.2.7 is the form; else it is nobody's to guess */
	static const char *const dates[][2] = {
		{ "2009-05-07T08:04:05.5Z", "2009-05-07T08:04:05.5Z" },
		{ "2009-05-07t08:04:05z", "2009-05-07T08:04:05Z" },
		{ "2009-5-7 8:4", "2009-05-07T08:04:00" },
		{ "2009-05-07T08:04:05 +0200", "2009-05-07T08:04:05+02:00" },
		{ "2009-05-07T08:04:05-02", "2009-05-07T08:04:05-02:00" },
		{ "2009-05-07T08:04:05+5:30", "2009-05-07T08:04:05+05:30" },
		{ "2009-05-07 08:04:05 GMT", "2009-05-07T08:04:05Z" },
		{ "2009-05-07T08:04:05 MESZ", "2009-05-07T08:04:05 MESZ" },
		{ "2009-13-07T08:04:05Z", "2009-13-07T08:04:05Z" },
		{ "2009-05-00T08:04:05Z", "2009-05-00T08:04:05Z" },
		{ "07.05.2009", "07.05.2009" }, { "P1D", "P1D" },
	};
	char xml[200];
	size_t i;

	deliver("<Priority>HIGH</Priority><TimeStamp>2009-5-7 8:04:05"
	    "</TimeStamp><ReplyChargingID> a  b </ReplyChargingID>");
	has(MM7_PRIORITY, "High");
	has(MM7_TIME_STAMP, "2009-05-07T08:04:05");
	has(MM7_REPLY_CHARGING_ID, "a  b");
	for (i = 0; i < sizeof dates / sizeof *dates; i++) {
		snprintf(xml, sizeof xml, "<TimeStamp>%s</TimeStamp>",
		    dates[i][0]);
		deliver(xml);
		has(MM7_TIME_STAMP, dates[i][1]);
	}
	body("<Envelope><SubmitReq><DeliveryReport>True</DeliveryReport>"
	    "<ReadReply>0</ReadReply><MessageClass>auto</MessageClass>"
	    "</SubmitReq></Envelope>", MM7_SUBMIT_REQ);
	has(MM7_DELIVERY_REPORT, "true");
	has(MM7_READ_REPLY, "false");
	has(MM7_MESSAGE_CLASS, "Auto");
}

static void
sender_is(const char *xml, enum mm7_addr_kind kind, const char *text)
{
	deliver(xml);
	assert(m.sender.kind == kind);
	assert(strcmp(m.sender.text, text) == 0);
}

static void
t_addresses(void)
{
	sender_is("<Sender>+4712345678</Sender>", MM7_NUMBER, "+4712345678");
	sender_is("<Sender> 1234 </Sender>", MM7_SHORT_CODE, "1234");
	sender_is("<Sender>a@b.example</Sender>", MM7_RFC2822, "a@b.example");
	sender_is("<Sender><SenderAddress><Number>47</Number></SenderAddress>"
	    "</Sender>", MM7_NUMBER, "47");
	sender_is("<Sender><Number>+47/type=plmn</Number></Sender>",
	    MM7_NUMBER, "+47");
	sender_is("<Sender><ShortCode>88/TYPE=PLMN</ShortCode></Sender>",
	    MM7_SHORT_CODE, "88");
	sender_is("<Sender><RFC2822Address>+4712345678/TYPE=PLMN@h.example"
	    "</RFC2822Address></Sender>", MM7_NUMBER, "+4712345678");
	sender_is("<SenderIdentification><SenderAddress><Number>47</Number>"
	    "</SenderAddress></SenderIdentification>", MM7_NUMBER, "47");
}

static void
t_recipients(void)
{
	deliver("<Recipients><To><Number>1</Number><Number displayOnly='True'>2"
	    "</Number><RFC2822Address>a@b</RFC2822Address></To><Bcc><ShortCode>"
	    "3</ShortCode></Bcc></Recipients>");
	assert(m.recipients[MM7_TO].n == 3 && m.recipients[MM7_BCC].n == 1);
	assert(m.recipients[MM7_TO].a[1].display_only);
	/* nothing but its type is nobody */
	deliver("<Sender><Number>/TYPE=PLMN</Number></Sender><Recipients><To>"
	    "<ShortCode>/type=plmn</ShortCode></To></Recipients>");
	assert(!m.sender.kind && !m.recipients[MM7_TO].n);
	/* bare, as before 5.2 */
	deliver("<Recipients><To>10085</To></Recipients>");
	assert(m.recipients[MM7_TO].n == 1);
	assert(strcmp(m.recipients[MM7_TO].a[0].text, "10085") == 0);
	/* of a report: Recipients for Recipient */
	body("<Envelope><ReadReplyReq><Recipients><To><Number>47</Number></To>"
	    "</Recipients><MMStatus>read</MMStatus></ReadReplyReq></Envelope>",
	    MM7_READ_REPLY_REQ);
	assert(strcmp(m.recipient.text, "47") == 0);
	has(MM7_MM_STATUS, "Read");
}

/* The schema's forms of what was sent on, the last one by its sequence; and as
   bare text. */
static void
t_previous(void)
{
	deliver("<Previouslysentby><UserAgent sequence='2'><RFC2822Address>b@c"
	    "</RFC2822Address></UserAgent><UserAgent sequence='1'><Number>1"
	    "</Number></UserAgent></Previouslysentby>"
	    "<Previouslysentdateandtime><DateTime>2009-5-7T8:4:5Z</DateTime>"
	    "<DateTime>2009-05-08T08:04:05Z</DateTime>"
	    "</Previouslysentdateandtime>");
	has(MM7_PREVIOUSLY_SENT_BY, "b@c");
	has(MM7_PREVIOUSLY_SENT_TIME, "2009-05-08T08:04:05Z");
	deliver("<Previouslysentby>+47/TYPE=PLMN</Previouslysentby>");
	has(MM7_PREVIOUSLY_SENT_BY, "+47");
}

/* In wrappers of their own making; what stands outside them comes first.  And
   what is the sender's own is not ours. */
static void
t_wrappers(void)
{
	deliver("<Info><Subject>in</Subject><More><Priority>low</Priority>"
	    "<Recipients><To><Number>1</Number></To></Recipients></More></Info>"
	    "<Subject>out</Subject><Sender><SenderAddress><Number>+47</Number>"
	    "</SenderAddress></Sender>");
	has(MM7_SUBJECT, "out");
	has(MM7_PRIORITY, "Low");
	assert(m.recipients[MM7_TO].n == 1);
	assert(strcmp(m.sender.text, "+47") == 0);
	deliver("<Info><Recipients><To><Number>9</Number></To></Recipients>"
	    "</Info><Recipients><To><Number>1</Number></To><Cc><Number>2"
	    "</Number></Cc></Recipients>");
	assert(m.recipients[MM7_TO].n == 1 && m.recipients[MM7_CC].n == 1);
	assert(strcmp(m.recipients[MM7_TO].a[0].text, "1") == 0);
	deliver("<Extension><Subject>no</Subject></Extension><MessageExtraData>"
	    "<element><key>Subject</key><value>no</value></element>"
	    "</MessageExtraData><AdditionalInformation href='cid:no'/>");
	assert(!m.v[MM7_SUBJECT] && !m.v[MM7_CONTENT_HREF]);
}

/* ---- faults */

static void
t_faults(void)
{
	static const char *const forms[] = {
		"<e:Envelope xmlns:e='x'><e:Body><e:Fault><e:faultcode>Client"
		"</e:faultcode><e:detail><RSErrorRsp><Status><StatusCode>4006"
		"</StatusCode></Status></RSErrorRsp></e:detail></e:Fault>"
		"</e:Body></e:Envelope>",
		"<Envelope><Fault><faultcode>Server</faultcode><Detail>"
		"<RSErrorRsp><Status><StatusCode>4006</StatusCode></Status>"
		"</RSErrorRsp></Detail></Fault></Envelope>",
	};
	size_t i;

	for (i = 0; i < sizeof forms / sizeof *forms; i++) {
		body(forms[i], MM7_RS_ERROR_RSP);
		assert(m.fault && !m.v[MM7_TRANSACTION_ID]);
		has(MM7_STATUS_CODE, "4006");
	}
	/* nothing of MM7 in it, and so no code */
	body("<Envelope><Fault><faultstring>no</faultstring></Fault>"
	    "</Envelope>", MM7_RS_ERROR_RSP);
	assert(m.fault && !m.v[MM7_STATUS_CODE]);
	has(MM7_STATUS_TEXT, "no");
}

/* ---- what is too much */

static void
t_limits(void)
{
	enum { BIG = 1 << 20 };
	char *big = malloc(BIG + 1);
	size_t n = 0;
	int i;

	assert(big);
	for (i = 0; i < 500; i++)
		n += (size_t)sprintf(big + n, "<Envelope>");
	assert(reads(big, n, NULL) < 0 && strstr(err.text, "deep"));
	n = (size_t)sprintf(big, "<Envelope>");
	while (n < BIG - 10)
		n += (size_t)sprintf(big + n, "<a/>");
	assert(reads(big, n, NULL) < 0 && strstr(err.text, "many"));
	assert(reads(big, BIG + 1, NULL) < 0 && strstr(err.text, "octets"));
	/* libxml2 compares each attribute with all before it: minutes */
	for (n = (size_t)sprintf(big, "<Envelope><SubmitRsp"), i = 0;
	    n < BIG - 20; i++)
		n += (size_t)sprintf(big + n, " a%d='1'", i);
	n += (size_t)sprintf(big + n, "/>");
	assert(reads(big, n, NULL) < 0 && strstr(err.text, "attributes"));
	for (n = (size_t)sprintf(big, "<Envelope><SubmitRsp"), i = 0; i < 65;
	    i++)
		n += (size_t)sprintf(big + n, " a%d='1'", i);
	n += (size_t)sprintf(big + n, "/></Envelope>");
	assert(reads(big, n, NULL) < 0 && strstr(err.text, "attributes"));
	n = (size_t)sprintf(big, "<Envelope><SubmitRsp><StatusText>");
	memset(big + n, '&', BIG - n);
	assert(reads(big, BIG, NULL) < 0 && strstr(err.text, "no XML"));
	assert(reads("", 0, NULL) < 0);
	assert(reads("<html><body>502</body></html>", 29, NULL) < 0);
	/* an id to answer by, though there is no operation */
	assert(reads("<E><TransactionID>x</TransactionID></E>", 39, NULL) < 0);
	has(MM7_TRANSACTION_ID, "x");
	free(big);
}

/* Any octet changed, doubled or lost: an answer, and one that can be released.
   The same each time; sanitizers look on. */
static void
t_mutations(void)
{
	static const char xml[] = "<?xml version='1.0' encoding='GB2312'?>"
		"<e:Envelope xmlns:e='x'><e:Header><TransactionID>1"
		"</TransactionID></e:Header><e:Body><DeliverReq xmlns='u'>"
		"<Sender><Number id='1'>+47/TYPE=PLMN</Number></Sender>"
		"<Recipients><To><Number>1</Number></To></Recipients>"
		"<TimeStamp>2009-5-7T8:0:0Z</TimeStamp><Subject>\xd6\xd0&amp;"
		"</Subject><Content href='cid:x'/></DeliverReq></e:Body>"
		"</e:Envelope>";
	static const char odd[] = "<>&;:'\"/!?[]-= \r\n\x00\x80\xff\xfe" "a1";
	char copy[sizeof xml];
	unsigned seed = 1;
	size_t n, at;
	int i, k;

	for (i = 0; i < 20000; i++) {
		memcpy(copy, xml, n = sizeof xml - 1);
		for (k = i % 6; k >= 0; k--) {
			seed = seed * 1103515245u + 12345u;
			at = (seed >> 8) % n;
			copy[at] = odd[(seed >> 20) % (sizeof odd - 1)];
		}
		if (i % 3 == 0)
			n = (seed >> 9) % n;
		if (reads(copy, n, NULL) == 0)
			assert(m.op != MM7_NONE && m.dialect.ns);
		else
			assert(err.sysexit == 65 && *err.text);
	}
}

static const struct tap_test tests[] = {
	{ "namespaces, prefixes, names that are another's", t_names },
	{ "a prefix that cannot be written is not answered with", t_prefixes },
	{ "stray markup, comments, line ends", t_markup },
	{ "a NUL is refused", t_nul },
	{ "a DTD is refused, in any encoding", t_dtd },
	{ "the octets decide about the charset", t_charsets },
	{ "UTF-16 without a mark, declared utf-8", t_utf16 },
	{ "enumerations, booleans and dates get the schema's form", t_values },
	{ "each form of an address", t_addresses },
	{ "each form of recipients", t_recipients },
	{ "who sent it before", t_previous },
	{ "wrappers and extensions", t_wrappers },
	{ "each form of a Fault", t_faults },
	{ "too deep, too many, too big, nothing at all", t_limits },
	{ "mutations", t_mutations },
};
TAP_MAIN(tests)
