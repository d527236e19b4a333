/* One message, from its beginning to its end.  See post_priv.h. */
#include <stdlib.h>
#include <sysexits.h>

#include "engine/decision.h"
#include "engine/mm7submit/post_priv.h"

struct post *
post_new(struct poster *r)
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
int
post_open(struct post *p, struct diag_err *err)
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

	diag_info("to %s", p->peer->request.url);
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
void
post_begin(struct post *p, const struct record *rec)
{
	struct diag_err err;
	int done = p->poster->o->dry_run ? 0 : post_recall(p, rec, &err);

	if (done < 0)
		post_fail(p, &err);
	else if (done > 0 || p->left == 0)
		post_end(p);
	else if (p->poster->stopping)
		post_stop(p, 0);
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

void
post_end(struct post *p)
{
	post_tell(p);
	post_count(p);
	if (!p->poster->o->dry_run)
		post_put_result(p);
	release(p);
}

void
post_fail(struct post *p, const struct diag_err *err)
{
	p->err = *err;
	post_end(p);
}
