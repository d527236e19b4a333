/* mail2sms - mail in, SMS records out.  See mail2sms(1). */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "config/args.h"
#include "engine/filter.h"

static const char usage[] =
    "usage: mail2sms [-CmnqtvhV] [-c config] [-d domain] [-f sender]\n"
    "                [-o Option=value]... [-O sink] [recipient...]\n"
    "                [-- command [arg...]]";

/* `<a@b.example>` or `a@b.example`; MAILER-DAEMON and `<>` are the null sender. */
static const char *
bare(char *sender)
{
	size_t n = strlen(sender);

	if (n >= 2 && sender[0] == '<' && sender[n - 1] == '>') {
		sender[n - 1] = '\0';
		sender++;
	}
	return strcmp(sender, "MAILER-DAEMON") == 0 ? "" : sender;
}

/* Delivery agents fail for good for the mail's sake only: what is wrong with
   our own configuration can be mended, so the mail waits. */
static struct config *
configure(const struct args *a)
{
	int sysexit;
	struct config *c = config_open(a->config, a->set, a->nset, &sysexit);

	if (!c)
		exit(a->check || sysexit == EX_USAGE ? sysexit : EX_TEMPFAIL);
	return c;
}

int
main(int argc, char *argv[])
{
	struct args a = { .usage = usage, .parallel = 1 };
	struct handler h;
	struct mail2sms_opts o = { .handler = &h };
	const char *env[1];
	struct diag_err err;
	char *sender = getenv("SENDER");
	int c, rc;

	diag_init(argv[0]);
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
	o.sender = sender ? bare(sender) : NULL;
	o.recipients = (const char *const *)argv + optind;
	o.nrecipients = (size_t)(argc - optind);
	for (c = optind; c < argc; c++)
		if (argv[c][0] == '-' || !argv[c][0])
			args_usage(&a, "recipient \"%s\": an option behind the "
			    "first recipient, or none at all", argv[c]);
	if (o.from_headers && o.nrecipients)
		args_usage(&a, "-t and recipients: one or the other");
	env[0] = getenv("RECIPIENT");
	if (!o.from_headers && !o.nrecipients && env[0] && *env[0]) {
		o.recipients = env;
		o.nrecipients = 1;
	}
	if (!o.from_headers && !o.nrecipients && !a.check)
		args_usage(&a, "want a recipient, -t, or $RECIPIENT");
	o.config = configure(&a);
	o.sink = a.sink;
	if (a.dry_run)
		h.argv = NULL;
	rc = a.check ? args_check(o.config, o.domain) : mail2sms_run(&o);
	config_free(o.config);
	return rc;
}
