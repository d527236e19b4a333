/*
 * options - the table of configuration options: a row each.  From it come -o,
 * the nearest-name hint, -C and the list in mobutils.conf(5).
 *
 * To add an option: a name here, a row in options.c.
 */
#ifndef CONFIG_OPTIONS_H
#define CONFIG_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

enum option {
	/* SMPP: the connection */
	SMPP_SMSC_SERVER, SMPP_SMSC_PORT, SMPP_SMSC_SYSTEM_ID,
	SMPP_SMSC_PASSWORD, SMPP_SMSC_PASSWORD_FILE, SMPP_SMSC_SYSTEM_TYPE,
	SMPP_BIND_TYPE, SMPP_ADDRESS_RANGE, SMPP_PERSISTENT_CONNECTIONS,
	SMPP_ESME_MAX_BIND_RETRIES, SMPP_COMMAND_WINDOW_SIZE,
	SMPP_RESPONSE_TIMER, SMPP_BIND_RESPONSE_TIMER,
	SMPP_SUBMIT_RESPONSE_TIMER, SMPP_ENQUIRE_RESPONSE_TIMER,
	SMPP_ENQUIRE_LINK_TIMER, SMPP_INACTIVITY_TIMER,
	SMPP_ESME_THROTTLED_TIMEOUT, SMPP_ESME_ON_UNKNOWN,
	SMPP_BIND_REFUSED_RETRY,
	SMPP_SMSC_TLS, SMPP_SMSC_TLS_CA_FILE, SMPP_SMSC_TLS_PIN,
	SMPP_SMSC_TLS_CERTIFICATE, SMPP_SMSC_TLS_KEY,
	SMPP_SMSC_TLS_INSECURE_SKIP_VERIFY,
	/* SMPP: one bind for many programs, and its pace */
	SMPP_SHARE, SMPP_SHARE_MODE, SMPP_SHARE_GROUP, SMPP_SHARE_QUEUE,
	SMPP_SHARE_WAIT, SMPP_MAX_RATE,
	/* SMPP: addresses and fields of a message */
	SMPP_ESME_ADDRESS, SMPP_ESME_TYPE_OF_NUMBER, SMPP_ESME_NUMBERING_PLAN,
	SMPP_DESTINATION_TYPE_OF_NUMBER, SMPP_DESTINATION_NUMBERING_PLAN,
	SMPP_DESTINATION_FLAG, SMPP_ESME_SERVICE_TYPE,
	SMPP_ESME_SUBMIT_DATA_SM, SMPP_ESME_SUBMIT_SUBMIT_MULTI,
	SMPP_ESME_MESSAGE_PAYLOAD,
	SMPP_ESME_VALIDITY_PERIOD, SMPP_MESSAGE_MODE,
	SMPP_SMSC_DEFAULT_MESSAGE_MODE, SMPP_REGISTERED_DELIVERY,
	SMPP_NOTIFY_DELIVER_RECEIPT,
	SMPP_SUBMIT_RESPONSE_MESSAGE_ID_FORMAT,
	SMPP_DELIVERY_RECEIPT_MESSAGE_ID_FORMAT,
	/* SMPP: text */
	SMPP_SMS_DATA_CODING, SMPP_SMSC_DEFAULT_ALPHABET, SMPP_SMSC_PACKED,
	SMPP_SMS_NATIONAL_TABLES, SMPP_SMS_TRANSLITERATE, SMPP_SMS_DATA_NO_BOM,
	SMPP_GSM_TRANSCODES_TO, SMPP_MAX_SMS_MESSAGE_SIZE,
	SMPP_SMS_SEGMENT_SIZE, SMPP_ESME_MAX_SEGMENTS,
	SMPP_SMS_SEGMENT_BOUNDARY, SMPP_ESME_UDH_SEGMENT,
	SMPP_CSMS_REFNUM_LENGTH, SMPP_MAX_SMS_FROM_SIZE,
	SMPP_MAX_SMS_SUBJECT_SIZE,
	/* SMS to mail */
	SMPP_DEFAULT_EMAIL_ADDRESS, SMPP_DEFAULT_EMAIL_FROM_DOMAIN,
	SMPP_USE_INTERWORKING_PARSE, SMPP_USE_REVERSE_ADDRESS_MAPPINGS,
	SMPP_RAM_EXPIRATION, SMPP_REPLY_CONFLICT, GENERATE_BOUNCES,
	/* what is remembered */
	STATE, STATE_REQUIRED, STATE_ACCOUNT, STATE_KEEP, STATE_KEEP_TEXT,
	SMPP_ESME_USER_MESSAGE_REFERENCE,
	SMPP_RECEIPT_COMBINE, RECEIPT_HOLD, RECEIPT_OVERDUE,
	/* SMPP: the vendor's tables */
	SMPP_VENDOR_COMMAND_STATUS_TABLE, SMPP_VENDOR_TLV_TABLE,
	/* smpp-listen as server */
	SMPP_SERVER_USERS, SMPP_SERVER_SYSTEM_ID, SMPP_SERVER_RECEIPT_STATE,
	SMPP_SERVER_RECEIPT_DELAY, SMPP_SERVER_RECEIPT_TEXT,
	SMPP_SERVER_RECEIPT_ID_FORMAT, SMPP_SERVER_MESSAGE_ID_FORMAT,
	SMPP_SERVER_MAX_CONNECTIONS,
	SMPP_SERVER_TLS_CERTIFICATE, SMPP_SERVER_TLS_KEY,
	SMPP_SERVER_TLS_CLIENT_CA_FILE,
	SMPP_SERVER_FAULT_DELAY, SMPP_SERVER_FAULT_STATUS,
	SMPP_SERVER_FAULT_DROP, SMPP_SERVER_FAULT_LOSE,
	SMPP_SERVER_FAULT_REORDER, SMPP_SERVER_FAULT_SINGLE_BIND,
	SMPP_SERVER_FAULT_RECEIPT_FIRST, SMPP_SERVER_FAULT_OCTETS,
	/* programs */
	GIVE_UP, HANDLER_TIMEOUT, SMPP_REASSEMBLY_TIMEOUT, SYSLOG,
	/* MM7 (_OPTION behind those that mm7/mm7.h has a field of that name for) */
	MM7_MMSC_SERVER, MM7_MMSC_PORT, MM7_MMSC_PATH, ROUTES, HTTP_HOST,
	HTTP_URI, HTTP_BASIC_AUTH, DELIVERY_METHOD, MM7_HTTP_AUTH_USER,
	MM7_HTTP_AUTH_PASSWORD, MM7_RESPONSE_TIMER, MM7_INACTIVITY_TIMER,
	MM7_VERSION_OPTION, MM7_XML_SCHEMA, MM7_NAMESPACE,
	MM7_USE_NAMESPACE_IN_BODY, MM7_SOAP_ENV,
	MM7_VASPID_OPTION, MM7_VASID_OPTION, MM7_SENDER_ADDRESS,
	MM7_SERVICE_CODE_OPTION, MM7_MESSAGE_CLASS_OPTION,
	MM7_DELIVERY_REPORT_OPTION, MM7_READ_REPLY_OPTION,
	MM7_REPLY_CHARGING_OPTION, MM7_REPLY_CHARGING_SIZE_OPTION,
	MM7_REPLY_DEADLINE_OPTION, MM7_PRIORITY_OPTION,
	MM7_EARLIEST_DELIVERY_TIME_OPTION, MM7_EXPIRY_DATE_OPTION,
	MM7_CHARGED_PARTY_OPTION, MM7_CHARGED_PARTY_ID_OPTION,
	MM7_THIRD_PARTY_PAYER, MM7_DISTRIBUTION_INDICATOR_OPTION,
	MM7_DELIVERY_CONDITION_OPTION, MM7_APPLIC_ID_OPTION,
	MM7_REPLY_APPLIC_ID_OPTION, MM7_AUX_APPLIC_INFO_OPTION,
	MM7_CONTENT_CLASS_OPTION, MM7_DRM_CONTENT_OPTION,
	MM7_ALLOW_ADAPTATIONS_OPTION,
	MM7_NUMBER_PREFIX, MM7_NUMBER_PLMN, MM7_SHORT_CODE_LENGTH,
	MM7_HIDDEN_RECIPIENTS, MM7_DISPLAY_RECIPIENTS, MM7_MAX_RECIPIENTS,
	MM7_REQUEST_IE_EXTENDED, MM7_SOAP_ATTACHMENT_SIMPLE_MIME,
	MM7_SMIL, MM7_SMIL_SOURCE, MM7_CONTENT_TRANSFER, MM7_MAX_SIZE,
	MM7_SHRINK_COMMAND, MM7_VENDOR_STATUS_TABLE,
	MM7_NOTIFY_DELIVERY_REPORT,
	DISABLE_CHUNKED, MM7_MAIL_FORM, MM7_MAIL_SMIL, MM7_VASP_URI_PATHS,
	MM7_SERVER_DEFAULT_EMAIL_FROM_ADDRESS,
	MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN,
	MM7_SERVER_DEFAULT_EMAIL_TO_ADDRESS, MM7_SERVER_DEFAULT_EMAIL_TO_DOMAIN,
	MM7_SERVER_VERSION, MCMT_RECEPTION,
	/* mm7-serve */
	MM7_SERVE_AS, MM7_SERVER_USERS, MM7_SERVER_REALM, TRUSTED_PROXY,
	MM7_SERVER_HEALTH_PATH, MM7_SERVER_MAX_SIZE, MM7_SERVER_MAX_HELD,
	MM7_SERVER_MAX_CONNECTIONS, MM7_SERVER_MAX_CONNECTIONS_EACH,
	MM7_SERVER_DUPLICATE_TIME, MM7_SERVER_RETRY_AFTER,
	MM7_SERVER_ERROR_FORM, MM7_SERVER_ERROR_STATUS, MM7_SERVER_VASP_URL,
	MM7_SERVER_RECEIPT_STATE, MM7_SERVER_RECEIPT_DELAY,
	MM7_SERVER_READ_STATE,
	OPTIONS
};

