# The whole way: mail, procmail, mail2sms, smpp-send, an SMSC that is not ours, and
# its receipts and answers back to mail.
# shellcheck disable=SC2154	# run_procmail sets status
load ../test_helper
load ../parts/net-smpp
load ../parts/procmail

setup() {
	helper_setup
	need python3
	make_state
	mkdir bin mails
	# each mail in a file of its own, its arguments beside it
	cat >bin/sendmail <<-END
	#!/bin/sh
	f=\$(mktemp "$PWD/mails/XXXXXX") || exit 75
	printf '%s\n' "\$@" >"\$f.args"
	cat >"\$f.part" && mv "\$f.part" "\$f.eml" && rm "\$f"
	END
	chmod +x bin/sendmail
	export PATH=$PWD/bin:$PATH
	cat >mail <<-'END'
	From ann@example.org  Mon Nov 23 09:14:07 2026
	From: Ann <ann@example.org>
	To: 447700900123@sms.example.com
	Subject: lunch
	Message-ID: <lunch-1@example.org>

	At noon?
	END
}

# chain STAT NOTIFY [SMSC-OPTION...] - an SMSC whose receipts say STAT, and our
# listener, which tells the sender of the states in NOTIFY
chain() {
	start_smsc --receipts "$1" "${@:3}"
	cat >conf <<-END
	domain "sms.example.com" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $smsc_port
		SMPP_SMSC_System_ID = "me"
		SMPP_ESME_Address = "12345"
		State_Account = "account"
		SMPP_Notify_Deliver_Receipt = $2
	}
	END
	export MOBUTILS_CONF=$PWD/conf
	start listen smpp-listen -P 2 sms.example.com -- \
	    sms2mail -- sendmail -oi -f '{sender}' '{recipients}'
	wait_for listen.err 'bound to'
}

# send - the mail goes by procmail, which has to hear that it was taken
send() {
	run_procmail mail <<-'END'
	MOBUTILS_STATE=$MOBUTILS_STATE
	:0 w
	| mail2sms -f ann@example.org 447700900123@sms.example.com -- smpp-send -q sms.example.com
	END
	[ "$status" -eq 0 ] || { cat procmail.log procmail.err; return 1; }
	[ ! -e default ]
}

mails() { find mails -name '*.eml' | wc -l; }
has_mails() { [ "$(mails)" -eq "$1" ]; }

# settled - the SMSC has its acknowledgement, and nothing is left to give out
settled() {
	wait_until has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 0'
	wait_until eval '[ "$(mobstate due | wc -l)" -eq 0 ]'
	wait_until in_trace receipt
}
in_trace() { mobstate trace '<lunch-1@example.org>' | grep -qi "$1"; }

# look - the only mail, as python3 reads it, and its arguments
look() { python3 -c '
import email, email.policy, glob, json
[name] = glob.glob("mails/*.eml")
m = email.message_from_binary_file(open(name, "rb"), policy=email.policy.default)
parts = m.get_payload() if m.is_multipart() else []
status = parts[1].get_payload() if len(parts) > 1 else []
print(json.dumps({"args": open(name[:-4] + ".args").read().split("\n")[:-1],
    "type": m.get_content_type(), "report": m.get_param("report-type"),
    "to": m["to"], "from": m["from"], "subject": m["subject"],
    "in_reply_to": m["in-reply-to"], "references": m["references"],
    "auto": m["auto-submitted"],
    "text": (parts[0] if parts else m).get_content(),
    "action": status[1]["action"] if status else None,
    "status": status[1]["status"] if status else None,
    "defects": [str(d) for p in m.walk() for d in p.defects]}))' >look.json; }

@test "notify: what is not delivered comes back to the sender of the mail" {
	chain UNDELIV '( UNDELIV )' --id 1%X
	send
	wait_until has_mails 1
	settled
	look
	jq -e '.type == "multipart/report" and .report == "delivery-status" and .defects == []
	    and .to == "ann@example.org" and .action == "failed" and (.status | startswith("5."))
	    and .in_reply_to == "<lunch-1@example.org>" and .auto == "auto-replied"' look.json
	# from the null sender: never a notification about a notification
	jq -e '.args == ["-oi", "-f", "", "ann@example.org"]' look.json
	# the SMSC was asked for a receipt
	has_json smsc.out '.cmd == "submit_sm" and .registered_delivery == 1'
	has_mails 1
}

@test "notify: mobstate trace tells the whole life, from mail to notification" {
	chain UNDELIV '( UNDELIV )'
	send
	wait_until has_mails 1
	wait_until in_trace notified
	mobstate trace lunch-1@example.org >trace
	cat trace
	# the receipt may overtake the response
	for middle in submitted receipt; do
		for what in mail "$middle" notified; do
			grep -n -m 1 "Z $what " trace | cut -d: -f1
		done >lines
		[ "$(wc -l <lines)" -eq 3 ]
		sort -nc lines
	done
	grep -q UNDELIV trace
}

@test "notify: what is delivered is told only if that was asked for" {
	chain DELIVRD '( UNDELIV )'
	send
	settled
	has_mails 0
	stop listen
	stop smsc
	rm state.db*
	mobstate -q init
	chain DELIVRD '( UNDELIV DELIVRD )'
	send
	wait_until has_mails 1
	look
	jq -e '.action == "delivered" and (.status | startswith("2."))' look.json
	jq -e '.to == "ann@example.org" and .report == "delivery-status"' look.json
}

@test "notify: a receipt that concerns no mail is done with in silence" {
	chain UNDELIV '( UNDELIV )'
	smpp-send -q -T 447700900123 sms.example.com <<<'no mail'
	wait_until has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 0'
	wait_until eval '[ "$(mobstate due | wc -l)" -eq 0 ]'
	stop listen
	[ "$status" -eq 0 ]
	has_mails 0
}

@test "notify: a mail server that is away is tried again" {
	mv bin/sendmail bin/real
	printf '#!/bin/sh\n[ -e up ] && exec real "$@"\necho >>tried\nexit 75\n' >bin/sendmail
	chmod +x bin/sendmail
	chain UNDELIV '( UNDELIV )'
	send
	wait_for tried '^'
	touch up
	wait_until has_mails 1
	wait_until eval '[ "$(mobstate due | wc -l)" -eq 0 ]'
	stop listen
	has_mails 1
}

@test "notify: an SMS that answers the mail arrives as a reply" {
	chain DELIVRD none
	send
	stop listen
	stop smsc
	chain DELIVRD none --deliver '{"source_addr":"447700900123","source_addr_ton":1,"source_addr_npi":1,"destination_addr":"12345","short_message":"Yes"}'
	wait_until has_mails 1
	look
	jq -e '.to == "ann@example.org" and .subject == "Re: lunch"
	    and .in_reply_to == "<lunch-1@example.org>" and .references == "<lunch-1@example.org>"
	    and (.text | startswith("Yes")) and (.from | test("447700900123"))
	    and .args[-1] == "ann@example.org" and .defects == []' look.json
	wait_until has_json smsc.out '.cmd == "deliver_sm_resp" and .status == 0'
}
