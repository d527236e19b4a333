/* Answers to those who brought something.  See inbox.h. */
#include "base/diag.h"
#include "engine/listen/inbox_priv.h"
#include "smpp/status.h"

static void
give(struct inbox_peer *p, const struct smpp_pdu *resp)
{
	if (!p || !p->conn)
		return;
	if (p->respond)
		p->respond(p, resp);
	else
		smpp_session_respond(conn_session(p->conn), resp, clock_mono());
	conn_kick(p->conn);
}

void
inbox_respond(struct inbox_peer *p, uint32_t command, uint32_t seq, uint32_t status,
    const char *id)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	/* v3.4, 4.6.2: the message_id of a deliver_sm_resp is empty */
	if (command == SMPP_SUBMIT_SM || command == SMPP_DATA_SM)
		resp.message_id = status ? NULL : id;
	give(p, &resp);
}

/* Every destination of a submit_multi has that status; v3.4, 4.5.2.1. */
static void
fail_all(struct inbox_request *r, uint32_t status)
{
	struct smpp_octets dests = { (uint8_t *)r->dests.p, r->dests.len };
	struct smpp_unsuccess u = { .status = status };
	struct smpp_dest d;
	size_t at = 0;

	while (smpp_dest_next(dests, &at, &d) == 1) {
		u.ton = d.ton;
		u.npi = d.npi;
		u.addr = d.addr;
		smpp_unsuccess_put(&r->failed, &u);
		r->nfailed++;
	}
}

void
inbox_alert_lost(const char *what)
{
	diag_warn(NULL, "%s: alert_notification lost: it was not taken, and the "
	    "SMSC does not repeat it", what);
}

/* The answer to r, whatever it asked for. */
void
inbox_answer(struct inbox_request *r, uint32_t status)
{
	struct smpp_pdu resp = { .command = r->command, .seq = r->seq,
		.status = status, .message_id = r->id };

	if (r->command == SMPP_ALERT_NOTIFICATION) {
		if (status != SMPP_ROK)
			inbox_alert_lost(r->id);
		return;
	}
	if (r->command != SMPP_SUBMIT_MULTI) {
		inbox_respond(r->peer, r->command, r->seq, status, r->id);
		return;
	}
	if (status) {
		resp.message_id = NULL;
		fail_all(r, status);
	}
	if (r->failed.err) {
		resp.status = resp.status ? resp.status : SMPP_RSYSERR;
		r->failed.len = r->nfailed = 0;
	}
	resp.no_unsuccess = r->nfailed;
	resp.unsuccess = (struct smpp_octets){ (uint8_t *)r->failed.p,
		r->failed.len };
	give(r->peer, &resp);
}

uint32_t
inbox_status(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_DONE: return SMPP_ROK;
	case OUTCOME_REFUSED: return SMPP_RX_P_APPN;
	case OUTCOME_BUSY: return SMPP_RMSGQFUL;
	default: return SMPP_RX_T_APPN;
	}
}
