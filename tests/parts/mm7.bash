# Messages as an MMSC sends them to a VASP, by curl.  What they say is 3GPP TS
# 23.140, 8.7 and Annex L.  Sourced by .bats files; $url is where they go.
# shellcheck shell=bash disable=SC2154

ns=http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4

# envelope TRANSACTION BODY - a SOAP message
envelope() {
	cat <<-END
	<?xml version="1.0" encoding="UTF-8"?>
	<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><mm7:TransactionID xmlns:mm7="$ns" env:mustUnderstand="1">$1</mm7:TransactionID></env:Header><env:Body>$2</env:Body></env:Envelope>
	END
}

# deliver_req TRANSACTION LINKED TEXT - a DeliverReq, in a multipart/related
# with the boundary `b`
deliver_req() {
	printf -- '--b\r\nContent-Type: text/xml\r\nContent-ID: <soap>\r\n\r\n'
	envelope "$1" "<DeliverReq xmlns=\"$ns\"><MM7Version>6.8.0</MM7Version><LinkedID>$2</LinkedID><Sender><Number>+15551234567</Number></Sender><Recipients><To><RFC2822Address>bob@example.org</RFC2822Address></To></Recipients><TimeStamp>2026-11-25T10:00:00Z</TimeStamp><Subject>hello</Subject><Content href=\"cid:c\"/></DeliverReq>"
	printf -- '\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-ID: <c>\r\n\r\n%s\r\n--b--\r\n' "$3"
}

# post FILE [ARG...] - send it; the answer's head is in head, its body in body
post() {
	curl -sS --noproxy '*' -D head -o body -H 'Content-Type: multipart/related; boundary=b; type="text/xml"; start="<soap>"' \
	    -H 'SOAPAction: ""' -H Expect: --data-binary "@$1" "${@:2}" "$url"
}

http_status() { sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' head | tail -n 1; }
status_code() { grep -o '<[^/>]*StatusCode>[0-9]*' body | sed 's/.*>//'; }
transaction() { grep -o '<[^/>]*TransactionID[^>]*>[^<]*' body | sed 's/.*>//'; }

# is STATUS CODE - what was answered
is() {
	[ "$(http_status) $(status_code)" = "$1 $2" ] || { cat head body; false; }
}
