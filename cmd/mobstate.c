/* mobstate - look at what is remembered, and decide what is not known.  See
   mobstate(1). */
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "engine/mobstate/mobstate.h"

static const char usage[] =
    "usage: mobstate [-CnqvhV] [-c config] [-o Option=value]... command [arg...]\n"
    "       mobstate init [-m mode] [-u user[:group]]\n"
    "       mobstate show [ID...]\n"
    "       mobstate list [-a account] [-l most] [-m message-id] [-n number]\n"
    "                     [-S since] [-s status[,status]...]\n"
    "       mobstate unknown | due\n"
    "       mobstate replies [-n number]\n"
    "       mobstate resend ID... | drop ID...\n"
    "       mobstate trace NUMBER | ID | MESSAGE-ID\n"
    "       mobstate export | import\n"
    "       mobstate expire [-a age]";

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct mobstate_opts o = { .args = &a };
	int c, rc;

	diag_init(argv[0]);
	while ((c = getopt(argc, argv, ARGS_COMMON)) != -1)
		args_take(&a, c);
	if (a.source || a.sink || a.parallel > 1)
		args_usage(&a, "unknown option -%c", a.source ? 'I' :
		    a.sink ? 'O' : 'P');
	o.config = args_config(&a);
	if (a.check)
		rc = args_check(o.config, NULL);
	else
		rc = mobstate_run(&o, argc - optind, argv + optind);
	config_free(o.config);
	return rc;
}
