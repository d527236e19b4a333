/* A request: taken, handed over, answered.  See server_priv.h. */
#include <string.h>

#include "http/server_priv.h"

/* All requests together hold too much; this one's length is not there yet. */
static int
too_much(struct http_exchange *x)
{
	static const char *const later[] = { "Retry-After: 10" };
	const struct http_request *r = http_session_request(x->s);
	struct http_server *s = x->server;
	struct http_answer a = { .status = 503, .header = later, .nheaders = 1 };
	size_t more = r->length > 0 ? (size_t)r->length : 0;
	struct http_exchange *o;

	if (!s->limits.held_max || more > s->limits.body_max)
		return 0;	/* 413 says it better */
	if (s->held + more <= s->limits.held_max)
		return 0;
	/* it is counted rarely: only when what was promised is too much */
	s->held = 0;
	for (o = s->list; o; o = o->next)
		s->held += http_session_held(o->s);
	if (s->held + more <= s->limits.held_max)
		return 0;
	http_exchange_answer(x, &a);
	return 1;
}

static void
hand_over(struct http_exchange *x)
{
	x->busy = 1;
	x->server->busy++;
	x->server->calls->request(x->server->arg, x);
}

static int
take_head(struct http_exchange *x)
{
	const struct http_request *r = http_session_request(x->s);
	struct http_server *s = x->server;

	if (too_much(x))
		return 1;
	switch (s->calls->head(s->arg, x)) {
	case HTTP_GO_ON:
		if (r->length > 0)
			s->held += (size_t)r->length;
		return 1;
	case HTTP_LATER:
		x->busy = x->bodyless = 1;
		s->busy++;
		return 0;
	default:
		return 1;
	}
}

int
http_exchange_event(struct http_exchange *x, enum http_event ev)
{
	struct http_server *s = x->server;

	switch (ev) {
	case HTTP_EV_HEAD:
		return take_head(x);
	case HTTP_EV_QUIET:
		if (s->calls->complete && s->calls->complete(s->arg, x))
			http_session_complete(x->s);
		return 1;
	case HTTP_EV_REQUEST:
		hand_over(x);
		return 1;
	case HTTP_EV_CLOSED:
		x->ending = 1;
		return 0;
	default:
		return 0;
	}
}

const struct http_request *
http_exchange_request(const struct http_exchange *x)
{
	return http_session_request(x->s);
}

const struct sockaddr *
http_exchange_address(const struct http_exchange *x)
{
	return (const struct sockaddr *)&x->address;
}

const char *
http_exchange_peer(const struct http_exchange *x)
{
	return x->peer;
}

/* Made anew once a second only. */
static const char *
date(struct http_server *s)
{
	int64_t now = clock_now();

	if (now / 1000 != s->date_at) {
		s->date_at = now / 1000;
		clock_rfc5322(now, "GMT", s->date);
	}
	return s->date;
}

void
http_exchange_answer(struct http_exchange *x, const struct http_answer *a)
{
	struct http_server *s = x->server;
	struct http_answer dated = *a;

	dated.date = date(s);
	if (x->busy) {
		x->busy = x->bodyless = 0;
		s->busy--;
		loop_timer_now(s->changed);
	}
	http_session_answer(x->s, &dated, clock_mono());
	if (x->fd < 0)
		http_exchange_hang_up(x);
	else
		http_exchange_run(x);
}
