load ../test_helper

setup() {
	helper_setup
	cat >conf <<-'END'
	domain "example.com" { SMPP_Default_Email_Address = "office@example.org" }
	domain "plain.example" {
	  SMPP_Default_Email_Address = "office@example.org"
	  SMPP_Use_Interworking_Parse = false
	  SMPP_Default_Email_From_Domain = "sms.example.net"
	}
	domain "other.example" { SMPP_ESME_Address = 12345 }
	domain "broken.example" { SMPP_Default_Email_Address = "no address" }
	END
}

# deliver TEXT [JQ...] - a record, with the fields that the jq object says
deliver() {
	local more=${2-}
	jq -nc --arg text "$1" '{type:"deliver",id:"0001",domain:"example.com",
	    from:"+15551234567",to:"12345",text:$text,
	    received:"2026-11-23T13:15:16Z"} * '"${more:-{\}}"
}

# mail [ARG...] - the mail for the record on stdin, as python3 reads it
mail() { sms2mail -c conf "$@" | python3 -c '
import email, email.policy, json, mailbox, sys
open("mbox", "wb").write(sys.stdin.buffer.read())
for raw in mailbox.mbox("mbox"):
    m = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
    print(json.dumps({"headers": [[k, str(v)] for k, v in m.items()],
        "text": m.get_content().replace("\r\n", "\n"), "envelope": raw.get_from().split()[0],
        "to": [a.addr_spec for h in m.get_all("to", []) for a in h.addresses],
        "from": [a.addr_spec for h in m.get_all("from", []) for a in h.addresses],
        "subject": m["subject"]}))'
}

