/* What became of segments, as JSON out and in; DESIGN.md, the record. */
#include "kit.h"

#include "gateway/sms/result.h"

static const struct sms_part
	ok = { .state = SMS_PART_OK, .message_id = (char *)"a1" },
	busy = { .state = SMS_PART_TEMPORARY, .status = SMPP_RMSGQFUL },
	wrong = { .state = SMS_PART_PERMANENT, .status = SMPP_RINVDSTADR },
	vendor = { .state = SMS_PART_PERMANENT, .status = 0x401 },
	lost = { .state = SMS_PART_UNKNOWN },
	out = { .state = SMS_PART_OUT },
	todo = { .state = SMS_PART_TODO },
	unsent = { .state = SMS_PART_TEMPORARY },
	ok_no_id = { .state = SMS_PART_OK };

static void
decides(struct sms_part a, struct sms_part b, enum sms_status status,
    uint32_t command_status)
{
	struct sms_part parts[2] = { a, b };
	struct sms_result r = sms_result_of(parts, 2);

	assert(r.status == status && r.command_status == command_status);
	assert(!r.reason == (status == SMS_OK));
	parts[0] = b;
	parts[1] = a;
	r = sms_result_of(parts, 2);
	assert(r.status == status && r.command_status == command_status);
}

static void
test_fate(void)
{
	decides(ok, ok, SMS_OK, 0);
	decides(ok, ok_no_id, SMS_OK, 0);
	decides(ok, busy, SMS_TEMPORARY, SMPP_RMSGQFUL);
	decides(ok, todo, SMS_TEMPORARY, 0);
	decides(ok, wrong, SMS_PERMANENT, SMPP_RINVDSTADR);
	decides(busy, wrong, SMS_PERMANENT, SMPP_RINVDSTADR);
	/* what may have been sent must not be called failed */
	decides(lost, wrong, SMS_UNKNOWN, 0);
	decides(out, wrong, SMS_UNKNOWN, 0);
	decides(ok, lost, SMS_UNKNOWN, 0);
	decides(busy, lost, SMS_UNKNOWN, 0);
	decides(todo, out, SMS_UNKNOWN, 0);
}

/* A response without a PDU, or with this status and id. */
static enum sms_part_state
answered(uint32_t status, const char *id, const char *kept)
{
	struct smpp_pdu pdu = { .message_id = id, .status = status };
	struct sms_part p = { 0 };
	enum sms_part_state state;

	assert(sms_part_answer(&p, &pdu, status) == 0);
	assert(p.status == status);
	assert(kept ? strcmp(p.message_id, kept) == 0 : !p.message_id);
	/* again, as when it is sent once more: nothing leaks */
	assert(sms_part_answer(&p, &pdu, status) == 0);
	state = p.state;
	sms_part_release(&p);
	assert(!p.message_id && p.state == SMS_PART_TODO);
	return state;
}

static void
test_answers(void)
{
	struct sms_part p = { 0 };

	assert(answered(SMPP_ROK, "42", "42") == SMS_PART_OK);
	assert(answered(SMPP_ROK, "", NULL) == SMS_PART_OK);
	assert(answered(SMPP_ROK, NULL, NULL) == SMS_PART_OK);
	assert(answered(SMPP_RTHROTTLED, NULL, NULL) == SMS_PART_TEMPORARY);
	assert(answered(SMPP_RMSGQFUL, "7", "7") == SMS_PART_TEMPORARY);
	assert(answered(SMPP_RINVDSTADR, "", NULL) == SMS_PART_PERMANENT);
	assert(answered(0x401, NULL, NULL) == SMS_PART_PERMANENT);
	assert(answered(0xffffffff, NULL, NULL) == SMS_PART_PERMANENT);
	assert(sms_part_answer(&p, NULL, 0) == 0);
	assert(p.state == SMS_PART_UNKNOWN);
	assert(sms_status_sysexit(NULL, SMPP_RINVDSTADR) == 67);
	assert(sms_status_sysexit(NULL, SMPP_RINVSRCADR) == 69);
	assert(sms_status_sysexit(NULL, 0x401) == 69);
}

/* The record that these parts give. */
static void
write_record(struct buf *b, const struct sms_part *parts, unsigned n)
{
	struct sms_result r = sms_result_of(parts, n);

	record_begin(b, REC_SUBMIT);
	sms_result_write(b, &r, parts, n, 0x1234, "10.0.0.1:2775",
	    "2026-11-23T13:15:16Z");
	record_close(b);
	assert(!b->err);
}

