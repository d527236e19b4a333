/*
 * Who is alive.  A process locks the octet of its number in a file beside the
 * store; the kernel lets go of it when the process ends, however that is, and
 * no number of a process that is gone can be taken for another's.
 */
#define _GNU_SOURCE		/* F_OFD_SETLK, getentropy(); not lost when some
				   other descriptor of the file is closed */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/sql.h"

enum { PATH_SIZE = 4096, TRIES = 100 };

static int
fail(struct store *s, struct diag_err *err)
{
	return diag_err(err, EX_TEMPFAIL, "state %s-owners: %s", s->path,
	    strerror(errno));
}

static int
open_file(struct store *s)
{
	char path[PATH_SIZE];

	if (s->owners_fd >= 0)
		return 0;
	if (snprintf(path, sizeof path, "%s-owners", s->path) >=
	    (int)sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	s->owners_fd = open(path, O_RDWR | O_CLOEXEC);
	return s->owners_fd < 0 ? -1 : 0;
}

static struct flock
octet(int owner)
{
	struct flock fl;

	memset(&fl, 0, sizeof fl);
	fl.l_type = F_WRLCK;
	fl.l_whence = SEEK_SET;
	fl.l_start = owner;
	fl.l_len = 1;
	return fl;
}

static int
random_owner(void)
{
	unsigned r;

	if (getentropy(&r, sizeof r) < 0)
		r = (unsigned)getpid();
	return (int)(r & 0x3fffffff) + 1;
}

int
owner_take(struct store *s, struct diag_err *err)
{
	struct flock fl;
	int i, number;

	if (s->owner)
		return 0;
	if (!s->path) {
		s->owner = 1;
		return 0;
	}
	if (open_file(s) < 0)
		return fail(s, err);
	for (i = 0; i < TRIES; i++) {
		number = random_owner();
		fl = octet(number);
		if (fcntl(s->owners_fd, F_OFD_SETLK, &fl) == 0) {
			s->owner = number;
			return 0;
		}
		if (errno != EAGAIN && errno != EACCES)
			break;
	}
	return fail(s, err);
}

int
owner_alive(struct store *s, int64_t owner)
{
	struct flock fl = octet((int)owner);

	if (!owner || owner == s->owner)
		return owner != 0;
	if (!s->path)
		return 0;
	/* what cannot be asked counts as alive: nothing is sent twice then */
	return open_file(s) < 0 ||
		fcntl(s->owners_fd, F_OFD_GETLK, &fl) < 0 ||
		fl.l_type != F_UNLCK;
}

void
owner_release(struct store *s)
{
	if (s->owners_fd >= 0)
		close(s->owners_fd);
	s->owners_fd = -1;
	s->owner = 0;
}
