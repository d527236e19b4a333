#include "smpp/pdu_lists.h"

#include <string.h>

enum {
	FLAG_SME = 1,		/* dest_flag; v3.4, 5.2.25 */
	FLAG_LIST = 2,
	ADDR_MAX = 21,		/* octets with NUL; v3.4, 4.5.1.1, 4.5.1.2 */
};

static int
take_dest(struct cur *c, struct smpp_dest *d)
{
	memset(d, 0, sizeof *d);
	d->flag = cur_u8(c);
	if (d->flag == FLAG_SME) {
		d->ton = cur_u8(c);
		d->npi = cur_u8(c);
	} else if (d->flag != FLAG_LIST) {
		c->err = 1;	/* where it ends nobody can know */
	}
	d->addr = cur_cstr(c, c->left);
	return c->err ? SMPP_EFIELD : 1;
}

static int
take_unsuccess(struct cur *c, struct smpp_unsuccess *u)
{
	u->ton = cur_u8(c);
	u->npi = cur_u8(c);
	u->addr = cur_cstr(c, c->left);
	u->status = cur_u32(c);
	return c->err ? SMPP_EFIELD : 1;
}

struct smpp_octets
smpp_dests_take(struct cur *c, unsigned n)
{
	struct smpp_octets o = { c->p, 0 };
	struct smpp_dest d;

	while (n-- > 0 && take_dest(c, &d) > 0)
		o.n = (size_t)(c->p - o.p);
	return o;
}

struct smpp_octets
smpp_unsuccess_take(struct cur *c, unsigned n)
{
	struct smpp_octets o = { c->p, 0 };
	struct smpp_unsuccess u;

	while (n-- > 0 && take_unsuccess(c, &u) > 0)
		o.n = (size_t)(c->p - o.p);
	return o;
}

int
smpp_dest_next(struct smpp_octets dests, size_t *at, struct smpp_dest *d)
{
	struct cur c = { dests.p, dests.n, 0 };
	int rc;

	if (*at >= dests.n)
		return 0;
	cur_bytes(&c, *at);
	rc = take_dest(&c, d);
	*at = dests.n - c.left;
	return rc;
}

int
smpp_unsuccess_next(struct smpp_octets un, size_t *at,
    struct smpp_unsuccess *u)
{
	struct cur c = { un.p, un.n, 0 };
	int rc;

	if (*at >= un.n)
		return 0;
	cur_bytes(&c, *at);
	rc = take_unsuccess(&c, u);
	*at = un.n - c.left;
	return rc;
}

int
smpp_dests_strict(struct smpp_octets dests, unsigned n)
{
	struct smpp_dest d;
	size_t at = 0;
	int rc;

	while ((rc = smpp_dest_next(dests, &at, &d)) > 0)
		if (n-- == 0 || strlen(d.addr) >= ADDR_MAX)
			return 0;
	return rc == 0 && n == 0;
}

int
smpp_unsuccess_strict(struct smpp_octets un, unsigned n)
{
	struct smpp_unsuccess u;
	size_t at = 0;
	int rc;

	while ((rc = smpp_unsuccess_next(un, &at, &u)) > 0)
		if (n-- == 0 || strlen(u.addr) >= ADDR_MAX)
			return 0;
	return rc == 0 && n == 0;
}

static void
put_cstr(struct buf *b, const char *s)
{
	buf_str(b, s ? s : "");
	buf_ch(b, '\0');
}

void
smpp_dest_put(struct buf *b, const struct smpp_dest *d)
{
	buf_ch(b, (char)d->flag);
	if (d->flag != FLAG_LIST) {
		buf_ch(b, (char)d->ton);
		buf_ch(b, (char)d->npi);
	}
	put_cstr(b, d->addr);
}

void
smpp_unsuccess_put(struct buf *b, const struct smpp_unsuccess *u)
{
	int shift;

	buf_ch(b, (char)u->ton);
	buf_ch(b, (char)u->npi);
	put_cstr(b, u->addr);
	for (shift = 24; shift >= 0; shift -= 8)
		buf_ch(b, (char)(u->status >> shift & 0xff));
}
