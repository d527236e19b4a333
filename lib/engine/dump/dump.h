/*
 * dump - PDUs as JSON lines and back; smpp-dump(1) describes the lines.
 *
 * The two conversions are pure; dump_run() reads and writes.
 */
#ifndef ENGINE_DUMP_H
#define ENGINE_DUMP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

/* Where a PDU was found. */
struct dump_place {
	unsigned long line;	/* of hex, from 1; 0: the input is octets */
	uint64_t offset;	/* octets in front of it, in the line or input */
	const struct dump_leg *leg;	/* or on which way; NULL */
};

/* A trace's PDU: what its line says in place of the line and offset. */
struct dump_leg {
	int64_t time;		/* Unix ms */
	long pid;		/* the program, */
	unsigned long connection;	/* which of its connections, */
	const char *peer;	/* and with whom */
	int out;		/* to the peer; 0: from it */
};

/**
 * Append the line for one PDU, p[0..n) with n its command_length.
 *
 * passwords: 0: a password is shown as `***`, and the octets of a bind that
 *	is malformed are not shown.
 *
 * Returns 0, or -1 with err (NULL is allowed) filled (EX_DATAERR): the PDU's body
 * is malformed, and the line says so.
 */
int dump_pdu(struct buf *out, const uint8_t *p, size_t n,
	const struct dump_place *at, int passwords, struct diag_err *err);

/**
 * Append the line for octets that are no whole PDU: why they are not, and what
 * there is of the header.
 */
void dump_broken(struct buf *out, const uint8_t *p, size_t n,
	const struct dump_place *at, int passwords, const char *why);

/*
 * Append the line for octets of which nobody knows what they are: a PDU, or how
 * smpp_pdu_length() says that they are none.  Returns 0, or -1 with err filled,
 * as dump_pdu().
 */
int dump_octets(struct buf *out, const uint8_t *p, size_t n,
	const struct dump_place *at, int passwords, struct diag_err *err);

/* The way back, with its memory, used again for each line. */
struct dump_encoder;
struct dump_encoder *dump_encoder_new(void);	/* NULL: out of memory */
void dump_encoder_free(struct dump_encoder *e);

/**
 * Append the octets of the PDU that a line describes.
 *
 * line: its number, which is the sequence_number where none is given.
 *
 * Returns 0, or -1 with err filled: EX_DATAERR, EX_TEMPFAIL out of memory; then
 * nothing was appended.
 */
int dump_encode(struct dump_encoder *e, const char *text, size_t n,
	unsigned long line, struct buf *out, struct diag_err *err);

struct dump_opts {
	int encode;		/* JSON to octets */
	int hex;		/* octets are hex digits, in lines */
	int passwords;		/* show them */
	int dry;		/* read and check, write nothing */
};

/*
 * Read all of descriptor in, called name in messages, and write to descriptor
 * out.  Returns the exit status; all but 0 was said on stderr.
 */
int dump_run(const struct dump_opts *o, int in, const char *name, int out);

#endif
