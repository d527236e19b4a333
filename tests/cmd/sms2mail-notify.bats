load ../test_helper

setup() {
	helper_setup
	need python3
	cat >conf <<-'END'
	SMPP_Notify_Deliver_Receipt = ALL
	domain "sms.example.com" { }
	domain "good.example.com" { SMPP_Notify_Deliver_Receipt = DELIVRD }
	domain "none.example.com" { SMPP_Notify_Deliver_Receipt = none }
	domain "quiet.example.com" { Generate_Bounces = false }
	END
}

# receipt STATE [JQ...] - one, with the fields that the jq object says
receipt() {
	local more=${2-}
	jq -nc --arg state "$1" '{type:"receipt",id:"m1",domain:"sms.example.com",
	    from:"+447700900123",to:"12345",message_id:"0a1f",state:$state,
	    error:"001",received:"2026-11-23T13:15:20Z",latency:4,
	    done:"2026-11-23T13:15:18Z",smsc:"10.0.0.1:2775",
	    original:{type:"submit",id:"m1",domain:"sms.example.com",
	     to:"+447700900123",mail:{envelope_from:"alice@example.org",
	      from:"alice@example.org",to:["+447700900123@sms.example.com"],
	      subject:"lunch",message_id:"abc@example.org",
	      date:"2026-11-23T13:15:00Z"}}} * '"${more:-{\}}"
}

# submit STATUS [JQ...] - a submit record with its result
submit() {
	local more=${2-}
	jq -nc --arg status "$1" '{type:"submit",id:"m2",domain:"sms.example.com",
	    to:"447700900123",text:"hi",mail:{envelope_from:"alice@example.org"},
	    result:{status:$status,smsc:"10.0.0.1:2775",
	     at:"2026-11-23T13:15:16Z"}} * '"${more:-{\}}"
}

# dsn - the notification for the record on stdin, as python3 reads it:
# a JSON object.  What is no message of RFC 5322's form fails.
dsn() { sms2mail -c conf -- sh -c 'cat >raw' && python3 -c '
import email, email.policy, json, re
raw = open("raw", "rb").read()
assert raw.endswith(b"\n") and b"\r" not in raw and b"\0" not in raw
assert all(len(l) <= 998 and max(l, default=0) < 128 for l in raw.split(b"\n"))
m = email.message_from_bytes(raw, policy=email.policy.default)
defects = [repr(d) for p in m.walk() for d in p.defects]
defects += [repr(d) for p in m.walk() for h in p.values() for d in h.defects]
parts = m.get_payload()
status = parts[1].get_payload()
fields = lambda p: [[k, str(v)] for k, v in p.items()]
assert len(status) == 2
print(json.dumps({"type": m.get_content_type(), "report": m.get_param("report-type"),
    "headers": fields(m), "defects": defects,
    "types": [p.get_content_type() for p in parts],
    "to": [a.addr_spec for h in m.get_all("to") for a in h.addresses],
    "from": [a.addr_spec for h in m.get_all("from") for a in h.addresses],
    "text": parts[0].get_content(),
    "message": dict(fields(status[0])), "recipient": dict(fields(status[1])),
    "names": [[k for k, _ in fields(s)] for s in status],
    "original": fields(email.message_from_string(parts[2].get_payload(),
        policy=email.policy.default))}))'; }

@test "sms2mail: a receipt becomes a delivery status notification" {
	receipt UNDELIV | dsn | jq '{type,report,defects,types}' >out
	same_json out <<-'END'
	{"type":"multipart/report","report":"delivery-status","defects":[],
	 "types":["text/plain","message/delivery-status","text/rfc822-headers"]}
	END
}

@test "sms2mail: headers, fields and words of a notification" {
	receipt UNDELIV '{tlv:{network_error_code:"030001"}}' | dsn >out
	jq -e '.to == ["alice@example.org"] and
	    .from == ["MAILER-DAEMON@sms.example.com"]' out
	jq -c '.headers | map(select(.[0] | test("^(In-Reply-To|References|Auto-Submitted|Subject|MIME-Version)$")))' \
	    out >headers
	same_json headers <<-'END'
	[["Subject","Not delivered: SMS to +447700900123@sms.example.com"],
	 ["In-Reply-To","<abc@example.org>"],["References","<abc@example.org>"],
	 ["Auto-Submitted","auto-replied"],["MIME-Version","1.0"]]
	END
	jq -e '.headers | map(.[0]) | contains(["Date", "Message-ID"])' out
	jq -e --arg host "$(uname -n)" '.message["Reporting-MTA"] == "dns; " + $host and
	    .message["Arrival-Date"] == "Mon, 23 Nov 2026 13:15:16 +0000"' out
	jq .recipient out >fields
	same_json fields <<-'END'
	{"Original-Recipient":"rfc822; +447700900123@sms.example.com",
	 "Final-Recipient":"rfc822; +447700900123@sms.example.com",
	 "Action":"failed","Status":"5.1.1","Remote-MTA":"x-smpp; 10.0.0.1:2775",
	 "Diagnostic-Code":"x-smpp; stat:UNDELIV err:001 network_error_code:030001",
	 "Last-Attempt-Date":"Mon, 23 Nov 2026 13:15:18 +0000"}
	END
	jq .original out >original
	same_json original <<-'END'
	[["From","alice@example.org"],["To","+447700900123@sms.example.com"],
	 ["Subject","lunch"],["Date","Mon, 23 Nov 2026 13:15:00 +0000"],
	 ["Message-ID","<abc@example.org>"]]
	END
	jq -r .text out | grep -qx 'was not delivered.'
	jq -r .text out | grep -qx 'The message centre said: stat:UNDELIV err:001 network_error_code:030001'
}

@test "sms2mail: others that read notifications agree" {
	/usr/bin/python3 -c 'import flufl.bounce' || skip "needs python3-flufl.bounce"
	# Mailman's: temporary, and permanent failures
	judge() { dsn >/dev/null; /usr/bin/python3 -c '
import email, sys
from flufl.bounce import all_failures
t, p = all_failures(email.message_from_file(open("raw")))
print(sorted(t), sorted(p))'; }
	[ "$(receipt UNDELIV | judge)" = "[] [b'+447700900123@sms.example.com']" ]
	[ "$(receipt OVERDUE '{overdue:true}' | judge)" = "[b'+447700900123@sms.example.com'] []" ]
	[ "$(receipt DELIVRD | judge)" = "[] []" ]
	[ "$(submit permanent | judge)" = "[] [b'447700900123@sms.example.com']" ]
}

@test "sms2mail: of a combined receipt, how many parts failed" {
	receipt UNDELIV '{parts:[{message_id:"1",state:"DELIVRD"},
	    {message_id:"2",state:"UNDELIV",error:"1"},{message_id:"3",state:"EXPIRED"}]}' |
	    dsn | jq -r .text | grep -qx '2 of its 3 parts failed.'
}

