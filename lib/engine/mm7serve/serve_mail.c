/* What an MMSC brings, as mail or as a record.  See serve_priv.h. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "engine/mm7serve/serve_priv.h"
#include "engine/receipt.h"
#include "gateway/mms/report.h"
#include "gateway/sms/notify.h"
#include "mail/mbox.h"

static enum serve_got
no_memory(struct serve_request *r)
{
	diag_err(&r->err, EX_TEMPFAIL, "out of memory");
	return SERVE_FAILED;
}

static struct mms_context
context(const struct serve_request *r)
{
	const struct serve *s = r->serve;

	return (struct mms_context){ .view = s->d.view,
		.domain = s->o->listen.domain, .id = r->id, .host = s->host,
		.account = *r->account ? r->account : NULL,
		.peer = http_exchange_peer(r->x), .now_ms = clock_now() };
}

/* A mail is what the handler gets; a stream of them is an mbox. */
static enum serve_got
finish_mail(struct serve_request *r, struct serve_made *m)
{
	struct serve *s = r->serve;

	if (s->o->listen.handler->argv)
		buf_add(&s->out, s->mail.p, s->mail.len);
	else
		mbox_put(&s->out, m->sender, clock_now(), s->mail.p,
		    s->mail.len);
	return s->mail.err || s->out.err ? no_memory(r) : SERVE_MADE;
}

static enum serve_got
deliver_mail(struct serve_request *r, struct serve_made *m)
{
	struct mms_context ctx = context(r);

	if (mms_deliver_mail(&r->msg, &r->related, &ctx, &r->serve->mail,
	    &m->envelope, &r->err) < 0)
		return SERVE_FAILED;
	m->sender = m->envelope.sender;
	m->to = m->envelope.to;
	m->nto = m->envelope.nto;
	return finish_mail(r, m);
}

/* The parties, for SENDER and RECIPIENT of a handler that gets records. */
static void
parties(struct serve_made *m, const struct mm7_addr *from,
    const struct mm7_addr *to)
{
	strncpy(m->address[0], mms_address_text(from), MMS_ADDRESS_SIZE - 1);
	strncpy(m->address[1], mms_address_text(to), MMS_ADDRESS_SIZE - 1);
	m->sender = m->address[0];
	m->one[0] = m->address[1];
	m->to = m->one;
	m->nto = *m->one[0] != '\0';
}

static enum serve_got
deliver_record(struct serve_request *r, struct serve_made *m)
{
	static const struct mm7_addr nobody;
	const struct mm7_addrs *to = &r->msg.recipients[MM7_TO];
	struct mms_context ctx = context(r);

	parties(m, &r->msg.sender, to->n ? &to->a[0] : &nobody);
	return mms_deliver_record(&r->msg, &r->related, &ctx,
	    &r->serve->out) < 0 ? no_memory(r) : SERVE_MADE;
}

/* A report as mail: to who sent the message that it is about, where that is
   known and he wants to hear of it. */
static enum serve_got
report_mail(struct serve_request *r, struct serve_made *m)
{
	struct serve *s = r->serve;
	struct sms2mail how = { .config = s->d.config,
		.domain = s->o->listen.domain, .scratch = s->scratch,
		.host = s->host };
	struct sms2mail_out out = { .mail = &s->mail };
	struct record rec;
	int got = record_read(s->reader, s->record.p, s->record.len, &rec,
	    &r->err);

	if (got == 0)
		got = notify(&how, &rec, clock_now(), &out, &r->err);
	if (got <= 0)
		return got < 0 ? SERVE_FAILED : SERVE_NOTHING;
	strcpy(m->address[1], out.recipient);
	m->sender = "";
	m->one[0] = m->address[1];
	m->to = m->one;
	m->nto = 1;
	return finish_mail(r, m);
}

/* Of a message to several, the report is about one of them. */
static int
name_recipient(struct serve_request *r)
{
	struct serve *s = r->serve;
	struct buf one = BUF_INIT;
	struct record rec;

	if (record_read(s->reader, s->original.p, s->original.len, &rec,
	    &r->err) < 0)
		return -1;
	if (!rec.v[REC_TO] || rec.v[REC_TO]->kind != JSON_LIST)
		return 0;
	record_open(&one, &rec, RECORD_SET(REC_TO));
	json_key_cstr(&one, record_key_name(REC_TO),
	    mms_address_text(&r->msg.recipient));
	json_close(&one, '}');
	buf_free(&s->original);
	s->original = one;
	return 0;
}

/* The record of the message that the report is about into s->original, which
   stays empty where nobody knows it.  0, or -1. */
static int
find_original(struct serve_request *r)
{
	struct serve *s = r->serve;
	const char *id = r->msg.v[MM7_MESSAGE_ID];
	const char *status = r->msg.v[MM7_MM_STATUS];
	char about[SMS_MESSAGE_ID_MAX];
	struct store_message sm;
	int rc;

	buf_reset(&s->original);
	if (!s->d.store || !id || !*id)
		return 0;
	rc = store_message_theirs(s->d.store, NULL, id, &sm, &r->err);
	if (rc <= 0)
		return rc;
	if (receipt_original(s->reader, &sm, &s->original, &r->err) < 0 ||
	    name_recipient(r) < 0)
		return -1;
	/* what was borrowed goes with the next call */
	snprintf(about, sizeof about, "%s", sm.id);
	if (r->msg.op == MM7_DELIVERY_REPORT_REQ && serve_settle(r, &sm) < 0)
		return -1;
	return store_event_put(s->d.store, about, clock_now(), "report",
	    status, &r->err) < 0 ? -1 : 0;
}

static enum serve_got
report(struct serve_request *r, struct serve_made *m)
{
	struct serve *s = r->serve;
	struct mms_context ctx = context(r);

	if (find_original(r) < 0)
		return SERVE_FAILED;
	buf_reset(&s->record);
	if (mms_report_record(&r->msg, &ctx, s->original.len ?
	    s->original.p : NULL, s->original.len, &s->record) < 0)
		return no_memory(r);
	if (!s->o->json)
		return report_mail(r, m);
	parties(m, &r->msg.recipient, &r->msg.sender);
	buf_add(&s->out, s->record.p, s->record.len);
	return s->out.err ? no_memory(r) : SERVE_MADE;
}

enum serve_got
serve_make(struct serve_request *r, struct serve_made *m)
{
	memset(m, 0, sizeof *m);
	m->sender = "";
	buf_reset(&r->serve->out);
	buf_reset(&r->serve->mail);
	if (r->msg.op == MM7_DELIVERY_REPORT_REQ ||
	    r->msg.op == MM7_READ_REPLY_REQ)
		return report(r, m);
	return r->serve->o->json ? deliver_record(r, m) : deliver_mail(r, m);
}

void
serve_made_release(struct serve_made *m)
{
	mms_envelope_release(&m->envelope);
}
