#include <stddef.h>

#include "gsm/dcs.h"

/* SMPP v3.4, 5.2.19, by value */
static const uint8_t single_values[16] = {
	GSM_CODING_DEFAULT,	/* 0  SMSC default alphabet */
	GSM_CODING_ASCII,	/* 1  IA5 */
	GSM_CODING_OCTETS,	/* 2  octets */
	GSM_CODING_LATIN1,	/* 3  Latin 1 */
	GSM_CODING_OCTETS,	/* 4  octets */
	GSM_CODING_OCTETS,	/* 5  JIS */
	GSM_CODING_CYRILLIC,	/* 6  Cyrillic */
	GSM_CODING_HEBREW,	/* 7  Latin/Hebrew */
	GSM_CODING_UCS2,	/* 8  UCS2 */
	GSM_CODING_OCTETS,	/* 9  pictograms */
	GSM_CODING_OCTETS,	/* 10 ISO-2022-JP */
	GSM_CODING_OCTETS,	/* 11 reserved */
	GSM_CODING_OCTETS,	/* 12 reserved */
	GSM_CODING_OCTETS,	/* 13 extended Kanji JIS */
	GSM_CODING_OCTETS,	/* 14 KS C 5601 */
	GSM_CODING_OCTETS,	/* 15 reserved */
};

/* TS 23.038, 4: bits 3 and 2 of the general groups */
static const uint8_t alphabets[4] = {
	GSM_CODING_GSM7, GSM_CODING_OCTETS, GSM_CODING_UCS2, GSM_CODING_DEFAULT,
};

/* The way back: the single value, and that with message class 0; -1: none */
static const struct {
	int16_t single, class0;
} values[GSM_CODINGS] = {
	[GSM_CODING_DEFAULT]	= { 0, -1 },
	[GSM_CODING_GSM7]	= { 0, 0x10 },
	[GSM_CODING_ASCII]	= { 1, -1 },
	[GSM_CODING_LATIN1]	= { 3, -1 },
	[GSM_CODING_CYRILLIC]	= { 6, -1 },
	[GSM_CODING_HEBREW]	= { 7, -1 },
	[GSM_CODING_UCS2]	= { 8, 0x18 },
	[GSM_CODING_OCTETS]	= { 4, 0x14 },
};

struct gsm_dcs
gsm_dcs_of_smpp(uint8_t data_coding)
{
	struct gsm_dcs d = { .coding = GSM_CODING_DEFAULT, .message_class = -1 };
	unsigned dc = data_coding;

	if (dc < 0x10) {
		d.coding = single_values[dc];
		return d;
	}
	switch (dc >> 4) {
	case 0x8: case 0x9: case 0xa: case 0xb:	/* reserved groups */
		break;
	case 0xc: case 0xd:			/* message waiting, GSM 7 bit */
		d.mwi = 1;
		d.coding = GSM_CODING_GSM7;
		break;
	case 0xe:				/* message waiting, UCS2 */
		d.mwi = 1;
		d.coding = GSM_CODING_UCS2;
		break;
	case 0xf:				/* data coding and class */
		d.coding = dc & 0x04 ? GSM_CODING_OCTETS : GSM_CODING_GSM7;
		d.message_class = dc & 0x03;
		break;
	default:				/* general; automatic deletion */
		d.coding = alphabets[dc >> 2 & 0x03];
		d.compressed = (dc & 0x20) != 0;
		if (dc & 0x10)
			d.message_class = dc & 0x03;
		break;
	}
	return d;
}

int
gsm_dcs_to_smpp(enum gsm_coding coding, int message_class)
{
	if ((unsigned)coding >= GSM_CODINGS)
		return -1;
	if (message_class == -1)
		return values[coding].single;
	if (message_class < 0 || message_class > 3 || values[coding].class0 < 0)
		return -1;
	return values[coding].class0 | message_class;
}
