/* smpp-send - submit SMS records to a message centre.  See smpp-send(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/num.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/dump/dump_trace.h"
#include "engine/send/send.h"

static const char usage[] =
    "usage: smpp-send [-CjnqrvhV] [-c config] [-o Option=value]... [-I source]\n"
    "                 [-O sink] [-P n] [-T number] [-w seconds] [--trace file]\n"
    "                 [-d domain | domain | smpp[s]://id@host:port]";

enum {
	WAIT = 60 * 1000,	/* ms for receipts, where -w does not say */
	WAIT_MAX = 30 * 24 * 3600,	/* s */
};

static msec
seconds(const struct args *a, const char *text)
{
	int64_t s;

	if (num_parse(text, 0, WAIT_MAX, &s) < 0)
		args_usage(a, "-w: want seconds from 0 to %d", WAIT_MAX);
	return (msec)s * 1000;
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv };
	struct send_opts o = { .wait = WAIT };
	const char *wait = NULL;
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	while ((c = getopt(argc, argv, ARGS_COMMON ARGS_TRACE
	    "d:rT:w:")) != -1) {
		if (args_take(&a, c))
			continue;
		switch (c) {
		case 'd': o.domain = optarg; break;
		case 'r': o.receipts = 1; break;
		case 'T': o.number = optarg; break;
		case 'w': wait = optarg; break;
		}
	}
	if (wait && !o.receipts)
		args_usage(&a, "-w is for the receipts that -r waits for");
	if (wait)
		o.wait = seconds(&a, wait);
	if (argc - optind > (o.domain ? 0 : 1))
		args_one_domain(&a, argv + optind);
	if (argc > optind)
		o.domain = argv[optind];
	if (o.domain && *o.domain == '-')
		args_usage(&a, "%s: an operand does not begin with -", o.domain);
	o.config = args_config(&a);
	o.connections = (unsigned)a.parallel;
	o.source = a.source;
	o.sink = a.sink;
	o.quiet = a.quiet;
	o.dry_run = a.dry_run;
	if (o.domain && !(o.domain = config_operand(o.config, OPERAND_SMPP, o.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	dump_trace_args(&a, !a.quiet);
	rc = a.check ? args_check(o.config, o.domain) : send_run(&o);
	config_free(o.config);
	return rc;
}
