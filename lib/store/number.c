#include "store/number.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum {
	NUMBER_SIZE = 32,	/* SMPP has 20 digits, E.164 15 */
	ENOUGH = 7,		/* digits that tell two subscribers apart */
};

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Its digits from the first that is no zero; 0: it is not of digits alone. */
static size_t
digits(const char *s, char out[NUMBER_SIZE])
{
	size_t n = 0;

	for (; *s; s++) {
		if (is_digit(*s)) {
			if (n == NUMBER_SIZE)
				return 0;
			if (n || *s != '0')
				out[n++] = *s;
		} else if (!strchr("+-./() ", *s)) {
			return 0;
		}
	}
	return n;
}

int
store_number_same(const char *a, const char *b)
{
	char da[NUMBER_SIZE], db[NUMBER_SIZE];
	size_t na, nb, least;

	if (!a || !b || !*a || !*b)
		return 0;
	na = digits(a, da);
	nb = digits(b, db);
	if (!na || !nb)
		return strcasecmp(a, b) == 0;
	least = na < nb ? na : nb;
	if (na != nb && least < ENOUGH)
		return 0;
	return memcmp(da + na - least, db + nb - least, least) == 0;
}
