# The whole way of an MMS: a mail goes out by mm7-submit, an MMSC (mm7-serve, too)
# has it, what a phone sends comes to a VASP, mm7-serve, and is mail again; the
# report comes back and is a notification.  Python's email reads what came out.
# shellcheck disable=SC2154	# status is set by await and stop

load ../test_helper

# read_mail FILE - subject, and each part's type and a digest of its octets
read_mail() {
	python3 -c '
import email, email.policy, hashlib, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print("Subject:", m["Subject"])
for p in m.walk():
    if not p.is_multipart():
        data = p.get_payload(decode=True)
        if p.get_content_maintype() == "text": data = p.get_content().strip().encode()
        print(p.get_content_type(), hashlib.sha256(data).hexdigest())' "$1"
}

# picture - a PNG of 64 x 64 random pixels
picture() {
	python3 -c '
import random, struct, sys, zlib
random.seed(7)
def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
rows = b"".join(b"\0" + random.randbytes(64 * 3) for _ in range(64))
sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))'
}

mail() {
	cat <<-END
	From: Jane <jane@example.org>
	To: 15551234567@mms.example.com
	Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
	Message-ID: <1@example.org>
	MIME-Version: 1.0
	Content-Type: multipart/mixed; boundary=b

	--b
	Content-Type: text/plain; charset=iso-8859-1
	Content-Transfer-Encoding: quoted-printable

	Sch=F6nes Wetter
	--b
	Content-Type: image/png; name=sea.png
	Content-Transfer-Encoding: base64

	END
	base64 sea.png
	printf -- '--b--\n'
}

# the VASP on port $vport, with a store, and the MMSC on $mport; what is written
# to descriptor 9 is the MMSC's stdin
both() {
	make_state
	picture >sea.png
	mail >mail
	start vasp mm7-serve -o "MM7_Server_Default_Email_From_Domain=mms.example.com" \
	    -o "MM7_Server_Default_Email_To_Domain=example.org" -l 127.0.0.1:0 -- \
	    sh -c 'cat >got.$MOBUTILS_ID; echo "<$SENDER> $RECIPIENT" >>envelopes' </dev/null
	vport=$(port_of vasp)
	(umask 077; echo "acme:secret:url=http://127.0.0.1:$vport/mm7 number=28444" >users)
	mkfifo in
	exec 9<>in
	MOBUTILS_STATE=none start mmsc mm7-serve -j -o MM7_Serve_As=mmsc \
	    -o MM7_Server_Users=users -l 127.0.0.1:0 <in
	mport=$(port_of mmsc)
	cat >submit.conf <<-END
	domain "mms.example.com" {
		MM7_MMSC_Server = "127.0.0.1"
		MM7_MMSC_Port = $mport
		MM7_MMSC_Path = "/mm7"
		MM7_HTTP_Auth_User = "acme"
		MM7_HTTP_Auth_Password = "secret"
		MM7_Sender_Address = "<ShortCode>28444</ShortCode>"
		MM7_Delivery_Report = true
	}
	END
	chmod 600 submit.conf
}

@test "a mail's text and picture go out as MMS, and what a phone sends comes back as mail" {
	both
	mm7-submit -q -c submit.conf -f jane@example.org 15551234567@mms.example.com <mail
	wait_until has_json mmsc.out '.type == "submit"'
	has_json mmsc.out '.system_id == "acme" and .from == "28444" and .to == ["15551234567"]'
	jq -r 'select(.type == "submit") | .content[] | select(.type == "image/png") | .data' mmsc.out | base64 -d | cmp - sea.png
	# the phone sends the same
	jq -c 'select(.type == "submit") | {type: "deliver", from: .to[0], to: .from, mms: {Subject: .mms.Subject}, content}' mmsc.out >&9
	wait_until has_json mmsc.out '.type == "deliver" and .result.status == "ok"'
	wait_for envelopes '15551234567@mms.example.com> 28444@example.org'
	read_mail "$(grep -l 'image/png' got.*)" >there
	read_mail mail | diff - there
}

@test "the report about a mail that went out as MMS comes back as a notification" {
	both
	mm7-submit -q -c submit.conf -f jane@example.org 15551234567@mms.example.com <mail
	wait_for envelopes '^<> jane@example.org$'
	cat got.* >dsn
	grep -q 'report-type="\?delivery-status' dsn
	grep -q '^Action: delivered' dsn
	grep -q '^Final-Recipient: .*15551234567' dsn
	grep -q 'Message-ID: <1@example.org>' dsn
}
