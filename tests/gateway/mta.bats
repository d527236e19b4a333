# The filters as mail servers and other delivery agents start them: what is in
# the environment, what stands on the command line, what the mail looks like.
load ../test_helper
load ../parts/procmail

setup() {
	helper_setup
	cat >mail <<-'END'
	From: Monitor <monitor@example.com>
	To: oncall@example.com
	Subject: disk full
	Message-ID: <alert-1@example.com>

	/var is full
	END
}

# mta VARIABLE=VALUE... COMMAND - with nothing else in the environment, and by
# a shell, as from a .forward or an alias
mta() { env -i PATH="$PATH" "${@:1:$#-1}" sh -c "${*: -1}"; }

want() { jq -e "$1" out || { cat out; false; }; }

@test "Postfix local(8): |command in .forward" {
	{ echo 'From root@example.org  Mon Nov 23 09:14:07 2026'
	  echo 'Return-Path: <root@example.org>'
	  echo 'X-Original-To: alerts+447700900123@sms.example.com'
	  echo 'Delivered-To: 447700900123@sms.example.com'; cat mail; } >in
	# local(8), ENVIRONMENT VARIABLES
	mta DOMAIN=sms.example.com EXTENSION= HOME=/ LOCAL=447700900123 LOGNAME=alerts \
	    ORIGINAL_RECIPIENT=447700900123@sms.example.com RECIPIENT=447700900123@sms.example.com \
	    SENDER=root@example.org SHELL=/bin/sh USER=alerts 'mail2sms' <in >out
	want '.to == "447700900123" and .domain == "sms.example.com" and
	    .mail.envelope_from == "root@example.org"'
	# a bounce
	mta RECIPIENT=447700900123@sms.example.com SENDER=MAILER-DAEMON 'mail2sms' <in >out
	want '.mail.envelope_from == ""'
}

@test "Postfix pipe(8): macros on the command line" {
	# flags=R user=sms argv=mail2sms -f ${sender} ${recipient} -- ...
	{ echo 'Return-Path: <root@example.org>'; cat mail; } >in
	mail2sms -f root@example.org 447700900123@sms.example.com -- cat <in >out
	want '.to == "447700900123" and .mail.envelope_from == "root@example.org"'
	# null_sender is MAILER-DAEMON by default, and may be empty
	mail2sms -f MAILER-DAEMON 447700900123@sms.example.com -- cat <in >out
	want '.mail.envelope_from == ""'
	mail2sms -f '' 447700900123@sms.example.com -- cat <in >out
	want '.mail.envelope_from == ""'
	# the habit of other programs: argv=prog -- ${recipient}
	run -64 --separate-stderr mail2sms -f root@example.org -- 447700900123@sms.example.com <in
	[[ $stderr = *"looks like a recipient"* ]]
}

@test "Exim: the pipe transport's environment" {
	# the specification, 29.4; SENDER is empty for a bounce
	{ echo 'From root@example.org Mon Nov 23 09:14:07 2026'; cat mail; } >in
	mta DOMAIN=sms.example.com HOME=/ HOST=h LOCAL_PART=447700900123 LOGNAME=mail \
	    MESSAGE_ID=1abcde-000000-00 QUALIFY_DOMAIN=h SENDER=root@example.org SHELL=/bin/sh \
	    RECIPIENT=447700900123@sms.example.com TZ= USER=mail 'mail2sms' <in >out
	want '.to == "447700900123" and .mail.envelope_from == "root@example.org"'
	mta RECIPIENT=447700900123@sms.example.com SENDER= 'mail2sms' <in >out
	want '.mail.envelope_from == ""'
}

@test "qmail: |command in .qmail" {
	# qmail-command(8): no header is added; bounces of bounces have #@[]
	mta DTLINE='Delivered-To: 447700900123@sms.example.com' EXT=447700900123 \
	    HOST=sms.example.com LOCAL=447700900123 NEWSENDER=root@example.org \
	    RECIPIENT=447700900123@sms.example.com SENDER=root@example.org USER=alias \
	    'mail2sms' <mail >out
	want '.to == "447700900123" and .mail.envelope_from == "root@example.org"'
	for null in '' '#@[]'; do
		mta RECIPIENT=447700900123@sms.example.com SENDER="$null" 'mail2sms' <mail >out
		want '.mail.envelope_from == ""'
	done
}

@test "sendmail prog mailer: no environment, the recipient in the alias" {
	{ echo 'From root@example.org  Mon Nov 23 09:14:07 2026'; cat mail; } >in
	mta AGENT=sendmail 'mail2sms 447700900123@sms.example.com -- cat' <in >out
	want '.to == "447700900123" and .mail.envelope_from == "root@example.org"'
}

@test "maildrop: to, and what comes back through it" {
	need maildrop
	# it leaves HOME at the user's, and reads a filter given by a path
	filter() { printf 'SHELL="/bin/sh"\nPATH="%s"\nto "| %s"\n' "$PATH" "$1" >filter; chmod 600 filter; }

	filter 'mail2sms \"$RECIPIENT\" -- cat'
	RECIPIENT=447700900123@sms.example.com SENDER=root@example.org \
	    maildrop ./filter <mail >out
	want '.to == "447700900123" and .mail.envelope_from == "root@example.org"'
	filter 'mail2sms nobody@sms.example.com -- cat'
	run -67 --separate-stderr maildrop ./filter <mail
	[[ $stderr = 5.1.3\ * ]]
	filter 'mail2sms 447700900123@sms.example.com -- no-such-program'
	run -75 --separate-stderr maildrop ./filter <mail
	[[ $stderr = 4.3.0\ * ]]
}

@test "procmail takes the mail of an SMS as any other, by its envelope" {
	echo '{"type":"deliver","id":"a1","domain":"sms.example.com","from":"+447700900123","text":"bob@example.net(dinner) at eight?\nFrom seven on, rather"}' >in
	need procmail
	printf 'DEFAULT=%s\nLOGABSTRACT=no\n' "$PWD/inbox" >rc
	chmod 600 rc
	sms2mail -- procmail -f '{sender}' -p ./rc <in
	[[ $(head -n 1 inbox) = "From 447700900123@sms.example.com "* ]]
	grep -qx 'Subject: dinner' inbox
	grep -qx '>From seven on, rather' inbox
	# what it cannot take now is not lost
	printf 'EXITCODE=75\nHOST\n' >rc
	run -75 sms2mail -- procmail -f '{sender}' -p ./rc <in
}

@test "there and back: a mail's record, turned round, is a mail to its sender" {
	mail2sms -o SMPP_Max_SMS_From_Size=100 -o SMPP_Max_SMS_Subject_Size=100 \
	    447700900123@sms.example.com <mail |
	    jq -c '{type: "deliver", id, domain, from: .to, to: "12345", text}' |
	    sms2mail >out
	grep -qx 'To: monitor@example.com' out
	grep -qx 'From: 447700900123@sms.example.com' out
	grep -qx 'Subject: disk full' out
	grep -qx '/var is full' out
}
