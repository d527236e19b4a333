#include "engine/send/awaited.h"

#include <stdlib.h>
#include <string.h>

static int64_t
at(const struct awaited *a, size_t i)
{
	return a->number[i] < 0 ? -a->number[i] : a->number[i];
}

/* Where number stands, or would. */
static size_t
place(const struct awaited *a, int64_t number)
{
	size_t low = 0, high = a->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (at(a, mid) < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int
make_room(struct awaited *a)
{
	size_t room = a->room ? 2 * a->room : 64;
	int64_t *more;

	if (a->n < a->room)
		return 0;
	more = realloc(a->number, room * sizeof *more);
	if (!more)
		return -1;
	a->number = more;
	a->room = room;
	return 0;
}

int
awaited_add(struct awaited *a, int64_t number)
{
	size_t i = place(a, number);

	if (i < a->n && at(a, i) == number) {
		a->left += a->number[i] < 0;
		a->number[i] = number;
		return 0;
	}
	if (make_room(a) < 0)
		return -1;
	memmove(a->number + i + 1, a->number + i, (a->n - i) * sizeof number);
	a->number[i] = number;
	a->n++;
	a->left++;
	return 0;
}

int
awaited_has(const struct awaited *a, int64_t number)
{
	size_t i = place(a, number);

	return i < a->n && a->number[i] == number;
}

void
awaited_strike(struct awaited *a, int64_t number)
{
	if (!awaited_has(a, number))
		return;
	a->number[place(a, number)] = -number;
	a->left--;
}

void
awaited_release(struct awaited *a)
{
	free(a->number);
	memset(a, 0, sizeof *a);
}
