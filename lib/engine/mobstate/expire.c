/* mobstate expire: all that is too old, now. */
#include <inttypes.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/mobstate/mobstate_priv.h"
#include "engine/state.h"

static int64_t
age_of(const struct mobstate *m, const char *arg)
{
	int64_t age = config_time(arg);

	if (age < 0)
		args_usage(m->o->args, "expire: -a %s: want a time with its "
		    "unit: 14d", arg);
	return age;
}

int
mobstate_expire(struct mobstate *m, int argc, char *argv[])
{
	int64_t now = clock_now(), all = 0, ram, keep = -1;
	struct diag_err err;
	char *after = (char *)"State_Keep";
	int n;

	while (mobstate_getopt(m, argc, argv, "+:a:") != -1) {
		keep = age_of(m, optarg);
		after = optarg;
	}
	mobstate_no_operands(m, argc, argv);
	ram = state_keep_replies(m->o->config);
	if (keep < 0)
		keep = state_keep(m->o->config);
	/* small steps, so that nobody waits for us */
	while ((n = store_expire(m->store, now, keep, ram, state_given_up,
	    after, &err)) > 0)
		all += n;
	if (n < 0)
		return mobstate_fail(&err);
	diag_info("%" PRId64 " rows cleared away", all);
	return 0;
}
