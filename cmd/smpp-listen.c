/* smpp-listen - receive SMS over SMPP, as an ESME or as an SMPP server.  See
   smpp-listen(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/dump/dump_trace.h"
#include "engine/listen/start.h"

enum { WHERE_MAX = 16 };

static const char usage[] =
    "usage: smpp-listen [-CjqvhV] [-c config] [-o Option=value]... [-O sink]\n"
    "                   [-P n] [--trace file] domain | smpp[s]://id@host:port\n"
    "                   [-- command [arg...]]\n"
    "       smpp-listen -l [addr]:port | -l unix:path [options] [domain]\n"
    "                   [-- command [arg...]]";

static int
listen_as_asked(struct listen_opts *o, const struct args *a)
{
	listen_inherit(o);
	dump_trace_args(a, !o->handler->argv);
	if (o->nwhere || o->systemd_fds || o->inherited >= 0)
		return listen_server(o);
	if (!o->domain)
		args_usage(a, "want a domain, or -l");
	return listen_client(o);
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct listen_again again = { .args = &a, .kind = OPERAND_SMPP };
	const char *where[WHERE_MAX];
	struct handler h;
	struct listen_opts o = { .handler = &h, .where = where,
		.reload = listen_reload, .reload_arg = &again };
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	if (handler_split(&argc, argv, &h, &err) < 0)
		args_usage(&a, "%s", err.text);
	while ((c = getopt(argc, argv, ARGS_COMMON ARGS_TRACE "d:l:")) != -1) {
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
		args_one_domain(&a, argv + optind);
	if (argc > optind)
		o.domain = argv[optind];
	o.config = args_config(&a);
	o.source = a.source;
	o.sink = a.sink;
	o.quiet = a.quiet;
	o.parallel = a.parallel;
	if (a.dry_run)
		args_usage(&a, "-n: there is nothing to try without receiving");
	again.operand = o.domain;
	if (o.domain && !(o.domain = config_operand(o.config, OPERAND_SMPP, o.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	rc = a.check ? args_check(o.config, o.domain) : listen_as_asked(&o, &a);
	config_free(o.config);
	return rc;
}
