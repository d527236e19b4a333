# Receipts in smpp-listen with a store: messages were sent by smpp-send in a process
# before, to an SMSC that gave them the ids that the test says.
# shellcheck disable=SC2154	# await sets status
load ../test_helper
load ../parts/smpp-peer

setup() {
	helper_setup
	make_state
	cat >conf <<-'END'
	Receipt_Hold = 10m
	SMPP_Max_SMS_Message_Size = 1000
	domain "sms.example" {
		SMPP_SMSC_Server = "127.0.0.1"
		SMPP_SMSC_System_ID = "me"
		SMPP_ESME_Address = "2000"
		SMPP_Registered_Delivery = SMSC_Delivery
		State_Account = "account"
	}
	END
	export MOBUTILS_CONF=$PWD/conf
	to=15550001111
}

# submit IDS [ID [JQ]] - send a message whose segments get these message_ids
submit() {
	local more=${3-}
	jq -nc --arg id "${2-m1}" '{id: $id, to: "+15550001111", text: "what was said"} * '"${more:-{\}}" >record
	start_peer "id:$1" bound gone
	smpp-send -o SMPP_SMSC_Port="$peer_port" "${opts[@]}" sms.example <record >sent || :
	await peer
	mv peer.out submitted
}
opts=()

# r ID STAT [OPTIONS] - the step that sends a receipt; SMPP v3.4, Appendix B
r() {
	echo "send:esm=4${3+,$3}:id:$1 sub:001 dlvrd:001 submit date:2611251200" \
	    "done date:2611251201 stat:$2 err:007 text:what was said"
}

# listen STEP... - smpp-listen with an SMSC of its own that does that; what comes
# of it in listen.out
listen() {
	start_peer bound "$@" gone
	start listen smpp-listen "${opts[@]}" -o SMPP_SMSC_Port="$peer_port" \
	    sms.example ${handler[0]+-- "${handler[@]}"}
}
handler=()

# given N FILTER - N records came and no more, and FILTER makes true of them all
given() {
	[ "$1" -eq 0 ] || wait_until has_json "${3-listen.out}" true "$1"
	stop listen
	[ "$status" -eq 0 ]
	[ "$(wc -l <"${3-listen.out}")" -eq "$1" ]
	has_json "${3-listen.out}" "$2" "$1"
}

# a program that does one thing after another, a line of `plan` each, and keeps
# what it got
plan() {
	printf '%s\n' "$@" >plan
	cat >handler <<-'END'
	#!/bin/sh
	cat >>handled
	echo "$SENDER $RECIPIENT $MOBUTILS_ID" >>ran
	next=$(sed -n "$(wc -l <ran)p" plan)
	eval "${next:-exit 0}"
	END
	chmod +x handler
	handler=(./handler)
}

# ---- which message it is about ----

@test "receipts: the record has the message's id, its original and the latency" {
	before=$(date +%s.%N)
	submit 0A1F m1 '{mail: {envelope_from: "ann@example.org"}}'
	after=$(date +%s.%N)
	wait_until test 1 = "$(jq -n "$(date +%s.%N) - $after > 1.2 | 1")"
	listen "$(r 0A1F DELIVRD)" got:deliver_sm_resp:1
	wait_until has_json listen.out true
	now=$(date +%s.%N)
	given 1 '.type == "receipt" and .id == "m1" and .domain == "sms.example"
	    and .message_id == "0A1F" and .state == "DELIVRD" and .final and .error == "007"
	    and .original.type == "submit" and .original.id == "m1"
	    and .original.mail.envelope_from == "ann@example.org"
	    and (.original | has("text") | not)'
	jq -e ".latency >= 0 and .latency <= $now - $before" listen.out
	[ "$(statuses peer.out deliver_sm_resp)" = 0 ]
}

@test "receipts: latency is from the response to the receipt" {
	submit 5
	sent=$(date +%s%N)
	listen exists:now "$(r 5 DELIVRD)"
	wait_for listen.err bound
	wait_until eval '(( $(date +%s%N) - sent > 1300000000 ))'
	least=$(( ($(date +%s%N) - sent) / 1000000 ))
	touch now
	wait_until has_json listen.out true
	most=$(( ($(date +%s%N) - sent) / 1000000 + 1000 ))
	given 1 ".latency * 1000 >= $least and .latency * 1000 <= $most"
}

