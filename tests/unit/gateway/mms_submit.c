/*
 * Mail and records to SubmitReq.  Fields: RFC 4356, 2.1.3 and 3GPP TS 23.140,
 * 8.7.1; codes: RFC 3463; what a status means: TS 23.140, 8.7.9.3.
 */
#include "mms_kit.h"

#include "gateway/mms/result.h"
#include "gateway/mms/serve.h"
#include "gateway/mms/submit.h"
#include "record/record.h"

#define HEAD "From: Ann <ann@x.example>\nTo: 15551234567@mms.example.com\n" \
	"Subject: Hi\nMessage-ID: <m1@x.example>\n" \
	"Date: Mon, 24 Nov 2025 16:00:00 +0000\n"
#define DOMAIN "domain \"mms.example.com\" { MM7_MMSC_Server = x "

static struct config *config;
static struct mail *mail;
static struct mms_submit s;
static const char *const one[] = { "15551234567@mms.example.com" };

/* 0, or -1 and mms_err. */
static int
submit(const char *options, const char *text, const char *sender,
    const char *const *to, size_t nto)
{
	char conf[2000];
	struct mms_envelope e = { .sender = sender };

	snprintf(conf, sizeof conf, DOMAIN "\n%s\n}\n", options);
	config = mms_config(conf);
	e.config = config;
	assert(mail_read(text, strlen(text), &mail, &mms_err) == 0);
	return mms_submit_mail(&s, &e, mail, text, strlen(text), to, nto,
	    &mms_err);
}

static void
done(void)
{
	mms_submit_release(&s);
	mail_free(mail);
	config_free(config);
}

static const char *
field(enum mm7_field f)
{
	return s.msg.v[f] ? s.msg.v[f] : "";
}

/* ---- fields */

static void
t_fields(void)
{
	static const struct {
		const char *options, *headers, *sender;
		enum mm7_field field;
		const char *value;
	} rows[] = {
		{ "", "", "a@x.example", MM7_SUBJECT, "Hi" },
		{ "", "", "a@x.example", MM7_TIME_STAMP, "2025-11-24T16:00:00Z" },
		{ "", "", "a@x.example", MM7_PRIORITY, "" },
		{ "", "Importance: high\n", "a@x", MM7_PRIORITY, "High" },
		{ "", "Importance: Low\nX-Priority: 1\n", "a@x", MM7_PRIORITY, "Low" },
		{ "", "X-Priority: 1 (Highest)\n", "a@x", MM7_PRIORITY, "High" },
		{ "", "X-Priority: 5\n", "a@x", MM7_PRIORITY, "Low" },
		{ "", "X-Priority: 3\n", "a@x", MM7_PRIORITY, "" },
		{ "MM7_Priority = Low", "", "a@x", MM7_PRIORITY, "Low" },
		{ "MM7_Priority = Low", "Importance: high\n", "a@x",
		  MM7_PRIORITY, "High" },
		{ "", "Disposition-Notification-To: ann@x.example\n", "a@x",
		  MM7_READ_REPLY, "true" },
		{ "", "", "a@x", MM7_READ_REPLY, "" },
		{ "MM7_Read_Reply = true", "", "a@x", MM7_READ_REPLY, "true" },
		{ "MM7_Delivery_Report = true", "", "a@x", MM7_DELIVERY_REPORT,
		  "true" },
		{ "", "", "", MM7_MESSAGE_CLASS, "Auto" },
		{ "MM7_Message_Class = Advertisement", "", "a@x",
		  MM7_MESSAGE_CLASS, "Advertisement" },
		{ "", "Expires: Tue, 25 Nov 2025 16:00:00 +0100\n", "a@x",
		  MM7_EXPIRY_DATE, "2025-11-25T15:00:00Z" },
		{ "MM7_Expiry_Date = P2D", "", "a@x", MM7_EXPIRY_DATE, "P2D" },
		{ "", "X-Mms-Linked-ID: abc-1\n", "a@x", MM7_LINKED_ID, "abc-1" },
		/* `abc-1` in hex, as mms_deliver_mail() writes it */
		{ "", "In-Reply-To: <mms.0123.6162632d31@gw.example>\n", "a@x",
		  MM7_LINKED_ID, "abc-1" },
		{ "", "In-Reply-To: <mms.0123.61zz@gw.example>\n", "a@x",
		  MM7_LINKED_ID, "" },
		{ "", "In-Reply-To: <m0@gw.example>\n", "a@x", MM7_LINKED_ID,
		  "" },
		{ "MM7_VASPID = v\nMM7_VASID = w", "", "a@x", MM7_VASPID, "v" },
		{ "MM7_Service_Code = gold", "", "a@x", MM7_SERVICE_CODE, "gold" },
		{ "MM7_Reply_Charging = true\nMM7_Reply_Deadline = P10D", "",
		  "a@x", MM7_REPLY_DEADLINE, "P10D" },
		{ "MM7_Reply_Deadline = P10D", "", "a@x", MM7_REPLY_DEADLINE, "" },
		{ "MM7_Reply_Charging = true\nMM7_Reply_Charging_Size = 300", "",
		  "a@x", MM7_REPLY_CHARGING_SIZE, "300" },
		{ "MM7_Charged_Party = Both", "", "a@x", MM7_CHARGED_PARTY, "Both" },
		{ "MM7_Distribution_Indicator = no", "", "a@x",
		  MM7_DISTRIBUTION_INDICATOR, "false" },
		{ "MM7_Content_Class = image-rich", "", "a@x", MM7_CONTENT_CLASS,
		  "image-rich" },
		{ "", "", "a@x", MM7_CONTENT_HREF, "cid:content" },
	};
	char text[2000];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(text, sizeof text, HEAD "%s\nHello\n", rows[i].headers);
		assert(submit(rows[i].options, text, rows[i].sender, one, 1) == 0);
		if (strcmp(field(rows[i].field), rows[i].value) != 0)
			fprintf(stderr, "# row %zu: %s\n", i,
			    field(rows[i].field));
		assert(strcmp(field(rows[i].field), rows[i].value) == 0);
		done();
	}
}

