/* Parts of long messages, in any order, twice, interleaved, and too many. */
#include "parts.h"

#include "gateway/sms/reassemble.h"

enum { TIMEOUT = 1000, AGAIN = 50 };

static struct reassembly *ra;
static struct assembled *whole;

/* One part: its number, its text (data_coding 4, so hex in the record), and
   what ties it together. */
struct one {
	int how;		/* SMS_CONCAT_... */
	unsigned ref, total, seq;
	const char *from, *text;
};

static const char *account;	/* whose parts take() gives; NULL */

static enum reassembly_got
take(struct one o, msec now)
{
	struct buf sm = BUF_INIT, tlvs = BUF_INIT;
	struct smpp_pdu pdu = { .command = SMPP_DELIVER_SM,
		.source_addr = o.from ? o.from : "1555",
		.destination_addr = "12345", .data_coding = 4 };
	enum reassembly_got got;
	struct wire w;

	if (o.how == SMS_CONCAT_SAR) {
		smpp_tlv_put_int(&tlvs, SMPP_TLV_SAR_MSG_REF_NUM, o.ref, 2);
		smpp_tlv_put_int(&tlvs, SMPP_TLV_SAR_TOTAL_SEGMENTS, o.total, 1);
		smpp_tlv_put_int(&tlvs, SMPP_TLV_SAR_SEGMENT_SEQNUM, o.seq, 1);
	} else {
		pdu.esm_class = SMPP_ESM_UDHI;
		buf_add(&sm, o.how == SMS_CONCAT_UDH8 ? "\5\0\3" : "\6\10\4", 3);
		if (o.how == SMS_CONCAT_UDH16)
			buf_ch(&sm, (char)(o.ref >> 8));
		buf_ch(&sm, (char)o.ref);
		buf_ch(&sm, (char)o.total);
		buf_ch(&sm, (char)o.seq);
	}
	buf_str(&sm, o.text);
	pdu.short_message = (struct smpp_octets){ (uint8_t *)sm.p, sm.len };
	pdu.tlvs = (struct smpp_octets){ (uint8_t *)tlvs.p, tlvs.len };
	wire_make(&w, &pdu);
	assert((int)w.in.concat.how == o.how);
	w.in.account = account;
	got = reassembly_add(ra, &w.in, (struct smpp_octets){ w.octets, w.n },
	    now, TIMEOUT, &whole);
	wire_free(&w);
	buf_free(&sm);
	buf_free(&tlvs);
	return got;
}

/* Part seq of total with 16 bits of reference 1. */
static enum reassembly_got
part(unsigned seq, unsigned total, const char *text, msec now)
{
	return take((struct one){ SMS_CONCAT_UDH16, 1, total, seq, NULL, text },
	    now);
}

/* The message is this text; the parts missing as a string of their numbers.
   The PDU kept is that of part `first`. */
static void
holds(struct assembled *a, const char *text, const char *missing,
    unsigned first)
{
	struct assembled_view v;
	struct sms_incoming in;
	struct smpp_pdu pdu;
	unsigned i;

	assert(a);
	assembled_view(a, &v);
	assembled_view(a, &v);	/* as often as one likes */
	assert(v.payload && v.n == strlen(text));
	assert(memcmp(v.payload, text, v.n) == 0);
	assert(v.nmissing == strlen(missing));
	for (i = 0; i < v.nmissing; i++)
		assert(v.missing[i] == missing[i] - '0');
	assert(smpp_pdu_decode(v.raw.p, v.raw.n, &pdu, NULL, NULL) == 0);
	sms_incoming_read(&pdu, &in);
	assert(in.concat.seq == first && in.concat.total == v.parts);
}

static void
begin(void)
{
	ra = reassembly_new();
	assert(ra && reassembly_deadline(ra) == UINT64_MAX);
	assert(!reassembly_expired(ra, UINT64_MAX));
}

static void
end(void)
{
	reassembly_free(ra);
	reassembly_free(NULL);
}

