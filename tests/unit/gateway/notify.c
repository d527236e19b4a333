/*
 * Which records become a notification, and what it says: Action from RFC 3464,
 * 2.3.3, Status from RFC 3463 (sections in the rows), recipients from RFC 3464,
 * 2.3.2: the address of the mail's envelope.
 */
#include "kit.h"

#include <sysexits.h>

#include "gateway/sms/notify_priv.h"

#define MAIL "\"mail\":{\"envelope_from\":\"a@b.example\"}"
#define ORIGINAL "\"original\":{\"id\":\"m1\",\"domain\":\"r\",\"to\":\"+1555\"," \
	MAIL "}"
#define RECEIPT "{\"type\":\"receipt\",\"domain\":\"r\",\"from\":\"+1555\","
#define SUBMIT "{\"type\":\"submit\",\"domain\":\"r\",\"to\":\"+1555\"," MAIL ","

static const char config[] =
    "SMPP_Notify_Deliver_Receipt = ALL\n"
    "domain \"r\" { }\n"
    "domain \"none\" { SMPP_Notify_Deliver_Receipt = none }\n"
    "domain \"good\" { SMPP_Notify_Deliver_Receipt = DELIVRD }\n"
    "domain \"quiet\" { Generate_Bounces = false }\n";

static int
read_record(struct kit *k, struct notify *n, const char *line)
{
	static struct sms2mail s;

	s = (struct sms2mail){ .config = k->config, .scratch = k->scratch,
		.host = "gw.example" };
	assert(record_read(k->reader, line, strlen(line), &k->rec,
	    &k->err) == 0);
	assert(!k->rec.wrong);
	return notify_read(n, &s, &k->rec, &k->err);
}

struct outcome_row {
	const char *line;
	const char *action;	/* NULL: no notification */
	const char *status;
};

static void
check(const struct outcome_row *rows, size_t n)
{
	struct kit k;
	struct notify got;
	size_t i;
	int rc;

	kit_open(&k, config);
	for (i = 0; i < n; i++) {
		rc = read_record(&k, &got, rows[i].line);
		if (rc != (rows[i].action != NULL) || (rc > 0 &&
		    (strcmp(got.what.action, rows[i].action) != 0 ||
		    strcmp(got.code, rows[i].status) != 0)))
			printf("# row %zu: %d %s %s\n", i, rc,
			    rc > 0 ? got.what.action : "", rc > 0 ? got.code : "");
		assert(rc == (rows[i].action != NULL));
		if (rc > 0) {
			assert(strcmp(got.what.action, rows[i].action) == 0);
			assert(strcmp(got.code, rows[i].status) == 0);
			assert(strcmp(got.to, "a@b.example") == 0);
			assert(strcmp(got.recipient, "+1555@r") == 0);
		}
		notify_release(&got);
	}
	kit_close(&k);
}

#define STATE(s) RECEIPT "\"state\":\"" s "\"," ORIGINAL "}"
#define STATE_MORE(s, more) RECEIPT "\"state\":\"" s "\"," more "," ORIGINAL "}"
#define NETWORK(hex) STATE_MORE("UNDELIV", "\"tlv\":{\"network_error_code\":\"" \
	hex "\"}")

