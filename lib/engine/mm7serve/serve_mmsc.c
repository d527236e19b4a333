/*
 * What a VASP asks of an MMSC.  See serve_priv.h.
 *
 * Lenient where a message can be understood all the same; but what is no
 * request of any release (no MM7Version, nobody to send it to) is 4004.
 */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/mailaddr.h"
#include "base/num.h"
#include "engine/mm7serve/serve_priv.h"

/* What each has to have: 0, or -1: it was ended. */
static int
has(struct serve_request *r, enum mm7_field f)
{
	if (r->msg.v[f] && *r->msg.v[f])
		return 0;
	diag_err(&r->err, EX_DATAERR, "%s: %s is missing",
	    mm7_op_name(r->msg.op), mm7_field_name(f));
	serve_end(r, SERVE_INVALID, r->err.text);
	return -1;
}

/* ---- recipients ---- */

/* Could it be reached?  What an addressCoding hides is for who made it. */
static int
reachable(const struct serve *serve, const struct mm7_addr *a)
{
	const char *s = a->text ? a->text : "";

	if (a->coding || serve_faults_recipient(serve, a))
		return 0;
	if (a->kind == MM7_RFC2822)
		return mail_address_ok(s);
	s += *s == '+';
	return *s && !s[strspn(s, "0123456789")];
}

static size_t
count(const struct mm7_msg *m)
{
	size_t role, i, n = 0;

	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++)
			n += !m->recipients[role].a[i].display_only;
	return n;
}

/* Those that cannot be reached are taken out of the message, and named in the
   answer. */
static void
sort_out(struct serve_request *r, struct mm7_addrs *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		if (list->a[i].display_only || reachable(r->serve, &list->a[i]))
			list->a[n++] = list->a[i];
		else
			r->failed[r->nfailed++].addr = list->a[i];
	list->n = n;
}

static int
check_recipients(struct serve_request *r)
{
	size_t n = count(&r->msg), role;

	if (!n) {
		serve_end(r, SERVE_INVALID, "SubmitReq: it has no recipient");
		return -1;
	}
	r->failed = calloc(n, sizeof *r->failed);
	if (!r->failed) {
		serve_end(r, SERVE_UNAVAILABLE, NULL);
		return -1;
	}
	for (role = 0; role < MM7_ROLES; role++)
		sort_out(r, &r->msg.recipients[role]);
	if (r->nfailed < n)
		return 0;
	serve_end(r, SERVE_ADDRESS, NULL);
	return -1;
}

/* ---- */

int
serve_check_submit(struct serve_request *r)
{
	if (has(r, MM7_VERSION) < 0 || check_recipients(r) < 0)
		return -1;
	if (r->nkeys)
		num_hex(r->key[0].octets, (IDENT_SIZE - 1) / 2, r->id);
	r->taken = 1;
	return 0;
}

/* Of a mail that is on its way nothing can be changed; who gets records may
   know how. */
int
serve_check_change(struct serve_request *r)
{
	if (has(r, MM7_VERSION) < 0 || has(r, MM7_MESSAGE_ID) < 0)
		return -1;
	if (r->serve->o->json)
		return 0;
	serve_end(r, SERVE_UNSUPPORTED, NULL);
	return -1;
}