@test "sms2mail: an overdue receipt is a delay, and says how long it may last" {
	receipt OVERDUE '{overdue:true,submitted:"2026-11-23T13:15:20Z",
	    original:{validity:3600}}' | dsn >out
	jq -e '.recipient | .Action == "delayed" and (.Status | startswith("4.")) and
	    .["Will-Retry-Until"] == "Mon, 23 Nov 2026 14:15:20 +0000" and
	    (has("Diagnostic-Code") | not)' out
}

@test "sms2mail: a result that is for good, or unknown, becomes a notification" {
	submit permanent '{result:{command_status:"ESME_RINVDSTADR",code:11,
	    reason:"the destination address is invalid",
	    parts:[{message_id:"1"},{command_status:"ESME_RINVDSTADR",code:11}]}}' |
	    dsn >out
	jq -e '.recipient | .Action == "failed" and .Status == "5.1.1" and
	    .["Diagnostic-Code"] == "x-smpp; ESME_RINVDSTADR"' out
	jq -r .text out | grep -qx 'Reason: the destination address is invalid'
	jq -r .text out | grep -qx '1 of its 2 parts failed.'
	# nothing is known of the mail but its sender
	jq -e '.original == [] and (.headers | map(.[0]) | index("References") == null)' out

	submit unknown | dsn >out
	jq -e '.recipient | .Action == "failed" and .Status == "5.4.2"' out
	jq -r .text out | grep -q 'may have been sent'

	for status in ok temporary; do submit $status; done >in
	run -0 --separate-stderr sms2mail -c conf -- touch ran <in
	[ -z "$output$stderr" ]
	[ ! -e ran ]
}

