# smpp-listen as an SMPP server.  ESMEs are tests/parts/smpp-peer.py and, for the
# two to understand each other, smpp-send.  Statuses: SMPP v3.4, 5.1.3.
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/smpp-peer

# serve [ARG...] - the program under test; its stdin stays open and silent, its
# port is in $port
serve() {
	exec 9<> <(:)
	start serve smpp-listen -l 127.0.0.1:0 "$@" <&9
	port=$(port_of serve)
}
url() { echo "smpp://${1-esme}@127.0.0.1:$port"; }
descriptors() { find /proc/"$(pid_of serve)"/fd -mindepth 1 | wc -l; }
settled() { [ "$(descriptors)" -eq "$1" ]; }

@test "smpp-listen -l: submit_sm becomes a submit record with its message id" {
	serve -o SMPP_Server_System_ID=center
	peer 127.0.0.1:"$port" bind:esme:secret send:hello send:dcs=8:Grüße got:submit_sm_resp:2 >out
	echo '{"to":"+15551234567","from":"1000","text":"by smpp-send"}' |
	    smpp-send "$(url)" >sent
	wait_for serve.out by.smpp-send
	has_json serve.out '.type == "submit" and .text == "hello" and .from == "+15550001111" and .to == "2000"'
	has_json serve.out '.text == "Grüße"'
	[ "$(jq -r .result.parts[0].message_id sent)" = "$(jq -r 'select(.text == "by smpp-send").id' serve.out)" ]
	jq -r 'select(.cmd == "submit_sm_resp") | .body' out | head -n 1 |
	    xxd -r -p | tr -d '\0' >id
	[ "$(cat id)" = "$(jq -r 'select(.text == "hello").id' serve.out)" ]
	[[ $(jq -r 'select(.cmd == "bind_transceiver_resp").body' out) == "$(printf center | xxd -p)00"* ]]
}

@test "smpp-listen -l: data_sm too" {
	serve
	# v3.4, 4.7.1: service_type, addresses, esm_class, registered_delivery,
	# data_coding, then message_payload (0x0424)
	peer 127.0.0.1:"$port" bind:esme hex:0000002600000103000000000000000700010131323300010134353600000000042400026869 \
	    got:data_sm_resp:1 >out
	wait_for serve.out hi
	has_json serve.out '.text == "hi" and .from == "+123" and .to == "+456"'
	[ "$(statuses out data_sm_resp)" = 0 ]
}

@test "smpp-listen -l: long messages come out whole" {
	serve
	text=$(printf '%0400d' 7)
	for how in false true; do
		jq -n --arg t "$text" '{to: "15551234567", from: "1000", text: $t}' -c |
		    smpp-send -o SMPP_Max_SMS_Message_Size=500 -o SMPP_ESME_UDH_Segment=$how "$(url)" >sent
		[ "$(jq '.result.parts | length' sent)" -eq 3 ]
	done
	wait_for serve.out submit 2
	[ "$(jq -r .text serve.out | grep -cx "$text")" -eq 2 ]
	[ "$(jq .parts serve.out | tr '\n' ' ')" = "3 3 " ]
}

@test "smpp-listen -l: several addresses at once, a Unix socket among them" {
	serve -l 127.0.0.1:0 -l unix:sock
	wait_for serve.err 'listening on' 3
	second=$(sed -n 's/.*listening on 127.*:\([0-9]*\)$/\1/p' serve.err | sed -n 2p)
	peer "127.0.0.1:$second" bind:a send:one got:submit_sm_resp:1 >/dev/null
	peer unix:sock bind:b send:two got:submit_sm_resp:1 >/dev/null
	echo '{"to":"15551234567","text":"three"}' | smpp-send "smpp+unix:$PWD/sock" >sent
	[ "$(jq -r .result.status sent)" = ok ]
	wait_for serve.out text 3
	stop serve
	[ "$status" -eq 0 ]
	[ ! -e sock ]
}

