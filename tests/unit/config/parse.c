/* The grammar, and the words in which mistakes are said. */
#include "config/private.h"
#include "gather.h"

static void
test_forms(void)
{
	/* each sets the port to 2776 and the flags to 0x11 */
	static const char *const texts[] = {
		"SMPP_SMSC_Port = 2776\n"
		    "SMPP_Registered_Delivery = ( SMSC_Delivery intermediate )",
		"smpp_smsc_port=\"2776\" smpp_registered_delivery="
		    "(\"SMSC_Delivery\",\"intermediate\")",
		"SMPP_SMSC_PORT = 2776; SMPP_Registered_Delivery = "
		    "\"SMSC_Delivery,intermediate\";",
		";; SMPP_SMSC_Port =\n\n\"2776\" # comment\n"
		    "SMPP_Registered_Delivery\n=\n(\nSMSC_Delivery # one\n,\n"
		    "intermediate # two\n)\n",
		"\xef\xbb\xbfSMPP_SMSC_Port = 2776\r\n"
		    "SMPP_Registered_Delivery = ( , SMSC_Delivery,, "
		    "intermediate, )\r\n",
		"smpp{}SMPP_SMSC_Port=2776 mm7{debug_level=x}"
		    "SMPP_Registered_Delivery=(SMSC_Delivery intermediate)",
	};
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct config *c = parse_good(texts[i]);
		const struct config_view *v = config_view(c, NULL, NULL, NULL);

		assert(config_int(v, SMPP_SMSC_PORT) == 2776);
		assert(config_int(v, SMPP_REGISTERED_DELIVERY) == 0x11);
		config_free(c);
	}
	config_free(parse_good(""));
	config_free(parse_good("# nothing\n\n"));
}

static void
test_values(void)
{
	struct config *c = parse_good(
	    "Routes = ( \"mm7://a/b?c=d\" e \"f g\" )\n"
	    "SMPP_Persistent_Connections = [ one = 1, \"two 2\" = \"2\" three ]\n"
	    "SMPP_ESME_Address = \"a \\\"b\\\" \\\\ \\d # ; { }\"\n");
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	const char *key, *value;

	assert(str_is(config_item(v, ROUTES, 0), "mm7://a/b?c=d"));
	assert(str_is(config_item(v, ROUTES, 1), "e"));
	assert(str_is(config_item(v, ROUTES, 2), "f g"));
	assert(!config_item(v, ROUTES, 3));
	assert(config_pair(v, SMPP_PERSISTENT_CONNECTIONS, 0, &key, &value));
	assert(str_is(key, "one") && str_is(value, "1"));
	assert(config_pair(v, SMPP_PERSISTENT_CONNECTIONS, 1, &key, &value));
	assert(str_is(key, "two 2") && str_is(value, "2"));
	assert(config_pair(v, SMPP_PERSISTENT_CONNECTIONS, 2, &key, &value));
	assert(str_is(key, "three") && !value);
	assert(!config_pair(v, SMPP_PERSISTENT_CONNECTIONS, 3, &key, &value));
	assert(str_is(config_str(v, SMPP_ESME_ADDRESS),
	    "a \"b\" \\ \\d # ; { }"));
	config_free(c);

	/* a single value is a list of one */
	c = parse_good("Routes = mm7://a");
	v = config_view(c, NULL, NULL, NULL);
	assert(str_is(config_item(v, ROUTES, 0), "mm7://a"));
	assert(!config_item(v, ROUTES, 1));
	config_free(c);
}

