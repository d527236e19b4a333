/* The known name most like one that is not known. */
#include <string.h>
#include <strings.h>

#include "config/private.h"

static int
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '-' ? '_' : c;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * How many letters must be put in, left out, replaced, or swapped with their
 * neighbour to make b of a.  Both have at most CONFIG_NAME_MAX.
 */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[3][CONFIG_NAME_MAX + 1];
	unsigned *two = row[0], *one = row[1], *now = row[2], *t;
	size_t na = strlen(a), nb = strlen(b), i, j;

	for (j = 0; j <= nb; j++)
		one[j] = (unsigned)j;
	for (i = 1; i <= na; i++) {
		now[0] = (unsigned)i;
		for (j = 1; j <= nb; j++) {
			int same = fold(a[i - 1]) == fold(b[j - 1]);

			now[j] = least(one[j - 1] + !same,
			    least(one[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
			    fold(a[i - 2]) == fold(b[j - 1]))
				now[j] = least(now[j], two[j - 2] + 1);
		}
		t = two, two = one, one = now, now = t;
	}
	return one[nb];
}

/* "SMSC_Port": the prefix was left out. */
static int
ends_with(const char *full, const char *tail)
{
	size_t n = strlen(full), t = strlen(tail);

	return t > 3 && n > t && full[n - t - 1] == '_' &&
	    strcasecmp(full + n - t, tail) == 0;
}

struct best {
	const char *name;
	unsigned distance;
};

static void
compare(struct best *best, const char *name, const char *known)
{
	size_t n = strlen(name), k = strlen(known);
	unsigned d;

	if (k > CONFIG_NAME_MAX || known[k - 1] == '*')
		return;
	d = ends_with(known, name) ? 1 : distance(name, known);
	/* a third may be wrong, or it is another word altogether */
	if (d * 3 <= (n < k ? n : k) && d < best->distance) {
		best->name = known;
		best->distance = d;
	}
}

const char *
name_nearest(const char *name, int among)
{
	struct best best = { NULL, CONFIG_NAME_MAX };
	const struct option_def *d;
	const char *known;
	size_t i;

	if (!*name || strlen(name) > CONFIG_NAME_MAX)
		return NULL;
	for (i = 0; among & NEAR_OPTIONS && i < OPTIONS; i++) {
		d = option_def((enum option)i);
		compare(&best, name, d->name);
		if (d->alias)
			compare(&best, name, d->alias);
	}
	for (i = 0; among & NEAR_OPTIONS && (known = option_ignored(i, NULL)); i++)
		compare(&best, name, known);
	for (i = 0; among & NEAR_STANZAS && (known = stanza_name(i)); i++)
		compare(&best, name, known);
	return best.name;
}

const char *
option_nearest(const char *name)
{
	return name_nearest(name, NEAR_OPTIONS | NEAR_STANZAS);
}
