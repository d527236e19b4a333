/* A result that cannot be given out is no "try again": mobutils(7). */
#include <signal.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/job/job_priv.h"
#include "tap.h"

static void
test_lost_line(void)
{
	struct jobs js = { 0 };
	struct buf line = BUF_INIT;
	int fd[2];

	signal(SIGPIPE, SIG_IGN);
	assert(pipe(fd) == 0);
	js.sink = sink_fd_open(fd[1]);
	assert(js.sink);
	buf_add(&line, "{}\n", 3);
	job_put_line(&js, &line);
	assert(!js.failed && sink_pending(js.sink));
	close(fd[0]);
	assert(sink_flush(js.sink, 1) < 0);
	job_put_line(&js, &line);
	assert(js.failed == EX_IOERR);
	sink_free(js.sink);
	close(fd[1]);

	/* -q: nothing to lose */
	js = (struct jobs){ 0 };
	job_put_line(&js, &line);
	assert(!js.failed);
	buf_free(&line);
}

/* No memory for the line. */
static void
test_broken_line(void)
{
	struct jobs js = { 0 };
	struct buf line = BUF_INIT;
	int fd[2];

	assert(pipe(fd) == 0);
	js.sink = sink_fd_open(fd[1]);
	assert(js.sink);
	buf_add(&line, "{}\n", 3);
	line.err = 1;
	job_put_line(&js, &line);
	assert(js.failed == EX_IOERR && !sink_pending(js.sink));
	sink_free(js.sink);
	close(fd[0]);
	close(fd[1]);
	buf_free(&line);
}

static const struct tap_test tests[] = {
	{ "a result that its reader does not take", test_lost_line },
	{ "a result for which there is no memory", test_broken_line },
};

TAP_MAIN(tests)
