/* smpp-send -n with nothing to send: is the way open?  See send.h. */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "engine/link.h"
#include "engine/send/send.h"
#include "smpp/status.h"

/* Which step is being taken; its name begins the line. */
enum stage { NAME, CONNECT, SECURE, BIND, ENQUIRE, UNBIND };
static const char *const stages[] = {
	[NAME] = "name", [CONNECT] = "connect", [SECURE] = "tls",
	[BIND] = "bind", [ENQUIRE] = "enquire_link", [UNBIND] = "unbind",
};

enum { PATIENCE = 60000 };	/* ms, where no timer would end a step */

struct probe {
	const struct send_opts *o;
	struct loop *loop;
	struct link link;
	unsigned server;	/* of the link's */
	struct client *client;
	struct loop_watch *give_up;
	enum stage stage;
	msec asked;		/* enquire_link went out */
	int rc;			/* of this server */
};

/* A line for people. */
static void
verdict(const struct probe *p, const char *step, const char *how,
    const char *fmt, ...)
{
	char what[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	diag_neutralise(what);
	if (!p->o->quiet) {
		printf("%s: %s%s%s\n", step, how, *what ? ": " : "", what);
		fflush(stdout);
	} else if (strcmp(how, "failed") == 0) {
		diag_warn(NULL, "%s: %s: %s", step, how, what);
	}
}

static void
failed(struct probe *p, int sysexit, const char *why)
{
	verdict(p, stages[p->stage], "failed", "%s", why);
	p->rc = sysexit;
	client_abort(p->client);
}

/* ---- the steps of a connection */

static const struct hostport *
server(const struct probe *p)
{
	return &p->link.servers[p->server];
}

/* "10.0.0.1, 2001:db8::1" */
static void
list_addresses(const struct addrinfo *a, char *out, size_t outsz)
{
	char host[64];
	size_t n = 0;

	for (*out = '\0'; a && n < outsz; a = a->ai_next)
		if (getnameinfo(a->ai_addr, a->ai_addrlen, host, sizeof host,
		    NULL, 0, NI_NUMERICHOST) == 0)
			n += (size_t)snprintf(out + n, outsz - n, "%s%s",
			    n ? ", " : "", host);
}

static void
resolved(struct probe *p, const struct addrinfo *a)
{
	const char *host = server(p)->host;
	char list[512];

	list_addresses(a, list, sizeof list);
	if (strcmp(list, host) == 0)
		verdict(p, "name", "ok", "%s is an address", host);
	else
		verdict(p, "name", "ok", "%s is %s", host, list);
	p->stage = CONNECT;
}

static void
not_connected(const struct probe *p, const struct addrinfo *a,
    const char *why)
{
	struct addrinfo one;
	char host[64];

	if (!a || !a->ai_next)
		return;		/* the last: it is told as the end of all */
	one = *a;
	one.ai_next = NULL;
	list_addresses(&one, host, sizeof host);
	verdict(p, "connect", "failed", "%s: %s", host, why);
}

static void
secured(struct probe *p)
{
	struct tls_facts f;

	tls_facts(conn_tls(client_conn(p->client)), &f);
	verdict(p, "tls", "ok", "%s, certificate of %s by %s, good until %s "
	    "(%d days)%s", f.version, f.subject, f.issuer, f.until, f.days,
	    f.checked ? "" :
	    "; but it is not verified, and could be anybody's");
	p->stage = BIND;
}

static void
on_step(struct client *c, enum client_step step, const struct addrinfo *a,
    const char *why, void *arg)
{
	struct probe *p = arg;

	switch (step) {
	case CLIENT_RESOLVED:
		resolved(p, a);
		break;
	case CLIENT_NOT_CONNECTED:
		not_connected(p, a, why);
		break;
	case CLIENT_CONNECTED:
		verdict(p, "connect", "ok", "%s", client_peer(c));
		p->stage = p->link.tls ? SECURE : BIND;
		if (!p->link.tls && !hostport_is_unix(server(p)))
			verdict(p, "tls", "none", "the password and all texts "
			    "go in clear");
		break;
	case CLIENT_SECURED:
		secured(p);
		break;
	}
}

/* ---- what is asked over it */

static void
bound(struct probe *p)
{
	struct smpp_session *s = client_session(p->client);
	struct smpp_pdu enquire = { .command = SMPP_ENQUIRE_LINK };
	uint8_t version = smpp_session_peer_version(s);
	const char *as = smpp_command_find(p->link.params.bind.command)->name;
	char speaks[32] = "";

	if (version)
		snprintf(speaks, sizeof speaks, ", which says SMPP %x.%x",
		    version >> 4, version & 15);
	verdict(p, "bind", "ok", "%s as \"%s\" to %s%s", as,
	    p->link.params.bind.system_id ? p->link.params.bind.system_id : "",
	    client_peer(p->client), speaks);
	p->stage = ENQUIRE;
	p->asked = clock_mono();
	if (smpp_session_request(s, &enquire, p, NULL, p->asked) < 0)
		failed(p, EX_TEMPFAIL, "out of memory");
	conn_output(client_conn(p->client));
}

static void
alive(struct probe *p, const struct smpp_event *ev)
{
	char text[SMPP_STATUS_TEXT];

	if (!ev->pdu && ev->why == SMPP_WHY_LOST)
		return;		/* why is told at the end of the connection */
	if (!ev->pdu) {
		failed(p, EX_TEMPFAIL, "no answer");
		return;
	}
	if (ev->status != SMPP_ROK) {
		failed(p, EX_PROTOCOL, smpp_status_text(
		    smpp_status_find(ev->status), ev->status, text));
		return;
	}
	verdict(p, "enquire_link", "ok", "answered in %llu ms",
	    (unsigned long long)(clock_mono() - p->asked));
	p->stage = UNBIND;
	client_stop(p->client);
}

/* A message that comes to us by the way: somebody who receives shall get it. */
static void
turn_away(const struct client *c, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq,
		.status = SMPP_RX_T_APPN };

	if (client_session(c) && (ev->pdu->command == SMPP_DELIVER_SM ||
	    ev->pdu->command == SMPP_DATA_SM))
		smpp_session_respond(client_session(c), &resp, clock_mono());
}