@test "sms2mail: what asks for no notification is done with in silence" {
	{
		receipt ENROUTE '{final:false}'
		receipt UNDELIV '{final:false}'
		receipt UNDELIV '{original:null}'
		receipt UNDELIV '{original:{mail:null}}'
		for from in '""' null '"<>"' '"MAILER-DAEMON"' '"Mailer-Daemon@example.org"'; do
			receipt UNDELIV "{original:{mail:{envelope_from:$from}}}"
			submit permanent "{mail:{envelope_from:$from}}"
		done
		receipt UNDELIV '{original:{mail:{auto_submitted:"auto-replied"}}}'
		receipt UNDELIV '{original:{domain:"good.example.com"}}'
		receipt UNDELIV '{original:{domain:"none.example.com"}}'
		receipt OVERDUE '{overdue:true,original:{domain:"none.example.com"}}'
		submit permanent '{domain:"quiet.example.com"}'
		submit unknown '{domain:"quiet.example.com"}'
		submit permanent '{mail:null}'
		submit ok '{result:{recipients:[{to:"1"},{to:"2"}]}}'
	} >in
	run -0 --separate-stderr sms2mail -c conf -- touch ran <in
	[ -z "$output$stderr" ]
	[ ! -e ran ]
	# and without the option
	receipt UNDELIV | run -0 sms2mail -- touch ran
	[ ! -e ran ]
	# these were asked for
	receipt DELIVRD '{original:{domain:"good.example.com"}}' | dsn |
	    jq -e '.recipient.Action == "delivered"'
	receipt OVERDUE '{overdue:true,original:{domain:"good.example.com"}}' | dsn |
	    jq -e '.recipient.Action == "delayed"'
	receipt UNDELIV '{original:{domain:"quiet.example.com"}}' | dsn |
	    jq -e '.recipient.Action == "failed"'
}

@test "sms2mail: the handler gets the null sender and the envelope sender" {
	receipt UNDELIV | sms2mail -c conf -- sh -c 'printf "%s\n" "$@" "$SENDER" "$RECIPIENT" "$MOBUTILS_ID"' \
	    x -f '{sender}' '{recipients}' '{id}' >out
	diff -u - out <<-'END'
	-f

	alice@example.org
	m1

	alice@example.org
	m1
	END
}

@test "sms2mail: an envelope sender without a domain is of this machine" {
	[ "$(submit permanent '{mail:{envelope_from:"root"}}' |
	    sms2mail -c conf -- sh -c 'echo "$RECIPIENT"')" = "root@$(uname -n)" ]
}

@test "sms2mail: a notification's handler decides as for any mail" {
	receipt UNDELIV >in
	for pair in 0:0 65:65 67:67 77:77 69:75 75:75 1:75 127:75; do
		run "-${pair#*:}" sms2mail -c conf -- sh -c "exit ${pair%:*}" <in
	done
	run -75 sms2mail -c conf -- no-such-program <in
}

@test "sms2mail: notifications in an mbox are from MAILER-DAEMON" {
	{ receipt UNDELIV; submit permanent; } | sms2mail -c conf >mbox
	[ "$(grep -c '^From MAILER-DAEMON [A-Z]' mbox)" -eq 2 ]
	[ "$(grep -c '^From ' mbox)" -eq 2 ]
	python3 -c '
import mailbox
assert [m.get_content_type() for m in mailbox.mbox("mbox")] == ["multipart/report"] * 2'
}

@test "sms2mail: the same record has the same Message-ID, another has another" {
	id() { sms2mail -c conf | grep '^Message-ID: '; }
	a=$(receipt UNDELIV | id)
	[ "$(receipt UNDELIV | id)" = "$a" ]
	[ "$(receipt UNDELIV '{message_id:"0a20"}' | id)" != "$a" ]
}

