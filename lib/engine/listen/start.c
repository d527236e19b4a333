#include "engine/listen/start.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/operand.h"
#include "net/listener.h"

/* Where it was closed, the next descriptor would get its number, and records
   would be written there.  Before anything is opened. */
static void
keep_stdout(const struct listen_opts *o)
{
	int fd;

	if (fcntl(STDOUT_FILENO, F_GETFD) >= 0)
		return;
	if (!o->handler->argv)
		diag_die(EX_CANTCREAT, NULL, "stdout: %s", strerror(errno));
	fd = open("/dev/null", O_RDWR);
	if (fd >= 0 && fd != STDOUT_FILENO) {
		dup2(fd, STDOUT_FILENO);
		close(fd);
	}
}

void
listen_inherit(struct listen_opts *o)
{
	unsigned gone;
	int fd;
	enum listener_kind kind;

	keep_stdout(o);
	o->inherited = -1;
	o->systemd_fds = listener_systemd();
	if (o->nwhere || o->systemd_fds)
		return;
	kind = listener_inherited(&fd, &gone);
	if (kind == LISTENER_NONE)
		return;
	if (gone & 1u << STDERR_FILENO)
		diag_to_syslog();
	if (gone & 1u << STDOUT_FILENO && !o->handler->argv)
		diag_die(EX_USAGE, NULL, "started on a socket: want a handler "
		    "(-- command), since there is no standard output");
	o->inherited = fd;
	o->inherited_listens = kind == LISTENER_LISTENING;
}

struct config *
listen_reload(void *arg)
{
	const struct listen_again *g = arg;
	int sysexit;
	struct config *c = config_open(g->args->config, g->args->set,
	    g->args->nset, &sysexit);
	struct diag_err err;

	if (c && g->operand && !config_operand(c, g->kind, g->operand, &err)) {
		diag_warn(NULL, "%s", err.text);
		config_free(c);
		return NULL;
	}
	return c;
}
