# An SMPP peer that does as it is told: the steps are at the top of smpp-peer.py.
# Load after test_helper.
# shellcheck shell=bash disable=SC2034,SC2154	# set for or by the .bats file

# start_peer STEP... - an SMSC; its port is in $peer_port, what it got in peer.out
start_peer() {
	need python3
	start peer python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" listen "$@"
	peer_port=$(port_of peer)
}

# share_peer - the stanza x, of start_peer's SMSC and a socket for smpp-share
share_peer() {
	cat >conf <<-END
	domain "x" {
	SMPP_SMSC_Server = 127.0.0.1
	SMPP_SMSC_Port = $peer_port
	SMPP_SMSC_System_ID = me
	SMPP_Share = "unix:$PWD/sock"
	}
	END
	export MOBUTILS_CONF=$PWD/conf
}

# peer HOST:PORT STEP... - an ESME, in the foreground
peer() {
	need python3
	python3 "$MOBUTILS_ROOT/tests/parts/smpp-peer.py" "$@"
}

# statuses FILE CMD - their statuses on one line, in order of sequence numbers
statuses() { jq -rs --arg c "$2" 'map(select(.cmd == $c)) | sort_by(.seq) | map(.status) | join(" ")' "$1"; }
