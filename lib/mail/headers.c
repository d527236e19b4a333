#include "mail/internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include <gmime/gmime.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/utf8.h"

enum { GROUP_DEPTH_MAX = 4 };

/*
 * One line of UTF-8: control characters and line ends, Unicode's too, become
 * blanks, and white space at both ends goes.  NULL: out of memory.
 */
const char *
mail_keep_line(struct mail_store *st, const char *s, size_t n)
{
	struct buf b = BUF_INIT;
	const char *end = s + n, *line;
	size_t first = 0;

	while (s < end) {
		char *to = buf_room(&b, UTF8_MAX);
		int32_t cp = utf8_next(&s, end);

		if (!to)
			break;
		if (cp == UTF8_BAD)
			cp = 0xfffd;
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
		    cp == 0x2029)
			cp = ' ';
		b.len += utf8_put(to, (uint32_t)cp);
	}
	while (b.len > 0 && b.p[b.len - 1] == ' ')
		b.len--;
	while (first < b.len && b.p[first] == ' ')
		first++;
	if (b.err)
		st->arena.oom = 1;
	line = b.len ? mail_keep(st, b.p + first, b.len - first) :
		mail_keep(st, "", 0);
	buf_free(&b);
	return line;
}

/* A header as one decoded line; NULL when there is none. */
static const char *
header(struct mail_store *st, GMimeMessage *msg, const char *name)
{
	const char *s = g_mime_object_get_header(GMIME_OBJECT(msg), name);

	return s ? mail_keep_line(st, s, strlen(s)) : NULL;
}

/* What stands between < and >, or all of it. */
static const char *
unbracket(struct mail_store *st, const char *s)
{
	const char *open = s ? strchr(s, '<') : NULL;
	const char *close = open ? strchr(open, '>') : NULL;

	return close ? mail_keep_line(st, open + 1, (size_t)(close - open - 1)) : s;
}

static const char *
date(struct mail_store *st, GMimeMessage *msg)
{
	GDateTime *d = g_mime_message_get_date(msg);
	char text[CLOCK_RFC3339_SIZE];
	gint64 sec = d ? g_date_time_to_unix(d) : -1;

	if (sec < 0 || sec > CIVIL_MAX_MS / 1000)
		return NULL;
	clock_rfc3339(sec * 1000, 0, text);
	return mail_keep(st, text, strlen(text));
}

/* ---- addresses */

/*
 * GMime decodes a domain's xn-- labels; we want them back, since that is how
 * mail servers and our options name it.  What has no such form again (GMime
 * decodes anything: `xn--xample` to five control characters) is nobody's.
 */
static int
is_dns_domain(const char *addr)
{
	const char *p = strrchr(addr, '@');

	for (; p && *p; p++)
		if (*p <= ' ' || *p > '~')
			return 0;
	return 1;
}

/* What walks a list wants of each mailbox; not 0 ends the walk. */
typedef int mailbox_fn(void *arg, const char *name, const char *addr);

static int
each_mailbox(InternetAddressList *list, int depth, mailbox_fn *fn, void *arg)
{
	int n = list ? internet_address_list_length(list) : 0;
	int i, rc = 0;

	for (i = 0; i < n && !rc; i++) {
		InternetAddress *a = internet_address_list_get_address(list, i);
		const char *addr;

		if (INTERNET_ADDRESS_IS_GROUP(a)) {
			if (depth < GROUP_DEPTH_MAX)
				rc = each_mailbox(
				    internet_address_group_get_members(
				    INTERNET_ADDRESS_GROUP(a)), depth + 1, fn, arg);
			continue;
		}
		addr = internet_address_mailbox_get_idn_addr(
		    INTERNET_ADDRESS_MAILBOX(a));
		if (addr && *addr && is_dns_domain(addr))
			rc = fn(arg, internet_address_get_name(a), addr);
	}
	return rc;
}

struct first {
	struct mail_store *st;
	const char *name, *addr;
};

static int
take_first(void *arg, const char *name, const char *addr)
{
	struct first *f = arg;

	f->addr = mail_keep_line(f->st, addr, strlen(addr));
	f->name = name && *name ? mail_keep_line(f->st, name, strlen(name)) : NULL;
	return 1;
}

struct many {
	struct mail_store *st;
	char **list;
	size_t n, cap;
};

