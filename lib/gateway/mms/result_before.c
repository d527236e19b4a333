/* A result that comes in.  See result.h. */
#include <string.h>

#include "gateway/mms/result.h"

static int
is_status(const struct record_sub *sub, enum sms_status status)
{
	const char *s = record_sub_str(sub, "status");

	return s && strcmp(s, sms_status_name(status)) == 0;
}

/* Take over what an object says of a recipient: 1: it is done with. */
static int
take(struct mms_submit *s, struct mms_recipient *r,
    const struct record_sub *sub, int resend)
{
	const struct json_value *code = json_member(sub->v, sub->n, "code");

	if (!is_status(sub, SMS_OK) && (resend || !is_status(sub, SMS_UNKNOWN)))
		return 0;
	r->status = is_status(sub, SMS_OK) ? SMS_OK : SMS_UNKNOWN;
	r->code = code && code->kind == JSON_INT ? (int)code->i : 0;
	r->enhanced = arena_str(&s->own, record_sub_str(sub, "enhanced"));
	r->reason = arena_str(&s->own, record_sub_str(sub, "reason"));
	r->message_id = arena_str(&s->own,
	    record_sub_str(sub, "message_id"));
	r->transaction_id = arena_str(&s->own,
	    record_sub_str(sub, "transaction_id"));
	return 1;
}

/* The element of `recipients` that is about r: 1, and *sub; 0: none. */
static int
find(struct json_reader *reader, const struct json_value *v, size_t n,
    const struct mms_recipient *r, struct record_sub *sub)
{
	const char *to, *us = mms_address_text(&r->addr);
	size_t i;

	for (i = 0; i < n; i++)
		if (v[i].kind == JSON_OBJECT &&
		    record_sub(reader, &v[i], sub) == 0 &&
		    (to = record_sub_str(sub, "to")) && strcmp(to, us) == 0)
			return 1;
	return 0;
}

size_t
mms_result_before(struct mms_submit *s, const struct record *rec, int resend)
{
	struct json_reader *outer = json_reader_new();
	struct json_reader *middle = json_reader_new();
	struct json_reader *inner = json_reader_new();
	const struct json_value *list = NULL;
	struct record_sub all, one;
	size_t left = s->nrecipients, n = 0, i = 0;

	if (!outer || !middle || !inner) {
		s->own.oom = 1;
	} else if (record_sub(outer, rec->v[REC_RESULT], &all) == 0) {
		const struct json_value *v = json_member(all.v, all.n,
		    "recipients");

		if (v && v->kind == JSON_LIST && json_read(middle, v->raw,
		    v->rawlen, &v, &n, NULL) == JSON_LIST)
			list = v;
		while (i < left) {
			struct mms_recipient *r = &s->recipient[i], t;
			int has = !list || find(inner, list, n, r, &one);

			if (!has || !take(s, r, list ? &one : &all, resend)) {
				i++;
				continue;
			}
			t = *r;
			*r = s->recipient[--left];
			s->recipient[left] = t;
		}
	}
	json_reader_free(inner);
	json_reader_free(middle);
	json_reader_free(outer);
	return left;
}
