/* smpp-listen as an SMPP server.  See listen.h. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/server.h"

enum { SYSTEMD_FIRST = 3 };

/* Is this socket reached from this machine only? */
static int
is_local(int fd)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa;
	const struct sockaddr_in *in = (struct sockaddr_in *)&sa;
	const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&sa;

	if (getsockname(fd, (struct sockaddr *)&sa, &len) < 0)
		return 0;
	return sa.ss_family == AF_UNIX ||
		(sa.ss_family == AF_INET &&
		ntohl(in->sin_addr.s_addr) >> 24 == 127) ||
		(sa.ss_family == AF_INET6 &&
		IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr));
}

static void
on_accept(int fd, void *arg)
{
	session_add(arg, fd);
}

/* Who may bind: those of the users file; without one anybody, but only from
   this machine. */
static int
check_access(struct server *s, int fd)
{
	if (s->users || is_local(fd))
		return 0;
	diag_warn(NULL, "SMPP_Server_Users is not set: anybody could send at "
	    "your expense, so only loopback and unix: addresses are served");
	return EX_CONFIG;
}

static int
load_users(struct server *s)
{
	const char *path = config_str(s->d.view, SMPP_SERVER_USERS);
	struct diag_err err;

	if (!path)
		return 0;
	s->users = users_load(path, &err);
	if (s->users)
		return 0;
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

static int
adopt(struct server *s, int fd)
{
	int rc = check_access(s, fd);

	if (rc)
		return rc;
	if (s->nlisteners == LISTENERS_MAX)
		return EX_CONFIG;
	s->listener[s->nlisteners] = listener_adopt(s->d.loop, fd, on_accept,
	    s);
	return s->listener[s->nlisteners++] ? 0 : EX_OSERR;
}

static int
open_one(struct server *s, const char *where)
{
	struct diag_err err;
	char name[CONN_NAME_SIZE];
	struct listener *ln;
	int rc;

	if (s->nlisteners == LISTENERS_MAX) {
		diag_warn(NULL, "more than %d addresses to listen at",
		    LISTENERS_MAX);
		return EX_USAGE;
	}
	ln = listener_open(s->d.loop, where, on_accept, s, name, &err);
	if (!ln) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	s->listener[s->nlisteners++] = ln;
	rc = check_access(s, listener_descriptor(ln));
	if (!rc)
		diag_info("listening on %s", name);
	return rc;
}

static int
open_listeners(struct server *s)
{
	const struct listen_opts *o = s->d.o;
	size_t i;
	int rc = 0;

	for (i = 0; !rc && i < o->nwhere; i++)
		rc = open_one(s, o->where[i]);
	for (i = 0; !rc && i < (size_t)o->systemd_fds; i++)
		rc = adopt(s, SYSTEMD_FIRST + (int)i);
	if (rc || o->inherited < 0)
		return rc;
	s->from_inetd = 1;
	if (o->inherited_listens)
		return adopt(s, o->inherited);
	rc = check_access(s, o->inherited);
	if (!rc)
		session_add(s, o->inherited);
	return rc;
}

static struct job_via *
find(void *arg, const char *domain, struct diag_err *err)
{
	struct server *s = arg;

	(void)domain;
	(void)err;
	return &s->via;
}

static void
on_input(void *arg)
{
	out_pump(arg);
}

/* deliver records on stdin, where that is ours to read. */
static int
open_source(struct server *s)
{
	const struct listen_opts *o = s->d.o;
	struct diag_err err = { EX_OSERR, "out of memory" };

	s->via.view = s->d.view;
	s->jobs.command = SMPP_DELIVER_SM;
	s->jobs.type = REC_DELIVER;
	s->jobs.sink = o->quiet || o->handler->argv ? NULL : s->d.sink;
	s->jobs.config = o->config;
	s->jobs.domain = o->domain;
	s->jobs.find = find;
	s->jobs.arg = s;
	if (jobs_init(&s->jobs) < 0)
		return EX_OSERR;
	if (o->inherited >= 0)
		return 0;
	s->source = source_open(o->source, &err);
	if (!s->source) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	if (source_fd(s->source) >= 0)
		s->readable = loop_fd(s->d.loop, source_fd(s->source),
		    LOOP_READ, on_input, s);
	return 0;
}

/* Stopping: answer what is under way, then unbind everybody. */
static void
on_stop(void *arg)
{
	struct server *s = arg;
	size_t i;

	for (i = 0; i < s->nlisteners; i++)
		listener_pause(s->listener[i], 1);
	if (!delivery_idle(s->d.delivery) && !delivery_broken(s->d.delivery))
		return;
	if (!s->sessions)
		daemon_done(&s->d);
	else
		session_unbind_all(s);
}

static void
tear_down(struct server *s)
{
	size_t i;

	while (s->sessions)
		session_drop(s->sessions);
	out_free(s);
	for (i = 0; i < s->nlisteners; i++)
		listener_free(s->listener[i]);
	loop_watch_free(s->readable);
	source_free(s->source);
	jobs_release(&s->jobs);
	daemon_release(&s->d);
	users_free(s->users);
}

int
listen_server(const struct listen_opts *o)
{
	struct server s = { .users = NULL };
	int rc = daemon_init(&s.d, o, REC_SUBMIT, out_receipt, on_stop, &s);

	s.last = &s.receipts;
	if (!rc) {
		s.max = (size_t)config_int(s.d.view,
		    SMPP_SERVER_MAX_CONNECTIONS);
		rc = load_users(&s);
	}
	if (!rc)
		rc = open_source(&s);
	if (!rc)
		rc = open_listeners(&s);
	if (!rc) {
		out_pump(&s);
		loop_run(s.d.loop);
		rc = daemon_status(&s.d);
	}
	tear_down(&s);
	return rc;
}
