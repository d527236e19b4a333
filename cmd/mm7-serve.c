/* mm7-serve - take MMS over MM7, as a VASP that an MMSC sends to, or as an MMSC.
   See mm7-serve(1). */
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/listen/start.h"
#include "engine/mm7serve/mm7serve.h"

enum { WHERE_MAX = 16 };

static const char usage[] =
    "usage: mm7-serve [-CjqvhV] [-c config] [-I source]\n"
    "                 [-l [addr]:port | -l unix:path]... [-O sink]\n"
    "                 [-o Option=value]... [-P n] [domain]\n"
    "                 [-- command [arg...]]";

static int
serve(struct mm7serve_opts *o, const struct args *a)
{
	listen_inherit(&o->listen);
	if (!o->listen.nwhere && !o->listen.systemd_fds &&
	    o->listen.inherited < 0)
		args_usage(a, "want -l, or a socket from inetd or systemd");
	return mm7serve(o);
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct listen_again again = { .args = &a, .kind = OPERAND_MM7 };
	const char *where[WHERE_MAX];
	struct handler h;
	struct mm7serve_opts o = { .listen = { .handler = &h, .where = where,
		.reload = listen_reload, .reload_arg = &again } };
	struct diag_err err;
	int c, rc;

	diag_init(argv[0]);
	if (handler_split(&argc, argv, &h, &err) < 0)
		args_usage(&a, "%s", err.text);
	while ((c = getopt(argc, argv, ARGS_COMMON "d:l:")) != -1) {
		if (args_take(&a, c))
			continue;
		if (c == 'd')
			o.listen.domain = optarg;
		else if (o.listen.nwhere == WHERE_MAX)
			args_usage(&a, "more than %d times -l", WHERE_MAX);
		else
			where[o.listen.nwhere++] = optarg;
	}
	if (argc - optind > (o.listen.domain ? 0 : 1))
		args_one_domain(&a, argv + optind);
	if (argc > optind)
		o.listen.domain = argv[optind];
	o.listen.config = args_config(&a);
	o.listen.source = a.source;
	o.listen.sink = a.sink;
	o.listen.quiet = a.quiet;
	o.listen.parallel = a.parallel;
	o.json = a.json;
	if (a.dry_run)
		args_usage(&a, "-n: there is nothing to try without receiving");
	again.operand = o.listen.domain;
	if (o.listen.domain && !(o.listen.domain = config_operand(o.listen.config, OPERAND_MM7, o.listen.domain, &err)))
		diag_die(err.sysexit, NULL, "%s", err.text);
	rc = a.check ? args_check(o.listen.config, o.listen.domain) :
		serve(&o, &a);
	if (a.check && !rc)
		rc = mm7serve_check(&o);
	config_free(o.listen.config);
	return rc;
}
