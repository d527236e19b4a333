# openbsd-inetd with one service on 127.0.0.1.  Load after test_helper.
# shellcheck shell=bash disable=SC2034,SC2154	# set for or by the .bats file

# start_inetd wait|nowait COMMAND [ARG...] - run COMMAND for each connection
# (nowait), or once with the listening socket (wait); the port is in
# $inetd_port.  inetd's own words are in inetd.err.
start_inetd() {
	local mode=$1
	shift

	need inetd python3
	# another inetd has other options
	[[ $(inetd -Z 2>&1) == *'inetd [-dEil]'* ]] || skip "needs openbsd-inetd"
	# inetd splits its line at blanks, and knows no quotes
	{ echo '#!/bin/bash'; printf 'exec'; printf ' %q' "$@"; echo; } >inetd.run
	chmod +x inetd.run
	for _ in 1 2 3 4 5; do
		inetd_port=$(python3 "$MOBUTILS_ROOT/tests/parts/web.py" ports 1)
		echo "127.0.0.1:$inetd_port stream tcp $mode $(id -un)" \
		    "$PWD/inetd.run $(basename "$1")" >inetd.conf
		# -d: stays in the foreground, and writes no file in /run
		start inetd inetd -d -E "$PWD/inetd.conf"
		wait_until inetd_listens_or_ends && inetd_listens && return
		end_sessions "${started[inetd]}"
	done
	echo "inetd did not start" >&2
	return 1
}

# A look at the kernel's table, not a connection: that would start the service.
inetd_listens() {
	kill -0 "${started[inetd]}" &&
	    grep -q "$(printf ' 0100007F:%04X 00000000:0000 0A ' "$inetd_port")" /proc/net/tcp
}
inetd_listens_or_ends() { inetd_listens || ! kill -0 "${started[inetd]}"; }
