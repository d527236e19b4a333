/*
 * As an MMSC: a mail, or a deliver record, to the DeliverReq of each VASP that
 * it is for, and what became of it.  See serve_priv.h.
 *
 * What is refused, or cannot be sent, is told and not tried again: who put it
 * on our standard input decides about that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/decision.h"
#include "engine/mm7serve/serve_priv.h"
#include "gateway/mms/serve.h"
#include "mail/mail.h"
#include "mm7/soap.h"

enum { AT_ONCE = 16 };		/* messages under way; then no more are read */

/* A message. */
struct outgoing {
	struct serve *serve;
	struct outgoing *next, **at;
	struct mms_submit s;
	struct buf line;		/* its record, not closed; empty: a mail */
	char account[HTTP_USER_MAX];	/* that the record names; "" */
	const char *url;		/* of the recipients under way; borrowed
					   until the request is posted */
	size_t first, n;		/* recipients under way */
	int one_by_one;			/* a VASP said 3003 */
	struct buf soap, type, body;
	msec began;
};

static void
outgoing_free(struct outgoing *g)
{
	*g->at = g->next;
	if (g->next)
		g->next->at = g->at;
	g->serve->noutgoing--;
	mms_submit_release(&g->s);
	buf_free(&g->line);
	buf_free(&g->soap);
	buf_free(&g->type);
	buf_free(&g->body);
	free(g);
}

int
serve_deliver_full(const struct serve *s)
{
	return s->noutgoing >= AT_ONCE || sink_full(s->d.sink);
}

/* ---- what became of it ---- */

/* Are results wanted, and not told for people alone? */
static int
has_results(const struct serve *s)
{
	return !s->o->listen.quiet && !s->o->listen.handler->argv;
}

static void
put_line(struct serve *s, const struct buf *line)
{
	if (line->err) {
		diag_warn(NULL, "a result: out of memory");
		return;
	}
	sink_put(s->d.sink, line->p, line->len);
	delivery_flush(s->d.delivery);
}

static void
tell(const struct outgoing *g)
{
	const struct mms_recipient *r;
	size_t i;

	for (i = 0; i < g->s.nrecipients; i++) {
		r = &g->s.recipient[i];
		if (r->status == SMS_OK)
			diag_info("%s: delivered to %s", g->s.id,
			    mms_address_text(&r->addr));
		else
			diag_warn(NULL, "%s: to %s: %s", g->s.id,
			    mms_address_text(&r->addr), r->reason ? r->reason :
			    sms_status_name(r->status));
	}
}

static void
put_record(struct serve *s, struct outgoing *g)
{
	mms_result_write(&g->line, &g->s, NULL, ident_time());
	record_close(&g->line);
	if (!g->line.err)
		decision_result(g->line.p, g->line.len, g->began);
	if (has_results(s))
		put_line(s, &g->line);
}

static void
finish(struct outgoing *g)
{
	struct serve *s = g->serve;

	if (!g->line.len || !has_results(s))
		tell(g);
	if (g->line.len)
		put_record(s, g);
	outgoing_free(g);
	serve_stdin_go_on(s->in);
	if (s->d.delivery)
		daemon_look(&s->d);
}

/* ---- which VASP ---- */

/* Whose recipient that is: as the record says, or by the number in the users
   file. */
static const char *
url_of(const struct outgoing *g, const struct mms_recipient *r)
{
	const struct serve *s = g->serve;
	const struct user *u = NULL;

	if (*g->account)
		return serve_vasp_url(s, g->account);
	if (s->users && r->addr.text && r->addr.kind != MM7_RFC2822)
		u = users_of_number(s->users, r->addr.text);
	return serve_vasp_url(s, u ? u->system_id : NULL);
}