static void
t_refused(void)
{
	static const struct {
		const char *headers, *to;
		const char *code;
		int sysexit;
	} rows[] = {
		{ "Sensitivity: Private\n", "15551234567@mms.example.com",
		  "5.6.0 ", EX_DATAERR },
		{ "", "x", "5.1.3 ", EX_NOUSER },
	};
	const char *to[1];
	char text[2000];
	struct buf loop = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(text, sizeof text, HEAD "%s\nHello\n", rows[i].headers);
		to[0] = rows[i].to;
		assert(submit("", text, "a@x.example", to, 1) == -1);
		assert(strncmp(mms_err.text, rows[i].code, 6) == 0);
		assert(mms_err.sysexit == rows[i].sysexit);
		done();
	}
	to[0] = "15551234567@elsewhere.example";
	assert(submit("", HEAD "\nHello\n", "a@x.example", to, 1) == -1);
	assert(mms_err.sysexit == EX_CONFIG);
	done();
	for (i = 0; i < 101; i++)
		buf_str(&loop, "Received: by x; Mon, 24 Nov 2025 16:00:00 +0000\n");
	buf_str(&loop, HEAD "\nHello\n");
	assert(submit("", buf_cstr(&loop), "a@x.example", one, 1) == -1);
	assert(strncmp(mms_err.text, "5.4.6 ", 6) == 0);
	done();
	buf_drop(&loop, strlen("Received: by x; Mon, 24 Nov 2025 16:00:00 +0000\n"));
	assert(submit("", buf_cstr(&loop), "a@x.example", one, 1) == 0);
	done();
	buf_free(&loop);
}

/* ---- recipients */

static void
addresses(char out[1000], const struct mm7_msg *m)
{
	static const char *const kinds[] = { "-", "N", "S", "R" };
	static const char *const roles[] = { "to", "cc", "bcc" };
	size_t role, i, n = 0;

	*out = '\0';
	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++) {
			const struct mm7_addr *a = &m->recipients[role].a[i];

			n += (size_t)snprintf(out + n, 1000 - n, "%s%s:%s%s%s",
			    n ? " " : "", roles[role], kinds[a->kind], a->text,
			    a->display_only ? "!" : "");
		}
}

