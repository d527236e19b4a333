/* The table of options itself. */
#include <strings.h>

#include "config/private.h"
#include "gather.h"

static void
test_rows(void)
{
	static const unsigned all = OPT_GLOBAL | OPT_DOMAIN | OPT_BINDING |
	    OPT_MM7_SERV | OPT_LISTENER;
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		const struct option_def *d = option_def((enum option)i);

		assert(d && d->name && d->help && *d->help);
		assert(d->help[strlen(d->help) - 1] == '.');
		assert(d->scope && !(d->scope & ~all));
		assert(strlen(d->name) <= CONFIG_NAME_MAX);
		if (d->type == OPT_ENUM || d->type == OPT_FLAGS)
			assert(d->names && d->names[0].name);
		if (d->type == OPT_INT || d->type == OPT_TIME)
			assert(d->min < d->max);
		assert(option_find(d->name) == (int)i);
		if (d->alias)
			assert(option_find(d->alias) == (int)i);
	}
	assert(!option_def(OPTIONS));
}

/* Names, aliases, names without effect and stanzas: no two alike. */
static void
test_unique(void)
{
	const char *name[3 * OPTIONS];
	size_t n = 0, i, j;

	for (i = 0; i < OPTIONS; i++) {
		name[n++] = option_def((enum option)i)->name;
		if (option_def((enum option)i)->alias)
			name[n++] = option_def((enum option)i)->alias;
	}
	for (i = 0; option_ignored(i, NULL); i++)
		name[n++] = option_ignored(i, NULL);
	assert(n < sizeof name / sizeof *name);
	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			assert(strcasecmp(name[i], name[j]) != 0);
}

/* Every default can be written where the option may stand, and changes nothing. */
static void
test_defaults_parse(void)
{
	struct config *c = config_new(), *set;
	const struct config_view *v = config_view(c, NULL, NULL, NULL), *w;
	char text[512];
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		const struct option_def *d = option_def((enum option)i);
		enum option o = (enum option)i;

		assert(!config_is_set(v, o));
		assert(str_is(config_where(v, o).file, "default"));
		if (!d->dflt)
			continue;
		snprintf(text, sizeof text, d->scope & OPT_GLOBAL ?
		    "%s = \"%s\"" : "mm7_serv { %s = \"%s\" }", d->name, d->dflt);
		set = parse_good(text);
		w = config_view(set, NULL, NULL, NULL);
		assert(config_is_set(w, o));
		assert(config_int(w, o) == config_int(v, o));
		assert(str_is(config_str(w, o), config_str(v, o)));
		config_free(set);
	}
	config_free(c);
}

