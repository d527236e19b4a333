/* One message, from its mail or record to its result.  See post_priv.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/decision.h"
#include "engine/filter/filter_replies.h"
#include "engine/ident.h"
#include "engine/mm7submit/post_priv.h"
#include "mail/mail.h"

/* ---- one begins and ends ---- */

static struct post *
begin(struct poster *r)
{
	struct post *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->poster = r;
	p->began = clock_mono();
	p->next = r->posts;
	p->at = &r->posts;
	if (p->next)
		p->next->at = &p->next;
	r->posts = p;
	r->nposts++;
	return p;
}

static void
release(struct post *p)
{
	struct poster *r = p->poster;

	*p->at = p->next;
	if (p->next)
		p->next->at = p->at;
	r->nposts--;
	post_shrink_end(p);
	loop_watch_free(p->timer);
	mms_submit_release(&p->s);
	buf_free(&p->line);
	buf_free(&p->soap);
	buf_free(&p->type);
	buf_free(&p->body);
	free(p);
	poster_feed(r);
}

/* Options are known from here on. */
static int
open_peer(struct post *p, struct diag_err *err)
{
	const struct mm7submit_opts *o = p->poster->o;
	msec most = config_msec(p->s.view, GIVE_UP);

	decision_open(p->s.view);
	p->deadline = p->began + (most ? most : UINT64_MAX / 2);
	p->left = p->s.nrecipients;
	p->peer = post_peer(p->poster, p->s.view, p->s.domain ? p->s.domain :
	    o->domain, err);
	return p->peer ? 0 : -1;
}

/* -n: what would be sent. */
static void
show(struct post *p)
{
	struct buf out = BUF_INIT;
	struct diag_err err = { 0 };
	size_t step = mms_submit_step(&p->s);
	const struct mm7_msg *m;

	for (p->first = 0; p->first < p->left; p->first += p->n) {
		p->n = p->left - p->first < step ? p->left - p->first : step;
		m = mms_submit_request(&p->s, p->first, p->n);
		if (!m || post_write(p, m, &err) < 0)
			break;
		post_show(p, &out);
	}
	if (p->first < p->left) {
		diag_status("5.6.0", "%s", err.sysexit ? err.text :
		    "out of memory");
		poster_count(p->poster, err.sysexit ? err.sysexit :
		    EX_TEMPFAIL, 0);
	} else {
		poster_put(p->poster, &out);
		poster_count(p->poster, 0, 0);
	}
	buf_free(&out);
	release(p);
}

/* Sent before, to some or all? */
static void
begin_sending(struct post *p, const struct record *rec)
{
	struct diag_err err;
	int done = p->poster->o->dry_run ? 0 : post_recall(p, rec, &err);

	if (done < 0)
		post_fail(p, &err);
	else if (done > 0 || p->left == 0)
		post_end(p);
	else
		post_fit(p);
}

void
post_ready(struct post *p)
{
	struct diag_err err;

	if (p->poster->o->dry_run)
		show(p);
	else if (post_note(p, &err) < 0)
		post_fail(p, &err);
	else
		post_send(p);
}

/* ---- what became of it ---- */

/* The general code of a failure that brings none along. */
static const char *
enhanced(int sysexit)
{
	switch (sysexit) {
	case EX_NOUSER: return "5.1.3";
	case EX_DATAERR: return "5.6.0";
	case EX_USAGE: return "5.3.5";
	case EX_CONFIG: return "4.3.5";
	default: return "4.3.0";
	}
}

/* "5.3.4 text": the code and its length with the blank; else NULL. */
static size_t
own_code(const char *text, char code[12])
{
	int n = 0;

	code[0] = '\0';
	if ((*text == '4' || *text == '5') && sscanf(text,
	    "%11[45.0-9] %n", code, &n) == 1 && n > 5 && text[1] == '.')
		return (size_t)n;
	code[0] = '\0';
	return 0;
}

static void
say_failure(const struct diag_err *err)
{
	char code[12];
	size_t skip = own_code(err->text, code);

	diag_status(skip ? code : enhanced(err->sysexit), "%s",
	    err->text + skip);
}

static void
say_recipient(const struct mms_recipient *r, const char *code)
{
	static const char maybe[] = "it may have been sent";
	const char *to = mms_address_text(&r->addr);
	const char *why = r->reason ? r->reason : "not sent";
	int say = r->status == SMS_UNKNOWN && !strstr(why, maybe);

	diag_status(code, "%s%s%s%s%s", to, *to ? ": " : "", say ? maybe : "",
	    say ? ": " : "", why);
}