@test "smpp-listen -l: an old socket is no hindrance, one in use is" {
	serve -l unix:sock
	stop serve KILL
	[ -S sock ]
	serve -l unix:sock
	run -75 --separate-stderr smpp-listen -l unix:sock </dev/null
	[[ $stderr == *sock*'in use'* ]]
	run -75 --separate-stderr smpp-listen -l "127.0.0.1:$port" </dev/null
	run -64 --separate-stderr smpp-listen -l 127.0.0.1:http </dev/null
	peer unix:sock bind:a send:x got:submit_sm_resp:1 >/dev/null
}

@test "smpp-listen -l: without a users file only this machine is served" {
	run -78 --separate-stderr smpp-listen -l :0 </dev/null
	[[ $stderr == *SMPP_Server_Users* ]]
	run -78 --separate-stderr smpp-listen -l 0.0.0.0:0 </dev/null
	echo 'a:b' >users
	chmod 640 users
	start serve smpp-listen -o SMPP_Server_Users=users -l :0 </dev/null
	wait_for serve.err 'listening on'
}

# bind_pdu ID PASSWORD - in hex, where a password may hold anything
bind_pdu() {
	python3 -c 'import sys, struct
b = sys.argv[1].encode() + b"\0" + sys.argv[2].encode() + b"\0\0\x34\0\0\0"
print((struct.pack(">IIII", 16 + len(b), 9, 0, 1) + b).hex())' "$@"
}

@test "smpp-listen -l: a wrong password is RINVPASWD, whichever half is wrong" {
	need openssl
	printf '# comment\n\nplain:one\nbrace:{PLAIN}{a}\nhashed:{CRYPT}%s\nold:%s\n' \
	    "$(openssl passwd -6 -salt abcdefgh two)" "$(openssl passwd -1 -salt abcdefgh two)" >users
	chmod 600 users
	serve -o SMPP_Server_Users=users
	while read -r id password want; do
		peer "127.0.0.1:$port" "hex:$(bind_pdu "$id" "$password")" \
		    got:bind_transceiver_resp:1 >out
		[ "$(statuses out bind_transceiver_resp)" -eq "$want" ]
	done <<-'END'
	plain one 0
	plain two 14
	brace {a} 0
	old two 0
	old one 14
	hashed two 0
	hashed one 14
	nobody one 14
	END
	run -77 --separate-stderr env SMPP_PASSWORD=bad smpp-send "$(url plain)" <<<'{"to":"15551234567","text":"x"}'
	[[ $stderr == *RINVPASWD* ]]
}

@test "smpp-listen -l: a users file that others may read, or that is none" {
	echo 'a:b' >users
	chmod 644 users
	run -78 --separate-stderr smpp-listen -o SMPP_Server_Users=users -l 127.0.0.1:0 </dev/null
	[[ $stderr == *'chmod 640'* ]]
	printf 'a:b\nnonsense\n' >users
	chmod 600 users
	run -78 --separate-stderr smpp-listen -o SMPP_Server_Users=users -l 127.0.0.1:0 </dev/null
	[[ $stderr == *users:2:* ]]
	run -66 --separate-stderr smpp-listen -o SMPP_Server_Users=none -l 127.0.0.1:0 </dev/null
}

@test "smpp-listen -l: SIGHUP reads the users anew, and keeps them if they are bad" {
	echo 'a:one' >users
	chmod 600 users
	serve -o SMPP_Server_Users=users
	peer "127.0.0.1:$port" bind:a:one >out
	echo 'a:two' >users
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'read the configuration anew'
	peer "127.0.0.1:$port" bind:a:two >out
	[ "$(statuses out bind_transceiver_resp)" = 0 ]
	echo 'nonsense' >users
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'stays as it was'
	peer "127.0.0.1:$port" bind:a:two >out
	[ "$(statuses out bind_transceiver_resp)" = 0 ]
	peer "127.0.0.1:$port" bind:a:one gone >out
	[ "$(statuses out bind_transceiver_resp)" = 14 ]
}

