/*
 * The table of options.  Everything else about them is made from these rows:
 * -o, messages, -C, and the list in mobutils.conf(5).
 */
#include <stddef.h>

#include "config/options.h"

#define GD	(OPT_GLOBAL | OPT_DOMAIN)
#define GDB	(OPT_GLOBAL | OPT_DOMAIN | OPT_BINDING)

#define SECONDS	INT64_C(1000)
#define MINUTES	(60 * SECONDS)
#define DAYS	(24 * 60 * MINUTES)

/* In all of these the first name of a value is the one that is shown. */

static const struct option_name bind_types[] = {
	{ "transceiver", BIND_TRANSCEIVER },
	{ "transmitter", BIND_TRANSMITTER },
	{ "receiver", BIND_RECEIVER },
	{ NULL, 0 }
};

static const struct option_name on_unknown[] = {
	{ "hold", ON_UNKNOWN_HOLD },
	{ "resend", ON_UNKNOWN_RESEND },
	{ NULL, 0 }
};

static const struct option_name http_auths[] = {
	{ "basic", MM7_AUTH_BASIC },
	{ "digest", MM7_AUTH_DIGEST },
	{ "bearer", MM7_AUTH_BEARER },
	{ NULL, 0 }
};

static const struct option_name socket_modes[] = {
	{ "0600", 0600 }, { "600", 0600 },
	{ "0660", 0660 }, { "660", 0660 },
	{ "0666", 0666 }, { "666", 0666 },
	{ NULL, 0 }
};

static const struct option_name id_formats[] = {
	{ "string", ID_STRING },
	{ "decimal", ID_DECIMAL },
	{ "hexadecimal", ID_HEXADECIMAL },
	{ NULL, 0 }
};

static const struct option_name combinations[] = {
	{ "all", COMBINE_ALL },
	{ "any", COMBINE_ANY },
	{ "each", COMBINE_EACH },
	{ NULL, 0 }
};

static const struct option_name conflicts[] = {
	{ "last", CONFLICT_LAST },
	{ "all", CONFLICT_ALL },
	{ NULL, 0 }
};

static const struct option_name syslogs[] = {
	{ "auto", SYSLOG_AUTO },
	{ "true", SYSLOG_TRUE }, { "yes", SYSLOG_TRUE }, { "on", SYSLOG_TRUE },
	{ "false", SYSLOG_FALSE }, { "no", SYSLOG_FALSE },
	{ "off", SYSLOG_FALSE },
	{ NULL, 0 }
};

static const struct option_name payloads[] = {
	{ "off", PAYLOAD_OFF }, { "no", PAYLOAD_OFF }, { "false", PAYLOAD_OFF },
	{ "long", PAYLOAD_LONG },
	{ "always", PAYLOAD_ALWAYS },
	{ NULL, 0 }
};

/* SMPP v3.4, 5.2.5; 7: "reserved for extension" in TS 23.040, 9.1.2.5 */
static const struct option_name tons[] = {
	{ "unknown", 0 }, { "international", 1 }, { "national", 2 },
	{ "network specific", 3 }, { "subscriber number", 4 },
	{ "alphanumeric", 5 }, { "abbreviated", 6 }, { "abreviated", 6 },
	{ "extension", 7 },
	{ "0", 0 }, { "1", 1 }, { "2", 2 }, { "3", 3 }, { "4", 4 },
	{ "5", 5 }, { "6", 6 }, { "7", 7 },
	{ NULL, 0 }
};

/* SMPP v3.4, 5.2.6 */
static const struct option_name npis[] = {
	{ "unknown", 0 },
	{ "e164", 1 }, { "e.164", 1 }, { "isdn", 1 }, { "e163", 1 },
	{ "e.163", 1 },
	{ "data", 3 }, { "x121", 3 }, { "x.121", 3 },
	{ "telex", 4 }, { "f69", 4 }, { "f.69", 4 },
	{ "land mobile", 6 }, { "e212", 6 }, { "e.212", 6 },
	{ "national", 8 }, { "private", 9 }, { "ermes", 10 },
	{ "internet", 14 }, { "ip", 14 }, { "wap", 18 },
	{ "0", 0 }, { "1", 1 }, { "3", 3 }, { "4", 4 }, { "6", 6 },
	{ "8", 8 }, { "9", 9 }, { "10", 10 }, { "14", 14 }, { "18", 18 },
	{ NULL, 0 }
};

/* SMPP v3.4, 5.2.12, bits 1 and 0 */
static const struct option_name modes[] = {
	{ "store_and_forward", 3 }, { "transaction", 2 }, { "forward", 2 },
	{ "datagram", 1 },
	{ NULL, 0 }
};

/* SMPP v3.4, 5.2.17 (the drawing there, which SMPP 5.0 repeats: bit 4) */
static const struct option_name receipts[] = {
	{ "none", 0 },
	{ "SMSC_Delivery", 1 }, { "SMSC_Delivery_Failure", 2 },
	{ "SME_Delivery", 4 }, { "SME_User", 8 }, { "intermediate", 16 },
	{ NULL, 0 }
};

/* 1 << message_state (SMPP v3.4, 5.2.28); names: appendix B */
static const struct option_name receipt_states[] = {
	{ "none", 0 },
	{ "ALL", 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 },
	{ "DELIVRD", 1 << 2 }, { "EXPIRED", 1 << 3 }, { "DELETED", 1 << 4 },
	{ "UNDELIV", 1 << 5 }, { "ACCEPTD", 1 << 6 }, { "UNKNOWN", 1 << 7 },
	{ "REJECTD", 1 << 8 },
	{ NULL, 0 }
};

static const struct option_name states[] = {
	{ "ENROUTE", 1 }, { "DELIVRD", 2 }, { "EXPIRED", 3 },
	{ "DELETED", 4 }, { "UNDELIV", 5 }, { "ACCEPTD", 6 },
	{ "UNKNOWN", 7 }, { "REJECTD", 8 },
	{ NULL, 0 }
};

static const struct option_column vendor_statuses[] = {
	[VENDOR_STATUS] = { "status", COLUMN_HEX, 1, UINT32_MAX },
	[VENDOR_STATUS_CLASS] = { "class", COLUMN_NUMBER, 0, 1 },
	[VENDOR_STATUS_REASON] = { "reason", COLUMN_TEXT, 0, 0 },
	{ NULL, COLUMN_TEXT, 0, 0 }
};

static const struct option_column mm7_statuses[] = {
	[VENDOR_STATUS] = { "code", COLUMN_NUMBER, 1000, 9999 },
	[VENDOR_STATUS_CLASS] = { "class", COLUMN_NUMBER, 0, 1 },
	[VENDOR_STATUS_REASON] = { "reason", COLUMN_TEXT, 0, 0 },
	{ NULL, COLUMN_TEXT, 0, 0 }
};

static const struct option_column vendor_tlvs[] = {
	[VENDOR_TLV_NAME] = { "name", COLUMN_TEXT, 0, 0 },
	[VENDOR_TLV_TAG] = { "tag", COLUMN_HEX, 0, 0xffff },
	[VENDOR_TLV_TYPE] = { "type", COLUMN_NUMBER, 0, 2 },
	[VENDOR_TLV_LEAST] = { "least length", COLUMN_NUMBER, 0, 65535 },
	[VENDOR_TLV_MOST] = { "most length", COLUMN_NUMBER, 0, 65535 },
	[VENDOR_TLV_USE] = { "bit mask", COLUMN_NUMBER, 0, 7 },
	[VENDOR_TLV_DEFAULT] = { "default", COLUMN_TEXT, 0, 0 },
	{ NULL, COLUMN_TEXT, 0, 0 }
};

/* SMPP v3.4, 5.2.19 */
#define CODINGS                                                                \
	{ "ascii", 1 },                                                        \
	{ "latin1", 3 }, { "latin-1", 3 }, { "iso-8859-1", 3 },                \
	{ "cyrillic", 6 }, { "latin-5", 6 }, { "iso-8859-5", 6 },              \
	{ "hebrew", 7 }, { "latin-8", 7 }, { "iso-8859-8", 7 },                \
	{ "ucs2", 8 }, { "utf-16", 8 },                                        \
	{ "0", 0 }, { "1", 1 }, { "3", 3 }, { "6", 6 }, { "7", 7 }, { "8", 8 }

static const struct option_name codings[] = {
	{ "auto", CODING_AUTO }, { "default", 0 }, CODINGS, { NULL, 0 }
};

static const struct option_name alphabets[] = {
	{ "gsm", 0 }, { "gsm0338", 0 }, { "default", 0 }, CODINGS, { NULL, 0 }
};

/* 1 << national language identifier (3GPP TS 23.038, 6.2.1.2.4) */
static const struct option_name languages[] = {
	{ "none", 0 },
	{ "turkish", 1 << 1 }, { "spanish", 1 << 2 }, { "portuguese", 1 << 3 },
	{ "bengali", 1 << 4 }, { "gujarati", 1 << 5 }, { "hindi", 1 << 6 },
	{ "kannada", 1 << 7 }, { "malayalam", 1 << 8 }, { "oriya", 1 << 9 },
	{ "punjabi", 1 << 10 }, { "tamil", 1 << 11 }, { "telugu", 1 << 12 },
	{ "urdu", 1 << 13 },
	{ NULL, 0 }
};

static const struct option_name transliterations[] = {
	{ "none", TRANSLITERATE_NONE },
	{ "typographic", TRANSLITERATE_TYPOGRAPHIC },
	{ "full", TRANSLITERATE_FULL },
	{ NULL, 0 }
};

