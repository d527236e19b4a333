/* A folder of a test program's own, which is gone when it ends. */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

static char dir[64];

/* dir/name; good for four calls. */
static inline const char *
in_dir(const char *name)
{
	static char path[4][160];
	static int i;

	i = (i + 1) % 4;
	snprintf(path[i], sizeof path[i], "%s/%s", dir, name);
	return path[i];
}

static inline void
remove_dir(void)
{
	char cmd[128];

	snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
	if (system(cmd) != 0)
		printf("# %s is left behind\n", dir);
}

static inline void
make_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof dir, "%.40s/config-XXXXXX", tmp ? tmp : "/tmp");
	assert(mkdtemp(dir));
	atexit(remove_dir);
}

#endif
