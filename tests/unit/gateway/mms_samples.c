/*
 * The messages of ../shared/mm7/samples as mail: sender, recipients and content
 * as their index.tsv says, read back by Python's email package.  The digests
 * are of the octets as they stand in the sample (12: its base64 decoded; 14 and
 * 16 binary), taken by Python.
 */
#include "mms_kit.h"

#include "gateway/mms/deliver.h"
#include "gateway/mms/report.h"
#include "record/record.h"

enum { NOW = 1764000000 };	/* Unix s: Mon, 24 Nov 2025 16:00:00 +0000 */

static const char plain[] = "mm7_serv {\n"
    "MM7_Server_Default_Email_From_Domain = \"mms.example\"\n"
    "MM7_Server_Default_Email_To_Domain = \"box.example\"\n}\n";
static const char with_to[] = "mm7_serv {\n"
    "MM7_Server_Default_Email_From_Domain = \"mms.example\"\n"
    "MM7_Server_Default_Email_To_Address = \"desk@box.example\"\n}\n";

static struct mms_sample s;

static const struct row {
	const char *file, *config;
	const char *sender, *to;	/* envelope, blanks between */
	const char *says;
} rows[] = {
	{ "01-sinch-submitreq-full.http", plain,
	  "111122@mms.example", "16179593069@box.example",
	  "From: 111122@mms.example\nTo: 16179593069@box.example\n"
	  "Subject: My first MM7 Message\n"
	  "text/plain - 'MM7 Test Text\\n'\n" },
	{ "05-sinch-deliverreq-full.http", plain,
	  "1617423433@mms.example", "111122@box.example",
	  "From: 1617423433@mms.example\nTo: 111122@box.example\n"
	  "multipart/mixed\ntext/plain - 'Test MO message!\\n'\n"
	  "image/jpeg image_0.jpg 19 9af23d71a9a1de0c1e567f5f884f1bec\n" },
	{ "12-nokia-mmsc-deliverreq.http", plain,
	  "+3859100010010@mms.example", "88888@box.example",
	  "From: +3859100010010@mms.example\nTo: 88888@box.example\n"
	  "Subject: Bomb\n"
	  "image/gif Bomb.gif 4148 76fa6f3ce9872b807a2c05b2778f04e3\n" },
	{ "16-chinamobile-deliverreq-dash-boundary.http", plain,
	  "+8618703815655@mms.example", "10085@box.example",
	  "From: +8618703815655@mms.example\nTo: 10085@box.example\n"
	  "Subject: Weather Forecast\nImportance: high\nmultipart/mixed\n"
	  "text/plain - '[text_0.txt is missing]\\n'\n"
	  "image/jpeg 1447137257000.jpg 159 2094a24348665091c7c450f3521f327b\n" },
	{ "20-vectorcore-submitreq-no-cid-root.http", plain,
	  "12345@mms.example", "+12025550101@box.example",
	  "From: 12345@mms.example\nTo: +12025550101@box.example\n"
	  "Subject: Hello\ntext/plain - 'hello from fixture\\n'\n" },
	/* md5 of "image-bytes" */
	{ "31-fibernetics-deliverreq-urn-mm7.http", plain,
	  "+16465552200@mms.example", "+19055550100@box.example",
	  "From: +16465552200@mms.example\nTo: +19055550100@box.example\n"
	  "Subject: Test image\n"
	  "image/jpeg photo.jpg 11 f9831439379ccdb20cc6ba12b54eb868\n" },
	{ "34-ruby-mmsc-manager-submitreq-qp-root.http", plain,
	  "888@mms.example", "+6591234567@box.example",
	  "From: 888@mms.example\nTo: +6591234567@box.example\n"
	  "Subject: hello\nImportance: low\n"
	  "text/plain text3.txt 'Hello from ruby\\n  \\n\\n'\n" },
	/* the displayOnly one in the header alone */
	{ "36-momentum-submitreq-mixed-releases.http", plain,
	  "MessageSystems-VASPID@mms.example", "4108470189@box.example",
	  "From: MessageSystems-VASPID@mms.example\n"
	  "To: 4108470189@box.example, julie@mmsc.messagesystems.com\n"
	  "Subject: MCMT\nmultipart/mixed\n"
	  "text/plain - 'this is the body text\\n'\n"
	  "text/plain test.txt 'this is the attachment text\\n'\n" },
	{ "39-srilanka-submitreq-multi-to-newline-subject.http", plain,
	  "+94776693759@mms.example",
	  "777736329@box.example 779736329@box.example",
	  "From: +94776693759@mms.example\n"
	  "To: 777736329@box.example, 779736329@box.example\n"
	  "Subject: Rich sms demo\ntext/plain - 'Rich sms demo\\n'\n" },
	{ "51-mbuni-deliverreq-rel6-prefixed.http", plain,
	  "111@mms.example", "222@box.example",
	  "From: 111@mms.example\nTo: 222@box.example\nSubject: Hello\n"
	  "text/plain text.txt 'Hello from the VASP \xc3\xa9\xe2\x82\xac\\n'\n" },
	{ "56-mbuni-deliverreq-flat-content-parts-lost.http", plain,
	  "111@mms.example", "222@box.example",
	  "From: 111@mms.example\nTo: 222@box.example\nSubject: flat\n"
	  "text/plain - '[a.gif is missing]\\n'\n" },
};

