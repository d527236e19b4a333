/* Reading and writing around the two conversions. */
#include "engine/dump/dump.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/num.h"
#include "flow/source.h"
#include "smpp/pdu.h"

enum {
	BLOCK = 65536,		/* octets to read, and to gather before writing */
};

struct run {
	const struct dump_opts *o;
	const char *name;	/* of the input */
	int fd;			/* of the output */
	struct buf out;
	struct dump_encoder *encoder;
	int rc;			/* exit status so far */
	unsigned long count;	/* of PDUs */
};

/* ---- writing */

/* Say that input or output failed, by errno. */
static int
failed(struct run *r, const char *what)
{
	diag_warn(NULL, "%s: %s", what, strerror(errno));
	r->rc = EX_IOERR;
	return -1;
}

static int
no_memory(struct run *r)
{
	diag_warn(NULL, "out of memory");
	r->rc = EX_TEMPFAIL;
	return -1;
}

/* Write all that is gathered; 0, or -1 with rc set. */
static int
flush(struct run *r)
{
	size_t done = 0;

	if (r->out.err)
		return no_memory(r);
	while (!r->o->dry && done < r->out.len) {
		ssize_t n = write(r->fd, r->out.p + done, r->out.len - done);
		struct pollfd p = { .fd = r->fd, .events = POLLOUT };

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN)
			poll(&p, 1, -1);
		else if (errno != EINTR)
			return failed(r, "stdout");
	}
	buf_reset(&r->out);
	return 0;
}

static int
flush_much(struct run *r)
{
	return r->out.len >= BLOCK ? flush(r) : 0;
}

/* ---- octets to JSON */

static void
say(struct run *r, const struct dump_place *at, const char *what)
{
	struct diag_pos pos = { r->name, at->line };

	diag_warn(&pos, "octet %llu: %s", (unsigned long long)at->offset, what);
	r->rc = EX_DATAERR;
}

/*
 * Take the PDUs of p[0..n); at moves along.  end: no more will come.
 * Returns the octets taken, or -1: it is over, with rc set.
 */
static ssize_t
take_pdus(struct run *r, const uint8_t *p, size_t n, struct dump_place *at,
    int end)
{
	size_t taken = 0;

	while (taken < n) {
		const uint8_t *pdu = p + taken;
		size_t left = n - taken;
		ssize_t length = smpp_pdu_length(pdu, left, SMPP_PDU_MAX);
		struct diag_err err;

		if (length < 0 || (end && (length == 0 || (size_t)length > left))) {
			dump_octets(&r->out, pdu, left, at, r->o->passwords,
			    &err);
			say(r, at, err.text);
			return -1;
		}
		if (length == 0 || (size_t)length > left)
			break;
		if (dump_pdu(&r->out, pdu, (size_t)length, at, r->o->passwords,
		    &err) < 0)
			say(r, at, err.text);
		r->count++;
		taken += (size_t)length;
		at->offset += (uint64_t)length;
		if (flush_much(r) < 0)
			return -1;
	}
	return (ssize_t)taken;
}

/* Read once; octets, 0 at the end, -1 with rc set. */
static ssize_t
fill(struct run *r, int in, struct buf *b)
{
	char *to = buf_room(b, BLOCK);
	ssize_t n;

	if (!to)
		return no_memory(r);
	if (flush(r) < 0)	/* it may take long until there is more */
		return -1;
	for (;;) {
		struct pollfd p = { .fd = in, .events = POLLIN };

		n = read(in, to, BLOCK);
		if (n >= 0)
			break;
		if (errno == EAGAIN)
			poll(&p, 1, -1);
		else if (errno != EINTR)
			return failed(r, r->name);
	}
	b->len += (size_t)n;
	return n;
}

static void
run_octets(struct run *r, int in)
{
	struct dump_place at = { 0, 0, NULL };
	struct buf b = BUF_INIT;
	ssize_t got, taken;

	do {
		got = fill(r, in, &b);
		taken = got < 0 ? -1 : take_pdus(r, (uint8_t *)b.p, b.len, &at,
		    got == 0);
		if (taken > 0)
			buf_drop(&b, (size_t)taken);
	} while (got > 0 && taken >= 0);
	buf_free(&b);
}

