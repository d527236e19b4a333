#include "gateway/mms/report.h"

#include <string.h>

#include "base/clock.h"
#include "gateway/mms/deliver_priv.h"
#include "mm7/status.h"
#include "record/record.h"

static void
put_member(struct buf *out, const char *name, const char *s)
{
	if (s && *s)
		json_key_cstr(out, name, s);
}

/* id and domain of the message that it is about, or ours. */
static void
put_ids(struct buf *out, const struct mms_context *ctx, const char *original,
    size_t n)
{
	struct json_reader *r = original ? json_reader_new() : NULL;
	struct record rec;
	int known = r && record_read(r, original, n, &rec, NULL) == 0;

	put_member(out, "id", known && record_str(&rec, REC_ID) ?
	    record_str(&rec, REC_ID) : ctx->id);
	put_member(out, "domain", known && record_str(&rec, REC_DOMAIN) ?
	    record_str(&rec, REC_DOMAIN) : ctx->domain);
	out->err |= original && !r;
	json_reader_free(r);
}

static void
put_state(struct buf *out, const struct mm7_msg *m)
{
	const struct mm7_mm_status *s = mm7_mm_status_find(
	    m->v[MM7_MM_STATUS] ? m->v[MM7_MM_STATUS] : "", 0);

	json_key_cstr(out, "state", s->state);
	json_key(out, "final");
	json_bool(out, s->final);
	/* RFC 3463; states do not tell all that MM7's do */
	put_member(out, "enhanced", s->enhanced);
}

static void
put_time(struct buf *out, const char *name, int64_t ms)
{
	char text[CLOCK_RFC3339_SIZE];

	clock_rfc3339(ms, 0, text);
	json_key_cstr(out, name, text);
}

int
mms_report_record(const struct mm7_msg *m, const struct mms_context *ctx,
    const char *original, size_t n, struct buf *out)
{
	int is_read = m->op == MM7_READ_REPLY_REQ;
	int64_t done;

	record_begin(out, is_read ? REC_READ : REC_RECEIPT);
	put_ids(out, ctx, original, n);
	put_member(out, "from", mms_address_text(&m->recipient));
	put_member(out, "to", mms_address_text(&m->sender));
	put_member(out, "message_id", m->v[MM7_MESSAGE_ID]);
	if (!is_read)
		put_state(out, m);
	put_member(out, "error", m->v[MM7_MM_STATUS_EXTENSION] ?
	    m->v[MM7_MM_STATUS_EXTENSION] : m->v[MM7_STATUS_TEXT]);
	if (mms_time(m->v[MM7_TIME_STAMP], &done) == 0)
		put_time(out, "done", done);
	put_member(out, "smsc", ctx->peer);
	put_time(out, "received", ctx->now_ms);
	mms_put_fields(out, m);
	if (original) {
		json_key(out, "original");
		while (n && strchr("\r\n \t", original[n - 1]))
			n--;
		json_raw(out, original, n);
	}
	record_close(out);
	return out->err ? -1 : 0;
}
