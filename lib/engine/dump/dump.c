#include "engine/dump/dump.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/cur.h"
#include "base/utf8.h"
#include "gateway/sms/tlvs.h"
#include "record/json.h"
#include "smpp/pdu.h"
#include "smpp/status.h"

static void
put_hex_object(struct buf *b, const void *p, size_t n)
{
	json_open(b, '{');
	json_key(b, "hex");
	json_hex(b, p, n);
	json_close(b, '}');
}

/* Text, or what is none as an object, so that the way back knows it. */
static void
put_text(struct buf *b, const char *s, size_t n)
{
	if (utf8_valid(s, n) == n)
		json_str(b, s, n);
	else
		put_hex_object(b, s, n);
}

static void
put_u32(struct buf *b, const char *key, uint32_t v)
{
	char s[sizeof "0x00000000"];

	snprintf(s, sizeof s, "0x%08x", (unsigned)v);
	json_key_cstr(b, key, s);
}

static void
put_status(struct buf *b, const char *key, uint32_t status)
{
	const struct smpp_status_def *d = smpp_status_find(status);

	if (d->status == status && strcmp(d->name, "unknown") != 0)
		json_key_cstr(b, key, d->name);
	else
		put_u32(b, key, status);
}

/* What it says, unless that is that all is well. */
static void
put_meaning(struct buf *b, uint32_t status)
{
	const struct smpp_status_def *d = smpp_status_find(status);

	if (status == SMPP_ROK)
		return;
	json_key_cstr(b, "class", smpp_class_name(d->class));
	json_key_cstr(b, "meaning", d->what);
}

static void
put_header(struct buf *b, const struct smpp_pdu *pdu)
{
	const struct smpp_command_def *d = smpp_command_find(pdu->command);

	if (d)
		json_key_cstr(b, "command", d->name);
	else
		put_u32(b, "command", pdu->command);
	put_u32(b, "command_id", pdu->command);
	put_status(b, "status", pdu->status);
	put_meaning(b, pdu->status);
	json_key_int(b, "sequence_number", pdu->seq);
}

/* ---- mandatory fields */

