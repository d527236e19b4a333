# smpp-send: query, cancel and replace records.  The SMSC is Perl's Net::SMPP; its
# answers are those of SMPP v3.4, 4.8 to 4.10 and 5.1.3 (0x0c ESME_RINVMSGID, 0x11
# ESME_RCANCELFAIL).
# shellcheck disable=SC2154	# run sets stderr
load ../test_helper
load ../parts/net-smpp

send() { smpp-send "$@" "smpp://me@127.0.0.1:$smsc_port"; }
# result - without what is never the same
result() { jq -c '.result | del(.at, .smsc)'; }

@test "request: query, cancel, and query again" {
	start_smsc --id 'k%d'
	send <<<'{"from":"2000","to":"+1555","text":"x"}' >out
	send <<<'{"type":"query","message_id":"k1","from":"2000"}' >out
	result <out >got
	same_json got <<-'END'
	{"status":"ok","state":"ENROUTE","error_code":0,
	"parts":[{"message_id":"k1","state":"ENROUTE","error_code":0}]}
	END
	send <<<'{"type":"cancel","message_id":"k1","from":"2000","to":"+1555","service_type":"A"}' >out
	[ "$(result <out)" = '{"status":"ok","parts":[{"message_id":"k1"}]}' ]
	has_json smsc.out '.cmd == "cancel_sm" and .message_id == "k1" and .source_addr == "2000"
	    and .destination_addr == "1555" and .dest_addr_ton == 1 and .service_type == "A"'
	# one that was answered is asked again: its state changes
	send <<<'{"type":"query","message_id":"k1","from":"2000","result":{"status":"ok","state":"ENROUTE"}}' >out
	has_json out '.result.state == "DELETED" and .result.error_code == 7
	    and .result.final_date == "2026-01-02T03:04:05Z"'
	run -69 --separate-stderr send <<<'{"id":"c","type":"cancel","message_id":"k1","from":"2000"}'
	has_json <(echo "$output") '.result.command_status == "ESME_RCANCELFAIL" and .result.status == "permanent"'
	[[ "$stderr" == "5.5.0 smpp-send: c: ESME_RCANCELFAIL"* ]]
	# done is done
	send <<<'{"type":"cancel","message_id":"k1","result":{"status":"ok"}}' >out
	[ "$(grep -c cancel_sm smsc.out)" -eq 2 ]
}

@test "request: a message that the SMSC does not know is permanent" {
	start_smsc
	run -69 --separate-stderr send <<<'{"type":"query","message_id":"9","from":"2000"}'
	has_json <(echo "$output") '.result.status == "permanent" and .result.command_status == "ESME_RINVMSGID"
	    and .result.state == null'
}

@test "request: replace carries the new text, its times and its receipt" {
	start_smsc
	send <<<'{"from":"2000","to":"1555","text":"x"}' >out
	send <<<'{"type":"replace","message_id":"1","from":"2000","text":"@new","validity":3600,"registered_delivery":1}' >out
	[ "$(result <out)" = '{"status":"ok","parts":[{"message_id":"1"}]}' ]
	has_json smsc.out '.cmd == "replace_sm" and .message_id == "1" and .short_message_hex == "006e6577"
	    and .validity_period == "000000010000000R" and .registered_delivery == 1'
	run -65 --separate-stderr send <<-'END'
		{"type":"replace","message_id":"1","text":"Ж"}
		{"type":"replace","message_id":"1"}
		{"type":"replace","message_id":["1","2"],"text":"x"}
		{"type":"query"}
		{"type":"query","message_id":[]}
		{"type":"query","message_id":["1",2]}
	END
	diff <(jq -r .result.reason <<<"$output") - <<-'END'
		text: character U+0416 at octet 0 is not in data coding 0
		text: is missing
		a message of several segments cannot be replaced
		message_id: is missing
		message_id: is empty
		message_id: must be a string or a list of strings
	END
}

@test "request: by our id, with what the store knows of the message" {
	make_state
	start_smsc --id 'k%d'
	printf '%s\n' "{\"id\":\"long\",\"from\":\"Shop\",\"to\":\"+1555\",\"text\":\"$(printf '%0300d' 0)\"}" >in
	send -o SMPP_Max_SMS_Message_Size=1000 <in >out
	has_json out '.result.status == "ok" and (.result.parts | length) == 2'
	send <<<'{"type":"query","id":"long"}' >out
	result <out >got
	same_json got <<-'END'
	{"status":"ok","state":"ENROUTE","error_code":0,"parts":[
	{"message_id":"k1","state":"ENROUTE","error_code":0},
	{"message_id":"k2","state":"ENROUTE","error_code":0}]}
	END
	has_json smsc.out '.cmd == "query_sm" and .message_id == "k2" and .source_addr == "Shop" and .source_addr_ton == 5'
	# the segments of a message are asked each for itself
	send <<<'{"type":"cancel","message_id":"k1","from":"Shop"}' >out
	run -69 --separate-stderr send <<<'{"type":"cancel","id":"long"}'
	has_json <(echo "$output") '.result.parts == [{"message_id":"k1","command_status":"ESME_RCANCELFAIL","code":17},
	    {"message_id":"k2"}]'
	has_json smsc.out '.cmd == "cancel_sm" and .message_id == "k2" and .destination_addr == "1555"'
	run -65 --separate-stderr send <<<'{"type":"cancel","id":"other"}'
	has_json <(echo "$output") '.result.reason == "message_id: is missing, and no message of this id is known"'
	run -65 --separate-stderr send -o State_Account=x <<<'{"type":"cancel","id":"long"}'
	[[ "$output" == *'the message went by the account me@127.0.0.1:'* ]]
}

@test "request: no response is temporary for a query, unknown for a cancel" {
	start_smsc --deaf
	run -75 --separate-stderr send -o SMPP_Response_Timer=0.2 <<<'{"type":"query","message_id":"1"}'
	has_json <(echo "$output") '.result.status == "temporary" and .result.reason == "no response came"'
	run -69 --separate-stderr send -o SMPP_Response_Timer=0.2 <<<'{"type":"cancel","message_id":"1"}'
	has_json <(echo "$output") '.result.status == "unknown"
	    and .result.reason == "no response came: it may have been done"'
}

@test "request: -n shows the PDU" {
	smpp-send -n smpp://me@127.0.0.1:1 <<<'{"type":"query","message_id":"k1","from":"2000"}' >out
	jq -r '.dry_run.pdus[]' out | smpp-dump -x >dump
	has_json dump '.command == "query_sm" and .message_id == "k1" and .source_addr == "2000"'
}
