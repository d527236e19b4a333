#include "config/operand.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* `system_id@host:port` of a URL, taken apart into the stanza `name`. */
static int
set_authority(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	char text[512], *at, *host, *port, *end;

	if (strlen(rest) >= sizeof text)
		return diag_err(err, EX_USAGE, "%s: too long", name);
	strcpy(text, rest);
	text[strcspn(text, "/?")] = '\0';
	at = strrchr(text, '@');
	host = at ? at + 1 : text;
	if (at) {
		*at = '\0';
		if (strchr(text, ':'))
			return diag_err(err, EX_USAGE, "a password in a URL "
			    "can be seen by everybody: use $SMPP_PASSWORD or "
			    "the configuration");
		if (config_set_domain(c, name, SMPP_SMSC_SYSTEM_ID, text,
		    err) < 0)
			return -1;
	}
	end = *host == '[' ? strchr(host, ']') : NULL;
	port = strchr(end ? end : host, ':');
	if (port) {
		*port++ = '\0';
		if (config_set_domain(c, name, SMPP_SMSC_PORT, port, err) < 0)
			return -1;
	}
	if (end) {
		host++;
		*end = '\0';
	}
	if (!*host)
		return diag_err(err, EX_USAGE, "%s: no host", name);
	return config_set_domain(c, name, SMPP_SMSC_SERVER, host, err);
}

/* ---- an MMSC's URL */

/* `user@host:port/path`; the path is the rest, its query too. */
static int
set_mmsc(struct config *c, const char *name, const char *rest, int tls,
    struct diag_err *err)
{
	size_t n = strcspn(rest, "/?");
	char text[512], port[8], *host, *at;
	struct hostport hp;

	if (n >= sizeof text)
		return diag_err(err, EX_USAGE, "%s: too long", name);
	memcpy(text, rest, n);
	text[n] = '\0';
	at = strrchr(text, '@');
	host = at ? at + 1 : text;
	if (at)
		*at = '\0';
	if (at && strchr(text, ':'))
		return diag_err(err, EX_USAGE, "a password in a URL can be seen "
		    "by everybody: use $MM7_PASSWORD or the configuration");
	if (hostport_parse(&hp, host, tls ? 443 : 80) < 0 ||
	    hostport_is_unix(&hp))
		return diag_err(err, EX_USAGE, "%s: no host", name);
	snprintf(port, sizeof port, "%s", hp.port);
	if ((at && config_set_domain(c, name, MM7_HTTP_AUTH_USER, text,
	    err) < 0) ||
	    config_set_domain(c, name, MM7_MMSC_TLS, tls ? "true" : "false",
	    err) < 0 ||
	    config_set_domain(c, name, MM7_MMSC_PORT, port, err) < 0 ||
	    config_set_domain(c, name, MM7_MMSC_PATH, rest[n] ? rest + n : "/",
	    err) < 0)
		return -1;
	return config_set_domain(c, name, MM7_MMSC_SERVER, hp.host, err);
}

/* ---- the kinds of URL: what stands behind the prefix, into a stanza */

static int
set_smpp(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	return set_authority(c, name, rest, err);
}

static int
set_smpps(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	return config_set_domain(c, name, SMPP_SMSC_TLS, "true", err) < 0 ?
		-1 : set_authority(c, name, rest, err);
}

static int
set_local(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	char path[256];

	if (!*rest)
		return diag_err(err, EX_USAGE, "%s: no path", name);
	snprintf(path, sizeof path, "unix:%s", rest);
	return config_set_domain(c, name, SMPP_SMSC_SERVER, path, err);
}

static int
set_http(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	return set_mmsc(c, name, rest, 0, err);
}

static int
set_https(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	return set_mmsc(c, name, rest, 1, err);
}

static const struct {
	const char *prefix;
	enum operand_kind kind;
	int (*set)(struct config *c, const char *name, const char *rest,
		struct diag_err *err);
} urls[] = {
	{ "smpp://", OPERAND_SMPP, set_smpp },
	{ "smpps://", OPERAND_SMPP, set_smpps },
	{ "smpp+unix:", OPERAND_SMPP, set_local },
	{ "http://", OPERAND_MM7, set_http },
	{ "https://", OPERAND_MM7, set_https },
};

const char *
config_operand(struct config *c, enum operand_kind kind, const char *operand,
    struct diag_err *err)
{
	size_t i, n;

	for (i = 0; i < sizeof urls / sizeof *urls; i++) {
		n = strlen(urls[i].prefix);
		if (urls[i].kind == kind &&
		    strncmp(operand, urls[i].prefix, n) == 0)
			return urls[i].set(c, operand, operand + n, err) < 0 ?
				NULL : operand;
	}
	if (strstr(operand, "://")) {
		diag_err(err, EX_USAGE, "%s: want a domain of the "
		    "configuration, %s", operand, kind == OPERAND_SMPP ?
		    "smpp[s]://host:port or smpp+unix:/path" :
		    "or http[s]://host/path");
		return NULL;
	}
	if (!config_has_domain(c, operand)) {
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration %s", operand, config_file(c));
		return NULL;
	}
	return operand;
}
