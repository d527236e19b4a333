/* libcurl's multi interface in our loop.  See client.h. */
#include <stdlib.h>
#include <string.h>

#include "http/client_priv.h"

/* A descriptor of libcurl's; one watch a direction. */
struct watched {
	struct http_client *client;
	curl_socket_t fd;
	struct loop_watch *in, *out;
};

struct http_client {
	struct loop *loop;
	struct http_client_options o;
	CURLM *multi;
	struct loop_watch *timer, *soon;
	struct http_call *waiting, **last;	/* not begun */
	struct http_call *running;
	unsigned nrunning;
	CURL **idle;			/* handles to be used again: each keeps
					   what a Digest server said last */
	unsigned nidle;			/* at most o.parallel */
	size_t busy;
	int *freed;			/* set when it goes while in a callback */
};

/* ---- lists ---- */

static void
unlink_call(struct http_call *call)
{
	struct http_client *c = call->client;

	if (c->last == &call->next)
		c->last = call->at;
	*call->at = call->next;
	if (call->next)
		call->next->at = call->at;
}

static void
link_call(struct http_call **at, struct http_call *call)
{
	call->next = *at;
	call->at = at;
	if (call->next)
		call->next->at = &call->next;
	*at = call;
}

/* Its handle is for the next one. */
static void
give_back(struct http_client *c, struct http_call *call)
{
	if (!call->easy)
		return;
	if (c->nidle < c->o.parallel) {
		/* what it points to goes */
		curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, NULL);
		curl_easy_setopt(call->easy, CURLOPT_ERRORBUFFER, NULL);
		c->idle[c->nidle++] = call->easy;
	} else {
		curl_easy_cleanup(call->easy);
	}
	call->easy = NULL;
}

static void
call_free(struct http_call *call)
{
	if (call->easy)
		curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	buf_free(&call->answer);
	free(call);
}

/* ---- sockets and time ---- */

static void
finish_done(struct http_client *c)
{
	int left, freed = 0;
	CURLMsg *m;
	struct http_call *call;
	CURLcode rc;

	c->freed = &freed;
	while (!freed && (m = curl_multi_info_read(c->multi, &left))) {
		if (m->msg != CURLMSG_DONE)
			continue;
		rc = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &call);
		curl_multi_remove_handle(c->multi, call->easy);
		unlink_call(call);
		c->nrunning--;
		c->busy--;
		/* on no list while its owner is told: he may send another */
		call_give(call, rc);
		if (!freed)
			give_back(c, call);
		call_free(call);
	}
	if (freed)
		return;
	c->freed = NULL;
	if (c->waiting && c->nrunning < c->o.parallel)
		loop_timer_now(c->soon);
}

static void
act(struct http_client *c, curl_socket_t fd, int what)
{
	int running;

	curl_multi_socket_action(c->multi, fd, what, &running);
	finish_done(c);
}

static void
on_in(void *arg)
{
	struct watched *w = arg;

	act(w->client, w->fd, CURL_CSELECT_IN);
}

static void
on_out(void *arg)
{
	struct watched *w = arg;

	act(w->client, w->fd, CURL_CSELECT_OUT);
}

