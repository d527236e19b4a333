/*
 * What an MMSC owes to VASPs: delivery reports and read replies, for messages
 * that were taken and asked for them.  See serve_priv.h.
 *
 * Each is written when its message is taken, in the words of who submitted it,
 * and stands in the store (due.h), if there is one, before that is answered.
 * It goes out when it is due, and again until the VASP has it: under the same
 * TransactionID, so that one whose answer was lost is known again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_priv.h"
#include "gateway/mms/serve.h"
#include "mm7/soap.h"
#include "store/due.h"

enum {
	REPORTS_MAX = 100000,	/* that wait, without a store: 100 MB */
	REPORTS_AT_ONCE = 16,	/* under way */
	REPORT_LEAST = 100,	/* ms behind its message: whose MessageID the
				   VASP should know by then */
	REPORT_WAIT = 1000,	/* ms before the second try; it doubles up to */
	REPORT_WAIT_MAX = 3600000,
	REPORT_TRIES = 36,	/* a day */
	REPORTS_LOOK = 500,	/* ms between looks at what is due in the store;
				   as TRACKING_LOOK */
	ACCOUNT_MAX = 256 + 16,
};

struct report {
	struct report *next;
	struct serve_reports *of;
	int64_t n;			/* in the store; 0: only here */
	int64_t due;			/* Unix ms */
	unsigned tries;
	char id[IDENT_SIZE];		/* of the message, for people */
	char account[HTTP_USER_MAX];	/* who submitted it */
	struct buf soap;
};

struct serve_reports {
	struct serve *serve;
	struct report *waiting;		/* those without a store; first due first */
	struct report *newest;		/* put there last; NULL: it is gone */
	struct report *sending;
	size_t nwaiting, nsending;
	struct loop_watch *timer;
	struct json_reader *reader;
	char store_account[ACCOUNT_MAX];	/* whose they are in the store */
	int stopped;
};

static void
report_free(struct report *p)
{
	buf_free(&p->soap);
	free(p);
}

static void
wake(struct serve_reports *o, int64_t due)
{
	int64_t now = clock_now();

	if (due <= now)
		loop_timer_now(o->timer);
	else
		loop_timer_at(o->timer, clock_mono() + (msec)(due - now));
}

/* ---- those that are kept here ---- */

static void
wait_for(struct serve_reports *o, struct report *p)
{
	struct report **at = &o->waiting;

	/* mostly it is the last */
	if (o->newest && o->newest->due <= p->due)
		at = &o->newest->next;
	while (*at && (*at)->due <= p->due)
		at = &(*at)->next;
	p->next = *at;
	*at = p;
	o->newest = p;
	o->nwaiting++;
}

static struct report *
take_waiting(struct serve_reports *o)
{
	struct report *p = o->waiting;

	if (!p || p->due > clock_now())
		return NULL;
	o->waiting = p->next;
	o->nwaiting--;
	if (o->newest == p)
		o->newest = NULL;
	return p;
}

/* ---- ... and in the store ---- */

static int
store_put(struct serve_reports *o, const struct report *p,
    struct diag_err *err)
{
	struct store *store = o->serve->d.store;
	struct buf record = BUF_INIT;
	int rc;

	record_begin(&record, REC_RECEIPT);
	json_key_cstr(&record, "id", p->id);
	json_key_cstr(&record, "system_id", p->account);
	json_key(&record, "soap");
	json_str(&record, p->soap.p, p->soap.len);
	json_close(&record, '}');
	rc = record.err ? diag_err(err, EX_TEMPFAIL, "out of memory") :
		store_due_put(store, o->store_account, 0, buf_cstr(&record),
		    clock_now(), p->due, err);
	buf_free(&record);
	return rc;
}

/* All of a message, or none. */
static int
store_all(struct serve_reports *o, const struct report *list)
{
	struct store *store = o->serve->d.store;
	struct diag_err err;
	int rc = store_begin(store, &err);

	if (rc == 0) {
		for (; rc == 0 && list; list = list->next)
			rc = store_put(o, list, &err);
		if (rc == 0)
			rc = store_commit(store, &err);
		else
			store_rollback(store);
	}
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	return rc;
}

static const char *
member(const struct json_value *v, size_t n, const char *name)
{
	const struct json_value *m = json_member(v, n, name);

	return m && m->kind == JSON_STRING ? m->s : "";
}

static struct report *
read_stored(struct serve_reports *o, const struct store_due *d)
{
	struct report *p = calloc(1, sizeof *p);
	const struct json_value *v;
	struct diag_err err;
	size_t n;

	if (!p)
		return NULL;
	p->of = o;
	p->n = d->n;
	p->tries = d->tries;
	if (json_read(o->reader, d->record, strlen(d->record), &v, &n,
	    &err) == JSON_OBJECT) {
		strncpy(p->id, member(v, n, "id"), sizeof p->id - 1);
		strncpy(p->account, member(v, n, "system_id"),
		    sizeof p->account - 1);
		buf_str(&p->soap, member(v, n, "soap"));
	}
	if (p->soap.len && !p->soap.err)
		return p;
	report_free(p);
	return NULL;
}

