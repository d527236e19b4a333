/* smpp-listen - receive SMS over SMPP, as an ESME or as an SMPP server.  See
   smpp-listen(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "engine/link.h"
#include "engine/listen.h"
#include "net/listener.h"

enum { WHERE_MAX = 16 };

static const char usage[] =
    "usage: smpp-listen [-CjqvhV] [-c config] [-o Option=value]... [-O sink]\n"
    "                   [-P n] domain | smpp://id@host:port [-- command [arg...]]\n"
    "       smpp-listen -l [addr]:port | -l unix:path [options] [domain]\n"
    "                   [-- command [arg...]]";

/* Where the server's connections come from, when -l does not say. */
static void
inherit(struct listen_opts *o, const struct args *a)
{
	int stderr_gone, fd;
	enum listener_kind kind;

	o->inherited = -1;
	o->systemd_fds = listener_systemd();
	if (o->nwhere || o->systemd_fds)
		return;
	kind = listener_inherited(&fd, &stderr_gone);
	if (kind == LISTENER_NONE)
		return;
	if (stderr_gone)
		diag_to_syslog();
	if (!o->handler->argv && !a->sink)
		diag_die(EX_USAGE, NULL, "started on a socket: want a handler "
		    "(-- command) or -O, since there is no standard output");
	o->inherited = fd;
	o->inherited_listens = kind == LISTENER_LISTENING;
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .parallel = 1 };
	const char *where[WHERE_MAX];
	struct handler h;
	struct listen_opts o = { .handler = &h, .where = where };
	struct diag_err err;
	int c, rc, server;

	diag_init(argv[0]);
	if (handler_split(&argc, argv, &h, &err) < 0)
		args_usage(&a, "%s", err.text);
	while ((c = getopt(argc, argv, ARGS_COMMON "d:l:")) != -1) {
		if (args_take(&a, c))
			continue;
		if (c == 'd')
			o.domain = optarg;
		else if (o.nwhere == WHERE_MAX)
			args_usage(&a, "more than %d times -l", WHERE_MAX);
		else
			where[o.nwhere++] = optarg;
	}
	if (argc - optind > (o.domain ? 0 : 1))
		args_usage(&a, "%s: one domain only", argv[argc - 1]);
	if (argc > optind)
		o.domain = argv[optind];
	o.config = args_config(&a);
	o.source = a.source;
	o.sink = a.sink;
	o.quiet = a.quiet;
	o.parallel = a.parallel;
	if (o.domain && !(o.domain = link_domain(o.config, o.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	if (a.check) {
		rc = args_check(o.config, o.domain);
	} else {
		inherit(&o, &a);
		server = o.nwhere || o.systemd_fds || o.inherited >= 0;
		if (!server && !o.domain)
			args_usage(&a, "want a domain, or -l");
		rc = server ? listen_server(&o) : listen_client(&o);
	}
	config_free(o.config);
	return rc;
}