/* ---- lines */

/* Octets of a line, all blanks left out; -1: not hex. */
static ssize_t
unhex_line(const struct source_item *item, struct buf *b)
{
	char *to;
	size_t i, n = 0;

	buf_reset(b);
	to = buf_room(b, item->n + 1);
	if (!to)
		return -1;
	for (i = 0; i < item->n; i++)
		if (item->p[i] != ' ' && item->p[i] != '\t')
			to[n++] = item->p[i];
	/* in place: no octet is written before its digits were read */
	return num_unhex(to, n, (uint8_t *)to, item->n);
}

static void
take_hex(struct run *r, const struct source_item *item, struct buf *b)
{
	struct dump_place at = { item->pos.line, 0, NULL };
	ssize_t n = unhex_line(item, b);

	if (n >= 0) {
		take_pdus(r, (uint8_t *)b->p, (size_t)n, &at, 1);
		return;
	}
	dump_broken(&r->out, NULL, 0, &at, r->o->passwords, "not hex");
	diag_warn(&item->pos, "not hex");
	r->rc = EX_DATAERR;
}

static void
take_json(struct run *r, const struct source_item *item, struct buf *b)
{
	struct diag_err err = { EX_DATAERR, "" };
	char *to;

	buf_reset(b);
	if (dump_encode(r->encoder, item->p, item->n, item->pos.line, b,
	    &err) < 0) {
		diag_warn(&item->pos, "%s", err.text);
		r->rc = err.sysexit;
		return;
	}
	r->count++;
	if (!r->o->hex) {
		buf_add(&r->out, b->p, b->len);
		return;
	}
	to = buf_room(&r->out, 2 * b->len + 1);
	if (!to)
		return;		/* flush() will see */
	num_hex((uint8_t *)b->p, b->len, to);
	to[2 * b->len] = '\n';
	r->out.len += 2 * b->len + 1;
}

/* Wait for more lines, with nothing of ours held back. */
static int
wait_for(struct run *r, struct source *s)
{
	struct pollfd p = { .fd = source_fd(s), .events = POLLIN };

	if (flush(r) < 0)
		return -1;
	while (poll(&p, 1, -1) < 0)
		if (errno != EINTR)
			return failed(r, r->name);
	return 0;
}

static void
take_item(struct run *r, const struct source_item *item, struct buf *b)
{
	if (item->too_long) {
		diag_warn(&item->pos, "the line is too long");
		r->rc = EX_DATAERR;
	} else if (r->o->encode) {
		take_json(r, item, b);
	} else {
		take_hex(r, item, b);
	}
}

static void
run_lines(struct run *r, struct source *s)
{
	struct source_item item;
	struct buf b = BUF_INIT;
	int go = 1;

	while (go) {
		switch (source_next(s, &item)) {
		case SOURCE_ITEM:
			take_item(r, &item, &b);
			go = r->rc != EX_TEMPFAIL && r->rc != EX_IOERR &&
				flush_much(r) == 0;
			break;
		case SOURCE_WAIT:
			go = wait_for(r, s) == 0;
			break;
		case SOURCE_ERROR:
			failed(r, r->name);
			go = 0;
			break;
		case SOURCE_END:
			go = 0;
			break;
		}
	}
	buf_free(&b);
}

static void
run_source(struct run *r, int in)
{
	struct source *s = source_fd_open(in, r->name);

	r->encoder = dump_encoder_new();
	if (s && r->encoder)
		run_lines(r, s);
	else
		no_memory(r);
	source_free(s);
	dump_encoder_free(r->encoder);
}

int
dump_run(const struct dump_opts *o, int in, const char *name, int out)
{
	struct run r = { .o = o, .name = name, .fd = out, .out = BUF_INIT };

	if (o->encode || o->hex)
		run_source(&r, in);
	else
		run_octets(&r, in);
	if (r.rc != EX_IOERR)
		flush(&r);
	buf_free(&r.out);
	diag_debug("%lu PDUs", r.count);
	return r.rc;
}
