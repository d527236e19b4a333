/*
 * blast - how fast one SMPP connection can be at all: what a client is measured
 * by.
 *
 *	blast [-e] [-n count] [-w window] port
 *	blast -r [-n count] port
 *
 * Binds to the message centre at 127.0.0.1, sends count (1000000) submit_sm
 * with at most window (1000) of them unanswered, and ends with status 0 when
 * each was answered once and with status 0.  It prints nothing: who runs it
 * takes the time.
 *
 *	-e	build each PDU from its fields, as a client must: a number of
 *		its own, a text of its own, mapped to the GSM alphabet
 *		character by character; and make a result line of each answer's
 *		message_id.  Without it one PDU is made, and then only its
 *		sequence_number changes: what the wire allows
 *	-r	the other direction: bind to receive, acknowledge count
 *		deliver_sm
 *
 * One thread.  What the window allows is one write, then one read takes all
 * the answers that are there.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

enum {
	BUF_SIZE = 1 << 18,
	SUBMIT_MAX = 256,	/* octets of a submit_sm of ours, or more */
	LINES = 1 << 16,
	RESULT_MAX = 128,	/* octets of a result line, or more */
	ID_MAX = 65,		/* octets of a message_id; v3.4, 5.2.23 */
	NOT_GSM = 0xff,
	FIRST_SEQ = 2,		/* the bind is 1 */
	WINDOW_MAX = 10000,	/* both sides' buffers take its answers */
};

static unsigned char in[BUF_SIZE], out[BUF_SIZE];
static size_t nin;
static int sock;

static uint32_t count = 1000000, window = 1000;
static int encode, receive;

static unsigned char template[SUBMIT_MAX];
static size_t ntemplate;
static unsigned char gsm[128];	/* ASCII in the GSM default alphabet */
static unsigned char *seen;	/* a bit a message: answered */
static char lines[LINES];	/* results */
static size_t nlines;

static void
usage(void)
{
	fprintf(stderr, "usage: blast [-e] [-n count] [-w window] port\n"
	    "       blast -r [-n count] port\n");
	exit(64);
}

_Noreturn static void
wrong(const char *what, uint32_t seq)
{
	fprintf(stderr, "blast: %s (sequence_number %u)\n", what,
	    (unsigned)seq);
	exit(1);
}

/* ---- the socket ---- */

static void
send_all(const unsigned char *p, size_t n)
{
	ssize_t w;

	for (; n > 0; p += w, n -= (size_t)w)
		if ((w = send(sock, p, n, MSG_NOSIGNAL)) < 0)
			fail("blast: send");
}

/* Wait for octets; add those that are there. */
static void
read_some(void)
{
	ssize_t n = recv(sock, in + nin, sizeof in - nin, 0);

	if (n < 0)
		fail("blast: recv");
	if (n == 0)
		wrong("the connection was closed", 0);
	nin += (size_t)n;
}

/* The octets of the PDU at `at`; 0: it is not all there. */
static size_t
whole(size_t at)
{
	uint32_t len;

	if (nin - at < HEADER)
		return 0;
	len = get32(in + at);
	if (len < HEADER || len > PDU_MAX)
		wrong("no PDU", 0);
	return nin - at < len ? 0 : len;
}

static void
consume(size_t n)
{
	nin -= n;
	if (n > 0)
		memmove(in, in + n, nin);
}

