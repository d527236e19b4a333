# Postfix itself, with queue and configuration of its own and no port: mail goes in
# by sendmail(1), out by the pipe(8) lines of mail2sms(1) and smpp-send(1), and what
# Postfix makes of the exit status is read from its log.
# shellcheck disable=SC2154	# dir
load ../test_helper

setup() {
	helper_setup
	need postfix sendmail
	[ "$(id -u)" -eq 0 ] || skip "Postfix's master must be started by root"
	# its users must get there, and not into bats' folder
	dir=$(mktemp -d /tmp/mobutils-postfix.XXXXXX)
	chmod 755 "$dir"
	mkdir "$dir"/{bin,etc,queue,data,mails}
	chown postfix "$dir/data"
	chmod 777 "$dir/mails"
	# nobody may not be able to read the tree that is tested
	cp "$MOBUTILS_BUILD"/{mail2sms,smpp-send} "$dir/bin"
}

teardown() {
	[ -z "${dir-}" ] || {
		postfix -c "$dir/etc" stop 2>/dev/null || :
		[ -n "${BATS_TEST_COMPLETED-}" ] || tail -n 30 "$dir/log"
		rm -rf "$dir"
	}
	helper_teardown
}

# a mailbox: each mail a file
keeper() {
	cat >"$dir/bin/keep" <<-END
	#!/bin/sh
	f=\$(mktemp "$dir/mails/XXXXXX") && cat >"\$f" && mv "\$f" "\$f.eml"
	END
	chmod 755 "$dir/bin/keep"
}

# start_postfix - what is to sms.example.com goes to the SMSC at $port
start_postfix() {
	keeper
	cat >"$dir/conf" <<-END
	State = none
	domain "sms.example.com" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $port
		SMPP_SMSC_System_ID = "me"
		SMPP_ESME_Address = "12345"
		SMPP_ESME_Max_Bind_Retries = 0
	}
	END
	chmod 644 "$dir/conf"
	cat >"$dir/etc/main.cf" <<-END
	compatibility_level = 3.6
	queue_directory = $dir/queue
	data_directory = $dir/data
	maillog_file = $dir/log
	maillog_file_prefixes = $dir
	export_environment = TZ MAIL_CONFIG LANG MOBUTILS_CONF=$dir/conf
	inet_interfaces = loopback-only
	myhostname = mail.example.org
	mydestination =
	alias_maps =
	transport_maps = inline:{{sms.example.com=sms:}}
	default_transport = keep:
	sms_destination_recipient_limit = 1
	minimal_backoff_time = 1s
	queue_run_delay = 1s
	END
	# but for the paths, the line of sms is mail2sms(1)'s, with the paths of this test
	cat >"$dir/etc/master.cf" <<-END
	postlog unix-dgram n - n - 1 postlogd
	pickup unix n - n 60 1 pickup
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	error unix - - n - - error
	retry unix - - n - - error
	sms unix - n n - 5 pipe flags=RXq user=nobody null_sender=
	    argv=$dir/bin/mail2sms -f \${sender} \${recipient}
	    -- $dir/bin/smpp-send -q sms.example.com
	keep unix - n n - 5 pipe flags=R user=nobody argv=$dir/bin/keep
	END
	postfix -c "$dir/etc" start 2>start.err || { cat start.err; return 1; }
	wait_until test -S "$dir/queue/public/pickup"
}

smsc() {
	start "$1" smpp-listen -l "127.0.0.1:${2-0}" "${@:3}"
	port=$(port_of "$1")
}

# mail RECIPIENT... - from root@example.org
mail() {
	printf '%s\n' 'From: root@example.org' 'To: oncall@sms.example.com' \
	    'Subject: disk' '' 'it is full' |
	    sendmail -C "$dir/etc" -f root@example.org "$@"
}

bounced() { ls "$dir"/mails/*.eml; }

logged() { wait_for "$dir/log" "$@"; }

@test "Postfix: an SMS is sent, and the mail is done with" {
	smsc centre
	start_postfix
	mail 447700900123@sms.example.com
	logged 'to=<447700900123@sms.example.com>, relay=sms, .*dsn=2.0.0, status=sent'
	[ "$(jq -r '.to + " " + .text' centre.out)" = '+447700900123 (disk) it is full' ]
	[ "$(wc -l <centre.out)" -eq 1 ]
}

@test "Postfix: each recipient has its own run, and its own fate" {
	# the second of them is refused
	smsc centre 0 -o 'SMPP_Server_Fault_Status=[ESME_RINVDSTADR = 2]'
	start_postfix
	mail 447700900123@sms.example.com 447700900124@sms.example.com
	logged 'relay=sms, .*status=sent'
	logged 'relay=sms, .*dsn=5.1.1, status=bounced .*ESME_RINVDSTADR'
	[ "$(wc -l <centre.out)" -eq 1 ]
}

@test "Postfix: what is refused for good is a bounce that says why" {
	smsc centre 0 -o 'SMPP_Server_Fault_Status=[ESME_RINVDSTADR = 1]'
	start_postfix
	mail 447700900123@sms.example.com
	logged 'relay=sms, .*dsn=5.1.1, status=bounced'
	wait_until bounced
	# as RFC 3464 has it: what our first line on stderr began with
	grep -x 'Status: 5.1.1' "$dir"/mails/*.eml
	grep -q 'ESME_RINVDSTADR' "$dir"/mails/*.eml
	grep -qi '^To: root@example.org' "$dir"/mails/*.eml
}

@test "Postfix: while the SMSC is away the mail waits, and goes out once" {
	smsc centre
	stop centre
	start_postfix
	mail 447700900123@sms.example.com
	logged 'relay=sms, .*dsn=4.4.1, status=deferred .*Connection refused'
	smsc again "$port"
	logged 'relay=sms, .*status=sent'
	[ "$(wc -l <again.out)" -eq 1 ]
}

@test "Postfix: what may have been sent bounces, and is not sent again" {
	smsc centre 0 -o SMPP_Server_Fault_Drop=1
	start_postfix
	mail 447700900123@sms.example.com
	logged 'relay=sms, .*status=bounced .*may have been sent'
	wait_until bounced
	grep -q 'may have been sent' "$dir"/mails/*.eml
}

@test "Postfix: our own faults never bounce" {
	smsc centre
	start_postfix
	echo 'no option' >"$dir/conf"
	mail 447700900123@sms.example.com
	logged 'relay=sms, .*dsn=4.3.[05], status=deferred'
	! grep -q 'status=bounced' "$dir/log"
}
