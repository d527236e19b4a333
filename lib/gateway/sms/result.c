#include "gateway/sms/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "gateway/sms/vendor.h"
#include "smpp/smtime.h"

enum { PARTS_MAX = 255 };

static const char *const names[] = {
	[SMS_OK] = "ok",
	[SMS_TEMPORARY] = "temporary",
	[SMS_PERMANENT] = "permanent",
	[SMS_UNKNOWN] = "unknown",
};

const char *
sms_status_name(enum sms_status status)
{
	return names[status];
}

/* The first part in that state, or NULL. */
static const struct sms_part *
first(const struct sms_part *parts, unsigned n, enum sms_part_state state)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (parts[i].state == state)
			return &parts[i];
	return NULL;
}

static struct sms_result
of_part(enum sms_status status, const struct sms_part *p, const char *reason)
{
	struct sms_result r = { .status = status, .reason = reason };

	if (p && p->status) {
		r.command_status = p->status;
		r.reason = sms_vendor_status(p->view, p->status).what;
	}
	return r;
}

struct sms_result
sms_result_of(const struct sms_part *parts, unsigned n)
{
	const struct sms_part *p, *refused;

	refused = first(parts, n, SMS_PART_PERMANENT);
	if ((p = first(parts, n, SMS_PART_UNKNOWN)) ||
	    (p = first(parts, n, SMS_PART_OUT)))
		return of_part(SMS_UNKNOWN, p, refused ?
		    "a part was refused, and to another no response came: it "
		    "may have been sent" :
		    "no response came: it may have been sent");
	if (refused)
		return of_part(SMS_PERMANENT, refused, "refused");
	if ((p = first(parts, n, SMS_PART_TEMPORARY)) ||
	    (p = first(parts, n, SMS_PART_TODO)))
		return of_part(SMS_TEMPORARY, p, "not sent");
	return (struct sms_result){ .status = SMS_OK };
}

static int
keep_found(struct sms_part *part, const struct smpp_pdu *pdu)
{
	struct sms_found *f = part->found;
	int64_t ms;

	if (!f && !(f = part->found = malloc(sizeof *f)))
		return -1;
	*f = (struct sms_found){ pdu->message_state, pdu->error_code, "" };
	if (pdu->final_date && *pdu->final_date &&
	    smpp_time_parse(pdu->final_date, 0, &ms) == 0)
		clock_rfc3339(ms, 0, f->final_date);
	return 0;
}

/* 0 is delivered, 1 any other end, 2 what is under way still. */
static int
distance(const struct sms_found *f)
{
	return f->state == 2 ? 0 : smpp_message_state_final(f->state) ? 1 : 2;
}

const struct sms_found *
sms_found_of(const struct sms_part *parts, unsigned n)
{
	const struct sms_found *worst = NULL, *f;
	unsigned i;

	for (i = 0; i < n; i++) {
		f = parts[i].found;
		if (f && (!worst || distance(f) > distance(worst)))
			worst = f;
	}
	return worst;
}

int
sms_part_answer(struct sms_part *part, const struct smpp_pdu *pdu,
    uint32_t status)
{
	if (!pdu) {
		part->state = SMS_PART_UNKNOWN;
		return 0;
	}
	part->status = status;
	switch (sms_vendor_status(part->view, status).class) {
	case SMPP_CLASS_OK:
		part->state = SMS_PART_OK;
		break;
	case SMPP_CLASS_TEMPORARY:
	case SMPP_CLASS_THROTTLED:
	case SMPP_CLASS_BIND:
		part->state = SMS_PART_TEMPORARY;
		break;
	case SMPP_CLASS_PERMANENT:
		part->state = SMS_PART_PERMANENT;
		break;
	}
	if (pdu->command == (SMPP_QUERY_SM | SMPP_RESP) && status == SMPP_ROK &&
	    keep_found(part, pdu) < 0)
		return -1;
	/* some put an id even into a refusal: it helps when asking them */
	if (pdu->message_id && *pdu->message_id) {
		free(part->message_id);
		part->message_id = strdup(pdu->message_id);
		if (!part->message_id)
			return -1;
	}
	return 0;
}

void
sms_part_release(struct sms_part *part)
{
	free(part->message_id);
	free(part->found);
	memset(part, 0, sizeof *part);
}

static void
write_status(struct buf *out, uint32_t status)
{
	const struct smpp_status_def *def = smpp_status_find(status);
	char hex[sizeof "0x00000000"];

	snprintf(hex, sizeof hex, "0x%08x", (unsigned)status);
	json_key_cstr(out, "command_status",
	    def->status == status ? def->name : hex);
	json_key_int(out, "code", status);
}

static void
write_found(struct buf *out, const struct sms_found *f)
{
	const char *name = smpp_message_state_name(f->state);

	json_key(out, "state");
	if (name)
		json_cstr(out, name);
	else
		json_int(out, f->state);
	if (*f->final_date)
		json_key_cstr(out, "final_date", f->final_date);
	json_key_int(out, "error_code", f->error_code);
}

