# smpp-listen with a store: long messages survive it, and need not come to one
# process.  The SMSC is tests/parts/smpp-peer.py.  Statuses: SMPP v3.4, 5.1.3
# (100 is ESME_RX_T_APPN).
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run and await set them
load ../test_helper
load ../parts/smpp-peer

setup() { helper_setup; make_state; }

# listen NAME [ARG...] - the program under test, bound to the peer
listen() {
	local name=$1
	shift
	start "$name" smpp-listen "$@" "smpp://me@127.0.0.1:$peer_port"
}
# handled NAME COMMAND - the same, with a shell command as its handler
handled() {
	start "$1" smpp-listen "smpp://me@127.0.0.1:$peer_port" -- sh -c "$2"
}
# killed NAME - as by a crash
killed() {
	stop "$1" KILL
	[ "$status" -eq 137 ]
}

@test "smpp-listen: parts from before and after a kill -9 are one message" {
	# a window of one: the next part comes when the one before is acknowledged
	start_peer bound part:7/3/3:ghi got:deliver_sm_resp:1 part:7/3/1:abc \
	    got:deliver_sm_resp:2 bound:again part:7/3/1:abc got:deliver_sm_resp:3 \
	    part:7/3/2:def got:deliver_sm_resp:4 gone
	listen one
	wait_for peer.out deliver_sm_resp 2
	killed one
	[ ! -s one.out ]
	run -1 grep -q 'in memory' one.err
	listen two
	wait_for peer.out deliver_sm_resp 4
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0 0 0" ]
	[ "$(jq -c '[.text, .parts, .missing]' two.out)" = '["abcdefghi",3,null]' ]
}

@test "smpp-listen: told to stop, it keeps incomplete messages in the store" {
	start_peer bound part:7/2/1:abc got:deliver_sm_resp:1 bound:again \
	    part:7/2/2:def got:deliver_sm_resp:2 gone
	listen one
	wait_for peer.out deliver_sm_resp
	stop one
	[ "$status" -eq 0 ]
	[ ! -s one.out ]
	run -1 grep -q lost one.err
	listen two
	wait_for two.out abcdef
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0" ]
}

@test "smpp-listen: two processes with half of the parts each" {
	start_peer bound part:7/4/1:a part:9/2/2:Z got:deliver_sm_resp:2 exists:more \
	    part:7/4/2:b got:deliver_sm_resp:3 gone
	listen one -o State_Account=shared
	wait_for peer.out deliver_sm_resp 2
	mv peer.out first.out
	start_peer bound part:7/4/4:d part:9/2/1:Y got:deliver_sm_resp:2 touch:more \
	    exists:last part:7/4/3:c got:deliver_sm_resp:3 gone
	listen two -o State_Account=shared
	wait_for first.out deliver_sm_resp 3
	[ ! -s one.out ]
	touch last
	wait_for peer.out deliver_sm_resp 3
	[ "$(jq -r .text two.out | tr '\n' ' ')" = "YZ abcd " ]
	[ "$(statuses first.out deliver_sm_resp) $(statuses peer.out deliver_sm_resp)" = "0 0 0 0 0 0" ]
	[ ! -s one.out ]
}

@test "smpp-listen: two accounts with the same reference are kept apart" {
	start_peer bound part:7/2/1:a got:deliver_sm_resp:1 gone
	listen one -o State_Account=first
	wait_for peer.out deliver_sm_resp
	start_peer bound part:7/2/2:b got:deliver_sm_resp:1 part:7/2/1:c got:deliver_sm_resp:2 gone
	listen two -o State_Account=second
	wait_for peer.out deliver_sm_resp 2
	[ "$(jq -r .text two.out)" = cb ]
}

@test "smpp-listen: the handler fails at the completing part, another process has it repeated" {
	start_peer bound part:7/2/1:abc got:deliver_sm_resp:1 part:7/2/2:def \
	    got:deliver_sm_resp:2 bound:again part:7/2/2:def got:deliver_sm_resp:3 \
	    part:7/2/2:def got:deliver_sm_resp:4 gone
	handled one 'exit 75'
	wait_for peer.out deliver_sm_resp 2
	killed one
	handled two 'cat >>records'
	wait_for peer.out deliver_sm_resp 4
	[ "$(statuses peer.out deliver_sm_resp)" = "0 100 0 0" ]
	[ "$(jq -r .text records)" = abcdef ]
}

@test "smpp-listen: killed while the handler runs, the repetition completes the message" {
	start_peer bound part:7/2/1:abc part:7/2/2:def bound:again part:7/2/2:def \
	    got:deliver_sm_resp:2 part:7/2/1:abc got:deliver_sm_resp:3 gone
	handled one '>running; sleep 300'
	wait_until test -e running
	killed one
	handled two 'cat >>records'
	wait_for peer.out deliver_sm_resp 3
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0 0" ]
	[ "$(jq -r .text records)" = abcdef ]
}

