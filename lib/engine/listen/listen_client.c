/* smpp-listen as an ESME.  See listen.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/listen/receiver.h"

enum { CONNECTIONS_MAX = 1000 };	/* more would not be an ESME's; each has
					   its descriptor and buffers */

/* The connections that the options want, in their order. */
struct wanted {
	struct receiver_way *way[CONNECTIONS_MAX];
	size_t n;
};

/* All those that there are, also ones that are going. */
struct esme {
	struct daemon d;
	struct receiver *receiver[2 * CONNECTIONS_MAX];
	size_t n;
	int failed;		/* exit status of our own trouble */
};

/* ---- which are wanted ---- */

static void
want_none(struct wanted *w)
{
	while (w->n)
		receiver_way_free(w->way[--w->n]);
}

static int
want_all(struct wanted *w, struct config *c, const char *domain,
    struct diag_err *err)
{
	unsigned n = link_connections(c, domain, SMPP_BIND_RECEIVER);
	const char *option = option_def(SMPP_PERSISTENT_CONNECTIONS)->name;
	const char *name;
	const struct config_view *v;

	w->n = 0;
	if (!n)
		return diag_err(err, EX_CONFIG, "%s: none of them receives",
		    option);
	if (n > CONNECTIONS_MAX)
		return diag_err(err, EX_CONFIG, "%s: more than %d", option,
		    CONNECTIONS_MAX);
	while (w->n < n) {
		v = link_connection(c, domain, SMPP_BIND_RECEIVER,
		    (unsigned)w->n, &name);
		w->way[w->n] = v ? receiver_way_new(v, name, (unsigned)w->n,
		    err) : NULL;
		if (!v)
			diag_err(err, EX_OSERR, "out of memory");
		if (!w->way[w->n]) {
			want_none(w);
			return -1;
		}
		w->n++;
	}
	return 0;
}

/* ---- those that there are ---- */

/* One ended by itself; the others go on. */
static void
on_ended(void *arg)
{
	struct esme *e = arg;
	int sysexit = EX_OSERR;
	size_t i;

	for (i = 0; i < e->n; i++) {
		if (!receiver_done(e->receiver[i]))
			return;
		if (receiver_failed(e->receiver[i]))
			sysexit = receiver_failed(e->receiver[i]);
	}
	e->failed = sysexit;
	daemon_stop(&e->d);
}

static void
sweep(struct esme *e)
{
	size_t i, n = 0;

	for (i = 0; i < e->n; i++) {
		if (receiver_gone(e->receiver[i]))
			receiver_free(e->receiver[i]);
		else
			e->receiver[n++] = e->receiver[i];
	}
	e->n = n;
}

static int
add(struct esme *e, struct receiver_way *w)
{
	struct receiver *r = receiver_new(&e->d, w, on_ended);

	if (r)
		e->receiver[e->n++] = r;
	else
		diag_warn(NULL, "out of memory");
	return r ? 0 : -1;
}

/* Each of those before becomes the next one of its binding that is wanted, or
   none; what is wanted more is new. */
static void
become(struct esme *e, struct wanted *w, const struct config_view *v)
{
	size_t before = e->n, i, j;

	for (i = 0; i < before; i++) {
		for (j = 0; j < w->n; j++)
			if (w->way[j] && receiver_is(e->receiver[i],
			    receiver_way_binding(w->way[j])))
				break;
		if (j == w->n) {
			receiver_retire(e->receiver[i], v);
			continue;
		}
		receiver_change(e->receiver[i], w->way[j]);
		w->way[j] = NULL;
	}
	for (j = 0; j < w->n; j++)
		if (w->way[j])
			add(e, w->way[j]);
	w->n = 0;
}

static int
on_reload(void *arg, struct config *c, const struct config_view *v)
{
	struct esme *e = arg;
	struct wanted w;
	struct diag_err err = { EX_OSERR, "SIGHUP came too often: connections "
		"are still going" };

	sweep(e);
	if (e->n > CONNECTIONS_MAX ||
	    want_all(&w, c, e->d.o->domain, &err) < 0) {
		diag_warn(NULL, "%s", err.text);
		return -1;
	}
	become(e, &w, v);
	return 0;
}

/* Let what is under way finish and be answered, then unbind. */
static void
on_stop(void *arg)
{
	struct esme *e = arg;
	size_t i, done = 0;

	for (i = 0; i < e->n; i++)
		done += (size_t)receiver_done(e->receiver[i]);
	if (done == e->n) {
		daemon_done(&e->d);
		return;
	}
	if ((!delivery_idle(e->d.delivery) && !delivery_broken(e->d.delivery)) ||
	    (e->d.tracking && !tracking_idle(e->d.tracking)))
		return;
	for (i = 0; i < e->n; i++)
		receiver_stop(e->receiver[i]);
}

/* For SIGUSR1. */
static void
where(void *arg, char *out, size_t outsz)
{
	const struct esme *e = arg;
	size_t i, bound = 0;

	for (i = 0; i < e->n; i++)
		bound += (size_t)receiver_bound(e->receiver[i]);
	if (e->n == 1)
		snprintf(out, outsz, "%s %s", bound ? "bound to" :
		    "not bound to", receiver_peer(e->receiver[0]));
	else
		snprintf(out, outsz, "%zu of %zu connections bound", bound,
		    e->n);
}

static int
start(struct esme *e, const struct listen_opts *o)
{
	struct diag_err err;
	struct wanted w;
	size_t i;

	if (want_all(&w, e->d.config, o->domain, &err) < 0) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	for (i = 0; i < w.n; i++)
		if (add(e, w.way[i]) < 0)
			break;
	if (i == w.n)
		return 0;
	while (++i < w.n)
		receiver_way_free(w.way[i]);
	return EX_OSERR;
}

int
listen_client(const struct listen_opts *o)
{
	static const struct daemon_calls calls = { .stop = on_stop,
		.reload = on_reload, .where = where };
	struct esme e = { .n = 0 };
	int rc = daemon_init(&e.d, o, REC_DELIVER, &calls, &e);

	if (!rc)
		rc = start(&e, o);
	if (!rc) {
		if (!e.d.store)
			diag_info("parts of long messages are kept in memory: "
			    "a crash loses those that were acknowledged");
		loop_run(e.d.loop);
		rc = e.failed ? e.failed : daemon_status(&e.d);
	}
	while (e.n)
		receiver_free(e.receiver[--e.n]);
	daemon_release(&e.d);
	return rc;
}
