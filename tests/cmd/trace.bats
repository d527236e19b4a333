# --trace: what smpp-dump would show of a connection, while it goes on.
# shellcheck disable=SC2154	# run sets stderr
load ../test_helper
load ../parts/net-smpp
load ../parts/smpp-peer
load ../parts/tls

# pdus FILE - direction and command of each line
pdus() { jq -r '.direction + " " + .command' "$1"; }

@test "trace: smpp-send and smpp-listen show the same PDUs, each from its end" {
	start listen smpp-listen --trace listen.trace -l 127.0.0.1:0 -- false
	port=$(port_of listen)

	SMPP_PASSWORD=secret run -75 --separate-stderr smpp-send -q \
	    --trace=send.trace -T +15551234567 "smpp://me@127.0.0.1:$port" <<<hello

	[ "$(pdus send.trace)" = 'out bind_transmitter
in bind_transmitter_resp
out submit_sm
in submit_sm_resp
out unbind
in unbind_resp' ]
	wait_for listen.trace unbind_resp
	diff <(jq -c 'del(.time, .pid, .peer, .direction)' send.trace) \
	    <(jq -c 'del(.time, .pid, .peer, .direction)' listen.trace)
	[ "$(jq -r .direction listen.trace | xargs)" = 'in out in out in out' ]
	has_json send.trace ".peer == \"127.0.0.1:$port\" and .connection == 1" 6
	jq -es '[.[] | .time | sub("[.][0-9]{3}Z$"; "Z") | fromdateiso8601 |
	    now - . | . > -2 and . < 60] | all' send.trace
	jq -es '[.[].time] | sort == .' send.trace
	[ "$(jq -r .pid listen.trace | sort -u)" = "$(pid_of listen)" ]
	# nobody else has business there
	[ "$(stat -c %a send.trace listen.trace | xargs)" = '600 600' ]
	run -1 grep secret send.trace listen.trace
	[ "$(jq -r 'select(.password).password' send.trace)" = '***' ]
}

@test "trace: smpp-dump makes octets of it again, and the same lines of them" {
	start_smsc
	smpp-send -q --trace trace -T +15551234567 "smpp://esme@127.0.0.1:$smsc_port" <<<hello

	smpp-dump -e <trace | smpp-dump >again

	diff <(jq -c 'del(.time, .pid, .connection, .peer, .direction)' trace) \
	    <(jq -c 'del(.offset)' again)
	[ -s again ]
}

@test "trace: is added to what is there" {
	start_smsc
	echo before >trace
	chmod 640 trace
	for text in one two; do
		smpp-send -q --trace trace -T +1555 "smpp://esme@127.0.0.1:$smsc_port" <<<"$text"
	done
	[ "$(head -n 1 trace)" = before ]
	[ "$(sed 1d trace | pdus /dev/stdin | grep -c '^out submit_sm$')" -eq 2 ]
	[ "$(sed 1d trace | jq -r .pid | sort -u | wc -l)" -eq 2 ]
	[ "$(stat -c %a trace)" = 640 ]
}

@test "trace: smpp-share shows both sides" {
	start_peer bound got:submit_sm:1 gone
	share_peer
	start share smpp-share --trace trace x
	wait_for share.err 'bound to'

	smpp-send -T +1555 x <<<hello

	[ "$(jq -r 'select(.command == "submit_sm") | .direction' trace | xargs)" = 'in out' ]
	[ "$(jq -r 'select(.command == "submit_sm") | .connection' trace | sort -u | wc -l)" -eq 2 ]
	has_json trace '.command == "bind_transceiver" and .peer == "127.0.0.1:'"$peer_port"'"'
	has_json trace '.command == "bind_transmitter" and (.peer | test("^uid [0-9]+, pid"))'
}