static void
t_recipients(void)
{
	static const char text[] = "From: a@x.example\n"
	    "To: 15551234567@mms.example.com, Bob <bob@y.example>\n"
	    "Cc: +447700900123@mms.example.com\nSubject: s\n\nHello\n";
	static const char *const to[] = { "15551234567@mms.example.com",
		"447700900123@mms.example.com", "28444@mms.example.com",
		"15551234567@MMS.example.com" };
	static const struct { const char *options, *list; size_t n; } rows[] = {
		{ "", "to:N15551234567 cc:N447700900123 bcc:S28444", 4 },
		{ "MM7_Display_Recipients = true",
		  "to:N15551234567 to:Rbob@y.example! cc:N447700900123 "
		  "bcc:S28444", 4 },
		{ "MM7_Display_Recipients = true",
		  "to:N15551234567 to:Rbob@y.example! cc:N+447700900123!", 1 },
		{ "MM7_Hidden_Recipients = to\nMM7_Number_Prefix = +",
		  "to:N+15551234567 to:S28444 cc:N+447700900123", 4 },
		{ "MM7_Short_Code_Length = 0",
		  "to:N15551234567 cc:N447700900123 bcc:N28444", 4 },
	};
	char list[1000];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert(submit(rows[i].options, text, "a@x.example", to,
		    rows[i].n) == 0);
		addresses(list, mms_submit_request(&s, 0, s.nrecipients));
		mms_same(list, rows[i].list);
		done();
	}
}

/* Split by MM7_Max_Recipients; ids stay the same, and are not each other's. */
static void
t_requests(void)
{
	static const char text[] = HEAD "\nHello\n";
	static const char *const to[] = { "15551234567@mms.example.com",
		"15551234568@mms.example.com", "15551234569@mms.example.com" };
	static const char *const other_way[] = { "15551234569@mms.example.com",
		"15551234568@mms.example.com", "15551234567@mms.example.com" };
	char id[MMS_ID_SIZE], tid[MMS_ID_SIZE], list[1000];

	assert(submit("MM7_Max_Recipients = 2", text, "a@x.example", to, 3) == 0);
	assert(mms_submit_step(&s) == 2 && s.nrecipients == 3);
	addresses(list, mms_submit_request(&s, 0, 2));
	mms_same(list, "to:N15551234567 bcc:N15551234568");
	snprintf(tid, sizeof tid, "%s", s.transaction_id);
	addresses(list, mms_submit_request(&s, 2, 1));
	mms_same(list, "bcc:N15551234569");
	assert(strcmp(tid, s.transaction_id) != 0);
	assert(strlen(tid) == 32);
	mms_submit_request(&s, 0, 3);
	snprintf(tid, sizeof tid, "%s", s.transaction_id);
	memcpy(id, s.id, sizeof id);
	done();

	assert(submit("", text, "a@x.example", other_way, 3) == 0);
	assert(mms_submit_step(&s) == 3);
	mms_submit_request(&s, 0, 3);
	assert(strcmp(id, s.id) == 0 && strcmp(tid, s.transaction_id) == 0);
	done();
	assert(submit("", text, "a@x.example", to, 1) == 0);
	assert(strcmp(id, s.id) != 0);
	done();
}

static void
t_sender(void)
{
	static const struct { const char *value; enum mm7_addr_kind kind;
	    const char *text; } rows[] = {
		{ "28444", MM7_SHORT_CODE, "28444" },
		{ "+15551234567", MM7_NUMBER, "+15551234567" },
		{ "a@x.example", MM7_RFC2822, "a@x.example" },
		/* momentum.md, 5 */
		{ "<ShortCode>28444</ShortCode>", MM7_SHORT_CODE, "28444" },
		{ "<mm7:Number>1234</mm7:Number>", MM7_NUMBER, "1234" },
		{ "<RFC2822Address a='b'> a@b </RFC2822Address>", MM7_RFC2822,
		  "a@b" },
		{ "<Number/>", MM7_ADDR_NONE, NULL },
		{ "Ann", MM7_ADDR_NONE, NULL },
	};
	char options[200];
	size_t i;
	int rc;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(options, sizeof options,
		    "MM7_Sender_Address = \"%s\"", rows[i].value);
		rc = submit(options, HEAD "\nHello\n", "a@x.example", one, 1);
		assert(rc == (rows[i].text ? 0 : -1));
		if (rc < 0)
			assert(mms_err.sysexit == EX_CONFIG);
		else
			assert(s.msg.sender.kind == rows[i].kind &&
			    strcmp(s.msg.sender.text, rows[i].text) == 0);
		done();
	}
}

/* ---- records */

static int
submit_record(const char *options, const char *line)
{
	static struct json_reader *reader;
	static char conf[2000];
	struct mms_envelope e = { .domain = "mms.example.com" };
	struct record rec;

	snprintf(conf, sizeof conf, DOMAIN "\n%s\n}\n", options);
	config = mms_config(conf);
	mail = NULL;
	e.config = config;
	json_reader_free(reader);
	reader = json_reader_new();
	assert(record_read(reader, line, strlen(line), &rec, &mms_err) == 0);
	return mms_submit_record(&s, &e, &rec, &mms_err);
}

