#define _GNU_SOURCE	/* pipe2(2) with O_DIRECT: a read gets one write */

#include "flow/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

/* The stream of every test here: octet i is this, whoever puts or reads it. */
static char
octet(uint64_t i)
{
	return i % 101 == 100 ? '\n' : (char)('!' + i % 89);
}

/* Put n octets of the stream, which begin at *at. */
static uint64_t
put(struct sink *s, uint64_t *at, size_t n)
{
	char *p = malloc(n);
	uint64_t mark;
	size_t i;

	assert(p);
	for (i = 0; i < n; i++)
		p[i] = octet(*at + i);
	mark = sink_put(s, p, n);
	free(p);
	*at += n;
	return mark;
}

/* Read what there is, up to n octets, and check that it is the stream's. */
static uint64_t
get(int fd, uint64_t *at, size_t n)
{
	char p[8192];
	ssize_t r;
	ssize_t i;
	uint64_t got = 0;

	while (got < n && (r = read(fd, p, n - got < sizeof p ? n - got :
	    sizeof p)) > 0) {
		for (i = 0; i < r; i++)
			assert(p[i] == octet((*at)++));
		got += (uint64_t)r;
	}
	return got;
}

static void
nothing_put(void)
{
	struct sink *s = sink_fd_open(STDERR_FILENO);

	assert(s && !sink_pending(s) && !sink_full(s) && !sink_written(s));
	assert(sink_flush(s, 0) == 0 && sink_flush(s, 1) == 0);
	sink_free(s);
	sink_free(NULL);
}

static void
marks(void)
{
	struct sink *s;
	char got[16];
	int fd[2];

	assert(pipe(fd) == 0);
	s = sink_fd_open(fd[1]);
	assert(sink_fd(s) == fd[1]);
	assert(sink_put(s, "abc", 3) == 3);
	assert(sink_put(s, "de", 2) == 5);
	assert(sink_written(s) == 0 && sink_pending(s));
	assert(sink_flush(s, 0) == 0);
	assert(sink_written(s) == 5 && !sink_pending(s));
	assert(read(fd[0], got, sizeof got) == 5 && !memcmp(got, "abcde", 5));
	assert(sink_put(s, "f", 1) == 6 && sink_written(s) == 5);
	sink_free(s);
	assert(fcntl(fd[1], F_GETFD) >= 0);	/* it is not the sink's */
	close(fd[0]);
	close(fd[1]);
}

/* Fill it until it takes no more, then drain it in odd steps. */
static void
fill_and_drain(int w, int r)
{
	struct sink *s = sink_fd_open(w);
	uint64_t in = 0, out = 0, last, total = 3 * SINK_FULL + 17;
	int flags = fcntl(w, F_GETFL);

	assert(s);
	while (in < total) {
		assert(put(s, &in, total - in < 70001 ? total - in : 70001) == in);
		assert(sink_flush(s, 0) == 0);
	}
	assert(sink_pending(s) && sink_full(s));
	assert(sink_written(s) > 0 && sink_written(s) < total);
	last = sink_written(s);
	assert(sink_flush(s, 0) == 0 && sink_written(s) == last);
	while (sink_pending(s)) {
		assert(get(r, &out, 12345) == 12345);
		assert(sink_flush(s, 0) == 0);
		assert(sink_written(s) >= last);
		last = sink_written(s);
	}
	assert(last == total && !sink_full(s));
	assert(get(r, &out, total - out) > 0 && out == total);
	assert(fcntl(w, F_GETFL) == flags);
	sink_free(s);
	close(w);
	close(r);
}

static void
full_pipe(void)
{
	int fd[2];

	assert(pipe(fd) == 0);
	fill_and_drain(fd[1], fd[0]);
}

static void
full_socket(void)
{
	int fd[2];

	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	fill_and_drain(fd[1], fd[0]);
}

static void
full_nonblocking(void)
{
	int fd[2];

	assert(pipe(fd) == 0 && fcntl(fd[1], F_SETFL, O_NONBLOCK) == 0);
	fill_and_drain(fd[1], fd[0]);
}

