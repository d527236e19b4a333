#include "net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/num.h"
#include "net/conn.h"

enum { BACKLOG = 128, ACCEPTS_A_ROUND = 16 };

struct listener {
	int fd;
	char path[sizeof ((struct sockaddr_un *)0)->sun_path];	/* to unlink */
	struct loop_watch *watch;
	listener_cb *cb;
	void *arg;
};

static void
on_readable(void *arg)
{
	struct listener *ln = arg;
	int i, fd;

	for (i = 0; i < ACCEPTS_A_ROUND; i++) {
		fd = accept(ln->fd, NULL, NULL);
		if (fd < 0)
			return;	/* nobody there, or gone already */
		ln->cb(fd, ln->arg);
	}
}

struct listener *
listener_adopt(struct loop *l, int fd, listener_cb *cb, void *arg)
{
	struct listener *ln = calloc(1, sizeof *ln);

	if (!ln)
		return NULL;
	ln->fd = fd;
	ln->cb = cb;
	ln->arg = arg;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	ln->watch = loop_fd(l, fd, LOOP_READ, on_readable, ln);
	if (!ln->watch) {
		free(ln);
		return NULL;
	}
	loop_watch_on(ln->watch, 1);
	return ln;
}

void
listener_free(struct listener *ln)
{
	if (!ln)
		return;
	loop_watch_free(ln->watch);
	close(ln->fd);
	if (ln->path[0])
		unlink(ln->path);
	free(ln);
}

int
listener_descriptor(const struct listener *ln)
{
	return ln->fd;
}

void
listener_pause(struct listener *ln, int on)
{
	loop_watch_on(ln->watch, !on);
}

/* An old socket file that nobody answers at is in the way. */
static void
remove_dead(const struct sockaddr_un *sun)
{
	struct stat st;
	int fd;

	if (lstat(sun->sun_path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)sun,
	    sizeof *sun) < 0 && errno == ECONNREFUSED)
		unlink(sun->sun_path);
	if (fd >= 0)
		close(fd);
}

static int
bind_unix(const char *path, struct diag_err *err)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (!*path || strlen(path) >= sizeof sun.sun_path)
		return diag_err(err, EX_USAGE, "unix:%s: no such path", path);
	strcpy(sun.sun_path, path);
	remove_dead(&sun);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sun, sizeof sun) < 0 ||
	    listen(fd, BACKLOG) < 0) {
		diag_err(err, EX_TEMPFAIL, "unix:%s: %s", path,
		    strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

/* `[::1]:2775`, `127.0.0.1:2775`, `:2775`, `2775` into host and port. */
static int
split(const char *where, char host[128], const char **port)
{
	const char *colon = strrchr(where, ':');
	size_t n = colon ? (size_t)(colon - where) : 0;
	int64_t number;

	*port = colon ? colon + 1 : where;
	if (num_parse(*port, 0, 65535, &number) < 0)
		return -1;
	if (n >= 2 && where[0] == '[' && where[n - 1] == ']')
		where++, n -= 2;
	if (n >= 128)
		return -1;
	memcpy(host, where, n);
	host[n] = '\0';
	return 0;
}

static int
bind_tcp(const char *where, struct diag_err *err)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE }, *ai = NULL;
	char host[128];
	const char *port;
	int fd = -1, on = 1, off = 0, rc;

	if (split(where, host, &port) < 0)
		return diag_err(err, EX_USAGE, "%s: want [address]:port or "
		    "unix:path", where);
	/* no address: IPv6's any takes IPv4 too */
	rc = getaddrinfo(host[0] ? host : "::", port, &hints, &ai);
	if (rc)
		return diag_err(err, EX_USAGE, "%s: %s", where,
		    gai_strerror(rc));
	fd = socket(ai->ai_family, SOCK_STREAM, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
		if (!host[0])
			setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off,
			    sizeof off);
	}
	if (fd < 0 || bind(fd, ai->ai_addr, ai->ai_addrlen) < 0 ||
	    listen(fd, BACKLOG) < 0) {
		diag_err(err, EX_TEMPFAIL, "%s: %s", where, strerror(errno));
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(ai);
	return fd;
}

struct listener *
listener_open(struct loop *l, const char *where, listener_cb *cb, void *arg,
    char name[128], struct diag_err *err)
{
	int local = strncmp(where, "unix:", 5) == 0;
	int fd = local ? bind_unix(where + 5, err) : bind_tcp(where, err);
	struct listener *ln;

	if (fd < 0)
		return NULL;
	ln = listener_adopt(l, fd, cb, arg);
	if (!ln) {
		close(fd);
		diag_err(err, EX_OSERR, "out of memory");
		return NULL;
	}
	if (local)
		strcpy(ln->path, where + 5);
	conn_name(fd, 1, name);
	return ln;
}

static int
same_file(const struct stat *a, int fd)
{
	struct stat b;

	return fstat(fd, &b) == 0 && a->st_dev == b.st_dev &&
		a->st_ino == b.st_ino;
}

enum listener_kind
listener_inherited(int *fd, int *stderr_gone)
{
	struct stat st;
	int listening = 0, null, i;
	socklen_t len = sizeof listening;

	*fd = -1;
	*stderr_gone = 0;
	if (fstat(STDIN_FILENO, &st) < 0 || !S_ISSOCK(st.st_mode))
		return LISTENER_NONE;
	getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len);
	*fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	null = open("/dev/null", O_RDWR);
	for (i = 0; i <= STDERR_FILENO && null >= 0; i++) {
		if (i != STDIN_FILENO && !same_file(&st, i))
			continue;
		if (i == STDERR_FILENO)
			*stderr_gone = 1;
		dup2(null, i);
	}
	if (null > STDERR_FILENO)
		close(null);
	return listening ? LISTENER_LISTENING : LISTENER_CONNECTED;
}

int
listener_systemd(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	int64_t p, n = 0;

	if (!pid || !fds || num_parse(pid, 1, INT32_MAX, &p) < 0 ||
	    p != getpid() || num_parse(fds, 1, 1000, &n) < 0)
		n = 0;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return (int)n;
}
