# Perl's Net::SMPP on the other side: as an ESME of our server, and as the SMSC of
# our client.
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/net-smpp

serve() {
	exec 9<> <(:)
	start serve smpp-listen -l 127.0.0.1:0 "$@" <&9
	port=$(port_of serve)
}

@test "net-smpp: an ESME submits to our server and gets its receipt" {
	need_net_smpp
	printf 'esme:secret\n' >users
	chmod 600 users
	serve -o SMPP_Server_Users=users
	run -2 esme "$port" --password wrong
	esme "$port" --password secret --wait 1 --submit plain \
	    --submit '{"short_message_hex":"00dc0062","data_coding":8,"registered_delivery":1}' >out
	wait_for serve.out '"text"' 2
	has_json serve.out '.type == "submit" and .text == "plain" and .from == "2000" and .to == "+15550001111"'
	has_json serve.out '.text == "Üb" and .registered_delivery == 1'
	id=$(jq -r 'select(.text == "Üb").id' serve.out)
	has_json out ".cmd == \"submit_sm_resp\" and .message_id == \"$id\""
	has_json out ".cmd == \"deliver_sm\" and .esm_class == 4 and
	    (.short_message | startswith(\"id:$id sub:001 dlvrd:001 \") and contains(\"stat:DELIVRD err:000\"))"
	has_json out ".cmd == \"deliver_sm\" and .tlv.message_state == \"02\"
	    and .source_addr == \"15550001111\" and .destination_addr == \"2000\""
}

@test "net-smpp: SAR parts that an ESME submits are put together" {
	need_net_smpp
	serve
	esme "$port" \
	    --submit '{"short_message":"two","sar_msg_ref_num_hex":"0007","sar_total_segments_hex":"02","sar_segment_seqnum_hex":"02"}' \
	    --submit '{"short_message":"one ","sar_msg_ref_num_hex":"0007","sar_total_segments_hex":"02","sar_segment_seqnum_hex":"01"}' >out
	wait_for serve.out text
	has_json serve.out '.text == "one two" and .parts == 2'
	[ "$(wc -l <serve.out)" -eq 1 ]
}

@test "net-smpp: our handler's refusal reaches the ESME" {
	need_net_smpp
	serve -- sh -c 'exit 65'
	run -1 esme "$port" --submit x
	[[ $output == *'"status":101'* ]]
}

@test "net-smpp: deliver records on our stdin reach the ESME, long ones too" {
	need_net_smpp
	mkfifo in
	exec 8<>in
	start serve smpp-listen -o SMPP_Max_SMS_Message_Size=400 -l 127.0.0.1:0 <in
	printf '{"type":"deliver","from":"+4917012","to":"2000","text":"%s"}\n' "hällo" "$(printf '%0200d' 3)" >&8
	esme "$(port_of serve)" --wait 3 >out
	# GSM default alphabet: a umlaut is 7b; 153 septets and the rest
	has_json out '.cmd == "deliver_sm" and .short_message_hex == "687b6c6c6f" and .source_addr == "4917012"'
	wait_until has_json serve.out '.result.status == "ok"' 2
	has_json serve.out '.result.status == "ok" and (.result.parts | length) == 2'
}

@test "net-smpp: our client takes what an SMSC delivers, and acknowledges it" {
	start_smsc --password secret --deliver hello --deliver '{"short_message_hex":"00e4","data_coding":8}'
	SMPP_PASSWORD=secret start listen smpp-listen "smpp://me@127.0.0.1:$smsc_port"
	wait_for smsc.out '"cmd":"deliver_sm_resp"' 2
	has_json listen.out '.text == "hello" and .from == "+15550001111" and .to == "2000"'
	has_json listen.out '.text == "ä"'
	has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 0' 2
	stop listen
	[ "$status" -eq 0 ]
	wait_for smsc.out '"cmd":"unbind"'
}

@test "net-smpp: receipts for what smpp-send submitted reach smpp-listen" {
	start_smsc --receipts UNDELIV --id %08X
	start listen smpp-listen "smpp://me@127.0.0.1:$smsc_port"
	wait_for listen.err 'bound to'
	echo '{"to":"15550001111","from":"2000","text":"x","registered_delivery":1}' |
	    smpp-send "smpp://me@127.0.0.1:$smsc_port" >sent
	wait_for listen.out receipt
	has_json listen.out ".type == \"receipt\" and .state == \"UNDELIV\" and .final
	    and .message_id == \"$(jq -r '.result.parts[0].message_id' sent)\""
}

@test "net-smpp: an SMSC with another password is tried again" {
	start_smsc --password secret
	SMPP_PASSWORD=bad start listen smpp-listen -o SMPP_Bind_Refused_Retry=1 \
	    "smpp://me@127.0.0.1:$smsc_port"
	wait_for smsc.out '"cmd":"bind_receiver"' 2
	grep -q RINVPASWD listen.err
	stop listen
	[ "$status" -eq 0 ]
}
