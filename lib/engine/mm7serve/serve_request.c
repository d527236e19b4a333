/* A request from its octets to its answer.  See serve_priv.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/mm7serve/serve_priv.h"
#include "mm7/soap.h"

static const struct serve_op serve_ops[] = {
	{ MM7_DELIVER_REQ, SERVE_VASP, NULL, serve_take_message },
	{ MM7_DELIVERY_REPORT_REQ, SERVE_VASP, NULL, serve_take_message },
	{ MM7_READ_REPLY_REQ, SERVE_VASP, NULL, serve_take_message },
	{ MM7_SUBMIT_REQ, SERVE_MMSC, serve_check_submit, serve_take_message },
	{ MM7_CANCEL_REQ, SERVE_MMSC, serve_check_change, serve_take_message },
	{ MM7_REPLACE_REQ, SERVE_MMSC, serve_check_change, serve_take_message },
};

static void
unlink_request(struct serve_request *r)
{
	if (!r->at)
		return;
	*r->at = r->next;
	if (r->next)
		r->next->at = r->at;
	r->at = NULL;
}

static void
request_free(struct serve_request *r)
{
	unlink_request(r);
	mm7_release(&r->msg);
	related_release(&r->related);
	if (r->claim)
		memset(r->claim, 0, sizeof *r->claim);
	free(r->claim);
	free(r->failed);
	free(r);
}

/* ---- ending ---- */

static void
look(struct serve *s)
{
	if (s->d.delivery)		/* else it is over already */
		daemon_look(&s->d);
}

/* The same answer to all that brought it meanwhile. */
static void
answer_all(struct serve_request *r)
{
	struct serve_request *again;

	for (; r; r = again) {
		again = r->again;
		if (again) {
			again->code = r->code;
			again->details = r->details;
		}
		diag_debug("%s: %s: %d%s%s", r->id, mm7_op_name(r->msg.op) ?
		    mm7_op_name(r->msg.op) : "request", (int)r->code,
		    r->details ? ": " : "", r->details ? r->details : "");
		serve_answer(r);
		if (again && r->details == r->err.text) {
			again->err = r->err;
			again->details = again->err.text;
		}
		request_free(r);
	}
}

void
serve_commit(void *arg)
{
	struct serve *s = arg;
	struct serve_request *r;

	serve_seen_put(s);
	while ((r = s->done)) {
		s->done = r->next;
		if (!s->done)
			s->last_done = &s->done;
		r->at = NULL;
		answer_all(r);
	}
	look(s);
}

void
serve_end(struct serve_request *r, enum serve_code code, const char *details)
{
	struct serve *s = r->serve;

	unlink_request(r);
	r->code = code;
	r->details = details;
	if (code != SERVE_OK || !r->nkeys) {
		answer_all(r);
		look(s);
		return;
	}
	/* those of a round are remembered together, and then answered */
	r->next = NULL;
	*s->last_done = r;
	s->last_done = &r->next;
	loop_timer_now(s->commit);
}

/* ---- beginning ---- */

static void
under_way(struct serve_request *r)
{
	struct serve *s = r->serve;

	r->next = s->under_way;
	r->at = &s->under_way;
	if (r->next)
		r->next->at = &r->next;
	s->under_way = r;
}

/* Behind the one that has it in hand. */
static void
join(struct serve_request *first, struct serve_request *r)
{
	while (first->again)
		first = first->again;
	first->again = r;
}

