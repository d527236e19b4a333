# SMPP over TLS.  The other end is Python's ssl around a plain peer, Net::SMPP
# behind it, or openssl(1); ours against ours only at the end.
load ../test_helper
load ../parts/net-smpp
load ../parts/smpp-peer
load ../parts/tls

setup() {
	helper_setup
	need openssl python3
	make_ca ca
	make_cert server ca DNS:localhost,IP:127.0.0.1
	echo '{"to":"+15551234567","text":"hello"}' >one
	smpp=(smpp-send -o SMPP_SMSC_TLS_CA_File=ca.pem
	    -o SMPP_ESME_Max_Bind_Retries=0)
}

# a central TLS SMSC: Net::SMPP behind Python's ssl, with that certificate
tls_smsc() {
	start_smsc
	start_front front "$smsc_port" "$1"
}

@test "tls: name and chain are verified, SNI is sent" {
	tls_smsc server
	run -0 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$front_port" <one
	[ "$(jq -r .result.status <<<"$output")" = ok ]
	[ -z "$stderr" ]
	grep -qx 'sni localhost' front.out
	grep -q 'secure TLSv1.3' front.out
}

@test "tls: an address is verified as such, without SNI" {
	tls_smsc server
	run -0 --separate-stderr "${smpp[@]}" "smpps://esme@127.0.0.1:$front_port" <one
	grep -qx 'sni None' front.out
}

@test "tls: SMPP_SMSC_TLS in a stanza does what smpps:// does" {
	tls_smsc server
	cat >conf <<-END
	domain example.com {
		SMPP_SMSC_Server = localhost
		SMPP_SMSC_Port = $front_port
		SMPP_SMSC_TLS = true
		SMPP_SMSC_TLS_CA_File = "ca.pem"
	}
	END
	run -0 --separate-stderr smpp-send -c conf example.com <one
	[ "$(jq -r .result.status <<<"$output")" = ok ]
}

# refused CERT REASON [OPTION...] - 77, with the reason, and no octet in clear
refused() {
	start_peer bound
	start_front front "$peer_port" "$1"
	as_refused=temporary
	run -77 --separate-stderr smpp-send -o SMPP_ESME_Max_Bind_Retries=5 "${@:3}" \
	    "smpps://esme@localhost:$front_port" <one
	[ "$(jq -r .result.status <<<"$output")" = "$as_refused" ]
	[[ $stderr == *"TLS: the certificate of the SMSC is not accepted: $2"* ]]
	[ ! -s peer.out ]
	[ "$(grep -c '^sni' front.out)" -eq 1 ]
}

@test "tls: a certificate for another name: 77, once, and never in clear" {
	make_cert other ca DNS:smsc.example.com
	refused other 'hostname mismatch' -o SMPP_SMSC_TLS_CA_File=ca.pem
}

@test "tls: a name in the subject alone does not count where there are others" {
	make_cert localhost ca DNS:smsc.example.com
	refused localhost 'hostname mismatch' -o SMPP_SMSC_TLS_CA_File=ca.pem
}

@test "tls: an expired certificate" {
	make_cert old ca DNS:localhost -1
	refused old 'certificate has expired' -o SMPP_SMSC_TLS_CA_File=ca.pem
}

@test "tls: a self-signed certificate" {
	make_ca self
	refused self 'self-signed certificate' -o SMPP_SMSC_TLS_CA_File=ca.pem
}

@test "tls: who vouches for it is none whom the system trusts" {
	refused server 'unable to get local issuer certificate (its own CA: SMPP_SMSC_TLS_CA_File or SMPP_SMSC_TLS_Pin)'
}

@test "tls: SSL_CERT_FILE is the system's store" {
	tls_smsc server
	SSL_CERT_FILE=$PWD/ca.pem run -0 smpp-send "smpps://esme@localhost:$front_port" <one
}

@test "tls: a pin alone takes a self-signed certificate of another name" {
	make_ca self
	tls_smsc self
	run -0 --separate-stderr smpp-send -o "SMPP_SMSC_TLS_Pin=($(pin_of server), $(pin_of self))" \
	    "smpps://esme@localhost:$front_port" <one
	[ -z "$stderr" ]
}