static void
test_orders(void)
{
	static const char *const orders[] = { "123", "132", "213", "231", "312",
		"321" };
	static const char *const texts[] = { "one ", "two ", "three" };
	size_t i, j;

	for (i = 0; i < 6; i++) {
		begin();
		for (j = 0; j < 3; j++) {
			unsigned seq = (unsigned)(orders[i][j] - '0');

			assert(part(seq, 3, texts[seq - 1], j) ==
			    (j < 2 ? REASSEMBLY_HELD : REASSEMBLY_COMPLETE));
			assert(whole);
		}
		holds(whole, "one two three", "", 1);
		assembled_settle(whole, 0, 3, AGAIN);
		end();
	}
}

static void
test_duplicates(void)
{
	struct assembled *a;

	begin();
	assert(part(2, 3, "b", 0) == REASSEMBLY_HELD && whole);
	assert(part(2, 3, "b", 1) == REASSEMBLY_HELD && !whole);
	assert(part(3, 3, "c", 1) == REASSEMBLY_HELD);
	assert(part(1, 3, "a", 2) == REASSEMBLY_COMPLETE);
	a = whole;
	/* while it is being delivered: the one that waits for its answer waits */
	assert(part(1, 3, "a", 3) == REASSEMBLY_BUSY && !whole);
	assert(part(2, 3, "b", 3) == REASSEMBLY_HELD && !whole);
	assert(part(2, 3, "x", 3) == REASSEMBLY_BUSY);
	holds(a, "abc", "", 1);
	assembled_settle(a, 0, 4, AGAIN);
	/* delivered: known for as long again */
	assert(part(1, 3, "a", 5) == REASSEMBLY_HELD && !whole);
	assert(!reassembly_expired(ra, 4 + TIMEOUT - 1));
	assert(part(3, 3, "c", 4 + TIMEOUT - 1) == REASSEMBLY_HELD && !whole);
	assert(reassembly_deadline(ra) == 4 + TIMEOUT);
	assert(!reassembly_expired(ra, 4 + TIMEOUT));
	assert(reassembly_deadline(ra) == UINT64_MAX);
	assert(part(3, 3, "c", 4 + TIMEOUT) == REASSEMBLY_HELD && whole);
	end();
}

/* What is alike in all but one thing is not the same message. */
static void
test_interleaved(void)
{
	static const struct one first[] = {
		{ SMS_CONCAT_UDH8, 7, 2, 1, NULL, "a" },
		{ SMS_CONCAT_UDH16, 7, 2, 1, NULL, "b" },
		{ SMS_CONCAT_SAR, 7, 2, 1, NULL, "c" },
		{ SMS_CONCAT_UDH8, 8, 2, 1, NULL, "d" },
		{ SMS_CONCAT_UDH8, 7, 3, 1, NULL, "e" },
		{ SMS_CONCAT_UDH8, 7, 2, 1, "1556", "f" },
		{ SMS_CONCAT_UDH16, 0x107, 2, 1, NULL, "g" },
	};
	enum { N = sizeof first / sizeof first[0] };
	char text[3] = "?Z";
	struct one o;
	size_t i;

	begin();
	for (i = 0; i < N; i++)
		assert(take(first[i], i) == REASSEMBLY_HELD && whole);
	for (i = 0; i < N; i++) {
		o = first[N - 1 - i];
		o.seq = 2;
		text[0] = o.text[0];
		o.text = "Z";
		if (o.total == 3) {
			assert(take(o, 20) == REASSEMBLY_HELD);
			continue;
		}
		assert(take(o, 20) == REASSEMBLY_COMPLETE);
		holds(whole, text, "", 1);
		assembled_settle(whole, 0, 20, AGAIN);
	}
	end();
}

/* An old reference with other text: the old message is given out as it is. */
/* Two ESMEs send to one phone from one short code, and count alike. */
static void
test_accounts(void)
{
	begin();
	account = "esme1";
	assert(part(1, 2, "a", 0) == REASSEMBLY_HELD);
	account = "esme2";
	assert(part(2, 2, "B", 1) == REASSEMBLY_HELD);
	assert(part(1, 2, "A", 2) == REASSEMBLY_COMPLETE);
	holds(whole, "AB", "", 1);
	account = "esme1";
	assert(part(2, 2, "b", 3) == REASSEMBLY_COMPLETE);
	holds(whole, "ab", "", 1);
	account = NULL;
	end();
}

