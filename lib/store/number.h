/*
 * number - phone numbers compared as people would: a + or 00 in front makes no
 * difference, and a national number is its international one.
 */
#ifndef STORE_NUMBER_H
#define STORE_NUMBER_H

/*
 * The same digits, zeros and signs in front aside, or the last ones of the
 * longer number are all of the shorter one and at least seven (SMSCs rewrite
 * prefixes).  What has letters is compared as a text, without regard to case.
 * NULL and what is empty is the same as nothing.
 */
int number_same(const char *a, const char *b);

#endif
