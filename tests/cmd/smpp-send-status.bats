# smpp-send: what goes wrong, and the exit status: DESIGN's table, mobutils(7).
load ../test_helper
load ../parts/net-smpp

url() { echo "smpp://esme@127.0.0.1:$smsc_port"; }

# records N [TEXT] - N records, ids m1 on
records() {
	local i
	for ((i = 1; i <= $1; i++)); do
		printf '{"id":"m%d","to":"1555%07d","text":"%s"}\n' "$i" "$i" "${2-x}"
	done
}

# each_once N FILE - the ids m1 to mN come out, each exactly once
each_once() {
	diff <(jq -r .id "$2" | sort -V) <(seq -f 'm%.0f' "$1")
}

# statuses FILE - how many of each, "ok:3 temporary:1"
statuses() {
	jq -r .result.status "$1" | sort | uniq -c |
	    awk '{ printf "%s%s:%d", (NR > 1 ? " " : ""), $2, $1 }'
}

# closed_port - a port of 127.0.0.1 where nobody listens
closed_port() { python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 1; }

@test "smpp-send: some refused is 1" {
	start_smsc --fail 3:0x45
	records 7 >in
	run -1 --separate-stderr bash -c "smpp-send $(url) <in >out"
	each_once 7 out
	[ "$(statuses out)" = 'ok:5 temporary:2' ]
	jq -c 'select(.id == "m3").result | del(.at, .smsc)' out >got
	same_json got <<-'END'
	{"status":"temporary","command_status":"ESME_RSUBMITFAIL","code":69,
	"reason":"the submission failed",
	"parts":[{"command_status":"ESME_RSUBMITFAIL","code":69}]}
	END
}

@test "smpp-send: nobody there is 75, and each record says so" {
	port=$(closed_port)
	records 50 >in
	run -75 --separate-stderr bash -c \
	    "smpp-send -o SMPP_ESME_Max_Bind_Retries=0 smpp://127.0.0.1:$port <in >out"
	each_once 50 out
	[ "$(statuses out)" = temporary:50 ]
	[ "$(jq -r .result.reason out | sort -u)" = "127.0.0.1:$port: Connection refused" ]
	[ "$stderr" = "4.4.1 smpp-send: 127.0.0.1:$port: Connection refused" ]
}

@test "smpp-send: an SMSC that is there at the second try" {
	need python3
	# a listener that closes the first connection and then is the SMSC
	start_smsc
	start proxy python3 - "$smsc_port" <<-'END'
	import socket, sys, threading
	s = socket.create_server(("127.0.0.1", 0))
	print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
	s.accept()[0].close()
	a = s.accept()[0]
	b = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
	def copy(x, y):
	    while (d := x.recv(65536)):
	        y.sendall(d)
	    y.shutdown(socket.SHUT_WR)
	threading.Thread(target=copy, args=(a, b)).start()
	copy(b, a)
	END
	smsc_port=$(port_of proxy)
	records 3 >in
	run -0 --separate-stderr bash -c "smpp-send $(url) <in >out"
	[ "$(statuses out)" = ok:3 ]
	[[ $stderr == "4.4.1 smpp-send: 127.0.0.1:$smsc_port: the SMSC closed the connection" ]]
}

@test "smpp-send: the same trouble at the next try is said once" {
	port=$(closed_port)
	records 1 >in
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_ESME_Max_Bind_Retries=1 smpp://127.0.0.1:$port <in >out"
	[ "$stderr" = "4.4.1 smpp-send: 127.0.0.1:$port: Connection refused" ]
}

@test "smpp-send: Give_Up bounds the tries" {
	port=$(closed_port)
	records 2 >in
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_ESME_Max_Bind_Retries=1000 \
	    -o Give_Up=1 smpp://127.0.0.1:$port <in >out"
	[ "$(jq -r .result.reason out | sort -u)" = "gave up: 127.0.0.1:$port: Connection refused" ]
	[[ ${stderr_lines[-1]} == "4.4.1 smpp-send: gave up: "* ]]
}

