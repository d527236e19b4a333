#include "engine/state.h"

#include <stdlib.h>
#include <strings.h>
#include <sysexits.h>

const char *
state_where(const struct config_view *global)
{
	const char *where = config_str(global, STATE);
	const char *env = getenv("MOBUTILS_STATE");

	if (!config_is_set(global, STATE) && env && *env)
		where = env;
	return where && strcasecmp(where, "none") != 0 ? where : NULL;
}

/* Not there, or not ours to use: a program can go on without it. */
static int
is_missing(int sysexit)
{
	return sysexit == EX_NOINPUT || sysexit == EX_NOPERM;
}

int
state_is_shut(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	const char *where = v ? state_where(v) : NULL;
	struct store *s;
	struct diag_err err = { 0 };

	if (where && store_open(&s, where, &err) == 0)
		store_close(s);
	return err.sysexit == EX_NOPERM;
}

int
state_open(struct config *c, struct store **s)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	const char *where = v ? state_where(v) : NULL;
	struct diag_err err;
	int required;

	*s = NULL;
	if (!v) {
		diag_warn(NULL, "out of memory");
		return EX_TEMPFAIL;
	}
	if (!where || store_open(s, where, &err) == 0)
		return 0;
	required = config_bool(v, STATE_REQUIRED);
	if (is_missing(err.sysexit) && !required) {
		diag_warn(NULL, "%s; going on without", err.text);
		return 0;
	}
	diag_warn(NULL, "%s", err.text);
	return err.sysexit == EX_CONFIG ? EX_CONFIG : EX_TEMPFAIL;
}