/* From 1 on: an option that is not set counts as 0. */
static const struct option_name methods[] = {
	{ "smpp", 1 }, { "mm7", 2 }, { NULL, 0 }
};

/* TS 23.140, 8.7.9.2 */
static const struct option_name mm_statuses[] = {
	{ "none", 0 }, { "Retrieved", 1 }, { "Expired", 2 }, { "Rejected", 3 },
	{ "Indeterminate", 4 }, { "Forwarded", 5 }, { "Deferred", 6 },
	{ "Unrecognised", 7 }, { NULL, 0 }
};

static const struct option_name read_statuses[] = {
	{ "none", 0 }, { "Read", 1 }, { "Deleted", 2 }, { "Indeterminate", 3 },
	{ NULL, 0 }
};

static const struct option_name error_forms[] = {
	{ "fault", SERVE_FAULT }, { "response", SERVE_RESPONSE }, { NULL, 0 }
};

static const struct option_name serve_as[] = {
	{ "vasp", SERVE_VASP }, { "mmsc", SERVE_MMSC }, { NULL, 0 }
};

static const struct option_name classes[] = {
	{ "Personal", 1 }, { "Informational", 2 }, { "Advertisement", 3 },
	{ "Auto", 4 }, { NULL, 0 }
};

static const struct option_name priorities[] = {
	{ "Low", 1 }, { "Normal", 2 }, { "High", 3 }, { NULL, 0 }
};

/* TS 23.140, 8.7.10 and the schema's enumerations */
static const struct option_name payers[] = {
	{ "Sender", 1 }, { "Recipient", 2 }, { "Both", 3 }, { "Neither", 4 },
	{ "ThirdParty", 5 }, { "Other", 6 }, { NULL, 0 }
};

static const struct option_name content_classes[] = {
	{ "text", 1 }, { "image-basic", 2 }, { "image-rich", 3 },
	{ "video-basic", 4 }, { "video-rich", 5 }, { "megapixel", 6 },
	{ "content-basic", 7 }, { "content-rich", 8 }, { NULL, 0 }
};

/* Where not set is another thing than false. */
static const struct option_name booleans[] = {
	{ "true", 1 }, { "false", 2 }, { "yes", 1 }, { "no", 2 }, { NULL, 0 }
};

static const struct option_name hidden[] = {
	{ "bcc", HIDDEN_BCC }, { "to", HIDDEN_TO }, { NULL, 0 }
};

static const struct option_name smils[] = {
	{ "auto", SMIL_AUTO }, { "always", SMIL_ALWAYS },
	{ "never", SMIL_NEVER }, { NULL, 0 }
};

static const struct option_name sources[] = {
	{ "cid", SMIL_BY_CID }, { "name", SMIL_BY_NAME }, { NULL, 0 }
};

static const struct option_name transfers[] = {
	{ "base64", TRANSFER_BASE64 }, { "binary", TRANSFER_BINARY },
	{ NULL, 0 }
};

static const struct option_name mail_forms[] = {
	{ "mixed", MAIL_FORM_MIXED }, { "related", MAIL_FORM_RELATED },
	{ NULL, 0 }
};

static const struct option_name receptions[] = {
	{ "passthru", RECEPTION_PASSTHRU }, { "allow", RECEPTION_ALLOW },
	{ "reject", RECEPTION_REJECT }, { NULL, 0 }
};

