# What an ESME may ask of our server beside submit_sm.  ESMEs are Perl's
# Net::SMPP (tests/parts/net-smpp-ops.pl); statuses: SMPP v3.4, 5.1.3; states: 5.2.28.
# shellcheck disable=SC2016,SC2154	# $ is the handler's; run sets stderr, await sets status
load ../test_helper
load ../parts/net-smpp

serve() {
	need_net_smpp
	exec 9<> <(:)
	start serve smpp-listen -l 127.0.0.1:0 "$@" <&9
	port=$(port_of serve)
}
ops() { "$MOBUTILS_ROOT/tests/parts/net-smpp-ops.pl" "$port" "$@"; }
receipts() { jq -r 'select(.cmd == "deliver_sm").short_message' "$1" | grep -o 'stat:[A-Z]*'; }

@test "smpp-listen -l: submit_multi is one record with a list, and a receipt each" {
	serve
	ops multi:hello:15550001111,15550002222,15550003333 deliver:3 >out
	wait_for serve.out hello
	has_json serve.out '.type == "submit" and .from == "2000" and .to == ["+15550001111", "+15550002222", "+15550003333"] and .text == "hello" and .to_ton == "international"'
	[ "$(wc -l <serve.out)" -eq 1 ]
	has_json out '.cmd == "submit_multi_resp" and .status == 0 and .no_unsuccess == 0'
	[ "$(jq -r 'select(.cmd == "submit_multi_resp").message_id' out)" = "$(jq -r .id serve.out)" ]
	[ "$(jq -r 'select(.cmd == "deliver_sm").source_addr' out | sort | tr '\n' ' ')" = "15550001111 15550002222 15550003333 " ]
}

@test "smpp-listen -l: a handler hears of all recipients of a submit_multi" {
	serve -- sh -c 'echo "$RECIPIENT" >recipient; printf "%s\n" "$@" >args' sh "{recipients}"
	ops multi:hello:15550001111,15550002222 >out
	[ "$(cat recipient)" = "+15550001111 +15550002222" ]
	[ "$(tr '\n' ' ' <args)" = "+15550001111 +15550002222 " ]
}

@test "smpp-listen -l: submit_multi that the handler refuses, or with a list we have not" {
	serve -- sh -c 'exit "$(jq -r .text)"'
	ops multi:65:15550001111,15550002222 multi:75:15550001111 multi:0:15550001111,list >out
	# RX_P_APPN, RX_T_APPN, RCNTSUBDL
	[ "$(jq -r 'select(.cmd == "submit_multi_resp").status' out | tr '\n' ' ')" = "101 100 68 " ]
	has_json out '.no_unsuccess == 2 and .error_status_code == [101, 101] and .destination_addr == ["15550001111", "15550002222"]'
	has_json out '.no_unsuccess == 1 and .error_status_code == [100]'
}

@test "smpp-listen -l: query_sm: known until the receipt is sent" {
	serve -o SMPP_Server_Receipt_Delay=1
	ops submit:hello query query:nonsense deliver:1 query >out
	# RQUERYFAIL
	[ "$(jq -r 'select(.cmd == "query_sm_resp").status' out | tr '\n' ' ')" = "0 103 103 " ]
	has_json out '.cmd == "query_sm_resp" and .message_state == 1 and .final_date == ""'
	[ "$(jq -r 'select(.cmd == "query_sm_resp" and .status == 0).message_id' out)" = "$(jq -r .id serve.out)" ]
	[ "$(receipts out)" = stat:DELIVRD ]
}

@test "smpp-listen -l: cancel_sm becomes a record, and what comes of it is the answer" {
	serve -o SMPP_Server_Receipt_Delay=3600 -- sh -c 'cat >>records'
	ops submit:hello cancel deliver:1 cancel >out
	# the second time it is known no more: RCANCELFAIL
	[ "$(jq -r 'select(.cmd == "cancel_sm_resp").status' out | tr '\n' ' ')" = "0 17 " ]
	[ "$(receipts out)" = stat:DELETED ]
	has_json records '.type == "cancel" and .from == "2000" and .to == "+15550001111"'
	[ "$(jq -r 'select(.type == "cancel").message_id' records)" = "$(jq -r 'select(.type == "submit").id' records)" ]
}

@test "smpp-listen -l: cancel_sm and replace_sm that the handler refuses change nothing" {
	serve -o SMPP_Server_Receipt_Delay=3600 -- sh -c 'jq -e ".type == \"submit\"" || exit 65'
	ops submit:hello cancel replace:other query >out
	has_json out '.cmd == "cancel_sm_resp" and .status == 17'
	has_json out '.cmd == "replace_sm_resp" and .status == 19'
	has_json out '.cmd == "query_sm_resp" and .status == 0 and .message_state == 1'
}

@test "smpp-listen -l: replace_sm becomes a record, its text that of the receipt" {
	serve -o SMPP_Server_Receipt_Delay=1
	ops submit:hello replace:other deliver:1 replace:late >out
	[ "$(jq -r 'select(.cmd == "replace_sm_resp").status' out | tr '\n' ' ')" = "0 19 " ]
	has_json serve.out '.type == "replace" and .text == "other" and .from == "2000" and .to == "+15550001111" and .registered_delivery == 1'
	[ "$(jq -r 'select(.type == "replace").message_id' serve.out)" = "$(jq -r 'select(.type == "submit").id' serve.out)" ]
	jq -r 'select(.cmd == "deliver_sm").short_message' out | grep -q 'Text:other'
}

@test "smpp-listen -l: another system_id's message is not known" {
	serve -o SMPP_Server_Receipt_Delay=3600
	echo '{"to":"+15550001111","from":"2000","from_ton":"unknown","text":"x","registered_delivery":1}' |
	    smpp-send "smpp://other@127.0.0.1:$port" >sent
	ops query:"$(jq -r .result.parts[0].message_id sent)" >out
	has_json out '.cmd == "query_sm_resp" and .status == 103'
}

@test "smpp-listen -l: receipts in the forms of others" {
	serve -o SMPP_Server_Message_ID_Format=hexadecimal -o SMPP_Server_Receipt_ID_Format=decimal \
	    -o SMPP_Server_Receipt_State=UNDELIV -o 'SMPP_Server_Receipt_Text=id:{id} stat:{state} err:{error} date:{done} {text}'
	ops submit:hello deliver:1 >out
	id=$(jq -r 'select(.cmd == "submit_sm_resp").message_id' out)
	[ "$id" = "$(jq -r .id serve.out)" ]
	[[ $id =~ ^[0-9a-f]+$ ]]
	jq -r 'select(.cmd == "deliver_sm").short_message' out >text
	grep -qx "id:$((16#$id)) stat:UNDELIV err:001 date:[0-9]\{10\} hello" text
	run -78 --separate-stderr smpp-listen -l 127.0.0.1:0 -o SMPP_Server_Receipt_ID_Format=decimal </dev/null
	[[ $stderr == *SMPP_Server_Message_ID_Format* ]]
}
