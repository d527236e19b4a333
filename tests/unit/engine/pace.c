/* When the next request may go: smpp-share(1), "What goes to the SMSC". */
#include "engine/pace.h"
#include "tap.h"

/* How many go from `from` until before `to`, each as soon as it may; without
   a rate that would never end. */
static unsigned
sent(struct pace *p, msec from, msec to)
{
	unsigned n = 0;
	msec now = from, due;

	for (;;) {
		due = pace_due(p, now);
		if (due > now)
			now = due;
		if (now >= to || !p->rate)
			return n;
		pace_take(p, 1, now);
		n++;
	}
}

static void
near(unsigned got, unsigned want, unsigned by)
{
	if (got + by < want || got > want + by)
		printf("# %u, not %u\n", got, want);
	assert(got + by >= want && got <= want + by);
}

static void
test_rate(void)
{
	static const unsigned rates[] = { 1, 7, 10, 100, 1000, 5000 };
	struct pace p;
	size_t i;

	for (i = 0; i < sizeof rates / sizeof *rates; i++) {
		pace_init(&p, rates[i], 0, 1000);
		near(sent(&p, 1000, 11000), 10 * rates[i],
		    rates[i] * PACE_BURST / 1000 + 1 + rates[i] / 100);
	}
	/* idle time is not saved up: at most the burst more */
	pace_init(&p, 100, 0, 1000);
	assert(sent(&p, 60000, 61000) <= 100 + 100 * PACE_BURST / 1000 + 1);
}

static void
test_segments(void)
{
	struct pace p;

	/* ten destinations are ten messages */
	pace_init(&p, 10, 0, 0);
	assert(pace_due(&p, 0) == 0);
	pace_take(&p, 10, 0);
	assert(pace_due(&p, 0) >= 1000 && pace_due(&p, 0) <= 1002);
}

static void
test_pause(void)
{
	struct pace p;

	pace_init(&p, 0, 5000, 0);
	assert(pace_due(&p, 10) == 10);
	assert(pace_throttled(&p, 10) == 1);
	/* the answers to what was out already */
	assert(pace_throttled(&p, 20) == 0);
	assert(pace_due(&p, 20) == 5010);
	assert(pace_due(&p, 5010) == 5010);
	/* and as fast as ever */
	assert(p.rate == 0);
}

/* Without a pause of its own: half of what was reached, slowly back. */
static void
test_adapt(void)
{
	struct pace p;
	msec now;
	int i;

	pace_init(&p, 100, 0, 0);
	sent(&p, 0, 10000);
	assert(pace_throttled(&p, 10000) == 1);
	assert(pace_due(&p, 10000) == 10000 + PACE_REST);
	near(sent(&p, 11000, 12000), 50, 10);
	now = 12000;
	for (i = 0; i < 30; i++, now += 1000)
		sent(&p, now, now + 1000);
	near(sent(&p, now, now + 1000), 100, 6);
	assert(p.throttled == 0);
}

static void
test_free_again(void)
{
	struct pace p;
	msec now;

	/* no bound: 200 a second were reached */
	pace_init(&p, 0, 0, 0);
	for (now = 0; now < 5000; now += 5) {
		assert(pace_due(&p, now) == now);
		pace_take(&p, 1, now);
	}
	pace_throttled(&p, now);
	near(sent(&p, now + PACE_REST, now + PACE_REST + 1000), 100, 20);
	/* 4 times 200 is 8 times the half: 43 seconds at 5 percent */
	for (now += 2000; now < 60000 && p.rate; now += 100)
		sent(&p, now, now + 100);
	assert(now > 40000 && now < 60000);
}

/* It never comes to a stand. */
static void
test_least(void)
{
	struct pace p;
	msec now = 0;
	int i;

	pace_init(&p, 0, 0, 0);
	for (i = 0; i < 50; i++) {
		now = pace_due(&p, now);
		pace_take(&p, 1, now);
		pace_throttled(&p, now);
	}
	assert(p.rate >= PACE_LEAST);
	assert(pace_due(&p, now) <= now + PACE_REST + 1000 / PACE_LEAST + 1);
}

/* Only what was granted goes, a tenth of a second's at once. */
static void
test_granted(void)
{
	struct pace p;
	unsigned n;

	pace_init(&p, 100, 0, 1000);
	p.shared = 1;
	/* nobody is there to send it */
	assert(pace_wants(&p, 50) == 0);
	assert(pace_due(&p, 1000) > 1000);
	assert(pace_wants(&p, 50) == 100 * PACE_BATCH / 1000);
	assert(pace_wants(&p, 3) == 3);
	assert(pace_wants(&p, 0) == 1);
	pace_grant(&p, 10, 1200);
	assert(pace_due(&p, 1000) == 1200 && pace_due(&p, 1199) == 1200);
	assert(pace_wants(&p, 50) == 0);
	for (n = 0; n < 5; n++) {
		assert(pace_due(&p, 1200) == 1200);
		pace_take(&p, 1, 1200);
	}
	/* a request of many segments is made up for with the next */
	pace_take(&p, 20, 1250);
	assert(pace_due(&p, 1250) > 1250 && pace_wants(&p, 50) == 0);
	assert(pace_due(&p, 2000) > 2000 && pace_wants(&p, 50) == 10 + 15);
	pace_grant(&p, 25, 0);
	assert(pace_due(&p, 2000) == 2000);
	/* slower than the others, after throttling: less at once */
	pace_take(&p, 10, 2000);
	pace_throttled(&p, 2000);
	assert(pace_due(&p, 2000) == 2000 + PACE_REST);
	assert(pace_wants(&p, 50) == 0);
	assert(pace_due(&p, 4000) > 4000);
	assert(pace_wants(&p, 50) > 0 && pace_wants(&p, 50) < 10);
}

static const struct tap_test tests[] = {
	{ "pace: the rate, over ten seconds", test_rate },
	{ "pace: a request of many segments", test_segments },
	{ "pace: a pause after throttling", test_pause },
	{ "pace: half the rate, and slowly back", test_adapt },
	{ "pace: without a bound, free again in the end", test_free_again },
	{ "pace: what several share", test_granted },
	{ "pace: it never stands still", test_least },
};

TAP_MAIN(tests)
