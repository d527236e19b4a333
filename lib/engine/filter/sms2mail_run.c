/* sms2mail(1).  See filter.h. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/decision.h"
#include "engine/filter/filter_priv.h"
#include "engine/filter/filter_replies.h"
#include "flow/source.h"
#include "gateway/sms/sms2mail.h"
#include "mail/mbox.h"
#include "store/message.h"

struct run {
	const struct sms2mail_opts *o;
	struct source *source;
	struct sink *sink;
	struct json_reader *reader;
	struct sms2mail how;
	struct filter_store store;
	struct sms2mail_replies found;
	char host[256];		/* RFC 1035, 2.3.4: 255 octets */
	struct buf mail, entry;
	struct sms2mail_out out;
	struct outcome_tally tally;
	int failed;		/* sysexits code of our own trouble; 0 */
	int cut_short;		/* a signal came before the end */
};

static void
count(struct run *r, int sysexit)
{
	switch (outcome_of_sysexit(sysexit)) {
	case OUTCOME_DONE: outcome_done(&r->tally); break;
	case OUTCOME_REFUSED: outcome_permanent(&r->tally, sysexit); break;
	default: outcome_temporary(&r->tally, EX_TEMPFAIL); break;
	}
}

/* A notification that was handed over is noted with its message.  That it can't
   be is said and changes nothing: the mail is out. */
static void
note(struct run *r)
{
	struct diag_err err;

	if (!*r->out.about || r->o->dry_run)
		return;
	if (filter_store(&r->store) == 0 && r->store.s &&
	    store_event_put(r->store.s, r->out.about, clock_now(), "notified",
	    r->out.note, &err) < 0)
		diag_warn(NULL, "%s", err.text);
}

/* The mail in r->mail goes to the handler. */
static void
handle(struct run *r, const struct config_view *v)
{
	struct handler_message m = {
		.input = r->mail.p, .n = r->mail.len,
		.sender = r->out.sender,
		.recipients = r->out.to, .nrecipients = r->out.nto,
		.id = r->out.id,
	};
	msec began = clock_mono();
	int sysexit;

	sysexit = filter_handle(r->o->handler, v, &m);
	decision_handled(&m, r->o->handler->argv[0],
	    outcome_of_sysexit(sysexit), began);
	if (!sysexit)
		note(r);
	count(r, sysexit);
}

static void
write_mbox(struct run *r)
{
	buf_reset(&r->entry);
	mbox_put(&r->entry, r->out.sender, clock_now(), r->mail.p,
	    r->mail.len);
	r->failed = filter_put(r->sink, &r->entry);
	if (r->failed)
		return;
	note(r);
	outcome_done(&r->tally);
}

static int
find(void *arg, const struct config_view *v, const struct record *rec,
    struct sms2mail_replies *found, struct diag_err *err)
{
	struct run *r = arg;

	return filter_find(&r->store, v, rec, found, err);
}

static void
take(struct run *r, const struct source_item *item)
{
	struct record rec;
	struct diag_err err;
	int got;

	if (item->too_long) {
		diag_warn(&item->pos, "line is too long");
		outcome_permanent(&r->tally, EX_DATAERR);
		return;
	}
	buf_reset(&r->mail);
	got = record_read(r->reader, item->p, item->n, &rec, &err);
	if (got == 0)
		filter_url(r->o->config, record_str(&rec, REC_DOMAIN));
	if (got == 0)
		got = sms2mail(&r->how, &rec, clock_now(), &r->out, &err);
	if (got < 0) {
		diag_warn(&item->pos, "%s", err.text);
		count(r, err.sysexit);
	} else if (got == 0) {
		outcome_done(&r->tally);
	} else if (r->o->handler->argv && !r->o->dry_run) {
		handle(r, config_view(r->o->config,
		    record_str(&rec, REC_DOMAIN), r->o->domain, NULL));
	} else {
		write_mbox(r);
	}
}

/* Nothing is there: let go of what is done, and wait for more. */
static void
wait_for_input(struct run *r)
{
	struct pollfd p = { .fd = source_fd(r->source), .events = POLLIN };

	r->failed = filter_flush(r->sink);
	if (!r->failed)
		poll(&p, 1, FILTER_LOOK);
}

static void
take_all(struct run *r)
{
	struct source_item item;
	enum source_got got;

	while (!r->failed) {
		/* told to stop after the last one is not cut short */
		got = source_next(r->source, &item);
		if (got != SOURCE_END && (r->cut_short = filter_stopped()))
			return;
		switch (got) {
		case SOURCE_ITEM:
			take(r, &item);
			break;
		case SOURCE_WAIT:
			wait_for_input(r);
			break;
		case SOURCE_END:
			return;
		case SOURCE_ERROR:
			diag_warn(NULL, "reading: %s", strerror(errno));
			r->failed = EX_IOERR;
			break;
		}
	}
}

static int
status(const struct run *r)
{
	if (r->failed)
		return r->failed;
	if (r->cut_short)
		return r->tally.done ? 1 : EX_TEMPFAIL;
	return outcome_status(&r->tally);
}

/* NULL where it has none that could stand in a mail. */
static const char *
host_name(struct run *r)
{
	if (gethostname(r->host, sizeof r->host - 1) < 0 ||
	    !sms_is_mail_domain(r->host))
		return NULL;
	return r->host;
}

int
sms2mail_run(const struct sms2mail_opts *o)
{
	struct run r = { .o = o, .store = { .config = o->config } };
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };
	int rc;

	filter_signals();
	r.reader = json_reader_new();
	filter_url(o->config, o->domain);
	r.how = (struct sms2mail){ .config = o->config, .domain = o->domain,
		.scratch = json_reader_new(), .host = host_name(&r),
		.find = find, .arg = &r, .found = &r.found };
	r.out.mail = &r.mail;
	if (r.reader && r.how.scratch &&
	    (r.source = source_open(o->source, &err)) &&
	    (r.sink = sink_open(o->sink, &err))) {
		take_all(&r);
		if (!r.failed)
			r.failed = filter_flush(r.sink);
		rc = status(&r);
	} else {
		diag_warn(NULL, "%s", err.text);
		rc = err.sysexit;
	}
	decision_close();
	filter_store_close(&r.store);
	source_free(r.source);
	sink_free(r.sink);
	json_reader_free(r.reader);
	json_reader_free(r.how.scratch);
	buf_free(&r.mail);
	buf_free(&r.entry);
	return rc;
}