@test "trace: smpp-listen as a client" {
	start_peer bound send:hello got:deliver_sm_resp:1 gone
	start listen smpp-listen --trace trace "smpp://me@127.0.0.1:$peer_port"
	wait_for trace '"deliver_sm_resp"'
	stop listen
	[ "$(pdus trace)" = 'out bind_receiver
in bind_receiver_resp
in deliver_sm
out deliver_sm_resp
out unbind
in unbind_resp' ]
}

@test "trace: with TLS it is what stands within" {
	need openssl python3
	make_ca ca
	make_cert server ca DNS:localhost
	start_smsc
	start_front front "$smsc_port" server
	smpp-send -q -o SMPP_SMSC_TLS_CA_File=ca.pem --trace trace -T +1555 \
	    "smpps://me@localhost:$front_port" <<<hello
	pdus trace | grep -x 'out submit_sm'
}

@test "trace: octets that are no SMPP are told as such" {
	start listen smpp-listen --trace trace -l 127.0.0.1:0
	port=$(port_of listen)
	exec 8<>"/dev/tcp/127.0.0.1/$port"
	printf 'GET / HTTP/1.0\r\n\r\n' >&8
	wait_for trace generic_nack
	exec 8>&-
	jq -es '.[0] | .direction == "in" and (.error | test("command_length")) and .raw == "47455420"' trace
	jq -es '.[1] | .direction == "out" and .command == "generic_nack"' trace
}

@test "trace: a full disk stops nothing, and is said once" {
	[ -e /dev/full ] || skip "needs /dev/full"
	start_smsc
	run -0 --separate-stderr smpp-send -q --trace /dev/full -T +1555 \
	    "smpp://esme@127.0.0.1:$smsc_port" <<<hello
	[ "$stderr" = 'smpp-send: /dev/full: No space left on device: the trace has gaps' ]
	has_json smsc.out '.cmd == "submit_sm"'
}

@test "trace: - and /dev/stderr, whatever they are" {
	start_smsc
	url=smpp://esme@127.0.0.1:$smsc_port
	smpp-send -q --trace - -T +1555 "$url" <<<hello | cat >out
	grep -q '"submit_sm"' out
	# a socket, which cannot be opened by name
	need python3
	python3 - "$url" <<-'END'
	import socket, subprocess, sys
	ours, its = socket.socketpair()
	subprocess.run(['smpp-send', '-q', '--trace', '/dev/stderr', '-T', '+1555', sys.argv[1]],
	               input=b'hello', stderr=its, check=True)
	its.close()
	assert b'"submit_sm"' in ours.makefile('rb').read()
	END
	# records and PDUs do not go together
	run -64 --separate-stderr smpp-send --trace - -T +1555 "$url" <<<hello
	[[ "$stderr" == *'--trace -: the standard output is for records'* ]]
}

@test "trace: what cannot be opened is said before anything is done" {
	start_smsc
	run -73 --separate-stderr smpp-send --trace no/such/file -T +1555 \
	    "smpp://esme@127.0.0.1:$smsc_port" <<<hello
	[ "$stderr" = 'smpp-send: no/such/file: No such file or directory' ]
	[ ! -s smsc.out ]
	mkfifo fifo		# with nobody at its other end
	run -73 --separate-stderr smpp-send --trace fifo -T +1555 \
	    "smpp://esme@127.0.0.1:$smsc_port" <<<hello
}

@test "trace: what a peer sends and nobody can read is a line with an error" {
	need python3
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/odd-smsc.py"
	start listen smpp-listen --trace trace "smpp://me@127.0.0.1:$(port_of smsc)"
	wait_for smsc.out '^done$'
	jq -r 'select(.error) | .command + ": " + .error' trace >errors
	grep -q '^deliver_sm: .* is cut short' errors
	[ "$(jq -r 'select(.command == "deliver_sm_resp").status' trace | sort -u | xargs)" = \
	    'ESME_RINVCMDLEN ESME_RINVMSGLEN ESME_ROK' ]
}

@test "trace: is the only long option" {
	for arg in --tracer --tra --help; do
		run -64 --separate-stderr smpp-send "$arg" x
		[ "${stderr_lines[0]}" = "smpp-send: $arg: the only long option is --trace" ]
	done
	for prog in smpp-send smpp-share smpp-listen; do
		run -64 --separate-stderr "$prog" --trace
		[ "${stderr_lines[0]}" = "$prog: --trace wants an argument" ]
	done
	run -64 --separate-stderr smpp-listen -l :0 --trace -- cat
	[ "${stderr_lines[0]}" = 'smpp-listen: --trace wants an argument' ]
	run -64 --separate-stderr sms2mail --trace x
	[ "${stderr_lines[0]}" = '5.3.5 sms2mail: there are no long options' ] ||
	    [ "${stderr_lines[0]}" = 'sms2mail: there are no long options' ]
}