static const struct {
	const char *text, *problems;
} bad[] = {
	/* names */
	{ "\n\nSMPP_SMSC_Prot = 1\n",
	  "c:3: unknown option \"SMPP_SMSC_Prot\": did you mean "
	  "SMPP_SMSC_Port?\n" },
	{ "xyzzy = 1", "c:1: unknown option \"xyzzy\"\n" },
	{ "domian \"a\" {\n SMPP_SMSC_Prot = 1\n}\nxyzzy = 1\n",
	  "c:1: unknown stanza \"domian\": did you mean domain?\n"
	  "c:4: unknown option \"xyzzy\"\n" },
	{ "frobnicate { a { b { } } }\nxyzzy = 1",
	  "c:1: unknown stanza \"frobnicate\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "domain = \"a\"",
	  "c:1: domain is no option but a stanza: domain \"name\" { }\n" },
	/* values */
	{ "SMPP_SMSC_Port = x",
	  "c:1: SMPP_SMSC_Port: \"x\" is not allowed: it takes a number from 1 "
	  "to 65535\n" },
	{ "SMPP_Bind_Type = \"both\"",
	  "c:1: SMPP_Bind_Type: \"both\" is not allowed: it takes one of "
	  "transceiver, transmitter, receiver\n" },
	{ "SMPP_SMS_Data_Coding = 2",
	  "c:1: SMPP_SMS_Data_Coding: \"2\" is not allowed: it takes one of "
	  "auto, default, ascii, latin1, cyrillic, hebrew, ucs2\n" },
	{ "Generate_Bounces = maybe",
	  "c:1: Generate_Bounces: \"maybe\" is not allowed: it takes true or "
	  "false\n" },
	{ "SMPP_Response_Timer = soon",
	  "c:1: SMPP_Response_Timer: \"soon\" is not allowed: it takes a time "
	  "from 1ms to 1d, in seconds or with a unit (ms, s, m, h, d)\n" },
	{ "SMPP_RAM_Expiration = x",
	  "c:1: SMPP_RAM_Expiration: \"x\" is not allowed: it takes a time "
	  "from 0 to 3660d, in minutes or with a unit (ms, s, m, h, d)\n" },
	{ "SMPP_Registered_Delivery = ( SMSC_Delivery, all )",
	  "c:1: SMPP_Registered_Delivery: \"all\" is not allowed: it takes a "
	  "list of any of none, SMSC_Delivery, SMSC_Delivery_Failure, "
	  "SME_Delivery, SME_User, intermediate\n" },
	{ "SMPP_Registered_Delivery = ( SMSC_Delivery SMSC_Delivery_Failure )",
	  "c:1: SMPP_Registered_Delivery: SMSC_Delivery and "
	  "SMSC_Delivery_Failure exclude each other\n" },
	{ "SMPP_SMSC_Port = ( 1 )",
	  "c:1: SMPP_SMSC_Port: a list in ( ) is not allowed: it takes a "
	  "single value\n" },
	{ "SMPP_SMSC_Port = [ a = 1 ]",
	  "c:1: SMPP_SMSC_Port: a map in [ ] is not allowed: it takes a single "
	  "value\n" },
	{ "SMPP_Persistent_Connections = x",
	  "c:1: SMPP_Persistent_Connections: \"x\" is not allowed: it takes a "
	  "number from 1 to 1000, or a map of names to such\n" },
	{ "SMPP_Server_Fault_Status = 3",
	  "c:1: SMPP_Server_Fault_Status: it takes a map: [ name = value ]\n" },
	{ "SMPP_Persistent_Connections = [ a = none ]",
	  "c:1: SMPP_Persistent_Connections: \"none\" is not allowed: it takes "
	  "a number from 1 to 1000, or a map of names to such\n" },
	{ "SMPP_ESME_Address = \"\xff\"",
	  "c:1: SMPP_ESME_Address: its value is not UTF-8\n" },
	{ "SMPP_ESME_Address = \"a\nb\"",
	  "c:1: SMPP_ESME_Address: its value holds a line end or another "
	  "control character\n" },
	/* a word of a password is not shown */
	{ "SMPP_SMSC_Password = correct horse\nSMPP_SMSC_Port = 1",
	  "c:1: more than one word behind \"=\": a value of several words "
	  "stands in quotes\n" },
	{ "SMPP_SMSC_Password = correct horse battery",
	  "c:1: more than one word behind \"=\": a value of several words "
	  "stands in quotes\n" },
	/* places */
	{ "domain a {\n binding b {\n  SMPP_SMSC_Port = 1\n }\n}",
	  "c:3: SMPP_SMSC_Port cannot stand in binding \"b\": it belongs at "
	  "the top level or in a domain stanza\n" },
	{ "MM7_Server_Version = 1",
	  "c:1: MM7_Server_Version cannot stand at the top level: it belongs "
	  "in the mm7_serv stanza\n" },
	{ "smpp { SMPP_Window = 1 }", "c:1: unknown option \"SMPP_Window\"\n" },
	{ "mm7_serv { SMPP_SMSC_Port = 1 }",
	  "c:1: SMPP_SMSC_Port cannot stand in mm7_serv: it belongs at the top "
	  "level or in a domain stanza\n" },
	{ "domain a { log_reception = true }",
	  "c:1: log_reception cannot stand in domain \"a\": it belongs in a "
	  "logger stanza\n" },
	{ "Listen \":80\" { }",
	  "c:1: Listen cannot stand at the top level: it belongs in an "
	  "HTTP_Listener stanza\n" },
	{ "HTTP_Listener { Listen \":80\" { Listen \":81\" { } } }",
	  "c:1: Listen cannot stand in Listen \":80\": it belongs in an "
	  "HTTP_Listener stanza\n" },
	/* twice */
	{ "SMPP_SMSC_Port = 1\n\nsmpp_smsc_port = 1",
	  "c:3: SMPP_SMSC_Port is set already at c:1\n" },
	{ "SMPP_SMSC_Server = a\nSMPP_SMSC_Address = b",
	  "c:2: SMPP_SMSC_Server is set already at c:1\n" },
	{ "domain A { }\ndomain \"a\" {\n SMPP_SMSC_Prot = 1 }",
	  "c:2: domain \"a\" stands already at c:1\n" },
	{ "domain a { binding b { }\nbinding B { } }",
	  "c:2: binding \"B\" stands already at c:1\n" },
	{ "mm7_serv { }\nmm7_serv { }",
	  "c:2: mm7_serv stands already at c:1\n" },
	/* names of stanzas */
	{ "domain { }", "c:1: domain needs a name: domain \"name\" { }\n" },
	{ "domain \"\" { }", "c:1: domain needs a name: domain \"name\" { }\n" },
	{ "domain *.example.com { }",
	  "c:1: domain \"*.example.com\": names are taken exactly, there are no "
	  "patterns\n" },
	{ "domain \"a b\" { }", "c:1: domain \"a b\": a name has no blanks\n" },
	{ "domain \"\xc3\" { }", "c:1: the name of this domain is not UTF-8\n" },
	/* what has no end */
	{ "a = 1\nSMPP_ESME_Address = \"12\nSMPP_SMSC_Prot = 1\n",
	  "c:1: unknown option \"a\"\n"
	  "c:2: the string that begins here has no end\n"
	  "c:3: unknown option \"SMPP_SMSC_Prot\": did you mean "
	  "SMPP_SMSC_Port?\n" },
	{ "SMPP_ESME_Address = \"12\nSMPP_SMSC_Server = \"x\"\nxyzzy = 1\n",
	  "c:1: the string that begins here has no end\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	{ "domain a {\n SMPP_SMSC_Port = 1\n",
	  "c:1: the \"{\" here, in domain \"a\", has no \"}\"\n" },
	{ "domain a\n{\n",
	  "c:2: the \"{\" here, in domain \"a\", has no \"}\"\n" },
	{ "domain a {\n SMPP_SMSC_Port = 1\ndomain b {\n xyzzy = 1\n}\n",
	  "c:3: domain cannot stand in domain \"a\": is the \"}\" missing for "
	  "the \"{\" in line 1?\n"
	  "c:4: unknown option \"xyzzy\"\n" },
	{ "unknown {\n {\n }", "c:1: unknown stanza \"unknown\"\n"
	  "c:1: the \"{\" here has no \"}\"\n" },
	{ "}\nxyzzy = 1", "c:1: a \"}\" without its \"{\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "Routes = ( a b\nxyzzy = 1\n",
	  "c:1: the list that begins here has no \")\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "Routes = ( a b\ndomain x {\n xyzzy = 1 }\n",
	  "c:1: the list that begins here has no \")\"\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	{ "domain d {\n Routes = ( a\n}\nxyzzy = 1\n",
	  "c:2: the list that begins here has no \")\"\n"
	  "c:4: unknown option \"xyzzy\"\n" },
	{ "Routes = ( a\n\n", "c:1: the list that begins here has no \")\"\n" },
	{ "SMPP_Persistent_Connections = [ a = 1\ndomain d {\n xyzzy = 1 }",
	  "c:1: the map that begins here has no \"]\"\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	{ "Routes = ( a ( b ) )\nxyzzy = 1",
	  "c:1: a list or map cannot stand in another\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "Routes = ( a \"b\n)\nxyzzy = 1",
	  "c:1: the string that begins here has no end\n"
	  "c:2: \")\" where an option or a stanza should begin\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	/* what is missing */
	{ "SMPP_SMSC_Port =\nSMPP_SMSC_Server = a\nxyzzy = 1",
	  "c:1: no value follows the \"=\"\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	{ "SMPP_SMSC_Port = ; xyzzy = 1", "c:1: no value follows the \"=\"\n"
	  "c:1: unknown option \"xyzzy\"\n" },
	{ "domain a { SMPP_SMSC_Port = }\nxyzzy = 1",
	  "c:1: no value follows the \"=\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "SMPP_SMSC_Port =", "c:1: no value follows the \"=\"\n" },
	{ "SMPP_SMSC_Port 1\nxyzzy = 1",
	  "c:1: SMPP_SMSC_Port lacks its \"=\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "domain \"a\"\nxyzzy = 1", "c:1: domain lacks its \"{\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "what is this { {\n } xyzzy = 1 }\nxyzzy = 2",
	  "c:1: neither \"=\" nor \"{\" follows \"what\"\n"
	  "c:3: unknown option \"xyzzy\"\n" },
	{ "\"string\" = 1\nxyzzy = 1",
	  "c:1: a string where an option or a stanza should begin\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "= 1\n, 2\n( 3\nxyzzy = 1",
	  "c:1: \"=\" where an option or a stanza should begin\n"
	  "c:2: \",\" where an option or a stanza should begin\n"
	  "c:3: \"(\" where an option or a stanza should begin\n"
	  "c:4: unknown option \"xyzzy\"\n" },
	/* what is no text */
	{ "SMPP_SMSC_Password = ab#cd\nxyzzy = 1",
	  "c:1: a # inside a word: quote the value, or put a blank before the "
	  "comment\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "SMPP_SMSC_Password = 'ab'\nxyzzy = 1",
	  "c:1: a single quote: strings stand in double quotes\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "\x02\nxyzzy = 1",
	  "c:1: a control character: is this a text file?\n"
	  "c:2: unknown option \"xyzzy\"\n" },
	{ "include \"/nonexistent/x.conf\"",
	  "c:1: cannot include /nonexistent/x.conf: No such file or "
	  "directory\n" },
	{ "include\nxyzzy = 1",
	  "c:1: neither \"=\" nor \"{\" follows \"include\"\n"
	  "c:2: unknown option \"xyzzy\"\n" },
};

static void
test_bad(void)
{
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		config_free(parse_expect(bad[i].text, bad[i].problems));
}

/* Every mistake at once: still each is named, in order. */
static void
test_all_at_once(void)
{
	config_free(parse_expect(
	    "SMPP_SMSC_Prot = 1\n"
	    "domain a {\n"
	    "  SMPP_SMSC_Port = many\n"
	    "  SMPP_ESME_Address = \"1\n"
	    "  SMPP_Bind_Type = receiver\n"
	    "  SMPP_Bind_Type = receiver\n"
	    "}\n"
	    "domain A { }\n",
	    "c:1: unknown option \"SMPP_SMSC_Prot\": did you mean "
	    "SMPP_SMSC_Port?\n"
	    "c:3: SMPP_SMSC_Port: \"many\" is not allowed: it takes a number "
	    "from 1 to 65535\n"
	    "c:4: the string that begins here has no end\n"
	    "c:6: SMPP_Bind_Type is set already at c:5\n"
	    "c:8: domain \"A\" stands already at c:2\n"));
}

/* A file that is none must not fill the log. */
static void
test_many(void)
{
	struct config *c = config_new();
	struct buf text = BUF_INIT, got = BUF_INIT;
	const char *p, *s;
	int i, lines = 0;

	for (i = 0; i < 1000; i++)
		buf_fmt(&text, "nonsense%d = 1\n", i);
	assert(config_parse(c, "c", text.p, text.len, gather, &got) == -1);
	s = buf_cstr(&got);
	for (p = s; (p = strchr(p, '\n')); p++)
		lines++;
	assert(lines == CONFIG_PROBLEMS_MAX);
	assert(strstr(s, "c:100: too many problems: no further one is shown\n"));
	buf_free(&text);
	buf_free(&got);
	config_free(c);
}

static const struct tap_test tests[] = {
	{ "ways to write the same", test_forms },
	{ "values", test_values },
	{ "mistakes, one by one", test_bad },
	{ "mistakes, all at once", test_all_at_once },
	{ "mistakes without end", test_many },
};
TAP_MAIN(tests)
