/* mobstate trace: what is known of a message, made into events. */
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/mobstate/mobstate_priv.h"
#include "engine/mobstate/trace.h"
#include "smpp/status.h"

struct tracing {
	struct mobstate *m;
	struct trace t;
};

/* ---- the mail ---- */

static void
member(struct buf *b, const struct record_sub *mail, const char *name,
    const char *before, const char *after)
{
	const char *text = record_sub_str(mail, name);

	if (!text || !*text)
		return;
	buf_str(b, before);
	trace_peer(b, text);
	buf_str(b, after);
}

static void
trace_mail(struct tracing *g, const struct store_message *msg)
{
	struct mobstate *m = g->m;
	struct record_sub mail;
	struct record rec;
	const char *date;
	int64_t at;

	if (record_read(m->outer, msg->record, strlen(msg->record), &rec,
	    NULL) < 0 || !rec.v[REC_MAIL] ||
	    record_sub(m->inner, rec.v[REC_MAIL], &mail) < 0)
		return;
	date = record_sub_str(&mail, "date");
	if (!date || clock_parse_rfc3339(date, &at) < 0)
		at = msg->begun;
	trace_event(&g->t, at, "mail");
	member(&g->t.text, &mail, record_sub_str(&mail, "from") ? "from" :
	    "envelope_from", "from ", "");
	member(&g->t.text, &mail, "subject", " \"", "\"");
	member(&g->t.text, &mail, "message_id", " <", ">");
}

/* ---- sending ---- */

/* What the parts of a message are: of an MMS, which has no reference, they are
   its recipients. */
static const char *
parts_are(const struct store_message *msg)
{
	return msg->nparts > 1 && msg->ref < 0 ? "recipient" : "segment";
}

static void
trace_begun(struct tracing *g, const struct store_message *msg)
{
	struct buf *b = &g->t.text;

	trace_event(&g->t, msg->begun, "noted");
	trace_peer(b, msg->id);
	if (msg->from) {
		buf_str(b, " from ");
		trace_peer(b, msg->from);
	}
	buf_str(b, " to ");
	trace_peer(b, msg->to);
	buf_str(b, ", account ");
	trace_peer(b, msg->account);
	if (msg->nparts > 1)
		buf_fmt(b, ", %u %ss", msg->nparts, parts_are(msg));
	if (msg->nparts > 1 && msg->ref >= 0)
		buf_fmt(b, ", reference %d", msg->ref);
	if (msg->busy)
		trace_event(&g->t, msg->begun, "sending");
}

static void
trace_part(struct tracing *g, const struct store_part *p, const char *what,
    unsigned n, int64_t at)
{
	char text[SMPP_STATUS_TEXT];
	struct buf *b = &g->t.text;

	trace_event(&g->t, at, what);
	buf_fmt(b, "%u: ", n);
	switch (p->state) {
	case STORE_PART_TODO: buf_str(b, "not sent"); break;
	case STORE_PART_SENDING: buf_str(b, "being sent"); break;
	case STORE_PART_OK: buf_str(b, "sent"); break;
	case STORE_PART_REFUSED:
		/* of an MMS an event says why */
		buf_str(b, !p->status ? "refused" :
		    smpp_status_text(smpp_status_find(p->status), p->status,
		    text));
		break;
	case STORE_PART_UNKNOWN:
		buf_str(b, "no response: it may have been sent");
		break;
	}
	if (p->message_id) {
		buf_str(b, ", id ");
		trace_peer(b, p->message_id);
	}
}

static void
trace_ended(struct tracing *g, const struct store_message *msg)
{
	int64_t at = msg->ended ? msg->ended : msg->begun;
	unsigned i;

	for (i = 0; i < msg->nparts; i++)
		trace_part(g, &msg->parts[i], parts_are(msg), i + 1, at);
	if (msg->busy)
		return;
	trace_event(&g->t, at, "submitted");
	buf_str(&g->t.text, mobstate_status_name(msg->status));
}