@test "tls: another key than the pinned is refused, and named" {
	tls_smsc server
	make_ca self
	run -77 --separate-stderr "${smpp[@]}" -o "SMPP_SMSC_TLS_Pin=$(pin_of self)" \
	    "smpps://esme@localhost:$front_port" <one
	[[ $stderr == *"the key of the SMSC is none of SMPP_SMSC_TLS_Pin: $(pin_of server)"* ]]
	# not even where nothing else is verified
	run -77 smpp-send -o SMPP_SMSC_TLS_Insecure_Skip_Verify=true \
	    -o "SMPP_SMSC_TLS_Pin=$(pin_of self)" "smpps://esme@localhost:$front_port" <one
}

@test "tls: a pin does not stand in for a CA file that is named" {
	make_cert other ca DNS:smsc.example.com
	tls_smsc other
	run -77 "${smpp[@]}" -o "SMPP_SMSC_TLS_Pin=$(pin_of other)" \
	    "smpps://esme@localhost:$front_port" <one
}

@test "tls: verification can be turned off, and that is said" {
	make_ca self
	tls_smsc self
	run -0 --separate-stderr smpp-send -o SMPP_SMSC_TLS_Insecure_Skip_Verify=true \
	    "smpps://esme@localhost:$front_port" <one
	[[ $stderr == *"anybody could pose as this SMSC"* ]]
}

@test "tls: a client certificate, where the SMSC asks for one" {
	make_cert me ca DNS:esme.example.com
	start_smsc
	CLIENT_CA=ca.pem start_front front "$smsc_port" server
	run -0 "${smpp[@]}" -o SMPP_SMSC_TLS_Certificate=me.pem -o SMPP_SMSC_TLS_Key=me.key \
	    "smpps://esme@localhost:$front_port" <one
	cat me.pem me.key >both.pem
	chmod 600 both.pem
	run -0 "${smpp[@]}" -o SMPP_SMSC_TLS_Certificate=both.pem \
	    "smpps://esme@localhost:$front_port" <one
	chmod 600 me.pem
	run -78 --separate-stderr "${smpp[@]}" -o SMPP_SMSC_TLS_Certificate=me.pem \
	    "smpps://esme@localhost:$front_port" <one
	[[ $stderr == *"TLS: me.pem: no private key in it that can be used, and SMPP_SMSC_TLS_Key is not set"* ]]
}

@test "tls: no client certificate, or a wrong one, where one is wanted: 77" {
	make_ca foreign
	make_cert me foreign DNS:esme.example.com
	start_smsc
	CLIENT_CA=ca.pem start_front front "$smsc_port" server
	run -77 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$front_port" <one
	[[ $stderr == *"the SMSC does not accept our certificate, or wants one: certificate required"* ]]
	run -77 --separate-stderr "${smpp[@]}" -o SMPP_SMSC_TLS_Certificate=me.pem \
	    -o SMPP_SMSC_TLS_Key=me.key "smpps://esme@localhost:$front_port" <one
	[[ $stderr == *"does not accept our certificate, or wants one: unknown CA"* ]]
}

@test "tls: files that are wrong: 78, 66" {
	make_cert me ca DNS:esme.example.com
	url=smpps://esme@localhost:1
	tls() { run "$1" --separate-stderr smpp-listen "${@:2}" $url; }
	chmod 644 me.key
	tls -78 -o SMPP_SMSC_TLS_Certificate=me.pem -o SMPP_SMSC_TLS_Key=me.key
	[[ $stderr == *"SMPP_SMSC_TLS_Key: "*"others may read or change this file"* ]]
	tls -78 -o SMPP_SMSC_TLS_Key=me.key
	tls -78 -o SMPP_SMSC_TLS_CA_File=one
	[[ $stderr == *"one: "* ]]
	tls -66 -o SMPP_SMSC_TLS_CA_File=none.pem
	[[ $stderr == *"none.pem: No such file or directory"* ]]
	tls -78 -o SMPP_SMSC_TLS_Pin=abc
	[[ $stderr == *"64 hexadecimal digits"* ]]
	chmod 600 me.key
	tls -78 -o SMPP_SMSC_TLS_Certificate=server.pem -o SMPP_SMSC_TLS_Key=me.key
	[[ $stderr == *"key values mismatch"* ]]
	openssl ec -in me.key -aes128 -passout pass:x -out locked.key 2>/dev/null
	tls -78 -o SMPP_SMSC_TLS_Certificate=me.pem -o SMPP_SMSC_TLS_Key=locked.key
	run -78 --separate-stderr smpp-listen -o SMPP_SMSC_TLS=true smpp+unix:/x
	[[ $stderr == *"TLS is not spoken over a local socket"* ]]
}

@test "tls: without a port it is 3550, IANA's ssmpp" {
	run -75 --separate-stderr "${smpp[@]}" smpps://esme@127.0.0.99 <one
	[[ $stderr == *"127.0.0.99:3550: "* ]]
}