static void
states(void)
{
	static const struct outcome_row rows[] = {
		{ STATE("DELIVRD"), "delivered", "2.0.0" },	/* 2: success */
		{ STATE("delivered"), "delivered", "2.0.0" },
		{ STATE("EXPIRED"), "failed", "4.4.7" },	/* 3.5 */
		{ STATE("DELETED"), "failed", "5.3.0" },	/* 3.4 */
		{ STATE("UNDELIV"), "failed", "5.0.0" },	/* 3.1 */
		{ STATE("FAILED"), "failed", "5.0.0" },
		{ STATE("ACCEPTD"), "relayed", "2.0.0" },
		{ STATE("UNKNOWN"), "failed", "5.0.0" },
		{ STATE("REJECTD"), "failed", "5.7.1" },	/* 3.8 */
		{ STATE("SKIPPED"), "failed", "5.3.0" },
		{ STATE("BADSTAT"), "failed", "5.0.0" },
		{ STATE(""), "failed", "5.0.0" },
		{ RECEIPT ORIGINAL "}", "failed", "5.0.0" },
		/* on its way */
		{ STATE("ENROUTE"), NULL, NULL },
		{ STATE("BUFFERED"), NULL, NULL },
		{ STATE("SCHEDULED"), NULL, NULL },
		/* one attempt (v3.4, 5.2.12: intermediate notification) */
		{ STATE_MORE("UNDELIV", "\"final\":false"), NULL, NULL },
		{ STATE_MORE("UNDELIV", "\"final\":true"), "failed", "5.0.0" },
		/* smpp_message_state_final() says false of these */
		{ STATE_MORE("ACCEPTD", "\"final\":false"), "relayed", "2.0.0" },
		{ STATE_MORE("UNKNOWN", "\"final\":false"), "failed", "5.0.0" },
		/* late: RFC 3464, 2.3.3 (delayed) */
		{ STATE_MORE("OVERDUE", "\"overdue\":true"), "delayed", "4.0.0" },
		{ STATE_MORE("OVERDUE", "\"overdue\":false"), "failed", "5.0.0" },
		/* the network's word: v3.4, 5.3.2.31; 3GPP TS 29.002, 17.6.6 */
		{ NETWORK("030001"), "failed", "5.1.1" },	/* 3.2 */
		{ NETWORK("03001b"), "failed", "4.4.1" },	/* 3.5 */
		{ NETWORK("03000d"), "failed", "5.7.1" },	/* 3.8 */
		{ NETWORK("030001ff"), "failed", "5.1.1" },
		{ NETWORK("03ffff"), "failed", "5.0.0" },
		{ NETWORK("010001"), "failed", "5.0.0" },	/* not GSM */
		{ NETWORK("0300"), "failed", "5.0.0" },
		{ NETWORK("rubbish"), "failed", "5.0.0" },
		{ STATE_MORE("REJECTD", "\"tlv\":{\"network_error_code\":"
		  "\"030001\"}"), "failed", "5.7.1" },
		{ STATE_MORE("UNKNOWN", "\"tlv\":{\"network_error_code\":"
		  "\"03001b\"}"), "failed", "5.0.0" },
		{ STATE_MORE("UNDELIV", "\"tlv\":{\"network_error_code\":"
		  "[\"030001\",7]}"), "failed", "5.0.0" },
	};

	check(rows, sizeof rows / sizeof rows[0]);
}

#define RESULT(r) SUBMIT "\"result\":{" r "}}"

static void
results(void)
{
	static const struct outcome_row rows[] = {
		{ RESULT("\"status\":\"ok\""), NULL, NULL },
		{ RESULT("\"status\":\"temporary\""), NULL, NULL },
		{ RESULT("\"status\":\"permanent\""), "failed", "5.0.0" },
		{ RESULT("\"status\":\"permanent\",\"command_status\":"
		  "\"ESME_RINVDSTADR\""), "failed", "5.1.1" },	/* 3.2 */
		{ RESULT("\"status\":\"permanent\",\"code\":1"), "failed",
		  "5.2.3" },	/* 3.3: message length */
		{ RESULT("\"status\":\"permanent\",\"command_status\":"
		  "\"0x00000401\",\"code\":1025"), "failed", "5.0.0" },
		/* class 5 is what the record says */
		{ RESULT("\"status\":\"permanent\",\"code\":8"), "failed",
		  "5.3.0" },
		{ RESULT("\"status\":\"permanent\",\"code\":-1,"
		  "\"command_status\":7"), "failed", "5.0.0" },
		{ RESULT("\"status\":\"unknown\""), "failed", "5.4.2" },
		{ RESULT("\"status\":\"unknown\",\"code\":8"), "failed", "5.4.2" },
		{ RESULT("\"status\":7"), NULL, NULL },
		{ RESULT(""), NULL, NULL },
		{ RESULT("\"recipients\":[{\"to\":\"1\"},{\"to\":\"2\"}]"), NULL,
		  NULL },
		{ RESULT("\"status\":\"permanent\",\"recipients\":[1],"
		  "\"parts\":[7,{\"status\":\"unknown\"}]"), "failed", "5.0.0" },
	};

	check(rows, sizeof rows / sizeof rows[0]);
}

