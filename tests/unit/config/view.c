/* Which of several values counts. */
#include "config/private.h"
#include "gather.h"

static const char text[] =
    "SMPP_ESME_Address = global\n"
    "SMPP_SMSC_System_ID = global\n"
    "SMPP_ESME_Service_Type = global\n"
    "SMPP_SMSC_System_Type = global\n"
    "SMPP_Address_Range = global\n"
    "binding b { SMPP_Address_Range = bound }\n"
    "mm7_serv { MM7_Server_Version = 5.3.0 }\n"
    "domain record {\n"
    "	SMPP_ESME_Address = record\n"
    "	SMPP_Address_Range = record\n"
    "}\n"
    "domain operand {\n"
    "	SMPP_ESME_Address = operand\n"
    "	SMPP_SMSC_System_ID = operand\n"
    "	SMPP_SMSC_System_Type = \"\"\n"
    "	binding b { SMPP_SMSC_System_ID = bound SMPP_ESME_Address = bound }\n"
    "}\n";

/* Some names are letters: A address, I id, T service_type, R address_range. */
static void
in_force(struct config *c, const char *domain, const char *operand,
    const char *binding, const char *expect)
{
	const struct config_view *v = config_view(c, domain, operand, binding);
	char got[128];

	snprintf(got, sizeof got, "A=%s I=%s T=%s R=%s",
	    config_str(v, SMPP_ESME_ADDRESS), config_str(v, SMPP_SMSC_SYSTEM_ID),
	    config_str(v, SMPP_ESME_SERVICE_TYPE),
	    config_str(v, SMPP_ADDRESS_RANGE));
	if (strcmp(got, expect) != 0)
		fprintf(stderr, "# %s\n# not %s\n", got, expect);
	assert(strcmp(got, expect) == 0);
}

static void
test_order(void)
{
	struct config *c = parse_good(text);
	struct diag_err err;

	in_force(c, NULL, NULL, NULL, "A=global I=global T=global R=global");
	in_force(c, NULL, "operand", NULL,
	    "A=operand I=operand T=global R=global");
	in_force(c, "record", NULL, NULL, "A=record I=global T=global R=record");
	in_force(c, "RECORD", "Operand", NULL,
	    "A=record I=operand T=global R=record");
	in_force(c, "unknown", "operand", NULL,
	    "A=operand I=operand T=global R=global");
	in_force(c, "record", "operand", "b", "A=bound I=bound T=global R=bound");
	in_force(c, "record", NULL, "b", "A=record I=global T=global R=bound");
	in_force(c, "operand", "operand", "unknown",
	    "A=operand I=operand T=global R=global");
	assert(config_set(c, "SMPP_ESME_Address=o", &err) == 0);
	in_force(c, "record", "operand", "b", "A=o I=bound T=global R=bound");
	assert(config_set(c, "SMPP_ESME_Address=p", &err) == 0);
	in_force(c, "record", "operand", "b", "A=p I=bound T=global R=bound");
	config_free(c);
}

static void
test_where(void)
{
	struct config *c = parse_good(text);
	const struct config_view *v;
	struct diag_err err;

	assert(config_set(c, "Give_Up=5", &err) == 0);
	assert(config_set_domain(c, "x", SMPP_SMSC_SERVER, "h", &err) == 0);
	v = config_view(c, "x", "record", NULL);
	assert(str_is(config_where(v, GIVE_UP).file, "-o"));
	assert(config_where(v, GIVE_UP).line == 0);
	assert(str_is(config_where(v, SMPP_SMSC_SERVER).file, "operand"));
	assert(str_is(config_where(v, SMPP_ESME_ADDRESS).file, "c"));
	assert(config_where(v, SMPP_ESME_ADDRESS).line == 9);
	assert(str_is(config_where(v, SMPP_SMSC_PORT).file, "default"));
	assert(config_where(v, SMPP_SMSC_PORT).line == 0);
	assert(config_is_set(v, GIVE_UP));
	assert(!config_is_set(v, SMPP_SMSC_PORT));
	assert(str_is(config_str(v, MM7_SERVER_VERSION), "5.3.0"));
	config_free(c);
}