# say_first HEX - a port that says that as soon as somebody says something
say_first() {
	start stranger python3 -c '
import socket, sys
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
while True:
    c = s.accept()[0]
    c.recv(100)
    c.sendall(bytes.fromhex(sys.argv[1]))
    c.recv(1000)
    c.close()' "$1"
	stranger_port=$(port_of stranger)
}

@test "tls: a port that speaks something in clear is named: 76" {
	# generic_nack, as SMPP v3.4, 4.3.1 has it for a bad command_length
	say_first 00000010800000000000000200000000
	run -76 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$stranger_port" <one
	[[ $stderr == *"TLS: the port speaks SMPP in clear"* ]]
	stop stranger
	say_first "$(printf 'HTTP/1.1 400 Bad Request\r\n\r\n' | xxd -p | tr -d '\n')"
	run -76 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$stranger_port" <one
	[[ $stderr == *"TLS: the port speaks HTTP"* ]]
	stop stranger
	# no protocol that anybody knows
	say_first "$(printf 'hello there, hello there' | xxd -p)"
	run -76 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$stranger_port" <one
	[[ $stderr == *"TLS: the port does not speak it"* ]]
}

# s_server [ARG...] - openssl's own, at $port
s_server() {
	# it ends with its input
	start s_server sh -c 'sleep 60 | openssl s_server -accept 127.0.0.1:0 \
	    -cert server.pem -key server.key "$@"' s_server "$@"
	wait_for s_server.out 'ACCEPT.*:[0-9]+'
	port=$(sed -n 's/^ACCEPT.*:\([0-9]*\)$/\1/p' s_server.out)
}

@test "tls: in clear to a TLS port: 76, and says so" {
	# RFC 8446, 6: an alert, fatal, protocol_version
	say_first 15030300020246
	run -76 --separate-stderr smpp-send "smpp://esme@127.0.0.1:$stranger_port" <one
	[[ $stderr == *"the port speaks TLS"* ]]
	# and by ours
	tls_server
	run -76 --separate-stderr smpp-send "smpp://esme@127.0.0.1:$ours_port" <one
	[[ $stderr == *"the port speaks TLS"* ]]
}

@test "tls: an SMSC of TLS 1.1 is refused: 76" {
	s_server -tls1_1 -cipher DEFAULT@SECLEVEL=0
	run -76 --separate-stderr "${smpp[@]}" "smpps://esme@127.0.0.1:$port" <one
	[[ $stderr == *"TLS: the peer refused: protocol version"* ]]
}

@test "tls: a peer that never ends the handshake is left in time: 75" {
	start silent python3 -c '
import socket, time
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
c = s.accept()[0]
while True:
    c.sendall(bytes.fromhex("16")) or time.sleep(60)'
	port=$(port_of silent)
	run -75 --separate-stderr "${smpp[@]}" -o SMPP_Response_Timer=0.3 \
	    "smpps://esme@localhost:$port" <one
	[[ $stderr == *"TLS: the handshake did not end"* ]]
}

@test "tls: a connection that is cut in the handshake: 75" {
	start cut python3 -c '
import socket
s = socket.create_server(("127.0.0.1", 0))
print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
c = s.accept()[0]
c.recv(65536)
c.sendall(b"\x16\x03\x03\x00\x40\x02\x00")
c.shutdown(1)
c.recv(1)'
	port=$(port_of cut)
	run -75 --separate-stderr "${smpp[@]}" "smpps://esme@localhost:$port" <one
	[[ $stderr == *"TLS: the connection ended in the handshake"* ]]
}

# records N - N records, ids m1 on
records() { seq -f '{"id":"m%.0f","to":"+15551234567","text":"hello hello hello hello hello hello hello"}' "$1"; }

@test "tls: 20,000 messages, in records of whatever size" {
	records 20000 >in
	start_smsc
	for CUT in 16384 7; do
		export CUT
		start_front front$CUT "$smsc_port" server
		[ "$CUT" = 16384 ] || head -n 500 in >in2
		in=$([ -e in2 ] && echo in2 || echo in)
		"${smpp[@]}" -o SMPP_Command_Window_Size=1000 \
		    "smpps://esme@localhost:$front_port" <$in >out
		diff <(jq -r .id $in) <(jq -r 'select(.result.status == "ok") | .id' out |
		    sort -V)
	done
}

# --- the server --------------------------------------------------------------

