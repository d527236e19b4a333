# mm7-serve as a VASP: curl is the MMSC.  What MM7 says of a message, its
# answers and statuses is 3GPP TS 23.140, 8.7; HTTP's is RFC 9110 and 9112.
# shellcheck disable=SC2154	# status is set by await and stop

load ../test_helper
load ../parts/mm7

# serve [ARG...] - start it on a port of its own; $url is where
serve() {
	start serve mm7-serve "${options[@]}" -l 127.0.0.1:0 "$@"
	port=$(port_of serve)
	url=http://127.0.0.1:$port/mm7/
}

setup() {
	helper_setup
	options=()
}

# try [CURL-ARG...] - HTTP's status; in a subshell, of another message
try() {
	local n=$BASHPID
	deliver_req "t-$n" "l-$n" "$n" >req
	post req "$@" && http_status
}

# raw - octets to the server, what it answers until it closes
raw() {
	timeout 20 python3 -c '
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(sys.stdin.buffer.read())
if len(sys.argv) > 2: s.shutdown(socket.SHUT_WR)
while (got := s.recv(65536)): sys.stdout.buffer.write(got)
' "$port" "$@"
}

@test "mm7-serve: a DeliverReq is the handler's mail, and answered when he has it" {
	serve -- sh -c 'cat >mail; echo "$SENDER $RECIPIENT" >envelope; test ! -e answered'
	deliver_req t-1 l-1 'good morning' >req
	post req
	touch answered
	is 200 1000
	[ "$(transaction)" = t-1 ]
	grep -q DeliverRsp body
	grep -qi '^content-type: text/xml' head
	grep -q '^Subject: hello' mail
	grep -q 'good morning' mail
	grep -q 'bob@example.org$' envelope
	stop serve
	[ "$status" -eq 0 ]
}

@test "mm7-serve: what the handler's exit status says" {
	serve -- sh -c 'exit $(cat code)'
	n=0
	for row in '0 200 1000' '75 500 4006' '1 500 4006' '127 500 4006' '65 500 3002' '67 500 3002' '77 500 3002'; do
		set -- $row
		echo "$1" >code
		deliver_req "t-$((++n))" "l-$n" "text $n" >req
		post req
		is "$2" "$3"
		[ "$(transaction)" = "t-$n" ]
		if [ "$3" = 4006 ]; then grep -qi '^retry-after: 60' head; else run -1 grep -qi '^retry-after' head; fi
	done
}

@test "mm7-serve: without a handler an mbox comes out, and with -j records" {
	serve
	deliver_req t-1 l-1 one >req
	post req
	is 200 1000
	deliver_req t-2 l-2 two >req
	post req
	is 200 1000
	[ "$(grep -c '^From ' serve.out)" -eq 2 ]
	[ "$(grep -c '^Subject: hello' serve.out)" -eq 2 ]
	stop serve
	serve -j
	post req
	is 200 1000
	has_json serve.out '.type == "deliver" and .from == "+15551234567"'
}

@test "mm7-serve: a delivery report and a read reply are records, and no mail of nobody's" {
	envelope t-1 "<DeliveryReportReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><MessageID>m-1</MessageID><Recipient><Number>+15551234567</Number></Recipient><Sender><Number>28444</Number></Sender><Date>2026-11-25T10:00:00Z</Date><MMStatus>Retrieved</MMStatus></DeliveryReportReq>" >report
	envelope t-2 "<ReadReplyReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><MessageID>m-1</MessageID><Recipient><Number>+15551234567</Number></Recipient><Sender><Number>28444</Number></Sender><TimeStamp>2026-11-25T10:00:00Z</TimeStamp><MMStatus>Read</MMStatus></ReadReplyReq>" >reply
	serve -j
	post report -H 'Content-Type: text/xml'
	is 200 1000
	grep -q DeliveryReportRsp body
	has_json serve.out '.type == "receipt" and .message_id == "m-1" and .state == "DELIVRD"'
	post reply -H 'Content-Type: text/xml'
	is 200 1000
	grep -q ReadReplyRsp body
	[ "$(wc -l <serve.out)" -eq 2 ]
	stop serve
	serve -v -- sh -c 'touch ran'
	post report -H 'Content-Type: text/xml'
	is 200 1000
	[ ! -e ran ]
	wait_for serve.err 'a report on m-1 becomes no mail: there is no store'
}

