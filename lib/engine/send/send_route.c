/* Which connection a record goes by.  See send_priv.h. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/send/send_priv.h"

void
route_die(struct route *r, int sysexit, const char *reason)
{
	if (r->via.dead)
		return;
	r->via.dead = 1;
	r->via.sysexit = sysexit;
	snprintf(r->via.reason, sizeof r->via.reason, "%s", reason);
}

int
route_is_up(const struct route *r)
{
	unsigned i;

	for (i = 0; i < r->nlanes; i++)
		if (lane_session(&r->lanes[i]))
			return 1;
	return 0;
}

static void
each_client(const struct route *r, void (*call)(struct client *c))
{
	unsigned i;

	for (i = 0; i < r->nlanes; i++)
		if (r->lanes[i].client)
			call(r->lanes[i].client);
}

/* ---- when it is given up ---- */

static const char *
trouble(const struct route *r)
{
	const char *why = client_reason(r->lanes[0].client);

	if (!route_is_up(r))
		return *why ? why : "no connection";
	return r->via.pace.held ? "throttled for too long" :
		"nothing was taken for too long";
}

static msec
patience(const struct route *r)
{
	return config_msec(r->via.view, GIVE_UP);
}

/* What waits was not moved on for too long: it is not sent. */
static void
on_give_up(void *arg)
{
	struct route *r = arg;
	char reason[256];

	if (!r->via.queue.first)
		r->via.stuck_since = 0;
	if (!r->via.stuck_since)
		return;
	if (clock_mono() < r->via.stuck_since + patience(r)) {
		loop_timer_at(r->give_up, r->via.stuck_since + patience(r));
		return;
	}
	snprintf(reason, sizeof reason, "gave up: %.200s", trouble(r));
	lane_say(&r->lanes[0], reason);
	route_die(r, EX_TEMPFAIL, reason);
	each_client(r, client_stop);
	send_pump(r->send);
}

/* Something waits and cannot go now. */
static void
stuck(struct route *r)
{
	if (r->via.stuck_since)
		return;
	r->via.stuck_since = clock_mono();
	loop_timer_at(r->give_up, r->via.stuck_since + patience(r));
}

/* ---- which lane ---- */

static void
on_resume(void *arg)
{
	struct route *r = arg;

	send_pump(r->send);
}

static void
on_alone(void *arg)
{
	struct route *r = arg;

	r->spread = 1;
	send_pump(r->send);
}

/* The lanes that there are have no room: others may. */
static void
widen(struct route *r)
{
	int more = r->spread || route_is_up(r);
	struct diag_err err;
	unsigned i;

	for (i = 0; i < r->nlanes; i++)
		if (r->lanes[i].client) {
			client_wake(r->lanes[i].client);
		} else if (more && lane_begin(r, i, &err) < 0) {
			lane_say(&r->lanes[i], err.text);
			r->nlanes = i + 1;	/* as many as can be had */
			return;
		}
}

static struct lane *
least_busy(const struct route *r)
{
	struct lane *best = NULL;
	unsigned i, n, least = UINT_MAX;
	struct smpp_session *s;

	for (i = 0; i < r->nlanes; i++) {
		s = lane_session(&r->lanes[i]);
		if (!s || !smpp_session_room(s))
			continue;
		n = smpp_session_outstanding(s);
		if (n < least)
			best = &r->lanes[i];
		if (n < least)
			least = n;
	}
	return best;
}

struct lane *
route_ready(struct route *r)
{
	struct lane *l = least_busy(r);
	msec now = r->send->jobs.now, due;

	if (!l) {
		widen(r);
		stuck(r);
		return NULL;
	}
	due = pace_due(&r->via.pace, now);
	if (due > now) {
		loop_timer_at(r->resume, due);
		/* its own rate is none of the SMSC's doing */
		if (r->via.pace.held > now)
			stuck(r);
		return NULL;
	}
	return l;
}

static void
route_free(struct route *r)
{
	unsigned i;

	for (i = 0; i < r->nlanes; i++)
		lane_free(&r->lanes[i]);
	free(r->lanes);
	loop_watch_free(r->give_up);
	loop_watch_free(r->resume);
	loop_watch_free(r->alone);
	free(r);
}