tls_server() {
	start ours smpp-listen -l 127.0.0.1:0 -o SMPP_Server_TLS_Certificate=server.pem \
	    -o SMPP_Server_TLS_Key=server.key "$@" </dev/null
	ours_port=$(port_of ours)
}

# answers PORT [ARG...] - openssl s_client gets a bind_resp with status 0
answers() {
	{
		# bind_transceiver, seq 1, "me"
		printf '\0\0\0\x19\0\0\0\x09\0\0\0\0\0\0\0\x01me\0\0\0\x34\0\0\0'
		WAIT_SECONDS=1 wait_until grep -q -e mobutils client.out -e error client.err || :
	} | openssl s_client -quiet -no_ign_eof -connect "127.0.0.1:$1" -CAfile ca.pem \
	    -verify_return_error -verify_ip 127.0.0.1 "${@:2}" >client.out 2>client.err || :
	xxd -p client.out | tr -d '\n' | grep -q '^000000..80000009000000000000000[01]'
}

@test "tls: the server, by openssl s_client" {
	tls_server
	answers "$ours_port"
	answers "$ours_port" -tls1_2
	run -1 answers "$ours_port" -tls1_1 -cipher DEFAULT@SECLEVEL=0
	wait_for ours.err 'TLS: unsupported protocol'
}

@test "tls: a plain ESME behind Python's ssl submits to the server" {
	tls_server
	start_back back "$ours_port" ca
	peer "127.0.0.1:$back_port" bind:me:x:tx send:hello got:submit_sm_resp:1 close >peer.out
	wait_for ours.out '"text":"hello"'
}

@test "tls: who speaks something else to the server is named in its log" {
	tls_server
	run peer "127.0.0.1:$ours_port" bind:me:x:tx
	wait_for ours.err 'TLS: the peer speaks SMPP in clear'
	run python3 -c "import socket
s = socket.create_connection(('127.0.0.1', $ours_port))
s.sendall(b'GET / HTTP/1.0\r\n\r\n')
s.recv(100)"
	wait_for ours.err 'TLS: the peer speaks HTTP'
	run python3 -c "import os, socket
s = socket.create_connection(('127.0.0.1', $ours_port))
s.sendall(b'\xff' + os.urandom(5000))
s.recv(100)"
	wait_for ours.err 'TLS: the peer does not speak it'
	# and goes on
	answers "$ours_port"
}

@test "tls: a client of TLS to a clear server is named in its log" {
	start ours smpp-listen -l 127.0.0.1:0 </dev/null
	ours_port=$(port_of ours)
	run openssl s_client -connect "127.0.0.1:$ours_port" </dev/null
	wait_for ours.err 'the peer speaks TLS'
}

@test "tls: the server closes whoever never ends the handshake, or cuts it" {
	tls_server -o SMPP_Response_Timer=0.3
	# a byte now and then does not help
	run -0 python3 -c "import socket, time
s = socket.create_connection(('127.0.0.1', $ours_port))
s.settimeout(0.05)
for b in b'\x16\x03\x01\x00\xf0' + b'\x01' * 240:
    try:
        s.send(bytes([b]))
        if s.recv(1) == b'': break
    except TimeoutError: continue
    except OSError: break
else: raise SystemExit(1)"
	wait_for ours.err 'TLS: the handshake did not end'
	python3 -c "import socket
socket.create_connection(('127.0.0.1', $ours_port)).send(b'\x16\x03\x01\x00')"
	wait_for ours.err 'TLS: the connection ended in the handshake'
	answers "$ours_port"
}

@test "tls: the server wants certificates of clients, where it is told so" {
	make_cert me ca DNS:esme.example.com
	make_ca foreign
	make_cert stranger foreign DNS:esme.example.com
	tls_server -o SMPP_Server_TLS_Client_CA_File=ca.pem
	answers "$ours_port" -cert me.pem -key me.key
	run -1 answers "$ours_port"
	wait_for ours.err 'TLS: .*certificate'
	run -1 answers "$ours_port" -cert stranger.pem -key stranger.key
	wait_for ours.err 'TLS: the certificate of the client is not accepted: unable to get'
}

@test "tls: the server does not renegotiate" {
	tls_server
	{ sleep 0.1; echo R; wait_until grep -q renegotiation client.err || :; } |
	    openssl s_client -tls1_2 -connect "127.0.0.1:$ours_port" -CAfile ca.pem \
	    >client.out 2>client.err || :
	grep -q 'no renegotiation' client.err
}