enum option_type {
	OPT_STRING, OPT_SECRET, OPT_BOOL, OPT_INT,
	OPT_TIME,	/* seconds with fractions, or 10s, 5m, 2h, 3d */
	OPT_ENUM,	/* one of names[]; its number is names[i].value */
	OPT_LIST,	/* strings */
	OPT_FLAGS,	/* a list of names[]; the number is their sum */
	OPT_MAP,
	OPT_IGNORED,	/* Momentum's: accepted, without effect here */
	OPT_TEXT,	/* a string that may have several lines (XML) */
	OPT_PATH,	/* a file; in a configuration file, relative to it */
	OPT_TABLE,	/* the same, of a CSV file, which is read: columns[] */
};

enum {			/* where an option may stand */
	OPT_GLOBAL = 1, OPT_DOMAIN = 2, OPT_BINDING = 4, OPT_MM7_SERV = 8,
	OPT_LISTENER = 16,
};

struct option_name {
	const char *name;
	long value;
};

/* A column of an OPT_TABLE's file. */
struct option_column {
	const char *name;	/* for messages; NULL: behind the last */
	enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_HEX } type;
	int64_t min, max;	/* of a number */
};

enum { COLUMNS_MAX = 7 };

/* The columns, by the number that each has in struct config_row. */
enum { VENDOR_STATUS, VENDOR_STATUS_CLASS, VENDOR_STATUS_REASON };
/* MM7_Vendor_Status_Table's are the same three. */
enum { VENDOR_TLV_NAME, VENDOR_TLV_TAG, VENDOR_TLV_TYPE, VENDOR_TLV_LEAST,
	VENDOR_TLV_MOST, VENDOR_TLV_USE, VENDOR_TLV_DEFAULT };
