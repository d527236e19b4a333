/*
 * optlist - put the table of options into a manual page.
 *
 * Copies mdoc from the standard input to the standard output.  The line
 * `.\" @options@` becomes the list of all options, `.\" @ignored@` and
 * `.\" @logger@` the names without effect.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "config/options.h"

/* The option that a group of the table begins with. */
static const struct {
	enum option first;
	const char *title;
} groups[] = {
	{ SMPP_SMSC_SERVER, "SMPP: the connection" },
	{ SMPP_ESME_ADDRESS, "SMPP: addresses and fields of a message" },
	{ SMPP_SMS_DATA_CODING, "SMPP: text" },
	{ SMPP_DEFAULT_EMAIL_ADDRESS, "SMS to mail" },
	{ STATE, "What is remembered" },
	{ SMPP_VENDOR_COMMAND_STATUS_TABLE, "SMPP: tables of a vendor" },
	{ SMPP_SERVER_USERS, "SMPP: smpp-listen as a server" },
	{ GIVE_UP, "The programs" },
	{ MM7_MMSC_SERVER, "MM7" },
};

static const struct {
	unsigned bit;
	const char *text;
} places[] = {
	{ OPT_GLOBAL, "top level" },
	{ OPT_DOMAIN, "domain" },
	{ OPT_BINDING, "binding" },
	{ OPT_MM7_SERV, "mm7_serv" },
};

enum { COLUMNS = 72 };

static size_t column;

/* One word of mdoc text, on a new line when this one is full. */
static void
word(const char *s, size_t n)
{
	if (column && column + 1 + n > COLUMNS) {
		putchar('\n');
		column = 0;
	}
	if (column)
		putchar(' ');
	else if (*s == '.' || *s == '\'')
		fputs("\\&", stdout);
	column += n + (column != 0);
	for (; n--; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else
			putchar(*s);
	}
}

static void
end_line(void)
{
	if (column)
		putchar('\n');
	column = 0;
}

/* Text as mdoc wants it: every sentence begins a line. */
static void
text(const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " ");

		word(s, n);
		if (s[n] && n && s[n - 1] == '.')
			end_line();
		s += n + strspn(s + n, " ");
	}
}

static void
print_places(unsigned scope)
{
	char line[128] = "Place:";
	const char *sep = " ";
	size_t i;

	for (i = 0; i < sizeof places / sizeof *places; i++)
		if (scope & places[i].bit) {
			snprintf(line + strlen(line), sizeof line - strlen(line),
			    "%s%s", sep, places[i].text);
			sep = ", ";
		}
	snprintf(line + strlen(line), sizeof line - strlen(line), ".");
	text(line);
	end_line();
}

static void
print_option(const struct option_def *d)
{
	char allowed[512], line[1024];

	printf(".It Ic %s\n", d->name);
	text(d->help);
	end_line();
	if (d->alias)
		printf("It is also called\n.Ic %s .\n", d->alias);
	puts(".br");
	option_allowed(d, allowed, sizeof allowed);
	snprintf(line, sizeof line, "Value: %s%s%s.", allowed,
	    d->dflt ? "; default: " : "", d->dflt ? d->dflt : "");
	text(line);
	end_line();
	print_places(d->scope);
}

static void
print_options(void)
{
	size_t g = 0, i;

	for (i = 0; i < OPTIONS; i++) {
		if (g < sizeof groups / sizeof *groups && groups[g].first == i) {
			if (g)
				puts(".El");
			printf(".Ss %s\n.Bl -tag -width Ds\n", groups[g++].title);
		}
		print_option(option_def((enum option)i));
	}
	puts(".El");
}

static void
print_ignored(int which)
{
	const char *name;
	int logger;
	size_t i;

	puts(".Bd -ragged -offset indent");
	for (i = 0; (name = option_ignored(i, &logger)); i++)
		if (logger == which)
			printf(".Ic %s\n", name);
	puts(".Ed");
}

int
main(void)
{
	char line[1024];

	while (fgets(line, sizeof line, stdin)) {
		if (strcmp(line, ".\\\" @options@\n") == 0)
			print_options();
		else if (strcmp(line, ".\\\" @ignored@\n") == 0)
			print_ignored(0);
		else if (strcmp(line, ".\\\" @logger@\n") == 0)
			print_ignored(1);
		else
			fputs(line, stdout);
	}
	return ferror(stdin) || fflush(stdout) == EOF ? EX_IOERR : 0;
}
