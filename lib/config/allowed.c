/* What an option's row allows: names, times, and how that is said. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "config/private.h"

static const struct {
	const char *suffix;
	int64_t ms;
} units[] = {		/* the biggest first: so they are written */
	{ "d", 86400000 }, { "h", 3600000 }, { "m", 60000 }, { "s", 1000 },
	{ "ms", 1 },
};
enum { UNITS = sizeof units / sizeof *units };

/* Case does not count, and a blank, an underscore and a hyphen are the same. */
static int
same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a, y = *b;

		x = x >= 'A' && x <= 'Z' ? (char)(x + 32) :
		    x == ' ' || x == '-' ? '_' : x;
		y = y >= 'A' && y <= 'Z' ? (char)(y + 32) :
		    y == ' ' || y == '-' ? '_' : y;
		if (x != y)
			return 0;
	}
	return *a == *b;
}

const struct option_name *
name_find(const struct option_name *names, const char *s)
{
	for (; names->name; names++)
		if (same_name(names->name, s))
			return names;
	return NULL;
}

const char *
name_of(const struct option_name *names, long value)
{
	while (names->value != value)
		names++;
	return names->name;
}

int
time_parse(const char *s, int64_t bare, int64_t max, int64_t *out)
{
	int64_t whole = 0, part = 0, scale = 1, unit = bare;
	size_t digits = strspn(s, "0123456789"), i, more = 0;

	for (i = 0; i < digits; i++) {
		whole = whole * 10 + (s[i] - '0');
		if (whole > max)
			return -1;
	}
	s += digits;
	if (*s == '.') {
		more = strspn(++s, "0123456789");
		/* a day's millisecond is eight places behind the point */
		for (i = 0; i < more && i < 9; i++, scale *= 10)
			part = part * 10 + (s[i] - '0');
		s += more;
	}
	if (digits + more == 0)
		return -1;
	for (i = 0; *s && i < UNITS; i++)
		if (strcmp(s, units[i].suffix) == 0)
			break;
	if (i == UNITS)
		return -1;
	if (*s)
		unit = units[i].ms;
	if (whole > max / unit)
		return -1;
	*out = whole * unit + part * unit / scale;
	return *out <= max ? 0 : -1;
}

int64_t
config_time(const char *text)
{
	const int64_t longest = 3660 * units[0].ms;	/* State_Keep's */
	size_t n = strlen(text);
	int64_t ms;

	if (!n || strchr("0123456789.", text[n - 1]) ||
	    time_parse(text, 1, longest, &ms) < 0)
		return -1;
	return ms;
}

static void
time_write(int64_t ms, char *out, size_t outsz)
{
	size_t i = 0;

	while (i < UNITS - 1 && ms % units[i].ms)
		i++;
	if (ms == 0)
		snprintf(out, outsz, "0");
	else
		snprintf(out, outsz, "%" PRId64 "%s", ms / units[i].ms,
		    units[i].suffix);
}

/* All names, each value's first. */
static void
list_names(const struct option_name *names, char *out, size_t outsz)
{
	const struct option_name *n;
	size_t used = strlen(out);

	for (n = names; n->name && used < outsz; n++)
		if (name_of(names, n->value) == n->name)
			used += (size_t)snprintf(out + used, outsz - used,
			    "%s%s", n == names ? "" : ", ", n->name);
}

void
option_allowed(const struct option_def *d, char *out, size_t outsz)
{
	char from[32], to[32];

	switch (d->type) {
	case OPT_BOOL:
		snprintf(out, outsz, "true or false");
		break;
	case OPT_INT:
		snprintf(out, outsz, "a number from %" PRId64 " to %" PRId64,
		    d->min, d->max);
		break;
	case OPT_TIME:
		time_write(d->min, from, sizeof from);
		time_write(d->max, to, sizeof to);
		snprintf(out, outsz, "a time from %s to %s, in %s or with a "
		    "unit (ms, s, m, h, d)", from, to,
		    d->unit == 60000 ? "minutes" : "seconds");
		break;
	case OPT_ENUM:
		snprintf(out, outsz, "one of ");
		list_names(d->names, out, outsz);
		break;
	case OPT_FLAGS:
		snprintf(out, outsz, "a list of any of ");
		list_names(d->names, out, outsz);
		break;
	case OPT_LIST:
		snprintf(out, outsz, "a list of strings");
		break;
	case OPT_MAP:
		if (d->or_number)
			snprintf(out, outsz, "a number from %" PRId64 " to %"
			    PRId64 ", or a map of names to such", d->min, d->max);
		else if (d->max)
			snprintf(out, outsz, "a map of names to numbers from %"
			    PRId64 " to %" PRId64, d->min, d->max);
		else
			snprintf(out, outsz, "a map of names to strings");
		break;
	case OPT_PATH:
		snprintf(out, outsz, "the path of a file");
		break;
	case OPT_TABLE:
		snprintf(out, outsz, "the path of a CSV file");
		break;
	default:
		snprintf(out, outsz, "a string");
	}
}