@test "mm7-serve: reports find their message: its sender hears, and records have it" {
	make_state
	mobstate -q import <<-'END'
	{"kind": "message", "id": "00112233445566778899aabbccddeeff", "account": "mmsc", "from": "28444", "to": "+15551234567", "status": "ok", "begun": "2026-11-23T13:20:00.000Z", "ended": "2026-11-23T13:20:00.250Z", "record": {"type": "submit", "id": "00112233445566778899aabbccddeeff", "domain": "mms.example.com", "from": "28444", "to": ["+15551234567", "+15557654321"], "mail": {"envelope_from": "jdoe@machine.example", "from": "jdoe@machine.example", "disposition_notification_to": "john@machine.example", "subject": "Saying Hello", "message_id": "1234@local.machine.example"}}, "parts": [{"status": "ok", "message_id": "m-1"}], "events": []}
	END
	report() {
		envelope "$1" "<$2 xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><MessageID>m-1</MessageID><Recipient><Number>+15551234567</Number></Recipient><Sender><Number>28444</Number></Sender><$4>2026-11-25T10:00:00Z</$4><MMStatus>$3</MMStatus></$2>" >"$1"
		post "$1" -H 'Content-Type: text/xml'
		is 200 1000
	}
	serve -j
	report t-1 DeliveryReportReq Retrieved Date
	report t-2 ReadReplyReq Read TimeStamp
	has_json serve.out '.type == "receipt" and .id == "00112233445566778899aabbccddeeff" and .original.mail.subject == "Saying Hello" and .original.to == "+15551234567"'
	has_json serve.out '.type == "read" and .original.mail.envelope_from == "jdoe@machine.example"'
	stop serve
	options=(-o MM7_Server_Duplicate_Time=0)
	serve -- sh -c 'cat >mail; echo "$SENDER $RECIPIENT" >envelope'
	report t-3 DeliveryReportReq Expired Date
	grep -qx ' jdoe@machine.example' envelope
	grep -q '^Action: failed' mail
	grep -q '^Status: 4.4.7' mail	# mm7.md, 3
	grep -q '^Final-Recipient: .*15551234567' mail
	rm mail
	report t-4 ReadReplyReq Read TimeStamp
	grep -qx ' john@machine.example' envelope
	grep -q 'disposition-notification' mail
	grep -q '^Disposition: .*displayed' mail
	mobstate trace 00112233445566778899aabbccddeeff | grep -q Expired
}

