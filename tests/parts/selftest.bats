# The other parties of the tests against each other: where one of these fails,
# look there first.
load ../test_helper
load kannel
load inetd
load net-smpp
load procmail

@test "parts: Net::SMPP binds, submits and gets a receipt" {
	start_smsc --password secret --receipts DELIVRD --receipt-tlv --id %08x
	esme "$smsc_port" --password secret --wait 1 --submit \
	    '{"short_message":"hello","registered_delivery":1,"sar_msg_ref_num_hex":"0007"}' >out

	[ "$(jq -r 'select(.cmd == "submit_sm_resp").message_id' out)" = 00000001 ]
	has_json out '.cmd == "deliver_sm" and .esm_class == 4 and
	    (.short_message | startswith("id:00000001 sub:001 dlvrd:001 "))
	    and .tlv.message_state == "02"'
	has_json smsc.out '.cmd == "submit_sm" and .short_message_hex == "68656c6c6f"
	    and .tlv.sar_msg_ref_num == "0007"'
	wait_for smsc.out '"cmd":"unbind"'
}

@test "parts: Net::SMPP refuses a wrong password, and any bind when told so" {
	start_smsc --password secret
	run -2 esme "$smsc_port" --password wrong
	[ "$(jq .status <<<"$output")" -eq 14 ]
	stop smsc
	start_smsc --refuse 13
	run -2 esme "$smsc_port"
	[ "$(jq .status <<<"$output")" -eq 13 ]
}

@test "parts: Net::SMPP answers every second submit with a status" {
	start_smsc --fail 2:0x58
	run -1 esme "$smsc_port" --submit a --submit b --submit c
	[ "$(jq -c 'select(.cmd == "submit_sm_resp").status' <<<"$output" | tr '\n' ' ')" = "0 88 0 " ]
}

@test "parts: Net::SMPP dies with a submit in flight, or never answers" {
	start_smsc --die-after 2
	run -3 esme "$smsc_port" --submit a --submit b
	run -0 esme "$smsc_port" --submit a
	stop smsc
	start_smsc --mute
	run -4 esme "$smsc_port" --timeout 1 --submit a
	stop smsc
	[ "$status" -eq 0 ]
}

@test "parts: Net::SMPP delivers to receivers only" {
	start_smsc --deliver hello --deliver '{"short_message_hex":"00e4","data_coding":8}'
	esme "$smsc_port" --mode rx --wait 2 --answer 0x64 >out
	[ "$(jq -r 'select(.cmd == "deliver_sm").short_message_hex' out | tr '\n' ' ')" = "68656c6c6f 00e4 " ]
	wait_for smsc.out '"cmd":"deliver_sm_resp".*"status":100' 2
	esme "$smsc_port" --mode tx >out
	[ "$(grep -c deliver_sm out)" -eq 0 ]
}

@test "parts: Kannel submits, is told of receipts, and takes messages" {
	start_smsc --password secret --receipts DELIVRD --deliver 'hello Kannel' \
	    --deliver '{"short_message_hex":"00dc0062006500724fdd","data_coding":8}'
	start_kannel "$smsc_port" kannel secret
	kannel_bound
	wait_for http.out '"path": "/mo".*"text": "hello Kannel"'
	wait_until has_json http.out '.path == "/mo" and .text == "Über保"'

	kannel_send 2000 +15550001111 'Grüße an alle' dlr-mask=31 tag=one
	wait_for http.out '"path": "/dlr", "type": "8".*"tag": "one"'
	wait_for http.out '"path": "/dlr", "type": "1".*"tag": "one"'
	has_json smsc.out '.cmd == "submit_sm" and .destination_addr == "15550001111"
	    and .registered_delivery == 17'
}

@test "parts: inetd starts a program for each connection" {
	start_inetd nowait "$(command -v cat)"
	exec 5<>"/dev/tcp/127.0.0.1/$inetd_port"
	echo hello >&5
	read -r -t 5 line <&5
	exec 5>&-
	[ "$line" = hello ]
}

@test "parts: procmail gives a filter's exit status on" {
	printf 'Subject: x\n\nbody\n' >mail
	run_procmail mail <<-'END'
	:0 w
	| cat >got
	END
	[ "$status" -eq 0 ]
	grep -qx body got
	[ ! -e default ]

	run_procmail mail <<-'END'
	:0 w
	| sh -c 'exit 75'

	:0 e
	{
		EXITCODE=$?
		HOST
	}
	END
	[ "$status" -eq 75 ]
	[ ! -e default ]
}
