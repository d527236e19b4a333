#include "gsm/segment.h"
#include "gsm/text.h"

size_t
gsm_segment_room(enum gsm_coding coding, size_t udh)
{
	size_t octets = udh < GSM_SM_OCTETS ? GSM_SM_OCTETS - udh : 0;

	switch (coding) {
	case GSM_CODING_GSM7:
		return octets * 8 / 7;
	case GSM_CODING_UCS2:
		return octets / 2;
	default:
		return octets;
	}
}

/* The last place in [from, to] that is at least as good as least, or 0. */
static size_t
last_place(const uint8_t *brk, size_t from, size_t to, enum gsm_break least)
{
	size_t i;

	for (i = to; i >= from; i--)
		if (brk[i] >= least)
			return i;
	return 0;
}

/*
 * Where the segment that begins at start ends, being room units long at most;
 * more units than that follow.  0 when there is no place.
 */
static size_t
cut(const uint8_t *brk, size_t start, size_t room, int at_space)
{
	size_t end = start + room;
	size_t at = 0;

	if (!brk)
		return end;
	if (at_space)	/* the space itself in the second half */
		at = last_place(brk, start + room / 2 + 1, end, GSM_BREAK_SPACE);
	if (at == 0)
		at = last_place(brk, start + 1, end, GSM_BREAK_CLUSTER);
	if (at == 0)
		at = last_place(brk, start + 1, end, GSM_BREAK_CHAR);
	return at;
}

ssize_t
gsm_segment(const uint8_t *brk, size_t nunits, size_t room, int at_space,
    size_t *ends, size_t cap)
{
	size_t start = 0;
	size_t n = 0;

	if (room == 0)
		return GSM_ERANGE;
	do {
		if (n == cap)
			return GSM_ESEGMENTS;
		if (nunits - start <= room)
			ends[n] = nunits;
		else
			ends[n] = cut(brk, start, room, at_space);
		if (ends[n] == 0 && nunits > 0)
			return GSM_ERANGE;
		start = ends[n++];
	} while (start < nunits);
	return (ssize_t)n;
}
