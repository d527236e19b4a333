/* A line of the users file.  See users.h. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/num.h"
#include "engine/access/users.h"

enum { V4_MAPPED = 96, LIMIT_MAX = 1000000,
	NAME_MAX_OCTETS = 64	/* inbox.h: INBOX_SYSTEM_ID */  };

typedef const char *option_set(struct user *u, char *value);

void
user_release(struct user *u)
{
	size_t i;

	for (i = 0; i < u->nnumbers; i++)
		free(u->number[i]);
	free(u->number);
	free(u->url);
	free(u->from);
	free(u->system_id);
}

int
user_address(const struct sockaddr *sa, struct in6_addr *a)
{
	if (sa->sa_family == AF_INET6) {
		*a = ((const struct sockaddr_in6 *)sa)->sin6_addr;
		return 0;
	}
	if (sa->sa_family != AF_INET)
		return -1;
	memset(a, 0, sizeof *a);
	a->s6_addr[10] = a->s6_addr[11] = 0xff;
	memcpy(a->s6_addr + 12, &((const struct sockaddr_in *)sa)->sin_addr,
	    4);
	return 0;
}

static const char *
set_number(unsigned *out, const char *value)
{
	int64_t n;

	if (num_parse(value, 1, LIMIT_MAX, &n) < 0)
		return "sessions=, window= and rate= want a number from 1 to "
		    "1000000";
	*out = (unsigned)n;
	return NULL;
}

static const char *
set_sessions(struct user *u, char *value)
{
	return set_number(&u->limits.sessions, value);
}

static const char *
set_window(struct user *u, char *value)
{
	return set_number(&u->limits.window, value);
}

static const char *
set_rate(struct user *u, char *value)
{
	return set_number(&u->limits.rate, value);
}

static const char *
set_bind(struct user *u, char *value)
{
	char *save, *word;

	u->limits.binds = 0;
	for (word = strtok_r(value, ",", &save); word;
	    word = strtok_r(NULL, ",", &save)) {
		if (strcmp(word, "tx") == 0)
			u->limits.binds |= USER_TX;
		else if (strcmp(word, "rx") == 0)
			u->limits.binds |= USER_RX;
		else if (strcmp(word, "trx") == 0)
			u->limits.binds |= USER_TRX;
		else
			return "bind= wants tx, rx or trx, with commas between";
	}
	return u->limits.binds ? NULL : "bind= is empty";
}

int
user_net_parse(struct user_net *net, char *word)
{
	char *slash = strchr(word, '/');
	struct in_addr v4;
	int64_t bits;
	unsigned most = 128, base = 0;

	memset(net, 0, sizeof *net);
	if (strcmp(word, "unix") == 0) {
		net->is_unix = 1;
		return 0;
	}
	if (slash)
		*slash = '\0';
	if (inet_pton(AF_INET, word, &v4) == 1) {
		net->addr.s6_addr[10] = net->addr.s6_addr[11] = 0xff;
		memcpy(net->addr.s6_addr + 12, &v4, 4);
		most = 32;
		base = V4_MAPPED;
	} else if (inet_pton(AF_INET6, word, &net->addr) != 1) {
		return -1;
	}
	if (!slash)
		bits = most;
	else if (num_parse(slash + 1, 0, most, &bits) < 0)
		return -1;
	net->bits = base + (unsigned)bits;
	return 0;
}

static const char *
set_from(struct user *u, char *value)
{
	struct user_net *grown;
	char *save, *word;

	for (word = strtok_r(value, ",", &save); word;
	    word = strtok_r(NULL, ",", &save)) {
		if (u->nfrom == USERS_LIST_MAX)
			return "from= has too many addresses";
		grown = realloc(u->from, (u->nfrom + 1) * sizeof *grown);
		if (!grown)
			return "out of memory";
		u->from = grown;
		if (user_net_parse(&u->from[u->nfrom++], word) < 0)
			return "from= wants addresses such as 192.0.2.1, "
			    "10.0.0.0/8, 2001:db8::/32 or unix, with commas "
			    "between";
	}
	return u->nfrom ? NULL : "from= is empty";
}

