# smpp-send with a store: never twice, and receipts that are waited for.
# shellcheck disable=SC2154	# run sets stderr, await sets status
load ../test_helper
load ../parts/net-smpp
load ../parts/smpp-peer

setup() { helper_setup; make_state; }

url() { echo "smpp://esme@127.0.0.1:$smsc_port"; }
send() { smpp-send "$@" "$(url)"; }

# taken - how many submit_sm the SMSC got
taken() { grep -c '"cmd":"submit_sm"' smsc.out; }

one='{"id":"m1","to":"15551234567","from":"2000","text":"once"}'

# ---- never twice ----

@test "smpp-send: an id that is ok is not sent again" {
	start_smsc
	send <<<"$one" >first
	send <<<"$one" >second
	[ "$(taken)" -eq 1 ]
	jq -c '.result | [.status, .duplicate, .parts[0].message_id]' first second >got
	diff - got <<-'END'
	["ok",null,"1"]
	["ok",true,"1"]
	END
	# its own result does not matter: the store knows better
	jq -c '.result.status = "temporary"' first | send >third
	[ "$(jq -r .result.duplicate third)" = true ]
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: a record that is ok already passes through unchanged" {
	start_smsc
	send <<<"$one" >first
	send <first >second
	cmp first second
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: of a record that is unknown the store decides" {
	start_smsc --mute
	run -69 --separate-stderr send -o SMPP_Response_Timer=0.2 <<<"$one"
	echo "$output" >in
	has_json in '.result.status == "unknown"'
	stop smsc
	start_smsc
	run -69 send <in
	! grep -q submit_sm smsc.out
	mobstate -q resend m1
	send <in >out
	has_json out '.id == "m1" and .result.status == "ok"'
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: the same text without an id is a message each time" {
	start_smsc
	for _ in 1 2; do echo '{"to":"15551234567","text":"fire"}'; done | send -q
	echo fire | send -q -T 15551234567
	echo fire | send -q -T 15551234567
	[ "$(taken)" -eq 4 ]
}

@test "smpp-send: one id twice in a batch is sent once" {
	start_smsc
	run -1 --separate-stderr send <<<"$one"$'\n'"$one"
	[ "$(jq -r .result.status <<<"$output" | sort | tr '\n' ' ')" = "ok temporary " ]
	[ "$(taken)" -eq 1 ]
	send -q <<<"$one"$'\n'"$one"
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: what was out when it was killed is unknown, until somebody decides" {
	start_smsc --mute
	start sender smpp-send "$(url)" <<<"$one"
	wait_for smsc.out submit_sm
	kill -KILL "$(pid_of sender)"
	await sender
	run -69 --separate-stderr send <<<"$one"
	[ "$(jq -r .result.status <<<"$output")" = unknown ]
	[[ $stderr == 5.4.2\ *"may have been sent"* ]]
	[ "$(taken)" -eq 1 ]
	[ "$(mobstate unknown | jq -r .id)" = m1 ]

	# the other message is given up
	sed 's/m1/m2/' <<<"$one" >two
	start sender2 smpp-send "$(url)" <two
	wait_for smsc.out submit_sm 2
	kill -KILL "$(pid_of sender2)"
	await sender2
	mobstate drop m2
	run -69 --separate-stderr send <two
	[ "$(jq -r .result.status <<<"$output")" = permanent ]

	# and this one sent again, by somebody who answers
	stop smsc
	mobstate -q resend m1
	start_smsc
	send <<<"$one" >out
	has_json out '.result.status == "ok" and (.result | has("duplicate") | not)'
	[ "$(taken)" -eq 1 ]
	[ "$(mobstate unknown | wc -l)" -eq 0 ]
}

@test "smpp-send: no response is unknown the next time too, or sent again if asked for" {
	start_smsc --mute
	run -69 send -o SMPP_Response_Timer=0.2 <<<"$one"
	run -69 send <<<"$one"
	[ "$(taken)" -eq 1 ]
	run -75 send -o SMPP_Response_Timer=0.2 -o SMPP_ESME_On_Unknown=resend <<<"$one"
	[ "$(taken)" -eq 2 ]
}

