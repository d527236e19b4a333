# An SMS that answers a mail: mail2sms remembers, sms2mail finds the way back.
load ../test_helper

setup() {
	helper_setup
	need python3
	make_state
	cat >conf <<-'END'
	SMPP_SMSC_Server = "smsc.example"
	SMPP_SMSC_System_ID = "gw"
	domain "example.com" {
	  SMPP_ESME_Address = "12345"
	  SMPP_Default_Email_Address = "office@example.org"
	}
	domain "second.example" { SMPP_ESME_Address = "12345" }
	domain "other.example" { SMPP_ESME_Address = "12345" SMPP_SMSC_System_ID = "me" }
	domain "all.example" { SMPP_ESME_Address = "12345" SMPP_Reply_Conflict = all }
	domain "pool.example" { SMPP_ESME_Address = ("+1001" "1002" "1003") }
	domain "off.example" {
	  SMPP_ESME_Address = "12345"
	  SMPP_Use_Reverse_Address_Mappings = false
	  SMPP_Default_Email_Address = "office@example.org"
	}
	domain "bare.example" { }
	END
	export MOBUTILS_CONF=$PWD/conf
}

# write SENDER [RECIPIENT [SUBJECT]] - a mail as mail2sms takes it; its record
write() {
	printf '%s\n' "From: $1" "Subject: ${3-Lunch}" "Message-ID: <$1.id@x.example>" '' hello |
	    mail2sms -f "$1" "${2-447700900123@example.com}"
}

# answer TEXT [JQ] - the deliver record of an SMS from that phone
answer() {
	local more=${2-}
	jq -nc --arg text "$1" '{type:"deliver",id:"0001",domain:"example.com",
	    from:"+447700900123",to:"12345",text:$text} * '"${more:-{\}}"
}