/* ": unbound" and what else is said of the end, which is nothing to bother. */
static const char *
remark(const struct client *c)
{
	const char *r = strstr(client_reason(c), ": unbound: ");

	return r ? r + strlen(": unbound: ") : "";
}

static void
ended(struct probe *p)
{
	const struct client *c = p->client;

	if (p->stage == UNBIND && client_sysexit(c) == 0) {
		verdict(p, "unbind", "ok", "%s", remark(c));
	} else if (!p->rc) {
		verdict(p, stages[p->stage], "failed", "%s", client_reason(c));
		p->rc = client_sysexit(c) ? client_sysexit(c) : EX_TEMPFAIL;
	}
	loop_stop(p->loop);
}

static void
on_client(struct client *c, enum client_got got, const struct smpp_event *ev,
    void *arg)
{
	struct probe *p = arg;

	switch (got) {
	case CLIENT_GOT_UP:
		bound(p);
		break;
	case CLIENT_GOT_EVENT:
		if (ev->type == SMPP_EV_ANSWER)
			alive(p, ev);
		else if (ev->type == SMPP_EV_PDU)
			turn_away(c, ev);
		break;
	case CLIENT_GOT_ROUND:
		break;
	case CLIENT_GOT_DOWN:
		/* it was bound, and would try again */
		failed(p, EX_TEMPFAIL, client_reason(c));
		break;
	case CLIENT_GOT_DONE:
		ended(p);
		break;
	}
}

static void
on_give_up(void *arg)
{
	failed(arg, EX_TEMPFAIL, "no answer");
}

/* ---- set-up */

/* Every step has an end, whatever the timers of the options are. */
static void
bound_steps(struct smpp_limits *l)
{
	if (!l->bind_timer)
		l->bind_timer = PATIENCE;
	if (!l->response_timer)
		l->response_timer = PATIENCE;
}

/* One server of the list, with a loop of its own.  0, or -1: out of memory. */
static int
try_server(struct probe *p, const struct config_view *v)
{
	msec patience = config_msec(v, GIVE_UP);

	p->rc = 0;
	p->stage = hostport_is_unix(server(p)) ? CONNECT : NAME;
	p->link.params.servers = server(p);
	p->link.params.nservers = 1;
	p->loop = loop_new();
	p->give_up = p->loop ? loop_timer(p->loop, on_give_up, p) : NULL;
	p->client = p->give_up ?
		client_new(p->loop, &p->link.params, on_client, p) : NULL;
	if (p->client) {
		if (patience)
			loop_timer_at(p->give_up, clock_mono() + patience);
		loop_run(p->loop);
	}
	client_free(p->client);
	loop_watch_free(p->give_up);
	loop_free(p->loop);
	return p->client ? 0 : -1;
}

static void
say_server(const struct probe *p, int share)
{
	if (hostport_is_unix(server(p)))
		verdict(p, "config", "ok", "%s%s", share ?
		    "by smpp-share, at " : "", server(p)->host);
	else
		verdict(p, "config", "ok", "%s, port %s", server(p)->host,
		    server(p)->port);
}

/* All servers, since it may be long until one but the first is needed; the exit
   status is that of the first that failed. */
static int
try_all(struct probe *p, const struct config_view *v)
{
	unsigned n = p->link.params.nservers;
	int rc = 0;

	bound_steps(&p->link.params.limits);
	p->link.params.retries = 0;
	p->link.params.step = on_step;
	for (p->server = 0; p->server < n; p->server++) {
		say_server(p, link_share(v) != NULL);
		if (try_server(p, v) < 0)
			p->rc = EX_OSERR;
		rc = rc ? rc : p->rc;
	}
	return rc;
}

int
send_probe(const struct send_opts *o)
{
	const struct config_view *v = config_view(o->config, NULL, o->domain,
	    NULL);
	struct probe p = { .o = o };
	struct diag_err err = { EX_OSERR, "out of memory" };
	int rc;

	signal(SIGPIPE, SIG_IGN);
	if (!v || link_fill(&p.link, v, SMPP_BIND_TRANSMITTER, &err) < 0) {
		verdict(&p, "config", "failed", "%s", err.text);
		rc = err.sysexit;
	} else {
		rc = try_all(&p, v);
	}
	link_release(&p.link);
	if (fflush(stdout) == EOF || ferror(stdout)) {
		diag_warn(NULL, "stdout: %s", strerror(errno));
		return EX_IOERR;
	}
	return rc;
}
