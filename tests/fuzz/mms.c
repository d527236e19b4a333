/*
 * mms - an MM7 message that anybody may have sent becomes a mail and a record,
 * and a mail an MMS.  The first octet: whether the rest is a mail or, behind a
 * line that is its Content-Type, the body of a request.
 *
 * The mail has no header but those that we write, and each address of its
 * envelope is one; the record can be read.  An MMS's parts have ids, and names
 * in ASCII.
 */
#include "fuzz.h"

#include <string.h>

#include "base/mailaddr.h"
#include "gateway/mms/deliver.h"
#include "gateway/mms/submit.h"
#include "mm7/soap.h"

static struct config *config;
static const struct config_view *view;
static struct json_reader *reader;

static void
open_all(void)
{
	config = config_new();
	assert(config);
	view = config_view(config, NULL, NULL, NULL);
	reader = json_reader_new();
	assert(view && reader);
}

/* The lines before the first empty one begin with a name of ours or a blank. */
static void
check_headers(const struct buf *mail)
{
	static const char *const ours[] = { "Received:", "From:", "To:", "Cc:",
		"Subject:", "Date:", "Message-ID:", "Auto-Submitted:",
		"Resent-From:", "Resent-Date:", "Importance:", "Precedence:",
		"Disposition-Notification-To:", "X-Mms-", "MIME-Version:",
		"Content-", " " };
	const char *p = mail->p, *end = p + mail->len, *lf;
	size_t i, n = sizeof ours / sizeof ours[0];

	for (; p < end && *p != '\n'; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		assert(lf);
		for (i = 0; i < n && strncmp(p, ours[i], strlen(ours[i])); i++)
			;
		assert(i < n);
	}
}

static void
try_message(const struct mm7_msg *m, const struct related *r)
{
	struct mms_context ctx = { .view = view, .host = "gw.example",
		.now_ms = 1 };
	struct mms_envelope_out e;
	struct buf out = BUF_INIT;
	struct diag_err err;
	struct record rec;
	size_t i;

	if (mms_deliver_mail(m, r, &ctx, &out, &e, &err) == 0) {
		check_headers(&out);
		assert(e.nto > 0 && (!*e.sender || mail_address_ok(e.sender)));
		for (i = 0; i < e.nto; i++)
			assert(mail_address_ok(e.to[i]));
	}
	mms_envelope_release(&e);
	buf_reset(&out);
	assert(mms_deliver_record(m, r, &ctx, &out) == 0);
	/* more members than a record may have are no harm */
	if (r->nparts < JSON_MEMBERS_MAX && m->recipients[MM7_TO].n <
	    JSON_MEMBERS_MAX) {
		assert(record_read(reader, out.p, out.len, &rec, &err) == 0);
		assert(rec.v[REC_CONTENT] && rec.v[REC_MMS]);
	}
	buf_free(&out);
}

static void
try_body(const char *p, size_t n)
{
	const char *lf = n ? memchr(p, '\n', n) : NULL;
	char type[512] = "";
	struct diag_err err;
	struct related r;
	struct mm7_msg m;

	if (!lf)
		return;
	memcpy(type, p, (size_t)(lf - p) < sizeof type ? (size_t)(lf - p) :
	    sizeof type - 1);
	if (related_read(type, lf + 1, n - (size_t)(lf + 1 - p), &r, &err) == 0) {
		if (mm7_read(r.root.data, r.root.n, r.root.charset, &m,
		    &err) == 0)
			try_message(&m, &r);
		mm7_release(&m);
	}
	related_release(&r);
}

static void
try_mail(const char *p, size_t n)
{
	static const char *const to[] = { "15551234567@m.example" };
	struct mms_envelope e = { .config = config, .sender = "a@b.example" };
	struct mms_submit *s = calloc(1, sizeof *s);
	struct diag_err err;
	struct mail *mail;
	size_t i, k;

	assert(s);
	if (mail_read(p, n, &mail, &err) == 0) {
		if (mms_submit_mail(s, &e, mail, p, n, to, 1, &err) == 0)
			for (i = 0; i < s->content.n; i++) {
				const char *name = s->content.part[i].name;

				assert(*name && s->content.part[i].id);
				for (k = 0; name[k]; k++)
					assert(name[k] > ' ' && name[k] < 0x7f);
			}
		mms_submit_release(s);
		mail_free(mail);
	}
	free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (!config)
		open_all();
	if (n && data[0] & 1)
		try_mail((const char *)data + 1, n - 1);
	else if (n)
		try_body((const char *)data + 1, n - 1);
	return 0;
}
