# All samples of mm7/samples, octet by octet as they are: each must end as its
# row in index.tsv says.  Requests come to mm7-serve, as a VASP and as an MMSC;
# answers are those to a SubmitReq of mm7-submit's, and of reports to one of
# mm7-serve's.
# shellcheck disable=SC2154	# started is the helper's

load ../test_helper

setup() {
	helper_setup
	need_shared mm7/samples/index.tsv
	samples=$(shared mm7/samples)
	# play PORT FILE - send it; the answer's StatusCode and TransactionID
	cat >play.py <<-'END'
	import re, socket, sys
	s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
	s.settimeout(20)
	s.sendall(open(sys.argv[2], "rb").read())
	got = b""
	while not re.search(rb":Envelope>\s*$", got):
	    more = s.recv(65536)
	    if not more: break
	    got += more
	def field(name):
	    m = re.search(name + rb"[^>]*>([^<]*)<", got)
	    return m[1].decode() if m else "-"
	print(field(b"StatusCode"), field(b"TransactionID"))
	END
	# answer FILE - to whoever asks, and close
	cat >answer.py <<-'END'
	import re, socket, sys
	l = socket.create_server(("127.0.0.1", 0))
	print("listening on 127.0.0.1:%d" % l.getsockname()[1], flush=True)
	while True:
	    s, _ = l.accept()
	    with s, s.makefile("rb") as f:
	        n = 0
	        while (line := f.readline()).strip():
	            m = re.match(rb"(?i)content-length: *(\d+)", line)
	            n = int(m[1]) if m else n
	        f.read(n)
	        s.sendall(open(sys.argv[1], "rb").read())
	END
}

# in_index KIND - its files
in_index() { awk -F '\t' -v k="$1" '$2 == k { print $1 }' "$samples/index.tsv" | sort; }