@test "smpp-listen: another process has the message in hand: the repetition is to wait" {
	start_peer bound part:7/2/1:abc part:7/2/2:def got:deliver_sm_resp:2 gone
	start one smpp-listen -o State_Account=shared "smpp://me@127.0.0.1:$peer_port" -- \
	    sh -c 'cat >>records; >running; until [ -e go ]; do sleep 0.02; done'
	wait_until test -e running
	mv peer.out first.out
	start_peer bound part:7/2/2:def got:deliver_sm_resp:1 exists:settled part:7/2/2:def \
	    got:deliver_sm_resp:2 gone
	listen two -o State_Account=shared
	wait_for peer.out deliver_sm_resp
	touch go
	wait_for first.out deliver_sm_resp 2
	touch settled
	wait_for peer.out deliver_sm_resp 2
	[ "$(statuses peer.out deliver_sm_resp)" = "100 0" ]
	[ ! -s two.out ]
	[ "$(jq -r .text records)" = abcdef ]
}

@test "smpp-listen: what never comes is missing, after a restart too" {
	start_peer bound part:7/3/1:abc part:7/3/3:ghi got:deliver_sm_resp:2 bound:again gone
	listen one -o SMPP_Reassembly_Timeout=3
	wait_for peer.out deliver_sm_resp 2
	killed one
	[ ! -s one.out ]
	listen two
	wait_for two.out text
	has_json two.out '.text == "abcghi" and .parts == 3 and .missing == [2]'
	stop two
	# once, and for good
	[ "$(wc -l <two.out)" -eq 1 ]
	mobstate show | grep -q '^incomplete *0$'
}

@test "smpp-listen: an incomplete message of a process that died is another's" {
	start_peer bound part:7/2/1:abc got:deliver_sm_resp:1 gone
	start one smpp-listen -o State_Account=shared -o SMPP_Reassembly_Timeout=1 \
	    "smpp://me@127.0.0.1:$peer_port" -- sh -c '>running; sleep 300'
	wait_until test -e running
	start_peer bound gone
	listen two -o State_Account=shared
	wait_for peer.out bind_receiver
	[ ! -s two.out ]
	killed one
	wait_for two.out text
	has_json two.out '.text == "abc" and .missing == [2]'
}

@test "smpp-listen: a store that cannot be written: parts are not acknowledged" {
	need python3
	start_peer bound exists:locked part:7/2/1:abc part:7/2/2:def \
	    got:deliver_sm_resp:2 exists:free part:7/2/1:abc got:deliver_sm_resp:3 \
	    part:7/2/2:def got:deliver_sm_resp:4 gone
	listen one
	wait_for one.err 'bound to'
	start lock python3 -c '
import os, sqlite3, time
db = sqlite3.connect("state.db", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
open("locked", "w").close()
while not os.path.exists("unlock"): time.sleep(0.02)
db.execute("ROLLBACK")'
	WAIT_SECONDS=40 wait_for peer.out deliver_sm_resp 2
	touch unlock
	await lock
	touch free
	WAIT_SECONDS=40 wait_for peer.out deliver_sm_resp 4
	[ "$(statuses peer.out deliver_sm_resp)" = "100 100 0 0" ]
	[ "$(jq -r .text one.out)" = abcdef ]
	[ "$(grep -c 'parts of long messages: .*holds it' one.err)" -eq 1 ]
	grep -q 'kept again' one.err
}

@test "smpp-listen: a receipt in between takes no part along" {
	start_peer bound part:7/2/1:abc "send:esm=4:id:17 stat:DELIVRD err:000" \
	    part:7/2/2:def got:deliver_sm_resp:3 gone
	listen one
	wait_for peer.out deliver_sm_resp 3
	[ "$(statuses peer.out deliver_sm_resp)" = "0 0 0" ]
	has_json one.out '.text == "abcdef"'
}

@test "smpp-listen: as servers, two processes give receipts for the parts they had" {
	echo "domain \"srv\" { }" >conf
	start one smpp-listen -c conf -l 127.0.0.1:0 srv
	start two smpp-listen -c conf -l 127.0.0.1:0 srv
	start first python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "127.0.0.1:$(port_of one)" \
	    bind:esme part:7/2/1,registered=1:abc got:submit_sm_resp:1 got:deliver_sm:1
	wait_for first.out submit_sm_resp
	peer "127.0.0.1:$(port_of two)" bind:esme2:x:tx part:7/2/2:xyz got:submit_sm_resp:1 >other.out
	peer "127.0.0.1:$(port_of two)" bind:esme part:7/2/2,registered=1:def \
	    got:submit_sm_resp:1 got:deliver_sm:1 >second.out
	await first
	[ "$status" -eq 0 ]
	[ "$(jq -r .text two.out)" = abcdef ]
	[ ! -s one.out ]
	for f in first second; do
		jq -r 'select(.cmd == "deliver_sm").body' $f.out | xxd -r -p | grep -aq stat:DELIVRD
	done
}
