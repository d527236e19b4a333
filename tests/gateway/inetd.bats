# smpp-listen started by openbsd-inetd, for one session (nowait) or with the
# listening socket (wait).
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/inetd
load ../parts/smpp-peer

ended() { ! pgrep -s "$(pid_of inetd)" -x smpp-listen >/dev/null; }

@test "inetd nowait: one session, its messages to the handler, then it ends" {
	start_inetd nowait "$(command -v smpp-listen)" -- sh -c 'cat >>records; exit "$(tail -n 1 records | jq -r .text)"'
	peer "127.0.0.1:$inetd_port" bind:e:x send:registered=1:0 send:65 \
	    got:submit_sm_resp:2 got:deliver_sm:1 enquire >out
	[ "$(statuses out submit_sm_resp)" = "0 101" ]
	[ "$(jq -r .text records | tr '\n' ' ')" = "0 65 " ]
	wait_until ended
	# and once more
	peer "127.0.0.1:$inetd_port" bind:e:x send:0 got:submit_sm_resp:1 >out
	[ "$(statuses out submit_sm_resp)" = 0 ]
}

@test "inetd nowait: nothing that is said or printed lands in the protocol" {
	# inetd's descriptors 0, 1 and 2 are the connection: a handler that writes
	# to stdout and stderr, a message of ours about its exit status, and -v
	start_inetd nowait "$(command -v smpp-listen)" -v -- sh -c 'echo out; echo err >&2; exit 1'
	peer "127.0.0.1:$inetd_port" bind:e:x send:0 send:1 got:submit_sm_resp:2 enquire >out
	[ "$(jq -r .cmd out | sort | uniq -c | awk '{ print $1, $2 }' | tr '\n' ' ')" = \
	    "1 bind_transceiver_resp 1 enquire_link_resp 2 submit_sm_resp " ]
	[ "$(statuses out submit_sm_resp)" = "100 100" ]
}

@test "inetd nowait: garbage, and no handler" {
	start_inetd nowait "$(command -v smpp-listen)" -- true
	peer "127.0.0.1:$inetd_port" hex:474554202f20485454502f312e310d0a0d0a gone >/dev/null
	wait_until ended
	stop inetd
	# where there is no stdout and no handler there is nothing that it can do
	start_inetd nowait "$(command -v smpp-listen)"
	peer "127.0.0.1:$inetd_port" gone >out
	[ ! -s out ]
	wait_until ended
}

@test "inetd wait: the socket is served until the last session ends" {
	start_inetd wait "$(command -v smpp-listen)" -- sh -c 'cat >>records'
	peer "127.0.0.1:$inetd_port" bind:a send:one got:submit_sm_resp:1 >out
	peer "127.0.0.1:$inetd_port" bind:b send:two got:submit_sm_resp:1 >out
	[ "$(jq -r .text records | sort | tr '\n' ' ')" = "one two " ]
	wait_until ended
	# inetd takes it back, and starts it again
	peer "127.0.0.1:$inetd_port" bind:c send:three got:submit_sm_resp:1 >out
	[ "$(jq -r .text records | tail -n 1)" = three ]
}
