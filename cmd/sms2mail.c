/* sms2mail - SMS records in, mail out.  See sms2mail(1). */
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "engine/filter/filter.h"

static const char usage[] =
    "usage: sms2mail [-CjnqvhV] [-c config] [-d domain] [-I source]\n"
    "                [-o Option=value]... [-O sink] [domain]\n"
    "                [-- command [arg...]]";

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct handler h;
	struct sms2mail_opts o = { .handler = &h };
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	if (handler_split(&argc, argv, &h, &err) < 0)
		args_usage(&a, "%s", err.text);
	while ((c = getopt(argc, argv, ARGS_COMMON "d:")) != -1)
		if (!args_take(&a, c))
			o.domain = optarg;
	if (a.parallel > 1)
		args_usage(&a, "unknown option -P");
	if (argc - optind > (o.domain ? 0 : 1))
		args_one_domain(&a, argv + optind);
	if (argc > optind)
		o.domain = argv[optind];
	if (o.domain && (*o.domain == '-' || !*o.domain))
		args_usage(&a, "domain \"%s\": an option behind it, or none at "
		    "all", o.domain);
	o.config = args_config(&a);
	o.source = a.source;
	o.sink = a.sink;
	o.dry_run = a.dry_run;
	rc = a.check ? args_check(o.config, o.domain) : sms2mail_run(&o);
	config_free(o.config);
	return rc;
}
