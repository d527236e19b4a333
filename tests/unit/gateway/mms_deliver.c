/*
 * MM7 to mail by RFC 4356, 2.1.3 and 2.1.4, read back by Python's email package;
 * reports by RFC 3464 and RFC 8098.
 */
#include "mms_kit.h"

#include "gateway/mms/deliver.h"
#include "gateway/mms/report.h"
#include "gateway/sms/sms2mail.h"
#include "record/record.h"

static const char options[] = "mm7_serv {\n"
    "MM7_Server_Default_Email_From_Domain = \"mms.example\"\n"
    "MM7_Server_Default_Email_To_Domain = \"box.example\"\n}\n";

static struct mm7_addr to[] = { { .kind = MM7_SHORT_CODE, .text = "28444" } };
static struct related_part gif = { .type = "image/gif", .name = "a.gif",
    .id = "a", .data = (const uint8_t *)"GIF89a", .n = 6 };
static struct related_part txt = { .type = "text/plain", .charset = "utf-16",
    .id = "t", .data = (const uint8_t *)"\xff\xfeh\0\xf6\0", .n = 6 };
static const char smil_text[] = "<smil><body><par><img src=\"cid:a\"/>"
    "<text src=\"cid:t\"/></par></body></smil>";
static struct related_part smil = { .type = "application/smil", .id = "s",
    .data = (const uint8_t *)smil_text, .n = sizeof smil_text - 1 };

static struct mm7_msg
message(void)
{
	struct mm7_msg m = { .op = MM7_DELIVER_REQ,
		.sender = { .kind = MM7_NUMBER, .text = "+15551234567" } };

	m.recipients[MM7_TO] = (struct mm7_addrs){ to, 1 };
	m.v[MM7_TRANSACTION_ID] = "t1";
	m.v[MM7_LINKED_ID] = "abc-1";
	m.v[MM7_TIME_STAMP] = "2025-11-24T16:00:00Z";
	return m;
}

static struct buf mail;
static struct mms_envelope_out e;

/* Static, until the next. */
static const char *
deliver(const char *config, const struct mm7_msg *m, struct related_part *parts,
    size_t n, const char *headers)
{
	struct config *c = mms_config(config);
	struct mms_context ctx = { .view = config_view(c, NULL, NULL, NULL),
		.host = "gw.example", .peer = "192.0.2.1", .id = "id1",
		.now_ms = INT64_C(1764000060000) };
	struct related r = { .parts = parts, .nparts = n };
	int rc;

	buf_reset(&mail);
	rc = mms_deliver_mail(m, &r, &ctx, &mail, &e, &mms_err);
	config_free(c);
	return rc < 0 ? NULL : mms_judge(&mail, headers);
}

static void
t_parts(void)
{
	struct related_part parts[] = { smil, gif, txt };
	struct related_part missing[] = { smil, txt };
	struct mm7_msg m = message();
	char with[500];

	mms_same(deliver(options, &m, parts, 3, "From"),
	    "From: +15551234567@mms.example\nmultipart/mixed\n"
	    "text/plain - 'h\xc3\xb6\\n'\n"
	    "image/gif a.gif 6 1ac2109d47dbc72551f71df89d01ed18\n");
	mms_envelope_release(&e);
	mms_same(deliver(options, &m, missing, 2, ""),
	    "multipart/mixed\ntext/plain - 'h\xc3\xb6\\n'\n"
	    "text/plain - '[cid:a is missing]\\n'\n");
	mms_envelope_release(&e);
	snprintf(with, sizeof with, "%s\nMM7_Mail_Form = related\n", options);
	mms_same(deliver(with, &m, parts, 3, ""),
	    "multipart/related\n"
	    "application/smil smil1.smil 74 ed5d7ffab718c00150b132965cfa2853\n"
	    "image/gif a.gif 6 1ac2109d47dbc72551f71df89d01ed18\n"
	    "text/plain - 'h\xc3\xb6\\n'\n");
	mms_envelope_release(&e);
}

