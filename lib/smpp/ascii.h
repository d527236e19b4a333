/* ascii - letters without a locale; for lib/smpp only. */
#ifndef SMPP_ASCII_H
#define SMPP_ASCII_H

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline int
ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int
ascii_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* 1 when both are the same but for case */
static inline int
ascii_same(const char *a, const char *b)
{
	for (; *a && ascii_lower(*a) == ascii_lower(*b); a++)
		b++;
	return *a == *b;
}

#endif
