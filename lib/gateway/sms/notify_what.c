/* What a receipt and a result say.  See notify.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/sms/notify_priv.h"
#include "gateway/sms/vendor.h"
#include "smpp/status.h"

enum { UNDELIVERABLE = 5 };	/* v3.4, 5.2.28 */

static int64_t
time_of(const char *s)
{
	int64_t ms;

	return s && clock_parse_rfc3339(s, &ms) == 0 ? ms : 0;
}

static void
copy_smsc(struct notify *n, const char *smsc)
{
	if (smsc)
		sms_copy(n->smsc, sizeof n->smsc, smsc, strlen(smsc));
}

static void
set_code(struct notify *n, const char *code)
{
	snprintf(n->code, sizeof n->code, "%s", code);
}

/* A string in an object, or NULL; the reader is used. */
static const char *
string_in(struct json_reader *r, const struct json_value *object,
    const char *name)
{
	struct record_sub sub;

	return object && record_sub(r, object, &sub) == 0 ?
		record_sub_str(&sub, name) : NULL;
}

/* Count the segments, and those that `failed` is true of. */
static void
count_parts(struct notify *n, const struct json_value *list,
    int (*failed)(const struct record_sub *part))
{
	const struct json_value *v;
	struct record_sub part;
	size_t nv, i;

	if (!list || list->kind != JSON_LIST || json_read(n->brief, list->raw,
	    list->rawlen, &v, &nv, NULL) != JSON_LIST)
		return;
	n->parts = (unsigned)nv;
	for (i = 0; i < nv; i++)
		if (record_sub(n->inner, &v[i], &part) == 0)
			n->failed += failed(&part) != 0;
}

/* ---- receipts */

static int
segment_lost(const struct record_sub *part)
{
	const char *state = record_sub_str(part, "state");

	return state && notify_state_failed(state);
}

/* The code that the programs for MMS have found, where it says the same. */
static void
better_code(struct notify *n, const char *code)
{
	if (code && strlen(code) < sizeof n->code &&
	    (*code == '2') == (n->code[0] == '2'))
		set_code(n, code);
}

/* Indeterminate: nobody knows, and yet it went on (RFC 4356, 2.1.5). */
static void
relay(struct notify *n, const char *code)
{
	static const struct notify_outcome relayed = { "relayed", "2.0.0",
		"Passed on", "was passed on; whether the phone has it is not "
		"known" };

	if (*code == '2' && n->what.code[0] != '2') {
		n->what = relayed;
		set_code(n, relayed.code);
	}
}

/* `MMStatus:Rejected`, and the centre's own words. */
static void
read_mms_error(struct notify *n)
{
	const char *status = string_in(n->brief, n->rec->v[REC_MMS],
	    "MMStatus");
	const char *error = record_str(n->rec, REC_ERROR);

	if (status)
		buf_fmt(&n->diagnostic, "MMStatus:%s", status);
	if (error)
		buf_str(&n->reason, error);
}

/* `stat:UNDELIV err:001`, and the network's own word, which may tell a better
   code where it has failed. */
static void
read_error(struct notify *n, const char *state)
{
	const struct json_value *e = n->rec->v[REC_ERROR];
	const char *network = string_in(n->brief, n->rec->v[REC_TLV],
	    "network_error_code");
	const char *code;

	buf_fmt(&n->diagnostic, "stat:%s", state);
	if (e && e->kind == JSON_STRING)
		buf_fmt(&n->diagnostic, " err:%s", e->s);
	else if (e)
		buf_fmt(&n->diagnostic, " err:%lld", (long long)e->i);
	if (!network)
		return;
	buf_fmt(&n->diagnostic, " network_error_code:%s", network);
	code = notify_network_code(network);
	/* other states say more by themselves, or that nobody knows */
	if (code && smpp_message_state_parse(state) == UNDELIVERABLE)
		set_code(n, code);
}

/* received and latency are by our own clock. */
static void
read_times(struct notify *n)
{
	const struct json_value *l = n->rec->v[REC_LATENCY];
	int64_t received = time_of(record_str(n->rec, REC_RECEIVED));
	double latency = l ? strtod(l->raw, NULL) : 0;

	n->last_attempt = time_of(record_str(n->rec, REC_DONE));
	if (!n->last_attempt)
		n->last_attempt = received;
	if (received && latency > 0 && latency < (double)received / 1000)
		n->arrival = received - (int64_t)(latency * 1000);
}

/* Until when the message centre tries, where the record says it in plain
   seconds or as a date. */
static void
read_validity(struct notify *n)
{
	const struct json_value *v = n->original.v[REC_VALIDITY];
	int64_t since = time_of(record_str(n->rec, REC_SUBMITTED));

	if (v && v->kind == JSON_STRING)
		n->retry_until = time_of(v->s);
	else if (v && since && v->i < INT64_C(1) << 32)
		n->retry_until = since + v->i * 1000;
}

