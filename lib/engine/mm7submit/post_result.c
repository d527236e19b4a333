/* What became of a message, for people, the sink and the exit status.  See
   post_priv.h. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "engine/decision.h"
#include "engine/ident.h"
#include "engine/mm7submit/post_priv.h"

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

void
post_say_failure(const struct diag_err *err)
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
void
post_count(struct post *p)
{
	enum sms_status status = decisive(&p->s);
	char code[8];
	int sysexit = p->err.sysexit;

	if (sysexit) {
		post_say_failure(&p->err);
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
void
post_put_result(struct post *p)
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
