# mm7-submit against an MMSC that answers what a test wants (parts/mmsc.py) and
# what real ones answered (the samples).  What MM7 asks for is 3GPP TS 23.140,
# 8.7; what mail becomes is RFC 4356; what is sent is read by python's email and
# validated by xmllint.
# shellcheck disable=SC2154	# status and stderr are bats' and the helper's

load ../test_helper

setup() {
	helper_setup
	unset http_proxy https_proxy
	# a pixel, of https://www.w3.org/TR/PNG/
	png=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
	cat >mail <<-END
	From: Ann <ann@example.org>
	To: 15551234567@mms.example
	Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
	Message-ID: <one@example.org>
	MIME-Version: 1.0
	Content-Type: multipart/mixed; boundary=x

	--x
	Content-Type: text/plain; charset=iso-8859-1
	Content-Transfer-Encoding: quoted-printable

	Gr=FC=DFe!
	--x
	Content-Type: image/png; name="a pixel.png"
	Content-Transfer-Encoding: base64

	$png
	--x--
	END
}

# mmsc [ARG...] - start it; mm7 [ARG...] - mm7-submit to it
mmsc() {
	start mmsc python3 "$BATS_TEST_DIRNAME/../parts/mmsc.py" "$@"
	port=$(port_of mmsc)
	cat >conf <<-END
	domain "mms.example" {
		MM7_MMSC_Server = 127.0.0.1
		MM7_MMSC_Port = $port
		MM7_MMSC_Path = /mm7
		MM7_VASPID = vasp
		MM7_VASID = vas
	}
	END
}
mm7() { mm7-submit -c conf "$@"; }

# reply N [STATUS] - the answer to request N: XML from stdin
reply() {
	local xml
	xml=$(cat)
	{
		printf 'HTTP/1.1 %s\r\nContent-Type: text/xml\r\n%s' \
		    "${2-200 OK}" "${3-}"
		# TransactionID is 32 digits long where @TX@ is
		printf 'Connection: close\r\n\r\n%s' "$xml"
	} >"answer.$1"
}

# rsp CODE [MORE] - a SubmitRsp; MORE: XML behind its status
rsp() {
	printf '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><TransactionID>@TX@</TransactionID></e:Header><e:Body><SubmitRsp><Status><StatusCode>%s</StatusCode><StatusText>said so</StatusText>%s</Status>%s</SubmitRsp></e:Body></e:Envelope>' "$1" "${3-}" "${2-}"
}

# result - the only result's object
result() { jq -c .result out; }

# fails STATUS CLASS [ARG...] - with the mail; the first line on stderr begins
# with an enhanced code of that class
fails() {
	local rc=0
	mm7 "${@:3}" <mail >out 2>err || rc=$?
	[ "$rc" -eq "$1" ] || { echo "status $rc"; cat out err; false; }
	head -n 1 err | grep -qE "^$2\.[0-9.]+ mm7-submit: ." ||
	    { cat err; false; }
}

# parts N - what request N holds, by python's email, a JSON object
parts() {
	python3 - "req.$1" <<-'END'
	import email, email.policy, hashlib, json, sys
	head, body = open(sys.argv[1], "rb").read().split(b"\r\n\r\n", 1)
	lines = head.split(b"\r\n")
	m = email.message_from_bytes(b"\r\n".join(lines[1:]) + b"\r\n\r\n" + body)
	leaves = [p for p in m.walk() if not p.is_multipart()]
	open("soap.xml", "wb").write(leaves[0].get_payload(decode=True))
	print(json.dumps({
	    "line": lines[0].decode(), "type": m.get_content_type(),
	    "headers": {k.lower(): v for k, v in m.items()},
	    "octets": len(body),
	    "parts": [{"type": p.get_content_type(), "id": p["Content-ID"],
	        "location": p["Content-Location"], "name": p.get_param("name"),
	        "charset": p.get_content_charset(),
	        "text": p.get_payload(decode=True).decode("utf-8", "replace"),
	        "sha256": hashlib.sha256(p.get_payload(decode=True)).hexdigest()}
	        for p in leaves]}))
	END
}

# soap N XPATH - a value in the SOAP of request N
soap() {
	parts "$1" >/dev/null
	xmllint --xpath "string(//*[local-name()='$2'])" soap.xml
}

requests() { find . -maxdepth 1 -name 'req.*' | wc -l; }

@test "mm7-submit: a mail with text and picture is one SubmitReq, and valid" {
	mmsc
	mm7 15551234567@mms.example <mail >out
	[ "$(requests)" -eq 1 ]
	parts 1 >p
	jq -e '.line == "POST /mm7 HTTP/1.1" and .type == "multipart/related" and
	    .headers["soapaction"] == "\"\"" and
	    (.headers["content-length"] | tonumber) == .octets and
	    (.headers | has("expect") or has("transfer-encoding") | not)' p
	# SMIL, the text in UTF-8, the picture's octets
	[ "$(jq -c '[.parts[].type]' p)" = '["text/xml","application/smil","text/plain","image/png"]' ]
	[ "$(jq -r '.parts[2] | .text, .charset' p)" = $'Grüße!\nutf-8' ]
	[ "$(jq -r '.parts[3].sha256' p)" = "$(base64 -d <<<"$png" | sha256sum | cut -d' ' -f1)" ]
	jq -e '[.parts[2:][] | .id and .location and .name] | all' p
	[ "$(soap 1 Subject)" = Grüße ]
	[ "$(soap 1 Number)" = 15551234567 ]
	result | jq -e '.status == "ok" and .message_id == "id-1" and .code == 1000'
	need xmllint
	need_shared mm7/xsd
	xmllint --nonet --noout --schema "$(shared mm7/xsd)/envelope-REL-6-MM7-1-4.xsd" soap.xml
}

