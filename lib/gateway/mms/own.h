/*
 * own - memory that lives as long as what it belongs to.
 */
#ifndef GATEWAY_MMS_OWN_H
#define GATEWAY_MMS_OWN_H

#include <stddef.h>

#include "base/diag.h"

struct mms_piece;
struct mms_own {
	struct mms_piece *last;
	int oom;		/* 1 from the first failed allocation on */
};

/* n octets of zeros, aligned for anything; NULL: out of memory. */
void *mms_room(struct mms_own *o, size_t n);
/* A copy of n octets and a NUL; out of memory: NULL. */
char *mms_keep(struct mms_own *o, const void *p, size_t n);
/* Of a string; of NULL it is NULL. */
const char *mms_keep_str(struct mms_own *o, const char *s);
const char *mms_keep_fmt(struct mms_own *o, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void mms_own_free(struct mms_own *o);

/* -1, and err says so: EX_TEMPFAIL. */
int mms_no_memory(struct diag_err *err);

#endif
