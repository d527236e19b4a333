# PduJson - Net::SMPP's PDUs as JSON lines, and the other way, for the two
# programs beside this file.  Octets that are no printable ASCII are shown in
# hex under NAME_hex; TLVs stand in an object of their own, all in hex.
package PduJson;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;
use Net::SMPP;

our @EXPORT = qw(show fields);

my $json = JSON::PP->new->ascii->canonical;
my @int_fields = qw(source_addr_ton source_addr_npi dest_addr_ton dest_addr_npi
    esm_class protocol_id priority_flag registered_delivery data_coding
    replace_if_present_flag sm_default_msg_id interface_version addr_ton
    addr_npi message_state error_code seq status);

# show WHAT => VALUE ..., PDU - print one line to stdout
sub show {
	my $pdu = pop;
	my %line = @_;

	$line{cmd} = $pdu->explain_cmd;
	for my $key (grep { !/^(cmd|data|known_pdu|reserved)$/ } keys %$pdu) {
		my $value = $pdu->{$key};
		next unless defined $value;
		if (ref $value) {		# submit_multi's destinations
			$line{$key} = $value;
			next;
		}
		if ($key =~ /^\d+$/) {		# a TLV, under its tag
			my $def = Net::SMPP::param_tab->{$key};
			my $name = $def ? $def->{name} : sprintf '0x%04x', $key;
			$line{tlv}{$name} = unpack 'H*', $value;
		} elsif (grep { $_ eq $key } @int_fields) {
			$line{$key} = $value + 0 unless tlv($pdu, $key);
		} elsif (!tlv($pdu, $key)) {
			$line{$key} = $value if $value =~ /^[\x20-\x7e]*$/;
			$line{"${key}_hex"} = unpack 'H*', $value
			    if $key eq 'short_message' || $value !~ /^[\x20-\x7e]*$/;
		}
	}
	print $json->encode(\%line), "\n";
}

# Net::SMPP stores a TLV a second time under its name.
sub tlv {
	my ($pdu, $name) = @_;
	my $tab = Net::SMPP::param_tab();

	return grep { /^\d+$/ && $tab->{$_} && $tab->{$_}{name} eq $name } keys %$pdu;
}

# fields TEXT|OBJECT - what the command line says of one PDU, as Net::SMPP's
# named arguments: a text, or a JSON object of them, where NAME_hex is octets.
sub fields {
	my ($arg) = @_;

	return (short_message => $arg) unless $arg =~ /^\s*\{/;
	my $object = $json->decode($arg);
	return map {
		my $value = $object->{$_};
		/^(.*)_hex$/ ? ($1 => pack 'H*', $value) : ($_ => $value);
	} sort keys %$object;
}

1;
