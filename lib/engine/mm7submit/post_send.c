/* The requests of a message, and what their answers ask for.  See post_priv.h. */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/mm7submit/post_priv.h"
#include "mm7/related.h"
#include "mm7/soap.h"

static void go_on(struct post *p);

/* ---- answers ---- */

/*
 * Is the MessageID there to its end?  A Content-Length that is too short leaves
 * XML that is read as far as it goes, and half an id is the id of nothing.
 */
static int
is_whole(const struct related_part *root)
{
	static const char name[] = "MessageID";
	const char *p = (const char *)root->data, *end = p + root->n, *from;

	if (root->n > 1 && (!p[0] || !p[1] || (uint8_t)p[0] >= 0xfe))
		return 1;		/* UTF-16 */
	for (; (p = memchr(p, '>', (size_t)(end - p))); p++) {
		from = p - (sizeof name - 1);
		if (from < (const char *)root->data ||
		    strncasecmp(from, name, sizeof name - 1) != 0)
			continue;
		while (from > (const char *)root->data && *from != '<')
			from--;
		if (from[0] == '<' && from[1] == '/')
			return 1;
	}
	return 0;
}

/* What a status of HTTP is about, by the options that can mend it. */
static const char *
http_why(struct post *p, const struct http_client_answer *a, const char *why)
{
	const struct http_client_request *q = &p->peer->request;
	const char *path = strstr(q->url, "://") + 3;

	path += strcspn(path, "/");
	switch (a->status) {
	case 401:
		if (q->auth == HTTP_AUTH_BEARER)
			return "HTTP status 401 to the token of "
			    "MM7_HTTP_Auth_Password";
		return q->user ? arena_fmt(&p->s.own, "HTTP status 401 to "
		    "\"%s\" (MM7_HTTP_Auth_User, MM7_HTTP_Auth_Password)",
		    q->user) : "HTTP status 401, and MM7_HTTP_Auth_User is "
		    "not set";
	case 404:
	case 405:
		return arena_fmt(&p->s.own, "HTTP status %d of %.*s "
		    "(MM7_MMSC_Path)", a->status, (int)strcspn(path, "?"),
		    path);
	case 413:
		return arena_fmt(&p->s.own, "HTTP status 413 to %zu octets "
		    "(MM7_Max_Size)", p->body.len);
	default:
		return a->status >= 300 && !a->error ? arena_fmt(&p->s.own,
		    "HTTP status %d", a->status) : why;
	}
}

static enum mm7_class
judge_http(struct post *p, const struct http_client_answer *a, const char *text)
{
	const char *why = http_why(p, a, text);
	enum mm7_class class = mms_result_http(&p->s, p->first, p->n, a->status,
	    a->sent, why);

	/* what is wrong with the connection or the account is so for all */
	if (class == MM7_CONFIGURATION || (!a->status && !a->sent))
		mms_result_http(&p->s, p->first, p->left - p->first, a->status,
		    a->sent, why);
	return class;
}

/*
 * Of a TransactionID that is not ours: on a connection that had no other
 * request it is a careless centre's, and the answer is ours all the same.
 */
static void
forgive(const struct post *p, const struct http_client_answer *a,
    struct mm7_msg *m)
{
	const char *id = m->v[MM7_TRANSACTION_ID];

	if (!id || !a->fresh)
		return;
	if (strcmp(id, p->s.transaction_id) != 0)
		diag_debug("%s: TransactionID %s is answered as %s",
		    p->peer->name.p, p->s.transaction_id, id);
	m->v[MM7_TRANSACTION_ID] = NULL;
}

/* What the recipients of the request have of it; n: of the request, or of all
   that are left where it is true of these too. */
static enum mm7_class
judge_mm7(struct post *p, const struct related *r,
    const struct http_client_answer *a)
{
	struct mms_submit *s = &p->s;
	struct diag_err err;
	struct mm7_msg m;
	enum mm7_class class;
	int rc = mm7_read(r->root.data, r->root.n, r->root.charset, &m, &err);

	if (rc == 0)
		forgive(p, a, &m);
	if (rc < 0)
		class = judge_http(p, a, err.text);
	else if (m.v[MM7_MESSAGE_ID] && !is_whole(&r->root))
		class = mms_result_http(s, p->first, p->n, 0, 1,
		    "the answer was cut off");
	else
		class = mms_result_answer(s, p->first, p->n, &m);
	if ((class == MM7_OK || class == MM7_PARTLY) && a->status / 100 != 2)
		class = mms_result_http(s, p->first, p->n, 0, 1,
		    "MM7's status says yes, and HTTP's no");
	if (class == MM7_CONFIGURATION && m.op != MM7_NONE)
		mms_result_answer(s, p->first, p->left - p->first, &m);
	mm7_release(&m);
	return class;
}

static enum mm7_class
judge(struct post *p, const struct http_client_answer *a)
{
	struct related r;
	struct diag_err err;
	enum mm7_class class;

	if (!a->n)
		return judge_http(p, a, a->error);
	if (related_read(a->type, a->body, a->n, &r, &err) < 0)
		class = judge_http(p, a, a->error);
	else
		class = judge_mm7(p, &r, a);
	related_release(&r);
	return class;
}

