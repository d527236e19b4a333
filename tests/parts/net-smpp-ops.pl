#!/usr/bin/perl
# net-smpp-ops.pl PORT STEP... - an ESME made with Perl's Net::SMPP that asks
# for what is rarer than submit_sm, a step after the other, each answered before
# the next.  Writes a JSON line for each answer and each deliver_sm.
#
#	submit:TEXT		asks for a receipt; from 2000 to +15550001111
#	multi:TEXT:A,B,...	submit_multi, with receipts; "list" as A: a
#				distribution list
#	query, cancel		the message that the last submit or multi gave
#	replace:TEXT
#	query:ID		of another
#	deliver:N		until N deliver_sm have come, all steps together
#
# Exit status: 0, 3 the connection broke, 4 time-out.
use strict;
use warnings;
use IO::Select;
use JSON::PP;
use Net::SMPP;

my ($port, @steps) = @ARGV;
my $json = JSON::PP->new->ascii->canonical;
my $end = time + 15;
my ($id, $delivered) = ('', 0);
my @from = (source_addr => '2000', source_addr_ton => 0, source_addr_npi => 1);
my @to = (destination_addr => '15550001111', dest_addr_ton => 1, dest_addr_npi => 1);
$| = 1;

my $smpp = Net::SMPP->new_connect('127.0.0.1', port => $port, async => 1) or exit 3;
answer($smpp->bind_transceiver(system_id => 'esme', password => 'secret'));
for (@steps) {
	my ($verb, $arg, $list) = split /:/, $_, 3;
	my @which = (message_id => $verb eq 'query' && $arg ? $arg : $id, @from);

	if ($verb eq 'submit') {
		answer($smpp->submit_sm(@from, @to, registered_delivery => 1,
		    short_message => $arg));
	} elsif ($verb eq 'multi') {
		my @dests = split /,/, $list;
		answer($smpp->submit_multi(@from, destination_addr => \@dests,
		    dest_flag => [map { $_ eq 'list' ? 2 : 1 } @dests],
		    dest_addr_ton => [map { 1 } @dests],
		    dest_addr_npi => [map { 1 } @dests],
		    registered_delivery => 1, short_message => $arg));
	} elsif ($verb eq 'query') {
		answer($smpp->query_sm(@which));
	} elsif ($verb eq 'cancel') {
		answer($smpp->cancel_sm(@which, @to));
	} elsif ($verb eq 'replace') {
		answer($smpp->replace_sm(@which, registered_delivery => 1,
		    short_message => $arg));
	} elsif ($verb eq 'deliver') {
		next_pdu() while $delivered < $arg;
	} else {
		die "net-smpp-ops.pl: no step $_\n";
	}
}
$smpp->unbind;

# Wait for the answer to that sequence number.
sub answer {
	my ($seq) = @_;
	my $pdu;

	do {
		$pdu = next_pdu();
	} until $pdu->seq == $seq && $pdu->cmd & 0x80000000;
	$id = $pdu->{message_id} if $pdu->explain_cmd =~ /^submit/ && !$pdu->status;
}

sub next_pdu {
	my $left = $end - time;
	my ($pdu, %line);

	if ($left < 0 || !IO::Select->new($smpp)->can_read($left)) {
		print STDERR "net-smpp-ops.pl: time-out\n";
		exit 4;
	}
	$pdu = $smpp->read_pdu or exit 3;
	%line = (cmd => $pdu->explain_cmd, status => $pdu->status + 0);
	for my $key (qw(message_id final_date message_state no_unsuccess error_status_code
	    source_addr destination_addr short_message)) {
		$line{$key} = $pdu->{$key} if defined $pdu->{$key};
	}
	print $json->encode(\%line), "\n";
	if ($pdu->cmd == Net::SMPP::CMD_deliver_sm) {
		$smpp->deliver_sm_resp(seq => $pdu->seq, message_id => '');
		$delivered++;
	}
	return $pdu;
}