static void
test_out(void)
{
	struct sms_part three[3] = { ok, busy, lost };
	struct sms_part four[4] = { vendor, todo, unsent, ok_no_id };
	struct sms_result early = { .status = SMS_PERMANENT,
		.reason = "to: is \"missing\"" };
	struct buf b = BUF_INIT;

	write_record(&b, &ok, 1);
	assert(same_text(&b, "{\"type\":\"submit\",\"result\":{\"status\":\"ok\","
	    "\"parts\":[{\"message_id\":\"a1\"}],\"smsc\":\"10.0.0.1:2775\","
	    "\"at\":\"2026-11-23T13:15:16Z\"}}\n"));
	buf_reset(&b);
	write_record(&b, three, 3);
	assert(same_text(&b, "{\"type\":\"submit\",\"result\":"
	    "{\"status\":\"unknown\",\"reason\":\"no response came: it may have "
	    "been sent\",\"parts\":[{\"message_id\":\"a1\"},"
	    "{\"command_status\":\"ESME_RMSGQFUL\",\"code\":20},"
	    "{\"status\":\"unknown\"}],\"reference\":4660,"
	    "\"smsc\":\"10.0.0.1:2775\",\"at\":\"2026-11-23T13:15:16Z\"}}\n"));
	buf_reset(&b);
	write_record(&b, four, 4);
	assert(strstr(buf_cstr(&b), "\"parts\":[{\"command_status\":"
	    "\"0x00000401\",\"code\":1025},{\"status\":\"not sent\"},"
	    "{\"status\":\"not sent\"},{}],"));
	assert(strstr(buf_cstr(&b), "{\"status\":\"permanent\","
	    "\"command_status\":\"0x00000401\",\"code\":1025,\"reason\":"));
	buf_reset(&b);
	sms_result_write(&b, &early, NULL, 0, 0, NULL, NULL);
	assert(same_text(&b, "\"result\":{\"status\":\"permanent\","
	    "\"reason\":\"to: is \\\"missing\\\"\"}"));
	buf_free(&b);
}

/* Read what stands in a record. */
static void
before(const char *line, size_t n, struct sms_before *b)
{
	struct json_reader *r = json_reader_new(), *scratch = json_reader_new();
	struct diag_err err;
	struct record rec;

	assert(r && scratch);
	assert(record_read(r, line, n, &rec, &err) == 0);
	assert(sms_before_read(&rec, scratch, b) == 0);
	json_reader_free(r);
	json_reader_free(scratch);
}

static void
test_back(void)
{
	struct sms_part parts[6] = { ok, busy, ok_no_id, todo, unsent, lost };
	struct sms_before was;
	struct buf b = BUF_INIT;

	write_record(&b, parts, 6);
	before(b.p, b.len, &was);
	assert(!was.done && was.unknown && was.has_ref && was.ref == 0x1234);
	assert(was.nparts == 6);
	assert(was.parts[0].state == SMS_PART_OK);
	assert(strcmp(was.parts[0].message_id, "a1") == 0);
	assert(was.parts[1].state == SMS_PART_TODO && !was.parts[1].status);
	assert(was.parts[2].state == SMS_PART_OK && !was.parts[2].message_id);
	assert(was.parts[3].state == SMS_PART_TODO);
	assert(was.parts[4].state == SMS_PART_TODO);
	assert(was.parts[5].state == SMS_PART_TODO);
	/* ids of before stand in the next result too */
	buf_reset(&b);
	write_record(&b, was.parts, was.nparts);
	assert(strstr(buf_cstr(&b), "[{\"message_id\":\"a1\"},{\"status\":"
	    "\"not sent\"},{},{\"status\""));
	sms_before_release(&was);
	sms_before_release(&was);
	buf_reset(&b);
	write_record(&b, &ok, 1);
	before(b.p, b.len, &was);
	assert(was.done && !was.unknown && !was.has_ref && was.nparts == 1);
	sms_before_release(&was);
	buf_free(&b);
}

/* A part that may have been sent, whatever the record says; and a reference
   that is not known. */