# parse - mails of an mbox on stdin, as python3 reads them
parse() { python3 -c '
import email, email.policy, json, mailbox, sys
open("mbox", "wb").write(sys.stdin.buffer.read())
for raw in mailbox.mbox("mbox"):
    m = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
    print(json.dumps({"headers": [k for k, v in m.items()], "text": m.get_content(),
        "to": [a.addr_spec for h in m.get_all("to", []) for a in h.addresses],
        "from": [a.addr_spec for h in m.get_all("from", []) for a in h.addresses],
        "subject": m["subject"], "in_reply_to": m["in-reply-to"],
        "references": m["references"], "mails": 1}))'; }

# goes_to TEXT ADDRESS [JQ] - the answer is mail for that address
goes_to() {
	answer "$1" "${3-}" | sms2mail >mbox.out
	parse <mbox.out >mail.json
	[ "$(jq -r '.to | join(",")' mail.json)" = "$2" ] || { cat mail.json; return 1; }
}

# sql STATEMENT [PARAMETER...] - what python3's SQLite makes of it
sql() { python3 -c '
import sqlite3, sys
db = sqlite3.connect("state.db", isolation_level=None)
for row in db.execute(sys.argv[1], sys.argv[2:]): print(*row, sep="|")' "$@"; }

# age MINUTES - all that is remembered becomes so much older
age() { sql "UPDATE reply SET used = used - $1 * 60000"; }

@test "replies: an SMS that answers a mail is a reply to it" {
	write alice@example.net >record
	jq -e '.from == "12345" and .to == "447700900123"' record
	goes_to 'at eight?' alice@example.net
	jq -e '.subject == "Re: Lunch" and .in_reply_to == "<alice@example.net.id@x.example>" and
	    .references == .in_reply_to and .text == "at eight?\n" and
	    .from == ["447700900123@example.com"]' mail.json
	# to a command it is told as {recipients}
	answer hi | sms2mail -- sh -c 'echo "$SENDER $RECIPIENT $*"' x '{recipients}' >out
	[ "$(cat out)" = "447700900123@example.com alice@example.net alice@example.net" ]
	# another phone, and another number of ours, have nothing to do with it
	goes_to hi office@example.org '{from:"+447700900124"}'
	goes_to hi office@example.org '{to:"12346"}'
}

@test "replies: Reply-To, else From, else the envelope sender" {
	printf '%s\n' 'From: f@example.net' 'Reply-To: Team <r@example.net>' '' x |
	    mail2sms -f e@example.net 447700900123@example.com >record
	goes_to hi r@example.net
	# no subject, and no Message-ID: nothing is invented
	jq -e '.subject == "SMS from +447700900123" and .in_reply_to == null' mail.json
	printf '%s\n' 'From: f@example.net' '' x | mail2sms -f e@example.net 447700900123@example.com >record
	goes_to hi f@example.net
	printf '%s\n' 'Subject: x' '' x | mail2sms -f e@example.net 447700900123@example.com >record
	goes_to hi e@example.net
}

@test "replies: nobody waits for an answer to the null sender or to noreply" {
	for from in '<>' MAILER-DAEMON; do
		printf '%s\n' 'From: f@example.net' '' x | mail2sms -f "$from" 447700900123@example.com >record
	done
	printf '%s\n' 'From: no-reply@example.net' '' x | mail2sms 447700900123@example.com >record
	goes_to hi office@example.org
	[ -z "$(sql 'SELECT * FROM reply')" ]
	# but the next one's
	write alice@example.net >record
	goes_to hi alice@example.net
}

@test "replies: only an address with a subject overrides a mapping" {
	# none: an address in the text counts, with or without a subject
	goes_to 'bob@x.org said yes' bob@x.org
	jq -e '.text == "said yes\n"' mail.json
	write alice@example.net >record
	goes_to 'bob@x.org said yes' alice@example.net
	jq -e '.text == "bob@x.org said yes\n" and .subject == "Re: Lunch"' mail.json
	goes_to 'bob@x.org' alice@example.net
	for text in 'bob@x.org(tea) yes' 'bob@x.org (tea) yes' 'bob@x.org##tea#yes'; do
		goes_to "$text" bob@x.org
		jq -e '.text == "yes\n" and .subject == "tea" and .in_reply_to == null' mail.json
	done
	# text that is not parsed at all
	answer 'bob@x.org(tea) yes' | sms2mail -o SMPP_Use_Interworking_Parse=false | parse |
	    jq -e '.to == ["alice@example.net"] and .text == "bob@x.org(tea) yes\n"'
}

@test "replies: SMPP_Use_Reverse_Address_Mappings=false, on either side" {
	write alice@example.net 447700900123@off.example >record
	goes_to hi office@example.org
	write alice@example.net >record
	goes_to hi alice@example.net
	goes_to hi office@example.org '{domain:"off.example"}'
	goes_to 'bob@x.org yes' bob@x.org '{domain:"off.example"}'
}

@test "replies: a mapping expires, and a new mail makes it fresh again" {
	write alice@example.net >record
	age 299
	goes_to hi alice@example.net
	age 2
	goes_to hi office@example.org
	answer hi | sms2mail -o SMPP_RAM_Expiration=302m | parse | jq -e '.to == ["alice@example.net"]'
	write alice@example.net 447700900123@example.com Again >record
	goes_to hi alice@example.net
	jq -e '.subject == "Re: Again"' mail.json
}

@test "replies: several have written: the last, or all" {
	write alice@example.net 447700900123@example.com One >record
	write carol@example.net 447700900123@all.example Two >record
	goes_to hi carol@example.net
	jq -e '.subject == "Re: Two" and .in_reply_to == "<carol@example.net.id@x.example>"' mail.json
	goes_to hi carol@example.net,alice@example.net '{domain:"all.example"}'
	jq -e '.subject == "Re: Two" and .in_reply_to == "<carol@example.net.id@x.example>"' mail.json
	answer hi '{domain:"all.example"}' | sms2mail -- sh -c 'echo "$#: $*, $RECIPIENT"' x '{recipients}' >out
	[ "$(cat out)" = "2: carol@example.net alice@example.net, carol@example.net alice@example.net" ]
	# the last is who wrote last
	write alice@example.net 447700900123@example.com Three >record
	goes_to hi alice@example.net
	jq -e '.subject == "Re: Three"' mail.json
}

@test "replies: domains of one account share them, those of another do not" {
	write alice@example.net 447700900123@second.example >record
	goes_to hi alice@example.net
	goes_to hi alice@example.net '{domain:"second.example"}'
	answer hi '{domain:"other.example"}' >in
	run -67 sms2mail <in
	# the same account by its URL, and by a name that was given to it
	goes_to hi alice@example.net '{domain:"smpp://gw@smsc.example:2775"}'
	answer hi '{domain:null}' | sms2mail smpp://gw@smsc.example:2775 | parse | jq -e '.to == ["alice@example.net"]'
	answer hi '{domain:"smpp://gw@smsc.example:2776"}' >in
	run -67 sms2mail <in
	write carol@example.net 447700900124@other.example >record
	answer hi '{from:"447700900124"}' | sms2mail -o State_Account=me@smsc.example:2775 | parse |
	    jq -e '.to == ["carol@example.net"]'
}

@test "replies: a pool of numbers keeps senders apart, the fourth takes the least recently used" {
	local phone=447700900123@pool.example s
	for s in a b c; do
		write $s@example.net $phone >$s.json
	done
	[ "$(jq -r .from a.json b.json c.json | paste -sd' ')" = "+1001 1002 1003" ]
	# a and b write again: by the number that they had
	write b@example.net $phone >again
	[ "$(jq -r .from again)" = 1002 ]
	write a@example.net $phone >again
	[ "$(jq -r .from again)" = +1001 ]
	for s in a:1001 b:1002 c:1003; do
		goes_to hi "${s%:*}@example.net" "{domain:\"pool.example\",to:\"${s#*:}\"}"
	done
	write d@example.net $phone >d.json
	[ "$(jq -r .from d.json)" = 1003 ]
	goes_to hi d@example.net '{domain:"pool.example",to:"1003"}'
	# another phone begins anew
	write d@example.net 447700900124@pool.example >d.json
	[ "$(jq -r .from d.json)" = +1001 ]
	# without a store, and with -n, the first
	MOBUTILS_STATE=none write e@example.net $phone >e.json
	[ "$(jq -r .from e.json)" = +1001 ]
	printf '%s\n' 'From: e@example.net' '' x | mail2sms -n $phone >e.json
	[ "$(jq -r .from e.json)" = +1001 ]
	[ "$(sql "SELECT count(*) FROM reply WHERE sender = 'e@example.net'")" = 0 ]
}

@test "replies: the mails of an mbox, and the recipients of a mail, each have their mapping" {
	local s
	for s in a b c d; do
		printf '%s\n' 'From x' "From: $s@example.net" "Message-ID: <$s@x>" '' x ''
	done >mbox.in
	mail2sms -m 447700900123@pool.example 447700900124@pool.example <mbox.in >records
	[ "$(jq -r 'select(.to == "447700900123").from' records | paste -sd' ')" = "+1001 1002 1003 +1001" ]
	[ "$(jq -r 'select(.to == "447700900124").from' records | paste -sd' ')" = "+1001 1002 1003 +1001" ]
	[ "$(sql 'SELECT count(*) FROM reply')" = 8 ]
	# more than are kept at once
	for s in {1..250}; do
		printf '%s\n' 'From x' "From: s$s@example.net" "Message-ID: <$s@x>" '' x ''
	done >mbox.in
	mail2sms -m 447700900125@example.com <mbox.in >records
	[ "$(wc -l <records)" -eq 250 ]
	[ "$(sql "SELECT count(*) FROM reply WHERE phone = '447700900125'")" = 250 ]
	# all of them would be a mass mailing
	answer hi '{domain:"all.example",from:"447700900125"}' | sms2mail | parse | jq -e '.to | length == 100'
}

@test "replies: mails at once never choose alike" {
	printf 'domain "big.example" { SMPP_ESME_Address = (%s) }\n' "$(seq -s ' ' 1001 1020)" >>conf
	local i pids=()
	for i in {1..20}; do
		write "s$i@example.net" 447700900123@big.example >"$i.json" 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	[ "$(jq -r .from ./*.json | sort -u | wc -l)" -eq 20 ]
}

@test "replies: nothing in a mail can add a header or a recipient to its reply" {
	printf 'From: "x\r\n y" <alice@example.net>\nSubject: =?utf-8?B?%s?=\nMessage-ID: <a@x.example>%s\n\nx\n' \
	    "$(printf 'a\r\nBcc: evil@example.net\r\n\r\nbody' | base64 -w0)" ' <b@x> evil' |
	    mail2sms 447700900123@example.com >record
	goes_to hi alice@example.net
	jq -e '(.headers | map(ascii_downcase) | index("bcc")) == null and .text == "hi\n"' mail.json
	# the store itself is no better: whoever put it there
	sql 'UPDATE reply SET subject = ?, message_id = ?' $'a\r\nBcc: evil@example.net\r\n\r\nbody\x01' \
	    $'a@x>\r\nBcc: <evil@example.net'
	goes_to hi alice@example.net
	[ "$(wc -l <mail.json)" -eq 1 ]
	jq -e '(.headers | map(ascii_downcase) | index("bcc")) == null and .text == "hi\n"' mail.json
	for bad in '-oQ/tmp/x@example.net' 'a@x.example>, <evil@example.net' $'a@x\nBcc: evil@example.net' ''; do
		sql 'UPDATE reply SET sender = ?' "$bad"
		goes_to hi office@example.org
	done
	# a sender that is no address is none that could be remembered
	sql 'DELETE FROM reply'
	printf '%s\n' 'From: <"a b"@example.net>' '' x | mail2sms -f -oQ@x.example 447700900123@example.com >record
	[ -z "$(sql 'SELECT sender FROM reply')" ]
}

@test "replies: a long subject and a long Message-ID" {
	printf '%s\n' 'From: alice@example.net' "Subject: $(printf 'word%.0s ' {1..1000})" \
	    "Message-ID: <$(printf 'x%.0s' {1..2000})@x.example>" '' x | mail2sms 447700900123@example.com >record
	goes_to hi alice@example.net
	jq -e '(.subject | startswith("Re: word word") and length > 800 and length < 1000) and .in_reply_to == null' mail.json
}

@test "replies: without a store: said once where there is one to be, and all goes on" {
	rm state.db*
	write alice@example.net >record 2>err
	jq -e '.from == "12345"' record
	[ "$(wc -l <err)" -eq 1 ]
	grep -q '^mail2sms: state .*mobstate init.*; going on without$' err
	printf '%s\n' 'From x' 'From: a@x.example' '' x '' 'From x' 'From: b@x.example' '' x >mbox.in
	mail2sms -m 447700900123@example.com <mbox.in >records 2>err
	[ "$(wc -l <records)" -eq 2 ]
	[ "$(wc -l <err)" -eq 1 ]
	{ answer hi; answer 'bob@x.org yes'; answer 'bob@x.org(tea) yes'; } | sms2mail 2>err | parse >mail.json
	[ "$(jq -r '.to[0]' mail.json | paste -sd' ')" = "office@example.org bob@x.org bob@x.org" ]
	[ "$(wc -l <err)" -eq 1 ]
	# nothing to remember or to look up: nothing is said
	printf '%s\n' 'From: a@x.example' '' x | mail2sms 447700900123@bare.example >record 2>err
	printf '%s\n' 'From: a@x.example' '' x | mail2sms -f '' 447700900123@example.com >record 2>>err
	answer 'bob@x.org(tea) yes' | sms2mail >mbox.out 2>>err
	echo '{"type":"receipt","state":"DELIVRD"}' | sms2mail >mbox.out 2>>err
	MOBUTILS_STATE=none write alice@example.net >record 2>>err
	[ ! -s err ]

	answer hi >in
	run -75 --separate-stderr sms2mail -o State_Required=true <in
	[ -z "$output" ]
	printf '%s\n' 'From: a@x.example' '' x >mail
	run -75 --separate-stderr mail2sms -o State_Required=true 447700900123@example.com <mail -- touch ran
	[[ ${stderr_lines[0]} = 4.3.* ]]
	[ -z "$output" ] && [ ! -e ran ]
	# one that is no store at all: our mistake
	run -75 mail2sms -o State=nowhere 447700900123@example.com <mail
	run -75 sms2mail -o State=nowhere <in
}

@test "replies: a store that may not be written" {
	local as=()
	# root may write everything, unless it is told not to
	[ "$(id -u)" -ne 0 ] || as=(setpriv --bounding-set=-dac_override,-dac_read_search)
	chmod 400 state.db
	printf '%s\n' 'From: a@x.example' '' x | "${as[@]}" mail2sms 447700900123@example.com >record 2>err
	jq -e '.from == "12345"' record
	grep -q '^mail2sms: state .*: Permission denied; going on without$' err
	answer hi | "${as[@]}" sms2mail 2>err | parse | jq -e '.to == ["office@example.org"]'
	grep -q '^sms2mail: state .*: Permission denied; going on without$' err
}

# hold PRAGMA... - python3 holds the store for writing until it is stopped
hold() {
	start holder python3 -u -c '
import sqlite3, sys, time
db = sqlite3.connect("state.db", isolation_level=None)
for s in sys.argv[1:]: db.execute(s)
db.execute("BEGIN EXCLUSIVE")
db.execute("UPDATE reply SET used = used")
print("held", flush=True)
time.sleep(60)' "$@"
	wait_for holder.out '^held$'
}

@test "replies: a store that another process holds: the SMS goes out, the answer is looked up" {
	write alice@example.net >record
	hold
	# an alarm matters more; and it is asked once a run, not once a mail
	printf '%s\n' 'From x' 'From: a@x.example' '' x '' 'From x' 'From: b@x.example' '' x >mbox.in
	mail2sms -m 447700900123@example.com <mbox.in >records 2>err
	[ "$(jq -r .from records | paste -sd' ')" = "12345 12345" ]
	[ "$(wc -l <err)" -eq 1 ]
	grep -q '^mail2sms: state .*: another process holds it for too long: a reply will not find its way$' err
	printf '%s\n' 'From: a@x.example' '' x >mail
	run -75 --separate-stderr mail2sms -o State_Required=true 447700900123@example.com <mail -- touch ran
	[[ ${stderr_lines[0]} = 4.3.* ]]
	[ ! -e ran ]
	# who only reads is not in the way
	goes_to hi alice@example.net
	stop holder
	[ "$(sql 'SELECT sender FROM reply')" = alice@example.net ]
}

@test "replies: a store that can't be read: no mail to the wrong person" {
	write alice@example.net >record
	answer hi >in
	hold 'PRAGMA locking_mode = EXCLUSIVE'
	run -75 --separate-stderr sms2mail <in
	[ -z "$output" ]
	[[ $stderr = *'another process holds it'* ]]
	stop holder
	sms2mail <in | parse | jq -e '.to == ["alice@example.net"]'

	rm state.db-*
	printf 'no database at all, but something else%0999d' 1 >state.db
	run -75 --separate-stderr sms2mail <in -- touch ran
	[ ! -e ran ]
	[[ $stderr = *'state.db'* ]]
	# an address with a subject needs no store
	answer 'bob@x.org(tea) yes' | sms2mail | parse | jq -e '.to == ["bob@x.org"]'
	# and the alarm goes out
	write alice@example.net >record 2>err
	jq -e '.from == "12345"' record
	[ "$(wc -l <err)" -eq 1 ]
}

@test "replies: a store that takes no more: the SMS goes out, and nothing is half remembered" {
	write alice@example.net >record
	sql "CREATE TRIGGER full BEFORE INSERT ON reply BEGIN SELECT RAISE(ABORT, 'no room'); END"
	write carol@example.net >record 2>err
	jq -e '.from == "12345"' record
	[ "$(wc -l <err)" -eq 1 ]
	goes_to hi alice@example.net
	[ "$(sql 'SELECT sender FROM reply')" = alice@example.net ]
}

@test "replies: a mail that can't be sent is not remembered" {
	run -65 mail2sms -f a@x.example 447700900123@example.com <<<$'From: a@x.example\n\n'
	run -67 mail2sms -f a@x.example bob@example.com <<<$'From: a@x.example\n\nx'
	[ -z "$(sql 'SELECT * FROM reply')" ]
}

# the handler notes each run, and ends as the file named by the phone says
handler() {
	cat >handler <<-'END'
	#!/bin/sh
	to=${RECIPIENT%@*}
	echo "$to $MOBUTILS_ID $(wc -l)" >>ran
	exit "$(cat "$to" 2>/dev/null || echo 0)"
	END
	chmod +x handler
	printf '%s\n' 'From: a@x.example' 'Message-ID: <m@x.example>' '' x >mail
}

@test "mail2sms: with a store, several recipients have a run of the handler each" {
	handler
	mail2sms 1111111@example.com 2222222@example.com 3333333@example.com <mail -- ./handler
	[ "$(cut -d' ' -f1,3 ran | paste -sd,)" = "1111111 1,2222222 1,3333333 1" ]
	[ "$(cut -d' ' -f2 ran | sort -u | wc -l)" -eq 3 ]
	# a second run has the same ids, by which smpp-send knows what it has sent
	mail2sms 1111111@example.com 2222222@example.com 3333333@example.com <mail -- ./handler
	[ "$(sort -u ran | wc -l)" -eq 3 ]
	[ "$(wc -l <ran)" -eq 6 ]
}

@test "mail2sms: with a store, several recipients: 75 unless all went the same way" {
	local all=(1111111@example.com 2222222@example.com 3333333@example.com)
	handler
	echo 75 >2222222
	run -75 --separate-stderr mail2sms "${all[@]}" <mail -- ./handler
	[[ ${stderr_lines[0]} = 4.* ]]
	[ "$(wc -l <ran)" -eq 3 ]	# those behind it have their turn
	echo 67 >2222222
	run -75 --separate-stderr mail2sms "${all[@]}" <mail -- ./handler
	[[ ${stderr_lines[0]} = 4.* ]]
	echo 67 >1111111; echo 69 >2222222; echo 67 >3333333
	run -67 --separate-stderr mail2sms "${all[@]}" <mail -- ./handler
	[[ ${stderr_lines[0]} = 5.* ]]
	echo 75 >3333333
	run -75 mail2sms "${all[@]}" <mail -- ./handler
	# one that is no number is like one that was refused
	rm [123]*
	run -75 --separate-stderr mail2sms 1111111@example.com bob@example.com <mail -- ./handler
}

@test "mail2sms: several recipients and a handler are refused without a store, and wait for one that is held" {
	handler
	run -64 --separate-stderr mail2sms -o State=none 1111111@example.com 2222222@example.com <mail -- ./handler
	[[ ${stderr_lines[0]} = 5.3.5* ]]
	printf 'no database at all, but something else%0999d' 1 >state.db
	run -75 --separate-stderr mail2sms 1111111@example.com 2222222@example.com <mail -- ./handler
	[[ ${stderr_lines[0]} = 4.* ]]
	rm state.db*
	run -64 mail2sms 1111111@example.com 2222222@example.com <mail -- ./handler
	[ ! -e ran ]
}
