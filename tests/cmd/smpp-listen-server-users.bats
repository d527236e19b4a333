# Who may bind to our server, how, and how much he may ask; and which of them a
# deliver record goes to.  ESMEs are tests/parts/smpp-peer.py and Kannel;
# statuses: SMPP v3.4, 5.1.3.
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/smpp-peer
load ../parts/kannel

# serve LINE... - the program under test with these users; its options in $opts,
# its stdin is descriptor 9
serve() {
	printf '%s\n' "$@" >users
	chmod 600 users
	mkfifo in
	exec 9<>in
	start serve smpp-listen -l 127.0.0.1:0 -l unix:sock -o SMPP_Server_Users=users "${opts[@]}" <in
	port=$(port_of serve)
}
# bind SPEC [STEP...] - the status that it gets
bind() {
	peer "127.0.0.1:$port" "bind:$1" "${@:2}" >bind.out || return
	jq -r 'select(.cmd | test("^bind_.*_resp")).status' bind.out
}
# hold NAME SPEC [STEP...] - bind, and stay until the file NAME.go is there
hold() {
	start "$1" python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "127.0.0.1:$port" "bind:$2" "${@:3}" "exists:$1.go"
	wait_for "$1.out" 'bind_.*_resp'
}
texts() { jq -r 'select(.cmd == "deliver_sm").body' "$1.out" | xxd -r -p | tr -d '\0' | grep -ao 'mo-[a-z0-9]*'; }

@test "smpp-listen -l: users: bind types and addresses" {
	serve 'tx:p:bind=tx' 'both:p:bind=rx,trx' 'far:p:from=192.0.2.0/24' 'near:p:from=127.0.0.0/8' 'local:p:from=unix'
	[ "$(bind tx:p:tx)" = 0 ]
	[ "$(bind tx:p:trx)" = 13 ]
	[ "$(bind both:p:rx)" = 0 ]
	[ "$(bind both:p:tx)" = 13 ]
	[ "$(bind far:p)" = 13 ]
	[ "$(bind near:p)" = 0 ]
	[ "$(bind local:p)" = 13 ]
	peer unix:sock bind:local:p >out
	[ "$(statuses out bind_transceiver_resp)" = 0 ]
	peer unix:sock bind:near:p >out
	[ "$(statuses out bind_transceiver_resp)" = 13 ]
	# with a wrong password nobody learns of them
	[ "$(bind far:q)" = 14 ]
}

@test "smpp-listen -l: users: sessions, and a place that is free again" {
	serve 'a:p:sessions=2' 'b:p'
	hold one a:p
	hold two a:p:rx
	[ "$(bind a:p)" = 5 ]
	[ "$(bind b:p)" = 0 ]
	touch one.go
	await one
	free() { [ "$(bind a:p)" = 0 ]; }
	wait_until free
}

@test "smpp-listen -l: users: window" {
	opts=(-- sh -c 'until [ -e go ]; do sleep 0.02; done')
	serve 'a:p:window=2' 'b:p'
	hold a a:p send:1 send:2 send:3 send:4 got:submit_sm_resp:2
	wait_for a.out submit_sm_resp 2
	hold b b:p send:1 send:2 send:3
	touch go
	wait_for a.out submit_sm_resp 4
	wait_for b.out submit_sm_resp 3
	[ "$(statuses a.out submit_sm_resp)" = "0 0 20 20" ]
	[ "$(statuses b.out submit_sm_resp)" = "0 0 0" ]
}

@test "smpp-listen -l: users: rate, of all sessions together, also of a new one" {
	serve 'a:p:rate=3' 'b:p'
	[ "$(bind a:p send:1 send:2 got:submit_sm_resp:2)" = 0 ]
	[ "$(statuses bind.out submit_sm_resp)" = "0 0" ]
	peer "127.0.0.1:$port" bind:a:p send:3 send:4 send:5 send:6 send:7 got:submit_sm_resp:5 >out
	[ "$(statuses out submit_sm_resp | tr ' ' '\n' | grep -cx 88)" -ge 2 ]
	peer "127.0.0.1:$port" bind:b:p send:{1..9} got:submit_sm_resp:9 >out
	[ "$(statuses out submit_sm_resp)" = "0 0 0 0 0 0 0 0 0" ]
	again() { bind a:p send:8 got:submit_sm_resp:1 && [ "$(statuses bind.out submit_sm_resp)" = 0 ]; }
	wait_until again
}