static void
wanted(void)
{
	static const struct {
		const char *line;
		int rc;
		const char *to;
	} rows[] = {
		/* the message's domain decides, not the receipt's */
		{ RECEIPT "\"state\":\"DELIVRD\",\"original\":{\"domain\":\"none\","
		  MAIL "}}", 0, NULL },
		{ RECEIPT "\"state\":\"DELIVRD\",\"original\":{\"domain\":\"good\","
		  MAIL "}}", 1, "a@b.example" },
		{ RECEIPT "\"state\":\"UNDELIV\",\"original\":{\"domain\":\"good\","
		  MAIL "}}", 0, NULL },
		{ RECEIPT "\"state\":\"OVERDUE\",\"overdue\":true,\"original\":{"
		  "\"domain\":\"good\"," MAIL "}}", 1, "a@b.example" },
		{ RECEIPT "\"state\":\"OVERDUE\",\"overdue\":true,\"original\":{"
		  "\"domain\":\"none\"," MAIL "}}", 0, NULL },
		/* Generate_Bounces is about results only */
		{ RECEIPT "\"state\":\"UNDELIV\",\"original\":{\"domain\":\"quiet\","
		  MAIL "}}", 1, "a@b.example" },
		{ "{\"domain\":\"quiet\"," MAIL ",\"result\":{\"status\":"
		  "\"permanent\"}}", 0, NULL },
		{ "{\"domain\":\"none\"," MAIL ",\"result\":{\"status\":"
		  "\"permanent\"}}", 1, "a@b.example" },
		/* no mail, or nobody to tell */
		{ RECEIPT "\"state\":\"UNDELIV\"}", 0, NULL },
		{ RECEIPT "\"state\":\"UNDELIV\",\"original\":{}}", 0, NULL },
		{ RECEIPT "\"state\":\"UNDELIV\",\"original\":{\"mail\":{}}}", 0,
		  NULL },
		{ RECEIPT "\"state\":\"UNDELIV\",\"original\":{\"mail\":7}}", 0,
		  NULL },
		{ SUBMIT "\"result\":{\"status\":\"permanent\"},\"x\":1}", 1,
		  "a@b.example" },
		{ "{\"result\":{\"status\":\"permanent\"}}", 0, NULL },
	};
	struct kit k;
	struct notify got;
	size_t i;

	kit_open(&k, config);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc = read_record(&k, &got, rows[i].line);

		if (rc != rows[i].rc)
			printf("# row %zu: %d\n", i, rc);
		assert(rc == rows[i].rc);
		if (rc > 0)
			assert(strcmp(got.to, rows[i].to) == 0);
		notify_release(&got);
	}
	kit_close(&k);
}

static void
senders(void)
{
	static const struct {
		const char *mail;
		int rc;
		const char *to;
	} rows[] = {
		{ "\"envelope_from\":\"\"", 0, NULL },
		{ "\"envelope_from\":null", 0, NULL },
		{ "\"envelope_from\":7", 0, NULL },
		{ "\"envelope_from\":\"<>\"", 0, NULL },
		{ "\"envelope_from\":\"MAILER-DAEMON\"", 0, NULL },
		{ "\"envelope_from\":\"mailer-daemon@x.example\"", 0, NULL },
		{ "\"envelope_from\":\"mailer-daemons@x.example\"", 1,
		  "mailer-daemons@x.example" },
		/* RFC 3834, 5; RFC 5436, 2.7.1 */
		{ "\"envelope_from\":\"a@b\",\"auto_submitted\":\"Auto-Replied; "
		  "x=y\"", 0, NULL },
		{ "\"envelope_from\":\"a@b\",\"auto_submitted\":\"auto-notified\"",
		  0, NULL },
		{ "\"envelope_from\":\"a@b\",\"auto_submitted\":\"auto-generated\"",
		  1, "a@b" },
		{ "\"envelope_from\":\"a@b\",\"auto_submitted\":\"no\"", 1, "a@b" },
		/* of this machine */
		{ "\"envelope_from\":\"root\"", 1, "root@gw.example" },
		/* what is no address is told, and hands nothing to an MTA */
		{ "\"envelope_from\":\"-oQ/tmp@b.example\"", -1, NULL },
		{ "\"envelope_from\":\"-oQ/tmp\"", -1, NULL },
		{ "\"envelope_from\":\"a@b.example\\nBcc: c@d.example\"", -1, NULL },
		{ "\"envelope_from\":\"a@b.example, c@d.example\"", -1, NULL },
		{ "\"envelope_from\":\"a@b.example\\u0000x\"", -1, NULL },
		{ "\"envelope_from\":\"<a@b.example>\"", -1, NULL },
		{ "\"envelope_from\":\"=?utf-8?q?=0a?=@b.example\"", -1, NULL },
		{ "\"envelope_from\":\"gr\xc3\xbc@b.example\"", -1, NULL },
	};
	struct kit k;
	struct notify got;
	char line[512];
	size_t i;

	kit_open(&k, config);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc;

		snprintf(line, sizeof line, "{\"to\":\"1\",\"mail\":{%s},"
		    "\"result\":{\"status\":\"permanent\"}}", rows[i].mail);
		rc = read_record(&k, &got, line);
		if (rc != rows[i].rc)
			printf("# row %zu: %d\n", i, rc);
		assert(rc == rows[i].rc);
		if (rc > 0)
			assert(strcmp(got.to, rows[i].to) == 0);
		if (rc < 0)
			assert(k.err.sysexit == EX_DATAERR);
		notify_release(&got);
	}
	kit_close(&k);
}