static const char *
judged(const struct row *r, struct mms_envelope_out *e, struct buf *mail)
{
	struct config *c = mms_config(r->config);
	struct mms_context ctx = { .view = config_view(c, NULL, NULL, NULL),
		.host = "gw.example", .now_ms = (int64_t)NOW * 1000 };

	mms_sample(&s, r->file);
	assert(mms_deliver_mail(&s.m, &s.r, &ctx, mail, e, &mms_err) == 0);
	mms_sample_release(&s);
	config_free(c);
	return mms_judge(mail, "From To Cc Subject Importance");
}

static void
t_mails(void)
{
	struct mms_envelope_out e;
	struct buf mail = BUF_INIT, to = BUF_INIT;
	size_t i, k;

	if (mms_no_samples())
		return;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		printf("# %s\n", rows[i].file);
		mms_same(judged(&rows[i], &e, &mail), rows[i].says);
		mms_same(e.sender, rows[i].sender);
		for (k = 0; k < e.nto; k++)
			buf_fmt(&to, "%s%s", k ? " " : "", e.to[k]);
		mms_same(buf_cstr(&to), rows[i].to);
		mms_envelope_release(&e);
		buf_reset(&mail);
		buf_reset(&to);
	}
	buf_free(&mail);
	buf_free(&to);
}

/* Without Recipients: to the default address, and the header shows nobody
   (RFC 4356: no disclosed recipient is an empty group). */
static void
t_undisclosed(void)
{
	static const struct row r[] = {
		{ "67-deliverreq-utf16-with-bom.http", with_to, NULL, NULL, NULL },
		{ "10-3gpp-example-deliverreq-cid-mismatch.http", with_to, NULL,
		  NULL, NULL },
	};
	struct mms_envelope_out e;
	struct buf mail = BUF_INIT;
	const char *says;

	if (mms_no_samples())
		return;
	says = judged(&r[0], &e, &mail);
	assert(strstr(says, "To: undisclosed-recipients:;\n"));
	assert(e.nto == 1 && strcmp(e.to[0], "desk@box.example") == 0);
	assert(strstr(says, "text/plain") && !strstr(says, "\\x00"));
	assert(!strstr(says, "defect"));
	mms_envelope_release(&e);
	buf_reset(&mail);
	says = judged(&r[1], &e, &mail);
	assert(!strstr(says, "defect"));
	mms_envelope_release(&e);
	buf_free(&mail);
}

/* As a record, and that submitted again: the same content. */
static void
t_records(void)
{
	struct config *c;
	struct mms_context ctx = { .host = "gw.example", .now_ms = 0 };
	struct buf line = BUF_INIT;
	struct json_reader *reader = json_reader_new();
	struct record rec;
	size_t i;

	if (mms_no_samples())
		return;
	c = mms_config(plain);
	ctx.view = config_view(c, NULL, NULL, NULL);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		mms_sample(&s, rows[i].file);
		buf_reset(&line);
		assert(mms_deliver_record(&s.m, &s.r, &ctx, &line) == 0);
		assert(record_read(reader, line.p, line.len, &rec, &mms_err) == 0);
		assert(!rec.wrong && rec.v[REC_CONTENT] && rec.v[REC_MMS]);
		assert(rec.type == (s.m.op == MM7_SUBMIT_REQ ? REC_SUBMIT :
		    REC_DELIVER));
		mms_sample_release(&s);
	}
	json_reader_free(reader);
	buf_free(&line);
	config_free(c);
}

/* Delivery reports: index.tsv's MMStatus, the record's state from mm7.md, 3. */
static void
t_reports(void)
{
	static const struct { const char *file, *has[4]; } reports[] = {
		{ "07-sinch-dlr-multipart-label-without-boundary.http",
		  { "\"type\":\"receipt\"", "\"state\":\"DELIVRD\"",
		    "\"message_id\":\"369500617770864640\"",
		    "\"enhanced\":\"2.0.0\"" } },
		{ "25-telstra-dlr-plmn-in-mail-address.http",
		  { "\"state\":\"DELIVRD\"", "\"from\":\"+61478945612", NULL } },
		{ "53-mbuni-dlr-swapped-parties.http",
		  { "\"state\":\"REJECTD\"", "\"enhanced\":\"5.7.1\"",
		    "\"final\":true", NULL } },
		{ "40-c-proto-readreplyreq-recipients.http",
		  { "\"type\":\"read\"", "\"message_id\":\"m-77\"",
		    "\"MMStatus\":\"Read\"", NULL } },
	};
	struct mms_context ctx = { .host = "gw.example", .id = "x", .now_ms = 0 };
	struct buf line = BUF_INIT;
	size_t i, k;

	if (mms_no_samples())
		return;
	for (i = 0; i < sizeof reports / sizeof reports[0]; i++) {
		mms_sample(&s, reports[i].file);
		buf_reset(&line);
		assert(mms_report_record(&s.m, &ctx, NULL, 0, &line) == 0);
		printf("# %s", buf_cstr(&line));
		for (k = 0; k < 4 && reports[i].has[k]; k++)
			assert(strstr(buf_cstr(&line), reports[i].has[k]));
		mms_sample_release(&s);
	}
	buf_free(&line);
}

static const struct tap_test tests[] = {
	{ "mms: the samples as mail, read back by Python", t_mails },
	{ "mms: no recipient disclosed; UTF-16", t_undisclosed },
	{ "mms: the samples as records", t_records },
	{ "mms: reports as records", t_reports },
};

TAP_MAIN(tests)
