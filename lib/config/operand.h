/*
 * operand - the domain that the command line names, or the URL that stands for
 * one.
 */
#ifndef CONFIG_OPERAND_H
#define CONFIG_OPERAND_H

#include "config/config.h"

enum operand_kind { OPERAND_SMPP, OPERAND_MM7 };	/* whose URLs it takes */

/**
 * The domain that an operand names.
 *
 * A URL (`smpp://system_id@host:port`, `smpps://...` with TLS,
 * `smpp+unix:/path`; `http(s)://user@host:port/path` of an MMSC) becomes a stanza
 * of that name in c; a password in it is refused (argv is public).
 *
 * Returns the name (borrowed from operand), or NULL with err filled: EX_USAGE,
 * EX_CONFIG (no stanza of that name).
 */
const char *config_operand(struct config *c, enum operand_kind kind,
	const char *operand, struct diag_err *err);

#endif
