/*
 * segment - where a long text is cut.
 *
 * Spec: 3GPP TS 23.040, 9.2.3.24.1: a short message has 140 octets (160
 * septets) less the user data header; SMPP's SAR parameters carry the same.
 */
#ifndef GSM_SEGMENT_H
#define GSM_SEGMENT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gsm/dcs.h"
#include "gsm/pack.h"

enum {
	GSM_SM_OCTETS = 140,
	GSM_SM_SEPTETS = 160,
	GSM_SEGMENTS_MAX = 255,	/* the total is one octet everywhere */
};

/**
 * How many units fit one short message behind a header.
 *
 * udh:	octets of the header, UDHL included; 0 for none.
 *
 * GSM 7 bit: (140 - udh) * 8 / 7 septets, so 160, 153 (udh 6), 152 (udh 7).
 * UCS2: (140 - udh) / 2 units, so 70, 67, 66.  Else 140 - udh octets.
 * 0 when the header leaves no room.
 */
size_t gsm_segment_room(enum gsm_coding coding, size_t udh);

/**
 * Cut nunits units into segments of at most room units.
 *
 * brk:		an enum gsm_break a unit (see gsm_text_encode); NULL: every
 *		place is as good as another (binary data)
 * at_space:	cut behind white space where the segment has some in its
 *		second half; else at a grapheme cluster where possible,
 *		and never at GSM_BREAK_NEVER
 * ends, cap:	receives for each segment the index of the unit behind it
 *
 * A cluster longer than a segment is cut between its characters.  No units
 * give one empty segment.
 *
 * Returns the number of segments, or
 *	GSM_ESEGMENTS	more than cap are needed
 *	GSM_ERANGE	room is 0, or a character does not fit room
 */
ssize_t gsm_segment(const uint8_t *brk, size_t nunits, size_t room,
	int at_space, size_t *ends, size_t cap);

#endif
