#!/usr/bin/perl
# net-smpp-smsc.pl - a small SMSC made with Perl's Net::SMPP, an implementation
# of SMPP that is not ours.  Says "listening on 127.0.0.1:PORT" on stderr, then
# writes a JSON line to stdout for each PDU that it gets.  Ends with SIGTERM.
#
#	--password P		other passwords are refused (default: all are good)
#	--refuse STATUS		answer every bind with this command_status
#	--fail N:STATUS		answer every Nth submit with this status
#	--die-after N		close the connection, once, instead of answering the
#				Nth submit
#	--mute			never answer a submit
#	--deaf			answer nothing but binds
#	--deliver TEXT|OBJECT	to a receiver when it binds; may be repeated
#	--unreached ADDR:STATUS	in the answer to a submit_multi; may be repeated
#	--receipts STAT		a delivery receipt for each submit that asks for one
#	--receipt-tlv		... which has its TLVs too
#	--id FORMAT		of message ids, for printf (default %d)
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Getopt::Long;
use IO::Select;
use Net::SMPP;
use POSIX qw(strftime);
use PduJson;

my %o = (id => '%d', deliver => [], unreached => []);
GetOptions(\%o, 'password=s', 'refuse=o', 'fail=s', 'die-after=i', 'mute', 'deaf',
    'deliver=s@', 'unreached=s@', 'receipts=s', 'receipt-tlv', 'id=s') && !@ARGV
    or die "usage: net-smpp-smsc.pl [option...]\n";
my ($fail_every, $fail_status) = split /:/, $o{fail} // '0:0';
$fail_status = oct $fail_status if $fail_status =~ /^0/;

my $submits = 0;
my %receiver;		# bound to receive, by file number
my %sent;		# by message id: from whom, state (1 ENROUTE, 4 DELETED)

my %bind = (
	Net::SMPP::CMD_bind_transmitter() => [0, \&Net::SMPP::bind_transmitter_resp],
	Net::SMPP::CMD_bind_receiver()    => [1, \&Net::SMPP::bind_receiver_resp],
	Net::SMPP::CMD_bind_transceiver() => [1, \&Net::SMPP::bind_transceiver_resp],
);
my %on = (
	Net::SMPP::CMD_submit_sm()    => sub { on_submit(\&Net::SMPP::submit_sm_resp, @_) },
	Net::SMPP::CMD_data_sm()      => sub { on_submit(\&Net::SMPP::data_sm_resp, @_) },
	Net::SMPP::CMD_submit_multi() => sub { on_submit(\&Net::SMPP::submit_multi_resp, @_) },
	Net::SMPP::CMD_enquire_link() => sub { $_[0]->enquire_link_resp(seq => $_[1]{seq}); 1 },
	Net::SMPP::CMD_cancel_sm()    => sub {
		my $m = message($_[1]);
		$_[0]->cancel_sm_resp(seq => $_[1]{seq},
		    status => !$m ? 0x0c : $m->{state} == 4 ? 0x11 : 0);
		$m->{state} = 4 if $m;
		1;
	},
	Net::SMPP::CMD_replace_sm()   => sub {
		$_[0]->replace_sm_resp(seq => $_[1]{seq}, status => message($_[1]) ? 0 : 0x0c);
		1;
	},
	Net::SMPP::CMD_query_sm()     => sub {
		my $m = message($_[1]);
		my $state = $m ? $m->{state} : 0;
		$_[0]->query_sm_resp(seq => $_[1]{seq}, message_id => $_[1]{message_id},
		    status => $m ? 0 : 0x0c, message_state => $state, error_code => $state == 4 ? 7 : 0,
		    final_date => $state == 4 ? '260102030405000+' : '');
		1;
	},
	Net::SMPP::CMD_unbind()       => sub { $_[0]->unbind_resp(seq => $_[1]{seq}); 0 },
	Net::SMPP::CMD_deliver_sm_resp() => sub { 1 },
	Net::SMPP::CMD_generic_nack()    => sub { 1 },
);

# The message that is asked about, if who sent it asks.
sub message {
	my ($pdu) = @_;
	my $m = $sent{$pdu->{message_id}};

	return $m && $m->{source} eq $pdu->{source_addr}
	    && $m->{ton} == $pdu->{source_addr_ton} ? $m : undef;
}

# Each returns whether the connection lives on.
sub on_bind {
	my ($smpp, $pdu) = @_;
	my ($receives, $answer) = @{$bind{$pdu->{cmd}}};
	my $status = $o{refuse} // 0;

	$status = 0x0e if defined $o{password} && $pdu->{password} ne $o{password};
	$answer->($smpp, seq => $pdu->{seq}, system_id => 'net-smpp',
	    status => $status);
	return 1 if $status || !$receives;
	$receiver{fileno $smpp} = $smpp;
	deliver($smpp, fields($_)) for @{$o{deliver}};
	return 1;
}

