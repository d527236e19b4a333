#include "mail/internal.h"

#include <string.h>

/* The lines of a text, one after the other. */
struct lines {
	const char *p;
	size_t left;
	const char *line;	/* the last one taken */
	size_t n;		/* its octets, without LF */
};

static int
next_line(struct lines *l)
{
	const char *lf;
	size_t used;

	if (l->left == 0)
		return 0;
	lf = memchr(l->p, '\n', l->left);
	l->line = l->p;
	l->n = lf ? (size_t)(lf - l->p) : l->left;
	used = l->n + (lf != NULL);
	l->p += used;
	l->left -= used;
	return 1;
}

/* ---- format=flowed: RFC 3676, 4 */

void
mail_unflow(const char *p, size_t n, int delsp, struct buf *out)
{
	struct lines l = { .p = p, .left = n };
	size_t depth, was = 0, i;
	int flowing = 0;

	while (next_line(&l)) {
		const char *s = l.line;
		int sig, soft;

		for (depth = 0; depth < l.n && s[depth] == '>'; depth++)
			;
		s += depth;
		l.n -= depth;
		if (l.n > 0 && *s == ' ')	/* stuffed */
			s++, l.n--;
		sig = l.n == 3 && memcmp(s, "-- ", 3) == 0;
		soft = l.n > 0 && s[l.n - 1] == ' ' && !sig;
		if (flowing && (depth != was || sig)) {
			buf_ch(out, '\n');
			flowing = 0;
		}
		if (!flowing && depth > 0) {
			for (i = 0; i < depth; i++)
				buf_ch(out, '>');
			buf_ch(out, ' ');
		}
		buf_add(out, s, l.n - (soft && delsp));
		if (!soft)
			buf_ch(out, '\n');
		flowing = soft;
		was = depth;
	}
}

/* ---- blocks that are no text */

static int
is_line(const struct lines *l, const char *s)
{
	size_t n = l->n;

	while (n > 0 && (l->line[n - 1] == ' ' || l->line[n - 1] == '\t'))
		n--;
	return n == strlen(s) && memcmp(l->line, s, n) == 0;
}

/* `begin 644 name` */
static int
begins_uu(const struct lines *l)
{
	const char *s = l->line;
	size_t i = 6;

	if (l->n < 11 || memcmp(s, "begin ", 6) != 0)
		return 0;
	while (i < l->n && s[i] >= '0' && s[i] <= '7')
		i++;
	return (i == 9 || i == 10) && i < l->n && s[i] == ' ';
}

/* A line of uuencoded octets: the first character tells how many. */
static int
is_uu(const struct lines *l)
{
	size_t octets, len, i;

	if (l->n == 0)
		return 0;
	for (i = 0; i < l->n; i++)
		if (l->line[i] < 0x20 || l->line[i] > 0x60)
			return 0;
	octets = (size_t)(l->line[0] - 0x20) & 0x3f;
	len = 1 + (octets + 2) / 3 * 4;
	/* blanks at the end get lost, and some writers add a checksum */
	return octets <= 45 && l->n <= len + 1;
}

/* Skip a uuencoded file whose begin line was taken; 0: it is none. */
static int
skip_uu(struct lines *l)
{
	struct lines at = *l;
	int any = 0;

	while (next_line(&at) && is_uu(&at) && !is_line(&at, "end")) {
		any = 1;
		*l = at;
	}
	if (any && is_line(&at, "end"))
		*l = at;
	return any;
}

static void
skip_to(struct lines *l, const char *last)
{
	while (next_line(l) && !is_line(l, last))
		;
}

/* The armour of OpenPGP: RFC 4880, 6.2 and 7. */
static const struct {
	const char *begin, *end;
	int encrypted;
} armour[] = {
	{ "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----", 0 },
	{ "-----BEGIN PGP PUBLIC KEY BLOCK-----",
	    "-----END PGP PUBLIC KEY BLOCK-----", 0 },
	{ "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----", 1 },
};
static const char clearsigned[] = "-----BEGIN PGP SIGNED MESSAGE-----";

/* Skip an armoured block that begins at the line that was taken. */
static int
skip_armour(struct lines *l, int *encrypted)
{
	size_t i;

	for (i = 0; i < sizeof armour / sizeof armour[0]; i++) {
		if (!is_line(l, armour[i].begin))
			continue;
		*encrypted |= armour[i].encrypted;
		skip_to(l, armour[i].end);
		return 1;
	}
	return 0;
}

int
mail_drop_blocks(const char *p, size_t n, struct buf *out)
{
	struct lines l = { .p = p, .left = n };
	int encrypted = 0, dashes = 0;

	while (next_line(&l)) {
		if (begins_uu(&l)) {
			struct lines at = l;

			if (skip_uu(&at)) {
				l = at;
				continue;
			}
		} else if (l.n > 2 && l.line[0] == '-') {
			if (is_line(&l, clearsigned)) {
				dashes = 1;
				skip_to(&l, "");
				continue;
			}
			if (skip_armour(&l, &encrypted)) {
				dashes = 0;
				continue;
			}
			if (dashes && l.line[1] == ' ')
				l.line += 2, l.n -= 2;
		}
		buf_add(out, l.line, l.n);
		buf_ch(out, '\n');
	}
	return encrypted;
}

/* ---- "your client cannot show HTML" */

enum { STUB_MAX = 300 };	/* octets; longer ones have something to say */

int
mail_is_stub(const char *p, size_t n)
{
	static const char *const about[] = {
		"client", "viewer", "reader", "browser", "program", "mailer",
		"support", "display", "view", "anzeigen", "darstell", "affich",
	};
	size_t i;

	if (n == 0 || n > STUB_MAX || !mail_has(p, n, "html"))
		return 0;
	for (i = 0; i < sizeof about / sizeof about[0]; i++)
		if (mail_has(p, n, about[i]))
			return 1;
	return 0;
}
