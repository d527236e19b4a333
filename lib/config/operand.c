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

const char *
config_operand(struct config *c, const char *operand, struct diag_err *err)
{
	static const char tcp[] = "smpp://", tls[] = "smpps://",
		local[] = "smpp+unix:", http[] = "http://", https[] = "https://";
	char path[256];

	if (strncmp(operand, tls, sizeof tls - 1) == 0)
		return config_set_domain(c, operand, SMPP_SMSC_TLS, "true",
		    err) < 0 || set_authority(c, operand,
		    operand + sizeof tls - 1, err) < 0 ? NULL : operand;

	if (strncmp(operand, http, sizeof http - 1) == 0)
		return set_mmsc(c, operand, operand + sizeof http - 1, 0,
		    err) < 0 ? NULL : operand;
	if (strncmp(operand, https, sizeof https - 1) == 0)
		return set_mmsc(c, operand, operand + sizeof https - 1, 1,
		    err) < 0 ? NULL : operand;
	if (strncmp(operand, tcp, sizeof tcp - 1) == 0)
		return set_authority(c, operand, operand + sizeof tcp - 1,
		    err) < 0 ? NULL : operand;
	if (strncmp(operand, local, sizeof local - 1) == 0) {
		if (!operand[sizeof local - 1]) {
			diag_err(err, EX_USAGE, "%s: no path", operand);
			return NULL;
		}
		snprintf(path, sizeof path, "unix:%s",
		    operand + sizeof local - 1);
		return config_set_domain(c, operand, SMPP_SMSC_SERVER, path,
		    err) < 0 ? NULL : operand;
	}
	if (strstr(operand, "://")) {
		diag_err(err, EX_USAGE, "%s: want a domain of the "
		    "configuration, smpp[s]://host:port, smpp+unix:/path or "
		    "http[s]://host/path",
		    operand);
		return NULL;
	}
	if (!config_has_domain(c, operand)) {
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration", operand);
		return NULL;
	}
	return operand;
}
