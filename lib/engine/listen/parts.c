#include "engine/listen/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* The end of a message that the store has not been told yet. */
struct ending {
	struct ending *next;
	int64_t whole;
	enum store_fate fate;
	msec again;
};

struct parts {
	struct store *store;	/* NULL: none yet */
	int ours;		/* it is in memory, or will be */
	char scope[2][PARTS_SCOPE];	/* now; and before, "": none */
	msec timeout;
	struct loop_watch *timer;
	loop_cb *due;
	void *arg;
	int stopped;
	int troubled;		/* the store failed, and that was said */
	struct ending *endings;
};

/* ---- the store ---- */

static void
say(struct parts *p, const struct diag_err *err)
{
	if (!p->troubled)
		diag_warn(NULL, "parts of long messages: %s", err->text);
	p->troubled = 1;
}

static void
works(struct parts *p)
{
	if (p->troubled)
		diag_info("parts of long messages are kept again");
	p->troubled = 0;
}

static int
need_store(struct parts *p)
{
	struct diag_err err;

	if (p->store || store_open(&p->store, "memory", &err) == 0)
		return 0;
	say(p, &err);
	return -1;
}

static int
tell(struct parts *p, const struct ending *e)
{
	struct diag_err err;

	if (store_segment_settle(p->store, e->whole, e->fate, clock_now(),
	    (int64_t)e->again, &err) < 0) {
		say(p, &err);
		return -1;
	}
	works(p);
	return 0;
}

/* What the store could not be told. */
static void
tell_endings(struct parts *p)
{
	struct ending *e;

	while ((e = p->endings) && tell(p, e) == 0) {
		p->endings = e->next;
		free(e);
	}
}

/* ---- time ---- */

static int64_t
deadline(struct parts *p)
{
	int64_t first = INT64_MAX, at;
	struct diag_err err;
	int i;

	for (i = 0; i < 2 && *p->scope[i]; i++) {
		if (store_segment_deadline(p->store, p->scope[i], &at,
		    &err) < 0) {
			say(p, &err);
			return 0;
		}
		if (at < first)
			first = at;
	}
	return first;
}

/* The store has times of day, which may be set; the loop has its own. */
static void
set_timer(struct parts *p)
{
	int64_t at, wait;

	if (!p->store || p->stopped)
		return;
	at = deadline(p);
	if (at == INT64_MAX && p->ours) {
		loop_timer_at(p->timer, UINT64_MAX);
		return;
	}
	wait = at - clock_now();
	if (p->troubled || wait > PARTS_LOOK)
		wait = PARTS_LOOK;
	loop_timer_at(p->timer, clock_mono() + (msec)(wait < 0 ? 0 : wait));
}

static void
on_timer(void *arg)
{
	struct parts *p = arg;

	p->due(p->arg);
	tell_endings(p);
	set_timer(p);
}

void
parts_stop(struct parts *p)
{
	p->stopped = 1;
	loop_timer_at(p->timer, UINT64_MAX);
}

/* ---- what is asked ---- */

int
parts_add(struct parts *p, const struct sms_incoming *in,
    struct smpp_octets raw, int64_t *whole)
{
	struct store_segment g = {
		.scope = p->scope[0], .account = in->account ? in->account : "",
		.from = in->from, .to = in->to, .how = (int)in->concat.how,
		.ref = in->concat.ref, .total = in->concat.total,
		.seq = in->concat.seq, .payload = in->payload.p,
		.npayload = in->payload.n, .raw = raw.p, .nraw = raw.n,
	};
	struct diag_err err;
	int got;

	*whole = 0;
	if (need_store(p) < 0)
		return -1;
	got = store_segment_add(p->store, &g, clock_now(), (int64_t)p->timeout,
	    whole, &err);
	if (got < 0)
		say(p, &err);
	else if (*whole)
		works(p);
	set_timer(p);
	return got;
}

int64_t
parts_expired(struct parts *p, int all)
{
	int64_t now = all ? INT64_MAX : clock_now(), whole;
	struct diag_err err;
	int i, rc;

	for (i = 0; p->store && i < 2 && *p->scope[i]; i++) {
		rc = store_segment_expired(p->store, p->scope[i], now, &whole,
		    &err);
		if (rc > 0)
			return whole;
		if (rc < 0)
			say(p, &err);
	}
	return 0;
}

int
parts_view(struct parts *p, int64_t whole, struct store_whole *v)
{
	struct diag_err err;
	int rc = store_segment_view(p->store, whole, v, &err);

	if (rc < 0)
		say(p, &err);
	return rc > 0 ? 0 : -1;
}

void
parts_settle(struct parts *p, int64_t whole, enum store_fate fate, msec again)
{
	struct ending e = { .whole = whole, .fate = fate, .again = again };
	struct ending *later;

	if (tell(p, &e) < 0) {
		/* without: it stays ours until we end, and is then as if it had
		   not been given out */
		later = malloc(sizeof *later);
		if (later) {
			*later = e;
			later->next = p->endings;
			p->endings = later;
		}
	}
	set_timer(p);
}

enum store_fate
parts_fate(struct parts *p, int64_t whole)
{
	enum store_fate fate = STORE_FATE_OPEN;
	struct diag_err err;

	if (store_segment_fate(p->store, whole, &fate, &err) < 0) {
		say(p, &err);
		return STORE_FATE_OPEN;
	}
	return fate;
}

int
parts_persist(const struct parts *p)
{
	return !p->ours;
}

void
parts_options(struct parts *p, const char *scope, msec timeout)
{
	/* nobody else is in a store of our own, and nothing has two names */
	if (p->ours)
		scope = "memory";
	p->timeout = timeout;
	if (strcmp(scope, p->scope[0]) != 0) {
		memcpy(p->scope[1], p->scope[0], PARTS_SCOPE);
		snprintf(p->scope[0], PARTS_SCOPE, "%s", scope);
	}
	if (!p->ours)
		loop_timer_now(p->timer);
}

struct parts *
parts_new(struct loop *l, struct store *s, loop_cb *due, void *arg)
{
	struct parts *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	*p = (struct parts){ .store = s, .ours = !s, .due = due, .arg = arg };
	p->timer = loop_timer(l, on_timer, p);
	if (!p->timer) {
		free(p);
		return NULL;
	}
	return p;
}

void
parts_free(struct parts *p)
{
	unsigned lost = 0;
	struct ending *e;

	if (!p)
		return;
	tell_endings(p);
	while (p->ours && parts_expired(p, 1))
		lost++;
	if (lost)
		diag_warn(NULL, "lost: parts of %u long messages, acknowledged "
		    "and never delivered", lost);
	while ((e = p->endings)) {
		p->endings = e->next;
		free(e);
	}
	if (p->ours)
		store_close(p->store);
	loop_watch_free(p->timer);
	free(p);
}
