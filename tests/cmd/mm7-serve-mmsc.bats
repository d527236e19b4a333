# mm7-serve as an MMSC: curl is the VASP that submits, a server in python the one
# that gets reports and messages.  What MM7 says of operations and statuses is
# 3GPP TS 23.140, 8.7; what the samples must lead to is mm7/samples/index.tsv.
# shellcheck disable=SC2154	# status is set by await and stop

load ../test_helper

ns=http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4

setup() {
	helper_setup
	options=()
}

# serve [ARG...] - an MMSC on a port of its own; $url is where.  Nothing is on
# its standard input, but what the caller puts there
serve() {
	start serve mm7-serve -o MM7_Serve_As=mmsc "${options[@]}" -l 127.0.0.1:0 "$@"
	port=$(port_of serve)
	url=http://127.0.0.1:$port/mm7
}

# vasp - a VASP's HTTP server: request N is in vasp.N.head and vasp.N.body.  The
# statuses of its answers are the words of vasp.answers, HTTP's or MM7's; the
# last one holds on
vasp() {
	[ -e vasp.answers ] || echo 1000 >vasp.answers
	cat >vasp.py <<-'END'
	import http.server, re, sys
	n = 0
	class Vasp(http.server.BaseHTTPRequestHandler):
	    def do_POST(self):
	        global n
	        n += 1
	        body = self.rfile.read(int(self.headers["Content-Length"]))
	        open("vasp.%d.body" % n, "wb").write(body)
	        with open("vasp.%d.tmp" % n, "w") as f: f.write("%s\n%s" % (self.requestline, self.headers))
	        answers = open("vasp.answers").read().split()
	        code = int(answers[min(n, len(answers)) - 1])
	        op = re.search(rb"<(?:\w+:)?(\w+)Req[ >]", body).group(1).decode()
	        tid = re.search(rb"TransactionID[^>]*>([^<]*)<", body).group(1).decode()
	        a = "" if code < 1000 else '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><TransactionID>%s</TransactionID></e:Header><e:Body><%sRsp><MM7Version>6.8.0</MM7Version><Status><StatusCode>%d</StatusCode></Status></%sRsp></e:Body></e:Envelope>' % (tid, op, code, op)
	        self.send_response(code if code < 1000 else 200)
	        self.send_header("Content-Type", "text/xml")
	        self.send_header("Content-Length", str(len(a)))
	        self.end_headers()
	        self.wfile.write(a.encode())
	        import os; os.rename("vasp.%d.tmp" % n, "vasp.%d.head" % n)
	s = http.server.HTTPServer(("127.0.0.1", 0), Vasp)
	print("listening on 127.0.0.1:%d" % s.server_port, flush=True)
	s.serve_forever()
	END
	start vasp python3 vasp.py </dev/null
	vasp=http://127.0.0.1:$(port_of vasp)/mm7
}

# envelope TRANSACTION BODY - a SOAP message
envelope() {
	cat <<-END
	<?xml version="1.0" encoding="UTF-8"?>
	<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><mm7:TransactionID xmlns:mm7="$ns" env:mustUnderstand="1">$1</mm7:TransactionID></env:Header><env:Body>$2</env:Body></env:Envelope>
	END
}

to1='<Number>+15551234567</Number>'

# submit_req TRANSACTION TEXT [RECIPIENTS [ELEMENTS]] - a SubmitReq, in a
# multipart/related with the boundary `b`
submit_req() {
	printf -- '--b\r\nContent-Type: text/xml\r\nContent-ID: <soap>\r\n\r\n'
	envelope "$1" "<SubmitReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><SenderIdentification><VASPID>acme</VASPID><VASID>news</VASID><SenderAddress><ShortCode>28444</ShortCode></SenderAddress></SenderIdentification><Recipients><To>${3:-$to1}</To></Recipients>${4-}<Subject>hello</Subject><Content href=\"cid:c\"/></SubmitReq>"
	printf -- '\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-ID: <c>\r\n\r\n%s\r\n--b--\r\n' "$2"
}
reports='<DeliveryReport>true</DeliveryReport>'
both='<DeliveryReport>true</DeliveryReport><ReadReply>true</ReadReply>'

