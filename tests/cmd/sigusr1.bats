# SIGUSR1: how far it is.  (That of smpp-send is in smpp-send-stream.bats.)
# shellcheck disable=SC2154	# stop sets status
load ../test_helper
load ../parts/smpp-peer

@test "sigusr1: smpp-listen as a server and as a client" {
	start listen smpp-listen -l 127.0.0.1:0 -- \
	    sh -c 'read -r line; case $line in *bad*) exit 67;; *later*) exit 75;; esac'
	port=$(port_of listen)
	for text in good bad later good; do
		smpp-send -q -T +1555 "smpp://me@127.0.0.1:$port" 2>/dev/null <<<"$text" || :
	done
	wait_until counts listen '0 connections: 2 messages ok, 1 temporary, 1 permanent, 0 under way'

	start_peer bound send:hello got:deliver_sm_resp:1 gone
	start client smpp-listen "smpp://me@127.0.0.1:$peer_port" -- true
	wait_for client.err 'bound to'
	wait_until counts client "bound to 127.0.0.1:$peer_port: 1 messages ok, 0 temporary, 0 permanent, 0 under way"
	stop client
	[ "$status" -eq 0 ]
}

# counts NAME TEXT - it says so when it is asked
counts() {
	kill -USR1 "$(pid_of "$1")"
	nap
	grep -qF ": $2" "$1.err"
}

@test "sigusr1: smpp-share" {
	start_peer bound got:submit_sm:1 gone
	share_peer
	start share smpp-share x
	wait_for share.err 'bound to'
	wait_until counts share 'bound: 0 programs (0 receive), 0 requests wait, 0 are out, 0 were sent'
	smpp-send -q -T +1555 x <<<hello
	wait_until counts share 'bound: 0 programs (0 receive), 0 requests wait, 0 are out, 1 were sent, 1 answered'
}
