/* Whose request is next: smpp-share(1), "What goes to the SMSC". */
#include "engine/share/queue.h"
#include "tap.h"

static struct queue q;
static struct queue_member a, b, c;

static void
start(void)
{
	queue_init(&q);
	memset(&a, 0, sizeof a);
	memset(&b, 0, sizeof b);
	memset(&c, 0, sizeof c);
}

/* Its one octet is its name. */
static void
put(struct queue_member *m, char name, unsigned priority)
{
	struct request *r = request_new(&q, m, &name, 1);

	assert(r);
	r->priority = (uint8_t)priority;
	queue_put(&q, r);
}

static struct request *
take(void)
{
	struct request *r = queue_peek(&q);

	if (r)
		queue_take(&q, r);
	return r;
}

/* All that waits, in the order in which it goes. */
static void
order_is(const char *want)
{
	char got[64] = "";
	size_t n = 0;
	struct request *r;

	while ((r = take())) {
		got[n++] = (char)r->octets[0];
		request_free(&q, r);
	}
	if (strcmp(got, want) != 0)
		printf("# %s, not %s\n", got, want);
	assert(strcmp(got, want) == 0);
	assert(!q.waiting && !q.octets && !queue_oldest(&q));
	assert(!a.waiting && !b.waiting && !c.waiting);
}

static void
test_turns(void)
{
	start();
	put(&a, '1', 0);
	put(&a, '2', 0);
	put(&a, '3', 0);
	put(&b, 'x', 0);
	put(&b, 'y', 0);
	put(&c, '!', 0);
	order_is("1x!2y3");
}

static void
test_priority(void)
{
	start();
	put(&a, '1', 0);
	put(&b, 'x', 1);
	put(&a, '2', 3);
	put(&a, '3', 1);
	put(&b, 'y', 3);
	put(&b, 'z', 0);
	order_is("2yx31z");
}

/* What the SMSC throttled goes back to its place, whatever the order. */
static void
test_put_back(void)
{
	struct request *r[3];
	int i;

	start();
	put(&a, '1', 0);
	put(&a, '2', 0);
	put(&a, '3', 0);
	put(&a, '4', 0);
	for (i = 0; i < 3; i++)
		r[i] = take();
	put(&b, 'x', 0);
	queue_put(&q, r[2]);
	queue_put(&q, r[0]);
	queue_put(&q, r[1]);
	assert(queue_oldest(&q) == r[0] && queue_first(&a) == r[0]);
	order_is("1x234");

	/* its client had nothing else: it does not wait for a turn again */
	start();
	put(&a, '1', 0);
	r[0] = take();
	put(&b, 'x', 0);
	put(&c, '!', 0);
	queue_put(&q, r[0]);
	order_is("1x!");
}

/* Those that wait too long are found by age, and one that leaves takes its own. */
static void
test_oldest(void)
{
	static const char want[] = "12x3";
	struct request *r;
	size_t i;

	start();
	put(&a, '1', 0);
	put(&a, '2', 3);
	put(&b, 'x', 0);
	put(&a, '3', 0);
	for (i = 0; (r = queue_oldest(&q)); i++) {
		assert((char)r->octets[0] == want[i]);
		queue_take(&q, r);
		request_free(&q, r);
	}
	assert(i == 4);

	put(&a, '1', 0);
	put(&b, 'x', 0);
	put(&a, '2', 2);
	put(&b, 'y', 0);
	while ((r = queue_first(&a))) {
		queue_take(&q, r);
		request_free(&q, r);
	}
	order_is("xy");
}

static void
test_bound(void)
{
	static char octets[1 << 16];
	struct request *r, *all = NULL;
	size_t n = 0;

	start();
	while ((r = request_new(&q, &a, octets, sizeof octets))) {
		r->next = all;
		all = r;
		n++;
	}
	assert(n == QUEUE_OCTETS_MAX / sizeof octets);
	while ((r = all)) {
		all = r->next;
		request_free(&q, r);
	}
	assert(q.octets == 0);
}

static const struct tap_test tests[] = {
	{ "share queue: one of each client in turn", test_turns },
	{ "share queue: priority first", test_priority },
	{ "share queue: what is put back has its old place", test_put_back },
	{ "share queue: by age, and by client", test_oldest },
	{ "share queue: its octets are bounded", test_bound },
};

TAP_MAIN(tests)
