/* Aligned, zeroed, each for itself, small and large in turns. */
#include "base/arena.h"
#include "tap.h"

#include <stdalign.h>
#include <stdint.h>

static void
t_pieces(void)
{
	static const size_t sizes[] = { 1, 3999, 4000, 4001, 17, 100000, 0, 2 };
	enum { N = sizeof sizes / sizeof sizes[0], ROUNDS = 50 };
	struct arena a = { 0 };
	unsigned char *p[N * ROUNDS];
	size_t i, k;

	for (i = 0; i < N * ROUNDS; i++) {
		p[i] = arena_alloc(&a, sizes[i % N]);
		assert(p[i] && (uintptr_t)p[i] % alignof(max_align_t) == 0);
		for (k = 0; k < sizes[i % N]; k++)
			assert(p[i][k] == 0);
		memset(p[i], (int)(i & 0xff), sizes[i % N]);
	}
	for (i = 0; i < N * ROUNDS; i++)
		for (k = 0; k < sizes[i % N]; k++)
			assert(p[i][k] == (i & 0xff));
	assert(!a.oom);
	arena_free(&a);
	assert(!a.blocks);
}

static void
t_text(void)
{
	struct arena a = { 0 };

	assert(strcmp(arena_text(&a, "abcdef", 3), "abc") == 0);
	assert(strcmp(arena_text(&a, NULL, 0), "") == 0);
	assert(strcmp(arena_str(&a, "of it"), "of it") == 0);
	assert(!arena_str(&a, NULL) && !a.oom);
	assert(strcmp(arena_fmt(&a, "%d-%s", 7, "x"), "7-x") == 0);
	assert(!arena_alloc(&a, SIZE_MAX) && a.oom);
	/* what was there is still good */
	assert(strcmp(arena_text(&a, "x", 1), "x") == 0 && a.oom);
	arena_free(&a);
}

static const struct tap_test tests[] = {
	{ "arena: pieces", t_pieces },
	{ "arena: text, and too much", t_text },
};

TAP_MAIN(tests)
