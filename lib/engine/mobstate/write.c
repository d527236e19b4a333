/* What is remembered, as JSON. */
#include <string.h>

#include "base/clock.h"
#include "engine/mobstate/mobstate_priv.h"
#include "gateway/sms/result.h"
#include "smpp/status.h"

static const char *const status_names[] = {
	[STORE_SENDING] = "sending",
	[STORE_OK] = "ok",
	[STORE_TEMPORARY] = "temporary",
	[STORE_PERMANENT] = "permanent",
	[STORE_UNKNOWN] = "unknown",
	[STORE_DROPPED] = "dropped",
};

const char *
mobstate_status_name(enum store_status status)
{
	return status_names[status];
}

int
mobstate_status_parse(const char *name, size_t n)
{
	int i;

	for (i = STORE_SENDING; i <= STORE_DROPPED; i++)
		if (strlen(status_names[i]) == n &&
		    memcmp(status_names[i], name, n) == 0)
			return i;
	return -1;
}

/* ---- members ---- */

void
mobstate_key_text(struct buf *b, const char *name, const char *text)
{
	if (text)
		json_key_cstr(b, name, text);
}

void
mobstate_key_time(struct buf *b, const char *name, int64_t at)
{
	char text[CLOCK_RFC3339_SIZE];

	if (!at)
		return;
	clock_rfc3339(at, 1, text);
	json_key_cstr(b, name, text);
}

/* message_state by its name, or its number where it has none. */
static void
key_state(struct buf *b, const char *name, int state)
{
	const char *text = smpp_message_state_name((uint8_t)state);

	if (!state)
		return;
	if (text)
		json_key_cstr(b, name, text);
	else
		json_key_int(b, name, state);
}

/* ---- a submit record with its result ---- */

/* What sms-record(5) calls it.  One that is being sent may have been sent. */
static const struct sms_result results[] = {
	[STORE_SENDING] = { SMS_UNKNOWN, 0, "it is being sent", 0 },
	[STORE_OK] = { SMS_OK, 0, NULL, 0 },
	[STORE_TEMPORARY] = { SMS_TEMPORARY, 0, "not sent", 0 },
	[STORE_PERMANENT] = { SMS_PERMANENT, 0, "refused", 0 },
	[STORE_UNKNOWN] = { SMS_UNKNOWN, 0,
		"no response came: it may have been sent", 0 },
	[STORE_DROPPED] = { SMS_PERMANENT, 0,
		"given up: it may have been sent", 0 },
};

static enum sms_part_state
part_state(const struct store_part *p)
{
	switch (p->state) {
	case STORE_PART_TODO: return SMS_PART_TODO;
	case STORE_PART_SENDING: return SMS_PART_OUT;
	case STORE_PART_OK: return SMS_PART_OK;
	case STORE_PART_UNKNOWN: return SMS_PART_UNKNOWN;
	case STORE_PART_REFUSED: break;
	}
	/* 0: of an MMS, which has none of SMPP's */
	return !p->status ||
		smpp_status_find(p->status)->class == SMPP_CLASS_PERMANENT ?
		SMS_PART_PERMANENT : SMS_PART_TEMPORARY;
}

static void
write_result(struct buf *b, const struct store_message *msg)
{
	struct sms_part parts[STORE_PARTS_MAX];
	struct sms_result r;
	char at[CLOCK_RFC3339_SIZE];
	unsigned i;

	memset(parts, 0, sizeof parts);
	for (i = 0; i < msg->nparts; i++) {
		parts[i].state = part_state(&msg->parts[i]);
		parts[i].status = msg->parts[i].status;
		/* only to be read */
		parts[i].message_id = (char *)msg->parts[i].message_id;
	}
	r = sms_result_of(parts, msg->nparts);
	if (!msg->nparts || msg->status == STORE_SENDING ||
	    r.status != results[msg->status].status)
		r = results[msg->status];
	clock_rfc3339(msg->ended ? msg->ended : msg->begun, 0, at);
	sms_result_write(b, &r, parts, msg->nparts, msg->ref, msg->account, at);
}

/* The error of the part whose receipt decided: the first of that state. */
static const char *
final_error(const struct store_message *msg)
{
	unsigned i;

	for (i = 0; i < msg->nparts; i++)
		if (msg->parts[i].final == msg->final && msg->parts[i].error)
			return msg->parts[i].error;
	return NULL;
}

