/*
 * full - a disk that is full while a file is there: for LD_PRELOAD.
 *
 * Writes to a file whose name ends in -wal, SQLite's log, fail with ENOSPC as
 * long as the file that $FULL names exists.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_full(int fd)
{
	const char *flag = getenv("FULL");
	char link[64], name[4096];
	ssize_t n;

	if (!flag || access(flag, F_OK) != 0)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, name, sizeof name - 1);
	return n > 4 && memcmp(name + n - 4, "-wal", 4) == 0;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (is_full(fd)) {
		errno = ENOSPC;
		return -1;
	}
	return real(fd, p, n, at);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}
