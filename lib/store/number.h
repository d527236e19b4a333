/*
 * number - phone numbers compared as people would: a + or 00 in front makes no
 * difference, and a national number is its international one.
 */
#ifndef STORE_NUMBER_H
#define STORE_NUMBER_H

/**
 * Are they the same number?  1 or 0; it asks no store, and nothing can fail.
 *
 * a, b: numbers as in records, in any spelling: `+49 170 1234567`,
 *	`0049-170-1234567` and `0170 1234567` are one.  NULL or "" is the same as
 *	nothing, not even another one.
 *
 * They are where the digits are equal, signs and the zeros in front aside, or
 * where the longer one ends with all digits of the shorter and these are at
 * least seven, since SMSCs rewrite prefixes.  What has letters, or over 32
 * digits, is compared as a text, without regard to case.
 */
int store_number_same(const char *a, const char *b);

#endif
