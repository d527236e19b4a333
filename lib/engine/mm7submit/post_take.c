/* Mail and records, made messages of.  See post_priv.h. */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/filter/filter_replies.h"
#include "engine/ident.h"
#include "engine/mm7submit/post_priv.h"
#include "mail/mail.h"

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
	const struct mms_envelope e = { .config = r->o->config,
		.domain = r->o->domain, .sender = r->o->sender };
	struct post *p = post_new(r);
	struct diag_err err;

	if (!p)
		out_of_memory(r);
	else if (mms_submit_mail(&p->s, &e, m, raw, n, to, nto, &err) < 0 ||
	    post_open(p, &err) < 0)
		post_fail(p, &err);
	else
		post_begin(p, NULL);
}

void
post_mail(struct poster *r, const char *raw, size_t n)
{
	const char *to[MAIL_RECIPIENTS_MAX];
	struct diag_err err;
	struct mail *m;
	size_t nto, i, in;

	if (mail_read(raw, n, &m, &err) < 0) {
		post_say_failure(&err);
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
	if (!r->o->quiet && !r->o->dry_run)
		poster_put(r, &b);
	buf_free(&b);
}

/* What went through already, as the record itself says. */
static int
take_record(struct post *p, const struct record *rec, struct diag_err *err)
{
	const struct mm7submit_opts *o = p->poster->o;
	char fresh[IDENT_SIZE];
	char theirs[POST_ID_SIZE] = "";
	struct mms_envelope e = { .config = o->config, .domain = o->domain,
		.sender = o->sender, .id = fresh };

	if (post_theirs(p->poster, rec, theirs, err) < 0)
		return -1;
	if (*theirs)
		e.message_id = theirs;
	/* two alike are two messages: what is the same again has its id */
	ident_new(fresh);
	filter_url(o->config, record_str(rec, REC_DOMAIN));
	if (mms_submit_record(&p->s, &e, rec, err) < 0 ||
	    post_open(p, err) < 0)
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
	p = post_new(r);
	if (!p) {
		out_of_memory(r);
		return;
	}
	buf_add(&p->line, line, n);
	if (take_record(p, &rec, &err) < 0)
		post_fail(p, &err);
	else
		post_begin(p, &rec);
}