sub on_submit {
	my ($answer, $smpp, $pdu) = @_;
	my $n = ++$submits;
	my $id = sprintf $o{id}, $n;
	my $status = $fail_every && $n % $fail_every == 0 ? $fail_status : 0;

	return 0 if $n == ($o{'die-after'} // 0);
	$sent{$id} = { source => $pdu->{source_addr}, ton => $pdu->{source_addr_ton}, state => 1 };
	return 1 if $o{mute};
	# arguments that only submit_multi's answer has: who failed
	my @more = $pdu->{cmd} == Net::SMPP::CMD_submit_multi ? unsuccess($pdu) : ();
	$answer->($smpp, seq => $pdu->{seq}, status => $status,
	    message_id => $status ? '' : $id, @more);
	if ($o{receipts} && !$status && ($pdu->{registered_delivery} // 0) & 1) {
		my $to = $pdu->{destination_addr};
		my @each = ref $to ? map { { %$pdu, destination_addr => $to->[$_],
		    dest_addr_ton => $pdu->{dest_addr_ton}[$_],
		    dest_addr_npi => $pdu->{dest_addr_npi}[$_] } } 0 .. $#$to : $pdu;
		receipt($_, $id) for @each;
	}
	return 1;
}

# --unreached ADDRESS:STATUS, with the address as the SMSC writes it
sub unsuccess {
	my ($pdu) = @_;
	my @all = map { [split /:/] } @{$o{unreached}};

	return (error_status_code => 0) unless @all;
	return (destination_addr => [map { $_->[0] } @all],
	    dest_addr_ton => [map { 1 } @all], dest_addr_npi => [map { 1 } @all],
	    error_status_code => [map { oct $_->[1] } @all]);
}

sub deliver {
	my ($smpp, @fields) = @_;

	$smpp->deliver_sm(async => 1, source_addr => '15550001111',
	    source_addr_ton => 1, source_addr_npi => 1, destination_addr => '2000', @fields);
}

# SMPP v3.4, Appendix B
sub receipt {
	my ($pdu, $id) = @_;
	my $date = strftime '%y%m%d%H%M', gmtime;
	my %state = (ENROUTE => 1, DELIVRD => 2, EXPIRED => 3, DELETED => 4,
	    UNDELIV => 5, ACCEPTD => 6, UNKNOWN => 7, REJECTD => 8);
	my $good = $o{receipts} eq 'DELIVRD' ? 1 : 0;
	my $text = sprintf 'id:%s sub:001 dlvrd:%03d submit date:%s done date:%s '
	    . 'stat:%s err:%03d text:%.20s', $id, $good, $date, $date, $o{receipts},
	    1 - $good,
	    ($pdu->{short_message} // '') =~ /^([\x20-\x7e]*)$/ ? $1 : '';
	my @tlv = $o{'receipt-tlv'} ? (receipted_message_id => "$id\0",
	    message_state => pack('C', $state{$o{receipts}} // 7)) : ();

	for my $smpp (values %receiver) {
		deliver($smpp, esm_class => 4, source_addr => $pdu->{destination_addr},
		    source_addr_ton => $pdu->{dest_addr_ton},
		    source_addr_npi => $pdu->{dest_addr_npi},
		    destination_addr => $pdu->{source_addr}, short_message => $text, @tlv);
	}
}

sub on_pdu {
	my ($smpp, $pdu) = @_;

	show(conn => fileno $smpp, $pdu);
	return on_bind($smpp, $pdu) if $bind{$pdu->{cmd}};
	return 1 if $o{deaf};
	return $on{$pdu->{cmd}}->($smpp, $pdu) if $on{$pdu->{cmd}};
	$smpp->generic_nack(seq => $pdu->{seq}, status => 3);
	return 1;
}

$SIG{TERM} = sub { exit 0 };
$SIG{PIPE} = 'IGNORE';
$| = 1;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0) or die "listen: $!\n";
my $all = IO::Select->new($listener);
print STDERR 'listening on 127.0.0.1:', $listener->sockport, "\n";
while (my @ready = $all->can_read) {
	for my $s (@ready) {
		if ($s == $listener) {
			$all->add($listener->accept || next);
			next;
		}
		my $pdu = $s->read_pdu;
		next if $pdu && on_pdu($s, $pdu);
		delete $receiver{fileno $s};
		$all->remove($s);
		$s->close;
	}
}