# post FILE [ARG...] - send it; the answer's head is in head, its body in body
post() {
	curl -sS --noproxy '*' -m 20 -D head -o body -H 'Content-Type: multipart/related; boundary=b; type="text/xml"; start="<soap>"' \
	    -H 'SOAPAction: ""' -H Expect: --data-binary "@$1" "${@:2}" "$url"
}
post_xml() { post "$1" -H 'Content-Type: text/xml' "${@:2}"; }

http_status() { sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' head | tail -n 1; }
field() { grep -o "<[^/>]*$1[^>]*>[^<]*" "${2:-body}" | head -n 1 | sed 's/.*>//'; }

# is STATUS CODE - what was answered
is() {
	[ "$(http_status) $(field StatusCode)" = "$1 $2" ] || { cat head body; false; }
}

# valid FILE - by the schema of Release 6, where that is
valid() {
	[ -e "$(shared mm7/xsd)" ] || return 0
	xmllint --nonet --noout --schema "$(shared mm7/xsd/envelope-REL-6-MM7-1-4.xsd)" "$1"
}

# soap FILE - of a multipart that we sent, the XML
soap() { sed -n '/^<?xml/,/Envelope>/p' "$1" | tr -d '\r'; }

@test "mm7-serve, MMSC: a SubmitReq is the handler's mail, and has a MessageID when he has it" {
	serve -- sh -c 'cat >mail; echo "$SENDER $RECIPIENT $MOBUTILS_ID" >envelope; test ! -e answered' </dev/null
	submit_req t-1 'good morning' "$to1<RFC2822Address>bob@example.org</RFC2822Address><Number displayOnly=\"true\">+15550000000</Number>" >req
	post req
	touch answered
	is 200 1000
	[ "$(field TransactionID)" = t-1 ]
	grep -q '<SubmitRsp' body
	[ -n "$(field MessageID)" ]
	valid body
	grep -q '^Subject: hello' mail
	grep -q 'good morning' mail
	# displayOnly: shown, not sent to
	grep -q '^To: .*+15550000000@' mail
	grep -q "^28444@[^ ]* +15551234567@[^ ]* bob@example.org $(field MessageID)\$" envelope
	stop serve
	[ "$status" -eq 0 ]
}

@test "mm7-serve, MMSC: what the handler's exit status says" {
	serve -- sh -c 'exit $(cat code)' </dev/null
	n=0
	for row in '75 500 4006' '127 500 4006' '65 500 3002' '77 500 3002' '0 200 1000'; do
		set -- $row
		echo "$1" >code
		submit_req "t-$((++n))" "text $n" >req
		post req
		is "$2" "$3"
		valid body
		if [ "$3" = 4006 ]; then grep -qi '^retry-after: 60' head; fi
		if [ "$3" != 1000 ]; then grep -q RSErrorRsp body; run grep MessageID body; [ "$status" -eq 1 ]; fi
	done
}

@test "mm7-serve, MMSC: a request that comes again has the same MessageID, and is one message" {
	make_state
	serve -j </dev/null
	submit_req t-1 one >req
	post req
	is 200 1000
	first=$(field MessageID)
	post req
	is 200 1000
	[ "$(field MessageID)" = "$first" ]
	# another recipient, another TransactionID, another text: another message
	submit_req t-1 one '<Number>+15557654321</Number>' >req2
	post req2
	is 200 1000
	[ "$(field MessageID)" != "$first" ]
	submit_req t-2 one >req3
	post req3
	[ "$(field MessageID)" != "$first" ]
	submit_req t-1 two >req4
	post req4
	[ "$(field MessageID)" != "$first" ]
	stop serve
	[ "$(wc -l <serve.out)" -eq 4 ]
	serve -j </dev/null
	post req
	is 200 1000
	[ "$(field MessageID)" = "$first" ]
	[ ! -s serve.out ]
}

@test "mm7-serve, MMSC: recipients that nobody could reach are named" {
	serve -j </dev/null
	submit_req t-1 x "$to1<Number>call-me</Number><RFC2822Address>no address</RFC2822Address>" >req
	post req
	is 200 1100
	valid body
	[ "$(field 'Number')" = call-me ]
	[ "$(field RFC2822Address)" = 'no address' ]
	[ -n "$(field MessageID)" ]
	has_json serve.out '.to == ["+15551234567"]'
	# the same again is answered as before
	post req
	is 200 1100
	submit_req t-2 x '<Number>call-me</Number>' >req
	post req
	is 500 2002
	valid body
	[ "$(wc -l <serve.out)" -eq 1 ]
}

@test "mm7-serve, MMSC: what is missing, and what is not for an MMSC" {
	serve </dev/null
	envelope t-1 "<SubmitReq xmlns=\"$ns\"><Recipients><To>$to1</To></Recipients></SubmitReq>" >req
	post_xml req
	is 500 4004
	[ "$(field TransactionID)" = t-1 ]
	grep -q RSErrorRsp body
	valid body
	envelope t-2 "<SubmitReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><Recipients><To><Number displayOnly=\"true\">+1555</Number></To></Recipients></SubmitReq>" >req
	post_xml req
	is 500 4004
	envelope t-3 "<CancelReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version></CancelReq>" >req
	post_xml req
	is 500 4004
	envelope t-4 "<DeliverReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><Sender>$to1</Sender></DeliverReq>" >req
	post_xml req
	is 500 4003
	[ ! -s serve.out ]
}

@test "mm7-serve, MMSC: a refusal is a Fault, or a response, with the status that is wanted" {
	envelope t-1 "<SubmitReq xmlns=\"$ns\"><Recipients><To>$to1</To></Recipients></SubmitReq>" >req
	options=(-o MM7_Server_Error_Status=200)
	serve </dev/null
	post_xml req
	is 200 4004
	grep -q Fault body
	stop serve
	options=(-o MM7_Server_Error_Form=response)
	serve </dev/null
	post_xml req
	is 200 4004
	grep -q '<SubmitRsp' body
	run grep Fault body
	[ "$status" -eq 1 ]
}

@test "mm7-serve, MMSC: CancelReq and ReplaceReq are records, and of mail not supported" {
	envelope t-1 "<CancelReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><SenderIdentification><VASPID>acme</VASPID></SenderIdentification><MessageID>m-1</MessageID></CancelReq>" >cancel
	envelope t-2 "<ReplaceReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><SenderIdentification><VASPID>acme</VASPID></SenderIdentification><MessageID>m-1</MessageID></ReplaceReq>" >replace
	serve </dev/null
	for f in cancel replace; do
		post_xml $f
		is 500 4003
		valid body
	done
	stop serve
	serve -j </dev/null
	post_xml cancel
	is 200 1000
	grep -q '<CancelRsp' body
	valid body
	post_xml replace
	is 200 1000
	grep -q '<ReplaceRsp' body
	valid body
	has_json serve.out '.type == "cancel" and .message_id == "m-1" and .mms.VASPID == "acme"'
	has_json serve.out '.type == "replace" and .message_id == "m-1"'
}

@test "mm7-serve, MMSC: accounts, and where their reports go" {
	vasp
	(umask 077; printf '%s\n' "acme:secret:url=$vasp/acme number=28444" 'other:secret' >users)
	options=(-o MM7_Server_Users=users -o "MM7_Server_VASP_URL=$vasp/all")
	serve -j </dev/null
	submit_req t-1 x "$to1" "$reports" >req
	post req
	[ "$(http_status)" = 401 ]
	post req -u acme:wrong
	[ "$(http_status)" = 401 ]
	post req -u acme:secret
	is 200 1000
	has_json serve.out '.system_id == "acme"'
	wait_until test -e vasp.1.head
	grep -q '^POST /mm7/acme ' vasp.1.head
	post req -u other:secret
	is 200 1000
	wait_until test -e vasp.2.head
	grep -q '^POST /mm7/all ' vasp.2.head
}

@test "mm7-serve, MMSC: reports and read replies, where they are asked for" {
	vasp
	options=(-o "MM7_Server_VASP_URL=$vasp" -o MM7_Server_Read_State=Read)
	serve </dev/null
	submit_req t-1 x "$to1" >req
	post req
	is 200 1000
	submit_req t-2 y "$to1<Number>+15557654321</Number><Number>0015551234567</Number><Number displayOnly=\"true\">+15550000000</Number>" "$both" >req
	post req
	is 200 1000
	id=$(field MessageID)
	wait_until test -e vasp.4.head
	for n in 1 2 3 4; do
		valid "vasp.$n.body"
		[ "$(field MessageID "vasp.$n.body")" = "$id" ]
		[ "$(field ShortCode "vasp.$n.body")" = 28444 ]
		grep -qi '^SOAPAction: ""' "vasp.$n.head"
	done
	cat vasp.?.body | grep -o '<DeliveryReportReq\|<ReadReplyReq' | sort | uniq -c | tr -s ' ' >ops
	printf ' 2 <DeliveryReportReq\n 2 <ReadReplyReq\n' | diff - ops
	cat vasp.?.body | grep -o '<MMStatus>[^<]*' | sort -u | tr '\n' ' ' | grep -qx '<MMStatus>Read <MMStatus>Retrieved '
	[ ! -e vasp.5.head ]
	stop serve
	[ "$status" -eq 0 ]
	run cat serve.err
	[[ $output != *report* ]]
}

@test "mm7-serve, MMSC: a report that is not taken comes again, the same; one that is refused does not" {
	echo 503 4006 1000 2005 1000 >vasp.answers
	vasp
	options=(-o "MM7_Server_VASP_URL=$vasp" -o MM7_Server_Receipt_State=Expired)
	serve </dev/null
	submit_req t-1 x "$to1" "$reports" >req
	post req
	is 200 1000
	wait_until test -e vasp.3.head
	cmp vasp.1.body vasp.2.body
	cmp vasp.1.body vasp.3.body
	[ "$(field MMStatus vasp.1.body)" = Expired ]
	submit_req t-2 x "$to1" "$reports" >req
	post req
	wait_for serve.err "its report was not taken: $vasp: "
	[ ! -e vasp.5.head ]
}

@test "mm7-serve, MMSC: with a store a report outlives the process" {
	make_state
	echo 503 1000 >vasp.answers
	vasp
	options=(-o "MM7_Server_VASP_URL=$vasp")
	serve </dev/null
	submit_req t-1 x "$to1" "$reports" >req
	post req
	is 200 1000
	wait_until test -e vasp.1.head
	stop serve KILL
	serve </dev/null
	wait_until test -e vasp.2.head
	[ "$(field MessageID vasp.2.body)" = "$(field MessageID)" ]
	# and is not sent again
	stop serve
	serve </dev/null
	submit_req t-2 y "$to1" "$reports" >req
	post req
	wait_until test -e vasp.3.head
	[ "$(field MessageID vasp.3.body)" = "$(field MessageID)" ]
}

@test "mm7-serve, MMSC: without a store, reports that were not sent are told of" {
	options=(-o MM7_Server_VASP_URL=http://127.0.0.1:9/ -o MM7_Server_Receipt_Delay=1h)
	serve </dev/null
	submit_req t-1 x "$to1" "$reports" >req
	post req
	is 200 1000
	stop serve
	[ "$status" -eq 0 ]
	grep -q '1 reports were not sent' serve.err
}

mail() {
	cat <<-END
	From: <+15551234567@mms.example.com>
	To: <28444@mms.example.com>
	Subject: $1
	MIME-Version: 1.0
	Content-Type: multipart/mixed; boundary=b

	--b
	Content-Type: text/plain

	good evening
	--b
	Content-Type: image/gif; name=a.gif
	Content-Transfer-Encoding: base64

	R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
	--b--

	END
}

@test "mm7-serve, MMSC: mails on stdin become DeliverReq, and their end is not the server's" {
	vasp
	options=(-o "MM7_Server_VASP_URL=$vasp")
	{ echo 'From a@b Wed Nov 25 10:00:00 2026'; mail one; echo 'From a@b Wed Nov 25 10:00:00 2026'; mail two; } >mbox
	serve <mbox
	wait_until test -e vasp.2.head
	wait_for serve.err 'delivered to 28444' 2
	for n in 1 2; do
		grep -q '^Content-Type: multipart/related' "vasp.$n.head"
		soap "vasp.$n.body" >xml
		valid xml
		grep -q '<DeliverReq' xml
		[ "$(field Number xml)" = +15551234567 ]
		[ "$(field ShortCode xml)" = 28444 ]
		grep -q 'good evening' "vasp.$n.body"
		tr -d '\r' <"vasp.$n.body" | grep -qx 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
	done
	grep -ho '<Subject>[^<]*' vasp.?.body | sort | tr '\n' ' ' | grep -qx '<Subject>one <Subject>two '
	submit_req t-1 x >req
	post req
	is 200 1000
	stop serve
	[ "$status" -eq 0 ]
}

@test "mm7-serve, MMSC: a stdin that is /dev/null, a file or empty is nothing to warn of" {
	: >empty
	mail one >one
	options=()
	for in in /dev/null empty one; do
		for j in '' -j; do
			serve $j <"$in"
			submit_req "t-$in$j" x >req
			post req
			is 200 1000
			stop serve
			[ "$status" -eq 0 ]
			# libevent's own, and ours
			if grep '\[warn\]' serve.err; then false; fi
			if [ "$in" != one ] && grep stdin serve.err; then false; fi
		done
	done
}

@test "mm7-serve, MMSC: deliver records on stdin, by whose number it is, and what became of each" {
	echo 1000 3002 503 >vasp.answers
	vasp
	(umask 077; printf '%s\n' "acme:secret:url=$vasp/acme number=28444" >users)
	options=(-o MM7_Server_Users=users)
	mkfifo in
	exec 9<>in
	serve -j <in
	echo '{"type":"deliver","id":"a","from":"+1555","to":"28444","text":"one"}' >&9
	wait_until has_json serve.out '.id == "a" and .result.status == "ok" and .result.code == 1000'
	grep -q '^POST /mm7/acme ' vasp.1.head
	echo '{"type":"deliver","id":"b","from":"+1555","to":"28444","text":"two"}' >&9
	wait_until has_json serve.out '.id == "b" and .result.status == "permanent" and .result.code == 3002'
	echo '{"type":"deliver","id":"c","from":"+1555","to":"28444","text":"three"}' >&9
	wait_until has_json serve.out '.id == "c" and .result.status == "temporary"'
	# nobody's number
	echo '{"type":"deliver","id":"d","from":"+1555","to":"111","text":"four"}' >&9
	wait_until has_json serve.out '.id == "d" and .result.status == "permanent"'
	echo '{"type":"submit","id":"e","from":"+1555","to":"28444","text":"five"}' >&9
	wait_until has_json serve.out '.id == "e" and .result.status == "permanent"'
	echo 'no record' >&9
	wait_until has_json serve.out '.type == "invalid"'
	[ ! -e vasp.4.head ]
	# by name
	echo '{"type":"deliver","id":"f","system_id":"acme","from":"+1555","to":"111","text":"six"}' >&9
	wait_until has_json serve.out '.id == "f" and .result.status == "temporary"'
	[ -e vasp.4.head ]
	# without one it gets an id
	echo '{"type":"deliver","from":"+1555","to":"28444","text":"seven"}' >&9
	wait_until has_json serve.out '.text == "seven" and (.id | length == 32)'
	exec 9>&-
	stop serve
	[ "$status" -eq 0 ]
}

@test "mm7-serve, MMSC: faults: a status, recipients, no MessageID" {
	options=(-o 'MM7_Server_Fault_Status=[3000 = 2]' -o 'MM7_Server_Fault_Recipients=(+15557654321)'
	    -o MM7_Server_Fault_No_Message_ID=true)
	serve -j </dev/null
	grep -q 'faults are on, for tests of clients: MM7_Server_Fault_Status MM7_Server_Fault_Recipients MM7_Server_Fault_No_Message_ID' serve.err
	submit_req t-1 x "$to1<Number>15557654321</Number>" >req
	post req
	is 200 1100
	[ "$(field Number)" = 15557654321 ]
	run grep MessageID body
	[ "$status" -eq 1 ]
	submit_req t-2 x >req
	post req
	is 500 3000
	[ "$(wc -l <serve.out)" -eq 1 ]
	stop serve
	options=(-o 'MM7_Server_Fault_Status=[1000 = 2]')
	run mm7-serve -o MM7_Serve_As=mmsc "${options[@]}" -l 127.0.0.1:0 </dev/null
	[ "$status" -eq 78 ]
	[[ $output == *'1000: want'*'of codes from 2000 to 9999'* ]]
}

@test "mm7-serve, MMSC: faults: late, lost, cut, empty" {
	submit_req t-1 x >req
	options=(-o MM7_Server_Fault_Delay=0.3)
	serve </dev/null
	took=$(post req -w '%{time_total}')
	is 200 1000
	python3 -c "import sys; sys.exit(not 0.3 <= $took < 5)"
	stop serve
	options=(-o MM7_Server_Fault_Lose=2)
	serve </dev/null
	post req
	is 200 1000
	run post req
	[ "$status" -eq 52 ]	# curl(1): nothing was returned
	[ "$(grep -c '^From ' serve.out)" -eq 1 ]
	stop serve
	options=(-o MM7_Server_Fault_Cut=1)
	serve </dev/null
	run post req
	[ "$status" -eq 18 ]	# a partial file
	grep -q '<?xml' body
	run grep '</env:Envelope>' body
	[ "$status" -eq 1 ]
	stop serve
	options=(-o MM7_Server_Fault_Empty=1)
	serve </dev/null
	post req
	[ "$(http_status)" = 200 ]
	[ ! -s body ]
	[ "$(grep -c '^From ' serve.out)" -eq 1 ]
}

@test "mm7-serve, MMSC: faults: chunks, a wrong length" {
	submit_req t-1 x >req
	options=(-o MM7_Server_Fault_Chunked=true)
	serve </dev/null
	post req
	is 200 1000
	grep -qi '^transfer-encoding: chunked' head
	valid body
	stop serve
	options=(-o MM7_Server_Fault_Length=-20)
	serve </dev/null
	post req
	run grep '</env:Envelope>' body
	[ "$status" -eq 1 ]
	stop serve
	options=(-o MM7_Server_Fault_Length=20)
	serve </dev/null
	run post req -m 1
	[ "$status" -eq 28 ]	# it waits for the rest
	grep -q '</env:Envelope>' body
}

@test "mm7-serve, MMSC: the samples end as index.tsv says" {
	need_shared mm7/samples/index.tsv
	options=(-o MM7_Server_Duplicate_Time=0)
	serve -j </dev/null
	sample() {
		timeout 20 python3 -c '
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(open(sys.argv[2], "rb").read())
got = b""
while b":Envelope>" not in got[20:].rpartition(b"</")[2]: got += s.recv(65536)
head, _, body = got.partition(b"\r\n\r\n")
open("head", "wb").write(head + b"\r\n")
open("body", "wb").write(body)' "$port" "$(shared mm7/samples)/$1"
	}
	sample 01-sinch-submitreq-full.http
	is 200 1000
	[ "$(field TransactionID)" = 555e29f8879be ]
	has_json serve.out '.to == ["16179593069"] and .from == "111122" and (.content | map(.type) | sort) == ["application/smil","text/plain"] and .mms.DeliveryReport == "true"'
	sample 20-vectorcore-submitreq-no-cid-root.http
	is 200 1000
	has_json serve.out '(.content | length) == 1 and (.content[0].text | startswith("hello from fixture"))'
	sample 34-ruby-mmsc-manager-submitreq-qp-root.http
	is 200 1000
	has_json serve.out '.from == "888" and (.to[0] | ltrimstr("00") | ltrimstr("+")) == "6591234567"'
	sample 36-momentum-submitreq-mixed-releases.http
	is 200 1000
	has_json serve.out '.to == ["4108470189"] and (.content | map(.type)) == ["text/plain","text/plain"]'
	sample 39-srilanka-submitreq-multi-to-newline-subject.http
	is 200 1000
	has_json serve.out '(.to | unique) == ["777736329","779736329"] and .mms.Subject == "Rich sms demo" and .mms.Priority == "Normal"'
	sample 43-topcoder-submitreq-no-version-no-mime.http
	is 500 4004
	grep -q RSErrorRsp body
	[ "$(field TransactionID)" = vas00001-sub ]
	sample 57-replacereq.http
	is 200 1000
	has_json serve.out '.type == "replace" and .message_id == "m-1" and .content[0].text == "new text"'
	sample 58-cancelreq.http
	is 200 1000
	has_json serve.out '.type == "cancel" and .message_id == "m-1"'
	[ "$(wc -l <serve.out)" -eq 7 ]
}