static void
t_headers(void)
{
	struct related_part parts[] = { txt };
	struct mm7_msg m = message();
	const char *says;
	char id[64];

	m.v[MM7_PRIORITY] = "High";
	m.v[MM7_SUBJECT] = "Gr\xc3\xbc\xc3\x9f" "e";
	m.v[MM7_PREVIOUSLY_SENT_BY] = "+15557654321";
	m.v[MM7_PREVIOUSLY_SENT_TIME] = "2025-11-24T15:00:00Z";
	says = deliver(options, &m, parts, 1, "Received From To Subject Date "
	    "Message-ID Importance Resent-From Resent-Date X-Mms-Linked-ID "
	    "X-Mms-Transaction-ID Auto-Submitted");
	mms_same(says,
	    "Received: from 192.0.2.1 by gw.example with MMS id id1; "
	    "Mon, 24 Nov 2025 16:01:00 +0000\n"
	    "From: +15551234567@mms.example\nTo: 28444@box.example\n"
	    "Subject: Gr\xc3\xbc\xc3\x9f" "e\n"
	    "Date: Mon, 24 Nov 2025 16:00:00 +0000\n"
	    "Message-ID: <mms.id1.6162632d31@mms.example>\n"
	    "Importance: high\nResent-From: +15557654321@mms.example\n"
	    "Resent-Date: Mon, 24 Nov 2025 15:00:00 +0000\n"
	    "X-Mms-Linked-ID: abc-1\nX-Mms-Transaction-ID: t1\n"
	    "text/plain - 'h\xc3\xb6\\n'\n");
	mms_same(e.sender, "+15551234567@mms.example");
	mms_envelope_release(&e);
	assert(mms_linked_id("<mms.id1.6162632d31@mms.example>", id,
	    sizeof id) == 5);
	mms_same(id, "abc-1");
	m.v[MM7_MESSAGE_CLASS] = "Auto";
	says = deliver(options, &m, parts, 1, "Auto-Submitted Precedence");
	assert(strstr(says, "Auto-Submitted: auto-generated\nPrecedence: bulk\n"));
	mms_same(e.sender, "");
	mms_envelope_release(&e);
}

static void
t_addresses(void)
{
	static struct mm7_addr many[] = {
		{ .kind = MM7_NUMBER, .text = "+15550000001" },
		{ .kind = MM7_NUMBER, .text = "004915550000002" },
		{ .kind = MM7_RFC2822, .text = "bob@y.example",
		  .display_only = 1 },
		{ .kind = MM7_RFC2822, .text = "ann@y.example" },
	};
	struct related_part parts[] = { txt };
	struct mm7_msg m = message();
	const char *says;
	char with[500];

	m.recipients[MM7_TO] = (struct mm7_addrs){ many, 3 };
	m.recipients[MM7_CC] = (struct mm7_addrs){ many + 3, 1 };
	m.recipients[MM7_BCC] = (struct mm7_addrs){ to, 1 };
	says = deliver(options, &m, parts, 1, "To Cc Bcc");
	mms_same(says, "To: +15550000001@box.example, "
	    "+4915550000002@box.example, bob@y.example\nCc: ann@y.example\n"
	    "text/plain - 'h\xc3\xb6\\n'\n");
	assert(e.nto == 4);
	mms_same(e.to[2], "ann@y.example");
	mms_same(e.to[3], "28444@box.example");
	mms_envelope_release(&e);

	snprintf(with, sizeof with, "mm7_serv {\n"
	    "MM7_Server_Default_Email_From_Address = \"mms@x.example\"\n"
	    "MM7_Server_Default_Email_To_Address = \"desk@x.example\"\n}\n");
	says = deliver(with, &m, parts, 1, "From To Cc");
	mms_same(says, "From: +15551234567 <mms@x.example>\n"
	    "To: desk@x.example, bob@y.example\nCc: ann@y.example\n"
	    "text/plain - 'h\xc3\xb6\\n'\n");
	assert(e.nto == 2);
	mms_envelope_release(&e);
	m.sender.kind = MM7_ADDR_NONE;
	assert(!deliver(options, &m, parts, 1, ""));
	assert(mms_err.sysexit == EX_DATAERR);
	mms_envelope_release(&e);
}

