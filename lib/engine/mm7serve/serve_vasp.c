/* What an MMSC asks of a VASP: messages, delivery reports, read replies.  See
   serve_priv.h. */
#include <sysexits.h>

#include "engine/mm7serve/serve_priv.h"
#include "gateway/mms/serve.h"

static void
on_delivered(void *arg, enum outcome outcome)
{
	struct serve_request *r = arg;

	switch (outcome) {
	case OUTCOME_DONE:
		if (r->serve->reports)
			serve_owe(r);
		serve_end(r, SERVE_OK, NULL);
		break;
	case OUTCOME_REFUSED:
		serve_end(r, SERVE_REJECTED, NULL);
		break;
	default:
		serve_end(r, SERVE_UNAVAILABLE, NULL);
		break;
	}
}

/* Why nothing could be made of it: the peer's fault, or ours. */
static enum serve_code
fault_of(const struct diag_err *err)
{
	return outcome_of_sysexit(err->sysexit) == OUTCOME_REFUSED ?
		SERVE_CONTENT_REFUSED : SERVE_UNAVAILABLE;
}

void
serve_take_message(struct serve_request *r)
{
	struct serve *s = r->serve;
	struct serve_made made;
	struct handler_message m;

	switch (serve_make(r, &made)) {
	case SERVE_NOTHING:
		diag_debug("%s: a report on %s becomes no mail: %s", r->id,
		    r->msg.v[MM7_MESSAGE_ID] ? r->msg.v[MM7_MESSAGE_ID] :
		    "nothing", s->original.len ? "nobody is to hear of it" :
		    s->d.store ? "the store has no such message" :
		    "there is no store");
		serve_end(r, SERVE_OK, NULL);
		break;
	case SERVE_FAILED:
		diag_warn(NULL, "%s: %s: %s", http_exchange_peer(r->x), r->id,
		    r->err.text);
		serve_end(r, fault_of(&r->err), r->err.text);
		break;
	default:
		m = (struct handler_message){ .input = s->out.p,
			.n = s->out.len, .sender = made.sender,
			.recipients = made.to, .nrecipients = made.nto,
			.id = r->id };
		if (delivery_put(s->d.delivery, &m, 1, on_delivered, r) < 0)
			serve_end(r, SERVE_UNAVAILABLE, NULL);
	}
	serve_made_release(&made);
}
