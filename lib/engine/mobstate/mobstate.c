/* The table of commands, and what is done around each. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"
#include "engine/state.h"

static const struct command {
	const char *name;
	mobstate_command *run;
	int makes;		/* the store need not be there */
	int tries;		/* -n is possible */
} commands[] = {
	{ .name = "init", .run = mobstate_init, .makes = 1 },
	{ .name = "show", .run = mobstate_show },
	{ .name = "list", .run = mobstate_list },
	{ .name = "unknown", .run = mobstate_unknown },
	{ .name = "resend", .run = mobstate_resend, .tries = 1 },
	{ .name = "drop", .run = mobstate_drop, .tries = 1 },
	{ .name = "replies", .run = mobstate_replies },
	{ .name = "due", .run = mobstate_due },
	{ .name = "trace", .run = mobstate_trace },
	{ .name = "export", .run = mobstate_export },
	{ .name = "import", .run = mobstate_import, .tries = 1 },
	{ .name = "expire", .run = mobstate_expire },
};

enum { NCOMMANDS = sizeof commands / sizeof commands[0] };

int
mobstate_fail(const struct diag_err *err)
{
	diag_warn(NULL, "%s", err->text);
	return err->sysexit;
}

int
mobstate_no_memory(void)
{
	diag_warn(NULL, "out of memory");
	return EX_TEMPFAIL;
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

void
mobstate_operands(const struct mobstate *m, int argc, char *argv[])
{
	if (optind == argc)
		args_usage(m->o->args, "%s: of which message?", argv[0]);
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

/* What the commands work with. */
static int
prepare(struct mobstate *m, const struct command *c)
{
	struct diag_err err;

	m->outer = json_reader_new();
	m->inner = json_reader_new();
	if (!m->outer || !m->inner)
		return mobstate_no_memory();
	m->out = sink_open(NULL, &err);
	if (!m->out || (!c->makes && store_open(&m->store, m->where, &err) < 0))
		return mobstate_fail(&err);
	return 0;
}

static void
tidy(struct mobstate *m)
{
	store_close(m->store);
	sink_free(m->out);
	json_reader_free(m->outer);
	json_reader_free(m->inner);
	buf_free(&m->line);
}

int
mobstate_run(const struct mobstate_opts *o, int argc, char *argv[])
{
	const struct config_view *v = config_view(o->config, NULL, NULL, NULL);
	struct mobstate m = { .o = o };
	const struct command *c;
	int rc, written;

	if (!argc)
		args_usage(o->args, "want a command");
	c = find(o->args, argv[0]);
	if (o->args->dry_run && !c->tries)
		args_usage(o->args, "-n: there is nothing to try with %s",
		    c->name);
	if (!v)
		return mobstate_no_memory();
	m.where = config_state(v, NULL);
	if (!m.where) {
		diag_warn(NULL, "State is none: nothing is remembered");
		return EX_CONFIG;
	}
	rc = prepare(&m, c);
	if (!rc) {
		optind = 1;
		rc = c->run(&m, argc, argv);
		written = mobstate_flush(&m);
		rc = written ? written : rc;
	}
	tidy(&m);
	return rc;
}
