# The fixtures are PDUs that Perl's Net::SMPP wrote: fixtures/pdu/make.pl, where
# the values stand that are expected here; those of v5.0 from make-v5.py.
# shellcheck disable=SC2154	# run sets stderr and stderr_lines
load ../test_helper

pdus() { cat "$(fixture pdu)"/*.hex; }
octets() { perl -ne 's/\s//g; print pack "H*", $_'; }
zeros() { printf "%0$((2 * $1))d" 0; }

# encode LINE - the octets of one JSON line in hex
encode() { smpp-dump -ex <<<"$1"; }

@test "smpp-dump: every PDU comes back, octet for octet" {
	pdus >all.hex
	octets <all.hex >all
	smpp-dump -p all >all.json
	[ "$(wc -l <all.json)" -eq 33 ]
	smpp-dump -e all.json | cmp - all
	smpp-dump -ex all.json | cmp - all.hex
	smpp-dump -px all.hex | smpp-dump -e | cmp - all
}

@test "smpp-dump: a submit_sm, field by field" {
	smpp-dump -x "$(fixture pdu/submit_sm.hex)" >out
	[[ $(cat out) == '{"line":1,"offset":0,"length":103,"command":"submit_sm","command_id":"0x00000004",'* ]]
	same_json out <<-'END'
	{"line":1,"offset":0,"length":103,"command":"submit_sm","command_id":"0x00000004",
	"status":"ESME_ROK","sequence_number":8,"service_type":"CMT","source_addr_ton":5,
	"source_addr_npi":0,"source_addr":"Mobutils","dest_addr_ton":1,"dest_addr_npi":1,
	"destination_addr":"15551234567","esm_class":3,"protocol_id":64,"priority_flag":1,
	"schedule_delivery_time":"261123131516000+","validity_period":"000007000000000R",
	"registered_delivery":1,"replace_if_present_flag":0,"data_coding":8,
	"sm_default_msg_id":0,"sm_length":4,"short_message":"00480069",
	"tlv":{"user_message_reference":4660,"source_port":2948}}
	END
}

@test "smpp-dump: the broadcasts of v5.0, field by field" {
	f=$(fixture pdu)
	cat "$f"/{broadcast_sm,query_broadcast_sm,cancel_broadcast_sm}{,_resp}.hex |
	    smpp-dump -x | jq -c 'del(.line, .offset, .length, .command_id, .status)' >out
	same_json out <<-'END'
	{"command":"broadcast_sm","sequence_number":21,"service_type":"CBS","source_addr_ton":5,
	"source_addr_npi":0,"source_addr":"Mobutils","message_id":"bc1","priority_flag":1,
	"schedule_delivery_time":"261123131516000+","validity_period":"000007000000000R",
	"replace_if_present_flag":1,"data_coding":8,"sm_default_msg_id":2,
	"tlv":{"broadcast_area_identifier":["00576578666f7264","005769636b6c6f77"],
	"broadcast_content_type":"000033","broadcast_rep_num":12,
	"broadcast_frequency_interval":"09001f","message_payload":"00c9006900720065"}}
	{"command":"broadcast_sm_resp","sequence_number":21,"message_id":"bc2",
	"tlv":{"congestion_state":79,"broadcast_error_status":265,
	"broadcast_area_identifier":"005769636b6c6f77"}}
	{"command":"query_broadcast_sm","sequence_number":22,"message_id":"bc2","source_addr_ton":5,
	"source_addr_npi":0,"source_addr":"Mobutils","tlv":{"user_message_reference":4660}}
	{"command":"query_broadcast_sm_resp","sequence_number":22,"message_id":"bc2",
	"tlv":{"message_state":1,"broadcast_area_identifier":["00576578666f7264","005769636b6c6f77"],
	"broadcast_area_success":[100,255],"broadcast_end_time":"261124131516000+"}}
	{"command":"cancel_broadcast_sm","sequence_number":23,"service_type":"CBS","message_id":"bc2",
	"source_addr_ton":5,"source_addr_npi":0,"source_addr":"Mobutils",
	"tlv":{"broadcast_content_type":"000033"}}
	{"command":"cancel_broadcast_sm_resp","sequence_number":23}
	END
}

@test "smpp-dump: lists of destinations and of failures" {
	smpp-dump -x "$(fixture pdu/submit_multi.hex)" |
	    jq -c '[.number_of_dests, .dest_address]' >out
	same_json out <<-'END'
	[3, [{"dest_flag":1,"dest_addr_ton":1,"dest_addr_npi":1,"destination_addr":"15551234567"},
	{"dest_flag":2,"dl_name":"friends"},
	{"dest_flag":1,"dest_addr_ton":2,"dest_addr_npi":8,"destination_addr":"5557654321"}]]
	END
	smpp-dump -x "$(fixture pdu/submit_multi_resp.hex)" |
	    jq -c '[.no_unsuccess, .unsuccess_sme]' >out
	same_json out <<-'END'
	[2, [{"dest_addr_ton":1,"dest_addr_npi":1,"destination_addr":"15551234567",
	"error_status_code":"ESME_RINVDSTADR","class":"permanent","meaning":"the destination address is invalid"},
	{"dest_addr_ton":2,"dest_addr_npi":8,"destination_addr":"5557654321",
	"error_status_code":"ESME_RMSGQFUL","class":"throttled","meaning":"the message queue is full"}]]
	END
}

@test "smpp-dump: offsets add up" {
	pdus | octets | smpp-dump | jq -s -e '
	    reduce .[] as $p (0; if . == $p.offset then . + $p.length else error end)
	    == ([.[].length] | add)'
}

@test "smpp-dump: tshark reads what -e writes" {
	need tshark text2pcap
	# a packet each, so that tshark need not join them
	pdus | smpp-dump -px | while read -r line; do
		smpp-dump -e <<<"$line" | od -Ax -tx1 -v
	done | text2pcap -q -T 2775,2775 - all.pcap 2>/dev/null
	tshark -r all.pcap -d tcp.port==2775,smpp -T fields -E occurrence=f \
	    -e smpp.command_id -e smpp.sequence_number -e smpp.command_length \
	    -e smpp.system_id -e smpp.password -e smpp.source_addr \
	    -e smpp.destination_addr -e smpp.message_id -e smpp.esme_addr \
	    -e smpp.sm_length 2>/dev/null >theirs
	# of an error response tshark leaves the body out
	pdus | smpp-dump -px | jq -r '[.command_id, .sequence_number, .length, .system_id,
	    .password, .source_addr, (.destination_addr // .dest_address[0].destination_addr
	    // .unsuccess_sme[0].destination_addr),
	    (if .status == "ESME_ROK" then .message_id else null end), .esme_addr, .sm_length] |
	    @tsv' >ours
	diff ours theirs
	[ "$(wc -l <theirs)" -eq 33 ]
	# it takes broadcast_rep_num for one octet, where 4.8.4.13 has two
	tshark -r all.pcap -d tcp.port==2775,smpp 2>/dev/null \
	    -Y '_ws.malformed && smpp.command_id != 0x111' >malformed
	[ ! -s malformed ]
}

@test "smpp-dump: tshark sees the fields of what was made by hand" {
	need tshark text2pcap
	cat >in <<-'END'
	{"command":"submit_sm","sequence_number":77,"source_addr":"5551","source_addr_ton":1,"destination_addr":"15551234567","esm_class":64,"data_coding":8,"short_message":"0048","tlv":{"sar_msg_ref_num":513,"sar_total_segments":3,"sar_segment_seqnum":2}}
	{"command":"bind_transceiver","sequence_number":78,"system_id":"me","password":"pw","interface_version":52}
	{"command":"deliver_sm_resp","status":"ESME_RX_T_APPN","sequence_number":79}
	{"command":"query_sm_resp","message_id":"id7","final_date":"","message_state":2}
	END
	while read -r line; do
		smpp-dump -e <<<"$line" | od -Ax -tx1 -v
	done <in | text2pcap -q -T 2775,2775 - in.pcap 2>/dev/null
	fields() { tshark -r in.pcap -d tcp.port==2775,smpp -T fields "$@" 2>/dev/null; }
	diff <(fields -e smpp.sequence_number -e smpp.source_addr -e smpp.destination_addr \
	    -e smpp.esm.submit.features -e smpp.sar_msg_ref_num -e smpp.sar_total_segments \
	    -e smpp.sar_segment_seqnum | head -n 1) \
	    <(printf '%s\t' 77 5551 15551234567 0x01 513 3; echo 2)
	diff <(fields -e smpp.system_id -e smpp.password | sed -n 2p) <(printf 'me\tpw\n')
	diff <(fields -e smpp.command_status -e smpp.sequence_number | sed -n 3p) \
	    <(printf '0x00000064\t79\n')
	diff <(fields -e smpp.message_id -e smpp.message_state | sed -n 4p) <(printf 'id7\t2\n')
}

@test "smpp-dump: an error has its class and a sentence, which -e need not heed" {
	# v3.4, 5.1.3; the last is in no specification
	for status in 00000000 00000058 0000000b 0000000e 00000064 00012345; do
		echo "00000010 80000004 $status 00000001"
	done >in
	smpp-dump -x in | jq -r '[.status, .class, .meaning] | join("|")' | diff - <(cat <<-'END'
	ESME_ROK||
	ESME_RTHROTTLED|throttled|too many messages in too short a time
	ESME_RINVDSTADR|permanent|the destination address is invalid
	ESME_RINVPASWD|bind|the password is invalid
	ESME_RX_T_APPN|temporary|the receiving application cannot take it now
	0x00012345|permanent|an error that no specification knows
	END
	)
	smpp-dump -x in | smpp-dump -ex | diff - <(tr -d ' ' <in)
}

@test "smpp-dump: passwords are masked, unless -p" {
	f=$(fixture pdu/bind_transceiver.hex)
	smpp-dump -x "$f" >out
	[ "$(jq -r .password out)" = '***' ]
	[[ $(cat out) != *secret* && $(cat out) != *736563* ]]
	[ "$(smpp-dump -xp "$f" | jq -r .password)" = secret08 ]
	# nor in a bind that is malformed
	head -c 90 "$f" | sed 's/^00000031/0000002d/' >short
	run -65 --separate-stderr smpp-dump -x short
	[[ $output == *'"error":"address_range is cut short'* ]]
	[[ $output$stderr != *736563* && $output$stderr != *secret* ]]
	run -65 --separate-stderr smpp-dump -xp short
	[[ $output == *736563* ]]
	# nor in the octets behind a length that cannot be
	printf '0000000f%s\n' "$(cut -c 9- "$f")" >short
	run -65 --separate-stderr smpp-dump -x short
	[[ $output != *736563* && $output != *6d6f62* ]]
}

@test "smpp-dump: hex: more than one a line, blanks anywhere, empty lines" {
	cat >in <<-'END'

	0000 0010 00000015 00000000 0000000 1   00000010 00000006 00000000 00000002

	  00000010 80000015	00000000 00000001
	END
	smpp-dump -x in | jq -c '[.line, .offset, .command]' >out
	same_json out <<-'END'
	[2,0,"enquire_link"]
	[2,16,"unbind"]
	[4,0,"enquire_link_resp"]
	END
}

@test "smpp-dump: hex: a bad line is named, the others come out" {
	printf '%s\n' 00000010000000150000000000000001 xyz 0000001 \
	    000000100000001500000000 0000000f00000015 \
	    00000010000000150000000000000005 >in
	run -65 --separate-stderr smpp-dump -x in
	[ "${#lines[@]}" -eq 6 ]
	[ "$(jq -c 'select(.error) | [.line, .error]' <<<"$output")" = "$(cat <<-'END'
	[2,"not hex"]
	[3,"not hex"]
	[4,"cut short"]
	[5,"command_length is below 16 or over the limit"]
	END
	)" ]
	[ "${stderr_lines[0]}" = "smpp-dump: in:2: not hex" ]
	[ "${stderr_lines[2]}" = "smpp-dump: in:4: octet 0: cut short" ]
	[ "$(jq -s '.[5].sequence_number' <<<"$output")" -eq 5 ]
}

@test "smpp-dump: a broken body is named, and the next PDU goes on" {
	{
		octets <"$(fixture pdu/enquire_link.hex)"
		octets <<<'00000014 00000004 00000000 00000002 00 01 01 31'
		octets <"$(fixture pdu/unbind.hex)"
	} >in
	run -65 --separate-stderr smpp-dump in
	[ "$(jq -c '[.offset, .command, .error, .raw]' <<<"$output")" = "$(cat <<-'END'
	[0,"enquire_link",null,null]
	[16,"submit_sm","source_addr is cut short, or of no known form, at octet 19","0000001400000004000000000000000200010131"]
	[36,"unbind",null,null]
	END
	)" ]
	[ "$stderr" = "smpp-dump: in: octet 16: source_addr is cut short, or of no known form, at octet 19" ]
	smpp-dump in 2>/dev/null | smpp-dump -e | cmp - in
}

@test "smpp-dump: a length that cannot be ends the stream" {
	for length in 0000000f 00000000 00011171 48545450; do
		{ octets <"$(fixture pdu/unbind.hex)"; octets <<<"$length 00000015"
		  octets <"$(fixture pdu/unbind.hex)"; } >in
		run -65 --separate-stderr smpp-dump in
		[ "${#lines[@]}" -eq 2 ]
		[ "$(jq -c '[.offset, .error, .raw]' <<<"${lines[1]}")" = \
		    "[16,\"command_length is below 16 or over the limit\",\"$length\"]" ]
	done
	# 70000 octets are a PDU still
	{ octets <<<'00011170 00000103 00000000 00000001 00 0000 3100 0000 3200 00 00 00'
	  octets <<<'0424 ea60'; head -c 60000 /dev/zero
	  octets <<<'0424 26eb'; head -c 9963 /dev/zero; } >in
	[ "$(wc -c <in)" -eq 69999 ]
	printf x >>in
	smpp-dump in | jq -e '.rest == "78" and (.tlv.message_payload | map(length)) == [120000, 19926]'
	smpp-dump in | smpp-dump -e | cmp - in
}

@test "smpp-dump: the end of input within a PDU, wherever" {
	octets <"$(fixture pdu/submit_sm.hex)" >whole
	for ((n = 1; n < 103; n++)); do
		head -c $n whole >in
		run -65 --separate-stderr smpp-dump in
		[ "$(jq -c '[.offset, .error, (.raw | length)]' <<<"$output")" = \
		    "[0,\"cut short\",$((2 * n))]" ]
		[ "$stderr" = "smpp-dump: in: octet 0: cut short" ]
	done
}

@test "smpp-dump: no input, no output, success" {
	smpp-dump </dev/null >out
	smpp-dump -e </dev/null >>out
	smpp-dump -x </dev/null >>out
	[ ! -s out ]
}

@test "smpp-dump: what careless peers send comes back as it was" {
	# the length is put in below
	while read -r _ header body; do
		hex=${header}00000001${body// /}
		printf '%08x%s\n' $((${#hex} / 2 + 4)) "$hex"
	done >want <<-'END'
	1 8000000400000058
	2 8000000400000058 00
	3 8000000400000045 3700 0425000101 041e0000
	4 8000000400000045 001d0003616200
	5 8000000400000045 3738
	6 8000000500000000
	7 8000000300000067 3100
	8 8000001500000000 00
	9 8000000400000000 3700 0428000132 04250004 01
	a 0001020300000400 01020304050607
	b 0000001500000000 140100021234 0204000101 130c0000 001e00024142 001d0003c32800
	c 8000000400000000 c3283100
	END
	smpp-dump -x want >out
	smpp-dump -ex out | diff want -
	jq -c '[.message_id, .tlv, .rest]' out >got
	same_json got <<-'END'
	[null,null,null]
	["",null,null]
	["7",{"delivery_failure_reason":1,"0x041e":""},null]
	[null,{"additional_status_info_text":"ab"},null]
	[null,null,"3738"]
	[null,null,null]
	["1",null,null]
	[null,null,"00"]
	["7",{"congestion_state":50},"0425000401"]
	[null,null,"01020304050607"]
	[null,{"0x1401":"1234","user_message_reference":{"hex":"01"},
	"alert_on_message_delivery":{"hex":""},"receipted_message_id":{"hex":"4142"},
	"additional_status_info_text":{"hex":"c32800"}},null]
	[{"hex":"c32831"},null,null]
	END
	jq -c '[.command, .command_id, .status]' out | sed -n 10p >got
	same_json got <<<'["0x00010203","0x00010203","0x00000400"]'
}

@test "smpp-dump: repeated optional parameters are a list, and come together" {
	echo '00000029 00000103 00000000 00000001 00000000000000000000' \
	    '0427000102 1401000161 0427000105' >in
	smpp-dump -x in | jq -c .tlv >got
	same_json got <<<'{"message_state":[2,5],"0x1401":"61"}'
	[[ $(smpp-dump -x in | smpp-dump -ex) == *042700010204270001051401000161 ]]
}

@test "smpp-dump -e: names, numbers, and what is left out" {
	[ "$(encode '{"command":"enquire_link"}')" = 00000010000000150000000000000001 ]
	[ "$(encode '{"command":21,"status":"0x58","sequence_number":4294967295}')" = \
	    000000100000001500000058ffffffff ]
	[ "$(encode '{"command_id":"0x80000000","status":"rthrottled"}')" = \
	    00000010800000000000005800000001 ]
	[ "$(encode '{"command":"submit_sm_resp","status":88}')" = \
	    00000010800000040000005800000001 ]
	[ "$(encode '{"command":"deliver_sm_resp"}')" = 0000001180000005000000000000000100 ]
	[ "$(encode '{"command":"deliver_sm_resp","message_id":null}')" = \
	    00000010800000050000000000000001 ]
	[ "$(encode '{"command":"unbind_resp","tlv":{"0x1401":["ab",{"hex":"cd"}],"congestion_state":9}}')" = \
	    0000001f80000006000000000000000114010001ab14010001cd0428000109 ]
	# the number of the line is the sequence number
	printf '\n%s\n' '{"command":"unbind"}' '{"command":"unbind"}' | smpp-dump -ex >out
	[ "$(cut -c 25-32 out | tr '\n' ' ')" = '00000002 00000004 ' ]
}

@test "smpp-dump -e: a bad line is named, the others are still written" {
	while IFS='|' read -r line what; do
		printf '%s\n' '{"command":"unbind"}' "$line" '{"command":"unbind_resp"}' >in
		run -65 --separate-stderr smpp-dump -ex <in
		[ "$stderr" = "smpp-dump: stdin:2: $what" ]
		[ "${#lines[@]}" -eq 2 ]
		[ "${lines[1]}" = 00000010800000060000000000000003 ]
	done <<-'END'
	[]|not a JSON object
	{}|command: is missing
	{"command":"submit"}|command: neither a command nor a number
	{"command":-1}|command: neither a command nor a number
	{"command":"unbind","command_id":"0x00000004"}|command_id: is not that of command
	{"command":"unbind","status":"ESME_RWHAT"}|status: neither a status nor a number
	{"command":"unbind","sequence_number":4294967296}|sequence_number: must be an integer from 0 to 4294967295
	{"command":"unbind","system_id":"x"}|system_id: no field of unbind
	{"command":"0x00010200","system_id":"x"}|system_id: no field of an unknown command
	{"command":"outbind","system_id":"1234567890123456"}|system_id: is longer than the specification allows, or wrong
	{"command":"outbind","system_id":5}|system_id: must be a string
	{"command":"outbind","system_id":"a\u0000b"}|system_id: a NUL cannot be within it
	{"command":"outbind","system_id":{"hex":"6100"}}|system_id: a NUL cannot be within it
	{"command":"outbind","system_id":{"hex":"6"}}|system_id: must be octets in hex
	{"command":"outbind","system_id":{"text":"6"}}|system_id: must be a string or {"hex":"..."}
	{"command":"outbind","system_id":null,"password":"x"}|password: is behind a field that is null
	{"command":"submit_sm","esm_class":256}|esm_class: must be an integer from 0 to 255
	{"command":"submit_sm","esm_class":"1"}|esm_class: must be an integer from 0 to 255
	{"command":"submit_sm","short_message":"xy"}|short_message: must be octets in hex
	{"command":"submit_sm","tlv":[]}|tlv: must be an object
	{"command":"submit_sm","tlv":{"what":1}}|what: neither an optional parameter nor a number
	{"command":"submit_sm","tlv":{"0x10000":""}}|0x10000: neither an optional parameter nor a number
	{"command":"submit_sm","tlv":{"0x1401":1}}|0x1401: must be octets in hex
	{"command":"submit_sm","tlv":{"source_port":65536}}|source_port: must be an integer from 0 to 65535
	{"command":"submit_sm","tlv":{"source_port":"0b84"}}|source_port: must be an integer or {"hex":"..."}
	{"command":"submit_multi","dest_address":{}}|dest_address: must be a list
	{"command":"submit_multi","dest_address":[]}|dest_address: is longer than the specification allows, or wrong
	{"command":"submit_multi","dest_address":["1"]}|dest_address: must be a list of objects
	{"command":"submit_multi","dest_address":[{"dl_name":"x","dest_addr_tom":1}]}|dest_addr_tom: no field of such a destination
	{"error":"cut short"}|no PDU, but what was wrong
	END
	run -65 --separate-stderr smpp-dump -e <<<'oops'
	[[ $stderr == "smpp-dump: stdin:1: not valid JSON at octet "* ]]
	run -65 --separate-stderr smpp-dump -e <<<'{"command":"unbind","command":"unbind"}'
	[[ $stderr == "smpp-dump: stdin:1: "* ]]
}

@test "smpp-dump -e: short_message up to 254 octets, a PDU up to 70000" {
	encode "{\"command\":\"submit_sm\",\"short_message\":\"$(zeros 254)\"}" >out
	[ "$(wc -c <out)" -eq $((2 * (16 + 17 + 254) + 1)) ]
	run -65 smpp-dump -ex <<<"{\"command\":\"submit_sm\",\"short_message\":\"$(zeros 255)\"}"
	payload=$(zeros 40000)
	run -65 smpp-dump -ex <<<"{\"command\":\"data_sm\",\"tlv\":{\"message_payload\":[\"$payload\",\"$payload\"]}}"
	[[ $output == *"longer than 70000 octets" ]]
}

@test "smpp-dump: output comes before more input does" {
	mkfifo in out
	smpp-dump <in >out &
	exec 7>in 8<out
	octets <"$(fixture pdu/unbind.hex)" >&7
	read -r -t 10 line <&8
	[ "$(jq -r .command <<<"$line")" = unbind ]
	octets <"$(fixture pdu/submit_sm.hex)" | head -c 50 >&7
	octets <"$(fixture pdu/enquire_link.hex)" >rest
	{ octets <"$(fixture pdu/submit_sm.hex)" | tail -c +51; cat rest; } >&7
	read -r -t 10 line <&8
	[ "$(jq -r .command <<<"$line")" = submit_sm ]
	read -r -t 10 line <&8
	[ "$(jq -r .command <<<"$line")" = enquire_link ]
	exec 7>&-
	wait $!

	smpp-dump -ex <in >out &
	exec 7>in 8<out
	echo '{"command":"unbind"}' >&7
	read -r -t 10 line <&8
	[ "$line" = 00000010000000060000000000000001 ]
	exec 7>&-
	wait $!
}

@test "smpp-dump: -n checks and writes nothing" {
	pdus | smpp-dump -nx >out
	pdus | smpp-dump -x | smpp-dump -en >>out
	[ ! -s out ]
	run -65 smpp-dump -enq <<<'{}'
	run -65 smpp-dump -nx <<<'00'
}

@test "smpp-dump: a full disk is not success" {
	[ -e /dev/full ] || skip "needs /dev/full"
	pdus >in
	run -74 bash -c 'smpp-dump -x <in >/dev/full'
	[ "$output" = "smpp-dump: stdout: No space left on device" ]
	run -74 bash -c 'smpp-dump -x <in | smpp-dump -e >/dev/full'
	run -74 bash -c 'smpp-dump -V >/dev/full'
	# what was malformed before does not hide it
	run -74 bash -c 'echo zz | smpp-dump -x >/dev/full'
}

@test "smpp-dump: files, usage, -h, -V" {
	run -66 --separate-stderr smpp-dump missing
	[ "$stderr" = "smpp-dump: missing: No such file or directory" ]
	run -74 --separate-stderr smpp-dump .
	run -64 --separate-stderr smpp-dump -Z
	[ -z "$output" ]
	[[ "${stderr_lines[-1]}" == usage:* ]]
	run -64 --separate-stderr smpp-dump a b
	run -0 --separate-stderr smpp-dump -h
	[[ $output == usage:* && -z $stderr ]]
	run -0 --separate-stderr smpp-dump -V
	[[ $output =~ ^smpp-dump\ [0-9.]+$ ]]
	pdus | smpp-dump -xjqp - >out
	[ "$(wc -l <out)" -eq 33 ]
	run -0 --separate-stderr smpp-dump -vx "$(fixture pdu/unbind.hex)"
	[ "$stderr" = "smpp-dump: 1 PDUs" ]
}

@test "smpp-dump: the page's examples run" {
	[ "$(echo '00000010 80000004 00000058 00000007' | smpp-dump -x | jq .status)" = '"ESME_RTHROTTLED"' ]
	echo '{"command":"enquire_link"}' | smpp-dump -e | smpp-dump | jq -e '.command == "enquire_link"'
	pdus | octets >all
	smpp-dump -p all |
	    jq -c 'if .destination_addr then .destination_addr = "4915551234" else . end' |
	    smpp-dump -e >changed
	smpp-dump changed | jq -r '.destination_addr // empty' | sort -u >out
	[ "$(cat out)" = 4915551234 ]
}
