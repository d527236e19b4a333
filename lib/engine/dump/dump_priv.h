/* dump_priv - the parts of the way back from JSON; for dump_*.c only. */
#ifndef ENGINE_DUMP_PRIV_H
#define ENGINE_DUMP_PRIV_H

#include "engine/dump/dump.h"
#include "record/json.h"
#include "smpp/pdu.h"

enum {
	DUMP_DEPTH = 4,	/* the line, a list in it, an object in that, {"hex"} */
	DUMP_SLACK = 512,	/* octets of fields that a line leaves out, and more */
};

struct dump_encoder {
	struct json_reader *reader[DUMP_DEPTH];
	struct buf arena;	/* what was hex: never grows while a line is read */
	struct buf dests, unsuccess, tlvs;
};

/* What came of the line that is being read. */
struct dump_job {
	struct dump_encoder *e;
	struct diag_err *err;
	const struct smpp_command_def *def;	/* NULL: unknown */
	struct smpp_pdu pdu;
	struct smpp_octets rest;
	size_t fields;		/* how many def has */
	size_t present;		/* how many of them the PDU shall have */
	size_t last;		/* the last that was given, from 1 */
};

/*
 * Take the value of a member.  All return 0, or -1 with j->err filled, which
 * begins with name.  depth is the reader that is free.
 */
int dump_take_uint(struct dump_job *j, const struct json_value *v,
	const char *name, uint32_t max, uint32_t *out);
int dump_take_u8(struct dump_job *j, const struct json_value *v,
	const char *name, uint8_t *out);
/* A string of hex digits; the octets live in the arena, a NUL behind them. */
int dump_take_hex(struct dump_job *j, const struct json_value *v,
	const char *name, struct smpp_octets *out);
/* An object {"hex":"..."}. */
int dump_take_hex_object(struct dump_job *j, const struct json_value *v,
	const char *name, int depth, struct smpp_octets *out);
/* Text, or octets as an object, for a C string. */
int dump_take_cstr(struct dump_job *j, const struct json_value *v,
	const char *name, int depth, const char **out);
/* Names or numbers. */
int dump_take_status(struct dump_job *j, const struct json_value *v,
	const char *name, uint32_t *out);
int dump_take_command(struct dump_job *j, const struct json_value *v,
	uint32_t *out);

/* The lists and tlv of a line, to the buffers of j->e. */
int dump_take_dests(struct dump_job *j, const struct json_value *v);
int dump_take_unsuccess(struct dump_job *j, const struct json_value *v);
int dump_take_tlvs(struct dump_job *j, const struct json_value *v);

/* Fill j->err with `name: why'; -1. */
int dump_bad(struct dump_job *j, const char *name, const char *why);

#endif
