/* What is about to be sent, and what came of it, for the store.  See
   post_priv.h. */
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/mm7submit/post_priv.h"
#include "engine/state.h"
#include "store/message.h"

enum {
	CONTENT_RECORD_MAX = STORE_RECORD_MAX / 4 * 3,	/* octets of a record that
					   is kept with its content: so there is
					   room for what we add to it */
};

/* ---- what is meant to be ---- */

/* By its `mms` an MMS is known, so even an empty one. */
static void
keep_kind(struct buf *b, const struct record *rec)
{
	if (rec && rec->v[REC_MMS])
		return;
	json_key(b, "mms");
	json_open(b, '{');
	json_close(b, '}');
}

static void
keep_little(struct post *p, struct buf *b)
{
	const char *from = mms_address_text(&p->s.msg.sender);

	buf_reset(b);
	json_open(b, '{');
	json_key_cstr(b, "from", from);
	json_key_cstr(b, "to", post_first_address(&p->s));
	if (p->s.domain)
		json_key_cstr(b, "domain", p->s.domain);
	keep_kind(b, NULL);
	json_close(b, '}');
}

/* All of them, whatever list of `mms` they are in: a report is about one. */
static void
keep_recipients(const struct mms_submit *s, struct buf *b)
{
	size_t i;

	json_key(b, "to");
	if (s->nrecipients > 1)
		json_open(b, '[');
	for (i = 0; i < s->nrecipients; i++)
		json_cstr(b, mms_address_text(&s->recipient[i].addr));
	if (s->nrecipients > 1)
		json_close(b, ']');
}

/* All of its content, or nothing: mobstate(1) prints it to be sent again, and
   keep_recipients() would show who is in Bcc to the others. */
static uint64_t
left_out(const struct post *p, size_t len)
{
	uint64_t content = RECORD_SET(REC_TEXT) | RECORD_SET(REC_DATA) |
		RECORD_SET(REC_CONTENT);
	size_t i;

	if (!config_bool(p->s.view, STATE_KEEP_TEXT) || len > CONTENT_RECORD_MAX)
		return content;
	for (i = 0; i < p->s.nrecipients; i++)
		if (p->s.recipient[i].role != MM7_TO)
			return content;
	return 0;
}

/* The record as it is kept, for reports and notifications. */
static void
keep_record(struct post *p, struct buf *b)
{
	uint64_t without = RECORD_SET(REC_TYPE) | RECORD_SET(REC_ID) |
		RECORD_SET(REC_RESULT) | RECORD_SET(REC_DRY_RUN) |
		RECORD_SET(REC_TO) | left_out(p, p->line.len);
	struct buf ours = BUF_INIT;
	struct record rec;

	mms_submit_write(&ours, &p->s);
	record_close(&ours);
	if (p->line.len) {
		buf_free(&ours);
		ours = (struct buf)BUF_INIT;
		buf_add(&ours, p->line.p, p->line.len);
	}
	if (ours.err || record_read(p->poster->other, ours.p, ours.len, &rec,
	    NULL) < 0) {
		keep_little(p, b);
	} else {
		record_open(b, &rec, without);
		if (!rec.v[REC_FROM] && *mms_address_text(&p->s.msg.sender))
			json_key_cstr(b, "from",
			    mms_address_text(&p->s.msg.sender));
		if (!rec.v[REC_DOMAIN] && p->s.domain)
			json_key_cstr(b, "domain", p->s.domain);
		keep_recipients(&p->s, b);
		keep_kind(b, &rec);
		json_close(b, '}');
	}
	buf_free(&ours);
	if (b->len > STORE_RECORD_MAX)
		keep_little(p, b);	/* the message matters more */
}

/* Reports are looked for by the account that they come to. */
static const char *
account(const struct post *p)
{
	const char *name = config_str(p->s.view, STATE_ACCOUNT);

	if (name)
		return name;
	return p->s.domain ? p->s.domain : p->peer->name.p;
}

