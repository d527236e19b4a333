/* mm7-submit - mail, or records, to an MMSC over MM7.  See mm7-submit(1). */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "config/operand.h"
#include "engine/filter/agent.h"
#include "engine/mm7submit/mm7submit.h"
#include "mail/mail.h"

static const char usage[] =
    "usage: mm7-submit [-CmnqtvhV] [-c config] [-d domain] [-f sender]\n"
    "                  [-o Option=value]... [-O sink] [-P n]\n"
    "                  [http[s]://host/path] [recipient...]\n"
    "       mm7-submit -j [-CnqvhV] [-c config] [-I source]\n"
    "                  [-o Option=value]... [-O sink] [-P n]\n"
    "                  [domain | http[s]://host/path]";

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

/* The first operand is the MMSC's where it is a URL. */
static int
take_domain(const struct args *a, struct mm7submit_opts *o, int argc,
    char **argv)
{
	if (argc == 0 || (!a->json && !strstr(argv[0], "://")))
		return 0;
	if (o->domain)
		args_usage(a, "-d and %s: one MMSC only", argv[0]);
	o->domain = argv[0];
	return 1;
}

/* Operands, or else what the MTA says; -t takes them from the mail. */
static void
recipients(const struct args *a, struct mm7submit_opts *o, int argc,
    char **argv)
{
	static const char *env[1];
	int i;

	for (i = 0; i < argc; i++)
		if (argv[i][0] == '-')
			args_usage(a, "recipient \"%s\": no option may stand "
			    "behind the first recipient", argv[i]);
		else if (!argv[i][0])
			args_usage(a, "a recipient is empty");
	if (a->json && argc)
		args_one_domain(a, argv);
	o->recipients = (const char *const *)argv;
	o->nrecipients = (size_t)argc;
	if (o->nrecipients > MAIL_RECIPIENTS_MAX)
		args_usage(a, "over %d recipients", MAIL_RECIPIENTS_MAX);
	if (o->from_headers && argc)
		args_usage(a, "-t and recipients: one or the other");
	if (o->from_headers || argc || a->json || a->check)
		return;
	env[0] = getenv("RECIPIENT");
	if (!env[0] || !*env[0])
		args_usage(a, "want a recipient, -t, or $RECIPIENT");
	o->recipients = env;
	o->nrecipients = 1;
}

/* Delivery agents fail for good for the mail's sake only: what is wrong with
   our own configuration can be mended, so the mail waits. */
_Noreturn static void
refuse(const struct args *a, int batch, int sysexit)
{
	agent_exit(sysexit);
	exit(a->check || batch || sysexit == EX_USAGE ? sysexit : EX_TEMPFAIL);
}

static struct config *
configure(const struct args *a, struct mm7submit_opts *o, int batch)
{
	struct diag_err err;
	struct config *c;
	int sysexit;

	args_export(a);
	c = config_open(a->config, a->set, a->nset, &sysexit);
	if (!c)
		refuse(a, batch, sysexit);
	args_export_state(c);
	if (o->domain && strstr(o->domain, "://") &&
	    !config_operand(c, OPERAND_MM7, o->domain, &err)) {
		diag_warn(NULL, "%s", err.text);
		config_free(c);
		refuse(a, batch, err.sysexit);
	}
	return c;
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .argc = argc, .argv = argv,
		.parallel = 1 };
	struct mm7submit_opts o = { 0 };
	char *sender = getenv("SENDER");
	int c, rc, batch, own = 0;

	diag_init(argv[0]);
	agent_begin();
	while ((c = getopt(argc, argv, ARGS_COMMON "d:f:mt")) != -1) {
		if (args_take(&a, c))
			continue;
		switch (c) {
		case 'd': o.domain = optarg; break;
		case 'f': sender = optarg; own = 1; break;
		case 'm': o.mbox = 1; break;
		case 't': o.from_headers = 1; break;
		}
	}
	if (a.json && (o.mbox || o.from_headers))
		args_usage(&a, "-j takes records: no -m, no -t");
	if (a.json && own)
		args_usage(&a, "-j takes records: -f is for mail");
	if (a.source && !a.json)
		args_usage(&a, "-I is for records: -j");
	optind += take_domain(&a, &o, argc - optind, argv + optind);
	recipients(&a, &o, argc - optind, argv + optind);
	batch = o.mbox || a.json;
	if (batch || a.check)
		agent_let_go();
	o.sender = bare(sender);
	o.source = a.source;
	o.sink = a.sink;
	o.json = a.json;
	o.dry_run = a.dry_run;
	o.quiet = a.quiet;
	o.parallel = a.parallel;
	o.config = configure(&a, &o, batch);
	rc = a.check ? args_check(o.config, o.domain) : mm7submit_run(&o);
	config_free(o.config);
	return agent_exit(rc);
}
