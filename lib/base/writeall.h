/*
 * writeall - write(2) to the end.
 */
#ifndef BASE_WRITEALL_H
#define BASE_WRITEALL_H

#include <stddef.h>

/* All n octets, however many calls that takes.  0, or -1: errno tells. */
int write_all(int fd, const void *p, size_t n);

#endif