static void
t_record(void)
{
	char list[1000];
	struct buf out = BUF_INIT;

	/* "image-bytes" in base64 (RFC 4648) */
	assert(submit_record("MM7_Priority = Low",
	    "{\"id\":\"i1\",\"from\":\"28444\",\"to\":[\"+15551234567\",\"15551234568\"],"
	    "\"text\":\"Hi\",\"content\":[{\"type\":\"image/jpeg\",\"name\":"
	    "\"a b.jpg\",\"data\":\"aW1hZ2UtYnl0ZXM=\"}],\"mms\":{\"Subject\":"
	    "\"S\",\"Priority\":\"High\",\"DeliveryReport\":true,\"Bcc\":"
	    "[\"15551234569\"],\"DisplayOnly\":[\"bob@y.example\"],"
	    "\"LinkedID\":\"L\",\"TransactionID\":\"not mine\"}}") == 0);
	addresses(list, mms_submit_request(&s, 0, s.nrecipients));
	mms_same(list, "to:N+15551234567 to:N15551234568 to:Rbob@y.example! "
	    "bcc:N15551234569");
	assert(strcmp(s.id, "i1") == 0);
	mms_same(field(MM7_PRIORITY), "High");
	mms_same(field(MM7_SUBJECT), "S");
	mms_same(field(MM7_DELIVERY_REPORT), "true");
	mms_same(field(MM7_LINKED_ID), "L");
	mms_same(field(MM7_TRANSACTION_ID), "");
	mms_same(s.msg.sender.text, "28444");
	assert(s.content.n == 3 && s.content.smil);
	mms_same(s.content.part[2].name, "a_b.jpg");
	assert(s.content.part[2].n == 11 &&
	    memcmp(s.content.part[2].data, "image-bytes", 11) == 0);
	mms_submit_write(&out, &s);
	record_close(&out);
	assert(strstr(buf_cstr(&out), "\"to\":[\"+15551234567\",\"15551234568\"]"));
	buf_free(&out);
	done();

	/* a type is no way into the MIME headers (RFC 2045, 5.1) */
	assert(submit_record("", "{\"to\":\"1555123\",\"content\":[{\"type\":"
	    "\"image/gif\\r\\nX: 1\",\"data\":\"\"}]}") == 0);
	mms_same(s.content.part[s.content.n - 1].type,
	    "application/octet-stream");
	done();

	assert(submit_record("", "{\"type\":\"cancel\",\"message_id\":\"m9\"}") == 0);
	assert(s.msg.op == MM7_CANCEL_REQ && s.nrecipients == 1);
	mms_same(field(MM7_MESSAGE_ID), "m9");
	assert(mms_submit_request(&s, 0, 1));
	addresses(list, &s.request);
	mms_same(list, "");
	done();
	assert(submit_record("", "{\"type\":\"replace\",\"message_id\":\"m9\","
	    "\"text\":\"new\"}") == 0);
	assert(s.msg.op == MM7_REPLACE_REQ && s.content.n == 1);
	done();
}

/* sms-record(5): what failed can be fed back in, and nobody gets it twice. */
static void
t_before(void)
{
#define TWO "{\"to\":[\"1555001\",\"15550001\"],\"text\":\"x\""
	static const struct { const char *line; int resend; size_t left; } rows[] = {
		{ TWO "}", 0, 2 },
		{ TWO ",\"result\":{\"status\":\"ok\"}}", 0, 0 },
		{ TWO ",\"result\":{\"status\":\"unknown\"}}", 0, 0 },
		{ TWO ",\"result\":{\"status\":\"unknown\"}}", 1, 2 },
		{ TWO ",\"result\":{\"status\":\"temporary\"}}", 0, 2 },
		{ TWO ",\"result\":{\"status\":\"permanent\",\"recipients\":["
		  "{\"to\":\"1555001\",\"status\":\"ok\",\"code\":1000,"
		  "\"message_id\":\"m1\"},{\"to\":\"15550001\",\"status\":"
		  "\"permanent\"}]}}", 0, 1 },
	};
	struct json_reader *reader = json_reader_new();
	struct record rec;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert(submit_record("", rows[i].line) == 0);
		assert(record_read(reader, rows[i].line, strlen(rows[i].line),
		    &rec, &mms_err) == 0);
		assert(mms_result_before(&s, &rec, rows[i].resend) ==
		    rows[i].left);
		if (rows[i].left == 1) {
			mms_same(s.recipient[0].addr.text, "15550001");
			mms_same(s.recipient[1].message_id, "m1");
			assert(s.recipient[1].status == SMS_OK);
		}
		done();
	}
	json_reader_free(reader);
}