@test "smpp-listen -l: the handler's exit status is the answer" {
	serve -P 4 -- sh -c 'exit "$(jq -r .text)"'
	peer 127.0.0.1:"$port" bind:e send:0 send:65 send:67 send:77 send:75 send:1 \
	    got:submit_sm_resp:6 >out
	[ "$(statuses out submit_sm_resp)" = "0 101 101 101 100 100" ]
	[ ! -s serve.out ]
	# a refusal gives no message id
	[ "$(jq -r 'select(.cmd == "submit_sm_resp" and .status != 0).body' out | sort -u)" = "" ]
}

@test "smpp-listen -l: receipts as they were asked for" {
	serve -P 4 -- sh -c 'exit "$(jq -r .text)"'
	# 0 none, 1 success and failure, 2 failure only; a message that is refused
	# at once has its answer and no receipt
	peer 127.0.0.1:"$port" bind:e send:registered=0:0 send:registered=1:0 send:registered=2:0 \
	    send:registered=1:65 got:submit_sm_resp:4 got:deliver_sm:1 enquire >out
	[ "$(statuses out submit_sm_resp)" = "0 0 0 101" ]
	id=$(jq -r 'select(.cmd == "submit_sm_resp" and .seq == 3).body' out | xxd -r -p | tr -d '\0')
	[ "$(grep -c '"deliver_sm"' out)" -eq 1 ]
	jq -r 'select(.cmd == "deliver_sm").body' out | xxd -r -p | grep -ao 'id:.*' >text
	grep -q "^id:$id sub:001 dlvrd:001 submit date:[0-9]\{10\} done date:[0-9]\{10\} stat:DELIVRD err:000 Text:" text
	# esm_class 4, and from whom the message went to: 2000
	[[ $(jq -r 'select(.cmd == "deliver_sm").body' out) == 00000132303030000101"$(printf 15550001111 | xxd -p)"0004* ]]
}

@test "smpp-listen -l: a receipt for each part; those of a message refused after all are UNDELIV" {
	serve -- sh -c 'exit "$(jq -r .text | cut -c 1-2)"'
	peer 127.0.0.1:"$port" bind:e \
	    hex:"$(part_pdu 7 2 1 '65')" hex:"$(part_pdu 7 2 2 'xx')" \
	    hex:"$(part_pdu 8 2 1 '00')" hex:"$(part_pdu 8 2 2 'xx')" \
	    got:submit_sm_resp:4 got:deliver_sm:3 enquire >out
	[ "$(statuses out submit_sm_resp)" = "0 101 0 0" ]
	jq -r 'select(.cmd == "deliver_sm").body' out | xxd -r -p | grep -ao 'stat:[A-Z]*' | sort | uniq -c |
	    awk '{ print $1, $2 }' >stats
	printf '2 stat:DELIVRD\n1 stat:UNDELIV\n' | diff - stats
}

# part_pdu REF TOTAL SEQ TEXT - a submit_sm that asks for a receipt, in hex
part_pdu() {
	python3 -c 'import sys, struct
ref, total, seq = map(int, sys.argv[1:4])
data = bytes([5, 0, 3, ref, total, seq]) + sys.argv[4].encode()
b = b"\0\1\1" + b"100\0" + b"\1\1" + b"2000\0" + b"\x40\0\0\0\0\1\0\0\0" + bytes([len(data)]) + data
print((struct.pack(">IIII", 16 + len(b), 4, 0, ref * 10 + seq) + b).hex())' "$@"
}

@test "smpp-listen -l: a receipt waits for a receiver of its system_id" {
	serve
	peer 127.0.0.1:"$port" bind:one::tx send:registered=1:x got:submit_sm_resp:1 >/dev/null
	peer 127.0.0.1:"$port" bind:two::rx enquire enquire >out
	[ "$(grep -c '"deliver_sm"' out)" -eq 0 ]
	peer 127.0.0.1:"$port" bind:one::rx got:deliver_sm:1 >out
	grep -q '"deliver_sm"' out
	# taken, so it does not come again
	peer 127.0.0.1:"$port" bind:one::rx enquire enquire >out
	[ "$(grep -c '"deliver_sm"' out)" -eq 0 ]
}

