# mail2sms in procmail, with the recipe of README: the mail server learns what
# really became of the mail.
load ../test_helper
load ../parts/procmail

setup() {
	helper_setup
	need procmail
	printf 'demo:secret\n' >users
	chmod 600 users
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

# recipe COMMAND... - the recipe of mail2sms(1), around that command.  Its
# EXITCODE=75 is for what is no exit status of ours: after TIMEOUT $? is 0, and
# without our program it is the shell's.
recipe() {
	awk -v command="$*" '/^:0 w/ { on = 1 } /^\.Ed/ { on = 0 }
	    on { print /^\| / ? "| " command : $0 }' "$MOBUTILS_ROOT/man/mail2sms.1"
}

# deliver RECIPIENT [MAIL]
deliver() {
	recipe "mail2sms $1 -- smpp-send -q sms.example.com" >rc
	run_procmail "${2:-mail}" <rc
	nothing_kept
}

nothing_kept() { [ ! -e default ] || { echo "kept as mail"; cat procmail.log; false; }; }

# said REGEX - the first line that a program wrote; procmail sends it to LOGFILE
said() { [[ $(head -n 1 procmail.log) =~ $1 ]] || { cat procmail.log; false; }; rm procmail.log; }

@test "procmail: the SMSC takes it, and the mail is done with" {
	deliver 447700900123@sms.example.com
	[ "$status" -eq 0 ]
	[ ! -s procmail.log ]
	wait_for smsc.out '"type":"submit"'
	has_json smsc.out '.to == "+447700900123" and .text == "(disk full) /var on host 3 is at 98 %"'
	[ "$(wc -l <smsc.out)" -eq 1 ]
}

@test "procmail: the SMSC is away: 75, nothing is kept or lost, and the next try goes" {
	stop smsc
	deliver 447700900123@sms.example.com
	[ "$status" -eq 75 ]
	said '^4\.[0-9.]+ smpp-send: .*refused'
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
	said '^4\.[0-9.]+ '
	echo 'no_such_option = 1' >conf
	deliver 447700900123@sms.example.com
	[ "$status" -eq 75 ]
	said '^4\.[0-9.]+ '
	[ ! -s smsc.out ]
}

@test "procmail: no such number, no text, no mail: the mail bounces" {
	deliver nobody@sms.example.com
	[ "$status" -eq 67 ]
	said '^5\.1\.3 mail2sms: '
	printf 'From: a@b.example\n\n' >empty
	deliver 447700900123@sms.example.com empty
	[ "$status" -eq 65 ]
	# a recipe that is wrong can be mended
	deliver -447700900123@sms.example.com
	[ "$status" -eq 75 ]
	[ ! -s smsc.out ]
}

@test "procmail: a mail that is too big is read to its end, and bounces" {
	{ cat mail; head -c 70000000 /dev/zero | tr '\0' x; } >big
	deliver 447700900123@sms.example.com big
	[ "$status" -eq 65 ]
	said '^5\.3\.4 mail2sms: '
}

@test "procmail: 69 goes through; TIMEOUT, a crash and a missing program are 75" {
	for pair in 'exit 69:69' 'exit 65:65' 'exit 1:75' 'exit 130:75' 'kill -SEGV $$:75'; do
		printf '#!/bin/sh\n%s\n' "${pair%:*}" >program
		chmod +x program
		recipe ./program >rc
		run_procmail mail <rc
		[ "$status" -eq "${pair#*:}" ] || { echo "$pair: $status"; cat rc procmail.log; false; }
		nothing_kept
	done
	recipe no-such-program >rc
	run_procmail mail <rc
	[ "$status" -eq 75 ]
	{ echo TIMEOUT=1; recipe "mail2sms 1 -- sleep 50"; } >rc
	run_procmail mail <rc
	[ "$status" -eq 75 ]
	nothing_kept
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

@test "procmail: the recipe of mm7-submit(1): by whom it came, and what became of it" {
	need formail
	make_state
	start mmsc mm7-serve -j -o MM7_Serve_As=mmsc \
	    -o 'MM7_Server_Fault_Recipients=("15551234569")' -l 127.0.0.1:0 </dev/null
	cat >conf <<-END
	State = "$MOBUTILS_STATE"
	domain "mms.example.com" {
	  MM7_MMSC_Server = "127.0.0.1"
	  MM7_MMSC_Port = $(port_of mmsc)
	}
	END
	mms() {
		awk '/^SENDER=/ { on = 1 } /^\.Ed/ { on = 0 } on' "$MOBUTILS_ROOT/man/mm7-submit.1" |
		    sed "s/15551234567/$1/" >rc
		grep -q '^| mm7-submit' rc
		run_procmail mail <rc
		nothing_kept
	}
	mms 15551234567
	[ "$status" -eq 0 ]
	has_json mmsc.out '.content[0].text | startswith("/var on host")'
	[ "$(mobstate list | jq -r .mail.envelope_from)" = monitor@example.com ]
	mms 15551234569
	[ "$status" -eq 67 ]
	stop mmsc
	mms 15551234568
	[ "$status" -eq 75 ]
}