static void
test_back_unknown(void)
{
	static const char *const may[] = {
		"{\"result\":{\"status\":\"temporary\",\"parts\":["
		"{\"command_status\":\"ESME_RMSGQFUL\"},{\"status\":\"unknown\"}]}}",
		"{\"result\":{\"status\":\"permanent\",\"parts\":["
		"{\"status\":\"unknown\"},{\"command_status\":\"x\"}]}}",
		"{\"result\":{\"parts\":[{\"status\":\"unknown\"}]}}",
	};
	static const char not[] = "{\"result\":{\"status\":\"temporary\","
		"\"parts\":[{\"status\":\"not sent\"},{\"status\":7},{}]}}";
	struct sms_part parts[2] = { ok, todo };
	struct sms_result r = sms_result_of(parts, 2);
	struct sms_before was;
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof may / sizeof may[0]; i++) {
		before(may[i], strlen(may[i]), &was);
		assert(was.unknown && !was.done);
		sms_before_release(&was);
	}
	before(not, strlen(not), &was);
	assert(!was.unknown && was.nparts == 3);
	sms_before_release(&was);
	sms_result_write(&b, &r, parts, 2, -1, NULL, NULL);
	assert(same_text(&b, "\"result\":{\"status\":\"temporary\",\"reason\":"
	    "\"not sent\",\"parts\":[{\"message_id\":\"a1\"},"
	    "{\"status\":\"not sent\"}]}"));
	buf_free(&b);
}

static void
test_odd(void)
{
	static const char *const lines[] = {
		"{}", "{\"result\":null}", "{\"result\":[]}", "{\"result\":\"ok\"}",
		"{\"result\":{}}", "{\"result\":{\"status\":1}}",
		"{\"result\":{\"status\":\"OK\"}}",
		"{\"result\":{\"parts\":{}}}", "{\"result\":{\"parts\":[]}}",
		"{\"result\":{\"reference\":65536}}",
		"{\"result\":{\"reference\":-1}}",
		"{\"result\":{\"reference\":\"1\"}}",
	};
	static const char parts[] =
		"{\"result\":{\"parts\":[1,null,{\"message_id\":5},[]]}}";
	struct sms_before b;
	size_t i;

	for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		before(lines[i], strlen(lines[i]), &b);
		assert(!b.done && !b.unknown && !b.has_ref && !b.nparts);
		assert(!b.parts);
		sms_before_release(&b);
	}
	before(parts, strlen(parts), &b);
	assert(b.nparts == 4 && b.parts[0].state == SMS_PART_TODO);
	assert(b.parts[2].state == SMS_PART_OK && !b.parts[2].message_id);
	sms_before_release(&b);
}

/* message_state: v3.4, 5.2.28; final_date: 7.1.1 */
static void
test_found(void)
{
	struct smpp_pdu pdu = { .command = SMPP_QUERY_SM | SMPP_RESP,
		.message_id = "x", .message_state = 2,
		.final_date = "260102030405000+" };
	struct sms_part p[3];
	struct buf b = BUF_INIT;
	struct sms_result r = { .status = SMS_OK };

	memset(p, 0, sizeof p);
	assert(!sms_found_of(p, 3));
	assert(sms_part_answer(&p[0], &pdu, 0) == 0);
	assert(sms_found_of(p, 3) == p[0].found);
	pdu.message_state = 5;
	pdu.error_code = 9;
	pdu.final_date = "";
	assert(sms_part_answer(&p[1], &pdu, 0) == 0);
	assert(sms_found_of(p, 3) == p[1].found);
	pdu.message_state = 1;
	assert(sms_part_answer(&p[2], &pdu, SMPP_RQUERYFAIL) == 0);
	assert(!p[2].found);
	assert(sms_part_answer(&p[2], &pdu, 0) == 0);
	assert(sms_found_of(p, 3) == p[2].found);
	sms_result_write(&b, &r, p, 1, -1, NULL, NULL);
	assert(buf_cstr(&b));
	assert(strcmp(b.p, "\"result\":{\"status\":\"ok\","
	    "\"state\":\"DELIVRD\",\"final_date\":\"2026-01-02T03:04:05Z\","
	    "\"error_code\":0,\"parts\":[{\"message_id\":\"x\","
	    "\"state\":\"DELIVRD\",\"final_date\":\"2026-01-02T03:04:05Z\","
	    "\"error_code\":0}]}") == 0);
	buf_free(&b);
	sms_part_release(&p[0]);
	sms_part_release(&p[1]);
	sms_part_release(&p[2]);
}

static const struct tap_test tests[] = {
	{ "the record's fate from its parts", test_fate },
	{ "responses", test_answers },
	{ "a result as JSON", test_out },
	{ "what a query found", test_found },
	{ "and back: what was sent stays so", test_back },
	{ "a part that may have been sent", test_back_unknown },
	{ "odd results", test_odd },
};

TAP_MAIN(tests)