/* MM7_On_Unknown = resend. */
static void
make_temporary(struct post *p)
{
	size_t i;

	for (i = p->first; i < p->first + p->n; i++) {
		p->s.recipient[i].status = SMS_TEMPORARY;
		p->s.recipient[i].enhanced = "4.4.2";
	}
}

/* ---- again ---- */

static void
fail_rest(struct post *p, const char *why)
{
	struct diag_err err;

	diag_err(&err, EX_TEMPFAIL, "%s", why);
	mms_result_failed(&p->s, p->first, p->left - p->first, &err);
	post_end(p);
}

static void
on_time(void *arg)
{
	go_on(arg);
}

static void
wait_until(struct post *p, msec when)
{
	if (!p->timer)
		p->timer = loop_timer(p->poster->loop, on_time, p);
	if (p->timer)
		loop_timer_at(p->timer, when);
	else
		fail_rest(p, "out of memory");
}

/* Temporary, and the centre says when: is there time for that, and for an
   answer?  Else the reason that it gave is the outcome. */
static int
is_worth_waiting(struct post *p, long retry_after)
{
	msec pause = (msec)retry_after * 1000, when;

	if (retry_after < 0 || p->poster->stopping)
		return 0;
	if (pause < POST_RETRY_LEAST)
		pause = POST_RETRY_LEAST;
	when = clock_mono() + pause;
	if (when > p->peer->not_before)
		p->peer->not_before = when;
	return when + p->peer->options.response_timeout <= p->deadline;
}

static void
on_answer(void *arg, const struct http_client_answer *a)
{
	struct post *p = arg;
	enum mm7_class class = judge(p, a);

	p->call = NULL;
	diag_debug("%s: HTTP status %d%s%s", p->peer->name.p, a->status,
	    a->error ? ", " : "", a->error ? a->error : "");
	switch (class) {
	case MM7_ONE_BY_ONE:
		p->peer->one_by_one = 1;
		p->step = p->n = 1;
		break;
	case MM7_NO_LINKED_ID:
		mms_submit_unlink(&p->s);
		break;
	case MM7_CONFIGURATION:
		p->misconfigured = 1;
		p->first = p->left;
		break;
	case MM7_TEMPORARY:
		if (is_worth_waiting(p, a->retry_after)) {
			diag_info("%s: try again in %ld s", p->peer->name.p,
			    a->retry_after);
			break;
		}
		p->first = a->status || a->sent ? p->first + p->n : p->left;
		break;
	case MM7_UNKNOWN:
		if (config_int(p->s.view, MM7_ON_UNKNOWN) == ON_UNKNOWN_RESEND)
			make_temporary(p);
		/* fall through */
	default:
		p->first += p->n;
		break;
	}
	go_on(p);
}

/* ---- requests ---- */

static void
send_request(struct post *p)
{
	const struct mm7_msg *m = mms_submit_request(&p->s, p->first, p->n);
	struct http_client *client = post_peer_client(p->poster, p->peer);
	struct http_client_request q = p->peer->request;
	struct diag_err err;

	if (!m || !client) {
		fail_rest(p, "out of memory");
		return;
	}
	if (post_write(p, m, &err) < 0) {
		mms_result_failed(&p->s, p->first, p->left - p->first, &err);
		post_end(p);
		return;
	}
	p->tried = 1;
	q.type = p->type.p;
	q.body = p->body.p;
	q.n = p->body.len;
	p->call = http_client_send(client, &q, on_answer, p);
	if (!p->call)
		fail_rest(p, "out of memory");
}

/* The next request, the same once more, or the end. */
static void
go_on(struct post *p)
{
	msec now = clock_mono();

	if (p->first >= p->left) {
		post_end(p);
		return;
	}
	if (p->poster->stopping) {
		fail_rest(p, "stopped by a signal");
		return;
	}
	if (p->peer->not_before >= p->deadline && p->peer->not_before > now) {
		fail_rest(p, "the centre asked to come back later");
		return;
	}
	/* its answer must come before the deadline, too */
	if (p->tried && now + p->peer->options.response_timeout > p->deadline) {
		fail_rest(p, "no time is left (Give_Up)");
		return;
	}
	if (p->peer->not_before > now) {
		wait_until(p, p->peer->not_before);
		return;
	}
	p->n = p->left - p->first < p->step ? p->left - p->first : p->step;
	send_request(p);
}

void
post_send(struct post *p)
{
	p->first = 0;
	p->step = p->peer->one_by_one ? 1 : mms_submit_step(&p->s);
	go_on(p);
}

void
post_stop(struct post *p, int now)
{
	static const struct http_client_answer none = { .retry_after = -1,
		.sent = 1, .error = "a signal came before the answer" };

	if (p->call && now) {
		http_call_cancel(p->call);
		on_answer(p, &none);
	} else if (!p->call) {
		/* it waits for its time, or for MM7_Shrink_Command */
		post_shrink_end(p);
		fail_rest(p, "stopped by a signal");
	}
}
