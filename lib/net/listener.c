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

enum {
	BACKLOG = 128,
	ACCEPTS_A_ROUND = 16,
	OUT_OF_FILES = 1000,	/* ms without accept(2) when it has no descriptor */
};

struct listener {
	int fd;
	char path[sizeof ((struct sockaddr_un *)0)->sun_path];	/* to unlink */
	struct loop_watch *watch, *again;
	int paused, out_of_files;
	listener_cb *cb;
	void *arg;
};

static void
set_watch(struct listener *ln)
{
	loop_watch_on(ln->watch, !ln->paused && !ln->out_of_files);
}

/* Nobody there, gone already, or no descriptor left: then the socket stays
   readable, and asking again at once would be all that we do. */
static void
accept_failed(struct listener *ln)
{
	if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
	    errno != ENOMEM)
		return;
	diag_warn(NULL, "accept: %s", strerror(errno));
	ln->out_of_files = 1;
	loop_timer_at(ln->again, clock_mono() + OUT_OF_FILES);
	set_watch(ln);
}

static void
on_again(void *arg)
{
	struct listener *ln = arg;

	ln->out_of_files = 0;
	set_watch(ln);
}

static void
on_readable(void *arg)
{
	struct listener *ln = arg;
	int i, fd;

	for (i = 0; i < ACCEPTS_A_ROUND && !ln->paused; i++) {
		fd = accept(ln->fd, NULL, NULL);
		if (fd < 0) {
			accept_failed(ln);
			return;
		}
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
	ln->again = loop_timer(l, on_again, ln);
	if (!ln->watch || !ln->again) {
		loop_watch_free(ln->watch);
		loop_watch_free(ln->again);
		free(ln);
		return NULL;
	}
	set_watch(ln);
	return ln;
}

void
listener_free(struct listener *ln)
{
	if (!ln)
		return;
	loop_watch_free(ln->watch);
	loop_watch_free(ln->again);
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
	ln->paused = on;
	set_watch(ln);
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

int
listener_is_local(int fd)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa;
	const struct sockaddr_in *in = (struct sockaddr_in *)&sa;
	const struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&sa;

	if (getsockname(fd, (struct sockaddr *)&sa, &len) < 0)
		return 0;
	return sa.ss_family == AF_UNIX ||
		(sa.ss_family == AF_INET &&
		ntohl(in->sin_addr.s_addr) >> 24 == 127) ||
		(sa.ss_family == AF_INET6 &&
		(IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr) ||
		(IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr) &&
		in6->sin6_addr.s6_addr[12] == 127)));
}

/* In use: later it may not be.  Else there is something to mend. */
static int
bind_err(struct diag_err *err, int why, const char *kind, const char *where)
{
	return diag_err(err, why == EADDRINUSE ? EX_TEMPFAIL : EX_OSERR,
	    "%s%s: %s", kind, where, strerror(why));
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
		bind_err(err, errno, "unix:", path);
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

/* A socket that listens there, or -1: errno tells. */
static int
listen_at(const struct addrinfo *ai)
{
	int fd = socket(ai->ai_family, SOCK_STREAM, 0);
	int on = 1, off = 0, why;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (ai->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* The first address of a name that will do. */
static int
listen_at_name(const char *host, const char *port, const char **problem)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE }, *all, *ai;
	int fd = -1, rc = getaddrinfo(host, port, &hints, &all);

	*problem = rc ? gai_strerror(rc) : NULL;
	if (rc)
		return -1;
	for (ai = all; fd < 0 && ai; ai = ai->ai_next)
		fd = listen_at(ai);
	freeaddrinfo(all);
	return fd;
}

static int
bind_tcp(const char *where, struct diag_err *err)
{
	char host[128];
	const char *port, *problem;
	int fd;

	if (split(where, host, &port) < 0)
		return diag_err(err, EX_USAGE, "%s: want [address]:port or "
		    "unix:path", where);
	/* no address: IPv6's any takes IPv4 too, where there is IPv6 */
	fd = listen_at_name(host[0] ? host : "::", port, &problem);
	if (fd < 0 && !host[0] && errno == EAFNOSUPPORT)
		fd = listen_at_name("0.0.0.0", port, &problem);
	if (fd < 0 && problem)
		return diag_err(err, EX_USAGE, "%s: %s", where, problem);
	return fd < 0 ? bind_err(err, errno, "", where) : fd;
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

/* Neither bound nor connected to a name: one end of a socketpair(2). */
static int
is_pair(int fd)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa, peer = sizeof sa;

	return getsockname(fd, (struct sockaddr *)&sa, &len) == 0 &&
		sa.ss_family == AF_UNIX && len <= sizeof sa.ss_family &&
		getpeername(fd, (struct sockaddr *)&sa, &peer) == 0 &&
		peer <= sizeof sa.ss_family;
}

enum listener_kind
listener_inherited(int *fd, unsigned *gone)
{
	struct stat st;
	int listening = 0, null, i;
	socklen_t len = sizeof listening;

	*fd = -1;
	*gone = 0;
	if (fstat(STDIN_FILENO, &st) < 0 || !S_ISSOCK(st.st_mode) ||
	    is_pair(STDIN_FILENO))
		return LISTENER_NONE;
	getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len);
	*fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	null = open("/dev/null", O_RDWR);
	for (i = 0; i <= STDERR_FILENO && null >= 0; i++)
		if (same_file(&st, i)) {
			*gone |= 1u << i;
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