/* Writes to a pipe: at most PIPE_BUF, and ending with a line. */
static void
pipe_writes(void)
{
	char p[2 * PIPE_BUF];
	uint64_t in = 0;
	struct sink *s;
	ssize_t n;
	int fd[2], writes = 0;

	if (pipe2(fd, O_DIRECT | O_NONBLOCK) < 0) {
		tap_skip("no packet pipes");
		return;
	}
	s = sink_fd_open(fd[1]);
	put(s, &in, 101 * 400);
	assert(sink_flush(s, 0) == 0);
	while ((n = read(fd[0], p, sizeof p)) > 0) {
		assert(n <= PIPE_BUF && p[n - 1] == '\n');
		writes++;
	}
	assert(writes == 10);	/* 40 lines of 101 octets in each */

	/* a line that doesn't fit goes in pieces */
	memset(p, 'x', sizeof p);
	sink_put(s, p, sizeof p);
	assert(sink_flush(s, 0) == 0 && !sink_pending(s));
	assert(read(fd[0], p, sizeof p) == PIPE_BUF);
	assert(read(fd[0], p, sizeof p) == PIPE_BUF);
	sink_free(s);
	close(fd[0]);
	close(fd[1]);
}

static void
on_alarm(int sig)
{
	(void)sig;
}

/* Wait for a slow reader, with signals coming in between. */
static void
slow_reader(int w, int r)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, off = { { 0, 0 }, { 0, 0 } };
	struct timespec nap = { 0, 20000000 };
	uint64_t in = 0, out = 0, total = 5000000;
	struct sink *s;
	pid_t pid = fork();
	int ws;

	if (pid == 0) {
		close(w);
		nanosleep(&nap, NULL);
		get(r, &out, total + 1);
		_exit(out == total ? 0 : 1);
	}
	close(r);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	s = sink_fd_open(w);
	put(s, &in, total);
	assert(sink_flush(s, 1) == 0);
	setitimer(ITIMER_REAL, &off, NULL);
	assert(!sink_pending(s) && sink_written(s) == total);
	sink_free(s);
	close(w);
	assert(waitpid(pid, &ws, 0) == pid && ws == 0);
}

static void
slow_pipe(void)
{
	int fd[2];

	assert(pipe(fd) == 0);
	slow_reader(fd[1], fd[0]);
}

static void
slow_socket(void)
{
	int fd[2];

	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	slow_reader(fd[1], fd[0]);
}

/* Broken for good: everything after that fails with the same errno. */
static void
is_broken(struct sink *s, int why)
{
	errno = 0;
	assert(sink_flush(s, 0) == -1 && errno == why);
	errno = 0;
	assert(sink_flush(s, 1) == -1 && errno == why);
	errno = 0;
	assert(sink_put(s, "x", 1) == 0 && errno == why);
	assert(!sink_pending(s) && !sink_full(s));
}

static void
reader_gone(int w, int r)
{
	struct sink *s = sink_fd_open(w);
	uint64_t in = 0, sent;

	put(s, &in, 3 << 20);
	assert(sink_flush(s, 0) == 0);
	sent = sink_written(s);
	close(r);
	is_broken(s, EPIPE);
	assert(sink_written(s) == sent);
	sink_free(s);
	close(w);
}

static void
gone_pipe(void)
{
	int fd[2];

	signal(SIGPIPE, SIG_IGN);
	assert(pipe(fd) == 0);
	reader_gone(fd[1], fd[0]);
}

static void
gone_socket(void)
{
	int fd[2];

	signal(SIGPIPE, SIG_DFL);	/* a socket doesn't depend on it */
	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	reader_gone(fd[1], fd[0]);
}

static void
dev_full(void)
{
	int fd = open("/dev/full", O_WRONLY);
	struct sink *s;

	if (fd < 0) {
		tap_skip("no /dev/full");
		return;
	}
	s = sink_fd_open(fd);
	assert(sink_fd(s) == -1);
	assert(sink_put(s, "x\n", 2) == 2);
	is_broken(s, ENOSPC);
	assert(sink_written(s) == 0);
	sink_free(s);
	close(fd);
}

static int
unlinked(void)
{
	char name[] = "/tmp/flow-sink-XXXXXX";
	int fd = mkstemp(name);

	assert(fd >= 0 && unlink(name) == 0);
	return fd;
}

/* A file takes all in one go; so do /dev/null and what is not there at all. */
static void
files(void)
{
	uint64_t in = 0, out = 0;
	struct sink *s;
	struct stat st;
	int fd = unlinked();

	s = sink_fd_open(fd);
	assert(sink_fd(s) == -1);
	assert(put(s, &in, 2500000) == 2500000 && sink_full(s));
	assert(sink_flush(s, 0) == 0 && !sink_pending(s));
	assert(fstat(fd, &st) == 0 && st.st_size == 2500000);
	assert(lseek(fd, 0, SEEK_SET) == 0 && get(fd, &out, in) == in);
	sink_free(s);
	close(fd);

	s = sink_fd_open(fd);	/* closed: EBADF at the first write */
	sink_put(s, "x", 1);
	is_broken(s, EBADF);
	sink_free(s);

	fd = open("/dev/null", O_WRONLY);
	s = sink_fd_open(fd);
	assert(sink_fd(s) == -1);
	assert(sink_put(s, "x", 1) == 1 && sink_flush(s, 0) == 0);
	sink_free(s);
	close(fd);
}