@test "receipts: the original has its text where that is kept" {
	opts=(-o State_Keep_Text=true)
	submit 0A1F
	listen "$(r 0A1F DELIVRD)"
	given 1 '.original.text == "what was said"'
}

# matched RESPONSE-ID RECEIPT-ID - the receipt is that message's
matched() {
	rm -f state.db*
	mobstate -q init
	submit "$1"
	listen "$(r "$2" DELIVRD)"
	given 1 ".id == \"m1\" and .message_id == \"$2\" and .original.id == \"m1\""
}

@test "receipts: ids are the same in hexadecimal and decimal, in either case, with zeros" {
	# response and receipt; python3's int(x, 16)
	matched 4D2 1234
	matched 1234 4D2
	matched deadBEEF 3735928559
	matched 00000010 16
	matched abcdef ABCDEF
	matched 000123 123
	matched 9 0000000009
	matched 6f1c7b1e-6e0c-4f4b-9d0e-2b6c9d7f0a51 6F1C7B1E-6E0C-4F4B-9D0E-2B6C9D7F0A51
	matched FFFFFFFFFFFFFFFFFFFFFFFF 79228162514264337593543950335
}

# hex octets of a TLV: tag, length, value
id_tlv() { printf '001e%04x%s00' $((${#1} + 1)) "$(printf %s "$1" | od -An -tx1 | tr -d ' \n')"; }

@test "receipts: by the parameter, whatever the text says or does not" {
	submit 77aa
	listen "send:esm=4,tlv=$(id_tlv 77AA)042700010504230003030009:" got:deliver_sm_resp:1
	given 1 '.id == "m1" and .state == "UNDELIV" and .message_id == "77AA" and .tlv'
	rm state.db* && mobstate -q init
	submit 77aa
	# no esm_class, and a text of its own
	listen "send:tlv=$(id_tlv 77AA)0427000102:lorem ipsum"
	given 1 '.id == "m1" and .state == "DELIVRD" and .original.id == "m1"'
	rm state.db* && mobstate -q init
	submit 77aa
	# the parameter is of another numbering: the text's id counts
	listen "$(r 77aa DELIVRD "tlv=$(id_tlv 0)")"
	given 1 '.id == "m1" and .original.id == "m1"'
}

@test "receipts: a user_message_reference settles a message that was unknown" {
	opts=(-o SMPP_Response_Timer=1)
	submit no
	has_json sent '.result.status == "unknown"'
	umr=$(jq -r 'select(.cmd == "submit_sm").body' submitted | grep -oE '02040002.{4}' | tail -c 5)
	[ ${#umr} -eq 4 ]
	opts=()
	# somebody else's, and then this one's
	listen "$(r 99 DELIVRD "from=15559999999,tlv=02040002$umr")" \
	    "$(r 98 DELIVRD "tlv=02040002$umr")"
	given 1 '.id == "m1" and .original.id == "m1" and .state == "DELIVRD"'
	[ "$(mobstate list -s ok | jq -r .id)" = m1 ]
	# and it is not sent again
	start_peer bound gone
	smpp-send -o SMPP_SMSC_Port="$peer_port" sms.example <record >again || :
	has_json again '.result.status == "ok" and .result.duplicate'
	run -1 grep submit_sm peer.out
}

@test "receipts: the two options force how ids are compared" {
	submit 10 ten
	submit 16 sixteen '{to: "+15550002222"}'
	# as it is written 16 is one; 10 in hexadecimal is 16 in decimal
	opts=(-o SMPP_Submit_Response_Message_ID_Format=hexadecimal
	    -o SMPP_Delivery_Receipt_Message_ID_Format=decimal)
	listen "$(r 16 DELIVRD)" "$(r 22 DELIVRD from=15550002222)"
	given 2 '(.id == "ten" and .message_id == "16") or (.id == "sixteen" and .message_id == "22")'
}

@test "receipts: counting ids go to the message whose number it is" {
	submit 1234 a
	submit 4660 b '{to: "+15550002222"}'
	listen "$(r 4660 DELIVRD from=15550002222)" "$(r 1234 UNDELIV)"
	given 2 '(.id == "b" and .state == "DELIVRD") or (.id == "a" and .state == "UNDELIV")'
}

# ---- before the message, or without one ----

@test "receipts: one that comes before its message is held, and given out once" {
	listen "$(r 0A1F DELIVRD)" got:deliver_sm_resp:1 touch:taken exists:again \
	    "$(r 0A1F DELIVRD)" got:deliver_sm_resp:2 touch:twice
	wait_until test -e taken
	[ ! -s listen.out ]
	mv peer.out listen.peer
	started[smsc]=${started[peer]}
	submit 0A1F
	wait_until has_json listen.out true
	touch again
	wait_until test -e twice
	given 1 '.id == "m1" and .original.id == "m1" and .latency < 20'
	[ "$(statuses listen.peer deliver_sm_resp)" = '0 0' ]
}

@test "receipts: one of nobody's message is acknowledged, and given out after Receipt_Hold" {
	opts=(-o Receipt_Hold=1s)
	listen "$(r 0A1F DELIVRD)" got:deliver_sm_resp:1 touch:taken
	wait_until test -e taken
	[ ! -s listen.out ]
	given 1 '.type == "receipt" and .message_id == "0A1F" and .id and (has("original") | not)
	    and (has("latency") | not)'
}

# ---- several segments ----

long='{text: ("0123456789" * 40)}'

@test "receipts: combined, one that is not delivered decides" {
	submit 1,2,3 m1 "$long"
	[ "$(jq '.result.parts | length' sent)" -eq 3 ]
	listen "$(r 1 DELIVRD)" "$(r 2 UNDELIV)" "$(r 3 DELIVRD)" got:deliver_sm_resp:3 touch:all
	wait_until test -e all
	given 1 '.id == "m1" and .state == "UNDELIV" and .message_id == "2"
	    and (.parts | map(.message_id) == ["1", "2", "3"]) and .parts[1].state == "UNDELIV"'
}

@test "receipts: combined, all are delivered with the last" {
	submit 1,2,3 m1 "$long"
	listen "$(r 3 DELIVRD)" "$(r 1 DELIVRD)" got:deliver_sm_resp:2 touch:two exists:go \
	    "$(r 2 DELIVRD)"
	wait_until test -e two
	[ ! -s listen.out ]
	touch go
	given 1 '.state == "DELIVRD" and .message_id == "2" and (.parts | map(.state) | unique == ["DELIVRD"])'
}

@test "receipts: SMPP_Receipt_Combine any, and each" {
	opts=(-o SMPP_Receipt_Combine=any)
	submit 1,2,3 m1 "$long"
	listen "$(r 2 UNDELIV)" "$(r 3 DELIVRD)" "$(r 1 DELIVRD)" got:deliver_sm_resp:3 touch:all
	wait_until test -e all
	given 1 '.state == "DELIVRD" and .message_id == "3"'
	rm all state.db* && mobstate -q init
	opts=(-o SMPP_Receipt_Combine=each)
	submit 1,2,3 m1 "$long"
	listen "$(r 2 UNDELIV)" "$(r 3 DELIVRD)" "$(r 1 DELIVRD)" "$(r 1 DELIVRD)"
	given 3 '.id == "m1" and (.message_id == "2") == (.state == "UNDELIV")'
	[ "$(jq -r .message_id listen.out | sort | tr -d '\n')" = 123 ]
}

# ---- one outcome ----

@test "receipts: the first final state counts, and later ones are in the trace" {
	submit 5
	listen "$(r 5 DELIVRD)" "$(r 5 DELIVRD)" "$(r 5 UNDELIV)" got:deliver_sm_resp:3 touch:all
	wait_until test -e all
	given 1 '.state == "DELIVRD"'
	[ "$(statuses peer.out deliver_sm_resp)" = '0 0 0' ]
	[ "$(mobstate trace m1 | grep -c 'late receipt')" -eq 2 ]
}

@test "receipts: one that is not final gives a record only if that was asked for" {
	submit 5
	listen "$(r 5 ENROUTE)" "$(r 5 ACCEPTD)" "$(r 5 DELIVRD)"
	given 1 '.state == "DELIVRD"'
	rm state.db* && mobstate -q init
	submit 5 m1 '{registered_delivery: 17}'
	listen "$(r 5 ENROUTE esm=32)" "$(r 5 DELIVRD)"
	given 2 '.id == "m1" and (.state == "ENROUTE" and (.final | not)) != (.state == "DELIVRD" and .final)'
}

@test "receipts: a state that only its vendor knows is given out, and decides nothing" {
	submit 5
	listen "$(r 5 GREYLST)" "$(r 5 DELIVRD)"
	given 2 '.id == "m1" and (.state == "GREYLST" and (.final | not)) != (.state == "DELIVRD" and .final)'
}

@test "receipts: two listeners of an account, each outcome once" {
	for i in 1 2 3 4 5 6 7 8 9; do
		steps+=("$(r "10$i" DELIVRD)")
		submit "10$i" "m$i"
	done
	listen "${steps[@]}" got:deliver_sm_resp:9 touch:one
	started[listen1]=${started[listen]} started[peer1]=${started[peer]}
	ln listen.out first.out
	rm listen.out peer.out peer.err
	listen "${steps[@]}" got:deliver_sm_resp:9 touch:two
	wait_until test -e one -a -e two
	wait_until eval 'cat first.out listen.out >both; [ "$(wc -l <both)" -ge 9 ]'
	stop listen1
	stop listen
	[ "$(cat first.out listen.out | jq -r .id | sort | tr '\n' ' ')" = 'm1 m2 m3 m4 m5 m6 m7 m8 m9 ' ]
}

@test "receipts: Receipt_Overdue says once that none came; one that comes still counts" {
	opts=(-o Receipt_Overdue=1s)
	submit 5
	listen exists:late "$(r 5 DELIVRD)"
	wait_until has_json listen.out .overdue
	touch late
	given 2 '.id == "m1" and .original.id == "m1" and
	    ((.overdue and .state == "OVERDUE" and (.final | not)) != (.state == "DELIVRD" and .final))'
	mobstate trace m1 | grep -q overdue
}

# ---- the handler ----

@test "receipts: a handler that fails for now is run again after a while" {
	plan 'exit 75' 'exit 0'
	submit 5
	listen "$(r 5 DELIVRD)" got:deliver_sm_resp:1
	wait_for ran . 2
	given 2 '.id == "m1" and .original.id == "m1"' handled
	# it was acknowledged at once all the same
	[ "$(statuses peer.out deliver_sm_resp)" = 0 ]
	[ "$(sort -u ran)" = "+$to 2000 m1" ]
	[ "$(mobstate due | wc -l)" -eq 0 ]
}

@test "receipts: a handler that refuses ends it" {
	plan 'exit 65'
	submit 5
	listen "$(r 5 DELIVRD)" got:deliver_sm_resp:1
	wait_for ran .
	wait_until eval '[ "$(mobstate due | wc -l)" -eq 0 ]'
	given 1 true handled
	[ "$(statuses peer.out deliver_sm_resp)" = 0 ]
}

@test "receipts: what a killed smpp-listen had not given out, the next one does" {
	plan 'exit 75' 'touch running; sleep 60' 'exit 0'
	submit 5
	listen "$(r 5 DELIVRD)" got:deliver_sm_resp:1
	wait_for ran .
	stop listen KILL
	end_sessions "${started[peer]}"
	listen
	wait_until test -e running
	stop listen KILL
	end_sessions "${started[peer]}" "${started[listen]}"
	listen
	wait_for ran . 3
	given 3 '.id == "m1"' handled
	[ "$(mobstate due | wc -l)" -eq 0 ]
}

@test "receipts: -P handlers at once, while receipts are acknowledged all the same" {
	cat >handler <<-'END'
	#!/bin/sh
	cat >>handled
	echo >>"began.$MOBUTILS_ID"
	while [ ! -e go ]; do sleep 0.05; done
	END
	chmod +x handler
	handler=(./handler)
	for i in 1 2 3 4 5; do
		submit "10$i" "m$i"
		steps+=("$(r "10$i" DELIVRD)")
	done
	opts=(-P 3)
	listen "${steps[@]}" got:deliver_sm_resp:5 enquire touch:acknowledged
	wait_until test -e acknowledged
	wait_until eval 'ls began.* | wc -l | grep -qx 3'
	touch go
	wait_until eval '[ "$(wc -l <handled)" -eq 5 ]'
	given 5 true handled
	[ "$(cat began.* | wc -l)" -eq 5 ]
}

@test "receipts: SIGTERM lets the handler finish, and nothing is given out twice" {
	plan 'touch running; while [ ! -e go ]; do sleep 0.05; done; exit 0'
	submit 5
	listen "$(r 5 DELIVRD)" got:deliver_sm_resp:1
	wait_until test -e running
	kill -TERM "${started[listen]}"
	touch go
	await listen
	[ "$status" -eq 0 ]
	end_sessions "${started[peer]}"
	listen "$(r 5 UNDELIV)" got:deliver_sm_resp:1 touch:all
	wait_until test -e all
	given 1 true handled
}

@test "receipts: -q says nothing" {
	opts=(-q)
	submit 5
	listen "$(r 5 DELIVRD)"
	given 1 '.id == "m1"'
	[ ! -s listen.err ]
}

@test "receipts: with State none the handler's status is the answer" {
	plan 'exit 75' 'exit 0'
	opts=(-o State=none)
	listen "$(r 5 DELIVRD)" got:deliver_sm_resp:1 "$(r 5 DELIVRD)"
	wait_for ran . 2
	given 2 '.message_id == "5" and (has("original") | not)' handled
	[ "$(statuses peer.out deliver_sm_resp)" = '100 0' ]
}

@test "receipts: messages still get the handler's answer, and go to it at once" {
	plan 'exit 75' 'exit 0' 'exit 65'
	listen send:hello got:deliver_sm_resp:1 send:hello got:deliver_sm_resp:2 send:no got:deliver_sm_resp:3
	wait_for ran . 3
	given 3 '.type == "deliver"' handled
	[ "$(statuses peer.out deliver_sm_resp)" = '100 0 101' ]
}

@test "receipts: a listener that has nothing to do sleeps, and lets others write" {
	submit 5
	listen "$(r 5 DELIVRD)"
	wait_until has_json listen.out true
	pid=$(pid_of listen)
	# ticks of 10 ms in utime and stime, proc(5)
	ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
	before=$(ticks)
	end=$(($(date +%s%N) + 1500000000))
	wait_until eval '(($(date +%s%N) > end))'
	(($(ticks) - before < 30))
	given 1 true
}

# ---- a store that cannot be used ----

# hold - take the store, until descriptor 9 is closed
hold() {
	mkfifo held
	exec 9<>held
	start holder python3 -c '
import sqlite3, sys
db = sqlite3.connect("state.db", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()' <held
	wait_for holder.out held
}
let_go() { echo >&9; exec 9>&-; await holder; }

@test "receipts: a store that somebody holds: to be sent again, and then taken" {
	submit 5
	# several at once wait for it once
	listen exists:locked "$(r 5 DELIVRD)" "$(r 6 DELIVRD)" "$(r 7 DELIVRD)" \
	    got:deliver_sm_resp:3 touch:refused exists:free "$(r 5 DELIVRD)" got:deliver_sm_resp:4
	wait_for listen.err bound
	hold
	touch locked
	begin=$SECONDS
	wait_until test -e refused
	((SECONDS - begin <= 9))
	[ "$(statuses peer.out deliver_sm_resp)" = '100 100 100' ]
	[ "$(grep -c 'holds it for too long' listen.err)" -eq 1 ]
	let_go
	touch free
	given 1 '.id == "m1"'
	[ "$(statuses peer.out deliver_sm_resp)" = '100 100 100 0' ]
}

@test "receipts: a store that is held while the handler ends: it is not run again" {
	plan 'touch running; while [ ! -e go ]; do sleep 0.05; done; exit 0'
	submit 5
	listen "$(r 5 DELIVRD)"
	wait_until test -e running
	hold
	touch go
	wait_for listen.err 'holds it for too long'
	let_go
	wait_until eval '[ "$(mobstate due | wc -l)" -eq 0 ]'
	given 1 true handled
	listen
	wait_for listen.err bound
	given 1 true handled
}

@test "receipts: a full disk: to be sent again, and taken once there is room" {
	submit 5
	steps=()
	for ((i = 0; i < 40; i++)); do steps+=("$(r "9$i" DELIVRD)" "got:deliver_sm_resp:$((i + 1))"); done
	# a limit on the size of files stands for the disk's end
	start_peer bound "${steps[@]}" touch:all gone
	start listen bash -c "trap '' XFSZ; ulimit -f 60; exec smpp-listen -o SMPP_SMSC_Port=$peer_port sms.example"
	wait_until test -e all
	stop listen
	[[ " $(statuses peer.out deliver_sm_resp) " == *' 100 '* ]]
	refused=$(statuses peer.out deliver_sm_resp | tr ' ' '\n' | grep -c 100)
	[ "$(mobstate due | wc -l)" -eq $((40 - refused)) ]
	listen "$(r 5 DELIVRD)"
	given 1 '.id == "m1"'
}
