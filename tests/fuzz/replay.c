/*
 * replay - a fuzz target without libFuzzer: runs it on files, each a test in
 * TAP.  NAME FILE ... runs these, NAME alone the inputs that were kept, in
 * tests/fixtures/fuzz/NAME, and the empty one.
 */
#include "fuzz.h"

#include <dirent.h>

enum { INPUT_MAX = 1 << 20 };

static uint8_t input[INPUT_MAX];

static void
run(const char *what, size_t n, size_t test)
{
	uint8_t *p = block_of(input, n);

	/* before it runs, so that the one that fails has a name */
	fprintf(stderr, "# %s\n", what);
	LLVMFuzzerTestOneInput(p, n);
	free(p);
	printf("ok %zu %s\n", test, what);
	fflush(stdout);
}

static void
run_file(const char *path, size_t test)
{
	FILE *f = fopen(path, "r");
	size_t n;

	assert(f);
	n = fread(input, 1, sizeof input, f);
	assert(!ferror(f));
	fclose(f);
	run(path, n, test);
}

static int
is_file(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void
run_kept(const char *target)
{
	char folder[256], path[1024];
	struct dirent **list;
	int n, i;

	snprintf(folder, sizeof folder, "tests/fixtures/fuzz/%s", target);
	n = scandir(folder, &list, is_file, alphasort);
	printf("1..%d\n", n < 0 ? 1 : n + 1);
	run("the empty input", 0, 1);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
		run_file(path, (size_t)i + 2);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

int
main(int argc, char *argv[])
{
	const char *slash = strrchr(argv[0], '/');
	int i;

	if (argc == 1) {
		run_kept(slash ? slash + 1 : argv[0]);
		return 0;
	}
	printf("1..%d\n", argc - 1);
	for (i = 1; i < argc; i++)
		run_file(argv[i], (size_t)i);
	return 0;
}
