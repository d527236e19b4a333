/* mobstate export: what makes sense on another machine. */
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"

static int
put_message(struct mobstate *m, const struct store_message *msg)
{
	int rc = mobstate_write_message(m, msg);

	return rc ? rc : mobstate_put(m);
}

int
mobstate_export(struct mobstate *m, int argc, char *argv[])
{
	const struct store_search all = { .oldest_first = 1 };
	int rc;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_no_operands(m, argc, argv);
	rc = mobstate_each(m, &all, put_message);
	return rc ? rc : mobstate_put_replies(m, NULL);
}