/* Returns 0, or -1: too many. */
static int
take_all(void *arg, const char *name, const char *addr)
{
	struct many *all = arg;
	const char *line = mail_keep_line(all->st, addr, strlen(addr));
	size_t i;

	(void)name;
	if (!line)
		return 0;
	for (i = 0; i < all->n; i++)
		if (strcasecmp(all->list[i], line) == 0)
			return 0;
	if (all->n == MAIL_RECIPIENTS_MAX)
		return -1;
	if (all->n == all->cap) {
		size_t cap = all->cap ? all->cap * 2 : 8;
		char **list = realloc(all->list, cap * sizeof *list);

		if (!list) {
			all->st->arena.oom = 1;
			return 0;
		}
		all->list = list;
		all->cap = cap;
	}
	all->list[all->n++] = (char *)(uintptr_t)line;
	return 0;
}

/* The list, moved to memory of the mail. */
static char *const *
keep_list(struct many *all)
{
	char *const *list = NULL;
	size_t size = all->n * sizeof *all->list;

	/* pieces begin behind a pointer, and so are aligned for one */
	if (all->n)
		list = (char *const *)(void *)mail_keep(all->st,
		    (const char *)all->list, size);
	return list;
}

static int
recipients(struct mail_store *st, GMimeMessage *msg, struct diag_err *err)
{
	struct many all = { .st = st };
	int rc;

	rc = each_mailbox(g_mime_message_get_to(msg), 0, take_all, &all);
	st->m.to = keep_list(&all);
	st->m.nto = all.n;
	if (!rc)
		rc = each_mailbox(g_mime_message_get_cc(msg), 0, take_all, &all);
	if (!rc)
		rc = each_mailbox(g_mime_message_get_bcc(msg), 0, take_all, &all);
	st->m.recipients = keep_list(&all);
	st->m.nrecipients = all.n;
	free(all.list);
	if (rc)
		return diag_err(err, EX_DATAERR,
		    "mail to more than %d recipients", MAIL_RECIPIENTS_MAX);
	return 0;
}

size_t
mail_header_addresses(struct mail *m, const char *name, const char **addr,
    size_t max)
{
	struct mail_store *st = (struct mail_store *)m;
	const char *s = g_mime_object_get_header(GMIME_OBJECT(st->msg), name);
	InternetAddressList *list = s ?
		internet_address_list_parse(NULL, s) : NULL;
	struct many all = { .st = st };
	size_t i;

	if (!list)
		return 0;
	each_mailbox(list, 0, take_all, &all);
	for (i = 0; i < all.n && i < max; i++)
		addr[i] = all.list[i];
	free(all.list);
	g_object_unref(list);
	return i;
}

int
mail_headers(struct mail_store *st, GMimeMessage *msg, struct diag_err *err)
{
	struct first from = { .st = st }, reply = { .st = st };
	struct mail *m = &st->m;

	if (!each_mailbox(g_mime_message_get_from(msg), 0, take_first, &from))
		each_mailbox(g_mime_message_get_sender(msg), 0, take_first, &from);
	each_mailbox(g_mime_message_get_reply_to(msg), 0, take_first, &reply);
	m->from = from.addr;
	m->from_name = from.name;
	m->reply_to = reply.addr;
	m->subject = header(st, msg, "Subject");
	m->message_id = unbracket(st, header(st, msg, "Message-Id"));
	m->date = date(st, msg);
	m->return_path = unbracket(st, header(st, msg, "Return-Path"));
	m->auto_submitted = header(st, msg, "Auto-Submitted");
	m->precedence = header(st, msg, "Precedence");
	m->list_id = header(st, msg, "List-Id");
	return recipients(st, msg, err);
}

/* RFC 4155, appendix A: `From ` sender ` ` date */
void
mail_from_line(struct mail_store *st, const char *p, size_t n)
{
	const char *sender = p + 5, *end = p + n, *stop = sender;

	while (stop < end && *stop != ' ' && *stop != '\t' && *stop != '\r')
		stop++;
	if (stop == sender || (stop == sender + 1 && *sender == '-'))
		return;		/* "From - " is how some say that they don't know */
	if (stop - sender == 13 && strncasecmp(sender, "MAILER-DAEMON", 13) == 0)
		stop = sender;
	st->m.from_line = mail_keep_line(st, sender, (size_t)(stop - sender));
}
