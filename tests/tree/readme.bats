# What README.md and mobutils(7) tell people to type, typed; and the demo.
load ../test_helper

# readme TEXT - the README still says so; then it is worth testing
readme() { grep -qF -e "$1" "$MOBUTILS_ROOT/README.md" || { echo "not in README: $1"; false; }; }
tour() { grep -qF -e "$1" "$MOBUTILS_ROOT/man/mobutils.7" || { echo "not in mobutils(7): $1"; false; }; }

# A message centre, and a configuration whose sms.example.com is there.
smsc() {
	start smsc smpp-listen -l 127.0.0.1:0 -o SMPP_Max_SMS_Message_Size=600 <<<''
	port=$(port_of smsc)
	export MOBUTILS_CONF=$PWD/mobutils.conf
	sed -e 's/^\(\tSMPP_SMSC_Server = \)"[^"]*"/\1"127.0.0.1"/' \
	    -e "s/^\(\tSMPP_SMSC_Port = \)2775/\1$port/" \
	    "$MOBUTILS_ROOT/examples/mobutils.conf" >mobutils.conf
	chmod 640 mobutils.conf
	printf '%s\n' 'From: a@example.org' 'To: 447700900123@sms.example.com' \
	    'Subject: x' '' 'hello' >mail
}

@test "demo: goes through, and shows the mail that came of the SMS" {
	need jq
	run -0 "$MOBUTILS_ROOT/scripts/demo"
	[[ $output == *'"duplicate":true'* ]]
	[[ $output == *"Action: delivered"* ]]
	[[ $output == *"To: monitor@example.com"*"In-Reply-To: <alert-3@example.com>"* ]]
	[[ $output == *'"DELIVRD"'* ]]
}

@test "README: the example configuration is good, and -C shows it" {
	smsc
	readme 'smpp-send -C sms.example.com'
	smpp-send -C sms.example.com >out
	grep -qi "smpp_smsc_port.*$port" out
	run -1 grep -F '"secret"' out
}

@test "README: is the way open, and what was said over it" {
	smsc
	readme 'smpp-send -n sms.example.com </dev/null'
	[ "$(smpp-send -n sms.example.com </dev/null | tail -n 1)" = 'unbind: ok' ]
	readme 'smpp-send --trace wire.json sms.example.com <batch >done'
	readme "jq -c 'select(.class) | [.time, .status, .meaning]' wire.json"
	echo '{"type":"cancel","message_id":"none","from":"1","to":"2"}' |
	    smpp-send --trace wire.json sms.example.com || :
	jq -c 'select(.class) | [.status, .meaning]' wire.json >out
	[ "$(cat out)" = '["ESME_RCANCELFAIL","the message could not be cancelled"]' ]
}

@test "README: a line of text and a report as an SMS" {
	smsc
	readme 'echo "It works." | smpp-send -T +15551234567 sms.example.com'
	readme 'df -h / | smpp-send -T +15551234567 sms.example.com'
	echo "It works." | smpp-send -T +15551234567 sms.example.com
	echo "It works." | smpp-send -T +15551234567 -n sms.example.com >dry
	has_json dry '.dry_run.segments == 1 and .result == null'
	df -h / | smpp-send -T +15551234567 sms.example.com
	wait_for smsc.out . 2
	has_json smsc.out '.text == "It works." and .to == "+15551234567"'
}

@test "README: a batch, what failed for now once more, and a hook" {
	smsc
	readme "jq -c 'select(.result.status == \"temporary\")' done | smpp-send sms.example.com"
	readme "mail2sms -t <mail | jq -c 'select(.to | test(\"^[+]?44\"))' | smpp-send sms.example.com"
	jq -nc '{to: "+15551234567", text: "one"}, {to: "+15557654321", text: "two",
		result: {status: "temporary"}}' >batch
	smpp-send sms.example.com <batch >done
	has_json done '.result.status == "ok"' 2
	jq -c 'select(.result.status == "temporary")' done | smpp-send sms.example.com >again
	[ ! -s again ]
	mail2sms -t <mail | jq -c 'select(.to | test("^[+]?44"))' | smpp-send sms.example.com
	has_json smsc.out '.to == "+447700900123"'
}