static void
test_reuse(void)
{
	struct assembled *old;

	begin();
	assert(part(1, 3, "old1", 0) == REASSEMBLY_HELD);
	assert(part(3, 3, "old3", 1) == REASSEMBLY_HELD);
	assert(!reassembly_expired(ra, 1));
	assert(part(1, 3, "new1", 2) == REASSEMBLY_HELD && whole);
	assert(reassembly_deadline(ra) == 2);
	old = reassembly_expired(ra, 2);
	holds(old, "old1old3", "2", 1);
	assert(!reassembly_expired(ra, 2));
	/* the new one goes on meanwhile */
	assert(part(2, 3, "new2", 3) == REASSEMBLY_HELD);
	assert(part(3, 3, "new3", 4) == REASSEMBLY_COMPLETE);
	holds(whole, "new1new2new3", "", 1);
	assembled_settle(old, 0, 5, AGAIN);
	assembled_settle(whole, 0, 5, AGAIN);
	/* of one that was delivered there is nothing to give out */
	assert(part(2, 3, "more", 6) == REASSEMBLY_HELD && whole);
	assert(!reassembly_expired(ra, 6));
	assert(reassembly_deadline(ra) == 6 + TIMEOUT);
	end();
}

static void
test_retry(void)
{
	begin();
	assert(part(3, 3, "c", 0) == REASSEMBLY_HELD);
	assert(part(2, 3, "b", 0) == REASSEMBLY_HELD);
	assert(part(1, 3, "a", 0) == REASSEMBLY_COMPLETE);
	assembled_settle(whole, 1, 10, AGAIN);
	/* the peer repeats what was not acknowledged, the others it may */
	assert(part(2, 3, "b", 11) == REASSEMBLY_HELD && !whole);
	assert(part(1, 3, "a", 12) == REASSEMBLY_COMPLETE);
	holds(whole, "abc", "", 1);
	assembled_settle(whole, 1, 20, AGAIN);
	assert(reassembly_deadline(ra) == 20 + TIMEOUT);
	/* or it does not, and what is there is given out */
	assert(!reassembly_expired(ra, 19 + TIMEOUT));
	holds(reassembly_expired(ra, 20 + TIMEOUT), "bc", "1", 1);
	end();
}

static void
test_expiry(void)
{
	struct assembled *a;

	begin();
	assert(part(2, 3, "b", 5) == REASSEMBLY_HELD);
	assert(take((struct one){ SMS_CONCAT_SAR, 1, 2, 2, NULL, "z" }, 6) ==
	    REASSEMBLY_HELD);
	assert(reassembly_deadline(ra) == 5 + TIMEOUT);
	a = reassembly_expired(ra, 6 + TIMEOUT);
	holds(a, "b", "13", 2);
	assert(reassembly_deadline(ra) == 6 + TIMEOUT);
	holds(reassembly_expired(ra, 6 + TIMEOUT), "z", "1", 2);
	assert(!reassembly_expired(ra, 6 + TIMEOUT));
	assert(reassembly_deadline(ra) == UINT64_MAX);
	/* tried again, and no peer repeats it */
	assembled_settle(a, 1, 2000, AGAIN);
	assert(reassembly_deadline(ra) == 2000 + AGAIN);
	assert(!reassembly_expired(ra, 1999 + AGAIN));
	a = reassembly_expired(ra, 2000 + AGAIN);
	holds(a, "b", "13", 2);
	assembled_settle(a, 0, 2100, AGAIN);
	/* a part that comes now begins anew: nothing is lost */
	assert(part(1, 3, "a", 2200) == REASSEMBLY_HELD && whole);
	assert(part(2, 3, "b", 2200) == REASSEMBLY_HELD && whole);
	holds(reassembly_expired(ra, 2200 + TIMEOUT), "ab", "3", 1);
	end();
}