@test "smpp-send: a wrong password is 77, and is not tried again" {
	start_smsc --password secret
	records 3 >in
	SMPP_PASSWORD=wrong run -77 --separate-stderr bash -c "smpp-send $(url) <in >out"
	each_once 3 out
	[ "$(statuses out)" = temporary:3 ]
	[[ $stderr == "4.7.0 smpp-send: 127.0.0.1:$smsc_port: bind refused: ESME_RINVPASWD (0x0000000e, bind): the password is invalid" ]]
	[ "$(grep -c bind_transmitter smsc.out)" -eq 1 ]
}

@test "smpp-send: too long a password or system_id is our fault: 78" {
	start_smsc
	records 1 >in
	SMPP_PASSWORD=$(printf %0300d 0) run -78 bash -c "smpp-send $(url) <in >out"
	run -78 --separate-stderr bash -c "smpp-send -o SMPP_SMSC_System_ID=$(printf %080d 0) smpp://127.0.0.1:$smsc_port <in >out"
	[ "$(statuses out)" = temporary:1 ]
	[ "$stderr" = "4.3.5 smpp-send: system_id, password or another field of bind is too long" ]
}

@test "smpp-send: the account is bound already: 75 after Give_Up" {
	start_smsc --refuse 5
	records 1 >in
	run -75 bash -c "smpp-send -o SMPP_ESME_Max_Bind_Retries=0 -o Give_Up=2 $(url) <in >out"
	[ "$(grep -c bind_transmitter smsc.out)" -ge 2 ]
}

@test "smpp-send: a connection that breaks with requests out leaves them unknown: 69" {
	start_smsc --mute --die-after 3
	records 3 >in
	run -69 --separate-stderr bash -c "smpp-send $(url) <in >out"
	each_once 3 out
	[ "$(statuses out)" = unknown:3 ]
	jq -e '.result | .reason == "no response came: it may have been sent"
	    and .parts == [{"status":"unknown"}]' out
	[[ ${stderr_lines[0]} == "5.4.2 smpp-send: m1: no response came: it may have been sent" ]]
}

@test "smpp-send: SMPP_ESME_On_Unknown=resend makes that temporary: 75" {
	start_smsc --mute --die-after 3
	records 3 >in
	run -75 bash -c "smpp-send -o SMPP_ESME_On_Unknown=resend $(url) <in >out"
	each_once 3 out
	[ "$(statuses out)" = temporary:3 ]
}

