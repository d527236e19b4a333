/* The way back: a JSON line to the octets of a PDU. */
#include "engine/dump/dump_priv.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

struct dump_encoder *
dump_encoder_new(void)
{
	struct dump_encoder *e = calloc(1, sizeof *e);
	int i;

	for (i = 0; e && i < DUMP_DEPTH; i++) {
		e->reader[i] = json_reader_new();
		if (!e->reader[i]) {
			dump_encoder_free(e);
			e = NULL;
		}
	}
	return e;
}

void
dump_encoder_free(struct dump_encoder *e)
{
	int i;

	if (!e)
		return;
	for (i = 0; i < DUMP_DEPTH; i++)
		json_reader_free(e->reader[i]);
	buf_free(&e->arena);
	buf_free(&e->dests);
	buf_free(&e->unsuccess);
	buf_free(&e->tlvs);
	free(e);
}

/* ---- fields */

static int
take_field(struct dump_job *j, const struct smpp_field *f,
    const struct json_value *v)
{
	char *to = (char *)&j->pdu + f->offset;
	struct smpp_octets *sm = &j->pdu.short_message;
	const char *s = NULL;
	uint8_t n = 0;

	switch (f->kind) {
	case SMPP_CSTR:
		if (dump_take_cstr(j, v, f->name, 1, &s) < 0)
			return -1;
		memcpy(to, &s, sizeof s);
		return 0;
	case SMPP_INT:
		if (dump_take_u8(j, v, f->name, &n) < 0)
			return -1;
		memcpy(to, &n, sizeof n);
		return 0;
	case SMPP_SM:
		return dump_take_hex(j, v, f->name, sm);
	case SMPP_DESTS:
		return dump_take_dests(j, v);
	case SMPP_UNSUCCESS:
		return dump_take_unsuccess(j, v);
	case SMPP_OCTETS:
		break;
	}
	return dump_bad(j, f->name, "cannot be given");
}

/*
 * A field that is null, and those behind it, the PDU shall not have.  Until it
 * is cut off there, the encoder is to write it with one octet.
 */
static void
end_before(struct dump_job *j, const struct smpp_field *f)
{
	static const char *const empty = "";
	size_t i = (size_t)(f - j->def->fields);

	if (f->kind == SMPP_CSTR)
		memcpy((char *)&j->pdu + f->offset, &empty, sizeof empty);
	if (i < j->present)
		j->present = i;
}

/* ---- the line */