/* Digits, and at the end perhaps a star. */
static int
is_pattern(const char *word)
{
	size_t n;

	word += *word == '+';
	n = strspn(word, "0123456789");
	return (n || word[n]) && (!word[n] || strcmp(word + n, "*") == 0);
}

static const char *
set_numbers(struct user *u, char *value)
{
	char *save, *word, **grown;

	for (word = strtok_r(value, ",", &save); word;
	    word = strtok_r(NULL, ",", &save)) {
		if (u->nnumbers == USERS_LIST_MAX)
			return "number= has too many numbers";
		if (!is_pattern(word))
			return "number= wants numbers such as 2000 or "
			    "+1555*, with commas between";
		grown = realloc(u->number, (u->nnumbers + 1) * sizeof *grown);
		if (!grown)
			return "out of memory";
		u->number = grown;
		u->number[u->nnumbers] = strdup(word);
		if (!u->number[u->nnumbers])
			return "out of memory";
		u->nnumbers++;
	}
	return u->nnumbers ? NULL : "number= is empty";
}

static const char *
set_url(struct user *u, char *value)
{
	if (strncmp(value, "http://", 7) != 0 &&
	    strncmp(value, "https://", 8) != 0)
		return "url= wants http:// or https://";
	free(u->url);
	u->url = strdup(value);
	return u->url ? NULL : "out of memory";
}

static const struct {
	const char *name;
	option_set *set;
} options[] = {
	{ "bind", set_bind }, { "from", set_from }, { "number", set_numbers },
	{ "rate", set_rate }, { "sessions", set_sessions },
	{ "url", set_url }, { "window", set_window },
};

/* Is there an option behind a colon, as if that were what parts them?  A URL
   would take it in. */
static int
is_run_on(const char *value)
{
	const char *colon = value;
	size_t i, n;

	while ((colon = strchr(colon, ':')) && *++colon)
		for (i = 0; i < sizeof options / sizeof options[0]; i++) {
			n = strlen(options[i].name);
			if (strncmp(colon, options[i].name, n) == 0 &&
			    colon[n] == '=')
				return 1;
		}
	return 0;
}

static const char *
set_option(struct user *u, char *word)
{
	char *equals = strchr(word, '=');
	size_t i;

	if (equals && is_run_on(equals))
		return "options are parted by blanks, not by colons";
	for (i = 0; equals && i < sizeof options / sizeof options[0]; i++)
		if (strlen(options[i].name) == (size_t)(equals - word) &&
		    strncmp(word, options[i].name, (size_t)(equals - word)) == 0)
			return options[i].set(u, equals + 1);
	return "behind the second colon want bind=, from=, number=, rate=, "
	    "sessions=, url= or window=";
}

const char *
user_parse(struct user *u, char *line)
{
	char *password = strchr(line, ':'), *rest, *save, *word;
	const char *wrong;

	u->limits.binds = USER_TX | USER_RX | USER_TRX;
	if (!password || password == line)
		return "want name:password or name:password:options";
	*password++ = '\0';
	if (strlen(line) > NAME_MAX_OCTETS)
		return "the name is too long";
	rest = strchr(password, ':');
	if (rest)
		*rest++ = '\0';
	wrong = secret_parse(password, &u->secret);
	for (word = rest ? strtok_r(rest, " \t", &save) : NULL;
	    word && !wrong; word = strtok_r(NULL, " \t", &save))
		wrong = set_option(u, word);
	if (!wrong && u->secret.scheme == SECRET_NONE && !u->nfrom)
		wrong = "with {NONE} want from=: who else would it be?";
	if (wrong)
		return wrong;
	u->system_id = strdup(line);
	return u->system_id ? NULL : "out of memory";
}