/* -P, or as many as the configuration says. */
static unsigned
lanes_wanted(const struct route *r)
{
	const struct send_opts *o = r->send->o;
	unsigned n = o->connections ? o->connections :
		link_connections(o->config, r->domain, r->send->receipts ?
		SMPP_BIND_TRANSCEIVER : SMPP_BIND_TRANSMITTER);

	if (!n)		/* none of the bindings sends: as the domain says */
		n = 1;
	return n < LANES_MAX ? n : LANES_MAX;
}

static int
connect_route(struct route *r, struct diag_err *err)
{
	struct loop *l = r->send->loop;
	unsigned n = lanes_wanted(r);

	r->lanes = calloc(n, sizeof *r->lanes);
	r->give_up = loop_timer(l, on_give_up, r);
	r->resume = loop_timer(l, on_resume, r);
	r->alone = loop_timer(l, on_alone, r);
	if (!r->lanes || !r->give_up || !r->resume || !r->alone)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	r->nlanes = n;
	if (n > 1)
		loop_timer_at(r->alone, clock_mono() + LANES_ALONE);
	return lane_begin(r, 0, err);
}

/* smpp-share paces all that goes to it: what remains is that it may have too
   much itself. */
static void
set_pace(struct route *r)
{
	const struct send *s = r->send;
	int64_t rate = link_share(r->via.view) ? 0 :
		config_int(r->via.view, SMPP_MAX_RATE);

	pace_init(&r->via.pace, (double)rate, config_msec(r->via.view,
	    SMPP_ESME_THROTTLED_TIMEOUT), clock_mono());
	r->via.pace.shared = rate && s->jobs.store && !s->own_store;
}

static struct route *
route_new(struct send *s, const char *domain, struct diag_err *err)
{
	struct route *r = calloc(1, sizeof *r);

	if (!r) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	r->send = s;
	r->domain = domain;
	r->via.view = config_view(s->o->config, NULL, domain, NULL);
	r->via.domain = domain;
	sms_account(r->via.view, r->via.account);
	set_pace(r);
	if (!s->o->dry_run && connect_route(r, err) < 0) {
		route_free(r);
		return NULL;
	}
	r->next = s->routes;
	s->routes = r;
	return r;
}

/* The operand decides; without one the record's domain does.  NULL: neither
   does, err is filled. */
static const char *
domain_to_use(const struct send *s, const char *domain, struct diag_err *err)
{
	const char *known;
	size_t i;

	if (s->o->domain)
		return s->o->domain;
	for (i = 0; domain && (known = config_domain(s->o->config, i)); i++)
		if (strcasecmp(known, domain) == 0)
			return known;
	if (domain)
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration %s", domain, config_file(s->o->config));
	else
		diag_err(err, EX_CONFIG, "no domain to send by: neither an "
		    "operand nor a domain in the record");
	return NULL;
}

struct job_via *
route_find(void *arg, const char *domain, struct diag_err *err)
{
	struct send *s = arg;
	const char *name = domain_to_use(s, domain, err);
	struct route *r;

	if (!name)
		return NULL;
	for (r = s->routes; r; r = r->next)
		if (r->domain == name || strcmp(r->domain, name) == 0)
			return &r->via;
	r = route_new(s, name, err);
	return r ? &r->via : NULL;
}

void
route_wake_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		each_client(r, client_wake);
}

void
route_stop_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		each_client(r, client_stop);
}

void
route_abort_all(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		each_client(r, client_abort);
}

int
route_all_done(const struct send *s)
{
	const struct route *r;
	unsigned i;

	for (r = s->routes; r; r = r->next)
		for (i = 0; i < r->nlanes; i++)
			if (r->lanes[i].client && client_state(
			    r->lanes[i].client) != CLIENT_DONE)
				return 0;
	return 1;
}

void
route_free_all(struct send *s)
{
	struct route *r, *next;

	for (r = s->routes; r; r = next) {
		next = r->next;
		route_free(r);
	}
	s->routes = NULL;
}