@test "smpp-listen -l: a receipt that is not taken comes again" {
	serve
	peer 127.0.0.1:"$port" bind:one answer:0x64 send:registered=1:x got:deliver_sm:2 >out
	[ "$(grep -c '"deliver_sm"' out)" -ge 2 ]
	peer 127.0.0.1:"$port" bind:one answer:no send:registered=1:y got:deliver_sm:1 >out
	# its connection ended before it answered
	peer 127.0.0.1:"$port" bind:one got:deliver_sm:2 enquire >out
	[ "$(grep -c '"deliver_sm"' out)" -eq 2 ]
}

@test "smpp-listen -l: deliver records on stdin go to a receiver, with results" {
	mkfifo in
	exec 8<>in
	start serve smpp-listen -o SMPP_Max_SMS_Message_Size=500 -l 127.0.0.1:0 <in
	port=$(port_of serve)
	long=$(printf '%0200d' 5)
	echo '{"type":"deliver","from":"+15550001111","to":"2000","to_ton":"unknown","text":"hello","id":"a","my":1}' >&8
	printf '{"type":"deliver","from":"+15550001111","to":"2000","text":"%s","id":"b"}\n' "$long" >&8
	printf '{"type":"deliver","to":"2000"}\nnonsense\n{"type":"submit","to":"2000","text":"x","id":"c"}\n' >&8
	start listen smpp-listen "$(url)"
	wait_for listen.out "$long"
	has_json listen.out '.text == "hello" and .from == "+15550001111" and .to == "2000"'
	wait_until has_json serve.out .type 5
	has_json serve.out '.id == "a" and .my == 1 and .result.status == "ok" and (.result.smsc | startswith("127.0.0.1"))'
	has_json serve.out '.id == "b" and .result.status == "ok" and (.result.parts | length) == 2'
	has_json serve.out '.type == "invalid" and .line == 4'
	has_json serve.out '.id == "c" and .result.status == "permanent"'
	# refused by the receiver's handler
	stop listen
	start listen smpp-listen "$(url)" -- sh -c 'exit 65'
	echo '{"type":"deliver","from":"1","to":"2000","text":"no","id":"d"}' >&8
	wait_until has_json serve.out '.id == "d" and .result.status == "permanent"'
	exec 8>&-
	stop serve
	[ "$status" -eq 1 ]
}

@test "smpp-listen -l: what cannot be delivered before the end comes out as temporary" {
	mkfifo in
	exec 8<>in
	start serve smpp-listen -l 127.0.0.1:0 <in
	port=$(port_of serve)
	echo '{"type":"deliver","from":"1","to":"2000","text":"x","id":"a"}' >&8
	was_read() {
		python3 -c 'import fcntl, termios, sys
sys.exit(fcntl.ioctl(8, termios.FIONREAD, bytes(4)) != bytes(4))'
	}
	wait_until was_read
	SECONDS=0
	stop serve
	[ "$status" -eq 75 ]
	[ "$SECONDS" -lt 8 ]		# well under the bound for what is under way
	has_json serve.out '.id == "a" and .result.status == "temporary"'
}

@test "smpp-listen -l: a record in parts goes to one receiver, or ends as not sent" {
	mkfifo in
	exec 8<>in
	start serve smpp-listen -o SMPP_Max_SMS_Message_Size=500 -o SMPP_Command_Window_Size=1 -l 127.0.0.1:0 <in
	port=$(port_of serve)
	long=$(printf '%0400d' 5)
	start one python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" 127.0.0.1:"$port" \
	    bind:one::rx answer:no got:deliver_sm:1 touch:first exists:go close
	wait_for one.out resp
	printf '{"type":"deliver","from":"1","to":"2000","text":"%s","id":"b"}\n' "$long" >&8
	wait_until test -e first
	start two python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" 127.0.0.1:"$port" \
	    bind:two::rx enquire enquire exists:go2
	wait_for two.out enquire_link_resp 2
	[ "$(grep -c '"deliver_sm"' two.out)" -eq 0 ]
	touch go
	wait_until has_json serve.out '.id == "b" and .result.status == "unknown"'
	printf '{"type":"deliver","from":"1","to":"2000","text":"next","id":"c"}\n' >&8
	wait_until has_json serve.out '.id == "c" and .result.status == "ok"'
	wait_for two.out '"deliver_sm"'
	touch go2
}