@test "mm7-serve: a delivery report settles the state of its message, for each recipient" {
	make_state
	mobstate -q import <<-'END'
	{"kind": "message", "id": "one", "account": "mmsc", "from": "28444", "to": "+15551234567", "status": "ok", "begun": "2026-11-23T13:20:00.000Z", "ended": "2026-11-23T13:20:00.250Z", "record": {"type": "submit", "from": "28444", "to": "+15551234567", "mms": {}}, "parts": [{"status": "ok", "message_id": "m-1"}], "events": []}
	{"kind": "message", "id": "two", "account": "mmsc", "from": "28444", "to": "+15557654321", "status": "ok", "begun": "2026-11-23T13:20:00.000Z", "ended": "2026-11-23T13:20:00.250Z", "record": {"type": "submit", "from": "28444", "to": ["+15557654321", "+15551234567"], "mms": {}}, "parts": [{"status": "ok", "message_id": "m-2"}, {"status": "ok", "message_id": "m-2"}], "events": []}
	END
	n=0
	# report MESSAGE-ID RECIPIENT STATUS [OPERATION [DATE]]
	report() {
		envelope "t-$((++n))" "<${4-DeliveryReportReq} xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><MessageID>$1</MessageID><Recipient><Number>$2</Number></Recipient><Sender><Number>28444</Number></Sender><${5-Date}>2026-11-25T10:00:00Z</${5-Date}><MMStatus>$3</MMStatus></${4-DeliveryReportReq}>" >report
		post report -H 'Content-Type: text/xml'
		is 200 1000
	}
	state() { mobstate list | jq -r "select(.id == \"$1\") | .state"; }
	parts() { mobstate export | jq -c "select(.id == \"$1\") | [.parts[].state]"; }
	serve -j
	# not an end, not a delivery, and nobody's
	report m-1 +15551234567 Forwarded
	report m-1 +15551234567 Read ReadReplyReq TimeStamp
	report m-9 +15551234567 Expired
	[ "$(state one)" = null ]
	report m-1 15551234567 Expired
	[ "$(state one)" = EXPIRED ]
	mobstate trace one | grep -q 'outcome .*EXPIRED'
	# the first counts
	report m-1 +15551234567 Retrieved
	[ "$(state one)" = EXPIRED ]
	# parts are in the order of the addresses
	report m-2 +15559999999 Retrieved
	[ "$(parts two)" = '[null,null]' ]
	report m-2 +15557654321 Retrieved
	[ "$(parts two)" = '[null,"DELIVRD"]' ]
	[ "$(state two)" = null ]
	report m-2 +15551234567 Retrieved
	report m-2 +15551234567 Retrieved
	[ "$(state two)" = DELIVRD ]
	! mobstate trace two | grep 'late receipt' || false
}

@test "mm7-serve: the same again is answered again, and is no second mail" {
	serve -- sh -c 'cat >>mails'
	deliver_req t-1 l-1 one >req
	post req; is 200 1000
	post req; is 200 1000
	[ "$(transaction)" = t-1 ]
	# a new attempt under a new TransactionID
	deliver_req t-2 l-1 one >req
	post req; is 200 1000
	[ "$(transaction)" = t-2 ]
	[ "$(grep -c '^Subject:' mails)" -eq 1 ]
	# other content is another message, whatever the centre calls it
	deliver_req t-1 l-1 two >req
	post req; is 200 1000
	deliver_req t-1 l-2 two >req
	post req; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 3 ]
}

@test "mm7-serve: the same again while the handler runs waits for its word" {
	serve -P 4 -- sh -c 'cat >>mails; until [ -e go ]; do sleep 0.02; done; exit $(cat go)'
	deliver_req t-1 l-1 one >req
	start first curl -sS --noproxy '*' -o first.body -w '%{http_code}' -H 'Content-Type: multipart/related; boundary=b' --data-binary @req "$url"
	wait_until test -s mails
	start second curl -sSv --noproxy '*' -o second.body -w '%{http_code}' -H 'Content-Type: multipart/related; boundary=b' --data-binary @req "$url"
	# it is on its way, and the server has answered somebody who came later
	wait_for second.err '^} \[[0-9]+ bytes data'
	curl -sS --noproxy "*" -o /dev/null "http://127.0.0.1:$port/health"
	[ ! -s second.body ]
	echo 75 >go
	await first; await second
	[ "$(cat first.out second.out)" = 500500 ]
	# nobody took it, so it is no duplicate
	echo 0 >go
	post req; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
}

@test "mm7-serve: with a store the same is known after a restart, for a while" {
	make_state
	serve -- sh -c 'cat >>mails'
	deliver_req t-1 l-1 one >req
	post req; is 200 1000
	stop serve KILL
	serve -- sh -c 'cat >>mails'
	post req; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 1 ]
	stop serve
	options=(-o MM7_Server_Duplicate_Time=0)
	serve -- sh -c 'cat >>mails'
	post req; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
}