static void
t_record_refused(void)
{
	static const struct { const char *line, *why; } rows[] = {
		{ "{\"text\":\"x\"}", "to: is missing" },
		{ "{\"type\":\"cancel\"}", "message_id: is missing" },
		{ "{\"type\":\"receipt\"}", "receipt records cannot be submitted" },
		{ "{\"to\":\"1555123\",\"content\":[{}]}",
		  "content[0]: has neither text nor data" },
		{ "{\"to\":\"1555123\",\"content\":[7]}",
		  "content[0]: must be an object" },
		{ "{\"to\":\"1555123\",\"content\":[{\"data\":\"a%\"}]}",
		  "content[0].data: is not base64" },
		{ "{\"to\":\"Ann\",\"text\":\"x\"}", "5.1.3 Ann" },
		{ "{\"to\":[7],\"text\":\"x\"}", "to: must be addresses" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert(submit_record("", rows[i].line) == -1);
		if (strncmp(mms_err.text, rows[i].why, strlen(rows[i].why)) != 0)
			fprintf(stderr, "# %zu: %s\n", i, mms_err.text);
		assert(strncmp(mms_err.text, rows[i].why,
		    strlen(rows[i].why)) == 0);
		done();
	}
}

/* ---- results */

static enum mm7_class
answered(const char *options, enum mm7_op op, const char *code, const char *id,
    size_t n)
{
	static const char *const to[] = { "15551234567@mms.example.com",
		"15551234568@mms.example.com" };
	struct mm7_msg a = { .op = op };

	assert(submit(options, HEAD "X-Mms-Linked-ID: L\n\nHello\n",
	    "a@x.example", to, n) == 0);
	mms_submit_request(&s, 0, n);
	a.v[MM7_TRANSACTION_ID] = s.transaction_id;
	a.v[MM7_STATUS_CODE] = code;
	a.v[MM7_MESSAGE_ID] = id;
	return mms_result_answer(&s, 0, n, &a);
}

static void
t_results(void)
{
	static const struct {
		enum mm7_op op;
		const char *code, *id;
		size_t n;
		enum mm7_class class;
		enum sms_status status;
		int sysexit;
	} rows[] = {
		{ MM7_SUBMIT_RSP, "1000", "m", 1, MM7_OK, SMS_OK, 0 },
		{ MM7_SUBMIT_RSP, "1000", NULL, 1, MM7_UNKNOWN, SMS_UNKNOWN, 69 },
		{ MM7_SUBMIT_RSP, NULL, "m", 1, MM7_UNKNOWN, SMS_UNKNOWN, 69 },
		{ MM7_DELIVER_RSP, "1000", "m", 1, MM7_UNKNOWN, SMS_UNKNOWN, 69 },
		{ MM7_RS_ERROR_RSP, "1000", "m", 1, MM7_UNKNOWN, SMS_UNKNOWN, 69 },
		{ MM7_SUBMIT_RSP, "2002", NULL, 1, MM7_PERMANENT, SMS_PERMANENT,
		  67 },
		{ MM7_RS_ERROR_RSP, "2004", NULL, 1, MM7_PERMANENT,
		  SMS_PERMANENT, -1 },
		{ MM7_RS_ERROR_RSP, "3000", NULL, 1, MM7_TEMPORARY,
		  SMS_TEMPORARY, 75 },
		{ MM7_RS_ERROR_RSP, "4006", NULL, 1, MM7_TEMPORARY,
		  SMS_TEMPORARY, 75 },
		/* ours: the mail is not to blame */
		{ MM7_RS_ERROR_RSP, "4001", NULL, 1, MM7_CONFIGURATION,
		  SMS_PERMANENT, 75 },
		{ MM7_SUBMIT_RSP, "3003", NULL, 2, MM7_ONE_BY_ONE,
		  SMS_TEMPORARY, 75 },
		{ MM7_SUBMIT_RSP, "3003", NULL, 1, MM7_PERMANENT, SMS_PERMANENT,
		  -1 },
		{ MM7_SUBMIT_RSP, "2006", NULL, 1, MM7_NO_LINKED_ID,
		  SMS_TEMPORARY, 75 },
	};
	char code[8];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum mm7_class class = answered("", rows[i].op, rows[i].code,
		    rows[i].id, rows[i].n);
		int rc = mms_result_sysexit(&s, code);

		if (class != rows[i].class || mms_result_status(&s) !=
		    rows[i].status || (rows[i].sysexit >= 0 &&
		    rc != rows[i].sysexit))
			fprintf(stderr, "# row %zu: %d %d %d %s\n", i, class,
			    mms_result_status(&s), rc, code);
		assert(class == rows[i].class);
		assert(mms_result_status(&s) == rows[i].status);
		assert(rows[i].sysexit < 0 || rc == rows[i].sysexit);
		assert(strlen(code) == 5);
		done();
	}
}

