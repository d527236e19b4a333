/* Was a message here before?  The store's answer.  See post_priv.h. */
#include <string.h>
#include <sysexits.h>

#include "engine/mm7submit/post_priv.h"
#include "engine/state.h"
#include "store/message.h"

/*
 * A part of the store's message is a recipient: in the order of the addresses,
 * since the same mail may come with them in another.
 */
size_t
post_part(const struct mms_submit *s, size_t i)
{
	const char *us = mms_address_text(&s->recipient[i].addr);
	size_t k, before = 0;

	for (k = 0; k < s->nrecipients; k++)
		before += strcmp(mms_address_text(&s->recipient[k].addr),
		    us) < 0;
	return before;
}

/* Which of the recipients that is; they are as many as the parts. */
struct mms_recipient *
post_recipient(struct mms_submit *s, size_t part)
{
	size_t i = 0;

	while (i + 1 < s->nrecipients && post_part(s, i) != part)
		i++;
	return &s->recipient[i];
}

/* 1, 0: there is none, or -1 with err. */
static int
open_store(struct poster *r, struct diag_err *err)
{
	if (!r->store_opened && state_open(r->o->config, &r->store) != 0)
		return diag_err(err, EX_TEMPFAIL, "4.3.0 without the store "
		    "nothing is sent");
	r->store_opened = 1;
	return r->store != NULL;
}

int
post_theirs(struct poster *r, const struct record *rec,
    char out[POST_ID_SIZE], struct diag_err *err)
{
	const char *id = record_str(rec, REC_ID), *theirs;
	struct store_message m;
	unsigned i;
	int rc;

	if ((rec->type != REC_CANCEL && rec->type != REC_REPLACE) || !id ||
	    record_str(rec, REC_MESSAGE_ID))
		return 0;
	rc = open_store(r, err);
	if (rc > 0 && (rc = store_message_find(r->store, id, &m, err)) < 0)
		err->sysexit = EX_TEMPFAIL;
	if (rc <= 0)
		return rc;
	for (i = 0; i < m.nparts; i++) {
		theirs = m.parts[i].message_id;
		if (!theirs || strcmp(theirs, out) == 0)
			continue;
		if (strlen(theirs) >= POST_ID_SIZE)
			return diag_err(err, EX_DATAERR, "message_id: is "
			    "missing, and the store's is too long");
		if (*out)
			return diag_err(err, EX_DATAERR, "message_id: is "
			    "missing, and the message of that id has several");
		strcpy(out, theirs);
	}
	return 0;
}

int
post_has_store(struct post *p, struct diag_err *err)
{
	struct poster *r = p->poster;

	if (p->s.msg.op != MM7_SUBMIT_REQ)
		return 0;
	if (open_store(r, err) < 0)
		return -1;
	if (r->store && p->s.nrecipients > STORE_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "over %d recipients",
		    STORE_PARTS_MAX);
	return r->store != NULL;
}

/* ---- was it here before? ---- */

/* Of all that is sent, for who asks whether it is the same. */
int
post_fingerprint(const struct mms_submit *s)
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

const char *
post_first_address(struct mms_submit *s)
{
	return mms_address_text(&post_recipient(s, 0)->addr);
}

/* Another message than the one that had this id?  Scripts number their alarms,
   and begin again with 1. */
static const char *
other(struct post *p, const struct record *rec, const struct store_message *m)
{
	if (m->nparts != p->s.nrecipients || (m->to && strcmp(m->to,
	    post_first_address(&p->s)) != 0))
		return "id: another message, to somebody else, has it";
	if (rec && !rec->v[REC_MAIL] && m->fingerprint && m->fingerprint !=
	    post_fingerprint(&p->s))
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

		to = post_recipient(s, i);
		if (part->state == STORE_PART_OK) {
			to->status = SMS_OK;
			to->duplicate = 1;
			to->message_id = arena_str(&s->own, part->message_id);
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
	int rc = post_has_store(p, err);

	if (rc <= 0)
		return rc;
	rc = store_message_find(p->poster->store, p->s.id, &m, err);
	if (rc < 0)
		err->sysexit = EX_TEMPFAIL;	/* damaged, say: not by this */
	if (rc <= 0)
		return rc;
	why = other(p, rec, &m);
	if (why)
		return diag_err(err, EX_DATAERR, "%s", why);
	p->seen = (int)m.status;
	return judge(p, &m);
}
