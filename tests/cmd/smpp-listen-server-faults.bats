# What our server does wrong on purpose, so that clients can be tested.  ESMEs are
# tests/parts/smpp-peer.py and Perl's Net::SMPP; statuses: SMPP v3.4, 5.1.3.
# shellcheck disable=SC2030,SC2031,SC2154	# await sets status
load ../test_helper
load ../parts/smpp-peer
load ../parts/net-smpp

# faulty NAME=VALUE... - a server with SMPP_Server_Fault_NAME=VALUE
faulty() {
	exec 9<> <(:)
	start serve smpp-listen -l 127.0.0.1:0 "${@/#/-oSMPP_Server_Fault_}" <&9
	port=$(port_of serve)
}
esme_peer() { peer "127.0.0.1:$port" bind:e "$@" >out; }
# the order in which PDUs came: command and sequence number
order() { jq -r 'select(.cmd | test("^(submit_sm_resp|deliver_sm)$")) | "\(.cmd) \(.seq)"' out; }

@test "smpp-listen -l: faults are off, and said when they are on" {
	faulty
	wait_for serve.err 'listening on'
	[ "$(grep -c Fault serve.err)" -eq 0 ]
	stop serve
	start serve smpp-listen -q -l unix:sock -o SMPP_Server_Fault_Lose=3 -o SMPP_Server_Fault_Octets=true <&9
	wait_for serve.err 'faults are on.*SMPP_Server_Fault_Lose SMPP_Server_Fault_Octets'
	run -78 --separate-stderr smpp-listen -l unix:s -o 'SMPP_Server_Fault_Status=[ESME_NONSENSE = 2]' </dev/null
	[[ $stderr == *": ESME_NONSENSE: no status has that name: "* ]]
	[[ $stderr == *ESME_NONSENSE* ]]
	run -64 --separate-stderr smpp-listen -l unix:s -o 'SMPP_Server_Fault_Status=[ESME_RTHROTTLED = 0]' </dev/null
}

@test "smpp-listen -l: faults: every so manyth message has a status, and is not taken" {
	faulty 'Status=[ESME_RTHROTTLED = 3, 1025 = 4]'
	esme_peer send:1 send:2 send:3 send:4 send:5 send:6 got:submit_sm_resp:6
	[ "$(statuses out submit_sm_resp)" = "0 0 88 1025 0 88" ]
	[ "$(jq -r .text serve.out | tr '\n' ' ')" = "1 2 5 " ]
}

@test "smpp-listen -l: faults: answers are late" {
	faulty Delay=0.5
	begin=$(date +%s%N)
	esme_peer send:1 send:2 got:submit_sm_resp:2
	[ $(($(date +%s%N) - begin)) -ge 500000000 ]
	[ "$(order)" = $'submit_sm_resp 2\nsubmit_sm_resp 3' ]
	# one that goes meanwhile leaves nothing behind
	esme_peer send:3 enquire close
	stop serve
	[ "$status" -eq 0 ]
}

@test "smpp-listen -l: faults: the connection breaks after so many messages" {
	faulty Drop=2
	esme_peer send:1 got:submit_sm_resp:1 send:2 gone
	[ "$(statuses out submit_sm_resp)" = 0 ]
	# the last was taken, though its sender cannot know
	wait_until has_json serve.out .text 2
	esme_peer send:3 got:submit_sm_resp:1 send:4 gone
	wait_until has_json serve.out .text 4
}

@test "smpp-listen -l: faults: every so manyth answer is lost" {
	faulty Lose=2
	esme_peer send:1 send:2 send:3 send:4 send:5 got:submit_sm_resp:3 enquire
	[ "$(jq -r 'select(.cmd == "submit_sm_resp").seq' out | tr '\n' ' ')" = "2 4 6 " ]
	[ "$(wc -l <serve.out)" -eq 5 ]
}