@test "smpp-listen -l: a receiver may not submit, a transmitter gets nothing, nobody else anything" {
	serve
	peer 127.0.0.1:"$port" bind:e::rx send:x got:submit_sm_resp:1 >out
	[ "$(statuses out submit_sm_resp)" = 4 ]
	peer 127.0.0.1:"$port" send:x got:submit_sm_resp:1 >out
	[ "$(statuses out submit_sm_resp)" = 4 ]
	[ ! -s serve.out ]
}

@test "smpp-listen -l: no more than SMPP_Server_Max_Connections, the others wait" {
	serve -o SMPP_Server_Max_Connections=2
	for n in 1 2; do
		start "hold$n" python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" \
		    127.0.0.1:"$port" "bind:$n" "exists:go$n"
	done
	wait_for hold1.out resp
	wait_for hold2.out resp
	start third python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" 127.0.0.1:"$port" bind:3 enquire
	# the port still answers, and the two still work, while the third waits
	[ ! -s third.out ]
	touch go1
	wait_for third.out enquire_link_resp
}

@test "smpp-listen -l: a hundred sessions at once, and no descriptor left behind" {
	serve
	before=$(descriptors)
	python3 "$MOBUTILS_ROOT/tests/parts/many-esmes.py" "$port" 100 20
	wait_until settled "$before"
	[ "$(jq -r .text serve.out | sort -u | wc -l)" -eq 2000 ]
}

@test "smpp-listen -l: garbage, silence and hanging up harm nobody else" {
	serve -o SMPP_Bind_Response_Timer=1
	before=$(descriptors)
	peer 127.0.0.1:"$port" "hex:$(printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' | xxd -p | tr -d '\n')" gone >/dev/null
	wait_for serve.err HTTP
	for _ in {1..20}; do
		peer 127.0.0.1:"$port" "hex:$(head -c 200 /dev/urandom | xxd -p | tr -d '\n')" close >/dev/null
	done
	# half a bind, and then nothing: closed when its time is up
	peer 127.0.0.1:"$port" hex:0000002000000009 gone >/dev/null
	# no body at all
	peer 127.0.0.1:"$port" hex:00000010000000090000000000000001 got:bind_transceiver_resp:1 >out
	[ "$(statuses out bind_transceiver_resp)" != 0 ]
	peer 127.0.0.1:"$port" close >/dev/null
	peer 127.0.0.1:"$port" bind:good send:fine got:submit_sm_resp:1 >/dev/null
	wait_for serve.out fine
	wait_until settled "$before"
	[ "$(wc -l <serve.out)" -eq 1 ]
}

@test "smpp-listen -l: a client that dies with requests under way leaves nothing behind" {
	# the handlers are not done before the client is dead
	serve -P 2 -- sh -c 'cat >>taken; until [ -e dead ]; do sleep 0.02; done'
	before=$(descriptors)
	start client python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" 127.0.0.1:"$port" bind:e \
	    send:registered=1:1 send:registered=1:2 send:registered=1:3 send:registered=1:4 got:submit_sm_resp:4
	wait_until test -s taken
	stop client KILL
	: >dead
	wait_until has_lines taken . 4
	wait_until settled "$before"
	none_left() { ! pgrep -P "$(pid_of serve)" >/dev/null; }
	wait_until none_left
	# they were never acknowledged, so no receipt is owed
	peer 127.0.0.1:"$port" bind:e enquire enquire >out
	[ "$(grep -c '"deliver_sm"' out)" -eq 0 ]
	stop serve
	[ "$status" -eq 0 ]
}

