/*
 * dcs - what a data coding scheme says about the text.
 *
 * Spec: 3GPP TS 23.038, 4 (SMS data coding scheme), and SMPP v3.4, 5.2.19
 * (data_coding), which has single values of its own where TS 23.038 has
 * general groups.
 */
#ifndef GSM_DCS_H
#define GSM_DCS_H

#include <stdint.h>

/* A character coding of text on the air or on the link. */
enum gsm_coding {
	GSM_CODING_DEFAULT,	/* the SMSC's default alphabet */
	GSM_CODING_GSM7,	/* GSM 7 bit default alphabet, surely */
	GSM_CODING_ASCII,	/* IA5 */
	GSM_CODING_LATIN1,	/* ISO-8859-1 */
	GSM_CODING_CYRILLIC,	/* ISO-8859-5 */
	GSM_CODING_HEBREW,	/* ISO-8859-8 */
	GSM_CODING_UCS2,	/* in fact UTF-16BE */
	GSM_CODING_OCTETS,	/* 8 bit data: no text */
	GSM_CODINGS
};

struct gsm_dcs {
	enum gsm_coding coding;
	int message_class;	/* -1: none; 0 (flash) .. 3 */
	int compressed;		/* then text is not to be read */
	int mwi;		/* message waiting indication group */
};

/**
 * What data_coding means in an SMPP PDU.
 *
 * 0..15 as SMPP v3.4, 5.2.19, says (5, 9, 10, 13, 14, which we have no table
 * for, and reserved ones give GSM_CODING_OCTETS); from 16 on as TS 23.038, 4,
 * says (reserved values: GSM_CODING_DEFAULT, as 4 there asks; a reserved bit
 * in a group that is defined is not looked at).
 */
struct gsm_dcs gsm_dcs_of_smpp(uint8_t data_coding);

/**
 * The data_coding for a coding and message class.
 *
 * Without a class: SMPP's single values.  With one: the general groups of TS
 * 23.038 (0x10..0x1b), which know GSM 7 bit, 8 bit and UCS2 only.
 *
 * Returns 0..255, or -1 when the class cannot be said with that coding.
 */
int gsm_dcs_to_smpp(enum gsm_coding coding, int message_class);

#endif