/* A part that has neither status nor command_status was sent. */
static void
write_part(struct buf *out, const struct sms_part *p)
{
	json_open(out, '{');
	if (p->message_id)
		json_key_cstr(out, "message_id", p->message_id);
	if (p->state == SMS_PART_UNKNOWN || p->state == SMS_PART_OUT)
		json_key_cstr(out, "status", "unknown");
	else if (p->state == SMS_PART_TODO ||
	    (p->state != SMS_PART_OK && !p->status))
		json_key_cstr(out, "status", "not sent");
	else if (p->status)
		write_status(out, p->status);
	if (p->found)
		write_found(out, p->found);
	json_close(out, '}');
}

void
sms_result_members(struct buf *out, const struct sms_result *r,
    const struct sms_part *parts, unsigned n, int ref, const char *smsc,
    const char *at)
{
	unsigned i;

	json_key_cstr(out, "status", names[r->status]);
	if (r->command_status)
		write_status(out, r->command_status);
	if (r->reason)
		json_key_cstr(out, "reason", r->reason);
	if (r->duplicate) {
		json_key(out, "duplicate");
		json_bool(out, 1);
	}
	if (sms_found_of(parts, n))
		write_found(out, sms_found_of(parts, n));
	if (n) {
		json_key(out, "parts");
		json_open(out, '[');
		for (i = 0; i < n; i++)
			write_part(out, &parts[i]);
		json_close(out, ']');
		if (n > 1 && ref >= 0)
			json_key_int(out, "reference", ref);
	}
	if (smsc)
		json_key_cstr(out, "smsc", smsc);
	if (at)
		json_key_cstr(out, "at", at);
}

void
sms_result_write(struct buf *out, const struct sms_result *r,
    const struct sms_part *parts, unsigned n, int ref, const char *smsc,
    const char *at)
{
	json_key(out, "result");
	json_open(out, '{');
	sms_result_members(out, r, parts, n, ref, smsc, at);
	json_close(out, '}');
}

static int
says(const struct json_value *v, enum sms_status status)
{
	return v && v->kind == JSON_STRING && strcmp(v->s, names[status]) == 0;
}

/* One element of result.parts: was it sent?  0, or -1: no memory. */
static int
read_part(struct json_reader *r, const struct json_value *v,
    struct sms_part *part, int *unknown)
{
	const struct json_value *m, *id, *status;
	size_t n;

	if (v->kind != JSON_OBJECT ||
	    json_read(r, v->raw, v->rawlen, &m, &n, NULL) != JSON_OBJECT)
		return 0;
	status = json_member(m, n, "status");
	*unknown |= says(status, SMS_UNKNOWN);
	if (status || json_member(m, n, "command_status"))
		return 0;
	part->state = SMS_PART_OK;
	id = json_member(m, n, "message_id");
	if (!id || id->kind != JSON_STRING)
		return 0;
	part->message_id = strdup(id->s);
	return part->message_id ? 0 : -1;
}

static int
read_parts(struct json_reader *outer, struct json_reader *inner,
    const struct json_value *list, struct sms_before *b)
{
	const struct json_value *v;
	size_t n, i;

	if (json_read(outer, list->raw, list->rawlen, &v, &n, NULL) !=
	    JSON_LIST || n == 0 || n > PARTS_MAX)
		return 0;
	b->parts = calloc(n, sizeof *b->parts);
	if (!b->parts)
		return -1;
	b->nparts = (unsigned)n;
	for (i = 0; i < n; i++)
		if (read_part(inner, &v[i], &b->parts[i], &b->unknown) < 0)
			return -1;
	return 0;
}

void
sms_before_release(struct sms_before *b)
{
	unsigned i;

	for (i = 0; b->parts && i < b->nparts; i++)
		free(b->parts[i].message_id);
	free(b->parts);
	b->parts = NULL;
	b->nparts = 0;
}

int
sms_before_read(const struct record *rec, struct json_reader *scratch,
    struct sms_before *b)
{
	struct json_reader *outer, *inner;
	const struct json_value *v, *m;
	size_t n;
	int rc = 0;

	memset(b, 0, sizeof *b);
	if (!rec->v[REC_RESULT] || json_read(scratch, rec->v[REC_RESULT]->raw,
	    rec->v[REC_RESULT]->rawlen, &v, &n, NULL) != JSON_OBJECT)
		return 0;
	m = json_member(v, n, "status");
	b->done = says(m, SMS_OK);
	b->unknown = says(m, SMS_UNKNOWN);
	m = json_member(v, n, "reference");
	if (m && m->kind == JSON_INT && m->i >= 0 && m->i <= 0xffff) {
		b->has_ref = 1;
		b->ref = (uint16_t)m->i;
	}
	m = json_member(v, n, "parts");
	if (!m || m->kind != JSON_LIST)
		return 0;
	outer = json_reader_new();
	inner = json_reader_new();
	rc = outer && inner ? read_parts(outer, inner, m, b) : -1;
	json_reader_free(inner);
	json_reader_free(outer);
	if (rc < 0)
		sms_before_release(b);
	return rc;
}

int
sms_status_sysexit(const struct config_view *v, uint32_t command_status)
{
	const char *code = sms_vendor_status(v, command_status).enhanced;

	/* RFC 3463, 3.2: 1 to 6 are about the destination, 7 and 8 the sender */
	return code && strncmp(code, "5.1.", 4) == 0 && code[4] <= '6' ?
		EX_NOUSER : EX_UNAVAILABLE;
}
