/*
 * pdu_lists - the two lists inside PDUs: submit_multi's destinations and what
 * failed of them.  For pdu.c only.
 */
#ifndef SMPP_PDU_LISTS_H
#define SMPP_PDU_LISTS_H

#include "base/cur.h"
#include "smpp/pdu.h"

/* Take n entries; c->err is set when one is cut short or of no known kind. */
struct smpp_octets smpp_dests_take(struct cur *c, unsigned n);
struct smpp_octets smpp_unsuccess_take(struct cur *c, unsigned n);

/* 1 when there are exactly n entries, each as the specification allows. */
int smpp_dests_strict(struct smpp_octets dests, unsigned n);
int smpp_unsuccess_strict(struct smpp_octets un, unsigned n);

#endif
