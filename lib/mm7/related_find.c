/* Which part a reference names.  See related.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mm7/related.h"

/* A reference without cid:, < > and percent escapes. */
static void
bare(const char *ref, char *out, size_t size)
{
	char hex[3] = "";
	size_t n = 0;

	if (strncasecmp(ref, "cid:", 4) == 0)
		ref += 4;
	for (; *ref && n + 1 < size; ref++) {
		if (*ref == '<' || *ref == '>')
			continue;
		if (*ref == '%' && isxdigit((unsigned char)ref[1]) &&
		    isxdigit((unsigned char)ref[2])) {
			memcpy(hex, ref + 1, 2);
			out[n++] = (char)strtol(hex, NULL, 16);
			ref += 2;
		} else {
			out[n++] = *ref;
		}
	}
	out[n] = '\0';
}

static int
same(const char *name, const char *ref)
{
	char plain[RELATED_HEADER_MAX];

	if (!name)
		return 0;
	bare(name, plain, sizeof plain);
	return strcasecmp(plain, ref) == 0;
}

const struct related_part *
related_find(const struct related *r, const char *ref)
{
	char plain[RELATED_HEADER_MAX];
	size_t i;

	bare(ref, plain, sizeof plain);
	if (!*plain)
		return NULL;
	for (i = 0; i < r->nparts; i++)
		if (same(r->parts[i].id, plain))
			return &r->parts[i];
	for (i = 0; i < r->nparts; i++)
		if (same(r->parts[i].location, plain) ||
		    same(r->parts[i].name, plain))
			return &r->parts[i];
	return NULL;
}
