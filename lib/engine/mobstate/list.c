/* mobstate list, unknown: submit records with what became of them. */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/num.h"
#include "engine/mobstate/mobstate_priv.h"

enum { MOST_MAX = 1000000000 };

static int
put_submit(struct mobstate *m, const struct store_message *msg)
{
	mobstate_write_submit(m, msg);
	return mobstate_put(m);
}

/* `ok,unknown` */
static unsigned
statuses(const struct mobstate *m, const char *arg)
{
	unsigned all = 0;
	int status;
	size_t n;

	for (;; arg += n + 1) {
		n = strcspn(arg, ",");
		status = mobstate_status_parse(arg, n);
		if (status < 0)
			args_usage(m->o->args, "list: -s %.*s: want sending, "
			    "ok, temporary, permanent, unknown or dropped",
			    (int)n, arg);
		all |= 1u << status;
		if (!arg[n])
			return all;
	}
}

static int64_t
since(const struct mobstate *m, const char *arg)
{
	int64_t age, at;

	if (clock_parse_rfc3339(arg, &at) == 0)
		return at;
	age = config_time(arg);
	if (age < 0)
		args_usage(m->o->args, "list: -S %s: want a time as "
		    "2026-11-23T13:15:16Z, or how long ago: 2h", arg);
	at = clock_now() - age;
	return at > 0 ? at : 1;
}

static int64_t
most(const struct mobstate *m, const char *arg)
{
	int64_t n;

	if (num_parse(arg, 1, MOST_MAX, &n) < 0)
		args_usage(m->o->args, "list: -l %s: want a number", arg);
	return n;
}

int
mobstate_list(struct mobstate *m, int argc, char *argv[])
{
	struct store_search q = { 0 };
	int c;

	while ((c = mobstate_getopt(m, argc, argv, "+:a:l:m:n:S:s:")) != -1)
		switch (c) {
		case 'a': q.account = optarg; break;
		case 'l': q.most = most(m, optarg); break;
		case 'm': q.mail_id = mobstate_bare(optarg); break;
		case 'n': q.number = optarg; break;
		case 'S': q.since = since(m, optarg); break;
		case 's': q.statuses |= statuses(m, optarg); break;
		}
	mobstate_no_operands(m, argc, argv);
	return mobstate_each(m, &q, put_submit);
}

int
mobstate_unknown(struct mobstate *m, int argc, char *argv[])
{
	const struct store_search q = { .statuses = 1u << STORE_UNKNOWN };

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_no_operands(m, argc, argv);
	return mobstate_each(m, &q, put_submit);
}
