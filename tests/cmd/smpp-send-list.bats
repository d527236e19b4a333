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
	# with submit_multi all of them have one message_id
	for multi in false true; do
		send -r -w 20 -o SMPP_ESME_Submit_Submit_Multi=$multi >out \
		    <<<"{\"id\":\"$multi\",\"from\":\"2000\",\"to\":[\"+15551111111\",\"+15552222222\"],\"text\":\"x\"}"
		for n in 15551111111 15552222222; do
			has_json out ".type == \"receipt\" and .id == \"$multi/+$n\" and .from == \"+$n\"
			    and .original.to == \"+$n\" and .state == \"DELIVRD\""
		done
		[ "$(jq -c 'select(.result).result.status' out)" = '"ok"' ]
	done
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

multi() { send -o SMPP_ESME_Submit_Submit_Multi=true "$@"; }

@test "list: submit_multi, and who was not reached" {
	start_smsc --unreached 2:0x0b --unreached 3:0x14
	run -1 --separate-stderr multi <<<'{"id":"a","from":"2000","to":["+1","+2","+3"],"text":"x"}'
	result <<<"$output" >got
	same_json got <<-'END'
	{"status":"temporary","command_status":"ESME_RMSGQFUL","code":20,"reason":"the message queue is full","recipients":[
	{"to":"+1","status":"ok","parts":[{"message_id":"1"}]},
	{"to":"+2","status":"permanent","command_status":"ESME_RINVDSTADR","code":11,
	 "reason":"the destination address is invalid","parts":[{"command_status":"ESME_RINVDSTADR","code":11}]},
	{"to":"+3","status":"temporary","command_status":"ESME_RMSGQFUL","code":20,
	 "reason":"the message queue is full","parts":[{"command_status":"ESME_RMSGQFUL","code":20}]}]}
	END
	has_json smsc.out '.cmd == "submit_multi" and .destination_addr == ["1","2","3"] and .dest_flag == [1,1,1]
	    and .dest_addr_ton == [1,1,1] and .source_addr == "2000" and .short_message == "x"'
	run -1 grep submit_sm smsc.out
}

@test "list: submit_multi of a long text: each segment to all, with one reference" {
	make_state
	start_smsc
	jq -nc '{id: "a", to: ["+1","+2"], text: ("x" * 200)}' >in
	multi -o SMPP_Max_SMS_Message_Size=1000 <in >out
	has_json out '.result.status == "ok"
	    and (.result.recipients | map(.parts)) == [[{message_id:"1"},{message_id:"2"}],[{message_id:"1"},{message_id:"2"}]]
	    and .result.recipients[0].reference == .result.recipients[1].reference'
	[ "$(jq -r 'select(.cmd == "submit_multi").tlv.sar_segment_seqnum' smsc.out | xargs)" = "01 02" ]
	# never twice, and whoever is new gets it alone
	multi -o SMPP_Max_SMS_Message_Size=1000 < <(jq -c '.to += ["+3"]' in) >out
	has_json out '.result.recipients | map(.duplicate) == [true,true,null]'
	[ "$(jq -r 'select(.cmd == "submit_sm").destination_addr' smsc.out | xargs)" = "3 3" ]
}

@test "list: submit_multi that fails, is thrown away or goes unanswered is each recipient's" {
	start_smsc --fail 1:0x45
	run -75 --separate-stderr multi <<<'{"to":["1","2"],"text":"x"}'
	has_json <(echo "$output") '.result.recipients | map(.status) == ["temporary","temporary"]'
	stop smsc
	start_smsc --mute
	run -69 --separate-stderr multi -o SMPP_Response_Timer=0.2 <<<'{"to":["1","2"],"text":"x"}'
	has_json <(echo "$output") '.result.status == "unknown"
	    and (.result.recipients | map(.status) == ["unknown","unknown"])'
	stop smsc
	make_state
	run -75 --separate-stderr multi -o SMPP_ESME_Max_Bind_Retries=0 <<<'{"id":"b","to":["1","2"],"text":"x"}'
	has_json <(echo "$output") '.result.recipients | map(.status) == ["temporary","temporary"]'
	# and it was not noted as sent
	start_smsc
	multi <<<'{"id":"b","to":["1","2"],"text":"x"}' >out
	has_json out '.result.status == "ok" and .result.recipients[0].duplicate == null'
}

