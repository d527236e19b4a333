#include "flow/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "tap.h"

/* A source of the read end of a pipe, whose write end goes to *w. */
static struct source *
piped(int *w)
{
	struct source *s;
	int fd[2];

	assert(pipe(fd) == 0);
	s = source_fd_open(fd[0], "pipe");
	assert(s && source_fd(s) == fd[0]);
	*w = fd[1];
	return s;
}

/* A source of an unlinked file that holds n octets. */
static struct source *
filed(const char *p, size_t n)
{
	char name[] = "/tmp/flow-source-XXXXXX";
	int fd = mkstemp(name);
	struct source *s;

	assert(fd >= 0 && unlink(name) == 0);
	assert(write(fd, p, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
	s = source_fd_open(fd, "file");
	assert(s && source_fd(s) == -1);
	return s;
}

static int
is(const struct source_item *it, unsigned long line, const char *p, size_t n)
{
	return it->pos.line == line && it->n == n && !it->too_long &&
		memcmp(it->p, p, n) == 0;
}

/* A stream with all that a line may be, and the lines of it that count. */
static const char stream[] = "one\ntwo\r\n\n\r\n\0a\0\nca\rr\n\r\r\nlast";

static const struct {
	unsigned long line;
	const char *p;
	size_t n;
} lines[] = {
	{ 1, "one",    3 },
	{ 2, "two",    3 },
	{ 5, "\0a\0",  3 },
	{ 6, "ca\rr",  4 },
	{ 7, "\r",     1 },
	{ 8, "last",   4 },
};

enum { STREAM = sizeof stream - 1, LINES = sizeof lines / sizeof lines[0] };

/* Take what is there; *i counts the lines seen so far. */
static enum source_got
drain(struct source *s, size_t *i)
{
	struct source_item it;
	enum source_got got;

	while ((got = source_next(s, &it)) == SOURCE_ITEM) {
		assert(*i < LINES);
		assert(is(&it, lines[*i].line, lines[*i].p, lines[*i].n));
		++*i;
	}
	return got;
}

static void
octet_by_octet(void)
{
	size_t i = 0, at;
	struct source *s;
	int w;

	s = piped(&w);
	assert(drain(s, &i) == SOURCE_WAIT);
	for (at = 0; at < STREAM; at++) {
		assert(write(w, stream + at, 1) == 1);
		assert(drain(s, &i) == SOURCE_WAIT);
	}
	assert(i == LINES - 1);
	close(w);
	assert(drain(s, &i) == SOURCE_END && i == LINES);
	assert(drain(s, &i) == SOURCE_END);
	source_free(s);
}

static void
split_anywhere(void)
{
	size_t i, cut;
	struct source *s;
	int w;

	for (cut = 0; cut <= STREAM; cut++) {
		s = piped(&w);
		i = 0;
		assert(write(w, stream, cut) == (ssize_t)cut);
		assert(drain(s, &i) == SOURCE_WAIT);
		assert(write(w, stream + cut, STREAM - cut) ==
		    (ssize_t)(STREAM - cut));
		assert(drain(s, &i) == SOURCE_WAIT);
		close(w);
		assert(drain(s, &i) == SOURCE_END && i == LINES);
		source_free(s);
	}
}

static void
a_file_never_waits(void)
{
	struct source *s = filed(stream, STREAM);
	size_t i = 0;

	assert(drain(s, &i) == SOURCE_END && i == LINES);
	source_free(s);
}

static void
nothing_at_all(void)
{
	static const char *const empty[] = { "", "\n", "\n\n\r\n", "\r" };
	struct source_item it;
	struct source *s;
	size_t i;
	int fd;

	for (i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		s = filed(empty[i], strlen(empty[i]));
		assert(source_next(s, &it) == SOURCE_END);
		source_free(s);
	}
	fd = open("/dev/null", O_RDONLY);
	s = source_fd_open(fd, "null");
	assert(source_fd(s) == -1);	/* epoll(7) would refuse it */
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
	assert(fcntl(fd, F_GETFD) == -1);	/* it was closed */
	source_free(NULL);
}

static void
flags_stay(void)
{
	struct source_item it;
	struct source *s;
	int w, before;

	s = piped(&w);
	before = fcntl(source_fd(s), F_GETFL);
	assert(source_next(s, &it) == SOURCE_WAIT);
	assert(write(w, "x\n", 2) == 2);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 1, "x", 1));
	assert(fcntl(source_fd(s), F_GETFL) == before);
	close(w);
	source_free(s);
}

