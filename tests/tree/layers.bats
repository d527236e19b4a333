# The layout's rules, and that the scripts that hold them can say no.
load ../test_helper

@test "layers: no folder includes one above it" {
	cd "$MOBUTILS_ROOT"
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s layers
}

@test "layers: an include upwards is found" {
	mkdir -p lib/gsm lib/base
	echo '#include "smpp/pdu.h"' >lib/gsm/x.c
	run -1 "$MOBUTILS_ROOT/scripts/layers" "gsm: base"
	[ "$output" = "layers: lib/gsm may not include smpp" ]
}

@test "tally: a program that ends early, fails or does not end is a failure" {
	printf '#!/bin/sh\necho 1..3; echo ok 1 a; echo "ok 2 b # skip why"\n' >early
	printf '#!/bin/sh\necho 1..1; echo ok 1 a; exit 3\n' >status
	printf '#!/bin/sh\necho 1..1; echo ok 1 a; exec sleep 60\n' >endless
	printf '#!/bin/sh\necho 1..1; echo "ok 1 $WHO"\n' >good
	chmod +x early status endless good

	run -1 "$MOBUTILS_ROOT/scripts/tally" ./early
	[ "${lines[-1]}" = "1 passed, 1 failed, 1 skipped" ]
	run -1 "$MOBUTILS_ROOT/scripts/tally" ./status
	[ "${lines[-1]}" = "1 passed, 1 failed, 0 skipped" ]
	run -1 env TALLY_TIMEOUT=1 "$MOBUTILS_ROOT/scripts/tally" ./endless
	[ "${lines[-1]}" = "1 passed, 1 failed, 0 skipped" ]
	run -1 "$MOBUTILS_ROOT/scripts/tally"
	[ "${lines[-1]}" = "0 passed, 1 failed, 0 skipped" ]
	run -0 env TALLY_VERBOSE=1 "$MOBUTILS_ROOT/scripts/tally" -P 2 WHO='a b' ./good
	[ "${lines[0]}" = "ok 1 a b" ]
	[ "${lines[-1]}" = "1 passed, 0 failed, 0 skipped" ]
}
