/* What the vendor's tables must say beside what each column says. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "config/private.h"

enum { INTEGER_MAX = 4 };	/* octets of an integer parameter */

/* The length of the default, in octets; -1: it is none of that type. */
static int64_t
default_length(const struct config_row *row)
{
	const char *s = row->cell[VENDOR_TLV_DEFAULT];
	int64_t most = row->num[VENDOR_TLV_MOST], n;
	uint8_t octets[4096];
	ssize_t len;

	switch (row->num[VENDOR_TLV_TYPE]) {
	case VENDOR_TLV_INTEGER:
		return num_parse(s, 0, ((int64_t)1 << 8 * most) - 1, &n) < 0 ?
			-1 : most;
	case VENDOR_TLV_CSTR:
		return (int64_t)strlen(s) + 1;
	default:
		if (strncmp(s, "0x", 2) != 0)
			return (int64_t)strlen(s);
		len = num_unhex(s + 2, strlen(s) - 2, octets, sizeof octets);
		return len;
	}
}

static int
check_tlv(const struct config_row *row, char *why, size_t whysz)
{
	int64_t least = row->num[VENDOR_TLV_LEAST];
	int64_t most = row->num[VENDOR_TLV_MOST], n;
	const char *what = NULL;

	if (!*row->cell[VENDOR_TLV_NAME])
		what = "name: is missing";
	else if (least > most)
		what = "least length: is over the most";
	else if (row->num[VENDOR_TLV_TYPE] == VENDOR_TLV_INTEGER &&
	    (most < 1 || most > INTEGER_MAX))
		what = "most length: of an integer, 1 to 4 octets";
	else if (row->num[VENDOR_TLV_TYPE] == VENDOR_TLV_CSTR && most < 1)
		what = "most length: has no room for the NUL";
	else if (*row->cell[VENDOR_TLV_DEFAULT]) {
		n = default_length(row);
		if (n < 0)
			what = "default: is none of that type and length";
		else if (n < least || n > most)
			what = "default: is not of that length";
	}
	if (what)
		snprintf(why, whysz, "%s", what);
	return what ? -1 : 0;
}

int
table_row_check(const struct option_def *d, const struct config_row *row,
    char *why, size_t whysz)
{
	return d == option_def(SMPP_VENDOR_TLV_TABLE) ?
		check_tlv(row, why, whysz) : 0;
}
