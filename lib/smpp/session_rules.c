#include "smpp/session_priv.h"

/* sets of states */
enum {
	O = 1 << SMPP_OPEN,
	TX = 1 << SMPP_BOUND_TX,
	RX = 1 << SMPP_BOUND_RX,
	TRX = 1 << SMPP_BOUND_TRX,
	BOUND = TX | RX | TRX,
};

/*
 * v3.4, 2.3, table 2-1: in which states a request is sent by whom.  unbind
 * and the peer's enquire_link don't stand here: they are always answered.
 */
static const struct {
	uint32_t command;
	uint8_t esme, smsc;
	uint8_t also;	/* the peer's is taken in these too */
} rules[] = {
	{ SMPP_SUBMIT_SM,		TX | TRX,	0,		0 },
	{ SMPP_DELIVER_SM,		0,		RX | TRX,	0 },
	/* the table has all three for both; what goes against the bind we
	   take and don't send */
	{ SMPP_DATA_SM,			TX | TRX,	RX | TRX,	BOUND },
	{ SMPP_SUBMIT_MULTI,		TX | TRX,	0,		0 },
	{ SMPP_QUERY_SM,		TX | TRX,	0,		0 },
	{ SMPP_CANCEL_SM,		TX | TRX,	0,		0 },
	/* the table has BOUND_TX alone, 2.7 has BOUND_TRX too */
	{ SMPP_REPLACE_SM,		TX | TRX,	0,		0 },
	{ SMPP_ENQUIRE_LINK,		BOUND,		BOUND,		0 },
	{ SMPP_ALERT_NOTIFICATION,	0,		RX | TRX,	0 },
	{ SMPP_BIND_RECEIVER,		O,		0,		0 },
	{ SMPP_BIND_TRANSMITTER,	O,		0,		0 },
	{ SMPP_BIND_TRANSCEIVER,	O,		0,		0 },
	{ SMPP_OUTBIND,			0,		O,		0 },
};

int
sess_speaks(uint32_t command)
{
	size_t i;

	for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (rules[i].command == command)
			return 1;
	return 0;
}

static unsigned
allowed(uint32_t command, enum smpp_role sender, int taken)
{
	size_t i;

	for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (rules[i].command == command)
			return (sender == SMPP_ESME ? rules[i].esme :
			    rules[i].smsc) | (taken ? rules[i].also : 0u);
	return 0;
}

int
sess_may_send(const struct smpp_session *s, uint32_t command)
{
	return (allowed(command, s->role, 0) >> s->state & 1) != 0;
}

int
sess_may_take(const struct smpp_session *s, uint32_t command)
{
	enum smpp_role peer = s->role == SMPP_ESME ? SMPP_SMSC : SMPP_ESME;
	enum smpp_state state = s->state;

	/* our unbind may have crossed it; and some SMSCs deliver before their
	   bind_resp */
	if (state == SMPP_UNBINDING ||
	    (state == SMPP_BINDING && s->role == SMPP_ESME))
		state = s->mode;
	return (allowed(command, peer, 1) >> state & 1) != 0;
}

int
sess_bound(const struct smpp_session *s)
{
	return s->state == SMPP_BOUND_RX || s->state == SMPP_BOUND_TX ||
	    s->state == SMPP_BOUND_TRX;
}

enum smpp_state
sess_bind_mode(uint32_t command)
{
	switch (command) {
	case SMPP_BIND_RECEIVER:
		return SMPP_BOUND_RX;
	case SMPP_BIND_TRANSMITTER:
		return SMPP_BOUND_TX;
	case SMPP_BIND_TRANSCEIVER:
		return SMPP_BOUND_TRX;
	default:
		return SMPP_OPEN;
	}
}

int
sess_unanswered(uint32_t command)
{
	return command == SMPP_ALERT_NOTIFICATION || command == SMPP_OUTBIND;
}