static const struct option_def table[OPTIONS] = {

	/* SMPP: the connection */

	[SMPP_SMSC_SERVER] = { .name = "SMPP_SMSC_Server",
		.alias = "SMPP_SMSC_Address", .type = OPT_LIST, .scope = GD,
		.help = "Where the SMSC is: a host name or an IP address, with "
		    "a port of its own as host:port or [address]:port. "
		    "Of a list, the first that takes the bind: the next is "
		    "tried where one cannot be reached or refuses, and when "
		    "its connection breaks; each new connection begins with "
		    "the first, of several at once the second with the second, "
		    "and so on. "
		    "A domain that has this option is an SMPP domain." },
	[SMPP_SMSC_PORT] = { .name = "SMPP_SMSC_Port",
		.type = OPT_INT, .scope = GD, .dflt = "2775",
		.min = 1, .max = 65535,
		.help = "The TCP port of the SMSC, where SMPP_SMSC_Server does "
		    "not say. With TLS it is 3550 where it is not set." },
	[SMPP_SMSC_SYSTEM_ID] = { .name = "SMPP_SMSC_System_ID",
		.type = OPT_STRING, .scope = GDB,
		.help = "The name to bind with: system_id." },
	[SMPP_SMSC_PASSWORD] = { .name = "SMPP_SMSC_Password",
		.type = OPT_SECRET, .scope = GDB,
		.help = "The password to bind with. "
		    "Without it SMPP_SMSC_Password_File is read, and without "
		    "that the environment variable SMPP_PASSWORD." },
	[SMPP_SMSC_PASSWORD_FILE] = { .name = "SMPP_SMSC_Password_File",
		.type = OPT_PATH, .scope = GDB,
		.help = "A file whose first line is the password to bind "
		    "with. Others may not be able to read it." },
	[SMPP_SMSC_SYSTEM_TYPE] = { .name = "SMPP_SMSC_System_Type",
		.type = OPT_STRING, .scope = GDB,
		.help = "The system_type to bind with." },
	[SMPP_BIND_TYPE] = { .name = "SMPP_Bind_Type",
		.type = OPT_ENUM, .scope = GDB, .dflt = "transceiver",
		.names = bind_types,
		.help = "How to bind. "
		    "Where it is not set, smpp-send binds as transmitter and "
		    "smpp-listen as receiver." },
	[SMPP_ADDRESS_RANGE] = { .name = "SMPP_Address_Range",
		.type = OPT_STRING, .scope = GDB,
		.help = "The addresses whose messages shall come here: the "
		    "address_range of the bind, a regular expression that the "
		    "SMSC reads." },
	[SMPP_PERSISTENT_CONNECTIONS] = {
		.name = "SMPP_Persistent_Connections",
		.type = OPT_MAP, .scope = GD, .min = 1, .max = 1000,
		.or_number = 1,
		.help = "Connections that smpp-listen keeps open, or that "
		    "smpp-send makes for a domain: how many, or the names of "
		    "bindings and how many of each, as in [ in = 2 ]. "
		    "What a stanza binding \"in\" { } holds is for these alone. "
		    "Bindings that only transmit are not smpp-listen's, those "
		    "that only receive not smpp-send's, whose -P goes before "
		    "all of it. With SMPP_Share there is one." },
	[SMPP_ESME_MAX_BIND_RETRIES] = { .name = "SMPP_ESME_Max_Bind_Retries",
		.type = OPT_INT, .scope = GDB, .dflt = "1",
		.min = 0, .max = 1000,
		.help = "Further tries after a bind that failed or timed "
		    "out, at all of SMPP_SMSC_Server. "
		    "One that failed since the account is bound already "
		    "(ESME_RALYBND) does not count." },
	[SMPP_COMMAND_WINDOW_SIZE] = { .name = "SMPP_Command_Window_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "10",
		.min = 1, .max = 10000,
		.help = "The most requests that await a response." },
	[SMPP_RESPONSE_TIMER] = { .name = "SMPP_Response_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "15",
		.min = 1, .max = 1 * DAYS,
		.help = "How long to wait for any response. "
		    "When a message was written and its response does not "
		    "come, its fate is unknown: see SMPP_ESME_On_Unknown." },
	[SMPP_BIND_RESPONSE_TIMER] = { .name = "SMPP_Bind_Response_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "The same for a bind; 0 means SMPP_Response_Timer." },
	[SMPP_SUBMIT_RESPONSE_TIMER] = { .name = "SMPP_Submit_Response_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "The same for a message; 0 means "
		    "SMPP_Response_Timer." },
	[SMPP_ENQUIRE_RESPONSE_TIMER] = {
		.name = "SMPP_Enquire_Response_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "The same for an enquire_link; 0 means "
		    "SMPP_Response_Timer. "
		    "When it passes, the connection is closed." },
	[SMPP_ENQUIRE_LINK_TIMER] = { .name = "SMPP_Enquire_Link_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "60",
		.min = 0, .max = 1 * DAYS,
		.help = "Idle time after which an enquire_link is sent; 0 "
		    "means never." },
	[SMPP_INACTIVITY_TIMER] = { .name = "SMPP_Inactivity_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "300",
		.min = 0, .max = 24 * DAYS,
		.help = "Idle time, not counting enquire_link, after which the "
		    "connection is unbound; 0 means never. "
		    "smpp-listen's connections stay." },
	[SMPP_ESME_THROTTLED_TIMEOUT] = {
		.name = "SMPP_ESME_Throttled_Timeout",
		.type = OPT_TIME, .scope = GDB, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "After ESME_RTHROTTLED or ESME_RMSGQFUL send nothing for "
		    "so long, then the same messages again; 0 means for a "
		    "second, and then at half the rate that was reached, "
		    "which grows back by 5 percent a second." },
	[SMPP_ESME_ON_UNKNOWN] = { .name = "SMPP_ESME_On_Unknown",
		.type = OPT_ENUM, .scope = GDB, .dflt = "hold",
		.names = on_unknown,
		.help = "What becomes of a message whose response did not "
		    "come: hold says so and does not send it again, resend "
		    "makes it a temporary failure, so that it may arrive "
		    "twice." },
	[SMPP_BIND_REFUSED_RETRY] = { .name = "SMPP_Bind_Refused_Retry",
		.type = OPT_TIME, .scope = GDB, .dflt = "300",
		.min = 1 * SECONDS, .max = 24 * DAYS,
		.help = "How long smpp-listen waits after its bind was refused "
		    "(a wrong password, for one) before it tries again." },
	[SMPP_SMSC_TLS] = { .name = "SMPP_SMSC_TLS",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "Speak TLS (1.2 or newer) to the SMSC; so does a URL "
		    "smpps://. "
		    "Its certificate must be valid, and made for the name or "
		    "address in SMPP_SMSC_Server. "
		    "It is never tried in clear instead." },
	[SMPP_SMSC_TLS_CA_FILE] = { .name = "SMPP_SMSC_TLS_CA_File",
		.type = OPT_PATH, .scope = GD,
		.help = "The certificates (PEM) of those that are trusted to "
		    "vouch for the SMSC. "
		    "Without it, those that the system trusts." },
	[SMPP_SMSC_TLS_PIN] = { .name = "SMPP_SMSC_TLS_Pin",
		.type = OPT_LIST, .scope = GD,
		.help = "SHA-256 of the SMSC's public key "
		    "(SubjectPublicKeyInfo, DER), in hexadecimal; of a list "
		    "one must be it. "
		    "Without SMPP_SMSC_TLS_CA_File the key alone decides, "
		    "whatever else the certificate says." },
	[SMPP_SMSC_TLS_CERTIFICATE] = { .name = "SMPP_SMSC_TLS_Certificate",
		.type = OPT_PATH, .scope = GD,
		.help = "Our certificate (PEM, then those that lead to its "
		    "root), for an SMSC that asks for one." },
	[SMPP_SMSC_TLS_KEY] = { .name = "SMPP_SMSC_TLS_Key",
		.type = OPT_PATH, .scope = GD,
		.help = "Its private key (PEM, without a passphrase); without "
		    "it, SMPP_SMSC_TLS_Certificate has it too. "
		    "Others may not be able to read the file." },
	[SMPP_SMSC_TLS_INSECURE_SKIP_VERIFY] = {
		.name = "SMPP_SMSC_TLS_Insecure_Skip_Verify",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "Take any certificate: whoever is in between can pose "
		    "as the SMSC, read the password and every message. "
		    "SMPP_SMSC_TLS_Pin is the better way to a self-signed "
		    "certificate, and holds all the same." },

	/* SMPP: one bind for many programs, and its pace */

	[SMPP_SHARE] = { .name = "SMPP_Share",
		.type = OPT_STRING, .scope = GD,
		.help = "Where smpp-share serves this domain's one bind: "
		    "unix:/path of a socket. "
		    "smpp-send and smpp-listen then go there, need no password, "
		    "and never bind to the SMSC themselves; with `direct' they "
		    "do." },
	[SMPP_SHARE_MODE] = { .name = "SMPP_Share_Mode",
		.type = OPT_ENUM, .scope = GD, .dflt = "0660",
		.names = socket_modes,
		.help = "The mode of smpp-share's socket: who may write to it "
		    "may send at this account's expense." },
	[SMPP_SHARE_GROUP] = { .name = "SMPP_Share_Group",
		.type = OPT_STRING, .scope = GD,
		.help = "The group of smpp-share's socket; not set, that of "
		    "smpp-share." },
	[SMPP_SHARE_QUEUE] = { .name = "SMPP_Share_Queue",
		.type = OPT_INT, .scope = GD, .dflt = "1000",
		.min = 1, .max = 100000,
		.help = "The most requests of one program that wait in "
		    "smpp-share; what is over it is answered ESME_RMSGQFUL." },
	[SMPP_SHARE_WAIT] = { .name = "SMPP_Share_Wait",
		.type = OPT_TIME, .scope = GD, .dflt = "30",
		.min = 1 * SECONDS, .max = 1 * DAYS,
		.help = "How long a request may wait in smpp-share before it is "
		    "answered ESME_RTHROTTLED, not sent. "
		    "smpp-send adds it to its response timer; an ESME that is "
		    "not ours must wait so much longer." },
	[SMPP_MAX_RATE] = { .name = "SMPP_Max_Rate",
		.type = OPT_INT, .scope = GD, .dflt = "0",
		.min = 0, .max = 1000000,
		.help = "The most segments a second that go to the SMSC, of all "
		    "programs behind smpp-share together; of smpp-send alone, "
		    "each for itself, or with a store (State) of all that use "
		    "the same account; 0 means no bound." },

	/* SMPP: addresses and fields of a message */

	[SMPP_ESME_ADDRESS] = { .name = "SMPP_ESME_Address",
		.type = OPT_LIST, .scope = GDB,
		.help = "The source address of messages: our number, short "
		    "code or name. "
		    "Of a list, a mail takes for each phone the number that "
		    "another sender has least recently used with that phone, "
		    "so that replies stay apart; what is no mail takes the "
		    "first." },
	[SMPP_ESME_TYPE_OF_NUMBER] = { .name = "SMPP_ESME_Type_Of_Number",
		.type = OPT_ENUM, .scope = GDB, .dflt = "unknown",
		.names = tons,
		.help = "The TON of the source address." },
	[SMPP_ESME_NUMBERING_PLAN] = { .name = "SMPP_ESME_Numbering_Plan",
		.type = OPT_ENUM, .scope = GDB, .dflt = "e164", .names = npis,
		.help = "The NPI of the source address." },
	[SMPP_DESTINATION_TYPE_OF_NUMBER] = {
		.name = "SMPP_Destination_Type_Of_Number",
		.type = OPT_ENUM, .scope = GDB, .dflt = "international",
		.names = tons,
		.help = "The TON of destination addresses." },
	[SMPP_DESTINATION_NUMBERING_PLAN] = {
		.name = "SMPP_Destination_Numbering_Plan",
		.type = OPT_ENUM, .scope = GDB, .dflt = "e164", .names = npis,
		.help = "The NPI of destination addresses." },
	[SMPP_DESTINATION_FLAG] = { .name = "SMPP_Destination_Flag",
		.type = OPT_INT, .scope = GDB, .dflt = "1", .min = 1, .max = 2,
		.help = "What a recipient is: 1 an SME address, 2 the name of a "
		    "distribution list at the SMSC, which needs "
		    "SMPP_ESME_Submit_Submit_Multi." },
	[SMPP_ESME_SERVICE_TYPE] = { .name = "SMPP_ESME_Service_Type",
		.type = OPT_STRING, .scope = GDB,
		.help = "The service_type of messages." },
	[SMPP_ESME_SUBMIT_DATA_SM] = { .name = "SMPP_ESME_Submit_Data_SM",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Submit with data_sm rather than submit_sm.  It has "
		    "no schedule, priority and protocol_id: a message with "
		    "one of these is refused.  Its validity goes along as "
		    "qos_time_to_live." },
	[SMPP_ESME_MESSAGE_PAYLOAD] = { .name = "SMPP_ESME_Message_Payload",
		.type = OPT_ENUM, .scope = GDB, .dflt = "off",
		.names = payloads,
		.help = "Put the text of a message into message_payload, all "
		    "of it into one PDU, and leave cutting it to the SMSC: "
		    "never, where it is too long for one segment, or always. "
		    "SMPP_ESME_Max_Segments counts all the same." },
	[SMPP_ESME_SUBMIT_SUBMIT_MULTI] = {
		.name = "SMPP_ESME_Submit_Submit_Multi",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Submit a message for several recipients as one "
		    "submit_multi rather than one submit_sm each; not with "
		    "SMPP_ESME_Submit_Data_SM." },
	[SMPP_ESME_VALIDITY_PERIOD] = { .name = "SMPP_ESME_Validity_Period",
		.type = OPT_STRING, .scope = GDB,
		.help = "How long the SMSC shall try: an absolute or relative "
		    "time in SMPP's form, such as 000002000000000R for two "
		    "days." },
	[SMPP_MESSAGE_MODE] = { .name = "SMPP_Message_Mode",
		.type = OPT_ENUM, .scope = GDB, .dflt = "store_and_forward",
		.names = modes,
		.help = "The mode that messages ask for where it differs from "
		    "SMPP_SMSC_Default_Message_Mode." },
	[SMPP_SMSC_DEFAULT_MESSAGE_MODE] = {
		.name = "SMPP_SMSC_Default_Message_Mode",
		.type = OPT_ENUM, .scope = GDB, .dflt = "store_and_forward",
		.names = modes,
		.help = "What the SMSC does by itself." },
	[SMPP_REGISTERED_DELIVERY] = { .name = "SMPP_Registered_Delivery",
		.type = OPT_FLAGS, .scope = GDB, .dflt = "none", .min = 1 | 2,
		.names = receipts,
		.help = "The receipts to ask for. "
		    "SMSC_Delivery and SMSC_Delivery_Failure exclude each "
		    "other." },
	[SMPP_NOTIFY_DELIVER_RECEIPT] = {
		.name = "SMPP_Notify_Deliver_Receipt",
		.type = OPT_FLAGS, .scope = GDB, .dflt = "none",
		.names = receipt_states,
		.help = "The receipts that become mail to the sender: sms2mail "
		    "makes a notification of them. "
		    "It makes smpp-send ask for receipts." },
	[SMPP_SUBMIT_RESPONSE_MESSAGE_ID_FORMAT] = {
		.name = "SMPP_Submit_Response_Message_ID_Format",
		.type = OPT_ENUM, .scope = GDB, .dflt = "string",
		.names = id_formats,
		.help = "How the SMSC writes a message_id in its responses: "
		    "some answer in hexadecimal and report in decimal. "
		    "With string here and below, receipts are matched by any "
		    "of these forms, and which one fits is remembered; where "
		    "one of both options says otherwise, only what they say "
		    "counts." },
	[SMPP_DELIVERY_RECEIPT_MESSAGE_ID_FORMAT] = {
		.name = "SMPP_Delivery_Receipt_Message_ID_Format",
		.type = OPT_ENUM, .scope = GDB, .dflt = "string",
		.names = id_formats,
		.help = "How the SMSC writes the same in its receipts." },

	/* SMPP: text */

	[SMPP_SMS_DATA_CODING] = { .name = "SMPP_SMS_Data_Coding",
		.type = OPT_ENUM, .scope = GDB, .dflt = "auto",
		.names = codings,
		.help = "The data_coding of text: a name or its number. "
		    "auto takes for each message the cheapest that loses "
		    "nothing: the SMSC's own alphabet, with national tables "
		    "where SMPP_SMS_National_Tables allows, or ucs2. "
		    "It takes no other, since whether an SMSC turns these into "
		    "what phones know is not sure; it is the default here, "
		    "where Mobile Momentum's is default, the SMSC's own "
		    "alphabet. "
		    "latin-1 and iso-8859-1, latin-5 and iso-8859-5, latin-8 "
		    "and iso-8859-8, and utf-16 are other names of latin1, "
		    "cyrillic, hebrew and ucs2." },
	[SMPP_SMSC_DEFAULT_ALPHABET] = { .name = "SMPP_SMSC_Default_Alphabet",
		.type = OPT_ENUM, .scope = GDB, .dflt = "gsm",
		.names = alphabets,
		.help = "What data_coding 0 means at this SMSC; gsm0338 is "
		    "another name of gsm." },
	[SMPP_SMSC_PACKED] = { .name = "SMPP_SMSC_Packed",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "This SMSC has text in the GSM alphabet as a phone has "
		    "it: eight characters packed into seven octets, with fill "
		    "bits behind a user data header. "
		    "It is sent so too. "
		    "Most have an octet for each character; text that came the "
		    "other way than this says is garbled." },
	[SMPP_SMS_NATIONAL_TABLES] = { .name = "SMPP_SMS_National_Tables",
		.type = OPT_FLAGS, .scope = GDB, .dflt = "none",
		.names = languages,
		.help = "The languages whose national tables (3GPP TS 23.038) "
		    "text in the GSM alphabet may use: those that the phones "
		    "know. "
		    "They are used where the alphabet alone does not have a "
		    "character and they cost less than ucs2, or where they "
		    "save a segment; both tables, locking and single shift, "
		    "are tried in each combination. "
		    "A user data header names them in every segment, which "
		    "takes room for 5 characters, or 8 for both tables; it "
		    "numbers the segments too, whatever SMPP_ESME_UDH_Segment "
		    "says. "
		    "With another SMPP_SMSC_Default_Alphabet than gsm they are "
		    "not used, nor beside tables that the record's own header "
		    "names." },
	[SMPP_SMS_TRANSLITERATE] = { .name = "SMPP_SMS_Transliterate",
		.type = OPT_ENUM, .scope = GDB, .dflt = "typographic",
		.names = transliterations,
		.help = "What mail2sms may replace where the alphabet does not "
		    "have a character: with typographic what looks alike "
		    "(curly quotes, dashes, ellipses, odd spaces, bullets), "
		    "with full also letters with accents and signs that can be "
		    "spelt (\"ss\", \"1/2\", \"(c)\"). "
		    "It does so only where that saves segments, or less is cut "
		    "off or lost." },
	[SMPP_SMS_DATA_NO_BOM] = { .name = "SMPP_SMS_Data_No_BOM",
		.type = OPT_BOOL, .scope = GDB, .dflt = "true",
		.help = "Put no byte order mark before UCS2 text." },
	[SMPP_GSM_TRANSCODES_TO] = { .name = "SMPP_GSM_Transcodes_To",
		.type = OPT_STRING, .scope = GDB, .dflt = "utf-8",
		.help = "The charset of mail that is made from SMS, such as "
		    "iso-8859-1, which is Mobile Momentum's default. "
		    "A text with a character that it does not have is UTF-8 all "
		    "the same, and one that is all ASCII is us-ascii." },
	[SMPP_MAX_SMS_MESSAGE_SIZE] = { .name = "SMPP_Max_SMS_Message_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "160",
		.min = 1, .max = 65535,
		.help = "The most octets of text in all segments together; "
		    "what is longer is cut." },
	[SMPP_SMS_SEGMENT_SIZE] = { .name = "SMPP_SMS_Segment_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "160",
		.min = 1, .max = 255,
		.help = "The most octets of text in a segment. "
		    "It is never more than the air interface takes: 160 "
		    "septets or 140 octets, less the user data header." },
	[SMPP_ESME_MAX_SEGMENTS] = { .name = "SMPP_ESME_Max_Segments",
		.type = OPT_INT, .scope = GDB, .dflt = "255",
		.min = 1, .max = 255,
		.help = "The most segments of a message." },
	[SMPP_SMS_SEGMENT_BOUNDARY] = { .name = "SMPP_SMS_Segment_Boundary",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Split at white space where that is possible." },
	[SMPP_ESME_UDH_SEGMENT] = { .name = "SMPP_ESME_UDH_Segment",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Number the segments in a user data header rather than "
		    "in the sar_ TLVs. "
		    "That is done anyway where the header names national "
		    "tables: see SMPP_SMS_National_Tables." },
	[SMPP_CSMS_REFNUM_LENGTH] = { .name = "SMPP_CSMS_Refnum_Length",
		.type = OPT_INT, .scope = GDB, .dflt = "2", .min = 0, .max = 2,
		.help = "Octets of the reference number in that header; 0 "
		    "means 1 while it fits." },
	[SMPP_MAX_SMS_FROM_SIZE] = { .name = "SMPP_Max_SMS_From_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "0",
		.min = 0, .max = 65535,
		.help = "The most characters of the sender's address put "
		    "before the text of a mail; 0 leaves it out." },
	[SMPP_MAX_SMS_SUBJECT_SIZE] = { .name = "SMPP_Max_SMS_Subject_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "10",
		.min = 0, .max = 65535,
		.help = "The same for the subject, which stands in "
		    "parentheses." },

	/* SMS to mail */

	[SMPP_DEFAULT_EMAIL_ADDRESS] = { .name = "SMPP_Default_Email_Address",
		.type = OPT_STRING, .scope = GD,
		.help = "Who gets the mail for an SMS that names nobody and "
		    "answers nobody." },
	[SMPP_DEFAULT_EMAIL_FROM_DOMAIN] = {
		.name = "SMPP_Default_Email_From_Domain",
		.type = OPT_STRING, .scope = GD,
		.help = "The domain behind the number in the sender's address "
		    "of such mail; without it the domain of the "
		    "connection." },
	[SMPP_USE_INTERWORKING_PARSE] = {
		.name = "SMPP_Use_Interworking_Parse",
		.type = OPT_BOOL, .scope = GD, .dflt = "true",
		.help = "Look for an address and a subject at the start of an "
		    "SMS, in the interworking format of 3GPP TS 23.040." },
	[SMPP_USE_REVERSE_ADDRESS_MAPPINGS] = {
		.name = "SMPP_Use_Reverse_Address_Mappings",
		.type = OPT_BOOL, .scope = GD, .dflt = "true",
		.help = "Let a reply by SMS find its way to the sender of the "
		    "mail that it answers." },
	[SMPP_RAM_EXPIRATION] = { .name = "SMPP_RAM_Expiration",
		.type = OPT_TIME, .scope = GD, .dflt = "300m",
		.min = 0, .max = 3660 * DAYS, .unit = MINUTES,
		.help = "How long that way is remembered; 0 is not at all." },
	[SMPP_REPLY_CONFLICT] = { .name = "SMPP_Reply_Conflict",
		.type = OPT_ENUM, .scope = GD, .dflt = "last",
		.names = conflicts,
		.help = "Who gets a reply where several have written to that "
		    "phone from the same number: the last of them, or all, in "
		    "one mail that names them all." },
	[GENERATE_BOUNCES] = { .name = "Generate_Bounces",
		.type = OPT_BOOL, .scope = GD, .dflt = "true",
		.help = "Let sms2mail make a notification of a submit record "
		    "that failed for good." },

	/* what is remembered */

	[STATE] = { .name = "State",
		.type = OPT_STRING, .scope = OPT_GLOBAL,
		.dflt = "sqlite:/var/lib/mobutils/state.db",
		.help = "Where is remembered what was sent: a file that "
		    "mobstate init has made, or none. "
		    "Where it is not set, the environment variable "
		    "MOBUTILS_STATE comes before the default." },
	[STATE_REQUIRED] = { .name = "State_Required",
		.type = OPT_BOOL, .scope = OPT_GLOBAL, .dflt = "false",
		.help = "Without a store that can be used: fail for now, "
		    "rather than say so and go on without." },
	[STATE_ACCOUNT] = { .name = "State_Account",
		.type = OPT_STRING, .scope = GD,
		.help = "The name of the SMSC account in the store; without it "
		    "the system_id, @, server, : and port. "
		    "Domains of the same name share receipts, replies and "
		    "parts of long messages." },
	[STATE_KEEP] = { .name = "State_Keep",
		.type = OPT_TIME, .scope = OPT_GLOBAL, .dflt = "14d",
		.min = 1 * MINUTES, .max = 3660 * DAYS,
		.help = "How long a message is remembered." },
	[STATE_KEEP_TEXT] = { .name = "State_Keep_Text",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "Keep the text of messages, too; of MMS all content "
		    "of a record of up to 48 KB without Cc and Bcc, and none "
		    "of a mail." },
	[SMPP_ESME_USER_MESSAGE_REFERENCE] = {
		.name = "SMPP_ESME_User_Message_Reference",
		.type = OPT_BOOL, .scope = GD, .dflt = "true",
		.help = "Where there is a store, send a user_message_reference "
		    "along, so that a receipt that has it can settle the fate "
		    "of a message whose response never came. "
		    "false is for an SMSC that refuses the parameter." },
	[SMPP_RECEIPT_COMBINE] = { .name = "SMPP_Receipt_Combine",
		.type = OPT_ENUM, .scope = GD, .dflt = "all",
		.names = combinations,
		.help = "When the receipts of a message of several segments "
		    "make one for the message: delivered when all segments "
		    "are, and failed when one has; or delivered when any "
		    "segment is, and failed when all have; each gives every "
		    "segment's out." },
	[RECEIPT_HOLD] = { .name = "Receipt_Hold",
		.type = OPT_TIME, .scope = GD, .dflt = "60",
		.min = 0, .max = 1 * DAYS,
		.help = "How long a receipt that fits no message waits for "
		    "one, since it may have overtaken the answer; then it is "
		    "given out without the original." },
	[RECEIPT_OVERDUE] = { .name = "Receipt_Overdue",
		.type = OPT_TIME, .scope = GD, .dflt = "0",
		.min = 0, .max = 3660 * DAYS,
		.help = "How long to wait for a receipt that was asked for "
		    "before smpp-listen says so with a record of its own; 0 "
		    "means for ever. "
		    "It counts as it is when smpp-send submits the message." },

	/* SMPP: the vendor's tables */

	[SMPP_VENDOR_COMMAND_STATUS_TABLE] = {
		.name = "SMPP_Vendor_Command_Status_Table",
		.type = OPT_TABLE, .scope = GDB,
		.columns = vendor_statuses, .key = VENDOR_STATUS,
		.help = "A CSV file of what this SMSC means by a "
		    "command_status: the status in hexadecimal, 0 permanent or "
		    "1 temporary, reason.  It goes before what SMPP says of "
		    "that status." },
	[SMPP_VENDOR_TLV_TABLE] = { .name = "SMPP_Vendor_TLV_Table",
		.type = OPT_TABLE, .scope = GDB,
		.columns = vendor_tlvs, .key = VENDOR_TLV_TAG,
		.help = "A CSV file of optional parameters: name, tag in "
		    "hexadecimal, type (0 integer, 1 octet string, 2 C-octet "
		    "string), least and most length in octets, bit mask of "
		    "where it has that name (1 MO, 2 MT, 4 receipt), default "
		    "for MT.  An integer is as wide as its most length; a "
		    "C-octet string's lengths count its NUL; the default of an "
		    "octet string is text, or hexadecimal behind 0x.  What has "
		    "a default goes along with every message that has no "
		    "such parameter itself." },

	/* smpp-listen as server */

	[SMPP_SERVER_USERS] = { .name = "SMPP_Server_Users",
		.type = OPT_PATH, .scope = GD,
		.help = "A file that says who may bind: lines "
		    "system_id:password or system_id:password:options; see "
		    "smpp-listen(1)." },
	[SMPP_SERVER_SYSTEM_ID] = { .name = "SMPP_Server_System_ID",
		.type = OPT_STRING, .scope = GD, .dflt = "mobutils",
		.help = "The system_id in answers to a bind." },
	[SMPP_SERVER_RECEIPT_STATE] = { .name = "SMPP_Server_Receipt_State",
		.type = OPT_ENUM, .scope = GD, .dflt = "DELIVRD",
		.names = states,
		.help = "The state in the receipts that are given for messages "
		    "that were taken." },
	[SMPP_SERVER_RECEIPT_DELAY] = { .name = "SMPP_Server_Receipt_Delay",
		.type = OPT_TIME, .scope = GD, .dflt = "0",
		.min = 0, .max = 30 * DAYS,
		.help = "How long a message is under way before its receipt is "
		    "sent; until then it can be cancelled and replaced." },
	[SMPP_SERVER_RECEIPT_TEXT] = { .name = "SMPP_Server_Receipt_Text",
		.type = OPT_STRING, .scope = GD,
		.help = "The text of receipts, in which {id}, {submitted}, "
		    "{done}, {state}, {error} and {text} are replaced; the "
		    "default is the form of SMPP 3.4, appendix B." },
	[SMPP_SERVER_RECEIPT_ID_FORMAT] = {
		.name = "SMPP_Server_Receipt_ID_Format",
		.type = OPT_ENUM, .scope = GD, .dflt = "string",
		.names = id_formats,
		.help = "How receipts write the message_id: as it was told "
		    "(string), or its number in decimal or hexadecimal." },
	[SMPP_SERVER_MESSAGE_ID_FORMAT] = {
		.name = "SMPP_Server_Message_ID_Format",
		.type = OPT_ENUM, .scope = GD, .dflt = "string",
		.names = id_formats,
		.help = "What a message_id looks like: 32 hexadecimal digits "
		    "(string), or a number of 60 bits in decimal or "
		    "hexadecimal." },
	[SMPP_SERVER_MAX_CONNECTIONS] = {
		.name = "SMPP_Server_Max_Connections",
		.type = OPT_INT, .scope = GD, .dflt = "100",
		.min = 1, .max = 100000,
		.help = "The most connections at a time." },
	[SMPP_SERVER_TLS_CERTIFICATE] = {
		.name = "SMPP_Server_TLS_Certificate",
		.type = OPT_PATH, .scope = GD,
		.help = "The server's certificate (PEM, then those that lead "
		    "to its root). With it, TLS (1.2 or newer) is spoken at "
		    "all addresses but unix: ones." },
	[SMPP_SERVER_TLS_KEY] = { .name = "SMPP_Server_TLS_Key",
		.type = OPT_PATH, .scope = GD,
		.help = "Its private key (PEM, without a passphrase); without "
		    "it, SMPP_Server_TLS_Certificate has it too. "
		    "Others may not be able to read the file." },
	[SMPP_SERVER_TLS_CLIENT_CA_FILE] = {
		.name = "SMPP_Server_TLS_Client_CA_File",
		.type = OPT_PATH, .scope = GD,
		.help = "The certificates (PEM) of those that vouch for "
		    "clients. With it, a client without such a certificate is "
		    "not let in." },
	[SMPP_SERVER_FAULT_DELAY] = { .name = "SMPP_Server_Fault_Delay",
		.type = OPT_TIME, .scope = GD, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "For tests of clients: messages are answered so much "
		    "later." },
	[SMPP_SERVER_FAULT_STATUS] = { .name = "SMPP_Server_Fault_Status",
		.type = OPT_MAP, .scope = GD,
		.min = 1, .max = INT32_MAX,
		.help = "For tests of clients: every so manyth message is "
		    "answered with that status and not taken, as in "
		    "[ESME_RTHROTTLED = 10]." },
	[SMPP_SERVER_FAULT_DROP] = { .name = "SMPP_Server_Fault_Drop",
		.type = OPT_INT, .scope = GD, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "For tests of clients: a connection breaks when so "
		    "many messages came by it, the last of them unanswered; "
		    "0: it does not." },
	[SMPP_SERVER_FAULT_LOSE] = { .name = "SMPP_Server_Fault_Lose",
		.type = OPT_INT, .scope = GD, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "For tests of clients: every so manyth answer to a "
		    "message is not sent; 0: all are." },
	[SMPP_SERVER_FAULT_REORDER] = { .name = "SMPP_Server_Fault_Reorder",
		.type = OPT_INT, .scope = GD, .dflt = "0",
		.min = 0, .max = 10000,
		.help = "For tests of clients: so many answers are collected, "
		    "for up to a second, and sent last first; 0: in order." },
	[SMPP_SERVER_FAULT_SINGLE_BIND] = {
		.name = "SMPP_Server_Fault_Single_Bind",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "For tests of clients: a system_id can be bound once "
		    "at a time, whatever the users file says." },
	[SMPP_SERVER_FAULT_RECEIPT_FIRST] = {
		.name = "SMPP_Server_Fault_Receipt_First",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "For tests of clients: a receipt comes before the "
		    "answer to its message." },
	[SMPP_SERVER_FAULT_OCTETS] = { .name = "SMPP_Server_Fault_Octets",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "For tests of clients: all is written octet by "
		    "octet." },

	/* programs */

	[GIVE_UP] = { .name = "Give_Up",
		.type = OPT_TIME, .scope = GD, .dflt = "120",
		.min = 1 * SECONDS, .max = 24 * DAYS,
		.help = "The longest that messages wait while none is taken, "
		    "whatever the reason: connect, bind, throttling. "
		    "For a delivery agent it must be less than the MTA's own "
		    "limit. "
		    "A batch that goes on may take longer." },
	[HANDLER_TIMEOUT] = { .name = "Handler_Timeout",
		.type = OPT_TIME, .scope = GD, .dflt = "0",
		.min = 0, .max = 24 * DAYS,
		.help = "The longest that a handler may run before it is "
		    "killed, which counts as a temporary failure; 0 means no "
		    "limit. "
		    "Where it is not set, it is 10 seconds for smpp-listen, "
		    "where it includes the wait for a handler to be free: it "
		    "should be less than the time after which the SMSC, or the "
		    "client of a server, repeats what is not answered." },
	[SMPP_REASSEMBLY_TIMEOUT] = { .name = "SMPP_Reassembly_Timeout",
		.type = OPT_TIME, .scope = GD, .dflt = "1h",
		.min = 1 * SECONDS, .max = 24 * DAYS,
		.help = "How long to wait for the missing segments of a "
		    "message before it is passed on without them." },
	[SYSLOG] = { .name = "Syslog",
		.type = OPT_ENUM, .scope = OPT_GLOBAL, .dflt = "auto",
		.names = syslogs,
		.help = "A line in the mail log (syslog's LOG_MAIL) for each "
		    "message that is decided: who, to whom, by which SMSC, "
		    "with what status; see mobutils(7). auto: where the "
		    "standard error is no terminal." },

	/* MM7 */

	[MM7_MMSC_SERVER] = { .name = "MM7_MMSC_Server",
		.type = OPT_STRING, .scope = GD,
		.help = "Where the MMSC is: a host name or an IP address; "
		    "host:port names the port, too. "
		    "A domain that has this option is an MM7 domain." },
	[MM7_MMSC_PORT] = { .name = "MM7_MMSC_Port",
		.type = OPT_INT, .scope = GD, .dflt = "8080",
		.min = 1, .max = 65535,
		.help = "The TCP port of the MMSC, where MM7_MMSC_Server does "
		    "not say. With TLS it is 443 where it is not set." },
	[MM7_MMSC_PATH] = { .name = "MM7_MMSC_Path",
		.type = OPT_STRING, .scope = GD, .dflt = "/",
		.help = "The path of the URI that requests go to." },
	[ROUTES] = { .name = "Routes",
		.type = OPT_LIST, .scope = GD,
		.help = "The same in the newer form: "
		    "mm7://host/path?port=8080." },
	[HTTP_HOST] = { .name = "HTTP_Host",
		.type = OPT_STRING, .scope = GDB,
		.help = "The host named in the request, where it is not the "
		    "MMSC's." },
	[HTTP_URI] = { .name = "HTTP_URI",
		.type = OPT_STRING, .scope = GDB,
		.help = "The URI in the request, where it is not "
		    "MM7_MMSC_Path." },
	[HTTP_BASIC_AUTH] = { .name = "HTTP_Basic_Auth",
		.type = OPT_SECRET, .scope = GDB,
		.help = "user:password for HTTP authentication." },
	[DELIVERY_METHOD] = { .name = "Delivery_Method",
		.type = OPT_ENUM, .scope = GD, .names = methods,
		.help = "What kind of domain it is, where its other options do "
		    "not tell." },
	[MM7_MMSC_TLS] = { .name = "MM7_MMSC_TLS",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "Speak TLS (1.2 or newer) to the MMSC; so does a URL "
		    "https://. "
		    "Its certificate must be valid, and made for its name. "
		    "It is never tried in clear instead." },
	[MM7_MMSC_TLS_CA_FILE] = { .name = "MM7_MMSC_TLS_CA_File",
		.type = OPT_PATH, .scope = GD,
		.help = "The certificates (PEM) of those that are trusted to "
		    "vouch for the MMSC. "
		    "Without it, those that the system trusts." },
	[MM7_MMSC_TLS_CERTIFICATE] = { .name = "MM7_MMSC_TLS_Certificate",
		.type = OPT_PATH, .scope = GD,
		.help = "Our certificate (PEM, with those between it and its "
		    "authority), for an MMSC that wants one." },
	[MM7_MMSC_TLS_KEY] = { .name = "MM7_MMSC_TLS_Key",
		.type = OPT_PATH, .scope = GD,
		.help = "The private key of that certificate (PEM). Without "
		    "it, MM7_MMSC_TLS_Certificate has it too. "
		    "A file that others may read is refused." },
	[MM7_MMSC_TLS_INSECURE_SKIP_VERIFY] = {
		.name = "MM7_MMSC_TLS_Insecure_Skip_Verify",
		.type = OPT_BOOL, .scope = GD, .dflt = "false",
		.help = "Believe any certificate: for tests alone, since "
		    "whoever is in between gets the password. "
		    "MM7_MMSC_TLS_CA_File is the better way to a self-signed "
		    "one." },
	[MM7_HTTP_AUTH] = { .name = "MM7_HTTP_Auth",
		.type = OPT_ENUM, .scope = GDB, .dflt = "basic",
		.names = http_auths,
		.help = "How to log in, where there is a password: with "
		    "bearer it is the token, and there is no user." },
	[MM7_HTTP_AUTH_USER] = { .name = "MM7_HTTP_Auth_User",
		.type = OPT_STRING, .scope = GDB,
		.help = "The user for HTTP authentication." },
	[MM7_HTTP_AUTH_PASSWORD] = { .name = "MM7_HTTP_Auth_Password",
		.type = OPT_SECRET, .scope = GDB,
		.help = "The password for HTTP authentication. "
		    "Without it MM7_HTTP_Auth_Password_File has it, or else "
		    "the environment variable MM7_PASSWORD." },
	[MM7_HTTP_AUTH_PASSWORD_FILE] = { .name = "MM7_HTTP_Auth_Password_File",
		.type = OPT_PATH, .scope = GDB,
		.help = "A file whose first line is that password. A file "
		    "that others may read is refused." },
	[MM7_HTTP_CHUNKED] = { .name = "MM7_HTTP_Chunked",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Send requests in HTTP's chunked transfer coding, "
		    "which not all MMSCs take, and not with Content-Length." },
	[MM7_HTTP_EXPECT] = { .name = "MM7_HTTP_Expect",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Ask by Expect: 100-continue whether a request is "
		    "welcome, and wait for that a second." },
	[MM7_HTTP_HEADERS] = { .name = "MM7_HTTP_Headers",
		.type = OPT_LIST, .scope = GDB,
		.help = "More HTTP headers of requests, each as one string: "
		    "\"X-Carrier-Id: 10487\". One named SOAPAction, Host or "
		    "User-Agent stands in place of ours." },
	[MM7_HTTP_PROXY] = { .name = "MM7_HTTP_Proxy",
		.type = OPT_STRING, .scope = GDB,
		.help = "The URL of a proxy, or none; with a password in it, as "
		    "in http://user:password@host/, a secret. Without it the "
		    "environment variables http_proxy, https_proxy and "
		    "no_proxy count." },
	[MM7_CONNECT_TIMER] = { .name = "MM7_Connect_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "10",
		.min = 1, .max = 1 * DAYS,
		.help = "How long to wait for a connection." },
	[MM7_ON_UNKNOWN] = { .name = "MM7_On_Unknown",
		.type = OPT_ENUM, .scope = GDB, .dflt = "hold",
		.names = on_unknown,
		.help = "What becomes of a message whose response did not come "
		    "or cannot be read: hold says so and does not send it "
		    "again, resend makes it a temporary failure, so that it "
		    "may arrive twice." },
	[MM7_RESPONSE_TIMER] = { .name = "MM7_Response_Timer",
		.type = OPT_TIME, .scope = GDB, .dflt = "10",
		.min = 1, .max = 1 * DAYS,
		.help = "How long to wait for the response." },
	[MM7_INACTIVITY_TIMER] = { .name = "MM7_Inactivity_Timer",
		.alias = "Idle_Timeout", .type = OPT_TIME, .scope = GDB,
		.dflt = "300", .min = 0, .max = 24 * DAYS,
		.help = "Idle time after which a connection is closed." },
	[MM7_VERSION_OPTION] = { .name = "MM7_Version",
		.type = OPT_STRING, .scope = GDB, .dflt = "6.8.0",
		.help = "The MM7Version element of requests." },
	[MM7_XML_SCHEMA] = { .name = "MM7_XML_Schema",
		.type = OPT_STRING, .scope = GDB,
		.dflt = "http://www.3gpp.org/ftp/Specs/archive/23_series/"
		    "23.140/schema/REL-6-MM7-1-4",
		.help = "The XML namespace of requests." },
	[MM7_NAMESPACE] = { .name = "MM7_Namespace",
		.type = OPT_STRING, .scope = GDB,
		.help = "The prefix of that namespace." },
	[MM7_USE_NAMESPACE_IN_BODY] = { .name = "MM7_Use_Namespace_In_Body",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Use the prefix in the SOAP body too." },
	[MM7_SOAP_ENV] = { .name = "MM7_SOAP_Env",
		.type = OPT_STRING, .scope = GDB, .dflt = "env",
		.help = "The prefix of SOAP's namespace." },
	[MM7_VASPID_OPTION] = { .name = "MM7_VASPID",
		.type = OPT_STRING, .scope = GDB,
		.help = "VASPID in SenderIdentification." },
	[MM7_VASID_OPTION] = { .name = "MM7_VASID",
		.type = OPT_STRING, .scope = GDB,
		.help = "VASID in SenderIdentification." },
	[MM7_SENDER_ADDRESS] = { .name = "MM7_Sender_Address",
		.type = OPT_TEXT, .scope = GDB,
		.help = "SenderAddress: a number or short code, or XML such as "
		    "<ShortCode>28444</ShortCode>." },
	[MM7_SERVICE_CODE_OPTION] = { .name = "MM7_Service_Code",
		.type = OPT_STRING, .scope = GDB,
		.help = "ServiceCode, for billing." },
	[MM7_MESSAGE_CLASS_OPTION] = { .name = "MM7_Message_Class",
		.type = OPT_ENUM, .scope = GDB, .names = classes,
		.help = "MessageClass." },
	[MM7_DELIVERY_REPORT_OPTION] = { .name = "MM7_Delivery_Report",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Ask for delivery reports." },
	[MM7_READ_REPLY_OPTION] = { .name = "MM7_Read_Reply",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Ask for read replies." },
	[MM7_REPLY_CHARGING_OPTION] = { .name = "MM7_Reply_Charging",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "ReplyCharging: the sender pays for the reply." },
	[MM7_REPLY_CHARGING_SIZE_OPTION] = { .name = "MM7_Reply_Charging_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "The most octets of such a reply; 0 sets no limit." },
	[MM7_REPLY_DEADLINE_OPTION] = { .name = "MM7_Reply_Deadline",
		.type = OPT_STRING, .scope = GDB,
		.help = "Until when: an XML dateTime, or a duration such as "
		    "P10D." },
	[MM7_PRIORITY_OPTION] = { .name = "MM7_Priority",
		.type = OPT_ENUM, .scope = GDB, .names = priorities,
		.help = "Priority, where the mail has neither Importance nor "
		    "X-Priority." },
	[MM7_EARLIEST_DELIVERY_TIME_OPTION] = { .name = "MM7_Earliest_Delivery_Time",
		.type = OPT_STRING, .scope = GDB,
		.help = "EarliestDeliveryTime: an XML dateTime, or a duration "
		    "such as PT1H." },
	[MM7_EXPIRY_DATE_OPTION] = { .name = "MM7_Expiry_Date",
		.type = OPT_STRING, .scope = GDB,
		.help = "ExpiryDate: an XML dateTime, or a duration such as "
		    "P2D.  A mail that says when it expires goes before it." },
	[MM7_CHARGED_PARTY_OPTION] = { .name = "MM7_Charged_Party",
		.type = OPT_ENUM, .scope = GDB, .names = payers,
		.help = "ChargedParty: who pays." },
	[MM7_CHARGED_PARTY_ID_OPTION] = { .name = "MM7_Charged_Party_ID",
		.type = OPT_STRING, .scope = GDB,
		.help = "ChargedPartyID: the address of the third party that "
		    "pays." },
	[MM7_THIRD_PARTY_PAYER] = { .name = "MM7_Third_Party_Payer",
		.type = OPT_STRING, .scope = GDB,
		.help = "ThirdPartyPayer: a number or mail address." },
	[MM7_DISTRIBUTION_INDICATOR_OPTION] = { .name = "MM7_Distribution_Indicator",
		.type = OPT_ENUM, .scope = GDB, .names = booleans,
		.help = "DistributionIndicator: whether the content may be "
		    "passed on." },
	[MM7_DELIVERY_CONDITION_OPTION] = { .name = "MM7_Delivery_Condition",
		.type = OPT_STRING, .scope = GDB,
		.help = "DeliveryCondition: numbers of conditions, blanks "
		    "between." },
	[MM7_APPLIC_ID_OPTION] = { .name = "MM7_Applic_ID",
		.type = OPT_STRING, .scope = GDB,
		.help = "ApplicID: the application that the message is for." },
	[MM7_REPLY_APPLIC_ID_OPTION] = { .name = "MM7_Reply_Applic_ID",
		.type = OPT_STRING, .scope = GDB,
		.help = "ReplyApplicID: the application that a reply is for." },
	[MM7_AUX_APPLIC_INFO_OPTION] = { .name = "MM7_Aux_Applic_Info",
		.type = OPT_STRING, .scope = GDB,
		.help = "AuxApplicInfo: what the application wants to know "
		    "beside." },
	[MM7_CONTENT_CLASS_OPTION] = { .name = "MM7_Content_Class",
		.type = OPT_ENUM, .scope = GDB, .names = content_classes,
		.help = "ContentClass, as the OMA has them." },
	[MM7_DRM_CONTENT_OPTION] = { .name = "MM7_DRM_Content",
		.type = OPT_ENUM, .scope = GDB, .names = booleans,
		.help = "DRMContent: whether the content is protected." },
	[MM7_ALLOW_ADAPTATIONS_OPTION] = { .name = "MM7_Allow_Adaptations",
		.type = OPT_ENUM, .scope = GDB, .names = booleans,
		.help = "Whether the MMSC may adapt the content to the phone." },
	[MM7_NUMBER_PREFIX] = { .name = "MM7_Number_Prefix",
		.type = OPT_STRING, .scope = GDB,
		.help = "What to put before each recipient's number, such as "
		    "+." },
	[MM7_NUMBER_PLMN] = { .name = "MM7_Number_PLMN",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Write /TYPE=PLMN behind each number." },
	[MM7_SHORT_CODE_LENGTH] = { .name = "MM7_Short_Code_Length",
		.type = OPT_INT, .scope = GDB, .dflt = "6",
		.min = 0, .max = 20,
		.help = "A number without + of at most so many digits is a "
		    "ShortCode, a longer one a Number; 0: all are Numbers." },
	[MM7_HIDDEN_RECIPIENTS] = { .name = "MM7_Hidden_Recipients",
		.type = OPT_ENUM, .scope = GDB, .dflt = "bcc",
		.names = hidden,
		.help = "What recipients become that are not in the To and Cc "
		    "of the mail." },
	[MM7_DISPLAY_RECIPIENTS] = { .name = "MM7_Display_Recipients",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Show those in To and Cc to whom the message is not "
		    "sent, as displayOnly recipients; some MMSCs refuse "
		    "these." },
	[MM7_MAX_RECIPIENTS] = { .name = "MM7_Max_Recipients",
		.type = OPT_INT, .scope = GDB, .dflt = "0",
		.min = 0, .max = 1000,
		.help = "The most recipients of one request; of more, several "
		    "requests are made.  0 sets no limit." },
	[MM7_REQUEST_IE_EXTENDED] = { .name = "MM7_Request_IE_Extended",
		.type = OPT_TEXT, .scope = GDB,
		.help = "XML that is added to the request." },
	[MM7_SOAP_ATTACHMENT_SIMPLE_MIME] = {
		.name = "MM7_SOAP_Attachment_Simple_MIME",
		.type = OPT_BOOL, .scope = GDB, .dflt = "true",
		.help = "Attach a single text part as it is, not in a "
		    "multipart." },
	[MM7_SMIL] = { .name = "MM7_SMIL",
		.type = OPT_ENUM, .scope = GDB, .dflt = "auto",
		.names = smils,
		.help = "Whether the content gets a presentation: auto, unless "
		    "it is but text.  One that the mail has is kept, but "
		    "with never." },
	[MM7_SMIL_SOURCE] = { .name = "MM7_SMIL_Source",
		.type = OPT_ENUM, .scope = GDB, .dflt = "cid",
		.names = sources,
		.help = "How the presentation names its parts: by Content-ID, "
		    "or by name (Content-Location)." },
	[MM7_CONTENT_TRANSFER] = { .name = "MM7_Content_Transfer",
		.type = OPT_ENUM, .scope = GDB, .dflt = "base64",
		.names = transfers,
		.help = "How pictures, sound and video are sent.  binary is a "
		    "third shorter, and not all MMSCs take it." },
	[MM7_MAX_SIZE] = { .name = "MM7_Max_Size",
		.type = OPT_INT, .scope = GDB, .dflt = "1048576",
		.min = 0, .max = INT32_MAX,
		.help = "The most octets of the content as it is sent, its "
		    "encoding and part headers counted.  What is larger is "
		    "refused, or made smaller by MM7_Shrink_Command.  0 "
		    "sets no limit." },
	[MM7_SHRINK_COMMAND] = { .name = "MM7_Shrink_Command",
		.type = OPT_STRING, .scope = GDB,
		.help = "A command for the shell that makes a picture smaller: "
		    "from its standard input to its standard output, to at "
		    "most $MMS_BUDGET octets; $MMS_TYPE is its type." },
	[MM7_VENDOR_STATUS_TABLE] = { .name = "MM7_Vendor_Status_Table",
		.type = OPT_TABLE, .scope = GDB,
		.columns = mm7_statuses, .key = VENDOR_STATUS,
		.help = "A CSV file of what this MMSC means by a StatusCode: "
		    "the code, 0 permanent or 1 temporary, reason.  It goes "
		    "before what MM7 says of that code." },
	[MM7_NOTIFY_DELIVERY_REPORT] = { .name = "MM7_Notify_Delivery_Report",
		.type = OPT_FLAGS, .scope = GDB, .dflt = "ALL",
		.names = receipt_states,
		.help = "Delivery reports of which states become mail to the "
		    "sender." },
	[DISABLE_CHUNKED] = { .name = "Disable_Chunked",
		.type = OPT_BOOL, .scope = GDB, .dflt = "false",
		.help = "Never use HTTP's chunked transfer coding." },
	[MM7_MAIL_FORM] = { .name = "MM7_Mail_Form",
		.type = OPT_ENUM, .scope = GDB | OPT_MM7_SERV, .dflt = "mixed",
		.names = mail_forms,
		.help = "What mail is made of an MMS: mixed, texts first and "
		    "the rest behind them; or related, the presentation as "
		    "it came." },
	[MM7_MAIL_SMIL] = { .name = "MM7_Mail_SMIL",
		.type = OPT_BOOL, .scope = GDB | OPT_MM7_SERV, .dflt = "false",
		.help = "Keep the presentation as a part of a mixed mail." },
	[MM7_VASP_URI_PATHS] = { .name = "MM7_VASP_URI_Paths",
		.type = OPT_LIST, .scope = OPT_MM7_SERV,
		.help = "The URI paths that are served; each ends in /." },
	[MM7_SERVER_DEFAULT_EMAIL_FROM_ADDRESS] = {
		.name = "MM7_Server_Default_Email_From_Address",
		.type = OPT_STRING, .scope = OPT_MM7_SERV,
		.help = "The sender of the mail for an MMS that has only "
		    "numbers." },
	[MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN] = {
		.name = "MM7_Server_Default_Email_From_Domain",
		.type = OPT_STRING, .scope = OPT_MM7_SERV,
		.help = "The domain behind the sender's number in such "
		    "mail." },
	[MM7_SERVER_DEFAULT_EMAIL_TO_ADDRESS] = {
		.name = "MM7_Server_Default_Email_To_Address",
		.type = OPT_STRING, .scope = OPT_MM7_SERV,
		.help = "The recipient of such mail." },
	[MM7_SERVER_DEFAULT_EMAIL_TO_DOMAIN] = {
		.name = "MM7_Server_Default_Email_To_Domain",
		.type = OPT_STRING, .scope = OPT_MM7_SERV,
		.help = "The domain behind the recipient's number in such "
		    "mail." },
	[MM7_SERVER_VERSION] = { .name = "MM7_Server_Version",
		.type = OPT_STRING, .scope = OPT_MM7_SERV, .dflt = "6.8.0",
		.help = "The MM7Version element of responses." },
	[MCMT_RECEPTION] = { .name = "MCMT_Reception",
		.type = OPT_ENUM, .scope = GD, .dflt = "passthru",
		.names = receptions,
		.help = "What becomes of a mail that carries a rendering for "
		    "each channel (multipart/vnd.msys.mcmt), since each copy "
		    "costs money: mm7-submit sends the one for MM7, with "
		    "reject it refuses the mail." },

	/* mm7-serve */

	[MM7_SERVE_AS] = { .name = "MM7_Serve_As",
		.type = OPT_ENUM, .scope = OPT_GLOBAL | OPT_MM7_SERV,
		.dflt = "vasp", .names = serve_as,
		.help = "Which end mm7-serve is: a VASP, that an MMSC sends "
		    "messages and reports to, or an MMSC, that VASPs submit "
		    "to." },
	[MM7_SERVER_USERS] = { .name = "MM7_Server_Users",
		.type = OPT_PATH, .scope = OPT_GLOBAL | OPT_MM7_SERV,
		.help = "A file that says who may send requests: lines "
		    "name:password or name:password:options; see "
		    "mm7-serve(1)." },
	[MM7_SERVER_REALM] = { .name = "MM7_Server_Realm",
		.type = OPT_STRING, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "mobutils",
		.help = "The realm of Basic and Digest; an {HA1-...} in the "
		    "users file is made with it." },
	[TRUSTED_PROXY] = { .name = "Trusted_Proxy",
		.type = OPT_LIST, .scope = OPT_GLOBAL | OPT_MM7_SERV,
		.help = "Addresses, networks (10.0.0.0/8) or unix, of HTTP "
		    "proxies in front: what X-Forwarded-For says is believed "
		    "of those." },
	[MM7_SERVER_HEALTH_PATH] = { .name = "MM7_Server_Health_Path",
		.type = OPT_STRING, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "/health",
		.help = "A GET of this path is answered 200, by which a "
		    "monitor sees that all is well." },
	[MM7_SERVER_MAX_SIZE] = { .name = "MM7_Server_Max_Size",
		.type = OPT_INT, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "8388608",
		.min = 1024, .max = 60 << 20,
		.help = "The most octets of one request; beyond, the answer "
		    "is 413." },
	[MM7_SERVER_MAX_HELD] = { .name = "MM7_Server_Max_Held",
		.type = OPT_INT, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "134217728",
		.min = 1024, .max = INT64_C(1) << 40,
		.help = "The most octets of all requests that are under way; "
		    "beyond, the answer is 503." },
	[MM7_SERVER_MAX_CONNECTIONS] = { .name = "MM7_Server_Max_Connections",
		.type = OPT_INT, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "500",
		.min = 1, .max = 100000,
		.help = "The most connections at a time." },
	[MM7_SERVER_MAX_CONNECTIONS_EACH] = {
		.name = "MM7_Server_Max_Connections_Each",
		.type = OPT_INT, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = 100000,
		.help = "The most connections from one address; 0 sets no "
		    "limit." },
	[MM7_SERVER_DUPLICATE_TIME] = { .name = "MM7_Server_Duplicate_Time",
		.type = OPT_TIME, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "1d",
		.min = 0, .max = 30 * DAYS,
		.help = "How long a message is known again by its "
		    "TransactionID, LinkedID or MessageID, and answered "
		    "without being taken a second time." },
	[MM7_SERVER_RETRY_AFTER] = { .name = "MM7_Server_Retry_After",
		.type = OPT_TIME, .scope = OPT_GLOBAL | OPT_MM7_SERV, .dflt = "60",
		.min = 1 * SECONDS, .max = 1 * DAYS,
		.help = "What Retry-After says to who shall try again." },
	[MM7_SERVER_ERROR_FORM] = { .name = "MM7_Server_Error_Form",
		.type = OPT_ENUM, .scope = OPT_MM7_SERV, .dflt = "fault",
		.names = error_forms,
		.help = "How a request is refused: in a SOAP Fault, or in the "
		    "response of the operation." },
	[MM7_SERVER_ERROR_STATUS] = { .name = "MM7_Server_Error_Status",
		.type = OPT_INT, .scope = OPT_MM7_SERV, .min = 200, .max = 599,
		.help = "HTTP's status of a refusal; without it that is 500 of "
		    "a Fault, 200 of a response.  There are VASPs that read "
		    "a Fault with 200 only." },
	[MM7_SERVER_VASP_URL] = { .name = "MM7_Server_VASP_URL",
		.type = OPT_STRING, .scope = OPT_GLOBAL | OPT_MM7_SERV,
		.help = "As an MMSC: where reports and messages go, of all "
		    "VASPs for which the users file has no url=." },
	[MM7_SERVER_RECEIPT_STATE] = { .name = "MM7_Server_Receipt_State",
		.type = OPT_ENUM, .scope = OPT_MM7_SERV, .dflt = "Retrieved",
		.names = mm_statuses,
		.help = "As an MMSC: the MMStatus of the delivery reports for "
		    "messages that were taken and asked for one; none: they "
		    "get none." },
	[MM7_SERVER_RECEIPT_DELAY] = { .name = "MM7_Server_Receipt_Delay",
		.type = OPT_TIME, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = 30 * DAYS,
		.help = "How long after the message its reports are sent." },
	[MM7_SERVER_READ_STATE] = { .name = "MM7_Server_Read_State",
		.type = OPT_ENUM, .scope = OPT_MM7_SERV, .dflt = "none",
		.names = read_statuses,
		.help = "The same of read replies." },
	[MM7_SERVER_FAULT_DELAY] = {
		.name = "MM7_Server_Fault_Delay",
		.type = OPT_TIME, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = 1 * DAYS,
		.help = "For tests of clients: requests are answered so much "
		    "later." },
	[MM7_SERVER_FAULT_STATUS] = {
		.name = "MM7_Server_Fault_Status",
		.type = OPT_MAP, .scope = OPT_MM7_SERV,
		.min = 1, .max = INT32_MAX,
		.help = "For tests of clients: every so manyth request is "
		    "answered with that StatusCode and not taken, as in "
		    "[3000 = 10]." },
	[MM7_SERVER_FAULT_RECIPIENTS] = {
		.name = "MM7_Server_Fault_Recipients",
		.type = OPT_LIST, .scope = OPT_MM7_SERV,
		.help = "For tests of clients: these numbers are refused, and "
		    "named in the answer (1100)." },
	[MM7_SERVER_FAULT_NO_MESSAGE_ID] = {
		.name = "MM7_Server_Fault_No_Message_ID",
		.type = OPT_BOOL, .scope = OPT_MM7_SERV, .dflt = "false",
		.help = "For tests of clients: a SubmitRsp has no MessageID." },
	[MM7_SERVER_FAULT_LOSE] = {
		.name = "MM7_Server_Fault_Lose",
		.type = OPT_INT, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "For tests of clients: every so manyth answer is not "
		    "sent, and the connection ends; 0: all are." },
	[MM7_SERVER_FAULT_CUT] = {
		.name = "MM7_Server_Fault_Cut",
		.type = OPT_INT, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "For tests of clients: of every so manyth answer the "
		    "second half is not sent, and the connection ends; 0: of "
		    "none." },
	[MM7_SERVER_FAULT_EMPTY] = {
		.name = "MM7_Server_Fault_Empty",
		.type = OPT_INT, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = 0, .max = INT32_MAX,
		.help = "For tests of clients: every so manyth answer is 200 and "
		    "nothing else; 0: none is." },
	[MM7_SERVER_FAULT_CHUNKED] = {
		.name = "MM7_Server_Fault_Chunked",
		.type = OPT_BOOL, .scope = OPT_MM7_SERV, .dflt = "false",
		.help = "For tests of clients: answers come in chunks." },
	[MM7_SERVER_FAULT_LENGTH] = {
		.name = "MM7_Server_Fault_Length",
		.type = OPT_INT, .scope = OPT_MM7_SERV, .dflt = "0",
		.min = -1000000, .max = 1000000,
		.help = "For tests of clients: what Content-Length says is so many "
		    "octets more (or, negative, less) than come." },
};

const struct option_def *
option_def(enum option o)
{
	return (unsigned)o < OPTIONS ? &table[o] : NULL;
}
