/* What is about to be sent, and what came of it, for the store.  See
   post_priv.h. */
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/mm7submit/post_priv.h"
#include "engine/state.h"
#include "smpp/pdu.h"
#include "store/message.h"
#include "store/number.h"

/*
 * A part of the store's message is a recipient: in the order of the addresses,
 * since the same mail may come with them in another.
 */
static size_t
part_of(const struct mms_submit *s, size_t i)
{
	const char *us = mms_address_text(&s->recipient[i].addr);
	size_t k, before = 0;

	for (k = 0; k < s->nrecipients; k++)
		before += strcmp(mms_address_text(&s->recipient[k].addr),
		    us) < 0;
	return before;
}

/* Which of the recipients that is; they are as many as the parts. */
static struct mms_recipient *
recipient_of(struct mms_submit *s, size_t part)
{
	size_t i = 0;

	while (i + 1 < s->nrecipients && part_of(s, i) != part)
		i++;
	return &s->recipient[i];
}

static int
has_store(struct post *p, struct diag_err *err)
{
	struct poster *r = p->poster;

	if (p->s.msg.op != MM7_SUBMIT_REQ)
		return 0;
	if (!r->store_opened && state_open(r->o->config, &r->store) != 0)
		return diag_err(err, EX_TEMPFAIL, "4.3.0 without the store "
		    "nothing is sent");
	r->store_opened = 1;
	if (r->store && p->s.nrecipients > STORE_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "over %d recipients",
		    STORE_PARTS_MAX);
	return r->store != NULL;
}

/* ---- was it here before? ---- */

/* Of all that is sent, for who asks whether it is the same. */
static int
fingerprint(const struct mms_submit *s)
{
	uint32_t h = 2166136261u;	/* FNV-1a: no guard against malice */
	const uint8_t *data;
	size_t i, k;

	for (i = 0; i < s->content.n; i++) {
		data = s->content.part[i].data;
		for (k = 0; k < s->content.part[i].n; k++)
			h = (h ^ data[k]) * 16777619u;
	}
	h &= 0x7fffffff;
	return h ? (int)h : 1;
}

static const char *
first_address(struct mms_submit *s)
{
	return mms_address_text(&recipient_of(s, 0)->addr);
}

/* Another message than the one that had this id?  Scripts number their alarms,
   and begin again with 1. */
static const char *
other(struct post *p, const struct record *rec, const struct store_message *m)
{
	if (m->nparts != p->s.nrecipients || (m->to && strcmp(m->to,
	    first_address(&p->s)) != 0))
		return "id: another message, to somebody else, has it";
	if (rec && !rec->v[REC_MAIL] && m->fingerprint && m->fingerprint !=
	    fingerprint(&p->s))
		return "id: another message, with another content, has it";
	return NULL;
}

/* What is known of each recipient. Those who have it go behind the others. */
static void
take_parts(struct post *p, const struct store_message *m)
{
	struct mms_submit *s = &p->s;
	struct mms_recipient *to, t;
	unsigned i;

	for (i = 0; i < m->nparts; i++) {
		const struct store_part *part = &m->parts[i];
		int maybe = part->state == STORE_PART_UNKNOWN ||
			part->state == STORE_PART_SENDING;

		to = recipient_of(s, i);
		if (part->state == STORE_PART_OK) {
			to->status = SMS_OK;
			to->duplicate = 1;
			to->message_id = mms_keep_str(&s->own,
			    part->message_id);
		} else if (maybe && m->status == STORE_UNKNOWN) {
			to->status = SMS_UNKNOWN;
			to->enhanced = "5.4.2";
			to->reason = "no response came to an earlier run "
			    "(mobstate resend or drop decides)";
		}
	}
	for (p->left = i = 0; i < s->nrecipients; i++)
		if (s->recipient[i].status == SMS_TEMPORARY) {
			t = s->recipient[p->left];
			s->recipient[p->left++] = s->recipient[i];
			s->recipient[i] = t;
		}
}

static void
put_off(struct post *p, enum sms_status status, const char *reason)
{
	size_t i;

	for (i = 0; i < p->s.nrecipients; i++)
		if (p->s.recipient[i].status == SMS_TEMPORARY) {
			p->s.recipient[i].status = status;
			p->s.recipient[i].reason = reason;
		}
}

/* By what became of it: 1: it is answered. */
static int
judge(struct post *p, struct store_message *m)
{
	int hold = config_int(p->s.view, MM7_ON_UNKNOWN) == ON_UNKNOWN_HOLD;

	switch (m->status) {
	case STORE_OK:
		take_parts(p, m);
		return 1;
	case STORE_SENDING:
		put_off(p, SMS_TEMPORARY, m->busy ?
		    "another process is sending it" :
		    "a message of the same id is being sent");
		return 1;
	case STORE_DROPPED:
		take_parts(p, m);
		put_off(p, SMS_PERMANENT, "given up by mobstate drop");
		return 1;
	case STORE_UNKNOWN:
		if (!hold)
			m->status = STORE_TEMPORARY;
		take_parts(p, m);
		put_off(p, SMS_TEMPORARY, "it waits for a decision about "
		    "others, who may have it");
		m->status = STORE_UNKNOWN;
		return hold;
	default:
		take_parts(p, m);
		return 0;
	}
}

int
post_recall(struct post *p, const struct record *rec, struct diag_err *err)
{
	struct store_message m;
	const char *why;
	int rc = has_store(p, err);

	if (rc > 0)
		rc = store_message_find(p->poster->store, p->s.id, &m, err);
	if (rc <= 0)
		return rc;
	why = other(p, rec, &m);
	if (why)
		return diag_err(err, EX_DATAERR, "%s", why);
	p->seen = (int)m.status;
	return judge(p, &m);
}

/* ---- what is meant to be ---- */

static void
keep_little(struct post *p, struct buf *b)
{
	const char *from = mms_address_text(&p->s.msg.sender);

	buf_reset(b);
	json_open(b, '{');
	json_key_cstr(b, "from", from);
	json_key_cstr(b, "to", first_address(&p->s));
	if (p->s.domain)
		json_key_cstr(b, "domain", p->s.domain);
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

/* The record as it is kept, for reports and notifications: without its
   content. */
static void
keep_record(struct post *p, struct buf *b)
{
	uint64_t without = RECORD_SET(REC_TYPE) | RECORD_SET(REC_ID) |
		RECORD_SET(REC_RESULT) | RECORD_SET(REC_CONTENT) |
		RECORD_SET(REC_DRY_RUN) | RECORD_SET(REC_TO);
	struct buf ours = BUF_INIT;
	struct record rec;

	if (!config_bool(p->s.view, STATE_KEEP_TEXT))
		without |= RECORD_SET(REC_TEXT) | RECORD_SET(REC_DATA);
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
		.to = first_address(s), .ref = -1,
		.asked = report && strcmp(report, "true") == 0,
		.fingerprint = fingerprint(s), .begun = clock_now(),
		.nparts = (unsigned)s->nrecipients, .parts = parts,
	};
	struct buf b = BUF_INIT;
	size_t i;
	int rc = has_store(p, err);

	if (rc <= 0)
		return rc;
	for (i = 0; i < s->nrecipients; i++)
		parts[part_of(s, i)] = (struct store_part){ .umr = -1,
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
	p->number = m.n;
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
		parts[part_of(s, i)] = (struct store_part){ .umr = -1,
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
	if (rc > 0)
		state_expire(p->poster->store, p->poster->o->config);
}