/* Those who decided first, since the first line counts. */
static void
say_outcome(const struct post *p, const char *code, enum sms_status decisive)
{
	size_t i, said = 0, failed = 0;
	int pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < p->s.nrecipients; i++) {
			const struct mms_recipient *r = &p->s.recipient[i];

			if (r->status == SMS_OK ||
			    (r->status == decisive) != (pass == 0))
				continue;
			if (++failed <= POST_LINES_MAX)
				say_recipient(r, said++ == 0 || !r->enhanced ?
				    code : r->enhanced);
		}
	if (failed > POST_LINES_MAX)
		diag_warn(NULL, "and %zu recipients more",
		    failed - POST_LINES_MAX);
}

/* The status that the exit status is made of. */
static enum sms_status
decisive(const struct mms_submit *s)
{
	enum sms_status status = mms_result_status(s);
	size_t i;

	for (i = 0; status != SMS_UNKNOWN && i < s->nrecipients; i++)
		if (s->recipient[i].status == SMS_TEMPORARY)
			status = SMS_TEMPORARY;
	return status;
}

/* Credentials, paths, versions: ours to mend, so the mail waits. */
static void
count(struct post *p)
{
	enum sms_status status = decisive(&p->s);
	char code[8];
	int sysexit = p->err.sysexit;

	if (sysexit) {
		say_failure(&p->err);
		poster_count(p->poster, sysexit, 0);
		return;
	}
	sysexit = mms_result_sysexit(&p->s, code);
	if (p->misconfigured && status == SMS_PERMANENT) {
		sysexit = p->poster->o->json || p->poster->o->mbox ?
			EX_NOPERM : EX_TEMPFAIL;
		code[0] = '4';
	}
	if (sysexit)
		say_outcome(p, code, status);
	poster_count(p->poster, sysexit, status == SMS_UNKNOWN);
}

static void
put_failure(struct buf *b, const struct diag_err *err)
{
	char code[12];
	size_t skip = own_code(err->text, code);

	json_key(b, "result");
	json_open(b, '{');
	json_key_cstr(b, "status", sms_status_name(err->sysexit ==
	    EX_TEMPFAIL ? SMS_TEMPORARY : SMS_PERMANENT));
	json_key_cstr(b, "reason", err->text + skip);
	json_key_cstr(b, "enhanced", skip ? code : enhanced(err->sysexit));
	json_key_cstr(b, "at", ident_time());
	json_close(b, '}');
}

/* As it came, with its id at least. */
static void
open_record(struct post *p, struct buf *b, const struct record *rec)
{
	record_open(b, rec, RECORD_SET(REC_RESULT));
	if (!(rec->present & RECORD_SET(REC_ID)) && *p->s.id)
		json_key_cstr(b, "id", p->s.id);
}

/* The record with its result; of a mail that became none, nothing. */
static void
put_result(struct post *p)
{
	struct poster *r = p->poster;
	struct buf b = BUF_INIT;
	struct record rec;

	if (r->o->json && record_read(r->reader, p->line.p, p->line.len, &rec,
	    NULL) == 0)
		open_record(p, &b, &rec);
	else if (!r->o->json && *p->s.id)
		mms_submit_write(&b, &p->s);
	else
		return;
	if (p->err.sysexit)
		put_failure(&b, &p->err);
	else
		mms_result_write(&b, &p->s, p->peer ? p->peer->name.p : NULL,
		    ident_time());
	record_close(&b);
	decision_result(b.p, b.len, p->began);
	if (!r->o->quiet)
		poster_put(r, &b);
	buf_free(&b);
}

void
post_end(struct post *p)
{
	post_tell(p);
	count(p);
	if (!p->poster->o->dry_run)
		put_result(p);
	release(p);
}

void
post_fail(struct post *p, const struct diag_err *err)
{
	p->err = *err;
	post_end(p);
}

/* ---- mail ---- */

/* `15551234567@mms.example.com`: its domain; NULL. */
static const char *
domain_of(const char *to)
{
	const char *at = strrchr(to, '@');

	return at ? at + 1 : NULL;
}

static int
is_same_domain(const char *a, const char *b)
{
	return a == b || (a && b && strcasecmp(a, b) == 0);
}

