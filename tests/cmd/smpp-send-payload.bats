# smpp-send: message_payload and data_sm; the SMSC is Perl's Net::SMPP.  SMPP v3.4,
# 4.7.1, 5.3.2.9 (qos_time_to_live, seconds) and 5.3.2.32.
# shellcheck disable=SC2154	# run sets output
load ../test_helper
load ../parts/net-smpp

send() { smpp-send -o SMPP_Max_SMS_Message_Size=2000 "$@" "smpp://me@127.0.0.1:$smsc_port"; }
# text N - a record whose text has N characters
text() { printf '{"id":"t%d","to":"1555","text":"%s"}\n' "$1" "$(printf "%0$1d" 0)"; }

@test "payload: off, long texts go in segments; long, they go in one PDU" {
	start_smsc
	text 161 | send >out
	[ "$(jq -c '.result.parts | length' out)" -eq 2 ]
	[ "$(grep -c message_payload smsc.out)" -eq 0 ]
	{ text 160; text 161; } | send -o SMPP_ESME_Message_Payload=long >out
	[ "$(jq -c '.result.parts | length' out)" = $'1\n1' ]
	has_json smsc.out '.tlv == {"message_payload":("30" * 161)} and (.short_message // "") == ""'
	has_json smsc.out '.short_message_hex == ("30" * 160) and .tlv == null'
}

@test "payload: always, also behind a header of the record's own" {
	start_smsc
	send -o SMPP_ESME_Message_Payload=always >out <<<'{"to":"1","text":"x","udh":"06050415810000"}'
	has_json smsc.out '.tlv == {"message_payload":"0605041581000078"} and .esm_class == 64'
}

@test "payload: the segments that the options allow are counted all the same" {
	start_smsc
	run -65 --separate-stderr send -o SMPP_ESME_Message_Payload=long -o SMPP_ESME_Max_Segments=2 < <(text 400)
	run -65 --separate-stderr send -o SMPP_ESME_Message_Payload=always \
	    <<<'{"to":"1","text":"x","tlv":{"message_payload":"41"}}'
	[[ "$output" == *'tlv: has a message_payload, where text or data is to go'* ]]
}

@test "data_sm: text, options and segments" {
	start_smsc --id 'd%d'
	send -o SMPP_ESME_Submit_Data_SM=true >out \
	    <<<'{"to":"+1555","from":"2000","text":"hi","validity":3600,"registered_delivery":1,"service_type":"CMT"}'
	has_json out '.result.status == "ok" and (.result.parts[0].message_id | startswith("d"))'
	has_json smsc.out '.cmd == "data_sm" and .destination_addr == "1555" and .source_addr == "2000"
	    and .registered_delivery == 1 and .service_type == "CMT"
	    and .tlv.message_payload == "6869" and .tlv.qos_time_to_live == "00000e10"'
	send -o SMPP_ESME_Submit_Data_SM=true >out \
	    <<<'{"to":"2","text":"hi","validity":3600,"tlv":{"qos_time_to_live":5}}'
	has_json smsc.out '.destination_addr == "2" and .tlv.qos_time_to_live == "00000005"'
	text 200 | send -o SMPP_ESME_Submit_Data_SM=true >out
	[ "$(jq -c '.result.parts | length' out)" -eq 2 ]
	has_json smsc.out '.cmd == "data_sm" and .tlv.sar_segment_seqnum == "02"
	    and .tlv.message_payload == ("30" * 47)'
}

@test "data_sm: what it cannot say is refused" {
	start_smsc
	run -65 --separate-stderr send -o SMPP_ESME_Submit_Data_SM=true <<-'END'
		{"to":"1","text":"x","schedule":60}
		{"to":"1","text":"x","priority":1}
		{"to":"1","text":"x","protocol_id":1}
	END
	diff <(jq -r .result.reason <<<"$output") - <<-'END'
		schedule: data_sm has no such field
		priority: data_sm has no such field
		protocol_id: data_sm has no such field
	END
}
