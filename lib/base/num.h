/*
 * num - numbers and hex in text, strictly: the whole string or an error.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Decimal, or 0x and hex; min..max both allowed.  Returns 0, or -1. */
int num_parse(const char *s, int64_t min, int64_t max, int64_t *out);

/*
 * Hex digits to octets; blanks between octets are skipped.
 * Returns the number of octets, or -1: odd number of digits, another
 * character, or more than cap octets.
 */
ssize_t num_unhex(const char *hex, size_t n, uint8_t *out, size_t cap);

/* Octets to lower-case hex: 2 * n characters, no NUL. */
void num_hex(const uint8_t *in, size_t n, char *out);

#endif
