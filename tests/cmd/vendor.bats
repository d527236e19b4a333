# The vendor's tables: SMPP_Vendor_Command_Status_Table, SMPP_Vendor_TLV_Table.
# The peer is Perl's Net::SMPP, which knows nothing of them and shows octets.
# shellcheck disable=SC2154	# run sets stderr
load ../test_helper
load ../parts/net-smpp

# two domains at the same SMSC, only the first with tables
tables() {
	cat >status.csv <<-'END'
		; status, 0 permanent or 1 temporary, reason
		0x0401,1,No credit just now
		0x0b,1,The number is being ported
		58,0,Never more
	END
	cat >tlv.csv <<-'END'
		billing_id,0x1501,2,1,21,2,ACME
		route,1500,0,2,2,7,
		blob,1502,1,2,4,2,
		mo_only,1503,0,1,1,1,
	END
	cat >conf <<-END
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $smsc_port
		domain "one" {
			SMPP_Vendor_Command_Status_Table = status.csv
			SMPP_Vendor_TLV_Table = tlv.csv
		}
		domain "two" { }
	END
}

@test "vendor: a status's class and reason come from the domain's table" {
	start_smsc --fail 1:0x401
	tables
	run -75 --separate-stderr smpp-send -c conf one <<<'{"id":"a","to":"1555","text":"x"}'
	has_json <(echo "$output") '.result.status == "temporary" and .result.reason == "No credit just now"
	    and .result.code == 1025 and .result.command_status == "0x00000401"'
	run -69 --separate-stderr smpp-send -c conf two <<<'{"id":"a","to":"1555","text":"x"}'
	has_json <(echo "$output") '.result.status == "permanent"'
}

@test "vendor: SMPP's own statuses too, with an enhanced code of that class" {
	start_smsc --fail 1:0x58
	tables
	run -69 --separate-stderr smpp-send -c conf one <<<'{"id":"a","to":"1555","text":"x"}'
	[ "$stderr" = "5.0.0 smpp-send: a: ESME_RTHROTTLED (0x00000058, permanent): Never more" ]
	stop smsc
	start_smsc --fail 1:0x0b
	tables
	run -75 --separate-stderr smpp-send -c conf one <<<'{"id":"a","to":"1555","text":"x"}'
	has_json <(echo "$output") '.result.command_status == "ESME_RINVDSTADR"
	    and .result.status == "temporary"'
}

@test "vendor: parameters by the vendor's names, and its defaults" {
	start_smsc
	tables
	smpp-send -c conf one >out <<-'END'
		{"to":"1","text":"x","tlv":{"route":258,"blob":"0a0b","ussd_service_op":1}}
		{"to":"2","text":"x","tlv":{"billing_id":"me"}}
		{"to":"3","text":"x","domain":"two"}
	END
	has_json smsc.out '.destination_addr == "1" and .tlv == {"0x1500":"0102","0x1502":"0a0b",
	    "0x1501":"41434d4500","ussd_service_op":"01"}'
	has_json smsc.out '.destination_addr == "2" and .tlv == {"0x1501":"6d6500"}'
	smpp-send -c conf two <<<'{"to":"4","text":"x"}' >out
	has_json smsc.out '.destination_addr == "4" and .tlv == null'
}

@test "vendor: what its table does not allow is refused" {
	start_smsc
	tables
	run -65 --separate-stderr smpp-send -c conf one <<-'END'
		{"to":"1","text":"x","tlv":{"route":65536}}
		{"to":"1","text":"x","tlv":{"blob":"0a"}}
		{"to":"1","text":"x","tlv":{"billing_id":"123456789012345678901"}}
		{"to":"1","text":"x","tlv":{"mo_only":1}}
	END
	diff <(jq -r .result.reason <<<"$output") - <<-'END'
		tlv: route: must be an integer from 0 to 65535
		tlv: blob: must have 2 to 4 octets
		tlv: billing_id: must have 1 to 21 octets
		tlv: mo_only: neither an optional parameter nor a number
	END
}

@test "vendor: smpp-listen calls parameters by those names, as the mask says" {
	start_smsc --deliver '{"short_message":"m","5376":258,"5377":65,"5379":7}' \
	    --deliver '{"esm_class":4,"short_message":"id:1 stat:DELIVRD err:000","5376":259,"5379":7}'
	tables
	start listen smpp-listen -c conf one
	wait_for listen.out '"type"' 2
	has_json listen.out '.type == "deliver" and .tlv == {"route":258,"0x1501":"41","mo_only":7}'
	has_json listen.out '.type == "receipt" and .tlv == {"route":259,"0x1503":"07"}'
}

@test "vendor: a bad line is named, and it is the configuration's fault" {
	smsc_port=1
	tables
	echo '0x1504,x' >>tlv.csv
	run -78 --separate-stderr smpp-send -C -c conf one
	[[ "$stderr" == "smpp-send: conf:5: SMPP_Vendor_TLV_Table: tlv.csv:5: tag: must be a hexadecimal number"* ]]
}
