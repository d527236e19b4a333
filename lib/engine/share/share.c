/* Setting up, signals, and the end.  See share.h. */
#include "engine/share/share.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/share/share_priv.h"
#include "smpp/status.h"

/* ---- the end ---- */

void
share_look(struct share *s)
{
	if (s->stopping && !s->leaving && !s->out && !s->deliveries) {
		s->leaving = 1;
		locals_unbind(s);
		client_stop(s->client);
	}
	if (s->leaving && !s->locals &&
	    client_state(s->client) == CLIENT_DONE)
		loop_stop(s->loop);
}

static void
on_bound(void *arg)
{
	struct share *s = arg;

	if (s->out)
		diag_warn(NULL, "stopped with %zu requests unanswered", s->out);
	s->leaving = 1;
	while (s->locals)
		local_drop(s->locals);
	client_abort(s->client);
	share_look(s);
}

static void
on_stop(void *arg)
{
	struct share *s = arg;
	struct local *l;

	if (s->stopping)
		return;
	s->stopping = 1;
	listener_free(s->listener);
	s->listener = NULL;
	loop_timer_at(s->bound, clock_mono() + SHARE_STOP_BOUND);
	for (l = s->locals; l; l = l->next)
		local_refuse_waiting(l, SMPP_RTHROTTLED);
	share_look(s);
}

/* ---- options ---- */

static void
take_options(struct share *s, const struct config_view *v)
{
	s->view = v;
	s->max = (size_t)config_int(v, SMPP_SERVER_MAX_CONNECTIONS);
	pace_set(&s->pace, (double)config_int(v, SMPP_MAX_RATE),
	    config_msec(v, SMPP_ESME_THROTTLED_TIMEOUT), clock_mono());
	locals_limit(s);
}

/* The client's strings stay those of the first configuration. */
static void
on_hangup(void *arg)
{
	struct share *s = arg;
	struct config *c = s->o->reload ? s->o->reload(s->o->reload_arg) : NULL;
	const struct config_view *v = c ?
		config_view(c, NULL, s->o->domain, NULL) : NULL;

	if (!v) {
		config_free(c);
		diag_warn(NULL, "the configuration stays as it was");
		return;
	}
	take_options(s, v);
	if (s->config != s->o->config)
		config_free(s->config);
	s->config = c;
	diag_info("read the configuration anew");
	up_pump(s);
}

static void
on_counts(void *arg)
{
	struct share *s = arg;
	struct local *l;
	size_t receivers = 0;

	for (l = s->locals; l; l = l->next)
		receivers += local_ready(l) >= 0;
	diag_warn(NULL, "%s: %zu programs (%zu receive), %zu requests wait, "
	    "%zu are out, %lu were sent, %lu answered, %lu throttled, %lu "
	    "refused by us, %lu messages delivered",
	    up_bound(s) ? "bound" : "not bound", s->nlocals, receivers,
	    s->queue.waiting, s->out, s->sent, s->answered, s->throttled,
	    s->refused, s->delivered);
}

/* ---- set-up ---- */

static int
give_group(const char *path, const char *group, struct diag_err *err)
{
	const struct group *g = group ? getgrnam(group) : NULL;

	if (group && !g)
		return diag_err(err, EX_CONFIG, "SMPP_Share_Group: no group %s",
		    group);
	if (g && chown(path, (uid_t)-1, g->gr_gid) < 0)
		return diag_err(err, EX_CONFIG, "%s: group %s: %s", path, group,
		    strerror(errno));
	return 0;
}

/* The socket is never there with a wider mode than it shall have. */
static int
open_socket(struct share *s, struct diag_err *err)
{
	const char *where = link_share(s->view);
	mode_t mode = (mode_t)config_int(s->view, SMPP_SHARE_MODE), old;
	char at[CONN_NAME_SIZE];

	if (!where || strncmp(where, "unix:/", 6) != 0)
		return diag_err(err, EX_CONFIG, "SMPP_Share: want unix:/path, "
		    "where programs shall find us");
	old = umask(0777 & ~mode);
	s->listener = listener_open(s->loop, where, local_add, s, at, err);
	umask(old);
	if (!s->listener && err->sysexit == EX_TEMPFAIL)
		return diag_err(err, EX_TEMPFAIL, "%s: another smpp-share "
		    "serves there", where);
	if (!s->listener || give_group(where + 5,
	    config_str(s->view, SMPP_SHARE_GROUP), err) < 0)
		return -1;
	diag_info("listening on %s", at);
	return 0;
}

static int
set_up(struct share *s, struct diag_err *err)
{
	diag_err(err, EX_OSERR, "out of memory");
	s->config = s->o->config;
	s->view = config_view(s->config, NULL, s->o->domain, NULL);
	s->loop = loop_new();
	if (!s->view || !s->loop)
		return -1;
	queue_init(&s->queue);
	pace_init(&s->pace, 0, 0, clock_mono());
	take_options(s, s->view);
	signal(SIGPIPE, SIG_IGN);
	s->bound = loop_timer(s->loop, on_bound, s);
	s->sigterm = loop_signal(s->loop, SIGTERM, on_stop, s);
	s->sigint = loop_signal(s->loop, SIGINT, on_stop, s);
	s->sighup = loop_signal(s->loop, SIGHUP, on_hangup, s);
	s->sigusr1 = loop_signal(s->loop, SIGUSR1, on_counts, s);
	if (!s->bound || !s->sigterm || !s->sigint || !s->sighup || !s->sigusr1)
		return -1;
	/* the socket first: who has it has the bind */
	return open_socket(s, err) < 0 ? -1 : up_start(s, err);
}

static void
tear_down(struct share *s)
{
	while (s->locals)
		local_drop(s->locals);
	client_free(s->client);
	listener_free(s->listener);
	loop_watch_free(s->paced);
	loop_watch_free(s->expire);
	loop_watch_free(s->bound);
	loop_watch_free(s->sigterm);
	loop_watch_free(s->sigint);
	loop_watch_free(s->sighup);
	loop_watch_free(s->sigusr1);
	loop_free(s->loop);
	if (s->config != s->o->config)
		config_free(s->config);
}

int
share_run(const struct share_opts *o)
{
	struct share s = { .o = o };
	struct diag_err err;
	int rc = 0;

	if (set_up(&s, &err) < 0) {
		diag_warn(NULL, "%s", err.text);
		rc = err.sysexit;
	} else {
		loop_run(s.loop);
		rc = s.failed;
	}
	tear_down(&s);
	return rc;
}