static void
dispatch(struct serve_request *r)
{
	int as = (int)config_int(r->serve->d.view, MM7_SERVE_AS);
	struct serve_request *first;
	size_t i;
	int code;

	for (i = 0; i < sizeof serve_ops / sizeof serve_ops[0]; i++)
		if (serve_ops[i].op == r->msg.op && serve_ops[i].as == as)
			break;
	if (i == sizeof serve_ops / sizeof serve_ops[0]) {
		serve_end(r, SERVE_UNSUPPORTED, "this is no request for here");
		return;
	}
	code = serve_faults_status(r->serve);
	if (code) {
		serve_end(r, (enum serve_code)code, "on purpose");
		return;
	}
	serve_seen_keys(r);
	if (serve_ops[i].check && serve_ops[i].check(r) < 0)
		return;
	switch (serve_seen_find(r, &first)) {
	case SERVE_UNDER_WAY:
		diag_debug("%s: comes again while it is under way", first->id);
		join(first, r);
		break;
	case SERVE_KNOWN:
		diag_info("%s: came before: answered, and not given out again",
		    r->id);
		r->nkeys = 0;
		serve_end(r, SERVE_OK, NULL);
		break;
	default:
		under_way(r);
		serve_ops[i].take(r);
	}
}

/* What a body that is no MM7 deserves. */
static enum serve_code
code_of(const struct diag_err *err, enum serve_code bad)
{
	return err->sysexit == EX_DATAERR ? bad : SERVE_UNAVAILABLE;
}

static void
take(struct serve_request *r)
{
	const struct http_request *q = http_exchange_request(r->x);
	const char *type = http_header(q, "Content-Type");
	const struct related_part *root = &r->related.root;

	if (related_read(type, q->body, q->n, &r->related, &r->err) < 0) {
		serve_end(r, code_of(&r->err, SERVE_CORRUPT), r->err.text);
		return;
	}
	if (mm7_read(root->data, root->n, root->charset, &r->msg,
	    &r->err) < 0) {
		serve_end(r, code_of(&r->err, SERVE_INVALID), r->err.text);
		return;
	}
	/* what is missing at the end, nobody knows */
	if (r->related.cut)
		serve_end(r, SERVE_CORRUPT, "the message ends before its last "
		    "boundary");
	else
		dispatch(r);
}

/* ---- passwords that take their time ---- */

static void
on_checked(void *arg, int ok)
{
	struct serve_request *r = arg;

	r->check = NULL;
	unlink_request(r);
	if (ok) {
		serve_prove(r->serve, r->claim);
		take(r);
	} else {
		diag_warn(NULL, "%s: %s: wrong password",
		    http_exchange_peer(r->x), r->account);
		r->claim->guessed = 1;
		serve_refuse(r->serve, r->x, r->claim);
		request_free(r);
	}
}

static int
check(struct serve_request *r, const struct serve_claim *claim)
{
	r->claim = malloc(sizeof *r->claim);
	if (!r->claim)
		return -1;
	*r->claim = *claim;
	r->check = auth_start(r->serve->auth, claim->secret, claim->decoy,
	    claim->password, on_checked, r);
	if (!r->check)
		return -1;
	under_way(r);
	return 0;
}

void
serve_drop(struct serve *s)
{
	struct serve_request *r, *next;

	serve_commit(s);
	for (r = s->under_way; r; r = next) {
		next = r->next;
		if (!r->check)
			continue;
		auth_cancel(r->check);
		request_free(r);
	}
}

void
serve_request(void *arg, struct http_exchange *x)
{
	struct serve *s = arg;
	struct serve_request *r = calloc(1, sizeof *r);
	struct serve_claim claim;
	int may = r ? serve_who(s, x, &claim) : -1;

	if (!r) {
		serve_plain(x, 503, NULL);
		return;
	}
	r->serve = s;
	r->x = x;
	ident_new(r->id);
	strcpy(r->account, claim.account);
	if (may > 0) {
		take(r);
	} else if (may < 0 || check(r, &claim) < 0) {
		/* he might have when the head came: the users are others now */
		serve_refuse(s, x, &claim);
		request_free(r);
	}
	memset(&claim, 0, sizeof claim);
}

int
serve_complete(void *arg, struct http_exchange *x)
{
	const struct http_request *q = http_exchange_request(x);

	(void)arg;
	return related_complete(http_header(q, "Content-Type"), q->body, q->n);
}