/* An MM7 domain has a stanza with an MMSC. */
static int
is_ours(const struct poster *r, const char *to)
{
	const char *d = domain_of(to);
	const struct config_view *v;

	if (!d || !to[0] || to[strspn(to, "+0123456789")] != '@')
		return 0;
	if (r->o->domain && strcasecmp(d, r->o->domain) == 0)
		return 1;
	if (!config_has_domain(r->o->config, d))
		return 0;
	v = config_view(r->o->config, d, NULL, NULL);
	return v && (config_str(v, MM7_MMSC_SERVER) ||
		config_item(v, ROUTES, 0) || config_str(v, HTTP_HOST));
}

static size_t
recipients(const struct poster *r, const struct mail *m, const char **to)
{
	size_t i, n = 0;

	if (!r->o->from_headers) {
		for (; n < r->o->nrecipients; n++)
			to[n] = r->o->recipients[n];
		return n;
	}
	for (i = 0; i < m->nrecipients && n < MAIL_RECIPIENTS_MAX; i++)
		if (is_ours(r, m->recipients[i]))
			to[n++] = m->recipients[i];
	return n;
}

/* A message for each domain, and for as many as one may have. */
static size_t
take_group(const char **to, size_t n)
{
	const char *t;
	size_t in = 0, i;

	for (i = 0; i < n && in < STORE_PARTS_MAX; i++)
		if (is_same_domain(domain_of(to[i]), domain_of(to[0]))) {
			t = to[in];
			to[in++] = to[i];
			to[i] = t;
		}
	return in;
}

static void
out_of_memory(struct poster *r)
{
	diag_status("4.3.0", "out of memory");
	poster_count(r, EX_TEMPFAIL, 0);
}

static void
post_group(struct poster *r, struct mail *m, const char *raw, size_t n,
    const char *const *to, size_t nto)
{
	const struct mms_envelope e = { r->o->config, r->o->domain,
		r->o->sender };
	struct post *p = begin(r);
	struct diag_err err;

	if (!p)
		out_of_memory(r);
	else if (mms_submit_mail(&p->s, &e, m, raw, n, to, nto, &err) < 0 ||
	    open_peer(p, &err) < 0)
		post_fail(p, &err);
	else
		begin_sending(p, NULL);
}

void
post_mail(struct poster *r, const char *raw, size_t n)
{
	const char *to[MAIL_RECIPIENTS_MAX];
	struct diag_err err;
	struct mail *m;
	size_t nto, i, in;

	if (mail_read(raw, n, &m, &err) < 0) {
		say_failure(&err);
		poster_count(r, err.sysexit, 0);
		return;
	}
	nto = recipients(r, m, to);
	if (nto == 0) {
		diag_status("5.1.3", "the mail names no recipient of ours");
		poster_count(r, EX_NOUSER, 0);
	}
	for (i = 0; i < nto; i += in) {
		in = take_group(to + i, nto - i);
		post_group(r, m, raw, n, to + i, in);
	}
	mail_free(m);
}

/* ---- records ---- */

void
post_invalid(struct poster *r, const char *line, size_t n,
    const struct diag_pos *pos, const struct diag_err *err)
{
	struct buf b = BUF_INIT;

	diag_warn(pos, "%s", err->text);
	poster_count(r, err->sysexit, 0);
	record_invalid(&b, pos->line, line, n, err->text);
	if (!r->o->quiet)
		poster_put(r, &b);
	buf_free(&b);
}

/* What went through already, as the record itself says. */
static int
take_record(struct post *p, const struct record *rec, struct diag_err *err)
{
	const struct mm7submit_opts *o = p->poster->o;
	const struct mms_envelope e = { o->config, o->domain, o->sender };

	filter_url(o->config, record_str(rec, REC_DOMAIN));
	if (mms_submit_record(&p->s, &e, rec, err) < 0 ||
	    open_peer(p, err) < 0)
		return -1;
	if (rec->v[REC_RESULT])
		p->left = mms_result_before(&p->s, rec, config_int(p->s.view,
		    MM7_ON_UNKNOWN) == ON_UNKNOWN_RESEND);
	return p->s.own.oom ? diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
}

void
post_record(struct poster *r, const char *line, size_t n,
    const struct diag_pos *pos)
{
	struct diag_err err;
	struct record rec;
	struct post *p;

	if (record_read(r->reader, line, n, &rec, &err) < 0) {
		post_invalid(r, line, n, pos, &err);
		return;
	}
	p = begin(r);
	if (!p) {
		out_of_memory(r);
		return;
	}
	buf_add(&p->line, line, n);
	if (take_record(p, &rec, &err) < 0)
		post_fail(p, &err);
	else
		begin_sending(p, &rec);
}
