/*
 * mm7 - an MM7 message as a struct: what its SOAP says.
 *
 * Spec: 3GPP TS 23.140 (Release 6), 8.7 and Annex L; SOAP 1.1.
 *
 * What is but text stands in v[], by its field: which fields an operation has,
 * and in which order, are tables of the writer (soap_elements.c); the reader
 * takes any in any order (soap_fields.c).
 */
#ifndef MM7_MM7_H
#define MM7_MM7_H

#include <stddef.h>

enum {				/* of what a peer sends */
	MM7_SOAP_MAX = 1 << 20,	/* octets of the SOAP part: a thousand
				   recipients are 100 KB */
	MM7_DEPTH_MAX = 64,	/* elements in each other: a deep one has 8 */
	MM7_ELEMENTS_MAX = 10000,	/* of one message */
	MM7_ATTRIBUTES_MAX = 64,	/* of one element: real ones have 3 */
	MM7_ERRORS_MAX = 2 * MM7_ELEMENTS_MAX,	/* against XML: a prefix that
				   is not declared is one at each element */
	MM7_RECIPIENTS_MAX = 1000,	/* as of a mail */
};

enum mm7_op {
	MM7_NONE,		/* nothing that is known */
	MM7_SUBMIT_REQ, MM7_SUBMIT_RSP,
	MM7_CANCEL_REQ, MM7_CANCEL_RSP,
	MM7_REPLACE_REQ, MM7_REPLACE_RSP,
	MM7_DELIVER_REQ, MM7_DELIVER_RSP,
	MM7_DELIVERY_REPORT_REQ, MM7_DELIVERY_REPORT_RSP,
	MM7_READ_REPLY_REQ, MM7_READ_REPLY_RSP,
	MM7_RS_ERROR_RSP, MM7_VASP_ERROR_RSP,
	MM7_OPS
};

/* Text elements, under their schema names without a blank between the words. */
enum mm7_field {
	MM7_TRANSACTION_ID,	/* of the SOAP header */
	MM7_VERSION,		/* MM7Version: "6.8.0" */
	MM7_RELAY_SERVER_ID,	/* MMSRelayServerID */
	MM7_VASPID, MM7_VASID, MM7_SERVICE_CODE, MM7_LINKED_ID,
	MM7_MESSAGE_ID, MM7_MESSAGE_CLASS,
	MM7_TIME_STAMP,		/* TimeStamp, or Date of a delivery report */
	MM7_EARLIEST_DELIVERY_TIME, MM7_EXPIRY_DATE,
	MM7_DELIVERY_REPORT, MM7_READ_REPLY,	/* "true", "false" */
	MM7_PRIORITY, MM7_SUBJECT,
	MM7_REPLY_CHARGING,	/* "true": the element is there, */
	MM7_REPLY_CHARGING_SIZE, MM7_REPLY_DEADLINE,	/* its attributes */
	MM7_REPLY_CHARGING_ID,
	MM7_CHARGED_PARTY, MM7_CHARGED_PARTY_ID,
	MM7_DISTRIBUTION_INDICATOR,
	MM7_DELIVERY_CONDITION,	/* its numbers, blanks between */
	MM7_APPLIC_ID, MM7_REPLY_APPLIC_ID, MM7_AUX_APPLIC_INFO,
	MM7_CONTENT_CLASS, MM7_DRM_CONTENT,
	MM7_SENDER_SPI, MM7_RECIPIENT_SPI,
	MM7_UA_PROF,		/* of UACapabilities */
	MM7_PREVIOUSLY_SENT_BY, MM7_PREVIOUSLY_SENT_TIME,	/* the last one */
	MM7_MM_STATUS, MM7_MM_STATUS_EXTENSION,
	MM7_STATUS_CODE,	/* "1000" */
	MM7_STATUS_TEXT, MM7_DETAILS,	/* its text content, of all elements */
	MM7_CONTENT_HREF,	/* of Content, as it stands there: "cid:..." */
	MM7_ALLOW_ADAPTATIONS,
	MM7_FIELDS
};

enum mm7_addr_kind { MM7_ADDR_NONE, MM7_NUMBER, MM7_SHORT_CODE, MM7_RFC2822 };

struct mm7_addr {
	enum mm7_addr_kind kind;
	const char *text;	/* trimmed, /TYPE=PLMN taken off; as a mail
				   address or a number */
	int display_only;
	const char *coding;	/* addressCoding: "encrypted", "obfuscated"; NULL */
	const char *id;		/* NULL */
};

enum mm7_addr_role { MM7_TO, MM7_CC, MM7_BCC, MM7_ROLES };

struct mm7_addrs {
	struct mm7_addr *a;
	size_t n;
};

/* How a peer writes, and so how it is to be answered; or how we are to write. */
struct mm7_dialect {
	const char *ns;		/* of the MM7 elements: ".../REL-6-MM7-1-4"; "": none */
	const char *env_prefix;	/* of SOAP's: "env" */
	const char *prefix;	/* of the MM7 elements; "": their namespace is
				   the default one */
	int prefix_children;	/* all elements of the body have it; 0: only the
				   operation's and TransactionID have, and what
				   is inside takes the default namespace */
	const char *version;	/* MM7Version; NULL: writing, the usual one of
				   the release: "5.3.0", "6.8.0" */
	int plmn;		/* numbers get /TYPE=PLMN */
};

/* A recipient that Details of a partial success (1100) name. */
struct mm7_failed {
	struct mm7_addr addr;
	const char *status_code, *status_text;	/* NULL: not said */
};

struct mm7_msg {
	enum mm7_op op;
	int fault;		/* it came in a SOAP Fault, or is to go in one */
	const char *v[MM7_FIELDS];	/* UTF-8; NULL: not there */
	struct mm7_addr sender;	/* SenderAddress, Sender */
	struct mm7_addr recipient;	/* of a report */
	struct mm7_addr third_party;	/* ThirdPartyPayer */
	struct mm7_addrs recipients[MM7_ROLES];
	struct mm7_failed *failed;
	size_t nfailed;
	const char *extra;	/* writing: XML put behind the last element;
				   MM7_Request_IE_Extended */
	struct mm7_dialect dialect;
	void *own;		/* the reader's memory; NULL: all is borrowed */
};

/* "SubmitReq"; NULL for MM7_NONE. */
const char *mm7_op_name(enum mm7_op op);
enum mm7_op mm7_op_find(const char *name);
/* The answer to a request; MM7_NONE: it is none. */
enum mm7_op mm7_op_answer(enum mm7_op op);
/* "LinkedID", the element's (or attribute's) name */
const char *mm7_field_name(enum mm7_field f);
/* Does the schema have that value for it?  One of its words, a boolean, a
   dateTime or a duration; of what is but text any. */
int mm7_field_takes(enum mm7_field f, const char *value);

#endif
