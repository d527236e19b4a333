/*
 * id_form - the forms in which an SMSC writes one message_id: in a response
 * hexadecimal and in the receipt decimal, say, or with zeros in front.
 *
 * Pure.  Ids are of any length; blanks around one never count, and those of
 * more than ID_FORM_DIGITS_MAX digits are never converted.
 */
#ifndef STORE_ID_FORM_H
#define STORE_ID_FORM_H

#include <stdint.h>

#include "store/receipt.h"

enum {
	ID_FORM_DIGITS_MAX = 128,	/* twice what SMPP allows an id (65) */
	ID_FORM_KEYS = 3,
};

/* How the ids of a response and of a receipt are the same one. */
enum id_form {
	ID_FORM_NONE,		/* they are not */
	ID_FORM_EXACT,		/* octet for octet */
	ID_FORM_FOLDED,		/* but for case and leading zeros */
	ID_FORM_HEX,		/* hexadecimal in the response, decimal here */
	ID_FORM_DECIMAL,	/* the reverse */
};

/* The first of these that holds, as far as the forms allow it (receipt.h). */
enum id_form id_form_match(const char *response, const char *receipt,
	enum store_id_form response_form, enum store_id_form receipt_form);

/**
 * A number over 0 to look an id up by: ids that are the same but for case and
 * zeros have the same one, and so may others.  0: there is no id in the text.
 */
int64_t id_form_key(int64_t account, const char *id);

/* The keys of all ids that id_form_match() may find to be the same as this, the
   id's own first, each once.  How many. */
unsigned id_form_keys(int64_t account, const char *id,
	int64_t keys[ID_FORM_KEYS]);

#endif
