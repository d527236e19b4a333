# smpp-send: several servers, several connections, several domains at once.  The
# SMSC is our own server with faults, and sockets at which nobody speaks.
# shellcheck disable=SC2030,SC2031,SC2154	# run and await set what is read
load ../test_helper

# server NAME [ARG...] - an SMSC of ours; its port is in $port
server() {
	local name=$1
	shift
	exec 9<> <(:)
	start "$name" smpp-listen -l 127.0.0.1:0 "$@" <&9
	port=$(port_of "$name")
}

# mute - a port that takes connections and says nothing; in $mute_port
mute() {
	need python3
	start mute python3 -c '
import socket, time
s = socket.create_server(("127.0.0.1", 0), backlog=50)
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
time.sleep(100)'
	mute_port=$(port_of mute)
}

closed_port() { python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 1; }

# records N [DOMAIN] - ids and texts m1 on
records() {
	local i
	for ((i = 1; i <= $1; i++)); do
		printf '{"id":"m%d","to":"15550001","text":"m%d"%s}\n' "$i" "$i" \
		    "${2:+,\"domain\":\"$2\"}"
	done
}

# conf SERVERS [LINE...] - x.conf with the domain x
conf() {
	printf 'domain x {\nSMPP_SMSC_Server = (%s)\nSMPP_SMSC_System_ID = e\n' "$1" >x.conf
	shift
	printf '%s\n' "$@" } >>x.conf
}

statuses() {
	jq -r .result.status "$1" | sort | uniq -c |
	    awk '{ printf "%s%s:%d", (NR > 1 ? " " : ""), $2, $1 }'
}
sorted_ids() { jq -r .id "$1" | sort -V; }

@test "smpp-send: the next server, where the first cannot be reached" {
	need python3
	server serve
	dead=$(closed_port)
	conf "127.0.0.1:$dead \"[127.0.0.1]:$port\""
	records 3 >in
	run -0 --separate-stderr bash -c "smpp-send -c x.conf x <in >out"
	[ "$(statuses out)" = ok:3 ]
	[ "$(jq -r .result.smsc out | sort -u)" = "127.0.0.1:$port" ]
	[ "$stderr" = "smpp-send: 127.0.0.1:$dead: Connection refused; bound to 127.0.0.1:$port" ]
}

@test "smpp-send: the next server, where the first takes no bind" {
	mute
	server serve
	conf "127.0.0.1:$mute_port 127.0.0.1:$port" 'SMPP_Bind_Response_Timer = 300ms'
	records 3 >in
	run -0 --separate-stderr bash -c "smpp-send -c x.conf x <in >out"
	[ "$(statuses out)" = ok:3 ]
	[[ $stderr == *'no answer to bind'* ]]
}

@test "smpp-send: the next server, when the connection breaks" {
	server first -o SMPP_Server_Fault_Drop=3
	conf "127.0.0.1:$port"
	server second
	conf "127.0.0.1:$(port_of first) 127.0.0.1:$port" 'SMPP_Command_Window_Size = 1'
	records 6 >in
	run -1 bash -c "smpp-send -c x.conf x <in >out"
	[ "$(statuses out)" = 'ok:5 unknown:1' ]
	[ "$(jq -r .text first.out | xargs)" = "m1 m2 m3" ]
	[ "$(jq -r .text second.out | xargs)" = "m4 m5 m6" ]
	[ "$(jq -r 'select(.result.status == "unknown").id' out)" = m3 ]
	[[ $output == *"smpp-send: bound to 127.0.0.1:$port, no longer to 127.0.0.1:$(port_of first)"* ]]
}

@test "smpp-listen, smpp-share: the next server, and why" {
	need python3
	server serve
	dead=$(closed_port)
	conf "127.0.0.1:$dead 127.0.0.1:$port"
	start listen smpp-listen -c x.conf x
	wait_for listen.err "^smpp-listen: 127.0.0.1:$dead: Connection refused; bound to 127.0.0.1:$port\$"
	start share smpp-share -c x.conf -o "SMPP_Share=unix:$PWD/sock" x
	wait_for share.err "^smpp-share: 127.0.0.1:$dead: Connection refused; bound to 127.0.0.1:$port\$"
}

@test "smpp-send: of no server that is there, each has its words" {
	need python3
	read -r a b < <(python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 2 | xargs)
	conf "127.0.0.1:$a 127.0.0.1:$b"
	records 1 >in
	run -75 bash -c "smpp-send -c x.conf -o SMPP_ESME_Max_Bind_Retries=0 x <in >out"
	[ "$(jq -r .result.reason out)" = \
	    "127.0.0.1:$a: Connection refused; 127.0.0.1:$b: Connection refused" ]
}

@test "smpp-send: a server that is none is named" {
	records 1 >in
	for bad in h:0 h:x '"[::1"' '"[::1]x"' ':1'; do
		conf "$bad"
		run -78 --separate-stderr bash -c "smpp-send -c x.conf x <in"
		[[ $stderr == *SMPP_SMSC_Server:* ]]
	done
}

@test "smpp-send: a name that nobody knows is 75" {
	records 1 >in
	# RFC 6761, 6.4: never exists
	run -75 bash -c "smpp-send -o SMPP_ESME_Max_Bind_Retries=0 \
	    -o SMPP_Bind_Response_Timer=10 smpp://e@nobody.invalid:1 <in >out"
	[[ $(jq -r .result.reason out) == nobody.invalid:1:\ * ]]
}

