/*
 * status - what a StatusCode, or the lack of one, means to who sent the request.
 *
 * Spec: 3GPP TS 23.140, 8.7.9.3 (table of status codes).  Whether to try again
 * is decided here and nowhere else.
 */
#ifndef MM7_STATUS_H
#define MM7_STATUS_H

enum mm7_class {
	MM7_OK,
	MM7_PARTLY,		/* 1100: some recipients; the others are named */
	MM7_TEMPORARY,
	MM7_PERMANENT,
	MM7_CONFIGURATION,	/* of ours, or the account: permanent, and no
				   fault of the message */
	MM7_ONE_BY_ONE,		/* 3003: again, a request a recipient */
	MM7_NO_LINKED_ID,	/* 2006: once more without LinkedID */
	MM7_UNKNOWN,		/* it may have been taken */
};

struct mm7_status {
	int code;
	enum mm7_class class;
	const char *enhanced;	/* RFC 3463: "5.1.1" */
	const char *what;	/* a plain sentence */
};

/* A StatusCode as it came: its number, or 0 where it is none (NULL, too). */
int mm7_status_code(const char *text);

/* The row for a code; one that is not in the table is judged by its first
   digit.  What it points to is static. */
struct mm7_status mm7_status_find(int code);

/*
 * An HTTP answer without MM7 in it: status 0 is none at all.  complete: the
 * request had been sent whole, so that it may have been taken.
 */
struct mm7_status mm7_status_http(int http_status, int complete);

/* What an MMStatus of a delivery report (or read reply) means. */
struct mm7_mm_status {
	const char *name;	/* "Retrieved" */
	const char *action;	/* RFC 3464: "delivered"; an MDN's disposition of
				   a read reply: "displayed"; NULL: tell nobody */
	const char *enhanced;	/* "2.0.0" */
	const char *state;	/* the record's: "DELIVRD", SMPP's word */
	int final;
};
/* Any case; spelt both ways.  Never NULL: what is not known is relayed. */
const struct mm7_mm_status *mm7_mm_status_find(const char *name, int read_reply);

#endif
