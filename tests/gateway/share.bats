# One bind for all: an SMSC whose account allows one (tests/parts/one-bind-smsc.py),
# one receiver, a burst of mails, a long batch and an alarm.
# shellcheck disable=SC2154	# await sets status
load ../test_helper

setup() {
	helper_setup
	need python3
	exec 9<> <(:)
	start smsc python3 "$MOBUTILS_ROOT/tests/parts/one-bind-smsc.py" <&9
	port=$(port_of smsc)
	configure
	export MOBUTILS_CONF=$PWD/conf
	start share smpp-share sms.example
	wait_for share.err 'bound to 127'
	start listen smpp-listen sms.example
	wait_for listen.err 'bound to unix:'
}

configure() {	# [LINE...]
	printf '%s\n' 'domain "sms.example" {' 'SMPP_SMSC_Server = 127.0.0.1' \
	    "SMPP_SMSC_Port = $port" 'SMPP_SMSC_System_ID = me' 'SMPP_SMSC_Password = secret' \
	    "SMPP_Share = \"unix:$PWD/sock\"" "$@" '}' >conf
	chmod 600 conf
}

a_mail() {
	printf 'From: monitor@example.org\r\nTo: %s\r\nSubject: disk %s\r\n\r\nfull\r\n' "$1" "$2"
}

@test "share: 300 mails in a burst, a batch of 20,000 at 10 a second, and an alarm before it" {
	export -f a_mail
	seq 1000 1299 | xargs -P 20 -I N bash -c \
	    'a_mail 1555N@sms.example N | mail2sms 1555N@sms.example -- smpp-send -q sms.example || echo "N: $?"' >failed
	[ ! -s failed ]
	[ "$(grep -c '^sms' smsc.out)" -eq 300 ]
	[ "$(grep '^sms' smsc.out | awk '{ print $3 }' | sort -u | wc -l)" -eq 300 ]

	# from here on 10 a second
	configure SMPP_Max_Rate=10
	kill -HUP "$(pid_of share)"
	wait_for share.err 'configuration anew'
	awk 'BEGIN { for (i = 1; i <= 20000; i++)
	    printf "{\"id\":\"b%d\",\"to\":\"+1666%05d\",\"text\":\"batch %d\"}\n", i, i, i }' >numbers
	start batch smpp-send sms.example <numbers
	wait_for smsc.out ' batch ' 5
	before=$(grep -c '^sms' smsc.out)
	echo '{"to":"+15550000000","text":"fire","priority":3}' | smpp-send sms.example >alarm
	has_json alarm '.result.status == "ok"'
	# only what was out already went before it, and what went while its program
	# started
	at=$(grep -n '^sms 3 15550000000 fire' smsc.out | cut -d: -f1)
	[ $((at - before)) -le 60 ]

	# a mail in the middle of it has its turn
	a_mail 15551300@sms.example 1300 | mail2sms 15551300@sms.example -- smpp-send -q sms.example
	[ "$(grep -c '^sms' smsc.out)" -lt 500 ]

	# the batch is called off: each record tells what became of it
	stop batch
	[ "$status" -eq 1 ]
	diff <(jq -r .id batch.out | sort -V) <(seq -f 'b%.0f' 20000)
	jq -r 'select(.result.status == "ok").text' batch.out | sort >sent
	grep -o 'batch [0-9]*$' smsc.out | sort | comm -13 - sent | cmp - /dev/null
	[ "$(jq -r 'select(.result.status == "ok" or .result.status == "unknown").id' batch.out | wc -l)" \
	    -ge "$(grep -c ' batch ' smsc.out)" ]

	# one bind, and nobody ever tried for another
	[ "$(grep -c '^bind' smsc.out)" -eq 1 ]
	run -1 grep refused smsc.out
	echo 'deliver hello' >&9
	wait_for listen.out hello
}