/* What smpp-dump writes, and what is made from the rest or read before. */
static int
is_heading(const char *name)
{
	static const char *const names[] = { "line", "offset", "time", "pid",
		"connection", "peer", "direction", "length",
		"command", "command_id", "status", "class", "meaning",
		"sequence_number", "sm_length",
		"number_of_dests", "no_unsuccess" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return 1;
	return 0;
}

static int
take_heading(struct dump_job *j, const struct json_value *m, size_t n,
    unsigned long line)
{
	const struct json_value *name = json_member(m, n, "command");
	const struct json_value *id = json_member(m, n, "command_id");
	const struct json_value *status = json_member(m, n, "status");
	const struct json_value *seq = json_member(m, n, "sequence_number");
	uint32_t other;

	if (!name && !id)
		return dump_bad(j, "command", "is missing");
	if (dump_take_command(j, name ? name : id, &j->pdu.command) < 0)
		return -1;
	if (name && id && (dump_take_command(j, id, &other) < 0 ||
	    other != j->pdu.command))
		return dump_bad(j, "command_id", "is not that of command");
	if (status && dump_take_status(j, status, "status", &j->pdu.status) < 0)
		return -1;
	j->pdu.seq = (uint32_t)line;
	return seq ? dump_take_uint(j, seq, seq->name, UINT32_MAX, &j->pdu.seq) : 0;
}

static int
take_member(struct dump_job *j, const struct json_value *v)
{
	const struct smpp_field *f = j->def ? j->def->fields : NULL;

	if (is_heading(v->name))
		return 0;
	if (strcmp(v->name, "tlv") == 0)
		return dump_take_tlvs(j, v);
	if (strcmp(v->name, "rest") == 0)
		return dump_take_hex(j, v, v->name, &j->rest);
	while (f && f->name && strcmp(f->name, v->name) != 0)
		f++;
	if (!f || !f->name)
		return diag_err(j->err, EX_DATAERR, "%s: no field of %s", v->name,
		    j->def ? j->def->name : "an unknown command");
	if (v->kind == JSON_NULL) {
		end_before(j, f);
		return 0;
	}
	if ((size_t)(f - j->def->fields) + 1 > j->last)
		j->last = (size_t)(f - j->def->fields) + 1;
	return take_field(j, f, v);
}

static struct smpp_octets
octets_of(const struct buf *b)
{
	return (struct smpp_octets){ (const uint8_t *)b->p, b->len };
}

/* Header and mandatory fields at to; their length, or -1. */
static ssize_t
write_fields(struct dump_job *j, uint8_t *to, size_t cap)
{
	const char *field = "the PDU";
	ssize_t n;

	j->pdu.dests = octets_of(&j->e->dests);
	j->pdu.unsuccess = octets_of(&j->e->unsuccess);
	if (!j->def) {
		uint32_t command = j->pdu.command;

		/* of an unknown command the header is like any other's */
		j->pdu.command = SMPP_ENQUIRE_LINK;
		n = smpp_pdu_encode(&j->pdu, to, cap, &field);
		to[4] = (uint8_t)(command >> 24);
		to[5] = (uint8_t)(command >> 16);
		to[6] = (uint8_t)(command >> 8);
		to[7] = (uint8_t)command;
		return n;
	}
	n = smpp_pdu_encode(&j->pdu, to, cap, &field);
	if (n < 0)
		return dump_bad(j, field, "is longer than the specification allows, "
		    "or wrong");
	return n - (ssize_t)(j->fields - j->present);
}

static int
write_pdu(struct dump_job *j, size_t room, struct buf *out)
{
	const struct buf *tlvs = &j->e->tlvs;
	uint8_t *to = (uint8_t *)buf_room(out, room + tlvs->len + j->rest.n);
	ssize_t n;
	size_t all;

	if (!to || j->e->dests.err || j->e->unsuccess.err || tlvs->err)
		return diag_err(j->err, EX_TEMPFAIL, "out of memory");
	n = write_fields(j, to, room);
	if (n < 0)
		return -1;
	all = (size_t)n + tlvs->len + j->rest.n;
	if (all > SMPP_PDU_MAX)
		return diag_err(j->err, EX_DATAERR,
		    "the PDU is longer than %d octets", SMPP_PDU_MAX);
	if (tlvs->len)
		memcpy(to + n, tlvs->p, tlvs->len);
	if (j->rest.n)
		memcpy(to + n + tlvs->len, j->rest.p, j->rest.n);
	to[0] = 0;
	to[1] = (uint8_t)(all >> 16);
	to[2] = (uint8_t)(all >> 8);
	to[3] = (uint8_t)all;
	out->len += all;
	return 0;
}

/* What was malformed goes back as it was. */
static int
write_raw(struct dump_job *j, const struct json_value *raw, struct buf *out)
{
	if (dump_take_hex(j, raw, raw->name, &j->rest) < 0)
		return -1;
	buf_add(out, j->rest.p, j->rest.n);
	return 0;
}

static int
take_line(struct dump_job *j, const char *text, size_t n, unsigned long line,
    struct buf *out)
{
	const struct json_value *m, *raw;
	size_t nm, i;
	int kind = json_read(j->e->reader[0], text, n, &m, &nm, j->err);

	if (kind < 0)
		return -1;
	if (kind != JSON_OBJECT)
		return diag_err(j->err, EX_DATAERR, "not a JSON object");
	raw = json_member(m, nm, "raw");
	if (raw)
		return write_raw(j, raw, out);
	if (json_member(m, nm, "error"))
		return diag_err(j->err, EX_DATAERR, "no PDU, but what was wrong");
	if (take_heading(j, m, nm, line) < 0)
		return -1;
	j->def = smpp_command_find(j->pdu.command);
	while (j->def && j->def->fields[j->fields].name)
		j->fields++;
	j->present = j->fields;
	for (i = 0; i < nm; i++)
		if (take_member(j, &m[i]) < 0)
			return -1;
	if (j->last > j->present)
		return dump_bad(j, j->def->fields[j->last - 1].name,
		    "is behind a field that is null");
	return write_pdu(j, SMPP_HEADER + n + DUMP_SLACK, out);
}

int
dump_encode(struct dump_encoder *e, const char *text, size_t n,
    unsigned long line, struct buf *out, struct diag_err *err)
{
	struct dump_job j = { .e = e, .err = err };
	size_t before = out->len;

	buf_reset(&e->arena);
	buf_reset(&e->dests);
	buf_reset(&e->unsuccess);
	buf_reset(&e->tlvs);
	if (!buf_room(&e->arena, n + DUMP_SLACK))
		return diag_no_memory(err);
	if (take_line(&j, text, n, line, out) < 0)
		return -1;
	if (!out->err)
		return 0;
	buf_reset(out);
	out->len = before;
	return diag_no_memory(err);
}
