#include "gateway/mms/own.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

struct mms_piece {
	struct mms_piece *before;
	max_align_t data[];
};

void *
mms_room(struct mms_own *o, size_t n)
{
	struct mms_piece *piece = calloc(1, sizeof *piece + n);

	if (!piece) {
		o->oom = 1;
		return NULL;
	}
	piece->before = o->last;
	o->last = piece;
	return piece->data;
}

char *
mms_keep(struct mms_own *o, const void *p, size_t n)
{
	char *copy = mms_room(o, n + 1);

	if (copy && n)
		memcpy(copy, p, n);
	return copy;
}

const char *
mms_keep_str(struct mms_own *o, const char *s)
{
	return s ? mms_keep(o, s, strlen(s)) : NULL;
}

const char *
mms_keep_fmt(struct mms_own *o, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	s = n < 0 ? NULL : mms_room(o, (size_t)n + 1);
	if (!s) {
		o->oom = 1;
		return NULL;
	}
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
mms_own_free(struct mms_own *o)
{
	struct mms_piece *before;

	for (; o->last; o->last = before) {
		before = o->last->before;
		free(o->last);
	}
}

int
mms_no_memory(struct diag_err *err)
{
	return diag_err(err, EX_TEMPFAIL, "out of memory");
}