/* 1100: those named failed, the rest as sent; and another request's answer. */
static void
t_partly(void)
{
	static const char *const to[] = { "15551234567@mms.example.com",
		"15551234568@mms.example.com" };
	struct mm7_failed failed = { .addr = { .kind = MM7_NUMBER,
		.text = "+15551234568" }, .status_code = "2002" };
	struct mm7_msg a = { .op = MM7_SUBMIT_RSP, .failed = &failed,
		.nfailed = 1 };
	struct buf out = BUF_INIT;
	char code[8];

	assert(submit("", HEAD "\nHello\n", "a@x.example", to, 2) == 0);
	mms_submit_request(&s, 0, 2);
	a.v[MM7_STATUS_CODE] = "1100";
	a.v[MM7_MESSAGE_ID] = "m1";
	assert(mms_result_answer(&s, 0, 2, &a) == MM7_PARTLY);
	assert(s.recipient[0].status == SMS_OK &&
	    s.recipient[1].status == SMS_PERMANENT);
	assert(mms_result_status(&s) == SMS_PERMANENT);
	assert(mms_result_sysexit(&s, code) == EX_NOUSER);
	mms_result_write(&out, &s, "mmsc:8080", "2025-11-24T16:00:00Z");
	assert(strstr(buf_cstr(&out), "\"recipients\":[{\"to\":\"15551234567\","
	    "\"status\":\"ok\",\"code\":1100,\"message_id\":\"m1\""));
	assert(strstr(buf_cstr(&out), "{\"to\":\"15551234568\",\"status\":"
	    "\"permanent\",\"code\":2002"));
	a.v[MM7_TRANSACTION_ID] = "another";
	assert(mms_result_answer(&s, 0, 2, &a) == MM7_UNKNOWN);
	buf_free(&out);
	done();
	/* HTTP without MM7: TS 23.140 has nothing to say */
	assert(submit("", HEAD "\nHello\n", "a@x.example", one, 1) == 0);
	assert(mms_result_http(&s, 0, 1, 503, 1, NULL) == MM7_TEMPORARY);
	assert(mms_result_http(&s, 0, 1, 0, 0, "refused") == MM7_TEMPORARY);
	assert(mms_result_http(&s, 0, 1, 0, 1, "lost") == MM7_UNKNOWN);
	assert(mms_result_http(&s, 0, 1, 200, 1, "empty") == MM7_UNKNOWN);
	done();
}

static void
t_vendor(void)
{
	char file[] = "/tmp/mms_table.XXXXXX", options[200];
	int fd = mkstemp(file);

	/* Sinch: 3520 is provisioning, permanent although 3xxx */
	assert(write(fd, "3520, 0, not provisioned\n3001, 1, later\n", 40) > 0);
	close(fd);
	snprintf(options, sizeof options, "MM7_Vendor_Status_Table = \"%s\"",
	    file);
	assert(answered(options, MM7_SUBMIT_RSP, "3520", NULL, 1) ==
	    MM7_PERMANENT);
	mms_same(s.recipient[0].reason, "not provisioned");
	assert(s.recipient[0].enhanced[0] == '5');
	done();
	assert(answered(options, MM7_SUBMIT_RSP, "3001", NULL, 1) ==
	    MM7_TEMPORARY);
	assert(s.recipient[0].enhanced[0] == '4');
	done();
	unlink(file);
}

/* ---- on the wire */