static void
on_timer(void *arg)
{
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static void
watched_free(struct watched *w)
{
	if (!w)
		return;
	loop_watch_free(w->in);
	loop_watch_free(w->out);
	free(w);
}

static struct watched *
watched_new(struct http_client *c, curl_socket_t fd)
{
	struct watched *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->client = c;
	w->fd = fd;
	w->in = loop_fd(c->loop, fd, LOOP_READ, on_in, w);
	w->out = loop_fd(c->loop, fd, LOOP_WRITE, on_out, w);
	if (!w->in || !w->out) {
		watched_free(w);
		return NULL;
	}
	curl_multi_assign(c->multi, fd, w);
	return w;
}

static int
on_socket(CURL *e, curl_socket_t fd, int what, void *arg, void *at)
{
	struct http_client *c = arg;
	struct watched *w = at;

	(void)e;
	if (what == CURL_POLL_REMOVE) {
		curl_multi_assign(c->multi, fd, NULL);
		watched_free(w);
		return 0;
	}
	if (!w && !(w = watched_new(c, fd)))
		return -1;
	loop_watch_on(w->in, what & CURL_POLL_IN);
	loop_watch_on(w->out, what & CURL_POLL_OUT);
	return 0;
}

static int
on_timeout(CURLM *m, long ms, void *arg)
{
	struct http_client *c = arg;

	(void)m;
	loop_timer_at(c->timer, UINT64_MAX);
	if (ms == 0)
		loop_timer_now(c->timer);
	else if (ms > 0)
		loop_timer_at(c->timer, clock_mono() + (msec)ms);
	return 0;
}

/* 0, or -1: its owner was told that it was not sent. */
static int
begin(struct http_client *c, struct http_call *call)
{
	call->easy = c->nidle ? c->idle[--c->nidle] : curl_easy_init();
	if (call->easy && call_prepare(call, &c->o) == 0 &&
	    curl_multi_add_handle(c->multi, call->easy) == CURLM_OK)
		return 0;
	return -1;
}

/* Begin those for which there is room. */
static void
on_soon(void *arg)
{
	struct http_client *c = arg;
	struct http_call *call;

	while ((call = c->waiting) && c->nrunning < c->o.parallel) {
		unlink_call(call);
		if (begin(c, call) < 0) {
			/* its owner may do anything: one a round */
			loop_timer_now(c->soon);
			c->busy--;
			call_give_up(call, "out of memory");
			call_free(call);
			return;
		}
		link_call(&c->running, call);
		c->nrunning++;
	}
}

/* ---- */

struct http_client *
http_client_new(struct loop *l, const struct http_client_options *o)
{
	struct http_client *c = calloc(1, sizeof *c);

	if (!c || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(c);
		return NULL;
	}
	c->loop = l;
	c->o = *o;
	c->o.parallel += !c->o.parallel;
	c->last = &c->waiting;
	c->multi = curl_multi_init();
	c->idle = calloc(c->o.parallel, sizeof *c->idle);
	c->timer = loop_timer(l, on_timer, c);
	c->soon = loop_timer(l, on_soon, c);
	if (!c->multi || !c->idle || !c->timer || !c->soon) {
		http_client_free(c);
		return NULL;
	}
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)c->o.parallel);
	return c;
}

static void
free_all(struct http_call *list, CURLM *running)
{
	struct http_call *call;

	while ((call = list)) {
		list = call->next;
		if (running)
			curl_multi_remove_handle(running, call->easy);
		call_free(call);
	}
}

void
http_client_free(struct http_client *c)
{
	if (!c)
		return;
	if (c->freed)
		*c->freed = 1;
	free_all(c->running, c->multi);
	free_all(c->waiting, NULL);
	while (c->nidle)
		curl_easy_cleanup(c->idle[--c->nidle]);
	free(c->idle);
	if (c->multi)
		curl_multi_cleanup(c->multi);
	loop_watch_free(c->timer);
	loop_watch_free(c->soon);
	free(c);
	curl_global_cleanup();
}

struct http_call *
http_client_send(struct http_client *c, const struct http_client_request *r,
    http_client_cb *cb, void *arg)
{
	struct http_call *call = calloc(1, sizeof *call);

	if (!call)
		return NULL;
	call->client = c;
	call->r = *r;
	call->cb = cb;
	call->arg = arg;
	call->next = NULL;
	call->at = c->last;
	*c->last = call;
	c->last = &call->next;
	c->busy++;
	loop_timer_now(c->soon);
	return call;
}

void
http_call_cancel(struct http_call *call)
{
	struct http_client *c = call->client;
	struct http_call *r;

	for (r = c->running; r && r != call; r = r->next)
		;
	if (r) {
		curl_multi_remove_handle(c->multi, call->easy);
		c->nrunning--;
		give_back(c, call);
	}
	unlink_call(call);
	c->busy--;
	call_free(call);
	if (c->waiting)
		loop_timer_now(c->soon);
}

size_t
http_client_busy(const struct http_client *c)
{
	return c->busy;
}