@test "sms2mail: nothing in a record breaks out of a notification" {
	receipt UNDELIV | dsn >plain
	long=$(printf 'x%.0s' {1..5000})
	words=$(printf 'lorem %.0s' {1..900})
	for value in $'a\r\nBcc: evil@example.org' $'a\n\n--x\nContent-Type: text/html\n\nevil' \
	    '=?utf-8?q?=0aBcc:_evil@example.org?=' 'Grüße 😀' "$long" "$words" $'\x01\x7f\t' \
	    '=?utf-8?q?=0aBcc=20evil?=@example.org' 'evil@example.org, <b@c>' '"; Action: delivered'; do
		receipt UNDELIV "$(jq -nc --arg v "$value" '{error:$v,smsc:$v,done:$v,received:$v,
		    submitted:$v,tlv:{network_error_code:$v},to:$v,from:$v,message_id:$v,
		    parts:[{state:$v,error:$v},{state:"UNDELIV"}],original:{to:$v,text:$v,
		    mail:{from:$v,to:[$v,$v],subject:$v,message_id:$v,date:$v}}}')" | dsn >out
		# the same headers, parts and fields as ever, of which some may be missing
		jq -e '.defects == [] and .to == ["alice@example.org"] and
		    .types == ["text/plain","message/delivery-status","text/rfc822-headers"] and
		    .recipient.Action == "failed"' out
		jq -s -e '(.[1].headers | map(.[0])) - (.[0].headers | map(.[0])) == [] and
		    ((.[1].names | flatten) - (.[0].names | flatten)) == [] and
		    (.[1].original | map(.[0])) - (.[0].original | map(.[0])) == []' plain out
		jq -e '.headers | map(.[0]) | length == (unique | length)' out
		jq -e '.names | map(length == (unique | length)) | all' out
	done
	# what is ours, too: state and the result's strings
	value=$'x\r\nStatus: 2.0.0'
	receipt "$value" | dsn | jq -e '.defects == [] and .recipient.Status == "5.0.0"'
	submit permanent "$(jq -nc --arg v "$value" '{result:{reason:$v,command_status:$v,smsc:$v,
	    at:$v,parts:[$v]}}')" | dsn |
	    jq -e '.defects == [] and .recipient.Status == "5.0.0" and (.names[1] | index("Status") == rindex("Status"))'
}

@test "sms2mail: the subject and names come out as they went in" {
	subject='Grüße an 😀 und =?utf-8?q?alle?='
	receipt UNDELIV "$(jq -nc --arg v "$subject" '{original:{mail:{subject:$v}}}')" | dsn >out
	[ "$(jq -r '.original[] | select(.[0] == "Subject")[1]' out)" = "$subject" ]
	jq -r .text out | grep -qx "    Subject: $subject"
}

@test "sms2mail: an envelope sender that is no address, and several recipients: 65, said" {
	for from in '-oQ/tmp@example.org' $'a@b.example\nBcc: c@d.example' 'a@b, c@d' '<a@b>'; do
		receipt UNDELIV "$(jq -nc --arg v "$from" '{original:{mail:{envelope_from:$v}}}')" >in
		run -65 --separate-stderr sms2mail -c conf -- touch ran <in
		[[ $stderr = "sms2mail: stdin:1: mail.envelope_from: "*" is no mail address"* ]]
	done
	submit permanent '{to:["1","2"],result:{recipients:[{to:"1"},{to:"2"}]}}' >in
	run -65 --separate-stderr sms2mail -c conf -- touch ran <in
	[[ $stderr = *"several recipients"* ]]
	[ ! -e ran ]
}

@test "sms2mail: a notification that was handed over is noted, and no other" {
	export MOBUTILS_STATE=sqlite:$PWD/state.db
	receipt UNDELIV >in
	# none was set up: said, and the mail goes out
	run -0 --separate-stderr sms2mail -c conf -- sh -c 'cat >mail' <in
	[[ $stderr = "sms2mail: state $PWD/state.db: "*"going on without" ]]
	[ -s mail ]
	# a message that is no notification does not even look
	jq -nc '{type:"deliver",text:"a@b.example hi"}' >message
	run -0 --separate-stderr sms2mail -c conf -- true <message
	[ -z "$stderr" ]

	# noted where it was handed over, and nowhere else
	mobstate init 2>/dev/null
	echo '{"kind":"message","id":"m1","account":"a","from":"12345","to":"+447700900123",
	    "begun":"2026-11-23T13:15:00Z","status":"ok","record":{"type":"submit"}}' |
	    tr -d '\n' | mobstate import 2>/dev/null
	run -75 sms2mail -c conf -- false <in
	sms2mail -n -c conf <in >/dev/null
	run -1 grep -c notified <(mobstate trace m1)
	run -0 --separate-stderr sms2mail -c conf -- true <in
	[ -z "$stderr" ]
	[ "$(mobstate trace m1 | grep -c 'notified.*failed 5.0.0 to alice@example.org')" -eq 1 ]
	sms2mail -c conf <in >mbox
	[ "$(mobstate trace m1 | grep -c notified)" -eq 2 ]
	# a message that the store does not know changes nothing
	receipt UNDELIV '{original:{id:"m9"}}' | run -0 --separate-stderr sms2mail -c conf -- true
	[ -z "$stderr" ]
	# and neither does a store that can't be read
	echo rubbish >state.db
	run -0 --separate-stderr sms2mail -c conf -- true <in
	[ -n "$stderr" ]
}
