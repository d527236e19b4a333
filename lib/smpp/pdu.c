#include "smpp/pdu.h"

#include <string.h>

#include "base/cur.h"
#include "smpp/pdu_lists.h"
#include "smpp/tlv.h"

/* ---- octets to struct */

ssize_t
smpp_pdu_length(const uint8_t *p, size_t n, size_t max)
{
	struct cur c = { p, n, 0 };
	uint32_t len = cur_u32(&c);

	if (c.err)
		return SMPP_EMORE;
	if (len < SMPP_HEADER || len > max)
		return SMPP_ELEN;
	return (ssize_t)len;
}

/* One field; 0, or -1 with the cursor where it was and the field unset. */
static int
take_field(struct cur *c, const struct smpp_field *f, struct smpp_pdu *pdu)
{
	struct cur before = *c;
	char *to = (char *)pdu + f->offset;
	struct smpp_octets o;
	const char *s;
	uint8_t n;

	switch (f->kind) {
	case SMPP_CSTR:
		s = cur_cstr(c, c->left);
		memcpy(to, &s, sizeof s);
		break;
	case SMPP_INT:
		n = cur_u8(c);
		memcpy(to, &n, sizeof n);
		break;
	case SMPP_SM:
		o.n = cur_u8(c);
		o.p = cur_bytes(c, o.n);
		if (o.p)
			pdu->short_message = o;
		break;
	case SMPP_DESTS:
		n = cur_u8(c);
		o = smpp_dests_take(c, n);
		if (!c->err) {
			pdu->number_of_dests = n;
			pdu->dests = o;
		}
		break;
	case SMPP_UNSUCCESS:
		n = cur_u8(c);
		o = smpp_unsuccess_take(c, n);
		if (!c->err) {
			pdu->no_unsuccess = n;
			pdu->unsuccess = o;
		}
		break;
	case SMPP_OCTETS:	/* no mandatory field is */
		c->err = 1;
		break;
	}
	if (!c->err)
		return 0;
	*c = before;
	return -1;
}

/*
 * Whether a PDU is good without this field.  Error responses stop anywhere;
 * others may end before an id, or before a list of failures that is empty,
 * but a message_state that is missing must not become 0.
 */
static int
may_lack(const struct smpp_pdu *pdu, const struct smpp_field *f, size_t left)
{
	if (!(pdu->command & SMPP_RESP))
		return 0;
	return pdu->status != 0 ||
		(left == 0 && (f->kind == SMPP_CSTR || f->kind == SMPP_UNSUCCESS));
}

/* Take the mandatory fields; the one that is bad, or NULL. */
static const struct smpp_field *
take_fields(struct cur *c, const struct smpp_field *f, struct smpp_pdu *pdu)
{
	for (; f->name; f++) {
		if (take_field(c, f, pdu) == 0)
			continue;
		if (!may_lack(pdu, f, c->left))
			return f;
		if (c->left)	/* a piece of this one: no other follows */
			break;
	}
	return NULL;
}

/* How many octets of o are whole TLVs. */
static size_t
whole_tlvs(struct smpp_octets o)
{
	struct smpp_tlv t;
	size_t at = 0, good = 0;

	while (smpp_tlv_next(o, &at, &t) > 0)
		good = at;
	return good;
}

/*
 * What is behind the fields: optional parameters, and what is left when one is
 * cut short.  A response without its id may still have optional parameters;
 * the beginning of the first was then taken for the id, which shows when the
 * remainder makes no sense and the body as a whole does.
 */
static void
take_tail(struct smpp_pdu *pdu, struct smpp_octets body,
    struct smpp_octets tail)
{
	size_t good = whole_tlvs(tail);

	if (good < tail.n && pdu->command & SMPP_RESP &&
	    whole_tlvs(body) == body.n) {
		*pdu = (struct smpp_pdu){ .command = pdu->command,
			.status = pdu->status, .seq = pdu->seq };
		tail = body;
		good = body.n;
	}
	pdu->tlvs = (struct smpp_octets){ tail.p, good };
	pdu->rest = (struct smpp_octets){ tail.p + good, tail.n - good };
}

int
smpp_pdu_decode(const uint8_t *p, size_t n, struct smpp_pdu *pdu,
    const char **bad, size_t *at)
{
	const struct smpp_command_def *def;
	const struct smpp_field *f;
	struct cur c = { p, n, 0 };
	struct smpp_octets body;
	uint32_t length;

	memset(pdu, 0, sizeof *pdu);
	length = cur_u32(&c);
	pdu->command = cur_u32(&c);
	pdu->status = cur_u32(&c);
	pdu->seq = cur_u32(&c);
	if (c.err || length != n)
		return SMPP_ELEN;
	body = (struct smpp_octets){ c.p, c.left };
	def = smpp_command_find(pdu->command);
	if (!def) {
		pdu->rest = body;
		return SMPP_ECOMMAND;
	}
	f = take_fields(&c, def->fields, pdu);
	if (f) {
		if (bad)
			*bad = f->name;
		if (at)
			*at = n - c.left;
		return SMPP_EFIELD;
	}
	if (c.left)
		take_tail(pdu, body, (struct smpp_octets){ c.p, c.left });
	return 0;
}

