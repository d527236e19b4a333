/* The table of commands, and what is done around each. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"
#include "engine/state.h"

static const struct command {
	const char *name;
	int (*run)(struct mobstate *m, int argc, char *argv[]);
	int makes;		/* the store need not be there */
	int tries;		/* -n is possible */
} commands[] = {
	{ .name = "init", .run = mobstate_init, .makes = 1 },
};

enum { NCOMMANDS = sizeof commands / sizeof commands[0] };

int
mobstate_fail(const struct diag_err *err)
{
	diag_warn(NULL, "%s", err->text);
	return err->sysexit;
}

int
mobstate_getopt(const struct mobstate *m, int argc, char *argv[],
    const char *letters)
{
	int c = getopt(argc, argv, letters);

	if (c == ':')
		args_usage(m->o->args, "%s: -%c wants an argument", argv[0],
		    optopt);
	if (c == '?')
		args_usage(m->o->args, "%s: unknown option -%c", argv[0],
		    optopt);
	return c;
}

void
mobstate_no_operands(const struct mobstate *m, int argc, char *argv[])
{
	if (optind < argc)
		args_usage(m->o->args, "%s: %s: wants no operand", argv[0],
		    argv[optind]);
}

static const struct command *
find(const struct args *a, const char *name)
{
	size_t i;

	for (i = 0; i < NCOMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	args_usage(a, "unknown command \"%s\"", name);
}

int
mobstate_run(const struct mobstate_opts *o, int argc, char *argv[])
{
	const struct config_view *v = config_view(o->config, NULL, NULL, NULL);
	struct mobstate m = { .o = o };
	const struct command *c;
	struct diag_err err;
	int rc;

	if (!argc)
		args_usage(o->args, "want a command");
	c = find(o->args, argv[0]);
	if (o->args->dry_run && !c->tries)
		args_usage(o->args, "-n: there is nothing to try with %s",
		    c->name);
	if (!v || !(m.where = state_where(v))) {
		diag_warn(NULL, v ? "State is none: nothing is remembered" :
		    "out of memory");
		return v ? EX_CONFIG : EX_TEMPFAIL;
	}
	if (!c->makes && store_open(&m.store, m.where, &err) < 0)
		return mobstate_fail(&err);
	optind = 1;
	rc = c->run(&m, argc, argv);
	store_close(m.store);
	return rc;
}
