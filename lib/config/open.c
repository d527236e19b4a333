/* What every program does about its configuration when it starts. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "config/private.h"

static const char default_path[] = "/etc/mobutils.conf";

static void
report(void *arg, const struct diag_pos *pos, const char *what)
{
	(void)arg;
	diag_warn(pos, "%s", what);
}

static int
read_file(struct config *c, const char *path)
{
	const char *env = getenv("MOBUTILS_CONF");
	const char *file = path ? path : env && *env ? env : default_path;
	struct diag_pos pos = { file, 0 };
	struct buf text = BUF_INIT;
	struct stat st;
	int rc = EX_OK;

	if (file_read(file, &text, &st) == 0) {
		c->file = arena_str(&c->arena, file);
		if (load_text(c, file, &text, &st, report, NULL) < 0)
			rc = EX_CONFIG;
	} else if (file != default_path || errno != ENOENT) {
		diag_warn(&pos, "%s", strerror(errno));
		rc = EX_NOINPUT;
	}
	buf_free(&text);
	return rc;
}

const char *
config_file(const struct config *c)
{
	return c->file ? c->file : "(there is no file)";
}

static int
assign(struct config *c, char *const *assignments, size_t n)
{
	struct diag_err err;
	int rc = EX_OK;
	size_t i;

	for (i = 0; i < n; i++)
		if (config_set(c, assignments[i], &err) < 0) {
			diag_warn(NULL, "%s", err.text);
			rc = err.sysexit;
		}
	return rc;
}

struct config *
config_open(const char *path, char *const *assignments, size_t n, int *sysexit)
{
	struct config *c = config_new();

	if (!c) {
		diag_warn(NULL, "out of memory");
		*sysexit = EX_OSERR;
		return NULL;
	}
	*sysexit = assign(c, assignments, n);
	if (*sysexit == EX_OK)
		*sysexit = read_file(c, path);
	if (*sysexit == EX_OK)
		return c;
	config_free(c);
	return NULL;
}