/* An empty string takes away what stands outside. */
static void
test_empty(void)
{
	struct config *c = parse_good(text);
	const struct config_view *v = config_view(c, "operand", NULL, NULL);

	assert(!config_str(v, SMPP_SMSC_SYSTEM_TYPE));
	assert(config_is_set(v, SMPP_SMSC_SYSTEM_TYPE));
	config_free(c);
}

/* Names come from records: views may not become more with each. */
static void
test_kept(void)
{
	struct config *c = parse_good(text);
	const struct config_view *v = config_view(c, NULL, "operand", NULL);
	char name[32];
	int i;

	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "d%d.example.net", i);
		assert(config_view(c, name, "operand", NULL) == v);
	}
	assert(config_view(c, "record", "operand", NULL) ==
	    config_view(c, "Record", "OPERAND", "none such"));
	assert(config_view(c, "record", "operand", NULL) != v);
	assert(config_view(c, "record", "operand", "b") !=
	    config_view(c, "record", "operand", NULL));
	config_free(c);
}

static void
test_set(void)
{
	static const struct {
		const char *arg;
		enum option o;
		const char *item[3];
	} good[] = {
		{ "SMPP_ESME_Address=12345", SMPP_ESME_ADDRESS, { "12345" } },
		{ " smpp_esme_address = a b # c ", SMPP_ESME_ADDRESS,
		  { "a b # c " } },
		{ "SMPP_ESME_Address=\"a \\\"b\"", SMPP_ESME_ADDRESS,
		  { "a \"b" } },
		{ "SMPP_ESME_Address=a=b", SMPP_ESME_ADDRESS, { "a=b" } },
		{ "SMPP_ESME_Address=", SMPP_ESME_ADDRESS, { "" } },
		{ "SMPP_SMSC_Address=h", SMPP_SMSC_SERVER, { "h" } },
		{ "Routes=( a, \"b c\" )", ROUTES, { "a", "b c" } },
		{ "Routes=a b", ROUTES, { "a b" } },
		{ "SMPP_Persistent_Connections=[ a = 1 ]",
		  SMPP_PERSISTENT_CONNECTIONS, { "a", "1" } },
		{ "SMPP_Registered_Delivery=SMSC_Delivery,SME_User",
		  SMPP_REGISTERED_DELIVERY, { "SMSC_Delivery", "SME_User" } },
		{ "MM7_Server_Version=1", MM7_SERVER_VERSION, { "1" } },
		{ "SMPP_Server_Users=u", SMPP_SERVER_USERS, { "u" } },
		{ "SMPP_SMSC_Password=", SMPP_SMSC_PASSWORD, { "" } },
		{ "debug_level=debug", OPTIONS, { NULL } },
	};
	size_t i, j;

	for (i = 0; i < sizeof good / sizeof *good; i++) {
		struct config *c = config_new();
		const struct config_view *v;
		struct diag_err err;

		assert(config_set(c, good[i].arg, &err) == 0);
		v = config_view(c, NULL, NULL, NULL);
		for (j = 0; j < 3 && good[i].o < OPTIONS; j++)
			assert(str_is(config_item(v, good[i].o, j),
			    good[i].item[j]));
		config_free(c);
	}
}