@test "mm7-submit: what is sent is valid in Release 5, too, with every field" {
	need xmllint
	need_shared mm7/xsd
	mmsc
	cat >>conf <<-'END'
	MM7_XML_Schema = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0"
	MM7_Version = 5.3.0
	MM7_Namespace = mm7
	MM7_Use_Namespace_In_Body = true
	MM7_Sender_Address = "<ShortCode>28444</ShortCode>"
	MM7_Service_Code = gold
	MM7_Message_Class = Informational
	MM7_Delivery_Report = true
	MM7_Read_Reply = true
	MM7_Reply_Charging = true
	MM7_Reply_Charging_Size = 5000
	MM7_Reply_Deadline = P10D
	MM7_Priority = High
	MM7_Expiry_Date = P1D
	MM7_Charged_Party = Sender
	MM7_Number_Prefix = +
	END
	mm7 15551234567@mms.example 15551234568@mms.example <mail >out
	[ "$(soap 1 Number)" = +15551234567 ]
	[ "$(soap 1 ShortCode)" = 28444 ]
	xmllint --nonet --noout --schema "$(shared mm7/xsd)/envelope-REL-5-MM7-1-0.xsd" soap.xml
}

@test "mm7-submit: the samples: each answer ends as index.tsv says" {
	need_shared mm7/samples/index.tsv
	mmsc
	local n=0 file want code rc
	# file, exit status, status and code of the result
	while read -r file want code; do
		n=$((n + 1))
		# its TransactionID is that of their request
		python3 - "$(shared mm7/samples)/$file" "answer.$n" <<-'END'
		import re, sys
		raw = open(sys.argv[1], "rb").read()
		old = re.search(rb"<[^/<>]*TransactionID[^>]*>([^<0][^<]*)<", raw)
		if old:
		    new = b"@TX@"
		    raw = raw.replace(b">" + old[1] + b"<", b">" + new + b"<")
		    n = re.search(rb"(?i)(content-length: *)(\d+)", raw)
		    if n:
		        raw = raw.replace(n[0], n[1] + b"%d" % (int(n[2]) + 32 - len(old[1])))
		    grow = 32 - len(old[1])
		    if b"hunked" in raw.split(b"\r\n\r\n")[0]:
		        head, rest = raw.split(b"\r\n\r\n", 1)
		        out = b""
		        while True:
		            size, rest = rest.split(b"\r\n", 1)
		            k = int(size.split(b";")[0], 16)
		            chunk, rest = rest[:k + (len(new) - len(old[1]) if new in rest[:k + 4] else 0)], rest[k + (len(new) - len(old[1]) if new in rest[:k + 4] else 0):]
		            ext = size[len(size.split(b";")[0]):]
		            out += b"%x" % (k + (grow if new in chunk else 0)) + ext + b"\r\n" + chunk
		            if k == 0:
		                out += rest
		                break
		            out += b"\r\n"
		            rest = rest[2:]
		        raw = head + b"\r\n\r\n" + out
		open(sys.argv[2], "wb").write(raw)
		END
		rc=0
		mm7 -o Give_Up=30 15551234567@mms.example 4799999999@mms.example <mail >out 2>err || rc=$?
		echo "$file: $rc $(result) $(head -n 1 err)"
		[ "$rc" -eq "$want" ]
		[ "$(jq -r '.result | "\(.status)/\(.code)"' out)" = "$code" ]
		[ "$(requests)" -eq "$n" ]
		[ "$file" != 02-sinch-submitrsp.http ] ||
		    [ "$(jq -r .result.message_id out)" = 369500617770864640 ]
	done <<-'END'
	02-sinch-submitrsp.http 0 ok/1000
	03-sinch-rserrorrsp-fault.http 65 permanent/2007
	09-skycore-dlrrsp-nons.http 69 unknown/null
	17-nokia-rserrorrsp-unprefixed-faultcode.http 75 permanent/4002
	23-vectorcore-readreplyrsp.http 69 unknown/null
	30-chinamobile-mm7vasperrorrsp-not-a-fault.http 65 permanent/4004
	46-mbuni-submitrsp.http 0 ok/1000
	47-mbuni-rserrorrsp-200-txid-0000.http 65 permanent/2007
	48-mbuni-401-basic.http 75 permanent/null
	60-submitrsp-1100-partial.http 67 permanent/2002
	62-fault-4006-with-retry-after.http 75 temporary/4006
	65-submitrsp-chunked-with-extension-and-trailer.http 0 ok/1000
	END
}

@test "mm7-submit: the sample of a partial success: who has it and who has not" {
	mmsc
	rsp 1100 '<MessageID>p-1</MessageID>' '<Details><Recipients><Number>4799999999</Number></Recipients></Details>' | reply 1
	fails 67 5 15551234567@mms.example 4799999999@mms.example
	[ "$(jq -c '[.result.recipients[] | [.to, .status, .message_id]]' out)" = \
	    '[["15551234567","ok","p-1"],["4799999999","permanent",null]]' ]
}

@test "mm7-submit: 3003: one recipient each, and from then on at once" {
	mmsc
	rsp 3003 | reply 1
	cat mail - >box <<-'END'

	From ann@example.org Wed Nov 25 10:00:00 2026
	From: ann@example.org
	Message-ID: <two@example.org>

	second
	END
	sed -i '1i From ann@example.org Wed Nov 25 10:00:00 2026' box
	mm7 -m 15551234567@mms.example 15551234568@mms.example <box >out
	[ "$(requests)" -eq 5 ]
	[ "$(jq -s 'map(.result.status == "ok") | all' out)" = true ]
	[ "$(jq -r '.result.recipients[].message_id' out | sort | tr '\n' ' ')" = 'id-2 id-3 id-4 id-5 ' ]
	# each request is another transaction
	[ "$(for i in 1 2 3 4 5; do soap $i TransactionID; done | sort -u | wc -l)" -eq 5 ]
}

@test "mm7-submit: MM7_Max_Recipients" {
	mmsc
	mm7 -o MM7_Max_Recipients=2 15551234567@mms.example 15551234568@mms.example \
	    15551234569@mms.example <mail >out
	[ "$(requests)" -eq 2 ]
	[ "$(jq '.result.recipients | length' out)" -eq 3 ]
}