/* A disk that fills up in the middle of a write: what fitted has left. */
static void
short_write(void)
{
	struct rlimit old, small;
	uint64_t in = 0;
	int fd = unlinked();
	struct sink *s = sink_fd_open(fd);

	signal(SIGXFSZ, SIG_IGN);
	assert(getrlimit(RLIMIT_FSIZE, &old) == 0);
	small = old;
	small.rlim_cur = 10000;
	assert(setrlimit(RLIMIT_FSIZE, &small) == 0);
	put(s, &in, 25000);
	is_broken(s, EFBIG);
	assert(sink_written(s) == 10000);
	assert(setrlimit(RLIMIT_FSIZE, &old) == 0);
	signal(SIGXFSZ, SIG_DFL);
	sink_free(s);
	close(fd);
}

static size_t
allocated(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

static void
memory_comes_back(void)
{
	int fd = open("/dev/null", O_WRONLY);
	struct sink *s = sink_fd_open(fd);
	size_t before = allocated();
	uint64_t in = 0;

	put(s, &in, 8 << 20);
	assert(sink_flush(s, 0) == 0);
	assert(allocated() <= before + (128 << 10));
	sink_free(s);
	close(fd);
}

/* A queue that is never empty doesn't grow without end. */
static void
memory_is_bounded(void)
{
	static char p[4000];
	uint64_t out = 0;
	size_t before;
	struct sink *s;
	int fd[2], i;
	char *drop = malloc(sizeof p);

	assert(drop && pipe(fd) == 0);
	s = sink_fd_open(fd[1]);
	for (i = 0; i < 100; i++)
		sink_put(s, p, sizeof p);
	before = allocated();
	for (i = 0; i < 10000; i++) {
		assert(sink_put(s, p, sizeof p) && sink_flush(s, 0) == 0);
		assert(sink_pending(s));
		out += (uint64_t)read(fd[0], drop, sizeof p);
	}
	assert(out == 10000 * sizeof p);
	assert(allocated() <= before + (2 << 20));
	sink_free(s);
	free(drop);
	close(fd[0]);
	close(fd[1]);
}

static void
specs(void)
{
	struct diag_err err;
	struct sink *s;
	int saved = dup(STDOUT_FILENO), ro;

	assert(saved >= 0);
	assert(!sink_open("x:/there", &err) && err.sysexit == EX_USAGE);
	assert(strstr(err.text, "unknown sink 'x:/there'"));
	s = sink_open("-", &err);
	assert(s);
	sink_free(s);
	assert(fcntl(STDOUT_FILENO, F_GETFD) >= 0);

	close(STDOUT_FILENO);
	assert(!sink_open(NULL, &err) && err.sysexit == EX_CANTCREAT);
	ro = open("/dev/null", O_RDONLY);
	assert(dup2(ro, STDOUT_FILENO) == STDOUT_FILENO);
	assert(!sink_open(NULL, &err) && err.sysexit == EX_CANTCREAT);
	assert(dup2(saved, STDOUT_FILENO) == STDOUT_FILENO);
	close(saved);
}

static const struct tap_test tests[] = {
	{ "sink: nothing put", nothing_put },
	{ "sink: marks", marks },
	{ "sink: a pipe filled and drained", full_pipe },
	{ "sink: a socket filled and drained", full_socket },
	{ "sink: a pipe somebody made non-blocking", full_nonblocking },
	{ "sink: the size of writes to a pipe", pipe_writes },
	{ "sink: a slow reader of a pipe", slow_pipe },
	{ "sink: a slow reader of a socket", slow_socket },
	{ "sink: the pipe's reader goes away", gone_pipe },
	{ "sink: the socket's peer goes away", gone_socket },
	{ "sink: /dev/full", dev_full },
	{ "sink: files", files },
	{ "sink: a disk that fills up", short_write },
	{ "sink: memory comes back", memory_comes_back },
	{ "sink: memory is bounded", memory_is_bounded },
	{ "sink: specs", specs },
};

TAP_MAIN(tests)
