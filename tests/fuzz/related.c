/*
 * related - an MM7 body: its first line is the Content-Type, the rest the octets.
 * Limits hold, references find nothing but parts, and what is put together of
 * the parts comes apart as the same.
 */
#include "fuzz.h"

#include "mm7/related.h"

static void
check(const struct related *r)
{
	size_t i;

	assert(r->root.data || !r->root.n);
	assert(r->nparts <= RELATED_PARTS_MAX);
	for (i = 0; i < r->nparts; i++) {
		assert(r->parts[i].type);
		assert(r->parts[i].data || !r->parts[i].n);
		if (r->parts[i].id && *r->parts[i].id)
			related_find(r, r->parts[i].id);
	}
}

static void
write_again(const struct related *r)
{
	static const char soap[] = "<Envelope></Envelope>";
	struct related_out out[RELATED_PARTS_MAX];
	struct related_style style = { .binary = 1 };
	struct buf type = BUF_INIT, body = BUF_INIT;
	struct related back;
	struct diag_err err;
	size_t i;

	for (i = 0; i < r->nparts; i++)
		out[i] = (struct related_out){ .type = "image/gif", .id = "x",
			.data = r->parts[i].data, .n = r->parts[i].n };
	assert(related_write(soap, strlen(soap), "c", out, r->nparts, &style,
	    "seed", &type, &body) == 0);
	assert(related_read(buf_cstr(&type), body.p, body.len, &back,
	    &err) == 0);
	assert(back.nparts == r->nparts && !back.cut);
	for (i = 0; i < r->nparts; i++)
		assert(back.parts[i].n == r->parts[i].n &&
		    (!back.parts[i].n || memcmp(back.parts[i].data,
		    r->parts[i].data, back.parts[i].n) == 0));
	assert(related_complete(buf_cstr(&type), body.p, body.len));
	related_release(&back);
	buf_free(&type);
	buf_free(&body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *lf = n ? memchr(p, '\n', n) : NULL;
	char *type = lf ? string_of(p, (size_t)(lf - p)) : NULL;
	const uint8_t *body = lf ? lf + 1 : p;
	struct related r;
	struct diag_err err;

	n -= (size_t)(body - p);
	if (related_read(type, body, n, &r, &err) == 0) {
		check(&r);
		write_again(&r);
	}
	related_complete(type, body, n);
	related_release(&r);
	free(type);
	return 0;
}