@test "smpp-listen -l: SIGTERM: what is under way is answered, then everybody is unbound" {
	serve -- sh -c '>running; until [ -e go ]; do sleep 0.02; done'
	start client python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" 127.0.0.1:"$port" bind:e \
	    send:x exists:stopped send:late got:submit_sm_resp:2 gone
	wait_until test -e running
	kill -TERM "$(pid_of serve)"
	touch stopped
	wait_for client.out '"seq": 3, "status": 100'
	touch go
	await serve
	[ "$status" -eq 0 ]
	[ "$(statuses client.out submit_sm_resp)" = "0 100" ]
	grep -q '"unbind"' client.out
}

@test "smpp-listen -l: a full disk or a reader that has gone is no acknowledgement" {
	[ -e /dev/full ] || skip "needs /dev/full"
	start serve sh -c 'exec smpp-listen -l 127.0.0.1:0 >/dev/full' </dev/null
	peer "127.0.0.1:$(port_of serve)" bind:e send:x got:submit_sm_resp:1 >out
	[ "$(statuses out submit_sm_resp)" = 100 ]
	await serve
	[ "$status" -eq 74 ]
}

@test "smpp-listen -l: with the sink broken and its peer gone it still ends" {
	mkfifo pipe
	exec 7<>pipe
	start serve sh -c 'exec smpp-listen -l 127.0.0.1:0 >pipe 7>&-' </dev/null
	port=$(port_of serve)
	# more than the pipe holds, and gone without waiting for answers
	steps=(bind:e)
	for i in {1..600}; do steps+=("send:$(printf '%0150d' "$i")"); done
	peer 127.0.0.1:"$port" "${steps[@]}" got:submit_sm_resp:1 close >/dev/null
	wait_for serve.err 'is gone'
	exec 7>&-
	await serve
	[ "$status" -eq 74 ]
}

@test "smpp-listen -l: sockets from systemd" {
	cat >activate.py <<-'END'
	import os, socket, sys
	s = socket.create_server(("127.0.0.1", 0))
	print("listening on 127.0.0.1:%d" % s.getsockname()[1], file=sys.stderr, flush=True)
	os.dup2(s.fileno(), 3) if s.fileno() != 3 else None
	os.set_inheritable(3, True)
	os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
	os.execvp(sys.argv[1], sys.argv[1:])
	END
	start serve python3 activate.py smpp-listen -- sh -c 'env >env; cat >>records' </dev/null
	port=$(port_of serve)
	peer 127.0.0.1:"$port" bind:e send:x got:submit_sm_resp:1 >/dev/null
	has_json records '.text == "x"'
	[ "$(grep -c LISTEN env)" -eq 0 ]
	stop serve
	[ "$status" -eq 0 ]
}

@test "smpp-listen: a pair of sockets as stdin makes no server" {
	cat >pair.py <<-'END'
	import os, socket, sys
	a, b = socket.socketpair()
	os.dup2(a.fileno(), 0)
	os.execvp(sys.argv[1], sys.argv[1:])
	END
	run -64 --separate-stderr python3 pair.py smpp-listen
	[[ $stderr == *'want a domain'* ]]
}

@test "smpp-listen -l: no descriptor is left for a new connection: it waits for one" {
	start serve sh -c 'ulimit -n 24; exec smpp-listen -l 127.0.0.1:0' </dev/null
	port=$(port_of serve)
	cat >many.py <<-'END'
	import socket, sys, time, os
	socks = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(40)]
	while not os.path.exists("go"): time.sleep(0.02)
	END
	start many python3 many.py "$port"
	wait_for serve.err 'Too many open files'
	cpu=$(awk '{ print $14 + $15 }' /proc/"$(pid_of serve)"/stat)
	wait_for serve.err 'Too many open files' 2
	# a second later it has hardly run
	[ "$(($(awk '{ print $14 + $15 }' /proc/"$(pid_of serve)"/stat) - cpu))" -lt 20 ]
	touch go
	peer 127.0.0.1:"$port" bind:e send:x got:submit_sm_resp:1 >/dev/null
	wait_for serve.out '"x"'
}