@test "mm7-submit: 2006: once more without LinkedID" {
	mmsc
	rsp 2006 | reply 1
	sed -i '1i X-Mms-Linked-ID: l-1' mail
	mm7 15551234567@mms.example <mail >out
	[ "$(soap 1 LinkedID)" = l-1 ]
	[ -z "$(soap 2 LinkedID)" ]
	[ "$(jq -r .result.status out)" = ok ]
}

@test "mm7-submit: 3003 and 2006 that nothing can be done about are a no" {
	mmsc
	# to one recipient, and without LinkedID: not asked again at all
	rsp 3003 | reply 1
	rsp 2006 | reply 2
	fails 69 5.5 15551234567@mms.example
	result | jq -e '.status == "permanent" and .code == 3003'
	fails 69 5 15551234567@mms.example
	result | jq -e '.status == "permanent" and .code == 2006'
	[ "$(requests)" -eq 2 ]
	# to each alone, and without the LinkedID: once
	for i in 3 4 5; do rsp 3003 | reply $i; done
	fails 69 5.5 15551234567@mms.example 15551234568@mms.example
	[ "$(requests)" -eq 5 ]
	sed -i '1i X-Mms-Linked-ID: l-1' mail
	rsp 2006 | reply 6
	rsp 2006 | reply 7
	fails 69 5 15551234567@mms.example
	[ "$(requests)" -eq 7 ]
	result | jq -e '.code == 2006'
}

@test "mm7-submit: a repeated mail has the same TransactionID" {
	mmsc
	mm7 -q 15551234567@mms.example <mail
	mm7 -q 15551234567@mms.example <mail
	[ "$(soap 1 TransactionID)" = "$(soap 2 TransactionID)" ]
	mm7 -q 15551234568@mms.example <mail
	[ "$(soap 1 TransactionID)" != "$(soap 3 TransactionID)" ]
}

@test "mm7-submit: an answer that was lost, or cannot be read, is unknown" {
	mmsc
	echo close >answer.1
	fails 69 5.4 15551234567@mms.example
	grep -q 'may have been sent' err
	result | jq -e '.status == "unknown"'
	reply 2 </dev/null		# an empty 200
	fails 69 5.4 15551234567@mms.example
	echo '<html><body>welcome</body></html>' | reply 3
	fails 69 5.4 15551234567@mms.example
	rsp 1000 | reply 4		# no MessageID
	fails 69 5.4 15551234567@mms.example
	# one to another operation
	rsp 1000 '<MessageID>1</MessageID>' | sed 's/SubmitRsp/DeliverRsp/g' | reply 5
	fails 69 5.4 15551234567@mms.example
	# half a MessageID is none
	rsp 1000 '<MessageID>123456' | sed 's|</SubmitRsp.*||' | reply 6
	fails 69 5.4 15551234567@mms.example
	echo hang >answer.7
	fails 69 5.4 -o MM7_Response_Timer=0.5 15551234567@mms.example
	# a yes within a no
	rsp 1000 '<MessageID>1</MessageID>' | reply 8 '403 Forbidden'
	fails 69 5.4 15551234567@mms.example
	[ "$(requests)" -eq 8 ]
	# for those who want it rather twice than never
	echo close >answer.9
	fails 75 4 -o MM7_On_Unknown=resend 15551234567@mms.example
}

@test "mm7-submit: a TransactionID that is not ours: the answer of another request, where there was one" {
	mmsc
	# no other: nothing else can have been answered there
	rsp 1000 '<MessageID>1</MessageID>' | sed 's/@TX@/1000001/' | reply 1
	mm7 15551234567@mms.example <mail >out
	result | jq -e '.status == "ok" and .message_id == "1"'
	# the second request of a connection
	rsp 1000 '<MessageID>1</MessageID>' | sed 's/@TX@/1000001/' >xml
	{
		printf 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n' "$(wc -c <xml)"
		cat xml
	} >answer.3
	fails 69 5.4 -o MM7_Max_Recipients=1 15551234567@mms.example 15551234568@mms.example
	[ "$(jq -c '[.result.recipients[].status]' out)" = '["ok","unknown"]' ]
	[ "$(cut -d' ' -f1 log | sort -u | wc -l)" -eq 2 ]
}

@test "mm7-submit: what is wrong with us is 75, not the mail's fault" {
	mmsc
	fails 75 4 15551234567@other.example
	fails 75 4 -o MM7_HTTP_Auth=bearer 15551234567@mms.example
	rsp 4001 | reply 1 '500 Error'
	fails 75 4 15551234567@mms.example
	printf 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' >answer.2
	fails 75 4 15551234567@mms.example
	grep -q ': HTTP status 404 of /mm7 (MM7_MMSC_Path)$' err
	# a web server that waits for TLS; somebody who takes no SubmitReq does so for good
	printf 'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>' >answer.3
	fails 75 4 15551234567@mms.example
	rsp 4003 | reply 4 '500 Error'
	fails 69 5 15551234567@mms.example
	# of a record, too, and of a batch the exit status says whose it is
	echo '{"domain":"mms.example","to":"+15551","text":"x"}' >in
	rsp 4001 | reply 5 '500 Error'
	run -77 --separate-stderr mm7 -j <in
	jq -e '.result | .status == "permanent" and .enhanced == "5.7.8"' <<<"$output"
	sed s/mms.example/other.example/ in >other
	run -78 --separate-stderr mm7 -j <other
	jq -e '.result | .status == "permanent"' <<<"$output"
	# but who cannot cancel will not later
	echo '{"type":"cancel","domain":"mms.example","message_id":"m-1"}' >in
	rsp 4003 | sed 's/SubmitRsp/CancelRsp/g' | reply 6 '500 Error'
	run -69 --separate-stderr mm7 -j <in
	jq -e '.result.status == "permanent"' <<<"$output"
	# what it is about: who, and how much
	for i in 7 8; do printf 'HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n' >answer.$i; done
	printf 'HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n' >answer.9
	MM7_PASSWORD=x fails 75 4.7 -o MM7_HTTP_Auth_User=me 15551234567@mms.example
	grep -q ': HTTP status 401 to "me" (MM7_HTTP_Auth_User, ' err
	fails 75 4.7 15551234567@mms.example
	grep -q ': HTTP status 401, and MM7_HTTP_Auth_User is not set' err
	fails 65 5.3 15551234567@mms.example
	grep -qE ': HTTP status 413 to [0-9]+ octets \(MM7_Max_Size\)' err
	# it speaks no TLS, or something else than HTTP
	start plain mm7-serve -j -l 127.0.0.1:0
	fails 75 4 "https://127.0.0.1:$(port_of plain)/" 15551234567
	grep -q 'the server speaks no TLS there' err
	fails 75 4.3 -o MM7_MMSC_TLS=true -o MM7_MMSC_TLS_CA_File=/nonexistent 15551234567@mms.example
	grep -q 'MM7_MMSC_TLS_CA_File: /nonexistent: ' err
	# nobody there
	stop mmsc
	fails 75 4 15551234567@mms.example
	echo 'no such option' >conf
	fails 75 4 15551234567@mms.example
}

