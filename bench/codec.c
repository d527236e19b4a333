/*
 * codec - what lib/smpp takes to make a submit_sm, and to take one apart.
 *
 *	codec [-n times]
 *
 * On stdout, a line each: `encode` or `decode`, and the us a PDU of 5 runs.
 *
 *	-n	so many PDUs a run (1000000)
 *
 * The PDU is one of 110 octets, as a short text makes it: two numbers, 45
 * octets of short_message and a user_message_reference.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "smpp/pdu.h"

enum { RUNS = 5, PDU_MAX = 256 };

static const char text[] = "Message number 12345 of the batch, to be sent";
static const uint8_t tlv[] = { 0x02, 0x04, 0x00, 0x02, 0x12, 0x34 };

static long times = 1000000;

static void
die(const char *what)
{
	fprintf(stderr, "codec: %s\n", what);
	exit(1);
}

static double
us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct smpp_pdu
message(void)
{
	return (struct smpp_pdu){
		.command = SMPP_SUBMIT_SM,
		.service_type = "",
		.source_addr_ton = 1, .source_addr_npi = 1,
		.source_addr = "4917000000001",
		.dest_addr_ton = 1, .dest_addr_npi = 1,
		.destination_addr = "4917000000002",
		.schedule_delivery_time = "", .validity_period = "",
		.registered_delivery = 1,
		.short_message = { (const uint8_t *)text, sizeof text - 1 },
		.tlvs = { tlv, sizeof tlv },
	};
}

/* Each is another by its sequence_number. */
static void
encode(uint8_t out[PDU_MAX], size_t *n)
{
	struct smpp_pdu pdu = message();
	ssize_t got = 0;
	long i;

	for (i = 0; i < times; i++) {
		pdu.seq = (uint32_t)i;
		got = smpp_pdu_encode(&pdu, out, PDU_MAX, NULL);
		if (got < 0)
			die("cannot encode");
	}
	*n = (size_t)got;
}

static void
decode(uint8_t in[PDU_MAX], size_t *n)
{
	struct smpp_pdu pdu;
	long i;

	for (i = 0; i < times; i++) {
		in[15] = (uint8_t)i;
		if (smpp_pdu_decode(in, *n, &pdu, NULL, NULL) < 0 ||
		    pdu.seq % 256 != (uint32_t)i % 256 ||
		    pdu.short_message.n != sizeof text - 1)
			die("not what was encoded");
	}
}

static void
measure(const char *what, void (*run)(uint8_t *, size_t *), uint8_t *p,
    size_t *n)
{
	double begun;
	int i;

	fputs(what, stdout);
	for (i = 0; i < RUNS; i++) {
		begun = us();
		run(p, n);
		printf(" %.4f", (us() - begun) / (double)times);
	}
	putchar('\n');
}

int
main(int argc, char *argv[])
{
	uint8_t pdu[PDU_MAX];
	size_t n = 0;
	int c;

	while ((c = getopt(argc, argv, "n:")) != -1)
		switch (c) {
		case 'n': times = atol(optarg); break;
		default: return 64;
		}
	if (times < 1 || optind != argc)
		die("want a number of PDUs");
	measure("encode", encode, pdu, &n);
	measure("decode", decode, pdu, &n);
	return 0;
}