@test "smpp-send -P: connections that break in the midst of a batch" {
	server serve -o SMPP_Server_Fault_Drop=40
	records 200 >in
	run -1 bash -c "smpp-send -P 3 -o SMPP_Command_Window_Size=5 \
	    smpp://e@127.0.0.1:$port <in >out"
	diff <(sorted_ids in) <(sorted_ids out)
	# the server took what is ok, once, and nothing but that and unknown
	[ -z "$(jq -r .text serve.out | sort | uniq -d)" ]
	jq -r .text serve.out | sort >took
	jq -r 'select(.result.status == "ok").id' out | sort >ok
	jq -r 'select(.result.status | test("^(ok|unknown)$")).id' out | sort >perhaps
	[ -z "$(comm -23 ok took)" ]
	[ -z "$(comm -23 took perhaps)" ]
	[ "$(wc -l <ok)" -ge 150 ]
	[ "$(statuses out | grep -c temporary)" -eq 0 ]
}

@test "smpp-send -P: as many connections, once there is work for them" {
	server serve -v -o SMPP_Server_Fault_Delay=0.3
	records 1 | smpp-send -P 3 "smpp://e@127.0.0.1:$port" >out
	records 30 | smpp-send -P 3 -v -o SMPP_Command_Window_Size=5 \
	    "smpp://e@127.0.0.1:$port" >out 2>err
	[ "$(statuses out)" = ok:30 ]
	[ "$(grep -c 'bound to' err)" -eq 3 ]
}

@test "smpp-send: SMPP_Persistent_Connections, of the bindings that can send" {
	server serve -o SMPP_Server_Fault_Delay=0.3
	conf "127.0.0.1:$port" 'SMPP_Persistent_Connections = [ t = 2, r = 5 ]' \
	    'binding t { SMPP_Bind_Type = transceiver }' \
	    'binding r { SMPP_Bind_Type = receiver }'
	records 30 | smpp-send -c x.conf -v -o SMPP_Command_Window_Size=5 x >out 2>err
	[ "$(statuses out)" = ok:30 ]
	[ "$(grep -c 'bound to' err)" -eq 2 ]
}

@test "smpp-send -P: more than the account allows is said once" {
	server serve -o SMPP_Server_Fault_Single_Bind=true -o SMPP_Server_Fault_Delay=0.1
	records 40 >in
	run -0 --separate-stderr bash -c "smpp-send -P 3 -o SMPP_Command_Window_Size=5 \
	    smpp://e@127.0.0.1:$port <in >out"
	[ "$(statuses out)" = ok:40 ]
	[ "$(grep -c ESME_RALYBND <<<"$stderr")" -eq 1 ]
}

@test "smpp-send: an account that is bound is waited for until Give_Up" {
	server serve -o SMPP_Server_Fault_Single_Bind=true
	exec 8<> <(:)
	start holder smpp-listen -v "smpp://e@127.0.0.1:$port" <&8
	wait_for holder.err 'bound to'
	records 1 >in
	run -75 bash -c "smpp-send -o SMPP_ESME_Max_Bind_Retries=0 -o Give_Up=2 \
	    smpp://e@127.0.0.1:$port <in >out"
	[[ $(jq -r .result.reason out) == 'gave up: '*ESME_RALYBND* ]]
	start sender smpp-send -o SMPP_ESME_Max_Bind_Retries=0 "smpp://e@127.0.0.1:$port" <in
	wait_for sender.err ESME_RALYBND
	stop holder
	await sender
	[ "$status" -eq 0 ]
}

@test "smpp-send -P: a wrong password is tried once, and is 77" {
	echo 'e:{plain}right' >users
	chmod 600 users
	server serve -v -o SMPP_Server_Users=users
	records 50 >in
	SMPP_PASSWORD=wrong run -77 --separate-stderr bash -c "smpp-send -P 5 \
	    -o SMPP_Command_Window_Size=5 smpp://e@127.0.0.1:$port <in >out"
	[ "$(grep -c ESME_RINVPASWD <<<"$stderr")" -eq 1 ]
	wait_for serve.err ESME_RINVPASWD
	[ "$(grep -c "bind_transmitter.*ESME_RINVPASWD" serve.err)" -eq 1 ]
	[ "$(statuses out)" = temporary:50 ]
}

@test "smpp-send: a domain that is down does not hold up another" {
	mute
	server serve
	cat >x.conf <<-END
	SMPP_SMSC_System_ID = e
	Give_Up = 3
	domain up { SMPP_SMSC_Server = "127.0.0.1:$port" }
	domain down { SMPP_SMSC_Server = "127.0.0.1:$mute_port" }
	END
	paste -d '\n' <(records 500 down) <(records 500 up) >in
	start sender smpp-send -c x.conf <in
	wait_until has_json sender.out '.result.status == "ok"' 500
	[ "$(grep -c temporary sender.out)" -eq 0 ]
	await sender
	[ "$status" -eq 1 ]
	[ "$(statuses sender.out)" = 'ok:500 temporary:500' ]
	[ "$(jq -r 'select(.domain == "up").result.status' sender.out | sort -u)" = ok ]
}

@test "smpp-send: Give_Up is for no progress, not for the whole" {
	server serve -o SMPP_Server_Fault_Delay=0.3
	records 10 >in
	run -0 bash -c "smpp-send -o Give_Up=1 -o SMPP_Command_Window_Size=1 \
	    smpp://e@127.0.0.1:$port <in >out"
	[ "$(statuses out)" = ok:10 ]
}