@test "list: a failure of nobody that was named leaves all others unknown" {
	start_smsc --unreached 2:0x0b --unreached 999:0x0b
	run -69 --separate-stderr multi <<<'{"to":["1","2"],"text":"x"}'
	has_json <(echo "$output") '.result.recipients | map(.status) == ["unknown","permanent"]'
}

# sent - what the SMSC took: text and number, a line each
sent() {
	jq -r 'select(.cmd == "submit_multi" or .cmd == "submit_sm")
	    | "\(.short_message) \(.destination_addr | if type == "array" then .[] else . end)"' smsc.out | sort
}

@test "list: on a full disk nobody is sent what could not be noted, and nobody twice" {
	make_state
	start_smsc
	for i in $(seq 50); do
		jq -nc --arg i "$i" '{id: "f\($i)", text: "f\($i)", to: [range(40) | "1555\(1000000 + .)"]}'
	done >lists
	# a limit on the size of files stands for the disk's end
	run -1 bash -c "(trap '' XFSZ; ulimit -f 300; exec smpp-send -o SMPP_ESME_Submit_Submit_Multi=true \
	    smpp://me@127.0.0.1:$smsc_port <lists 2>err) | cat >out; exit \${PIPESTATUS[0]}"
	[ "$(jq -r .id out | sort -u | wc -l)" -eq 50 ]
	[ "$(jq -r '.result.recipients[] | select(.status == "ok").to' out | wc -l)" -eq "$(sent | wc -l)" ]
	[ "$(sent | wc -l)" -lt 2000 ]
	multi -q <lists || [ $? -eq 1 ]
	# what was sent while its outcome could not be noted may be unknown; no more
	[ -z "$(sent | uniq -d)" ]
	[ "$(sent | wc -l)" -eq 2000 ]
}

@test "list: killed in between, nobody is sent it twice" {
	make_state
	start_smsc --mute
	echo '{"id":"k","to":["1","2"],"text":"x"}' >in
	start sender smpp-send -o SMPP_ESME_Submit_Submit_Multi=true "smpp://me@127.0.0.1:$smsc_port" <in
	wait_for smsc.out submit_multi
	kill -KILL "$(pid_of sender)"
	await sender
	run -69 --separate-stderr multi <in
	has_json <(echo "$output") '.result.recipients | map(.status) == ["unknown","unknown"]'
	[ "$(sent | wc -l)" -eq 2 ]
}

@test "list: distribution lists by name, with submit_multi only" {
	start_smsc
	multi <<<'{"to":["staff","board of trustees"],"text":"x","destination_flag":2}' >out
	has_json out '.result.recipients | map([.to, .status]) == [["staff","ok"],["board of trustees","ok"]]'
	has_json smsc.out '.cmd == "submit_multi" and .dest_flag == [2,2]
	    and .destination_addr == ["staff","board of trustees"]'
	multi -o SMPP_Destination_Flag=2 <<<'{"to":"alone","text":"x"}' >out
	has_json smsc.out '.cmd == "submit_multi" and .dest_flag == [2] and .destination_addr == ["alone"]'
	run -65 --separate-stderr send <<-'END'
		{"to":"staff","text":"x","destination_flag":2}
		{"to":["staff","1"],"text":"x","destination_flag":2}
	END
	[ "$(jq -r .result.reason <<<"$output" | sort -u)" = \
	    'destination_flag: a distribution list takes SMPP_ESME_Submit_Submit_Multi' ]
	run -65 --separate-stderr multi <<-'END'
		{"to":"123456789012345678901","text":"x","destination_flag":2}
		{"to":["staff"],"text":"x","destination_flag":3}
	END
	run -1 grep submit_sm smsc.out
}
