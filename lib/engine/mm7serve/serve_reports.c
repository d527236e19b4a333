/*
 * What an MMSC owes to VASPs: delivery reports and read replies, for messages
 * that were taken and asked for them.  See serve_reports.h.
 *
 * Each is written when its message is taken, in the words of who submitted it,
 * and stands in the store (due.h), if there is one, before that is answered.
 * It goes out when it is due, and again until the VASP has it: under the same
 * TransactionID, so that one whose answer was lost is known again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_reports.h"
#include "store/due.h"

enum {
	REPORTS_AT_ONCE = 16,	/* under way */
	REPORT_WAIT = 1000,	/* ms before the second try; it doubles up to */
	REPORT_WAIT_MAX = 3600000,
	REPORT_TRIES = 36,	/* a day */
	REPORTS_LOOK = 500,	/* ms between looks at what is due in the store;
				   as TRACKING_LOOK */
};

void
reports_drop(struct report *p)
{
	buf_free(&p->soap);
	free(p);
}

void
reports_wake(struct serve_reports *o, int64_t due)
{
	int64_t now = clock_now();

	if (due <= now)
		loop_timer_now(o->timer);
	else
		loop_timer_at(o->timer, clock_mono() + (msec)(due - now));
}

/* ---- sending ---- */

static void
unlink_report(struct report *p)
{
	struct report **at = &p->of->sending;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	p->of->nsending--;
}

static void
done(struct report *p)
{
	struct diag_err err;

	if (p->n && store_due_done(p->of->serve->d.store, p->n, &err) < 0)
		diag_warn(NULL, "%s", err.text);
	if (p->n && p->of->nstored)
		p->of->nstored--;
	reports_drop(p);
}

static void
later(struct report *p, int64_t wait)
{
	struct serve_reports *o = p->of;
	struct diag_err err;

	p->due = clock_now() + wait;
	p->tries++;
	if (p->n) {
		if (store_due_later(o->serve->d.store, p->n, p->due, &err) < 0)
			diag_warn(NULL, "%s", err.text);
		reports_drop(p);
	} else {
		reports_wait(o, p);
	}
}

/* ms until the next try: what the VASP asked for, if that is more. */
static int64_t
wait_of(const struct report *p, const struct http_client_answer *a)
{
	int64_t wait = p->tries < 12 ? (int64_t)REPORT_WAIT << p->tries :
		REPORT_WAIT_MAX;

	if (a->retry_after > 0 && a->retry_after * INT64_C(1000) > wait)
		return a->retry_after * INT64_C(1000);
	return wait < REPORT_WAIT_MAX ? wait : REPORT_WAIT_MAX;
}

/* What the answer says.  One without anything in it is a yes: so VASPs are
   known to mean it. */
static struct mm7_status
judge(const struct serve *s, const struct http_client_answer *a,
    const struct mm7_msg *msg)
{
	int code = mm7_status_code(msg->v[MM7_STATUS_CODE]);

	if (msg->op != MM7_NONE && code)
		return mms_status(s->d.view, code);
	if (a->status / 100 == 2 && !a->n && !a->error)
		return mms_status(s->d.view, SERVE_OK);
	return mm7_status_http(a->status, a->sent);
}

/* Where his reports go, for people: without a password that the URL has. */
static const char *
shown_url(const struct serve *s, const char *account)
{
	const char *url = serve_vasp_url(s, account);
	const char *at = url ? strrchr(url, '@') : NULL;

	return at ? at + 1 : url ? url : "no URL";
}

static void
on_posted(void *arg, const struct http_client_answer *a,
    const struct mm7_msg *msg)
{
	struct report *p = arg;
	struct serve_reports *o = p->of;
	struct mm7_status what = judge(o->serve, a, msg);
	const char *why = a->error ? a->error : what.what;
	const char *url = shown_url(o->serve, p->account);

	unlink_report(p);
	if (what.class == MM7_OK || what.class == MM7_PARTLY) {
		diag_debug("%s: its report is with %s", p->id, a->peer);
		done(p);
	} else if (what.class == MM7_PERMANENT || p->tries + 1 >= REPORT_TRIES) {
		diag_warn(NULL, "%s: its report was not taken: %s: %s", p->id,
		    url, why);
		done(p);
	} else {
		diag_debug("%s: its report has to wait: %s: %s", p->id, url,
		    why);
		later(p, wait_of(p, a));
	}
	reports_wake(o, 0);
	daemon_look(&o->serve->d);
}

static void
send_report(struct serve_reports *o, struct report *p)
{
	const char *url = serve_vasp_url(o->serve, p->account);

	if (url && serve_post(o->serve, url, "text/xml; charset=\"utf-8\"",
	    &p->soap, on_posted, p) == 0) {
		p->next = o->sending;
		o->sending = p;
		o->nsending++;
		return;
	}
	/* new options may say where to */
	later(p, REPORT_WAIT_MAX);
}

static void
pump(void *arg)
{
	struct serve_reports *o = arg;
	int64_t next = clock_now() + REPORTS_LOOK;
	struct report *p;

	while (!o->stopped && o->nsending < REPORTS_AT_ONCE &&
	    (p = reports_take(o)))
		send_report(o, p);
	/* whose turn comes when one of those under way has ended */
	if (o->stopped || o->nsending >= REPORTS_AT_ONCE)
		return;
	if (o->waiting && (!o->serve->d.store || o->waiting->due < next))
		reports_wake(o, o->waiting->due);
	else if (o->serve->d.store)
		reports_wake(o, next);
}

/* ---- */

struct serve_reports *
serve_reports_new(struct serve *s)
{
	struct serve_reports *o = calloc(1, sizeof *o);
	const char *domain = s->o->listen.domain;

	if (!o)
		return NULL;
	o->serve = s;
	o->timer = loop_timer(s->d.loop, pump, o);
	o->reader = json_reader_new();
	snprintf(o->store_account, sizeof o->store_account, "mm7-serve%s%s",
	    domain ? " " : "", domain ? domain : "");
	if (!o->timer || !o->reader) {
		serve_reports_free(o);
		return NULL;
	}
	if (s->d.store)
		reports_wake(o, 0);
	return o;
}

int
serve_reports_stop(struct serve_reports *o)
{
	o->stopped = 1;
	return o->nsending == 0;
}

/* What is in our hands in the store is anybody's again. */
static size_t
forget(struct report *p, struct store *store)
{
	struct report *next;
	struct diag_err err;
	size_t lost = 0;

	for (; p; p = next) {
		next = p->next;
		if (!p->n)
			lost++;
		else if (store_due_later(store, p->n, clock_now(), &err) < 0)
			diag_warn(NULL, "%s", err.text);
		reports_drop(p);
	}
	return lost;
}

void
serve_reports_free(struct serve_reports *o)
{
	size_t lost;

	if (!o)
		return;
	lost = forget(o->waiting, o->serve->d.store) +
		forget(o->sending, o->serve->d.store);
	if (lost)
		diag_warn(NULL, "%zu reports were not sent", lost);
	loop_watch_free(o->timer);
	json_reader_free(o->reader);
	free(o);
}