@test "mm7-submit: what is wrong with the mail, its sender or recipient is for good" {
	mmsc
	fails 67 5 -d mms.example nobody
	rsp 2003 | reply 1
	fails 67 5.1 15551234567@mms.example
	# who says the same as we do says it once
	rsp 2002 | sed 's/said so/An address is not valid/' | reply 2
	fails 67 5.1 15551234567@mms.example
	grep -q '15551234567: an address is not valid$' err
	rsp 4005 | reply 3
	fails 69 5 15551234567@mms.example
	fails 65 5.3 -o MM7_Max_Size=600 15551234567@mms.example
	grep -q 'the largest part is' err
	sed -i '1i Sensitivity: private' mail
	fails 65 5.6 15551234567@mms.example
	[ "$(requests)" -eq 3 ]
}

@test "mm7-submit: Retry-After is heeded while there is time" {
	mmsc
	rsp 4006 | reply 1 '503 Busy' $'Retry-After: 1\r\n'
	mm7 15551234567@mms.example <mail >out
	[ "$(jq -r .result.message_id out)" = id-2 ]
	rsp 4006 | reply 3 '503 Busy' $'Retry-After: 100\r\n'
	fails 75 4 -o Give_Up=20 15551234567@mms.example
	[ "$(requests)" -eq 3 ]
	# no time for another answer: what the centre said is the reason
	rsp 4006 | reply 4 '503 Busy' $'Retry-After: 1\r\n'
	fails 75 4 -o Give_Up=3 -o MM7_Response_Timer=2.5 15551234567@mms.example
	[ "$(requests)" -eq 4 ]
	result | jq -e '.code == 4006'
}

@test "mm7-submit: MM7_Shrink_Command makes a picture fit" {
	mmsc
	head -c 20000 /dev/urandom >noise
	{ base64 -d <<<"$png"; cat noise; } | base64 >big
	sed -i -e "/^iVBOR/{r big
	d}" mail
	fails 65 5.3 -o MM7_Max_Size=4000 15551234567@mms.example
	cat >shrink <<-END
	#!/bin/sh
	echo "\$MMS_BUDGET \$MMS_TYPE \$(wc -c)" >asked
	base64 -d <<X
	$png
	X
	END
	chmod +x shrink
	mm7 -o MM7_Max_Size=4000 -o MM7_Shrink_Command="$PWD/shrink" 15551234567@mms.example <mail >out
	read -r budget type octets <asked
	[ "$type" = image/png ]
	[ "$octets" -gt 20000 ]
	[ "$budget" -lt 4000 ]
	parts 1 >p
	[ "$(jq -r '.parts[3].sha256' p)" = "$(base64 -d <<<"$png" | sha256sum | cut -d' ' -f1)" ]
	# it fails: that is ours to mend
	fails 75 4 -o MM7_Max_Size=4000 -o MM7_Shrink_Command=false 15551234567@mms.example
	fails 75 4 -o MM7_Max_Size=4000 -o MM7_Shrink_Command='echo no picture' 15551234567@mms.example
	[ "$(grep -o MM7_Shrink_Command err | wc -l)" -eq 1 ]
	# of another type it gets another name, where the SMIL finds it
	mm7 -o MM7_Max_Size=4000 -o MM7_Shrink_Command='printf "\\377\\330\\377\\340 as JPEGs begin"' 15551234567@mms.example <mail >out
	parts 2 >p
	[ "$(jq -r '.parts[3] | "\(.type) \(.name)"' p)" = "image/jpeg a_pixel.jpg" ]
	jq -e '(.parts[3].id | .[1:-1]) as $id | .parts[1].text | contains("cid:" + $id + "\"")' p
	# it is no help
	fails 65 5.3 -o MM7_Max_Size=4000 -o MM7_Shrink_Command=cat 15551234567@mms.example
}

@test "mm7-submit: the page's example makes a photograph fit" {
	need convert
	mmsc
	convert -size 400x300 -seed 1 plasma: -attenuate 2 +noise Gaussian -quality 98 photo.jpg
	[ "$(wc -c <photo.jpg)" -gt 60000 ]
	python3 - <<-'END'
	import email.message
	m = email.message.EmailMessage()
	m["From"] = "ann@example.org"; m["Subject"] = "look"
	m.set_content("a photograph")
	m.add_attachment(open("photo.jpg", "rb").read(), "image", "jpeg", filename="photo.jpg")
	open("mail", "wb").write(bytes(m))
	END
	grep 'MM7_Shrink_Command = "' "$MOBUTILS_ROOT/man/mm7-submit.1" >example
	sed -i "/MM7_VASID/r example" conf
	mm7 -o MM7_Max_Size=40000 15551234567@mms.example <mail >out
	parts 1 >p
	[ "$(jq .octets p)" -lt 42000 ]
	python3 -c '
import email
head, body = open("req.1", "rb").read().split(b"\r\n\r\n", 1)
m = email.message_from_bytes(head.split(b"\r\n", 1)[1] + b"\r\n\r\n" + body)
open("got.jpg", "wb").write([p for p in m.walk() if not p.is_multipart()][-1].get_payload(decode=True))'
	[ "$(identify -format %m got.jpg)" = JPEG ]
}

