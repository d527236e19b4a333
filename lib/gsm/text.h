/*
 * text - UTF-8 to the units of a coding and back, and where a text may be cut.
 *
 * A unit is a septet (GSM_CODING_GSM7), an octet (ASCII, Latin-1, Cyrillic,
 * Hebrew, octets) or two octets (UCS2: UTF-16BE, a surrogate pair is two
 * units).  In memory a unit takes gsm_unit_octets() octets.
 */
#ifndef GSM_TEXT_H
#define GSM_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gsm/alphabet.h"
#include "gsm/dcs.h"
#include "gsm/pack.h"

/* How good a place before a unit is to begin a new segment with it. */
enum gsm_break {
	GSM_BREAK_NEVER = 0,	/* inside an escape or surrogate pair */
	GSM_BREAK_CHAR = 1,	/* inside a grapheme cluster (UAX #29) */
	GSM_BREAK_CLUSTER = 2,	/* between what a reader sees as characters */
	GSM_BREAK_SPACE = 3,	/* right behind white space */
};

/* Octets of a unit in memory: 2 for UCS2, else 1. */
size_t gsm_unit_octets(enum gsm_coding coding);

/**
 * Encode UTF-8 text.
 *
 * coding:	not GSM_CODING_DEFAULT and not GSM_CODING_OCTETS
 * t:		tables, for GSM_CODING_GSM7 only
 * out, cap:	units one after the other; cap in units
 * brk:		cap octets: an enum gsm_break for each unit (the first has
 *		GSM_BREAK_CLUSTER); NULL when not wanted
 * bad:		receives, on GSM_ECHAR and GSM_EUTF8, the offset of the
 *		character in the text; may be NULL
 *
 * Never replaces a character by another.  No BOM is written.  A text of n
 * octets never gives more than n units, except GSM_CODING_GSM7: 2 * n.
 *
 * Returns the number of units, or
 *	GSM_ENOSPC	cap is too small
 *	GSM_ECHAR	the coding does not have a character
 *	GSM_EUTF8	not valid UTF-8
 *	GSM_ERANGE	a coding that is not allowed here
 */
ssize_t gsm_text_encode(enum gsm_coding coding, struct gsm_tables t,
	const char *utf8, size_t n, uint8_t *out, uint8_t *brk, size_t cap,
	size_t *bad);

/**
 * Decode units to UTF-8: what a peer sent, so nothing is refused.
 *
 * in, noctets:	octets (of UCS2 an odd last one gives U+FFFD).  UCS2: a BOM is
 *		heeded and dropped; a lone surrogate gives U+FFFD.  ASCII and
 *		the others: an octet without a character gives U+FFFD
 *		(octets: none has one).  GSM_CODING_DEFAULT is read as GSM 7 bit
 * out, outsz:	never more than 3 octets an input octet are needed
 *
 * Returns the octets written (no NUL is), or GSM_ENOSPC.
 */
ssize_t gsm_text_decode(enum gsm_coding coding, struct gsm_tables t,
	const uint8_t *in, size_t noctets, char *out, size_t outsz);

/**
 * Is UCS2 without a BOM in the wrong order, little-endian?  A guess, for what a
 * peer sent: yes where, so read, it is one alphabet (a block of 256 characters)
 * beside ASCII, in three units or more and most of all, and none of it is so when
 * read big-endian.  CJK text hardly ever is.
 */
int gsm_ucs2_is_swapped(const uint8_t *in, size_t noctets);

/**
 * Does a grapheme cluster go on from one character to the next?  A short form
 * of UAX #29 that knows what occurs in messages: combining marks, variation
 * selectors, ZWJ sequences, emoji modifiers, regional indicator pairs (odd:
 * how many indicators stand directly before next, counted in the same
 * cluster run), tag characters, Hangul syllables, Indic conjuncts, CR LF.
 */
int gsm_cluster_continues(uint32_t prev, uint32_t next, unsigned odd);

#endif