# A line each: number of the file, who serves it, StatusCode, TransactionID, and
# what the record is (jq).  The other role answers 4003.
requests() {
	cat <<-'END'
	01	mmsc	1000	555e29f8879be	.from == "111122" and .to == ["16179593069"] and .mms.DeliveryReport == "true" and (.content | map(.type) | sort) == ["application/smil","text/plain"]
	05	vasp	1000	1000001	.from == "1617423433" and .to == ["111122"] and any(.content[]; .text // "" | startswith("Test MO message!"))
	07	vasp	1000	10000001	.type == "receipt" and .message_id == "369500617770864640" and .mms.MMStatus == "Retrieved"
	10	vasp	1000	vas00324-dlvr	.from == "97254265781@OMMS.com" and (.content | length) == 1
	12	vasp	1000	4E073C7AQ479306TW26785I371H3M1HA	.from == "+3859100010010" and .to == ["88888"] and .mms.Subject == "Bomb" and (.content | map(.type)) == ["application/smil","image/gif"]
	14	vasp	1000	11398c6a2e9f00000010	.from == "+381600001200" and (.content | map(.type)) == ["application/smil","image/jpeg"]
	16	vasp	1000	1220000002841151119175558001	.from == "+8618703815655" and .to == ["10085"] and (.content | map(select(.type == "image/jpeg")) | length) == 1
	20	mmsc	1000	txn-fixture	(.content | length) == 1 and (.content[0].text | startswith("hello from fixture"))
	25	vasp	1000	riwuW8SEqClpyybNGIp1	.type == "receipt" and .from == "+61478945612" and .mms.MMStatus == "Retrieved"
	26	vasp	1000	23316115	.type == "receipt" and .message_id == "23316115@mmsc1" and .to == "23355"
	28	vasp	1000	0f3c2d9b7a1e4f6c8d5b2a9e7c4f1d3b	.type == "receipt" and .mms.MMStatus == "Retrieved"
	31	vasp	1000	mms-inbound-123	.from == "+16465552200" and .to == ["+19055550100"] and (.content | map([.name, .data])) == [["photo.jpg", ("image-bytes" | @base64)]]
	34	mmsc	1000	123456:12Jan2007_/host1	.from == "888" and .to == ["006591234567"] and .content[0].type == "text/plain"
	36	mmsc	1000	test_transaction_id	.to == ["4108470189"] and (.content | map(.type)) == ["text/plain","text/plain"]
	39	mmsc	1000	JWYTPYSWTSRPQLMSVUZQOTRTLZMRQSZW	(.to | unique) == ["777736329","779736329"] and .mms.Subject == "Rich sms demo"
	40	vasp	1000	rr-1	.type == "read" and .message_id == "m-77" and .mms.MMStatus == "Read"
	43	mmsc	4004	vas00001-sub	none
	51	vasp	1000	l-qf9901.1.x575.54@mmsc	.from == "111" and .to == ["222"] and any(.content[]; .text == "Hello from the VASP é€")
	53	vasp	1000	a-qf8152.4.x457.79@mmsc	.type == "receipt" and .state == "REJECTD" and .message_id == "a-qf8152.4.x457.79@mmsc"
	56	vasp	1000	qf9901.3.x575.54@mmsc	(.content | map(.type)) == ["application/smil"]
	57	mmsc	1000	rep-1	.type == "replace" and .message_id == "m-1"
	58	mmsc	1000	can-1	.type == "cancel" and .message_id == "m-1"
	67	vasp	1000	u16x	.content[0].text == "hei 你好" and .mms.Subject == "日本 & <ok>"
	69	both	4004	-	none
	END
}

@test "mm7: all sample requests end as index.tsv says, in both roles" {
	for role in vasp mmsc; do
		start $role mm7-serve -j -o MM7_Serve_As=$role -l 127.0.0.1:0 </dev/null
	done
	requests | while IFS=$'\t' read -r n who code tid record; do
		file=$(cd "$samples" && echo "$n"-*)
		echo "$file" >>tried
		for role in vasp mmsc; do
			had=$(wc -l <$role.out)
			want="$code $tid"
			[ $who = $role ] || [ $who = both ] || want="4003 $tid"
			got=$(python3 play.py "$(port_of $role)" "$samples/$file")
			echo "$file, $role: $got, want $want"
			[ "$got" = "$want" ]
			if [ $who = $role ] && [ "$record" != none ]; then
				tail -n +$((had + 1)) $role.out >record
				[ "$(wc -l <record)" -eq 1 ]
				has_json record "$record"
			else
				[ "$(wc -l <$role.out)" -eq "$had" ]
			fi
		done
	done
	sort tried | diff - <(in_index request)
	for role in vasp mmsc; do
		stop $role
		[ "$status" -eq 0 ]
	done
}

@test "mm7: all sample answers end as index.tsv says" {
	printf 'From: ann@example.org\nSubject: x\nMessage-ID: <1@example.org>\n\nhello\n' >mail
	# exit status, and of the result status, code, MessageID; those of reports
	# are no answers to a SubmitReq
	while read -r n want result; do
		file=$(cd "$samples" && echo "$n"-*)
		echo "$file" >>tried
		start "mmsc$n" python3 answer.py "$samples/$file"
		rc=0
		mm7-submit -o Give_Up=30 "http://127.0.0.1:$(port_of "mmsc$n")/" +15551234567 +4799999999 <mail >out 2>err || rc=$?
		stop "mmsc$n"
		got=$(jq -r '.result | "\(.status) \(.code) \(.recipients[0].message_id)"' out)
		echo "$file: $rc $got"
		[ "$rc $got" = "$want $result" ]
		[ "$n" != 60 ] || [ "$(jq -r '.result.recipients | map(.status) | join(" ")' out)" = "ok permanent" ]
	done <<-'END'
	02 0 ok 1000 369500617770864640
	03 65 permanent 2007 null
	09 69 unknown null null
	17 75 permanent 4002 null
	23 69 unknown null null
	30 65 permanent 4004 null
	46 0 ok 1000 l-qf9610.10.x193.20@mmsc
	47 65 permanent 2007 null
	48 75 permanent null null
	60 67 permanent 2002 m-2
	62 75 temporary 4006 null
	65 0 ok 1000 m-4
	END
	sort tried | diff - <(in_index response)
}

@test "mm7: the sample answers to reports are understood where reports are sent" {
	local ns=http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4
	while read -r n wish; do
		start "vasp$n" python3 answer.py "$samples/$(cd "$samples" && echo "$n"-*)"
		start "serve$n" mm7-serve -v -j -o MM7_Serve_As=mmsc -o MM7_Server_Read_State=Read \
		    -o "MM7_Server_VASP_URL=http://127.0.0.1:$(port_of "vasp$n")/" -l 127.0.0.1:0 </dev/null
		body="<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><TransactionID xmlns=\"$ns\">t</TransactionID></e:Header><e:Body><SubmitReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><SenderIdentification/><Recipients><To><Number>1</Number></To></Recipients><$wish>true</$wish></SubmitReq></e:Body></e:Envelope>"
		printf 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body" >"req$n"
		[ "$(python3 play.py "$(port_of "serve$n")" "req$n")" = "1000 t" ]
		wait_for "serve$n.err" 'its report is with'
	done <<-'END'
	09 DeliveryReport
	23 ReadReply
	END
}
