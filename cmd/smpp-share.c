/* smpp-share - one bind to a message centre for many programs.  See
   smpp-share(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/dump/dump_trace.h"
#include "engine/share/share.h"

static const char usage[] =
    "usage: smpp-share [-CqvhV] [-c config] [-o Option=value]... [--trace file]\n"
    "                  [-d domain | domain]";

/* What SIGHUP asks for: the same command line, the files as they are now. */
struct again {
	const struct args *args;
	const char *operand;
};

static struct config *
reload(void *arg)
{
	const struct again *g = arg;
	int sysexit;
	struct config *c = config_open(g->args->config, g->args->set,
	    g->args->nset, &sysexit);
	struct diag_err err;

	if (c && !config_operand(c, OPERAND_SMPP, g->operand, &err)) {
		diag_warn(NULL, "%s", err.text);
		config_free(c);
		return NULL;
	}
	return c;
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct again again = { .args = &a };
	struct share_opts o = { .reload = reload, .reload_arg = &again };
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	while ((c = getopt(argc, argv, ARGS_COMMON ARGS_TRACE "d:")) != -1)
		if (!args_take(&a, c))
			o.domain = optarg;
	if (argc - optind > (o.domain ? 0 : 1))
		args_usage(&a, "%s: one domain only", argv[argc - 1]);
	if (argc > optind)
		o.domain = argv[optind];
	if (!o.domain)
		args_usage(&a, "want a domain");
	if (a.source || a.sink || a.json || a.dry_run || a.parallel != 1)
		args_usage(&a, "-I, -O, -P, -j, -n: it speaks SMPP only");
	again.operand = o.domain;
	o.config = args_config(&a);
	if (!(o.domain = config_operand(o.config, OPERAND_SMPP, o.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	dump_trace_args(&a, 0);
	rc = a.check ? args_check(o.config, o.domain) : share_run(&o);
	config_free(o.config);
	return rc;
}