@test "mm7-submit: a batch goes over one connection, -P over several" {
	mmsc
	for i in $(seq 20); do
		echo "{\"id\":\"b-$i\",\"domain\":\"mms.example\",\"to\":\"+1555$i\",\"text\":\"hello $i\",\"x\":$i}"
	done >in
	mm7 -j <in >out
	[ "$(cut -d' ' -f1 log | sort -u)" = 1 ]
	[ "$(jq -s 'map(.result.status == "ok" and .x > 0) | all' out)" = true ]
	rm -f log
	mm7 -j -P 4 <in >out
	[ "$(wc -l <out)" -eq 20 ]
	[ "$(cut -d' ' -f1 log | sort -u | wc -l)" -le 4 ]
}

@test "mm7-submit: records: cancel and replace, bad ones, and results that come in" {
	mmsc
	rsp 1000 | sed 's/SubmitRsp/CancelRsp/g' | reply 1
	rsp 1000 | sed 's/SubmitRsp/ReplaceRsp/g' | reply 2
	cat >in <<-'END'
	{"type":"cancel","domain":"mms.example","message_id":"m-1"}
	{"type":"replace","domain":"mms.example","message_id":"m-2","text":"better"}
	END
	mm7 -j <in >out
	[ "$(jq -sc 'map(.result.status)' out)" = '["ok","ok"]' ]
	[ "$(soap 1 MessageID) $(soap 2 MessageID)" = 'm-1 m-2' ]
	if command -v xmllint >/dev/null && [ -e "$(shared mm7/xsd)" ]; then
		for i in 1 2; do
			parts $i >p
			xmllint --nonet --noout --schema "$(shared mm7/xsd)/envelope-REL-6-MM7-1-4.xsd" soap.xml
		done
	fi
	cat >in <<-'END'
	{"domain":"mms.example","text":"nobody"}
	what?
	{"domain":"mms.example","to":"+15551","text":"x","result":{"status":"ok","message_id":"old"}}
	{"domain":"mms.example","to":"+15552","text":"x","result":{"status":"temporary"}}
	END
	run -1 --separate-stderr mm7 -j <in
	echo "$output" >out
	[ "$(jq -sc 'map(.result.status // .type)' out)" = '["permanent","invalid","ok","ok"]' ]
	[ "$(jq -r 'select(.to == "+15551").result.message_id' out)" = old ]
	[ "$(requests)" -eq 3 ]
}

@test "mm7-submit: what MM7 does not have in mms, or in an option, is named" {
	mmsc
	# refused MMS REASON
	refused() {
		echo "{\"domain\":\"mms.example\",\"to\":\"+15551\",\"text\":\"x\",\"mms\":$1}" >in
		run -65 --separate-stderr mm7 -j <in
		jq -r .result.reason <<<"$output" | grep -qF "$2" || { echo "$output"; false; }
	}
	refused '{"Prio":"x"}' 'mms.Prio: is no field of MM7'
	refused '{"Priority":"Urgent"}' 'mms.Priority: "Urgent" is no value'
	refused '{"ExpiryDate":"soon"}' 'mms.ExpiryDate: "soon" is no value'
	refused '{"ExpiryDate":"P1H"}' 'mms.ExpiryDate: "P1H" is no value'
	refused '{"Subject":["x"]}' 'mms.Subject: must be a string'
	echo '{"domain":"mms.example","to":"+15551","mms":{"Subject":"x"}}' >in
	run -65 --separate-stderr mm7 -j <in
	jq -e '.result.reason == "text: is missing, and so is content"' <<<"$output"
	fails 75 4.3 -o MM7_Expiry_Date=tomorrow 15551234567@mms.example
	grep -q 'MM7_Expiry_Date: "tomorrow" is no value' err
	[ "$(requests)" -eq 0 ]
	# XML Schema, part 2, 3.2.6 and 3.2.7
	for date in P2D PT1H30M P1DT0.5S 2026-12-01T10:00:00 2026-12-01T10:00:00+01:00; do
		echo "{\"domain\":\"mms.example\",\"to\":\"+15551\",\"text\":\"x\",\"mms\":{\"ExpiryDate\":\"$date\",\"Priority\":\"High\",\"ReadReply\":true,\"Cc\":[\"+15552\"]}}"
	done | mm7 -j >out
	[ "$(requests)" -eq 5 ]
}

@test "mm7-submit: records without id are messages of their own, however alike" {
	make_state
	mmsc
	echo '{"domain":"mms.example","to":"+15551","text":"the same"}' >in
	cat in in | mm7 -j >out
	mm7 -j <in >>out
	[ "$(requests)" -eq 3 ]
	[ "$(for i in 1 2 3; do soap $i TransactionID; done | sort -u | wc -l)" -eq 3 ]
	[ "$(jq -r .id out | sort -u | wc -l)" -eq 3 ]
	# and what came out of it is known again
	jq -c 'del(.result)' out | mm7 -j >again
	[ "$(requests)" -eq 3 ]
	jq -es 'map(.result.duplicate) | all' again
}