@test "mm7-serve: a store that another process holds does not make two mails of one" {
	make_state
	serve -- sh -c 'cat >>mails'
	start holder python3 -c '
import sqlite3, sys, time
c = sqlite3.connect("state.db", isolation_level=None)
c.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(60)'
	wait_for holder.out held
	deliver_req t-1 l-1 one >req
	post req; is 200 1000
	grep -q 'holds it' serve.err
	stop holder KILL
	post req; is 200 1000
	[ "$(grep -c '^Subject:' mails)" -eq 1 ]
}

@test "mm7-serve: what is no MM7, and what is for somebody else" {
	serve -- sh -c 'touch ran'
	echo 'hello' >req
	post req -H 'Content-Type: text/plain'
	[ "$(http_status)" = 500 ]
	[[ $(status_code) =~ ^(2007|4004)$ ]]
	envelope t-9 '<NoSuchReq/>' >req
	post req -H 'Content-Type: text/xml'
	[ "$(http_status)" = 500 ]
	[ "$(transaction)" = t-9 ]
	envelope t-10 "<SubmitReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><SenderIdentification/><Recipients><To><Number>1</Number></To></Recipients></SubmitReq>" >req
	post req -H 'Content-Type: text/xml'
	is 500 4003
	[ "$(transaction)" = t-10 ]
	[ ! -e ran ]
}

@test "mm7-serve: paths, methods, health, size" {
	options=(-o 'MM7_VASP_URI_Paths=( "/mm7/" "/x/" )' -o MM7_Server_Max_Size=2048)
	serve -- sh -c 'cat >>mails'
	code() { curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "$@"; }
	base=http://127.0.0.1:$port
	[ "$(code "$base/health")" = 200 ]
	[ "$(code -I "$base/health")" = 200 ]
	[ "$(code "$base/mm7/")" = 405 ]
	[ "$(code -d x "$base/")" = 404 ]
	[ "$(code -d x "$base/mm7x")" = 404 ]
	[ "$(code -d x "$base/mm7")" = 500 ]
	[ "$(code -d x "$base/x/sub?q")" = 500 ]
	deliver_req t-1 l-1 one >req
	post req; is 200 1000
	head -c 3000 /dev/zero >large
	[ "$(code --data-binary @large "$url")" = 413 ]
	[ "$(code --data-binary @large -H 'Transfer-Encoding: chunked' "$url")" = 413 ]
	[ "$(grep -c '^Subject:' mails)" -eq 1 ]
	stop serve
	# -v tells what a client cannot know of us, or will not tell
	(umask 077; echo a:p >users)
	options+=(-v -o MM7_Server_Users=users)
	serve -- true
	url=http://127.0.0.1:$port
	[ "$(code -d x "$url/mm7x?q")" = 404 ]
	[ "$(code -d x "$url/mm7/")" = 401 ]
	wait_for serve.err '127.0.0.1:[0-9]*: POST /mm7x: 404'
	wait_for serve.err '127.0.0.1:[0-9]*: POST /mm7/: 401'
}

