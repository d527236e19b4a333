/*
 * soap - the SOAP part of an MM7 message.  What was read keeps its limits, holds no
 * control character, and can be written again, by whoever sent it, to read the
 * same.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "mm7/soap.h"

static void
clean(const char *s)
{
	size_t i;

	if (!s)
		return;
	assert(utf8_valid(s, strlen(s)) == strlen(s));
	for (i = 0; s[i]; i++)
		assert((unsigned char)s[i] >= 0x20 && s[i] != 0x7f);
}

static void
clean_addr(const struct mm7_addr *a)
{
	clean(a->text);
	clean(a->coding);
	clean(a->id);
	assert(!a->kind == !a->text);
}

static size_t
look(const struct mm7_msg *m)
{
	size_t n = 0, i;
	int f, role;

	for (f = 0; f < MM7_FIELDS; f++)
		clean(m->v[f]);
	clean_addr(&m->sender);
	clean_addr(&m->recipient);
	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++, n++)
			clean_addr(&m->recipients[role].a[i]);
	assert(n <= MM7_RECIPIENTS_MAX);
	clean(m->dialect.ns);
	clean(m->dialect.prefix);
	return n;
}

static void
write_again(const struct mm7_msg *m, size_t recipients)
{
	struct buf out = BUF_INIT;
	struct mm7_msg back;
	struct diag_err err;

	if (mm7_write(m, &out, &err) == 0 && out.len < MM7_SOAP_MAX) {
		assert(mm7_read(out.p, out.len, NULL, &back, &err) == 0);
		assert(back.op == m->op);
		assert(look(&back) == recipients ||
		    m->op != MM7_SUBMIT_REQ);
		mm7_release(&back);
	}
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct mm7_msg m;
	struct diag_err err;
	size_t recipients;

	if (mm7_read(p, n, NULL, &m, &err) == 0) {
		assert(m.op > MM7_NONE && m.op < MM7_OPS);
		recipients = look(&m);
		write_again(&m, recipients);
	}
	mm7_release(&m);
	return 0;
}