@test "mm7-submit: with State a message is cancelled by our id, too" {
	make_state
	mmsc
	echo '{"id":"a","domain":"mms.example","to":"+15551","text":"x"}' | mm7 -j -q
	rsp 1000 | sed 's/SubmitRsp/CancelRsp/g' | reply 2
	echo '{"type":"cancel","id":"a","domain":"mms.example"}' | mm7 -j >out
	[ "$(soap 2 MessageID)" = id-1 ]
	[ "$(jq -r '.id, .result.status' out | paste -sd' ')" = 'a ok' ]
	# of one that it knows nothing of, and of one with several
	echo '{"type":"cancel","id":"b","domain":"mms.example"}' >in
	run -65 --separate-stderr mm7 -j <in
	[ "$(jq -r .result.reason <<<"$output")" = 'message_id: is missing' ]
	echo '{"id":"c","domain":"mms.example","to":["+15551","+15552"],"text":"x"}' | mm7 -j -q -o MM7_Max_Recipients=1
	sed 's/"b"/"c"/' in >in.c
	run -65 --separate-stderr mm7 -j <in.c
	[ "$(jq -r .result.reason <<<"$output")" = 'message_id: is missing, and the message of that id has several' ]
	[ "$(requests)" -eq 4 ]
}

@test "mm7-submit: -t takes those recipients that are ours" {
	mmsc
	sed -i 's/^To: .*/To: 15551234567@mms.example, bob@elsewhere.example\nCc: 15551234568@mms.example/' mail
	mm7 -t <mail >out
	[ "$(jq -c '[.to[], .mms.Cc[]]' out)" = '["15551234567","15551234568"]' ]
	sed -i '/^To:/d; /^Cc:/d' mail
	fails 67 5 -t
}

@test "mm7-submit: with State nothing is sent twice" {
	make_state
	mmsc
	mm7 15551234567@mms.example 15551234568@mms.example <mail >out
	mm7 15551234568@mms.example 15551234567@mms.example <mail >out
	[ "$(requests)" -eq 1 ]
	result | jq -e '.status == "ok" and .duplicate and .message_id == "id-1"'
	# only who has not got it yet
	rsp 1000 '<MessageID>s-1</MessageID>' | reply 2
	rsp 3000 | reply 3
	sed -i 's/one@/two@/' mail
	fails 75 4 -o MM7_Max_Recipients=1 15551234567@mms.example 15551234568@mms.example
	mm7 -o MM7_Max_Recipients=1 15551234567@mms.example 15551234568@mms.example <mail >out
	[ "$(requests)" -eq 4 ]
	[ "$(soap 4 Number)" = 15551234568 ]
	result | jq -e '.status == "ok"'
	# what may have been sent waits for somebody's word
	sed -i 's/two@/three@/' mail
	echo close >answer.5
	fails 69 5.4 15551234567@mms.example
	fails 69 5.4 15551234567@mms.example
	[ "$(requests)" -eq 5 ]
	mobstate resend "$(jq -r .id out)"
	mm7 15551234567@mms.example <mail >out
	[ "$(requests)" -eq 6 ]
	mobstate list | jq -es 'length == 3'
	sed -i "s/three@/four@/" mail
	rsp 2003 | reply 7
	fails 67 5.1 15551234567@mms.example
	mobstate trace "$(jq -r .id out)" >trace
	grep -q "permanent .*15551234567: 2003" trace
	grep -q "refused" trace
}

@test "mm7-submit: with State, killed: nobody knows, and it is not sent again" {
	make_state
	mmsc
	echo hang >answer.1
	start mm7 mm7-submit -c conf 15551234567@mms.example <mail
	wait_until test -e req.1
	stop mm7 KILL
	fails 69 5.4 15551234567@mms.example
	grep -q 'may have been sent' err
	[ "$(requests)" -eq 1 ]
	# two at once: one sends
	sed -i 's/one@/two@/' mail
	echo hang >answer.2
	start mm7 mm7-submit -c conf -o MM7_Response_Timer=5 15551234567@mms.example <mail
	wait_until test -e req.2
	fails 75 4 15551234567@mms.example
	grep -q 'another process is sending it' err
	[ "$(requests)" -eq 2 ]
	stop mm7 KILL
	# a store that is damaged is no fault of the mail's
	cp "${MOBUTILS_STATE#sqlite:}" kept
	printf 'no store at all, by no means whatever' >"${MOBUTILS_STATE#sqlite:}"
	fails 75 4 15551234567@mms.example
	[ "$(requests)" -eq 2 ]
}

@test "mm7-submit: with State a report finds its message" {
	need curl
	make_state
	mmsc
	mm7 -f ann@example.org -o MM7_Delivery_Report=true 15551234567@mms.example <mail >out
	start serve mm7-serve -j -l 127.0.0.1:0
	curl -sS --noproxy '*' -H 'Content-Type: text/xml' --data-binary @- "http://127.0.0.1:$(port_of serve)/" <<-'END' >rsp
	<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><TransactionID>r-1</TransactionID></e:Header><e:Body><DeliveryReportReq><MM7Version>6.8.0</MM7Version><MessageID>id-1</MessageID><Recipient><Number>15551234567</Number></Recipient><Sender><ShortCode>28444</ShortCode></Sender><Date>2026-11-25T10:00:00Z</Date><MMStatus>Retrieved</MMStatus></DeliveryReportReq></e:Body></e:Envelope>
	END
	wait_until has_json serve.out '.type == "receipt"'
	[ "$(jq -r .id serve.out)" = "$(jq -r .id out)" ]
	[ "$(jq -r .original.mail.envelope_from serve.out)" = ann@example.org ]
}

@test "mm7-submit: with State a report about one of several becomes a notification" {
	need curl
	make_state
	mmsc
	mm7 -f ann@example.org -o MM7_Delivery_Report=true 15551234567@mms.example 15551234568@mms.example <mail >out
	start serve mm7-serve -o MM7_Server_Default_Email_From_Domain=mms.example -l 127.0.0.1:0 -- sh -c 'cat >dsn.new; echo "$RECIPIENT" >to; mv dsn.new dsn'
	curl -sS --noproxy '*' -H 'Content-Type: text/xml' --data-binary @- "http://127.0.0.1:$(port_of serve)/" <<-'END' >rsp
	<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><TransactionID>r-1</TransactionID></e:Header><e:Body><DeliveryReportReq><MM7Version>6.8.0</MM7Version><MessageID>id-1</MessageID><Recipient><Number>15551234568</Number></Recipient><Sender><ShortCode>28444</ShortCode></Sender><Date>2026-11-25T10:00:00Z</Date><MMStatus>Expired</MMStatus></DeliveryReportReq></e:Body></e:Envelope>
	END
	wait_until test -e dsn
	[ "$(cat to)" = ann@example.org ]
	grep -qi '^Final-Recipient:.*15551234568' dsn
	grep -qi '^Action: failed' dsn
	run ! grep -q '^Final-Recipient:.*15551234567' dsn
}