@test "mm7-serve: users: Basic and Digest, by every form of secret" {
	ha1() { printf 'h:mobutils:p' | "$1" | cut -d' ' -f1; }
	hash=$(perl -e 'print crypt("p", q($6$abcdefgh$))')
	[[ $hash == '$6$'* ]] || skip "needs sha512 in crypt(3)"
	(umask 077; printf '%s\n' 'plain:p' "crypt:$hash" >users)
	options=(-o MM7_Server_Users=users)
	serve -- sh -c 'cat >>mails'
	[ "$(try)" = 401 ]
	[ "$(grep -ci '^www-authenticate: basic realm="mobutils"' head)" -eq 1 ]
	[ "$(grep -ci '^www-authenticate: digest' head)" -eq 0 ]
	[ "$(try -u plain:p)" = 200 ]
	[ "$(try -u plain:q)" = 401 ]
	[ "$(try -u nobody:p)" = 401 ]
	[ "$(try -u crypt:p)" = 200 ]
	[ "$(try -u crypt:p)" = 200 ]
	[ "$(try -u crypt:q)" = 401 ]
	grep -q 'plain: wrong name or password' serve.err
	run -1 grep -q 'wrong.*:q' serve.err

	for kind in 'md5sum MD5' 'sha256sum SHA256'; do
		set -- $kind
		printf '%s\n' 'plain:p' "h:{HA1-$2}$(ha1 "$1")" >users
		kill -HUP "$(pid_of serve)"
		wait_for serve.err 'read the configuration anew' "$((++reloads))"
		[ "$(try -u crypt:p)" = 401 ]
		[ "$(grep -ci '^www-authenticate: digest' head)" -eq 1 ]
		# once, of the first file
		[ "$(grep -c 'Digest is not offered: with {CRYPT}' serve.err)" -eq 1 ]
		for user in plain h; do
			[ "$(try --digest -u $user:p)" = 200 ]
			[ "$(try --digest -u $user:q)" = 401 ]
			[ "$(try -u $user:p)" = 200 ]
			[ "$(try -u $user:q)" = 401 ]
		done
	done
	printf '%s\n' "h:{HA1-MD5}$(ha1 md5sum)" "i:{HA1-SHA256}$(ha1 sha256sum)" >users
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'Digest is not offered: {HA1-MD5} and {HA1-SHA256}'
}

@test "mm7-serve: users: addresses, with and without a password, and through a proxy" {
	(umask 077; printf '%s\n' 'local:{NONE}:from=10.1.0.0/16' 'far:p:from=10.2.0.1' >users)
	options=(-o MM7_Server_Users=users)
	serve -- sh -c 'cat >>mails'
	[ "$(try)" = 401 ]
	# anybody can write that
	[ "$(try -H 'X-Forwarded-For: 10.1.2.3')" = 401 ]
	stop serve
	options+=(-o 'Trusted_Proxy=( 127.0.0.1 192.0.2.0/24 )')
	serve -- sh -c 'cat >>mails'
	[ "$(try -H 'X-Forwarded-For: 10.1.2.3')" = 200 ]
	[ "$(try -H 'X-Forwarded-For: 10.9.2.3')" = 401 ]
	[ "$(try -H 'X-Forwarded-For: 10.1.2.3, 10.9.2.3')" = 401 ]
	[ "$(try -H 'X-Forwarded-For: 10.9.2.3,10.1.2.3 , 192.0.2.7')" = 200 ]
	[ "$(try -H 'X-Forwarded-For: 10.1.2.3' -H 'X-Forwarded-For: 10.9.2.3')" = 401 ]
	[ "$(try -H 'X-Forwarded-For: [::ffff:10.1.2.3]:99')" = 200 ]
	[ "$(try -H 'X-Forwarded-For: unknown')" = 401 ]
	[ "$(try -u far:p -H 'X-Forwarded-For: 10.2.0.1')" = 200 ]
	[ "$(try -u far:p -H 'X-Forwarded-For: 10.2.0.2')" = 401 ]
	# {NONE} is no password
	[ "$(try -u local: -H 'X-Forwarded-For: 10.9.0.1')" = 401 ]
}