@test "smpp-listen -l: faults: answers out of order, none of them left" {
	faulty Reorder=3
	esme_peer send:1 send:2 send:3 send:4 got:submit_sm_resp:4
	[ "$(jq -r 'select(.cmd == "submit_sm_resp").seq' out | tr '\n' ' ')" = "4 3 2 5 " ]
	# each with the id of its own message
	jq -r 'select(.cmd == "submit_sm_resp") | .body' out | head -n 1 | xxd -r -p | tr -d '\0' >id
	[ "$(cat id)" = "$(jq -r 'select(.text == "3").id' serve.out)" ]
}

@test "smpp-listen -l: faults: one bind at a time" {
	faulty Single_Bind=true
	start hold python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "127.0.0.1:$port" bind:e exists:go
	wait_for hold.out bind_transceiver_resp
	esme_peer
	[ "$(statuses out bind_transceiver_resp)" = 5 ]
	peer "127.0.0.1:$port" bind:other >out
	[ "$(statuses out bind_transceiver_resp)" = 0 ]
	touch go
	free() { esme_peer && [ "$(statuses out bind_transceiver_resp)" = 0 ]; }
	wait_until free
}

@test "smpp-listen -l: faults: the receipt comes first" {
	faulty Receipt_First=true
	esme_peer send:registered=1:x got:submit_sm_resp:1 got:deliver_sm:1
	[ "$(order | cut -d ' ' -f 1 | tr '\n' ' ')" = "deliver_sm submit_sm_resp " ]
}

@test "smpp-listen -l: faults: all in single octets" {
	need strace
	strace -o /dev/null true || skip "strace may not trace here"
	exec 9<> <(:)
	# LeakSanitizer does not work under strace
	start serve env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=sendto -o trace smpp-listen -l 127.0.0.1:0 \
	    -o SMPP_Server_Fault_Octets=true <&9
	port=$(port_of serve)
	esme_peer send:1 got:submit_sm_resp:1
	[ "$(statuses out submit_sm_resp)" = 0 ]
	[ "$(grep -c ' = 1$' trace)" -ge 32 ]
	[ "$(grep -c ' = [0-9][0-9]' trace)" -eq 0 ]
}

@test "smpp-listen -l: faults: Net::SMPP and smpp-send get through single octets out of order" {
	need_net_smpp
	faulty Octets=true Reorder=2 Delay=0.05
	esme "$port" --submit one --submit two >out
	[ "$(grep -c '"submit_sm_resp"' out)" -eq 2 ]
	for i in {1..10}; do echo '{"to":"+15551234567","from":"1","text":"n'"$i"'"}'; done |
	    smpp-send "smpp://e@127.0.0.1:$port" >sent
	has_json sent '.result.status == "ok"' 10
	# each result has its own message's id
	[ "$(jq -r '[.text, .result.parts[0].message_id] | join(" ")' sent | sort)" = \
	    "$(jq -r 'select(.text | startswith("n")) | [.text, .id] | join(" ")' serve.out | sort)" ]
}

@test "smpp-listen -l: faults: what smpp-send calls ok was taken, what was taken twice it did not know of" {
	faulty Lose=7 'Status=[ESME_RSYSERR = 5]'
	for i in {1..40}; do echo '{"to":"+15551234567","from":"1","text":"n'"$i"'"}'; done |
	    smpp-send -o SMPP_Response_Timer=1 -o SMPP_Submit_Response_Timer=1 "smpp://e@127.0.0.1:$port" >sent || true
	[ "$(jq -r .text sent | sort -u | wc -l)" -eq 40 ]
	[ "$(wc -l <sent)" -eq 40 ]
	jq -r 'select(.result.status == "ok").text' sent | sort >ok
	jq -r 'select(.result.status == "unknown").text' sent | sort >unknown
	jq -r .text serve.out | sort >taken
	[ -s unknown ]
	[ -z "$(comm -23 ok taken)" ]
	[ "$(uniq -d taken)" = "" ]
	[ -z "$(comm -23 taken <(sort ok unknown))" ]
}
