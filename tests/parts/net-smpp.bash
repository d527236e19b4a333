# Perl's Net::SMPP on either side of a connection; the options of both are at
# the top of net-smpp-smsc.pl and net-smpp-esme.pl.  Load after test_helper.
# shellcheck shell=bash disable=SC2034,SC2154	# set for or by the .bats file

# start_smsc [OPTION...] - an SMSC; its port is in $smsc_port, what it got in
# smsc.out, and `stop smsc` ends it
start_smsc() {
	need_net_smpp
	start smsc "$MOBUTILS_ROOT/tests/parts/net-smpp-smsc.pl" "$@"
	smsc_port=$(port_of smsc)
}

# esme PORT [OPTION...] - an ESME, in the foreground
esme() { "$MOBUTILS_ROOT/tests/parts/net-smpp-esme.pl" --port "$@"; }

need_net_smpp() {
	perl -MNet::SMPP -e 1 2>/dev/null || skip "needs libnet-smpp-perl"
}