/* ---- struct to octets */

struct out {
	uint8_t *p, *end;
	int full;
};

static void
put(struct out *o, const void *p, size_t n)
{
	if (n > (size_t)(o->end - o->p)) {
		o->full = 1;
		o->end = o->p;	/* nothing smaller may follow either */
		return;
	}
	if (n)
		memcpy(o->p, p, n);
	o->p += n;
}

static void
put_u32(struct out *o, uint32_t v)
{
	uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v };

	put(o, b, sizeof b);
}

static int
put_cstr(struct out *o, const char *s, size_t max)
{
	size_t n = s && *s ? strnlen(s, max) : 0;

	if (n >= max)
		return SMPP_EFIELD;
	put(o, n ? s : "", n + 1);
	return 0;
}

/* The most octets of a string, with its NUL. */
static size_t
most(const struct smpp_field *f, uint32_t command)
{
	int is_bind = command == SMPP_BIND_RECEIVER ||
		command == SMPP_BIND_TRANSMITTER ||
		command == SMPP_BIND_TRANSCEIVER;

	return is_bind && (f->offset == offsetof(struct smpp_pdu, system_id) ||
	    f->offset == offsetof(struct smpp_pdu, password)) ?
		SMPP_CREDENTIAL_MAX : f->max;
}

/* A number of entries and the octets that they are. */
static int
put_list(struct out *o, uint8_t n, struct smpp_octets list, int strict)
{
	if (!strict)
		return SMPP_EFIELD;
	put(o, &n, 1);
	put(o, list.p, list.n);
	return 0;
}

static int
put_field(struct out *o, const struct smpp_field *f,
    const struct smpp_pdu *pdu)
{
	const char *from = (const char *)pdu + f->offset;
	const struct smpp_octets *sm = &pdu->short_message;
	const char *s;
	uint8_t n;

	switch (f->kind) {
	case SMPP_CSTR:
		memcpy(&s, from, sizeof s);
		return put_cstr(o, s, most(f, pdu->command));
	case SMPP_INT:
		put(o, from, 1);
		return 0;
	case SMPP_SM:
		if (sm->n > f->max)
			return SMPP_EFIELD;
		n = (uint8_t)sm->n;
		put(o, &n, 1);
		put(o, sm->p, sm->n);
		return 0;
	case SMPP_DESTS:
		n = pdu->number_of_dests;
		return put_list(o, n, pdu->dests, n >= 1 && n <= SMPP_DESTS_MAX &&
		    smpp_dests_strict(pdu->dests, n));
	case SMPP_UNSUCCESS:
		n = pdu->no_unsuccess;
		return put_list(o, n, pdu->unsuccess, n <= SMPP_DESTS_MAX &&
		    smpp_unsuccess_strict(pdu->unsuccess, n));
	case SMPP_OCTETS:
		break;
	}
	return SMPP_EFIELD;
}

/*
 * Responses that have no body when they carry an error: v3.4, 4.1.2, 4.1.4,
 * 4.4.2; of bind_transceiver_resp (4.1.6) it is not said, but the same.  An id
 * that the caller gives is sent all the same: peers do, and ask for it.
 */
static int
bodiless(const struct smpp_pdu *pdu)
{
	if (!pdu->status)
		return 0;
	switch (pdu->command) {
	case SMPP_RESP | SMPP_BIND_RECEIVER:
	case SMPP_RESP | SMPP_BIND_TRANSMITTER:
	case SMPP_RESP | SMPP_BIND_TRANSCEIVER:
		return !pdu->system_id;
	case SMPP_RESP | SMPP_SUBMIT_SM:
		return !pdu->message_id;
	}
	return 0;
}

/* The name of the field that cannot be sent, or NULL. */
static const char *
put_body(struct out *o, const struct smpp_command_def *def,
    const struct smpp_pdu *pdu)
{
	const struct smpp_field *f = def->fields;

	if (!bodiless(pdu))
		for (; f->name; f++)
			if (put_field(o, f, pdu) < 0)
				return f->name;
	if (pdu->tlvs.n) {
		if (!def->has_tlvs || whole_tlvs(pdu->tlvs) != pdu->tlvs.n)
			return "tlv";
		put(o, pdu->tlvs.p, pdu->tlvs.n);
	}
	return pdu->rest.n ? "rest" : NULL;
}

ssize_t
smpp_pdu_encode(const struct smpp_pdu *pdu, uint8_t *out, size_t outsz,
    const char **bad)
{
	const struct smpp_command_def *def = smpp_command_find(pdu->command);
	struct out o = { out, out + outsz, 0 };
	const char *wrong;
	size_t n;

	if (!def)
		return SMPP_ECOMMAND;
	put_u32(&o, 0);
	put_u32(&o, pdu->command);
	put_u32(&o, pdu->status);
	put_u32(&o, pdu->seq);
	wrong = put_body(&o, def, pdu);
	if (wrong) {
		if (bad)
			*bad = wrong;
		return SMPP_EFIELD;
	}
	if (o.full)
		return SMPP_ENOSPC;
	n = (size_t)(o.p - out);
	o.p = out;
	put_u32(&o, (uint32_t)n);
	return (ssize_t)n;
}