@test "mm7-submit: -j takes what comes as it comes, and waits for more without haste" {
	mmsc
	mkfifo pipe
	exec 9<>pipe		# it never ends
	start mm7 mm7-submit -c conf -o MM7_Response_Timer=3 -P 3 -j <pipe
	echo 'nonsense' >&9
	wait_until has_json mm7.out '.type == "invalid"'
	echo '{"domain":"mms.example","to":"+15551","text":"x"}' >&9
	wait_until has_json mm7.out '.result.status == "ok"'
	echo hang >answer.2
	echo '{"domain":"mms.example","to":"+15552","text":"x"}' >&9
	wait_until test -e req.2
	echo '{"domain":"mms.example","to":"+15553","text":"x"}' >&9
	wait_until has_json mm7.out '.to == "+15553" and .result.status == "ok"'
	kill -USR1 "$(pid_of mm7)"
	wait_for mm7.err ': 3 done: 2 ok, 0 temporary, 1 permanent, 0 unknown, 1 under way'
	# while it waits for an answer and for input it does nothing
	before=$(awk '{ print $14 + $15 }' "/proc/${started[mm7]}/stat")
	for _ in $(seq 25); do nap; done
	after=$(awk '{ print $14 + $15 }' "/proc/${started[mm7]}/stat")
	[ $((after - before)) -lt 20 ]
	exec 9>&-
	stop mm7
	[ "$status" -eq 1 ]
}

@test "mm7-submit: logging in: Basic, Digest, Bearer; secrets stand in no output" {
	mmsc
	echo s3cret >password
	chmod 600 password
	mm7 -q -o MM7_HTTP_Auth_User=me -o MM7_HTTP_Auth_Password_File="$PWD/password" 15551234567@mms.example <mail
	parts 1 | jq -e '.headers.authorization == "Basic " + ("me:s3cret" | @base64)'
	MM7_PASSWORD=t0ken mm7 -q -o MM7_HTTP_Auth=bearer 15551234567@mms.example <mail
	parts 2 | jq -e '.headers.authorization == "Bearer t0ken"'
	printf 'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256\r\nContent-Length: 0\r\n\r\n' >answer.3
	MM7_PASSWORD=s3cret mm7 -o MM7_HTTP_Auth=digest -o MM7_HTTP_Auth_User=me 15551234567@mms.example <mail >out
	python3 - req.4 <<-'END'
	import hashlib, re, sys
	auth = re.search(rb"(?i)\nauthorization: digest ([^\r]*)", open(sys.argv[1], "rb").read())[1].decode()
	f = dict(re.findall(r'(\w+)="?([^",]*)"?', auth))
	h = lambda s: hashlib.sha256(s.encode()).hexdigest()
	want = h(":".join([h("me:r:s3cret"), "n1", f["nc"], f["cnonce"], "auth", h("POST:/mm7")]))
	assert f["response"] == want, f
	END
	[ "$(jq -r .result.message_id out)" = id-4 ]
	MM7_PASSWORD=s3cret mm7 -n -o MM7_HTTP_Auth_User=me 15551234567@mms.example <mail >shown
	run ! grep -q 's3cret\|bWU6' shown
	grep -q '^Authorization: Basic \*\*\*' shown
	# vendors' own names for a key; what is none is shown
	mm7 -n -o 'MM7_HTTP_Headers=("Api-Key: s3cret" "X-Acme-Token: s3cret" "X-Carrier: 7")' 15551234567@mms.example <mail >shown
	! grep -q s3cret shown
	grep -q '^X-Acme-Token: \*\*\*' shown
	grep -q '^X-Carrier: 7' shown
}

@test "mm7-submit: -n prints the request that would be sent, and sends nothing" {
	mmsc
	mm7 -n 15551234567@mms.example <mail >shown
	[ ! -e req.1 ]
	mm7 -q 15551234567@mms.example <mail
	# the same octets
	sed '1,/^\r$/d' req.1 >a
	sed '1,/^\r$/d' shown | head -c "$(wc -c <a)" >b
	cmp a b
}

@test "mm7-submit: the port: of the server, the option, or the default of TLS" {
	mmsc
	mm7 -q -o MM7_MMSC_Port=1 -o MM7_MMSC_Server="127.0.0.1:$port" -d x 15551234567 <mail
	parts 1 | jq -e --arg at "127.0.0.1:$port" '.headers.host == $at'
	shown() { mm7-submit -n -d x "$@" 15551234567 <mail | grep '^Host:'; }
	[ "$(shown -o MM7_MMSC_Server=h -o MM7_MMSC_TLS=true)" = $'Host: h:443\r' ]
	[ "$(shown -o MM7_MMSC_Server=h -o MM7_MMSC_TLS=true -o MM7_MMSC_Port=8443)" = $'Host: h:8443\r' ]
	[ "$(shown -o MM7_MMSC_Server=h)" = $'Host: h:8080\r' ]
	[ "$(shown -o MM7_MMSC_Server=::1)" = $'Host: [::1]:8080\r' ]
	[ "$(shown -o 'MM7_MMSC_Server="[::1]:81"')" = $'Host: [::1]:81\r' ]
	shown -v -o MM7_MMSC_Server=h -o MM7_MMSC_TLS=true 2>err
	grep -q 'to https://h:443/$' err
	fails 75 4.3 -o MM7_MMSC_Server=http://h/ -d x 15551234567
	grep -q 'MM7_MMSC_Server: "http://h/": want a host' err
	# nothing that says where to
	fails 75 4.3 15551234567
	grep -q 'no domain: give -d, or number@domain' err
}

