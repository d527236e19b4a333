# smpp-send -n without a record: is the way open?  The other end is Perl's
# Net::SMPP or tests/parts/smpp-peer.py.
# shellcheck disable=SC2154	# run sets output and stderr
load ../test_helper
load ../parts/net-smpp
load ../parts/smpp-peer
load ../parts/tls

probe() { smpp-send -n "$@" </dev/null; }

@test "probe: every step has a verdict, and no SMS is sent" {
	start_smsc --password secret
	SMPP_PASSWORD=secret run -0 --separate-stderr probe "smpp://esme@127.0.0.1:$smsc_port"
	[ -z "$stderr" ]
	sed 's/in [0-9]* ms/in N ms/' <<<"$output" | diff - <(cat <<-END
	config: ok: 127.0.0.1, port $smsc_port
	name: ok: 127.0.0.1 is an address
	connect: ok: 127.0.0.1:$smsc_port
	tls: none: the password and all texts go in clear
	bind: ok: bind_transmitter as "esme" to 127.0.0.1:$smsc_port
	enquire_link: ok: answered in N ms
	unbind: ok
	END
	)
	wait_for smsc.out '"cmd":"unbind"'
	[ "$(jq -r 'select(.cmd | test("_resp$") | not).cmd' smsc.out | xargs)" = \
	    'bind_transmitter enquire_link unbind' ]
}

@test "probe: an empty pipe and a terminal are no input, a record is some" {
	start_smsc
	url=smpp://esme@127.0.0.1:$smsc_port
	[ "$(: | smpp-send -n "$url" | tail -n 1)" = 'unbind: ok' ]
	need script
	script -qec "smpp-send -n $url" /dev/null </dev/null >typescript
	grep -q '^unbind: ok' typescript
	[ "$(grep -c '"cmd":"bind_transmitter"' smsc.out)" -eq 2 ]

	smpp-send -n "$url" <<<'{"to":"+1555","text":"x"}' >out
	has_json out .dry_run
	[ "$(wc -l <out)" -eq 1 ]
	# nor without a domain to go to, nor a text
	smpp-send -n </dev/null
	run -65 smpp-send -n -T +1555 "$url" </dev/null
	[ "$(grep -c '"cmd":"bind_transmitter"' smsc.out)" -eq 2 ]
}

# fails STATUS STEP WHY [ARG...] - the last line, and nothing behind it
fails() {
	run "-$1" --separate-stderr probe "${@:4}"
	[[ "${lines[-1]}" == "$2: failed: "*"$3"* ]] || { echo "$output"; false; }
}

@test "probe: a name that is none, a port where nobody listens" {
	fails 75 name 'no.such.host.invalid:2775: ' smpp://me@no.such.host.invalid
	fails 75 connect 'Connection refused' smpp://me@127.0.0.1:1
	[ "${#lines[@]}" -eq 3 ]
	fails 75 connect 'No such file' "smpp+unix:$PWD/none"
	# a name and no SMSC
	fails 78 config 'SMPP_SMSC_Server is not set' -c <(echo 'domain x { }') x
}

@test "probe: a bind that is refused, for good or for now" {
	# v3.4, 5.1.3: ESME_RINVPASWD, ESME_RALYBND
	start_peer refuse:14 bound gone
	fails 77 bind 'ESME_RINVPASWD (0x0000000e, bind): ' "smpp://me@127.0.0.1:$peer_port"
	[[ ${lines[-1]} == *' (no password is set: SMPP_SMSC_Password, SMPP_SMSC_Password_File or SMPP_PASSWORD)' ]]
	start_peer refuse:14 bound gone
	SMPP_PASSWORD=x fails 77 bind 'ESME_RINVPASWD (0x0000000e, bind): ' "smpp://me@127.0.0.1:$peer_port"
	[[ ${lines[-1]} != *'no password'* ]]
	start_peer refuse:13 bound gone
	SMPP_PASSWORD=x fails 77 bind ' (as a transmitter; perhaps SMPP_Bind_Type)' "smpp://me@127.0.0.1:$peer_port"
	start_peer refuse:5 bound gone
	fails 75 bind 'ESME_RALYBND (0x00000005, bind): ' "smpp://me@127.0.0.1:$peer_port"
	# once only
	[ "$(grep -c bind_transmitter peer.out)" -eq 1 ]
}