/* The record as it was kept, less what is written anew. */
static void
open_record(struct mobstate *m, const struct store_message *msg)
{
	const uint64_t anew = RECORD_SET(REC_RESULT) | RECORD_SET(REC_STATE) |
		RECORD_SET(REC_DONE) | RECORD_SET(REC_ERROR);
	struct record rec;

	if (record_read(m->outer, msg->record, strlen(msg->record), &rec,
	    NULL) == 0) {
		record_open(&m->line, &rec, anew);
		if (!rec.v[REC_TYPE])
			json_key_cstr(&m->line, "type",
			    record_type_name(REC_SUBMIT));
		if (!record_str(&rec, REC_ID))
			json_key_cstr(&m->line, "id", msg->id);
		return;
	}
	record_begin(&m->line, REC_SUBMIT);
	json_key_cstr(&m->line, "id", msg->id);
	mobstate_key_text(&m->line, "from", msg->from);
	mobstate_key_text(&m->line, "to", msg->to);
}

void
mobstate_write_submit(struct mobstate *m, const struct store_message *msg)
{
	open_record(m, msg);
	write_result(&m->line, msg);
	key_state(&m->line, "state", msg->final);
	mobstate_key_time(&m->line, "done", msg->final_at);
	if (msg->final)
		mobstate_key_text(&m->line, "error", final_error(msg));
	record_close(&m->line);
}

/* ---- lines of an export ---- */

static const char *const part_names[] = {
	[STORE_PART_TODO] = "todo",
	[STORE_PART_SENDING] = "sending",
	[STORE_PART_OK] = "ok",
	[STORE_PART_REFUSED] = "refused",
	[STORE_PART_UNKNOWN] = "unknown",
};

int
mobstate_part_parse(const char *name)
{
	int i;

	for (i = STORE_PART_TODO; i <= STORE_PART_UNKNOWN; i++)
		if (strcmp(part_names[i], name) == 0)
			return i;
	return -1;
}

static void
write_part(struct buf *b, const struct store_part *p)
{
	json_open(b, '{');
	json_key_cstr(b, "status", part_names[p->state]);
	mobstate_key_text(b, "message_id", p->message_id);
	if (p->status)
		json_key_int(b, "code", p->status);
	if (p->umr >= 0)
		json_key_int(b, "umr", p->umr);
	key_state(b, "state", p->final);
	mobstate_key_time(b, "done", p->final_at);
	mobstate_key_text(b, "error", p->error);
	json_close(b, '}');
}

static int
write_event(void *arg, const struct store_event *e)
{
	struct buf *b = arg;

	json_open(b, '{');
	mobstate_key_time(b, "at", e->at);
	json_key_cstr(b, "what", e->what);
	mobstate_key_text(b, "text", e->text);
	json_close(b, '}');
	return 0;
}

static void
write_message(struct buf *b, const struct store_message *msg)
{
	unsigned i;

	json_open(b, '{');
	json_key_cstr(b, "kind", "message");
	json_key_cstr(b, "id", msg->id);
	json_key_cstr(b, "account", msg->account);
	mobstate_key_text(b, "from", msg->from);
	json_key_cstr(b, "to", msg->to);
	json_key_cstr(b, "status", status_names[msg->status]);
	mobstate_key_time(b, "begun", msg->begun);
	mobstate_key_time(b, "ended", msg->ended);
	if (msg->ref >= 0)
		json_key_int(b, "reference", msg->ref);
	if (msg->asked)
		json_key_int(b, "registered_delivery", msg->asked);
	if (msg->fingerprint)
		json_key_int(b, "fingerprint", msg->fingerprint);
	key_state(b, "state", msg->final);
	mobstate_key_time(b, "done", msg->final_at);
	mobstate_key_time(b, "overdue", msg->overdue);
	json_key(b, "record");
	json_raw(b, msg->record, strlen(msg->record));
	json_key(b, "parts");
	json_open(b, '[');
	for (i = 0; i < msg->nparts; i++)
		write_part(b, &msg->parts[i]);
	json_close(b, ']');
}

int
mobstate_write_message(struct mobstate *m, const struct store_message *msg)
{
	int64_t n = msg->n;
	struct diag_err err;

	write_message(&m->line, msg);
	json_key(&m->line, "events");
	json_open(&m->line, '[');
	if (store_event_each(m->store, n, write_event, &m->line, &err) < 0)
		return mobstate_fail(&err);
	json_close(&m->line, ']');
	record_close(&m->line);
	return 0;
}

void
mobstate_write_reply(struct mobstate *m, const struct store_reply *r)
{
	struct buf *b = &m->line;

	json_open(b, '{');
	json_key_cstr(b, "kind", "reply");
	json_key_cstr(b, "account", r->account);
	json_key_cstr(b, "number", r->number);
	json_key_cstr(b, "phone", r->phone);
	json_key_cstr(b, "sender", r->sender);
	mobstate_key_text(b, "subject", r->subject);
	mobstate_key_text(b, "message_id", r->message_id);
	mobstate_key_time(b, "used", r->used);
	record_close(b);
}