static void
recipients(void)
{
	static const struct {
		const char *fields;
		int rc;
		const char *recipient;
	} rows[] = {
		{ "\"domain\":\"r\",\"to\":\"+1555\"", 1, "+1555@r" },
		{ "\"domain\":\"r\",\"to\":\"1555\"", 1, "1555@r" },
		{ "\"domain\":\"r\",\"to\":[\"1555\"]", 1, "1555@r" },
		{ "\"domain\":\"r\",\"to\":[]", 1, "unknown@r" },
		{ "\"domain\":\"r\",\"to\":[7]", 1, "unknown@r" },
		{ "\"domain\":\"r\",\"to\":[\"1\",\"2\"]", -1, NULL },
		{ "\"domain\":\"r\"", 1, "unknown@r" },
		{ "\"domain\":\"smpp://u@h:1\",\"to\":\"1\"", 1, "1@localhost" },
		{ "\"to\":\"1\\r\\nAction: delivered\"", 1,
		  "1__Action__delivered@localhost" },
		{ "\"to\":\"=?utf-8?q?=0a?=\"", 1, "__utf-8_q__0a__@localhost" },
	};
	struct kit k;
	struct notify got;
	char line[512];
	size_t i;

	kit_open(&k, config);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc;

		snprintf(line, sizeof line, "{%s," MAIL ",\"result\":"
		    "{\"status\":\"permanent\"}}", rows[i].fields);
		rc = read_record(&k, &got, line);
		if (rc != rows[i].rc || (rc > 0 &&
		    strcmp(got.recipient, rows[i].recipient) != 0))
			printf("# row %zu: %d %s\n", i, rc, got.recipient);
		assert(rc == rows[i].rc);
		if (rc > 0)
			assert(strcmp(got.recipient, rows[i].recipient) == 0);
		notify_release(&got);
	}
	kit_close(&k);
}

static void
parts_and_times(void)
{
	struct kit k;
	struct notify got;

	kit_open(&k, config);
	assert(read_record(&k, &got, STATE_MORE("UNDELIV", "\"parts\":["
	    "{\"message_id\":\"1\",\"state\":\"DELIVRD\"},"
	    "{\"message_id\":\"2\",\"state\":\"EXPIRED\"},"
	    "{\"message_id\":\"3\",\"state\":\"ENROUTE\"},"
	    "{\"message_id\":\"4\"},\"x\"],"
	    "\"received\":\"2026-11-23T13:15:20Z\",\"latency\":4.5,"
	    "\"done\":\"2026-11-23T13:15:00Z\"")) == 1);
	assert(got.parts == 5 && got.failed == 1);
	/* 1795439720 is 2026-11-23T13:15:20Z by date(1) */
	assert(got.arrival == INT64_C(1795439715500));
	assert(got.last_attempt == INT64_C(1795439700000));
	assert(got.retry_until == 0);
	notify_release(&got);

	assert(read_record(&k, &got, RECEIPT "\"state\":\"OVERDUE\","
	    "\"overdue\":true,\"submitted\":\"2026-11-23T13:15:20Z\","
	    "\"original\":{\"validity\":3600," MAIL "}}") == 1);
	assert(got.retry_until == INT64_C(1795443320000));
	assert(got.arrival == 0 && got.last_attempt == 0);
	notify_release(&got);

	assert(read_record(&k, &got, STATE_MORE("UNDELIV",
	    "\"parts\":3,\"latency\":1e999,\"received\":\"never\"")) == 1);
	assert(got.parts == 0 && got.arrival == 0 && got.last_attempt == 0);
	notify_release(&got);
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "receipts: action and status by state", states },
	{ "results: action and status", results },
	{ "which are wanted, by whose options", wanted },
	{ "to whom", senders },
	{ "about whom", recipients },
	{ "segments and times", parts_and_times },
};
TAP_MAIN(tests)
