#include "base/writeall.h"

#include <errno.h>
#include <unistd.h>

int
write_all(int fd, const void *p, size_t n)
{
	const char *at = p;
	ssize_t w;

	while (n > 0) {
		w = write(fd, at, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return -1;
		at += w;
		n -= (size_t)w;
	}
	return 0;
}