@test "probe: no SMPP there, no answer, and an end before its time" {
	need python3
	start web python3 -c '
import socket
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
c = s.accept()[0]
c.recv(1000)
c.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")'
	fails 76 bind 'the port speaks HTTP' "smpp://me@127.0.0.1:$(port_of web)"
	start mute python3 -c '
import signal, socket
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
signal.pause()'
	fails 75 bind 'no answer to bind (perhaps it is no SMPP port, or wants TLS: SMPP_SMSC_TLS)' \
	    -o SMPP_Bind_Response_Timer=1 "smpp://me@127.0.0.1:$(port_of mute)"
	# an SMSC that is bound to, and goes
	start_peer bound close
	fails 75 enquire_link '' "smpp://me@127.0.0.1:$peer_port"
}

@test "probe: TLS: version, certificate and its end; one that is not accepted" {
	need openssl python3
	make_ca ca
	make_cert server ca DNS:localhost 10
	start_smsc
	start_front front "$smsc_port" server
	url=smpps://me@localhost:$front_port
	until=$(date -u -d "$(openssl x509 -in server.pem -noout -enddate | cut -d= -f2)" +%F)

	run -0 probe -o SMPP_SMSC_TLS_CA_File=ca.pem "$url"
	[[ "${lines[3]}" =~ ^"tls: ok: TLSv1.3, certificate of CN=server by CN=ca, good until $until ("(9|10)" days)"$ ]]
	fails 77 tls 'certificate of the SMSC is not accepted' "$url"
	[ "${#lines[@]}" -eq 4 ]
	run -0 probe -o SMPP_SMSC_TLS_Insecure_Skip_Verify=true "$url"
	[[ "$output" == *'it is not verified, and could be anybody'* ]]
	# U+009B is to some terminals what ESC [ is
	openssl req -x509 -newkey rsa:2048 -nodes -keyout odd.key -out odd.pem \
	    -utf8 -subj "/CN=odd"$'\u009b'31m 2>/dev/null
	start_front odd "$smsc_port" odd
	run -0 probe -o SMPP_SMSC_TLS_Insecure_Skip_Verify=true \
	    "smpps://me@localhost:$front_port"
	[[ "$output" == *"certificate of CN=odd??31m by"* ]]
	start listen smpp-listen -l 127.0.0.1:0
	fails 76 tls 'the port speaks SMPP in clear' "smpps://me@127.0.0.1:$(port_of listen)"
}

@test "probe: of several servers each is tried; the first failure counts" {
	start_smsc
	cat >conf <<-END
	domain "x" {
	SMPP_SMSC_Server = ("127.0.0.1:1", "127.0.0.1:$smsc_port")
	SMPP_SMSC_System_ID = me
	}
	END
	run -75 --separate-stderr probe -c conf x
	[ "$(sed 's/: .*//' <<<"$output" | xargs)" = \
	    'config name connect config name connect tls bind enquire_link unbind' ]
	[ "${lines[2]}" = 'connect: failed: 127.0.0.1:1: Connection refused' ]
	[ "${lines[-1]}" = 'unbind: ok' ]
}

@test "probe: by smpp-share, which costs no bind" {
	start_peer bound gone
	share_peer
	fails 75 connect "$PWD/sock" x
	start share smpp-share x
	wait_for share.err 'bound to'
	run -0 probe x
	[ "${lines[0]}" = "config: ok: by smpp-share, at unix:$PWD/sock" ]
	[ "${lines[-1]}" = 'unbind: ok' ]
	[[ "$output" == *"as \"me\" to unix:$PWD/sock, which says SMPP 3.4"* ]]
	[[ "$output" != *tls* ]]
	[ "$(grep -c bind_ peer.out)" -eq 1 ]
}

@test "probe: -q says only what fails; a full disk is not success" {
	start_smsc
	url=smpp://esme@127.0.0.1:$smsc_port
	run -0 probe -q "$url"
	[ -z "$output" ]
	run -75 --separate-stderr probe -q smpp://me@127.0.0.1:1
	[ -z "$output" ]
	[ "$stderr" = 'smpp-send: connect: failed: 127.0.0.1:1: Connection refused' ]
	[ -e /dev/full ] || skip "needs /dev/full"
	run -74 bash -c "smpp-send -n $url </dev/null >/dev/full"
}