@test "smpp-send: what another process is sending is put off" {
	start_smsc --mute
	start sender smpp-send "$(url)" <<<"$one"
	wait_for smsc.out submit_sm
	run -75 --separate-stderr send <<<"$one"
	[ "$(jq -r .result.reason <<<"$output")" = "another process is sending it" ]
	[ "$(taken)" -eq 1 ]
	# told to stop, it says that it does not know
	stop sender
	[ "$status" -eq 69 ]
	run -69 send <<<"$one"
}

@test "smpp-send: a message sent in part is completed, with the same reference" {
	start_smsc --fail 2:0x45
	jq -nc '{id: "long", to: "15551234567", text: ("0123456789" * 20)}' >long
	run -75 bash -c "smpp-send -o SMPP_Max_SMS_Message_Size=400 $(url) <long >first"
	[ "$(taken)" -eq 2 ]
	send -o SMPP_Max_SMS_Message_Size=400 <long >second
	[ "$(taken)" -eq 3 ]
	jq -cs 'map(select(.cmd == "submit_sm") | [.tlv.sar_msg_ref_num, .tlv.sar_segment_seqnum])
	    | [(map(.[0]) | unique | length), map(.[1])]' smsc.out >got
	[ "$(cat got)" = '[1,["01","02","02"]]' ]
	jq -c '[.result.status, (.result.parts | map(.message_id))]' second >got
	[ "$(cat got)" = '["ok",["1","3"]]' ]
}

@test "smpp-send: two processes with one batch, each message once" {
	start_smsc
	seq 500 | awk '{ printf "{\"id\":\"b%d\",\"to\":\"1555%07d\",\"text\":\"b%d\"}\n", $1, $1, $1 }' >batch
	start a smpp-send -q "$(url)" <batch
	start b smpp-send -q "$(url)" <batch
	await a
	await b
	send -q <batch
	[ "$(taken)" -eq 500 ]
	[ -z "$(jq -r 'select(.cmd == "submit_sm").short_message' smsc.out | sort | uniq -d)" ]
}

@test "smpp-send: references of long messages to one phone differ, process by process" {
	start_smsc
	for i in $(seq 12); do
		jq -nc --arg i "$i" '{id: $i, to: "15551234567", text: ("0123456789" * 20)}' |
		    send -q -o SMPP_Max_SMS_Message_Size=400 -o SMPP_ESME_UDH_Segment=true \
		    -o SMPP_CSMS_Refnum_Length=1
	done
	jq -r 'select(.cmd == "submit_sm").short_message_hex[6:8]' smsc.out | sort | uniq -c >refs
	[ "$(awk '$1 == 2' refs | wc -l)" -eq 12 ]
}

@test "smpp-send: a user_message_reference goes along, each its own, unless it must not" {
	start_smsc
	send -q <<<"$one"
	sed s/m1/m2/ <<<"$one" | send -q -o SMPP_ESME_User_Message_Reference=false
	sed s/m1/m3/ <<<"$one" | jq -c '.tlv = {user_message_reference: 513}' | send -q
	sed s/m1/m4/ <<<"$one" | send -q -o State=none
	jq -r 'select(.cmd == "submit_sm").tlv.user_message_reference' smsc.out >got
	[[ $(sed -n 1p got) =~ ^[0-9a-f]{4}$ ]]
	[ "$(tail -n +2 got | tr '\n' ' ')" = "null 0201 null " ]
}

@test "smpp-send: an id that another message has sends nothing, and says so" {
	start_smsc
	send -q <<<"$one"
	run -65 --separate-stderr send <<<"${one/15551234567/15559999999}"
	[ "$(jq -r .result.status <<<"$output")" = permanent ]
	[[ $stderr == *"another message, to another number, has it"* ]]
	run -65 --separate-stderr send <<<"${one/once/twice}"
	[[ $stderr == *"another message, of another text, has it"* ]]
	# the same number, written otherwise
	send <<<"${one/15551234567/+15551234567}" >out
	[ "$(jq -r .result.duplicate out)" = true ]
	[ "$(taken)" -eq 1 ]
}

# ---- a store that cannot be used ----

@test "smpp-send: a store that was never set up is said, and no hindrance unless required" {
	start_smsc
	run -0 --separate-stderr send -o State=sqlite:/nonexistent/state.db <<<"$one"
	[ "$stderr" = "smpp-send: state /nonexistent/state.db: No such file or directory (mobstate init makes it); going on without" ]
	run -75 --separate-stderr send -o State=sqlite:/nonexistent/state.db \
	    -o State_Required=true <<<"$one"
	[ "$(taken)" -eq 1 ]
	run -78 send -o State=postgres:x <<<"$one"
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: a damaged store sends nothing" {
	start_smsc
	for junk in 'this is no database, whatever it says' "$(head -c 20000 /dev/urandom | base64)"; do
		echo "$junk" >state.db
		run -75 --separate-stderr send <<<"$one"
		[[ $stderr == *state.db* ]]
	done
	[ "$(taken)" -eq 0 ]
}