# submit_multi by hand, v3.4, 4.5.1: three destinations, then two
@test "smpp-listen -l: users: a submit_multi counts as many as it has destinations" {
	serve 'a:p:rate=2'
	multi() {	# SEQ N
		local body i
		body=0000003100$(printf '%02x' "$2")
		for ((i = 0; i < $2; i++)); do body+=01010131323300; done
		body+=00000000000000000000000161
		printf '%08x0000002100000000%08x%s' $((16 + ${#body} / 2)) "$1" "$body"
	}
	peer "127.0.0.1:$port" bind:a:p "hex:$(multi 2 3)$(multi 3 2)" got:0x80000021:2 >out
	# more than a second's worth is taken when nothing was before
	[ "$(statuses out 0x80000021)" = "0 88" ]
	wait_for serve.out '"to":\["\+123","\+123","\+123"\]'
}

@test "smpp-listen -l: users: a slow hash stops no other session" {
	# some seconds: crypt(3) with more rounds than its default of 5000
	hash=$(perl -e 'print crypt("secret", q($6$rounds=3000000$abcdefgh$))')
	[[ $hash == '$6$'* ]] || skip "needs sha512 in crypt(3)"
	serve 'fast:p'
	hold fast fast:p exists:asked send:quick got:submit_sm_resp:1
	printf '%s\n' 'fast:p' "slow:{CRYPT}$hash" >users
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'read the configuration anew'
	start slow python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "127.0.0.1:$port" \
	    enquire touch:asked bind:slow:secret
	wait_for fast.out submit_sm_resp
	[ "$(grep -c bind_transceiver_resp slow.out)" -eq 0 ]
	await slow
	[ "$(statuses slow.out bind_transceiver_resp)" = 0 ]
}

@test "smpp-listen -l: users: guessing is slow, and the right password still gets in" {
	serve 'a:p'
	cat >guess.py <<-'END'
	import socket, struct, sys, time
	def pdu(cmd, seq, body): return struct.pack(">IIII", 16 + len(body), cmd, 0, seq) + body
	def bind(password):
	    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
	    s.sendall(pdu(9, 1, b"a\0" + password + b"\0\0\x34\0\0\0"))
	    return s
	def status(s): return struct.unpack(">IIII", s.recv(16, socket.MSG_WAITALL))[2]
	begin = time.monotonic()
	assert [status(bind(b"x")) for _ in range(4)] == [14] * 4
	# 0.1 + 0.2 + 0.4 + 0.8
	assert time.monotonic() - begin >= 1.5, time.monotonic() - begin
	socks = [bind(b"x%d" % i) for i in range(20)]
	got = [status(s) for s in socks]
	# most are not even looked at
	assert got.count(14) <= 5 and got.count(13) >= 15, got
	assert status(bind(b"p")) == 0
	END
	python3 guess.py "$port"
}

@test "smpp-listen -l: three hundred sessions bind and submit at once, each with its own" {
	opts=(-o SMPP_Server_Max_Connections=300)
	ulimit -n 1024
	for i in {0..299}; do users+=("u$i:p$i:sessions=1 window=20"); done
	serve "${users[@]}"
	python3 "$MOBUTILS_ROOT/tests/parts/many-esmes.py" "$port" 300 10
	[ "$(jq -r .text serve.out | sort -u | wc -l)" -eq 3000 ]
}

@test "smpp-listen -l: one that floods us leaves room for the others" {
	opts=(-- sh -c 'until [ -e go ]; do sleep 0.02; done')
	serve 'a:p' 'b:p'
	hold b b:p exists:flooded send:{1..20} enquire
	cat >flood.py <<-'END'
	import socket, struct, sys
	def pdu(cmd, seq, body): return struct.pack(">IIII", 16 + len(body), cmd, 0, seq) + body
	s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
	f = s.makefile("rb")
	s.sendall(pdu(9, 1, b"a\0p\0\0\x34\0\0\0"))
	def get():
	    n, cmd, status, seq = struct.unpack(">IIII", f.read(16))
	    f.read(n - 16)
	    return status
	assert get() == 0
	sm = b"\0\1\1" + b"1\0" + b"\1\1" + b"2\0" + b"\0\0\0\0\0\1\0\0\0\1x"
	s.sendall(b"".join(pdu(4, 2 + i, sm) for i in range(6000)))
	assert [get() for _ in range(1000)] == [20] * 1000
	open("flooded", "w").close()
	f.read()
	END
	start flood python3 flood.py "$port"
	wait_for b.out enquire_link_resp
	# nothing of it was refused: it waits for its handlers
	[ "$(grep -c submit_sm_resp b.out)" -eq 0 ]
	stop flood
	touch go
}

@test "smpp-listen -l: deliver records go to whom they are for, and wait for him alone" {
	serve 'a:p:number=2000,+1555*' 'b:p:number=+1555123' 'c:p'
	hold c c:p:rx
	hold b b:p:rx
	printf '{"type":"deliver","from":"1","to":"%s","text":"%s"}\n' 2000 mo-1 +15559 mo-2 +1555123 mo-3 777 mo-4 >&9
	printf '{"type":"deliver","from":"1","to":"2000","system_id":"c","text":"mo-5"}\nnonsense\n' >&9
	wait_for c.out deliver_sm 2
	wait_for b.out deliver_sm 1
	wait_until has_json serve.out '.type == "invalid"'
	[ "$(texts b)" = mo-3 ]
	[ "$(texts c | tr '\n' ' ')" = "mo-4 mo-5 " ]
	wait_until has_json serve.out '.text == "mo-5" and .result.status == "ok"'
	has_json serve.out '.text == "mo-3" and .result.status == "ok"'
	hold a a:p:rx answer:0x65
	wait_for a.out deliver_sm 2
	[ "$(texts a | tr '\n' ' ')" = "mo-1 mo-2 " ]
	printf '{"type":"deliver","from":"1","to":"2000","text":"mo-6"}\n' >&9
	# the peer's answer is the result
	wait_until has_json serve.out '.text == "mo-6" and .result.status == "permanent"'
}

@test "smpp-listen -l: what waits for a receiver is not lost at the end" {
	serve 'a:p:number=2000'
	printf '{"type":"deliver","from":"1","to":"2000","text":"mo-%s"}\n' 1 2 3 >&9
	printf '{"type":"submit","text":"read"}\n' >&9
	wait_for serve.out read
	stop serve
	[ "$status" -eq 75 ]
	[ "$(jq -r 'select(.result.status == "temporary").text' serve.out | tr '\n' ' ')" = "mo-1 mo-2 mo-3 " ]
}

@test "smpp-listen -l: users: Kannel binds with its password, sends, and has its receipt and its MO" {
	serve 'kannel:{CRYPT}'"$(perl -e 'print crypt("secret", q($6$abcdefgh$))')"':sessions=1 window=10 from=127.0.0.1 bind=trx number=2000'
	start_kannel "$port" kannel secret
	wait_for serve.err '"kannel": bound'
	printf '{"type":"deliver","from":"+15550001111","to":"2000","text":"mo-kannel"}\n' >&9
	wait_for http.out mo-kannel
	wait_until has_json serve.out '.text == "mo-kannel" and .result.status == "ok"'
	kannel_send 2000 +15550001111 from-kannel dlr-mask=31 tag=t1
	wait_until has_json serve.out '.type == "submit" and .text == "from-kannel"'
	wait_until has_json http.out '.path == "/dlr" and .tag == "t1" and .type == "1"'
}
