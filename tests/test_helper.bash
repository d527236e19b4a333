# Sourced by every .bats file: bats' own temporary folder, our programs first
# in PATH, nothing of the user's own set-up, and servers that end with the test.
# shellcheck shell=bash
#
#	MOBUTILS_BUILD	where the programs are (default: build/ of the tree)
#	MOBUTILS_SHARED	the project's shared material (default: ../shared)
#	BATS_TEST_TIMEOUT	seconds a test may take (default 60)
#
# A file with a setup() or teardown() of its own calls helper_setup first and
# helper_teardown last.
bats_require_minimum_version 1.5.0

MOBUTILS_ROOT=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
MOBUTILS_BUILD=$(cd "$MOBUTILS_ROOT" && cd "${MOBUTILS_BUILD:-build}" && pwd)
MOBUTILS_SHARED=$(cd "$MOBUTILS_ROOT" && realpath -m "${MOBUTILS_SHARED:-../shared}")
BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-60}

setup() { helper_setup; }
teardown() { helper_teardown; }

helper_setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export PATH=$MOBUTILS_BUILD:$PATH:/usr/sbin:/sbin
	export MOBUTILS_BUILD MOBUTILS_CONF=/dev/null MOBUTILS_STATE=none
	export HOME=$BATS_TEST_TMPDIR LC_ALL=C.UTF-8 TZ=UTC0
	unset SMPP_PASSWORD MM7_PASSWORD SENDER RECIPIENT MOBUTILS_ID
	# a build with sanitizers reports into files, whoever starts the program
	export ASAN_OPTIONS=exitcode=99:log_path=$BATS_TEST_TMPDIR/sanitizer
	export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:log_path=$BATS_TEST_TMPDIR/sanitizer
	declare -gA started=()
}

helper_teardown() {
	local name f rc=0

	for name in "${!started[@]}"; do
		for f in "$name.out" "$name.err"; do
			[ -z "${BATS_TEST_COMPLETED-}" ] || break
			echo "--- $f"; tail -n 20 "$f"
		done
	done
	end_sessions "${started[@]}"
	for f in "$BATS_TEST_TMPDIR"/sanitizer.*; do
		[ -e "$f" ] || continue
		head -n 40 "$f"
		rc=1
	done
	return $rc
}

# make_state - a store of the test's own, for all programs that it starts
make_state() {
	export MOBUTILS_STATE=sqlite:$PWD/state.db
	mobstate -q init
}

fixture() { printf '%s/tests/fixtures/%s\n' "$MOBUTILS_ROOT" "$1"; }

# shared PATH - print where it is.  Call need_shared first: skip works only
# outside of $(...).
shared() { printf '%s/%s\n' "$MOBUTILS_SHARED" "$1"; }

# need_shared PATH ... - skip the test unless all of them are there
need_shared() {
	local p
	for p; do
		[ -e "$MOBUTILS_SHARED/$p" ] || skip "needs $p of the shared material"
	done
}

# need PROGRAM ... - skip the test unless all of them are installed
need() {
	local p
	for p; do
		command -v "$p" >/dev/null || skip "needs $p"
	done
}

# --- servers -----------------------------------------------------------------

# start NAME COMMAND [ARG...] - run it in the background, in a session of its
# own (so that all that it starts can be found), with the caller's stdin and
# its output in NAME.out and NAME.err.  Not for use in $(...) or after run.
start() {
	local name=$1
	shift
	# at once: what one of that name said before must not be taken for its word
	: >"$name.out"
	: >"$name.err"
	# setpriv: it ends even when bats itself is killed
	setsid setpriv --pdeathsig TERM "$@" <&0 >"$name.out" 2>"$name.err" 3>&- &
	started[$name]=$!
}

pid_of() { printf '%s\n' "${started[$1]}"; }

# await NAME - wait until it ends by itself; its exit status is in $status
# shellcheck disable=SC2034	# status is the caller's
await() {
	status=0
	wait "${started[$1]}" || status=$?
}

# stop NAME [SIGNAL] - tell it to end (default TERM); its exit status, 128 +
# the signal's number where it died of it, is in $status
stop() {
	kill "-${2:-TERM}" "${started[$1]}"
	await "$1"
}

# Whatever is left of these sessions: TERM, and after 2 seconds KILL.
end_sessions() {
	local all i
	[ $# -gt 0 ] || return 0
	all=$(IFS=,; echo "$*")
	pkill -TERM -s "$all" || return 0
	for ((i = 0; i < 100; i++)); do
		pkill -0 -s "$all" || return 0
		nap
	done
	pkill -KILL -s "$all" || :
}

# bats 1.8 ends only the children of a test that is over its time, but what
# runs under `run` is a grandchild, and would keep bats waiting.
bats_kill_childprocesses_of() {
	local pid
	for pid in $(pgrep -P "$1"); do
		[ "$pid" -ne "$BASHPID" ] || continue
		bats_kill_childprocesses_of "$pid"
		kill "$pid" 2>/dev/null || :
	done
}

# --- waiting: never for a fixed time -----------------------------------------

# 20 ms, without a process
nap() {
	[ -n "${nap_fd-}" ] || exec {nap_fd}<> <(:)
	read -r -t 0.02 -u "$nap_fd" || :
}

# wait_until COMMAND [ARG...] - until it succeeds; fail after $WAIT_SECONDS (15)
wait_until() {
	local end=$((SECONDS + ${WAIT_SECONDS:-15}))
	until "$@" >/dev/null 2>&1; do
		if ((SECONDS > end)); then
			echo "waited in vain for: $*" >&2
			return 1
		fi
		nap
	done
}

# wait_for FILE REGEX [N] - until FILE has N (default 1) lines that match the
# extended REGEX
wait_for() {
	if ! wait_until has_lines "$@"; then
		echo "--- $1:" >&2
		tail -n 20 "$1" >&2
		return 1
	fi
}

has_lines() { [ "$(grep -cE -e "$2" "$1")" -ge "${3:-1}" ]; }

# port_of NAME - wait for the "listening on HOST:PORT" that a started program
# writes, and print PORT
port_of() {
	local re='listening on [^ ]*:([0-9]+)'
	wait_until grep -qE "$re" "$1.out" "$1.err" || return
	[[ $(cat "$1.out" "$1.err") =~ $re ]]
	printf '%s\n' "${BASH_REMATCH[1]}"
}

# --- looking at results ------------------------------------------------------

# same_json FILE - compare JSON, one value a line, whatever the order of keys:
# stdin is what is wanted, FILE what there is
same_json() { diff -u <(jq -cS .) <(jq -cS . "$1"); }

# has_json FILE FILTER [N] - at least N (default 1) of its JSON lines satisfy
# the jq filter
has_json() {
	jq -es --argjson n "${3:-1}" "map(select($2)) | length >= \$n" "$1" >/dev/null
}