# what python3 makes of these octets is what the standards' tables say
@test "sms2mail: SMPP_GSM_Transcodes_To" {
	part() { deliver "$1" | sms2mail -c conf -o "SMPP_GSM_Transcodes_To=$2" | python3 -c '
import email, sys
m = email.message_from_bytes(sys.stdin.buffer.read())
text = m.get_payload(decode=True).replace(b"\r\n", b"\n").rstrip(b"\n")
print(m.get_content_charset(), text.hex())'; }
	[ "$(part 'é' iso-8859-1)" = "iso-8859-1 e9" ]
	[ "$(part 'Привет' koi8-r)" = "koi8-r f0d2c9d7c5d4" ]
	[ "$(part 'あ' iso-2022-jp)" = "iso-2022-jp 1b244224221b2842" ]
	# what does not fit, what is ASCII, and the default
	[ "$(part '€ é' iso-8859-1)" = "utf-8 e282ac20c3a9" ]
	[ "$(part 'e' iso-8859-1)" = "us-ascii 65" ]
	[ "$(part 'é' utf-8)" = "utf-8 c3a9" ]
	for bad in utf-16 nonsense 'iso-8859-1//TRANSLIT' 'x;y'; do
		deliver 'é' >in
		run -75 --separate-stderr sms2mail -c conf -o "SMPP_GSM_Transcodes_To=$bad" <in
		[[ $stderr == *'is no charset'* ]]
	done
}

@test "sms2mail: a record becomes a mail" {
	deliver 'bob@example.net(dinner) at eight?' | sms2mail -c conf >out
	sed -E '1s/ [A-Z][a-z]{2} [A-Z].*/ DATE/' out | diff -u - <(cat <<-'END'
	From 15551234567@example.com DATE
	From: 15551234567@example.com
	To: bob@example.net
	Subject: dinner
	Date: Mon, 23 Nov 2026 13:15:16 +0000
	Message-ID: <0001@example.com>
	X-SMS-From: +15551234567
	X-SMS-To: 12345
	MIME-Version: 1.0
	Content-Type: text/plain; charset=us-ascii
	Content-Transfer-Encoding: 7bit

	at eight?

	END
	)
}

@test "sms2mail: the recipient: out of the text, or by default, or nobody" {
	need python3
	deliver 'bob@example.net hello' | mail | jq -e '.to == ["bob@example.net"] and
	    .subject == "SMS from +15551234567" and .text == "hello\n"'
	deliver 'bob@example.net##dinner#hello' | mail | jq -e '.to == ["bob@example.net"] and
	    .subject == "dinner" and .text == "hello\n"'
	deliver 'hello bob@example.net' | mail | jq -e '.to == ["office@example.org"] and
	    .text == "hello bob@example.net\n" and .from == ["15551234567@example.com"]'
	deliver 'bob@example.net hello' '{domain:"plain.example"}' | mail |
	    jq -e '.to == ["office@example.org"] and .text == "bob@example.net hello\n" and
	    .from == ["15551234567@sms.example.net"] and .envelope == .from[0]'
	deliver hello '{domain:"other.example"}' >in
	run -67 --separate-stderr sms2mail -c conf <in
	[ -z "$output" ]
	[[ $stderr = "sms2mail: stdin:1: nobody to send it to"* ]]
	# our own mistake, which can be mended: the SMS waits
	deliver hello '{domain:"nosuch.example"}' >in
	run -75 --separate-stderr sms2mail -c conf <in
	[[ $stderr = 'sms2mail: stdin:1: no domain "nosuch.example"'* ]]
}

@test "sms2mail: the operand's domain, where the record has none" {
	need python3
	deliver hello '{domain:null}' >in
	mail example.com <in | jq -e '.to == ["office@example.org"] and
	    .from == ["15551234567@example.com"]'
	mail -d plain.example <in | jq -e '.from == ["15551234567@sms.example.net"]'
	for url in smpp://me@host:2775 smpp+unix:/run/x.sock; do
		deliver 'a@b.example x' '{domain:null}' | mail "$url" |
		    jq -e '.from == ["15551234567@localhost"]'
	done
}

@test "sms2mail: senders that are names, odd, or missing" {
	need python3
	while IFS=$'\t' read -r from want; do
		deliver hello "{from:$from}" | mail | jq -e --arg w "$want" '.from == [$w]' ||
		    { echo "$from"; false; }
	done <<-'END'
	"Bank"	Bank@example.com
	"My Bank 24"	My_Bank_24@example.com
	"-x"	_x@example.com
	"a@b<c>,d"	a_b_c__d@example.com
	"x\r\nBcc: evil@x"	x__Bcc__evil_x@example.com
	"Grüße"	Gr____e@example.com
	"1\u0000Bcc"	1@example.com
	"+"	unknown@example.com
	""	unknown@example.com
	null	unknown@example.com
	END
}

@test "sms2mail: missing parts and binary data are told of" {
	need python3
	deliver 'a@b.example one' '{parts:3,missing:[2,3]}' | mail |
	    jq -e '.text == "one\n[part 2 of 3 is missing]\n[part 3 of 3 is missing]\n"'
	deliver '' '{text:null,data:"00ff1b"}' | mail |
	    jq -e '.text == "[binary message]\n00ff1b\n" and .to == ["office@example.org"]'
	deliver '' | mail | jq -e '.text == ""'
}

@test "sms2mail: characters beyond ASCII, and lines that mboxrd quotes" {
	need python3
	deliver $'a@b.example(Grüße 😀) From x\nFrom y\n>From z\näöü 保修 😀' >in
	mail <in | jq -e '.subject == "Grüße 😀" and
	    .text == "From x\nFrom y\n>From z\näöü 保修 😀\n"'
	deliver $'a@b.example From x\nFrom y\n>From z' | sms2mail -c conf >out
	grep -qx '>From x' out
	grep -qx '>From y' out
	grep -qx '>>From z' out
	# to a handler it goes as it is, with no From_ line
	deliver $'a@b.example From x\nFrom y\n>From z' | sms2mail -c conf -- cat >out
	[ "$(head -n 1 out)" = "From: 15551234567@example.com" ]
	grep -qx 'From y' out
	grep -qx '>From z' out
}

@test "sms2mail: submit records that an ESME gave us are mail; sent ones are not" {
	need python3
	deliver 'a@b.example x' '{type:"submit"}' | mail | jq -e '.to == ["a@b.example"]'
	deliver 'a@b.example x' '{type:"submit",result:{status:"ok"}}' >in
	run -0 --separate-stderr sms2mail -c conf <in
	[ -z "$output$stderr" ]
}

@test "sms2mail: receipts and alerts are done with in silence, and run no handler" {
	printf '%s\n' '{"type":"receipt","message_id":"1","state":"DELIVRD","final":true}' \
	    '{"type":"alert","from":"1"}' >in
	run -0 --separate-stderr sms2mail -c conf <in
	[ -z "$output$stderr" ]
	run -0 --separate-stderr sms2mail -c conf -- touch ran <in
	[ -z "$output$stderr" ]
	[ ! -e ran ]
}

@test "sms2mail: what is wrong is named with its line, and the rest comes out" {
	{ deliver 'a@b.example one'; echo oops; echo; echo '["list"]'
	  deliver 'x' '{from:5}'; deliver x '{type:"query"}'
	  echo '{"type":"invalid","line":3,"input":"00"}'
	  deliver x '{domain:"other.example"}'
	  head -c 1100000 /dev/zero | tr '\0' x; echo
	  deliver 'a@b.example two' '{id:"2"}'; } >in
	run -1 --separate-stderr sms2mail -c conf <in
	[ "$(grep -c '^To: a@b.example$' <<<"$output")" -eq 2 ]
	for line in 2 4 5 6 7 8 9; do
		[[ $stderr = *"sms2mail: stdin:$line: "* ]] || { echo "$line"; echo "$stderr"; false; }
	done
	[ "${#stderr_lines[@]}" -eq 7 ]
	[[ $stderr = *"stdin:5: from: "* ]]

	# nothing of it done
	run -65 sms2mail -c conf < <(echo oops)
	run -67 sms2mail -c conf < <(deliver x '{domain:"other.example"}')
	# our own fault: try again
	run -75 --separate-stderr sms2mail -c conf < <(deliver x '{domain:"broken.example"}')
	[[ $stderr = *SMPP_Default_Email_Address* ]]
	run -0 sms2mail -c conf </dev/null
	[ -z "$output" ]
}

@test "sms2mail: nothing in a record can add a header or a recipient" {
	need python3
	cat >evil.py <<-'END'
	import email, email.policy, itertools, json, mailbox, subprocess, sys
	bits = ["\r\nBcc: evil@x.example", "\nBcc: evil@x.example\n\nbody", "\rTo: evil@x.example",
	    "\u0000Bcc: evil@x.example", "> , evil@x.example <", '"', "\\", ", evil@x.example",
	    "\u2028Bcc: evil@x.example", "\u0085To: evil@x.example", "=?utf-8?Q?=0ABcc=3A_evil?=",
	    "a@b.example, evil@x.example", "<evil@x.example>", "(", ")", "\ud800", "😀" * 300,
	    "x" * 2000, "é" * 900, " " * 100, "\t\n \n", ";", ":", "\u007f\u001b[31m", "-oQ/tmp"]
	base = {"type": "deliver", "id": "1", "domain": "example.com", "from": "+1555",
	    "to": "12345", "text": "a@b.example(subject) text", "received": "2026-11-23T13:15:16Z"}
	records = []
	for field, bit in itertools.product(("id", "domain", "from", "to", "received", "smsc", "text"), bits):
	    for value in (bit, base.get(field, "") + bit, bit + base.get(field, "")):
	        records.append(dict(base, **{field: value}))
	for bit in bits:
	    for text in ("a@b.example(%s) text", "a@b.example(s%s) x", "a@b.example##%s#text",
	        "a%s@b.example x", "a@b%s.example x", "a@b.example%s(s) x", '"a%s"@b.example x'):
	        records.append(dict(base, text=text % bit))
	names = "From To Subject Date Message-ID X-SMS-From X-SMS-To MIME-Version Content-Type " \
	    "Content-Transfer-Encoding".split()
	mails = 0
	for r in records:
	    p = subprocess.run(["sms2mail", "-c", "conf", "-n"], input=json.dumps(r).encode(),
	        capture_output=True)
	    assert p.returncode in (0, 65), (r, p)
	    if p.returncode:
	        assert p.stdout == b"" and p.stderr.count(b"\n") == 1, (r, p)
	        continue
	    assert p.stderr == b"", (r, p)
	    open("mbox", "wb").write(p.stdout)
	    (raw,) = mailbox.mbox("mbox")
	    assert p.stdout.startswith(b"From ") and max(map(len, p.stdout.split(b"\n"))) <= 998
	    m = email.message_from_bytes(raw.as_bytes(), policy=email.policy.SMTP)
	    assert [k for k in m.keys() if k not in names] == [], (r, p.stdout)
	    assert len(m.keys()) == len(set(m.keys())) and not m.defects, (r, p.stdout)
	    (to,) = m["to"].addresses
	    (sender,) = m["from"].addresses
	    assert sender.addr_spec == raw.get_from().split()[0], (r, p.stdout)
	    if to.addr_spec not in ("a@b.example", "office@example.org"):
	        # an address that the text itself begins with, whole
	        assert r["text"].lstrip().replace('"', "").startswith(
	            to.addr_spec.replace('"', "")), (r, to)
	    assert to.addr_spec != "evil@x.example" or r["text"].startswith("evil@x.example")
	    assert m["message-id"].count("@") == 1 and m["message-id"].count("<") == 1
	    m.get_content()
	    mails += 1
	print(len(records), mails)
	assert mails > len(records) * .8
	END
	python3 evil.py
}

@test "sms2mail: Message-ID from the id; a digest where that is no word, the same each time" {
	need python3
	id() { deliver hello "{id:$1}" | sms2mail -c conf | sed -n 's/^Message-ID: <\(.*\)@example.com>$/\1/p'; }
	[ "$(id '"0123456789abcdef0123456789abcdef"')" = 0123456789abcdef0123456789abcdef ]
	for odd in '"a b"' '"-x"' '"a>b"' null "\"$(printf 'x%.0s' {1..64})\""; do
		[[ $(id "$odd") =~ ^[0-9a-f]{32}$ ]] || { echo "$odd"; false; }
		[ "$(id "$odd")" = "$(id "$odd")" ]
	done
	[ "$(id '"a b"')" != "$(id '"a c"')" ]
}

@test "sms2mail: a handler has one mail a run, and {sender} {recipients} {id}" {
	{ deliver 'a@b.example one'; deliver 'c@d.example two' '{id:"0002",from:"Bank"}'; } |
	    sms2mail -c conf -- sh -c 'cat >mail.$3; echo "$@ $SENDER $RECIPIENT $MOBUTILS_ID"' \
	    x '{sender}' '{recipients}' '{id}' >out
	diff -u - out <<-'END'
	15551234567@example.com a@b.example 0001 15551234567@example.com a@b.example 0001
	Bank@example.com c@d.example 0002 Bank@example.com c@d.example 0002
	END
	[ "$(tail -n 1 mail.0001)" = one ]
	[ "$(grep -c '^From' mail.0002)" -eq 1 ]
}

@test "sms2mail: the handler's exit status is the record's" {
	status_of() {
		local -
		set +e
		deliver 'a@b.example x' | sms2mail -c conf -- sh -c "exit $1" 2>err
		echo $?
	}
	for pair in 0:0 65:65 67:67 77:77 69:75 75:75 1:75 64:75 78:75 127:75; do
		[ "$(status_of "${pair%:*}")" = "${pair#*:}" ] || { echo "$pair"; false; }
	done
	[ "$(status_of 0)" = 0 ]
	[ ! -s err ]
	deliver 'a@b.example x' >in
	run -75 sms2mail -c conf -- no-such-program <in
	run -75 sms2mail -c conf -- sh -c 'kill -9 $$' <in
	run -75 sms2mail -c conf -o Handler_Timeout=0.2 -- sleep 50 <in
	# of many, some
	{ cat in; deliver 'c@d.example x' '{id:"2"}'; } >two
	run -1 sms2mail -c conf -- sh -c '[ "$MOBUTILS_ID" = 2 ]' <two
}

@test "sms2mail: -n shows the mail and runs no handler" {
	deliver 'a@b.example x' | sms2mail -n -c conf -- touch ran >out
	grep -qx 'To: a@b.example' out
	[ ! -e ran ]
}

@test "sms2mail: what came is out before it waits for more" {
	mkfifo in
	exec 5<>in
	start s sms2mail -c conf <in 5>&-
	deliver 'a@b.example one' >&5
	wait_for s.out '^one$'
	deliver 'a@b.example two' >&5
	wait_for s.out '^two$'
	exec 5>&-
	await s
	[ "$status" -eq 0 ]
}

@test "sms2mail: what the handler did of the last record counts, SIGTERM or not" {
	for code in 0 65; do
		cat >settle <<EOF
#!/bin/sh
trap 'exit $code' TERM
: >begun
while :; do read -r x <hold || :; done
EOF
		chmod +x settle
		rm -f hold begun
		mkfifo hold
		exec 7<>hold
		deliver 'a@b.example one' >in
		start s sms2mail -c conf -- ./settle <in
		wait_until test -e begun
		stop s
		[ "$status" -eq "$code" ]
		exec 7>&-
	done
}

@test "sms2mail: SIGTERM ends it, also while nobody reads" {
	mkfifo in out
	exec 5<>in
	start s sms2mail -c conf <in 5>&-
	deliver 'a@b.example one' >&5
	wait_for s.out '^one$'
	stop s
	[ "$status" -eq 1 ]	# what was not read yet is not done

	# more than the pipe takes, and its other end open but not read
	exec 6<>out
	deliver "a@b.example $(printf 'x%.0s' {1..900})" >one
	for _ in {1..300}; do cat one; done >many
	start t bash -c 'exec sms2mail -c conf <many >out' </dev/null 5>&- 6>&-
	wait_until sleeps "$(pid_of t)" sms2mail
	stop t
	[ "$status" -ne 0 ]
	[ "$status" -lt 128 ]
}

# sleeps PID NAME - it is that program by now, and waits for something
sleeps() { [[ $(cat "/proc/$1/stat") = "$1 ($2) S "* ]]; }

@test "sms2mail: a full disk, a reader that went away, closed descriptors" {
	deliver 'a@b.example x' >in
	run -74 --separate-stderr bash -c 'sms2mail -c conf <in >/dev/full'
	[ "$stderr" = "sms2mail: stdout: No space left on device" ]
	mkfifo pipe
	run -74 --separate-stderr bash -c 'exec 5<>pipe 6>pipe 5<&-; sms2mail -c conf <in >&6'
	[ "$stderr" = "sms2mail: stdout: Broken pipe" ]
	run bash -c 'sms2mail -c conf <in >&-'
	[ "$status" -ne 0 ]
	run bash -c 'sms2mail -c conf <&-'
	[ "$status" -ne 0 ]
}

@test "sms2mail: usage" {
	run -64 sms2mail a b
	run -64 sms2mail -d a b
	run -64 sms2mail -P 2
	run -64 sms2mail a -n
	run -64 sms2mail ''
	run -64 sms2mail -- -oi
	run -64 sms2mail --
	run -64 sms2mail -- a@b.example
	run -64 sms2mail -I nowhere
	run -64 sms2mail -O nowhere
	run -66 sms2mail -c nowhere
	run -0 sms2mail -C -c conf plain.example
	[[ $output = *sms.example.net* ]]
}

@test "sms2mail: the examples of its page do what they say" {
	awk '/^\.Sh/ { on = /EXAMPLES/ } on && /^\.Ed/ { out = "" }
	    out != "" { gsub(/\\e/, "\\"); print >out }
	    on && /^\.Bd/ { out = "example." ++n }' "$MOBUTILS_ROOT/man/sms2mail.1"
	deliver 'bob@example.net one' >records
	# the first one's chain is that of tests/gateway
	[[ $(cat example.1) = *'-- sms2mail -- '* ]]
	bash example.2
	bash example.2
	[ "$(grep -c '^To: bob@example.net$' mbox)" -eq 2 ]
	bash example.3 | grep -qx 'Subject: dinner'
	bash example.4 | grep -qx 'To: office@example.org'
	bash example.5 | grep -qx 'To: alice@example.org'
	bash example.5 | grep -qx 'Action: failed'
}