@test "smpp-send: one unknown outweighs what was not sent: 69" {
	start_smsc --fail 1:0x45 --die-after 2
	records 3 >in
	run -69 bash -c "smpp-send -o SMPP_Command_Window_Size=1 $(url) <in >out"
	each_once 3 out
	[ "$(jq -r '[.id, .result.status] | join(" ")' out | sort)" = "m1 temporary
m2 unknown
m3 temporary" ]
}

@test "smpp-send: an SMSC that never answers: SMPP_Response_Timer" {
	start_smsc --mute
	records 2 >in
	run -69 bash -c "smpp-send -o SMPP_Response_Timer=1 $(url) <in >out"
	[ "$(statuses out)" = unknown:2 ]
	wait_for smsc.out '"cmd":"unbind"'
}

@test "smpp-send: an SMSC that does not answer bind or unbind" {
	need python3
	start dumb python3 -c '
import socket, time
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
keep = []
while True: keep.append(s.accept())'
	smsc_port=$(port_of dumb)
	records 1 >in
	run -75 --separate-stderr bash -c "smpp-send -o SMPP_Response_Timer=1 -o SMPP_ESME_Max_Bind_Retries=0 $(url) <in >out"
	[ "$(grep -c ": no answer to bind (perhaps" <<<"$stderr")" -eq 1 ]
	[[ $stderr != *"bind: no answer"* ]]
}

@test "smpp-send: too few descriptors: 71 or 75, never 1, and in our words" {
	local n rc all=
	! grep -q __asan_init "$(command -v smpp-send)" ||
	    skip "sanitizers need descriptors of their own"
	records 1 >in
	# below, not even the libraries can be opened: 127
	for ((n = 4; n < 24; n++)); do
		rc=0
		bash -c "ulimit -n $n && exec smpp-send -o SMPP_ESME_Max_Bind_Retries=0 \
		    smpp://me@127.0.0.1:1" <in >out 2>err || rc=$?
		all+=" $rc"
		[ "$rc" -eq 127 ] || [ -z "$(grep -v 'smpp-send: ' err)" ]
	done
	echo "$all"
	[[ "$all" =~ ^(" 127")*(" 71")+(" 75")+$ ]]
}

@test "smpp-send: an SMSC that loses its framing once is bound to again" {
	need python3
	start lost python3 -c '
import socket, struct
def pdu(command, seq, body=b""):
    return struct.pack(">IIII", 16 + len(body), command | 1 << 31, 0, seq) + body
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
submits = 0
while True:
    f = s.accept()[0].makefile("rwb", 0)
    while len(head := f.read(16)) == 16:
        length, command, status, seq = struct.unpack(">IIII", head)
        if length > 16: f.read(length - 16)
        submits += command == 4
        f.write(b"\xff" * 16 if submits == 1 else
            pdu(command, seq, b"x\0" if command < 6 else b""))
        if submits == 1 or command == 6: break
    submits += submits == 1
    f.close()'
	smsc_port=$(port_of lost)
	records 4 >in
	run -1 --separate-stderr bash -c "smpp-send -o SMPP_Command_Window_Size=1 $(url) <in >out"
	[[ $stderr == *"the SMSC broke the protocol"* ]]
	[ "$(jq -r .result.status out | xargs)" = "unknown ok ok ok" ]
}

@test "smpp-send: an SMSC that takes all and answers no unbind holds nobody up" {
	start_smsc --deaf
	records 1 >in
	start=$SECONDS
	run -69 bash -c "smpp-send -o SMPP_Submit_Response_Timer=1 -o SMPP_Response_Timer=60 $(url) <in >out"
	((SECONDS - start < 20))
}

@test "smpp-send: a wrong number is 67, other refusals 69, bad data 65" {
	records 2 >in
	start_smsc --fail 1:0x0b
	run -67 bash -c "smpp-send $(url) <in >out"
	[ "$(statuses out)" = permanent:2 ]
	stop smsc
	start_smsc --fail 1:0x43
	run -69 --separate-stderr bash -c "smpp-send $(url) <in >out"
	[[ ${stderr_lines[0]} == "5.5.4 smpp-send: m1: ESME_RINVESMCLASS (0x00000043, permanent): esm_class is invalid or not supported" ]]
	stop smsc
	start_smsc --fail 1:0x4ff
	run -69 bash -c "smpp-send $(url) <in >out"
	jq -e '.result | .code == 1279 and .command_status == "0x000004ff"' out
	echo '{"id":"m1","to":"nobody","text":"x"}' >in
	run -65 --separate-stderr bash -c "smpp-send $(url) <in >out"
	[ "$stderr" = '5.6.0 smpp-send: m1: to: is not a number' ]
}

@test "smpp-send: throttled to the end is temporary: 75" {
	start_smsc --fail 1:0x58
	records 2 >in
	run -75 bash -c "smpp-send -o Give_Up=1 $(url) <in >out"
	[ "$(statuses out)" = temporary:2 ]
	[ "$(jq -r .result.reason out | sort -u)" = 'gave up: throttled for too long' ]
}

@test "smpp-send: a peer that speaks HTTP is named: 76" {
	need python3
	start web python3 -c '
import socket
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
while True:
    c = s.accept()[0]
    c.recv(1000)
    c.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    c.close()'
	smsc_port=$(port_of web)
	records 2 >in
	run -76 --separate-stderr bash -c "smpp-send $(url) <in >out"
	each_once 2 out
	[ "$(statuses out)" = temporary:2 ]
	[[ $stderr == *"the SMSC broke the protocol: the port speaks HTTP"* ]]
}

@test "smpp-send: lines that are no records are named, the rest goes on" {
	start_smsc
	{
		echo '{"id":"m1","to":"1","text":"x"}'
		echo 'oops'
		echo
		echo '{"id":"bad","to":1,"text":"x"}'
		echo '[1]'
		printf '{"id":"utf","to":"1","text":"\xff"}\n'
		echo '{"id":"m2","to":"1","text":"x"}'
		echo '{"id":"q","type":"query","message_id":"7"}'
		echo '{"id":"twice","id":"x","to":"1","text":"x"}'
		printf '{"id":"m3","to":"1","text":"x"}'
	} >in

	run -1 --separate-stderr bash -c "smpp-send $(url) <in >out"

	[ "$(grep -c '' out)" -eq 9 ]
	[ "$(jq -r 'select(.result.status == "ok").id' out | tr '\n' ' ')" = 'm1 m2 m3 ' ]
	jq -c 'select(.type == "invalid") | [.line, .input[0:8]]' out | diff - <(
		echo '[2,"6f6f7073"]'
		echo '[5,"5b315d"]'
		echo '[6,"7b226964"]'
		echo '[9,"7b226964"]'
	)
	[[ $stderr == *"smpp-send: stdin:2: "* && $stderr == *"smpp-send: stdin:5: a list, not a JSON object"* ]]
	[[ $stderr == *"smpp-send: stdin:6: "* && $stderr == *"smpp-send: stdin:9: "* ]]
	has_json out '.id == "bad" and .result.status == "permanent" and (.result.reason | startswith("to: "))'
	has_json out '.id == "q" and .result.status == "permanent"'
}

@test "smpp-send: nothing but bad data is 65" {
	run -65 --separate-stderr smpp-send smpp://127.0.0.1:1 < <(echo oops)
	[ "$(jq -c '[.type, .line, .input]' <<<"$output")" = '["invalid",1,"6f6f7073"]' ]
}

@test "smpp-send: too long a line is named, and the rest goes on" {
	start_smsc
	{
		echo '{"id":"m1","to":"1","text":"x"}'
		head -c 3000000 /dev/zero | tr '\0' a; echo
		echo '{"id":"m2","to":"1","text":"x"}'
	} >in
	run -1 --separate-stderr bash -c "smpp-send $(url) <in >out"
	[ "${stderr_lines[0]}" = "smpp-send: stdin:2: line is too long" ]
	[[ "${stderr_lines[1]}" == "smpp-send: 3 records: 2 ok, 0 temporary, 1 permanent, "* ]]
	[ "${#stderr_lines[@]}" -eq 2 ]
	[ "$(jq -r 'select(.result.status == "ok").id' out | tr '\n' ' ')" = 'm1 m2 ' ]
	has_json out '.type == "invalid" and .line == 2 and (.input | length == 8192)'
}

@test "smpp-send: hostile fields are refused, not sent" {
	start_smsc
	{
		echo '{"id":"a","from":"a\u0000b","to":"1","text":"x"}'
		echo '{"id":"b","to":"1\u00002","text":"x"}'
		echo '{"id":"c","to":"123456789012345678901","text":"x"}'
		echo '{"id":"d","to":"1","text":"x","service_type":"toolong"}'
		echo '{"id":"e","to":"1","text":"x","udh":"ff"}'
		echo '{"id":"f","to":"1","text":"x","tlv":{"no such":1}}'
		echo '{"id":"g","to":["1","1"],"text":"x"}'
		echo '{"id":"h","to":"1","text":"x","priority":300}'
		echo '{"id":"i","to":"1","text":"x","data":"00"}'
		echo '{"id":"j","to":"","text":"x"}'
		echo '{"id":"k","text":"x"}'
		echo '{"id":"l\u001b[2J\n","to":"1","text":"x"}'
	} >in
	run -65 --separate-stderr bash -c "smpp-send $(url) <in >out"
	[ "$(statuses out)" = permanent:12 ]
	[[ $stderr != *$'\x1b'* ]]
	run -1 grep submit_sm smsc.out
}

@test "smpp-send: no domain for a record is 78" {
	run -78 --separate-stderr smpp-send < <(records 3)
	[ "$(jq -r .result.status <<<"$output" | sort -u)" = temporary ]
	[ "${#stderr_lines[@]}" -eq 1 ]	# once, not for each record
}

@test "smpp-send: a full disk is not success" {
	[ -e /dev/full ] || skip "needs /dev/full"
	start_smsc
	records 3 >in
	run -74 --separate-stderr bash -c "smpp-send $(url) <in >/dev/full"
	[[ $stderr == *"smpp-send: writing results: No space left on device" ]]
	run -74 bash -c "smpp-send -n $(url) <in >/dev/full"
	run -74 bash -c "smpp-send -C >/dev/full"
}

@test "smpp-send: a directory as stdin, no stdin, no stdout" {
	run -74 --separate-stderr smpp-send smpp://127.0.0.1:1 </
	[[ $stderr == *"reading: Is a directory" ]]
	run -66 bash -c 'smpp-send smpp://127.0.0.1:1 <&-'
	run -73 bash -c 'smpp-send smpp://127.0.0.1:1 >&-' </dev/null
	# what is said must not land in the connection that got descriptor 2
	start_smsc --fail 2:0x0b
	records 3 >in
	run -1 bash -c "smpp-send $(url) <in >out 2>&-"
	[ "$(statuses out)" = 'ok:2 permanent:1' ]
}

@test "smpp-send: a reader that goes away does not undo what was sent: 74" {
	start_smsc
	mkfifo to
	# the first result closes the pipe; the rest of the window is answered all
	# the same, and nothing more is taken
	records 500 >in
	start send bash -c "smpp-send -o SMPP_Command_Window_Size=5 $(url) <in >to"
	head -n 1 to >first
	await send
	[ "$status" -eq 74 ]
	jq -e '.result.status == "ok"' first
	grep -q 'writing results: Broken pipe' send.err
	[ "$(grep -c '"submit_sm"' smsc.out)" -lt 500 ]
	wait_for smsc.out '"cmd":"unbind"'
}

# --- nothing that may have been sent is sent again ---------------------------

# long ID - a record of two segments, with opts[]
opts='-o SMPP_Max_SMS_Message_Size=1000'
long() { printf '{"id":"%s","to":"1","text":"%0300d"}\n' "$1" 0; }

# start_statuses STATUS... - an SMSC that answers the submits so, when all of
# these have come, and the later ones with 0
start_statuses() {
	need python3
	start smsc python3 -u -c '
import socket, struct, sys
want = [int(x, 0) for x in sys.argv[1:]]
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], file=sys.stderr)
c = s.accept()[0]
f = c.makefile("rb")
held = []
def answer(cmd, status, seq, body):
    c.sendall(struct.pack(">IIII", 16 + len(body), cmd | 1 << 31, status, seq) + body)
while len(head := f.read(16)) == 16:
    n, cmd, status, seq = struct.unpack(">IIII", head)
    f.read(n - 16)
    if cmd != 4:
        answer(cmd, 0, seq, b"" if cmd in (6, 0x15) else b"smsc\0")
        continue
    print("submit_sm")
    held.append(seq)
    if len(held) < len(want):
        continue
    for q, st in zip(held, want or [0]):
        answer(4, st, q, b"" if st else b"id\0")
    held, want = [], []' "$@"
	smsc_port=$(port_of smsc)
}