@test "mm7-serve: users: guessing is slow, and stops nobody" {
	(umask 077; echo 'a:p' >users)
	options=(-o MM7_Server_Users=users)
	serve -- true
	deliver_req t-1 l-1 1 >req
	begin=$(date +%s%N)
	for _ in 1 2 3 4; do post req -u a:x; [ "$(http_status)" = 401 ]; done
	# 0.1 + 0.2 + 0.4 + 0.8
	[ $((($(date +%s%N) - begin) / 1000000)) -ge 1500 ]
	for n in {1..8}; do
		start "guess$n" curl -sS --noproxy '*' -w '%{http_code}\n' -o /dev/null -u a:x --data-binary @req "$url"
	done
	for n in {1..8}; do await "guess$n"; done
	# four are looked at, each later than the one before
	[ "$(cat guess*.out | sort | uniq -c | tr -s ' ' | tr '\n' ,)" = ' 4 401, 4 429,' ]
	post req -u a:p; is 200 1000
}

@test "mm7-serve: users: the file is wrong, or gone" {
	(umask 077; echo 'a:{NONE}' >users)
	run -78 mm7-serve -o MM7_Server_Users=users -l 127.0.0.1:0
	[[ $output == *'users:1: with {NONE} want from='* ]]
	echo 'a:{HA1-MD5}xyz' >users
	run -78 mm7-serve -o MM7_Server_Users=users -l 127.0.0.1:0
	[[ $output == *'users:1: {HA1-MD5} wants 32'* ]]
	echo 'nonsense' >users
	run -78 mm7-serve -o MM7_Server_Users=users -l 127.0.0.1:0
	[[ $output == *'users:1: want name:password'* ]]
	echo 'a:p:url=http://h/mm7/:number=28444' >users
	run -78 mm7-serve -o MM7_Server_Users=users -l 127.0.0.1:0
	[[ $output == *'users:1: options are parted by blanks'* ]]
	run -78 mm7-serve -C -o MM7_Server_Users=users
	[[ $output == *'MM7_Server_Users ='*'users:1: options are parted'* ]]
	run -66 mm7-serve -C -o MM7_Server_Users=nowhere
	run -66 mm7-serve -o MM7_Server_Users=nowhere -l 127.0.0.1:0
	echo 'a:p' >users
	run -0 mm7-serve -C -o MM7_Server_Users=users
	run -78 mm7-serve -l 0.0.0.0:0
	[[ $output == *'MM7_Server_Users is not set'* ]]
	run -78 mm7-serve -o Trusted_Proxy=here -l 127.0.0.1:0
	[[ $output == *'Trusted_Proxy: want addresses'* ]]
}