@test "mobutils(7): mail out with a handler, and through a pipe" {
	smsc
	tour 'mail2sms 15551234567@sms.example.com -- smpp-send -q sms.example.com'
	tour 'mail2sms 15551234567@sms.example.com <mail | smpp-send sms.example.com'
	mail2sms 15551234567@sms.example.com -- smpp-send -q sms.example.com <mail >out
	[ ! -s out ]
	mail2sms 15551234567@sms.example.com <mail | smpp-send sms.example.com >out
	has_json out '.result.status == "ok"'
	wait_for smsc.out '"\(x\) hello"' 2
}

@test "README, mobutils(7): SMS in as mail, handed to sendmail" {
	cat >sendmail <<'EOF'
#!/bin/sh
echo "$@" >args
cat >message
EOF
	chmod +x sendmail
	PATH=$PWD:$PATH
	mkfifo in
	exec 6<>in
	start centre smpp-listen -l 127.0.0.1:0 <&6
	cat >conf <<EOF
domain "sms.example.com" {
	SMPP_SMSC_Server = "127.0.0.1"
	SMPP_SMSC_Port = $(port_of centre)
}
EOF
	export MOBUTILS_CONF=$PWD/conf
	readme 'smpp-listen sms.example.com -- sms2mail -- sendmail -oi -f {sender} {recipients}'
	tour 'smpp-listen sms.example.com -- sms2mail -- sendmail -oi -f {sender} {recipients}'
	start listen smpp-listen sms.example.com -- sms2mail -- sendmail -oi -f {sender} {recipients}
	echo '{"type":"deliver","from":"+447700900123","to":"12345","text":"alice@example.com (lunch) soup is ready"}' >&6
	wait_for centre.out '"status":"ok"'
	[ "$(cat args)" = "-oi -f 447700900123@sms.example.com alice@example.com" ]
	grep -qx 'Subject: lunch' message
	grep -qx 'soup is ready' message
	stop listen
	[ "$status" -eq 0 ]
}

@test "README, mobutils(7): the store, and what became of a message" {
	make_state
	readme 'mobstate init -u mobutils'
	tour 'mobstate init -u mobutils'
	MOBUTILS_STATE=sqlite:$PWD/mobutils/state.db mobstate init -u "$(id -un)"
	mobstate import <"$(fixture state/export.jsonl)"
	readme 'mobstate trace +15551234567'
	tour 'mobstate trace +15551234567'
	mobstate trace +15551234567 | grep -q 'noted .* to +15551234567'
	readme "mobstate list -S 1d | jq -c 'select(.state and .state != \"DELIVRD\")'"
	mobstate list -S 3660d | jq -c 'select(.state and .state != "DELIVRD")' >out
	[ "$(jq -r .id out)" = two-segments ]
}

@test "README, mobutils(7): the example's MMS domain, and a centre to try things on" {
	need curl
	for text in 'mm7-serve -j -o MM7_Serve_As=mmsc -l 127.0.0.1:8080' \
	    'mm7-submit -f jane@example.com http://127.0.0.1:8080/ 15551234567 <mail' \
	    'mm7-submit -f jane@example.com 15551234567@mms.example.com <mail'; do
		readme "$text"
		tour "$text"
	done
	readme 'mm7-submit 15551234567@mms.example.com <mail | jq -r .result.message_id'
	start mmsc mm7-serve -j -o MM7_Serve_As=mmsc -l 127.0.0.1:0 </dev/null
	port=$(port_of mmsc)
	printf '%s\n' 'From: jane@example.com' 'To: x@example.org' 'Subject: x' '' hello >mail
	mm7-submit -f jane@example.com "http://127.0.0.1:$port/" 15551234567 <mail
	sed -e 's/^\(\tMM7_MMSC_Server = \)"[^"]*"/\1"127.0.0.1"/' \
	    -e "s/^\(\tMM7_MMSC_Port = \)443/\1$port/" \
	    -e 's/^\(\tMM7_MMSC_TLS = \)true/\1false/' \
	    "$MOBUTILS_ROOT/examples/mobutils.conf" >mobutils.conf
	chmod 640 mobutils.conf
	export MOBUTILS_CONF=$PWD/mobutils.conf
	mm7-submit -C -d mms.example.com >out
	grep -qi "mm7_mmsc_port.*$port" out
	mm7-serve -C >out
	grep -q 'MM7_Server_Default_Email_To_Domain.*example.com' out
	mm7-submit -f jane@example.com 15551234567@mms.example.com <mail >out
	mm7-submit 15551234567@mms.example.com <mail | jq -er .result.message_id
	[ "$(jq -r .mms.DeliveryReport mmsc.out | sort -u | tr '\n' ' ')" = 'null true ' ]
}