static void
put_dests(struct buf *b, const char *key, const struct smpp_pdu *pdu)
{
	struct smpp_dest d;
	size_t at = 0;

	json_key_int(b, "number_of_dests", pdu->number_of_dests);
	json_key(b, key);
	json_open(b, '[');
	while (smpp_dest_next(pdu->dests, &at, &d) > 0) {
		json_open(b, '{');
		json_key_int(b, "dest_flag", d.flag);
		if (d.flag == 1) {
			json_key_int(b, "dest_addr_ton", d.ton);
			json_key_int(b, "dest_addr_npi", d.npi);
		}
		json_key(b, d.flag == 1 ? "destination_addr" : "dl_name");
		put_text(b, d.addr, strlen(d.addr));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
put_unsuccess(struct buf *b, const char *key, const struct smpp_pdu *pdu)
{
	struct smpp_unsuccess u;
	size_t at = 0;

	json_key_int(b, "no_unsuccess", pdu->no_unsuccess);
	json_key(b, key);
	json_open(b, '[');
	while (smpp_unsuccess_next(pdu->unsuccess, &at, &u) > 0) {
		json_open(b, '{');
		json_key_int(b, "dest_addr_ton", u.ton);
		json_key_int(b, "dest_addr_npi", u.npi);
		json_key(b, "destination_addr");
		put_text(b, u.addr, strlen(u.addr));
		put_status(b, "error_status_code", u.status);
		put_meaning(b, u.status);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static size_t
put_cstr(struct buf *b, const char *key, const char *s, int passwords)
{
	size_t n = strlen(s);

	json_key(b, key);
	if (n && !passwords && strcmp(key, "password") == 0)
		json_cstr(b, "***");
	else
		put_text(b, s, n);
	return n + 1;
}

/* One field; returns its octets on the wire. */
static size_t
put_field(struct buf *b, const struct smpp_field *f,
    const struct smpp_pdu *pdu, int passwords)
{
	const char *from = (const char *)pdu + f->offset;
	const char *s;

	switch (f->kind) {
	case SMPP_CSTR:
		memcpy(&s, from, sizeof s);
		return put_cstr(b, f->name, s, passwords);
	case SMPP_SM:
		json_key_int(b, "sm_length", (int64_t)pdu->short_message.n);
		json_key(b, f->name);
		json_hex(b, pdu->short_message.p, pdu->short_message.n);
		return 1 + pdu->short_message.n;
	case SMPP_DESTS:
		put_dests(b, f->name, pdu);
		return 1 + pdu->dests.n;
	case SMPP_UNSUCCESS:
		put_unsuccess(b, f->name, pdu);
		return 1 + pdu->unsuccess.n;
	case SMPP_INT:
	case SMPP_OCTETS:
		break;
	}
	json_key_int(b, f->name, (uint8_t)*from);
	return 1;
}

/* Fields that the PDU ends in front of are null. */
static void
put_fields(struct buf *b, const struct smpp_command_def *d,
    const struct smpp_pdu *pdu, size_t n, int passwords)
{
	const struct smpp_field *f;
	size_t end = n - pdu->tlvs.n - pdu->rest.n;
	size_t at = SMPP_HEADER;

	for (f = d->fields; f->name; f++) {
		if (at < end) {
			at += put_field(b, f, pdu, passwords);
			continue;
		}
		json_key(b, f->name);
		json_null(b);
	}
}

/* ---- lines */

static void
put_leg(struct buf *b, const struct dump_leg *leg)
{
	char time[CLOCK_RFC3339_SIZE];

	clock_rfc3339(leg->time, 1, time);
	json_key_cstr(b, "time", time);
	json_key_int(b, "pid", leg->pid);
	json_key_int(b, "connection", (int64_t)leg->connection);
	json_key(b, "peer");
	put_text(b, leg->peer, strlen(leg->peer));
	json_key_cstr(b, "direction", leg->out ? "out" : "in");
}

static void
line_begin(struct buf *b, const struct dump_place *at)
{
	json_open(b, '{');
	if (at->leg) {
		put_leg(b, at->leg);
		return;
	}
	if (at->line)
		json_key_int(b, "line", (int64_t)at->line);
	json_key_int(b, "offset", (int64_t)at->offset);
}

static void
line_end(struct buf *b)
{
	json_close(b, '}');
	buf_ch(b, '\n');
}

/* The error, and the octets, unless a password may be among them. */
static void
put_error(struct buf *b, const uint8_t *p, size_t n, uint32_t command,
    int passwords, const char *why)
{
	json_key_cstr(b, "error", why);
	switch (command) {
	case SMPP_BIND_RECEIVER:
	case SMPP_BIND_TRANSMITTER:
	case SMPP_BIND_TRANSCEIVER:
	case SMPP_OUTBIND:
		if (!passwords)
			return;
	}
	json_key(b, "raw");
	json_hex(b, p, n);
}

int
dump_pdu(struct buf *out, const uint8_t *p, size_t n,
    const struct dump_place *at, int passwords, struct diag_err *err)
{
	const struct smpp_command_def *d;
	struct smpp_pdu pdu;
	struct diag_err wrong;
	const char *field = NULL;
	size_t where = 0;
	int rc = smpp_pdu_decode(p, n, &pdu, &field, &where);

	line_begin(out, at);
	json_key_int(out, "length", (int64_t)n);
	put_header(out, &pdu);
	if (rc == SMPP_EFIELD || rc == SMPP_ELEN) {
		if (field)
			diag_err(&wrong, EX_DATAERR, "%s is cut short, or of no "
			    "known form, at octet %zu", field, where);
		else
			diag_err(&wrong, EX_DATAERR, "not as long as it says");
		put_error(out, p, n, pdu.command, passwords, wrong.text);
		line_end(out);
		if (err)
			*err = wrong;
		return -1;
	}
	d = smpp_command_find(pdu.command);
	if (d)
		put_fields(out, d, &pdu, n, passwords);
	if (pdu.tlvs.n) {
		json_key(out, "tlv");
		sms_tlvs_write(out, NULL, pdu.tlvs);
	}
	if (pdu.rest.n) {
		json_key(out, "rest");
		json_hex(out, pdu.rest.p, pdu.rest.n);
	}
	line_end(out);
	return 0;
}

void
dump_broken(struct buf *out, const uint8_t *p, size_t n,
    const struct dump_place *at, int passwords, const char *why)
{
	struct smpp_pdu pdu;
	struct cur c = { p, n, 0 };
	uint32_t length = cur_u32(&c);

	line_begin(out, at);
	if (!c.err)
		json_key_int(out, "length", length);
	smpp_pdu_decode(p, n, &pdu, NULL, NULL);
	if (n >= SMPP_HEADER)
		put_header(out, &pdu);
	put_error(out, p, n, pdu.command, passwords, why);
	line_end(out);
}

int
dump_octets(struct buf *out, const uint8_t *p, size_t n,
    const struct dump_place *at, int passwords, struct diag_err *err)
{
	ssize_t length = smpp_pdu_length(p, n, SMPP_PDU_MAX);
	const char *why = length >= 0 ? "cut short" :
		"command_length is below 16 or over the limit";

	if (length > 0 && (size_t)length == n)
		return dump_pdu(out, p, n, at, passwords, err);
	/* what follows may be out of step, in the middle of a bind */
	if (length < 0 && n > 4)
		n = passwords && n > SMPP_HEADER ? SMPP_HEADER : 4;
	dump_broken(out, p, n, at, passwords, why);
	return diag_err(err, EX_DATAERR, "%s", why);
}