static void
connect_to(unsigned long port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int one = 1;

	if (port > 65535)
		usage();
	a.sin_port = htons((uint16_t)port);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sock = socket(AF_INET, SOCK_STREAM, 0);
	if (sock < 0 || connect(sock, (struct sockaddr *)&a, sizeof a) < 0)
		fail("blast: connect");
	setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/* A request and its answer, alone on the line. */
static void
call(uint32_t command, uint32_t seq, const char *body, size_t n)
{
	size_t len;

	put_header(out, HEADER + n, command, 0, seq);
	memcpy(out + HEADER, body, n);
	send_all(out, HEADER + n);
	while (!(len = whole(0)))
		read_some();
	if (get32(in + 4) != (command | RESP) || get32(in + 8))
		wrong(command == UNBIND ? "unbind refused" : "bind refused",
		    seq);
	consume(len);
}

/* ---- submit_sm ---- */

static void
make_alphabet(void)
{
	int i;

	/* TS 23.038, 6.2.1: as ASCII but for these */
	for (i = 0; i < 128; i++)
		gsm[i] = i == '@' ? 0x00 : i == '$' ? 0x02 : i == '_' ? 0x11 :
		    i == '\n' || i == '\r' || (i >= ' ' && i < 0x7f &&
		    !strchr("[\\]^`{|}~", i)) ? (unsigned char)i : NOT_GSM;
}

static unsigned char *
put_cstr(unsigned char *p, const char *s)
{
	size_t n = strlen(s) + 1;

	memcpy(p, s, n);
	return p + n;
}

/* A submit_sm from its fields (v3.4, 4.4.1); its octets. */
static size_t
build(unsigned char *pdu, uint32_t seq, const char *from, const char *to,
    const char *text)
{
	unsigned char *p = pdu + HEADER, *sm_length;
	const unsigned char *s = (const unsigned char *)text;

	*p++ = 0;			/* service_type */
	*p++ = 5;			/* source: alphanumeric */
	*p++ = 0;
	p = put_cstr(p, from);
	*p++ = 1;			/* destination: international, ISDN */
	*p++ = 1;
	p = put_cstr(p, to);
	memset(p, 0, 9);		/* esm_class ... sm_default_msg_id */
	p += 9;
	sm_length = p++;
	for (; *s; s++)
		*p++ = *s < 128 && gsm[*s] != NOT_GSM ? gsm[*s] : '?';
	*sm_length = (unsigned char)(p - sm_length - 1);
	put_header(pdu, (size_t)(p - pdu), SUBMIT_SM, 0, seq);
	return (size_t)(p - pdu);
}

/* The i-th message. */
static size_t
put_message(unsigned char *p, uint32_t i)
{
	unsigned char to[] = "447700000000", text[] = "Alert #00000000 @5.3";

	if (!encode) {
		memcpy(p, template, ntemplate);
		put32(p + 12, i + FIRST_SEQ);
		return ntemplate;
	}
	put_digits(to + 4, i, 8);
	put_digits(text + 7, i, 8);
	return build(p, i + FIRST_SEQ, "BENCH", (char *)to, (char *)text);
}

/* Write n octets; where the socket is full, wait till it is not. */
static void
send_window(size_t n)
{
	struct pollfd pfd = { .fd = sock, .events = POLLOUT };
	size_t off = 0;
	ssize_t w;

	while (off < n) {
		w = send(sock, out + off, n - off, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (w >= 0)
			off += (size_t)w;
		else if (errno == EAGAIN)
			poll(&pfd, 1, -1);
		else
			fail("blast: send");
	}
}

/* "sequence_number TAB message_id", into the block of lines. */
static void
put_line(uint32_t seq, const unsigned char *id, size_t max)
{
	const unsigned char *nul = memchr(id, 0, max < ID_MAX ? max : ID_MAX);
	size_t n = nul ? (size_t)(nul - id) : 0;

	if (!nul)
		wrong("no message_id", seq);
	if (nlines + RESULT_MAX > sizeof lines)
		nlines = 0;
	put_digits((unsigned char *)lines + nlines, seq, 10);
	nlines += 10;
	lines[nlines++] = '\t';
	memcpy(lines + nlines, id, n);
	nlines += n;
	lines[nlines++] = '\n';
}

/* All answers that are there, of which `sent` are possible; how many. */
static uint32_t
take_answers(uint32_t sent)
{
	size_t at = 0, len;
	uint32_t seq, i, n = 0;

	for (; (len = whole(at)); at += len, n++) {
		seq = get32(in + at + 12);
		i = seq - FIRST_SEQ;
		if (get32(in + at + 4) != (SUBMIT_SM | RESP) ||
		    get32(in + at + 8))
			wrong("not taken", seq);
		if (i >= sent || seen[i / 8] & 1 << i % 8)
			wrong("answered twice, or never sent", seq);
		seen[i / 8] |= (unsigned char)(1 << i % 8);
		if (encode)
			put_line(seq, in + at + HEADER, len - HEADER);
	}
	consume(at);
	return n;
}

static void
submit_all(void)
{
	uint32_t sent = 0, answered = 0;
	size_t n;

	make_alphabet();
	ntemplate = build(template, 0, "BENCH", "447700900123",
	    "Hello, world: 20 ch.");
	seen = calloc(count / 8 + 1, 1);
	if (!seen)
		fail("blast");
	while (answered < count) {
		n = 0;
		while (sent < count && sent - answered < window &&
		    n + SUBMIT_MAX <= sizeof out)
			n += put_message(out + n, sent++);
		send_window(n);
		read_some();
		answered += take_answers(sent);
	}
}

/* ---- deliver_sm ---- */

static void
receive_all(void)
{
	size_t at, len, n;
	uint32_t got = 0;

	for (;;) {
		at = n = 0;
		for (; (len = whole(at)) && n + HEADER < sizeof out; at += len) {
			if (get32(in + at + 4) != DELIVER_SM)
				continue;
			put_header(out + n, HEADER + 1, DELIVER_SM | RESP, 0,
			    get32(in + at + 12));
			out[n + HEADER] = 0;	/* message_id: empty */
			n += HEADER + 1;
			got++;
		}
		consume(at);
		send_all(out, n);
		if (got >= count)
			return;
		read_some();
	}
}

static void
options(int argc, char *argv[])
{
	int c;

	while ((c = getopt(argc, argv, "ern:w:")) != -1) {
		if (c == 'e')
			encode = 1;
		else if (c == 'r')
			receive = 1;
		else if (c == 'n')
			count = (uint32_t)number(optarg, 1, usage);
		else if (c == 'w')
			window = (uint32_t)number(optarg, 1, usage);
		else
			usage();
	}
	if (optind != argc - 1 || window > WINDOW_MAX)
		usage();
}

int
main(int argc, char *argv[])
{
	/* system_id, password, system_type, interface_version, address_ton,
	   address_npi, address_range; v3.4, 4.1.1 */
	static const char bind_body[] = "blast\0secret\0\0\x34\0\0";

	options(argc, argv);
	connect_to(number(argv[optind], 1, usage));
	call(receive ? BIND_RECEIVER : BIND_TRANSMITTER, 1, bind_body,
	    sizeof bind_body);
	if (receive) {
		/* the message centre ends with the last acknowledgement */
		receive_all();
		return 0;
	}
	submit_all();
	call(UNBIND, count + FIRST_SEQ, "", 0);
	return 0;
}
