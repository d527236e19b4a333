# smpp-send: what it submits, and what it says of it.  The SMSC is Perl's
# Net::SMPP, which is not ours.
load ../test_helper
load ../parts/net-smpp

# submits - the submit_sm that the SMSC got, one a line, as jq's argument says
submits() { jq -c "select(.cmd == \"submit_sm\") | $1" smsc.out; }

url() { echo "smpp://esme@127.0.0.1:$smsc_port"; }

@test "smpp-send: a record is submitted and comes out with its result" {
	start_smsc --password secret --id '%08x'
	echo '{"id":"a1","from":"2000","to":"+15550001111","text":"Hello @ {home}","x":[1, 2]}' >in

	SMPP_PASSWORD=secret smpp-send "$(url)" <in >out

	# all that it does not know stays as it was, octet for octet
	[[ $(cat out) == "$(sed 's/}$//' in)"',"result":{'* ]]
	[ "$(jq -c '.result | del(.at, .smsc)' out)" = \
	    '{"status":"ok","parts":[{"message_id":"00000001"}]}' ]
	[ "$(jq -r .result.smsc out)" = "127.0.0.1:$smsc_port" ]
	jq -e '.result.at | fromdateiso8601 | now - . | . >= -1 and . < 60' out
	has_json smsc.out '.cmd == "bind_transmitter" and .system_id == "esme" and .interface_version == 52'
	# {, } and @ in the GSM alphabet: 3GPP TS 23.038, 6.2.1
	submits 'del(.cmd, .conn, .seq, .status)' >got
	same_json got <<-'END'
	{"source_addr":"2000","source_addr_ton":0,"source_addr_npi":1,
	"destination_addr":"15550001111","dest_addr_ton":1,"dest_addr_npi":1,
	"esm_class":0,"protocol_id":0,"priority_flag":0,"data_coding":0,
	"registered_delivery":0,"replace_if_present_flag":0,"sm_default_msg_id":0,
	"service_type":"","schedule_delivery_time":"","validity_period":"",
	"short_message_hex":"48656c6c6f2000201b28686f6d651b29"}
	END
	wait_for smsc.out '"cmd":"unbind"'
}

@test "smpp-send: the fields of the record go before the options" {
	start_smsc
	cat >in <<-'END'
	{"from":"Alerts","to":"5551111","to_ton":3,"to_npi":"ISDN","text":"x","service_type":"WAP","protocol_id":65,"priority":2,"validity":3600,"schedule":"2027-01-02T03:04:05+01:00","registered_delivery":["SMSC_Delivery"],"flash":true,"tlv":{"user_message_reference":513,"0x1400":"00ff"}}
	END

	smpp-send -o SMPP_ESME_Service_Type=CMT -o SMPP_Registered_Delivery=none "$(url)" <in >out

	submits 'del(.cmd, .conn, .seq, .status, .short_message)' >got
	same_json got <<-'END'
	{"source_addr":"Alerts","source_addr_ton":5,"source_addr_npi":0,"destination_addr":"5551111","dest_addr_ton":3,"dest_addr_npi":1,"esm_class":0,"protocol_id":65,"priority_flag":2,"data_coding":16,"registered_delivery":1,"replace_if_present_flag":0,"sm_default_msg_id":0,"service_type":"WAP","schedule_delivery_time":"270102020405000+","validity_period":"000000010000000R","short_message_hex":"78","tlv":{"user_message_reference":"0201","0x1400":"00ff"}}
	END
}