@test "mm7-submit: HTTP: headers of one's own, chunked, a URL for an MMSC" {
	mmsc
	cat >>conf <<-'END'
	MM7_HTTP_Headers = ( "X-Mblox-Carrier-Id: 10487" "SOAPAction: urn:x" )
	HTTP_Host = mms.carrier.example
	MM7_HTTP_Chunked = true
	END
	mm7 -q 15551234567@mms.example <mail
	parts 1 | jq -e '.headers["x-mblox-carrier-id"] == "10487" and
	    .headers.soapaction == "urn:x" and
	    .headers.host == "mms.carrier.example" and
	    .headers["transfer-encoding"] == "chunked" and
	    (.headers | has("content-length") | not)'
	# Momentum's word for it counts
	mm7 -q -o Disable_Chunked=true 15551234567@mms.example <mail
	parts 2 | jq -e '.headers | has("content-length")'
	mm7-submit "http://127.0.0.1:$port/a?b=c" 15551234567 <mail >out
	parts 3 | jq -e '.line == "POST /a?b=c HTTP/1.1"'
	run -64 mm7-submit http://me:secret@127.0.0.1/ 15551234567 <mail
	run -64 mm7-submit http:// 15551234567 <mail
	mm7 -q -o MM7_HTTP_Chunked=false -o MM7_HTTP_Expect=true 15551234567@mms.example <mail
	parts 4 | jq -e '.headers.expect == "100-continue"'
	# the centre is a proxy now, and where it leads to is not
	mm7-submit -q -o MM7_HTTP_Proxy="http://127.0.0.1:$port" http://mmsc.invalid/a 15551234567 <mail
	parts 5 | jq -e '.line == "POST http://mmsc.invalid/a HTTP/1.1"'
	http_proxy=http://127.0.0.1:$port mm7-submit -q http://mmsc.invalid/b 15551234567 <mail
	parts 6 | jq -e '.line == "POST http://mmsc.invalid/b HTTP/1.1"'
	# header names that would break the request
	fails 75 4 -o MM7_HTTP_Headers='"Content-Length: 1"' 15551234567@mms.example
}

@test "mm7-submit: TLS is verified; a client certificate" {
	need openssl
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 2 \
	    -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>openssl.err
	cat key cert >pem
	chmod 600 pem key
	mmsc pem cert
	echo 'MM7_MMSC_TLS = true' >>conf
	fails 75 4 15551234567@mms.example
	[ ! -e req.1 ]
	# trusted, and he wants to know who we are
	fails 75 4 -o MM7_MMSC_TLS_CA_File="$PWD/cert" 15551234567@mms.example
	mm7 -o MM7_MMSC_TLS_CA_File="$PWD/cert" -o MM7_MMSC_TLS_Certificate="$PWD/pem" \
	    15551234567@mms.example <mail >out
	[ "$(jq -r .result.status out)" = ok ]
	chmod 644 pem
	fails 75 4 -o MM7_MMSC_TLS_CA_File="$PWD/cert" -o MM7_MMSC_TLS_Certificate="$PWD/pem" 15551234567@mms.example
}

@test "mm7-submit: SIGTERM: what is under way gets its answer, the rest is put off" {
	mmsc
	echo hang >answer.1
	for i in 1 2 3; do
		echo "{\"domain\":\"mms.example\",\"to\":\"+1555$i\",\"text\":\"x\"}"
	done >in
	start mm7 mm7-submit -c conf -o MM7_Response_Timer=2 -j <in
	wait_until test -e req.1
	stop mm7
	# one may have been sent; each comes out once
	[ "$status" -eq 69 ]
	[ "$(jq -sc 'map([.to, .result.status]) | sort' mm7.out)" = '[["+15551","unknown"],["+15552","temporary"],["+15553","temporary"]]' ]
	[ "$(jq -r 'select(.result.status == "temporary").result.reason' mm7.out | sort -u)" = "stopped by a signal" ]
	[ "$(requests)" -eq 1 ]
}

@test "mm7-submit: SIGTERM with a pipe: what is there of it comes out" {
	mmsc
	echo hang >answer.1
	mkfifo in
	start mm7 bash -c 'exec mm7-submit -c conf -o MM7_Response_Timer=2 -j <in'
	exec {w}>in
	echo '{"id":"a","domain":"mms.example","to":"+15551","text":"x"}' >&"$w"
	wait_until test -e req.1
	seq -f '{"id":"b%g","domain":"mms.example","to":"+15552","text":"x"}' 100 >&"$w"
	stop mm7
	exec {w}>&-
	[ "$status" -eq 69 ]
	[ "$(jq -r .id mm7.out | sort -u | wc -l)" -eq 101 ]
	[ "$(wc -l <mm7.out)" -eq 101 ]
	[ "$(requests)" -eq 1 ]
}

@test "mm7-submit: stdout that is gone or full does not undo what was sent" {
	[ -e /dev/full ] || skip "needs /dev/full"
	mmsc
	mm7 15551234567@mms.example <mail >/dev/full 2>err
	grep -q 'stdout' err
	run -74 bash -c "echo '{\"to\":\"+15551\",\"text\":\"x\",\"domain\":\"mms.example\"}' | mm7-submit -c conf -j >/dev/full"
}

@test "mm7-submit: what the command line may not say" {
	run -64 mm7-submit </dev/null
	run -64 mm7-submit -j -m </dev/null
	run -64 mm7-submit -j -f ann@example.org </dev/null
	run -64 mm7-submit -t 15551234567 </dev/null
	run -64 mm7-submit 15551234567 -q </dev/null
	run -64 mm7-submit -I x 15551234567 </dev/null
	run -64 mm7-submit -Z </dev/null
	run -0 mm7-submit -h
	run -0 mm7-submit -C -o MM7_MMSC_Server=a
}
