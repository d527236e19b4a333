# smpp-send: many records, slow ends, broken connections, signals; what comes out
# fed in again.
load ../test_helper
load ../parts/net-smpp

url() { echo "smpp://esme@127.0.0.1:$smsc_port"; }

# records FROM TO - ids mFROM to mTO
records() {
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i <= b; i++)
	    printf "{\"id\":\"m%d\",\"to\":\"1555%07d\",\"text\":\"number %d\"}\n", i, i, i }'
}

each_once() {
	diff <(jq -r .id "$2" | sort -V) <(seq -f 'm%.0f' "$1")
}

# listen NAME [OPTION...] - smpp-listen as an SMSC that keeps nothing; its port
# is in $smsc_port
listen() {
	start "$@" smpp-listen -l 127.0.0.1:0 -O - </dev/null
	smsc_port=$(port_of "$1")
}

submits() { jq -c "select(.cmd == \"submit_sm\") | $1" "${2-smsc.out}"; }

# --- fed in again ------------------------------------------------------------

@test "smpp-send: ok passes through, temporary is sent again, and only that" {
	start_smsc --fail 3:0x45
	records 1 7 | sed 's/}$/,"x":"y"}/' >in
	run -1 bash -c "smpp-send $(url) <in >one"
	stop smsc
	start_smsc
	run -0 bash -c "smpp-send $(url) <one >two"

	[ "$(submits .destination_addr | tr '\n' ' ')" = '"15550000003" "15550000006" ' ]
	diff <(jq -c 'select(.result.status == "ok")' one | sort) \
	    <(sort two | grep -vE '"id":"m[36]"')
	each_once 7 two
	jq -e '.x == "y" and .result.status == "ok"' two
	# the filter of DESIGN.md
	run -0 bash -c "jq -c 'select(.result.status==\"temporary\")' one | smpp-send $(url) >three"
	[ "$(jq -r .id three | tr '\n' ' ')" = 'm3 m6 ' ]
	run -0 bash -c "smpp-send smpp://127.0.0.1:1 <two | cmp - two"
}

@test "smpp-send: unknown passes through unless resending is asked for" {
	start_smsc --mute --die-after 2
	records 1 2 >in
	run -69 bash -c "smpp-send $(url) <in >one"
	stop smsc
	run -69 bash -c "smpp-send smpp://127.0.0.1:1 <one >two"
	cmp one two
	start_smsc
	run -0 bash -c "smpp-send -o SMPP_ESME_On_Unknown=resend $(url) <one >two"
	each_once 2 two
	[ "$(submits .destination_addr | wc -l)" -eq 2 ]
}

@test "smpp-send: of a message sent in part only what is missing, with the same reference" {
	start_smsc --fail 2:0x45
	printf '{"id":"m1","to":"1","text":"%0400d"}\n' 0 >in
	opts=(-o SMPP_Max_SMS_Message_Size=1000)

	run -75 smpp-send "${opts[@]}" "$(url)" <in
	echo "$output" | grep '^{' >one
	jq -e '.result | .status == "temporary" and .command_status == "ESME_RSUBMITFAIL"
	    and [.parts[].message_id] == ["1", null, "3"]' one
	run -75 bash -c "smpp-send ${opts[*]} $(url) <one >two"	# its 4th submit
	smpp-send "${opts[@]}" "$(url)" <two >three

	jq -e '.result | .status == "ok" and [.parts[].message_id] == ["1", "5", "3"]' three
	[ "$(submits .tlv.sar_segment_seqnum | tr '\n' ' ')" = '"01" "02" "03" "02" "02" ' ]
	[ "$(submits .tlv.sar_msg_ref_num | sort -u | wc -l)" -eq 1 ]
	jq -se 'map(.result.reference) | unique | length == 1' one two three
}

@test "smpp-send: cut otherwise than before, a message is sent anew" {
	start_smsc --fail 2:0x45
	printf '{"id":"m1","to":"1","text":"%0400d"}\n' 0 >in
	run -75 smpp-send -o SMPP_Max_SMS_Message_Size=1000 "$(url)" <in
	echo "$output" | grep '^{' >one
	stop smsc
	start_smsc
	smpp-send -o SMPP_Max_SMS_Message_Size=1000 -o SMPP_SMS_Segment_Size=90 "$(url)" <one >two
	[ "$(submits .tlv.sar_segment_seqnum | tr '\n' ' ')" = '"01" "02" "03" "04" "05" ' ]
	jq -e '.result.parts | length == 5' two
}