@test "smpp-send: a long text goes in segments with SAR parameters" {
	start_smsc
	printf '{"to":"15550001111","text":"%0300d"}\n' 0 >in

	smpp-send -o SMPP_Max_SMS_Message_Size=1000 "$(url)" <in >out

	jq -e '.result.status == "ok" and (.result.parts | map(.message_id)) == ["1", "2"]' out
	[ "$(submits '[(.short_message_hex | length / 2), .esm_class, .tlv.sar_total_segments, .tlv.sar_segment_seqnum]')" = \
	    '[153,0,"02","01"]
[147,0,"02","02"]' ]
	[ "$(submits .tlv.sar_msg_ref_num | uniq)" = \
	    "$(printf '"%04x"' "$(jq .result.reference out)")" ]
}

@test "smpp-send: SMPP_ESME_UDH_Segment puts the concatenation into a header" {
	start_smsc
	printf '{"to":"15550001111","text":"%0300d"}\n' 0 >in

	for octets in 1 2; do
		smpp-send -o SMPP_ESME_UDH_Segment=true -o SMPP_Max_SMS_Message_Size=1000 \
		    -o "SMPP_CSMS_Refnum_Length=$octets" "$(url)" <in >out
	done

	# 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8
	submits '[.esm_class, .tlv, .short_message_hex[0:6], .short_message_hex[8:12], .short_message_hex[10:14]]' >got
	[ "$(jq -c '.[0:4]' got | head -n 2)" = '[64,null,"050003","0201"]
[64,null,"050003","0202"]' ]
	[ "$(jq -c '[.[0], .[1], .[2], .[4]]' got | tail -n 2)" = '[64,null,"060804","0201"]
[64,null,"060804","0202"]' ]
}

@test "smpp-send: a character outside of the GSM alphabet makes it UCS-2" {
	start_smsc
	echo '{"to":"1","text":"日 😀"}' | smpp-send "$(url)" >out

	# UTF-16BE, by python3's codec
	[ "$(submits '[.data_coding, .short_message_hex]')" = '[8,"65e50020d83dde00"]' ]
}

@test "smpp-send -T: the text on stdin, for one number" {
	start_smsc
	printf 'disk full\n/var: "98%%"\n\n' | smpp-send -T +15551234567 "$(url)" >out

	jq -e '.type == "submit" and .to == "+15551234567" and (.id | length == 32)
	    and .text == "disk full\n/var: \"98%\"" and .result.status == "ok"' out
	[ "$(submits '[.destination_addr, .dest_addr_ton, .short_message_hex]')" = \
	    '["15551234567",1,"6469736b2066756c6c0a2f7661723a202239382522"]' ]
}

@test "smpp-send -T: what is no text is refused before anything is sent" {
	run -65 --separate-stderr bash -c 'printf "caf\351" | smpp-send -T 1 smpp://127.0.0.1:1'
	[ -z "$output" ]
	[ "$stderr" = "5.6.0 smpp-send: stdin: octet 3 is no UTF-8" ]
	run -65 --separate-stderr bash -c 'head -c 300000 /dev/zero | tr "\0" x | smpp-send -T 1 smpp://127.0.0.1:1'
	[[ $stderr == "5.2.3 smpp-send: stdin: the text is too long"* ]]
	run -65 --separate-stderr bash -c 'echo x | smpp-send -T -5x smpp://127.0.0.1:1'
	[ "$(jq -r .result.status <<<"$output")" = permanent ]
}

@test "smpp-send -n: shows what would be sent, without a connection" {
	{
		echo '{"id":"a","from":"2000","to":"15551234567","text":"hi €"}'
		echo '{"id":"b","to":"15551234567","text":"日"}'
		printf '{"id":"c","to":"15551234567","text":"%0161d"}\n' 0
	} >in
	smpp-send -n -o SMPP_Max_SMS_Message_Size=1000 smpp://127.0.0.1:1 <in >out

	jq -c '[.id, .result, (.dry_run | .coding, .data_coding, .units, .segments, (.pdus | length))]' out >got
	[ "$(cat got)" = '["a",null,"gsm7",0,5,1,1]
["b",null,"ucs2",8,1,1,1]
["c",null,"gsm7",0,161,2,2]' ]
	need python3
	python3 - >want <<-'END'
	import struct
	body = (b"\0" + b"\0\x01" + b"2000\0" + b"\x01\x01" + b"15551234567\0" +
	    b"\0\0\0" + b"\0\0" + b"\0\0\0\0" + b"\x05" + b"hi \x1b\x65")
	print((struct.pack(">IIII", 16 + len(body), 4, 0, 1) + body).hex())
	END
	jq -r '.dry_run.pdus[]' out | head -n 1 | diff want -
}

# pack FILL TEXT - its septets (of digits and letters they are ASCII's), packed; by
# strings of bits, not as lib/gsm does it (3GPP TS 23.038, 6.1.2.1.1)
pack() {
	python3 -c 'import sys
bits = "0" * int(sys.argv[1]) + "".join(format(ord(c), "07b")[::-1] for c in sys.argv[2])
bits += "0" * (-len(bits) % 8)
print(bytes(int(bits[i:i+8][::-1], 2) for i in range(0, len(bits), 8)).hex())' "$1" "$2"
}

# v3.4, 4.4.1: behind service_type the sender, then the receiver: TON, NPI, address
@test "smpp-send -n: SMPP_Destination_Type_Of_Number, and a + before it" {
	dry() { echo "$1" | smpp-send -n -o SMPP_Destination_Type_Of_Number=national \
	    -o SMPP_Destination_Numbering_Plan=private smpp://127.0.0.1:1 | jq -r '.dry_run.pdus[]'; }
	[[ $(dry '{"to":"123","text":"x"}') == *0001000209313233000* ]]
	[[ $(dry '{"to":"+123","text":"x"}') == *00010001??313233000* ]]
}

@test "smpp-send -n: SMPP_SMSC_Packed packs septets, with fill bits behind a header" {
	need python3
	dry() { smpp-send -n -o SMPP_SMSC_Packed=true -o SMPP_Max_SMS_Message_Size=400 "$@" \
	    smpp://127.0.0.1:1 | jq -r '.dry_run.pdus[]'; }
	# a widely published example of an SMS PDU
	[[ $(echo '{"to":"1","text":"hellohello"}' | dry) == *09e8329bfd4697d9ec37 ]]
	text=$(printf '0123456789%.0s' {1..16})x
	# a header of 6 octets leaves 1 fill bit, one of 7 none: TS 23.040, 9.2.3.24
	echo "{\"to\":\"1\",\"text\":\"$text\"}" | dry -o SMPP_ESME_UDH_Segment=true \
	    -o SMPP_CSMS_Refnum_Length=1 >out
	[[ $(sed -n 1p out) =~ 8c050003..0201$(pack 1 "${text:0:153}")$ ]]
	[[ $(sed -n 2p out) =~ 0e050003..0202$(pack 1 "${text:153}")$ ]]
	echo "{\"to\":\"1\",\"text\":\"$text\"}" | dry -o SMPP_ESME_UDH_Segment=true >out
	[[ $(sed -n 1p out) =~ 8c060804....0201$(pack 0 "${text:0:152}")$ ]]
	# SAR parameters, message_payload, and what is no GSM 7 bit
	echo "{\"to\":\"1\",\"text\":\"$text\"}" | dry >out
	[[ $(sed -n 1p out) == *86$(pack 0 "${text:0:153}")020c* ]]
	echo "{\"to\":\"1\",\"text\":\"$text\"}" | dry -o SMPP_ESME_Message_Payload=long >out
	[[ $(cat out) == *000424008d$(pack 0 "$text") ]]
	[[ $(echo '{"to":"1","text":"ab","data_coding":"latin1"}' | dry) == *026162 ]]
	[[ $(echo '{"to":"1","data":"6162","data_coding":0}' | dry) == *026162 ]]
}

@test "smpp-send -n: what a text costs and why; nothing is replaced, with -T neither" {
	{
		echo '{"to":"1","text":"“quoted” 😀 “again” é"}'
		echo '{"to":"1","text":"ığışığı"}'
		echo '{"to":"1","text":"日","data_coding":"ucs2"}'
	} >in
	smpp-send -n -o SMPP_SMS_National_Tables=turkish -o SMPP_SMS_Transliterate=full \
	    smpp://127.0.0.1:1 <in >out
	jq -c '[.text, (.dry_run | .coding, .ucs2, .units, .segments)]' out >got
	# 3GPP TS 23.038, A.3.1: 7 septets behind a header of 4 octets
	[ "$(cat got)" = '["“quoted” 😀 “again” é","ucs2","“”😀",21,1]
["ığışığı","gsm7",null,7,1]
["日","ucs2",null,1,1]' ]
	printf 'a “quote” %080d' 0 | smpp-send -n -T 1 -o SMPP_Max_SMS_Message_Size=400 \
	    smpp://127.0.0.1:1 | jq -e '.text[:9] == "a “quote”" and .dry_run.ucs2 == "“”" and
	    .dry_run.segments == 2'
	# one SMS by default: refused, where mail2sms would replace
	run -65 --separate-stderr bash -c "printf 'a “quote” %080d' 0 |
	    smpp-send -n -T 1 -o SMPP_SMS_Transliterate=full smpp://127.0.0.1:1"
}

@test "smpp-send -n: a large input comes out whole, to a file too" {
	awk 'BEGIN { for (i = 0; i < 20000; i++)
	    printf "{\"id\":\"%d\",\"to\":\"15551234567\",\"text\":\"one of many, and of some length\"}\n", i }' >in
	timeout 30 smpp-send -n smpp://h <in >out
	[ "$(wc -l <out)" -eq 20000 ]
	jq -r .id out | cmp - <(seq 0 19999)
	timeout 30 smpp-send -n smpp://h <in | cmp - out
}

@test "smpp-send -q: no results; what failed is on stderr" {
	start_smsc --fail 2:0x0b
	for to in 1 2 3; do echo "{\"id\":\"m$to\",\"to\":\"$to\",\"text\":\"x\"}"; done >in

	run -1 --separate-stderr smpp-send -q "$(url)" <in

	[ -z "$output" ]
	[ "$stderr" = "5.1.1 smpp-send: m2: ESME_RINVDSTADR (0x0000000b, permanent): the destination address is invalid" ]
}

@test "smpp-send -C: prints the options in force, with file and line" {
	cat >conf <<-'END'
	SMPP_Response_Timer = 20
	domain "example.com" {
		SMPP_SMSC_Server = "10.0.0.1"
		SMPP_Command_Window_Size = 7
	}
	END
	smpp-send -c conf -C -o SMPP_ESME_Address=2000 example.com >out </dev/null
	grep -q '^SMPP_Command_Window_Size.*7.*conf:4' out
	grep -q '^SMPP_Response_Timer.*20.*conf:1' out
	grep -q '^SMPP_ESME_Address.*2000' out
}

@test "smpp-send: without an operand the record's domain chooses the connection" {
	start_smsc --id a%d
	one=$smsc_port
	start two "$MOBUTILS_ROOT/tests/parts/net-smpp-smsc.pl" --id b%d
	two=$(port_of two)
	cat >conf <<-END
	SMPP_SMSC_Server = 127.0.0.1
	domain "one.example" { SMPP_SMSC_Port = $one SMPP_SMSC_System_ID = one }
	domain "two.example" {
		SMPP_SMSC_Port = $two
		SMPP_SMSC_System_ID = two
		SMPP_ESME_Address = 3000
	}
	END
	cat >in <<-'END'
	{"id":"1","domain":"one.example","to":"1","text":"x"}
	{"id":"2","domain":"Two.Example","to":"1","text":"x"}
	{"id":"3","domain":"three.example","to":"1","text":"x"}
	{"id":"4","to":"1","text":"x"}
	{"id":"5","domain":"one.example","to":"1","text":"x"}
	END

	run -1 --separate-stderr smpp-send -c conf <in

	jq -c '[.id, .result.status, .result.parts[0].message_id]' <<<"$output" | sort | cmp - <<-'END'
	["1","ok","a1"]
	["2","ok","b1"]
	["3","temporary",null]
	["4","temporary",null]
	["5","ok","a2"]
	END
	[ "$(jq -c 'select(.cmd == "submit_sm").source_addr' two.out)" = '"3000"' ]
	[ "${stderr_lines[0]}" = 'smpp-send: 3: no domain "three.example" in the configuration conf' ]
	[ "${stderr_lines[1]}" = 'smpp-send: 4: no domain to send by: neither an operand nor a domain in the record' ]
}

@test "smpp-send: the operand chooses the connection, the record's domain its options" {
	start_smsc
	cat >conf <<-END
	domain "smsc" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $smsc_port
		SMPP_ESME_Address = 1000
	}
	domain "shop" { SMPP_SMSC_Server = 192.0.2.1  SMPP_ESME_Address = 2000 }
	END
	echo '{"domain":"shop","to":"1","text":"x"}' | smpp-send -c conf smsc >out
	echo '{"to":"1","text":"x"}' | smpp-send -c conf -d smsc >>out

	[ "$(submits .source_addr | tr '\n' ' ')" = '"2000" "1000" ' ]
}

@test "smpp-send: a Unix socket as the operand" {
	start smsc smpp-listen -l "unix:$PWD/s" -O - </dev/null
	wait_until [ -S s ]
	echo '{"to":"1","text":"x"}' | smpp-send "smpp+unix:$PWD/s" >out
	jq -e '.result.status == "ok" and (.result.smsc | startswith("unix:"))' out
	run -64 smpp-send smpp+unix: </dev/null
	run -75 --separate-stderr smpp-send "smpp+unix:$PWD/none" < <(echo '{"to":"1","text":"x"}')
	[[ $stderr == *"$PWD/none: No such file or directory" ]]
}

@test "smpp-send: no records, no connection" {
	run -0 --separate-stderr smpp-send smpp://127.0.0.1:1 </dev/null
	[ -z "$output$stderr" ]
	run -0 smpp-send smpp://127.0.0.1:1 < <(:)
	run -0 smpp-send -c /dev/null < <(printf '\n\r\n')
}

@test "smpp-send: operands that are none" {
	for bad in smpp:// smpp://:2775 smpp://h:99999 smpp://h:port smpp://u@ \
	    smpp://user:secret@h smpps:// smpps://h:0 http://h; do
		run -64 --separate-stderr smpp-send -- "$bad" </dev/null
		[ -z "$output" ]
		[[ ${stderr_lines[0]} == smpp-send:* ]]
		[[ $stderr != *secret* ]]
	done
	run -64 --separate-stderr smpp-send -- -oProxyCommand=x </dev/null
	[[ ${stderr_lines[0]} == *"-oProxyCommand=x: an operand does not begin with -" ]]
	run -64 smpp-send -d -x </dev/null
	run -64 smpp-send a -- b </dev/null
	run -64 --separate-stderr smpp-send a b </dev/null
	[[ $stderr == *usage:* ]]
	run -64 smpp-send -Z </dev/null
	run -64 smpp-send -T </dev/null
	run -64 smpp-send -o No_Such_Option=1 smpp://h </dev/null
	run -78 --separate-stderr smpp-send nowhere.example </dev/null
	[ "$stderr" = 'smpp-send: no domain "nowhere.example" in the configuration /dev/null' ]
	run -0 smpp-send -V
	run -0 smpp-send -h
	[[ $output == usage:* ]]
}

@test "smpp-send: the examples of its page run as they stand" {
	start_smsc --password secret --receipts DELIVRD
	cat >conf <<-END
	domain "example.com" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $smsc_port
		SMPP_SMSC_System_ID = esme
	}
	END
	export MOBUTILS_CONF=$PWD/conf SMPP_PASSWORD=secret
	for i in 1 2 3; do echo "{\"id\":\"m$i\",\"to\":\"+1555000000$i\",\"text\":\"x\"}"; done >batch
	printf 'From: ann@example.org\nSubject: hi\nMessage-ID: <1@example.org>\n\nhello\n' >mail

	# a block of code each, with the port that the SMSC here has
	awk -v port="$smsc_port" '/^\.Sh/ { on = $2 == "EXAMPLES" } !on { next }
	    /^\.Bd/ { code = 1; n++; next } /^\.Ed/ { code = 0 }
	    code { gsub(/:2775/, ":" port); gsub(/\\e/, "\\"); print >("example." n) }' \
	    "$MOBUTILS_ROOT/man/smpp-send.1"
	[ -e example.10 ]
	for i in 1 2 3 4 5 6 7 8 9 10; do
		bash -euo pipefail "example.$i" >"out.$i" </dev/null
	done

	[ ! -s out.1 ]
	[ "$(jq -r .result.status out.2)" = ok ]
	[ "$(jq -r .result.status results | tr '\n' ' ')" = 'ok ok ok ' ]
	cmp results results2
	[ ! -s results3 ]
	[ "$(jq -r .id done)" = $'prices-2026-11-25/1\nprices-2026-11-25/2\nprices-2026-11-25/3' ]
	[ "$(cat out.6)" = DELIVRD ]
	[ "$(cat out.7)" = 3 ]
	[ "$(jq -r .result.status out.8 results4 | sort | uniq -c | tr -s ' ')" = ' 6 ok' ]
	[ "$(submits .destination_addr | wc -l)" -eq 16 ]	# 1 1 3 0 3 1 0 3 3 1
}