/* Written, read again: mm7 and related agree on what was meant. */
static void
t_wire(void)
{
	struct buf soap = BUF_INIT, type = BUF_INIT, body = BUF_INIT;
	const struct mm7_msg *m;
	struct mm7_msg back;
	struct related r;

	assert(submit("MM7_VASPID = v\nMM7_SMIL = always", HEAD
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "\nHell\xc3\xb6\n", "a@x.example", one, 1) == 0);
	m = mms_submit_request(&s, 0, 1);
	assert(mm7_write(m, &soap, &mms_err) == 0);
	assert(related_write(soap.p, soap.len, MMS_CONTENT_ID, s.content.part,
	    s.content.n, &s.content.style, s.id, &type, &body) == 0);
	assert(related_read(buf_cstr(&type), body.p, body.len, &r, &mms_err) == 0);
	assert(mm7_read(r.root.data, r.root.n, r.root.charset, &back,
	    &mms_err) == 0);
	assert(back.op == MM7_SUBMIT_REQ);
	mms_same(back.v[MM7_TRANSACTION_ID], s.transaction_id);
	mms_same(back.recipients[MM7_TO].a[0].text, "15551234567");
	assert(r.nparts == 2);
	mms_same(r.parts[0].type, "application/smil");
	assert(r.parts[1].n == 6 &&
	    memcmp(r.parts[1].data, "Hell\xc3\xb6", 6) == 0);
	mm7_release(&back);
	related_release(&r);
	buf_free(&soap);
	buf_free(&type);
	buf_free(&body);
	done();
}

/* Every field that an option can set, against the schema of ../shared/mm7/xsd. */
static void
t_schema(void)
{
	static const char all[] = "MM7_VASPID = v\nMM7_VASID = w\n"
	    "MM7_Sender_Address = 28444\nMM7_Service_Code = gold\n"
	    "MM7_Message_Class = Informational\nMM7_Delivery_Report = true\n"
	    "MM7_Read_Reply = true\nMM7_Reply_Charging = true\n"
	    "MM7_Reply_Charging_Size = 1000\nMM7_Reply_Deadline = P10D\n"
	    "MM7_Priority = High\nMM7_Earliest_Delivery_Time = PT1H\n"
	    "MM7_Expiry_Date = 2026-01-01T00:00:00Z\n"
	    "MM7_Charged_Party = ThirdParty\nMM7_Charged_Party_ID = p\n"
	    "MM7_Third_Party_Payer = +15550009999\n"
	    "MM7_Distribution_Indicator = false\nMM7_Delivery_Condition = 2\n"
	    "MM7_Applic_ID = a\nMM7_Reply_Applic_ID = b\n"
	    "MM7_Aux_Applic_Info = c\nMM7_Content_Class = image-basic\n"
	    "MM7_DRM_Content = false\nMM7_Allow_Adaptations = true\n"
	    "MM7_Display_Recipients = true\nMM7_Number_PLMN = true";
	static const char *const set[] = { "VASPID", "VASID", "SenderAddress",
		"ServiceCode", "LinkedID", "MessageClass", "TimeStamp",
		"ReplyCharging", "EarliestDeliveryTime", "ExpiryDate",
		"DeliveryReport", "ReadReply", "Priority", "Subject",
		"ChargedParty", "ChargedPartyID", "ThirdPartyPayer",
		"DistributionIndicator", "DeliveryCondition", "ApplicID",
		"ReplyApplicID", "AuxApplicInfo", "ContentClass", "DRMContent",
		"Content" };
	struct buf soap = BUF_INIT;
	char command[5000], name[64];
	size_t i;
	FILE *f;

	if (mms_no_samples())
		return;
	assert(submit(all, HEAD "Cc: bob@y.example\nX-Mms-Linked-ID: L\n\n"
	    "Hello\n", "a@x.example", one, 1) == 0);
	assert(mm7_write(mms_submit_request(&s, 0, 1), &soap, &mms_err) == 0);
	for (i = 0; i < sizeof set / sizeof set[0]; i++) {
		snprintf(name, sizeof name, "<%s", set[i]);
		if (!strstr(buf_cstr(&soap), name))
			fprintf(stderr, "# no %s\n", set[i]);
		assert(strstr(buf_cstr(&soap), name));
	}
	snprintf(command, sizeof command, "xmllint --noout --nonet --schema "
	    "%s/../xsd/envelope-REL-6-MM7-1-4.xsd - >&2", mms_folder);
	f = popen(command, "w");
	assert(f);
	fwrite(soap.p, 1, soap.len, f);
	assert(pclose(f) == 0);
	buf_free(&soap);
	done();
}