static void
test_limits(void)
{
	struct one o = { SMS_CONCAT_UDH16, 0, 2, 1, NULL, "x" };
	char from[12];
	unsigned i;

	begin();
	o.from = from;
	for (i = 0; i < REASSEMBLY_MAX; i++) {
		snprintf(from, sizeof from, "%u", i);
		assert(take(o, i) == REASSEMBLY_HELD);
	}
	strcpy(from, "other");
	assert(take(o, i) == REASSEMBLY_FULL && !whole);
	/* those that are there go on */
	strcpy(from, "777");
	o.seq = 2;
	assert(take(o, i) == REASSEMBLY_COMPLETE);
	assembled_settle(whole, 0, i, AGAIN);
	/* one that was delivered makes room, and only such a one */
	strcpy(from, "other");
	assert(take(o, i) == REASSEMBLY_HELD && whole);
	strcpy(from, "another");
	assert(take(o, i) == REASSEMBLY_FULL);
	strcpy(from, "778");
	o.seq = 2;
	assert(take(o, i) == REASSEMBLY_COMPLETE);
	end();
	/* so that more can be delivered than kept */
	begin();
	for (i = 0; i < 2 * REASSEMBLY_MAX; i++) {
		snprintf(from, sizeof from, "%u", i);
		o.seq = 1;
		assert(take(o, 0) == REASSEMBLY_HELD);
		o.seq = 2;
		assert(take(o, 0) == REASSEMBLY_COMPLETE);
		assembled_settle(whole, 0, 0, AGAIN);
	}
	end();
}

/* 255 parts of the most octets, until there is no room. */
static void
test_octets(void)
{
	struct one o = { SMS_CONCAT_UDH16, 0, 255, 1, NULL, NULL };
	char text[134];
	unsigned held = 0;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	o.text = text;
	begin();
	while (take(o, held) == REASSEMBLY_HELD) {
		held++;
		if (++o.seq == 255)
			o.seq = 1, o.ref++;
	}
	assert(!whole);
	/* each takes its text, and of each message one whole PDU */
	assert(held * 133 <= REASSEMBLY_OCTETS_MAX);
	assert(held * 136 > REASSEMBLY_OCTETS_MAX);
	assert(take(o, held) == REASSEMBLY_FULL);
	/* given up, there is room again */
	assembled_settle(reassembly_expired(ra, UINT64_MAX), 0, 0, AGAIN);
	assert(take(o, held) == REASSEMBLY_HELD);
	end();
}

/* Joined before decoding: half a character in each of two parts. */
static void
test_straddling(void)
{
	static const char *const parts[] = { "0041d83d", "de000042" };
	char hex[100];
	struct sms_context ctx = { .id = "i" };
	struct assembled_view v;
	struct sms_incoming in;
	struct buf record = BUF_INIT;
	struct smpp_pdu pdu;
	struct wire w;
	struct kit k;
	int i;

	kit_open(&k, "");
	ctx.view = k.v;
	begin();
	for (i = 0; i < 2; i++) {
		snprintf(hex, sizeof hex, "0500030102%02x%s", (unsigned)i + 1,
		    parts[i]);
		wire_hex(&w, 0x40, 8, hex, "");
		reassembly_add(ra, &w.in, (struct smpp_octets){ w.octets, w.n },
		    0, TIMEOUT, &whole);
		wire_free(&w);
	}
	assembled_view(whole, &v);
	assert(smpp_pdu_decode(v.raw.p, v.raw.n, &pdu, NULL, NULL) == 0);
	sms_incoming_read(&pdu, &in);
	sms_message_write(&record, REC_DELIVER, &in, v.payload, v.n, v.parts,
	    v.missing, v.nmissing, &ctx);
	assert(field_is(k.reader, &record, "text", "\"A\xf0\x9f\x98\x80""B\""));
	assert(field_is(k.reader, &record, "parts", "2"));
	assert(field_is(k.reader, &record, "missing", ""));
	assert(field_is(k.reader, &record, "udh", ""));
	buf_reset(&record);
	sms_message_write(&record, REC_DELIVER, &in, v.payload, 4, 3,
	    (const uint8_t *)"\2\3", 2, &ctx);
	assert(field_is(k.reader, &record, "text", "\"A\xef\xbf\xbd\""));
	assert(field_is(k.reader, &record, "missing", "[2,3]"));
	buf_free(&record);
	end();
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "three parts in every order", test_orders },
	{ "parts that come twice", test_duplicates },
	{ "references of 8 and 16 bits, SAR, two senders", test_interleaved },
	{ "the same reference in two accounts", test_accounts },
	{ "a reference used again", test_reuse },
	{ "to be tried again", test_retry },
	{ "parts that never come", test_expiry },
	{ "too many messages", test_limits },
	{ "too many octets", test_octets },
	{ "a surrogate pair in two parts", test_straddling },
};

TAP_MAIN(tests)
