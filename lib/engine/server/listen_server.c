/* smpp-listen as an SMPP server.  See listen.h. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/link.h"
#include "engine/server/server.h"

static void
on_accept(int fd, void *arg)
{
	session_add(arg, fd);
}

/* What the server itself wants of the options.  Returns 0, or the exit status,
   said. */
static int
take_options(struct server *s, const struct config_view *v)
{
	const char *path = config_str(v, SMPP_SERVER_USERS);
	const char *id = config_str(v, SMPP_SERVER_SYSTEM_ID);
	struct users *users = NULL;
	struct tls_context *tls;
	struct diag_err err;

	if (id && strlen(id) > SYSTEM_ID_MAX) {
		diag_warn(NULL, "SMPP_Server_System_ID: more than %d characters",
		    SYSTEM_ID_MAX);
		return EX_CONFIG;
	}
	if (receipts_options(v) < 0 || faults_options(s, v) < 0)
		return EX_CONFIG;
	if (link_server_tls(v, &tls, &err) < 0 ||
	    (path && !(users = users_load(path, &err)))) {
		tls_context_free(tls);
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	users_free(s->users);
	s->users = users;
	/* those that are connected keep the one before */
	tls_context_free(s->tls);
	s->tls = tls;
	accounts_limits(s);
	inbox_ids(s->d.inbox, (int)config_int(v,
	    SMPP_SERVER_MESSAGE_ID_FORMAT));
	s->max = (size_t)config_int(v, SMPP_SERVER_MAX_CONNECTIONS);
	return 0;
}

/* Without a users file anybody may bind, but only from this machine. */
static int
open_listeners(struct server *s)
{
	return listeners_open(&s->listeners, s->d.loop, s->d.o, s->users ?
	    NULL : "SMPP_Server_Users is not set: anybody could send at your "
	    "expense", on_accept, s);
}

/* Stopping: answer what is under way, then unbind everybody. */
static void
on_stop(void *arg)
{
	struct server *s = arg;

	sessions_limit(s);
	out_stop(s);
	if (!delivery_idle(s->d.delivery) && !delivery_broken(s->d.delivery))
		return;
	if (!s->sessions)
		daemon_done(&s->d);
	else
		session_unbind_all(s);
}

/* Without users, would somebody from outside be let in? */
static int
opens_up(const struct server *s, const struct config_view *v)
{
	return !config_str(v, SMPP_SERVER_USERS) &&
		!listeners_are_local(&s->listeners);
}

static int
on_reload(void *arg, struct config *c, const struct config_view *v)
{
	struct server *s = arg;
	struct session *ss;

	if (s->tls && !config_str(v, SMPP_SERVER_TLS_CERTIFICATE)) {
		diag_warn(NULL, "SMPP_Server_TLS_Certificate is gone: what is "
		    "served over TLS is not served in clear without a restart");
		return -1;
	}
	if (opens_up(s, v)) {
		diag_warn(NULL, "SMPP_Server_Users is gone, and others than "
		    "this machine are served");
		return -1;
	}
	if (take_options(s, v))
		return -1;
	for (ss = s->sessions; ss; ss = ss->next) {
		ss->peer.view = v;
		ss->via.view = v;
	}
	s->nobody.view = v;
	s->jobs.config = c;
	sessions_limit(s);
	return 0;
}

/* The sink took something: there may be room for more results. */
static void
on_moved(void *arg)
{
	out_pump(arg);
}

static void
where(void *arg, char *out, size_t outsz)
{
	const struct server *s = arg;

	snprintf(out, outsz, "%zu connections", s->nsessions);
}

static void
tear_down(struct server *s)
{
	while (s->sessions)
		session_drop(s->sessions);
	auth_free(s->auth);
	loop_watch_free(s->faults.timer);
	out_free(s);
	listeners_close(&s->listeners);
	daemon_release(&s->d);
	users_free(s->users);
	tls_context_free(s->tls);
}

static int
init(struct server *s)
{
	s->auth = auth_new(s->d.loop);
	if (s->auth && faults_init(s) == 0)
		return 0;
	diag_warn(NULL, "out of memory");
	return EX_OSERR;
}

/* What went wrong with our own part, else what became of the records on stdin. */
static int
status(const struct server *s)
{
	int rc = daemon_status(&s->d);

	if (!rc)
		rc = s->unread ? s->unread : s->jobs.failed;
	return rc ? rc : outcome_status(&s->jobs.tally);
}

int
listen_server(const struct listen_opts *o)
{
	static const struct daemon_calls calls = { .stop = on_stop,
		.reload = on_reload, .moved = on_moved, .where = where,
		.receipt = receipts_take };
	struct server s = { .users = NULL };
	int rc = daemon_init(&s.d, o, REC_SUBMIT, &calls, &s);

	if (!rc)
		rc = init(&s);
	if (!rc)
		rc = take_options(&s, s.d.view);
	if (!rc)
		rc = out_init(&s);
	if (!rc)
		rc = open_listeners(&s);
	if (!rc) {
		out_pump(&s);
		loop_run(s.d.loop);
		rc = status(&s);
	}
	tear_down(&s);
	return rc;
}