static struct report *
take_stored(struct serve_reports *o)
{
	struct store *store = o->serve->d.store;
	struct store_due d;
	struct diag_err err;
	struct report *p = NULL;
	int rc = 0;

	if (!store)
		return NULL;
	rc = store_due_any(store, o->store_account, clock_now(), &err);
	if (rc > 0)
		rc = store_due_take(store, o->store_account, clock_now(), &d,
		    &err);
	if (rc > 0)
		p = read_stored(o, &d);
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	return p;
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
	report_free(p);
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
		report_free(p);
	} else {
		wait_for(o, p);
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

/* What the answer says.  That one without anything in it is a yes, is what VASPs
   are known to mean. */
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

static void
on_posted(void *arg, const struct http_client_answer *a,
    const struct mm7_msg *msg)
{
	struct report *p = arg;
	struct serve_reports *o = p->of;
	struct mm7_status what = judge(o->serve, a, msg);
	const char *why = a->error ? a->error : what.what;

	unlink_report(p);
	if (what.class == MM7_OK || what.class == MM7_PARTLY) {
		diag_debug("%s: its report is with %s", p->id, a->peer);
		done(p);
	} else if (what.class == MM7_PERMANENT || p->tries + 1 >= REPORT_TRIES) {
		diag_warn(NULL, "%s: its report was not taken: %s", p->id, why);
		done(p);
	} else {
		diag_debug("%s: its report has to wait: %s", p->id, why);
		later(p, wait_of(p, a));
	}
	wake(o, 0);
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
	    ((p = take_waiting(o)) || (p = take_stored(o))))
		send_report(o, p);
	/* whose turn comes when one of those under way has ended */
	if (o->stopped || o->nsending >= REPORTS_AT_ONCE)
		return;
	if (o->waiting && (!o->serve->d.store || o->waiting->due < next))
		wake(o, o->waiting->due);
	else if (o->serve->d.store)
		wake(o, next);
}

/* ---- owing ---- */

static int
write_report(const struct serve_request *r, const struct mm7_addr *to, int read,
    const char *status, int64_t at, struct buf *soap)
{
	struct mms_own own = { NULL, 0 };
	struct mms_report what = { .message_id = r->id, .recipient = to,
		.sender = &r->msg.sender, .status = status, .at_ms = at,
		.read = read };
	struct mm7_addr vasp = { .kind = MM7_SHORT_CODE };
	struct mm7_msg m;
	struct diag_err err;
	int rc;

	/* he need not have said an address of his own */
	vasp.text = r->msg.v[MM7_VASID] ? r->msg.v[MM7_VASID] :
		r->msg.v[MM7_VASPID] ? r->msg.v[MM7_VASPID] : r->account;
	if (what.sender->kind == MM7_ADDR_NONE)
		what.sender = &vasp;
	rc = mms_serve_report(&m, &what, r->serve->d.view, &own);
	if (rc == 0) {
		if (r->msg.dialect.ns && *r->msg.dialect.ns)
			serve_dialect(r, &m.dialect);
		m.v[MM7_VERSION] = m.dialect.version;
		rc = mm7_write(&m, soap, &err);
		if (rc < 0)
			diag_warn(NULL, "%s: its report: %s", r->id, err.text);
	}
	mms_own_free(&own);
	return rc;
}

/* One more in front of the list. */
static struct report *
owe(struct serve_request *r, const struct mm7_addr *to, int read,
    const char *status, struct report *list)
{
	int64_t at = clock_now() + REPORT_LEAST +
		(int64_t)config_msec(r->serve->d.view,
		MM7_SERVER_RECEIPT_DELAY);
	struct report *p = calloc(1, sizeof *p);

	if (!p || write_report(r, to, read, status, at, &p->soap) < 0) {
		if (p)
			report_free(p);
		return list;
	}
	p->of = r->serve->reports;
	p->due = at;
	strcpy(p->id, r->id);
	strcpy(p->account, r->account);
	p->next = list;
	return p;
}

/* Into the store, else to be kept here. */
static void
keep_all(struct serve_reports *o, struct report *list)
{
	int stored = list && o->serve->d.store && store_all(o, list) == 0;
	struct report *p;

	while ((p = list)) {
		list = p->next;
		if (!stored && o->nwaiting < REPORTS_MAX) {
			wait_for(o, p);
			continue;
		}
		if (!stored)
			diag_warn(NULL, "%s: no room for its report", p->id);
		report_free(p);
	}
}

/* Is that the first time that he is named? */
static int
is_first(const struct mm7_msg *m, const struct mm7_addr *a)
{
	size_t role, i;

	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++)
			if (!m->recipients[role].a[i].display_only &&
			    mms_same_address(&m->recipients[role].a[i], a))
				return a == &m->recipients[role].a[i];
	return 0;
}

static struct report *
owe_all(struct serve_request *r, int read, const char *status,
    struct report *list)
{
	const struct mm7_addr *a;
	size_t role, i;

	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < r->msg.recipients[role].n; i++) {
			a = &r->msg.recipients[role].a[i];
			if (!a->display_only && is_first(&r->msg, a))
				list = owe(r, a, read, status, list);
		}
	return list;
}

void
serve_owe(struct serve_request *r)
{
	static const enum option options[] = { MM7_SERVER_RECEIPT_STATE,
		MM7_SERVER_READ_STATE };
	const struct config_view *v = r->serve->d.view;
	struct report *list = NULL;
	int read;

	if (r->msg.op != MM7_SUBMIT_REQ ||
	    !serve_vasp_url(r->serve, r->account))
		return;
	for (read = 0; read < 2; read++)
		if (mms_wants_report(&r->msg, read) &&
		    config_int(v, options[read]))
			list = owe_all(r, read, config_str(v, options[read]),
			    list);
	if (!list)
		return;
	keep_all(r->serve->reports, list);
	wake(r->serve->reports, 0);
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
		wake(o, 0);
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
		report_free(p);
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
