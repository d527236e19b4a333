/* What tests of handler.c may change. */
#ifndef FLOW_HANDLER_PRIV_H
#define FLOW_HANDLER_PRIV_H

#include "flow/handler.h"

/* HANDLER_GRACE, unless a test has no time for that. */
extern msec handler_grace;

#endif