int
post_note(struct post *p, struct diag_err *err)
{
	struct mms_submit *s = &p->s;
	struct store_part parts[STORE_PARTS_MAX];
	const char *report = s->msg.v[MM7_DELIVERY_REPORT];
	struct store_message m = {
		.id = s->id, .status = (enum store_status)p->seen,
		.account = account(p), .from = mms_address_text(&s->msg.sender),
		.to = post_first_address(s), .ref = -1,
		.asked = report && strcmp(report, "true") == 0,
		.fingerprint = post_fingerprint(s), .begun = clock_now(),
		.nparts = (unsigned)s->nrecipients, .parts = parts,
	};
	struct buf b = BUF_INIT;
	size_t i;
	int rc = post_has_store(p, err);

	if (rc <= 0)
		return rc;
	for (i = 0; i < s->nrecipients; i++)
		parts[post_part(s, i)] = (struct store_part){ .umr = -1,
			.state = i < p->left ? STORE_PART_SENDING :
				STORE_PART_OK,
			.message_id = i < p->left ? NULL :
				s->recipient[i].message_id };
	keep_record(p, &b);
	m.record = buf_cstr(&b);
	rc = b.err ? diag_err(err, EX_TEMPFAIL, "out of memory") :
		store_message_begin(p->poster->store, &m, err);
	buf_free(&b);
	if (rc == 0)
		return diag_err(err, EX_TEMPFAIL,
		    "4.3.0 another process is sending it");
	if (rc < 0)
		err->sysexit = EX_TEMPFAIL;
	p->number = rc < 0 ? 0 : m.n;
	return rc < 0 ? -1 : 0;
}

/* ---- what came of it ---- */

static void
report(struct mms_submit *s, struct store_part *parts)
{
	static const enum store_part_state states[] = {
		[SMS_OK] = STORE_PART_OK,
		[SMS_TEMPORARY] = STORE_PART_TODO,
		[SMS_PERMANENT] = STORE_PART_REFUSED,
		[SMS_UNKNOWN] = STORE_PART_UNKNOWN,
	};
	size_t i;

	for (i = 0; i < s->nrecipients; i++) {
		const struct mms_recipient *to = &s->recipient[i];

		/* no status: that is SMPP's; see tell_why() */
		parts[post_part(s, i)] = (struct store_part){ .umr = -1,
			.state = states[to->status],
			.message_id = to->status == SMS_OK ? to->message_id :
				NULL };
	}
}

/* A line of mobstate(1)'s trace for each who has it not. */
static void
tell_why(struct post *p, int64_t at)
{
	const struct mms_submit *s = &p->s;
	struct buf text = BUF_INIT;
	size_t i, said = 0;

	for (i = 0; i < s->nrecipients && said < POST_LINES_MAX; i++) {
		const struct mms_recipient *to = &s->recipient[i];

		if (to->status == SMS_OK)
			continue;
		buf_reset(&text);
		buf_fmt(&text, "%s: ", mms_address_text(&to->addr));
		if (to->code)
			buf_fmt(&text, "%d, ", to->code);
		buf_str(&text, to->reason ? to->reason : "not sent");
		store_event_put(p->poster->store, s->id, at,
		    sms_status_name(to->status), buf_cstr(&text), NULL);
		said++;
	}
	buf_free(&text);
}

void
post_tell(struct post *p)
{
	static const enum store_status statuses[] = {
		[SMS_OK] = STORE_OK,
		[SMS_TEMPORARY] = STORE_TEMPORARY,
		[SMS_PERMANENT] = STORE_PERMANENT,
		[SMS_UNKNOWN] = STORE_UNKNOWN,
	};
	struct mms_submit *s = &p->s;
	struct store_part parts[STORE_PARTS_MAX];
	struct store_message m = { .n = p->number,
		.nparts = (unsigned)s->nrecipients, .parts = parts };
	struct diag_err err;
	int rc;

	if (!p->number)
		return;
	m.account = account(p);
	m.status = statuses[mms_result_status(s)];
	m.ended = clock_now();
	report(s, parts);
	rc = store_message_end(p->poster->store, &m, 0, &err);
	if (rc < 0)
		diag_warn(NULL, "%s: what came of it is not noted: %s", s->id,
		    err.text);
	else if (rc == 0)
		diag_warn(NULL, "%s: the store has it no more as ours: what "
		    "came of it is not noted", s->id);
	else
		tell_why(p, m.ended);
	if (rc > 0 && p->poster->noted++ % POST_EXPIRE_EVERY == 0)
		state_expire(p->poster->store, p->poster->o->config);
}
