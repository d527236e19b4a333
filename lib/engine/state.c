#include "engine/state.h"

#include <sysexits.h>

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
	const char *where = v ? config_state(v, NULL) : NULL;
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
	const char *where = v ? config_state(v, NULL) : NULL;
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