enum { VENDOR_TLV_INTEGER, VENDOR_TLV_OCTETS, VENDOR_TLV_CSTR };

struct option_def {
	const char *name;		/* as documented: "SMPP_SMSC_Port" */
	const char *alias;		/* an older or misspelt name, or NULL */
	enum option_type type;
	unsigned scope;
	const char *dflt;		/* as it would be written; NULL: none */
	/* OPT_INT, OPT_TIME (ms), each value of an OPT_MAP (max 0: any string);
	   OPT_FLAGS: min holds the bits of which at most one may be set */
	int64_t min, max;
	int64_t unit;			/* OPT_TIME: ms of a bare 1; 0: a second */
	int or_number;			/* OPT_MAP: one value alone will do, which
					   config_int() gives; 0 of a map */
	const struct option_name *names;	/* OPT_ENUM, OPT_FLAGS; ends with NULL */
	const struct option_column *columns;	/* OPT_TABLE */
	unsigned key;			/* OPT_TABLE: the column, a number, that
					   no two rows have in common */
	const char *help;		/* a sentence or two for the manual */
};

const struct option_def *option_def(enum option o);
/* -1: no such option (Momentum's without effect give OPTIONS: a name only). */
int option_find(const char *name);
/* The known option or stanza name most like it, or NULL when none is near. */
const char *option_nearest(const char *name);