static void
a_socket(void)
{
	struct source_item it;
	struct source *s;
	int fd[2];

	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0);
	s = source_fd_open(fd[0], "socket");
	assert(source_next(s, &it) == SOURCE_WAIT);
	assert(write(fd[1], "x\ny", 3) == 3);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 1, "x", 1));
	assert(source_next(s, &it) == SOURCE_WAIT);
	close(fd[1]);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 2, "y", 1));
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
}

/* Lines that are whole in the buffer are not moved: they stand side by side. */
static void
without_copying(void)
{
	struct source *s = filed("one\ntwo\n", 8);
	struct source_item a, b;

	assert(source_next(s, &a) == SOURCE_ITEM);
	assert(source_next(s, &b) == SOURCE_ITEM);
	assert(b.p == a.p + 4);
	source_free(s);
}

/* Line i of a long file: its number, and so many x that lengths vary. */
static size_t
numbered(char *out, unsigned long i)
{
	size_t n = (size_t)sprintf(out, "%lu ", i), pad = i * 7919 % 977;

	memset(out + n, 'x', pad);
	return n + pad;
}

static void
write_numbered(int w, unsigned long count)
{
	FILE *f = fdopen(w, "w");
	unsigned long i;
	char line[2048];
	size_t n;

	assert(f);
	for (i = 1; i <= count; i++) {
		n = numbered(line, i);
		line[n++] = '\n';
		assert(fwrite(line, 1, n, f) == n);
	}
	assert(fclose(f) == 0);
}

/* Some 50 MB in 100,000 lines, over every block boundary, from a process. */
static void
many_lines(void)
{
	enum { COUNT = 100000 };
	struct source_item it;
	enum source_got got;
	unsigned long i = 0;
	struct source *s;
	char want[2048];
	pid_t pid;
	int w;

	s = piped(&w);
	pid = fork();
	if (pid == 0) {
		write_numbered(w, COUNT);
		_exit(0);
	}
	close(w);
	while ((got = source_next(s, &it)) != SOURCE_END) {
		assert(got == SOURCE_ITEM || got == SOURCE_WAIT);
		if (got == SOURCE_ITEM) {
			i++;
			assert(is(&it, i, want, numbered(want, i)));
		}
	}
	assert(i == COUNT);
	assert(waitpid(pid, NULL, 0) == pid);
	source_free(s);
}

/* `first`, then n octets of y, then `then`. */
static struct source *
long_line(size_t n, const char *then)
{
	char *p = malloc(n + 16);
	struct source *s;

	assert(p);
	memcpy(p, "a\n", 2);
	memset(p + 2, 'y', n);
	strcpy(p + 2 + n, then);
	s = filed(p, n + 2 + strlen(then));
	free(p);
	return s;
}

static void
at_the_limit(void)
{
	/* what ends the line, and whether there is a line "z" behind it */
	static const struct {
		const char *then;
		int z;
	} ends[] = { { "\nz\n", 1 }, { "\r\nz\n", 1 }, { "", 0 }, { "\r", 0 } };
	struct source_item it;
	struct source *s;
	size_t i, n;

	for (i = 0; i < sizeof ends / sizeof ends[0]; i++)
		for (n = SOURCE_LINE_MAX - 1; n <= SOURCE_LINE_MAX + 3; n++) {
			s = long_line(n, ends[i].then);
			assert(source_next(s, &it) == SOURCE_ITEM);
			assert(is(&it, 1, "a", 1));
			assert(source_next(s, &it) == SOURCE_ITEM);
			assert(it.pos.line == 2);
			assert(it.too_long == (n > SOURCE_LINE_MAX));
			assert(it.n == (n < SOURCE_LINE_MAX ? n : SOURCE_LINE_MAX));
			assert(it.p[0] == 'y' && it.p[it.n - 1] == 'y');
			if (ends[i].z) {
				assert(source_next(s, &it) == SOURCE_ITEM);
				assert(is(&it, 3, "z", 1));
			}
			assert(source_next(s, &it) == SOURCE_END);
			source_free(s);
		}
}

static void
three_mebibytes(void)
{
	struct source *s = long_line(3 << 20, "\nz\n");
	struct source_item it;

	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 1, "a", 1));
	assert(source_next(s, &it) == SOURCE_ITEM);
	assert(it.too_long && it.n == SOURCE_LINE_MAX && it.pos.line == 2);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 3, "z", 1));
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
}

