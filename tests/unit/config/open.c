/* The start of a program, its -C, and passwords. */
#include <fcntl.h>

#include "config/private.h"
#include "folder.h"
#include "gather.h"

/* config_open() with what it says on stderr, less the folder's name. */
static struct config *
open_expect(const char *path, char *const *set, size_t n, int sysexit,
    const char *said)
{
	char name[160], got[4096] = "", *hit;
	int out, keep = dup(2), code = -1;
	struct config *c;
	ssize_t len;

	snprintf(name, sizeof name, "%s/stderr", dir);
	out = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert(keep >= 0 && out >= 0 && dup2(out, 2) == 2);
	c = config_open(path, set, n, &code);
	assert(dup2(keep, 2) == 2);
	close(keep);
	len = pread(out, got, sizeof got - 1, 0);
	assert(len >= 0);
	close(out);
	while ((hit = strstr(got, dir)))
		memmove(hit, hit + strlen(dir) + 1, strlen(hit + strlen(dir) + 1) + 1);
	if (strcmp(got, said) != 0)
		fprintf(stderr, "# %s\n# not %s\n", got, said);
	assert(strcmp(got, said) == 0);
	assert(code == sysexit);
	assert(!c == (sysexit != 0));
	return c;
}

static void
test_open(void)
{
	static char good[] = "Give_Up=7", bad1[] = "Give_Up=x", bad2[] = "x=1";
	char *set[] = { good }, *wrong[] = { bad1, good, bad2 };
	struct config *c;

	diag_init("prog");
	write_file(in_dir("good"), "Give_Up = 5 SMPP_SMSC_Port = 9", 0600);
	write_file(in_dir("bad"), "\nGive_Upp = 5\nSMPP_SMSC_Port = 0", 0600);
	c = open_expect(in_dir("good"), set, 1, 0, "");
	assert(config_msec(config_view(c, NULL, NULL, NULL), GIVE_UP) == 7000);
	config_free(c);
	open_expect(in_dir("bad"), set, 1, 78,
	    "prog: bad:2: unknown option \"Give_Upp\": did you mean Give_Up?\n"
	    "prog: bad:3: SMPP_SMSC_Port: \"0\" is not allowed: it takes a "
	    "number from 1 to 65535\n");
	open_expect(in_dir("good"), wrong, 3, 64,
	    "prog: -o: Give_Up: \"x\" is not allowed: it takes a time from 1s "
	    "to 24d, in seconds or with a unit (ms, s, m, h, d)\n"
	    "prog: -o: unknown option \"x\"\n");
	open_expect(in_dir("none"), NULL, 0, 66,
	    "prog: none: No such file or directory\n");
	/* -c, then $MOBUTILS_CONF */
	assert(setenv("MOBUTILS_CONF", in_dir("good"), 1) == 0);
	c = open_expect(NULL, NULL, 0, 0, "");
	assert(config_int(config_view(c, NULL, NULL, NULL), SMPP_SMSC_PORT) == 9);
	config_free(c);
	write_file(in_dir("other"), "SMPP_SMSC_Port = 10", 0600);
	c = open_expect(in_dir("other"), NULL, 0, 0, "");
	assert(config_int(config_view(c, NULL, NULL, NULL), SMPP_SMSC_PORT) == 10);
	config_free(c);
	assert(setenv("MOBUTILS_CONF", in_dir("gone"), 1) == 0);
	open_expect(NULL, NULL, 0, 66, "prog: gone: No such file or directory\n");
	assert(unsetenv("MOBUTILS_CONF") == 0);
}

static void
test_default_file(void)
{
	if (access("/etc/mobutils.conf", F_OK) == 0) {
		tap_skip("there is an /etc/mobutils.conf");
		return;
	}
	config_free(open_expect(NULL, NULL, 0, 0, ""));
}

