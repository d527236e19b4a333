/* Reports that wait: here, or in the store.  See serve_reports.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_reports.h"
#include "store/due.h"

enum {
	REPORTS_MAX = 100000,	/* without a store: 100 MB */
	REPORTS_STORED_MAX = 1000000,	/* of this process, in one: 1 GB */
};

/* ---- here ---- */

void
reports_wait(struct serve_reports *o, struct report *p)
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

/* ---- in the store ---- */

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
	size_t n = 0;
	int rc = o->nstored < REPORTS_STORED_MAX ? store_begin(store, &err) :
		diag_err(&err, EX_TEMPFAIL, "%d reports wait",
		REPORTS_STORED_MAX);

	if (rc == 0) {
		for (; rc == 0 && list; list = list->next, n++)
			rc = store_put(o, list, &err);
		if (rc == 0)
			rc = store_commit(store, &err);
		else
			store_rollback(store);
	}
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	else
		o->nstored += n;
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
	reports_drop(p);
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

/* ---- */

struct report *
reports_take(struct serve_reports *o)
{
	struct report *p = take_waiting(o);

	return p ? p : take_stored(o);
}

void
reports_keep(struct serve_reports *o, struct report *list)
{
	int stored = list && o->serve->d.store && store_all(o, list) == 0;
	struct report *p;

	while ((p = list)) {
		list = p->next;
		if (!stored && o->nwaiting < REPORTS_MAX) {
			reports_wait(o, p);
			continue;
		}
		if (!stored)
			diag_warn(NULL, "%s: no room for its report", p->id);
		reports_drop(p);
	}
}