/* Every field with an end of line and a header behind it: there is none. */
static void
t_injection(void)
{
	static const char evil[] = "x\r\nBcc: evil@e.example\r\n\r\nbody\n.\n";
	static const char word[] = "=?utf-8?q?a=0ABcc:_evil@e.example?=";
	struct related_part part = { .type = "image/gif\r\nX-Evil: 1",
		.name = "a\"\r\nX-Evil: 1", .id = "i>\r\nX-Evil: 1",
		.location = "l\r\nX-Evil: 1", .data = gif.data, .n = gif.n };
	struct related_part named = { .type = "image/gif", .name = word,
		.data = gif.data, .n = gif.n };
	struct mm7_addr bad = { .kind = MM7_RFC2822, .text = evil };
	struct related_part parts[] = { part, txt, named };
	struct mm7_msg m = message();
	const char *says, *value[] = { evil, word };
	size_t f, k, i;

	for (k = 0; k < 2; k++) {
		for (f = 0; f < MM7_FIELDS; f++)
			m.v[f] = value[k];
		bad.text = value[k];
		m.sender = bad;
		m.recipients[MM7_TO] = (struct mm7_addrs){ &bad, 1 };
		m.recipients[MM7_CC] = (struct mm7_addrs){ &bad, 1 };
		says = deliver(options, &m, parts, 3, "Bcc X-Evil From To Cc");
		/* the two may stand in a file's name, on one line */
		assert(says && !strstr(says, "\nBcc:") &&
		    strncmp(says, "Bcc:", 4) != 0 && !strstr(says, "\nX-Evil:"));
		assert(strncmp(says, "From: ", 6) == 0);
		assert(!strstr(says, "evil@e.example\n"));
		/* no line of the mail but in an encoded word or folded */
		for (i = 0; i + 5 < mail.len; i++)
			assert(memcmp(mail.p + i, "\nBcc:", 5) != 0 &&
			    memcmp(mail.p + i, "\nX-Ev", 5) != 0);
		mms_envelope_release(&e);
	}
}

/* ---- reports */

#define MAIL "\"mail\":{\"envelope_from\":\"ann@x.example\",\"from\":" \
	"\"ann@x.example\",\"subject\":\"Hi\",\"message_id\":\"m1@x.example\"," \
	"\"disposition_notification_to\":\"ann@x.example\"}"
static const char original[] = "{\"type\":\"submit\",\"id\":\"i1\",\"domain\":"
    "\"mms.example.com\",\"to\":[\"15551234567\",\"15551234568\"],\"mms\":{},"
    MAIL "}";

static int
report(const char *config, enum mm7_op op, const char *status,
    struct sms2mail_out *out)
{
	struct config *c = mms_config(config);
	struct mms_context ctx = { .id = "x", .now_ms = INT64_C(1764000000000) };
	struct mm7_msg m = { .op = op,
		.recipient = { .kind = MM7_NUMBER, .text = "15551234568" } };
	struct buf line = BUF_INIT;
	struct json_reader *reader = json_reader_new();
	struct sms2mail s = { .config = c, .scratch = json_reader_new(),
		.host = "gw.example" };
	struct record rec;
	int rc;

	m.v[MM7_MESSAGE_ID] = "c1";
	m.v[MM7_MM_STATUS] = status;
	m.v[MM7_STATUS_TEXT] = "so it is";
	buf_reset(&mail);
	out->mail = &mail;
	assert(mms_report_record(&m, &ctx, original, sizeof original - 1,
	    &line) == 0);
	assert(record_read(reader, line.p, line.len, &rec, &mms_err) == 0);
	assert(!rec.wrong);
	mms_same(record_str(&rec, REC_ID), "i1");
	rc = sms2mail(&s, &rec, 0, out, &mms_err);
	if (rc < 0)
		fprintf(stderr, "# %s\n", mms_err.text);
	json_reader_free(s.scratch);
	json_reader_free(reader);
	buf_free(&line);
	config_free(c);
	return rc;
}

