/* The size of the content, and making it smaller.  See content.h. */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "gateway/mms/content.h"
#include "gateway/mms/name.h"

enum { PICTURE_LEAST = 512 };	/* octets: less is no picture any more */

size_t
mms_content_wire(const struct mms_content *c)
{
	struct buf type = BUF_INIT, out = BUF_INIT;
	size_t n = 0;

	/* any SOAP and seed are as long as any other */
	if (related_write("", 0, MMS_CONTENT_ID, c->part, c->n, &c->style,
	    "00000000000000000000000000000000", &type, &out) == 0)
		n = out.len ? out.len : 1;
	buf_free(&type);
	buf_free(&out);
	return n;
}

static int
can_shrink(const struct mms_content *c, size_t i)
{
	return strncmp(c->part[i].type, "image/", 6) == 0 && !c->done[i];
}

/* n octets as they go over the wire: base64 in lines of 76 with CRLF. */
static size_t
encoded(const struct mms_content *c, size_t n)
{
	return c->style.binary ? n : n / 57 * 78 + 78;
}

/* Each picture gives up its share: the budget of the largest.  0: that isn't
   possible. */
static int
choose(const struct mms_content *c, size_t excess, struct mms_shrink *s)
{
	size_t all = 0, largest = c->n, i;
	double keep;

	for (i = 0; i < c->n; i++) {
		if (!can_shrink(c, i))
			continue;
		all += encoded(c, c->part[i].n);
		if (largest == c->n || c->part[i].n > c->part[largest].n)
			largest = i;
	}
	if (largest == c->n || all <= excess)
		return 0;
	keep = (double)(all - excess) / (double)all;
	s->part = largest;
	s->type = c->part[largest].type;
	s->name = c->part[largest].name;
	s->budget = (size_t)(keep * (double)c->part[largest].n);
	/* the last line of base64, which encoded() counts whole */
	s->budget -= s->budget < 57 ? s->budget : 57;
	return s->budget >= PICTURE_LEAST;
}

int
mms_content_fit(const struct mms_content *c, const struct config_view *v,
    struct mms_shrink *s, struct diag_err *err)
{
	size_t max = (size_t)config_int(v, MM7_MAX_SIZE), wire, largest = 0, i;

	if (!max || !c->n)
		return 0;
	wire = mms_content_wire(c);
	if (!wire)
		return diag_no_memory(err);
	if (wire <= max)
		return 0;
	if (config_str(v, MM7_SHRINK_COMMAND) && choose(c, wire - max, s))
		return 1;
	for (i = 1; i < c->n; i++)
		if (c->part[i].n > c->part[largest].n)
			largest = i;
	return diag_err(err, EX_DATAERR, "5.3.4 %zu octets of content, as it "
	    "is sent, and MM7_Max_Size allows %zu; the largest part is %s "
	    "(%s) with %zu before it is encoded", wire, max,
	    c->part[largest].name, c->part[largest].type,
	    c->part[largest].n);
}

static int
is_others(const struct mms_content *c, size_t part, const char *name)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (i != part && strcasecmp(c->part[i].name, name) == 0)
			return 1;
	return 0;
}

int
mms_content_replace(struct mms_content *c, size_t part, const void *data,
    size_t n, struct diag_err *err)
{
	const char *type = mms_picture_type(data, n);
	char base[MMS_NAME_SIZE], name[MMS_NAME_SIZE];
	unsigned number = 1;
	void *copy;

	if (!type)
		return diag_err(err, EX_DATAERR, "%zu octets, and no picture "
		    "that begins as one", n);
	copy = arena_text(&c->own, data, n);
	if (!copy)
		return diag_no_memory(err);
	c->part[part].data = copy;
	c->part[part].n = n;
	c->part[part].type = type;
	/* phones go by its extension; the SMIL goes by its id */
	mms_name(base, c->part[part].name, type, part);
	memcpy(name, base, sizeof name);
	while (is_others(c, part, name))
		mms_name_number(name, base, ++number);
	c->part[part].name = arena_str(&c->own, name);
	if (!c->part[part].name)
		return diag_no_memory(err);
	c->done[part] = 1;
	return 0;
}