/* "a number from 1 to 65535": what a row allows, for messages and the manual.
   Cut at outsz, NUL included. */
void option_allowed(const struct option_def *d, char *out, size_t outsz);
/* The i-th name of Momentum's that has no effect here, or NULL behind the
   last; where it ends in `*`, all that begin so.  logger: those that stand in
   logger stanzas only. */
const char *option_ignored(size_t i, int *logger);

/* Numbers of OPT_ENUM values that other folders need. */
enum { BIND_TRANSCEIVER, BIND_TRANSMITTER, BIND_RECEIVER };
enum { ON_UNKNOWN_HOLD, ON_UNKNOWN_RESEND };
enum { SYSLOG_AUTO, SYSLOG_TRUE, SYSLOG_FALSE };
enum { ID_STRING, ID_DECIMAL, ID_HEXADECIMAL };
enum { COMBINE_ALL, COMBINE_ANY, COMBINE_EACH };
enum { CONFLICT_LAST, CONFLICT_ALL };
enum { RECEPTION_PASSTHRU, RECEPTION_ALLOW, RECEPTION_REJECT };
enum { HIDDEN_BCC, HIDDEN_TO };
enum { SMIL_AUTO, SMIL_ALWAYS, SMIL_NEVER };
enum { SMIL_BY_CID, SMIL_BY_NAME };
enum { TRANSFER_BASE64, TRANSFER_BINARY };
enum { MAIL_FORM_MIXED, MAIL_FORM_RELATED };
enum { PAYLOAD_OFF, PAYLOAD_LONG, PAYLOAD_ALWAYS };
/* SMPP_SMS_Data_Coding, SMPP_SMSC_Default_Alphabet: the data_coding itself
   (0, 1, 3, 6, 7, 8), or */
enum { CODING_AUTO = -1 };
enum { SERVE_VASP, SERVE_MMSC };
enum { SERVE_FAULT, SERVE_RESPONSE };
enum { TRANSLITERATE_NONE, TRANSLITERATE_TYPOGRAPHIC, TRANSLITERATE_FULL };
/* SMPP_SMS_National_Tables: 1 << the national language identifier (TS 23.038,
   6.2.1.2.4). */
/* SMPP_Registered_Delivery: bits of registered_delivery (v3.4, 5.2.17). */
/* SMPP_Notify_Deliver_Receipt: 1 << message_state (v3.4, 5.2.28). */
/* TON and NPI: their SMPP values (v3.4, 5.2.5, 5.2.6). */
/* SMPP_Message_Mode: bits of esm_class (v3.4, 5.2.12): 3 store_and_forward,
   2 transaction (v3.4 calls it forward), 1 datagram. */

#endif
