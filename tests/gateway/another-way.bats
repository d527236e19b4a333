# Another way to the recipient: what the first message centre cannot deliver goes
# by a second one, or back to the mail's sender.
load ../test_helper
load ../parts/net-smpp

setup() {
	helper_setup
	make_state
	export PATH=$MOBUTILS_ROOT/examples:$PWD/bin:$PATH
	mkdir bin
	# takes what a mail server would
	printf '#!/bin/sh\nexec cat >>"%s/mails"\n' "$PWD" >bin/sendmail
	chmod +x bin/sendmail
	: >mails
	start_smsc --receipts UNDELIV --id 1%d
	start second "$MOBUTILS_ROOT/tests/parts/net-smpp-smsc.pl" "$@" --id 2%d
	cat >conf <<-END
	State_Keep_Text = true
	SMPP_Registered_Delivery = SMSC_Delivery
	SMPP_Notify_Deliver_Receipt = ( UNDELIV REJECTD EXPIRED )
	domain "first.example" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $smsc_port
		SMPP_SMSC_System_ID = me
		SMPP_ESME_Address = 2000
	}
	domain "second.example" {
		SMPP_SMSC_Server = 127.0.0.1
		SMPP_SMSC_Port = $(port_of second)
		SMPP_SMSC_System_ID = me
		SMPP_ESME_Address = 3000
	}
	END
	export MOBUTILS_CONF=$PWD/conf
	start listen smpp-listen first.example -- another-way second.example
	wait_for listen.err 'bound to'
}

mail() {
	mail2sms -f ann@example.org 15551234567@first.example -- smpp-send -q first.example <<-'END'
	From: ann@example.org
	Message-ID: <alarm-1@example.org>
	Subject: alarm

	the pump has stopped
	END
}

@test "another way: an undelivered message goes by a second message centre, once" {
	mail
	wait_for second.out submit_sm
	has_json second.out '.cmd == "submit_sm" and .source_addr == "3000"
	    and .destination_addr == "15551234567" and (.short_message | endswith("the pump has stopped"))'
	# nothing to tell the sender of: it is on its way
	stop listen
	[ ! -s mails ]
	[ "$(grep -c submit_sm\" second.out)" -eq 1 ]
	# the mail server's second try changes nothing
	mail
	[ "$(grep -c submit_sm\" smsc.out)" -eq 1 ]
}

@test "another way: without a text that was kept, the sender is told" {
	sed -i s/State_Keep_Text.*// conf
	stop listen
	start listen smpp-listen first.example -- another-way second.example
	# the SMSC gives receipts to who is there
	wait_for listen.err 'bound to'
	mail
	wait_for mails '^To: ann@example.org'
	grep -q '^Action: failed' mails
	[ ! -s second.out ] || ! grep -q submit_sm second.out
}
