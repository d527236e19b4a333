/* What a message that was taken asks for.  See serve_reports.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_reports.h"
#include "gateway/mms/serve.h"
#include "mm7/soap.h"

enum { REPORT_LEAST = 100 };	/* ms behind its message: whose MessageID the VASP
				   should know by then */

static int
write_report(const struct serve_request *r, const struct mm7_addr *to, int read,
    const char *status, int64_t at, struct buf *soap)
{
	struct arena own = { NULL, 0 };
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
	arena_free(&own);
	return rc;
}

/* NULL: it cannot be written. */
static struct report *
owe(struct serve_request *r, const struct mm7_addr *to, int read,
    const char *status)
{
	int64_t at = clock_now() + REPORT_LEAST +
		(int64_t)config_msec(r->serve->d.view,
		MM7_SERVER_RECEIPT_DELAY);
	struct report *p = calloc(1, sizeof *p);

	if (!p || write_report(r, to, read, status, at, &p->soap) < 0) {
		if (p)
			reports_drop(p);
		return NULL;
	}
	p->of = r->serve->reports;
	p->due = at;
	strcpy(p->id, r->id);
	strcpy(p->account, r->account);
	return p;
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

/* Behind *last; the new one is returned. */
static struct report **
owe_all(struct serve_request *r, int read, const char *status,
    struct report **last)
{
	const struct mm7_addr *a;
	size_t role, i;

	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < r->msg.recipients[role].n; i++) {
			a = &r->msg.recipients[role].a[i];
			if (a->display_only || !is_first(&r->msg, a))
				continue;
			*last = owe(r, a, read, status);
			if (*last)
				last = &(*last)->next;
		}
	return last;
}

void
serve_owe(struct serve_request *r)
{
	static const enum option options[] = { MM7_SERVER_RECEIPT_STATE,
		MM7_SERVER_READ_STATE };
	const struct config_view *v = r->serve->d.view;
	struct report *list = NULL, **last = &list;
	int read;

	if (r->msg.op != MM7_SUBMIT_REQ ||
	    !serve_vasp_url(r->serve, r->account))
		return;
	for (read = 0; read < 2; read++)
		if (mms_wants_report(&r->msg, read) &&
		    config_int(v, options[read]))
			last = owe_all(r, read, config_str(v, options[read]),
			    last);
	if (!list)
		return;
	reports_keep(r->serve->reports, list);
	reports_wake(r->serve->reports, 0);
}
