# mail2sms in procmail, with the recipe of README: the mail server learns what
# really became of the mail.
load ../test_helper
load ../parts/procmail

setup() {
	helper_setup
	need procmail
	printf 'demo:secret\n' >users
	cat >mail <<-'END'
	From monitor@example.com  Mon Nov 23 09:14:07 2026
	From: Monitor <monitor@example.com>
	To: oncall@example.com
	Subject: disk full
	Message-ID: <alert-1@example.com>

	/var on host 3 is at 98 %
	END
	start smsc smpp-listen -o SMPP_Server_Users="$PWD/users" -l 127.0.0.1:0 </dev/null
	port=$(port_of smsc)
	conf "$port"
	export MOBUTILS_CONF=$PWD/conf
}

conf() {
	cat >conf <<-END
	Give_Up = 5
	domain "sms.example.com" {
	  SMPP_SMSC_Server = "127.0.0.1"
	  SMPP_SMSC_Port = $1
	  SMPP_SMSC_System_ID = "demo"
	  SMPP_SMSC_Password = "${2:-secret}"
	}
	END
	chmod 600 conf
}

# deliver RECIPIENT [MAIL] - by the recipe of README
deliver() {
	run_procmail "${2:-mail}" <<-END
	:0 w
	| mail2sms $1 -- smpp-send -q sms.example.com

	:0 e
	{
		EXITCODE=\$?
		HOST
	}
	END
	[ ! -e default ] || { echo "kept as mail"; cat procmail.log; false; }
}

@test "procmail: the SMSC takes it, and the mail is done with" {
	deliver 447700900123@sms.example.com
	[ "$status" -eq 0 ]
	[ ! -s procmail.err ]
	wait_for smsc.out '"type":"submit"'
	has_json smsc.out '.to == "+447700900123" and .text == "(disk full) /var on host 3 is at 98 %"'
	[ "$(wc -l <smsc.out)" -eq 1 ]
}

@test "procmail: the SMSC is away: 75, nothing is kept or lost, and the next try goes" {
	stop smsc
	deliver 447700900123@sms.example.com
	[ "$status" -eq 75 ]
	[[ $(head -n 1 procmail.err) =~ ^4\.[0-9.]+\ smpp-send:\ .*refused ]]
	start smsc smpp-listen -o SMPP_Server_Users="$PWD/users" -l 127.0.0.1:0 </dev/null
	conf "$(port_of smsc)"
	deliver 447700900123@sms.example.com
	[ "$status" -eq 0 ]
	wait_for smsc.out '"type":"submit"'
}

@test "procmail: our password is wrong, or the configuration is: 75" {
	conf "$port" wrong
	deliver 447700900123@sms.example.com
	[ "$status" -eq 75 ]
	[[ $(head -n 1 procmail.err) = 4.* ]]
	echo 'no_such_option = 1' >conf
	deliver 447700900123@sms.example.com
	[ "$status" -eq 75 ]
	[[ $(head -n 1 procmail.err) = 4.* ]]
	[ ! -s smsc.out ]
}

@test "procmail: no such number, no text, no mail: the mail bounces" {
	deliver nobody@sms.example.com
	[ "$status" -eq 67 ]
	[[ $(head -n 1 procmail.err) = 5.1.3\ mail2sms:\ * ]]
	printf 'From: a@b.example\n\n' >empty
	deliver 447700900123@sms.example.com empty
	[ "$status" -eq 65 ]
	deliver -447700900123@sms.example.com
	[ "$status" -eq 64 ]
	[ ! -s smsc.out ]
}

@test "procmail: a mail that is too big is read to its end, and bounces" {
	{ cat mail; head -c 70000000 /dev/zero | tr '\0' x; } >big
	deliver 447700900123@sms.example.com big
	[ "$status" -eq 65 ]
	[[ $(head -n 1 procmail.err) = 5.3.4\ * ]]
}

@test "procmail: a copy by SMS, which is no reason to keep the mail back" {
	stop smsc
	run_procmail mail <<-'END'
	:0 cw
	* ^Subject:.*full
	| mail2sms 447700900123@sms.example.com -- smpp-send -q sms.example.com
	END
	[ "$status" -eq 0 ]
	grep -qx 'Subject: disk full' default
}

@test "procmail: the sender is that of the From_ line, the recipient an argument" {
	# as a mail server calls it: procmail -a extension, -f sender
	cat >rc <<-END
	PATH=$PATH
	MOBUTILS_CONF=/dev/null
	:0 w
	| mail2sms "\$1@sms.example.com"
	END
	chmod 600 rc
	sed 1d mail | procmail -f alarm@example.org -a 447700900123 ./rc >out 2>err ||
	    sed 1d mail | procmail -f alarm@example.org -p -a 447700900123 ./rc >out
	jq -e '.to == "447700900123" and .mail.envelope_from == "alarm@example.org"' out
}
