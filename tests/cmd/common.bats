# What all programs share: the command line, the configuration for handlers,
# and ends that must not look like success.
load ../test_helper

@test "common: -h and -V count alone only: a recipient may look like them" {
	for prog in mail2sms sms2mail smpp-send smpp-listen smpp-share smpp-dump; do
		run -0 --separate-stderr "$prog" -V
		[[ $output == "$prog "* ]]
		run -0 --separate-stderr "$prog" -h
		[[ $output == "usage: $prog "* ]]
	done
	for prog in mail2sms sms2mail smpp-send smpp-listen smpp-share; do
		run -64 --separate-stderr "$prog" -V@sms.example.com
		[ -z "$output" ]
		run -64 --separate-stderr "$prog" -h@sms.example.com -- cat
		run -64 --separate-stderr "$prog" -q -V
		run -64 --separate-stderr "$prog" --help
	done
}

@test "common: -c holds for the handler too, from wherever it is run" {
	mkdir sub
	printf 'domain "x.example" { SMPP_Default_Email_Address = "boss@example.org" }\n' >sub/conf
	chmod 600 sub/conf
	cat >show <<'EOF'
#!/bin/sh
cd / && grep -c boss@example.org "$MOBUTILS_CONF"
EOF
	chmod +x show
	unset MOBUTILS_CONF
	echo '{"type":"deliver","domain":"x.example","from":"1555","to":"1","text":"hi"}' >in
	[ "$(sms2mail -c sub/conf -- ./show <in)" = 1 ]
	printf 'Subject: x\n\nhi\n' >mail
	[ "$(mail2sms -c sub/conf 1555@x.example -- ./show <mail)" = 1 ]
}

@test "smpp-send: no text is no SMS" {
	start smsc smpp-listen -l 127.0.0.1:0 </dev/null
	url=smpp://me@127.0.0.1:$(port_of smsc)
	run -65 --separate-stderr smpp-send -T +15551234567 "$url" </dev/null
	[[ $stderr == *"no text"* ]]
	run -65 --separate-stderr bash -c 'printf "\n\n" | smpp-send -T +15551234567 "$1"' - "$url"
	run -65 --separate-stderr smpp-send "$url" <<<'{"to":"+15551234567","txt":"typo"}'
	jq -e '.result.status == "permanent" and .result.reason == "text: is missing"' <<<"$output"
	# an empty text that is said is meant
	smpp-send "$url" <<<'{"to":"+15551234567","text":""}'
	wait_for smsc.out . 1
	has_json smsc.out '.text == ""' 1
	[ "$(wc -l <smsc.out)" -eq 1 ]
}

@test "smpp-send: a login that ends (SIGHUP) leaves no record without a result" {
	start smsc smpp-listen -l 127.0.0.1:0 </dev/null
	mkfifo in
	exec 6<>in
	start send smpp-send "smpp://me@127.0.0.1:$(port_of smsc)" <&6
	for i in 1 2 3; do echo '{"to":"+15551234567","text":"x"}'; done >&6
	wait_for smsc.out . 3
	stop send HUP
	[ "$status" -eq 1 ]
	[ "$(grep -c '"status":"ok"' send.out)" -eq 3 ]
}

@test "mail2sms: a domain that is not configured waits for its mending" {
	printf 'domain "x.example" { SMPP_ESME_Address = 12345 }\n' >conf
	chmod 600 conf
	printf 'Subject: x\n\nhi\n' >mail
	run -75 --separate-stderr mail2sms -c conf 1555@typo.example <mail
	[[ $stderr == 4.*'no domain "typo.example"'* ]]
	[ -z "$output" ]
	run -0 mail2sms -c conf -d x.example 1555@typo.example <mail
}