@test "smpp-send: of a message refused in part the rest is not sent" {
	start_smsc --fail 1:0x0b
	printf '{"id":"m1","to":"1","text":"%0400d"}\n' 0 >in
	run -67 bash -c "smpp-send -o SMPP_Max_SMS_Message_Size=1000 -o SMPP_Command_Window_Size=1 $(url) <in >out"
	[ "$(grep -c submit_sm smsc.out)" -eq 1 ]
	jq -c '[.result.parts[] | .command_status // .status]' out |
	    grep -qx '\["ESME_RINVDSTADR","not sent","not sent"\]'
}

# --- throttling --------------------------------------------------------------

@test "smpp-send: SMPP_ESME_Throttled_Timeout: waits, and sends the same again in order" {
	start_smsc --fail 3:0x58
	records 1 10 >in
	run -0 --separate-stderr bash -c "smpp-send -o SMPP_ESME_Throttled_Timeout=0.05 \
	    -o SMPP_Command_Window_Size=1 $(url) <in >out"
	# once, though it went on
	[[ $stderr == "smpp-send: 127.0.0.1:"*" throttles: ESME_RTHROTTLED (0x00000058, throttled): "*"; resting 0.05 s" ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
	each_once 10 out
	# every third was refused, and came again before the next
	[ "$(submits .destination_addr | sed 's/.*0\([1-9]*.\)"/\1/' | tr '\n' ' ')" = \
	    '1 2 3 3 4 5 5 6 7 7 8 9 9 10 ' ]
}

@test "smpp-send: throttled in a window, with segments: each is taken exactly once" {
	start_smsc --fail 4:0x14 --id '%04d'
	for ((i = 1; i <= 12; i++)); do printf '{"id":"m%d","to":"%d","text":"%0400d"}\n' $i $i 0; done >in
	run -0 bash -c "smpp-send -o SMPP_ESME_Throttled_Timeout=0.02 \
	    -o SMPP_Max_SMS_Message_Size=1000 -o SMPP_Command_Window_Size=5 $(url) <in >out"
	each_once 12 out
	# what was taken: every submit but each fourth
	jq -r '.result.parts[].message_id' out | sort >ids
	seq -f %04.0f "$(grep -c '"submit_sm"' smsc.out)" | awk 'NR % 4' | cmp - ids
	[ "$(wc -l <ids)" -eq 36 ]
	submits '[.destination_addr, .tlv.sar_segment_seqnum, .tlv.sar_msg_ref_num]' | awk 'NR % 4' | sort -u >taken
	[ "$(wc -l <taken)" -eq 36 ]
}

@test "smpp-send: throttled for longer than Give_Up is temporary" {
	start_smsc --fail 1:0x58
	records 1 5 >in
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_ESME_Throttled_Timeout=0.3 \
	    -o Give_Up=1 -o SMPP_Command_Window_Size=2 $(url) <in >out"
	each_once 5 out
	[ "$(jq -r .result.status out | sort -u)" = temporary ]
	[[ $stderr == *"4.4.1 smpp-send: gave up: throttled for too long"* ]]
}

@test "smpp-send: a pause for throttling does not outlast Give_Up" {
	start_smsc --fail 1:0x58
	records 1 5 >in
	begin=$SECONDS
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_ESME_Throttled_Timeout=50 \
	    -o Give_Up=1 $(url) <in >out"
	[ $((SECONDS - begin)) -lt 20 ]
	each_once 5 out
	[ "${stderr_lines[1]}" = "4.4.1 smpp-send: gave up: throttled for too long" ]
}

@test "smpp-send: throttled, it goes on slower, sends the same again and keeps the order" {
	start_smsc --fail 5:0x58
	records 1 8 >in
	begin=$(date +%s%N)
	run -0 --separate-stderr bash -c "smpp-send -o SMPP_Command_Window_Size=1 $(url) <in >out"
	[[ $stderr == *" throttles: ESME_RTHROTTLED ("*"; going on at "*" a second" ]]
	each_once 8 out
	[ "$(submits .destination_addr | sed 's/.*0\([1-9]*.\)"/\1/' | tr '\n' ' ')" = \
	    '1 2 3 4 5 5 6 7 8 ' ]
	# the pause of a second
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 1000 ]
}

# --- SMPP_Max_Rate -----------------------------------------------------------

# in_time RATE BEGIN - no message came to the server sooner than RATE a second
# allows, counted from BEGIN on with a burst of 0.16 s.  Its records tell whole
# seconds; what the machine does meanwhile can only make it later.
in_time() {
	jq -es --argjson rate "$1" --argjson begin "$2" '
	    [.[].received | fromdate] | sort | to_entries |
	    all(.value + 1 > $begin + (.key - 1) / $rate - 0.16)' serve.out
}
serve() {
	exec 9<> <(:)
	start serve smpp-listen -l 127.0.0.1:0 <&9
	port=$(port_of serve)
}
now() { date +%s.%N; }

@test "smpp-send: SMPP_Max_Rate is its own pace, in segments" {
	serve
	records 1 20 >in
	printf '{"id":"long","to":"1","text":"%0700d"}\n' 0 >>in	# 5 of them
	begin=$(now)
	smpp-send -o SMPP_Max_Rate=20 -o SMPP_Max_SMS_Message_Size=1000 "smpp://127.0.0.1:$port" <in >out
	took=$(echo "$(now) $begin" | awk '{ print $1 - $2 }')
	[ "$(jq -s length out)" -eq 21 ]
	[ "$(jq -s 'map(.parts // 1) | add' serve.out)" -eq 25 ]
	# the first is free
	awk "BEGIN { exit !($took > 1.1) }"
	in_time 20 "$begin"
}

@test "smpp-send: SMPP_Max_Rate of all who send by one account and have a store" {
	make_state
	serve
	begin=$(now)
	for i in 1 2 3 4; do
		records "${i}001" "${i}050" >"in$i"
		start "send$i" smpp-send -o SMPP_Max_Rate=100 "smpp://me@127.0.0.1:$port" <"in$i"
	done
	for i in 1 2 3 4; do
		await "send$i"
		[ "$status" -eq 0 ]
		[ "$(jq -r .result.status "send$i.out" | grep -c ok)" -eq 50 ]
	done
	took=$(echo "$(now) $begin" | awk '{ print $1 - $2 }')
	[ "$(wc -l <serve.out)" -eq 200 ]
	awk "BEGIN { exit !($took > 1.8) }"
	in_time 100 "$begin"
}

@test "smpp-send: SMPP_Max_Rate: whose turn would come after Give_Up does not wait for it" {
	make_state
	serve
	# 5 wait in the rate of one a second, as long as they must
	for i in 1 2 3 4 5; do
		records "$i" "$i" >"in$i"
		start "send$i" smpp-send -o SMPP_Max_Rate=1 "smpp://me@127.0.0.1:$port" <"in$i"
	done
	wait_for serve.err 'bound$' 5
	records 6 6 >in6
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_Max_Rate=1 -o Give_Up=1 smpp://me@127.0.0.1:$port <in6 >out6"
	[[ $stderr == "4.4.5 smpp-send: gave up: of SMPP_Max_Rate the next "* ]]
	jq -e '.result.status == "temporary" and (.result.reason | startswith("gave up: of SMPP_Max_Rate"))' out6
	for i in 1 2 3 4 5; do
		await "send$i"
		[ "$status" -eq 0 ]
	done
}

@test "smpp-send: SMPP_Max_Rate: a signal ends the wait for it" {
	serve
	records 1 100 >in
	start send smpp-send -o SMPP_Max_Rate=5 "smpp://127.0.0.1:$port" <in
	wait_until has_json serve.out .text 3
	stop send
	[ "$status" -eq 1 ]
	each_once 100 send.out
	[ "$(jq -r .result.reason send.out | sort -u)" = 'null
stopped by a signal' ]
}

# --- streams -----------------------------------------------------------------

@test "smpp-send: a record goes out at once, and its result too, while the writer thinks" {
	start_smsc
	mkfifo in
	start send bash -c "exec smpp-send $(url) <in"
	exec {w}>in
	records 1 1 >&"$w"
	wait_for send.out '"m1"'
	records 2 2 | head -c 20 >&"$w"
	wait_for smsc.out '"submit_sm"' 1
	records 2 2 | tail -c +21 >&"$w"
	wait_for send.out '"m2"'
	exec {w}>&-
	await send
	[ "$status" -eq 0 ]
	[ "$(grep -c bind_transmitter smsc.out)" -eq 1 ]
}

@test "smpp-send: an SMSC that goes away and comes back in the midst of a stream" {
	start_smsc --mute --die-after 2
	mkfifo in
	start send bash -c "exec smpp-send $(url) <in"
	exec {w}>in
	records 1 2 >&"$w"
	wait_for send.out '"status":"unknown"' 2
	# the same SMSC is there again: it died once
	records 3 3 >&"$w"
	wait_for smsc.out bind_transmitter 2
	wait_for smsc.out '"submit_sm"' 3
	stop smsc KILL
	wait_for send.out '"status":"unknown"' 3
	# nobody is there, and nobody asks for a connection
	start_again=$smsc_port
	start again smpp-listen -l "127.0.0.1:$start_again" -O - </dev/null {w}>&-
	port_of again
	records 4 6 >&"$w"
	wait_for send.out '"status":"ok"' 3
	exec {w}>&-
	await send
	[ "$status" -eq 1 ]
	each_once 6 send.out
	[ "$(jq -r .to again.out | sort | tr '\n' ' ')" = '+15550000004 +15550000005 +15550000006 ' ]
}

@test "smpp-send: an idle connection is unbound, and made again for the next record" {
	start_smsc
	mkfifo in
	start send bash -c "exec smpp-send -o SMPP_Inactivity_Timer=1 $(url) <in"
	exec {w}>in
	records 1 1 >&"$w"
	wait_for smsc.out '"cmd":"unbind"'
	records 2 2 >&"$w"
	wait_for send.out '"m2"'
	exec {w}>&-
	await send
	[ "$status" -eq 0 ]
	[ ! -s send.err ]
	[ "$(grep -c bind_transmitter smsc.out)" -eq 2 ]
}

@test "smpp-send: deliver_sm that come to a sender are answered with RX_T_APPN" {
	start_smsc --deliver hello
	mkfifo in
	start send bash -c "exec smpp-send -o SMPP_Bind_Type=transceiver $(url) <in"
	exec {w}>in
	records 1 1 >&"$w"
	wait_for smsc.out deliver_sm_resp
	has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 100'
	exec {w}>&-
	await send
	[ "$status" -eq 0 ]
}

@test "smpp-send: SIGTERM in mid-stream: all that was read comes out" {
	start_smsc --mute
	mkfifo in
	start send bash -c "exec smpp-send -o SMPP_Command_Window_Size=3 -o SMPP_Response_Timer=2 $(url) <in"
	exec {w}>in
	records 1 1000 >&"$w"
	wait_for smsc.out '"submit_sm"' 3
	stop send
	[ "$status" -eq 69 ]
	exec {w}>&-
	each_once 1000 send.out
	[ "$(jq -r .result.status send.out | sort | uniq -c | tr -s ' ')" = ' 997 temporary
 3 unknown' ]
	[ "$(jq -r 'select(.result.status == "temporary").result.reason' send.out | sort -u)" = "stopped by a signal" ]
	grep -q '"submit_sm"' smsc.out
	[ "$(grep -c '"submit_sm"' smsc.out)" -eq 3 ]
}

@test "smpp-send: SIGTERM with an SMSC that never answers ends within its bound" {
	start_smsc --deaf
	mkfifo in
	start send bash -c "exec smpp-send -o SMPP_Response_Timer=600 $(url) <in"
	exec {w}>in
	records 1 2 >&"$w"
	wait_for smsc.out '"submit_sm"' 2
	start=$SECONDS
	stop send INT
	((SECONDS - start < 30))
	exec {w}>&-
	[ "$status" -eq 69 ]
	each_once 2 send.out
	[ "$(jq -r .result.status send.out | sort -u)" = unknown ]
}

@test "smpp-send: SIGTERM while nothing is under way" {
	start_smsc
	mkfifo in
	start send bash -c "exec smpp-send $(url) <in"
	exec {w}>in
	records 1 1 >&"$w"
	wait_for send.out '"m1"'
	stop send
	exec {w}>&-
	[ "$status" -eq 1 ]	# the input was not read to its end
	wait_for smsc.out '"cmd":"unbind"'
}

@test "smpp-send: SIGUSR1 tells how far it is" {
	start_smsc
	mkfifo in
	start send bash -c "exec smpp-send $(url) <in"
	exec {w}>in
	records 1 3 >&"$w"
	wait_for send.out '"m3"'
	kill -USR1 "$(pid_of send)"
	wait_for send.err '^smpp-send: 3 done \([0-9]+/s\): 3 ok, 0 temporary, 0 permanent, 0 unknown, 0 under way$'
	exec {w}>&-
	await send
	[ "$status" -eq 0 ]
}

@test "smpp-send: a slow reader of results: bounded memory, nothing lost" {
	listen smsc
	mkfifo to
	records 1 60000 | sed 's/"x"/"'"$(printf %0100d 0)"'"/' >in
	start send bash -c "exec smpp-send -o SMPP_Command_Window_Size=100 smpp://127.0.0.1:$smsc_port <in >to"
	exec {r}<to
	# it stops taking records when a megabyte waits
	stuck() { [ "$(wc -l <smsc.out)" -gt 1000 ] && [ "$(wc -l <smsc.out)" -eq "${was-0}" ] || { was=$(wc -l <smsc.out); nap; return 1; }; }
	wait_until stuck
	[ "$(wc -l <smsc.out)" -lt 20000 ]
	# (sanitizers need more than 40 MiB for themselves)
	[[ -n "$(ldd "$(command -v smpp-send)" | grep -i asan)" ]] ||
	    [ "$(awk '/VmHWM/ { print $2 }' "/proc/$(pid_of send)/status")" -lt 40960 ] ||
	    nm "$(command -v smpp-send)" | grep -q __asan
	cat <&"$r" >out
	exec {r}<&-
	await send
	[ "$status" -eq 0 ]
	each_once 60000 out
}

@test "smpp-send: a window of one" {
	start_smsc
	records 1 200 >in
	smpp-send -o SMPP_Command_Window_Size=1 "$(url)" <in >out
	# one after the other, so in order
	jq -r .id out | cmp - <(seq -f m%.0f 200)
	jq -e '.result.status == "ok"' out >/dev/null
}

@test "smpp-send: one record" {
	start_smsc
	records 1 1 | smpp-send "$(url)" >out
	each_once 1 out
}

@test "smpp-send: 100,000 records against the bench's sink" {
	need_shared bench/smsc-sink.c
	cc -O2 -o sink "$(shared bench/smsc-sink.c)"
	for ((try = 0; try < 5; try++)); do	# it takes no port 0
		port=$(python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 1)
		start sink "$PWD/sink" --port "$port" --runs 1
		sink_listens() { grep -q "$(printf ' 0100007F:%04X 00000000:0000 0A ' "$port")" /proc/net/tcp; }
		ends_or_listens() { sink_listens || ! kill -0 "${started[sink]}"; }
		wait_until ends_or_listens && kill -0 "${started[sink]}" && break
	done
	records 1 100000 >in
	smpp-send -o SMPP_Command_Window_Size=1000 "smpp://x@127.0.0.1:$port" <in >out
	await sink
	[ "$(jq .submit_sm sink.out)" -eq 100000 ]
	each_once 100000 out
	[ "$(jq -r .result.status out | sort -u)" = ok ]
	# every answer went to the record that it is for
	jq -r '.result.parts[0].message_id' out | sort -u | wc -l | grep -qx 100000
}

@test "smpp-send: 100,000 records against smpp-listen -l" {
	listen smsc
	records 1 100000 >in
	smpp-send -o SMPP_Command_Window_Size=100 "smpp://127.0.0.1:$smsc_port" <in >out
	each_once 100000 out
	[ "$(jq -r .result.status out | sort -u)" = ok ]
	[ "$(wc -l <smsc.out)" -eq 100000 ]
	# the id that the server gave is the one that the record got
	diff <(jq -r '[.to[1:], .id] | join(" ")' smsc.out | sort) \
	    <(jq -r '[.to, .result.parts[0].message_id] | join(" ")' out | sort)
}
