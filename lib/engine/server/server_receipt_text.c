/* What the receipts of our server say.  See server.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/diag.h"
#include "engine/server/server.h"
#include "smpp/receipt.h"

static const char *const fields[] = { "{id}", "{submitted}", "{done}",
	"{state}", "{error}", "{text}" };
enum { FIELD_ID, FIELD_SUBMITTED, FIELD_DONE, FIELD_STATE, FIELD_ERROR,
	FIELD_TEXT, FIELDS };

int
receipts_options(const struct config_view *v)
{
	if (config_int(v, SMPP_SERVER_RECEIPT_ID_FORMAT) == ID_STRING ||
	    config_int(v, SMPP_SERVER_MESSAGE_ID_FORMAT) != ID_STRING)
		return 0;
	diag_warn(NULL, "SMPP_Server_Receipt_ID_Format wants ids that are "
	    "numbers: set SMPP_Server_Message_ID_Format too");
	return -1;
}

void
receipt_id(const struct server *s, const struct receipt *r, char out[IDENT_SIZE])
{
	int told = (int)config_int(s->d.view, SMPP_SERVER_MESSAGE_ID_FORMAT);
	int want = (int)config_int(s->d.view, SMPP_SERVER_RECEIPT_ID_FORMAT);
	uint64_t n = strtoull(r->note.message_id, NULL,
	    told == ID_HEXADECIMAL ? 16 : 10);

	if (told == ID_STRING || want == ID_STRING || want == told)
		snprintf(out, IDENT_SIZE, "%s", r->note.message_id);
	else
		snprintf(out, IDENT_SIZE, want == ID_HEXADECIMAL ?
		    "%" PRIX64 : "%" PRIu64, n);
}

/* YYMMDDhhmm, as in appendix B. */
static void
write_date(struct buf *b, int64_t ms)
{
	struct civil c = civil_from_ms(ms);

	buf_fmt(b, "%02d%02d%02d%02d%02d", c.year % 100, c.month, c.day,
	    c.hour, c.minute);
}

static void
write_field(struct buf *b, int field, const struct receipt *r, const char *id)
{
	switch (field) {
	case FIELD_ID:
		buf_str(b, id);
		break;
	case FIELD_SUBMITTED:
		write_date(b, r->note.submitted);
		break;
	case FIELD_DONE:
		write_date(b, r->done);
		break;
	case FIELD_STATE:
		buf_str(b, smpp_message_state_name(r->state));
		break;
	case FIELD_ERROR:
		buf_fmt(b, "%03u", r->error);
		break;
	case FIELD_TEXT:
		buf_add(b, r->note.text, r->note.ntext);
		break;
	}
}

/* SMPP_Server_Receipt_Text. */
static void
fill_in(struct buf *b, const char *form, const struct receipt *r,
    const char *id)
{
	size_t n;
	int i;

	while (*form) {
		for (i = 0; i < FIELDS; i++) {
			n = strlen(fields[i]);
			if (strncmp(form, fields[i], n) == 0)
				break;
		}
		if (i < FIELDS) {
			write_field(b, i, r, id);
			form += n;
		} else {
			buf_ch(b, *form++);
		}
	}
}

void
receipt_text(struct buf *b, const struct server *s, const struct receipt *r,
    const char *id)
{
	const char *form = config_str(s->d.view, SMPP_SERVER_RECEIPT_TEXT);
	const struct inbox_note *n = &r->note;
	struct smpp_octets begin = { n->text, n->ntext };
	char text[SMPP_SHORT_MESSAGE_MAX + 1];
	ssize_t len;

	if (form) {
		fill_in(b, form, r, id);
		return;
	}
	len = smpp_receipt_write(text, sizeof text, id, n->submitted, r->done,
	    smpp_message_state_name(r->state), r->error, begin);
	if (len < 0)
		b->err = 1;
	else
		buf_add(b, text, (size_t)len);
}