/* The secret that comes out, or "!" and what is said. */
static void
secret_is(const char *text, const char *expect)
{
	struct config *c = config_new();
	struct diag_err err = { 0, "" };
	struct buf got = BUF_INIT;
	char out[32], all[300], *hit;
	int n;

	memset(out, '~', sizeof out);
	assert(config_parse(c, "c", text, strlen(text), gather, &got) == 0);
	n = config_secret(config_view(c, NULL, NULL, NULL), SMPP_SMSC_PASSWORD,
	    SMPP_SMSC_PASSWORD_FILE, "TEST_PASSWORD", out, 16, &err);
	assert(out[16] == '~');
	if (n >= 0)
		assert((size_t)n == strlen(out));
	snprintf(all, sizeof all, "%s%s", n < 0 ? "!" : out, n < 0 ? err.text : "");
	while ((hit = strstr(all, dir)))
		memmove(hit, hit + strlen(dir) + 1, strlen(hit + strlen(dir) + 1) + 1);
	if (strcmp(all, expect) != 0)
		fprintf(stderr, "# %s\n# not %s\n", all, expect);
	assert(strcmp(all, expect) == 0);
	config_free(c);
	buf_free(&got);
}

static void
test_secret(void)
{
	char text[512], big[5000];

	unsetenv("TEST_PASSWORD");
	secret_is("", "");
	assert(setenv("TEST_PASSWORD", "from-env", 1) == 0);
	secret_is("", "from-env");
	snprintf(text, sizeof text, "SMPP_SMSC_Password_File = \"%s\"",
	    in_dir("pw"));
	unlink(in_dir("pw"));
	secret_is(text, "!SMPP_SMSC_Password_File: pw: No such file or directory");
	write_file(in_dir("pw"), "from-file\nsecond line\n", 0640);
	secret_is(text, "from-file");
	write_file(in_dir("pw"), "crlf \r\n", 0400 | 0200);
	secret_is(text, "crlf ");
	write_file(in_dir("pw"), "no-newline", 0600);
	secret_is(text, "no-newline");
	write_file(in_dir("pw"), "", 0600);
	secret_is(text, "");
	write_file(in_dir("pw"), "x", 0644);
	secret_is(text, "!SMPP_SMSC_Password_File: pw: others may read or change this file: chmod 640 pw");
	write_file(in_dir("pw"), "123456789012345", 0600);
	secret_is(text, "123456789012345");
	write_file(in_dir("pw"), "1234567890123456", 0600);
	secret_is(text, "!SMPP_SMSC_Password_File: pw: longer than 15 octets");
	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	write_file(in_dir("pw"), big, 0600);
	secret_is(text, "!SMPP_SMSC_Password_File: pw: its first line is longer than 4096 octets");
	strcat(text, " SMPP_SMSC_Password = \"from conf\"");
	secret_is(text, "from conf");
	secret_is("SMPP_SMSC_Password = \"1234567890123456\"",
	    "!SMPP_SMSC_Password: longer than 15 octets");
}

static void
test_secret_nul(void)
{
	char text[300];
	FILE *f = fopen(in_dir("pw0"), "w");

	assert(f && fwrite("a\0b\n", 1, 4, f) == 4 && fclose(f) == 0);
	assert(chmod(in_dir("pw0"), 0600) == 0);
	snprintf(text, sizeof text, "SMPP_SMSC_Password_File = \"%s\"",
	    in_dir("pw0"));
	secret_is(text, "!SMPP_SMSC_Password_File: pw0: a NUL octet in it");
}

/* No file option, no environment: MM7's password. */
static void
test_secret_alone(void)
{
	struct config *c = parse_good("MM7_HTTP_Auth_Password = p");
	struct diag_err err;
	char out[8];

	assert(config_secret(config_view(c, NULL, NULL, NULL),
	    MM7_HTTP_AUTH_PASSWORD, OPTIONS, NULL, out, sizeof out, &err) == 1);
	assert(strcmp(out, "p") == 0);
	assert(config_secret(config_view(c, NULL, NULL, NULL),
	    HTTP_BASIC_AUTH, OPTIONS, NULL, out, sizeof out, &err) == 0);
	assert(*out == '\0');
	config_free(c);
}