static int
same_url(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The next of the recipients that go by one request are moved together. */
static void
group(struct outgoing *g)
{
	struct mms_recipient *r = g->s.recipient, one;
	size_t i, most = g->one_by_one ? 1 : mms_submit_step(&g->s);

	g->url = url_of(g, &r[g->first]);
	g->n = 1;
	for (i = g->first + 1; i < g->s.nrecipients && g->n < most; i++) {
		if (!same_url(url_of(g, &r[i]), g->url))
			continue;
		one = r[i];
		r[i] = r[g->first + g->n];
		r[g->first + g->n++] = one;
	}
}

/* ---- sending ---- */

static void go_on(struct outgoing *g);

static enum mm7_class
judge(struct outgoing *g, const struct http_client_answer *a,
    const struct mm7_msg *msg)
{
	struct mm7_msg yes;

	if (msg->op != MM7_NONE)
		return mms_result_answer(&g->s, g->first, g->n, msg);
	if (a->status / 100 != 2 || a->n || a->error)
		return mms_result_http(&g->s, g->first, g->n, a->status,
		    a->sent, a->error);
	/* there are VASPs that say 200 and nothing else */
	memset(&yes, 0, sizeof yes);
	yes.op = MM7_DELIVER_RSP;
	yes.v[MM7_STATUS_CODE] = "1000";
	return mms_result_answer(&g->s, g->first, g->n, &yes);
}

static void
on_posted(void *arg, const struct http_client_answer *a,
    const struct mm7_msg *msg)
{
	struct outgoing *g = arg;

	switch (judge(g, a, msg)) {
	case MM7_ONE_BY_ONE:
		g->one_by_one = 1;
		break;
	case MM7_NO_LINKED_ID:
		mms_submit_unlink(&g->s);
		break;
	default:
		g->first += g->n;
		break;
	}
	go_on(g);
}

/* 0, or -1 with err. */
static int
post(struct outgoing *g, struct diag_err *err)
{
	const struct mm7_msg *m = mms_submit_request(&g->s, g->first, g->n);
	const struct mms_content *c = &g->s.content;

	if (!g->url)
		return diag_err(err, EX_UNAVAILABLE, "nobody is known to have "
		    "it: MM7_Server_VASP_URL is not set, and no url= of the "
		    "users file is his");
	buf_reset(&g->soap);
	buf_reset(&g->type);
	buf_reset(&g->body);
	if (!m)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	if (mm7_write(m, &g->soap, err) < 0)
		return -1;
	if (related_write(g->soap.p, g->soap.len, MMS_CONTENT_ID, c->part, c->n,
	    &c->style, m->v[MM7_TRANSACTION_ID], &g->type, &g->body) < 0 ||
	    serve_post(g->serve, g->url, buf_cstr(&g->type), &g->body,
	    on_posted, g) < 0)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	return 0;
}

/* The next request; or it has ended. */
static void
go_on(struct outgoing *g)
{
	struct diag_err err;

	for (; g->first < g->s.nrecipients; g->first += g->n) {
		group(g);
		if (post(g, &err) == 0)
			return;
		mms_result_failed(&g->s, g->first, g->n, &err);
	}
	finish(g);
}

/* ---- what is to be sent ---- */

static struct outgoing *
outgoing_new(struct serve *s)
{
	struct outgoing *g = calloc(1, sizeof *g);

	if (!g) {
		diag_warn(NULL, "stdin: out of memory");
		return NULL;
	}
	g->serve = s;
	g->began = clock_mono();
	g->next = s->outgoing;
	g->at = &s->outgoing;
	if (g->next)
		g->next->at = &g->next;
	s->outgoing = g;
	s->noutgoing++;
	return g;
}

static struct mms_envelope
envelope(const struct serve *s)
{
	return (struct mms_envelope){ .config = s->d.config,
		.domain = s->o->listen.domain };
}

void
serve_deliver_mail(struct serve *s, const char *p, size_t n)
{
	struct mms_envelope e = envelope(s);
	struct outgoing *g = outgoing_new(s);
	struct mail *mail = NULL;
	struct diag_err err;
	int rc;

	if (!g)
		return;
	rc = mail_read(p, n, &mail, &err);
	if (rc == 0 && mail->nrecipients == 0)
		rc = diag_err(&err, EX_DATAERR, "the mail has no recipient");
	if (rc == 0)
		rc = mms_serve_mail(&g->s, &e, mail, p, n,
		    (const char *const *)mail->recipients, mail->nrecipients,
		    &err);
	mail_free(mail);
	if (rc == 0) {
		go_on(g);
		return;
	}
	diag_warn(NULL, "stdin: a mail%s%s: %s", *g->s.id ? " " : "", g->s.id,
	    err.text);
	outgoing_free(g);
}

/* It never got as far as to have recipients. */
static void
refuse(struct outgoing *g, const struct source_item *item,
    const struct diag_err *err)
{
	diag_warn(&item->pos, "%s", err->text);
	if (!g->line.len)
		record_invalid(&g->line, item->pos.line, item->p, item->n,
		    err->text);
	else {
		json_key(&g->line, "result");
		json_open(&g->line, '{');
		json_key_cstr(&g->line, "status", sms_status_name(
		    err->sysexit == EX_TEMPFAIL ? SMS_TEMPORARY :
		    SMS_PERMANENT));
		json_key_cstr(&g->line, "reason", err->text);
		json_close(&g->line, '}');
		record_close(&g->line);
	}
	if (has_results(g->serve))
		put_line(g->serve, &g->line);
	outgoing_free(g);
}

void
serve_deliver_record(struct serve *s, const struct source_item *item)
{
	struct mms_envelope e = envelope(s);
	struct outgoing *g = outgoing_new(s);
	struct record rec;
	struct diag_err err;
	int named, rc;

	if (!g)
		return;
	rc = item->too_long ? diag_err(&err, EX_DATAERR, "the line is too long") :
		record_read(s->reader, item->p, item->n, &rec, &err);
	if (rc == 0) {
		record_open(&g->line, &rec, RECORD_SET(REC_RESULT));
		if (record_str(&rec, REC_SYSTEM_ID))
			snprintf(g->account, sizeof g->account, "%s",
			    record_str(&rec, REC_SYSTEM_ID));
		named = record_str(&rec, REC_ID) != NULL;
		rc = mms_serve_record(&g->s, &e, &rec, &err);
		/* by which the log names it */
		if (!named && *g->s.id)
			json_key_cstr(&g->line, "id", g->s.id);
	}
	if (rc < 0)
		refuse(g, item, &err);
	else
		go_on(g);
}

void
serve_deliver_stop(struct serve *s)
{
	struct diag_err err;
	struct outgoing *g;

	while ((g = s->outgoing)) {
		/* it may have been sent, or not */
		diag_err(&err, EX_TEMPFAIL, "we were told to stop");
		mms_result_http(&g->s, g->first, g->n, 0, 1, err.text);
		g->first += g->n;
		if (g->first < g->s.nrecipients)
			mms_result_failed(&g->s, g->first,
			    g->s.nrecipients - g->first, &err);
		finish(g);
	}
}
