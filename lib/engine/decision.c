#include "engine/decision.h"

#include <ctype.h>
#include <string.h>
#include <syslog.h>

#include "base/clock.h"
#include "base/diag.h"
#include "record/json.h"

/* The whole program's, as its stderr is. */
static struct {
	int on;
	unsigned tokens;	/* thousandths of a line, at */
	msec at;
	unsigned long missed;
	struct buf line;
	struct json_reader *outer, *inner;	/* NULL: not yet */
} the;

void
decision_open(const struct config_view *v)
{
	switch (config_int(v, SYSLOG)) {
	case SYSLOG_TRUE: the.on = 1; break;
	case SYSLOG_FALSE: the.on = 0; break;
	default: the.on = !diag_on_terminal(); break;
	}
	if (!the.on || the.at)
		return;
	openlog(diag_prog(), LOG_PID, LOG_MAIL);
	the.at = clock_mono();
	the.tokens = DECISION_BURST * 1000;
}

int
decision_wanted(void)
{
	return the.on;
}

static void
say_missed(void)
{
	if (the.missed)
		syslog(LOG_MAIL | LOG_INFO, "%lu more were decided than are "
		    "logged at a time", the.missed);
	the.missed = 0;
}

void
decision_close(void)
{
	say_missed();
	json_reader_free(the.outer);
	json_reader_free(the.inner);
	buf_free(&the.line);
	memset(&the, 0, sizeof the);
}

/* 0: too many at a time. */
static int
may_log(void)
{
	msec now = clock_mono(), past = now - the.at;
	msec tokens = the.tokens + past * DECISION_RATE;

	the.at = now;
	the.tokens = tokens < DECISION_BURST * 1000 ? (unsigned)tokens :
		DECISION_BURST * 1000;
	if (the.tokens < 1000) {
		the.missed++;
		return 0;
	}
	the.tokens -= 1000;
	say_missed();
	return 1;
}

/* ---- name=value */

/* It needs no quotes to be told from what follows. */
static int
is_plain(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i;

	for (i = 0; i < n; i++)
		if (!p[i] || p[i] > 0x7f ||
		    (!isalnum(p[i]) && !strchr("+-._:/@[]", p[i])))
			return 0;
	return n > 0;
}

/* A value may be anybody's: it must not look like a part of the line. */
static void
put_value(struct buf *b, const char *s, size_t n)
{
	struct buf quoted = BUF_INIT;

	if (n > DECISION_VALUE_MAX)
		n = DECISION_VALUE_MAX;
	if (is_plain(s, n)) {
		buf_add(b, s, n);
		return;
	}
	json_str(&quoted, s, n);
	buf_add(b, quoted.p, quoted.len);
	buf_free(&quoted);
}

static void
put(struct buf *b, const char *name, const char *s, size_t n)
{
	buf_fmt(b, "%s%s=", b->len ? ", " : "", name);
	put_value(b, s, n);
}

static void
put_cstr(struct buf *b, const char *name, const char *s)
{
	if (s && *s)
		put(b, name, s, strlen(s));
}

static void
put_member(struct buf *b, const struct json_value *m, size_t n,
    const char *name)
{
	const struct json_value *v = json_member(m, n, name);

	if (v && v->kind == JSON_STRING && v->n)
		put(b, name, v->s, v->n);
	else if (v && v->kind == JSON_INT)
		put(b, name, v->raw, v->rawlen);
}

/* ---- lines */

static int
get_readers(void)
{
	if (!the.outer)
		the.outer = json_reader_new();
	if (!the.inner)
		the.inner = json_reader_new();
	return the.outer && the.inner ? 0 : -1;
}

static int
is_string(const struct json_value *v)
{
	return v && v->kind == JSON_STRING;
}

/* The line, with what it is about in front.  An id may be anybody's, too. */
static void
send_line(const char *id, size_t n, msec began)
{
	struct buf *b = &the.line;
	struct buf head = BUF_INIT;
	unsigned long long ms = clock_mono() - began;

	buf_fmt(b, ", seconds=%llu.%03llu", ms / 1000, ms % 1000);
	put_value(&head, id, n);
	if (buf_cstr(&head) && buf_cstr(b))
		syslog(LOG_MAIL | LOG_INFO, "%s: %s", buf_cstr(&head),
		    buf_cstr(b));
	buf_free(&head);
}

/* How many segments there were, and what the SMSC calls the first. */
static void
put_parts(struct buf *b, const char *list, size_t nlist)
{
	const struct json_value *m;
	size_t n;

	if (json_read(the.inner, list, nlist, &m, &n, NULL) != JSON_LIST || !n)
		return;
	if (n > 1)
		buf_fmt(b, ", parts=%zu", n);
	if (m[0].kind == JSON_OBJECT && json_read(the.inner, m[0].raw,
	    m[0].rawlen, &m, &n, NULL) == JSON_OBJECT)
		put_member(b, m, n, "message_id");
}

static void
put_result(struct buf *b, const struct json_value *result)
{
	/* `to': one of a list's */
	static const char *const names[] = { "to", "smsc", "status",
		"command_status", "code", "reason", "state" };
	const struct json_value *m, *parts;
	size_t n, i;

	if (!result || json_read(the.inner, result->raw, result->rawlen, &m, &n,
	    NULL) != JSON_OBJECT)
		return;
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		put_member(b, m, n, names[i]);
	parts = json_member(m, n, "parts");
	if (parts)
		put_parts(b, parts->raw, parts->rawlen);
}

void
decision_result(const char *line, size_t n, msec began)
{
	static const char *const names[] = { "type", "domain", "from", "to",
		"message_id" };
	const struct json_value *m, *id;
	size_t nm, i;

	if (!the.on || !may_log() || get_readers() < 0 ||
	    json_read(the.outer, line, n, &m, &nm, NULL) != JSON_OBJECT)
		return;
	buf_reset(&the.line);
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		put_member(&the.line, m, nm, names[i]);
	put_result(&the.line, json_member(m, nm, "result"));
	id = json_member(m, nm, "id");
	if (is_string(id))
		send_line(id->s, id->n, began);
	else
		send_line("-", 1, began);
}

static void
put_handled_record(struct buf *b, const struct handler_message *m)
{
	const char *text = m->input;
	const struct json_value *v;
	size_t n;

	if (!m->n || *text != '{' || get_readers() < 0 ||
	    json_read(the.outer, text, m->n, &v, &n, NULL) != JSON_OBJECT)
		return;
	put_member(b, v, n, "type");
	put_member(b, v, n, "smsc");
}

void
decision_handled(const struct handler_message *m, const char *handler,
    enum outcome outcome, msec began)
{
	static const char *const words[OUTCOMES] = {
		[OUTCOME_DONE] = "ok",
		[OUTCOME_REFUSED] = "permanent",
		[OUTCOME_RETRY] = "temporary",
		[OUTCOME_BUSY] = "temporary",
	};
	size_t i;

	if (!the.on || !may_log())
		return;
	buf_reset(&the.line);
	put_cstr(&the.line, "from", m->sender);
	for (i = 0; i < m->nrecipients && i < DECISION_RECIPIENTS_MAX; i++)
		put_cstr(&the.line, "to", m->recipients[i]);
	if (m->nrecipients > DECISION_RECIPIENTS_MAX)
		buf_fmt(&the.line, ", recipients=%zu", m->nrecipients);
	put_handled_record(&the.line, m);
	put_cstr(&the.line, "handler", handler);
	put_cstr(&the.line, "status", words[outcome]);
	send_line(m->id, strlen(m->id), began);
}
