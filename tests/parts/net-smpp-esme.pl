#!/usr/bin/perl
# net-smpp-esme.pl - a small ESME made with Perl's Net::SMPP, an implementation
# of SMPP that is not ours.  Binds, submits, waits, unbinds; writes a JSON line
# to stdout for each PDU that it gets.
#
#	--port N		on 127.0.0.1
#	--mode trx|tx|rx	(default trx)
#	--system-id S, --password P
#	--submit TEXT|OBJECT	as a submit_sm; may be repeated
#	--wait N		until N deliver_sm have come
#	--answer STATUS		what each deliver_sm is answered (default 0)
#	--rudely		close the connection without unbind
#	--timeout N		seconds for it all (default 15)
#
# Exit status: 0, 1 a submit was refused, 2 the bind was, 3 no connection, or it
# broke, 4 time-out.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Long;
use IO::Select;
use Net::SMPP;
use PduJson;

my %o = (mode => 'trx', 'system-id' => 'esme', password => '', submit => [], wait => 0,
    answer => 0, timeout => 15);
GetOptions(\%o, 'port=i', 'mode=s', 'system-id=s', 'password=s', 'submit=s@', 'wait=i',
    'answer=o', 'rudely', 'timeout=i') && !@ARGV && $o{port}
    or die "usage: net-smpp-esme.pl --port N [option...]\n";
my %bind = (trx => 'bind_transceiver', tx => 'bind_transmitter', rx => 'bind_receiver');
$bind{$o{mode}} or die "net-smpp-esme.pl: no mode $o{mode}\n";

my $end = time + $o{timeout};
$| = 1;

my $smpp = Net::SMPP->new_connect('127.0.0.1', port => $o{port}, async => 1) or exit 3;
my $bind = $bind{$o{mode}};
$smpp->$bind(system_id => $o{'system-id'}, password => $o{password});
exit 2 if next_pdu()->status;

my %open;		# our requests, by sequence number
my ($delivered, $refused) = (0, 0);
for my $arg (@{$o{submit}}) {
	my $seq = $smpp->submit_sm(source_addr => '2000',
	    destination_addr => '15550001111', dest_addr_ton => 1, dest_addr_npi => 1,
	    fields($arg));
	$open{$seq} = 1;
}
while (%open || $delivered < $o{wait}) {
	my $pdu = next_pdu();
	if ($pdu->cmd == Net::SMPP::CMD_deliver_sm) {
		$smpp->deliver_sm_resp(seq => $pdu->seq, message_id => '',
		    status => $o{answer});
		$delivered++;
	} elsif ($pdu->cmd == Net::SMPP::CMD_enquire_link) {
		$smpp->enquire_link_resp(seq => $pdu->seq);
	} elsif ($pdu->cmd == Net::SMPP::CMD_unbind) {
		$smpp->unbind_resp(seq => $pdu->seq);
		exit 3;
	} elsif (delete $open{$pdu->seq}) {
		$refused++ if $pdu->status;
	}
}
if (!$o{rudely}) {
	$smpp->unbind;
	next_pdu();
}
exit($refused ? 1 : 0);

# The next PDU, shown; or the end, where none comes.
sub next_pdu {
	my $left = $end - time;

	if ($left < 0 || !IO::Select->new($smpp)->can_read($left)) {
		print STDERR "net-smpp-esme.pl: time-out\n";
		exit 4;
	}
	my $pdu = $smpp->read_pdu or exit 3;
	show($pdu);
	return $pdu;
}
