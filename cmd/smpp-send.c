/* smpp-send - submit SMS records to a message centre.  See smpp-send(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/send/send.h"

static const char usage[] =
    "usage: smpp-send [-CjnqvhV] [-c config] [-o Option=value]... [-I source]\n"
    "                 [-O sink] [-T number] [-d domain |\n"
    "                 domain | smpp://id@host:port]";

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct send_opts o = { 0 };
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	while ((c = getopt(argc, argv, ARGS_COMMON "d:T:")) != -1) {
		if (args_take(&a, c))
			continue;
		if (c == 'd')
			o.domain = optarg;
		else
			o.number = optarg;
	}
	if (a.parallel != 1)
		args_usage(&a, "-P: there is one connection for each domain");
	if (argc - optind > (o.domain ? 0 : 1))
		args_usage(&a, "%s: one domain only", argv[argc - 1]);
	if (argc > optind)
		o.domain = argv[optind];
	if (o.domain && *o.domain == '-')
		args_usage(&a, "%s: an operand does not begin with -", o.domain);
	o.config = args_config(&a);
	o.source = a.source;
	o.sink = a.sink;
	o.quiet = a.quiet;
	o.dry_run = a.dry_run;
	if (o.domain && !(o.domain = config_operand(o.config, o.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	rc = a.check ? args_check(o.config, o.domain) : send_run(&o);
	config_free(o.config);
	return rc;
}
