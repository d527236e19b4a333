/* What programs say to people: one line, with nothing in it that a terminal or
   a reader of logs would take for something else. */
#include "tap.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"

static char said[8192];

/* Run it in a process of its own; what it said is in said. */
static int
status_of(void (*run)(void))
{
	FILE *f = tmpfile();
	int status;
	pid_t pid;
	size_t n;

	assert(f);
	fflush(stdout);
	pid = fork();
	assert(pid >= 0);
	if (pid == 0) {
		dup2(fileno(f), STDERR_FILENO);
		run();
		_exit(0);
	}
	assert(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	rewind(f);
	n = fread(said, 1, sizeof said - 1, f);
	said[n] = '\0';
	fclose(f);
	return WEXITSTATUS(status);
}

static void
say_plain(void)
{
	struct diag_pos line = { "a.conf", 12 }, whole = { "stdin", 0 };

	diag_init("/usr/bin/prog");
	errno = ENOENT;
	diag_warn(NULL, "what: %d", 5);
	assert(errno == ENOENT);
	diag_warn(&line, "why");
	diag_warn(&whole, "why");
	diag_status("5.1.1", "no such number");
	diag_info("ready");
	diag_debug("not said");
	diag_verbose(1);
	diag_debug("said");
	diag_quiet(1);
	diag_info("not said");
	diag_warn(NULL, "problems are");
}

static void
test_lines(void)
{
	assert(status_of(say_plain) == 0);
	assert(strcmp(said, "prog: what: 5\nprog: a.conf:12: why\n"
	    "prog: stdin: why\n5.1.1 prog: no such number\nprog: ready\n"
	    "prog: said\nprog: problems are\n") == 0);
}

static void
say_hostile(void)
{
	struct diag_pos pos = { "a\nb\033", 1 };
	char longer[3000];

	diag_init("prog");
	diag_warn(NULL, "%s", "x\nprog: forged\r\033[2J\177\a\t\303\251");
	/* ECMA-48: CSI is U+009B; U+00A0 is none of them */
	diag_warn(NULL, "%s", "\302\2332J\302\205\302\240\342\202\254\302");
	diag_warn(&pos, "x");
	memset(longer, 'y', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	diag_warn(NULL, "%s", longer);
}

static void
test_hostile(void)
{
	static const char begin[] = "prog: x?prog: forged??[2J???\303\251\n"
	    "prog: ??2J??\302\240\342\202\254\302\n"
	    "prog: a?b?:1: x\nprog: yyy";
	const char *last;

	assert(status_of(say_hostile) == 0);
	assert(strncmp(said, begin, strlen(begin)) == 0);
	last = strrchr(said, 'y');
	assert(last && strcmp(last, "y\n") == 0 && strlen(said) < 1200);
}

static void
die_line(void)
{
	struct diag_pos pos = { "f", 3 };

	diag_init("prog");
	diag_die(78, &pos, "no such option");
}

static void
test_die(void)
{
	assert(status_of(die_line) == 78);
	assert(strcmp(said, "prog: f:3: no such option\n") == 0);
}

static void
test_err(void)
{
	struct diag_err err = { 0, "" };
	char longer[400];

	assert(diag_err(&err, 65, "%s: %d", "x", 5) == -1);
	assert(err.sysexit == 65 && strcmp(err.text, "x: 5") == 0);
	assert(diag_err(NULL, 65, "x") == -1);
	memset(longer, 'z', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	diag_err(&err, 75, "%s", longer);
	assert(err.sysexit == 75 && strlen(err.text) == sizeof err.text - 1);
}

static void
test_name(void)
{
	assert(strcmp(diag_prog(), "mobutils") == 0);
	diag_init(NULL);
	assert(strcmp(diag_prog(), "mobutils") == 0);
	diag_init("./a/b");
	assert(strcmp(diag_prog(), "b") == 0);
	diag_init("c");
	assert(strcmp(diag_prog(), "c") == 0);
}

static const struct tap_test tests[] = {
	{ "lines", test_lines },
	{ "what a peer sent cannot forge one", test_hostile },
	{ "dying", test_die },
	{ "errors that are handed up", test_err },
	{ "the program's name", test_name },
};

TAP_MAIN(tests)