@test "tls: a new certificate on SIGHUP; a bad one is refused, the old one stays" {
	tls_server
	serial() {
		openssl s_client -connect "127.0.0.1:$ours_port" </dev/null 2>/dev/null |
		    openssl x509 -noout -fingerprint -sha256
	}
	of() { openssl x509 -in "$1.pem" -noout -fingerprint -sha256; }
	[ "$(serial)" = "$(of server)" ]
	start_back back "$ours_port" ca
	mkfifo go
	start old python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "127.0.0.1:$back_port" \
	    bind:me:x:tx touch:bound exists:again send:still got:submit_sm_resp:1
	wait_until test -e bound
	make_cert new ca DNS:localhost,IP:127.0.0.1
	cp new.pem server.pem
	cp new.key server.key
	kill -HUP "$(pid_of ours)"
	wait_for ours.err 'read the configuration anew'
	[ "$(serial)" = "$(of new)" ]
	# who was connected goes on
	touch again
	await old
	[ "$status" -eq 0 ]
	chmod 644 server.key
	kill -HUP "$(pid_of ours)"
	wait_for ours.err 'the configuration stays as it was'
	[ "$(serial)" = "$(of new)" ]
}

@test "tls: SIGHUP does not turn the server's TLS to clear" {
	cat >conf <<-END
	SMPP_Server_TLS_Certificate = "$PWD/server.pem"
	SMPP_Server_TLS_Key = "$PWD/server.key"
	END
	exec 9<> <(:)
	start ours smpp-listen -c conf -l 127.0.0.1:0 <&9
	ours_port=$(port_of ours)
	: >conf
	kill -HUP "$(pid_of ours)"
	wait_for ours.err 'SMPP_Server_TLS_Certificate is gone'
	wait_for ours.err 'the configuration stays as it was'
	openssl s_client -connect "127.0.0.1:$ours_port" </dev/null 2>/dev/null | grep -q 'BEGIN CERTIFICATE'
}

@test "tls: the server's unix: sockets stay in clear" {
	tls_server -l unix:sock
	peer unix:sock bind:me:x:tx send:hello got:submit_sm_resp:1 close >peer.out
	wait_for ours.out '"text":"hello"'
}

@test "tls: a certificate without its key, or what goes with none: 78" {
	run -78 --separate-stderr smpp-listen -l 127.0.0.1:0 \
	    -o SMPP_Server_TLS_Certificate=server.pem </dev/null
	[[ $stderr == *"server.pem: "* ]]
	run -78 smpp-listen -l 127.0.0.1:0 -o SMPP_Server_TLS_Key=server.key </dev/null
}

# --- as a client that receives, and both ends ours ----------------------------

@test "tls: smpp-listen receives over TLS, and tries an untrusted SMSC slowly" {
	start_peer bound send:hello got:deliver_sm_resp:1 touch:done gone
	start_front front "$peer_port" server
	start rx smpp-listen -o SMPP_SMSC_TLS_CA_File=ca.pem "smpps://me@localhost:$front_port"
	wait_until test -e done
	wait_for rx.out '"text":"hello"'
	stop rx
	start rx2 smpp-listen "smpps://me@localhost:$front_port"
	wait_for rx2.err 'TLS: the certificate of the SMSC is not accepted'
	stop rx2
	[ "$status" -eq 0 ]
	[ "$(grep -c 'not accepted' rx2.err)" -eq 1 ]
}

@test "tls: 20,000 messages from ours to ours" {
	records 20000 >in
	tls_server
	"${smpp[@]}" -o SMPP_Command_Window_Size=1000 "smpps://esme@localhost:$ours_port" \
	    <in >out
	[ "$(jq -r 'select(.result.status == "ok") | .id' out | sort -u | wc -l)" -eq 20000 ]
	wait_until test "$(grep -c . ours.out)" -eq 20000
}

@test "tls: the example of smpp-listen's page" {
	port=$(python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 1)
	awk '/^\.Bd/ { code = 1; block = ""; next }
	    /^\.Ed/ { if (block ~ /smpps:/) printf "%s", block; code = 0 }
	    code { block = block $0 "\n" }' "$MOBUTILS_ROOT/man/smpp-listen.1" |
	    sed "s/\\\\e/\\\\/; s/:3550/:$port/; s,//localhost,&:$port,
	    s/^echo/until grep -q listening example.err; do sleep 0.02; done; echo/" >example
	grep -q smpps: example
	start example bash example
	wait_for example.out '"status":"ok"'
	has_json submitted.jsonl '.text == "hello"'
}
