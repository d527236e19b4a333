#include "engine/receipt.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "smpp/status.h"

/* ---- into the store ---- */

static enum store_id_form
form_of(const struct config_view *v, enum option o)
{
	switch (config_int(v, o)) {
	case ID_DECIMAL: return STORE_ID_DECIMAL;
	case ID_HEXADECIMAL: return STORE_ID_HEX;
	default: return STORE_ID_ANY;
	}
}

static enum store_combine
combine_of(const struct config_view *v)
{
	switch (config_int(v, SMPP_RECEIPT_COMBINE)) {
	case COMBINE_ANY: return STORE_COMBINE_ANY;
	case COMBINE_EACH: return STORE_COMBINE_EACH;
	default: return STORE_COMBINE_ALL;
	}
}

static const char *
or_null(const char *s)
{
	return *s ? s : NULL;
}

int
receipt_take(struct store *s, const struct config_view *v,
    const char *account, const struct sms_incoming *in,
    struct buf *record, int64_t now, const char **why,
    struct diag_err *err)
{
	struct sms_receipt r;
	struct store_receipt sr;

	sms_receipt_read(in, &r);
	sr = (struct store_receipt){
		.account = account,
		.message_id = { or_null(r.message_id[0]),
			or_null(r.message_id[1]) },
		.umr = r.umr,
		.from = in->from, .to = in->to,
		.state = r.state, .final = r.final, .interim = r.interim,
		.error = or_null(r.error),
		.at = now,
		.record = buf_cstr(record),
		.hold_until = now + (int64_t)config_msec(v, RECEIPT_HOLD),
		.combine = combine_of(v),
		.response_form = form_of(v,
		    SMPP_SUBMIT_RESPONSE_MESSAGE_ID_FORMAT),
		.receipt_form = form_of(v,
		    SMPP_DELIVERY_RECEIPT_MESSAGE_ID_FORMAT),
	};
	if (!sr.record)
		return diag_no_memory(err);
	return store_receipt_take(s, &sr, why, err);
}

/* ---- out of it ---- */

int
receipt_maker_init(struct receipt_maker *m)
{
	memset(m, 0, sizeof *m);
	m->outer = json_reader_new();
	m->inner = json_reader_new();
	return m->outer && m->inner ? 0 : -1;
}

void
receipt_maker_release(struct receipt_maker *m)
{
	json_reader_free(m->outer);
	json_reader_free(m->inner);
	buf_free(&m->line);
}

static void
keep(char *to, size_t size, const char *s)
{
	snprintf(to, size, "%s", s ? s : "");
}

int
receipt_original(struct json_reader *reader, const struct store_message *sm,
    struct buf *out, struct diag_err *err)
{
	struct record rec;

	/* the store keeps it without type and id */
	if (record_read(reader, sm->record, strlen(sm->record), &rec, err) < 0)
		return -1;
	record_open(out, &rec, RECORD_SET(REC_TYPE) | RECORD_SET(REC_ID));
	json_key_cstr(out, "type", record_type_name(REC_SUBMIT));
	json_key_cstr(out, "id", sm->id);
	json_close(out, '}');
	return 0;
}

/* What is known of each segment. */
static void
put_parts(struct buf *b, const struct store_message *sm)
{
	const struct store_part *p;
	unsigned i;

	if (sm->nparts < 2)
		return;
	json_key(b, "parts");
	json_open(b, '[');
	for (i = 0; i < sm->nparts; i++) {
		p = &sm->parts[i];
		json_open(b, '{');
		if (p->message_id)
			json_key_cstr(b, "message_id", p->message_id);
		if (p->final)
			json_key_cstr(b, "state",
			    smpp_message_state_name((uint8_t)p->final));
		if (p->error)
			json_key_cstr(b, "error", p->error);
		json_close(b, '}');
	}
	json_close(b, ']');
}

/* Seconds since it was sent; a receipt may have overtaken the response. */
static void
put_latency(struct buf *b, const struct store_message *sm, int64_t at)
{
	int64_t sent = sm->ended && sm->ended <= at ? sm->ended : sm->begun;
	int64_t ms = at > sent ? at - sent : 0;

	json_key(b, "latency");
	buf_fmt(b, "%lld.%03d", (long long)(ms / 1000), (int)(ms % 1000));
}

static int
put_message(struct receipt_maker *m, const struct store_message *sm,
    int64_t at, struct diag_err *err)
{
	keep(m->id, sizeof m->id, sm->id);
	json_key_cstr(&m->line, "id", sm->id);
	put_latency(&m->line, sm, at);
	put_parts(&m->line, sm);
	json_key(&m->line, "original");
	return receipt_original(m->inner, sm, &m->line, err);
}

int
receipt_compose(struct receipt_maker *m, struct store *s,
    const struct store_due *d, struct diag_err *err)
{
	uint64_t ours = RECORD_SET(REC_ID) | RECORD_SET(REC_LATENCY) |
		RECORD_SET(REC_PARTS) | RECORD_SET(REC_ORIGINAL);
	int64_t number = d->message, at = d->at;
	struct store_message sm;
	struct record rec;
	int rc;

	if (record_read(m->outer, d->record, strlen(d->record), &rec,
	    err) < 0)
		return -1;
	keep(m->id, sizeof m->id, record_str(&rec, REC_ID));
	keep(m->from, sizeof m->from, record_str(&rec, REC_FROM));
	keep(m->to, sizeof m->to, record_str(&rec, REC_TO));
	buf_reset(&m->line);
	record_open(&m->line, &rec, number ? ours : 0);
	rc = number ? store_message_get(s, number, &sm, err) : 0;
	if (rc > 0)
		rc = put_message(m, &sm, at, err);
	else if (rc == 0 && number)
		json_key_cstr(&m->line, "id", m->id);	/* it is gone by now */
	record_close(&m->line);
	if (rc < 0)
		return -1;
	return m->line.err ? diag_no_memory(err) : 0;
}

int
receipt_overdue(struct buf *out, const struct store_message *m,
    const char *domain, int64_t now)
{
	char at[CLOCK_RFC3339_SIZE];

	clock_rfc3339(now, 0, at);
	json_open(out, '{');
	json_key_cstr(out, "type", record_type_name(REC_RECEIPT));
	json_key_cstr(out, "id", m->id);
	if (domain)
		json_key_cstr(out, "domain", domain);
	/* as in a receipt: from whom the message went to */
	json_key_cstr(out, "from", m->to);
	json_key_cstr(out, "to", m->from ? m->from : "");
	if (m->nparts && m->parts[0].message_id)
		json_key_cstr(out, "message_id", m->parts[0].message_id);
	json_key_cstr(out, "state", "OVERDUE");
	json_key(out, "final");
	json_bool(out, 0);
	json_key(out, "overdue");
	json_bool(out, 1);
	json_key_cstr(out, "received", at);
	json_close(out, '}');
	return out->err ? -1 : 0;
}