# http_req TRANSACTION LENGTH [HEADER...] - a whole HTTP request; LENGTH: added
# to the right one
http_req() {
	deliver_req "$1" "l-$1" "text $1" >one
	printf 'POST /mm7/ HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/related; boundary=b\r\nContent-Length: %d\r\n' $(($(wc -c <one) + $2))
	shift 2
	[ $# -eq 0 ] || printf '%s\r\n' "$@"
	printf '\r\n'
	cat one
}

@test "mm7-serve: keep-alive and pipelining, HTTP/1.0, chunked" {
	serve -- sh -c 'cat >>mails'
	{ http_req 1 0; http_req 2 0; http_req 3 0 'Connection: close'; } | raw >out
	[ "$(grep -o 'HTTP/1.1 200' out | wc -l)" -eq 3 ]
	[ "$(grep -o 'TransactionID[^>]*>[0-9]' out | sed 's/.*>//' | tr -d '\n')" = 123 ]
	http_req 4 0 | sed '1s/HTTP.1.1/HTTP\/1.0/' | raw >out
	[ "$(grep -o 'HTTP/1.1 200' out | wc -l)" -eq 1 ]
	deliver_req t-5 l-5 five >req
	post req -H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue'
	[ "$(status_code)" = 1000 ]
	[ "$(grep -c '^Subject:' mails)" -eq 5 ]
}

@test "mm7-serve: a Content-Length that is too long, or too short" {
	serve -- sh -c 'cat >>mails'
	# what is complete need not be waited for
	http_req 1 40000 | raw >out
	grep -q 'HTTP/1.1 200' out
	grep -qi '^connection: close' out
	# nor when the peer has nothing more to say
	http_req 2 40000 | raw shut >out
	grep -q 'HTTP/1.1 200' out
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
	# too short: no second request comes of the rest, and no half message is taken
	http_req 3 -30 | raw >out
	run -1 grep -q 'HTTP/1.1 200' out
	grep -q 'HTTP/1.1 400' out
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
	# half a message, and the peer is gone
	http_req 4 0 | head -c 700 | raw shut >out
	grep -q 'HTTP/1.1 400' out
	[ "$(grep -c '^Subject:' mails)" -eq 2 ]
}

@test "mm7-serve: the samples: each request is answered as index.tsv says" {
	need_shared mm7/samples/index.tsv
	options=(-o MM7_Server_Default_Email_From_Domain=mms.example.com
	    -o MM7_Server_Default_Email_To_Domain=example.com
	    -o MM7_Server_Default_Email_To_Address=postmaster@example.com)
	serve -- sh -c 'cat >"mail.$MOBUTILS_ID"'
	cat >samples.py <<-'END'
	import csv, re, socket, sys
	port, folder = int(sys.argv[1]), sys.argv[2]
	ours = ("DeliverReq", "DeliveryReportReq", "ReadReplyReq")
	bad = 0
	for row in csv.DictReader(open(folder + "/index.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE):
	    if row["kind"] != "request": continue
	    s = socket.create_connection(("127.0.0.1", port))
	    s.settimeout(20)
	    s.sendall(open(folder + "/" + row["file"], "rb").read())
	    got = b""
	    while not re.search(rb":Envelope>\s*$", got):
	        more = s.recv(65536)
	        if not more: break
	        got += more
	    code = re.search(rb"StatusCode>(\d+)<", got)
	    code = code and code[1].decode()
	    tid = re.search(rb"TransactionID[^>]*>([^<]*)<", got)
	    tid = tid and tid[1].decode()
	    want = row["expected"]
	    if row["operation"] not in ours: allowed = ["4003"]
	    elif want.startswith("either"): allowed = ["1000", "4004", "2007"]
	    elif want.startswith("reject"): allowed = re.findall(r"\d{4}", want)[:1]
	    else: allowed = ["1000"]
	    ok = code in allowed and (not row["transaction_id"] or code == "4004" or tid == row["transaction_id"])
	    print("ok" if ok else "BAD", row["file"], code, tid, "want", allowed, row["transaction_id"])
	    bad += not ok
	sys.exit(bad > 0)
	END
	python3 samples.py "$port" "$(shared mm7/samples)"
	# a DeliverReq is a mail each, a report about nothing that we know none
	[ "$(ls mail.* | wc -l)" -ge 9 ]
}

@test "mm7-serve: SIGTERM: what is under way is answered, then it ends" {
	serve -- sh -c 'cat >mail; until [ -e go ]; do sleep 0.02; done'
	deliver_req t-1 l-1 one >req
	start first curl -sS --noproxy '*' -o first.body -w '%{http_code}' -H 'Content-Type: multipart/related; boundary=b' --data-binary @req "$url"
	wait_until test -s mail
	kill -TERM "$(pid_of serve)"
	wait_until bash -c "! curl -s --noproxy '*' -m 1 http://127.0.0.1:$port/health"
	touch go
	await first
	[ "$(cat first.out)" = 200 ]
	await serve
	[ "$status" -eq 0 ]
}

@test "mm7-serve: SIGHUP: a bad configuration changes nothing" {
	cat >conf <<-'END'
	mm7_serv { MM7_Server_Health_Path = "/a" }
	END
	options=(-c conf)
	serve -- sh -c 'cat >>mails'
	code() { curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$1"; }
	[ "$(code /a)" = 200 ]
	echo 'mm7_serv { MM7_Server_Health_Path = "/b" }' >conf
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'read the configuration anew'
	[ "$(code /a) $(code /b)" = '405 200' ]
	echo 'mm7_serv { MM7_Server_Users = none-such }' >conf
	kill -HUP "$(pid_of serve)"
	wait_for serve.err 'stays as it was'
	[ "$(code /b)" = 200 ]
}

@test "mm7-serve: a reader that is gone: nothing is acknowledged" {
	mkfifo pipe
	start reader head -c 10 pipe
	start serve sh -c 'exec mm7-serve -l 127.0.0.1:0 >pipe'
	port=$(port_of serve)
	url=http://127.0.0.1:$port/
	deliver_req t-1 l-1 one >req
	post req || true
	await reader
	deliver_req t-2 l-2 two >req
	post req || true
	# t-1 may still have gone into the pipe
	[ "$(transaction)" != t-2 ] || [ "$(status_code)" != 1000 ]
	await serve
	[ "$status" -eq 74 ]
}

@test "mm7-serve: a Unix socket, and one that inetd or systemd gives" {
	start unix mm7-serve -l unix:sock -- sh -c 'cat >>mails'
	wait_until test -S sock
	deliver_req t-1 l-1 one >req
	url=http://x/
	post req --unix-socket sock; is 200 1000

	# nowait: the connection is descriptor 0; wait: a listening socket is; as
	# systemd: descriptor 3
	cat >inetd.py <<-'END'
	import os, socket, sys
	how, command = sys.argv[1], sys.argv[2:]
	s = socket.create_server(("127.0.0.1", 0))
	print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
	fd = s.fileno()
	if how == "nowait":
	    s = s.accept()[0]
	    fd = s.fileno()
	if how == "systemd":
	    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
	    if fd == 3: os.set_inheritable(3, True)
	    else: os.dup2(fd, 3)
	else:
	    os.dup2(fd, 0)
	    os.dup2(fd, 1)
	os.execvp(command[0], command)
	END
	n=1
	for how in nowait wait systemd; do
		start "$how" python3 inetd.py "$how" mm7-serve -- sh -c 'cat >>mails'
		port=$(port_of "$how")
		url=http://127.0.0.1:$port/
		deliver_req "t-$((++n))" "l-$n" "$n" >req
		post req; is 200 1000
		[ "$(grep -c '^Subject:' mails)" -eq "$n" ]
		if [ "$how" != systemd ]; then
			# curl has closed: that was it
			await "$how"
			[ "$status" -eq 0 ]
		fi
	done
}

@test "mm7-serve: usage" {
	run -64 mm7-serve </dev/null
	[[ $output == *'want -l'* ]]
	run -64 mm7-serve -l 127.0.0.1:0 a b
	run -64 mm7-serve -l 127.0.0.1:0 --
	run -0 mm7-serve -C
}

@test "mm7-serve: without stdout and handler it does not begin: 73" {
	run -73 --separate-stderr timeout 10 sh -c "exec mm7-serve -l 127.0.0.1:0 <&- >&-"
	[ "$stderr" = "mm7-serve: stdout: Bad file descriptor" ]
}

@test "mm7-serve: the message that the page sends with curl; again, it is said" {
	awk '/^in the file$/ { on = 1 } on && /^--b$/ { body = 1 } body && /^\.Ed/ { exit } body' \
	    "$MOBUTILS_ROOT/man/mm7-serve.1" >hello
	echo 'mmsc:{PLAIN}secret' >users
	chmod 600 users
	options=(-o MM7_Server_Users=users)
	serve
	for _ in 1 2; do
		curl -sS --noproxy '*' -o body -u mmsc:secret -H 'Content-Type: multipart/related; boundary=b' \
		    --data-binary @hello "$url"
		[ "$(status_code)" = 1000 ]
	done
	[ "$(grep -c '^Subject: hello' serve.out)" -eq 1 ]
	grep -q "^To: 28444@$(hostname)" serve.out
	[ "$(grep -c ': came before: answered, and not given out again$' serve.err)" -eq 1 ]
}
