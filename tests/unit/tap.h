/*
 * tap - the frame of a unit test program: a table of functions, TAP out.
 *
 * A test fails by assert(3): the program dies, and scripts/tally counts the
 * test that had begun as failed and the rest of the plan as not run (failed
 * too).  A test that cannot run here calls tap_skip() and returns.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tap_test {
	const char *what;
	void (*run)(void);
};

static const char *tap_why;	/* set by the running test: why it is skipped */

static inline void
tap_skip(const char *why)
{
	tap_why = why;
}

static inline int
tap_main(const struct tap_test *tests, size_t n)
{
	size_t i;

	printf("1..%zu\n", n);
	for (i = 0; i < n; i++) {
		fflush(stdout);
		tap_why = NULL;
		tests[i].run();
		if (tap_why)
			printf("ok %zu %s # skip %s\n", i + 1, tests[i].what, tap_why);
		else
			printf("ok %zu %s\n", i + 1, tests[i].what);
	}
	return 0;
}

#define TAP_MAIN(tests)                                                        \
	int main(void)                                                         \
	{                                                                      \
		return tap_main(tests, sizeof(tests) / sizeof((tests)[0]));    \
	}

#endif
