/* mail2sms - mail in, SMS records out.  See mail2sms(1). */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "engine/filter/agent.h"
#include "engine/filter/filter.h"

static const char usage[] =
    "usage: mail2sms [-CjmnqtvhV] [-c config] [-d domain] [-f sender]\n"
    "                [-o Option=value]... [-O sink] [recipient...]\n"
    "                [-- command [arg...]]";

/* `<a@b.example>`, as Return-Path has it, is a@b.example. */
static const char *
bare(char *sender)
{
	size_t n = sender ? strlen(sender) : 0;

	if (n >= 2 && sender[0] == '<' && sender[n - 1] == '>') {
		sender[n - 1] = '\0';
		sender++;
	}
	return sender;
}

/* Operands, or else what the MTA says; -t takes them from the mail. */
static void
recipients(const struct args *a, struct mail2sms_opts *o, int argc, char **argv)
{
	static const char *env[1];
	int i;

	for (i = 0; i < argc; i++)
		if (argv[i][0] == '-')
			args_usage(a, "recipient \"%s\": no option may stand "
			    "behind the first recipient", argv[i]);
		else if (!argv[i][0])
			args_usage(a, "a recipient is empty");
	o->recipients = (const char *const *)argv;
	o->nrecipients = (size_t)argc;
	if (o->nrecipients > HANDLER_RECIPIENTS_MAX)
		args_usage(a, "over %d recipients", HANDLER_RECIPIENTS_MAX);
	if (o->from_headers && argc)
		args_usage(a, "-t and recipients: one or the other");
	if (o->from_headers || argc)
		return;
	env[0] = getenv("RECIPIENT");
	if (env[0] && *env[0]) {
		o->recipients = env;
		o->nrecipients = 1;
	} else if (!a->check) {
		args_usage(a, "want a recipient, -t, or $RECIPIENT");
	}
}

/* Delivery agents fail for good for the mail's sake only: what is wrong with
   our own configuration can be mended, so the mail waits. */
static struct config *
configure(const struct args *a)
{
	int sysexit;
	struct config *c;

	args_export(a);
	c = config_open(a->config, a->set, a->nset, &sysexit);
	if (c) {
		args_export_state(c);
		return c;
	}
	agent_exit(sysexit);
	exit(a->check || sysexit == EX_USAGE ? sysexit : EX_TEMPFAIL);
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct handler h;
	struct mail2sms_opts o = { .handler = &h };
	struct diag_err err;
	char *sender = getenv("SENDER");
	int c, rc;

	diag_init(argv[0]);
	agent_begin();
	if (handler_split(&argc, argv, &h, &err) < 0)
		args_usage(&a, "%s", err.text);
	while ((c = getopt(argc, argv, ARGS_COMMON "d:f:mt")) != -1) {
		if (args_take(&a, c))
			continue;
		switch (c) {
		case 'd': o.domain = optarg; break;
		case 'f': sender = optarg; break;
		case 'm': o.mbox = 1; break;
		case 't': o.from_headers = 1; break;
		}
	}
	if (a.source || a.parallel > 1)
		args_usage(&a, "unknown option -%c", a.source ? 'I' : 'P');
	recipients(&a, &o, argc - optind, argv + optind);
	o.sender = bare(sender);
	o.sink = a.sink;
	o.dry_run = a.dry_run;
	if (o.mbox || a.check)
		agent_let_go();
	o.config = configure(&a);
	rc = a.check ? args_check(o.config, o.domain) : mail2sms_run(&o);
	config_free(o.config);
	return agent_exit(rc);
}