int
notify_receipt(struct notify *n)
{
	/* delayed, and nothing is known of why: RFC 3463, 3.1 */
	static const struct notify_outcome overdue = { "delayed", "4.0.0",
		"No report yet", "was sent, and there is no report of its "
		"delivery yet" };
	int64_t asked = config_int(n->v, n->mms ? MM7_NOTIFY_DELIVERY_REPORT :
	    SMPP_NOTIFY_DELIVER_RECEIPT);
	const char *state = record_str(n->rec, REC_STATE);
	int late = (int)record_int(n->rec, REC_OVERDUE, 0);

	if (!asked)
		return 0;
	if (late)
		n->what = overdue;
	else
		n->what = notify_of_state(state ? state : "UNKNOWN",
		    (int)record_int(n->rec, REC_FINAL, 1), asked);
	if (!n->what.action)
		return 0;
	set_code(n, n->what.code);
	copy_smsc(n, record_str(n->rec, REC_SMSC));
	count_parts(n, n->rec->v[REC_PARTS], segment_lost);
	if (n->mms) {
		const struct json_value *e = json_member(n->rec->member,
		    n->rec->nmembers, "enhanced");

		relay(n, e && e->kind == JSON_STRING ? e->s : "");
		better_code(n, e && e->kind == JSON_STRING ? e->s : NULL);
	}
	if (strcmp(n->what.action, "failed") == 0 && n->mms)
		read_mms_error(n);
	else if (strcmp(n->what.action, "failed") == 0)
		read_error(n, state ? state : "UNKNOWN");
	if (late)
		read_validity(n);
	else
		read_times(n);
	return n->diagnostic.err ? -1 : 1;
}

/* ---- read replies */

int
notify_read_reply(struct notify *n)
{
	static const struct { const char *status; struct notify_outcome what; }
	rows[] = {	/* RFC 8098, 3.2.6.2; Indeterminate says nothing */
		{ "Read", { "displayed", "2.0.0", "Read",
		    "was displayed.  This is no guarantee that it was read or "
		    "understood" } },
		{ "Deleted", { "deleted", "2.0.0", "Deleted",
		    "was deleted without being displayed" } },
	};
	const char *status = string_in(n->brief, n->rec->v[REC_MMS],
	    "MMStatus");
	size_t i;

	for (i = 0; status && i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(status, rows[i].status) == 0)
			n->what = rows[i].what;
	return n->what.action != NULL;
}

/* ---- results */

static int
segment_refused(const struct record_sub *part)
{
	return record_sub_str(part, "command_status") ||
	    record_sub_str(part, "status");
}

/* The status by its name, or its number where it has no name; 0: none. */
static uint32_t
status_of(const struct record_sub *result)
{
	const char *name = record_sub_str(result, "command_status");
	const struct json_value *code =
		json_member(result->v, result->n, "code");

	if (name && smpp_status_by_name(name))
		return smpp_status_by_name(name)->status;
	if (code && code->kind == JSON_INT && code->i > 0 &&
	    code->i <= UINT32_MAX)
		return (uint32_t)code->i;
	return 0;
}

static void
read_status(struct notify *n, const struct record_sub *result)
{
	uint32_t status = status_of(result);
	const char *name = record_sub_str(result, "command_status");
	const char *reason = record_sub_str(result, "reason");

	if (n->mms) {
		const struct json_value *code =
			json_member(result->v, result->n, "code");

		if (code && code->kind == JSON_INT)
			buf_fmt(&n->diagnostic, "StatusCode:%lld",
			    (long long)code->i);
		if (reason)
			buf_str(&n->reason, reason);
		better_code(n, record_sub_str(result, "enhanced"));
		n->code[0] = '5';
		return;
	}
	if (name)
		buf_str(&n->diagnostic, name);
	if (reason || status)
		buf_str(&n->reason, reason ? reason :
		    sms_vendor_status(n->v, status).what);
	/* what failed for good is class 5, whatever the table thinks */
	set_code(n, status ? sms_vendor_status(n->v, status).enhanced :
	    n->what.code);
	n->code[0] = '5';
}

int
notify_result(struct notify *n)
{
	static const struct notify_outcome permanent = { "failed", "5.0.0",
		"Not sent", "was not sent" };
	/* As the bounce of smpp-send(1)'s exit status 69: x.4.2, bad connection
	   (RFC 3463, 3.5).  Class 5, though it may pass the next time, since by
	   itself no program shall send again what may have been sent. */
	static const struct notify_outcome unknown = { "failed", "5.4.2",
		"Not known", "may have been sent, or not: the message centre "
		"did not answer.\nIt is not sent again, since it could then "
		"arrive twice" };
	struct record_sub result;
	const char *status;

	if (record_sub(n->brief, n->original.v[REC_RESULT], &result) < 0 ||
	    !(status = record_sub_str(&result, "status")))
		return 0;
	if (strcmp(status, "permanent") == 0)
		n->what = permanent;
	else if (strcmp(status, "unknown") == 0)
		n->what = unknown;
	else
		return 0;
	set_code(n, n->what.code);
	if (strcmp(status, "permanent") == 0)
		read_status(n, &result);
	copy_smsc(n, record_sub_str(&result, "smsc"));
	n->last_attempt = time_of(record_sub_str(&result, "at"));
	count_parts(n, json_member(result.v, result.n, "parts"),
	    segment_refused);
	return n->diagnostic.err || n->reason.err ? -1 : 1;
}