static void
test_set_bad(void)
{
	static const struct {
		const char *arg, *err;
	} bad[] = {
		{ "", "-o: it takes Option=value" },
		{ "SMPP_SMSC_Port", "-o: it takes Option=value" },
		{ "a b = c", "-o: it takes Option=value" },
		{ "=x", "-o: unknown option \"\"" },
		{ "SMPP_SMSC_Prot=1", "-o: unknown option \"SMPP_SMSC_Prot\": "
		  "did you mean SMPP_SMSC_Port?" },
		{ "SMPP_SMSC_Port=x", "-o: SMPP_SMSC_Port: \"x\" is not "
		  "allowed: it takes a number from 1 to 65535" },
		{ "SMPP_SMSC_Port= ", "-o: SMPP_SMSC_Port: \"\" is not "
		  "allowed: it takes a number from 1 to 65535" },
		{ "Routes=( a", "-o: the list that begins here has no \")\"" },
		{ "Routes=( a ) b", "-o: something follows the value" },
		{ "Routes=\"a", "-o: the string that begins here has no end" },
		/* RFC 3986, 3.2.1: userinfo */
		{ "MM7_HTTP_Proxy=http://u:p@proxy:3128/", "-o: MM7_HTTP_Proxy "
		  "would be seen by all in ps(1): it belongs into a file or "
		  "the environment" },
		{ "SMPP_SMSC_Password=secret", "-o: SMPP_SMSC_Password would be "
		  "seen by all in ps(1): it belongs into a file or the "
		  "environment" },
	};
	struct config *c = config_new();
	struct diag_err err;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		memset(&err, 0, sizeof err);
		assert(config_set(c, bad[i].arg, &err) == -1);
		if (strcmp(err.text, bad[i].err) != 0)
			fprintf(stderr, "# %s\n# not %s\n", err.text, bad[i].err);
		assert(strcmp(err.text, bad[i].err) == 0);
		assert(err.sysexit == 64);
		assert(config_set(c, bad[i].arg, NULL) == -1);
	}
	config_free(c);
}

static void
test_set_domain(void)
{
	struct config *c = parse_good(text);
	const struct config_view *v;
	struct diag_err err;

	assert(!config_has_domain(c, "h:2775"));
	assert(config_set_domain(c, "h:2775", SMPP_SMSC_SERVER, "h", &err) == 0);
	assert(config_set_domain(c, "h:2775", SMPP_SMSC_PORT, "1", &err) == 0);
	assert(config_set_domain(c, "h:2775", SMPP_SMSC_PORT, "2", &err) == 0);
	assert(config_has_domain(c, "H:2775"));
	v = config_view(c, NULL, "h:2775", NULL);
	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "h"));
	assert(config_int(v, SMPP_SMSC_PORT) == 2);
	assert(config_set_domain(c, "record", SMPP_ESME_ADDRESS, "9", &err) == 0);
	v = config_view(c, "record", NULL, NULL);
	assert(str_is(config_str(v, SMPP_ESME_ADDRESS), "9"));
	assert(config_set_domain(c, "h", SMPP_SMSC_PORT, "x", &err) == -1);
	assert(strcmp(err.text, "h: SMPP_SMSC_Port: \"x\" is not allowed: it "
	    "takes a number from 1 to 65535") == 0);
	config_free(c);
}

static void
test_many_domains(void)
{
	struct buf b = BUF_INIT;
	struct config *c;
	char name[32];
	int i;

	for (i = 0; i < 5000; i++)
		buf_fmt(&b, "domain D%d.example { SMPP_SMSC_Port = %d }\n", i,
		    i + 1);
	c = parse_good(buf_cstr(&b));
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "d%d.EXAMPLE", i);
		assert(config_has_domain(c, name));
		assert(config_int(config_view(c, NULL, name, NULL),
		    SMPP_SMSC_PORT) == i + 1);
	}
	assert(!config_has_domain(c, "d5000.example"));
	assert(str_is(config_domain(c, 4999), "D4999.example"));
	config_free(c);
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "the order of places", test_order },
	{ "where it was set", test_where },
	{ "an empty string", test_empty },
	{ "views are kept", test_kept },
	{ "-o", test_set },
	{ "-o gone wrong", test_set_bad },
	{ "an operand's stanza", test_set_domain },
	{ "many domains", test_many_domains },
};
TAP_MAIN(tests)
