/*
 * Who is alive.  A process locks the octet of its number in a file beside the
 * store; the kernel lets go of it when the process ends, however that is, and
 * no number of a process that is gone can be taken for another's.
 *
 * Whoever deletes the file while it is in use makes those who have it open look
 * dead to those who come: what they have in hand is given out again, and what
 * they are sending is unknown (and so not sent again).
 */
#define _GNU_SOURCE		/* F_OFD_SETLK, getentropy(); not lost when some
				   other descriptor of the file is closed */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/sql.h"

enum { TRIES = 100 };

static int
fail(struct store *s, struct diag_err *err)
{
	return diag_err(err, errno == EACCES ? EX_NOPERM : EX_TEMPFAIL, "state %s-owners: %s", s->path,
	    strerror(errno));
}

/* A new one is whose the store is; without it nobody can send. */
static int
make_file(const char *store, const char *path)
{
	struct stat st;
	int fd;

	if (stat(store, &st) < 0)
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		/* another process was quicker */
		return errno == EEXIST ?
			open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;
	/* not root: the folder's set-group-ID has done what can be done */
	if (fchown(fd, geteuid() == 0 ? st.st_uid : (uid_t)-1, st.st_gid) < 0 &&
	    geteuid() == 0) {
		close(fd);
		return -1;
	}
	fchmod(fd, st.st_mode & 0777);
	return fd;
}

int
owner_open(struct store *s, struct diag_err *err)
{
	char path[STORE_PATH_SIZE];

	if (s->owners_fd >= 0)
		return 0;
	snprintf(path, sizeof path, "%s-owners", s->path);
	s->owners_fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (s->owners_fd < 0 && errno == ENOENT)
		s->owners_fd = make_file(s->path, path);
	return s->owners_fd < 0 ? fail(s, err) : 0;
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
	return fcntl(s->owners_fd, F_OFD_GETLK, &fl) < 0 ||
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
