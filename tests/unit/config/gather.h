/* What the tests of lib/config share: the problems reported, as one string. */
#ifndef GATHER_H
#define GATHER_H

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/config.h"
#include "tap.h"

/* "file:line: what" a line */
static inline void
gather(void *arg, const struct diag_pos *pos, const char *what)
{
	buf_fmt(arg, "%s:%lu: %s\n", pos->file, pos->line, what);
}

/* Parse text called "c"; its problems must be just those. */
static inline struct config *
parse_expect(const char *text, const char *problems)
{
	struct config *c = config_new();
	struct buf got = BUF_INIT;
	int rc;

	assert(c);
	rc = config_parse(c, "c", text, strlen(text), gather, &got);
	if (strcmp(buf_cstr(&got), problems) != 0)
		fprintf(stderr, "# of: %s\n# expected: %s# got: %s", text, problems,
		    buf_cstr(&got));
	assert(strcmp(buf_cstr(&got), problems) == 0);
	assert(rc == (*problems ? -1 : 0));
	buf_free(&got);
	return c;
}

static inline struct config *
parse_good(const char *text)
{
	return parse_expect(text, "");
}

static inline void
write_file(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert(f);
	assert(fputs(text, f) >= 0);
	assert(fclose(f) == 0);
	assert(chmod(path, mode) == 0);
}

static inline char *
read_text(const char *path)
{
	FILE *f = fopen(path, "r");
	char *s = calloc(1, 65536);

	assert(f && s);
	assert(fread(s, 1, 65535, f) > 0);
	fclose(f);
	return s;
}

static inline int
str_is(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

#endif
