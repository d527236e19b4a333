# Kannel's bearerbox and smsbox, bound to our server as a transceiver.
load ../test_helper
load ../parts/kannel

# gateway [ARG...] - our server, to which Kannel is bound; descriptor 8 is its stdin
gateway() {
	need bearerbox smsbox python3
	printf 'kannel:secret\n' >users
	chmod 600 users
	mkfifo in
	exec 8<>in
	start serve smpp-listen -o SMPP_Server_Users=users -o SMPP_Max_SMS_Message_Size=1000 \
	    -l 127.0.0.1:0 "$@" <in
	start_kannel "$(port_of serve)" kannel secret
	kannel_bound
}

@test "kannel: its SMS become submit records, its receipts come from us" {
	gateway
	kannel_send 2000 +15550001111 'Grüße an alle' dlr-mask=31 tag=one
	wait_for serve.out 'Grüße an alle'
	has_json serve.out '.type == "submit" and .text == "Grüße an alle" and .from == "2000" and .to == "+15550001111"'
	# accepted by the SMSC, then delivered
	wait_for http.out '"path": "/dlr", "type": "8".*"tag": "one"'
	wait_for http.out '"path": "/dlr", "type": "1".*"tag": "one"'
	id=$(jq -r 'select(.type == "submit").id' serve.out)
	has_json http.out ".path == \"/dlr\" and .type == \"1\" and (.text | startswith(\"id:$id \"))"
}

@test "kannel: a long SMS of its own comes out as one record" {
	gateway
	text=$(printf 'Straße %.0s' {1..60})
	kannel_send 2000 +15550001111 "$text" coding=2
	wait_for serve.out 'Straße'
	[ "$(wc -l <serve.out)" -eq 1 ]
	has_json serve.out '.text | startswith("Straße Straße")'
	[ "$(jq '.parts' serve.out)" -ge 4 ]
	[ "$(jq -r .text serve.out | sed 's/ *$//')" = "${text%"${text##*[! ]}"}" ]
}

@test "kannel: what our handler refuses, its user hears of" {
	gateway -- sh -c 'exit 65'
	kannel_send 2000 +15550001111 'no' dlr-mask=31 tag=two
	wait_for http.out '"path": "/dlr", "type": "16".*"tag": "two"'
}

@test "kannel: a receipt of failure is one to Kannel too" {
	gateway -o SMPP_Server_Receipt_State=UNDELIV
	kannel_send 2000 +15550001111 'lost' dlr-mask=31 tag=three
	wait_for http.out '"path": "/dlr", "type": "2".*"tag": "three"'
}

@test "kannel: deliver records on our stdin reach its service, long ones whole" {
	gateway
	long=$(printf 'lang und länger %.0s' {1..20})
	long=${long% }
	printf '{"type":"deliver","from":"+15550001111","to":"2000","text":"%s"}\n' \
	    'hello Kannel' 'Über保' >&8
	wait_until has_json http.out '.path == "/mo" and .text == "hello Kannel"'
	wait_until has_json http.out '.path == "/mo" and .text == "Über保"'
	has_json http.out '.path == "/mo" and .from == "+15550001111" and .to == "2000"' ||
	    has_json http.out '.path == "/mo" and (.from | endswith("15550001111"))'
	wait_until has_json serve.out '.result.status == "ok"' 2
}