@test "smpp-send: a part refused and a part unanswered: the record is unknown, 69" {
	start_smsc --fail 1:0x0b --die-after 2
	long m1 >in
	run -69 --separate-stderr bash -c "smpp-send $opts $(url) <in >out"
	jq -e '.result | .status == "unknown" and (has("command_status") | not)
	    and (.reason | test("refused.*may have been sent"))
	    and [.parts[] | .command_status // .status] == ["ESME_RINVDSTADR", "unknown"]' out
	[[ ${stderr_lines[0]} == "5.4.2 smpp-send: m1: a part was refused"* ]]
	# it passes through, even if somebody calls it otherwise
	jq -c '.result.status = "temporary"' out >called
	run -69 bash -c "smpp-send $opts smpp://127.0.0.1:1 <called >again"
	cmp called again
}

@test "smpp-send: refused in part outweighs unknown where that is resent" {
	start_smsc --fail 1:0x0b --die-after 2
	long m1 >in
	run -67 bash -c "smpp-send $opts -o SMPP_ESME_On_Unknown=resend $(url) <in >out"
	[ "$(jq -c '.result | [.status, .code]' out)" = '["permanent",11]' ]
}

@test "smpp-send: of a message refused in part no throttled part is sent again" {
	start_statuses 0x0b 0x58
	long m1 >in
	run -67 bash -c "smpp-send $opts -o SMPP_ESME_Throttled_Timeout=0.05 $(url) <in >out"
	[ "$(grep -c submit_sm smsc.out)" -eq 2 ]
	jq -e '.result | .status == "permanent" and .code == 11
	    and [.parts[].command_status] == ["ESME_RINVDSTADR", "ESME_RTHROTTLED"]' out
}

@test "smpp-send: a message begun, its reference lost, is neither completed nor doubled" {
	start_smsc --fail 2:0x45
	long m1 >in
	run -75 bash -c "smpp-send $opts $(url) <in >one"
	jq -c 'del(.result.reference)' one >lost
	run -65 --separate-stderr bash -c "smpp-send $opts $(url) <lost >two"
	[ "$(grep -c submit_sm smsc.out)" -eq 2 ]
	[ "$stderr" = "5.6.0 smpp-send: m1: result.parts without a reference: cannot be completed" ]
	jq -e '.result | .status == "permanent" and (has("reference") | not)
	    and [.parts[].message_id] == ["1", null]' two
	# and again
	run -65 bash -c "smpp-send $opts $(url) <two >three"
	[ "$(grep -c submit_sm smsc.out)" -eq 2 ]
}

@test "smpp-send: no reference, and no part was sent: all of it is" {
	start_smsc
	long m1 | jq -c '.result = {status: "temporary", parts: [{status: "not sent"}, {status: "not sent"}]}' >in
	run -0 bash -c "smpp-send $opts $(url) <in >out"
	jq -e '.result | .status == "ok" and [.parts[].message_id] == ["1", "2"]' out
}

@test "smpp-send: what was sent of a message outlives a run that could not send" {
	start_smsc --fail 2:0x45
	long m1 >in
	run -75 bash -c "smpp-send $opts $(url) <in >one"
	run -78 bash -c "smpp-send $opts <one >two"	# no domain
	[ "$(jq -c '.result | [.status, .reference, .parts[0]]' two)" = \
	    "$(jq -c '.result | [.status, .reference, .parts[0]]' one)" ]
	stop smsc
	start_smsc --id 'b%d'
	run -0 bash -c "smpp-send $opts $(url) <two >three"
	jq -e '[.result.parts[].message_id] == ["1", "b1"]' three
	jq -se 'map(.result.reference) | unique | length == 1' one three
}