static char *
print(const struct config_view *v, int all)
{
	char *s = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&s, &n);

	assert(f);
	config_print(f, v, all);
	assert(fclose(f) == 0);
	return s;
}

static void
test_print(void)
{
	struct config *c = parse_good(
	    "SMPP_SMSC_Port = 2776\n"
	    "SMPP_SMSC_Password = \"secret\"\n"
	    "SMPP_ESME_Service_Type = \"a \\\"b\\\" \\\\ # c\"\n"
	    "Routes = ( a \"b c\" )\n"
	    "SMPP_Persistent_Connections = [ a = 1 b ]\n"
	    "SMPP_Registered_Delivery = sme_user\n"
	    "HTTP_Basic_Auth = \"\"\n"
	    "MM7_HTTP_Proxy = \"http://u:p@h/\"\n");
	struct diag_err err;
	char *s;

	assert(config_set(c, "Generate_Bounces=no", &err) == 0);
	s = print(config_view(c, NULL, NULL, NULL), 0);
	assert(strcmp(s,
	    "SMPP_SMSC_Port = \"2776\"  # c:1\n"
	    "SMPP_SMSC_Password = \"********\"  # c:2\n"
	    "SMPP_Persistent_Connections = [ \"a\" = \"1\", \"b\" ]  # c:5\n"
	    "SMPP_ESME_Service_Type = \"a \\\"b\\\" \\\\ # c\"  # c:3\n"
	    "SMPP_Registered_Delivery = ( \"SME_User\" )  # c:6\n"
	    "Generate_Bounces = \"false\"  # -o\n"
	    "Routes = ( \"a\", \"b c\" )  # c:4\n"
	    "HTTP_Basic_Auth = \"\"  # c:7\n"
	    "MM7_HTTP_Proxy = \"********\"  # c:8\n") == 0);
	assert(!strstr(s, "secret"));
	free(s);
	config_free(c);
}

/* What -C prints can be read again and means the same. */
static void
test_print_again(void)
{
	struct config *c = parse_good("SMPP_ESME_Service_Type = \"\\\\\\\"\" "
	    "SMPP_RAM_Expiration = 90 MM7_Request_IE_Extended = \"<a>\n</a>\"");
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	char *s = print(v, 1), *mm7 = strstr(s, "MM7_VASP_URI_Paths"), *line;
	struct config *again;
	size_t i;

	assert(strstr(s, "# SMPP_SMSC_Server is not set\n"));
	assert(strstr(s, "SMPP_SMSC_Port = \"2775\"  # default\n"));
	assert(!mm7 || mm7[-2] == '#');
	/* these belong into mm7_serv */
	assert(strstr(s, "\nMM7_Server_Version"));
	for (i = 0; i < OPTIONS; i++)
		if (option_def((enum option)i)->scope == OPT_MM7_SERV &&
		    (line = strstr(s, option_def((enum option)i)->name)) &&
		    line[-1] == '\n')
			*line = '#';
	again = parse_good(s);
	for (i = 0; i < OPTIONS; i++) {
		const struct config_view *w = config_view(again, NULL, NULL, NULL);

		assert(config_int(w, (enum option)i) ==
		    config_int(v, (enum option)i));
		assert(str_is(config_str(w, (enum option)i),
		    config_str(v, (enum option)i)));
	}
	free(s);
	config_free(c);
	config_free(again);
}

static const struct tap_test tests[] = {
	{ "config_open", test_open },
	{ "no file at all", test_default_file },
	{ "secrets", test_secret },
	{ "a NUL in a password file", test_secret_nul },
	{ "a secret without a file option", test_secret_alone },
	{ "-C", test_print },
	{ "-C read again", test_print_again },
};

int
main(void)
{
	make_dir();
	return tap_main(tests, sizeof tests / sizeof *tests);
}
