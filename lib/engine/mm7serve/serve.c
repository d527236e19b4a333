/* mm7-serve.  See mm7serve.h. */
#define _DEFAULT_SOURCE		/* getentropy() */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mm7serve/serve_priv.h"

/* ---- connections ---- */

static void
pause_all(struct serve *s)
{
	listeners_pause(&s->listeners,
	    http_server_full(s->http) || s->d.stopping);
}

static void
on_accept(int fd, void *arg)
{
	struct serve *s = arg;

	http_server_add(s->http, fd);
	pause_all(s);
}

/* A connection ended, or a request was answered. */
static void
on_changed(void *arg)
{
	struct serve *s = arg;

	pause_all(s);
	if (s->listeners.from_inetd && http_server_connections(s->http) == 0)
		daemon_stop(&s->d);
	daemon_look(&s->d);
}

static const struct http_server_calls http_calls = { .head = serve_head,
	.complete = serve_complete, .request = serve_request,
	.changed = on_changed };

/* ---- options ---- */

static struct http_server_limits
limits(const struct config_view *v)
{
	return (struct http_server_limits){
		.body_max = (size_t)config_int(v, MM7_SERVER_MAX_SIZE),
		.held_max = (size_t)config_int(v, MM7_SERVER_MAX_HELD),
		.connections = (unsigned)config_int(v,
		    MM7_SERVER_MAX_CONNECTIONS),
		.per_address = (unsigned)config_int(v,
		    MM7_SERVER_MAX_CONNECTIONS_EACH),
		.idle = config_msec(v, MM7_INACTIVITY_TIMER),
	};
}

/* Returns 0, or the exit status, said. */
static int
take_options(struct serve *s, const struct config_view *v)
{
	const char *path = config_str(v, MM7_SERVER_USERS);
	struct http_server_limits l = limits(v);
	struct users *users = NULL;
	struct diag_err err;
	int rc;

	if (path && !(users = users_load(path, &err))) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	rc = serve_read_proxies(s, v);
	if (!rc && (serve_client_options(v) < 0 ||
	    serve_faults_options(s, v) < 0))
		rc = EX_CONFIG;
	if (rc) {
		users_free(users);
		return rc;
	}
	users_free(s->users);
	s->users = users;
	if (users)
		serve_tell_digest(users);
	http_server_set_limits(s->http, &l);
	return 0;
}

static int
opens_up(const struct serve *s, const struct config_view *v)
{
	return !config_str(v, MM7_SERVER_USERS) &&
		!listeners_are_local(&s->listeners);
}

static int
on_reload(void *arg, struct config *c, const struct config_view *v)
{
	struct serve *s = arg;

	(void)c;
	if (opens_up(s, v)) {
		diag_warn(NULL, "MM7_Server_Users is gone, and others than this "
		    "machine are served");
		return -1;
	}
	return take_options(s, v) ? -1 : 0;
}

/* ---- listening ---- */

/* Without a users file anybody may come, but only from this machine. */
static int
open_listeners(struct serve *s)
{
	return listeners_open(&s->listeners, s->d.loop, &s->o->listen,
	    s->users ? NULL : "MM7_Server_Users is not set: anybody could send",
	    on_accept, s);
}

/* ---- */

/* Stopping: answer what is under way, then close. */
static void
on_stop(void *arg)
{
	struct serve *s = arg;

	pause_all(s);
	http_server_finish(s->http);
	if (!delivery_idle(s->d.delivery) && !delivery_broken(s->d.delivery))
		return;
	if (http_server_connections(s->http) == 0 &&
	    !s->noutgoing && (!s->reports || serve_reports_stop(s->reports)))
		daemon_done(&s->d);
}

/* The sink did: there may be room for what deliver records become. */
static void
on_moved(void *arg)
{
	struct serve *s = arg;

	serve_stdin_go_on(s->in);
}

static void
where(void *arg, char *out, size_t outsz)
{
	const struct serve *s = arg;

	snprintf(out, outsz, "%zu connections",
	    http_server_connections(s->http));
}

static int
no_memory(void)
{
	diag_warn(NULL, "out of memory");
	return EX_OSERR;
}

static int
init(struct serve *s)
{
	struct http_server_limits l = limits(s->d.view);

	s->last_done = &s->done;
	if (serve_faults_init(s) < 0)
		return no_memory();
	s->auth = auth_new(s->d.loop);
	s->http = http_server_new(s->d.loop, &l, &http_calls, s);
	s->seen = serve_seen_new();
	s->commit = loop_timer(s->d.loop, serve_commit, s);
	s->refuse = loop_timer(s->d.loop, serve_on_refuse, s);
	if (config_int(s->d.view, MM7_SERVE_AS) == SERVE_MMSC &&
	    !(s->reports = serve_reports_new(s)))
		return no_memory();
	s->reader = json_reader_new();
	s->scratch = json_reader_new();
	if (gethostname(s->host, sizeof s->host - 1) < 0)
		strcpy(s->host, "localhost");
	if (s->auth && s->http && s->seen && s->commit && s->refuse && s->reader &&
	    s->scratch && getentropy(s->key, sizeof s->key) == 0)
		return 0;
	return no_memory();
}

/* What waits for a handler hears that it shall come again, and then nobody is
   there any more. */
static void
tear_down(struct serve *s)
{
	serve_client_free(s);
	serve_deliver_stop(s);
	serve_stdin_free(s->in);
	if (s->d.delivery)
		delivery_watch(s->d.delivery, NULL, NULL);
	delivery_free(s->d.delivery);
	s->d.delivery = NULL;
	if (s->http && s->commit)
		serve_drop(s);
	serve_reports_free(s->reports);
	serve_faults_free(s);
	auth_free(s->auth);
	http_server_free(s->http);
	serve_seen_free(s->seen);
	serve_drop_refusals(s);
	loop_watch_free(s->commit);
	loop_watch_free(s->refuse);
	listeners_close(&s->listeners);
	json_reader_free(s->reader);
	json_reader_free(s->scratch);
	buf_free(&s->out);
	buf_free(&s->mail);
	buf_free(&s->record);
	buf_free(&s->original);
	users_free(s->users);
	daemon_release(&s->d);
}

int
mm7serve(const struct mm7serve_opts *o)
{
	static const struct daemon_calls calls = { .stop = on_stop,
		.reload = on_reload, .moved = on_moved, .where = where };
	struct serve s = { .o = o };
	int rc = daemon_init(&s.d, &o->listen, REC_TYPES, &calls, &s);

	if (!rc)
		rc = init(&s);
	if (!rc)
		rc = take_options(&s, s.d.view);
	if (!rc)
		rc = open_listeners(&s);
	if (!rc && s.reports && o->listen.inherited < 0)
		rc = serve_stdin_open(&s);
	if (!rc) {
		loop_run(s.d.loop);
		rc = daemon_status(&s.d);
	}
	tear_down(&s);
	return rc;
}

int
mm7serve_check(const struct mm7serve_opts *o)
{
	const struct config_view *v = config_view(o->listen.config, NULL,
	    o->listen.domain, NULL);
	const char *path = v ? config_str(v, MM7_SERVER_USERS) : NULL;
	struct users *users;
	struct diag_err err;

	if (!path)
		return 0;
	users = users_load(path, &err);
	if (!users) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	serve_tell_digest(users);
	users_free(users);
	return 0;
}
