#include "engine/listen/listeners.h"

#include <sysexits.h>

#include "base/diag.h"

enum {
	SYSTEMD_FIRST = 3,	/* sd_listen_fds(3) */
	NAME_SIZE = 128,	/* as listener_open() has it */
};

static int
check(int fd, const char *only_local)
{
	if (!only_local || listener_is_local(fd))
		return 0;
	diag_warn(NULL, "%s, so only loopback and unix: addresses are served",
	    only_local);
	return EX_CONFIG;
}

static int
room(const struct listeners *ls)
{
	if (ls->n < LISTENERS_MAX)
		return 0;
	diag_warn(NULL, "more than %d addresses to listen at", LISTENERS_MAX);
	return EX_USAGE;
}

static int
adopt(struct listeners *ls, int fd, const char *only_local)
{
	int rc = check(fd, only_local);

	if (!rc)
		rc = room(ls);
	if (rc)
		return rc;
	ls->listener[ls->n] = listener_adopt(ls->loop, fd, ls->cb, ls->arg);
	if (!ls->listener[ls->n]) {
		diag_warn(NULL, "out of memory");
		return EX_OSERR;
	}
	ls->n++;
	return 0;
}

static int
open_one(struct listeners *ls, const char *where, const char *only_local)
{
	struct diag_err err;
	char name[NAME_SIZE];
	struct listener *ln;
	int rc = room(ls);

	if (rc)
		return rc;
	ln = listener_open(ls->loop, where, ls->cb, ls->arg, name, &err);
	if (!ln) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	ls->listener[ls->n++] = ln;
	rc = check(listener_descriptor(ln), only_local);
	if (!rc)
		diag_info("listening on %s", name);
	return rc;
}

int
listeners_open(struct listeners *ls, struct loop *l,
    const struct listen_opts *o, const char *only_local, listener_cb *cb,
    void *arg)
{
	size_t i;
	int rc = 0;

	*ls = (struct listeners){ .loop = l, .cb = cb, .arg = arg };
	for (i = 0; !rc && i < o->nwhere; i++)
		rc = open_one(ls, o->where[i], only_local);
	for (i = 0; !rc && i < (size_t)o->systemd_fds; i++)
		rc = adopt(ls, SYSTEMD_FIRST + (int)i, only_local);
	if (rc || o->inherited < 0)
		return rc;
	ls->from_inetd = 1;
	if (o->inherited_listens)
		return adopt(ls, o->inherited, only_local);
	rc = check(o->inherited, only_local);
	if (!rc)
		cb(o->inherited, arg);
	return rc;
}

void
listeners_close(struct listeners *ls)
{
	while (ls->n)
		listener_free(ls->listener[--ls->n]);
}

int
listeners_are_local(const struct listeners *ls)
{
	size_t i;

	for (i = 0; i < ls->n; i++)
		if (!listener_is_local(listener_descriptor(ls->listener[i])))
			return 0;
	return 1;
}

void
listeners_pause(struct listeners *ls, int on)
{
	size_t i;

	if (on == ls->paused)
		return;
	ls->paused = on;
	for (i = 0; i < ls->n; i++)
		listener_pause(ls->listener[i], on);
}