static void
t_dsn(void)
{
	/* mm7.md, 3: MMStatus to action and status */
	static const struct { const char *status, *action, *code; } rows[] = {
		{ "Retrieved", "delivered", "2.0.0" },
		{ "Expired", "failed", "4.4.7" },
		{ "Rejected", "failed", "5.7.1" },
		{ "Unrecognised", "failed", "5.6.1" },
		{ "Unreachable", "failed", "4.4.1" },
		{ "Forwarded", "relayed", "2.0.0" },
		{ "Indeterminate", "relayed", "2.0.0" },
		{ "Deferred", NULL, NULL },
	};
	static struct sms2mail_out out;
	char field[100];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc = report("", MM7_DELIVERY_REPORT_REQ, rows[i].status, &out);

		printf("# %s %d\n", rows[i].status, rc);
		assert(rc == (rows[i].action != NULL));
		if (!rc)
			continue;
		snprintf(field, sizeof field, "\nAction: %s\nStatus: %s\n",
		    rows[i].action, rows[i].code);
		if (!strstr(buf_cstr(&mail), field))
			fprintf(stderr, "%s", buf_cstr(&mail));
		assert(strstr(buf_cstr(&mail), field));
		/* of several the one that the report is about */
		assert(strstr(buf_cstr(&mail), "\nFinal-Recipient: rfc822; "
		    "15551234568@mms.example.com\n"));
		assert(strstr(buf_cstr(&mail), "MMS to 15551234568@"));
		mms_same(out.recipient, "ann@x.example");
		mms_same(out.sender, "");
		assert(!strstr(mms_judge(&mail, "From To"), "defect"));
	}
	assert(report("MM7_Notify_Delivery_Report = none",
	    MM7_DELIVERY_REPORT_REQ, "Retrieved", &out) == 0);
	assert(report("MM7_Notify_Delivery_Report = REJECTD",
	    MM7_DELIVERY_REPORT_REQ, "Retrieved", &out) == 0);
}

static void
t_mdn(void)
{
	static struct sms2mail_out out;
	const char *says;

	assert(report("", MM7_READ_REPLY_REQ, "Read", &out) == 1);
	assert(strstr(buf_cstr(&mail), "multipart/report; "
	    "report-type=disposition-notification"));
	assert(strstr(buf_cstr(&mail), "\nDisposition: manual-action/"
	    "MDN-sent-automatically; displayed\n"));
	assert(strstr(buf_cstr(&mail),
	    "\nOriginal-Message-ID: <m1@x.example>\n"));
	assert(strstr(buf_cstr(&mail), "\nReporting-UA: gw.example; mobutils\n"));
	says = mms_judge(&mail, "To Subject");
	assert(!strstr(says, "defect"));
	assert(strstr(says, "To: ann@x.example\n"));
	mms_same(out.recipient, "ann@x.example");
	assert(report("", MM7_READ_REPLY_REQ, "Deleted", &out) == 1);
	assert(strstr(buf_cstr(&mail), "; deleted\n"));
	assert(report("", MM7_READ_REPLY_REQ, "Indeterminate", &out) == 0);
}

static const struct tap_test tests[] = {
	{ "mms: parts in order, mixed and related", t_parts },
	{ "mms: headers, and the way back for LinkedID", t_headers },
	{ "mms: addresses and the envelope", t_addresses },
	{ "mms: no field of MM7 can make a header", t_injection },
	{ "mms: delivery reports as DSN", t_dsn },
	{ "mms: read replies as MDN", t_mdn },
};

TAP_MAIN(tests)