@test "smpp-send: a store that somebody holds for too long sends nothing" {
	start_smsc
	start holder python3 -c '
import sqlite3, sys, time
db = sqlite3.connect("state.db", isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()' < <(sleep 60)
	wait_for holder.out held
	run -75 --separate-stderr send <<<"$one"
	[[ $stderr == *"holds it for too long"* ]]
	[ "$(taken)" -eq 0 ]
	stop holder
	send -q <<<"$one"
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: a full disk sends nothing that it could not note" {
	start_smsc
	seq 2000 | awk '{ printf "{\"id\":\"f%d\",\"to\":\"1555%07d\",\"text\":\"f%d\"}\n", $1, $1, $1 }' >batch
	# a limit on the size of files stands for the disk's end
	run -1 bash -c "(trap '' XFSZ; ulimit -f 300; exec smpp-send $(url) <batch 2>err) | cat >out; exit \${PIPESTATUS[0]}"
	[ "$(jq -r .id out | sort -u | wc -l)" -eq 2000 ]
	[ "$(jq -r 'select(.result.status == "ok").id' out | wc -l)" -eq "$(taken)" ]
	send -q <batch || [ $? -eq 1 ]
	# what was sent while its outcome could not be noted may be unknown; no more
	[ -z "$(jq -r 'select(.cmd == "submit_sm").short_message' smsc.out | sort | uniq -d)" ]
}

# The disk is full while the window is: what cannot be noted waits behind what
# can, and must not go out when there is room again.
@test "smpp-send: a disk that is full for a while, and then has room" {
	need cc
	cc -shared -fPIC -o full.so "$MOBUTILS_ROOT/tests/parts/full.c" -ldl
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/receipts-smsc.py" --log submitted --go go
	smsc_port=$(port_of smsc)
	mkfifo in
	exec 7<>in
	# the sanitizers want to be loaded first
	start sender env LD_PRELOAD="$(libasan) $PWD/full.so" FULL="$PWD/full" \
	    smpp-send -o SMPP_Command_Window_Size=5 "$(url)" <in 7>&-
	for i in a1 a2 a3 a4 a5 w1 w2; do record "$i" >&7; done
	wait_for submitted a5
	wait_until noted 7
	touch full
	for i in lost1 lost2 lost3; do record "$i" >&7; done
	wait_for sender.err 'disk is full|disk I/O'
	rm full
	touch go
	exec 7>&-
	await sender
	[ "$status" -eq 1 ]
	printf '%s\n' a1 a2 a3 a4 a5 w1 w2 | diff <(sort submitted) -
	jq -r 'select(.result.status == "ok").id' sender.out | sort | diff <(sort submitted) -
	jq -r 'select(.result.status == "temporary").id' sender.out | sort | diff - <(printf 'lost%s\n' 1 2 3)
	# what came of those that were out meanwhile is noted, too
	mobstate list -s ok | jq -r .id | sort | diff <(sort submitted) -
	[ "$(mobstate list | wc -l)" -eq 7 ]
}

record() { printf '{"id":"%s","to":"15551234567","text":"%s"}\n' "$1" "$1"; }
noted() { [ "$(mobstate list | wc -l)" -eq "$1" ]; }
libasan() { ldd "$MOBUTILS_BUILD/smpp-send" | sed -n 's/.*=> \(.*libasan[^ ]*\).*/\1/p'; }

@test "smpp-send: State = none opens nothing" {
	start_smsc
	send -q -o State=none <<<"$one"
	send -q -o State=none <<<"$one"
	[ "$(taken)" -eq 2 ]
	[ "$(mobstate list | wc -l)" -eq 0 ]
}

@test "smpp-send: text is kept only if that is asked for" {
	start_smsc
	send -q <<<"$one"
	[ "$(mobstate list | jq 'has("text")')" = false ]
	run -1 bash -c 'cat state.db* | grep -q once'
	sed s/m1/m2/ <<<"$one" | send -q -o State_Keep_Text=true
	[ "$(mobstate list | jq -r 'select(.id == "m2").text')" = once ]
}

# ---- receipts ----

@test "smpp-send: -r asks for a receipt, waits for it and writes it" {
	for state in sqlite:$PWD/state.db none; do
		start_smsc --receipts DELIVRD --id %08X
		send -r -o State=$state <<<"$one" >out
		jq -c 'if .type == "receipt" then [.id, .state, .final, .original.from, (.latency < 30)]
		    else [.id, .result.status] end' out >got
		diff - got <<-'END'
		["m1","ok"]
		["m1","DELIVRD",true,"2000",true]
		END
		has_json smsc.out '.cmd == "submit_sm" and .registered_delivery == 1'
		has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 0'
		stop smsc
	done
}

@test "smpp-send: -r: not delivered is 69, and so is no receipt in time" {
	start_smsc --receipts UNDELIV
	run -69 --separate-stderr send -r <<<"$one"
	[[ $stderr == "5.0.0 smpp-send: 1 of what was sent was not delivered" ]]
	stop smsc
	start_smsc
	run -69 --separate-stderr send -r -w 1 -T 15551234567 <<<"hello"
	[[ $stderr == *"no receipt came in time for 1 of what was sent"* ]]
	[ "$(taken)" -eq 1 ]
}

@test "smpp-send: -r: a record that wants no receipt is not waited for" {
	start_smsc
	jq -c '.registered_delivery = "none"' <<<"$one" | send -r -w 60 >out
	[ "$(wc -l <out)" -eq 1 ]
}

@test "smpp-send: -r: each segment's receipt makes one for the message" {
	start_smsc --receipts DELIVRD
	jq -nc '{id: "long", to: "15551234567", text: ("0123456789" * 40)}' |
	    send -r -o SMPP_Max_SMS_Message_Size=400 >out
	has_json out '.type == "receipt" and .state == "DELIVRD" and (.parts | map(.state)) == ["DELIVRD","DELIVRD","DELIVRD"]'
	[ "$(wc -l <out)" -eq 2 ]
}

@test "smpp-send: -r: a message that comes in is still refused for now" {
	start_smsc --deliver hello --receipts DELIVRD
	send -r <<<"$one" >out
	[ "$(wc -l <out)" -eq 2 ]
	# v3.4, 5.1.3: ESME_RX_T_APPN
	wait_for smsc.out '"deliver_sm_resp".*"status":100|"status":100.*"deliver_sm_resp"'
}

@test "smpp-send: -r without a store leaves the receipts of others to the SMSC" {
	start_smsc --receipts DELIVRD \
	    --deliver '{"esm_class":4,"short_message":"id:4711 sub:001 dlvrd:001 stat:DELIVRD err:000 text:"}'
	send -r -o State=none <<<"$one" >out
	[ "$(grep -c '"type":"receipt"' out)" -eq 1 ]
	jq -r 'select(.cmd == "deliver_sm_resp").status' smsc.out | sort -n >got
	[ "$(tr '\n' ' ' <got)" = "0 100 " ]
}

@test "smpp-send: -r: a receipt that nobody has read when we are killed is not lost" {
	start_smsc --receipts DELIVRD
	seq 1000 | awk '{ printf "{\"id\":\"k%d\",\"to\":\"1555%07d\",\"text\":\"k%d\"}\n", $1, $1, $1 }' >batch
	mkfifo results
	exec 7<>results
	setsid smpp-send -r "$(url)" <batch >results 7>&- &
	started[sender]=$!
	wait_for smsc.out '"deliver_sm_resp"' 1000
	kill -KILL "${started[sender]}"
	await sender
	# what has come out, and what is still to be given out
	dd if=results of=out bs=1M count=1 iflag=nonblock 2>/dev/null
	start listen smpp-listen "$(url)"
	wait_until all_receipts 1000
}
all_receipts() {
	[ "$(cat out listen.out | jq -rR 'fromjson? | select(.type == "receipt").id' | sort -u | wc -l)" -eq "$1" ]
}

@test "smpp-send: -w without -r, or no number of seconds, is a usage error" {
	run -64 smpp-send -w 5 smpp://x@127.0.0.1:1 </dev/null
	run -64 smpp-send -r -w soon smpp://x@127.0.0.1:1 </dev/null
	run -64 smpp-send -r -w -1 smpp://x@127.0.0.1:1 </dev/null
}
