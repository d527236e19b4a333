# smpp-send: a submit record to several recipients.  The SMSC is Perl's Net::SMPP.
# shellcheck disable=SC2154	# run sets output and stderr
load ../test_helper
load ../parts/net-smpp

send() { smpp-send "$@" "smpp://me@127.0.0.1:$smsc_port"; }
# the result without what is never the same
result() { jq -c '.result | del(.at, .recipients[].at, .recipients[].smsc)'; }

@test "list: one record in and out, each recipient has its fate" {
	start_smsc
	run -1 --separate-stderr send <<<'{"id":"a","to":["+1","+2",""],"text":"x","note":[1]}'
	result <<<"$output" >got
	same_json got <<-'END'
	{"status":"permanent","reason":"to: is not a number","recipients":[
	{"to":"+1","status":"ok","parts":[{"message_id":"1"}]},
	{"to":"+2","status":"ok","parts":[{"message_id":"2"}]},
	{"to":"","status":"permanent","reason":"to: is not a number"}]}
	END
	has_json <(echo "$output") '.id == "a" and .note == [1] and .to == ["+1","+2",""]'
	[ "$(jq -r 'select(.cmd == "submit_sm").destination_addr' smsc.out | xargs)" = "1 2" ]
}

@test "list: what is fed in again is sent to those who did not get it" {
	start_smsc --fail 2:0x45
	run -1 --separate-stderr send <<<'{"to":["1","2","3"],"text":"x"}'
	result <<<"$output" >got
	same_json got <<-'END'
	{"status":"temporary","command_status":"ESME_RSUBMITFAIL","code":69,"reason":"the submission failed","recipients":[
	{"to":"1","status":"ok","parts":[{"message_id":"1"}]},
	{"to":"2","status":"temporary","command_status":"ESME_RSUBMITFAIL","code":69,
	 "reason":"the submission failed","parts":[{"command_status":"ESME_RSUBMITFAIL","code":69}]},
	{"to":"3","status":"ok","parts":[{"message_id":"3"}]}]}
	END
	stop smsc
	start_smsc --id 'again%d'
	send <<<"$output" >out
	[ "$(jq -c '[.result.status, (.result.recipients[] | [.to, .parts[0].message_id])]' out)" = \
	    '["ok",["1","1"],["2","again1"],["3","3"]]' ]
	[ "$(grep -c submit_sm smsc.out)" -eq 1 ]
	# and then no more
	send <out >out2
	[ "$(grep -c submit_sm smsc.out)" -eq 1 ]
	[ "$(jq -c .result.recipients out)" = "$(jq -c .result.recipients out2)" ]
	# nor where no more is known than that it was sent
	send <<<'{"to":["1","2"],"text":"x","result":{"status":"ok"}}' >out
	[ "$(cat out)" = '{"to":["1","2"],"text":"x","result":{"status":"ok"}}' ]
}

@test "list: with a store nobody gets it twice, whatever the record says" {
	make_state
	start_smsc --fail 2:0x45
	run -1 --separate-stderr send <<<'{"id":"a","to":["1","2"],"text":"x"}'
	stop smsc
	start_smsc
	send <<<'{"id":"a","to":["1","2"],"text":"x"}' >out
	has_json out '.result.status == "ok" and .result.recipients[0].duplicate == true
	    and .result.recipients[1].duplicate == null'
	[ "$(jq -r 'select(.cmd == "submit_sm").destination_addr' smsc.out)" = 2 ]
	mobstate show a/2 >shown
	grep -q 'a/2' shown
}

@test "list: each recipient's receipt tells of its message" {
	make_state
	start_smsc --receipts DELIVRD
	send -r -w 20 <<<'{"id":"a","from":"2000","to":["+15551","+15552"],"text":"x","registered_delivery":1}' >out
	has_json out '.type == "receipt" and .id == "a/+15551" and .original.to == "+15551"'
	has_json out '.type == "receipt" and .id == "a/+15552"'
	[ "$(jq -c 'select(.result).result.status' out)" = '"ok"' ]
}

@test "list: all refused, long texts, -n, and lists that are none" {
	start_smsc
	run -65 --separate-stderr send <<-'END'
		{"to":["1","1"],"text":"x"}
		{"to":["1",2],"text":"x"}
		{"to":["",""],"text":"x"}
		{"to":["","."],"text":"x"}
	END
	[ "$(jq -r .result.reason <<<"$output" | head -3)" = 'to: 1 stands there twice
to: must be a number or a list of numbers
to:  stands there twice' ]
	jq -nc '{to: [range(255) | tostring], text: "x"}' >in
	run -65 --separate-stderr send <in
	[ "$(jq -r .result.reason <<<"$output")" = 'to: over 254 recipients' ]
	jq -nc '{to: [range(254) | tostring], text: ("x" * 300)}' >in
	send -o SMPP_Max_SMS_Message_Size=1000 <in >out
	has_json out '.result.status == "ok" and (.result.recipients | length) == 254
	    and ([.result.recipients[].parts | length] | add) == 508'
	smpp-send -n smpp://me@127.0.0.1:1 <<<'{"to":["1","2"],"text":"x"}' >out
	has_json out '.result == null and (.dry_run.recipients | map([.to, .dry_run.segments])) == [["1",1],["2",1]]'
}
