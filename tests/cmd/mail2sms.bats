load ../test_helper

setup() {
	helper_setup
	cat >mail <<-'END'
	From: Mickey <mickey@disneyworld.com>
	To: 15551234567@example.com
	Subject: stay in touch
	Message-ID: <one@disneyworld.com>

	Greetings from Orlando!
	END
	cat >conf <<-'END'
	domain "example.com" { SMPP_SMSC_Server = "127.0.0.1" }
	domain "other.example" { SMPP_SMSC_Server = "127.0.0.1" }
	domain "mms.example" { MM7_MMSC_Server = "127.0.0.1" }
	domain "plain.example" { SMPP_ESME_Address = "12345" }
	END
}

# fails STATUS CLASS [ARG...] - mail2sms fails so, with stdin as it is; the first
# line on stderr begins with an enhanced code of that class; nothing on stdout
fails() {
	run "-$1" --separate-stderr mail2sms "${@:3}"
	[ -z "$output" ] || { echo "stdout: $output"; false; }
	[[ ${stderr_lines[0]} =~ ^$2\.[0-9]{1,3}\.[0-9]{1,3}\ mail2sms:\ . ]] ||
	    { echo "stderr: $stderr"; false; }
}

# sender [ARG...] - the envelope sender in the record for stdin
sender() { mail2sms "$@" 1 | jq -r 'if .mail | has("envelope_from")
    then "<\(.mail.envelope_from)>" else "none" end'; }

# ids of the mail on stdin
ids() { mail2sms "$@" | jq -r .id; }

@test "mail2sms: a mail becomes a record" {
	mail2sms -f sender@example.org 15551234567@example.com <mail >out
	same_json out <<-END
	{"type":"submit","id":$(jq .id out),"domain":"example.com",
	 "to":"15551234567","text":"(stay in to) Greetings from Orlando!",
	 "mail":{"envelope_from":"sender@example.org",
	  "from":"mickey@disneyworld.com","to":["15551234567@example.com"],
	  "subject":"stay in touch","message_id":"one@disneyworld.com"}}
	END
}

@test "mail2sms: Momentum's documented example of the interworking format" {
	[ "$(mail2sms -o SMPP_Max_SMS_From_Size=12 -o SMPP_Max_SMS_Subject_Size=10 \
	    15551234567@example.com <mail | jq -r .text)" = \
	    "mickey@disne (stay in to) Greetings from Orlando!" ]
	[ "$(mail2sms -o SMPP_Max_SMS_Subject_Size=0 1 <mail | jq -r .text)" = \
	    "Greetings from Orlando!" ]
}

@test "mail2sms: no body gives the whole subject, a blank subject none" {
	printf 'From: a@b.example\nSubject: the disk of server 3 is full\n\n' >in
	[ "$(mail2sms 1 <in | jq -r .text)" = "the disk of server 3 is full" ]
	printf 'From: a@b.example\nSubject:   \n\ntext\n' >in
	[ "$(mail2sms 1 <in | jq -r .text)" = "text" ]
	printf 'From: a@b.example\nSubject:   \n\n' >in
	fails 65 5 1 <in
	[[ $stderr = *"neither text nor subject"* ]]
}

@test "mail2sms: recipients by operand, with and without domain" {
	mail2sms -d example.com '+1 (555) 123-4567' 2@other.example <mail >out
	[ "$(jq -rc '[.to, .domain]' out | tr '\n' ' ')" = \
	    '["+15551234567","example.com"] ["2","other.example"] ' ]
}

@test "mail2sms: the domain's stanza says who it is from" {
	mail2sms -c conf 1@plain.example <mail | jq -e '.from == "12345"'
	mail2sms -c conf -d plain.example 1 <mail | jq -e '.from == "12345"'
	mail2sms -c conf 1@example.com <mail | jq -e 'has("from") | not'
}

@test "mail2sms: -t takes the numbers of SMPP domains out of To, Cc and Bcc" {
	cat >in <<-'END'
	From: a@b.example
	To: "On call, night" <15551110001@example.com>, boss@example.com,
	 team: 15551110002@EXAMPLE.COM, 15551110003@other.example;, 10001@qq.com
	Cc: undisclosed-recipients:;, 15551110004@mms.example, 15551110001@example.com
	Bcc: +15551110005@example.com, 5@plain.example, 15551110006
	Subject: x

	hello
	END
	mail2sms -c conf -t <in >out
	[ "$(jq -r .to out | tr '\n' ' ')" = \
	    "15551110001 15551110002 15551110003 +15551110005 " ]
	# -d: that domain's, and bare numbers; a stanza or not
	[ "$(mail2sms -t -d qq.com <in | jq -r .to | tr '\n' ' ')" = \
	    "10001 15551110006 " ]
}

@test "mail2sms: -t with a common SMSC leaves out the domains of an MMSC" {
	cat >one <<-'END'
	SMPP_SMSC_Server = "127.0.0.1"
	domain "sms.example" { SMPP_ESME_Address = "1" }
	domain "mms.example" { MM7_MMSC_Server = "127.0.0.1" }
	domain "both.example" { MM7_MMSC_Server = "127.0.0.1" SMPP_SMSC_Server = "127.0.0.2" }
	END
	printf 'From: a@b.example\nTo: 1@sms.example, 2@mms.example, 3@both.example\n\nx\n' >in
	[ "$(mail2sms -c one -t <in | jq -r .to | tr '\n' ' ')" = "1 3 " ]
}

@test "mail2sms: -t without any number of ours is no such user" {
	printf 'From: a@b.example\nTo: 10001@qq.com, x@example.com\n\nx\n' >in
	fails 67 5 -c conf -t <in
	fails 67 5 -t <in
}

@test "mail2sms: the MTA's RECIPIENT and SENDER count where nothing else is given" {
	RECIPIENT=15550001111@example.com SENDER=root@example.org mail2sms <mail >out
	jq -e '.to == "15550001111" and .mail.envelope_from == "root@example.org"' out
	RECIPIENT=15550001111@example.com mail2sms 2 <mail | jq -e '.to == "2"'
	RECIPIENT=3 mail2sms -c conf -t <mail | jq -e '.to == "15551234567"'
	RECIPIENT='' fails 64 5 <mail
	RECIPIENT=-15550001111@example.com fails 67 5 <mail
	RECIPIENT='' SENDER=x@y.example mail2sms 2 <mail | jq -e '.to == "2"'
}

@test "mail2sms: the envelope sender: -f, SENDER, Return-Path, From_ line" {
	{ echo 'From from_@x.example  Mon Nov 23 09:14:07 2026'
	  echo 'Return-Path: <return@x.example>'; cat mail; } >full
	grep -v ^Return-Path full >from_

	[ "$(SENDER=env@x.example sender -f opt@x.example <full)" = "<opt@x.example>" ]
	[ "$(SENDER=env@x.example sender <full)" = "<env@x.example>" ]
	[ "$(sender <full)" = "<return@x.example>" ]
	[ "$(sender <from_)" = "<from_@x.example>" ]
	[ "$(sender <mail)" = none ]
	[ "$(sender -f '<angle@x.example>' <full)" = "<angle@x.example>" ]
}

@test "mail2sms: the null sender, as MTAs write it" {
	# Exim and qmail: empty; Postfix and sendmail: MAILER-DAEMON; qmail's
	# bounces of bounces: #@[]
	{ echo 'From from_@x.example  Mon Nov 23 09:14:07 2026'; cat mail; } >full
	for null in '' '<>' MAILER-DAEMON mailer-daemon MAILER-DAEMON@mx.example '#@[]'; do
		[ "$(sender -f "$null" <full)" = "<>" ] || { echo "-f '$null'"; false; }
		[ "$(SENDER=$null sender <full)" = "<>" ]
	done
	[ "$({ echo 'Return-Path: <>'; cat mail; } | sender)" = "<>" ]
	[ "$({ echo 'Return-Path: <MAILER-DAEMON>'; cat mail; } | sender)" = "<>" ]
	[ "$({ echo 'From MAILER-DAEMON  Mon Nov 23 09:14:07 2026'; cat mail; } | sender)" = "<>" ]
	[ "$({ echo 'From MAILER-DAEMON@mx.example Mon Nov 23 09:14:07 2026'; cat mail; } | sender)" = "<>" ]
	# that is somebody
	[ "$(sender -f MAILER-DAEMONS@x.example <mail)" = "<MAILER-DAEMONS@x.example>" ]
}

@test "mail2sms: the same mail and recipient have the same id, others have not" {
	a=$(ids 15551234567@example.com <mail)
	[[ $a =~ ^[0-9a-f]{32}$ ]]
	[ "$(ids 15551234567@Example.COM <mail)" = "$a" ]
	[ "$(ids -d example.com 15551234567 <mail)" = "$a" ]
	# the second try has another trace and another time
	[ "$({ echo 'From x  Mon Nov 23 09:14:07 2026'; echo 'Received: by y'; cat mail; } |
	    ids 15551234567@example.com)" = "$a" ]
	{ echo "$a"; ids 15551234568@example.com <mail
	  ids 15551234567@other.example <mail; ids 15551234567 <mail
	  sed 's/<one@/<two@/' mail | ids 15551234567@example.com; } | sort -u >all
	[ "$(wc -l <all)" -eq 5 ]
}

@test "mail2sms: without Message-ID the id comes from the mail, not from its From_ line" {
	grep -v ^Message-ID mail >in
	a=$(ids 1 <in)
	[ "$(ids 1 <in)" = "$a" ]
	[ "$({ echo 'From x@y.example  Mon Nov 23 09:14:07 2026'; cat in; } | ids 1)" = "$a" ]
	[ "$({ echo 'From x@y.example  Tue Nov 24 10:00:00 2026'; echo '>From z  1'; cat in; } | ids 1)" = "$a" ]
	[ "$(sed 's/Orlando/Paris/' in | ids 1)" != "$a" ]
}

@test "mail2sms: -m takes an mbox of many; one that is wrong doesn't stop the rest" {
	for i in 1 2 3; do
		echo 'From a@b.example  Mon Nov 23 09:14:07 2026'
		[ $i -eq 2 ] || printf 'Subject: s\nMessage-ID: <%s@x>\n\n>From text %s\n' $i $i
		echo
	done >mbox
	run -1 --separate-stderr mail2sms -m 1 <mbox
	[ "$(jq -r .text <<<"$output" | tr '\n' ' ')" = "(s) From text 1 (s) From text 3 " ]
	[ "$(jq -r .mail.envelope_from <<<"$output" | sort -u)" = a@b.example ]
	[[ ${stderr_lines[0]} = 5.6.0\ mail2sms:\ * ]]
	# each mail has its own run of a handler, and -t its own recipients
	sed 's/^Subject/To: 15551234567@example.com\nSubject/' mbox >to
	run -1 mail2sms -c conf -t -m -- jq -r '.text' <to
	[[ $output = *"text 1"*"text 3"* ]]
	run -0 mail2sms -m 1 </dev/null
	[ -z "$output" ]
}

@test "mail2sms: what is no mail, empty, or too much" {
	fails 65 5 1 </dev/null
	echo 'just a line' >in
	fails 65 5 1 <in
	head -c 1000 /dev/zero >in
	fails 65 5 1 <in
}

@test "mail2sms: an encrypted mail is its subject, or refused" {
	cat >in <<-'END'
	From: a@b.example
	Subject: for your eyes
	Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b

	--b
	Content-Type: application/pgp-encrypted

	Version: 1
	--b
	Content-Type: application/octet-stream

	-----BEGIN PGP MESSAGE-----
	hQEMA
	-----END PGP MESSAGE-----
	--b--
	END
	[ "$(mail2sms 1 <in | jq -r .text)" = "for your eyes" ]
	grep -v ^Subject in >none
	fails 65 5 1 <none
	[[ $stderr = *"it is encrypted"* ]]
}

@test "mail2sms: 70 MB are refused for good, and read to the end" {
	# if it were not read, head would die of SIGPIPE
	run -65 --separate-stderr bash -c 'set -o pipefail
	    { cat mail; head -c 70000000 /dev/zero || echo "not read" >&2; } | mail2sms 1'
	[[ ${stderr_lines[0]} = "5.3.4 mail2sms: stdin: over "* ]]
	[ ${#stderr_lines[@]} -eq 1 ]
}

@test "mail2sms: a mail of 50 MB goes" {
	{ cat mail; head -c 50000000 /dev/zero | tr '\0' x; } |
	    mail2sms 1 | jq -e '.text | startswith("(stay in to) Greetings")'
}

@test "mail2sms: no memory means try again" {
	! grep -q __asan_init "$(command -v mail2sms)" || skip "sanitizers need it"
	{ cat mail; head -c 50000000 /dev/zero | tr '\0' x; } >big
	most=$(bash -c 'mail2sms 1 <mail >/dev/null; ulimit -v 2000000
	    for v in 60 80 100 120 140 160 180 200 220; do
		ulimit -Sv $((v * 1000)); mail2sms 1 <big >out 2>err; rc=$?
		# 127: not even the libraries could be loaded
		echo "$v $rc $(head -n 1 err)"; done')
	echo "$most"
	[ "$(grep -cvE '^[0-9]+ (0 |127 |75 4\.[0-9.]+ )' <<<"$most")" -eq 0 ]
	grep -q ' 75 4' <<<"$most"
}

@test "mail2sms: a number that is none" {
	fails 67 5 nobody@example.com <mail
	[[ $stderr = *nobody@example.com* ]]
	fails 67 5 123456789012345678901@example.com <mail
	fails 67 5 @example.com <mail
	fails 67 5 '15551234567
	Bcc: x@y.example' <mail
	[ ${#stderr_lines[@]} -eq 1 ]
}

@test "mail2sms: of several recipients one is none: the others go, and it is not tried again" {
	run -67 --separate-stderr mail2sms 1@example.com nobody@example.com 2@example.com <mail
	[ "$(jq -r .to <<<"$output" | tr '\n' ' ')" = "1 2 " ]
	[[ ${stderr_lines[0]} = 5.1.3\ *nobody* ]]
}

@test "mail2sms: hostile operands are usage errors" {
	fails 64 5 -- 15551234567@example.com <mail
	[[ $stderr = *"looks like a recipient"* ]]
	fails 64 5 -- 15551234567 <mail
	fails 64 5 -- +15551234567 <mail
	fails 64 5 15551234567@example.com -- -n <mail
	fails 64 5 15551234567@example.com -- <mail
	fails 64 5 15551234567@example.com -- '' <mail
	fails 64 5 15551234567@example.com -n <mail
	fails 64 5 '' <mail
	fails 64 5 -15551234567@example.com <mail
	fails 64 5 -t 15551234567@example.com <mail
	fails 64 5 <mail
	fails 64 5 -I - 1 <mail
	fails 64 5 -P 2 1 <mail
	fails 64 5 -O nowhere 1 <mail
	fails 64 5 -Z <mail
}

@test "mail2sms: what is wrong with us means try again" {
	fails 75 4 -c nowhere 1 <mail
	echo 'no_such_option = 1' >bad
	fails 75 4 -c bad 1 <mail
	[[ ${stderr_lines[0]} = "4.3.5 mail2sms: bad:1: "* ]]
	fails 75 4 -o SMPP_SMS_Data_Coding=ucs2 -o SMPP_SMS_Segment_Size=1 1 <mail
	[[ $stderr = *SMPP_SMS_Segment_Size* ]]
	# ssh(1)'s way: a wrong -o is a wrong command line
	fails 64 5 -o no_such_option=1 1 <mail
}

@test "mail2sms: closed descriptors, a full disk, a reader that went away" {
	run -75 --separate-stderr bash -c 'mail2sms 1 <&-'
	[[ $stderr =~ ^4\. ]]
	run -75 --separate-stderr bash -c 'mail2sms 1 <mail >&-'
	[[ $stderr =~ ^4\. ]]
	run -75 --separate-stderr bash -c 'mail2sms 1 <mail >/dev/full'
	[ "$stderr" = "4.3.0 mail2sms: stdout: No space left on device" ]
	mkfifo pipe
	run -75 --separate-stderr bash -c 'exec 5<>pipe 6>pipe 5<&-; mail2sms 1 <mail >&6'
	[ "$stderr" = "4.3.0 mail2sms: stdout: Broken pipe" ]
	run -0 bash -c 'mail2sms 1 <mail 2>&- | jq -r .to'
	[ "$output" = 1 ]
	run -0 bash -c 'mail2sms 1 <mail 2>&- -- cat'
	[[ $output = *'"to":"1"'* ]]
}

@test "mail2sms: the handler's exit status, as an MTA should have it" {
	for pair in 65:65 67:67 69:69 77:75 78:75 75:75 64:75 70:75 71:75 74:69 76:75 \
	    1:75 2:75 126:75 127:75 255:75; do
		class=5
		[ "${pair#*:}" -ne 75 ] || class=4
		fails "${pair#*:}" $class 1 -- sh -c "exit ${pair%:*}" <mail ||
		    { echo "$pair"; false; }
		[[ $stderr = *"handler sh: exit status ${pair%:*}" ]]
	done
	mail2sms 1 -- true <mail
}

@test "mail2sms: a handler that is missing, crashes or hangs means try again" {
	fails 75 4 1 -- no-such-program <mail
	[[ $stderr = *"no-such-program: not found"* ]]
	: >not-executable
	fails 75 4 1 -- ./not-executable <mail
	fails 75 4 1 -- sh -c 'kill -SEGV $$' <mail
	[[ $stderr = *"killed by signal 11"* ]]
	fails 75 4 -o Handler_Timeout=0.2 1 -- sleep 50 <mail
	# the recipient's domain decides
	echo 'domain "example.com" { Handler_Timeout = "0.2" }' >slow
	fails 75 4 -c slow 1@example.com -- sleep 50 <mail
}

@test "mail2sms: a handler's first line gets a code, of the class that fits" {
	# Postfix lets the class of that code decide, whatever the exit status
	run -75 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "5.7.1 bind refused" >&2; exit 77'
	[ "${stderr_lines[0]}" = "4.7.1 bind refused" ]
	run -67 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "5.1.1 no such number" >&2; exit 67'
	[ "${stderr_lines[0]}" = "5.1.1 no such number" ]
	run -69 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "4.4.2 lost" >&2; exit 69'
	[ "${stderr_lines[0]}" = "5.4.2 lost" ]
	run -65 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "oops" >&2; echo more >&2; exit 65'
	[ "${stderr_lines[0]}" = "5.6.0 oops" ]
	[ "${stderr_lines[1]}" = more ]
	run -75 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "4.3.x odd" >&2; exit 1'
	[ "${stderr_lines[0]}" = "4.3.0 4.3.x odd" ]
	# all is well: nothing is added
	run -0 --separate-stderr mail2sms 1 <mail -- sh -c 'echo "just so" >&2'
	[ "$stderr" = "just so" ]
}

@test "mail2sms: the handler gets one record, and who and what in its environment" {
	mail2sms -f s@x.example 15551234567@example.com <mail -- sh -c \
	    'cat >got; echo "$SENDER $RECIPIENT $MOBUTILS_ID $*"' x '{sender}' '{recipients}' '{id}' >out
	id=$(jq -r .id got)
	[ "$(wc -l <got)" -eq 1 ]
	[ "$(cat out)" = "s@x.example 15551234567@example.com $id s@x.example 15551234567@example.com $id" ]
	# the null sender is empty
	[ "$(mail2sms -f '<>' 1 <mail -- sh -c 'echo "[$1]$SENDER."' x '{sender}')" = "[]." ]
	# a sender that would be an option
	fails 65 5 -f -oQ/tmp@x.example 1 -- cat <mail
}

@test "mail2sms: several recipients and a handler are refused, before anything is done" {
	fails 64 5 1@example.com 2@example.com -- touch ran <mail
	sed 's/^To:.*/To: 1@example.com, 2@example.com/' mail >two
	fails 64 5 -c conf -t -- touch ran <two
	fails 64 5 -n 1@example.com 2@example.com -- touch ran <mail
	[ ! -e ran ]
}

@test "mail2sms: -n prints the record and runs no handler" {
	mail2sms -n 1 <mail -- touch ran >out
	jq -e '.to == "1"' out
	[ ! -e ran ]
}

@test "mail2sms: -C shows what is in force, and says what is wrong with 78" {
	run -0 mail2sms -C -c conf -d plain.example
	[[ $output = *'SMPP_ESME_Address'*12345* ]]
	echo 'no_such_option = 1' >bad
	run -78 mail2sms -C -c bad
}

@test "mail2sms: SIGTERM while the mail comes or the handler runs means try again" {
	mkfifo in pid
	start m mail2sms 1 <>in
	cat mail >in
	wait_until grep -q '^SigCgt:.*[4567cdef]...$' "/proc/$(pid_of m)/status"
	stop m
	[ "$status" -eq 75 ]
	grep -q ^4 m.err

	start h mail2sms 1 -- sh -c 'echo up >pid; exec sleep 50' <mail
	read -r up <pid
	[ "$up" = up ]
	stop h
	[ "$status" -eq 75 ]
	grep -q ^4 h.err
}

@test "mail2sms: a handler that is told to end and first finishes says what became of it" {
	mkfifo pid
	# smpp-send's ways to end; a second SMS would come of 75 instead of 0 or 69
	for pair in 0:0 65:65 67:67 69:69 77:75 75:75 1:75; do
		start h mail2sms 1 -- sh -c "trap 'exit ${pair%:*}' TERM; sleep 50 & echo up >pid; wait" <mail
		read -r up <pid
		[ "$up" = up ]
		stop h
		[ "$status" -eq "${pair#*:}" ] || { echo "$pair: $status"; false; }
	done
	# the same when its time is over
	run -0 mail2sms -o Handler_Timeout=1 1 -- sh -c 'trap "exit 0" TERM; sleep 50 & wait' <mail
	run -69 mail2sms -o Handler_Timeout=1 1 -- sh -c 'trap "exit 69" TERM; sleep 50 & wait' <mail
}

@test "mail2sms: characters that the alphabet lacks: UCS2, or replaced where that was forbidden" {
	printf 'From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n%s\n' 'ja 😀 €[ž]😀' >in
	mail2sms 1 <in | jq -e '.text == "ja 😀 €[ž]😀" and .text_ucs2 == "😀ž" and (has("text_replaced") | not)'
	mail2sms -o SMPP_SMS_Data_Coding=default 1 <in |
	    jq -e '.text == "ja ? €[?]?" and .text_replaced == {"😀": "?", "ž": "?"}'
	mail2sms -o SMPP_SMS_Data_Coding=latin1 1 <in |
	    jq -e '.text == "ja ? ?[?]?" and .text_replaced == {"😀": "?", "€": "?", "ž": "?"}'
}

@test "mail2sms: look-alikes are replaced where that saves, and the record says so" {
	{ printf 'From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n'
	  printf 'It’s “full” – see… %s\n' "$(printf 'x%.0s' {1..60})"; } >in
	mail2sms 1 <in | jq -e '(.text | startswith("It'"'"'s \"full\" - see... xxx")) and
	    (has("text_cut") | not) and (has("text_ucs2") | not) and
	    .text_replaced == {"’": "'"'"'", "“": "\"", "”": "\"", "–": "-", "…": "..."}'
	mail2sms -o SMPP_SMS_Transliterate=none 1 <in |
	    jq -e '(.text | startswith("It’s")) and .text_cut == 9 and .text_ucs2 == "’“”–…"'
	printf 'Content-Type: text/plain; charset=utf-8\n\nIt’s short\n' |
	    mail2sms 1 | jq -e '.text == "It’s short" and .text_ucs2 == "’"'
}

@test "mail2sms: a text over one SMS is cut, and the record says so" {
	{ echo 'From: a@b.example'; echo; printf 'x%.0s' {1..200}; } >in
	mail2sms 1 <in | jq -e '(.text | length) == 160 and .text_cut == 40'
	mail2sms -o SMPP_Max_SMS_Message_Size=320 1 <in | jq -e '(.text | length) == 200'
	# a family is not torn apart, and an accent stays on its letter
	{ printf 'Content-Type: text/plain; charset=utf-8\n\n'
	  printf 'x%.0s' {1..65}; echo '👨‍👩‍👧‍👦 end'; } >in
	mail2sms 1 <in | jq -e '(.text | length) == 65 and .text_cut == 11'
	{ printf 'Content-Type: text/plain; charset=utf-8\n\n'
	  printf 'x%.0s' {1..69}; printf 'e\u0301 end\n'; } >in
	mail2sms 1 <in | jq -e '(.text | length) == 69 and .text_cut == 6'
	# at white space, if asked for
	{ echo 'From: a@b.example'; echo; printf '0123456789 %.0s' {1..20}; } >in
	mail2sms -o SMPP_SMS_Segment_Boundary=true 1 <in | jq -e '(.text | length) == 153'
	mail2sms 1 <in | jq -e '(.text | length) == 160'
}

@test "mail2sms: nothing in a mail can add a line or a field" {
	cat >in <<-'END'
	From: =?utf-8?Q?a=0A=22,=22to=22:=22666?= <"x\",\"to\":\"666"@b.example>
	Subject: =?utf-8?Q?s=0D=0A=22,=22to=22:=22666=00=22?=
	Message-ID: <"},{"to":"666"@x>
	Content-Type: text/plain; charset=utf-8
	Content-Transfer-Encoding: quoted-printable

	","to":"666"=0A=0D=00=1B=80
	END
	mail2sms -f '","to":"666"' 1 <in >out
	[ "$(wc -l <out)" -eq 1 ]
	jq -e '.to == "1" and .mail.envelope_from == "\",\"to\":\"666\""' out
}

# examples FILE - the blocks of the page's EXAMPLES, each in example.N
examples() {
	awk '/^\.Sh/ { on = /EXAMPLES/ } on && /^\.Ed/ { out = "" }
	    out != "" { gsub(/\\e/, "\\"); print >out }
	    on && /^\.Bd/ { out = "example." ++n }' "$MOBUTILS_ROOT/man/$1"
}

@test "mail2sms: the examples of its page do what they say" {
	examples mail2sms.1
	printf 'demo:secret\n' >users
	chmod 600 users
	start smsc smpp-listen -o SMPP_Server_Users="$PWD/users" -l 127.0.0.1:0 </dev/null
	cat >conf <<-END
	domain "sms.example.com" {
	  SMPP_SMSC_Server = "127.0.0.1"
	  SMPP_SMSC_Port = $(port_of smsc)
	  SMPP_SMSC_System_ID = "demo"
	  SMPP_SMSC_Password = "secret"
	}
	END
	chmod 600 conf
	export MOBUTILS_CONF=conf
	sed -i 's/@example.com/@sms.example.com/' mail
	{ echo 'From a@b.example  Mon Nov 23 09:14:07 2026'; cat mail; echo
	  echo 'From a@b.example  Mon Nov 23 09:14:07 2026'; cat mail; } >mbox

	bash example.1
	[ "$(bash example.2 | tr '\n' ' ')" = '"(stay in to) Greetings from Orlando!" 1 ' ]
	bash example.3
	[ "$(jq -r .result.status results | sort | uniq -c | tr -s ' ')" = " 2 ok" ]
	bash example.4 | jq -e '.text == "Greetings from Orlando!"'
	bash example.5 | jq -e '.from == "12341"'
	# .forward: what stands between "| and "
	sh -c "$(sed -e 's/^"|\(.*\)"$/\1/' -e 's,/usr/local/bin/,,g' example.6)" <mail
	wait_for smsc.out '"type":"submit"' 4
	[[ $(cat example.7) = *'-f ${sender} ${recipient}'* ]]
	# tests/gateway/procmail.bats runs the recipe
	head -n 1 example.9 | grep -qx ':0 w'
}

@test "mail2sms: the reason of a failure comes before a warning" {
	printf '#!/bin/sh\necho "5.1.1 smpp-send: bad number" >&2; exit 67\n' >handler
	chmod +x handler
	run -67 --separate-stderr mail2sms -o State=sqlite:/nonexistent/db \
	    -o SMPP_ESME_Address=2000 -f a@b.example 15551234567@example.com -- ./handler <mail
	[ "${stderr_lines[0]}" = "5.1.1 smpp-send: bad number" ]
	[[ ${stderr_lines[1]} == *"/nonexistent/db: No such file"*"going on without" ]]
}