/* The defaults of spec/momentum.md, 4 and 5; ours where the brief differs. */
static void
test_default_numbers(void)
{
	static const struct {
		enum option o;
		int64_t n;
	} rows[] = {
		{ SMPP_SMSC_PORT, 2775 },
		{ SMPP_BIND_TYPE, BIND_TRANSCEIVER },
		{ SMPP_SMS_NATIONAL_TABLES, 0 },
		{ SMPP_SMS_TRANSLITERATE, TRANSLITERATE_TYPOGRAPHIC },
		{ SMPP_ESME_MAX_BIND_RETRIES, 1 },
		{ SMPP_COMMAND_WINDOW_SIZE, 10 },
		{ SMPP_RESPONSE_TIMER, 15000 },
		{ SMPP_BIND_RESPONSE_TIMER, 0 },
		{ SMPP_SUBMIT_RESPONSE_TIMER, 0 },
		{ SMPP_ENQUIRE_RESPONSE_TIMER, 0 },
		{ SMPP_ENQUIRE_LINK_TIMER, 60000 },
		{ SMPP_INACTIVITY_TIMER, 300000 },
		{ SMPP_ESME_THROTTLED_TIMEOUT, 0 },
		{ SMPP_ESME_TYPE_OF_NUMBER, 0 },
		{ SMPP_ESME_NUMBERING_PLAN, 1 },
		{ SMPP_DESTINATION_TYPE_OF_NUMBER, 1 },
		{ SMPP_DESTINATION_NUMBERING_PLAN, 1 },
		{ SMPP_DESTINATION_FLAG, 1 },
		{ SMPP_ESME_SUBMIT_DATA_SM, 0 },
		{ SMPP_ESME_SUBMIT_SUBMIT_MULTI, 0 },
		{ SMPP_MESSAGE_MODE, 3 },
		{ SMPP_SMSC_DEFAULT_MESSAGE_MODE, 3 },
		{ SMPP_REGISTERED_DELIVERY, 0 },
		{ SMPP_NOTIFY_DELIVER_RECEIPT, 0 },
		{ SMPP_SUBMIT_RESPONSE_MESSAGE_ID_FORMAT, ID_STRING },
		{ SMPP_DELIVERY_RECEIPT_MESSAGE_ID_FORMAT, ID_STRING },
		{ SMPP_SMS_DATA_CODING, -1 },	/* ours: auto */
		{ SMPP_SMSC_DEFAULT_ALPHABET, 0 },
		{ SMPP_SMS_DATA_NO_BOM, 1 },
		{ SMPP_MAX_SMS_MESSAGE_SIZE, 160 },
		{ SMPP_SMS_SEGMENT_SIZE, 160 },
		{ SMPP_ESME_MAX_SEGMENTS, 255 },
		{ SMPP_SMS_SEGMENT_BOUNDARY, 0 },
		{ SMPP_ESME_UDH_SEGMENT, 0 },
		{ SMPP_CSMS_REFNUM_LENGTH, 2 },
		{ SMPP_MAX_SMS_FROM_SIZE, 0 },
		{ SMPP_MAX_SMS_SUBJECT_SIZE, 10 },
		{ SMPP_USE_INTERWORKING_PARSE, 1 },
		{ SMPP_USE_REVERSE_ADDRESS_MAPPINGS, 1 },
		{ SMPP_RAM_EXPIRATION, 300 * 60 * 1000 },
		{ GENERATE_BOUNCES, 1 },
		{ MM7_MMSC_PORT, 8080 },
		{ MM7_RESPONSE_TIMER, 10000 },
		{ MM7_CONNECT_TIMER, 10000 },
		{ MM7_ON_UNKNOWN, ON_UNKNOWN_HOLD },
		{ MM7_HTTP_CHUNKED, 0 },
		{ MM7_HTTP_EXPECT, 0 },
		{ MM7_MMSC_TLS, 0 },
		{ MM7_INACTIVITY_TIMER, 300000 },
		{ MM7_USE_NAMESPACE_IN_BODY, 0 },
		{ MM7_DELIVERY_REPORT_OPTION, 0 },
		{ MM7_READ_REPLY_OPTION, 0 },
		{ MM7_REPLY_CHARGING_OPTION, 0 },
		{ MM7_REPLY_CHARGING_SIZE_OPTION, 0 },
		{ MM7_SOAP_ATTACHMENT_SIMPLE_MIME, 1 },
		{ DISABLE_CHUNKED, 0 },
		/* our own */
		{ SMPP_ESME_ON_UNKNOWN, ON_UNKNOWN_HOLD },
		{ SMPP_BIND_REFUSED_RETRY, 300000 },
		{ SMPP_SERVER_RECEIPT_STATE, 2 },
		{ SMPP_SERVER_MAX_CONNECTIONS, 100 },
		{ GIVE_UP, 120000 },
		{ HANDLER_TIMEOUT, 0 },
		{ SMPP_REASSEMBLY_TIMEOUT, 3600000 },
	};
	struct config *c = config_new();
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (config_int(v, rows[i].o) != rows[i].n)
			fprintf(stderr, "# %s\n", option_def(rows[i].o)->name);
		assert(config_int(v, rows[i].o) == rows[i].n);
	}
	assert(str_is(config_str(v, SMPP_GSM_TRANSCODES_TO), "utf-8"));
	assert(str_is(config_str(v, MM7_MMSC_PATH), "/"));
	assert(str_is(config_str(v, MM7_VERSION_OPTION), "6.8.0"));
	assert(str_is(config_str(v, MM7_SERVER_VERSION), "6.8.0"));
	assert(str_is(config_str(v, MM7_SOAP_ENV), "env"));
	assert(str_is(config_str(v, MCMT_RECEPTION), "passthru"));
	assert(str_is(config_str(v, SMPP_SERVER_SYSTEM_ID), "mobutils"));
	assert(!config_str(v, SMPP_SMSC_SERVER));
	assert(!config_str(v, SMPP_ESME_VALIDITY_PERIOD));
	config_free(c);
}