/* The same through a pipe, where the rest comes long after the beginning. */
static void
three_mebibytes_piped(void)
{
	static char y[32768];
	struct source_item it;
	enum source_got got;
	int i, w, items = 0;
	struct source *s;

	memset(y, 'y', sizeof y);
	s = piped(&w);
	for (i = 0; i < (3 << 20) / (int)sizeof y; i++) {
		assert(write(w, y, sizeof y) == sizeof y);
		while ((got = source_next(s, &it)) == SOURCE_ITEM) {
			assert(it.too_long && it.n == SOURCE_LINE_MAX);
			items++;
		}
		assert(got == SOURCE_WAIT);
	}
	assert(items == 1);
	assert(write(w, "\nz", 2) == 2);
	assert(source_next(s, &it) == SOURCE_WAIT);
	close(w);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 2, "z", 1));
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
}

/* Write n octets of y in pieces that a pipe takes; nothing is ready before. */
static void
feed_y(struct source *s, int w, size_t n)
{
	static char y[32768];
	struct source_item it;
	size_t piece;

	memset(y, 'y', sizeof y);
	for (; n > 0; n -= piece) {
		piece = n < sizeof y ? n : sizeof y;
		assert(write(w, y, piece) == (ssize_t)piece);
		/* the buffer's end may cut a piece: look until it is read */
		assert(source_next(s, &it) == SOURCE_WAIT);
		assert(source_next(s, &it) == SOURCE_WAIT);
	}
}

/* A line that just fits, cut between CR and LF; and one known to be too long
   as soon as it can be. */
static void
cut_at_the_limit(void)
{
	struct source_item it;
	struct source *s;
	int w;

	s = piped(&w);
	feed_y(s, w, SOURCE_LINE_MAX);
	assert(write(w, "\r", 1) == 1 && source_next(s, &it) == SOURCE_WAIT);
	assert(write(w, "\n", 1) == 1 && source_next(s, &it) == SOURCE_ITEM);
	assert(it.n == SOURCE_LINE_MAX && !it.too_long && it.pos.line == 1);
	feed_y(s, w, SOURCE_LINE_MAX + 1);
	assert(write(w, "y", 1) == 1 && source_next(s, &it) == SOURCE_ITEM);
	assert(it.n == SOURCE_LINE_MAX && it.too_long && it.pos.line == 2);
	assert(write(w, "yy\nz\n", 5) == 5);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 3, "z", 1));
	close(w);
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
}

static void
errors(void)
{
	struct source_item it;
	struct source *s;
	int fd = open(".", O_RDONLY);

	s = source_fd_open(fd, "dir");
	errno = 0;
	assert(source_next(s, &it) == SOURCE_ERROR && errno == EISDIR);
	assert(source_next(s, &it) == SOURCE_END);
	source_free(s);
}

static void
specs(void)
{
	struct diag_err err;
	struct source_item it;
	struct source *s;
	int saved, fd[2];

	assert(!source_open("x:/there", &err) && err.sysexit == EX_USAGE);
	assert(strstr(err.text, "unknown source 'x:/there'"));
	assert(!source_open("", &err) && err.sysexit == EX_USAGE);

	saved = dup(STDIN_FILENO);
	assert(saved >= 0);
	close(STDIN_FILENO);
	assert(!source_open("-", &err) && err.sysexit == EX_NOINPUT);

	assert(pipe(fd) == 0 && fd[0] == STDIN_FILENO);
	assert(write(fd[1], "hello\n", 6) == 6);
	s = source_open(NULL, &err);
	assert(s && source_fd(s) == STDIN_FILENO);
	assert(source_next(s, &it) == SOURCE_ITEM && is(&it, 1, "hello", 5));
	assert(strcmp(it.pos.file, "stdin") == 0);
	source_free(s);
	assert(fcntl(STDIN_FILENO, F_GETFD) >= 0);	/* still open */
	assert(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
	close(saved);
	close(fd[1]);
}

static const struct tap_test tests[] = {
	{ "source: fed octet by octet", octet_by_octet },
	{ "source: split at every offset", split_anywhere },
	{ "source: a plain file never waits", a_file_never_waits },
	{ "source: no records", nothing_at_all },
	{ "source: the descriptor's flags stay", flags_stay },
	{ "source: a socket", a_socket },
	{ "source: lines are not copied", without_copying },
	{ "source: many lines through a pipe", many_lines },
	{ "source: lines about the limit", at_the_limit },
	{ "source: lines about the limit, cut there", cut_at_the_limit },
	{ "source: a line of 3 MiB", three_mebibytes },
	{ "source: a line of 3 MiB through a pipe", three_mebibytes_piped },
	{ "source: a read that fails", errors },
	{ "source: specs", specs },
};

TAP_MAIN(tests)
