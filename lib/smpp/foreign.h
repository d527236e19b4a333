/*
 * foreign - the name of a protocol that is not SMPP, from how it begins.
 *
 * A wrong port, a missing smpps://, a scanner: what came in place of SMPP's
 * first PDU says what to mend.
 */
#ifndef SMPP_FOREIGN_H
#define SMPP_FOREIGN_H

#include "smpp/session.h"

/**
 * Name the protocol whose first n octets these are.
 *
 * us:	what we are: to an ESME "the port speaks HTTP", to an SMSC "the peer
 *	speaks HTTP"
 *
 * Returns a static text, or NULL: nothing that is known, SMPP itself included.
 * Four octets suffice.
 */
const char *smpp_foreign(enum smpp_role us, const void *octets, size_t n);

#endif
