/* What a delivery report says of its message, into the store.  See
   serve_priv.h. */
#include <string.h>

#include "engine/mm7serve/serve_priv.h"
#include "mm7/status.h"
#include "record/record.h"
#include "smpp/status.h"
#include "store/message.h"
#include "store/number.h"
#include "store/receipt.h"

/* The first of n addresses that is who, or n. */
static size_t
find(const struct json_value *to, size_t n, const char *who)
{
	size_t i = 0;

	while (i < n && (to[i].kind != JSON_STRING ||
	    !store_number_same(to[i].s, who)))
		i++;
	return i;
}

/* Its recipient's part, which is the place of his address among all, sorted, as
   mm7-submit has it.  m->nparts where he is none of them; -1. */
static int
part_of(struct serve_request *r, const struct store_message *m)
{
	const char *who = mms_address_text(&r->msg.recipient);
	struct json_reader *reader = r->serve->reader;
	const struct json_value *to;
	struct record rec;
	size_t n, at, i;
	int before = 0;

	if (m->nparts < 2)
		return 0;
	if (record_read(reader, m->record, strlen(m->record), &rec,
	    &r->err) < 0)
		return -1;
	if (!rec.v[REC_TO] || rec.v[REC_TO]->kind != JSON_LIST)
		return (int)m->nparts;
	/* raw is the text's, not the reader's */
	if (json_read(reader, rec.v[REC_TO]->raw, rec.v[REC_TO]->rawlen, &to,
	    &n, &r->err) < 0)
		return -1;
	at = n == m->nparts ? find(to, n, who) : n;
	if (at == n)
		return (int)m->nparts;
	for (i = 0; i < n; i++)
		before += to[i].kind == JSON_STRING &&
			strcmp(to[i].s, to[at].s) < 0;
	return before;
}

int
serve_settle(struct serve_request *r, const struct store_message *m)
{
	const struct mm7_msg *msg = &r->msg;
	const char *status = msg->v[MM7_MM_STATUS];
	const struct mm7_mm_status *what = mm7_mm_status_find(
	    status ? status : "", 0);
	struct store_receipt receipt = {
		.message_id = { msg->v[MM7_MESSAGE_ID] }, .umr = -1,
		.state = smpp_message_state_parse(what->state),
		.final = what->final, .at = clock_now(),
		.error = msg->v[MM7_MM_STATUS_EXTENSION],
		.combine = STORE_COMBINE_EACH };
	int part = part_of(r, m);

	if (part < 0)
		return -1;
	return store_receipt_note(r->serve->d.store, m->n, (unsigned)part,
	    &receipt, &r->err) < 0 ? -1 : 0;
}