static void
test_find(void)
{
	assert(option_find("smpp_smsc_port") == SMPP_SMSC_PORT);
	assert(option_find("SMPP_SMSC_ADDRESS") == SMPP_SMSC_SERVER);
	assert(option_find("idle_timeout") == MM7_INACTIVITY_TIMER);
	assert(option_find("DEBUG_LEVEL") == OPTIONS);
	assert(option_find("smpp_ram_query_update") == OPTIONS);
	assert(option_find("smpp_submit_tracking_cache") == OPTIONS);
	assert(option_find("mm7_mstore_bucket_use_shortcode") == OPTIONS);
	assert(option_find("log_bounce_transient_format") == OPTIONS);
	assert(option_find("smpp_ram_que") == -1);
	assert(option_find("") == -1);
	assert(option_find("domain") == -1);
}

static void
test_nearest(void)
{
	static const struct {
		const char *name, *near;
	} rows[] = {
		{ "SMPP_SMSC_Prot", "SMPP_SMSC_Port" },
		{ "smpp_smsc_servr", "SMPP_SMSC_Server" },
		{ "SMPP_SMSC_Adress", "SMPP_SMSC_Address" },
		{ "SMPP-SMSC-Port", "SMPP_SMSC_Port" },
		{ "SMSC_System_ID", "SMPP_SMSC_System_ID" },
		{ "MM7_MSMC_Server", "MM7_MMSC_Server" },
		{ "debuglevel", "Debug_Level" },
		{ "domian", "domain" },
		{ "httplistener", "HTTP_Listener" },
		{ "Bindng", "binding" },
		{ "m7m", "mm7" },	/* a swap is one slip, not two */
		{ "xyzzy", NULL },
		{ "", NULL },
		{ "SMPP_SMSC_Port_but_longer_than_any_name_that_could_ever_be_"
		  "compared", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!str_is(option_nearest(rows[i].name), rows[i].near))
			fprintf(stderr, "# %s: %s\n", rows[i].name,
			    option_nearest(rows[i].name));
		assert(str_is(option_nearest(rows[i].name), rows[i].near));
	}
}

/* Every name is found again when two neighbours in its middle are swapped. */
static void
test_nearest_swap(void)
{
	char name[CONFIG_NAME_MAX + 1], c;
	size_t i, m;

	for (i = 0; i < OPTIONS; i++) {
		strcpy(name, option_def((enum option)i)->name);
		m = strlen(name) / 2;
		c = name[m], name[m] = name[m + 1], name[m + 1] = c;
		if (option_find(name) >= 0)
			continue;
		assert(option_nearest(name));
		assert(option_find(option_nearest(name)) == (int)i);
	}
}

static const struct tap_test tests[] = {
	{ "rows are whole", test_rows },
	{ "names are unique", test_unique },
	{ "defaults parse by their own rows", test_defaults_parse },
	{ "defaults are those of Momentum, or ours", test_default_numbers },
	{ "names are found", test_find },
	{ "the nearest name", test_nearest },
	{ "the nearest name of each with a slip", test_nearest_swap },
};
TAP_MAIN(tests)