/* ---- receipts ---- */

static void
add_state(struct buf *b, int state)
{
	const char *name = smpp_message_state_name((uint8_t)state);

	if (name)
		buf_str(b, name);
	else
		buf_fmt(b, "state %d", state);
}

static void
add_span(struct buf *b, int64_t from, int64_t to)
{
	if (from && to >= from)
		buf_fmt(b, ", after %.1f s", (double)(to - from) / 1000);
}

static void
trace_receipts(struct tracing *g, const struct store_message *msg)
{
	int64_t sent = msg->ended ? msg->ended : msg->begun;
	struct buf *b = &g->t.text;
	const struct store_part *p;
	unsigned i;

	for (i = 0; i < msg->nparts; i++) {
		p = &msg->parts[i];
		if (!p->final)
			continue;
		trace_event(&g->t, p->final_at, "receipt");
		buf_fmt(b, "%u: ", i + 1);
		add_state(b, p->final);
		if (p->error) {
			buf_str(b, ", error ");
			trace_peer(b, p->error);
		}
		add_span(b, sent, p->final_at);
	}
	if (!msg->final)
		return;
	trace_event(&g->t, msg->final_at, "outcome");
	add_state(b, msg->final);
	add_span(b, sent, msg->final_at);
}

static int
take_event(void *arg, const struct store_event *e)
{
	struct tracing *g = arg;

	trace_event(&g->t, e->at, e->what);
	if (e->text)
		trace_peer(&g->t.text, e->text);
	return 0;
}

/* ---- which messages ---- */

static int
trace(struct mobstate *m, const struct store_message *msg)
{
	struct tracing g = { .m = m, .t = TRACE_INIT };
	struct diag_err err;
	int rc;

	trace_mail(&g, msg);
	trace_begun(&g, msg);
	trace_ended(&g, msg);
	trace_receipts(&g, msg);
	if (store_event_each(m->store, msg->n, take_event, &g, &err) < 0)
		rc = mobstate_fail(&err);
	else if (trace_write(&g.t, &m->line) < 0)
		rc = mobstate_no_memory();
	else
		rc = mobstate_put(m);
	trace_free(&g.t);
	return rc;
}

static int
trace_next(struct mobstate *m, const struct store_message *msg)
{
	if (m->count++)
		buf_ch(&m->line, '\n');
	return trace(m, msg);
}

/* A number as people write it; a name of digits is a number, too. */
static int
looks_like_number(const char *s)
{
	return s[strspn(s, "0123456789+-()./ ")] == '\0';
}

const char *
mobstate_bare(char *arg)
{
	size_t n = strlen(arg);

	if (n < 2 || arg[0] != '<' || arg[n - 1] != '>')
		return arg;
	arg[n - 1] = '\0';
	return arg + 1;
}

/* What it is, is seen by what is there: an id comes first. */
static int
trace_all(struct mobstate *m, char *what)
{
	struct store_search q = { .oldest_first = 1 };
	struct store_message msg;
	struct diag_err err;
	int rc = store_message_find(m->store, what, &msg, &err);

	if (rc < 0)
		return mobstate_fail(&err);
	if (rc > 0)
		return trace_next(m, &msg);
	if (looks_like_number(what))
		q.number = what;
	else
		q.mail_id = mobstate_bare(what);
	return mobstate_each(m, &q, trace_next);
}

int
mobstate_trace(struct mobstate *m, int argc, char *argv[])
{
	int rc;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_operands(m, argc, argv);
	if (argc - optind > 1)
		args_usage(m->o->args, "trace: one number or id at a time");
	rc = trace_all(m, argv[optind]);
	if (rc || m->count)
		return rc;
	diag_warn(NULL, "%s: no such message, nor one of that number or "
	    "Message-ID", argv[optind]);
	return EX_UNAVAILABLE;
}
