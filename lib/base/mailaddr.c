#include "base/mailaddr.h"

#include <string.h>

/* RFC 5322, 3.2.3: atext */
static int
is_atext(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* A quoted local part at s: its length; 0: it is none, or holds what we refuse. */
static size_t
quoted_len(const char *s)
{
	size_t i;

	for (i = 1; s[i] != '"'; i++) {
		if (s[i] == '\\')
			i++;
		if (s[i] <= ' ' || s[i] >= 0x7f || s[i] == '<' || s[i] == '>')
			return 0;
	}
	return i + 1;
}

/* A domain in brackets, or labels with dots between them.  (A local part's dots
   may stand where RFC 5322 has none: some providers gave such out.) */
static int
is_domain(const char *s)
{
	size_t n = *s == '[';

	while (is_atext(s[n]) || s[n] == '.' || (s[n] == ':' && *s == '['))
		n++;
	if (*s == '[')
		return n > 1 && s[n] == ']' && !s[n + 1];
	return n > 0 && !s[n] && *s != '.' && s[n - 1] != '.' &&
	    !strstr(s, "..");
}

int
mail_address_ok(const char *s)
{
	size_t n = 0;

	/* a dash at the beginning would be an option to the MTA's program */
	if (strlen(s) > MAIL_ADDRESS_MAX || *s == '-')
		return 0;
	if (*s == '"')
		n = quoted_len(s);
	else
		while (is_atext(s[n]) || s[n] == '.')
			n++;
	if (n == 0 || s[n] != '@')
		return 0;
	return is_domain(s + n + 1);
}