/* An MMSC's answers and reports. */
static void
t_serve(void)
{
	struct mm7_msg req = { .op = MM7_SUBMIT_REQ,
		.dialect = { .ns = "urn:x", .prefix = "p", .version = "5.3.0" } };
	struct mm7_addr vasp = { .kind = MM7_SHORT_CODE, .text = "28444" };
	struct mm7_addr phone = { .kind = MM7_NUMBER, .text = "+1555" };
	struct mms_report report = { .message_id = "m1", .sender = &vasp,
		.recipient = &phone, .status = "Retrieved",
		.at_ms = INT64_C(1764000000000) };
	struct arena own = { NULL, 0 };
	struct mm7_msg rsp;
	char code[8];

	req.v[MM7_TRANSACTION_ID] = "t1";
	mms_answer(&rsp, &req, 1000, NULL, "m1", 1, 1, code);
	assert(rsp.op == MM7_SUBMIT_RSP && !rsp.fault);
	mms_same(rsp.v[MM7_STATUS_CODE], "1000");
	mms_same(rsp.v[MM7_TRANSACTION_ID], "t1");
	mms_same(rsp.v[MM7_VERSION], "5.3.0");
	mms_answer(&rsp, &req, 4004, NULL, NULL, 1, 1, code);
	assert(rsp.op == MM7_RS_ERROR_RSP && rsp.fault);
	mms_answer(&rsp, &req, 4004, NULL, NULL, 0, 0, code);
	assert(rsp.op == MM7_SUBMIT_RSP && !rsp.fault);
	assert(mms_answer_code(0) == 1000 && mms_answer_code(75) == 4006 &&
	    mms_answer_code(65) == 2004 && mms_answer_code(67) == 2003);

	config = mms_config("");
	assert(mms_serve_report(&rsp, &report, config_view(config, NULL, NULL,
	    NULL), &own) == 0);
	assert(rsp.op == MM7_DELIVERY_REPORT_REQ);
	mms_same(rsp.v[MM7_MM_STATUS], "Retrieved");
	mms_same(rsp.v[MM7_TIME_STAMP], "2025-11-24T16:00:00Z");
	arena_free(&own);
	config_free(config);
	req.v[MM7_DELIVERY_REPORT] = "true";
	assert(mms_wants_report(&req, 0) && !mms_wants_report(&req, 1));
}

/* As an MMSC: a mail to a VASP's DeliverReq (TS 23.140, 8.7.2), whose LinkedID
   its answer can name. */
static void
t_serve_mail(void)
{
	static const char text[] = HEAD "\nHello\n";
	static const char *const vasp[] = { "28444@mms.example.com" };
	struct mms_envelope e = { .sender = "ann@x.example" };
	const struct mm7_msg *m;
	struct buf soap = BUF_INIT;
	char list[1000];

	config = mms_config(DOMAIN "MM7_Sender_Address = 1 }");
	e.config = config;
	assert(mail_read(text, sizeof text - 1, &mail, &mms_err) == 0);
	assert(mms_serve_mail(&s, &e, mail, text, sizeof text - 1, vasp, 1,
	    &mms_err) == 0);
	m = mms_submit_request(&s, 0, 1);
	assert(m && m->op == MM7_DELIVER_REQ);
	addresses(list, m);
	mms_same(list, "bcc:S28444");
	mms_same(m->sender.text, "ann@x.example");
	mms_same(m->v[MM7_LINKED_ID], s.id);
	assert(mm7_write(m, &soap, &mms_err) == 0);
	assert(strstr(buf_cstr(&soap), "DeliverReq"));
	buf_free(&soap);
	done();
}

static const struct tap_test tests[] = {
	{ "mms: headers and options to fields", t_fields },
	{ "mms: what is refused", t_refused },
	{ "mms: To, Cc, Bcc, displayOnly", t_recipients },
	{ "mms: requests, and ids that stay", t_requests },
	{ "mms: MM7_Sender_Address", t_sender },
	{ "mms: a record to a request", t_record },
	{ "mms: a record that was here before", t_before },
	{ "mms: records that are refused", t_record_refused },
	{ "mms: what an answer means", t_results },
	{ "mms: partial success, and no answer", t_partly },
	{ "mms: MM7_Vendor_Status_Table", t_vendor },
	{ "mms: written and read again", t_wire },
	{ "mms: every option's field, by the schema", t_schema },
	{ "mms: answers and reports of a server", t_serve },
	{ "mms: a mail to a VASP", t_serve_mail },
};

TAP_MAIN(tests)
